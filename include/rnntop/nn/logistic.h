/*
 * logistic: logistic regression with an L2 penalty on rows of few features out of very many.
 *
 * Row i has the features x[i][j] = value[j] for the n-grams j that it holds, 0 for all others, and
 * a sign s[i] = +1 or -1. What is fitted is
 *
 *     min over w, b of  1/2 |w|^2 + 1/2 b^2 + C sum over i of ln (1 + exp (-s[i] z[i]))
 *     z[i] = b + sum of w[j] value[j] over the row's n-grams j
 *
 * by coordinate descent in its dual, which has one variable a row, 0 < alpha[i] < C, and no step
 * size: w = sum of alpha[i] s[i] x[i]. Source: H. Yu, F. Huang, C. Lin, "Dual coordinate descent
 * methods for logistic regression and maximum entropy models", Machine Learning 85, 2011, which
 * LIBLINEAR calls its solver 7.
 */
#ifndef RNNTOP_NN_LOGISTIC_H
#define RNNTOP_NN_LOGISTIC_H

#include "rnntop/nn/ngrams.h"

struct logistic;

/* Rows, signs [rows] and values [features] must outlive it. Nothing is fitted: w and b are 0. */
enum rt_status logistic_create(struct logistic **logistic, const struct ngram_rows *rows,
                               const signed char *sign, const float *value, size_t features,
                               struct rt_error *error);
void logistic_destroy(struct logistic *logistic); /* NULL is allowed */

/* The mean over the rows of |x|^2 + 1, the bias's 1 among them: C is of the order of its inverse.
 */
double logistic_norm(const struct logistic *logistic);

/* Fits for a C, beginning where the last C has led. The seed decides the order of rows: the same
 * seeds give the same bits. *stop (may be NULL) ends it early with RT_INTERRUPTED. */
enum rt_status logistic_fit(struct logistic *logistic, double cost, uint64_t seed,
                            const atomic_bool *stop, struct rt_error *error);

/* w[j] value[j]: what feature j adds to z; and b. */
float logistic_weight(const struct logistic *logistic, size_t feature);
double logistic_bias(const struct logistic *logistic);

#endif
