#include "config.h"

#include "rnntop/run/metrics.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/memory.h"

enum rt_status metrics_scratch_init(struct metrics_scratch *scratch, size_t rows, size_t width,
                                    struct rt_error *error)
{
    size_t figures, classes = width > 1 ? width : 2;
    *scratch = (struct metrics_scratch){.rows = rows, .width = width};
    if (memory_product(rows, width, &figures) && figures < SIZE_MAX / sizeof(uint64_t)) {
        scratch->probabilities = malloc((figures + 1) * sizeof *scratch->probabilities);
        scratch->keys = malloc((rows + 1) * sizeof *scratch->keys);
        scratch->counts = calloc(classes, 3 * sizeof *scratch->counts);
    }
    if (!scratch->probabilities || !scratch->keys || !scratch->counts) {
        metrics_scratch_free(scratch);
        return rt_fail(error, ERR_NO_MEMORY_FOR_FIGURES, rows);
    }
    return RT_OK;
}

void metrics_scratch_free(struct metrics_scratch *scratch)
{
    free(scratch->probabilities);
    free(scratch->keys);
    free(scratch->counts);
    *scratch = (struct metrics_scratch){0};
}

size_t metrics_class(const float *probabilities, size_t width)
{
    size_t best = 0;
    if (width == 1)
        return probabilities[0] > 0.5f ? 1 : 0;
    for (size_t i = 1; i < width; i++) {
        if (probabilities[i] > probabilities[best] ||
            (isnan(probabilities[best]) && !isnan(probabilities[i])))
            best = i;
    }
    return best;
}

/* A whole number with the same order as the scores: for a negative score all bits are inverted. */
static uint32_t order_of(float score)
{
    uint32_t bits;
    score += 0.0f; /* -0 and 0 are one score */
    memcpy(&bits, &score, sizeof bits);
    return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}

static int compare_keys(const void *a, const void *b)
{
    uint64_t first = *(const uint64_t *)a, second = *(const uint64_t *)b;
    return first < second ? -1 : first > second;
}

void metrics_sort(struct metrics_scratch *scratch, size_t rows)
{
    qsort(scratch->keys, rows, sizeof *scratch->keys, compare_keys);
}

bool metrics_rank(struct metrics_scratch *scratch, const float *y, size_t rows, size_t class)
{
    size_t width = scratch->width, column = width > 1 ? class : 0;
    assert(rows <= scratch->rows && column < width && (width > 1 || class == 1));
    for (size_t i = 0; i < rows; i++) {
        const float score = scratch->probabilities[i * width + column];
        if (isnan(score))
            return false;
        scratch->keys[i] = (uint64_t)order_of(score) << 1 | ((size_t)y[i] == class ? 1 : 0);
    }
    metrics_sort(scratch, rows);
    return true;
}

double metrics_area(const struct metrics_scratch *scratch, size_t rows)
{
    const uint64_t *keys = scratch->keys;
    uint64_t negatives = 0, positives = 0, twice = 0; /* pairs won count 2, ties 1: all exact */
    for (size_t i = 0; i < rows;) {
        uint64_t tied[2] = {0, 0}, place = keys[i] >> 1;
        for (; i < rows && keys[i] >> 1 == place; i++)
            tied[keys[i] & 1]++;
        twice += tied[1] * (2 * negatives + tied[0]);
        negatives += tied[0];
        positives += tied[1];
    }
    if (negatives == 0 || positives == 0)
        return NAN;
    return (double)twice / (2 * (double)negatives * (double)positives);
}

static double area(struct metrics_scratch *scratch, const float *y, size_t rows, size_t class)
{
    return metrics_rank(scratch, y, rows, class) ? metrics_area(scratch, rows) : NAN;
}

/* Of class 1 where there are two, else the mean over the classes, each against all others; NaN
 * where one of them has none. As scikit-learn's roc_auc_score with multi_class='ovr'. */
static double areas(struct metrics_scratch *scratch, const float *y, size_t rows, size_t classes)
{
    double sum = 0;
    if (classes == 2)
        return area(scratch, y, rows, 1);
    for (size_t i = 0; i < classes; i++)
        sum += area(scratch, y, rows, i);
    return sum / (double)classes;
}

static double share(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

/* Precision, recall and F1 from the counts; of class 1 alone where there are two. */
static void average(struct metrics *metrics, const struct metrics_scratch *scratch)
{
    size_t classes = metrics->classes, first = classes == 2 ? 1 : 0;
    const uint32_t *right = scratch->counts, *actual = right + classes, *said = actual + classes;
    double precision = 0, recall = 0, f1 = 0;
    for (size_t i = first; i < classes; i++) {
        double p = share(right[i], said[i]), r = share(right[i], actual[i]);
        precision += p;
        recall += r;
        f1 += share(2 * p * r, p + r);
    }
    double n = (double)(classes - first);
    metrics->precision = (float)(precision / n);
    metrics->recall = (float)(recall / n);
    metrics->f1 = (float)(f1 / n);
}

void metrics_judge(struct metrics *metrics, struct metrics_scratch *scratch, const float *y,
                   size_t rows)
{
    size_t width = scratch->width, classes = width > 1 ? width : 2;
    uint32_t *right = scratch->counts, *actual = right + classes, *said = actual + classes;
    assert(rows <= scratch->rows);
    *metrics = (struct metrics){.auc = NAN};
    if (rows == 0)
        return;
    metrics->classes = (uint32_t)classes;
    memset(scratch->counts, 0, 3 * classes * sizeof *scratch->counts);
    for (size_t row = 0; row < rows; row++) {
        size_t is = (size_t)y[row],
               taken = metrics_class(scratch->probabilities + row * width, width);
        assert(is < classes);
        actual[is]++;
        said[taken]++;
        right[is] += is == taken ? 1 : 0;
        if (classes <= METRICS_MAX_CLASSES)
            metrics->confusion[is * classes + taken]++;
    }
    average(metrics, scratch);
    metrics->auc = (float)areas(scratch, y, rows, classes);
}

uint32_t metrics_count(const struct metrics *metrics, size_t actual, size_t predicted)
{
    assert(metrics->classes <= METRICS_MAX_CLASSES && actual < metrics->classes &&
           predicted < metrics->classes);
    return metrics->confusion[actual * metrics->classes + predicted];
}
