/*
 * clock: monotonic time, and dates for names.
 */
#ifndef RNNTOP_BASE_CLOCK_H
#define RNNTOP_BASE_CLOCK_H

#include <stdint.h>

/* Nanoseconds of a clock that never goes back; it counts while the machine runs. */
uint64_t clock_now_ns(void);
/* The same in seconds. */
double clock_now_s(void);

#define CLOCK_DATE_SIZE 11 /* "2026-11-23" and its NUL */
/* Today's local date, ISO 8601. */
void clock_date(char date[CLOCK_DATE_SIZE]);

#endif
