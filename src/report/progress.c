#include "config.h"

#include "rnntop/report/progress.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/base/json.h"

#define BAR_WIDTH 30

struct line {
    char *text;
    size_t used;
};

static void add(struct line *line, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(struct line *line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int added =
        vsnprintf(line->text + line->used, PROGRESS_LINE_SIZE - line->used, format, arguments);
    va_end(arguments);
    line->used += (size_t)added;
    if (line->used >= PROGRESS_LINE_SIZE)
        line->used = PROGRESS_LINE_SIZE - 1;
}

/* Keras's bar: filled - 1 '=' and a '>', all '=' when complete. Of a total that nobody told (0) it
 * is empty. */
static void add_bar(struct line *line, size_t done, size_t total)
{
    char bar[BAR_WIDTH + 1];
    size_t filled = 0;
    if (total > 0)
        filled = (size_t)(BAR_WIDTH * fmin((double)done / (double)total, 1));
    memset(bar, '.', BAR_WIDTH);
    memset(bar, '=', filled);
    if (filled > 0 && done < total)
        bar[filled - 1] = '>';
    bar[BAR_WIDTH] = '\0';
    int digits = snprintf(NULL, 0, "%zu", total);
    add(line, "%*zu/%zu [%s]", digits, done, total, bar);
}

static void add_eta(struct line *line, double seconds)
{
    unsigned long long left = (unsigned long long)seconds;
    if (left > 3600)
        add(line, " - ETA: %llu:%02llu:%02llu", left / 3600, left % 3600 / 60, left % 60);
    else if (left > 60)
        add(line, " - ETA: %llu:%02llu", left / 60, left % 60);
    else
        add(line, " - ETA: %llus", left);
}

static void add_pace(struct line *line, double seconds, size_t samples)
{
    double each = seconds / (double)samples;
    add(line, " - %.0fs", seconds);
    if (each >= 1)
        add(line, " %.0fs/sample", each);
    else if (each >= 1e-3)
        add(line, " %.0fms/sample", each * 1e3);
    else
        add(line, " %.0fus/sample", each * 1e6);
}

static void add_metric(struct line *line, const char *name, double value)
{
    add(line, fabs(value) > 1e-3 || isnan(value) ? " - %s: %.4f" : " - %s: %.4e", name, value);
}

void progress_line(char text[PROGRESS_LINE_SIZE], size_t done, size_t total, double seconds,
                   double loss, double accuracy)
{
    struct line line = {text, 0};
    add_bar(&line, done, total);
    if (done > 0)
        add_eta(&line, seconds / (double)done * (double)(total - done));
    add_metric(&line, "loss", loss);
    add_metric(&line, "accuracy", accuracy);
}

void progress_epoch_line(char text[PROGRESS_LINE_SIZE], size_t total,
                         const struct epoch_event *epoch)
{
    struct line line = {text, 0};
    double seconds = epoch->seconds + (isnan(epoch->val_seconds) ? 0 : epoch->val_seconds);
    if (total > 0)
        add_bar(&line, total, total);
    else
        add(&line, "Epoch %u", (unsigned)epoch->epoch);
    if (total > 0 && isfinite(seconds))
        add_pace(&line, seconds, total);
    add_metric(&line, "loss", epoch->loss);
    add_metric(&line, "accuracy", epoch->accuracy);
    if (!isnan(epoch->val_loss)) {
        add_metric(&line, "val_loss", epoch->val_loss);
        add_metric(&line, "val_accuracy", epoch->val_accuracy);
    }
}

bool progress_callback_line(char text[PROGRESS_LINE_SIZE], const struct callback_event *callback)
{
    struct line line = {text, 0};
    char rate[JSON_NUMBER_SIZE];
    text[0] = '\0';
    switch (callback->kind) {
    case CALLBACK_BEST:
        if (callback->saves)
            add(&line, "Epoch %05u: %s improved from %0.5f to %0.5f, saving model",
                (unsigned)callback->epoch, monitor_names[callback->monitor], (double)callback->from,
                (double)callback->to);
        break;
    case CALLBACK_RATE:
        json_float_text(callback->to, rate);
        add(&line, "Epoch %05u: ReduceLROnPlateau reducing learning rate to %s.",
            (unsigned)callback->epoch, rate);
        break;
    case CALLBACK_STOP:
        add(&line, "Epoch %05u: early stopping", (unsigned)callback->epoch);
        break;
    case CALLBACK_RESTORE:
        add(&line, "Restoring model weights from the end of the best epoch: %u.",
            (unsigned)callback->epoch);
        break;
    case CALLBACK_KINDS:
        break;
    }
    return text[0] != '\0';
}
