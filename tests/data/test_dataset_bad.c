#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "data_support.h"
#include "rnntop/data/dataset.h"
#include "rnntop/data/limits.h"
#include "tests/base/long.h"
#include "tests/words/error_text.h"

#define ROWS       10
#define HANG_ALARM 240 /* seconds: far beyond the slowest sanitised build */
#define FLIPS      800 /* random ones, a file */

static const struct data_spec lesson = {.num_words = 4000,
                                        .maxlen = 8,
                                        .padding = SIDE_POST,
                                        .truncating = SIDE_PRE,
                                        .validation_split = 0.3};

static int set_up(void **state)
{
    alarm(HANG_ALARM);
    *state = imdb_place_make("bad.npz", ROWS);
    return 0;
}

static int tear_down(void **state)
{
    alarm(0);
    imdb_place_free(*state);
    return 0;
}

static enum rt_status load(const char *path, const struct data_spec *spec, struct rt_error *error)
{
    struct dataset *dataset = NULL;
    memset(error, 0, sizeof *error);
    enum rt_status status = dataset_load(&dataset, path, spec, NULL, NULL, NULL, NULL, NULL, error);
    assert_true((status == RT_OK) == (dataset != NULL));
    assert_true((status == RT_OK) == (error_text(error)[0] == '\0'));
    assert_int_equal(status, error->status);
    dataset_free(dataset);
    return status;
}

/* One sentence that names the file and says this. */
static void check_path(const char *path, const struct data_spec *spec, enum rt_status status,
                       const char *wanted)
{
    struct rt_error error;
    assert_int_equal(load(path, spec, &error), status);
    const char *slash = strrchr(path, '/');
    if (!strstr(error_text(&error), slash ? slash + 1 : path) ||
        !strstr(error_text(&error), wanted))
        fail_msg("'%s' does not name '%s' and say '%s'", error_text(&error), path, wanted);
    size_t length = strlen(error_text(&error));
    assert_true(length > 0 && error_text(&error)[length - 1] == '.');
    assert_null(strchr(error_text(&error), '\n'));
}

static void check(const struct imdb_place *place, enum rt_status status, const char *wanted)
{
    check_path(place->path, &lesson, status, wanted);
}

/* The good file with one member in other words. */
static void check_member(struct imdb_place *place, size_t which, const struct bytes *bytes,
                         enum rt_status status, const char *wanted)
{
    struct bytes good = place->member[which].bytes;
    place->member[which].bytes = *bytes;
    npz_write(place->path, place->member, MEMBERS);
    check(place, status, wanted);
    place->member[which].bytes = good;
}

static void test_no_file(void **state)
{
    struct imdb_place *place = *state;
    char *path = path_in(place->folder, "other");
    check_path(path, &lesson, RT_ERR_IO, "No such file or directory");
    check_path(place->folder, &lesson, RT_ERR_FORMAT, "it is a folder without texts");
    check_path("/dev/zero", &lesson, RT_ERR_IO, "a pipe or a device");
    assert_int_equal(mkfifo(path, 0600), 0);
    check_path(path, &lesson, RT_ERR_IO, "a pipe or a device");
    free(path);
}

static void test_other_contents(void **state)
{
    static const char *const other[] = {
        "This is a text, and a rather short one.\n", "P", "PK", "\x93NUMPY\1\0", "\x1f\x8b\x08",
        "<!DOCTYPE html><title>404</title>"};
    struct imdb_place *place = *state;
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        file_write(place->path, other[i], strlen(other[i]));
        check(place, RT_ERR_FORMAT, "it is neither an npz file");
    }
    file_write(place->path, "", 0);
    check(place, RT_ERR_FORMAT, "it is empty");
    file_write(place->path, "PK\3\4 and then no zip at all", 27);
    check(place, RT_ERR_FORMAT, "it is cut off");
}

static void test_settings(void **state)
{
    struct imdb_place *place = *state;
    struct rt_error error;
    struct data_spec spec = lesson;
    for (spec.num_words = 0; spec.num_words < 3; spec.num_words++) {
        assert_int_equal(load(place->path, &spec, &error), RT_ERR_USAGE);
        assert_non_null(strstr(error_text(&error), "--num-words"));
    }
    spec = lesson;
    spec.maxlen = MAXLEN_AUTO;
    assert_int_equal(load(place->path, &spec, &error), RT_ERR_USAGE);
    assert_non_null(strstr(error_text(&error), "--maxlen auto measures texts"));
    spec.maxlen = SIZE_MAX / 8;
    check_path(place->path, &spec, RT_ERR_MEMORY, "choose a smaller --maxlen");
    spec.maxlen = DATA_MATRIX_BYTES / sizeof(int32_t) / ROWS + 1;
    check_path(place->path, &spec, RT_ERR_MEMORY, "choose a smaller --maxlen");

    static const double outside[] = {-0.1, 1, 1.5, -1e300, 1e300};
    for (size_t i = 0; i < 6; i++) {
        spec = lesson;
        spec.validation_split = i < 5 ? outside[i] : strtod("nan", NULL);
        assert_int_equal(load(place->path, &spec, &error), RT_ERR_USAGE);
        assert_non_null(strstr(error_text(&error), "--validation-split"));
    }
    /* 10 * (1. - 0.9) is 0.9999999999999998: Keras would train on nothing. */
    spec.validation_split = 0.9;
    check_path(place->path, &spec, RT_ERR_USAGE, "leaves no rows to train on: there are 10");
    spec.validation_split = 1e-17; /* 1. - 1e-17 is 1.: not even one row */
    check_path(place->path, &spec, RT_ERR_USAGE, "leaves no rows to validate on: there are 10");
}

static void test_missing_members(void **state)
{
    struct imdb_place *place = *state;
    for (size_t i = 0; i < MEMBERS; i++) {
        char wanted[64];
        const char *name = place->member[i].name;
        snprintf(wanted, sizeof wanted, "it holds no %s", name);
        place->member[i].name = NULL;
        npz_write(place->path, place->member, MEMBERS);
        check(place, RT_ERR_FORMAT, wanted);
        place->member[i].name = name;
    }
}

static void test_headers(void **state)
{
    static const struct {
        const char *descr, *shape;
        enum rt_status status;
        const char *wanted;
    } bad[] = {
        {"|O", "(9223372036854775807,)", RT_ERR_FORMAT,
         "has the shape (9223372036854775807,), more"},
        {"|O", "(9223372036854775808,)", RT_ERR_FORMAT, "not a tuple of possible lengths"},
        {"|O", "(4294967296, 4294967296)", RT_ERR_FORMAT, "has one dimension"},
        {"|O", "(100000,)", RT_ERR_FORMAT, "more rows than its"},
        {"|O", "()", RT_ERR_FORMAT, "has one dimension"},
        {"|O", "(10, 1)", RT_ERR_FORMAT, "has one dimension"},
        {"|O", "(0,)", RT_ERR_FORMAT, "has no rows"},
        {"|O", "(9,)", RT_ERR_FORMAT, "the array's length is 10 and not 9"},
        {"<f4", "(10, 100)", RT_ERR_UNSUPPORTED, "a plain array of type <f4 and shape (10, 100)"},
        {"<i8", "(10,)", RT_ERR_UNSUPPORTED, "a plain array of type <i8"},
        {"<U100", "(10,)", RT_ERR_UNSUPPORTED, "a plain array of type <U100"},
    };
    struct imdb_place *place = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct bytes bytes = {0};
        put_npy_header(&bytes, bad[i].descr, bad[i].shape, 64);
        put_pickle(&bytes, 4, &place->train);
        check_member(place, X_TRAIN, &bytes, bad[i].status, bad[i].wanted);
        bytes_free(&bytes);
    }
}

static void test_labels(void **state)
{
    static const struct {
        const char *descr, *shape;
        uint64_t label;
        enum rt_status status;
        const char *wanted;
    } bad[] = {
        {"<i8", "(9,)", 0, RT_ERR_FORMAT, "y_train.npy has the shape (9,), but there are 10 rows"},
        {"<i8", "(11,)", 0, RT_ERR_FORMAT, "there are 10 rows of words"},
        {"<i8", "()", 0, RT_ERR_FORMAT, "there are 10 rows of words"},
        {"<i8", "(10, 2)", 0, RT_ERR_FORMAT, "there are 10 rows of words"},
        {"<i8", "(10,)", 2, RT_ERR_FORMAT, "y_train.npy goes up to 2, and no row has the label 0"},
        {"<i8", "(10,)", UINT64_MAX, RT_ERR_FORMAT, "the label of row 0 is -1"},
        {"<i8", "(10,)", UINT64_C(1) << 32, RT_ERR_FORMAT, "the label of row 0 is 4294967296"},
        {"<f4", "(10,)", 0, RT_ERR_UNSUPPORTED, "labels must be whole numbers"},
        {"|O", "(10,)", 0, RT_ERR_UNSUPPORTED, "labels must be whole numbers"},
        {"<i4", "(10,)", 0, RT_ERR_FORMAT, "y_train.npy goes on after its end, at byte 168"},
        {"<i8", "(9223372036854775807,)", 0, RT_ERR_FORMAT, "there are 10 rows of words"},
    };
    struct imdb_place *place = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct bytes bytes = {0};
        put_npy_header(&bytes, bad[i].descr, bad[i].shape, 64);
        for (size_t row = 0; row < ROWS; row++)
            bytes_number(&bytes, bad[i].label, 8);
        check_member(place, Y_TRAIN, &bytes, bad[i].status, bad[i].wanted);
        bytes_free(&bytes);
    }
}

/* If anything in it ran, the file that it makes would be there. */
static void test_hostile_pickle(void **state)
{
    struct imdb_place *place = *state;
    char *victim = path_in(place->folder, "victim");
    for (int protocol = 2; protocol <= 4; protocol += 2) {
        struct bytes bytes = {0};
        put_npy_header(&bytes, "|O", "(10,)", 64);
        bytes_byte(&bytes, 0x80);
        bytes_byte(&bytes, (unsigned)protocol);
        bytes_text(&bytes, protocol == 2 ? "cos\nsystem\n" : "\x8c\2os\x94\x8c\6system\x94\x93");
        bytes_text(&bytes, "X");
        bytes_number(&bytes, 6 + strlen(victim), 4);
        bytes_text(&bytes, "touch ");
        bytes_text(&bytes, victim);
        bytes_text(&bytes, "\x85R.");
        check_member(place, X_TRAIN, &bytes, RT_ERR_FORMAT, "x_train.npy at byte 1");
        check_member(place, X_TEST, &bytes, RT_ERR_FORMAT,
                     "the pickle asks for os.system, which no array of lists needs; nothing was "
                     "run");
        assert_int_not_equal(access(victim, F_OK), 0);
        bytes_free(&bytes);
    }
    free(victim);
}

static void test_ids(void **state)
{
    static const int32_t number[] = {-1, INT32_MIN, DATA_ID_MAX + 1, INT32_MAX};
    struct imdb_place *place = *state;
    for (size_t i = 0; i < sizeof number / sizeof *number; i++) {
        struct bytes bytes = {0};
        char wanted[64];
        snprintf(wanted, sizeof wanted, "row %d: the word's number %d is not", ROWS - 1,
                 (int)number[i]);
        size_t *count = &place->train.count[ROWS - 1];
        int32_t *row = realloc(place->train.row[ROWS - 1], sizeof *row);
        assert_non_null(row);
        row[0] = number[i];
        *count = 1;
        place->train.row[ROWS - 1] = row;
        put_npy_rows(&bytes, 4, &place->train);
        check_member(place, X_TRAIN, &bytes, RT_ERR_FORMAT, wanted);
        bytes_free(&bytes);
    }
}

/* Little on disk, much when unpacked: ends at a limit, early. */
static void test_bombs(void **state)
{
    struct imdb_place *place = *state;
    struct bytes bytes = {0};
    char *zeros = calloc(1, 32 << 20);
    assert_non_null(zeros);
    bytes_put(&bytes, zeros, 32 << 20);
    check_member(place, X_TRAIN, &bytes, RT_ERR_FORMAT, "is no npy array");
    bytes.size = 0;
    put_npy_header(&bytes, "|O", "(1,)", 64);
    put_pickle_head(&bytes, 2, 1);
    bytes_text(&bytes, "](](");
    for (size_t i = 0; i < 4 << 20; i++)
        bytes_put(&bytes, "K", 2);
    check_member(place, X_TRAIN, &bytes, RT_ERR_FORMAT, "has more than 1000000 words");
    free(zeros);
    bytes_free(&bytes);

    npz_write(place->path, place->member, MEMBERS);
    npz_patch(place->path, "x_test.npy", ZIP_FIELD_SIZE, 0xfffffff0, 4, 0);
    check(place, RT_ERR_MEMORY, "are more than the 1073741824 that rnntop reads");
    npz_patch(place->path, "x_test.npy", ZIP_FIELD_SIZE, 0x30000000, 4, 0);
    check(place, RT_ERR_FORMAT, "its directory entry lies");
    npz_patch(place->path, "x_test.npy", ZIP_FIELD_SIZE, 200, 4, 0);
    check(place, RT_ERR_FORMAT, "x_test.npy ");
}

/* A flipped bit can look like anything; the sentence says that it is damage. */
static void test_damage_is_named(void **state)
{
    struct imdb_place *place = *state;
    struct bytes file = {0};
    for (size_t i = 0; i < MEMBERS; i++)
        place->member[i].stored = 1;
    npz_write(place->path, place->member, MEMBERS);
    file_read(place->path, &file);
    uint8_t *found = memmem(file.at, file.size, "_reconstruct", 12);
    assert_non_null(found);
    found[3] ^= 4;
    file_write(place->path, file.at, file.size);
    check(place, RT_ERR_FORMAT,
          "x_train.npy is damaged: its checksum is wrong; get the file again");
    bytes_free(&file);
}

static void test_every_cut(void **state)
{
    struct imdb_place *place = *state;
    struct bytes file = {0};
    struct rt_error error;
    for (int stored = 0; stored <= 1; stored++) {
        for (size_t i = 0; i < MEMBERS; i++)
            place->member[i].stored = stored;
        npz_write(place->path, place->member, MEMBERS);
        file.size = 0;
        file_read(place->path, &file);
        for (size_t size = 0; size < file.size; size += test_stride(file.size, 300)) {
            file_write(place->path, file.at, size);
            enum rt_status status = load(place->path, &lesson, &error);
            if (status == RT_OK)
                fail_msg("the first %zu of %zu bytes were accepted", size, file.size);
            assert_true(status == RT_ERR_FORMAT);
        }
    }
    bytes_free(&file);
}

static void check_equal(const struct data_rows *rows, const struct data_rows *good)
{
    assert_int_equal(rows->rows, good->rows);
    assert_memory_equal(rows->x, good->x, good->rows * lesson.maxlen * sizeof *good->x);
    assert_memory_equal(rows->y, good->y, good->rows * sizeof *good->y);
}

/* Loads a flipped copy: it is refused, or what was flipped is nothing that matters (a time, an
 * attribute) and the data are the good file's. True if it was accepted. */
static bool check_flipped(const char *path, const struct dataset *good)
{
    struct dataset *dataset;
    struct rt_error error = {0};
    enum rt_status status =
        dataset_load(&dataset, path, &lesson, NULL, NULL, NULL, NULL, NULL, &error);
    if (status != RT_OK) {
        assert_true(error.status == status && error_text(&error)[0] != '\0');
        return false;
    }
    check_equal(&dataset->train, &good->train);
    check_equal(&dataset->validation, &good->validation);
    check_equal(&dataset->test, &good->test);
    dataset_free(dataset);
    return true;
}

static void test_random_flips(void **state)
{
    struct imdb_place *place = *state;
    uint32_t seed = 20260113;
    size_t accepted = 0;
    for (int kind = 0; kind < 4; kind++) {
        struct bytes file = {0};
        struct dataset *good;
        struct rt_error error;
        for (size_t i = 0; i < MEMBERS; i++)
            place->member[i].stored = kind % 2;
        bytes_free(&place->member[X_TRAIN].bytes);
        put_npy_rows(&place->member[X_TRAIN].bytes, kind < 2 ? 2 : 5, &place->train);
        npz_write(place->path, place->member, MEMBERS);
        file_read(place->path, &file);
        assert_int_equal(
            dataset_load(&good, place->path, &lesson, NULL, NULL, NULL, NULL, NULL, &error), RT_OK);
        const size_t flips = test_is_long() ? FLIPS : FLIPS / 10;
        for (size_t flip = 0; flip < flips; flip++) {
            struct bytes copy = {0};
            bytes_put(&copy, file.at, file.size);
            for (size_t bits = 1 + flip % 3; bits > 0; bits--) {
                seed = seed * 1664525u + 1013904223u;
                size_t bit = (size_t)(seed >> 4) % (8 * copy.size);
                copy.at[bit / 8] ^= (uint8_t)(1u << bit % 8);
            }
            file_write(place->path, copy.at, copy.size);
            accepted += check_flipped(place->path, good);
            bytes_free(&copy);
        }
        dataset_free(good);
        bytes_free(&file);
    }
    print_message("%zu of 4 * %d files with flipped bits were accepted, with the same data\n",
                  accepted, test_is_long() ? FLIPS : FLIPS / 10);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_no_file),        TEST(test_other_contents),
        TEST(test_settings),       TEST(test_missing_members),
        TEST(test_headers),        TEST(test_labels),
        TEST(test_hostile_pickle), TEST(test_ids),
        TEST(test_bombs),          TEST(test_damage_is_named),
        TEST(test_every_cut),      TEST(test_random_flips),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
