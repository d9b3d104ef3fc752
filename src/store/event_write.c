#include "config.h"

#include <inttypes.h>
#include <math.h>

#include "rnntop/store/event_json.h"
#include "rnntop/store/event_judgement.h"
#include "rnntop/store/event_reading.h"
#include "rnntop/store/event_rows.h"
#include "rnntop/store/line_writer.h"
#include "rnntop/words/events.h"
#include "rnntop/words/findings.h"

/* ---- fields ---- */

static void write_merged(struct line_writer *line, const char *key, const struct merged *merged)
{
    if (merged->n == 0)
        return;
    line_open(line, key);
    line_natural(line, "n", merged->n);
    line_natural(line, "bad", merged->bad);
    line_double(line, "sum", merged->sum);
    line_double(line, "mean", merged_mean(merged)); /* for readers who would rather not divide */
    line_float(line, "min", merged->min);
    line_float(line, "max", merged->max);
    line_float(line, "first", merged->first);
    line_float(line, "last", merged->last);
    line_close(line);
}

/* null for what has no word. */
static void write_word(struct line_writer *line, const struct event_field *field, unsigned value)
{
    for (unsigned i = 0; field->words[i]; i++) {
        if (i == value) {
            line_text(line, field->key, field->words[i]);
            return;
        }
    }
    line_null(line, field->key);
}

static void write_field(struct line_writer *line, const struct event_field *field,
                        const struct run_event *event)
{
    const void *at = (const char *)event + field->offset;
    switch (field->type) {
    case FIELD_U32:
        line_natural(line, field->key, *(const uint32_t *)at);
        break;
    case FIELD_U64:
        line_natural(line, field->key, *(const uint64_t *)at);
        break;
    case FIELD_FLOAT:
        line_float(line, field->key, *(const float *)at);
        break;
    case FIELD_DOUBLE:
        line_double(line, field->key, *(const double *)at);
        break;
    case FIELD_BOOL:
        line_bool(line, field->key, *(const bool *)at);
        break;
    case FIELD_WORD:
        write_word(line, field, *(const unsigned *)at);
        break;
    case FIELD_TEXT:
        line_bytes(line, field->key, at);
        break;
    case FIELD_MERGED:
        write_merged(line, field->key, at);
        break;
    }
}

static bool is_ceiling(const struct event_field *field)
{
    return field->offset == offsetof(struct run_event, as.data.ceiling) ||
           field->offset == offsetof(struct run_event, as.data.ceiling_whole);
}

/* Not made up: nothing bounds who reads it. Of an error while nothing was trained: no place. */
static bool left_out(const struct event_field *field, const struct run_event *event,
                     struct line_writer *line)
{
    if (event->kind == EVENT_ERROR)
        return event->as.error.epoch == 0 && event->as.error.batch == 0;
    if (event->kind == EVENT_DATA && is_ceiling(field) && !event->as.data.made_up) {
        line_null(line, field->key);
        return true;
    }
    return false;
}

/* ---- parts ---- */

/* A text in a list. */
static void write_item(struct line_writer *line, const char *text)
{
    if (line_is_utf8(text)) {
        line_text(line, NULL, text);
    } else {
        line_open(line, NULL);
        line_bytes(line, "text", text);
        line_close(line);
    }
}

/* As the code's row has its kinds: a reader who knows the code knows what stands there. */
static void write_value(struct line_writer *line, const struct rt_error *error, size_t i)
{
    const char *text = rt_error_text(error, i);
    switch (error->value[i].type) {
    case RT_VALUE_SIGNED:
        line_integer(line, NULL, error->value[i].as.integer);
        return;
    case RT_VALUE_UNSIGNED:
        line_natural(line, NULL, error->value[i].as.natural);
        return;
    case RT_VALUE_REAL:
        if (isinf(error->value[i].as.real)) {
            line_open(line, NULL);
            line_integer(line, "infinite", error->value[i].as.real < 0 ? -1 : 1);
            line_close(line);
        } else {
            line_double(line, NULL, error->value[i].as.real);
        }
        return;
    case RT_VALUE_TEXT:
        break;
    }
    if (text)
        write_item(line, text);
    else
        line_null(line, NULL);
}

static void write_error(struct line_writer *line, const struct rt_error *error)
{
    char text[EVENTS_TEXT_SIZE], name[RT_CODE_NAME];
    line_bytes(line, "message", events_say_error(error, text, sizeof text));
    if (!error)
        return;
    line_open(line, "error");
    line_text(line, "status", event_status_names[error->status]);
    if (error->code != ERR_NONE) {
        line_text(line, "code", rt_code_name(error->code, name));
        if (error->within != ERR_NONE)
            line_text(line, "within", rt_code_name(error->within, name));
        if (rt_error_path(error))
            line_bytes(line, "path", rt_error_path(error));
        if (rt_error_part(error))
            line_bytes(line, "part", rt_error_part(error));
        line_natural(line, "line", error->line);
        line_natural(line, "byte", error->byte);
        line_open_list(line, "values");
        for (size_t i = 0; i < error->count; i++)
            write_value(line, error, i);
        line_close_list(line);
    }
    line_close(line);
}

static void write_spec(struct line_writer *line, const struct run_spec *spec)
{
    if (!spec)
        return;
    json_t *json = run_spec_to_json(spec);
    line_bytes(line, "name", spec->name);
    line_natural(line, "seed", spec->seed);
    line_natural(line, "epochs", spec->epochs);
    line_natural(line, "batch_size", spec->batch_size);
    line_bytes(line, "data", spec->data.path);
    if (json)
        line_json(line, "spec", json);
    json_decref(json);
}

static void write_classes(struct line_writer *line, const struct classes_event *classes)
{
    size_t known = classes->classes <= METRICS_MAX_CLASSES ? classes->classes : 0;
    line_open_list(line, "names");
    for (size_t i = 0; i < known; i++)
        write_item(line, classes->name[i]);
    line_close_list(line);
    for (size_t part = 0; part < PART_COUNT; part++) {
        line_open_list(line, event_part_names[part]);
        for (size_t i = 0; i < known; i++)
            line_natural(line, NULL, classes->rows[part][i]);
        line_close_list(line);
    }
}

static void write_confusion(struct line_writer *line, const char *key,
                            const struct metrics *metrics)
{
    if (metrics->classes == 0 || metrics->classes > METRICS_MAX_CLASSES) {
        line_null(line, key);
        return;
    }
    line_open_list(line, key);
    for (size_t i = 0; i < metrics->classes; i++) {
        line_open_list(line, NULL);
        for (size_t j = 0; j < metrics->classes; j++)
            line_natural(line, NULL, metrics_count(metrics, i, j));
        line_close_list(line);
    }
    line_close_list(line);
}

static void write_metrics(struct line_writer *line, const struct metrics *metrics, bool val)
{
    bool judged = metrics->classes > 0;
    for (size_t i = 0; i < EVENT_SCORES; i++) {
        const char *key = event_score_names[val][i];
        if (judged)
            line_float(line, key, *(const float *)((const char *)metrics + event_score_offsets[i]));
        else
            line_null(line, key);
    }
    write_confusion(line, val ? "val_confusion" : "confusion", metrics);
    line_natural(line, val ? "val_classes" : "classes", metrics->classes);
}

static void write_finding(struct line_writer *line, const struct finding *finding)
{
    const struct findings_style style = {.ascii = true};
    char value[FINDINGS_VALUE_SIZE], text[FINDINGS_TEXT_SIZE];
    line_open(line, "numbers");
    for (size_t i = 0; finding_number_name(finding->code, i); i++)
        line_double(line, finding_number_name(finding->code, i), finding->number[i]);
    line_close(line);
    line_open_list(line, "try");
    for (size_t i = 0; i < FINDING_REMEDIES; i++) {
        const char *setting = findings_setting(&finding->remedy[i], value);
        if (!setting)
            continue;
        line_open(line, NULL);
        line_text(line, "setting", setting);
        line_text(line, "value", value);
        line_close(line);
    }
    line_close_list(line);
    line_text(line, "message", findings_say(finding, &style, text, sizeof text));
}

static void write_parts(struct line_writer *line, unsigned parts, const struct run_event *event)
{
    char text[EVENTS_TEXT_SIZE];
    if (parts & PART_PATH)
        line_bytes(line, "path", event_path(event));
    if (parts & PART_ERROR)
        write_error(line, event_error(event));
    if (parts & PART_MESSAGE)
        line_text(line, "message", events_say_callback(&event->as.callback, text, sizeof text));
    if (parts & PART_SPEC)
        write_spec(line, event_spec(event));
    if (parts & PART_CLASSES)
        write_classes(line, &event->as.classes);
    if (parts & PART_METRICS)
        write_metrics(line, &event->as.test.metrics, false);
    if (parts & PART_FINDING)
        write_finding(line, &event->as.finding.finding);
    if (parts & PART_VAL_METRICS)
        write_metrics(line, &event->as.epoch.val, true);
    if (parts & PART_JUDGEMENT)
        event_judgement_write(line, event_judgement(event));
    if (parts & PART_READING)
        event_reading_write(line, event_reading(event));
}

/* ---- lines ---- */

static void write_id(struct line_writer *line, const struct run_event *event)
{
    if (run_id_given(&event->run))
        line_text(line, "id", event->run.text);
    else
        line_null(line, "id");
    if (event->time_ms > 0)
        fprintf(line->out, ",\"time\":%" PRId64 ".%03d", event->time_ms / 1000,
                (int)(event->time_ms % 1000));
}

static void write_line(FILE *out, const char *slug, const struct run_event *event)
{
    const struct event_row *row = event_row_of(event);
    struct line_writer line = {.out = out};
    if (!row)
        return;
    line_open(&line, NULL);
    line_text(&line, "event", row->name);
    if (row->parts & PART_RUN && *slug)
        line_bytes(&line, "run", slug);
    for (size_t i = 0; i < row->count; i++) {
        if (!left_out(&row->fields[i], event, &line))
            write_field(&line, &row->fields[i], event);
    }
    write_parts(&line, row->parts, event);
    write_id(&line, event);
    line_close(&line);
    putc('\n', out);
}

bool event_json_begin(FILE *out)
{
    struct line_writer line = {.out = out};
    line_open(&line, NULL);
    line_text(&line, "event", "stream");
    line_text(&line, "format", EVENT_JSON_FORMAT);
    line_natural(&line, "version", EVENT_JSON_VERSION);
    line_text(&line, "program", PACKAGE_NAME " " PACKAGE_VERSION);
    line_close(&line);
    putc('\n', out);
    return fflush(out) == 0;
}

bool event_json_write(FILE *out, const char *slug, const struct run_event *event, bool steps)
{
    if (steps && event->steps.loss.n > 0) {
        struct run_event before = {.kind = EVENT_NONE, .run = event->run, .steps = event->steps};
        before.time_ms = event->kind == EVENT_NONE ? event->time_ms : 0;
        write_line(out, slug, &before);
    }
    if (event->kind != EVENT_NONE)
        write_line(out, slug, event);
    return !ferror(out) && fflush(out) == 0;
}
