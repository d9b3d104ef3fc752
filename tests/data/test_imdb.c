/*
 * The real IMDB file, from the folder that $RNNTOP_TEST_DATA names; skipped without it.
 */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "data_support.h"
#include "rnntop/data/dataset.h"
#include "rnntop/data/npz/npy.h"
#include "rnntop/data/npz/npz.h"
#include "rnntop/data/npz/pickle.h"
#include "rnntop/data/text/vocabulary.h"
#include "tests/base/sha256.h"
#include "tests/words/error_text.h"

#define SKIPPED       77 /* automake's exit status for a test that was not made */
#define MEGABYTES_MAX 120

static const struct data_spec lesson = {.num_words = 4000,
                                        .maxlen = 100,
                                        .padding = SIDE_POST,
                                        .truncating = SIDE_PRE,
                                        .validation_split = 0.3};

static char *imdb; /* the file's path; set once, before the tests */

/* A sanitiser's own memory says nothing about ours. */
static bool memory_is_ours(void)
{
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
    return false;
#elif defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    return false;
#else
    return true;
#endif
#else
    return true;
#endif
}

static long peak_kilobytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

static struct dataset *load(void)
{
    struct dataset *dataset;
    struct rt_error error;
    if (dataset_load(&dataset, imdb, &lesson, NULL, NULL, NULL, NULL, NULL, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    return dataset;
}

/* Runs first: the peak is the process's. */
static void test_memory(void **state)
{
    long before = peak_kilobytes();
    (void)state;
    dataset_free(load());
    long grown = (peak_kilobytes() - before) / 1024;
    print_message("reading IMDB: the peak grew by %ld MB (at most %d wanted)\n", grown,
                  MEGABYTES_MAX);
    if (memory_is_ours())
        assert_true(grown <= MEGABYTES_MAX);
}

static void add_rows(struct sha256 *sha, const struct data_rows *rows)
{
    for (size_t i = 0; i < rows->rows * lesson.maxlen; i++) {
        uint32_t id = (uint32_t)rows->x[i];
        uint8_t bytes[4] = {(uint8_t)id, (uint8_t)(id >> 8), (uint8_t)(id >> 16),
                            (uint8_t)(id >> 24)};
        sha256_add(sha, bytes, sizeof bytes);
    }
}

static size_t positive(const struct data_rows *rows)
{
    size_t count = 0;
    for (size_t i = 0; i < rows->rows; i++) {
        assert_true(rows->y[i] == 0.f || rows->y[i] == 1.f);
        count += rows->y[i] == 1.f;
    }
    return count;
}

static void test_matrices(void **state)
{
    struct dataset *dataset = load();
    struct sha256 sha;
    char digest[SHA256_TEXT];
    (void)state;
    assert_string_equal(dataset->name, "IMDB");
    assert_int_equal(dataset->train.rows, 17500);
    assert_int_equal(dataset->validation.rows, 7500);
    assert_int_equal(dataset->test.rows, 25000);
    sha256_begin(&sha);
    add_rows(&sha, &dataset->train);
    add_rows(&sha, &dataset->validation);
    sha256_end(&sha, digest);
    assert_string_equal(digest, "0d1edc21bc5d0b09632e0a0165344a7c188dcfe31a9db358330176a41811c791");
    sha256_begin(&sha);
    add_rows(&sha, &dataset->test);
    sha256_end(&sha, digest);
    assert_string_equal(digest, "f4d9790be956ea3575c8b2039f30491667026c821ffe10d37677a79c018c1b0e");
    assert_int_equal(positive(&dataset->train) + positive(&dataset->validation), 12500);
    assert_int_equal(positive(&dataset->test), 12500);
    dataset_free(dataset);
}

/* The first review, which every tutorial prints: "this film was just brilliant ...". */
static void test_first_review(void **state)
{
    static const int32_t ids[] = {1, 14, 22, 16, 43, 530, 973, 1622, 1385, 65};
    static const char *const words[] = {"<start>",   "this",    "film",     "was",     "just",
                                        "brilliant", "casting", "location", "scenery", "story"};
    struct dataset *dataset = load();
    (void)state;
    assert_int_equal(dataset->first_length, 218);
    assert_memory_equal(dataset->first, ids, sizeof ids);
    assert_true(dataset->train.y[0] == 1.f);
    /* Its last hundred words are the matrix's first row. */
    assert_memory_equal(dataset->train.x, dataset->first + 118, 100 * sizeof *dataset->first);
    if (dataset->vocabulary) {
        assert_int_equal(vocabulary_words(dataset->vocabulary), 88584);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            assert_string_equal(vocabulary_word(dataset->vocabulary, dataset->first[i]), words[i]);
        assert_string_equal(vocabulary_word(dataset->vocabulary, 475), "\xc2\x96");
    } else {
        print_message("no imdb_word_index.json beside the data: its words are not tested\n");
    }
    dataset_free(dataset);
}

struct lengths {
    size_t rows, sum, max, min, below_100;
    int32_t rank_min, rank_max;
};

static bool measure(void *context, size_t row, const int32_t *ranks, size_t count)
{
    struct lengths *lengths = context;
    size_t length = count + 1; /* with the start mark */
    lengths->rows = row + 1;
    lengths->sum += length;
    lengths->max = length > lengths->max ? length : lengths->max;
    lengths->min = length < lengths->min ? length : lengths->min;
    lengths->below_100 += length < 100;
    for (size_t i = 0; i < count; i++) {
        lengths->rank_min = ranks[i] < lengths->rank_min ? ranks[i] : lengths->rank_min;
        lengths->rank_max = ranks[i] > lengths->rank_max ? ranks[i] : lengths->rank_max;
    }
    return true;
}

static void check_lengths(const char *member, size_t sum, size_t max, size_t min, size_t below_100,
                          int32_t *rank_max)
{
    struct npz_watch watch = {0};
    struct npz *npz;
    struct reader *reader;
    struct npy_header header;
    struct rt_error error;
    struct lengths lengths = {.min = SIZE_MAX, .rank_min = INT32_MAX};
    if (npz_open(&npz, open(imdb, O_RDONLY), &watch, &error) != RT_OK ||
        npz_member_open(npz, member, &reader, &error) != RT_OK ||
        npy_read_header(reader, &header, &error) != RT_OK ||
        pickle_read_rows(reader, 25000, measure, &lengths, &error) != RT_OK)
        fail_msg("%s: %s", member, error_text(&error));
    npz_close(npz);
    assert_int_equal(lengths.rows, 25000);
    assert_int_equal((lengths.sum + 125) / 250, sum); /* hundredths of the mean, rounded */
    assert_int_equal(lengths.max, max);
    assert_int_equal(lengths.min, min);
    assert_int_equal(lengths.below_100, below_100);
    assert_int_equal(lengths.rank_min, 1);
    if (lengths.rank_max > *rank_max)
        *rank_max = lengths.rank_max;
}

static void test_lengths(void **state)
{
    int32_t rank_max = 0;
    (void)state;
    check_lengths("x_train.npy", 23871, 2494, 11, 2773, &rank_max);
    check_lengths("x_test.npy", 23080, 2315, 7, 2963, &rank_max);
    assert_int_equal(rank_max, 88584);
}

/* Cut off, as a broken download leaves it. */
static void test_half_a_download(void **state)
{
    char *folder = folder_make(), *path = path_in(folder, "imdb.npz");
    struct bytes bytes = {0};
    struct dataset *dataset = NULL;
    struct rt_error error;
    (void)state;
    file_read(imdb, &bytes);
    file_write(path, bytes.at, bytes.size / 2);
    assert_int_equal(dataset_load(&dataset, path, &lesson, NULL, NULL, NULL, NULL, NULL, &error),
                     RT_ERR_FORMAT);
    assert_non_null(strstr(error_text(&error), "imdb.npz: it is cut off"));
    bytes.at[bytes.size / 4] ^= 1;
    file_write(path, bytes.at, bytes.size);
    assert_int_equal(dataset_load(&dataset, path, &lesson, NULL, NULL, NULL, NULL, NULL, &error),
                     RT_ERR_FORMAT);
    assert_non_null(strstr(error_text(&error), "is damaged"));
    bytes_free(&bytes);
    folder_remove(folder);
    free(path);
}

int main(void)
{
    const char *folder = getenv("RNNTOP_TEST_DATA");
    if (!folder || !*folder) {
        printf("skipped: RNNTOP_TEST_DATA does not name the folder that holds imdb.npz\n");
        return SKIPPED;
    }
    imdb = path_in(folder, "imdb.npz");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory),          cmocka_unit_test(test_matrices),
        cmocka_unit_test(test_first_review),    cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_half_a_download),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(imdb);
    return failed;
}
