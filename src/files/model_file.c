#include "config.h"

#include "rnntop/files/model_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/json.h"
#include "rnntop/base/memory.h"
#include "rnntop/base/utf8.h"
#include "rnntop/files/json_text.h"
#include "rnntop/files/safetensors.h"

#define FORMAT     "rnntop"
#define VOCABULARY "vocabulary"

/* Where the data was: texts of a snapshot, each under its key. */
static const struct place {
    const char *key;
    size_t offset, size;
} places[] = {
#define PLACE(key, field)                                                                          \
    {                                                                                              \
        key, offsetof(struct model_snapshot, field),                                               \
            sizeof(((struct model_snapshot *)NULL)->field)                                         \
    }
    PLACE("data_path", data_path),
    PLACE("test_path", test_path),
    PLACE("word_index_path", word_index_path),
    PLACE("data_fingerprint", data_fingerprint),
#undef PLACE
};
#define PLACES (sizeof places / sizeof *places)

/* ---- snapshots ---- */

enum rt_status model_snapshot_create(struct model_snapshot **out, const struct run_spec *run,
                                     struct rt_error *error)
{
    size_t bytes, whole;
    struct model_snapshot *snapshot = calloc(1, sizeof *snapshot);
    if (!snapshot)
        goto fail;
    snapshot->run = *run;
    parameters_layout(&snapshot->parameters, &run->model);
    /* aligned_alloc() wants whole units. */
    if (!memory_product(snapshot->parameters.total, sizeof(float), &bytes) ||
        !memory_sum(bytes, MEMORY_ALIGNMENT, &whole))
        goto fail;
    whole -= whole % MEMORY_ALIGNMENT;
    snapshot->values = aligned_alloc(MEMORY_ALIGNMENT, whole);
    if (!snapshot->values)
        goto fail;
    memset(snapshot->values, 0, whole);
    *out = snapshot;
    return RT_OK;

fail:
    model_snapshot_destroy(snapshot);
    return rt_fail(error, ERR_SNAPSHOT_NO_MEMORY_FOR_WEIGHTS, run->name);
}

enum rt_status model_snapshot_copy(struct model_snapshot **copy,
                                   const struct model_snapshot *snapshot, struct rt_error *error)
{
    enum rt_status status = model_snapshot_create(copy, &snapshot->run, error);
    if (status != RT_OK)
        return status;
    float *values = (*copy)->values;
    **copy = *snapshot;
    (*copy)->values = values;
    memcpy(values, snapshot->values, snapshot->parameters.total * sizeof(float));
    if (!snapshot->vocabulary)
        return RT_OK;
    (*copy)->vocabulary = malloc(snapshot->vocabulary_bytes + 1);
    if (!(*copy)->vocabulary) {
        model_snapshot_destroy(*copy);
        return rt_fail(error, ERR_SNAPSHOT_NO_MEMORY_FOR_WORDS, snapshot->run.name);
    }
    memcpy((*copy)->vocabulary, snapshot->vocabulary, snapshot->vocabulary_bytes);
    return RT_OK;
}

enum rt_status model_snapshot_set_vocabulary(struct model_snapshot *snapshot,
                                             const struct vocabulary *vocabulary,
                                             struct rt_error *error)
{
    if (!vocabulary)
        return RT_OK;
    return vocabulary_pack(vocabulary, &snapshot->vocabulary, &snapshot->vocabulary_bytes, error);
}

/* As it can be found from any folder. A file's metadata is UTF-8: another path is not kept. */
static void keep_path(char out[MODEL_PATH_SIZE], const char *path)
{
    char safe[MODEL_PATH_SIZE];
    char *whole = path[0] ? realpath(path, NULL) : NULL;
    out[0] = '\0';
    if (whole && strlen(whole) < MODEL_PATH_SIZE) {
        utf8_sanitize(whole, strlen(whole), false, safe, sizeof safe);
        if (strcmp(safe, whole) == 0)
            memcpy(out, whole, strlen(whole) + 1);
    }
    free(whole);
}

void model_snapshot_set_data(struct model_snapshot *snapshot, const struct dataset *data)
{
    struct text_spec *text = &snapshot->run.data.text;
    text->lower = data->lower; /* as its words were, whatever was asked for */
    snprintf(snapshot->data_name, sizeof snapshot->data_name, "%s", data->name);
    keep_path(snapshot->data_path, strcmp(data->path, DATASET_DEMO) == 0 ? "" : data->path);
    keep_path(snapshot->test_path, text->test);
    keep_path(snapshot->word_index_path, text->word_index);
    dataset_fingerprint(data, snapshot->data_fingerprint);
}

void model_snapshot_destroy(struct model_snapshot *snapshot)
{
    if (!snapshot)
        return;
    free(snapshot->values);
    free(snapshot->vocabulary);
    free(snapshot);
}

static bool all_finite(const float *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(values[i]))
            return false;
    }
    return true;
}

/* Fails with an error that has no values but the file's path and, where not NULL, its part. */
static enum rt_status fail_in_model(const char *path, const char *part, enum rt_code code,
                                    struct rt_error *error)
{
    enum rt_status status = rt_fail_list(error, code, 0, NULL);
    rt_error_at_path(error, path);
    if (part)
        rt_error_at_part(error, part);
    return status;
}

/* ---- writing ---- */

/* A name without room for it would shift those behind it: then there are none. */
void model_snapshot_add_class(struct model_snapshot *snapshot, const char *name)
{
    size_t used = strlen(snapshot->classes), length = strlen(name);
    bool full = snapshot->classes[0] == '\n';
    if (full || used + length + 2 > sizeof snapshot->classes) {
        snprintf(snapshot->classes, sizeof snapshot->classes, "\n");
        return;
    }
    snprintf(snapshot->classes + used, sizeof snapshot->classes - used, "%s%s",
             used > 0 ? "\n" : "", name);
}

void model_snapshot_class(const struct model_snapshot *snapshot, size_t class, char *out,
                          size_t size)
{
    static const char *const review[] = {"negative", "positive"};
    const char *name = snapshot->classes;
    for (size_t i = 0; i < class && *name; i++) {
        name += strcspn(name, "\n");
        name += *name == '\n';
    }
    size_t length = strcspn(name, "\n");
    if (length > 0)
        utf8_sanitize(name, length, false, out, size);
    else if (model_spec_classes(&snapshot->run.model) == 2)
        snprintf(out, size, "%s", review[class]);
    else
        snprintf(out, size, "class %zu", class);
}

enum { PAIR_FORMAT, PAIR_VERSION, PAIR_RUN, PAIR_DATA, PAIR_EPOCHS, PAIRS_ALWAYS };
#define PAIRS_MAX (PAIRS_ALWAYS + 3 + PLACES)

/* The metadata's text, where it is not constant. */
struct texts {
    char *run; /* owned */
    char data[64];
    char epochs[JSON_NUMBER_SIZE], loss[JSON_NUMBER_SIZE], accuracy[JSON_NUMBER_SIZE];
};

/* The run as text that reads back: jansson drops what it has no memory for, and what can't be read
 * back must not take the place of what can. */
static enum rt_status make_run_text(char **text, const char *path, const struct run_spec *run,
                                    struct rt_error *error)
{
    struct run_spec back;
    enum rt_status status = RT_OK;
    json_t *json = run_spec_to_json(run);
    *text = NULL;
    if (json)
        status = run_spec_from_json(json, &back, error);
    if (json && status == RT_OK)
        *text = json_text(json, 0, NULL);
    json_decref(json);
    if (status == RT_OK)
        return *text ? RT_OK : fail_in_model(path, NULL, ERR_MODEL_NO_MEMORY_FOR_RUN, error);
    rt_error_at_path(error, path);
    return error ? rt_fail_within(error, ERR_MODEL_NOT_WRITTEN) : status;
}

/* Fills pair[] with the metadata; returns how many there are. */
static size_t make_pairs(const struct model_snapshot *snapshot, struct texts *texts,
                         struct safetensors_pair pair[PAIRS_MAX])
{
    size_t count = PAIRS_ALWAYS;
    utf8_sanitize(snapshot->data_name, strlen(snapshot->data_name), false, texts->data,
                  sizeof texts->data);
    json_double_text(snapshot->epochs_trained, texts->epochs);
    pair[PAIR_FORMAT] = (struct safetensors_pair){"format", FORMAT};
    pair[PAIR_VERSION] = (struct safetensors_pair){"rnntop_version", PACKAGE_VERSION};
    pair[PAIR_RUN] = (struct safetensors_pair){"run", texts->run};
    pair[PAIR_DATA] = (struct safetensors_pair){"data", texts->data};
    pair[PAIR_EPOCHS] = (struct safetensors_pair){"epochs_trained", texts->epochs};
    if (snapshot->classes[0])
        pair[count++] = (struct safetensors_pair){"classes", snapshot->classes};
    if (snapshot->tested && isfinite(snapshot->test_loss) && isfinite(snapshot->test_accuracy)) {
        json_double_text(snapshot->test_loss, texts->loss);
        json_double_text(snapshot->test_accuracy, texts->accuracy);
        pair[count++] = (struct safetensors_pair){"test_loss", texts->loss};
        pair[count++] = (struct safetensors_pair){"test_accuracy", texts->accuracy};
    }
    for (size_t i = 0; i < PLACES; i++) {
        const char *text = (const char *)snapshot + places[i].offset;
        if (text[0])
            pair[count++] = (struct safetensors_pair){places[i].key, text};
    }
    return count;
}

enum rt_status model_file_write(const char *path, const struct model_snapshot *snapshot,
                                struct rt_error *error)
{
    const struct parameters *parameters = &snapshot->parameters;
    struct safetensors_tensor tensor[PARAMETERS_MAX + 1];
    size_t tensors = parameters->n;
    struct safetensors_pair pair[PAIRS_MAX];
    struct texts texts;

    for (size_t i = 0; i < parameters->n; i++) {
        const struct parameter *parameter = &parameters->table[i];
        const float *values = snapshot->values + parameter->offset;
        if (!all_finite(values, parameter->count))
            return fail_in_model(path, parameter->name, ERR_MODEL_NOT_FINITE, error);
        tensor[i] = (struct safetensors_tensor){
            .name = parameter->name,
            .dtype = SAFETENSORS_F32,
            .rank = parameter->rank,
            .shape = {parameter->shape[0], parameter->shape[1]},
            .data = values,
            .bytes = parameter->count * sizeof(float),
        };
    }
    if (snapshot->vocabulary_bytes > 0)
        tensor[tensors++] = (struct safetensors_tensor){
            .name = VOCABULARY,
            .dtype = SAFETENSORS_U8,
            .rank = 1,
            .shape = {snapshot->vocabulary_bytes},
            .data = snapshot->vocabulary,
            .bytes = snapshot->vocabulary_bytes,
        };
    enum rt_status status = make_run_text(&texts.run, path, &snapshot->run, error);
    if (status != RT_OK)
        return status;
    size_t pairs = make_pairs(snapshot, &texts, pair);
    status = safetensors_write(path, tensor, tensors, pair, pairs, error);
    free(texts.run);
    return status;
}

/* ---- reading ---- */

static void take_places(const struct safetensors *file, struct model_snapshot *snapshot)
{
    for (size_t i = 0; i < PLACES; i++) {
        const char *text = safetensors_metadata(file, places[i].key);
        if (text && strlen(text) < places[i].size)
            memcpy((char *)snapshot + places[i].offset, text, strlen(text) + 1);
    }
}

/* A finite number and nothing else; *present tells whether the key is there. */
static enum rt_status take_number(const struct safetensors *file, const char *path, const char *key,
                                  double low, double *number, bool *present, struct rt_error *error)
{
    const char *text = safetensors_metadata(file, key);
    json_t *json = NULL;
    *present = text != NULL;
    if (!text)
        return RT_OK;
    json = json_parse(text, strlen(text), key, NULL);
    double value = json_is_number(json) ? json_number_value(json) : -1;
    json_decref(json);
    if (!isfinite(value) || value < low) {
        rt_fail(error, ERR_MODEL_NO_NUMBER, low);
        rt_error_at_path(error, path);
        rt_error_at_part(error, key);
        return RT_ERR_FORMAT;
    }
    *number = value;
    return RT_OK;
}

static enum rt_status take_run(const struct safetensors *file, const char *path,
                               struct run_spec *run, struct rt_error *error)
{
    const char *format = safetensors_metadata(file, "format");
    const char *text = safetensors_metadata(file, "run");
    if (!format || strcmp(format, FORMAT) != 0 || !text)
        return fail_in_model(path, NULL, ERR_MODEL_NO_RUN, error);
    json_t *json = json_parse(text, strlen(text), "its run", error);
    enum rt_status status = json ? run_spec_from_json(json, run, error) : RT_ERR_FORMAT;
    json_decref(json);
    if (status == RT_OK && run_spec_is_open(run))
        status = rt_fail(error, ERR_RUN_OUT_OF_RANGE);
    if (status != RT_OK)
        rt_error_at_path(error, path);
    return status;
}

static enum rt_status take_facts(const struct safetensors *file, const char *path,
                                 struct model_snapshot *snapshot, struct rt_error *error)
{
    bool epochs, loss, accuracy;
    const char *data = safetensors_metadata(file, "data");
    if (data)
        utf8_sanitize(data, strlen(data), false, snapshot->data_name, sizeof snapshot->data_name);
    const char *classes = safetensors_metadata(file, "classes");
    if (classes && strlen(classes) < sizeof snapshot->classes)
        memcpy(snapshot->classes, classes, strlen(classes) + 1);
    take_places(file, snapshot);
    enum rt_status status =
        take_number(file, path, "epochs_trained", 0, &snapshot->epochs_trained, &epochs, error);
    if (status == RT_OK)
        status = take_number(file, path, "test_loss", 0, &snapshot->test_loss, &loss, error);
    if (status == RT_OK)
        status =
            take_number(file, path, "test_accuracy", 0, &snapshot->test_accuracy, &accuracy, error);
    if (status == RT_OK)
        snapshot->tested = loss && accuracy;
    return status;
}

/* The tensor that a parameter's values are in. */
static enum rt_status match(const struct safetensors *file, const char *path,
                            const struct parameter *parameter, struct rt_error *error)
{
    const struct safetensors_tensor *tensor = safetensors_find(file, parameter->name);
    if (!tensor)
        return fail_in_model(path, parameter->name, ERR_MODEL_TENSOR_MISSING, error);
    if (tensor->dtype != SAFETENSORS_F32)
        return fail_in_model(path, parameter->name, ERR_MODEL_TENSOR_NOT_F32, error);
    bool same = tensor->rank == parameter->rank;
    for (size_t i = 0; same && i < tensor->rank; i++)
        same = tensor->shape[i] == parameter->shape[i];
    if (!same)
        return fail_in_model(path, parameter->name, ERR_MODEL_TENSOR_OTHER_SHAPE, error);
    return RT_OK;
}

/* Before memory is taken for what the run asks for: the file must hold that much. */
static enum rt_status match_all(const struct safetensors *file, const char *path,
                                const struct parameters *parameters, struct rt_error *error)
{
    for (size_t i = 0; i < parameters->n; i++) {
        enum rt_status status = match(file, path, &parameters->table[i], error);
        if (status != RT_OK)
            return status;
    }
    for (size_t i = 0; i < safetensors_count(file); i++) {
        const char *name = safetensors_at(file, i)->name;
        if (parameters_find(parameters, name) == parameters->n && strcmp(name, VOCABULARY) != 0)
            return fail_in_model(path, name, ERR_MODEL_TENSOR_UNKNOWN, error);
    }
    return RT_OK;
}

static enum rt_status load_values(struct safetensors *file, const char *path,
                                  struct model_snapshot *snapshot, struct rt_error *error)
{
    const struct parameters *parameters = &snapshot->parameters;
    for (size_t i = 0; i < parameters->n; i++) {
        const struct parameter *parameter = &parameters->table[i];
        float *values = snapshot->values + parameter->offset;
        enum rt_status status =
            safetensors_load(file, safetensors_find(file, parameter->name), values, error);
        if (status != RT_OK)
            return status;
        if (!all_finite(values, parameter->count))
            return fail_in_model(path, parameter->name, ERR_MODEL_TENSOR_NOT_FINITE, error);
    }
    return RT_OK;
}

/* Files without words are as good as others for all but texts. */
static enum rt_status load_words(struct safetensors *file, const char *path,
                                 struct model_snapshot *snapshot, struct rt_error *error)
{
    const struct safetensors_tensor *tensor = safetensors_find(file, VOCABULARY);
    if (!tensor || tensor->bytes == 0)
        return RT_OK;
    if (tensor->dtype != SAFETENSORS_U8 || tensor->rank != 1)
        return fail_in_model(path, VOCABULARY, ERR_MODEL_WORDS_NOT_U8, error);
    snapshot->vocabulary = malloc(tensor->bytes);
    if (!snapshot->vocabulary)
        return fail_in_model(path, NULL, ERR_MODEL_NO_MEMORY_FOR_WORDS, error);
    snapshot->vocabulary_bytes = tensor->bytes;
    return safetensors_load(file, tensor, snapshot->vocabulary, error);
}

enum rt_status model_file_read(struct model_snapshot **out, const char *path,
                               struct rt_error *error)
{
    struct run_spec run;
    struct parameters parameters;
    struct safetensors *file;
    struct model_snapshot *snapshot = NULL;
    enum rt_status status = safetensors_open(&file, path, error);
    if (status != RT_OK)
        return status;
    status = take_run(file, path, &run, error);
    if (status != RT_OK)
        goto done;
    parameters_layout(&parameters, &run.model);
    status = match_all(file, path, &parameters, error);
    if (status == RT_OK)
        status = model_snapshot_create(&snapshot, &run, error);
    if (status == RT_OK)
        status = take_facts(file, path, snapshot, error);
    if (status == RT_OK)
        status = load_values(file, path, snapshot, error);
    if (status == RT_OK)
        status = load_words(file, path, snapshot, error);
    if (status == RT_OK) {
        *out = snapshot;
        snapshot = NULL;
    }
done:
    model_snapshot_destroy(snapshot);
    safetensors_free(file);
    return status;
}
