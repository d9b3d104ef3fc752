/* What texts of one's own are trained with where nobody said: the recipe, what it gives way to, and
 * how the data's facts end up in a run. */
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

static bool is_txt(const char *path)
{
    size_t length = strlen(path);
    return length > 4 && strcmp(path + length - 4, ".txt") == 0;
}

/* Options of `train`, from a file of texts on. */
static size_t plan(const char *const *words)
{
    struct settings settings;
    struct rt_error error = {0};
    char data[] = "--data=some.txt", *argv[16] = {data};
    const char *operands[16];
    size_t operand_count, count = 0;
    int argc = 1;
    settings_init(&settings);
    settings.leads_to_texts = is_txt;
    while (*words)
        argv[argc++] = (char *)(uintptr_t)*words++;
    if (settings_parse(&settings, commands_find("train"), argc, argv, 0, operands, &operand_count,
                       &error) != RT_OK ||
        settings_plan(&settings, runs, &count, &error) != RT_OK)
        fail_msg("%s: %s", argv[argc - 1], error_text(&error));
    settings_free(&settings);
    return count;
}

#define PLAN(...) plan((const char *const[]){__VA_ARGS__, NULL})
#define NOTHING   (const char *)NULL

static const char *text_of(const struct run_spec *run)
{
    static char text[MODEL_TEXT_SIZE];
    return model_text_print(&run->model, text);
}

static bool has(const struct run_spec *run, const char *part)
{
    return strstr(text_of(run), part) != NULL;
}

static void nothing_given_is_the_recipe(void **state)
{
    (void)state;
    assert_int_equal(PLAN(NOTHING), 1);
    assert_int_equal(runs[0].defaults, DEFAULTS_RECIPE);
    assert_int_equal(runs[0].data.maxlen, MAXLEN_AUTO);
    assert_int_equal(runs[0].model.maxlen, MAXLEN_AUTO);
    assert_int_equal(runs[0].class_weight, CLASS_WEIGHT_AUTO);
    assert_true(has(&runs[0], "mask_zero"));
    assert_true(has(&runs[0], "bidirectional(gru"));
    assert_true(has(&runs[0], "pooling"));
    assert_true(runs[0].callbacks.stops);
    assert_true(runs[0].data.num_words >= 20000);
    assert_int_equal(PLAN("--preset=auto"), 1);
    assert_int_equal(runs[0].defaults, DEFAULTS_RECIPE);
}

/* Exactly what the lesson has, and what other data than texts has. */
static void the_lesson_stays_what_it_is(void **state)
{
    (void)state;
    struct settings settings;
    static struct run_spec lesson[SETTINGS_MAX_RUNS];
    size_t count;
    settings_init(&settings);
    assert_int_equal(settings_plan(&settings, lesson, &count, NULL), RT_OK);
    assert_int_equal(count, 2);
    settings_free(&settings);
    assert_int_equal(PLAN("--preset=lesson"), 2);
    for (size_t i = 0; i < 2; i++) {
        memset(runs[i].data.path, 0, sizeof runs[i].data.path);
        assert_true(run_spec_same(&runs[i], &lesson[i]));
        assert_int_equal(runs[i].defaults, DEFAULTS_PLAIN);
    }
    assert_int_equal(PLAN("--data=demo"), 2);
    for (size_t i = 0; i < 2; i++) {
        memset(runs[i].data.path, 0, sizeof runs[i].data.path);
        assert_true(run_spec_same(&runs[i], &lesson[i]));
    }
}

static void a_model_that_is_named_has_its_own_settings(void **state)
{
    (void)state;
    assert_int_equal(PLAN("--model=lstm,simplernn"), 2);
    assert_string_equal(text_of(&runs[0]), "embedding:128:mask_zero,lstm:128,dense:1");
    assert_string_equal(text_of(&runs[1]), "embedding:128:mask_zero,simplernn:128,dense:1");
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(runs[i].data.maxlen, MAXLEN_AUTO);
        assert_int_equal(runs[i].data.num_words, 4000);
        assert_int_equal(runs[i].epochs, 10);
        assert_int_equal(runs[i].class_weight, CLASS_WEIGHT_NONE);
        assert_false(runs[i].callbacks.stops);
        assert_int_equal(runs[i].defaults, DEFAULTS_LENGTH);
    }
    /* Written out, it says itself whether it is masked. */
    assert_int_equal(PLAN("--model=embedding:8,lstm:4"), 1);
    assert_string_equal(text_of(&runs[0]), "embedding:8,lstm:4,dense:1");
    assert_int_equal(runs[0].data.maxlen, MAXLEN_AUTO);
    assert_int_equal(PLAN("--model=gru", "--maxlen=9"), 1);
    assert_int_equal(runs[0].data.maxlen, 9);
    assert_int_equal(runs[0].defaults, DEFAULTS_PLAIN);
}

/* Every setting of a run, given with a value that neither the recipe nor the lesson has, is what
 * was given. */
static void whatever_is_given_wins(void **state)
{
    static const struct {
        const char *name, *value;
    } given[] = {
        {"maxlen", "77"},         {"num-words", "1234"},        {"validation-split", "0.25"},
        {"units", "7"},           {"embedding-dim", "9"},       {"bidirectional", "sum"},
        {"pooling", "average"},   {"spatial-dropout", "0.125"}, {"epochs", "17"},
        {"batch-size", "5"},      {"class-weight", "none"},     {"learning-rate", "0.125"},
        {"schedule", "constant"}, {"early-stopping", "7"},      {"padding", "pre"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        char word[64], text[SETTINGS_TEXT_SIZE];
        snprintf(word, sizeof word, "--%s=%s", given[i].name, given[i].value);
        assert_int_equal(PLAN(word), 1);
        struct settings settings;
        settings_init(&settings);
        settings_from_run(&settings, &runs[0]);
        if (strcmp(settings_get(&settings, settings_find(given[i].name), text), given[i].value))
            fail_msg("%s became %s", word, text);
        settings_free(&settings);
        assert_int_equal(runs[0].defaults, DEFAULTS_RECIPE);
    }
}

/* What the recipe sets never stands against what somebody gave. */
static void the_recipe_gives_way(void **state)
{
    (void)state;
    assert_int_equal(PLAN("--optimizer=sgd"), 1);
    assert_true(runs[0].optimizer.learning_rate == 0.01);
    assert_int_equal(PLAN("--reduce-lr-on-plateau=2"), 1);
    assert_int_equal(runs[0].optimizer.schedule.kind, SCHEDULE_CONSTANT);
    assert_int_equal(PLAN("--validation-split=0"), 1);
    assert_false(runs[0].callbacks.stops);
    assert_int_equal(PLAN("--validation-split=0", "--monitor=loss"), 1);
    assert_true(runs[0].callbacks.stops);
    /* Options that need one of its settings have it. */
    assert_int_equal(PLAN("--restore-best=no"), 1);
    assert_false(runs[0].callbacks.restores_best);
    assert_int_equal(PLAN("--decay-steps=100"), 1);
    assert_int_equal(runs[0].optimizer.schedule.decay_steps, 100);
}

static void runs_sweeps_and_seeds_are_on_top(void **state)
{
    (void)state;
    assert_int_equal(PLAN("--sweep=units=8,16", "--seeds=2"), 4);
    assert_true(has(&runs[0], "bidirectional(gru:8)") && has(&runs[1], "bidirectional(gru:16)"));
    assert_int_equal(PLAN("--run=lr=0.5", "--run=lstm units=6", "--run=preset=lesson"), 4);
    assert_true(runs[0].optimizer.learning_rate == 0.5 && has(&runs[0], "bidirectional(gru"));
    assert_string_equal(text_of(&runs[1]), "embedding:128:mask_zero,lstm:6,dense:1");
    assert_int_equal(runs[1].epochs, 10);
    assert_string_equal(text_of(&runs[2]), "embedding:128,simplernn:128,dense:1");
    assert_int_equal(runs[2].data.maxlen, 100);
    assert_int_equal(PLAN("--sweep=model=lstm,gru"), 2);
    assert_string_equal(text_of(&runs[0]), "embedding:128:mask_zero,lstm:128,dense:1");
    /* Each run has what its own data asks for. */
    assert_int_equal(PLAN("--sweep=data=some.txt,demo"), 3);
    assert_int_equal(runs[0].defaults, DEFAULTS_RECIPE);
    assert_string_equal(text_of(&runs[1]), "embedding:128,simplernn:128,dense:1");
    assert_string_equal(text_of(&runs[2]), "embedding:128,lstm:128,dense:1");
}

static void a_file_of_settings_chooses_too(void **state)
{
    (void)state;
    struct settings settings;
    struct rt_error error;
    size_t count;
    char path[] = "/tmp/rnntop-settings-XXXXXX";
    int fd = mkstemp(path);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
    assert_non_null(file);
    fputs("data some.txt\nmodel lstm\nmaxlen 31\n", file);
    fclose(file);
    settings_init(&settings);
    settings.leads_to_texts = is_txt;
    assert_int_equal(settings_read_config(&settings, path, &error), RT_OK);
    assert_int_equal(settings_plan(&settings, runs, &count, &error), RT_OK);
    assert_int_equal(count, 1);
    assert_string_equal(text_of(&runs[0]), "embedding:128:mask_zero,lstm:128,dense:1");
    assert_int_equal(runs[0].data.maxlen, 31);
    settings_free(&settings);
    remove(path);
}

static void a_run_takes_what_its_data_decides(void **state)
{
    static const struct run_facts even = {41, 5000, false}, uneven = {41, 90, true};
    (void)state;
    assert_int_equal(PLAN(NOTHING), 1);
    struct run_spec run = runs[0];
    run_spec_resolve(&run, &even);
    assert_int_equal(run.data.maxlen, 41);
    assert_int_equal(run.model.maxlen, 41);
    assert_int_equal(run.class_weight, CLASS_WEIGHT_NONE);
    assert_false(run_spec_is_open(&run));
    run = runs[0];
    run_spec_resolve(&run, &uneven);
    assert_int_equal(run.class_weight, CLASS_WEIGHT_BALANCED);
    /* What was decided stays. */
    assert_int_equal(PLAN("--maxlen=9", "--class-weight=none"), 1);
    run_spec_resolve(&runs[0], &uneven);
    assert_int_equal(runs[0].data.maxlen, 9);
    assert_int_equal(runs[0].class_weight, CLASS_WEIGHT_NONE);
}

/* Few rows are seen often: as many batches are trained, within bounds. */
static void epochs_follow_from_rows(void **state)
{
    static const struct {
        size_t rows, epochs, patience;
    } cases[] = {{1, RUN_MOST_EPOCHS, RUN_MOST_EPOCHS / 3},
                 {RUN_BATCHES * 16 / 15, 15, 5},
                 {RUN_BATCHES * 16 / 5, 5, 4},
                 {1000000, RUN_LEAST_EPOCHS, 4}};
    (void)state;
    assert_int_equal(PLAN("--batch-size=16"), 1);
    assert_int_equal(runs[0].epochs, EPOCHS_AUTO);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run_spec run = runs[0];
        run_spec_resolve(&run, &(struct run_facts){10, cases[i].rows, false});
        assert_int_equal(run.epochs, cases[i].epochs);
        assert_int_equal(run.callbacks.stop_patience, cases[i].patience);
    }
    /* A patience that was given stays. */
    assert_int_equal(PLAN("--early-stopping=1"), 1);
    run_spec_resolve(&runs[0], &(struct run_facts){10, 1, false});
    assert_int_equal(runs[0].callbacks.stop_patience, 1);
}

static void an_open_length_is_written_and_read(void **state)
{
    (void)state;
    char text[SETTINGS_TEXT_SIZE];
    struct run_spec back;
    struct rt_error error;
    assert_int_equal(PLAN(NOTHING), 1);
    json_t *json = run_spec_to_json(&runs[0]);
    assert_int_equal(run_spec_from_json(json, &back, &error), RT_OK);
    assert_int_equal(back.data.maxlen, MAXLEN_AUTO);
    assert_int_equal(back.class_weight, CLASS_WEIGHT_AUTO);
    assert_int_equal(back.epochs, EPOCHS_AUTO);
    assert_true(back.callbacks.stop_patience == PATIENCE_AUTO);
    assert_true(run_spec_is_open(&back));
    json_decref(json);

    struct settings settings;
    settings_init(&settings);
    settings_from_run(&settings, &runs[0]);
    assert_string_equal(settings_get(&settings, settings_find("maxlen"), text), "auto");
    assert_int_equal(settings_set(&settings, "maxlen", "0", "--maxlen", &error), RT_ERR_USAGE);
    assert_string_equal(error_text(&error),
                        "--maxlen takes a whole number from 1 to 100000, or auto, not '0'.");
    settings_free(&settings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_given_is_the_recipe),
        cmocka_unit_test(the_lesson_stays_what_it_is),
        cmocka_unit_test(a_model_that_is_named_has_its_own_settings),
        cmocka_unit_test(whatever_is_given_wins),
        cmocka_unit_test(the_recipe_gives_way),
        cmocka_unit_test(runs_sweeps_and_seeds_are_on_top),
        cmocka_unit_test(a_file_of_settings_chooses_too),
        cmocka_unit_test(a_run_takes_what_its_data_decides),
        cmocka_unit_test(epochs_follow_from_rows),
        cmocka_unit_test(an_open_length_is_written_and_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
