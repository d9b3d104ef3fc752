#include "config.h"

#include "rnntop/nn/bag_of_words.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/rng.h"

#define PASSES      12
#define PATIENCE    3 /* passes without a better validation loss */
#define RATE        0.3
#define ADA_EPSILON 1e-8

static const double penalty[] = {0, 1e-5, 1e-4};

struct bag_of_words {
    size_t words, length;
    double *weight; /* [words + 1]; the last is the bias */
    /* The words of the row in hand, each once. */
    uint32_t *seen; /* [words], number of the row that had it last */
    uint32_t row;
    int32_t *different; /* [length] */
    size_t count;
};

void bag_of_words_free(struct bag_of_words *bag)
{
    if (!bag)
        return;
    free(bag->weight);
    free(bag->seen);
    free(bag->different);
    free(bag);
}

static enum rt_status create(struct bag_of_words **bag, size_t words, size_t length,
                             struct rt_error *error)
{
    struct bag_of_words *made = calloc(1, sizeof *made);
    if (made) {
        made->words = words;
        made->length = length;
        made->weight = calloc(words + 1, sizeof *made->weight);
        made->seen = calloc(words, sizeof *made->seen);
        made->different = malloc(length * sizeof *made->different);
    }
    if (!made || !made->weight || !made->seen || !made->different) {
        bag_of_words_free(made);
        return rt_fail(error, RT_ERR_MEMORY, "There is no memory for a bag of words.");
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
}

static double logit(const struct bag_of_words *bag)
{
    double sum = bag->weight[bag->words];
    for (size_t i = 0; i < bag->count; i++)
        sum += bag->weight[bag->different[i]];
    return sum;
}

struct bag_score bag_of_words_score(const struct bag_of_words *bag, const struct bag_rows *rows)
{
    struct bag_of_words reading = *bag; /* marks of its own, for bag is not to change */
    struct bag_score score = {0, 0};
    reading.seen = calloc(bag->words, sizeof *reading.seen);
    reading.different = malloc(bag->length * sizeof *reading.different);
    reading.row = 0;
    if (!reading.seen || !reading.different)
        score.loss = score.accuracy = NAN;
    for (size_t row = 0; row < rows->rows && !isnan(score.loss); row++) {
        open_row(&reading, rows->x + row * bag->length);
        double z = logit(&reading), y = (double)rows->y[row];
        score.loss += fmax(z, 0) - z * y + log1p(exp(-fabs(z)));
        score.accuracy += (z > 0) == (y > 0.5);
    }
    free(reading.seen);
    free(reading.different);
    double n = rows->rows > 0 ? (double)rows->rows : 1;
    return (struct bag_score){score.accuracy / n, score.loss / n};
}

/* One pass over the rows. The penalty falls on a weight when its word comes. */
static void pass(struct bag_of_words *bag, const struct bag_rows *train, const uint32_t *order,
                 double l2, double *squares)
{
    for (size_t i = 0; i < train->rows; i++) {
        size_t row = order[i];
        open_row(bag, train->x + row * bag->length);
        double error = 1 / (1 + exp(-logit(bag))) - (double)train->y[row];
        for (size_t j = 0; j <= bag->count; j++) {
            size_t v = j < bag->count ? (size_t)bag->different[j] : bag->words;
            double gradient = error + (v < bag->words ? l2 * bag->weight[v] : 0);
            squares[v] += gradient * gradient;
            bag->weight[v] -= RATE * gradient / (sqrt(squares[v]) + ADA_EPSILON);
        }
    }
}

enum rt_status bag_of_words_fit(struct bag_of_words **bag, const struct bag_rows *train,
                                const struct bag_rows *validation, size_t words, size_t length,
                                uint64_t seed, struct rt_error *error)
{
    struct bag_of_words *trial = NULL;
    enum rt_status status = create(&trial, words, length, error);
    if (status != RT_OK)
        return status;
    double *squares = malloc((words + 1) * sizeof *squares);
    double *best = malloc((words + 1) * sizeof *best), best_loss = INFINITY;
    uint32_t *order = malloc((train->rows + 1) * sizeof *order);
    if (!squares || !best || !order)
        status = rt_fail(error, RT_ERR_MEMORY, "There is no memory for a bag of words.");
    for (size_t i = 0; status == RT_OK && i < sizeof penalty / sizeof *penalty; i++) {
        double least = INFINITY;
        memset(trial->weight, 0, (words + 1) * sizeof *trial->weight);
        memset(squares, 0, (words + 1) * sizeof *squares);
        for (uint32_t number = 1, worse = 0; number <= PASSES && worse < PATIENCE; number++) {
            rng_permutation(seed, RNG_ORDER, number, order, (uint32_t)train->rows);
            pass(trial, train, order, penalty[i], squares);
            double loss = bag_of_words_score(trial, validation).loss;
            worse = loss < least ? 0 : worse + 1;
            least = fmin(loss, least);
            if (loss < best_loss) {
                best_loss = loss;
                memcpy(best, trial->weight, (words + 1) * sizeof *best);
            }
        }
    }
    if (status == RT_OK && best_loss < INFINITY)
        memcpy(trial->weight, best, (words + 1) * sizeof *best);
    else if (status == RT_OK)
        status = rt_fail(error, RT_ERR_NUMERIC, "The bag of words could not be fitted.");
    free(squares);
    free(best);
    free(order);
    if (status == RT_OK)
        *bag = trial;
    else
        bag_of_words_free(trial);
    return status;
}
