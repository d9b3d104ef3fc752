/*
 * Texts as data: every form, every encoding, columns found and named, splits, classes, words.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/base/pool.h"
#include "rnntop/data/text/vocabulary.h"
#include "tests/data/warnings_text.h"
#include "text_support.h"

/* Eight texts with two labels, which the file writes as `row` says: label, then text. */
static const char *const label_of[] = {"neg", "pos", "pos", "neg", "neg", "pos", "pos", "neg"};
static const char *const text_of[] = {"bad film",  "good film", "great cast", "poor cast",
                                      "bad story", "great joy", "good plot",  "poor plot"};
#define TEXTS 8

/* form: of one row; $1 is the label, $2 the text. */
static void write_rows(struct bytes *bytes, const char *form)
{
    for (size_t i = 0; i < TEXTS; i++) {
        for (const char *at = form; *at; at++) {
            if (*at != '$')
                bytes_byte(bytes, (unsigned char)*at);
            else
                bytes_text(bytes, *++at == '1' ? label_of[i] : text_of[i]);
        }
    }
}

/* The file in these bytes holds just those eight. */
static void check_bytes(struct bytes *bytes, const struct data_spec *spec, const char *form)
{
    char *path = tree_bytes(text_folder, "some.txt", bytes->at, bytes->size);
    char warning[WARNING_SIZE];
    struct dataset *dataset = text_loaded(path, spec, warning);
    assert_string_equal(warning, "");
    assert_string_equal(text_reading(dataset), form);
    assert_string_equal(dataset->name, "some");
    assert_int_equal(dataset->classes, 2);
    assert_string_equal(dataset->class_name[0], "neg");
    assert_string_equal(dataset->class_name[1], "pos");
    assert_int_equal(text_rows(dataset), TEXTS);
    assert_int_equal(dataset->test.rows, 2);
    assert_true(dataset->test.y[0] + dataset->test.y[1] == 1.f); /* one of each class */
    for (size_t i = 0; i < dataset->train.rows; i++) {
        char words[200];
        size_t found = 0;
        text_of_row(dataset, dataset->train.x + i * dataset->maxlen, words, sizeof words);
        for (size_t k = 0; k < TEXTS; k++)
            found += strcmp(words, text_of[k]) == 0 &&
                     strcmp(label_of[k], dataset->class_name[(size_t)dataset->train.y[i]]) == 0;
        if (found != 1)
            fail_msg("the training row '%s' stands in no file", words);
        size_t count = 1;
        for (const char *blank = words; (blank = strchr(blank, ' ')); blank++)
            count++;
        assert_int_equal(dataset->train.words[i], count);
    }
    dataset_free(dataset);
    free(path);
    bytes_free(bytes);
}

static void test_tables(void **state)
{
    static const struct {
        const char *head, *row;
        const char *form;
    } table[] = {
        {"", "$1\t$2\n", "separated by tabs, UTF-8, label: 1, text: 2"},
        {"", "$1,$2\n", "CSV, UTF-8, label: 1, text: 2"},
        {"", "$2,\"$1\"\r\n", "CSV, UTF-8, label: 2, text: 1"},
        {"label,text\n", "$1,$2!\n", "CSV, UTF-8, label: label, text: text"},
        {"review;sentiment\r\n", "\"$2; \";$1\r\n",
         "separated by semicolons, UTF-8, label: sentiment, text: review"},
        {"\xEF\xBB\xBFlabel,text\n", "$1,$2\n", "CSV, UTF-8 with BOM, label: label, text: text"},
        {"kind,what\n\n", "\n$1,\"$2\n\"\"...\"\"\"\n \n", "CSV, UTF-8, label: kind, text: what"},
        {"id,class,when,text\n", "17,$1,2026-11-26 10:00:00,$2\r",
         "CSV, UTF-8, label: class, text: text"},
        {"", "{\"label\": \"$1\", \"text\": \"$2\"}\n",
         "JSON lines, UTF-8, label: label, text: text"},
        {"\n", "{\"id\": 7, \"text\": \"\\u0022$2\\n\", \"label\": \"$1\", \"more\": [1]}\r\n",
         "JSON lines, UTF-8, label: label, text: text"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct bytes bytes = {0};
        bytes_text(&bytes, table[i].head);
        write_rows(&bytes, table[i].row);
        check_bytes(&bytes, &text_lesson, table[i].form);
    }
}

/* Quotes that are only characters, as in the SMS collection: no field is swallowed. */
static void test_stray_quotes(void **state)
{
    struct bytes bytes = {0};
    (void)state;
    write_rows(&bytes, "$1\t\"$2\n");
    check_bytes(&bytes, &text_lesson, "separated by tabs, UTF-8, label: 1, text: 2");
    write_rows(&bytes, "$1\t\"$2\" \"\n");
    check_bytes(&bytes, &text_lesson, "separated by tabs, UTF-8, label: 1, text: 2");
}

static void widen(struct bytes *bytes, const char *text, bool big, bool mark)
{
    if (mark)
        bytes_put(bytes, big ? "\xFE\xFF" : "\xFF\xFE", 2);
    for (; *text; text++) {
        bytes_byte(bytes, big ? 0 : (unsigned char)*text);
        bytes_byte(bytes, big ? (unsigned char)*text : 0);
    }
}

static void test_encodings(void **state)
{
    struct bytes plain = {0}, wide = {0};
    char warning[WARNING_SIZE];
    (void)state;
    write_rows(&plain, "$1,$2\n");
    bytes_byte(&plain, 0);
    for (int i = 0; i < 4; i++) {
        char form[80];
        snprintf(form, sizeof form, "CSV, UTF-16%s, label: 1, text: 2", i % 2 ? "BE" : "LE");
        widen(&wide, (const char *)plain.at, i % 2, i / 2);
        check_bytes(&wide, &text_lesson, form);
    }
    bytes_free(&plain);
    /* 0xE9 is e acute in both; 0x93 is a quotation mark of Windows, and 0x81 nothing. */
    static const struct {
        const char *text, *form, *words;
    } byte[] = {
        {"a,clich\xE9 it is\nb,two of it\na,three of it\nb,four of it\n",
         "CSV, Latin-1, label: 1, text: 2", "clich\xC3\xA9 it is"},
        {"a,\x93"
         "CLICH\xC9 it is\nb,two of it\na,three of it\nb,four of it\n",
         "CSV, Windows-1252, label: 1, text: 2",
         "\xE2\x80\x9C"
         "clich\xC3\xA9 it is"},
        {"a,\x81 it is\nb,two of it\na,three \x80 it\nb,four of it\n",
         "CSV, Windows-1252, label: 1, text: 2", "\xC2\x81 it is"},
    };
    struct data_spec spec = text_lesson;
    for (size_t i = 0; i < sizeof byte / sizeof *byte; i++) {
        char *path = tree_file(text_folder, "bytes.csv", byte[i].text);
        spec.validation_split = 0;
        /* So that every word has a number. */
        snprintf(spec.text.test, sizeof spec.text.test, "%s", path);
        spec.text.own_test = true;
        struct dataset *dataset = text_loaded(path, &spec, warning);
        assert_string_equal(text_reading(dataset), byte[i].form);
        assert_int_equal(text_count(dataset, byte[i].words, "a"), 2);
        dataset_free(dataset);
        free(path);
    }
}

static void test_folders(void **state)
{
    char warning[WARNING_SIZE], name[64];
    (void)state;
    for (int half = 0; half < 2; half++) {
        for (size_t i = 0; i < TEXTS; i++) {
            snprintf(name, sizeof name, "acl/%s/%s/%zu_7.txt", half ? "test" : "train", label_of[i],
                     i);
            free(tree_file(text_folder, name, text_of[(i + (size_t)half) % TEXTS]));
        }
    }
    free(tree_file(text_folder, "acl/train/unsup/0_0.txt", "nobody knows"));
    free(tree_file(text_folder, "acl/train/pos/notes.html", "no text"));
    free(tree_file(text_folder, "acl/README", "read me"));
    char *path = path_in(text_folder, "acl");
    struct dataset *dataset = text_loaded(path, &text_lesson, warning);
    assert_string_equal(text_reading(dataset), "a folder for each class, UTF-8");
    assert_non_null(strstr(warning, "The folder unsup has no labels: left out."));
    assert_non_null(strstr(warning, "The folder pos has 1 entry that is no .txt file: left out."));
    assert_int_equal(dataset->train.rows, 6);
    assert_int_equal(dataset->validation.rows, 2);
    assert_int_equal(dataset->test.rows, TEXTS);
    for (size_t i = 0; i < TEXTS; i++)
        assert_true(text_count(dataset, text_of[i], label_of[i]) >= 1);
    assert_string_equal(dataset->name, "acl");
    dataset_free(dataset);
    free(path);

    /* Without halves, with a slash behind its name; three classes. */
    path = path_in(text_folder, "acl/train/");
    free(tree_file(text_folder, "acl/train/even/1.txt", "so so"));
    free(tree_file(text_folder, "acl/train/even/2.txt", "well well"));
    dataset = text_loaded(path, &text_lesson, warning);
    assert_int_equal(dataset->classes, 3);
    assert_string_equal(dataset->class_name[0], "even");
    assert_string_equal(dataset->name, "acl");
    assert_int_equal(text_rows(dataset), TEXTS + 2);
    assert_int_equal(dataset->test.rows, 3);
    dataset_free(dataset);
    free(path);
}

static void test_files(void **state)
{
    char warning[WARNING_SIZE];
    struct bytes lines[2] = {{0}};
    (void)state;
    for (size_t i = 0; i < TEXTS; i++) {
        struct bytes *one = &lines[strcmp(label_of[i], "pos") == 0];
        bytes_text(one, text_of[i]);
        bytes_text(one, i % 2 ? "\r\n" : " .\n\n");
    }
    static const char *const names[2][2] = {{"a/rt-polarity.neg", "a/rt-polarity.pos"},
                                            {"b/neg.txt", "b/pos.txt"}};
    for (size_t form = 0; form < 2; form++) {
        for (size_t i = 0; i < 2; i++)
            free(tree_bytes(text_folder, names[form][i], lines[i].at, lines[i].size));
        char *path = path_in(text_folder, form ? "b" : "a");
        struct dataset *dataset = text_loaded(path, &text_lesson, warning);
        assert_string_equal(warning, "");
        assert_string_equal(text_reading(dataset), "a file for each class, UTF-8");
        assert_int_equal(text_rows(dataset), TEXTS);
        assert_string_equal(dataset->class_name[0], "neg");
        dataset_free(dataset);
        free(path);
    }
    bytes_free(&lines[0]);
    bytes_free(&lines[1]);
}

static void test_columns_by_name(void **state)
{
    char *path = tree_file(text_folder, "news.csv",
                           "topic,title,stars,body\n2,one two three,a,four five six\n"
                           "1,seven eight nine,b,ten one two\n1,one one one,b,two two two\n"
                           "2,three three three,a,six six six\n");
    struct data_spec spec = text_lesson;
    char warning[WARNING_SIZE];
    (void)state;
    snprintf(spec.text.test, sizeof spec.text.test, "%s", path);
    spec.text.own_test = true;
    struct dataset *dataset = text_loaded(path, &spec, warning);
    assert_string_equal(text_reading(dataset), "CSV, UTF-8, label: topic, text: title + body");
    assert_int_equal(text_count(dataset, "one one one two two two", "1"), 2);
    dataset_free(dataset);

    strcpy(spec.text.label_column, "stars");
    strcpy(spec.text.text_column, "body");
    dataset = text_loaded(path, &spec, warning);
    assert_string_equal(text_reading(dataset), "CSV, UTF-8, label: stars, text: body");
    assert_int_equal(text_count(dataset, "two two two", "b"), 2);
    dataset_free(dataset);

    strcpy(spec.text.label_column, "3");
    strcpy(spec.text.text_column, "4,2");
    dataset = text_loaded(path, &spec, warning);
    assert_int_equal(text_count(dataset, "two two two one one one", "b"), 2);
    dataset_free(dataset);

    /* The test set's columns go by name, whatever their order. */
    char *other =
        tree_file(text_folder, "other.csv", "body,title,stars\nsix six six,one two three,a\n");
    snprintf(spec.text.test, sizeof spec.text.test, "%s", other);
    dataset = text_loaded(path, &spec, warning);
    assert_int_equal(dataset->test.rows, 1);
    assert_int_equal(text_count(dataset, "six six six one two three", "a"), 1);
    dataset_free(dataset);
    free(other);

    strcpy(spec.text.label_column, "grade");
    text_refused(path, &spec, RT_ERR_USAGE, "no column is called 'grade'; there are: topic, title");
    strcpy(spec.text.label_column, "5");
    text_refused(path, &spec, RT_ERR_USAGE, "there are the columns 1 to 4");
    strcpy(spec.text.label_column, "title");
    text_refused(path, &spec, RT_ERR_USAGE, "--text-column and --label-column are the same");
    free(path);
}

/* A first row that names the columns is no row; a person has the last word. */
static void test_header(void **state)
{
    char *path = tree_file(text_folder, "h.csv", "odd,a b c\nx,d e f\ny,g h i\nx,j k l\ny,m n o\n");
    struct data_spec spec = text_lesson;
    char warning[WARNING_SIZE];
    (void)state;
    struct dataset *dataset = text_loaded(path, &spec, warning);
    assert_int_equal(text_rows(dataset), 4);
    dataset_free(dataset);
    spec.text.header = HEADER_NO;
    dataset = text_loaded(path, &spec, warning);
    assert_int_equal(text_rows(dataset), 5);
    assert_int_equal(dataset->classes, 3);
    dataset_free(dataset);
    free(path);
    path = tree_file(text_folder, "h.csv", "x,a b c\nx,d e f\ny,g h i\nx,j k l\ny,m n o\n");
    dataset = text_loaded(path, &text_lesson, warning);
    assert_int_equal(text_rows(dataset), 5);
    dataset_free(dataset);
    spec.text.header = HEADER_YES;
    dataset = text_loaded(path, &spec, warning);
    assert_int_equal(text_rows(dataset), 4);
    dataset_free(dataset);
    free(path);
}

/* Numbers in their order, names in theirs. */
static void test_class_order(void **state)
{
    static const char *const order[] = {"-1", "2", "10", "10.5"};
    struct bytes bytes = {0};
    char warning[WARNING_SIZE];
    (void)state;
    for (size_t i = 0; i < 12; i++) {
        char line[80];
        snprintf(line, sizeof line, "%s,some words of %zu\n", order[(i * 3 + 2) % 4], i);
        bytes_text(&bytes, line);
    }
    char *path = tree_bytes(text_folder, "n.csv", bytes.at, bytes.size);
    struct dataset *dataset = text_loaded(path, &text_lesson, warning);
    assert_int_equal(dataset->classes, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(dataset->class_name[i], order[i]);
    assert_int_equal(dataset->test.rows, 4); /* a quarter of three is one */
    dataset_free(dataset);
    bytes_free(&bytes);
    free(path);
}

/* Most frequent first, of equals the first in the file; words of the test part alone are unknown.
 */
static void test_word_numbers(void **state)
{
    static const char *const wanted[] = {"c", "b", "a", "d", "e"};
    char *path = tree_file(text_folder, "w.csv", "x,b c\ny,a b\nx,c c D\ny,a e e\nx,d\n");
    char *test = tree_file(text_folder, "t.csv", "y,c f\nx,E F\n");
    struct data_spec spec = text_lesson;
    char warning[WARNING_SIZE], words[80];
    (void)state;
    snprintf(spec.text.test, sizeof spec.text.test, "%s", test);
    spec.text.own_test = true;
    for (uint64_t seed = 1; seed < 5; seed++) {
        spec.text.seed = seed;
        struct dataset *dataset = text_loaded(path, &spec, warning);
        assert_int_equal(vocabulary_words(dataset->vocabulary), 5);
        assert_int_equal(dataset->words_found, 5);
        for (int32_t i = 0; i < 5; i++)
            assert_string_equal(vocabulary_word(dataset->vocabulary, i + 4), wanted[i]);
        text_of_row(dataset, dataset->test.x, words, sizeof words);
        assert_string_equal(words, "c <unk>");
        assert_int_equal(dataset->test.x[0], VOCABULARY_START);
        assert_int_equal(dataset->test.x[1], 4);
        dataset_free(dataset);
    }
    /* Only words that have an id are kept, and the rest is unknown. */
    spec.num_words = 6;
    struct dataset *dataset = text_loaded(path, &spec, warning);
    assert_int_equal(vocabulary_words(dataset->vocabulary), 2);
    assert_int_equal(dataset->words_found, 5);
    text_of_row(dataset, dataset->test.x + dataset->maxlen, words, sizeof words);
    assert_string_equal(words, "<unk> <unk>");
    dataset_free(dataset);
    free(path);
    free(test);
}

static void test_word_index(void **state)
{
    char *path = tree_file(text_folder, "w.csv", "x,b c zz\ny,a b\nx,c C D\ny,a e e\n");
    char *index = tree_file(text_folder, "index.json", "{\"a\": 2, \"b\": 1, \"c\": 3, \"q\": 4}");
    struct data_spec spec = text_lesson;
    char warning[WARNING_SIZE];
    (void)state;
    snprintf(spec.text.test, sizeof spec.text.test, "%s", path);
    snprintf(spec.text.word_index, sizeof spec.text.word_index, "%s", index);
    spec.text.own_test = spec.text.own_words = true;
    spec.text.lower = LOWER_NONE;
    struct dataset *dataset = text_loaded(path, &spec, warning);
    static const int32_t first[8] = {1, 4, 6}, third[8] = {1, 6};
    assert_memory_equal(dataset->test.x, first, sizeof first);
    assert_memory_equal(dataset->test.x + 16, third, sizeof third); /* C and D have no number */
    assert_int_equal(vocabulary_words(dataset->vocabulary), 4);
    dataset_free(dataset);
    spec.text.own_words = false;
    text_refused(path, &spec, RT_ERR_USAGE, "without a word index");
    free(path);
    free(index);
}

/* The seed decides the order and the split, and nothing else does. */
static void test_seeds(void **state)
{
    struct bytes bytes = {0};
    struct data_spec spec = text_lesson;
    char warning[WARNING_SIZE];
    (void)state;
    for (int i = 0; i < 400; i++) {
        char line[80];
        snprintf(line, sizeof line, "%s\tnumber %d of them\n", i < 300 ? "often" : "rare", i);
        bytes_text(&bytes, line);
    }
    char *path = tree_bytes(text_folder, "s.tsv", bytes.at, bytes.size);
    struct dataset *one = text_loaded(path, &spec, warning),
                   *same = text_loaded(path, &spec, warning);
    spec.text.seed = 2;
    struct dataset *other = text_loaded(path, &spec, warning);
    size_t size = one->train.rows * one->maxlen * sizeof *one->train.x, rare = 0;
    assert_memory_equal(one->train.x, same->train.x, size);
    assert_true(memcmp(one->train.x, other->train.x, size) != 0);
    assert_int_equal(one->test.rows, 100);
    assert_int_equal(other->test.rows, 100);
    for (size_t i = 0; i < one->test.rows; i++)
        rare += one->test.y[i] == 1.f;
    assert_int_equal(rare, 25);
    /* Sorted by class in the file: the last quarter has both all the same. */
    rare = 0;
    for (size_t i = 0; i < one->validation.rows; i++)
        rare += one->validation.y[i] == 1.f;
    assert_in_range(rare, 5, 35);
    assert_true(one->class_weight[0] < 0.8f && one->class_weight[1] > 1.5f);
    double sum = 0;
    for (size_t i = 0; i < one->train.rows; i++)
        sum += (double)one->class_weight[(size_t)one->train.y[i]];
    assert_true(sum > (double)one->train.rows - 1e-3 && sum < (double)one->train.rows + 1e-3);
    dataset_free(one);
    dataset_free(same);
    dataset_free(other);
    bytes_free(&bytes);
    free(path);
}

/* A model that was trained on a part of a file is judged by another file with the same words. */
static void test_other_test_set(void **state)
{
    struct bytes bytes = {0};
    struct data_spec spec = text_lesson;
    char warning[WARNING_SIZE];
    (void)state;
    for (int i = 0; i < 40; i++) {
        char line[80];
        snprintf(line, sizeof line, "%d\tword%d common w%d\n", i % 2, i, i % 7);
        bytes_text(&bytes, line);
    }
    char *path = tree_bytes(text_folder, "s.tsv", bytes.at, bytes.size);
    char *test = tree_file(text_folder, "t.tsv", "1\tword1 common w1\n");
    struct dataset *own = text_loaded(path, &spec, warning);
    snprintf(spec.text.test, sizeof spec.text.test, "%s", test);
    struct dataset *given = text_loaded(path, &spec, warning);
    assert_int_equal(given->test.rows, 1);
    assert_int_equal(given->words_found, own->words_found);
    assert_int_equal(given->train.rows, own->train.rows);
    assert_memory_equal(own->train.x, given->train.x,
                        own->train.rows * own->maxlen * sizeof *own->train.x);
    dataset_free(own);
    dataset_free(given);
    spec.text.own_test = true;
    spec.text.test[0] = '\0';
    text_refused(path, &spec, RT_ERR_USAGE, "name it with --test");
    bytes_free(&bytes);
    free(path);
    free(test);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, text_folder_begin, text_folder_end)

/* ---- threads ---- */

/* More rows than wait at a time, with all that may be wrong with a row among them. */
static void write_many(struct bytes *bytes)
{
    char row[200];
    for (unsigned i = 0; i < 40000; i++) {
        const unsigned r = (i * 2654435761u) >> 8;
        const char *label = i % 997 == 3 ? "" : r % 3 == 0 ? "one" : r % 3 == 1 ? "two" : "three";
        if (i % 1201 == 7)
            snprintf(row, sizeof row, "%s,x,y\n", label);
        else if (i % 733 == 11)
            snprintf(row, sizeof row, "%s,...\n", label);
        else
            snprintf(row, sizeof row, "%s,\"w%u the ''%u''\nW%u, of %u\"\n", label, r % 5003,
                     r % 17, (r >> 4) % 20011, i);
        bytes_text(bytes, row);
    }
}

static struct dataset *load_with(const char *path, int threads, char warning[WARNING_SIZE])
{
    struct rt_error error = {0};
    struct dataset *dataset = NULL;
    struct pool *pool = NULL;
    struct data_warnings warnings;
    if (threads > 0)
        assert_int_equal(pool_create(&pool, threads, &error), RT_OK);
    if (dataset_load(&dataset, path, &text_lesson, pool, NULL, NULL, NULL, &warnings, &error) !=
        RT_OK)
        fail_msg("%s", error_text(&error));
    warnings_text(&warnings, warning, WARNING_SIZE);
    pool_destroy(pool);
    return dataset;
}

static void same_rows(const struct data_rows *a, const struct data_rows *b, size_t maxlen)
{
    assert_int_equal(a->rows, b->rows);
    assert_memory_equal(a->x, b->x, a->rows * maxlen * sizeof *a->x);
    assert_memory_equal(a->y, b->y, a->rows * sizeof *a->y);
}

static void check_threads(const char *path)
{
    static const int threads[] = {1, 2, 3, 7};
    char alone_says[WARNING_SIZE], says[WARNING_SIZE];
    struct dataset *alone = load_with(path, 0, alone_says);
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        struct dataset *dataset = load_with(path, threads[i], says);
        assert_string_equal(says, alone_says);
        same_rows(&dataset->train, &alone->train, alone->maxlen);
        same_rows(&dataset->validation, &alone->validation, alone->maxlen);
        same_rows(&dataset->test, &alone->test, alone->maxlen);
        assert_int_equal(dataset->words_found, alone->words_found);
        assert_int_equal(dataset->classes, alone->classes);
        for (size_t class = 0; class < alone->classes; class ++)
            assert_string_equal(dataset->class_name[class], alone->class_name[class]);
        for (int32_t id = 0; id < 4000; id++) {
            const char *word = vocabulary_word(dataset->vocabulary, id);
            const char *wanted = vocabulary_word(alone->vocabulary, id);
            assert_true((!word && !wanted) || (word && wanted && strcmp(word, wanted) == 0));
        }
        dataset_free(dataset);
    }
    dataset_free(alone);
}

static void test_threads(void **state)
{
    struct bytes bytes = {0};
    (void)state;
    write_many(&bytes);
    char *path = tree_bytes(text_folder, "many.csv", bytes.at, bytes.size);
    char warning[WARNING_SIZE];
    check_threads(path);
    /* The first of those that were left out is the first in the file. */
    struct dataset *dataset = load_with(path, 3, warning);
    if (!strstr(warning, "line 7: it has no label"))
        fail_msg("%s", warning);
    dataset_free(dataset);
    free(path);
    bytes_free(&bytes);
    /* A file for each class, and a last line without an end. */
    char *files = tree_file(text_folder, "kinds/a.txt", "some words\nof one\nkind");
    free(files);
    files = tree_file(text_folder, "kinds/b.txt", "others\nof other\nwords\n\nand more");
    *strrchr(files, '/') = '\0';
    check_threads(files);
    free(files);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_tables),     TEST(test_stray_quotes), TEST(test_encodings),
        TEST(test_folders),    TEST(test_files),        TEST(test_columns_by_name),
        TEST(test_header),     TEST(test_class_order),  TEST(test_word_numbers),
        TEST(test_word_index), TEST(test_seeds),        TEST(test_other_test_set),
        TEST(test_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
