#include "config.h"

#include "rnntop/report/fetch_line.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define BAR_LEAST   10
#define BAR_MOST    40
#define BAR_FRAME   4 /* two blanks and the brackets */
#define FIELD_SIZE  48
#define REST_SIZE   192
#define MEMORY_S    3.0 /* the rate forgets what is older, softly */
#define LEAST_LOOK  0.2 /* seconds: less gives jumping figures */
#define MOST_LEFT_S 359999.0

enum leave_out { WITH_ALL, WITHOUT_AMOUNT, WITHOUT_LEFT, WITHOUT_RATE, WITHOUT_NAME, LEVELS };

void fetch_rate_look(struct fetch_rate *rate, uint64_t bytes, double now_s)
{
    double passed = now_s - rate->last_s;
    if (rate->looks > 0 && passed < LEAST_LOOK)
        return;
    /* A download that begins anew has fewer bytes than it had. */
    if (rate->looks > 0 && bytes >= rate->last_bytes) {
        double now = (double)(bytes - rate->last_bytes) / passed;
        double weight = rate->looks == 1 ? 1 : 1 - exp(-passed / MEMORY_S);
        rate->value += weight * (now - rate->value);
    } else {
        *rate = (struct fetch_rate){0};
    }
    rate->last_s = now_s;
    rate->last_bytes = bytes;
    rate->looks += rate->looks < 2;
}

/* ---- fields: of one width whatever they hold, so that nothing beside them jumps ---- */

static void rate_text(char out[FIELD_SIZE], double rate)
{
    char text[FIELD_SIZE] = "";
    if (rate > 0 && rate < 999.5e3)
        snprintf(text, sizeof text, "%.0f kB/s", rate / 1e3);
    else if (rate > 0)
        snprintf(text, sizeof text, "%.1f MB/s", rate / 1e6);
    snprintf(out, FIELD_SIZE, "  %10.32s", text);
}

static void left_text(char out[FIELD_SIZE], const struct fetch_figures *figures)
{
    char text[FIELD_SIZE] = "";
    double left = figures->rate > 0 ? (double)(figures->total - figures->bytes) / figures->rate : 0;
    if (figures->rate > 0 && left < MOST_LEFT_S && figures->bytes < figures->total) {
        unsigned s = (unsigned)ceil(left);
        if (s >= 3600)
            snprintf(text, sizeof text, "%u:%02u:%02u left", s / 3600, s / 60 % 60, s % 60);
        else
            snprintf(text, sizeof text, "%u:%02u left", s / 60, s % 60);
    }
    snprintf(out, FIELD_SIZE, "  %10.32s", text);
}

static void amount_text(char out[FIELD_SIZE], const struct fetch_figures *figures)
{
    char total[FIELD_SIZE];
    int width = snprintf(total, sizeof total, "%.1f", (double)figures->total / 1e6);
    snprintf(out, FIELD_SIZE, "  %*.1f/%.20s MB", width, (double)figures->bytes / 1e6, total);
}

/* "  [=====>....]", `width` columns between the brackets. */
static void bar_text(char *out, size_t width, const struct fetch_figures *figures)
{
    size_t filled = (size_t)((double)width * (double)figures->bytes / (double)figures->total);
    memcpy(out, "  [", 3);
    memset(out + 3, '.', width);
    memset(out + 3, '=', filled);
    if (filled > 0 && filled < width)
        out[2 + filled] = '>';
    memcpy(out + 3 + width, "]", 2);
}

/* What stands behind name and bar, without what the level leaves out. */
static void rest_text(char out[REST_SIZE], const struct fetch_figures *figures,
                      enum leave_out level)
{
    char amount[FIELD_SIZE], rate[FIELD_SIZE], left[FIELD_SIZE];
    /* Rounded down: 100 % is said when it is true. */
    unsigned percent = (unsigned)(100 * (double)figures->bytes / (double)figures->total);
    amount_text(amount, figures);
    rate_text(rate, figures->rate);
    left_text(left, figures);
    if (figures->note)
        snprintf(out, REST_SIZE, "  %3u %%%s  %.60s", percent,
                 level >= WITHOUT_AMOUNT ? "" : amount, figures->note);
    else
        snprintf(out, REST_SIZE, "  %3u %%%s%s%s", percent, level >= WITHOUT_AMOUNT ? "" : amount,
                 level >= WITHOUT_RATE ? "" : rate, level >= WITHOUT_LEFT ? "" : left);
}

size_t fetch_line(char out[FETCH_LINE_SIZE], size_t columns, const struct fetch_figures *figures)
{
    char rest[REST_SIZE] = "", bar[BAR_MOST + BAR_FRAME + 1] = "";
    const char *name = figures->name;
    if (columns >= FETCH_LINE_SIZE)
        columns = FETCH_LINE_SIZE - 1;
    for (int level = WITH_ALL; level < LEVELS; level++) {
        rest_text(rest, figures, (enum leave_out)level);
        if (level >= WITHOUT_NAME)
            name = "";
        size_t length = strlen(name) + strlen(rest);
        if (length > columns)
            continue;
        if (level == WITH_ALL && columns - length >= BAR_LEAST + BAR_FRAME) {
            size_t width = columns - length - BAR_FRAME;
            bar_text(bar, width < BAR_MOST ? width : BAR_MOST, figures);
        }
        break;
    }
    snprintf(out, FETCH_LINE_SIZE, "%.60s%s%s", name, bar, rest);
    out[columns] = '\0'; /* where not even a percentage has room */
    return strlen(out);
}
