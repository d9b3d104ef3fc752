#include "config.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* The data that a model is judged on. */
struct source {
    const char *path;
    char *found; /* in the usual places; owned */
    bool named;  /* with --data: whatever it is, it is scored */
};

/* What --data names; else what the model was trained on, where it was; else what is found in the
 * usual places, which must be the same. The demo corpus stands in for nothing. */
static enum rt_status choose_data(const struct settings *settings, const char *model,
                                  const struct model_snapshot *snapshot, struct source *source,
                                  struct rt_error *error)
{
    bool fallback;
    source->named = settings->each.data.path[0] != '\0';
    if (source->named)
        source->path = settings->each.data.path;
    else if (strcmp(snapshot->data_name, DATASET_DEMO_NAME) == 0)
        source->path = DATASET_DEMO;
    else if (snapshot->data_path[0] && access(snapshot->data_path, F_OK) == 0)
        source->path = snapshot->data_path;
    if (source->path)
        return RT_OK;
    enum rt_status status = dataset_find(&source->found, &fallback, error);
    source->path = source->found;
    if (status != RT_OK || !fallback || !snapshot->data_name[0])
        return status;
    rt_fail(error, ERR_EVAL_NO_DATA, snapshot->data_name, snapshot->data_path);
    rt_error_at_path(error, model);
    return error->status;
}

/* Gives the run the paths of its test set and word index: those of the command line, or those that
 * the file remembers beside the data that it remembers. */
static void set_text_paths(const struct settings *settings, struct model_snapshot *snapshot,
                           const struct source *source)
{
    const struct text_spec *typed = &settings->each.data.text;
    struct text_spec *text = &snapshot->run.data.text;
    const char *test = typed->test, *index = typed->word_index;
    if (!source->named && !test[0] && text->own_test)
        test = snapshot->test_path;
    if (!source->named && !index[0] && text->own_words)
        index = snapshot->word_index_path;
    snprintf(text->test, sizeof text->test, "%s", test);
    snprintf(text->word_index, sizeof text->word_index, "%s", index);
}

/* Another data set numbers its words in its own way. One that was named is scored with a word; one
 * that nobody named is refused. Older files don't say what they learned from. */
static enum rt_status check_same_data(const char *model, const struct model_snapshot *snapshot,
                                      const struct dataset *data, const struct source *source,
                                      const struct settings *settings, struct rt_error *error)
{
    char fingerprint[DATASET_FINGERPRINT_SIZE];
    dataset_fingerprint(data, fingerprint);
    const bool known = snapshot->data_fingerprint[0] != '\0';
    const bool same_rows = known && strcmp(snapshot->data_fingerprint, fingerprint) == 0;
    const bool same_name = strcmp(snapshot->data_name, data->name) == 0;
    if (snapshot->data_name[0] == '\0' || same_rows || (same_name && (!known || source->named)))
        return RT_OK;
    if (source->named) {
        struct rt_error other;
        rt_fail(&other, ERR_EVAL_OTHER_DATA, snapshot->data_name, data->name);
        rt_error_at_path(&other, model);
        program_tell(&other);
        return RT_OK;
    }
    if (settings->each.data.text.test[0]) /* another test set was asked for */
        return RT_OK;
    if (source->found)
        rt_fail(error, ERR_EVAL_NO_DATA, snapshot->data_name, snapshot->data_path);
    else
        rt_fail(error, ERR_EVAL_DATA_CHANGED, snapshot->data_name, source->path);
    rt_error_at_path(error, model);
    return error->status;
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
    struct source source = {0};
    struct data_warnings warnings = {.count = 0};
    atomic_bool stopped = false;
    int result = PROGRAM_DONE;

    signals_on_stop(stop, &stopped);
    enum rt_status status = model_file_read(&snapshot, path, &error);
    if (status == RT_OK)
        status = choose_data(settings, path, snapshot, &source, &error);
    if (status == RT_OK) {
        set_text_paths(settings, snapshot, &source);
        status = dataset_load(&data, source.path, &snapshot->run.data, NULL, NULL, NULL, &stopped,
                              &warnings, &error);
        if (source.found)
            dataset_suggest(&error);
    }
    if (status == RT_OK && data->classes != model_spec_classes(&snapshot->run.model)) {
        status = rt_fail(&error, ERR_EVAL_OTHER_CLASSES, data->classes,
                         model_spec_classes(&snapshot->run.model));
        rt_error_at_path(&error, source.path);
    }
    if (status == RT_OK)
        tell_warnings(&warnings);
    if (status == RT_OK)
        status = check_same_data(path, snapshot, data, &source, settings, &error);
    if (status == RT_OK)
        status = score(snapshot, data, settings->threads, &stopped, &scored, &error);
    if (status != RT_OK)
        result = signals_caught() ? PROGRAM_FAILED : program_complain(&error);
    else
        print(settings, snapshot, data, &scored);
    signals_on_stop(NULL, NULL);
    dataset_free(data);
    model_snapshot_destroy(snapshot);
    free(source.found);
    return program_end_output(result);
}
