#include "config.h"

#include "rnntop/report/json_lines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/json.h"
#include "rnntop/base/utf8.h"
#include "rnntop/words/events.h"

/* Figures are float32: seven digits are all that they have. */
#define DIGITS 7

/* Takes the reference over. */
static bool write_line(FILE *out, json_t *object)
{
    bool written = object &&
                   json_dumpf(object, out, JSON_COMPACT | JSON_REAL_PRECISION(DIGITS)) == 0 &&
                   fputc('\n', out) != EOF && fflush(out) == 0;
    json_decref(object);
    return written;
}

/* A path is bytes; JSON is UTF-8. */
static json_t *path_value(const char *path)
{
    json_t *value = json_string(path);
    if (value)
        return value;
    char *safe = malloc(3 * strlen(path) + 1);
    if (safe)
        utf8_sanitize(path, strlen(path), false, safe, 3 * strlen(path) + 1);
    value = safe ? json_string(safe) : NULL;
    free(safe);
    return value;
}

static json_t *error_value(const struct run_event *event)
{
    char text[EVENTS_TEXT_SIZE];
    return json_string(events_say_error(event_error(event), text, sizeof text));
}

static json_t *data_object(const struct run_event *event)
{
    const struct data_event *data = &event->as.data;
    return json_pack("{s:s, s:s, s:o, s:I, s:I, s:I, s:I, s:I, s:I, s:b, s:o, s:o}", "event",
                     "data", "name", data->name, "path", path_value(event_path(event)), "train",
                     (json_int_t)data->train, "validation", (json_int_t)data->validation, "test",
                     (json_int_t)data->test, "num_words", (json_int_t)data->num_words, "maxlen",
                     (json_int_t)data->maxlen, "classes",
                     (json_int_t)(data->classes > 2 ? data->classes : 2), "made_up", data->made_up,
                     "ceiling_whole", json_number(data->made_up ? data->ceiling_whole : NAN),
                     "ceiling", json_number(data->made_up ? data->ceiling : NAN));
}

static json_t *confusion_array(const struct metrics *metrics)
{
    if (metrics->classes == 0 || metrics->classes > METRICS_MAX_CLASSES)
        return json_null();
    json_t *rows = json_array();
    for (size_t i = 0; i < metrics->classes; i++) {
        json_t *row = json_array();
        for (size_t j = 0; j < metrics->classes; j++)
            json_array_append_new(row, json_integer(metrics_count(metrics, i, j)));
        json_array_append_new(rows, row);
    }
    return rows;
}

void json_lines_add_metrics(json_t *object, const struct metrics *metrics, bool val)
{
    static const char *const name[2][5] = {
        {"precision", "recall", "f1", "auc", "confusion"},
        {"val_precision", "val_recall", "val_f1", "val_auc", "val_confusion"},
    };
    bool judged = metrics->classes > 0;
    const float figure[] = {metrics->precision, metrics->recall, metrics->f1, metrics->auc};
    for (size_t i = 0; i < 4; i++)
        json_object_set_new(object, name[val][i], json_number(judged ? (double)figure[i] : NAN));
    json_object_set_new(object, name[val][4], confusion_array(metrics));
}

static json_t *classes_object(const struct classes_event *classes)
{
    static const char *const part[PART_COUNT] = {"train", "validation", "test"};
    json_t *object =
        json_pack("{s:s, s:I}", "event", "classes", "classes", (json_int_t)classes->classes);
    size_t known = classes->classes <= METRICS_MAX_CLASSES ? classes->classes : 0;
    json_t *names = json_array();
    for (size_t i = 0; i < known; i++)
        json_array_append_new(names, json_string(classes->name[i]));
    json_object_set_new(object, "names", names);
    for (size_t p = 0; p < PART_COUNT; p++) {
        json_t *rows = json_array();
        for (size_t i = 0; i < known; i++)
            json_array_append_new(rows, json_integer(classes->rows[p][i]));
        json_object_set_new(object, part[p], rows);
    }
    return object;
}

static json_t *baseline_object(const struct baseline_event *baseline)
{
    return json_pack(
        "{s:s, s:o, s:o, s:o, s:o, s:o}", "event", "baseline", "val_loss",
        json_number(baseline->val_loss), "val_accuracy", json_number(baseline->val_accuracy),
        "test_loss", json_number(baseline->test_loss), "test_accuracy",
        json_number(baseline->test_accuracy), "seconds", json_number(baseline->seconds));
}

static json_t *epoch_object(const char *run, const struct epoch_event *epoch)
{
    json_t *object = json_pack(
        "{s:s, s:s, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "event", "epoch", "run", run, "epoch",
        (json_int_t)epoch->epoch, "loss", json_number(epoch->loss), "accuracy",
        json_number(epoch->accuracy), "val_loss", json_number(epoch->val_loss), "val_accuracy",
        json_number(epoch->val_accuracy), "seconds", json_number(epoch->seconds), "val_seconds",
        json_number(epoch->val_seconds), "samples_per_second",
        json_number(epoch->samples_per_second));
    json_lines_add_metrics(object, &epoch->val, true);
    return object;
}

static json_t *test_object(const char *run, const struct test_event *test)
{
    json_t *object = json_pack("{s:s, s:s, s:o, s:o, s:o}", "event", "test", "run", run, "loss",
                               json_number(test->loss), "accuracy", json_number(test->accuracy),
                               "seconds", json_number(test->seconds));
    json_lines_add_metrics(object, &test->metrics, false);
    return object;
}

static json_t *error_object(const char *run, const struct run_event *event)
{
    const struct error_event *error = &event->as.error;
    json_t *object =
        json_pack("{s:s, s:s, s:o}", "event", "error", "run", run, "message", error_value(event));
    if (object && error->epoch > 0) {
        json_object_set_new(object, "epoch", json_integer(error->epoch));
        json_object_set_new(object, "batch", json_integer(error->batch));
    }
    return object;
}

static json_t *callback_object(const char *run, const struct callback_event *callback)
{
    json_int_t epoch = callback->epoch;
    const char *monitor = monitor_names[callback->monitor];
    char text[EVENTS_TEXT_SIZE];
    events_say_callback(callback, text, sizeof text);
    switch (callback->kind) {
    case CALLBACK_BEST:
        return json_pack("{s:s, s:s, s:I, s:s, s:o}", "event", "best", "run", run, "epoch", epoch,
                         "monitor", monitor, "value", json_number(callback->to));
    case CALLBACK_RATE:
        return json_pack("{s:s, s:s, s:I, s:o, s:o, s:s}", "event", "learning_rate", "run", run,
                         "epoch", epoch, "from", json_number(callback->from), "to",
                         json_number(callback->to), "message", text);
    case CALLBACK_STOP:
        return json_pack("{s:s, s:s, s:I, s:s, s:s}", "event", "early_stopping", "run", run,
                         "epoch", epoch, "monitor", monitor, "message", text);
    case CALLBACK_RESTORE:
        return json_pack("{s:s, s:s, s:I, s:s, s:s}", "event", "restored", "run", run, "epoch",
                         epoch, "monitor", monitor, "message", text);
    case CALLBACK_KINDS:
        break;
    }
    return NULL;
}

static const char *end_state(enum run_state state)
{
    return state == RUN_DONE ? "done" : state == RUN_STOPPED ? "stopped" : "failed";
}

bool json_lines_model(FILE *out, const struct run_spec *spec)
{
    const struct layer_spec *recurrent = &spec->model.layer[model_spec_recurrent(&spec->model)];
    return write_line(
        out,
        json_pack("{s:s, s:s, s:I, s:s, s:I, s:I, s:I, s:I, s:o, s:I, s:o}", "event", "model",
                  "run", spec->slug, "parameters", (json_int_t)model_spec_parameters(&spec->model),
                  "class", layer_kind_class(recurrent->kind), "units", (json_int_t)recurrent->units,
                  "embedding_dim", (json_int_t)spec->model.layer[0].output, "epochs",
                  (json_int_t)spec->epochs, "batch_size", (json_int_t)spec->batch_size,
                  "learning_rate", json_number(spec->optimizer.learning_rate), "seed",
                  (json_int_t)spec->seed, "spec", run_spec_to_json(spec)));
}

bool json_lines_event(FILE *out, const struct run_spec *spec, const struct run_event *event)
{
    const char *run = spec->slug;
    switch (event->kind) {
    case EVENT_DATA:
        return write_line(out, data_object(event));
    case EVENT_BASELINE:
        return write_line(out, baseline_object(&event->as.baseline));
    case EVENT_CLASSES:
        return write_line(out, classes_object(&event->as.classes));
    case EVENT_EPOCH:
        return write_line(out, epoch_object(run, &event->as.epoch));
    case EVENT_TEST:
        return write_line(out, test_object(run, &event->as.test));
    case EVENT_SAVED:
        if (event->as.saved.ok)
            return write_line(out,
                              json_pack("{s:s, s:s, s:o, s:o}", "event", "saved", "run", run,
                                        "path", path_value(event_path(event)), "epochs_trained",
                                        json_number(event->as.saved.position)));
        return write_line(out, json_pack("{s:s, s:s, s:o}", "event", "not_saved", "run", run,
                                         "message", error_value(event)));
    case EVENT_MESSAGE:
        return write_line(out, json_pack("{s:s, s:s, s:o}", "event", "message", "run", run,
                                         "message", error_value(event)));
    case EVENT_CALLBACK:
        return write_line(out, callback_object(run, &event->as.callback));
    case EVENT_ERROR:
        return write_line(out, error_object(run, event));
    case EVENT_END:
        return write_line(out, json_pack("{s:s, s:s, s:s, s:o}", "event", "end", "run", run,
                                         "state", end_state(event->as.end.state), "epochs_trained",
                                         json_number(event->as.end.position)));
    case EVENT_NONE:
    case EVENT_RUN:
    case EVENT_TAKEN_BACK:
    case EVENT_LOST:
    case EVENT_KINDS:
    case EVENT_STATE:
    case EVENT_PROGRESS:
    case EVENT_SOURCE:
        break;
    }
    return true;
}
