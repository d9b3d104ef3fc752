/* The rows of the settings' table: sound in themselves, their names, and when they say anything. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "rnntop/spec/settings.h"
#include "tests/words/error_text.h"

/* Parses words after "rnntop train". */
static enum rt_status parse(struct settings *s, int count, const char *const *words,
                            struct rt_error *error)
{
    char *argv[16] = {strdup("rnntop"), strdup("train")};
    const char *operands[16];
    size_t operand_count;
    settings_init(s);
    for (int i = 0; i < count; i++)
        argv[i + 2] = strdup(words[i]);
    enum rt_status status = settings_parse(s, commands_find("train"), count + 2, argv, 2, operands,
                                           &operand_count, error);
    for (int i = 0; i < count + 2; i++)
        free(argv[i]);
    return status;
}

static void every_row_has_help_and_its_preset_is_valid(void **state)
{
    (void)state;
    size_t count;
    const struct setting *table = settings_table(&count);
    for (size_t i = 0; i < count; i++) {
        struct settings s;
        struct rt_error error;
        assert_true(strlen(table[i].help) > 5);
        assert_true(table[i].commands != 0);
        assert_true((table[i].kind == SETTING_FLAG) == (table[i].metavar == NULL));
        assert_true(table[i].scope != SCOPE_RUN || (table[i].commands & COMMAND_TRAIN));
        assert_true((table[i].need == NEEDS_OPTIMIZER) == (table[i].optimizer.having != 0));
        assert_ptr_equal(settings_find(table[i].name), &table[i]);
        if (table[i].later_key)
            assert_true(table[i].preset &&
                        table[i].offset - offsetof(struct settings, each) < sizeof s.each);
        if (table[i].alias) {
            assert_ptr_equal(settings_find(table[i].alias), &table[i]);
            assert_true(strlen(table[i].alias) < strlen(table[i].name));
        }
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(table[i].name, table[j].name);
        settings_init(&s);
        if (table[i].preset)
            assert_int_equal(settings_set(&s, table[i].name, table[i].preset, "x", &error), RT_OK);
        settings_free(&s);
    }
}

/* In all four places where a setting is named. */
static void a_short_name_is_as_good(void **state)
{
    (void)state;
    struct settings s;
    struct rt_error error;
    struct run_spec runs[SETTINGS_MAX_RUNS];
    size_t count;
    const char *words[] = {
        "--lr=0.25", "--batch", "7", "--mask", "--run=lstm embed=8 lr=0.5", "--sweep=len=10,20"};
    char path[] = "/tmp/rnntop-config-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0 && dprintf(fd, "words 300\nsplit = 0.25\n") > 0);
    close(fd);
    assert_int_equal(parse(&s, 6, words, &error), RT_OK);
    assert_int_equal(settings_read_config(&s, path, &error), RT_OK);
    unlink(path);
    assert_true(s.each.optimizer.learning_rate == 0.25);
    assert_int_equal(s.each.batch_size, 7);
    assert_true(s.mask_zero);
    assert_int_equal(s.each.data.num_words, 300);
    assert_true(s.each.data.validation_split == 0.25);
    assert_int_equal(settings_plan(&s, runs, &count, &error), RT_OK);
    assert_int_equal(count, 2);
    assert_int_equal(runs[1].data.maxlen, 20);
    assert_int_equal(runs[1].model.layer[0].output, 8);
    assert_true(runs[1].optimizer.learning_rate == 0.5);
    settings_free(&s);
    /* It is what the sentence does not say, and is not shortened. */
    const char *wrong[] = {"--lr=0"}, *shortened[] = {"--rdro=0.5"};
    assert_int_equal(parse(&s, 1, wrong, &error), RT_ERR_USAGE);
    assert_string_equal(error_text(&error),
                        "--learning-rate takes a number above 0 and up to 1e+38, not '0'.");
    settings_free(&s);
    assert_int_equal(parse(&s, 1, shortened, &error), RT_ERR_USAGE);
    assert_int_equal(error.code, ERR_OPTION_UNKNOWN);
    settings_free(&s);
}

/* Every beginning that one name alone has is that name's, whatever aliases begin with it. */
static void aliases_take_no_beginning_away(void **state)
{
    (void)state;
    size_t count, tried = 0;
    const struct setting *table = settings_table(&count);
    for (size_t i = 0; i < count; i++) {
        for (size_t length = 1; (table[i].commands & COMMAND_TRAIN) && table[i].name[length];
             length++) {
            struct settings s;
            struct rt_error error;
            char word[64], expected[64];
            const char *words[] = {word};
            size_t alike = 0;
            for (size_t j = 0; j < count; j++)
                alike += (table[j].commands & COMMAND_TRAIN) &&
                         strncmp(table[i].name, table[j].name, length) == 0;
            if (alike != 1)
                continue;
            /* A value that nothing takes, so that the sentence says what it was taken for; a flag
             * takes none. */
            snprintf(word, sizeof word, "--%.*s%s", (int)length, table[i].name,
                     table[i].kind == SETTING_FLAG ? "" : "=");
            snprintf(expected, sizeof expected, "--%s", table[i].name);
            enum rt_status status = parse(&s, 1, words, &error);
            if (table[i].kind == SETTING_FLAG ? status != RT_OK
                                              : !strstr(error_text(&error), expected))
                fail_msg("%s: expected %s, got '%s'", word, expected, error_text(&error));
            settings_free(&s);
            tried++;
        }
    }
    assert_true(tried > 100);
}

/* Whether a setting says anything, as the others are. */
static void settings_apply_where_they_say_something(void **state)
{
    (void)state;
    static const struct {
        const char *words[1];
        const char *name;
        bool applies;
    } cases[] = {
        {{"--optimizer=adam"}, "rho", false},
        {{"--optimizer=rmsprop"}, "rho", true},
        {{"--optimizer=adadelta"}, "rho", true},
        {{"--optimizer=adadelta"}, "learning-rate", true},
        {{"--optimizer=sgd"}, "nesterov", true},
        {{"--optimizer=adam"}, "nesterov", false},
        {{"--schedule=cosine"}, "decay-steps", true},
        {{"--schedule=cosine"}, "decay-rate", false},
        {{"--schedule=step"}, "decay-rate", true},
        {{"--schedule=constant"}, "decay-steps", false},
        {{"--model=gru"}, "units", true},
        {{"--model=embedding:8,lstm:4"}, "units", false},
        {{"--model=embedding:8,lstm:4"}, "epochs", true},
        {{"--data=demo"}, "lower", false},
        {{"--data=reviews.csv"}, "lower", true},
        {{"--data=imdb.npz"}, "lower", false},
        {{"--early-stopping=2"}, "restore-best", true},
        {{"--reduce-lr-on-plateau=2"}, "restore-best", false},
        {{"--reduce-lr-on-plateau=2"}, "min-lr", true},
        {{"--reduce-lr-on-plateau=2"}, "min-delta", true},
        {{"--save-best"}, "min-delta", false},
        {{"--save-best"}, "monitor", true},
        {{"--units=3"}, "monitor", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct settings s;
        struct rt_error error;
        assert_int_equal(parse(&s, 1, cases[i].words, &error), RT_OK);
        if (settings_apply(&s, settings_find(cases[i].name)) != cases[i].applies)
            fail_msg("%s: --%s %s", cases[i].words[0], cases[i].name,
                     cases[i].applies ? "applies" : "says nothing");
        settings_free(&s);
    }
}

/* Presets as they stand, and what optimisers and callbacks decide. */
static void defaults_follow_other_settings(void **state)
{
    static const struct {
        const char *words[2];
        const char *name, *expected;
    } cases[] = {
        {{"--units=3"}, "units", "128"},
        {{"--mask-zero"}, "mask-zero", "no"},
        {{"--test=a.csv"}, "test", ""},
        {{"--seed=2"}, "learning-rate", "0.001"},
        {{"--optimizer=sgd"}, "learning-rate", "0.01"},
        {{"--optimizer=sgd", "--learning-rate=3"}, "learning-rate", "0.01"},
        {{"--optimizer=sgd"}, "momentum", "0"},
        {{"--optimizer=rmsprop"}, "rho", "0.9"},
        {{"--optimizer=adadelta"}, "rho", "0.95"},
        {{"--optimizer=adamw"}, "weight-decay", "0.004"},
        {{"--seed=2"}, "clipnorm", ""},
        {{"--schedule=step"}, "decay-rate", "0.9"},
        {{"--schedule=step"}, "decay-steps", ""},
        {{"--early-stopping=2"}, "early-stopping", ""},
        {{"--early-stopping=2"}, "restore-best", "yes"},
        {{"--early-stopping=2"}, "min-delta", "0"},
        {{"--early-stopping=2"}, "monitor", "val_loss"},
        {{"--reduce-lr-on-plateau=2"}, "min-delta", "0.0001"},
        {{"--reduce-lr-on-plateau=2"}, "plateau-factor", "0.1"},
        {{"--reduce-lr-on-plateau=2"}, "plateau-cooldown", "0"},
        {{"--reduce-lr-on-plateau=2"}, "min-lr", "0"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct settings s;
        struct rt_error error;
        char got[SETTINGS_TEXT_SIZE];
        int count = 1 + (cases[i].words[1] != NULL);
        assert_int_equal(parse(&s, count, cases[i].words, &error), RT_OK);
        settings_default(&s, settings_find(cases[i].name), got);
        if (strcmp(got, cases[i].expected) != 0)
            fail_msg("%s: --%s is %s by default, not %s", cases[i].words[0], cases[i].name,
                     cases[i].expected, got);
        settings_free(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_has_help_and_its_preset_is_valid),
        cmocka_unit_test(a_short_name_is_as_good),
        cmocka_unit_test(aliases_take_no_beginning_away),
        cmocka_unit_test(settings_apply_where_they_say_something),
        cmocka_unit_test(defaults_follow_other_settings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
