#include "config.h"

#include "rnntop/base/clock.h"

#include <string.h>
#include <time.h>

uint64_t clock_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

double clock_now_s(void)
{
    return (double)clock_now_ns() * 1e-9;
}

int64_t clock_calendar_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void clock_date(char date[CLOCK_DATE_SIZE])
{
    time_t now = time(NULL);
    struct tm local;
    if (!localtime_r(&now, &local) || strftime(date, CLOCK_DATE_SIZE, "%Y-%m-%d", &local) == 0)
        memcpy(date, "0000-00-00", CLOCK_DATE_SIZE);
}
