/*
 * plain_logistic: the problem of nn/logistic.h in double precision, as it is written there, and its
 * solution by gradient descent.
 */
#ifndef RNNTOP_TESTS_PLAIN_LOGISTIC_H
#define RNNTOP_TESTS_PLAIN_LOGISTIC_H

#include <math.h>
#include <stdlib.h>

/* x [rows, features]: 0, or the feature's value; sign [rows]. */
struct plain_logistic {
    const double *x;
    const double *sign;
    size_t rows, features;
    double cost;
};

/* w has the bias behind its features. */
static inline double plain_z(const struct plain_logistic *plain, const double *x, const double *w)
{
    double z = w[plain->features];
    for (size_t j = 0; j < plain->features; j++)
        z += w[j] * x[j];
    return z;
}

static inline double plain_objective(const struct plain_logistic *plain, const double *w)
{
    double sum = 0;
    for (size_t j = 0; j <= plain->features; j++)
        sum += w[j] * w[j] / 2;
    for (size_t i = 0; i < plain->rows; i++)
        sum += plain->cost *
               log1p(exp(-plain->sign[i] * plain_z(plain, plain->x + i * plain->features, w)));
    return sum;
}

static inline void plain_gradient(const struct plain_logistic *plain, const double *w,
                                  double *gradient)
{
    for (size_t j = 0; j <= plain->features; j++)
        gradient[j] = w[j];
    for (size_t i = 0; i < plain->rows; i++) {
        const double *x = plain->x + i * plain->features;
        double s = plain->sign[i];
        double slope = -plain->cost * s / (1 + exp(s * plain_z(plain, x, w)));
        for (size_t j = 0; j < plain->features; j++)
            gradient[j] += slope * x[j];
        gradient[plain->features] += slope;
    }
}

/* The least, as long as anything can be gained: with Nesterov's momentum, from 0. */
static inline void plain_solve(const struct plain_logistic *plain, double *w)
{
    size_t size = plain->features + 1;
    double *gradient = malloc(size * sizeof *gradient), *ahead = calloc(size, sizeof *ahead);
    double bound = 1, largest = 1;
    for (size_t i = 0; i < plain->rows; i++) {
        double norm = 1;
        for (size_t j = 0; j < plain->features; j++)
            norm += pow(plain->x[i * plain->features + j], 2);
        bound += plain->cost * norm / 4; /* of the curvature */
    }
    for (size_t j = 0; j < size; j++)
        w[j] = 0;
    for (int step = 0; step < 200000 && largest > 1e-9; step++) {
        largest = 0;
        plain_gradient(plain, ahead, gradient);
        for (size_t j = 0; j < size; j++) {
            double next = ahead[j] - gradient[j] / bound;
            ahead[j] = next + (sqrt(bound) - 1) / (sqrt(bound) + 1) * (next - w[j]);
            w[j] = next;
            largest = fmax(largest, fabs(gradient[j]));
        }
    }
    free(gradient);
    free(ahead);
}

#endif
