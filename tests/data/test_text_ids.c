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
    text_to_ids(ids, text, length, row);
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
    EXPECT("the\0film a", 1, 2, 5); /* a NUL is a letter that no word has */
    EXPECT("film\0", 1, 2);
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

/* With a word index of one's own, words that it lacks are left out; those that num_words cuts off
 * are not. */
static void words_that_an_index_lacks(void **state)
{
    struct vocabulary *vocabulary;
    struct data_spec spec = SPEC;
    spec.num_words = 6;
    spec.text.own_words = true;
    struct text_ids *ids = make(&vocabulary, &spec);
    (void)state;
    EXPECT("nobody the film nobody", 1, 4, 2);
    text_ids_destroy(ids);
    vocabulary_free(vocabulary);
    spec.num_words = WORD_COUNT + 4; /* the vocabulary goes no further */
    ids = make(&vocabulary, &spec);
    EXPECT("nobody the film", 1, 2, 4, 7);
    text_ids_destroy(ids);
    vocabulary_free(vocabulary);
}

/* Longer than any word may be; and texts that come in the smallest pieces. */
static void pieces_and_monsters(void **state)
{
    struct vocabulary *vocabulary;
    struct text_ids *ids = make(&vocabulary, &SPEC);
    int32_t row[MAXLEN];
    static const char text[] = "the film, it's";
    (void)state;
    for (size_t length = 250; length < 260; length++) {
        char *monster = malloc(length);
        memset(monster, 'a', length);
        text_ids_feed(ids, monster, length);
        text_ids_feed(ids, " a", 2);
        text_ids_end(ids, row);
        assert_int_equal(row[1], 2);
        assert_int_equal(row[2], 5);
        free(monster);
    }
    for (size_t i = 0; i < sizeof text - 1; i++)
        text_ids_feed(ids, text + i, 1);
    text_ids_end(ids, row);
    const int32_t wanted[MAXLEN] = {1, 4, 7, 6};
    assert_memory_equal(row, wanted, sizeof row);
    for (int i = 0; i < 100000; i++) /* what is beyond the row is kept nowhere */
        text_ids_feed(ids, "a the ", 6);
    text_ids_end(ids, row);
    assert_int_equal(row[0], 5);
    assert_int_equal(row[MAXLEN - 1], 4);
    text_ids_end(ids, row); /* no piece at all is an empty text */
    assert_int_equal(row[0], 1);
    assert_int_equal(row[1], 0);
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
            for (size_t i = 0; i < words; i++) {
                size_t word = (i * 5 + words) % 6;
                ranks[i] = (int32_t)word + 1;
                text_ids_feed(ids, WORDS[word], strlen(WORDS[word]));
                text_ids_feed(ids, " ", 1);
            }
            sequence_pad(&spec, ranks, words, wanted);
            text_ids_end(ids, row);
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
    assert_int_equal(vocabulary_pack(vocabulary, 3, &text, &bytes, &error), RT_OK);
    assert_int_equal(bytes, sizeof "the\0a\0it's");
    assert_memory_equal(text, "the\0a\0it's", bytes);
    assert_int_equal(vocabulary_unpack(&back, text, bytes, &error), RT_OK);
    assert_int_equal(vocabulary_words(back), 3);
    assert_string_equal(vocabulary_word(back, 6), "it's");
    vocabulary_free(back);
    /* Cut off, or nothing. */
    assert_int_equal(vocabulary_unpack(&back, text, bytes - 1, &error), RT_ERR_FORMAT);
    assert_int_equal(vocabulary_unpack(&back, text, 0, &error), RT_ERR_FORMAT);
    free(text);
    assert_int_equal(vocabulary_pack(vocabulary, 1000, &text, &bytes, &error), RT_OK);
    assert_int_equal(vocabulary_unpack(&back, text, bytes, &error), RT_OK);
    assert_int_equal(vocabulary_words(back), WORD_COUNT);
    vocabulary_free(back);
    free(text);
    vocabulary_free(vocabulary);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_blanks),          cmocka_unit_test(ids_below_num_words),
        cmocka_unit_test(words_that_an_index_lacks), cmocka_unit_test(pieces_and_monsters),
        cmocka_unit_test(rows_like_the_data),        cmocka_unit_test(packed_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
