/*
 * results: what benchmarks measured, by name, and the file that another commit's can be held
 * against.
 */
#ifndef RNNTOP_TESTS_BENCH_RESULTS_H
#define RNNTOP_TESTS_BENCH_RESULTS_H

#include <stdbool.h>
#include <stddef.h>

#define RESULTS_NAME 96
#define RESULTS_UNIT 16

/* A figure, as often as it was measured. */
struct series {
    char name[RESULTS_NAME]; /* "LSTM, 2 threads, step" */
    char unit[RESULTS_UNIT]; /* "ms" */
    double *value;           /* [count] */
    size_t count, room;
};

struct results {
    struct series *series;
    size_t count, room;
};

void results_free(struct results *results);

/* Adds a value to the series of that name, which is made at its first. Ends the program where there
 * is no memory: a benchmark has nothing to lose. */
void results_add(struct results *results, const char *unit, double value, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* NaN where nothing of that name was measured. */
double results_median(const struct results *results, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
double results_least(const struct results *results, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds to the file that $RNNTOP_BENCH_RESULTS names, or to bench.tsv: a line for each series, of
 * name, unit, median, least, the values at a quarter and at three quarters, greatest, count. A file
 * that is not there begins with lines that say what was measured where: $RNNTOP_BENCH_COMMIT,
 * processor, number of processors, date. false, with a line on standard error, where it can't be
 * written. */
bool results_write(const struct results *results);

#endif
