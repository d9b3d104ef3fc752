#include "config.h"

#include "rnntop/nn/bag_of_words.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/memory.h"
#include "rnntop/base/rng.h"

#define PASSES      12
#define PATIENCE    3 /* passes without a better validation loss */
#define ADA_EPSILON 1e-8
#define LOOK_ROWS   256 /* between two looks at the stop flag */

/* What is tried: few words want large steps, many small ones. */
static const struct trial {
    double rate, penalty;
} trials[] = {{0.3, 1e-5}, {0.1, 1e-5}, {0.03, 0}, {0.03, 1e-4}};

struct bag_of_words {
    size_t words, length;
    size_t outputs; /* 1 for two classes, else K */
    double *weight; /* [words + 1, outputs]; the last row is the bias */
    double *output; /* [outputs], of the row in hand: z, then dL/dz */
    /* The words of the row in hand, each once. */
    uint32_t *seen; /* [words], number of the row that had it last */
    uint32_t row;
    int32_t *different; /* [length] */
    size_t count;
};

/* What is written while a row is read. */
static bool make_scratch(struct bag_of_words *bag)
{
    bag->row = 0;
    bag->seen = calloc(bag->words, sizeof *bag->seen);
    bag->different = malloc(bag->length * sizeof *bag->different);
    bag->output = malloc(bag->outputs * sizeof *bag->output);
    return bag->seen && bag->different && bag->output;
}

static void free_scratch(struct bag_of_words *bag)
{
    free(bag->seen);
    free(bag->different);
    free(bag->output);
}

void bag_of_words_free(struct bag_of_words *bag)
{
    if (!bag)
        return;
    free_scratch(bag);
    free(bag->weight);
    free(bag);
}

static enum rt_status no_memory(struct rt_error *error)
{
    return rt_fail(error, ERR_BAG_NO_MEMORY);
}

static enum rt_status create(struct bag_of_words **bag, const struct bag_shape *shape,
                             struct rt_error *error)
{
    struct bag_of_words *made = calloc(1, sizeof *made);
    size_t weights;
    if (!made)
        return no_memory(error);
    made->words = shape->words;
    made->length = shape->length;
    made->outputs = shape->classes > 2 ? shape->classes : 1;
    if (memory_product(made->words + 1, made->outputs, &weights))
        made->weight = calloc(weights, sizeof *made->weight);
    if (!make_scratch(made) || !made->weight) {
        bag_of_words_free(made);
        return no_memory(error);
    }
    *bag = made;
    return RT_OK;
}

static void open_row(struct bag_of_words *bag, const int32_t *x)
{
    bag->count = 0;
    if (++bag->row == 0) { /* after 2^32 rows every mark would be wrong */
        memset(bag->seen, 0, bag->words * sizeof *bag->seen);
        bag->row = 1;
    }
    for (size_t i = 0; i < bag->length; i++) {
        if (x[i] == 0 || bag->seen[x[i]] == bag->row)
            continue;
        bag->seen[x[i]] = bag->row;
        bag->different[bag->count++] = x[i];
    }
    const size_t outputs = bag->outputs;
    memcpy(bag->output, bag->weight + bag->words * outputs, outputs * sizeof *bag->output);
    for (size_t i = 0; i < bag->count; i++) {
        const double *weight = bag->weight + (size_t)bag->different[i] * outputs;
        for (size_t k = 0; k < outputs; k++)
            bag->output[k] += weight[k];
    }
}

/* The open row's cross-entropy for its label; output becomes its gradient. *right: judged so. */
static double judge_row(struct bag_of_words *bag, double y, bool *right)
{
    double *z = bag->output;
    if (bag->outputs == 1) {
        double logit = z[0];
        *right = (logit > 0) == (y > 0.5);
        z[0] = 1 / (1 + exp(-logit)) - y;
        return fmax(logit, 0) - logit * y + log1p(exp(-fabs(logit)));
    }
    size_t best = 0, label = (size_t)y;
    double sum = 0, own = z[label];
    for (size_t k = 1; k < bag->outputs; k++)
        best = z[k] > z[best] ? k : best;
    double most = z[best];
    for (size_t k = 0; k < bag->outputs; k++)
        sum += exp(z[k] - most);
    for (size_t k = 0; k < bag->outputs; k++)
        z[k] = exp(z[k] - most) / sum - (k == label ? 1 : 0);
    *right = best == label;
    return log(sum) + most - own;
}

struct bag_score bag_of_words_score(const struct bag_of_words *bag, const struct bag_rows *rows)
{
    struct bag_of_words reading = *bag; /* scratch of its own, for bag is not to change */
    struct bag_score score = {NAN, NAN};
    if (make_scratch(&reading) && rows->rows > 0) {
        score = (struct bag_score){0, 0};
        for (size_t row = 0; row < rows->rows; row++) {
            bool right;
            open_row(&reading, rows->x + row * bag->length);
            score.loss += judge_row(&reading, (double)rows->y[row], &right);
            score.accuracy += right ? 1 : 0;
        }
        score.loss /= (double)rows->rows;
        score.accuracy /= (double)rows->rows;
    }
    free_scratch(&reading);
    return score;
}

/* One pass over the rows; false when stopped. The penalty falls on a weight when its word comes. */
static bool pass(struct bag_of_words *bag, const struct bag_rows *train, const uint32_t *order,
                 const struct trial *with, double *squares, const atomic_bool *stop)
{
    const size_t outputs = bag->outputs;
    for (size_t i = 0; i < train->rows; i++) {
        bool right;
        size_t row = order[i];
        if (i % LOOK_ROWS == 0 && stop && atomic_load_explicit(stop, memory_order_relaxed))
            return false;
        open_row(bag, train->x + row * bag->length);
        judge_row(bag, (double)train->y[row], &right);
        for (size_t j = 0; j <= bag->count; j++) {
            size_t v = j < bag->count ? (size_t)bag->different[j] : bag->words;
            for (size_t k = 0; k < outputs; k++) {
                size_t w = v * outputs + k;
                double decay = v < bag->words ? with->penalty * bag->weight[w] : 0;
                double gradient = bag->output[k] + decay;
                squares[w] += gradient * gradient;
                bag->weight[w] -= with->rate * gradient / (sqrt(squares[w]) + ADA_EPSILON);
            }
        }
    }
    return true;
}

/* A search for the best weights. */
struct fitting {
    struct bag_of_words *trial;
    const struct bag_rows *train, *validation;
    const atomic_bool *stop;
    uint64_t seed;
    size_t weights;
    double *squares, *best; /* [weights] */
    uint32_t *order;        /* [train->rows] */
    double best_loss;
};

/* All passes of one trial; false when stopped. */
static bool try_out(struct fitting *fitting, const struct trial *with)
{
    struct bag_of_words *trial = fitting->trial;
    size_t bytes = fitting->weights * sizeof *trial->weight;
    double least = INFINITY;
    memset(trial->weight, 0, bytes);
    memset(fitting->squares, 0, bytes);
    for (uint32_t number = 1, worse = 0; number <= PASSES && worse < PATIENCE; number++) {
        rng_permutation(fitting->seed, RNG_ORDER, number, fitting->order,
                        (uint32_t)fitting->train->rows);
        if (!pass(trial, fitting->train, fitting->order, with, fitting->squares, fitting->stop))
            return false;
        double loss = bag_of_words_score(trial, fitting->validation).loss;
        worse = loss < least ? 0 : worse + 1;
        least = fmin(loss, least);
        if (loss < fitting->best_loss) {
            fitting->best_loss = loss;
            memcpy(fitting->best, trial->weight, bytes);
        }
    }
    return true;
}

enum rt_status bag_of_words_fit(struct bag_of_words **bag, const struct bag_rows *train,
                                const struct bag_rows *validation, const struct bag_shape *shape,
                                uint64_t seed, const atomic_bool *stop, struct rt_error *error)
{
    struct fitting fitting = {.train = train,
                              .validation = validation,
                              .stop = stop,
                              .seed = seed,
                              .best_loss = INFINITY};
    enum rt_status status = create(&fitting.trial, shape, error);
    if (status != RT_OK)
        return status;
    fitting.weights = (shape->words + 1) * fitting.trial->outputs;
    fitting.squares = malloc(fitting.weights * sizeof *fitting.squares);
    fitting.best = malloc(fitting.weights * sizeof *fitting.best);
    fitting.order = malloc((train->rows + 1) * sizeof *fitting.order);
    if (!fitting.squares || !fitting.best || !fitting.order)
        status = no_memory(error);
    for (size_t i = 0; status == RT_OK && i < sizeof trials / sizeof *trials; i++) {
        if (!try_out(&fitting, &trials[i]))
            status = rt_fail(error, ERR_BAG_STOPPED);
    }
    if (status == RT_OK && fitting.best_loss < INFINITY)
        memcpy(fitting.trial->weight, fitting.best, fitting.weights * sizeof *fitting.best);
    else if (status == RT_OK)
        status = rt_fail(error, ERR_BAG_NOT_FITTED);
    free(fitting.squares);
    free(fitting.best);
    free(fitting.order);
    if (status == RT_OK)
        *bag = fitting.trial;
    else
        bag_of_words_free(fitting.trial);
    return status;
}
