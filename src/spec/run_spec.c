#include "config.h"

#include "rnntop/spec/run_spec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/json.h"
#include "rnntop/spec/names.h"
#include "rnntop/spec/setting_kinds.h"

const char *const padding_side_names[] = {[SIDE_PRE] = "pre", [SIDE_POST] = "post", NULL};
const char *const class_weight_names[] = {[CLASS_WEIGHT_NONE] = "none",
                                          [CLASS_WEIGHT_BALANCED] = "balanced",
                                          [CLASS_WEIGHT_AUTO] = "auto",
                                          NULL};

const char *const data_words[] = {"demo", NULL};

bool run_spec_is_open(const struct run_spec *run)
{
    return run->data.maxlen == MAXLEN_AUTO || run->epochs == EPOCHS_AUTO ||
           run->class_weight == CLASS_WEIGHT_AUTO ||
           (run->callbacks.stops && run->callbacks.stop_patience == PATIENCE_AUTO);
}

/* Twice as many rows need half as many epochs. Whoever tells of a run elsewhere may leave out its
 * batch size. */
static size_t epochs_for(size_t rows, size_t batch_size)
{
    size_t batches = batch_size > 0 ? rows / batch_size + (rows % batch_size > 0) : 0;
    size_t epochs = batches > 0 ? (RUN_BATCHES + batches - 1) / batches : RUN_MOST_EPOCHS;
    epochs = epochs > RUN_LEAST_EPOCHS ? epochs : RUN_LEAST_EPOCHS;
    return epochs < RUN_MOST_EPOCHS ? epochs : RUN_MOST_EPOCHS;
}

void run_spec_resolve(struct run_spec *run, const struct run_facts *facts)
{
    if (run->data.maxlen == MAXLEN_AUTO)
        run->data.maxlen = run->model.maxlen = facts->maxlen;
    if (run->class_weight == CLASS_WEIGHT_AUTO)
        run->class_weight = facts->rare_class ? CLASS_WEIGHT_BALANCED : CLASS_WEIGHT_NONE;
    if (run->epochs == EPOCHS_AUTO)
        run->epochs = epochs_for(facts->rows, run->batch_size);
    callbacks_spec_resolve(&run->callbacks, run->epochs);
}

static bool tells_nothing(const char *name, size_t length)
{
    static const char *const common[] = {"train", "test", "data"};
    for (size_t i = 0; i < sizeof common / sizeof *common; i++) {
        if (strlen(common[i]) == length && strncmp(common[i], name, length) == 0)
            return true;
    }
    return false;
}

size_t data_path_name(const char *path, const char **begin)
{
    const char *end = path + strlen(path);
    for (;;) {
        while (end > path + 1 && end[-1] == '/')
            end--;
        const char *from = end;
        while (from > path && from[-1] != '/')
            from--;
        size_t length = (size_t)(end - from);
        for (size_t dot = length; dot > 1; dot--) {
            if (from[dot - 1] == '.') {
                length = dot - 1;
                break;
            }
        }
        *begin = from;
        if (from == path || from == path + 1 || !tells_nothing(from, length))
            return length;
        end = from;
    }
}

/* ---- the written form ---- */

/* Settings that are newer than the written form are keys that may be missing: the name in the
 * setting's row, and the value as one would type it. */
static void write_later_keys(json_t *json, const struct run_spec *run)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    char key[SETTING_KEY_SIZE], text[SETTINGS_TEXT_SIZE];
    for (size_t i = 0; i < count; i++) {
        if (!table[i].later_key)
            continue;
        setting_write(&table[i], setting_run_value(run, &table[i]), text);
        if (strcmp(text, table[i].preset) != 0)
            json_object_set_new(json, setting_key(&table[i], key), json_string(text));
    }
}

static enum rt_status read_later_keys(const json_t *json, struct run_spec *run,
                                      struct rt_error *error)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    char key[SETTING_KEY_SIZE];
    for (size_t i = 0; i < count; i++) {
        if (!table[i].later_key)
            continue;
        const json_t *value = json_object_get(json, setting_key(&table[i], key));
        const char *text = value ? json_string_value(value) : table[i].preset;
        if (!text || !setting_read(&table[i], setting_run_field(run, &table[i]), text))
            return rt_fail(error, ERR_RUN_VALUE_UNKNOWN, key);
    }
    return RT_OK;
}

json_t *run_spec_to_json(const struct run_spec *run)
{
    const struct data_spec *data = &run->data;
    json_t *json = json_pack(
        "{s:s, s:s, s:o, s:{s:I, s:I, s:s, s:s, s:f}, s:o, s:I, s:I, s:I}", "name", run->name,
        "slug", run->slug, "model", model_spec_to_json(&run->model), "data", "num_words",
        (json_int_t)data->num_words, "maxlen", (json_int_t)data->maxlen, "padding",
        padding_side_names[data->padding], "truncating", padding_side_names[data->truncating],
        "validation_split", data->validation_split, "optimizer",
        optimizer_spec_to_json(&run->optimizer), "epochs", (json_int_t)run->epochs, "batch_size",
        (json_int_t)run->batch_size, "seed", (json_int_t)run->seed);
    if (!json)
        return NULL;
    json_object_set_new(json_object_get(json, "data"), "text", text_spec_to_json(&data->text));
    write_later_keys(json, run);
    json_t *callbacks = callbacks_spec_to_json(&run->callbacks);
    if (callbacks)
        json_object_set_new(json, "callbacks", callbacks);
    return json;
}

/* The written form without its names. */
static json_t *computed_json(const struct run_spec *run)
{
    json_t *json = run_spec_to_json(run);
    json_object_del(json, "name");
    json_object_del(json, "slug");
    return json;
}

bool run_spec_same(const struct run_spec *a, const struct run_spec *b)
{
    json_t *one = computed_json(a), *other = computed_json(b);
    bool same = one && other && json_equal(one, other) && strcmp(a->data.path, b->data.path) == 0;
    json_decref(one);
    json_decref(other);
    return same;
}

char *run_spec_seedless(const struct run_spec *run)
{
    json_t *json = computed_json(run);
    json_object_del(json, "seed");
    char *text = json ? json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    json_decref(json);
    size_t length = text ? strlen(text) : 0, size = length + sizeof run->data.path;
    char *whole = text ? malloc(size) : NULL;
    if (whole) /* a path may hold bytes that JSON may not */
        snprintf(whole, size, "%s%s", text, run->data.path);
    free(text);
    return whole;
}

/* Refuses values of a file that are outside the range of their setting. */
static enum rt_status check_ranges(const struct run_spec *run, struct rt_error *error)
{
    const struct data_spec *data = &run->data;
    if (data->num_words != run->model.layer[0].input || data->maxlen != run->model.maxlen)
        return rt_fail(error, ERR_RUN_SIZES_DIFFER);
    if (!(data->validation_split >= 0 && data->validation_split < 1) ||
        run->epochs > SETTINGS_MAX_EPOCHS || run->batch_size < 1 ||
        run->batch_size > SETTINGS_MAX_BATCH)
        return rt_fail(error, ERR_RUN_OUT_OF_RANGE);
    return RT_OK;
}

/* Copies a name that came from a file into a fixed field; false when it does not fit. */
static bool name_from_json(char field[RUN_NAME_SIZE], const char *name)
{
    size_t length = strlen(name);
    if (length == 0 || length >= RUN_NAME_SIZE)
        return false;
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)name[i] < ' ' || (unsigned char)name[i] > '~' || name[i] == '/')
            return false;
    }
    memcpy(field, name, length + 1);
    return true;
}

enum rt_status run_spec_from_json(const json_t *json, struct run_spec *run, struct rt_error *error)
{
    const char *name, *slug, *padding, *truncating;
    json_t *model, *optimizer;
    json_int_t num_words, maxlen, epochs, batch_size, seed;
    struct data_spec *data = &run->data;
    unsigned padding_side, truncating_side;
    json_error_t reason;

    memset(run, 0, sizeof *run);
    if (json_unpack_ex((json_t *)json, &reason, 0,
                       "{s:s, s:s, s:o, s:{s:I, s:I, s:s, s:s, s:F}, s:o, s:I, s:I, s:I}", "name",
                       &name, "slug", &slug, "model", &model, "data", "num_words", &num_words,
                       "maxlen", &maxlen, "padding", &padding, "truncating", &truncating,
                       "validation_split", &data->validation_split, "optimizer", &optimizer,
                       "epochs", &epochs, "batch_size", &batch_size, "seed", &seed) != 0)
        return rt_fail(error, ERR_RUN_JSON, reason.text);
    if (!name_from_json(run->name, name) || !name_from_json(run->slug, slug))
        return rt_fail(error, ERR_RUN_NAME_NOT_PLAIN, RUN_NAME_SIZE - 1);
    if (!names_find(padding_side_names, padding, &padding_side) ||
        !names_find(padding_side_names, truncating, &truncating_side))
        return rt_fail(error, ERR_RUN_SIDE_UNKNOWN);
    if (num_words < 0 || maxlen < 0 || epochs < 0 || batch_size < 0 || seed < 0)
        return rt_fail(error, ERR_RUN_NEGATIVE);
    data->padding = (enum padding_side)padding_side;
    data->truncating = (enum padding_side)truncating_side;
    data->num_words = (size_t)num_words;
    data->maxlen = (size_t)maxlen;
    run->epochs = (size_t)epochs;
    run->batch_size = (size_t)batch_size;
    run->seed = (uint64_t)seed;
    enum rt_status status = optimizer_spec_from_json(optimizer, &run->optimizer, error);
    if (status == RT_OK)
        status = read_later_keys(json, run, error);
    if (status == RT_OK)
        status = text_spec_from_json(json_object_get(json_object_get(json, "data"), "text"),
                                     &data->text, error);
    if (status == RT_OK)
        status =
            callbacks_spec_from_json(json_object_get(json, "callbacks"), &run->callbacks, error);
    if (status == RT_OK)
        status = model_spec_from_json(model, &run->model, error);
    return status == RT_OK ? check_ranges(run, error) : status;
}
