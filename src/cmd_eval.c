#include "config.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"
#include "rnntop/base/json.h"
#include "rnntop/data/dataset.h"
#include "rnntop/files/model_file.h"
#include "rnntop/probe/scorer.h"
#include "rnntop/report/json_lines.h"
#include "rnntop/report/scores.h"
#include "rnntop/train/facts.h"
#include "signals.h"

struct scored {
    double loss, accuracy;
    size_t rows;
    struct metrics metrics;
};

static void stop(void *flag)
{
    atomic_store((atomic_bool *)flag, true);
}

static enum rt_status score(const struct model_snapshot *snapshot, const struct dataset *data,
                            size_t threads, const atomic_bool *stopped, struct scored *scored,
                            struct rt_error *error)
{
    struct scorer *scorer = NULL;
    struct model_score sum;
    struct metrics_scratch scratch = {0};
    struct model_batch all = {.x = data->test.x, .y = data->test.y, .size = data->test.rows};
    enum rt_status status = scorer_create(&scorer, snapshot, threads, error);
    if (status == RT_OK)
        status = metrics_scratch_init(&scratch, all.size, scorer_width(scorer), error);
    if (status == RT_OK)
        status = scorer_run(scorer, &all, stopped, scratch.probabilities, &sum, error);
    if (status == RT_OK) {
        scored->loss = sum.loss / (double)sum.rows;
        scored->accuracy = sum.correct / (double)sum.rows;
        scored->rows = sum.rows;
        metrics_judge(&scored->metrics, &scratch, data->test.y, data->test.rows);
    }
    metrics_scratch_free(&scratch);
    scorer_destroy(scorer);
    return status;
}

static void print_text(const struct settings *settings, const struct model_snapshot *snapshot,
                       const struct dataset *data, const struct scored *scored)
{
    struct run_event event;
    char line[SCORES_LINE_SIZE];
    printf("%s, seed %llu, trained to epoch %.4g, on the %zu test rows of %s\n", snapshot->run.name,
           (unsigned long long)snapshot->run.seed, snapshot->epochs_trained, scored->rows,
           data->name);
    printf("Test loss: %.5f\nTest accuracy: %.5f\n", scored->loss, scored->accuracy);
    scores_test_line(line, &scored->metrics);
    printf("%s\n", line);
    facts_of_classes(data, &event);
    if (settings->metrics)
        scores_print_confusion(stdout, &scored->metrics, &event.as.classes);
}

static void print(const struct settings *settings, const struct model_snapshot *snapshot,
                  const struct dataset *data, const struct scored *scored)
{
    if (settings->json) {
        json_t *line = json_pack("{s:s, s:s, s:o, s:o, s:I, s:s}", "event", "test", "run",
                                 snapshot->run.slug, "loss", json_float((float)scored->loss),
                                 "accuracy", json_float((float)scored->accuracy), "rows",
                                 (json_int_t)scored->rows, "data", data->name);
        json_lines_add_metrics(line, &scored->metrics, false);
        if (line &&
            json_dumpf(line, stdout, JSON_COMPACT | JSON_REAL_PRECISION(JSON_FLOAT_DIGITS)) == 0)
            putchar('\n');
        json_decref(line);
    } else {
        print_text(settings, snapshot, data, scored);
    }
}

/* Chooses the data to judge the model on: what --data names; else the data that it was trained on,
 * if that is built in; else what is found in the usual places. The caller frees *found. */
static enum rt_status choose_data(const struct settings *settings,
                                  const struct model_snapshot *snapshot, const char **path,
                                  char **found, struct rt_error *error)
{
    bool fallback;
    *path = settings->each.data.path[0] ? settings->each.data.path : NULL;
    if (!*path && strcmp(snapshot->data_name, DATASET_DEMO_NAME) == 0)
        *path = DATASET_DEMO;
    if (*path)
        return RT_OK;
    enum rt_status status = dataset_find(found, &fallback, error);
    *path = *found;
    return status;
}

/* Another data set numbers its words in its own way. Older files don't say what they learned from.
 */
static void tell_other_data(const char *path, const struct model_snapshot *snapshot,
                            const struct dataset *data)
{
    struct rt_error other;
    if (snapshot->data_name[0] == '\0' || strcmp(snapshot->data_name, data->name) == 0)
        return;
    rt_fail(&other, ERR_EVAL_OTHER_DATA, snapshot->data_name, data->name);
    rt_error_at_path(&other, path);
    program_tell(&other);
}

/* Tells of rows that were left out, since the figures lack them; not of words that can't be shown.
 */
static void tell_warnings(const struct data_warnings *warnings)
{
    for (size_t i = 0; i < warnings->count; i++) {
        if (warnings->warning[i].within != ERR_WORDS_NOT_SHOWN)
            program_tell(&warnings->warning[i]);
    }
}

int cmd_eval(const struct settings *settings, const char *path)
{
    struct rt_error error = {0};
    struct model_snapshot *snapshot = NULL;
    struct dataset *data = NULL;
    struct scored scored;
    const char *from = NULL;
    char *found = NULL;
    struct data_warnings warnings = {.count = 0};
    atomic_bool stopped = false;
    int result = PROGRAM_DONE;

    signals_on_stop(stop, &stopped);
    enum rt_status status = model_file_read(&snapshot, path, &error);
    if (status == RT_OK)
        status = choose_data(settings, snapshot, &from, &found, &error);
    if (status == RT_OK) {
        /* The paths of test set and word index are not in the model's file. */
        memcpy(snapshot->run.data.text.test, settings->each.data.text.test, TEXT_PATH_SIZE);
        memcpy(snapshot->run.data.text.word_index, settings->each.data.text.word_index,
               TEXT_PATH_SIZE);
        status = dataset_load(&data, from, &snapshot->run.data, NULL, NULL, NULL, &stopped,
                              &warnings, &error);
        if (found)
            dataset_suggest(&error);
    }
    if (status == RT_OK && data->classes != model_spec_classes(&snapshot->run.model)) {
        status = rt_fail(&error, ERR_EVAL_OTHER_CLASSES, data->classes,
                         model_spec_classes(&snapshot->run.model));
        rt_error_at_path(&error, from);
    }
    if (status == RT_OK)
        tell_warnings(&warnings);
    if (status == RT_OK)
        tell_other_data(path, snapshot, data);
    if (status == RT_OK)
        status = score(snapshot, data, settings->threads, &stopped, &scored, &error);
    if (status != RT_OK)
        result = signals_caught() ? PROGRAM_FAILED : program_complain(&error);
    else
        print(settings, snapshot, data, &scored);
    signals_on_stop(NULL, NULL);
    dataset_free(data);
    model_snapshot_destroy(snapshot);
    free(found);
    return program_end_output(result);
}
