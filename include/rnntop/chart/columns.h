/*
 * columns: a curve's values gathered into the dot columns of a plot, each with its minimum and
 * maximum: a spike never vanishes, however many batches share a column.
 *
 * Columns without a value between two with one are filled by a straight line. A dot column holds
 * what lies in (its left edge, its right edge], so that an epoch's last batch is still in the
 * epoch's own last column.
 */
#ifndef RNNTOP_CHART_COLUMNS_H
#define RNNTOP_CHART_COLUMNS_H

#include <stdbool.h>

#define COLUMNS_MAX 2048

struct columns_at {
    float low, high;
    bool any;   /* low and high are set */
    bool point; /* a value was given right here by columns_point() */
    bool bad;   /* a value here was not finite */
};

struct columns {
    int count;
    double begin, end; /* of the visible part; begin < end */
    struct columns_at at[COLUMNS_MAX];
    /* The latest value: where a line to the next one begins. */
    bool has_last;
    double last_x, last_value;
};

/* count: 1 .. COLUMNS_MAX. */
void columns_init(struct columns *columns, int count, double begin, double end);

/* The dot column of x out of count that show (begin, end]; below 0 or count and more when it is not
 * visible. begin itself is in the first one. */
long columns_place(int count, double begin, double end, double x);

/* Values come with rising x. [low, high] is a span; the line goes through its middle. What is not
 * finite is left out. */
void columns_span(struct columns *columns, double x, double low, double high);
/* The same for a single value that is to be seen as a point. */
void columns_point(struct columns *columns, double x, double value);
/* A value that was not finite. */
void columns_bad(struct columns *columns, double x);

/* Several curves of one picture, added up: at each place those that have come so far. */
struct columns_sum {
    struct columns band; /* from the lowest to the highest of them */
    double sum[COLUMNS_MAX];
    unsigned curves[COLUMNS_MAX];
};

void columns_sum_init(struct columns_sum *sum, int count, double begin, double end);
/* The curve has the same count, begin and end. */
void columns_sum_add(struct columns_sum *sum, const struct columns *curve);
/* Their mean, with a point wherever one of them has one. */
void columns_sum_mean(const struct columns_sum *sum, struct columns *mean);

#endif
