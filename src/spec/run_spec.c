#include "config.h"

#include "rnntop/spec/run_spec.h"

#include <string.h>

#include "rnntop/base/json.h"
#include "rnntop/spec/settings.h"

const char *padding_side_name(enum padding_side side)
{
    return side == SIDE_PRE ? "pre" : "post";
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

/* What was added later: a file may lack it, and then means the default. */
static json_t *add_later_parts(json_t *json, const struct run_spec *run)
{
    if (json)
        json_object_set_new(json_object_get(json, "data"), "text",
                            text_spec_to_json(&run->data.text));
    if (json && run->class_weight == CLASS_WEIGHT_BALANCED)
        json_object_set_new(json, "class_weight", json_string("balanced"));
    json_t *callbacks = callbacks_spec_to_json(&run->callbacks);
    if (json && callbacks)
        json_object_set_new(json, "callbacks", callbacks);
    return json;
}

static enum rt_status take_later_parts(const json_t *json, struct run_spec *run,
                                       struct rt_error *error)
{
    const json_t *weight = json_object_get(json, "class_weight");
    const json_t *text = json_object_get(json_object_get(json, "data"), "text");
    if (weight && (!json_is_string(weight) || strcmp(json_string_value(weight), "balanced") != 0))
        return rt_fail_text(error, RT_ERR_UNSUPPORTED,
                            "this version knows the class weight balanced only.");
    run->class_weight = weight ? CLASS_WEIGHT_BALANCED : CLASS_WEIGHT_NONE;
    enum rt_status status = text_spec_from_json(text, &run->data.text, error);
    return status == RT_OK ? callbacks_spec_from_json(json_object_get(json, "callbacks"),
                                                      &run->callbacks, error)
                           : status;
}

json_t *run_spec_to_json(const struct run_spec *run)
{
    const struct data_spec *data = &run->data;
    json_t *json = json_pack(
        "{s:s, s:s, s:o, s:{s:I, s:I, s:s, s:s, s:f}, s:o, s:I, s:I, s:I}", "name", run->name,
        "slug", run->slug, "model", model_spec_to_json(&run->model), "data", "num_words",
        (json_int_t)data->num_words, "maxlen", (json_int_t)data->maxlen, "padding",
        padding_side_name(data->padding), "truncating", padding_side_name(data->truncating),
        "validation_split", data->validation_split, "optimizer",
        optimizer_spec_to_json(&run->optimizer), "epochs", (json_int_t)run->epochs, "batch_size",
        (json_int_t)run->batch_size, "seed", (json_int_t)run->seed);
    return add_later_parts(json, run);
}

bool run_spec_same(const struct run_spec *a, const struct run_spec *b)
{
    json_t *one = run_spec_to_json(a), *other = run_spec_to_json(b);
    static const char *const names[] = {"name", "slug"};
    for (size_t i = 0; i < 2; i++) {
        json_object_del(one, names[i]);
        json_object_del(other, names[i]);
    }
    bool same = one && other && json_equal(one, other) && strcmp(a->data.path, b->data.path) == 0;
    json_decref(one);
    json_decref(other);
    return same;
}

static bool side_from_name(const char *name, enum padding_side *side)
{
    *side = strcmp(name, "pre") == 0 ? SIDE_PRE : SIDE_POST;
    return *side == SIDE_PRE || strcmp(name, "post") == 0;
}

/* What a settings' range would refuse is refused from a file too. */
static enum rt_status check_ranges(const struct run_spec *run, struct rt_error *error)
{
    const struct data_spec *data = &run->data;
    if (data->num_words != run->model.layer[0].input || data->maxlen != run->model.maxlen)
        return rt_fail_text(error, RT_ERR_FORMAT, "the run's data and its model differ in size.");
    if (!(data->validation_split >= 0 && data->validation_split < 1) || run->epochs < 1 ||
        run->epochs > SETTINGS_MAX_EPOCHS || run->batch_size < 1 ||
        run->batch_size > SETTINGS_MAX_BATCH)
        return rt_fail_text(error, RT_ERR_FORMAT, "the run has a setting out of its range.");
    return RT_OK;
}

/* Copies a name that came from a file into a fixed field; false when it does not fit. */
static bool take_name(char field[RUN_NAME_SIZE], const char *name)
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
    json_error_t reason;

    memset(run, 0, sizeof *run);
    if (json_unpack_ex((json_t *)json, &reason, 0,
                       "{s:s, s:s, s:o, s:{s:I, s:I, s:s, s:s, s:F}, s:o, s:I, s:I, s:I}", "name",
                       &name, "slug", &slug, "model", &model, "data", "num_words", &num_words,
                       "maxlen", &maxlen, "padding", &padding, "truncating", &truncating,
                       "validation_split", &data->validation_split, "optimizer", &optimizer,
                       "epochs", &epochs, "batch_size", &batch_size, "seed", &seed) != 0)
        return rt_fail_text(error, RT_ERR_FORMAT, "the run: %s.", reason.text);
    if (!take_name(run->name, name) || !take_name(run->slug, slug))
        return rt_fail_text(error, RT_ERR_FORMAT, "the run's name is not 1 to %d plain characters.",
                            RUN_NAME_SIZE - 1);
    if (!side_from_name(padding, &data->padding) || !side_from_name(truncating, &data->truncating))
        return rt_fail_text(error, RT_ERR_FORMAT, "padding and truncating are pre or post.");
    if (num_words < 0 || maxlen < 0 || epochs < 0 || batch_size < 0 || seed < 0)
        return rt_fail_text(error, RT_ERR_FORMAT, "the run has a negative size.");
    data->num_words = (size_t)num_words;
    data->maxlen = (size_t)maxlen;
    run->epochs = (size_t)epochs;
    run->batch_size = (size_t)batch_size;
    run->seed = (uint64_t)seed;
    enum rt_status status = optimizer_spec_from_json(optimizer, &run->optimizer, error);
    if (status == RT_OK)
        status = take_later_parts(json, run, error);
    if (status == RT_OK)
        status = model_spec_from_json(model, &run->model, error);
    return status == RT_OK ? check_ranges(run, error) : status;
}
