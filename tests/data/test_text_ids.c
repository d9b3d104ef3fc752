/* From texts to rows: the same that Keras's load_data and pad_sequences make of the words' ranks.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/data/sequence.h"
#include "rnntop/data/text/text_ids.h"

static const char *const WORDS[] = {"the", "a", "it's", "film", "caf\xC3\xA9", "\x96", "film"};
#define WORD_COUNT (sizeof WORDS / sizeof *WORDS)

#define MAXLEN 8
static const struct data_spec SPEC = {.num_words = 100,
                                      .maxlen = MAXLEN,
                                      .padding = SIDE_POST,
                                      .truncating = SIDE_PRE,
                                      .validation_split = 0.3,
                                      .text.lower = LOWER_ASCII};

static struct text_ids *make(struct vocabulary **vocabulary, const struct data_spec *spec)
{
    struct text_ids *ids;
    assert_int_equal(vocabulary_create(vocabulary, WORDS, WORD_COUNT, NULL), RT_OK);
    assert_int_equal(text_ids_create(&ids, *vocabulary, spec, NULL), RT_OK);
    return ids;
}

static void expect(struct text_ids *ids, const char *text, size_t length, const int32_t *wanted)
{
    int32_t row[MAXLEN];
    assert_int_equal(text_to_ids(ids, text, length, row, NULL), RT_OK);
    for (size_t i = 0; i < MAXLEN; i++) {
        if (row[i] != wanted[i])
            fail_msg("\"%s\", place %zu: expected %d, got %d", text, i, (int)wanted[i],
                     (int)row[i]);
    }
}
#define EXPECT(text, ...) expect(ids, text, sizeof(text) - 1, (const int32_t[MAXLEN]){__VA_ARGS__})

static void words_and_blanks(void **state)
{
    struct vocabulary *vocabulary;
    struct text_ids *ids = make(&vocabulary, &SPEC);
    (void)state;
    EXPECT("", 1);
    EXPECT("   \t ", 1);
    EXPECT("the film", 1, 4, 7);
    EXPECT("The FILM!", 1, 4, 7);
    EXPECT("(the)film...it's", 1, 4, 7, 6); /* the apostrophe stays */
    EXPECT("!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n\rA", 1, 5);
    EXPECT("nobody the", 1, 2, 4);
    EXPECT("filmfilm fil filmm", 1, 2, 2, 2);
    EXPECT("caf\xC3\xA9 CAF\xC3\x89", 1, 8, 2); /* ASCII letters alone become small */
    EXPECT("\x96 \xFF\xFE caf\xC3", 1, 9, 2, 2);
    EXPECT("the\0film a", 1, 4, 7, 5);                  /* a NUL divides, as in JSON's texts */
    EXPECT("a a a a a a film", 1, 5, 5, 5, 5, 5, 5, 7); /* eight ids fit */
    EXPECT("a a a a a a a film", 5, 5, 5, 5, 5, 5, 5, 7);
    text_ids_destroy(ids);
    vocabulary_free(vocabulary);
}

static void ids_below_num_words(void **state)
{
    struct vocabulary *vocabulary;
    struct data_spec spec = SPEC;
    spec.num_words = 6;
    struct text_ids *ids = make(&vocabulary, &spec);
    (void)state;
    EXPECT("the a it's film", 1, 4, 5, 2, 2);
    text_ids_destroy(ids);
    vocabulary_free(vocabulary);
}

/* Of a word index, words that it lacks are left out; those that num_words cuts off are not. One is
 * given as such, or knows more words than there are ids. */
static void words_that_an_index_lacks(void **state)
{
    struct vocabulary *vocabulary;
    struct data_spec spec = SPEC;
    (void)state;
    for (int given = 0; given <= 1; given++) {
        spec.num_words = 6;
        spec.text.own_words = given;
        struct text_ids *ids = make(&vocabulary, &spec);
        EXPECT("nobody the film nobody", 1, 4, 2);
        text_ids_destroy(ids);
        vocabulary_free(vocabulary);
        spec.num_words = WORD_COUNT + 4; /* the vocabulary goes just so far: it may be cut off */
        ids = make(&vocabulary, &spec);
        EXPECT("nobody the film", 1, 2, 4, 7);
        text_ids_destroy(ids);
        vocabulary_free(vocabulary);
        spec.num_words = WORD_COUNT + 5; /* it would go on if there were more */
        ids = make(&vocabulary, &spec);
        if (given)
            EXPECT("nobody the film", 1, 4, 7);
        else
            EXPECT("nobody the film", 1, 2, 4, 7);
        text_ids_destroy(ids);
        vocabulary_free(vocabulary);
    }
}

/* The words are those that training finds: of any length, and with every letter made small as
 * there. */
static void words_as_in_training(void **state)
{
    static char monster[300];
    const char *const words[] = {"\xce\xbf\xce\xb4\xcf\x8c\xcf\x82", "i\xcc\x87stanbul", monster};
    struct data_spec spec = SPEC;
    struct vocabulary *vocabulary;
    struct text_ids *ids;
    (void)state;
    memset(monster, 'a', sizeof monster - 1);
    spec.text.lower = LOWER_UNICODE;
    assert_int_equal(vocabulary_create(&vocabulary, words, 3, NULL), RT_OK);
    assert_int_equal(text_ids_create(&ids, vocabulary, &spec, NULL), RT_OK);
    EXPECT("\xce\x9f\xce\x94\xce\x8c\xce\xa3", 1, 4); /* a final sigma */
    EXPECT("\xc4\xb0stanbul", 1, 5);                  /* a dotted capital I */
    expect(ids, monster, strlen(monster), (const int32_t[MAXLEN]){1, 6});
    expect(ids, monster, strlen(monster) - 1, (const int32_t[MAXLEN]){1, 2});
    text_ids_destroy(ids);
    vocabulary_free(vocabulary);
}

/* Every length around the row's, cut and filled on every side, as the data's rows are. */
static void rows_like_the_data(void **state)
{
    (void)state;
    for (int sides = 0; sides < 4; sides++) {
        struct data_spec spec = SPEC;
        struct vocabulary *vocabulary;
        spec.padding = sides & 1 ? SIDE_PRE : SIDE_POST;
        spec.truncating = sides & 2 ? SIDE_PRE : SIDE_POST;
        spec.num_words = 8;
        struct text_ids *ids = make(&vocabulary, &spec);
        for (size_t words = 0; words < 3 * MAXLEN; words++) {
            int32_t ranks[3 * MAXLEN], wanted[MAXLEN], row[MAXLEN];
            char text[3 * MAXLEN * 8];
            size_t used = 0;
            for (size_t i = 0; i < words; i++) {
                size_t word = (i * 5 + words) % 6;
                ranks[i] = (int32_t)word + 1;
                used += (size_t)snprintf(text + used, sizeof text - used, "%s ", WORDS[word]);
            }
            sequence_pad(&spec, ranks, words, wanted);
            assert_int_equal(text_to_ids(ids, text, used, row, NULL), RT_OK);
            assert_memory_equal(row, wanted, sizeof row);
        }
        text_ids_destroy(ids);
        vocabulary_free(vocabulary);
    }
}

static void packed_words(void **state)
{
    struct vocabulary *vocabulary, *back;
    struct rt_error error;
    char *text;
    size_t bytes;
    (void)state;
    assert_int_equal(vocabulary_create(&vocabulary, WORDS, WORD_COUNT, NULL), RT_OK);
    assert_int_equal(vocabulary_pack(vocabulary, &text, &bytes, &error), RT_OK);
    assert_int_equal(bytes, sizeof "the\0a\0it's\0film\0caf\xC3\xA9\0\x96\0film");
    assert_memory_equal(text, "the\0a\0it's\0film", sizeof "the\0a\0it's\0film");
    assert_int_equal(vocabulary_unpack(&back, text, bytes, &error), RT_OK);
    assert_int_equal(vocabulary_words(back), WORD_COUNT);
    assert_string_equal(vocabulary_word(back, 6), "it's");
    vocabulary_free(back);
    /* Cut off, or nothing. */
    assert_int_equal(vocabulary_unpack(&back, text, bytes - 1, &error), RT_ERR_FORMAT);
    assert_int_equal(vocabulary_unpack(&back, text, 0, &error), RT_ERR_FORMAT);
    free(text);
    vocabulary_free(vocabulary);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_blanks),          cmocka_unit_test(ids_below_num_words),
        cmocka_unit_test(words_that_an_index_lacks), cmocka_unit_test(words_as_in_training),
        cmocka_unit_test(rows_like_the_data),        cmocka_unit_test(packed_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
