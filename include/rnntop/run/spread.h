/*
 * spread: mean and spread of a figure over runs that differ by their seeds alone.
 */
#ifndef RNNTOP_RUN_SPREAD_H
#define RNNTOP_RUN_SPREAD_H

#include <stddef.h>

struct spread {
    size_t count;     /* values that are numbers; the rest is left out */
    double mean;      /* NaN of none */
    double deviation; /* sample standard deviation, divided by count - 1; NaN of fewer than two */
    double low, high; /* NaN of none */
};

struct spread spread_of(const double *value, size_t count);

#endif
