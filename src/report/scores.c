#include "config.h"

#include "rnntop/report/scores.h"

#include <math.h>
#include <string.h>

#include "rnntop/base/utf8.h"

void scores_epoch_line(char line[SCORES_LINE_SIZE], const struct metrics *metrics)
{
    line[0] = '\0';
    if (metrics->classes == 0)
        return;
    int used =
        snprintf(line, SCORES_LINE_SIZE, " - val_precision: %.4f - val_recall: %.4f - val_f1: %.4f",
                 (double)metrics->precision, (double)metrics->recall, (double)metrics->f1);
    if (!isnan(metrics->auc))
        snprintf(line + used, SCORES_LINE_SIZE - (size_t)used, " - val_auc: %.4f",
                 (double)metrics->auc);
}

void scores_test_line(char line[SCORES_LINE_SIZE], const struct metrics *metrics)
{
    line[0] = '\0';
    if (metrics->classes == 0)
        return;
    int used = snprintf(line, SCORES_LINE_SIZE, "Test precision: %.5f, recall: %.5f, F1: %.5f",
                        (double)metrics->precision, (double)metrics->recall, (double)metrics->f1);
    if (!isnan(metrics->auc))
        snprintf(line + used, SCORES_LINE_SIZE - (size_t)used, ", ROC AUC: %.5f",
                 (double)metrics->auc);
}

void scores_baseline_line(char line[SCORES_LINE_SIZE], const struct baseline_event *baseline)
{
    int used =
        snprintf(line, SCORES_LINE_SIZE, "NB-SVM of words, pairs and triples: test accuracy %.5f",
                 (double)baseline->test_accuracy);
    if (!isnan(baseline->val_accuracy))
        snprintf(line + used, SCORES_LINE_SIZE - (size_t)used, ", val %.5f",
                 (double)baseline->val_accuracy);
}

/* Right- or left-aligned by the columns that it takes, not by its bytes. */
static void put(FILE *out, const char *text, int width, bool right)
{
    int pad = width - (int)utf8_text_columns(text);
    fprintf(out, "%*s%s%*s", right && pad > 0 ? pad : 0, "", text, !right && pad > 0 ? pad : 0, "");
}

static void name_of(const struct classes_event *classes, size_t i, char name[CLASS_NAME_SIZE])
{
    if (classes)
        utf8_sanitize(classes->name[i], strnlen(classes->name[i], CLASS_NAME_SIZE), false, name,
                      CLASS_NAME_SIZE);
    else
        snprintf(name, CLASS_NAME_SIZE, "%zu", i);
}

void scores_print_confusion(FILE *out, const struct metrics *metrics,
                            const struct classes_event *classes)
{
    char name[METRICS_MAX_CLASSES][CLASS_NAME_SIZE], count[16];
    size_t n = metrics->classes;
    int width = 8;
    if (n < 2 || n > METRICS_MAX_CLASSES)
        return;
    if (classes && classes->classes != n) /* they would name others */
        classes = NULL;
    for (size_t i = 0; i < n; i++) {
        name_of(classes, i, name[i]);
        int columns = (int)utf8_text_columns(name[i]);
        width = columns > width ? columns : width;
    }
    fputs("Test confusion, a row for what it is, a column for what it was taken for:\n", out);
    put(out, "", width, false);
    for (size_t i = 0; i < n; i++)
        put(out, name[i], width + 2, true);
    for (size_t i = 0; i < n; i++) {
        fputc('\n', out);
        put(out, name[i], width, false);
        for (size_t j = 0; j < n; j++) {
            snprintf(count, sizeof count, "%u", (unsigned)metrics_count(metrics, i, j));
            put(out, count, width + 2, true);
        }
    }
    fputc('\n', out);
}
