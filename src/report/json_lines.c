#include "config.h"

#include "rnntop/report/json_lines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/json.h"

#define DIGITS 15 /* of a setting: as many as a double keeps of what was typed */

/* Takes the reference over. */
static bool write_line(FILE *out, json_t *object)
{
    bool written = object &&
                   json_dumpf(object, out, JSON_COMPACT | JSON_REAL_PRECISION(DIGITS)) == 0 &&
                   fputc('\n', out) != EOF && fflush(out) == 0;
    json_decref(object);
    return written;
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
        json_object_set_new(object, name[val][i], json_float(judged ? figure[i] : NAN));
    json_object_set_new(object, name[val][4], confusion_array(metrics));
}

bool json_lines_model(FILE *out, const struct run_spec *spec, const struct run_event *event)
{
    const struct layer_spec *recurrent = &spec->model.layer[model_spec_recurrent(&spec->model)];
    if (spec->model.layers == 0) /* nobody said what it is */
        return true;
    return write_line(
        out,
        json_pack("{s:s, s:s, s:I, s:s, s:I, s:I, s:I, s:I, s:o, s:I, s:o, s:s}", "event", "model",
                  "run", spec->slug, "parameters", (json_int_t)model_spec_parameters(&spec->model),
                  "class", layer_kind_class(recurrent->kind), "units", (json_int_t)recurrent->units,
                  "embedding_dim", (json_int_t)spec->model.layer[0].output, "epochs",
                  (json_int_t)spec->epochs, "batch_size", (json_int_t)spec->batch_size,
                  "learning_rate", json_number(spec->optimizer.learning_rate), "seed",
                  (json_int_t)spec->seed, "spec", run_spec_to_json(spec), "id", event->run.text));
}
