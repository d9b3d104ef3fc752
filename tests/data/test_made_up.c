/* Made-up data sets: the perfect reader's score where it can be worked out by hand, the shape of
 * the built-in corpus, and that it is the same everywhere. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "data_support.h"
#include "rnntop/data/dataset.h"
#include "rnntop/data/madeup/made_up.h"
#include "tests/base/sha256.h"
#include "tests/words/error_text.h"

static const struct data_spec lesson = {.num_words = 4000,
                                        .maxlen = 100,
                                        .padding = SIDE_POST,
                                        .truncating = SIDE_PRE,
                                        .validation_split = 0.3};

static struct grammar *parse(const char *text)
{
    struct grammar *grammar = NULL;
    struct rt_error error = {0};
    if (grammar_parse(&grammar, text, strlen(text), &error) != RT_OK)
        fail_msg("refused: %s", error_text(&error));
    return grammar;
}

static void make(struct made_up *made, const char *text, const struct data_spec *spec)
{
    struct rt_error error = {0};
    struct grammar *grammar = parse(text);
    if (made_up_write(grammar, spec, NULL, NULL, NULL, made, &error) != RT_OK)
        fail_msg("not made: %s", error_text(&error));
    grammar_free(grammar);
}

/* A statement "a good b" of one word that tells, then ten words that don't. */
#define ONE_STATEMENT(mood, noise)                                                                 \
    "rnntop grammar 1\nname t\nreviews 2000 20000\nlengths 0:12 100:12\n" mood noise               \
    "[opening]\n{s}\n[sentence]\none two three four five six seven eight nine ten\n[closing]\n-\n" \
    "[s] says 1\nx {+a}\n[a +] words\ngood\n[a -] words\nbad\n"

static void check_ceiling(const char *name, double got, double wanted, double tolerance)
{
    if (!(got >= wanted - tolerance && got <= wanted + tolerance))
        fail_msg("%s: expected %.4f, got %.4f, tolerance %.4f", name, wanted, got, tolerance);
}

static void test_ceiling(void **state)
{
    /* A deviation is sqrt(0.9 * 0.1 / 20000) = 0.002. */
    static const struct {
        const char *name, *text;
        double wanted;
    } cases[] = {
        {"agrees", ONE_STATEMENT("mood 100 90\n", ""), 0.9},
        {"two moods", ONE_STATEMENT("mood 50 90\nmood 50 60\n", ""), 0.75},
        {"noise", ONE_STATEMENT("mood 100 90\n", "noise 10\n"), 0.9 * 0.9 + 0.1 * 0.1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct made_up made;
        struct data_spec spec = lesson;
        make(&made, cases[i].text, &spec);
        check_ceiling(cases[i].name, made.ceiling_whole, cases[i].wanted, 0.01);
        check_ceiling(cases[i].name, made.ceiling, made.ceiling_whole, 0);
        made_up_free(&made);

        /* The word that tells is the second of twelve. What cuts it off leaves a coin. */
        static const struct {
            size_t maxlen;
            enum padding_side truncating;
            bool left;
        } windows[] = {{11, SIDE_PRE, true},  {10, SIDE_PRE, false}, {3, SIDE_POST, true},
                       {2, SIDE_POST, false}, {1, SIDE_POST, false}, {1, SIDE_PRE, false}};
        for (size_t w = 0; w < sizeof windows / sizeof *windows; w++) {
            spec.maxlen = windows[w].maxlen;
            spec.truncating = windows[w].truncating;
            make(&made, cases[i].text, &spec);
            check_ceiling(cases[i].name, made.ceiling, windows[w].left ? made.ceiling_whole : 0.5,
                          0);
            check_ceiling(cases[i].name, made.ceiling_whole, cases[i].wanted, 0.01);
            made_up_free(&made);
        }

        /* "one" to "ten" and "x" come in every review, "good" and "bad" in half of them: ids 4 to
         * 14, and 15 and 16. */
        spec = lesson;
        spec.num_words = 15;
        make(&made, cases[i].text, &spec);
        check_ceiling(cases[i].name, made.ceiling, 0.5, 0);
        made_up_free(&made);
    }
}

/* Weights are added up: one of 3 outweighs two of 1; where they come out even it is a coin. */
static void test_weights(void **state)
{
    struct made_up made;
    (void)state;
    make(&made,
         "rnntop grammar 1\nname t\nreviews 2000 20000\nlengths 0:6 100:6\nmood 100 80\n"
         "[opening]\n{s} {s}\n[sentence]\nx\n[closing]\n{t}\n"
         "[s] says 1\n{+a}\n[t] says 3\n{+a}\n[a +] words\ngood\n[a -] words\nbad\n",
         &lesson);
    /* The one of 3 decides: 0.8^3 / (0.8^3 + 0.2^3). */
    check_ceiling("weights", made.ceiling_whole, 0.512 / (0.512 + 0.008), 0.005);
    made_up_free(&made);
    make(&made,
         "rnntop grammar 1\nname t\nreviews 2000 20000\nlengths 0:6 100:6\nmood 100 80\n"
         "[opening]\n{s} {s}\n[sentence]\nx\n[closing]\n-\n"
         "[s] says 1\n{+a}\n[a +] words\ngood\n[a -] words\nbad\n",
         &lesson);
    /* Both right, or a coin: 0.64 + 0.32 / 2. */
    check_ceiling("even", made.ceiling_whole, 0.8, 0.01);
    made_up_free(&made);
}

/* Words are numbered as Keras's Tokenizer does, by the training half alone. */
static void test_ranks(void **state)
{
    struct made_up made;
    (void)state;
    make(&made,
         "rnntop grammar 1\nname t\nreviews 200 200\nlengths 0:100 100:100\nmood 100 90\n"
         "[opening]\n-\n[sentence]\n1: rare\n30: often\n6: between\n[closing]\n-\n",
         &lesson);
    assert_string_equal(vocabulary_word(made.vocabulary, 4), "often");
    assert_string_equal(vocabulary_word(made.vocabulary, 5), "between");
    assert_string_equal(vocabulary_word(made.vocabulary, 6), "rare");
    for (size_t i = 0; i < 200 * 100; i++) {
        int32_t id = made.halves.train.x[i];
        assert_true(id >= 4 && id <= 6);
    }
    for (size_t i = 0; i < 200; i++) /* all are as long, without the start mark */
        assert_int_equal(made.halves.train.words[i], made.halves.test.words[0]);
    assert_true(made.halves.train.words[0] >= 100);
    made_up_free(&made);
}

static void test_stop(void **state)
{
    struct made_up made;
    struct rt_error error;
    atomic_bool stop = true;
    struct grammar *grammar = parse(ONE_STATEMENT("mood 100 90\n", ""));
    (void)state;
    assert_int_equal(made_up_write(grammar, &lesson, NULL, NULL, &stop, &made, &error),
                     RT_INTERRUPTED);
    made_up_free(&made);
    grammar_free(grammar);
}

static int more_first(const void *a, const void *b)
{
    size_t first = *(const size_t *)a, second = *(const size_t *)b;
    return first > second ? -1 : first < second;
}

/* IMDB's shape: rows, lengths, words and how often they come. */
static void test_demo_shape(void **state)
{
    struct grammar *grammar = parse(made_up_demo_text());
    struct review *review = malloc(sizeof *review);
    size_t rows = grammar_train_rows(grammar), words = 0, shortest = SIZE_MAX, longest = 0;
    size_t positive = 0, *count = calloc(grammar_words(grammar), sizeof *count);
    (void)state;
    assert_int_equal(rows, 25000);
    assert_int_equal(grammar_test_rows(grammar), 25000);
    for (size_t row = 0; row < rows; row++) {
        grammar_review(grammar, GRAMMAR_TRAIN, row, review);
        words += review->words;
        shortest = review->words < shortest ? review->words : shortest;
        longest = review->words > longest ? review->words : longest;
        positive += review->positive;
        for (size_t i = 0; i < review->words; i++)
            count[review->word[i]]++;
    }
    double mean = (double)words / (double)rows;
    size_t different = 0;
    for (size_t i = 0; i < grammar_words(grammar); i++)
        different += count[i] > 0;
    print_message("words of a review: mean %.1f, %zu to %zu; different words: %zu\n", mean,
                  shortest, longest, different);
    assert_true(mean > 225 && mean < 245);
    assert_true(shortest >= 11 && shortest < 30);
    assert_true(longest > 2000 && longest <= 2500);
    assert_int_equal(positive, rows / 2);
    assert_true(different >= 8000);
    /* Zipf's law, roughly: IMDB's words of rank 1, 10, 100 and 1000 are 5.7, 1.5, 0.14 and 0.011 %
     * of all. Ours are held to a third and to three times that. */
    static const struct {
        size_t rank;
        double part;
    } imdb[] = {{1, 0.057}, {10, 0.015}, {100, 0.0014}, {1000, 0.00011}};
    qsort(count, grammar_words(grammar), sizeof *count, more_first);
    for (size_t i = 0; i < sizeof imdb / sizeof *imdb; i++) {
        double part = (double)count[imdb[i].rank - 1] / (double)words;
        print_message("rank %zu: %.4f %%, IMDB %.4f %%\n", imdb[i].rank, part * 100,
                      imdb[i].part * 100);
        assert_true(part > imdb[i].part / 3 && part < imdb[i].part * 3);
    }
    free(count);
    free(review);
    grammar_free(grammar);
}

/* The bits that every machine must make; they change when data/demo.grammar does. */
static void test_demo_bits(void **state)
{
    struct dataset *data;
    struct rt_error error = {0};
    struct sha256 sha;
    char digest[SHA256_TEXT];
    (void)state;
    if (dataset_load(&data, DATASET_DEMO, &lesson, NULL, NULL, NULL, NULL, NULL, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    assert_string_equal(data->name, DATASET_DEMO_NAME);
    assert_true(data->made_up);
    assert_int_equal(data->train.rows + data->validation.rows, 25000);
    print_message("perfect reader: %.4f of whole reviews, %.4f on the lesson's settings\n",
                  data->ceiling_whole, data->ceiling);
    check_ceiling("whole", data->ceiling_whole, 0.95, 0.01);
    assert_true(data->ceiling > 0.88 && data->ceiling < data->ceiling_whole);
    sha256_begin(&sha);
    sha256_add(&sha, data->train.x, 25000 * lesson.maxlen * sizeof *data->train.x);
    sha256_add(&sha, data->train.y, 25000 * sizeof *data->train.y);
    sha256_add(&sha, data->test.x, 25000 * lesson.maxlen * sizeof *data->test.x);
    sha256_add(&sha, data->test.y, 25000 * sizeof *data->test.y);
    sha256_end(&sha, digest);
    assert_string_equal(digest, "bc18c534fdf50761c209c499fc752d2f7c2dd9bb18c9cb6089d75dd684406e37");
    dataset_free(data);
}

/* A grammar in a file is known by its first line; its mistakes are told with file and line. */
static void test_file(void **state)
{
    static const char good[] = ONE_STATEMENT("mood 100 90\n", "");
    static const char bad[] = ONE_STATEMENT("mood 100 90\n", "loud 10\n");
    char *folder = folder_make(), *path = path_in(folder, "corpus.npz");
    struct dataset *data;
    struct rt_error error = {0};
    (void)state;
    file_write(path, good, sizeof good - 1);
    if (dataset_load(&data, path, &lesson, NULL, NULL, NULL, NULL, NULL, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    assert_string_equal(data->name, "t (made up)");
    assert_string_equal(data->path, path);
    assert_int_equal(data->train.rows, 1400);
    assert_int_equal(data->test.rows, 20000);
    assert_non_null(data->vocabulary);
    dataset_free(data);
    file_write(path, bad, sizeof bad - 1);
    assert_int_equal(dataset_load(&data, path, &lesson, NULL, NULL, NULL, NULL, NULL, &error),
                     RT_ERR_FORMAT);
    if (!strstr(error_text(&error), "corpus.npz: line 6: 'loud 10' is no setting"))
        fail_msg("'%s'", error_text(&error));
    folder_remove(folder);
    free(path);
}

/* The built-in corpus is no file that could be to blame. */
static void test_no_path(void **state)
{
    struct dataset *data;
    struct rt_error error;
    struct data_spec spec = lesson;
    (void)state;
    spec.maxlen = 1000000000;
    assert_int_equal(dataset_load(&data, DATASET_DEMO, &spec, NULL, NULL, NULL, NULL, NULL, &error),
                     RT_ERR_MEMORY);
    assert_null(rt_error_path(&error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ceiling),    cmocka_unit_test(test_weights),
        cmocka_unit_test(test_ranks),      cmocka_unit_test(test_stop),
        cmocka_unit_test(test_demo_shape), cmocka_unit_test(test_demo_bits),
        cmocka_unit_test(test_file),       cmocka_unit_test(test_no_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
