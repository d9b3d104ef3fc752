/*
 * clock: monotonic time, and the calendar for names and logs.
 */
#ifndef RNNTOP_BASE_CLOCK_H
#define RNNTOP_BASE_CLOCK_H

#include <stdint.h>

/* Nanoseconds of a clock that never goes back and that stands still while the machine is suspended.
 */
uint64_t clock_now_ns(void);
/* The same in seconds. */
double clock_now_s(void);

/* Milliseconds of the calendar since 1970, UTC. It may be set back and forth: for showing and for
 * names, never for measuring. */
int64_t clock_calendar_ms(void);

#define CLOCK_DATE_SIZE 11 /* "2026-11-23" and its NUL */
/* Today's local date, ISO 8601. */
void clock_date(char date[CLOCK_DATE_SIZE]);

#endif
