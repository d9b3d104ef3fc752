/*
 * Schedules against their closed forms, and callbacks against what Keras's do, worked out by hand
 * from tensorflow/python/keras/callbacks.py.
 */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/train/callbacks.h"
#include "rnntop/train/schedule.h"

#define MOST 12

static void expect_rate(const struct schedule_spec *schedule, uint64_t step, double expected)
{
    double got = schedule_rate(schedule, 0.002, step, 584, 10);
    if (!(fabs(got - expected) <= 1e-15))
        fail_msg("%s, step %llu: expected %.17g, got %.17g", schedule_kind_names[schedule->kind],
                 (unsigned long long)step, expected, got);
}

static void schedules_have_their_closed_forms(void **state)
{
    (void)state;
    struct schedule_spec schedule = {SCHEDULE_CONSTANT, 0, 0, 0};
    assert_true(schedule_rate(&schedule, 0.001, 12345, 584, 10) == 0.001); /* to the bit */

    schedule = (struct schedule_spec){SCHEDULE_EXPONENTIAL, 100, 0.5, 0};
    expect_rate(&schedule, 0, 0.002);
    expect_rate(&schedule, 100, 0.001);
    expect_rate(&schedule, 50, 0.002 * sqrt(0.5));
    expect_rate(&schedule, 300, 0.00025);
    schedule.decay_steps = 0; /* an epoch */
    expect_rate(&schedule, 584, 0.001);
    expect_rate(&schedule, 292, 0.002 * sqrt(0.5));

    schedule = (struct schedule_spec){SCHEDULE_STEP, 100, 0.1, 0};
    expect_rate(&schedule, 99, 0.002);
    expect_rate(&schedule, 100, 0.0002);
    expect_rate(&schedule, 199, 0.0002);
    expect_rate(&schedule, 200, 0.00002);

    schedule = (struct schedule_spec){SCHEDULE_COSINE, 200, 0, 0};
    expect_rate(&schedule, 0, 0.002);
    expect_rate(&schedule, 100, 0.001);
    expect_rate(&schedule, 50, 0.001 * (1 + sqrt(0.5)));
    expect_rate(&schedule, 200, 0);
    expect_rate(&schedule, 5000, 0);
    schedule.decay_steps = 0; /* the run: 5,840 */
    expect_rate(&schedule, 2920, 0.001);
    assert_true(schedule_rate(&schedule, 0.002, 5839, 584, 10) > 0);
}

static void a_warmup_comes_before_any_of_them(void **state)
{
    (void)state;
    struct schedule_spec schedule = {SCHEDULE_CONSTANT, 0, 0, 40};
    expect_rate(&schedule, 0, 0.00005);
    expect_rate(&schedule, 19, 0.001);
    expect_rate(&schedule, 39, 0.002);
    expect_rate(&schedule, 40, 0.002);
    schedule = (struct schedule_spec){SCHEDULE_COSINE, 0, 0, 40};
    expect_rate(&schedule, 39, 0.002);
    expect_rate(&schedule, 40, 0.002);
    expect_rate(&schedule, 40 + 2900, 0.001); /* half of the 5,800 that are left */
    schedule = (struct schedule_spec){SCHEDULE_STEP, 100, 0.5, 40};
    expect_rate(&schedule, 139, 0.002);
    expect_rate(&schedule, 140, 0.001);
    schedule = (struct schedule_spec){SCHEDULE_COSINE, 0, 0, 9000}; /* longer than the run */
    expect_rate(&schedule, 4499, 0.001);
}

static struct epoch_event epoch_of(enum monitor_kind monitor, float figure)
{
    struct epoch_event epoch = {.loss = NAN, .accuracy = NAN, .val_loss = NAN, .val_accuracy = NAN};
    *(monitor == MONITOR_VAL_LOSS       ? &epoch.val_loss
      : monitor == MONITOR_VAL_ACCURACY ? &epoch.val_accuracy
      : monitor == MONITOR_LOSS         ? &epoch.loss
                                        : &epoch.accuracy) = figure;
    return epoch;
}

/* EarlyStopping: the epoch that stops, and the one whose weights are kept then. 0: it goes on. */
static void early_stopping_stops_where_keras_does(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum monitor_kind monitor;
        size_t patience;
        double min_delta;
        float figure[MOST]; /* 0 ends them */
        uint32_t stops, best;
    } cases[] = {
        {"always better", MONITOR_VAL_LOSS, 0, 0, {0.5f, 0.4f, 0.3f}, 0, 3},
        {"patience 0 stops at once", MONITOR_VAL_LOSS, 0, 0, {0.5f, 0.4f, 0.45f, 0.3f}, 3, 2},
        {"equal is not better", MONITOR_VAL_LOSS, 0, 0, {0.5f, 0.5f, 0.1f}, 2, 1},
        {"patience 1 is patience 0", MONITOR_VAL_LOSS, 1, 0, {0.5f, 0.4f, 0.45f, 0.3f}, 3, 2},
        {"patience 2", MONITOR_VAL_LOSS, 2, 0, {0.5f, 0.6f, 0.4f, 0.5f, 0.45f, 0.1f}, 5, 3},
        {"wait begins anew", MONITOR_VAL_LOSS, 2, 0, {0.5f, 0.6f, 0.4f, 0.5f, 0.3f}, 0, 5},
        {"by less than min_delta", MONITOR_VAL_LOSS, 2, 0.1, {0.5f, 0.45f, 0.42f, 0.3f}, 3, 1},
        {"by min_delta in two", MONITOR_VAL_LOSS, 2, 0.1, {0.5f, 0.45f, 0.35f, 0.3f}, 0, 3},
        {"by just min_delta", MONITOR_VAL_LOSS, 1, 0.25, {0.75f, 0.5f, 0.1f}, 2, 1},
        {"accuracy climbs", MONITOR_VAL_ACCURACY, 1, 0, {0.5f, 0.6f, 0.7f, 0.65f}, 4, 3},
        {"accuracy, min_delta", MONITOR_ACCURACY, 1, 0.25, {0.5f, 0.75f, 0.9f}, 2, 1},
        {"train's loss", MONITOR_LOSS, 1, 0, {0.5f, 0.4f, 0.6f}, 3, 2},
        {"NaN never improves", MONITOR_VAL_LOSS, 2, 0, {0.5f, NAN, NAN, 0.1f}, 3, 1},
        {"nor does it last", MONITOR_VAL_LOSS, 2, 0, {0.5f, NAN, 0.4f, NAN, 0.3f}, 0, 5},
        {"NaN from the first on", MONITOR_VAL_LOSS, 3, 0, {NAN, NAN, NAN, NAN}, 3, 1},
        {"the first that is a number", MONITOR_VAL_ACCURACY, 3, 0, {NAN, 0.1f}, 0, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct callbacks_spec spec = {.monitor = cases[i].monitor,
                                            .stops = true,
                                            .restores_best = true,
                                            .stop_patience = cases[i].patience,
                                            .stop_min_delta = cases[i].min_delta};
        struct callbacks_state memory;
        uint32_t stops = 0, kept = 0, best = 0;
        callbacks_init(&memory, &spec);
        for (uint32_t e = 0; e < MOST && cases[i].figure[e] != 0 && !stops; e++) {
            struct epoch_event epoch = epoch_of(cases[i].monitor, cases[i].figure[e]);
            struct callbacks_actions actions = callbacks_epoch(&spec, &memory, &epoch, 0.001);
            assert_true(actions.rate == 0.001 && !actions.reduce && !actions.save);
            kept = actions.keep ? e + 1 : kept;
            best = actions.best ? e + 1 : best;
            stops = actions.stop ? e + 1 : 0;
        }
        if (stops != cases[i].stops || kept != cases[i].best || best != cases[i].best)
            fail_msg("%s: stopped at %u, kept %u; expected %u and %u", cases[i].name, stops, kept,
                     cases[i].stops, cases[i].best);
    }
}

/* ReduceLROnPlateau: the rate after each epoch, from 1 on. */
static void plateaus_lower_the_rate_where_keras_does(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t patience, cooldown;
        double factor, min_delta, min_lr;
        float figure[MOST];
        double rate[MOST];
    } cases[] = {
        {"improving", 1, 0, 0.5, 0, 0, {0.9f, 0.8f, 0.7f}, {1, 1, 1}},
        {"patience 1", 1, 0, 0.5, 0, 0, {0.9f, 0.9f, 0.9f, 0.8f}, {1, 0.5, 0.25, 0.25}},
        {"patience 2", 2, 0, 0.5, 0, 0, {0.9f, 1, 1, 1, 1, 1}, {1, 1, 0.5, 0.5, 0.25, 0.25}},
        {"patience 0", 0, 0, 0.5, 0, 0, {0.9f, 1, 0.8f, 1}, {1, 0.5, 0.5, 0.25}},
        {"min_delta", 2, 0, 0.5, 0.1, 0, {0.9f, 0.85f, 0.82f, 0.5f}, {1, 1, 0.5, 0.5}},
        /* In cooldown: the counter falls first, and the epoch in which it reaches 0 counts. */
        {"cooldown 1", 1, 1, 0.5, 0, 0, {0.9f, 1, 1, 1, 1}, {1, 0.5, 0.25, 0.125, 0.0625}},
        {"cooldown 2", 1, 2, 0.5, 0, 0, {0.9f, 1, 1, 1, 1, 1}, {1, 0.5, 0.5, 0.25, 0.25, 0.125}},
        {"cooldown 3, patience 2",
         2,
         3,
         0.5,
         0,
         0,
         {0.9f, 1, 1, 1, 1, 1, 1, 1},
         {1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25}},
        {"the best is taken in cooldown",
         1,
         3,
         0.5,
         0,
         0,
         {0.9f, 1, 0.5f, 0.6f, 0.6f, 0.6f},
         {1, 0.5, 0.5, 0.5, 0.25, 0.25}},
        {"min_lr", 1, 0, 0.1, 0, 0.05, {0.9f, 1, 1, 1}, {1, 0.1, 0.05, 0.05}},
        {"NaN", 2, 0, 0.5, 0, 0, {0.9f, NAN, NAN, NAN}, {1, 1, 0.5, 0.5}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct callbacks_spec spec = {.monitor = MONITOR_VAL_LOSS,
                                            .reduces = true,
                                            .plateau_patience = cases[i].patience,
                                            .plateau_cooldown = cases[i].cooldown,
                                            .plateau_factor = cases[i].factor,
                                            .plateau_min_delta = cases[i].min_delta,
                                            .min_lr = cases[i].min_lr};
        struct callbacks_state memory;
        double rate = 1;
        callbacks_init(&memory, &spec);
        for (size_t e = 0; e < MOST && cases[i].figure[e] != 0; e++) {
            struct epoch_event epoch = epoch_of(MONITOR_VAL_LOSS, cases[i].figure[e]);
            struct callbacks_actions actions = callbacks_epoch(&spec, &memory, &epoch, rate);
            assert_true(actions.reduce == (actions.rate != rate));
            rate = actions.rate;
            if (rate != cases[i].rate[e])
                fail_msg("%s, epoch %zu: expected %g, got %g", cases[i].name, e + 1,
                         cases[i].rate[e], rate);
        }
    }
}

/* ModelCheckpoint: which epochs are saved. min_delta is none of its business. */
static void only_better_epochs_are_saved(void **state)
{
    (void)state;
    static const struct {
        enum monitor_kind monitor;
        float figure[6];
        bool saved[6];
    } cases[] = {
        {MONITOR_VAL_LOSS, {0.5f, 0.5f, 0.4f, NAN, 0.41f, 0.39f}, {1, 0, 1, 0, 0, 1}},
        {MONITOR_VAL_ACCURACY, {0.5f, 0.5f, 0.4f, NAN, 0.6f, 0.6f}, {1, 0, 0, 0, 1, 0}},
        {MONITOR_ACCURACY, {NAN, 0.1f, 0.2f, 0.3f, 0.1f, 0.4f}, {0, 1, 1, 1, 0, 1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct callbacks_spec spec = {.monitor = cases[i].monitor,
                                            .stops = true,
                                            .stop_patience = 100,
                                            .stop_min_delta = 0.3,
                                            .saves_best = true};
        struct callbacks_state memory;
        callbacks_init(&memory, &spec);
        double best = memory.save_best;
        assert_true(isinf(best));
        for (uint32_t e = 0; e < 6; e++) {
            struct epoch_event epoch = epoch_of(cases[i].monitor, cases[i].figure[e]);
            struct callbacks_actions actions = callbacks_epoch(&spec, &memory, &epoch, 1);
            if (actions.save != cases[i].saved[e])
                fail_msg("case %zu, epoch %u: saved is %d", i, e + 1, actions.save);
            assert_true(actions.save_was == best);
            assert_false(actions.keep); /* nobody restores */
            if (actions.save)
                best = actions.figure;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schedules_have_their_closed_forms),
        cmocka_unit_test(a_warmup_comes_before_any_of_them),
        cmocka_unit_test(early_stopping_stops_where_keras_does),
        cmocka_unit_test(plateaus_lower_the_rate_where_keras_does),
        cmocka_unit_test(only_better_epochs_are_saved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
