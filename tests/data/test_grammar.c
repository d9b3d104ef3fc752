/* Grammars: what is refused and where, endings, what a review is made of, and how often. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/data/madeup/grammar.h"
#include "rnntop/data/text/word_forms.h"
#include "tests/words/error_text.h"

#define HEAD                                                                                       \
    "rnntop grammar 1\n"                                                                           \
    "name test\n"                                                                                  \
    "reviews 1000 1000\n"                                                                          \
    "lengths 0:10 100:20\n"                                                                        \
    "mood 100 90\n"
#define TAIL                                                                                       \
    "[opening]\n"                                                                                  \
    "-\n"                                                                                          \
    "[closing]\n"                                                                                  \
    "-\n"
/* HEAD and TAIL are lines 1 to 9; what a case adds begins with line 10. */
#define SENTENCE "[sentence]\n"

static struct grammar *parse(const char *text)
{
    struct grammar *grammar = NULL;
    struct rt_error error = {0};
    if (grammar_parse(&grammar, text, strlen(text), &error) != RT_OK)
        fail_msg("refused: %s", error_text(&error));
    return grammar;
}

/* A review as text, with each key word in stars. */
static void write_text(const struct grammar *grammar, const struct review *review, char *out,
                       size_t size)
{
    size_t used = 0;
    for (size_t i = 0; i < review->words && used < size; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%s%s%s", i ? " " : "",
                                 review->key[i] ? "*" : "", grammar_word(grammar, review->word[i]),
                                 review->key[i] ? "*" : "");
}

static void test_mistakes(void **state)
{
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"", "'name' is missing"},
        {"rnntop grammar 2\n", "line 1: is not 'rnntop grammar 1'"},
        {"rnntop grammar 1\nnoise 50\n", "line 2: 'noise 50'"},
        {"rnntop grammar 1\nname\n", "line 2: 'name' takes"},
        {"rnntop grammar 1\nreviews 10\n", "line 2: 'reviews' takes"},
        {"rnntop grammar 1\nreviews 10 11\n", "line 2: 'reviews' takes"},
        {"rnntop grammar 1\n\nmood 100 49\n", "line 3: 'mood' takes"},
        {"rnntop grammar 1\nlengths 0:10 50:9 100:20\n", "line 2: '50:9' is no point"},
        {"rnntop grammar 1\nlengths 0:10 100:9999\n", "line 2: '100:9999' is no point"},
        {"rnntop grammar 1\nname a\nreviews 2 2\nlengths 0:10\nlengths 90:20\nmood 100 90\n" TAIL,
         "'lengths' goes from"},
        {"rnntop grammar 1\nlengths 1:10 100:20\n", "line 2: '1:10' is no point"},
        {"rnntop grammar 1\nspeed 3\n", "line 2: 'speed 3' is no setting"},
        {"rnntop grammar 1\nname a\nreviews 2 2\nlengths 0:1 100:2\nmood 50 90\n" TAIL,
         "come to 50 per cent"},
        {HEAD TAIL, "[sentence] is missing"},
        {HEAD TAIL SENTENCE, "line 10: nothing stands below [sentence]"},
        {HEAD TAIL SENTENCE "-\n", "[sentence] never holds a word"},
        {HEAD TAIL SENTENCE "fine\n[opening]\nx\n", "line 12: [opening] stands twice"},
        {HEAD TAIL SENTENCE "fine {noun}\n", "line 11: 'noun' is no category"},
        {HEAD TAIL SENTENCE "fine {noun\n", "line 11: '{noun' has a { without a }"},
        {HEAD TAIL SENTENCE "Fine\n", "line 11: 'Fine' is no word"},
        {HEAD TAIL SENTENCE "0: fine\n", "line 11: a weight is"},
        {HEAD TAIL SENTENCE "3:\n", "line 11: nothing stands behind the weight"},
        {HEAD TAIL SENTENCE "{a}\n[a]\nx {b}\n[b]\ny {a}\n", "line 15: 'a' comes back to itself"},
        {HEAD TAIL SENTENCE "{a}\n[a] words\nx\n[b]\n[c]\ny\n",
         "line 14: nothing stands below [b]"},
        {HEAD TAIL SENTENCE "{+a}\n[a +] words\nx\n", "[a] has one side only"},
        {HEAD TAIL SENTENCE "{a}\n[a +] words\nx\n[a -] words\ny\n",
         "line 11: 'a' has two sides: write {+...}"},
        {HEAD TAIL SENTENCE "{+a}\n[a] words\nx\n", "line 11: '+a' has no sides"},
        {HEAD TAIL SENTENCE "{+a}\n[a +] words\nx\n[a -] words\ny\n", "outside of every statement"},
        {HEAD TAIL SENTENCE "{b}\n[b]\n{-a}\n[a +] words\nx\n[a -] words\ny\n",
         "line 10: below [sentence], {+...} or {-...} stands outside"},
        {HEAD TAIL SENTENCE
         "{s}\n[s] says 1\n{t}\n[t] says 1\n{+a}\n[a +] words\nx\n[a -] words\ny\n",
         "line 13: 't' is or holds a statement"},
        {HEAD TAIL SENTENCE "{s}\n[s] says 0\nx\n", "line 12: 'says' takes"},
        {HEAD TAIL SENTENCE "{s}\n[s +] says 1\nx\n", "line 12: a statement's side is drawn"},
        {HEAD TAIL SENTENCE "{n}\n[n] made 0\nx\n", "line 12: 'made' takes"},
        {HEAD TAIL SENTENCE "{n}\n[n] made 9\n{s}\n[s] words\nka lo\n",
         "line 12: these patterns make 2 different words, not 9"},
        {HEAD TAIL SENTENCE "{n}\n[n] made 2\n{s}\n[s]\na\n",
         "line 13: 's' is no category of words"},
        {HEAD TAIL SENTENCE "{n:x}\n[n] words\na b\n", "line 11: 'n:x' asks for a form"},
        {HEAD TAIL SENTENCE "{n:s}\n[n]\na b\n", "line 11: 'n:s' asks for a form of what is not"},
        {HEAD TAIL SENTENCE "x\n[Noun]\ny\n", "line 12: a heading is [name]"},
        {HEAD TAIL SENTENCE "x\n[n\ny\n", "line 12: a heading ends with ]"},
        {HEAD TAIL SENTENCE "x\n[n] wrods\ny\n", "line 12: after a heading stands"},
        {HEAD TAIL SENTENCE "x\n[n] words 3\ny\n", "line 12: there is more behind"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct grammar *grammar = NULL;
        struct rt_error error = {0};
        enum rt_status status =
            grammar_parse(&grammar, cases[i].text, strlen(cases[i].text), &error);
        if (status != RT_ERR_FORMAT || !strstr(error_text(&error), cases[i].wanted))
            fail_msg("case %zu: expected '%s', got %d, '%s'", i, cases[i].wanted, (int)status,
                     error_text(&error));
    }
}

/* Every beginning of a good grammar, and every grammar with one byte changed, is taken or refused,
 * and nothing else. */
static void test_any_bytes(void **state)
{
    static const char good[] = HEAD TAIL SENTENCE
        "2: the {noun:s} were {s} by {name}\n[s] says 2\n3: *not* {-a}, {?a} {+a}\n"
        "[a +] words\ngood fine\n[a -] words\nbad poor\n[noun] words\nman=men go>went\n"
        "[name] made 3\n{on}{on}\n[on] words\nka lo mi\n";
    char text[sizeof good];
    size_t taken = 0;
    (void)state;
    for (size_t i = 0; i < 2 * sizeof good; i++) {
        struct grammar *grammar = NULL;
        struct rt_error error;
        memcpy(text, good, sizeof good);
        if (i >= sizeof good)
            text[i - sizeof good] = (char)(text[i - sizeof good] ^ 0x15);
        size_t length = i < sizeof good ? i : sizeof good - 1;
        if (grammar_parse(&grammar, text, length, &error) == RT_OK) {
            struct review *review = malloc(sizeof *review);
            grammar_review(grammar, GRAMMAR_TEST, i, review);
            free(review);
            taken++;
        }
        grammar_free(grammar);
    }
    assert_true(taken > 10);
}

static void test_forms(void **state)
{
    static const struct {
        const char *word, *s, *ed, *ing, *ly;
    } words[] = {
        {"work", "works", "worked", "working", "workly"},
        {"hurry", "hurries", "hurried", "hurrying", "hurrily"},
        {"play", "plays", "played", "playing", "playly"},
        {"kiss", "kisses", "kissed", "kissing", "kissly"},
        {"watch", "watches", "watched", "watching", "watchly"},
        {"stop", "stops", "stopped", "stopping", "stoply"},
        {"free", "frees", "freed", "freeing", "freely"},
        {"die", "dies", "died", "dying", "diely"},
        {"save", "saves", "saved", "saving", "savely"},
        {"fix", "fixes", "fixed", "fixing", "fixly"},
        {"terrible", "terribles", "terribled", "terribling", "terribly"},
        {"frantic", "frantics", "franticed", "franticing", "frantically"},
        {"dull", "dulls", "dulled", "dulling", "dully"},
        {"cook", "cooks", "cooked", "cooking", "cookly"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *wanted[] = {words[i].word, words[i].s, words[i].ed, words[i].ing, words[i].ly};
        for (int form = FORM_PLAIN; form < FORM_COUNT; form++) {
            char out[32];
            assert_true(word_form_write((enum word_form)form, words[i].word, strlen(words[i].word),
                                        out, sizeof out));
            assert_string_equal(out, wanted[form]);
        }
    }
    char small[5];
    assert_false(word_form_write(FORM_S, "works", 5, small, sizeof small));
    assert_int_equal(word_form_find("ing", 3), FORM_ING);
    assert_int_equal(word_form_find("", 0), FORM_COUNT);
}

/* Sides, keys, articles, endings and punctuation, in all that such a grammar can say. */
static void test_meaning(void **state)
{
    struct grammar *grammar = parse(
        "rnntop grammar 1\nname test\nreviews 1000 1000\nlengths 0:1 100:1\nmood 100 90\n" TAIL
            SENTENCE "{s}.\n[s] says 3\na {thing:s}, *never* {-a} - (truly) {?a}, is a {+a}!\n"
        "[a +] words\nawesome\n[a -] words\nbad\n[thing] words\nthief=thieves\n");
    struct review *review = malloc(sizeof *review);
    size_t positive = 0, agreeing = 0;
    (void)state;
    for (size_t i = 0; i < 1000; i++) {
        char text[200];
        grammar_review(grammar, GRAMMAR_TRAIN, i, review);
        write_text(grammar, review, text, sizeof text);
        assert_int_equal(review->statements, 1);
        bool praise = review->vote[0] > 0;
        assert_int_equal(abs(review->vote[0]), 3);
        /* {?a} is of either side, and no key. */
        const char *either = strstr(text, "truly bad") ? "bad" : "awesome";
        char wanted[200];
        snprintf(wanted, sizeof wanted, "a thieves *never* *%s* truly %s is %s *%s*",
                 praise ? "bad" : "awesome", either, praise ? "an" : "a",
                 praise ? "awesome" : "bad");
        assert_string_equal(text, wanted);
        positive += review->positive;
        agreeing += review->positive == praise;
    }
    assert_int_equal(positive, 500);
    /* 0.9^3 / (0.9^3 + 0.1^3) = 0.99863: 1.4 of 1,000 disagree, with a deviation of 1.2. */
    if (agreeing < 990 || agreeing == 1000)
        fail_msg("%zu of 1000 agree", agreeing);
    free(review);
    grammar_free(grammar);
}

/* What is drawn comes as often as its weight says: within 4 deviations. */
static void test_frequencies(void **state)
{
    struct grammar *grammar =
        parse("rnntop grammar 1\nname test\nreviews 2 2\nlengths 0:3000 100:3000\nmood 100 90\n"
              "seed 7\n" TAIL SENTENCE "5: five\n2: two\n1: {w}\n[w] words\nx y z\n");
    struct review *review = malloc(sizeof *review);
    static const struct {
        const char *word;
        double part;
    } wanted[] = {{"five", 5.0 / 8},
                  {"two", 2.0 / 8},
                  {"x", 20.0 / 47 / 8},
                  {"y", 15.0 / 47 / 8},
                  {"z", 12.0 / 47 / 8}};
    double count[8] = {0}, all = 0;
    (void)state;
    for (size_t i = 0; i < 100; i++) {
        grammar_review(grammar, GRAMMAR_TEST, i, review);
        assert_int_equal(review->words, 3000);
        for (size_t j = 0; j < review->words; j++, all++) {
            for (size_t k = 0; k < 5; k++)
                count[k] += strcmp(grammar_word(grammar, review->word[j]), wanted[k].word) == 0;
        }
    }
    for (size_t k = 0; k < 5; k++) {
        double part = count[k] / all, p = wanted[k].part;
        /* The square of 4 deviations, for this needs no libm. */
        if ((part - p) * (part - p) > 16 * p * (1 - p) / all)
            fail_msg("%s: expected %.5f, got %.5f of %.0f", wanted[k].word, p, part, all);
    }
    free(review);
    grammar_free(grammar);
}

/* Reviews are a function of seed, half and index; another of any is another review. */
static void test_same_again(void **state)
{
    static const char body[] = TAIL SENTENCE "{w} {w} {w}\n[w] words\na b c d e f g h\n";
    char text[400], other_text[400];
    struct review *first = malloc(sizeof *first), *second = malloc(sizeof *second);
    char one[200], two[200];
    (void)state;
    snprintf(text, sizeof text, HEAD "seed 1\n%s", body);
    snprintf(other_text, sizeof other_text, HEAD "seed 2\n%s", body);
    struct grammar *grammar = parse(text), *again = parse(text), *other = parse(other_text);
    grammar_review(grammar, GRAMMAR_TRAIN, 5, first);
    write_text(grammar, first, one, sizeof one);
    grammar_review(grammar, GRAMMAR_TRAIN, 6, second);
    grammar_review(again, GRAMMAR_TRAIN, 5, second);
    write_text(again, second, two, sizeof two);
    assert_string_equal(one, two);
    grammar_review(grammar, GRAMMAR_TEST, 5, second);
    write_text(grammar, second, two, sizeof two);
    assert_string_not_equal(one, two);
    grammar_review(other, GRAMMAR_TRAIN, 5, second);
    write_text(other, second, two, sizeof two);
    assert_string_not_equal(one, two);
    free(first);
    free(second);
    grammar_free(grammar);
    grammar_free(again);
    grammar_free(other);
    grammar_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),    cmocka_unit_test(test_any_bytes),
        cmocka_unit_test(test_forms),       cmocka_unit_test(test_meaning),
        cmocka_unit_test(test_frequencies), cmocka_unit_test(test_same_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
