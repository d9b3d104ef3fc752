#include "config.h"

#include "rnntop/run/judgement.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define FINE_STEPS (2 * JUDGEMENT_STEPS) /* of the calibration error */
#define SURE       0.99

/* A row as the network judged it. */
struct judged {
    size_t label, said;
    double said_p; /* of the class that was said */
    double own_p;  /* of its own class */
    double p;      /* of class 1 where there are two; else said_p */
};

static struct judged judged_row(const struct metrics_scratch *scratch, const float *y, size_t row)
{
    size_t width = scratch->width;
    const float *figures = scratch->probabilities + row * width;
    struct judged judged = {.label = (size_t)y[row], .said = metrics_class(figures, width)};
    if (width == 1) {
        const double p = (double)figures[0];
        judged.said_p = judged.said == 1 ? p : 1 - p;
        judged.own_p = judged.label == 1 ? p : 1 - p;
        judged.p = p;
    } else {
        judged.said_p = (double)figures[judged.said];
        judged.own_p = (double)figures[judged.label];
        judged.p = width == 2 ? (double)figures[1] : judged.said_p;
    }
    return judged;
}

/* 1 belongs to the last bin. */
static size_t bin_of(double p, size_t bins)
{
    size_t bin = p > 0 ? (size_t)(p * (double)bins) : 0;
    return bin < bins ? bin : bins - 1;
}

/* ---- calibration ---- */

struct sums {
    uint32_t rows;
    double said, is;
};

static void calibrate(struct judgement *judgement, const struct sums fine[FINE_STEPS])
{
    double off = 0;
    for (size_t i = 0; i < FINE_STEPS; i++)
        off += fabs(fine[i].said - fine[i].is);
    judgement->calibration_error = (float)(off / judgement->rows);
    for (size_t i = 0; i < JUDGEMENT_STEPS; i++) {
        const struct sums *a = &fine[2 * i], *b = a + 1;
        double rows = (double)a->rows + (double)b->rows;
        judgement->step[i] = (struct judged_step){
            .rows = a->rows + b->rows,
            .said = rows > 0 ? (float)((a->said + b->said) / rows) : NAN,
            .is = rows > 0 ? (float)((a->is + b->is) / rows) : NAN,
        };
    }
}

/* ---- the ROC curve ---- */

static void add_point(struct judged_curve *curve, double fpr, double tpr)
{
    curve->fpr[curve->points] = (float)fpr;
    curve->tpr[curve->points++] = (float)tpr;
}

/* From the highest score down. Of the exact curve's corners it takes the first after each step. */
static void trace(struct judged_curve *curve, const struct metrics_scratch *scratch, size_t rows,
                  double positives)
{
    const double negatives = (double)rows - positives, steps = JUDGEMENT_POINTS - 1;
    double count[2] = {0, 0}, taken = 0; /* steps */
    add_point(curve, 0, 0);
    for (size_t i = rows; i > 0;) {
        const uint64_t place = scratch->keys[i - 1] >> 1;
        for (; i > 0 && scratch->keys[i - 1] >> 1 == place; i--)
            count[scratch->keys[i - 1] & 1]++;
        double fpr = count[0] / negatives, tpr = count[1] / positives;
        if (i > 0 && (fpr + tpr) / 2 * steps < taken + 1)
            continue;
        taken = floor((fpr + tpr) / 2 * steps);
        add_point(curve, fpr, tpr);
    }
}

static void draw_curve(struct judged_curve *curve, struct metrics_scratch *scratch, const float *y,
                       size_t rows, size_t class)
{
    double positives = 0;
    *curve = (struct judged_curve){.class = (uint32_t) class, .auc = NAN};
    for (size_t i = 0; i < rows; i++)
        positives += (size_t)y[i] == class ? 1 : 0;
    if (positives == 0 || positives == (double)rows || !metrics_rank(scratch, y, rows, class))
        return;
    curve->auc = (float)metrics_area(scratch, rows);
    trace(curve, scratch, rows, positives);
}

static void draw_curves(struct judgement *judgement, struct metrics_scratch *scratch,
                        const float *y, size_t rows)
{
    size_t first = judgement->classes == 2 ? 1 : 0;
    if (judgement->classes > JUDGEMENT_CURVES)
        return;
    for (size_t class = first; class < judgement->classes; class ++)
        draw_curve(&judgement->curve[judgement->curves++], scratch, y, rows, class);
}

/* ---- lengths ---- */

uint32_t judgement_length_from(uint32_t median, size_t i)
{
    static const double times[JUDGEMENT_LENGTHS] = {0, 0.6, 1, 2, 4};
    double unit = 2, power = 1;
    assert(i < JUDGEMENT_LENGTHS);
    for (; power <= median; power *= 10) {
        for (int digit = 1; digit <= 5; digit += digit == 1 ? 1 : 3)
            unit = digit * power <= median && digit * power > unit ? digit * power : unit;
    }
    return (uint32_t)(times[i] * unit + 1e-9);
}

static uint32_t median_of(struct metrics_scratch *scratch, const uint32_t *words, size_t rows)
{
    for (size_t i = 0; i < rows; i++)
        scratch->keys[i] = words[i];
    metrics_sort(scratch, rows);
    return (uint32_t)scratch->keys[rows / 2];
}

static void judge_lengths(struct judgement *judgement, struct metrics_scratch *scratch,
                          const float *y, const uint32_t *words, size_t rows)
{
    uint32_t median = median_of(scratch, words, rows);
    judgement->lengths = JUDGEMENT_LENGTHS;
    for (size_t i = 0; i < JUDGEMENT_LENGTHS; i++)
        judgement->length[i] = (struct judged_length){.from = judgement_length_from(median, i)};
    for (size_t row = 0; row < rows; row++) {
        struct judged judged = judged_row(scratch, y, row);
        size_t i = JUDGEMENT_LENGTHS - 1;
        while (words[row] < judgement->length[i].from)
            i--;
        judgement->length[i].rows++;
        judgement->length[i].right += judged.label == judged.said ? 1 : 0;
    }
}

/* ---- the most wrong ---- */

/* own [JUDGEMENT_WORST]: their own class's probabilities, rising. Of equals the first row stands
 * first. */
static void take_wrong(struct judgement *judgement, double own[JUDGEMENT_WORST], size_t row,
                       const struct judged *judged, uint32_t words)
{
    size_t count = judgement->worst_count, at = count;
    while (at > 0 && judged->own_p < own[at - 1])
        at--;
    if (at == JUDGEMENT_WORST)
        return;
    if (count < JUDGEMENT_WORST)
        judgement->worst_count = (uint32_t)++count;
    memmove(&own[at + 1], &own[at], (count - 1 - at) * sizeof *own);
    memmove(&judgement->worst[at + 1], &judgement->worst[at],
            (count - 1 - at) * sizeof *judgement->worst);
    own[at] = judged->own_p;
    judgement->worst[at] = (struct judged_row){
        .row = (uint32_t)row,
        .label = (uint32_t)judged->label,
        .said = (uint32_t)judged->said,
        .p = (float)(judgement->classes == 2 ? judged->p : judged->own_p),
        .words = words,
    };
}

/* ---- the whole ---- */

void judgement_make(struct judgement *judgement, struct metrics_scratch *scratch, const float *y,
                    const uint32_t *words, size_t rows)
{
    struct sums fine[FINE_STEPS] = {{0}};
    double own[JUDGEMENT_WORST];
    assert(rows > 0 && rows <= scratch->rows);
    memset(judgement, 0, sizeof *judgement);
    judgement->rows = (uint32_t)rows;
    judgement->classes = scratch->width > 1 ? (uint32_t)scratch->width : 2;
    const bool two = judgement->classes == 2;
    for (size_t row = 0; row < rows; row++) {
        struct judged judged = judged_row(scratch, y, row);
        const bool right = judged.label == judged.said;
        struct sums *sums = &fine[bin_of(judged.p, FINE_STEPS)];
        sums->rows++;
        sums->said += judged.p;
        sums->is += (two ? judged.label == 1 : right) ? 1 : 0;
        size_t bin = bin_of(two ? judged.p : judged.own_p, JUDGEMENT_BINS);
        judgement->histogram[two ? judged.label : right][bin]++;
        if (right)
            continue;
        judgement->wrong++;
        judgement->sure += judged.said_p > SURE ? 1 : 0;
        take_wrong(judgement, own, row, &judged, words ? words[row] : 0);
    }
    calibrate(judgement, fine);
    draw_curves(judgement, scratch, y, rows);
    if (words)
        judge_lengths(judgement, scratch, y, words, rows);
}
