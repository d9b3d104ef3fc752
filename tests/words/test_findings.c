/*
 * What findings say: every code has its words, every place of a sentence is filled, and every
 * remedy is a setting that exists and takes its value.
 */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/base/utf8.h"
#include "rnntop/spec/settings.h"
#include "rnntop/words/findings.h"

static const struct classes_event SMS = {
    .classes = 2, .name = {"ham", "spam"}, .rows = {{2690, 430}, {1171, 167}, {965, 149}}};

static const struct findings_style PLAIN = {.classes = &SMS, .ascii = true};

static struct finding finding_of(enum finding_code code, double number)
{
    struct finding finding = {.code = code, .since = 2};
    for (size_t i = 0; i < FINDING_NUMBERS; i++)
        finding.number[i] = number;
    return finding;
}

static void said(const struct finding *finding, const char *wanted)
{
    char text[FINDINGS_TEXT_SIZE];
    assert_string_equal(findings_say(finding, &PLAIN, text, sizeof text), wanted);
}

static void set(struct finding *finding, const char *name, double value)
{
    for (size_t i = 0; finding_number_name(finding->code, i); i++) {
        if (strcmp(finding_number_name(finding->code, i), name) == 0) {
            finding->number[i] = value;
            return;
        }
    }
    fail_msg("%s has no %s", finding_name(finding->code), name);
}

static void sentences(void **state)
{
    (void)state;
    struct finding finding = {.code = FINDING_OVERFITTING,
                              .since = 2,
                              .number = {0.3729, 0.795, 0.3247, 0.0601, 0.8313, 0.8031}};
    said(&finding, "overfitting since epoch 2: val loss 0.373 -> 0.795, train loss 0.325 -> 0.060, "
                   "val accuracy 0.831 -> 0.803");

    finding = finding_of(FINDING_UNSTABLE, NAN);
    set(&finding, "val_from", 0.7624);
    set(&finding, "val_to", 0.6841);
    set(&finding, "val_epoch", 9);
    set(&finding, "rate", 0.001);
    said(&finding, "unstable at rate 0.001: val accuracy 0.762 -> 0.684, epoch 9");
    finding = finding_of(FINDING_UNSTABLE, NAN);
    set(&finding, "loss_from", 0.44);
    set(&finding, "rate", 0.001);
    set(&finding, "loss_to", 0.71);
    set(&finding, "at", 4.68);
    said(&finding, "unstable at rate 0.001: train loss jumped 0.44 -> 0.71, epoch 4.7");

    finding = finding_of(FINDING_EXPLODED, NAN);
    set(&finding, "rate", 1e30);
    said(&finding, "the loss has exploded: it is no number any more, learning rate 1e+30");
    set(&finding, "loss", 9.1176e30);
    set(&finding, "chance_loss", 0.6931);
    said(&finding, "the loss has exploded: 9.12e+30, learning rate 1e+30");

    finding = finding_of(FINDING_ONE_ANSWER, NAN);
    set(&finding, "class", 0);
    set(&finding, "val_accuracy", 0.8752);
    set(&finding, "chance", 0.8752);
    said(&finding, "one answer: \"ham\" every time, val 0.875, guessing 0.875");
    set(&finding, "padding", 0.831);
    said(&finding, "one answer: \"ham\" every time, val 0.875, guessing 0.875");
    finding.remedy[0] = (struct remedy){REMEDY_MASK_ZERO, 1};
    said(&finding,
         "one answer: \"ham\" every time (lost in 83 % padding), val 0.875, guessing 0.875");
}

/* A rare class is not rounded away. */
static void shares(void **state)
{
    (void)state;
    struct finding finding = {.code = FINDING_IMBALANCE, .number = {1, 0.996, 0, 0.004, NAN}};
    said(&finding, "classes out of balance: \"spam\" 99.6 %, \"ham\" 0.4 %");
    set(&finding, "recall", 0);
    said(&finding, "classes out of balance: \"spam\" 99.6 %, \"ham\" 0.4 %, of which 0 % are "
                   "recognised");
    set(&finding, "recall", NAN);
    char text[FINDINGS_TEXT_SIZE];
    const struct findings_style nameless = {.ascii = true};
    findings_say(&finding, &nameless, text, sizeof text);
    assert_string_equal(text, "classes out of balance: class 1 99.6 %, class 0 0.4 %");
    finding.number[0] = 7; /* beyond what is known */
    findings_say(&finding, &PLAIN, text, sizeof text);
    assert_non_null(strstr(text, "class 7"));
}

/* A place that names no number of the code would stay empty: all sentences are written of 1 and of
 * 2, and must differ in as many characters as they have places. */
static size_t places(const char *a, const char *b)
{
    size_t differ = 0;
    for (; *a && *b; a++, b++)
        differ += *a != *b;
    return differ;
}

static void every_code_has_words(void **state)
{
    (void)state;
    for (unsigned code = 0; code < FINDING_CODES; code++) {
        struct finding one = finding_of((enum finding_code)code, 0);
        struct finding two = finding_of((enum finding_code)code, 1);
        char a[FINDINGS_TEXT_SIZE], b[FINDINGS_TEXT_SIZE];
        const char *name = finding_name((enum finding_code)code);
        findings_say(&one, &PLAIN, a, sizeof a);
        findings_say(&two, &PLAIN, b, sizeof b);
        if (places(a, b) < 1 || strstr(a, "  ") || strstr(a, " ,") || !strchr(a, ':'))
            fail_msg("%s says: %s", name, a);
        findings_deny(&one, &PLAIN, a, sizeof a);
        if (strstr(a, "  ") || strstr(a, " ;"))
            fail_msg("%s denies: %s", name, a);
        if (strlen(findings_meaning((enum finding_code)code)) < 20 ||
            *findings_try(&one, &PLAIN, a, sizeof a) == '-')
            fail_msg("%s without a remedy tries: %s", name, a);
        if (utf8_text_columns(findings_label((enum finding_code)code)) > FINDINGS_LABEL_COLUMNS)
            fail_msg("%s is called %s", name, findings_label((enum finding_code)code));
    }
}

static void only_ascii(void **state)
{
    (void)state;
    for (unsigned code = 0; code < FINDING_CODES; code++) {
        struct finding finding = finding_of((enum finding_code)code, 0.5);
        char text[4][FINDINGS_TEXT_SIZE];
        findings_say(&finding, &PLAIN, text[0], sizeof text[0]);
        findings_deny(&finding, &PLAIN, text[1], sizeof text[1]);
        findings_seen(&finding, &PLAIN, text[2], sizeof text[2]);
        findings_try(&finding, &PLAIN, text[3], sizeof text[3]);
        for (size_t i = 0; i < 4; i++) {
            for (const char *at = text[i]; *at; at++)
                assert_in_range(*at, ' ', '~');
        }
        for (const char *at = findings_meaning((enum finding_code)code); *at; at++)
            assert_in_range(*at, ' ', '~');
    }
}

static void remedies_are_settings(void **state)
{
    (void)state;
    for (unsigned kind = 1; kind < REMEDY_KINDS; kind++) {
        struct remedy remedy = {(enum remedy_kind)kind, kind == REMEDY_DROPOUT ? 0.5 : 1};
        char value[FINDINGS_VALUE_SIZE];
        struct settings settings;
        struct rt_error error;
        if (kind == REMEDY_VALIDATION_SPLIT)
            remedy.value = 0.2;
        if (kind == REMEDY_NUM_WORDS)
            remedy.value = 20000;
        const char *setting = findings_setting(&remedy, value);
        assert_non_null(setting);
        settings_init(&settings);
        if (settings_set(&settings, setting, value, setting, &error) != RT_OK)
            fail_msg("--%s takes no %s", setting, value);
        settings_free(&settings);
        struct remedy back = findings_remedy(setting, value);
        assert_int_equal(back.kind, kind);
        assert_true(fabs(back.value - remedy.value) < 1e-9);
    }
    assert_int_equal(findings_remedy("colour", "1").kind, REMEDY_NONE);
}

static void what_to_try(void **state)
{
    (void)state;
    struct finding finding = finding_of(FINDING_ONE_ANSWER, 0);
    char text[FINDINGS_TEXT_SIZE];
    finding.remedy[0] = (struct remedy){REMEDY_MASK_ZERO, 1};
    finding.remedy[1] = (struct remedy){REMEDY_PADDING_PRE, 1};
    assert_string_equal(findings_try(&finding, &PLAIN, text, sizeof text),
                        "--mask-zero, or --padding pre");
    finding.remedy[0] = (struct remedy){REMEDY_LEARNING_RATE, 0.0001};
    finding.remedy[1] = (struct remedy){REMEDY_NONE, 0};
    assert_string_equal(findings_try(&finding, &PLAIN, text, sizeof text),
                        "--learning-rate 0.0001");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences),
        cmocka_unit_test(shares),
        cmocka_unit_test(every_code_has_words),
        cmocka_unit_test(only_ascii),
        cmocka_unit_test(remedies_are_settings),
        cmocka_unit_test(what_to_try),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
