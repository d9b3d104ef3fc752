/*
 * fetch_line: how far a download has come, in one line of a terminal.
 */
#ifndef RNNTOP_REPORT_FETCH_LINE_H
#define RNNTOP_REPORT_FETCH_LINE_H

#include <stddef.h>
#include <stdint.h>

/* Bytes a second, as of the last few seconds. All zero: nothing is known yet. */
struct fetch_rate {
    double value; /* 0: not known */
    double last_s;
    uint64_t last_bytes;
    int looks;
};

/* Looks at how many bytes there are at a time (seconds of any clock that never goes back). */
void fetch_rate_look(struct fetch_rate *rate, uint64_t bytes, double now_s);

struct fetch_figures {
    const char *name; /* the file's; sanitised */
    const char *note; /* what happens instead of bytes coming, or NULL */
    uint64_t bytes, total;
    double rate; /* bytes a second; 0: not known */
};

#define FETCH_LINE_SIZE 256

/*
 * The line, in at most `columns` columns: name, bar, share, amount, rate, time left; where there is
 * no room, the bar goes first, then the amount, the time left, the rate, the name. ASCII. Returns
 * its length.
 */
size_t fetch_line(char out[FETCH_LINE_SIZE], size_t columns, const struct fetch_figures *figures);

#endif
