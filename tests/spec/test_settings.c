/* The table of settings, the command line, the config file. */
#include "config.h"

#include <locale.h>
#include <math.h>
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
#include "tests/spec/planned.h"
#include "tests/words/error_text.h"

static void defaults_are_the_lesson(void **state)
{
    (void)state;
    struct settings s;
    struct run_spec runs[SETTINGS_MAX_RUNS];
    struct rt_error error;
    settings_init(&s);
    assert_int_equal(s.models, 2);
    assert_int_equal(s.model[0], LAYER_SIMPLE_RNN);
    assert_int_equal(s.model[1], LAYER_LSTM);
    assert_int_equal(s.each.data.num_words, 4000);
    assert_int_equal(s.each.data.maxlen, 100);
    assert_int_equal(s.each.data.padding, SIDE_POST);
    assert_int_equal(s.each.data.truncating, SIDE_PRE);
    assert_true(s.each.data.validation_split == 0.3);
    assert_int_equal(s.embedding_dim, 128);
    assert_int_equal(s.units, 128);
    assert_int_equal(s.each.epochs, 10);
    assert_int_equal(s.each.batch_size, 30);
    assert_int_equal(s.each.seed, 1);
    assert_int_equal(settings_check(&s, &error), RT_OK);
    planned_runs(&s, runs);
    const struct optimizer_spec adam = {
        .learning_rate = 0.001, .beta_1 = 0.9, .beta_2 = 0.999, .epsilon = 1e-7};
    const struct callbacks_spec none = {.monitor = MONITOR_VAL_LOSS};
    assert_memory_equal(&runs[1].optimizer, &adam, sizeof adam);
    assert_memory_equal(&runs[1].callbacks, &none, sizeof none);
    settings_free(&s);
}

/* Parses words after "rnntop"; returns the status. */
static enum rt_status parse(struct settings *s, const struct command *command, int count,
                            const char *const *words, struct rt_error *error)
{
    char *argv[16] = {strdup("rnntop")};
    const char *operands[16];
    size_t operand_count;
    settings_init(s);
    for (int i = 0; i < count; i++)
        argv[i + 1] = strdup(words[i]);
    enum rt_status status =
        settings_parse(s, command, count + 1, argv, 1, operands, &operand_count, error);
    for (int i = 0; i <= count; i++)
        free(argv[i]);
    return status;
}

static void options_in_all_their_forms(void **state)
{
    (void)state;
    struct settings s;
    struct rt_error error;
    const char *words[] = {"--units=64", "--epochs", "3",    "--learn",
                           "3e-4",       "--model",  "lstm", "--ascii"};
    assert_int_equal(parse(&s, commands_find(NULL), 8, words, &error), RT_OK);
    assert_int_equal(s.units, 64);
    assert_int_equal(s.each.epochs, 3);
    assert_true(s.each.optimizer.learning_rate == 3e-4);
    assert_int_equal(s.models, 1);
    assert_int_equal(s.model[0], LAYER_LSTM);
    assert_true(s.ascii);
    settings_free(&s);
}

static void operands_keep_their_order(void **state)
{
    (void)state;
    struct settings s;
    struct rt_error error;
    char *argv[] = {strdup("rnntop"), strdup("eval"), strdup("a"),  strdup("--threads"),
                    strdup("2"),      strdup("--"),   strdup("--b")};
    const char *operands[8];
    size_t count;
    settings_init(&s);
    assert_int_equal(
        settings_parse(&s, commands_find("eval"), 7, argv, 2, operands, &count, &error), RT_OK);
    assert_int_equal(count, 2);
    assert_string_equal(operands[0], "a");
    assert_string_equal(operands[1], "--b");
    assert_int_equal(s.threads, 2);
    for (size_t i = 0; i < 7; i++)
        free(argv[i]);
    settings_free(&s);
}

static void bad_usage_is_refused_in_one_sentence(void **state)
{
    (void)state;
    static const struct {
        const char *words[2];
        const char *expected;
    } cases[] = {
        {{"--units", "0"}, "--units takes a whole number from 1 to 8192, not '0'."},
        {{"--epochs", "x"}, "--epochs takes a whole number"},
        {{"--epochs", "-3"}, "--epochs takes"},
        {{"--epochs", "1e3"}, "--epochs takes"},
        {{"--epochs", "99999999999999999999999"}, "--epochs takes"},
        {{"--epochs", ""}, "--epochs takes"},
        {{"--learning-rate", "0"}, "--learning-rate takes a number above 0 and up to 1e+38"},
        {{"--learning-rate", "nan"}, "--learning-rate takes"},
        {{"--learning-rate", "0x10"}, "--learning-rate takes"},
        {{"--learning-rate", "0,001"}, "--learning-rate takes"},
        {{"--validation-split", "1"}, "--validation-split takes a number from 0 to below 1"},
        {{"--model", "lstm,transformer"}, "--model takes"},
        {{"--model", "lstm,lstm"}, "--model takes"},
        {{"--model", "lstm,"}, "--model takes"},
        {{"--padding", "left"}, "--padding takes one of pre, post"},
        {{"--num-words", "2"}, "--num-words takes a whole number from 3"},
        {{"--data", ""}, "--data takes"},
        {{"--un\x1b[2J", NULL}, "is no option"},
        {{"--units", NULL}, "--units takes a whole number from 1 to 8192. No value is given."},
        {{"--units", "--json"}, "--units takes a whole number from 1 to 8192. No value is given."},
        {{"--padding", NULL}, "--padding takes one of pre, post. No value is given."},
        {{"--data", NULL}, "--data needs a value, as in --data PATH."},
        {{"--save", "--json"}, "--save needs a value, as in --save FILE."},
        {{"--mask-zero=perhaps", NULL}, "--mask-zero takes yes or no, not 'perhaps'."},
        {{"--pa", NULL},
         "--pa may be --padding, --paused or --pause-each-epoch; write more of it."},
        {{"--ep", NULL}, "--ep may be --epochs or --epsilon; write more of it."},
        {{"--ep=3", NULL}, "--ep=3 may be --epochs or --epsilon; write more of it."},
        {{"-x", NULL}, "-x is no option of rnntop; see rnntop --help."},
        {{"--wibble", NULL}, "--wibble is no option of rnntop; see rnntop --help."},
        {{"--epcohs", "3"}, "see rnntop --help. Did you mean --epochs?"},
        {{"--learning_rate=3", NULL}, "Did you mean --learning-rate?"},
        {{"--rate", "3"}, "Did you mean --learning-rate or --decay-rate?"},
        {{"-epochs", "3"}, "Did you mean --epochs?"},
        {{"--url", "x"}, "--url is no option of rnntop, but of rnntop fetch."},
        {{"--=3", NULL}, "--=3 is no option of rnntop"},
        {{"--optimizer", "adan"}, "not 'adan'. Did you mean adam?"},
        {{"--activation", "Relu"}, "Did you mean relu?"},
        {{"--preset", "lessen"}, "Did you mean lesson?"},
        {{"--model", "bilstm,gru"}, "not 'bilstm,gru'. Did you mean lstm?"},
        {{"--model", "lstm,gur"}, "not 'lstm,gur'. Did you mean gru?"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct settings s;
        struct rt_error error = {0};
        enum rt_status status =
            parse(&s, commands_find(NULL), cases[i].words[1] ? 2 : 1, cases[i].words, &error);
        if (status != RT_ERR_USAGE || !strstr(error_text(&error), cases[i].expected) ||
            strchr(error_text(&error), '\x1b'))
            fail_msg("%s %s: expected '%s', got '%s'", cases[i].words[0],
                     cases[i].words[1] ? cases[i].words[1] : "", cases[i].expected,
                     error_text(&error));
        settings_free(&s);
    }
}

static void commands_take_their_own_options(void **state)
{
    (void)state;
    struct settings s;
    struct rt_error error;
    const char *units[] = {"--units=3"}, *theme[] = {"--theme=dark"}, *json[] = {"--json"};
    assert_int_equal(parse(&s, commands_find("eval"), 1, units, &error), RT_ERR_USAGE);
    settings_free(&s);
    assert_int_equal(parse(&s, commands_find("train"), 1, theme, &error), RT_ERR_USAGE);
    settings_free(&s);
    assert_int_equal(parse(&s, commands_find(NULL), 1, theme, &error), RT_OK);
    assert_int_equal(s.theme, THEME_DARK);
    settings_free(&s);
    assert_int_equal(parse(&s, commands_find("train"), 1, json, &error), RT_OK);
    assert_true(s.json);
    settings_free(&s);
}

/* What each option allows alone and none allows together. */
static void options_that_do_not_go_together(void **state)
{
    (void)state;
    static const struct {
        const char *words[4];
        const char *expected; /* NULL: it is fine */
    } cases[] = {
        {{"--optimizer=sgd", "--momentum=0.9", "--nesterov", "--clipnorm=1"}, NULL},
        {{"--optimizer=rmsprop", "--momentum=0.5", "--rho=0.8", "--centered"}, NULL},
        {{"--optimizer=adam", "--momentum=0.9", NULL, NULL}, "The optimizer adam has no momentum"},
        {{"--momentum=0.9", NULL, NULL, NULL}, "take --optimizer sgd, rmsprop."},
        {{"--optimizer=sgd", "--nesterov", NULL, NULL}, "--nesterov needs a momentum"},
        {{"--optimizer=sgd", "--epsilon=1e-8", NULL, NULL}, "sgd has no epsilon"},
        {{"--optimizer=nadam", "--amsgrad", NULL, NULL}, "nadam has no amsgrad"},
        {{"--optimizer=adagrad", "--beta-1=0.8", NULL, NULL}, "leave --beta-1 out"},
        {{"--clipnorm=1", "--clipvalue=1", NULL, NULL}, "only one"},
        {{"--weight-decay=0.01", "--optimizer=ftrl", NULL, NULL}, NULL},
        {{"--schedule=step", "--decay-rate=0.5", "--decay-steps=100", "--warmup=10"}, NULL},
        {{"--decay-rate=0.5", NULL, NULL, NULL}, "--decay-rate belongs to --schedule"},
        {{"--schedule=cosine", "--decay-rate=0.5", NULL, NULL}, "not to cosine"},
        {{"--decay-steps=5", NULL, NULL, NULL}, "--decay-steps belongs to a schedule"},
        {{"--warmup=100", "--reduce-lr-on-plateau=2", NULL, NULL}, NULL},
        {{"--schedule=cosine", "--reduce-lr-on-plateau=2", NULL, NULL}, "both decide"},
        {{"--early-stopping=0", "--monitor=accuracy", "--restore-best=no", "--min-delta=0.1"},
         NULL},
        {{"--monitor=loss", NULL, NULL, NULL}, "--monitor says nothing by itself"},
        {{"--min-delta=0.1", "--save-best", NULL, NULL}, "--min-delta says nothing"},
        {{"--restore-best=yes", "--save-best", NULL, NULL}, "--restore-best says nothing"},
        {{"--early-stopping=2", "--plateau-factor=0.5", NULL, NULL}, "give --reduce-lr-on-plateau"},
        {{"--early-stopping=2", "--min-lr=0.1", NULL, NULL}, "--min-lr says nothing"},
        {{"--early-stopping=2", "--plateau-cooldown=1", NULL, NULL}, "--plateau-cooldown says"},
        {{"--save-best", "--validation-split=0", NULL, NULL}, "there is no val_loss"},
        {{"--save-best", "--validation-split=0", "--monitor=loss", NULL}, NULL},
        {{"--units=3", "--model=embedding:8,lstm:4", NULL, NULL},
         "--units says nothing to a model"},
        {{"--model=embedding:8,lstm:4", "--mask-zero", NULL, NULL}, "--mask-zero says nothing"},
        {{"--model=embedding:8,lstm:4", "--units=3", "--run=gru", NULL}, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct settings s;
        struct rt_error error = {0};
        int count = 0;
        while (count < 4 && cases[i].words[count])
            count++;
        enum rt_status status = parse(&s, commands_find("train"), count, cases[i].words, &error);
        if (status == RT_OK)
            status = settings_check(&s, &error);
        if (cases[i].expected
                ? status != RT_ERR_USAGE || !strstr(error_text(&error), cases[i].expected)
                : status != RT_OK)
            fail_msg("%s: expected '%s', got '%s'", cases[i].words[0],
                     cases[i].expected ? cases[i].expected : "", error_text(&error));
        settings_free(&s);
    }
}

/* The recipe comes first, wherever it stands; another preset after it takes it back. */
static void a_preset_may_set_others(void **state)
{
    (void)state;
    struct settings s, plain;
    struct rt_error error = {0};
    const char *words[] = {"--num-words=5000", "--preset=best", "--batch-size=7"};
    settings_init(&plain);
    assert_int_equal(parse(&s, commands_find("train"), 3, words, &error), RT_OK);
    assert_int_equal(s.each.data.num_words, 5000);
    assert_int_equal(s.each.batch_size, 7);
    assert_true(s.each.model.layers > 2 && s.each.model.layer[0].mask_zero);
    assert_true(s.each.optimizer.schedule.kind != plain.each.optimizer.schedule.kind);
    assert_int_equal(settings_set(&s, "preset", "padding", "--preset", &error), RT_OK);
    assert_int_equal(s.each.model.layers, 0);
    assert_int_equal(s.each.data.num_words, plain.each.data.num_words);
    assert_int_equal(s.each.optimizer.schedule.kind, plain.each.optimizer.schedule.kind);
    assert_int_equal(s.each.data.maxlen, 500);
    assert_true(s.each.optimizer.learning_rate == 0.0005);
    assert_int_equal(settings_set(&s, "preset", "lesson", "--preset", &error), RT_OK);
    assert_int_equal(s.models, plain.models);
    assert_int_equal(s.units, plain.units);
    assert_int_equal(s.each.data.maxlen, plain.each.data.maxlen);
    assert_true(isnan(s.each.optimizer.learning_rate));
    settings_free(&s);

    const char *twice[] = {"--preset=best", "--units=3", "--preset=lesson"};
    assert_int_equal(parse(&s, commands_find("train"), 3, twice, &error), RT_OK);
    assert_int_equal(s.units, 3);
    assert_int_equal(s.each.epochs, plain.each.epochs);
    settings_free(&s);

    /* In a run of its own, beside the lesson's. */
    struct run_spec runs[SETTINGS_MAX_RUNS];
    const char *beside[] = {"--run=lstm", "--run=preset=best epochs=2"};
    assert_int_equal(parse(&s, commands_find("train"), 2, beside, &error), RT_OK);
    assert_int_equal(planned_runs(&s, runs), 2);
    assert_int_equal(runs[0].data.num_words, plain.each.data.num_words);
    assert_true(runs[1].data.num_words > runs[0].data.num_words);
    assert_int_equal(runs[1].epochs, 2);
    settings_free(&s);
    settings_free(&plain);
}

static void every_optimizer_has_kerass_defaults(void **state)
{
    (void)state;
    static const struct optimizer_spec expected[OPTIMIZER_KINDS] = {
        {.learning_rate = 0.001, .beta_1 = 0.9, .beta_2 = 0.999, .epsilon = 1e-7},
        {.kind = OPTIMIZER_SGD, .learning_rate = 0.01},
        {.kind = OPTIMIZER_RMSPROP, .learning_rate = 0.001, .rho = 0.9, .epsilon = 1e-7},
        {.kind = OPTIMIZER_ADAGRAD, .learning_rate = 0.001, .epsilon = 1e-7},
        {.kind = OPTIMIZER_ADADELTA, .learning_rate = 0.001, .rho = 0.95, .epsilon = 1e-7},
        {.kind = OPTIMIZER_ADAMW,
         .learning_rate = 0.001,
         .beta_1 = 0.9,
         .beta_2 = 0.999,
         .epsilon = 1e-7,
         .weight_decay = 0.004},
        {.kind = OPTIMIZER_ADAMAX,
         .learning_rate = 0.001,
         .beta_1 = 0.9,
         .beta_2 = 0.999,
         .epsilon = 1e-7},
        {.kind = OPTIMIZER_NADAM,
         .learning_rate = 0.001,
         .beta_1 = 0.9,
         .beta_2 = 0.999,
         .epsilon = 1e-7},
        {.kind = OPTIMIZER_FTRL, .learning_rate = 0.001},
    };
    for (size_t i = 0; i < OPTIMIZER_KINDS; i++) {
        struct settings s;
        struct run_spec runs[SETTINGS_MAX_RUNS];
        settings_init(&s);
        assert_int_equal(settings_set(&s, "optimizer", optimizer_kind_names[i], "", NULL), RT_OK);
        planned_runs(&s, runs);
        if (memcmp(&runs[0].optimizer, &expected[i], sizeof expected[i]) != 0)
            fail_msg("%s has other defaults than Keras's", optimizer_kind_names[i]);
        settings_free(&s);
    }
}

static void a_list_grows_with_each_use(void **state)
{
    (void)state;
    struct settings s;
    struct rt_error error;
    const char *words[] = {"--from=a", "--from", "b", "--url", "http://x/", "--timeout", "7"};
    const struct command *fetch = commands_find("fetch");
    assert_int_equal(parse(&s, fetch, 7, words, &error), RT_OK);
    assert_int_equal(s.from.count, 2);
    assert_string_equal(s.from.line[0], "a");
    assert_string_equal(s.from.line[1], "b");
    assert_string_equal(s.url, "http://x/");
    assert_int_equal(s.timeout, 7);
    for (int i = 2; i < SETTINGS_MAX_LINES; i++)
        assert_int_equal(settings_set(&s, "from", "c", "--from", &error), RT_OK);
    assert_int_equal(settings_set(&s, "from", "c", "--from", &error), RT_ERR_USAGE);
    assert_non_null(strstr(error_text(&error), "at most 64 times"));
    settings_free(&s);
    const char *empty[] = {"--from="}, *units[] = {"--units=3"};
    assert_int_equal(parse(&s, fetch, 1, empty, &error), RT_ERR_USAGE);
    settings_free(&s);
    assert_int_equal(parse(&s, fetch, 1, units, &error), RT_ERR_USAGE);
    settings_free(&s);
    assert_int_equal(parse(&s, commands_find("train"), 1, words, &error), RT_ERR_USAGE);
    settings_free(&s);
}

static char *config_with(const char *text)
{
    static char path[] = "/tmp/rnntop-config-XXXXXX";
    strcpy(path, "/tmp/rnntop-config-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    return path;
}

static void config_lines_are_options_without_dashes(void **state)
{
    (void)state;
    struct settings s;
    struct rt_error error;
    char *path =
        config_with("# my settings\n\nunits 64\n  epochs=3  \r\nlearning-rate = 0.01\nascii");
    settings_init(&s);
    assert_int_equal(settings_read_config(&s, path, &error), RT_OK);
    assert_int_equal(s.units, 64);
    assert_int_equal(s.each.epochs, 3);
    assert_true(s.each.optimizer.learning_rate == 0.01);
    assert_true(s.ascii);
    settings_free(&s);
    unlink(path);

    settings_init(&s);
    path = config_with("units 64\nunits none\n");
    assert_int_equal(settings_read_config(&s, path, &error), RT_ERR_USAGE);
    assert_non_null(strstr(error_text(&error), "line 2"));
    assert_non_null(strstr(error_text(&error), path));
    unlink(path);
    assert_int_equal(settings_read_config(&s, path, &error), RT_OK); /* not there: no error */
    settings_free(&s);
}

/* What may stand several times adds up within a file and on a command line; the latter wins. */
static void lines_add_up_and_the_command_line_wins(void **state)
{
    (void)state;
    struct settings s;
    struct rt_error error;
    const char *operands[4];
    size_t count;
    char *path = config_with("run lstm units=8\nrun = gru\nsweep units=1,2\n");
    char *argv[] = {strdup("rnntop"), strdup("--run=lstm units=3"), strdup("--run"),
                    strdup("simplernn")};
    settings_init(&s);
    assert_int_equal(settings_read_config(&s, path, &error), RT_OK);
    assert_int_equal(s.run.count, 2);
    assert_string_equal(s.run.line[0], "lstm units=8");
    assert_int_equal(settings_parse(&s, commands_find(NULL), 4, argv, 1, operands, &count, &error),
                     RT_OK);
    assert_int_equal(s.run.count, 2);
    assert_string_equal(s.run.line[0], "lstm units=3");
    assert_string_equal(s.run.line[1], "simplernn");
    assert_int_equal(s.sweep.count, 1);
    for (size_t i = 0; i < 4; i++)
        free(argv[i]);
    settings_free(&s);
    unlink(path);
}

static void runs_are_models_times_seeds(void **state)
{
    (void)state;
    struct settings s;
    struct run_spec runs[SETTINGS_MAX_RUNS];
    settings_init(&s);
    assert_int_equal(planned_runs(&s, runs), 2);
    assert_string_equal(runs[0].name, "SimpleRNN");
    assert_string_equal(runs[0].slug, "simplernn");
    assert_string_equal(runs[1].slug, "lstm");
    s.seeds = 3;
    s.each.seed = 5;
    assert_int_equal(planned_runs(&s, runs), 6);
    assert_string_equal(runs[0].name, "SimpleRNN 5");
    assert_string_equal(runs[3].name, "LSTM 6");
    assert_string_equal(runs[5].slug, "lstm-7");
    assert_int_equal(runs[4].seed, 7);
    settings_free(&s);
}

/* What do zeros do to a network? The same one in three ways of filling up, one behind the other, or
 * each of several. */
static void padding_side_by_side(void **state)
{
    (void)state;
    struct settings s;
    struct run_spec runs[SETTINGS_MAX_RUNS];
    struct rt_error error;
    settings_init(&s);
    assert_int_equal(settings_set(&s, "preset", "padding", "--preset", &error), RT_OK);
    assert_int_equal(planned_runs(&s, runs), 3);
    assert_int_equal(runs[0].model.layer[1].kind, LAYER_LSTM);
    assert_int_equal(runs[2].model.layer[1].output, 32);
    assert_int_equal(runs[2].epochs, 3);
    assert_int_equal(settings_set(&s, "model", "simplernn,lstm", "--model", &error), RT_OK);
    /* What the options say of the rest holds; of the padding, the preset. */
    assert_int_equal(settings_set(&s, "padding", "pre", "--padding", &error), RT_OK);
    assert_int_equal(planned_runs(&s, runs), 6);
    for (size_t i = 0; i < 6; i++) {
        print_message("%s, %s\n", runs[i].name, runs[i].slug);
        assert_int_equal(runs[i].data.padding, i % 3 == 1 ? SIDE_PRE : SIDE_POST);
        assert_int_equal(runs[i].model.layer[0].mask_zero, i % 3 == 2);
        assert_int_equal(runs[i].model.layer[1].kind, i < 3 ? LAYER_SIMPLE_RNN : LAYER_LSTM);
        assert_int_equal(runs[i].seed, 1);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(runs[i].name, runs[j].name);
    }
    s.seeds = 2;
    settings_set(&s, "model", "lstm", "", NULL);
    assert_int_equal(planned_runs(&s, runs), 6);
    assert_int_equal(runs[5].seed, 2);
    settings_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_the_lesson),
        cmocka_unit_test(options_in_all_their_forms),
        cmocka_unit_test(operands_keep_their_order),
        cmocka_unit_test(bad_usage_is_refused_in_one_sentence),
        cmocka_unit_test(commands_take_their_own_options),
        cmocka_unit_test(options_that_do_not_go_together),
        cmocka_unit_test(a_preset_may_set_others),
        cmocka_unit_test(every_optimizer_has_kerass_defaults),
        cmocka_unit_test(a_list_grows_with_each_use),
        cmocka_unit_test(config_lines_are_options_without_dashes),
        cmocka_unit_test(lines_add_up_and_the_command_line_wins),
        cmocka_unit_test(runs_are_models_times_seeds),
        cmocka_unit_test(padding_side_by_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
