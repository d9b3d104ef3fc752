/*
 * A training that was stopped, written down, thrown away and gone on with in a fresh trainer, on
 * another number of threads, comes to the same bits as one that was never stopped: every figure
 * that it told, its weights, its optimiser's slots, the weights it kept, its test score.
 */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/base/rng.h"
#include "training_support.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Stopped at random, and at every border. */
static const struct plan plans[] = {
    /* Optimisers. */
    {.options = "--model lstm --optimizer adam"},
    {.options = "--model lstm --optimizer adam --amsgrad"},
    {.options = "--model gru --optimizer adam --clipnorm 0.1"},
    {.options = "--model gru --optimizer adam --clipvalue 0.01 --weight-decay 0.1"},
    {.options = "--model simplernn --optimizer adam --global-clipnorm 0.1"},
    {.options = "--model simplernn --optimizer sgd"},
    {.options = "--model lstm --optimizer sgd --momentum 0.9"},
    {.options = "--model gru --optimizer sgd --momentum 0.9 --nesterov --clipnorm 0.1"},
    {.options = "--model simplernn --optimizer rmsprop"},
    {.options = "--model simplernn --optimizer rmsprop --momentum 0.5"},
    {.options = "--model lstm --optimizer rmsprop --centered --weight-decay 0.01"},
    {.options = "--model gru --optimizer rmsprop --centered --momentum 0.5 --clipvalue 0.1"},
    {.options = "--model lstm --optimizer adagrad --global-clipnorm 0.2"},
    {.options = "--model lstm --optimizer adadelta --learning-rate 1"},
    {.options = "--model lstm --optimizer adamw"},
    {.options = "--model gru --optimizer adamw --amsgrad --clipnorm 1"},
    {.options = "--model lstm --optimizer adamax"},
    {.options = "--model lstm --optimizer nadam"},
    {.options = "--model simplernn --optimizer nadam --clipvalue 0.1 --weight-decay 0.01"},
    {.options = "--model lstm --optimizer ftrl --learning-rate 0.5"},
    /* Schedules. */
    {.options = "--model lstm --schedule exponential --decay-rate 0.7"},
    {.options = "--model lstm --schedule exponential --decay-steps 4 --warmup 7"},
    {.options = "--model gru --schedule step --decay-rate 0.5 --decay-steps 5"},
    {.options = "--model gru --schedule step --warmup 9 --optimizer nadam"},
    {.options = "--model simplernn --schedule cosine"},
    {.options = "--model simplernn --schedule cosine --warmup 8 --optimizer sgd --momentum 0.9"},
    {.options = "--model simplernn --warmup 20 --optimizer adamw",
     .hand_at = 12,
     .hand = -2,
     .must = "rate"},
    /* Callbacks. */
    {.options = "--model simplernn --epochs 20 --early-stopping 2", .must = "best stop restore"},
    {.options = "--model simplernn --epochs 20 --early-stopping 3 --restore-best no",
     .must = "best stop"},
    {.options = "--model gru --epochs 8 --reduce-lr-on-plateau 1 --plateau-factor 0.5",
     .must = "rate"},
    {.options = "--model gru --epochs 12 --reduce-lr-on-plateau 2 --plateau-cooldown 2 "
                "--monitor val_accuracy --min-lr 0.001",
     .must = "rate"},
    {.options = "--model lstm --epochs 8 --save-best --monitor accuracy", .must = "best"},
    {.options = "--model lstm --epochs 8 --early-stopping 2 --monitor loss --save-best "
                "--schedule cosine",
     .unjudged = true,
     .must = "best"},
    /* Layers, masks, what drops, weights of classes. */
    {.options = "--model lstm --dropout 0.3 --recurrent-dropout 0.2"},
    {.options = "--model gru --spatial-dropout 0.2 --recurrent-dropout 0.3 --mask-zero"},
    {.options = "--model simplernn --mask-zero --class-weight balanced"},
    {.options = "--model lstm --layers 2 --bidirectional concat --dropout 0.2", .classes = 3},
    {.options = "--model gru --pooling max --dense 4 --go-backwards --class-weight balanced",
     .classes = 3},
    {.options = "--model embedding:4,spatial_dropout:0.2,lstm:5,dropout:0.4 --optimizer nadam"},
    /* The loss breaks, once somebody has asked for too much: the last whole epoch is kept. */
    {.options = "--model simplernn --optimizer sgd --activation relu",
     .hand_at = 16,
     .hand = 99,
     .must = "rate error"},
    {.options = "--model simplernn --optimizer sgd --activation relu --early-stopping 4 "
                "--save-best",
     .hand_at = 24,
     .hand = 99,
     .must = "best rate error"},
};

/* And spoilt field by field. Together they have every kind of memory. */
static const struct plan rich[] = {
    {.options = "--model simplernn --optimizer nadam --epochs 16 --early-stopping 4 --save-best "
                "--reduce-lr-on-plateau 1 --plateau-cooldown 1 --plateau-factor 0.5 --min-delta "
                "0.001 --recurrent-dropout 0.1",
     .must = "best rate stop restore"},
    {.options = "--model lstm --optimizer rmsprop --momentum 0.5 --centered --epochs 7 "
                "--schedule exponential --decay-rate 0.8 --warmup 5 --class-weight balanced "
                "--mask-zero --dropout 0.2 --early-stopping 3 --monitor val_accuracy",
     .hand_at = 22,
     .hand = 1,
     .classes = 3,
     .must = "best rate"},
    {.options = "--model gru --optimizer adamw --amsgrad --clipnorm 0.5 --epochs 10 "
                "--reduce-lr-on-plateau 2 --plateau-cooldown 3 --monitor loss --min-delta 0.3 "
                "--save-best",
     .unjudged = true,
     .must = "best rate"},
    {.options = "--model simplernn --optimizer sgd --activation relu --epochs 6 --early-stopping 4",
     .hand_at = 24,
     .hand = 99,
     .must = "best rate error"},
};

/* ---- the same bits ---- */

/* Stopped four times, so that what is written down comes from a trainer that had gone on itself. */
static void expect_same_with_stops(const struct course *whole, uint32_t seed)
{
    enum { STOPS = 4 };
    struct course parts;
    char why[1024];
    size_t left = whole->steps;
    course_open(&parts, whole->plan);
    for (uint64_t stop = 0; stop <= STOPS; stop++) {
        uint32_t random[4];
        rng_words(5, 1, seed, stop, random);
        assert_true(course_begin(&parts, 1 + (int)(random[1] % 4)));
        if (stop == STOPS)
            break;
        for (size_t n = random[0] % (left / 2 + 1); n > 0; n--, left--)
            assert_true(course_advance(&parts));
        course_write(&parts);
        course_drop(&parts);
    }
    course_finish(&parts);
    if (!course_same(whole, 0, &parts, why, sizeof why))
        fail_msg("%s\n%s", whole->plan->options, why);
    course_close(&parts);
}

static void expect_same_from_every_border(const struct chart *chart)
{
    for (size_t border = 0; border < chart->borders; border++) {
        struct course course;
        char why[1024];
        course_open_at(&course, chart, border);
        assert_true(course_begin(&course, 1 + (int)(border % 3)));
        course_finish(&course);
        if (!course_same(&chart->course, chart->told[border], &course, why, sizeof why))
            fail_msg("%s, from step %zu\n%s", chart->course.plan->options, border, why);
        course_close(&course);
    }
}

static void try_plans(const struct plan *plan, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct chart chart;
        chart_make(&chart, &plan[i]);
        for (uint32_t seed = 0; seed < 3; seed++)
            expect_same_with_stops(&chart.course, (uint32_t)(3 * i) + seed);
        expect_same_from_every_border(&chart);
        chart_free(&chart);
    }
}

static void a_run_that_was_stopped_comes_to_the_same_bits(void **state)
{
    (void)state;
    try_plans(plans, COUNT(plans));
    try_plans(rich, COUNT(rich));
}

/* ---- every field counts ---- */

enum meaning { CLOCK, PLACE, DECIDES };

/* All of the struct, in its order. */
static const struct field {
    const char *name;
    size_t offset, size;
    bool real;
    enum meaning meaning;
} fields[] = {
#define FIELD(name, real, meaning)                                                                 \
    {                                                                                              \
#name, offsetof(struct training_state, name), sizeof((struct training_state *)0)->name,    \
            real, meaning                                                                          \
    }
    FIELD(step, false, PLACE),
    FIELD(epoch, false, PLACE),
    FIELD(batch, false, PLACE),
    FIELD(in_epoch, false, PLACE),
    FIELD(stopped_early, false, DECIDES),
    FIELD(epoch_loss, true, DECIDES),
    FIELD(epoch_correct, true, DECIDES),
    FIELD(epoch_rows, false, PLACE),
    FIELD(full_rate, true, DECIDES),
    FIELD(rate, true, DECIDES),
    FIELD(seconds, true, CLOCK),
    FIELD(seconds_before_epoch, true, CLOCK),
    FIELD(seconds_a_row, true, CLOCK),
    FIELD(optimizer.steps, false, PLACE),
    FIELD(optimizer.momentum_product, true, DECIDES),
    FIELD(callbacks.stop_best, true, DECIDES),
    FIELD(callbacks.plateau_best, true, DECIDES),
    FIELD(callbacks.save_best, true, DECIDES),
    FIELD(callbacks.epochs, false, PLACE),
    FIELD(callbacks.stop_wait, false, DECIDES),
    FIELD(callbacks.plateau_wait, false, DECIDES),
    FIELD(callbacks.cooldown, false, DECIDES),
    FIELD(good_step, false, DECIDES),
    FIELD(restore_step, false, DECIDES),
    FIELD(checkpoint_step, false, DECIDES),
#undef FIELD
};

/* Another value, of which there are two: a little more, or less. */
static void disturb(struct training_state *state, const struct field *field, bool less)
{
    unsigned char *at = (unsigned char *)state + field->offset;
    if (field->real) {
        double value;
        memcpy(&value, at, sizeof value);
        value = isinf(value) ? 0 : less ? value * 0.5 : value * 1.25 + 0.0625;
        memcpy(at, &value, sizeof value);
    } else if (field->size == sizeof(uint32_t)) {
        uint32_t value;
        memcpy(&value, at, sizeof value);
        value = !value;
        memcpy(at, &value, sizeof value);
    } else {
        uint64_t value;
        memcpy(&value, at, sizeof value);
        value += less ? (uint64_t)-1 : 1;
        memcpy(at, &value, sizeof value);
    }
}

enum effect { REFUSED, SAME, OTHER };

/* What comes of going on from a border whose state was disturbed. */
static enum effect effect_of(const struct chart *chart, size_t border, const struct field *field,
                             bool less)
{
    struct course course;
    char why[1024];
    enum effect effect = REFUSED;
    course_open_at(&course, chart, border);
    disturb(book_state(&course.book), field, less);
    course.clocks_spoilt = field->meaning == CLOCK;
    if (course_begin(&course, 1)) {
        course_finish(&course);
        effect = course_same(&chart->course, chart->told[border], &course, why, sizeof why) ? SAME
                                                                                            : OTHER;
    }
    course_close(&course);
    return effect;
}

static void every_field_decides_something_or_is_a_clock(void **state)
{
    (void)state;
    size_t end = 0, decided[COUNT(fields)] = {0}, refused[COUNT(fields)] = {0};
    for (size_t i = 0; i < COUNT(fields); i++) {
        assert_int_equal(fields[i].offset, end); /* no field is missing */
        end += fields[i].size;
    }
    assert_int_equal(end, sizeof(struct training_state));

    for (size_t p = 0; p < COUNT(rich); p++) {
        struct chart chart;
        chart_make(&chart, &rich[p]);
        for (size_t i = 0; i < COUNT(fields); i++) {
            /* A place is refused wherever it is wrong; what a clock says is never missed. */
            bool all = fields[i].meaning != DECIDES;
            for (size_t border = 0; border < chart.borders && (all || !decided[i]);
                 border += fields[i].meaning == CLOCK ? 9 : 1) {
                for (int less = 0; less < 2; less++) {
                    enum effect effect = effect_of(&chart, border, &fields[i], less);
                    decided[i] += effect == OTHER;
                    refused[i] += effect == REFUSED;
                    if ((fields[i].meaning == CLOCK && effect != SAME) ||
                        (fields[i].meaning == PLACE && effect != REFUSED))
                        fail_msg("%s: effect %d at step %zu of %s", fields[i].name, effect, border,
                                 rich[p].options);
                }
            }
        }
        chart_free(&chart);
    }
    for (size_t i = 0; i < COUNT(fields); i++) {
        if (fields[i].meaning == DECIDES && !decided[i])
            fail_msg("%s: nothing depends on it; refused %zu times", fields[i].name, refused[i]);
    }
}

/* Whether anything comes out otherwise where that block has other floats at some border. */
static bool block_decides(const struct chart *chart, enum training_block block)
{
    bool decides = false;
    for (size_t border = chart->borders; border-- > 0 && !decides;) {
        struct course course;
        char why[1024];
        size_t count;
        course_open_at(&course, chart, border);
        float *values = book_block(&course.book, block, &count);
        for (size_t i = 0; i < count; i++)
            values[i] += 0.125F;
        assert_true(course_begin(&course, 1));
        course_finish(&course);
        decides = !course_same(&chart->course, chart->told[border], &course, why, sizeof why);
        course_close(&course);
    }
    return decides;
}

static void every_block_decides_something(void **state)
{
    (void)state;
    bool decides[BLOCK_COUNT] = {false};
    for (size_t p = 0; p < COUNT(rich); p++) {
        struct chart chart;
        chart_make(&chart, &rich[p]);
        for (enum training_block block = 0; block < BLOCK_COUNT; block++) {
            size_t count;
            bool does = book_block(&chart.book[0], block, &count) && block_decides(&chart, block);
            decides[block] = decides[block] || does;
            /* Whether kept weights are needed depends on how the run ends. */
            if (!does && block < BLOCK_GOOD && book_block(&chart.book[0], block, &count))
                fail_msg("%s: nothing depends on %s", rich[p].options, training_block_names[block]);
        }
        chart_free(&chart);
    }
    for (enum training_block block = 0; block < BLOCK_COUNT; block++) {
        if (!decides[block])
            fail_msg("nothing depends on %s", training_block_names[block]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_that_was_stopped_comes_to_the_same_bits),
        cmocka_unit_test(every_field_decides_something_or_is_a_clock),
        cmocka_unit_test(every_block_decides_something),
    };
    return cmocka_run_group_tests(tests, courses_begin, courses_end);
}
