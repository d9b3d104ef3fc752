#include "config.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "data_support.h"
#include "numpy_files.h"
#include "rnntop/data/dataset.h"
#include "rnntop/data/npz/keras_shuffle.h"
#include "rnntop/data/text/vocabulary.h"
#include "tests/words/error_text.h"

#define ROWS 10

static const struct data_spec lesson = {.num_words = 4000,
                                        .maxlen = 8,
                                        .padding = SIDE_POST,
                                        .truncating = SIDE_PRE,
                                        .validation_split = 0.3};

static int set_up(void **state)
{
    *state = imdb_place_make("tiny set.npz", ROWS);
    return 0;
}

static int tear_down(void **state)
{
    imdb_place_free(*state);
    return 0;
}

static struct dataset *load(const struct imdb_place *place, const struct data_spec *spec)
{
    struct dataset *dataset = NULL;
    struct rt_error error = {0};
    struct data_warnings warnings;
    if (dataset_load(&dataset, place->path, spec, NULL, NULL, NULL, NULL, &warnings, &error) !=
        RT_OK)
        fail_msg("%s", error_text(&error));
    assert_int_equal(warnings.count, 0);
    return dataset;
}

/* Keras's load_data and pad_sequences for one row, written down as Keras does: whole lists, step by
 * step, nothing clever. */
static void keras_row(const struct data_spec *spec, const int32_t *ranks, size_t count,
                      int32_t *row)
{
    int32_t list[64], kept[64];
    size_t length = 0, keep = 0;
    list[length++] = 1;
    for (size_t i = 0; i < count; i++)
        list[length++] = ranks[i] + 3;
    for (size_t i = 0; i < length; i++)
        if (list[i] >= (int32_t)spec->num_words)
            list[i] = 2;
    for (size_t i = 0; i < length; i++) {
        bool cut = spec->truncating == SIDE_PRE ? i + spec->maxlen < length : i >= spec->maxlen;
        if (!cut)
            kept[keep++] = list[i];
    }
    for (size_t i = 0; i < spec->maxlen; i++)
        row[i] = 0;
    for (size_t i = 0; i < keep; i++)
        row[spec->padding == SIDE_PRE ? spec->maxlen - keep + i : i] = kept[i];
}

/* Position i of the rows, which start at `from` in the shuffled order, is file row order[from + i].
 */
static void check_rows(const struct data_rows *rows, const struct data_spec *spec,
                       const struct raw_rows *raw, const uint32_t *order, size_t from)
{
    int32_t wanted[64];
    for (size_t i = 0; i < rows->rows; i++) {
        uint32_t file_row = order[from + i];
        keras_row(spec, raw->row[file_row], raw->count[file_row], wanted);
        for (size_t k = 0; k < spec->maxlen; k++)
            assert_int_equal(rows->x[i * spec->maxlen + k], wanted[k]);
        assert_true(rows->y[i] == (file_row % 3 == 0 ? 1.f : 0.f));
        assert_int_equal(rows->words[i], raw->count[file_row]);
    }
}

static void check_dataset(const struct dataset *dataset, const struct imdb_place *place,
                          const struct data_spec *spec)
{
    static const uint32_t train_order[ROWS] = {9, 3, 6, 1, 0, 7, 4, 8, 2, 5};
    uint32_t order[ROWS], test_order[ROWS + 1];
    struct keras_shuffle shuffle;
    keras_shuffle_seed(&shuffle, 113);
    keras_shuffle_order(&shuffle, order, ROWS);
    keras_shuffle_order(&shuffle, test_order, ROWS + 1);
    assert_memory_equal(order, train_order, sizeof order);
    assert_int_equal(dataset->num_words, spec->num_words);
    assert_int_equal(dataset->maxlen, spec->maxlen);
    assert_int_equal(dataset->train.rows + dataset->validation.rows, ROWS);
    assert_int_equal(dataset->test.rows, ROWS + 1);
    check_rows(&dataset->train, spec, &place->train, order, 0);
    check_rows(&dataset->validation, spec, &place->train, order, dataset->train.rows);
    check_rows(&dataset->test, spec, &place->test, test_order, 0);

    struct data_spec whole = *spec;
    int32_t first[64];
    whole.maxlen = place->train.count[9] + 1;
    keras_row(&whole, place->train.row[9], place->train.count[9], first);
    assert_int_equal(dataset->first_length, whole.maxlen);
    assert_memory_equal(dataset->first, first, whole.maxlen * sizeof *first);
}

static void test_protocols(void **state)
{
    struct imdb_place *place = *state;
    for (int protocol = 2; protocol <= 5; protocol++) {
        for (int stored = 0; stored <= 1; stored++) {
            tear_down(state);
            set_up(state);
            place = *state;
            for (size_t i = 0; i < MEMBERS; i++)
                place->member[i].stored = stored;
            bytes_free(&place->member[X_TRAIN].bytes);
            put_npy_rows(&place->member[X_TRAIN].bytes, protocol, &place->train);
            npz_write(place->path, place->member, MEMBERS);
            struct dataset *dataset = load(place, &lesson);
            assert_int_equal(dataset->train.rows, 7);
            check_dataset(dataset, place, &lesson);
            dataset_free(dataset);
        }
    }
    dataset_free(NULL);
}

static void test_specs(void **state)
{
    static const size_t num_words[] = {3, 4, 300, 200004}, maxlen[] = {1, 5, 13, 40};
    struct imdb_place *place = *state;
    for (size_t i = 0; i < 64; i++) {
        struct data_spec spec = {.num_words = num_words[i % 4],
                                 .maxlen = maxlen[i / 4 % 4],
                                 .padding = i / 16 % 2 ? SIDE_PRE : SIDE_POST,
                                 .truncating = i / 32 % 2 ? SIDE_PRE : SIDE_POST,
                                 .validation_split = 0.5};
        struct dataset *dataset = load(place, &spec);
        check_dataset(dataset, place, &spec);
        dataset_free(dataset);
    }
}

/* numpy.savez(file, x_train, y_train, x_test, y_test) calls them arr_0 to arr_3. */
static void test_savez_names(void **state)
{
    static const char *const name[MEMBERS] = {"arr_0.npy", "arr_1.npy", "arr_2.npy", "arr_3.npy"};
    struct imdb_place *place = *state;
    for (size_t i = 0; i < MEMBERS; i++) {
        place->member[i].name = name[i];
        place->member[i].stored = 1;
    }
    npz_write(place->path, place->member, MEMBERS);
    struct dataset *dataset = load(place, &lesson);
    check_dataset(dataset, place, &lesson);
    assert_int_equal(dataset->classes, 2);
    assert_string_equal(dataset->class_name[0], "negative");
    assert_string_equal(dataset->class_name[1], "positive");
    dataset_free(dataset);
}

/* Ids as pad_sequences() leaves them: the zeros at both ends go, the order stays. */
static void test_matrices(void **state)
{
    static const uint16_t rows[4][6] = {
        {1, 5, 6, 7, 0, 0}, {0, 0, 0, 1, 9, 5000}, {1, 2, 3, 4, 5, 6}, {0, 0, 0, 0, 0, 0}};
    static const int32_t wanted[4][4] = {{1, 5, 6, 7}, {1, 9, 2, 0}, {3, 4, 5, 6}, {0, 0, 0, 0}};
    static const int64_t labels[4] = {2, 0, 1, 1};
    struct imdb_place *place = *state;
    struct data_spec spec = lesson;
    for (size_t i = 0; i < MEMBERS; i++) {
        bytes_free(&place->member[i].bytes);
        if (i == Y_TRAIN || i == Y_TEST) {
            put_npy_labels(&place->member[i].bytes, labels, 4);
            continue;
        }
        put_npy_header(&place->member[i].bytes, i == X_TRAIN ? "<u2" : ">i4", "(4, 6)", 64);
        for (size_t k = 0; k < 24; k++) {
            if (i == X_TRAIN)
                bytes_number(&place->member[i].bytes, rows[k / 6][k % 6], 2);
            for (size_t b = 4; i == X_TEST && b-- > 0;)
                bytes_byte(&place->member[i].bytes, (unsigned)rows[k / 6][k % 6] >> (8 * b) & 255);
        }
    }
    npz_write(place->path, place->member, MEMBERS);
    spec.maxlen = 4;
    spec.validation_split = 0;
    struct dataset *dataset = load(place, &spec);
    assert_memory_equal(dataset->train.x, wanted, sizeof wanted);
    assert_memory_equal(dataset->test.x, wanted, sizeof wanted);
    assert_int_equal(dataset->classes, 3);
    assert_string_equal(dataset->class_name[2], "2");
    for (size_t i = 0; i < 4; i++)
        assert_true(dataset->train.y[i] == (float)labels[i]);
    assert_int_equal(dataset->first_length, 4);
    assert_memory_equal(dataset->first, wanted[0], sizeof wanted[0]);
    spec.padding = SIDE_PRE;
    dataset_free(dataset);
    dataset = load(place, &spec);
    assert_memory_equal(dataset->train.x + 4, ((const int32_t[]){0, 1, 9, 2}), 16);
    dataset_free(dataset);
}

/* Lists as load_data() returns them, and as somebody saved them again: the same rows come of them,
 * in their own order, and that is said. One that begins otherwise is proof of ranks. */
static void test_saved_ids(void **state)
{
    struct imdb_place *place = *state;
    struct raw_rows *halves[] = {&place->train, &place->test};
    struct data_spec spec = lesson;
    struct data_warnings warnings;
    struct dataset *dataset;
    char said[ERRORS_TEXT_SIZE];
    spec.validation_split = 0;
    int32_t wanted[ROWS][8];
    for (size_t i = 0; i < ROWS; i++)
        keras_row(&spec, place->train.row[i], place->train.count[i], wanted[i]);
    for (size_t h = 0; h < 2; h++) {
        for (size_t i = 0; i < halves[h]->rows; i++) {
            int32_t **row = &halves[h]->row[i];
            size_t count = halves[h]->count[i]++;
            *row = realloc(*row, (count + 1) * sizeof **row);
            for (size_t k = count; k > 0; k--)
                (*row)[k] = (*row)[k - 1] + 3;
            (*row)[0] = 1;
        }
        bytes_free(&place->member[h == 0 ? X_TRAIN : X_TEST].bytes);
        put_npy_rows(&place->member[h == 0 ? X_TRAIN : X_TEST].bytes, 3, halves[h]);
    }
    npz_write(place->path, place->member, MEMBERS);
    assert_int_equal(
        dataset_load(&dataset, place->path, &spec, NULL, NULL, NULL, NULL, &warnings, NULL), RT_OK);
    assert_memory_equal(dataset->train.x, wanted, sizeof wanted);
    assert_true(dataset->train.y[3] == 1.f && dataset->train.y[4] == 0.f);
    assert_int_equal(dataset->first_length, place->train.count[0]);
    assert_int_equal(warnings.count, 1);
    errors_say(&warnings.warning[0], said, sizeof said);
    assert_non_null(strstr(said, "are taken as they are"));
    dataset_free(dataset);

    place->train.row[ROWS - 1][0] = 4;
    bytes_free(&place->member[X_TRAIN].bytes);
    put_npy_rows(&place->member[X_TRAIN].bytes, 3, &place->train);
    npz_write(place->path, place->member, MEMBERS);
    dataset = load(place, &spec);
    assert_int_equal(dataset->first[0], 1); /* the mark that was added, before the shuffled row */
    assert_int_equal(dataset->first_length, place->train.count[9] + 1);
    dataset_free(dataset);
}

/* Python's int(10 * (1. - split)): 0.8 leaves 1 and not 2, for the product is 1.9999999999999996.
 */
static void test_split(void **state)
{
    static const struct {
        double split;
        size_t train;
    } wanted[] = {{0, 10},  {0.3, 7}, {0.1, 9}, {0.2, 8}, {0.25, 7},
                  {0.5, 5}, {0.7, 3}, {0.8, 1}, {0.85, 1}};
    struct imdb_place *place = *state;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        struct data_spec spec = lesson;
        spec.validation_split = wanted[i].split;
        struct dataset *dataset = load(place, &spec);
        assert_int_equal(dataset->train.rows, wanted[i].train);
        assert_ptr_equal(dataset->validation.x, dataset->train.x + wanted[i].train * spec.maxlen);
        assert_ptr_equal(dataset->validation.y, dataset->train.y + wanted[i].train);
        check_dataset(dataset, place, &spec);
        dataset_free(dataset);
    }
}

static void test_label_types(void **state)
{
    static const struct {
        const char *descr, *shape;
        size_t bytes;
    } type[] = {{"<i8", "(10,)", 8}, {"<u8", "(10,)", 8}, {">i8", "(10,)", 8},
                {"<i4", "(10,)", 4}, {">i4", "(10,)", 4}, {"<u4", "(10,)", 4},
                {"<i2", "(10,)", 2}, {">u2", "(10,)", 2}, {"|i1", "(10,)", 1},
                {"|u1", "(10,)", 1}, {"|b1", "(10,)", 1}, {"<i8", "(10, 1)", 8}};
    struct imdb_place *place = *state;
    for (size_t i = 0; i < sizeof type / sizeof *type; i++) {
        struct bytes *bytes = &place->member[Y_TRAIN].bytes;
        bytes_free(bytes);
        put_npy_header(bytes, type[i].descr, type[i].shape, 64);
        for (uint64_t row = 0; row < ROWS; row++) {
            uint64_t label = row % 3 == 0;
            bytes_number(bytes, type[i].descr[0] == '>' ? label << (8 * type[i].bytes - 8) : label,
                         type[i].bytes);
        }
        npz_write(place->path, place->member, MEMBERS);
        struct dataset *dataset = load(place, &lesson);
        check_dataset(dataset, place, &lesson);
        dataset_free(dataset);
    }
}

/* A file that NumPy itself wrote, whole. */
static void test_numpy(void **state)
{
    static const int32_t wanted[2][4] = {{0, 0, 1, 4}, {0, 1, 5, 6}}; /* of x_test, unshuffled */
    struct imdb_place *place = *state;
    struct data_spec spec = {.num_words = 4000,
                             .maxlen = 4,
                             .padding = SIDE_PRE,
                             .truncating = SIDE_PRE,
                             .validation_split = 0.5};
    for (int compressed = 0; compressed <= 1; compressed++) {
        if (compressed)
            file_write(place->path, numpy_savez_compressed, sizeof numpy_savez_compressed);
        else
            file_write(place->path, numpy_savez, sizeof numpy_savez);
        struct dataset *dataset = load(place, &spec);
        assert_int_equal(dataset->train.rows, 2);
        assert_int_equal(dataset->validation.rows, 2);
        assert_int_equal(dataset->test.rows, 2);
        size_t one = dataset->test.y[0] == 1.f ? 0 : 1;
        assert_memory_equal(dataset->test.x + one * 4, wanted[0], sizeof wanted[0]);
        assert_memory_equal(dataset->test.x + (1 - one) * 4, wanted[1], sizeof wanted[1]);
        dataset_free(dataset);
    }
}

static void test_names(void **state)
{
    struct imdb_place *place = *state;
    setenv("HOME", place->folder, 1);
    struct dataset *dataset = load(place, &lesson);
    assert_string_equal(dataset->name, "tiny set");
    assert_string_equal(dataset->path, place->path);
    assert_null(dataset->vocabulary);
    dataset_free(dataset);

    free(place->path);
    place->path = path_in(place->folder, "\x1b[2J.npz");
    npz_write(place->path, place->member, MEMBERS);
    dataset = load(place, &lesson);
    assert_string_equal(dataset->name, "\xef\xbf\xbd[2J");
    assert_string_equal(dataset->path, place->path); /* raw: who shows it makes it safe */
    dataset_free(dataset);
}

/* A word index of `words` words, rank k being "wk". */
static void write_index(const struct imdb_place *place, size_t words, const char *end)
{
    struct bytes json = {0};
    char entry[64];
    char *path = path_in(place->folder, "imdb_word_index.json");
    for (size_t rank = 1; rank <= words; rank++) {
        snprintf(entry, sizeof entry, "%s\"w%zu\": %zu", rank == 1 ? "{" : ", ", rank, rank);
        bytes_text(&json, entry);
    }
    bytes_text(&json, end);
    file_write(path, json.at, json.size);
    bytes_free(&json);
    free(path);
}

static void check_warning(const struct imdb_place *place, const char *wanted)
{
    char warning[ERRORS_TEXT_SIZE];
    struct data_warnings warnings;
    struct dataset *dataset;
    struct rt_error error;
    assert_int_equal(
        dataset_load(&dataset, place->path, &lesson, NULL, NULL, NULL, NULL, &warnings, &error),
        RT_OK);
    assert_null(dataset->vocabulary);
    assert_int_equal(warnings.count, 1);
    errors_say(&warnings.warning[0], warning, sizeof warning);
    if (!strstr(warning, wanted) || !strstr(warning, "imdb_word_index.json"))
        fail_msg("'%s' does not say imdb_word_index.json and '%s'", warning, wanted);
    dataset_free(dataset);
    assert_int_equal(
        dataset_load(&dataset, place->path, &lesson, NULL, NULL, NULL, NULL, NULL, &error), RT_OK);
    dataset_free(dataset);
}

static void test_word_index(void **state)
{
    struct imdb_place *place = *state;
    write_index(place, 99000, "}");
    struct dataset *dataset = load(place, &lesson);
    assert_non_null(dataset->vocabulary);
    assert_int_equal(vocabulary_words(dataset->vocabulary), 99000);
    assert_string_equal(vocabulary_word(dataset->vocabulary, 103), "w100");
    dataset_free(dataset);
    write_index(place, 50, "}");
    check_warning(place, "it has 50 words, but the data's go up to ");
    write_index(place, 99000, "");
    check_warning(place, "is not JSON");
    write_index(place, 0, "");
    check_warning(place, "it is empty");
}

struct progress {
    uint64_t last, total;
    size_t calls;
    atomic_bool *stop;
};

static void follow(void *context, uint64_t done, uint64_t total)
{
    struct progress *progress = context;
    assert_true(done >= progress->last && done <= total);
    assert_true(progress->calls == 0 || progress->total == total);
    progress->last = done;
    progress->total = total;
    progress->calls++;
    if (progress->stop && progress->calls == 2)
        atomic_store(progress->stop, true);
}

static void test_progress(void **state)
{
    struct imdb_place *place = *state;
    struct progress progress = {0};
    struct dataset *dataset;
    struct rt_error error;
    write_index(place, 99000, "}");
    assert_int_equal(
        dataset_load(&dataset, place->path, &lesson, NULL, follow, &progress, NULL, NULL, &error),
        RT_OK);
    assert_true(progress.calls >= MEMBERS && progress.last == progress.total);
    dataset_free(dataset);
}

static void test_stop(void **state)
{
    struct imdb_place *place = *state;
    atomic_bool stop = true;
    struct progress progress = {0};
    struct dataset *dataset = NULL;
    struct rt_error error;
    assert_int_equal(
        dataset_load(&dataset, place->path, &lesson, NULL, follow, &progress, &stop, NULL, &error),
        RT_INTERRUPTED);
    assert_int_equal(progress.calls, 0);
    atomic_store(&stop, false);
    progress.stop = &stop;
    assert_int_equal(
        dataset_load(&dataset, place->path, &lesson, NULL, follow, &progress, &stop, NULL, &error),
        RT_INTERRUPTED);
    assert_int_equal(progress.calls, 2);
    assert_null(dataset);
}

/* Nobody asks for the demo corpus where nothing else is. */
static void check_found_as(const char *wanted, bool is_fallback)
{
    char *path = NULL;
    bool fallback = !is_fallback;
    struct rt_error error = {0};
    if (dataset_find(&path, &fallback, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    assert_string_equal(path, wanted);
    assert_int_equal(fallback, is_fallback);
    free(path);
}

static void check_found(const char *wanted)
{
    check_found_as(wanted, false);
}

static void check_not_found(const char *text)
{
    char *path = NULL;
    bool fallback;
    struct rt_error error = {0};
    assert_int_equal(dataset_find(&path, &fallback, &error), RT_ERR_IO);
    assert_null(path);
    if (!strstr(error_text(&error), text))
        fail_msg("'%s' does not say '%s'", error_text(&error), text);
}

static void test_find(void **state)
{
    struct imdb_place *place = *state;
    char command[512];
    snprintf(command, sizeof command,
             "cd '%s' && mkdir -p .keras/datasets k/datasets c/rnntop .cache/rnntop",
             place->folder);
    assert_int_equal(system(command), 0);
    char *home = place->folder, *keras = path_in(home, "k"), *cache = path_in(home, "c");
    char *in_keras = path_in(home, ".keras/datasets/imdb.npz");
    char *in_keras_home = path_in(keras, "datasets/imdb.npz");
    char *in_cache = path_in(cache, "rnntop/imdb.npz");
    char *in_home_cache = path_in(home, ".cache/rnntop/imdb.npz");
    unsetenv("RNNTOP_DATA");
    unsetenv("KERAS_HOME");
    unsetenv("XDG_CACHE_HOME");
    setenv("HOME", home, 1);

    check_found_as(DATASET_DEMO, true);
    file_write(in_home_cache, "x", 1);
    check_found(in_home_cache);
    setenv("XDG_CACHE_HOME", "relative", 1);
    check_found(in_home_cache);
    setenv("XDG_CACHE_HOME", cache, 1);
    check_found_as(DATASET_DEMO, true);
    file_write(in_cache, "x", 1);
    check_found(in_cache);
    file_write(in_keras, "x", 1);
    check_found(in_keras);
    setenv("KERAS_HOME", keras, 1);
    check_found(in_cache);
    file_write(in_keras_home, "x", 1);
    check_found(in_keras_home);
    setenv("RNNTOP_DATA", "", 1);
    check_found(in_keras_home);
    setenv("RNNTOP_DATA", place->path, 1);
    check_found(place->path);
    setenv("RNNTOP_DATA", DATASET_DEMO, 1);
    check_found(DATASET_DEMO);
    setenv("RNNTOP_DATA", "/no/such/file.npz", 1);
    check_not_found("$RNNTOP_DATA names /no/such/file.npz: No such file or directory");
    unsetenv("RNNTOP_DATA");
    unsetenv("KERAS_HOME");
    unsetenv("XDG_CACHE_HOME");
    unsetenv("HOME");
    check_found_as(DATASET_DEMO, true);

    snprintf(command, sizeof command, "cd '%s' && rm -r .keras k c .cache", place->folder);
    assert_int_equal(system(command), 0);
    free(keras);
    free(cache);
    free(in_keras);
    free(in_keras_home);
    free(in_cache);
    free(in_home_cache);
}

static void test_guessed_names(void **state)
{
    static const struct {
        const char *path, *name;
    } wanted[] = {{DATASET_DEMO, "DEMO corpus (made up)"},
                  {"imdb.npz", "IMDB"},
                  {"/a/b/imdb.npz", "IMDB"},
                  {"/a/b.c/films.grammar", "films"},
                  {"./demo", "demo"},
                  {"/a/\x1b[2J.npz", "\xef\xbf\xbd[2J"},
                  {"/a/", "a"}};
    char name[DATASET_NAME_SIZE], path[2 * DATASET_NAME_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        dataset_guess_name(wanted[i].path, name);
        assert_string_equal(name, wanted[i].name);
    }
    memset(path, 'x', sizeof path);
    path[sizeof path - 1] = '\0';
    dataset_guess_name(path, name);
    assert_int_equal(strlen(name), sizeof name - 1);
}

/* What was found and can't be read: what would help. No other data helps against a wrong setting.
 */
static void test_suggestions(void **state)
{
    struct rt_error error;
    (void)state;
    rt_fail(&error, ERR_DATA_CANT_OPEN, EACCES);
    rt_error_at_path(&error, "/data/imdb.npz");
    dataset_suggest(&error);
    assert_int_equal(error.status, RT_ERR_IO);
    assert_string_equal(error_text(&error),
                        "/data/imdb.npz: Permission denied. Mend or move it, or name other data: "
                        "--data demo needs no file.");
    rt_fail(&error, ERR_DATA_IS_EMPTY);
    rt_fail_within(&error, ERR_TEST_UNUSABLE); /* which other data would not help */
    dataset_suggest(&error);
    assert_int_equal(error.within, ERR_TEST_UNUSABLE);
    rt_fail(&error, ERR_MAXLEN_NOT_MEASURED);
    dataset_suggest(&error);
    assert_string_equal(
        error_text(&error),
        "--maxlen auto measures texts, and these are none: give a number of tokens.");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_protocols),
        TEST(test_specs),
        TEST(test_savez_names),
        TEST(test_matrices),
        TEST(test_saved_ids),
        TEST(test_split),
        TEST(test_label_types),
        TEST(test_numpy),
        TEST(test_names),
        TEST(test_word_index),
        TEST(test_progress),
        TEST(test_stop),
        TEST(test_find),
        cmocka_unit_test(test_guessed_names),
        cmocka_unit_test(test_suggestions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
