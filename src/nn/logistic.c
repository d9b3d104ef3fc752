#include "config.h"

#include "rnntop/nn/logistic.h"

#include <math.h>
#include <stdlib.h>

#include "rnntop/base/rng.h"

#define PASSES     100
#define TOLERANCE  0.001 /* a pass that moves no alpha by more than this share of C is the last */
#define LOOK_ROWS  256   /* between two looks at the stop flag */
#define NEWTON     50    /* steps, of which three or four are usual */
#define NEWTON_END 1e-6  /* of the slope */

/* alpha must not be 0: its logarithm is taken. */
#define ALPHA_SHARE 0.001
#define ALPHA_MOST  1e-8

/* What a feature adds to z, and the square of its value: side by side, for they are used together.
 */
struct term {
    float weight, square;
};

struct logistic {
    const struct ngram_rows *rows;
    const signed char *sign;
    size_t features;
    struct term *term; /* [features] */
    double bias;
    double *alpha;   /* [rows] */
    double *norm;    /* [rows], |x|^2 + 1 */
    uint32_t *order; /* [rows] */
    double cost;     /* 0: not fitted yet */
};

void logistic_destroy(struct logistic *logistic)
{
    if (!logistic)
        return;
    free(logistic->term);
    free(logistic->alpha);
    free(logistic->norm);
    free(logistic->order);
    free(logistic);
}

static void measure_rows(struct logistic *logistic)
{
    const struct ngram_rows *rows = logistic->rows;
    for (size_t i = 0; i < rows->rows; i++) {
        logistic->norm[i] = 1;
        for (size_t j = rows->begin[i]; j < rows->begin[i + 1]; j++)
            logistic->norm[i] += (double)logistic->term[rows->ngram[j]].square;
    }
}

enum rt_status logistic_create(struct logistic **logistic, const struct ngram_rows *rows,
                               const signed char *sign, const float *value, size_t features,
                               struct rt_error *error)
{
    struct logistic *made = calloc(1, sizeof *made);
    if (!made)
        return rt_fail(error, ERR_NB_SVM_NO_MEMORY);
    made->rows = rows;
    made->sign = sign;
    made->features = features;
    made->term = calloc(features + 1, sizeof *made->term);
    made->alpha = calloc(rows->rows + 1, sizeof *made->alpha);
    made->norm = malloc((rows->rows + 1) * sizeof *made->norm);
    made->order = malloc((rows->rows + 1) * sizeof *made->order);
    if (!made->term || !made->alpha || !made->norm || !made->order) {
        logistic_destroy(made);
        return rt_fail(error, ERR_NB_SVM_NO_MEMORY);
    }
    for (size_t j = 0; j < features; j++)
        made->term[j].square = value[j] * value[j];
    measure_rows(made);
    *logistic = made;
    return RT_OK;
}

double logistic_norm(const struct logistic *logistic)
{
    double sum = 0;
    for (size_t i = 0; i < logistic->rows->rows; i++)
        sum += logistic->norm[i];
    return sum / (double)logistic->rows->rows;
}

static double z_of(const struct logistic *logistic, size_t row)
{
    const struct ngram_rows *rows = logistic->rows;
    double z = logistic->bias;
    for (size_t j = rows->begin[row]; j < rows->begin[row + 1]; j++)
        z += (double)logistic->term[rows->ngram[j]].weight;
    return z;
}

/* Changes a row's alpha, and w with it. */
static void move(struct logistic *logistic, size_t row, double alpha)
{
    const struct ngram_rows *rows = logistic->rows;
    double change = logistic->sign[row] * (alpha - logistic->alpha[row]);
    logistic->alpha[row] = alpha;
    logistic->bias += change;
    for (size_t j = rows->begin[row]; j < rows->begin[row + 1]; j++) {
        struct term *term = &logistic->term[rows->ngram[j]];
        term->weight += (float)change * term->square;
    }
}

/* The t in (0, C) with the least  t ln t + (C - t) ln (C - t) + a/2 (t - alpha)^2 + b (t - alpha),
 * by Newton's method on whichever of t and C - t is small, where the function is steep. */
static double least(double alpha, double cost, double a, double b)
{
    const bool turned = b + a * (cost / 2 - alpha) < 0;
    const double from = turned ? cost - alpha : alpha;
    double t = from > cost / 2 ? 0.1 * from : from;
    b = turned ? -b : b;
    for (int i = 0; i < NEWTON; i++) {
        double slope = a * (t - from) + b + log(t / (cost - t));
        if (fabs(slope) < NEWTON_END)
            break;
        double next = t - slope / (a + cost / (t * (cost - t)));
        t = next > 0 ? next : 0.1 * t;
    }
    return turned ? cost - t : t;
}

/* From what fits one C to a good beginning for another: everything is proportional to it. */
static void begin(struct logistic *logistic, double cost)
{
    const double factor = logistic->cost > 0 ? cost / logistic->cost : 1;
    logistic->bias *= factor;
    for (size_t j = 0; j < logistic->features; j++)
        logistic->term[j].weight *= (float)factor;
    for (size_t i = 0; i < logistic->rows->rows; i++) {
        if (logistic->cost > 0)
            logistic->alpha[i] *= factor;
        else
            move(logistic, i, fmin(ALPHA_SHARE * cost, ALPHA_MOST));
    }
    logistic->cost = cost;
}

enum rt_status logistic_fit(struct logistic *logistic, double cost, uint64_t seed,
                            const atomic_bool *stop, struct rt_error *error)
{
    const size_t rows = logistic->rows->rows;
    double worst = INFINITY;
    begin(logistic, cost);
    for (uint32_t pass = 1; pass <= PASSES && worst > TOLERANCE * cost; pass++) {
        rng_permutation(seed, RNG_ORDER, pass, logistic->order, (uint32_t)rows);
        worst = 0;
        for (size_t i = 0; i < rows; i++) {
            size_t row = logistic->order[i];
            double alpha = logistic->alpha[row];
            if (i % LOOK_ROWS == 0 && stop && atomic_load_explicit(stop, memory_order_relaxed))
                return rt_fail(error, ERR_NB_SVM_STOPPED);
            double found =
                least(alpha, cost, logistic->norm[row], logistic->sign[row] * z_of(logistic, row));
            move(logistic, row, found);
            worst = fmax(worst, fabs(found - alpha));
        }
    }
    return RT_OK;
}

float logistic_weight(const struct logistic *logistic, size_t feature)
{
    return logistic->term[feature].weight;
}

double logistic_bias(const struct logistic *logistic)
{
    return logistic->bias;
}
