#include "config.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "faults.h"
#include "files_support.h"
#include "rnntop/files/safetensors.h"
#include "tests/base/long.h"
#include "tests/words/error_text.h"

static struct model_snapshot *must_read(const char *path)
{
    struct model_snapshot *snapshot;
    struct rt_error error;
    if (model_file_read(&snapshot, path, &error) != RT_OK)
        fail_msg("expected success, got: %s", error_text(&error));
    return snapshot;
}

static void must_write(const char *path, const struct model_snapshot *snapshot)
{
    struct rt_error error;
    if (model_file_write(path, snapshot, &error) != RT_OK)
        fail_msg("expected success, got: %s", error_text(&error));
}

static void expect_refused(const char *path, const char *what, const char *reason)
{
    struct model_snapshot *snapshot;
    struct rt_error error = {0};
    enum rt_status status = model_file_read(&snapshot, path, &error);
    if (status == RT_OK || error.status != status || !strstr(error_text(&error), path) ||
        !strstr(error_text(&error), reason))
        fail_msg("%s: expected a sentence with the path and \"%s\", got status %d: %s", what,
                 reason, (int)status, error_text(&error));
}

static void test_round_trip(void **state)
{
    const char *path = path_in(*state, "model.safetensors");
    for (int tested = 0; tested < 2; tested++) {
        for (enum layer_kind kind = LAYER_SIMPLE_RNN; kind <= LAYER_LSTM; kind++) {
            struct model_snapshot *snapshot = small_snapshot(kind, 1);
            snapshot->tested = tested;
            snapshot->test_loss = 0.41f;
            snapshot->test_accuracy = 0.81608f;
            snapshot->values[0] = 1.17549421e-38f; /* subnormal */
            snapshot->values[1] = -0.0f;
            must_write(path, snapshot);
            struct model_snapshot *got = must_read(path);
            expect_same_snapshot(got, snapshot);
            model_snapshot_destroy(got);
            model_snapshot_destroy(snapshot);
        }
    }
}

/* The words travel with the weights, also through a copy; files of old have none. */
static void test_words(void **state)
{
    static const char words[] = "the\0a\0it's\0beyond";
    const char *path = path_in(*state, "model.safetensors");
    struct model_snapshot *snapshot = small_snapshot(LAYER_LSTM, 1), *copy;
    struct vocabulary *vocabulary, *back;
    const char *const word[] = {"the", "a", "it's", "beyond"};
    must_write(path, snapshot);
    struct model_snapshot *got = must_read(path);
    assert_null(got->vocabulary);
    model_snapshot_destroy(got);

    assert_int_equal(vocabulary_create(&vocabulary, word, 4, NULL), RT_OK);
    /* All of them, though there are ids for none: predict must know that a word is too rare. */
    assert_int_equal(model_snapshot_set_vocabulary(snapshot, vocabulary, NULL), RT_OK);
    vocabulary_free(vocabulary);
    assert_int_equal(model_snapshot_copy(&copy, snapshot, NULL), RT_OK);
    model_snapshot_destroy(snapshot);
    must_write(path, copy);
    model_snapshot_destroy(copy);
    got = must_read(path);
    assert_int_equal(got->vocabulary_bytes, sizeof words);
    assert_memory_equal(got->vocabulary, words, sizeof words);
    assert_int_equal(vocabulary_unpack(&back, got->vocabulary, got->vocabulary_bytes, NULL), RT_OK);
    assert_string_equal(vocabulary_word(back, 6), "it's");
    vocabulary_free(back);
    model_snapshot_destroy(got);
}

/* Names, shapes and types as Keras has them: what other programs rely on. */
static void test_tensors(void **state)
{
    static const struct {
        const char *name;
        size_t rank;
        uint64_t shape[2];
    } expected[] = {
        {"dense/bias", 1, {1, 0}},           {"dense/kernel", 2, {2, 1}},
        {"embedding/embeddings", 2, {5, 3}}, {"lstm/bias", 1, {8, 0}},
        {"lstm/kernel", 2, {3, 8}},          {"lstm/recurrent_kernel", 2, {2, 8}},
    };
    const char *path = path_in(*state, "model.safetensors");
    struct model_snapshot *snapshot = small_snapshot(LAYER_LSTM, 1);
    struct safetensors *file;
    struct rt_error error;
    must_write(path, snapshot);
    assert_int_equal(safetensors_read(&file, path, &error), RT_OK);
    assert_int_equal(safetensors_count(file), 6);
    for (size_t i = 0; i < 6; i++) {
        const struct safetensors_tensor *tensor = safetensors_at(file, i);
        assert_string_equal(tensor->name, expected[i].name);
        assert_int_equal(tensor->dtype, SAFETENSORS_F32);
        assert_int_equal(tensor->rank, expected[i].rank);
        for (size_t j = 0; j < tensor->rank; j++)
            assert_int_equal(tensor->shape[j], expected[i].shape[j]);
        const struct parameter *parameter =
            &snapshot->parameters.table[parameters_find(&snapshot->parameters, tensor->name)];
        assert_memory_equal(tensor->data, snapshot->values + parameter->offset, tensor->bytes);
    }
    assert_string_equal(safetensors_metadata(file, "format"), "rnntop");
    assert_string_equal(safetensors_metadata(file, "rnntop_version"), PACKAGE_VERSION);
    assert_string_equal(safetensors_metadata(file, "data"), "IMDB");
    assert_string_equal(safetensors_metadata(file, "epochs_trained"), "6.625");
    assert_null(safetensors_metadata(file, "test_loss"));
    safetensors_free(file);
    model_snapshot_destroy(snapshot);
}

static void test_copy(void **state)
{
    struct model_snapshot *snapshot = small_snapshot(LAYER_LSTM, 1), *copy;
    struct rt_error error;
    (void)state;
    assert_int_equal(model_snapshot_copy(&copy, snapshot, &error), RT_OK);
    expect_same_snapshot(copy, snapshot);
    assert_ptr_not_equal(copy->values, snapshot->values);
    model_snapshot_destroy(snapshot);
    copy->values[0] = 1;
    model_snapshot_destroy(copy);
    model_snapshot_destroy(NULL);
}

/* What could not be read back must not take the place of what can. */
static void test_nan_not_written(void **state)
{
    static const float bad[] = {NAN, INFINITY, -INFINITY};
    const char *path = path_in(*state, "model.safetensors");
    struct model_snapshot *good = small_snapshot(LAYER_LSTM, 1);
    struct model_snapshot *broken = small_snapshot(LAYER_LSTM, 2);
    struct rt_error error;
    must_write(path, good);
    for (size_t i = 0; i < 3; i++) {
        size_t bias = parameters_find(&broken->parameters, "dense/bias");
        broken->values[broken->parameters.table[bias].offset] = bad[i];
        assert_int_equal(model_file_write(path, broken, &error), RT_ERR_NUMERIC);
        assert_non_null(strstr(error_text(&error), "dense/bias"));
        assert_non_null(strstr(error_text(&error), path));
    }
    struct model_snapshot *got = must_read(path);
    expect_same_snapshot(got, good);
    assert_int_equal(count_entries(*state), 1);
    model_snapshot_destroy(got);
    model_snapshot_destroy(good);
    model_snapshot_destroy(broken);
}

/* A data set's name may come from a stranger's file, and is shown. */
static void test_data_name(void **state)
{
    const char *path = path_in(*state, "model.safetensors");
    struct model_snapshot *snapshot = small_snapshot(LAYER_SIMPLE_RNN, 1);
    snprintf(snapshot->data_name, sizeof snapshot->data_name, "%s", "a\x1b[2J\xFF");
    must_write(path, snapshot);
    struct model_snapshot *got = must_read(path);
    assert_string_equal(got->data_name, "a\xEF\xBF\xBD[2J\xEF\xBF\xBD");
    assert_string_equal(got->data_path, "");
    model_snapshot_destroy(got);
    model_snapshot_destroy(snapshot);
}

/* Where the data was, and what its test rows are. */
static void test_data_place(void **state)
{
    const char *path = path_in(*state, "model.safetensors");
    struct model_snapshot *snapshot = small_snapshot(LAYER_SIMPLE_RNN, 1);
    snprintf(snapshot->data_path, sizeof snapshot->data_path, "/data/caf\xC3\xA9/train.csv");
    snprintf(snapshot->test_path, sizeof snapshot->test_path, "/data/test.csv");
    snprintf(snapshot->word_index_path, sizeof snapshot->word_index_path, "/data/index.json");
    snprintf(snapshot->data_fingerprint, sizeof snapshot->data_fingerprint, "0123456789abcdef");
    must_write(path, snapshot);
    struct model_snapshot *got = must_read(path);
    assert_string_equal(got->data_path, snapshot->data_path);
    assert_string_equal(got->test_path, snapshot->test_path);
    assert_string_equal(got->word_index_path, snapshot->word_index_path);
    assert_string_equal(got->data_fingerprint, snapshot->data_fingerprint);
    model_snapshot_destroy(got);
    model_snapshot_destroy(snapshot);
}

/* ---- files that break a rule ---- */

/* A model file's parts, to be changed before they are written. */
struct parts {
    struct safetensors_tensor tensor[8];
    size_t tensors;
    struct safetensors_pair pair[12];
    size_t pairs;
    char *run;
    struct model_snapshot *snapshot;
};

static void take_parts(struct parts *parts)
{
    parts->snapshot = small_snapshot(LAYER_LSTM, 1);
    json_t *json = run_spec_to_json(&parts->snapshot->run);
    parts->run = json_dumps(json, 0);
    json_decref(json);
    parts->tensors = parts->snapshot->parameters.n;
    for (size_t i = 0; i < parts->tensors; i++) {
        const struct parameter *parameter = &parts->snapshot->parameters.table[i];
        parts->tensor[i] = (struct safetensors_tensor){
            .name = parameter->name,
            .rank = parameter->rank,
            .shape = {parameter->shape[0], parameter->shape[1]},
            .data = parts->snapshot->values + parameter->offset,
            .bytes = parameter->count * sizeof(float),
        };
    }
    parts->pairs = 5;
    parts->pair[0] = (struct safetensors_pair){"format", "rnntop"};
    parts->pair[1] = (struct safetensors_pair){"run", parts->run};
    parts->pair[2] = (struct safetensors_pair){"epochs_trained", "10"};
    parts->pair[3] = (struct safetensors_pair){"test_loss", "0.5"};
    parts->pair[4] = (struct safetensors_pair){"test_accuracy", "0.75"};
}

static void write_parts(const char *path, const struct parts *parts)
{
    struct rt_error error;
    if (safetensors_write(path, parts->tensor, parts->tensors, parts->pair, parts->pairs, &error) !=
        RT_OK)
        fail_msg("%s", error_text(&error));
}

static void free_parts(struct parts *parts)
{
    model_snapshot_destroy(parts->snapshot);
    free(parts->run);
}

/* Files that do not say what they learned from are models all the same. */
static void test_no_data_name(void **state)
{
    const char *path = path_in(*state, "model.safetensors");
    struct parts parts = {0};
    take_parts(&parts);
    write_parts(path, &parts);
    struct model_snapshot *got = must_read(path);
    assert_string_equal(got->data_name, "");
    model_snapshot_destroy(got);
    free_parts(&parts);
}

typedef void (*change)(struct parts *parts);

static void change_nothing(struct parts *parts)
{
    (void)parts;
}

static void change_drop_test(struct parts *parts)
{
    parts->pairs = 4; /* a loss without an accuracy is no test */
}

static void change_more_metadata(struct parts *parts)
{
    parts->pair[parts->pairs++] = (struct safetensors_pair){"a later version's", "fact"};
}

static void change_format(struct parts *parts)
{
    parts->pair[0].value = "pt";
}

static void change_no_metadata(struct parts *parts)
{
    parts->pairs = 0;
}

static void change_no_run(struct parts *parts)
{
    parts->pair[1].key = "ran";
}

static void change_run_no_json(struct parts *parts)
{
    parts->pair[1].value = "{";
}

static void change_run_list(struct parts *parts)
{
    parts->pair[1].value = "[]";
}

/* A run whose length is still left to its data has trained nothing. */
static void change_length(struct parts *parts)
{
    for (int i = 0; i < 2; i++) {
        char *maxlen = strstr(parts->run, "\"maxlen\": 4");
        assert_non_null(maxlen);
        maxlen[10] = '0';
    }
}

static void change_no_seed(struct parts *parts)
{
    char *seed = strstr(parts->run, "\"seed\"");
    assert_non_null(seed);
    seed[1] = 'S';
}

static void change_units(struct parts *parts)
{
    char *units = strstr(parts->run, "\"output\": 2");
    assert_non_null(units);
    units[10] = '3';
}

static void change_huge_units(struct parts *parts)
{
    static const char huge[] =
        "{\"name\":\"x\",\"slug\":\"x\",\"model\":{\"layers\":[{\"class\":\"Embedding\",\"input\":"
        "1000000,\"output\":8192,\"activation\":\"linear\"}],\"maxlen\":4},\"data\":{\"num_words\":"
        "1000000,\"maxlen\":4,\"padding\":\"pre\",\"truncating\":\"pre\",\"validation_split\":0.1},"
        "\"optimizer\":{\"name\":\"adam\",\"learning_rate\":0.1,\"beta_1\":0.9,\"beta_2\":0.9,"
        "\"epsilon\":1e-7},\"epochs\":1,\"batch_size\":1,\"seed\":1}";
    parts->pair[1].value = huge;
}

static void change_slug(struct parts *parts)
{
    char *slug = strstr(parts->run, "\"lstm\"");
    assert_non_null(slug);
    slug[1] = '/';
}

static void change_epochs(struct parts *parts)
{
    parts->pair[2].value = "ten";
}

static void change_epochs_nan(struct parts *parts)
{
    parts->pair[2].value = "NaN";
}

static void change_epochs_huge(struct parts *parts)
{
    parts->pair[2].value = "1e999";
}

static void change_accuracy(struct parts *parts)
{
    parts->pair[4].value = "-0.5";
}

static void change_missing(struct parts *parts)
{
    parts->tensors--;
}

static void change_name(struct parts *parts)
{
    parts->tensor[1].name = "gru/kernel";
}

static void change_extra(struct parts *parts)
{
    parts->tensor[parts->tensors++] = (struct safetensors_tensor){
        .name = "extra\x1b/bias", .dtype = SAFETENSORS_U8, .rank = 1, .shape = {0}};
}

static void change_type(struct parts *parts)
{
    struct safetensors_tensor *kernel = &parts->tensor[1];
    kernel->dtype = SAFETENSORS_U8;
    kernel->shape[1] *= 4;
}

static void change_transposed(struct parts *parts)
{
    uint64_t rows = parts->tensor[1].shape[0];
    parts->tensor[1].shape[0] = parts->tensor[1].shape[1];
    parts->tensor[1].shape[1] = rows;
}

static void change_rank(struct parts *parts)
{
    parts->tensor[3].shape[1] = 1;
    parts->tensor[3].rank = 2;
}

static void change_nan(struct parts *parts)
{
    ((float *)(uintptr_t)parts->tensor[2].data)[3] = NAN;
}

static void change_infinity(struct parts *parts)
{
    ((float *)(uintptr_t)parts->tensor[5].data)[0] = -INFINITY;
}

static void test_changed(void **state)
{
    static const struct {
        const char *what;
        change change;
        const char *reason; /* NULL: it must be read */
    } cases[] = {
        {"nothing", change_nothing, NULL},
        {"a test that is half there", change_drop_test, NULL},
        {"more metadata", change_more_metadata, NULL},
        {"another format", change_format, "no model of rnntop's"},
        {"no metadata", change_no_metadata, "no model of rnntop's"},
        {"no run", change_no_run, "no model of rnntop's"},
        {"a run that is no JSON", change_run_no_json, "not JSON"},
        {"a run that is a list", change_run_list, "run"},
        {"a run without a length", change_length, "out of its range"},
        {"a run without a seed", change_no_seed, "seed"},
        {"other units", change_units, "takes 2 inputs"},
        {"huge units", change_huge_units, "A model is an Embedding"},
        {"a name with a slash", change_slug, "name"},
        {"epochs of text", change_epochs, "epochs_trained"},
        {"epochs of NaN", change_epochs_nan, "epochs_trained"},
        {"epochs beyond all numbers", change_epochs_huge, "epochs_trained"},
        {"a negative accuracy", change_accuracy, "test_accuracy"},
        {"a missing tensor", change_missing, "\"dense/bias\" of its run is missing"},
        {"a tensor of another name", change_name, "\"lstm/kernel\" of its run is missing"},
        {"one tensor more", change_extra, "\"extra\xEF\xBF\xBD/bias\" is none of its run's"},
        {"bytes instead of floats", change_type, "\"lstm/kernel\" is not F32"},
        {"a transposed tensor", change_transposed, "\"lstm/kernel\" has not the shape"},
        {"one dimension more", change_rank, "\"lstm/bias\" has not the shape"},
        {"a NaN", change_nan, "\"lstm/recurrent_kernel\" holds a NaN"},
        {"an infinity", change_infinity, "\"dense/bias\" holds a NaN or an infinity"},
    };
    const char *path = path_in(*state, "model.safetensors");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parts parts;
        take_parts(&parts);
        cases[i].change(&parts);
        write_parts(path, &parts);
        if (cases[i].reason)
            expect_refused(path, cases[i].what, cases[i].reason);
        else
            model_snapshot_destroy(must_read(path));
        free_parts(&parts);
    }
}

/* A run of two thousand million weights, in a file of a few bytes: refused before it costs memory.
 */
static void test_claims(void **state)
{
    const char *path = path_in(*state, "model.safetensors");
    struct run_spec run = small_run(LAYER_LSTM, 1);
    struct rt_error error;
    run.data.num_words = 200000;
    model_spec_lesson(&run.model, LAYER_LSTM, 200000, 8192, 128, 4);
    json_t *json = run_spec_to_json(&run);
    char *text = json_dumps(json, 0);
    json_decref(json);
    const struct safetensors_pair pairs[] = {{"format", "rnntop"}, {"run", text}};
    assert_int_equal(safetensors_write(path, NULL, 0, pairs, 2, &error), RT_OK);
    expect_refused(path, "a claim", "\"embedding/embeddings\" of its run is missing");
    free(text);
}

/* Cut at each byte, and each bit flipped, under the sanitizers of the build; a sample of them where
 * there is little time. */
static void test_damaged(void **state)
{
    const char *path = path_in(*state, "model.safetensors");
    struct model_snapshot *snapshot = small_snapshot(LAYER_LSTM, 1);
    size_t size, read = 0, refused = 0;
    snapshot->tested = true;
    must_write(path, snapshot);
    char *bytes = file_get(path, &size);
    size_t header = 8 + (size_t)(unsigned char)bytes[0] + 256 * (size_t)(unsigned char)bytes[1];
    for (size_t cut = 0; cut < size; cut += test_stride(size, 200)) {
        file_put(path, bytes, cut);
        expect_refused(path, "cut", "");
    }
    const size_t stride = test_stride(8 * size, 1000);
    for (size_t bit = 0; bit < 8 * size; bit += stride) {
        struct model_snapshot *got;
        struct rt_error error = {0};
        if (bit >= 8 * header && bit % 8 < 6)
            continue; /* of the weights, only what makes infinities */
        bytes[bit / 8] ^= (char)(1 << bit % 8);
        file_put(path, bytes, size);
        bytes[bit / 8] ^= (char)(1 << bit % 8);
        if (model_file_read(&got, path, &error) == RT_OK) {
            read++;
            for (size_t i = 0; i < got->parameters.total; i++)
                assert_true(isfinite(got->values[i]));
            model_snapshot_destroy(got);
        } else {
            refused++;
            if (!strstr(error_text(&error), path))
                fail_msg("bit %zu: the sentence lacks the path: %s", bit, error_text(&error));
        }
    }
    print_message("%zu flips read, %zu refused\n", read, refused);
    assert_true(refused > header / stride);
    free(bytes);
    model_snapshot_destroy(snapshot);
}

static void test_every_call_fails(void **state)
{
    const char *path = path_in(*state, "model.safetensors");
    struct model_snapshot *before = small_snapshot(LAYER_LSTM, 1);
    struct model_snapshot *after = small_snapshot(LAYER_LSTM, 2);
    size_t struck = 0;
    for (enum fault_calls calls = FAULT_SYSTEM; calls <= FAULT_JSON_MEMORY; calls++) {
        for (size_t nth = 1;; nth++) {
            struct rt_error error = {0};
            must_write(path, before);
            faults_arm(calls, nth, FAULT_FAIL, calls == FAULT_SYSTEM ? ENOSPC : ENOMEM);
            enum rt_status status = model_file_write(path, after, &error);
            faults_disarm();
            struct model_snapshot *got = must_read(path);
            bool is_new = got->values[0] == after->values[0];
            expect_same_snapshot(got, is_new ? after : before);
            model_snapshot_destroy(got);
            assert_int_equal(count_entries(*state), 1);
            if (status == RT_OK && !is_new)
                fail_msg("%s failed: the old file is there, and success said", faults_call());
            if (status != RT_OK && !strstr(error_text(&error), path))
                fail_msg("%s failed: the sentence lacks the path: %s", faults_call(),
                         error_text(&error));
            if (!faults_struck())
                break;
            struck++;
        }
        for (size_t nth = 1; calls != FAULT_JSON_MEMORY; nth++) {
            struct model_snapshot *got = NULL;
            struct rt_error error = {0};
            must_write(path, before);
            faults_arm(calls, nth, FAULT_FAIL, calls == FAULT_SYSTEM ? EIO : ENOMEM);
            enum rt_status status = model_file_read(&got, path, &error);
            faults_disarm();
            if (status == RT_OK)
                expect_same_snapshot(got, before);
            else if (error_text(&error)[0] == '\0' || got)
                fail_msg("%s failed without a word", faults_call());
            model_snapshot_destroy(got);
            if (!faults_struck())
                break;
            struck++;
        }
    }
    print_message("%zu faults struck\n", struck);
    model_snapshot_destroy(before);
    model_snapshot_destroy(after);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_words),           IN_FOLDER(test_round_trip),
        IN_FOLDER(test_tensors),         IN_FOLDER(test_copy),
        IN_FOLDER(test_nan_not_written), IN_FOLDER(test_data_name),
        IN_FOLDER(test_data_place),      IN_FOLDER(test_no_data_name),
        IN_FOLDER(test_changed),         IN_FOLDER(test_claims),
        IN_FOLDER(test_damaged),         IN_FOLDER(test_every_call_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
