#include "config.h"

#include "files_support.h"
#include "tests/words/error_text.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define PATHS 4096

static char *paths[PATHS];
static size_t path_count;

int folder_make(void **state)
{
    const char *base = getenv("TMPDIR");
    char *folder = malloc(PATH_SIZE);
    if (!folder)
        return -1;
    snprintf(folder, PATH_SIZE, "%s/rnntop-files-XXXXXX", base && base[0] == '/' ? base : "/tmp");
    *state = folder;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

int folder_remove(void **state)
{
    int result = nftw(*state, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(*state);
    while (path_count > 0)
        free(paths[--path_count]);
    return result;
}

const char *path_in(const char *folder, const char *name)
{
    char *path = malloc(PATH_SIZE);
    assert_non_null(path);
    assert_true(path_count < PATHS);
    snprintf(path, PATH_SIZE, "%s/%s", folder, name);
    paths[path_count++] = path;
    return path;
}

void file_put(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        fail_msg("%s: %s", path, strerror(errno));
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

char *file_get(const char *path, size_t *size)
{
    struct stat status;
    FILE *file = fopen(path, "rb");
    if (!file || fstat(fileno(file), &status) != 0)
        fail_msg("%s: %s", path, strerror(errno));
    size_t length = (size_t)status.st_size;
    char *bytes = calloc(length + 1, 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, length, file), length);
    fclose(file);
    if (size)
        *size = length;
    return bytes;
}

void expect_file(const char *path, const void *bytes, size_t size)
{
    size_t length;
    char *got = file_get(path, &length);
    if (length != size || memcmp(got, bytes, size) != 0)
        fail_msg("%s: expected %zu bytes, got %zu or others", path, size, length);
    free(got);
}

void expect_text(const char *path, const char *text)
{
    char *got = file_get(path, NULL);
    assert_string_equal(got, text);
    free(got);
}

size_t count_entries(const char *folder)
{
    size_t count = 0;
    DIR *entries = opendir(folder);
    assert_non_null(entries);
    while (readdir(entries))
        count++;
    closedir(entries);
    return count - 2; /* . and .. */
}

size_t count_open_files(void)
{
    return count_entries("/proc/self/fd");
}

struct run_spec small_run(enum layer_kind kind, uint64_t seed)
{
    struct run_spec run = {
        .data = {.num_words = 5,
                 .maxlen = 4,
                 .padding = SIDE_POST,
                 .truncating = SIDE_PRE,
                 .validation_split = 0.25},
        .optimizer = {.learning_rate = 0.001, .beta_1 = 0.9, .beta_2 = 0.999, .epsilon = 1e-7},
        .epochs = 10,
        .batch_size = 30,
        .seed = seed,
    };
    snprintf(run.name, sizeof run.name, "%s", kind == LAYER_LSTM ? "LSTM" : "SimpleRNN");
    snprintf(run.slug, sizeof run.slug, "%s", kind == LAYER_LSTM ? "lstm" : "simplernn");
    model_spec_lesson(&run.model, kind, 5, 3, 2, 4);
    return run;
}

struct model_snapshot *small_snapshot(enum layer_kind kind, float scale)
{
    struct run_spec run = small_run(kind, 7);
    struct model_snapshot *snapshot;
    struct rt_error error;
    if (model_snapshot_create(&snapshot, &run, &error) != RT_OK)
        fail_msg("model_snapshot_create: %s", error_text(&error));
    for (size_t i = 0; i < snapshot->parameters.n; i++) {
        const struct parameter *parameter = &snapshot->parameters.table[i];
        for (size_t j = 0; j < parameter->count; j++)
            snapshot->values[parameter->offset + j] =
                scale * 0.5f * sinf(0.1f * (float)(i + 1) + 0.7f * (float)j);
    }
    snapshot->epochs_trained = 6.625;
    snprintf(snapshot->data_name, sizeof snapshot->data_name, "IMDB");
    return snapshot;
}

void expect_same_snapshot(const struct model_snapshot *got, const struct model_snapshot *expected)
{
    assert_int_equal(got->parameters.n, expected->parameters.n);
    assert_int_equal(got->parameters.total, expected->parameters.total);
    for (size_t i = 0; i < expected->parameters.total; i++) {
        /* Bit by bit: a file keeps what it is given, tolerance 0. */
        if (memcmp(&got->values[i], &expected->values[i], sizeof(float)) != 0)
            fail_msg("value %zu: expected %.9g, got %.9g, tolerance 0", i,
                     (double)expected->values[i], (double)got->values[i]);
    }
    assert_string_equal(got->run.name, expected->run.name);
    assert_string_equal(got->run.slug, expected->run.slug);
    assert_memory_equal(&got->run.data, &expected->run.data, sizeof got->run.data);
    assert_memory_equal(&got->run.optimizer, &expected->run.optimizer, sizeof got->run.optimizer);
    assert_int_equal(got->run.seed, expected->run.seed);
    assert_int_equal(got->run.epochs, expected->run.epochs);
    assert_int_equal(got->run.batch_size, expected->run.batch_size);
    assert_string_equal(got->data_name, expected->data_name);
    assert_true(got->epochs_trained == expected->epochs_trained);
    assert_int_equal(got->tested, expected->tested);
    if (expected->tested) {
        assert_true(got->test_loss == expected->test_loss);
        assert_true(got->test_accuracy == expected->test_accuracy);
    }
}
