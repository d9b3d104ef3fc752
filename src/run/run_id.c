#include "config.h"

#include "rnntop/run/run_id.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "rnntop/base/clock.h"

void run_ids_init(struct run_ids *ids)
{
    static const char digit[] =
        "0123456789abcdefghjkmnpqrstvwxyz"; /* Crockford's, without i l o u */
    unsigned char random[4];
    if (getrandom(random, sizeof random, GRND_NONBLOCK) != (ssize_t)sizeof random) {
        uint32_t rest = (uint32_t)clock_now_ns() ^ ((uint32_t)getpid() << 12);
        memcpy(random, &rest, sizeof random);
    }
    ids->last_ms = 0;
    for (size_t i = 0; i < sizeof random; i++)
        ids->mark[i] = digit[random[i] % 32];
    ids->mark[sizeof random] = '\0';
}

struct run_id run_ids_next(struct run_ids *ids)
{
    struct run_id id = {""};
    struct tm when;
    char day[16];
    int64_t now = clock_calendar_ms();
    ids->last_ms = now > ids->last_ms ? now : ids->last_ms + 1;
    time_t seconds = (time_t)(ids->last_ms / 1000);
    if (!gmtime_r(&seconds, &when) || strftime(day, sizeof day, "%Y%m%d-%H%M%S", &when) != 15)
        memcpy(day, "00000000-000000", sizeof day); /* a clock beyond the year 9999 */
    snprintf(id.text, sizeof id.text, "%s-%03d-%s", day, (int)(ids->last_ms % 1000), ids->mark);
    return id;
}

bool run_id_same(const struct run_id *a, const struct run_id *b)
{
    return strcmp(a->text, b->text) == 0;
}

bool run_id_given(const struct run_id *id)
{
    return id->text[0] != '\0';
}

static bool allowed(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.';
}

struct run_id run_id_of_text(const char *text)
{
    struct run_id id = {""};
    for (size_t i = 0; text[i] && i < sizeof id.text - 1; i++)
        id.text[i] = allowed(text[i]) ? text[i] : '_';
    return id;
}
