#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/json.h"
#include "rnntop/base/utf8.h"
#include "rnntop/spec/names.h"
#include "rnntop/spec/settings.h"
#include "rnntop/store/event_json.h"
#include "rnntop/store/event_judgement.h"
#include "rnntop/store/event_reading.h"
#include "rnntop/store/event_rows.h"
#include "rnntop/store/line_reader.h"
#include "rnntop/words/findings.h"

#define LATEST_MS 253402300799999LL /* the end of the year 9999 */

static bool read_merged(const json_t *value, struct merged *merged)
{
    if (!value)
        return true;
    if (json_is_number(value)) { /* of one batch, as people write it */
        merged_add(merged, line_narrowed(json_number_value(value)));
        return true;
    }
    if (!json_is_object(value))
        return false;
    struct merged read = {0};
    bool fits =
        line_read_u32(line_member(value, "n"), &read.n) &&
        line_read_u32(line_member(value, "bad"), &read.bad) &&
        line_read_figure(value, "sum", &read.sum) && line_read_float(value, "min", &read.min) &&
        line_read_float(value, "max", &read.max) && line_read_float(value, "first", &read.first) &&
        line_read_float(value, "last", &read.last) && read.bad <= read.n;
    if (fits)
        *merged = read;
    return fits;
}

static bool read_word(const json_t *value, const struct event_field *field, unsigned *out)
{
    if (!value)
        return !field->needed;
    unsigned word;
    if (!json_is_string(value) || !names_find(field->words, json_string_value(value), &word))
        return false;
    *out = word;
    return true;
}

static bool read_field(const json_t *object, const struct event_field *field,
                       struct run_event *event)
{
    void *at = (char *)event + field->offset;
    const json_t *value = line_member(object, field->key);
    switch (field->type) {
    case FIELD_U32:
        return line_read_u32(value, at);
    case FIELD_U64:
        return line_read_natural(value, UINT64_MAX, at);
    case FIELD_FLOAT:
        return line_read_float(object, field->key, at);
    case FIELD_DOUBLE:
        return line_read_figure(object, field->key, at);
    case FIELD_BOOL:
        if (value)
            *(bool *)at = json_is_true(value);
        return !value || json_is_boolean(value);
    case FIELD_WORD:
        return read_word(value, field, at);
    case FIELD_TEXT:
        return line_read_text(object, field->key, at, field->size);
    case FIELD_MERGED:
        return read_merged(value, at);
    }
    return true;
}

/* ---- parts ---- */

/* Values that are not of the code's kinds make it an error that is only told. */
static bool read_value(const json_t *json, char kind, struct rt_value *value, char **text)
{
    *text = NULL;
    switch (kind) {
    case 'P':
    case 'T':
    case 'W':
        if (json_is_object(json))
            *text = line_read_bytes(json, "text");
        else if (json_is_string(json))
            *text = strdup(json_string_value(json));
        *value = rt_value_text(*text);
        return *text || json_is_null(json);
    case 'R':
        *value = rt_value_real(json_is_number(json) ? json_number_value(json) : NAN);
        if (json_is_object(json))
            value->as.real =
                json_integer_value(json_object_get(json, "infinite")) < 0 ? -INFINITY : INFINITY;
        return json_is_number(json) || json_is_null(json) || json_is_object(json);
    case 'N':
    case 'E':
        if (json_is_integer(json) && (kind == 'E' || json_integer_value(json) < 0)) {
            *value = rt_value_signed(json_integer_value(json));
            return true;
        }
        *value = rt_value_unsigned(0);
        return kind == 'N' && !json_is_null(json) &&
               line_read_natural(json, UINT64_MAX, &value->as.natural);
    default:
        return false; /* more values than the code has */
    }
}

/* The code and its values, where this version knows it and they are what it takes. */
static bool read_code(const json_t *json, struct rt_error *error)
{
    const char *name = json_string_value(json_object_get(json, "code"));
    const json_t *values = json_object_get(json, "values");
    enum rt_code code = name ? rt_code_of_name(name) : ERR_NONE;
    struct rt_value value[RT_MAX_VALUES];
    char *text[RT_MAX_VALUES] = {NULL};
    size_t count = json_array_size(values);
    bool known = code != ERR_NONE && count <= RT_MAX_VALUES && rt_code_kind(code, count) == '\0';
    for (size_t i = 0; known && i < count; i++)
        known = read_value(json_array_get(values, i), rt_code_kind(code, i), &value[i], &text[i]);
    if (known)
        rt_fail_list(error, code, count, value);
    for (size_t i = 0; i < RT_MAX_VALUES; i++)
        free(text[i]);
    return known;
}

static bool read_place(const json_t *json, struct rt_error *error)
{
    const char *within = json_string_value(json_object_get(json, "within"));
    uint64_t line = 0, byte = 0;
    char *path = line_member(json, "path") ? line_read_bytes(json, "path") : NULL;
    char *part = line_member(json, "part") ? line_read_bytes(json, "part") : NULL;
    rt_error_at_path(error, path);
    rt_error_at_part(error, part);
    free(path);
    free(part);
    bool fits = line_read_natural(line_member(json, "line"), UINT64_MAX, &line) &&
                line_read_natural(line_member(json, "byte"), UINT64_MAX, &byte);
    rt_error_at_line(error, line);
    rt_error_at_byte(error, byte);
    if (within)
        error->within = rt_code_of_name(within);
    return fits;
}

static const char *read_error(const json_t *object, struct run_event *event)
{
    struct rt_error error;
    const json_t *json = line_member(object, "error"), *message = line_member(object, "message");
    const json_t *status = json_object_get(json, "status");
    if (json && !json_is_object(json))
        return "error";
    if (message && !json_is_string(message))
        return "message";
    if (!json && !message)
        return NULL;
    if (json && read_code(json, &error)) {
        if (!read_place(json, &error))
            return "error";
    } else {
        rt_fail(&error, ERR_TOLD, message ? json_string_value(message) : "?");
        if (event->kind == EVENT_MESSAGE && !json)
            error.status = RT_OK; /* a stranger's remark */
    }
    unsigned known;
    if (json_is_string(status) && names_find(event_status_names, json_string_value(status), &known))
        error.status = (enum rt_status)known;
    event->parcel = parcel_of_error(&error);
    return NULL;
}

/* What is known of a run that does not say all of it. */
static const char *read_spec_of_names(const json_t *object, struct run_spec *spec)
{
    uint64_t epochs = 0, batch = 0;
    char *name = line_read_bytes(object, "name");
    if (!name)
        return "name";
    *spec = (struct run_spec){0};
    utf8_sanitize(name, strlen(name), false, spec->name, sizeof spec->name);
    free(name);
    if (!line_read_natural(line_member(object, "seed"), UINT64_MAX, &spec->seed))
        return "seed";
    if (!line_read_natural(line_member(object, "epochs"), SETTINGS_MAX_EPOCHS, &epochs))
        return "epochs";
    if (!line_read_natural(line_member(object, "batch_size"), UINT32_MAX, &batch))
        return "batch_size";
    spec->epochs = (size_t)epochs;
    spec->batch_size = (size_t)batch;
    return NULL;
}

static const char *read_spec(const json_t *object, struct event_line *line)
{
    struct run_spec *spec = calloc(1, sizeof *spec); /* too large for a stack, in a thread */
    const json_t *json = line_member(object, "spec");
    const char *wrong = NULL;
    if (!spec)
        return NULL;
    line->has_spec = json && run_spec_from_json(json, spec, NULL) == RT_OK;
    if (!line->has_spec)
        wrong = read_spec_of_names(object, spec);
    if (!line->has_spec && line->run[0])
        memcpy(spec->slug, line->run, sizeof spec->slug);
    if (!wrong && !line_read_text(object, "data", spec->data.path, sizeof spec->data.path))
        wrong = "data";
    if (!wrong)
        line->event.parcel = parcel_new(spec, sizeof *spec);
    free(spec);
    return wrong;
}

static const char *read_classes(const json_t *object, struct classes_event *classes)
{
    if (classes->classes > METRICS_MAX_CLASSES)
        return NULL;
    for (size_t i = 0; i < classes->classes; i++) {
        const json_t *name = json_array_get(json_object_get(object, "names"), i);
        json_t *item =
            json_is_object(name) ? json_incref((json_t *)name) : json_pack("{s:O?}", "text", name);
        bool fits = line_read_text(item, "text", classes->name[i], CLASS_NAME_SIZE);
        json_decref(item);
        if (!fits)
            return "names";
        for (size_t part = 0; part < PART_COUNT; part++) {
            const json_t *rows = json_object_get(object, event_part_names[part]);
            if (!line_read_u32(json_array_get(rows, i), &classes->rows[part][i]))
                return event_part_names[part];
        }
    }
    return NULL;
}

static const char *read_metrics(const json_t *object, struct metrics *metrics, bool val)
{
    const char *key = val ? "val_confusion" : "confusion";
    const json_t *rows = line_member(object, key);
    const char *count = val ? "val_classes" : "classes";
    if (rows && !json_is_array(rows))
        return key;
    metrics->classes =
        json_array_size(rows) <= METRICS_MAX_CLASSES ? (uint32_t)json_array_size(rows) : 0;
    if (!line_read_u32(line_member(object, count), &metrics->classes))
        return count;
    for (size_t i = 0; i < EVENT_SCORES; i++) {
        const char *name = event_score_names[val][i];
        if (!line_read_float(object, name, (float *)((char *)metrics + event_score_offsets[i])))
            return name;
    }
    size_t n = metrics->classes <= METRICS_MAX_CLASSES ? metrics->classes : 0;
    for (size_t i = 0; rows && i < n * n; i++) {
        const json_t *cell = json_array_get(json_array_get(rows, i / n), i % n);
        if (!line_read_u32(cell, &metrics->confusion[i]))
            return key;
    }
    return NULL;
}

/* Numbers that the code does not have are passed over, and so is a setting that is no remedy here.
 */
static const char *read_finding(const json_t *object, struct finding *finding)
{
    const json_t *numbers = line_member(object, "numbers"), *list = line_member(object, "try");
    size_t remedies = 0;
    if (numbers && !json_is_object(numbers))
        return "numbers";
    if (list && !json_is_array(list))
        return "try";
    for (size_t i = 0; finding_number_name(finding->code, i); i++) {
        if (!line_read_figure(numbers, finding_number_name(finding->code, i), &finding->number[i]))
            return "numbers";
    }
    for (size_t i = 0; i < json_array_size(list) && remedies < FINDING_REMEDIES; i++) {
        const char *setting =
            json_string_value(json_object_get(json_array_get(list, i), "setting"));
        const char *value = json_string_value(json_object_get(json_array_get(list, i), "value"));
        if (setting && value)
            finding->remedy[remedies] = findings_remedy(setting, value);
        if (finding->remedy[remedies].kind != REMEDY_NONE)
            remedies++;
    }
    return NULL;
}

static const char *read_path(const json_t *object, struct run_event *event)
{
    char *path = line_read_bytes(object, "path");
    if (!path)
        return "path";
    if (*path)
        event->parcel = parcel_of_text(path);
    free(path);
    return NULL;
}

static const char *read_parts(const json_t *object, unsigned parts, struct event_line *line)
{
    struct run_event *event = &line->event;
    const char *wrong = NULL;
    if (parts & PART_PATH)
        wrong = read_path(object, event);
    if (!wrong && parts & PART_ERROR)
        wrong = read_error(object, event);
    if (!wrong && parts & PART_SPEC)
        wrong = read_spec(object, line);
    if (!wrong && parts & PART_CLASSES)
        wrong = read_classes(object, &event->as.classes);
    if (!wrong && parts & PART_METRICS)
        wrong = read_metrics(object, &event->as.test.metrics, false);
    if (!wrong && parts & PART_FINDING)
        wrong = read_finding(object, &event->as.finding.finding);
    if (!wrong && parts & PART_VAL_METRICS)
        wrong = read_metrics(object, &event->as.epoch.val, true);
    if (!wrong && parts & PART_JUDGEMENT)
        wrong = event_judgement_read(object, event);
    if (!wrong && parts & PART_READING)
        wrong = event_reading_read(object, event);
    return wrong;
}

/* ---- lines ---- */

static const char *read_run(const json_t *object, struct event_line *line)
{
    const json_t *id = json_object_get(object, "id"), *time = line_member(object, "time");
    char *run = line_read_bytes(object, "run");
    if (!run)
        return "run";
    utf8_sanitize(run, strlen(run), false, line->run, sizeof line->run);
    free(run);
    if (id && !json_is_null(id) && !json_is_string(id))
        return "id";
    line->has_id = id;
    if (json_is_string(id))
        line->event.run = run_id_of_text(json_string_value(id));
    if (!time)
        return NULL;
    double ms = json_is_number(time) ? json_number_value(time) * 1000 : -1;
    if (!(ms >= 0 && ms <= (double)LATEST_MS))
        return "time";
    line->event.time_ms = (int64_t)llround(ms);
    return NULL;
}

static void take_row(const struct event_row *row, struct run_event *event)
{
    event->kind = row->kind;
    if (row->kind == EVENT_SAVED)
        event->as.saved.ok = row->variant;
    else if (row->kind == EVENT_CALLBACK)
        event->as.callback.kind = (enum callback_kind)row->variant;
    else if (row->kind == EVENT_END)
        event->as.end.state = RUN_DONE;
}

/* The name of the key that is wrong, or NULL. */
static const char *read_event(const json_t *object, const struct event_row *row,
                              struct event_line *line)
{
    struct run_event *event = &line->event;
    take_row(row, event);
    const char *wrong = read_run(object, line);
    for (size_t i = 0; !wrong && i < row->count; i++) {
        if (!read_field(object, &row->fields[i], event))
            wrong = row->fields[i].key;
    }
    if (!wrong && row->kind == EVENT_EPOCH &&
        !line_read_u32(line_member(object, "batches"), &line->batches))
        wrong = "batches";
    if (!wrong)
        wrong = read_parts(object, row->parts, line);
    if (event->kind == EVENT_DATA && !event->as.data.made_up)
        event->as.data.ceiling = event->as.data.ceiling_whole = 0;
    if (event->kind == EVENT_END && event->as.end.state < RUN_DONE)
        wrong = "state";
    return wrong;
}

static void read_stream(const json_t *object, struct event_line *line)
{
    const char *format = json_string_value(json_object_get(object, "format"));
    line->kind = EVENT_LINE_STREAM;
    line->version = json_integer_value(json_object_get(object, "version"));
    line->foreign = !format || strcmp(format, EVENT_JSON_FORMAT) != 0;
}

enum rt_status event_json_read(const char *text, size_t length, struct event_line *line,
                               struct rt_error *error)
{
    *line = (struct event_line){.kind = EVENT_LINE_SKIPPED};
    if (length > EVENT_JSON_LONGEST)
        return rt_fail(error, ERR_EVENT_TOO_LONG, EVENT_JSON_LONGEST);
    json_t *object = json_parse(text, length, "The line", error);
    if (!object)
        return RT_ERR_FORMAT;
    const char *name = json_string_value(json_object_get(object, "event"));
    const struct event_row *row = name ? event_row_named(name) : NULL;
    enum rt_status status = RT_OK;
    if (!json_is_object(object)) {
        status = rt_fail(error, ERR_EVENT_NO_OBJECT);
    } else if (row) {
        const char *wrong = read_event(object, row, line);
        line->kind = wrong ? EVENT_LINE_SKIPPED : EVENT_LINE_EVENT;
        if (wrong) {
            status = rt_fail(error, ERR_EVENT_BAD_KEY, row->name, wrong);
            event_drop(&line->event);
        }
    } else if (name && strcmp(name, "stream") == 0) {
        read_stream(object, line);
    } else if (name && strcmp(name, "model") == 0) {
        if (!read_run(object, line))
            line->kind = EVENT_LINE_MODEL;
    } else if (!name) {
        status = rt_fail(error, ERR_EVENT_NO_KIND);
    }
    json_decref(object);
    return status;
}
