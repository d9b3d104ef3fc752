/* From settings to runs: models made by options, --run, --sweep, what runs are called, and back. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/spec/model_text.h"
#include "rnntop/spec/settings.h"
#include "tests/words/error_text.h"

static struct run_spec runs[SETTINGS_MAX_RUNS];

/* Sets pairs of name and value, then plans. */
static enum rt_status plan(struct settings *s, const char *const *pairs, size_t *count,
                           struct rt_error *error)
{
    settings_init(s);
    for (size_t i = 0; pairs[i]; i += 2) {
        enum rt_status status = settings_set(s, pairs[i], pairs[i + 1], pairs[i], error);
        if (status != RT_OK)
            return status;
    }
    return settings_plan(s, runs, count, error);
}

static size_t plan_well(const char *const *pairs)
{
    struct settings s;
    struct rt_error error = {0};
    size_t count = 0;
    if (plan(&s, pairs, &count, &error) != RT_OK)
        fail_msg("%s ...: refused: %s", pairs[0], error_text(&error));
    settings_free(&s);
    return count;
}

#define PLAN(...) plan_well((const char *const[]){__VA_ARGS__, NULL})

static void expect_names(size_t count, const char *const *names)
{
    for (size_t i = 0; i < count; i++) {
        assert_non_null(names[2 * i]);
        assert_string_equal(runs[i].name, names[2 * i]);
        assert_string_equal(runs[i].slug, names[2 * i + 1]);
    }
    assert_null(names[2 * count]);
}

#define EXPECT_NAMES(count, ...) expect_names((count), (const char *const[]){__VA_ARGS__, NULL})

static void options_make_models(void **state)
{
    static const struct {
        const char *pairs[17];
        const char *model;
    } cases[] = {
        {{"model", "gru"}, "embedding:128,gru:128,dense:1"},
        {{"model", "lstm", "layers", "2", "units", "8"}, "embedding:128,lstm:8,lstm:8,dense:1"},
        {{"model", "lstm", "bidirectional", "sum", "dense", "16,8"},
         "embedding:128,bidirectional(lstm:128):merge=sum,dense:16:activation=relu,"
         "dense:8:activation=relu,dense:1"},
        {{"model", "lstm", "spatial-dropout", "0.2", "dropout", "0.1", "recurrent-dropout", "0.3",
          "pooling", "average", "mask-zero", "yes", "go-backwards", "yes"},
         "embedding:128:mask_zero,spatial_dropout:0.2,"
         "lstm:128:dropout=0.1:recurrent_dropout=0.3:go_backwards,average_pooling,dense:1"},
        {{"model", "simplernn", "activation", "relu", "recurrent-activation", "tanh"},
         "embedding:128,simplernn:128:activation=relu,dense:1"},
        {{"model", "gru", "pooling", "attention"}, "embedding:128,gru:128,attention,dense:1"},
        {{"model", "gru", "recurrent-activation", "hard_sigmoid"},
         "embedding:128,gru:128:recurrent_activation=hard_sigmoid,dense:1"},
        /* Written out, it is what is written, wherever the option stands. */
        {{"units", "8", "model", "embedding:4,lstm:3", "dense", "5"}, "embedding:4,lstm:3,dense:1"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[MODEL_TEXT_SIZE];
        assert_int_equal(plan_well(cases[i].pairs), 1);
        assert_string_equal(model_text_print(&runs[0].model, text), cases[i].model);
    }
    PLAN("model", "embedding:4,lstm:3", "num-words", "500", "maxlen", "7");
    assert_int_equal(runs[0].model.layer[0].input, 500);
    assert_int_equal(runs[0].model.maxlen, 7);
}

/* The new-run form begins with a run that is there: nothing of it may be lost on the way. */
static void a_run_becomes_settings_and_a_run_again(void **state)
{
    static const char *const cases[][17] = {
        {"model", "lstm"},
        {"model", "gru", "layers", "3", "bidirectional", "mul", "dense", "7", "pooling", "max"},
        {"model", "lstm", "pooling", "attention"},
        {"model", "embedding:8,lstm:4,gru:4"},
        {"model", "embedding:8,lstm:4,dropout:0.5"},
        {"model", "lstm", "learning-rate", "3e-4", "epochs", "3", "batch-size", "7", "seed", "9",
         "maxlen", "50", "padding", "pre"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct settings s;
        struct run_spec back;
        plan_well(cases[i]);
        settings_init(&s);
        settings_from_run(&s, &runs[0]);
        assert_int_equal(settings_build_run(&s, &back, NULL), RT_OK);
        memcpy(back.name, runs[0].name, sizeof back.name);
        memcpy(back.slug, runs[0].slug, sizeof back.slug);
        json_t *one = run_spec_to_json(&runs[0]), *other = run_spec_to_json(&back);
        assert_true(json_equal(one, other));
        json_decref(one);
        json_decref(other);
        settings_free(&s);
    }
}

/* Every value of the table comes back as it was set. */
static void settings_come_back_as_text(void **state)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    struct settings s;
    char text[SETTINGS_TEXT_SIZE];
    (void)state;
    settings_init(&s);
    for (size_t i = 0; i < count; i++) {
        if (table[i].preset)
            assert_string_equal(settings_get(&s, &table[i], text), table[i].preset);
    }
    static const char *const values[][2] = {
        {"model", "embedding:4,lstm:3,dense:1"},
        {"dense", "16,8"},
        {"learning-rate", "0.0003"},
        {"mask-zero", "yes"},
        {"seed", "9007199254740991"},
        {"csv", "a.csv"},
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        assert_int_equal(settings_set(&s, values[i][0], values[i][1], "x", NULL), RT_OK);
        assert_string_equal(settings_get(&s, settings_find(values[i][0]), text), values[i][1]);
    }
    settings_free(&s);
}

static void runs_of_their_own(void **state)
{
    (void)state;
    EXPECT_NAMES(PLAN("epochs", "3", "run", "lstm units=64 learning-rate=3e-4", "run", "gru", "run",
                      "embedding:8,lstm:4:dropout=0.2,lstm:2 lr=0.1"),
                 "LSTM", "lstm", "GRU", "gru", "LSTM x2", "lstm-x2");
    assert_int_equal(runs[0].model.layer[1].units, 64);
    assert_true(runs[0].optimizer.learning_rate == 3e-4);
    assert_true(runs[1].optimizer.learning_rate == 0.001); /* each begins with the options */
    assert_int_equal(runs[1].model.layer[1].units, 128);
    assert_true(runs[2].optimizer.learning_rate == 0.1);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(runs[i].epochs, 3);
    /* Without a model, each of --model; data of its own; a flag by its name. */
    EXPECT_NAMES(PLAN("run", "padding=pre mask-zero", "run", "lstm padding=post maxlen=50"),
                 "SimpleRNN", "simplernn", "LSTM len=100 pad=pre mask", "lstm-len100-padpre-mask",
                 "LSTM len=50 pad=post", "lstm-len50-padpost");
    assert_int_equal(runs[2].data.maxlen, 50);
    assert_int_equal(runs[2].model.maxlen, 50);
}

static void sweeps_are_a_cross_product(void **state)
{
    (void)state;
    EXPECT_NAMES(PLAN("model", "lstm", "sweep", "units=32,64", "sweep", "lr=1e-3,3e-4"),
                 "LSTM units=32 lr=0.001", "lstm-units32-lr0.001", "LSTM units=32 lr=0.0003",
                 "lstm-units32-lr0.0003", "LSTM units=64 lr=0.001", "lstm-units64-lr0.001",
                 "LSTM units=64 lr=0.0003", "lstm-units64-lr0.0003");
    EXPECT_NAMES(
        PLAN("sweep", "model=lstm,gru", "model", "lstm", "sweep", "bidirectional=none,sum"), "LSTM",
        "lstm", "BiLSTM", "bilstm", "GRU", "gru", "BiGRU", "bigru");
    EXPECT_NAMES(PLAN("model", "lstm", "seeds", "2", "sweep", "units=32,64"), "LSTM units=32 1",
                 "lstm-units32-1", "LSTM units=64 1", "lstm-units64-1", "LSTM units=32 2",
                 "lstm-units32-2", "LSTM units=64 2", "lstm-units64-2");
    assert_int_equal(PLAN("run", "lstm", "run", "gru", "sweep", "seed=1,2,3"), 6);
    assert_string_equal(runs[2].name, "LSTM 3");
    assert_int_equal(runs[2].seed, 3);
}

/* A path is told by what is its own: a long one is kept whole, and its name is short. */
static void data_tells_runs_apart(void **state)
{
    (void)state;
    static const char folder[] =
        "/a/folder/with/a/name/that/is/longer/than/sixty-four/bytes/surely";
    char sweep[300], path[200];
    snprintf(path, sizeof path, "%s/ag-news/test.csv", folder);
    snprintf(sweep, sizeof sweep, "data=demo,%s,%s/sms/", path, folder);
    assert_int_equal(PLAN("model", "lstm", "sweep", sweep), 3);
    assert_string_equal(runs[0].name, "LSTM data=demo");
    assert_string_equal(runs[1].name, "LSTM data=ag-news");
    assert_string_equal(runs[1].slug, "lstm-dataag-news");
    assert_string_equal(runs[1].data.path, path);
    assert_string_equal(runs[2].name, "LSTM data=sms");
    assert_false(run_spec_same(&runs[0], &runs[1]));
}

static void check_seedless(size_t a, size_t b, bool equal)
{
    char *one = run_spec_seedless(&runs[a]), *other = run_spec_seedless(&runs[b]);
    assert_non_null(one);
    assert_non_null(other);
    if ((strcmp(one, other) == 0) != equal)
        fail_msg("\"%s\" and \"%s\" %s", runs[a].name, runs[b].name,
                 equal ? "differ by more than the seed" : "are taken for the same");
    free(one);
    free(other);
}

/* Names and seeds do not count; everything else does, the data's path included. */
static void what_differs_but_for_the_seed(void **state)
{
    (void)state;
    assert_int_equal(PLAN("model", "lstm", "sweep", "units=8,16", "seeds", "2"), 4);
    check_seedless(0, 2, true);
    check_seedless(1, 3, true);
    check_seedless(0, 1, false);
    assert_int_equal(PLAN("model", "lstm", "sweep", "data=/a/x.csv,/b/x.csv", "seeds", "2"), 4);
    check_seedless(0, 2, true);
    check_seedless(0, 1, false);
    assert_int_equal(PLAN("model", "lstm", "sweep", "early-stopping=0,1"), 2);
    check_seedless(0, 1, false);
}

/* Texts may hold what a name may not: a run with such a name could not be saved. */
static void texts_make_plain_names(void **state)
{
    (void)state;
    EXPECT_NAMES(PLAN("run", "lstm label-column=a/b", "run", "lstm test=/x/y/z.csv", "run",
                      "lstm text-column=\xc3\xa4"),
                 "LSTM label-column=a_b", "lstm-label-columna-b", "LSTM test=z", "lstm-testz",
                 "LSTM text-column=__", "lstm-text-column-");
    for (size_t i = 0; i < 3; i++) {
        struct run_spec back;
        struct rt_error error;
        json_t *json = run_spec_to_json(&runs[i]);
        if (run_spec_from_json(json, &back, &error) != RT_OK)
            fail_msg("%s: %s", runs[i].name, error_text(&error));
        json_decref(json);
    }
}

/* However much tells runs apart, names fit, and no two are the same. */
static void names_are_short_and_unique(void **state)
{
    (void)state;
    size_t count = PLAN("model", "embedding:8,bidirectional(lstm:4),bidirectional(lstm:4),gru:2",
                        "sweep", "learning-rate=0.000123456,0.00023456", "sweep",
                        "validation-split=0.123456,0.234567", "sweep", "maxlen=1000,2000", "sweep",
                        "seed=1000001,1000002", "sweep", "batch-size=10001,10002");
    assert_int_equal(count, 32);
    for (size_t i = 0; i < count; i++) {
        assert_true(strlen(runs[i].name) < RUN_NAME_SIZE);
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(runs[i].name, runs[j].name);
            assert_string_not_equal(runs[i].slug, runs[j].slug);
        }
    }
    /* Models that are written out and differ somewhere. */
    EXPECT_NAMES(
        PLAN("run", "embedding:8,lstm:4,dropout:0.5", "run", "embedding:8,lstm:4,dropout:0.25"),
        "LSTM", "lstm", "LSTM #2", "lstm-2");
}

static void a_run_that_comes_later(void **state)
{
    (void)state;
    const struct run_spec *others[] = {&runs[0], &runs[1]};
    PLAN("seed", "1");
    struct run_spec late = runs[1];
    late.seed = 2;
    settings_name_run(&late, others, 2);
    assert_string_equal(late.name, "LSTM 2");
    assert_string_equal(late.slug, "lstm-2");
    late.optimizer.learning_rate = 0.01;
    late.seed = 1;
    settings_name_run(&late, others, 2);
    assert_string_equal(late.name, "LSTM lr=0.01");
    late.optimizer.learning_rate = 0.001; /* the same as one that is there */
    settings_name_run(&late, others, 2);
    assert_string_equal(late.name, "LSTM #2");
    assert_string_equal(late.slug, "lstm-2");
}

static void what_cannot_be_is_refused(void **state)
{
    static const struct {
        const char *pairs[9];
        const char *expected;
    } cases[] = {
        {{"run", " "}, "run takes a text that is not empty"},
        {{"run", "transformer"}, "--run 'transformer': the model takes a list by commas"},
        {{"run", "lstm gru"}, "--run 'lstm gru': gru is no setting"},
        {{"run", "lstm units"}, "units takes a whole number from 1 to 8192."},
        {{"run", "lstm units=0"}, "--run 'lstm units=0': units takes a whole number from 1"},
        {{"run", "lstm seeds=3"}, "seeds belongs to the whole session, not to one run."},

        {{"run", "lstm ascii"}, "ascii belongs to the whole session"},
        {{"run", "lstm sweep=units=3"}, "sweep belongs to the whole session"},
        {{"run", "embedding:8,dense:3"}, "--run 'embedding:8,dense:3': the model: "},
        {{"run", "lstm", "run", "lstm units=128"}, "Runs 1 and 2 (LSTM) are the same"},
        {{"sweep", "units"}, "a setting and its values are needed, as in units=32,64."},
        {{"run", "lstm sede=3"},
         "sede is no setting; rnntop --help lists them. Did you mean seed?"},
        {{"run", "lsmt"}, "not 'lsmt'. Did you mean lstm?"},
        {{"sweep", "unitz=3"}, "--sweep 'unitz=3': unitz is no setting"},
        {{"sweep", "optimizer=adam,sdg"}, "not 'sdg'. Did you mean sgd?"},
        {{"sweep", "threads=1,2"}, "threads belongs to the whole session"},
        {{"sweep", "units=32,"}, "--sweep 'units=32,' takes a whole number"},
        {{"sweep", "units=32,32"}, "are the same in every setting"},
        {{"model", "embedding:8,lstm:4", "sweep", "units=32,64"},
         "--sweep 'units=32,64' says nothing to a model that is written out"},
        {{"run", "embedding:8,lstm:4 units=3"},
         "--run 'embedding:8,lstm:4 units=3': units says nothing to a model"},
        {{"layers", "14", "dense", "8,8"}, "A model has at most 16 layers"},
        {{"units", "8192", "embedding-dim", "8192", "layers", "12", "model", "lstm"},
         "The model has "},
        {{"seeds", "16", "sweep", "units=1,2,3,4,5,6,7,8,9"}, "More than 256 runs are asked for"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct settings s;
        struct rt_error error = {0};
        size_t count = 99;
        enum rt_status status = plan(&s, cases[i].pairs, &count, &error);
        if (status == RT_OK || !strstr(error_text(&error), cases[i].expected))
            fail_msg("%s '%s': expected '%s', got '%s'", cases[i].pairs[0], cases[i].pairs[1],
                     cases[i].expected, error_text(&error));
        settings_free(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_make_models),
        cmocka_unit_test(a_run_becomes_settings_and_a_run_again),
        cmocka_unit_test(settings_come_back_as_text),
        cmocka_unit_test(runs_of_their_own),
        cmocka_unit_test(sweeps_are_a_cross_product),
        cmocka_unit_test(data_tells_runs_apart),
        cmocka_unit_test(what_differs_but_for_the_seed),
        cmocka_unit_test(texts_make_plain_names),
        cmocka_unit_test(names_are_short_and_unique),
        cmocka_unit_test(a_run_that_comes_later),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
