#include "config.h"

#include "rnntop/chart/scale.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MAX_PER_TICK     5
#define NOT_MUCH_COARSER 1.35

/* How far, by rounding, a ratio that should be whole or a half may be off. */
#define NEARLY 1e-9

static const int STEPS[3] = {1, 2, 5};

int scale_decimals(double tick)
{
    int decimals = 0;
    for (double t = tick; decimals < 9 && fabs(t - round(t)) > 1e-6 * t; t *= 10)
        decimals++;
    return decimals;
}

/* "0.25", "30k": figures that a reader takes in at once. */
static void write_label(char text[SCALE_LABEL_SIZE], double value, int decimals)
{
    static const char SUFFIX[] = "kMGT";
    double size = fabs(value);
    if (size < 1e4) { /* the minus of a rounded zero would be noise */
        snprintf(text, SCALE_LABEL_SIZE, "%.*f", decimals, value == 0 ? 0.0 : value);
        return;
    }
    int thousands = (int)(log10(size) / 3 + NEARLY);
    if (thousands > (int)strlen(SUFFIX))
        snprintf(text, SCALE_LABEL_SIZE, "%.0e", value);
    else
        snprintf(text, SCALE_LABEL_SIZE, "%.3g%c", value / pow(1000, thousands),
                 SUFFIX[thousands - 1]);
}

/* Rows whose centres are multiples of unit, so that [low, high] is within them; a low that falls on
 * the lowest row's very edge is not, for what is drawn there (chance) would have no row. */
static void cover(struct scale *scale, double low, double high, double unit)
{
    scale->unit = unit;
    scale->top = (long)ceil(high / unit - 0.5 - NEARLY);
    long bottom = (long)floor(low / unit + 0.5 - NEARLY);
    scale->rows = (int)fmin((double)(scale->top - bottom + 1), 1e6);
}

static bool label_linear(const struct scale *scale, int row, char text[SCALE_LABEL_SIZE])
{
    long units = scale->top - row;
    if (units % scale->per_tick != 0)
        return false;
    write_label(text, (double)units * scale->unit, scale->decimals);
    return true;
}

/* At least so many labels, and none that is too long. */
static bool is_labelled(const struct scale *scale, int least)
{
    int labels = 0;
    char text[SCALE_LABEL_SIZE];
    for (int row = 0; row < scale->rows; row++) {
        if (!label_linear(scale, row, text))
            continue;
        labels++;
        if (strlen(text) > (size_t)scale->label_columns)
            return false;
    }
    return labels >= least;
}

static bool better(const struct scale *a, const struct scale *b)
{
    if (fabs(a->unit - b->unit) > 1e-6 * b->unit)
        return a->unit < b->unit;
    if (a->decimals != b->decimals)
        return a->decimals < b->decimals;
    return a->per_tick < b->per_tick;
}

static bool fit_labels(struct scale *best, double low, double high, int max_rows, int label_columns,
                       int least)
{
    static const double step[] = {1, 2, 5, 2.5};
    const int steps = least > 2 ? 4 : 3; /* a quarter has one decimal more: where labels are few */
    bool found = false;
    int from = (int)floor(log10((high - low) / max_rows)) - 1;
    for (int exponent = from; exponent <= from + 4; exponent++) {
        for (int i = 0; i < steps; i++) {
            double tick = step[i] * pow(10, exponent);
            struct scale scale = {.decimals = scale_decimals(tick), .label_columns = label_columns};
            if (scale.decimals == 0 && fmax(fabs(low), fabs(high)) < 9.5)
                scale.decimals = 1; /* "1.0" beside "0.5": the same figures in every plot */
            for (scale.per_tick = 1; scale.per_tick <= MAX_PER_TICK; scale.per_tick++) {
                cover(&scale, low, high, tick / scale.per_tick);
                if (scale.rows <= max_rows && (!found || better(&scale, best)) &&
                    is_labelled(&scale, least)) {
                    *best = scale;
                    found = true;
                }
            }
        }
    }
    return found;
}

/* Two labels are little to read by: three are better, where rows are not much coarser for it. */
static bool fit_linear(struct scale *best, double low, double high, int max_rows, int label_columns)
{
    struct scale more;
    if (!fit_labels(best, low, high, max_rows, label_columns, 2))
        return false;
    if (!is_labelled(best, 3) && fit_labels(&more, low, high, max_rows, label_columns, 3) &&
        more.unit < NOT_MUCH_COARSER * best->unit)
        *best = more;
    return true;
}

/* As many rows a decade as there is room for, or as many decades a row as it takes. */
static bool fit_log(struct scale *scale, double low, double high, int max_rows, int label_columns)
{
    double from = log10(low), to = log10(high);
    int per_decade = max_rows, decades = 1;
    *scale = (struct scale){.log = true, .label_columns = label_columns};
    for (;;) {
        cover(scale, from, to, (double)decades / per_decade);
        if (scale->rows <= max_rows)
            break;
        if (per_decade > 1)
            per_decade--;
        else
            decades++;
    }
    /* A narrow range leaves room: show more of what is below. */
    scale->rows = max_rows;
    scale->steps = per_decade >= 4 ? 3 : 1;
    return true;
}

bool scale_fit(struct scale *scale, double low, double high, bool log, int max_rows,
               int label_columns)
{
    if (max_rows < 2 || !isfinite(low) || !isfinite(high) || !(high - low > 1e-12 * fabs(high)))
        return false;
    if (log)
        return low > 0 && fit_log(scale, low, high, max_rows, label_columns);
    if (!fit_linear(scale, low, high, max_rows, label_columns)) {
        /* Huge values in a narrow window: labels that fit are better than no picture. */
        if (!fit_linear(scale, low, high, max_rows, SCALE_LABEL_SIZE))
            return false;
        scale->label_columns = label_columns;
    }
    return true;
}

void scale_grow(struct scale *scale, int rows)
{
    if (rows > scale->rows) {
        scale->top += rows - scale->rows;
        scale->rows = rows;
    }
}

double scale_place(const struct scale *scale, double value)
{
    if (scale->log)
        value = value > 0 ? log10(value) : NAN;
    return (double)scale->top + 0.5 - value / scale->unit;
}

int scale_dot(const struct scale *scale, double value, int down)
{
    double place = scale_place(scale, value) * down + NEARLY;
    return (int)fmax(0, fmin(floor(place), (double)scale->rows * down - 1));
}

/* 1, 2 and 5 times a power of ten, each in the row that is nearest to it. */
static bool label_log(const struct scale *scale, int row, char text[SCALE_LABEL_SIZE])
{
    long units = scale->top - row;
    bool whole = scale->unit >= 1; /* decades a row: each row's middle is a power of ten */
    int decade = (int)floor((double)units * scale->unit - (whole ? 0 : 0.5 * scale->unit));
    for (int ahead = 0; ahead <= (whole ? 0 : 1); ahead++) {
        for (int i = 0; i < scale->steps; i++) {
            double exponent = decade + ahead + log10(STEPS[i]);
            if (lround(exponent / scale->unit) != units)
                continue;
            double value = STEPS[i] * pow(10, decade + ahead);
            if (value < 0.01)
                snprintf(text, SCALE_LABEL_SIZE, "%de%d", STEPS[i], decade + ahead);
            else
                write_label(text, value, value < 1 ? scale_decimals(value) : 1);
            return true;
        }
    }
    return false;
}

bool scale_label(const struct scale *scale, int row, char text[SCALE_LABEL_SIZE])
{
    if (scale->log ? !label_log(scale, row, text) : !label_linear(scale, row, text))
        return false;
    return strlen(text) <= (size_t)scale->label_columns;
}

double scale_ticks_across(double range, int cells, int label_columns, double least)
{
    double cell = cells > 0 ? range / cells : range;
    double need = fmax(cell * (label_columns + 2), least * (1 - 1e-9));
    if (!(need > 0) || !isfinite(need))
        return 0;
    double power = pow(10, floor(log10(need)));
    for (;; power *= 10) {
        for (int i = 0; i < 3; i++) {
            if (STEPS[i] * power >= need * (1 - 1e-9))
                return STEPS[i] * power;
        }
    }
}
