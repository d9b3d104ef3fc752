/*
 * A training's state as it is taken in real life: while it waits in a pause, after it was told to
 * stop wherever that fell, for the next call of trainer_run(); and states that are none.
 */
#include "config.h"

#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "rnntop/base/clock.h"
#include "rnntop/base/rng.h"
#include "training_support.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define PATIENCE_S   120 /* generous: no test fails on speed */

static const struct plan plan = {
    .options = "--model lstm --optimizer nadam --epochs 9 --early-stopping 2 --save-best "
               "--reduce-lr-on-plateau 1 --plateau-cooldown 1 --dropout 0.2 --mask-zero",
    .must = "best rate stop restore"};

/* ---- a trainer on a thread of its own ---- */

static void *advance_until_stopped(void *argument)
{
    struct course *course = argument;
    do
        course->outcome = trainer_advance(&course->trainer);
    while (course->outcome == WENT_ON);
    return NULL;
}

static void wait_for_pause(struct course *course, uint64_t epoch, uint64_t batch)
{
    double start = clock_now_s();
    struct run_event event;
    for (;;) {
        if (!ring_read(course->ring, &event)) {
            if (clock_now_s() - start > PATIENCE_S)
                fail_msg("no pause in epoch %llu after batch %llu", (unsigned long long)epoch,
                         (unsigned long long)batch);
            nanosleep(&(struct timespec){0, 100000}, NULL);
            continue;
        }
        course_hear(course, &event);
        event_drop(&event);
        if (event.kind == EVENT_STATE && event.as.state.state == RUN_PAUSED) {
            assert_int_equal(event.as.state.epoch, epoch);
            assert_int_equal(event.as.state.batch, batch);
            return;
        }
    }
}

/* The state while it waits, taken by another thread, which has heard of the pause. */
static void a_state_is_taken_in_a_pause(void **state)
{
    (void)state;
    static const struct {
        uint32_t batches; /* asked for one by one */
        bool epoch;       /* and then the rest of the epoch */
        uint64_t at_epoch, at_batch;
    } pauses[] = {
        {0, false, 1, 0}, {1, false, 1, 1}, {4, false, 1, 4},
        {6, false, 1, 6}, {9, false, 2, 3}, {3, true, 1, 6},
    };
    struct course whole;
    course_open(&whole, &plan);
    course_run(&whole, 2);
    for (size_t i = 0; i < COUNT(pauses); i++) {
        struct course course;
        pthread_t thread;
        char why[1024];
        course_open(&course, &plan);
        assert_true(course_begin(&course, 2));
        control_pause(course.control);
        for (uint32_t n = 0; n < pauses[i].batches; n++)
            control_one_batch(course.control);
        assert_int_equal(pthread_create(&thread, NULL, advance_until_stopped, &course), 0);
        if (pauses[i].epoch) {
            wait_for_pause(&course, 1, pauses[i].batches);
            control_one_epoch(course.control);
        }
        wait_for_pause(&course, pauses[i].at_epoch, pauses[i].at_batch);
        course_write(&course);
        control_stop(course.control);
        pthread_join(thread, NULL);
        assert_int_equal(course.outcome, WAS_STOPPED);
        course_drop(&course);

        assert_true(course_begin(&course, 3));
        course_finish(&course);
        if (!course_same(&whole, 0, &course, why, sizeof why))
            fail_msg("pause %zu\n%s", i, why);
        course_close(&course);
    }
    course_close(&whole);
}

/* Stops that fall anywhere: between batches, within one, into a validation, into the test. */
static void wherever_a_stop_falls_the_state_is_one_to_go_on_from(void **state)
{
    (void)state;
    enum { STOPS = 40 };
    struct course whole;
    course_open(&whole, &plan);
    double start = clock_now_s();
    course_run(&whole, 2);
    double seconds = clock_now_s() - start;
    size_t stopped = 0;
    for (uint32_t i = 0; i < STOPS; i++) {
        struct course course;
        pthread_t thread;
        char why[1024];
        uint32_t random[4];
        rng_words(6, 1, 0, i, random);
        course_open(&course, &plan);
        assert_true(course_begin(&course, 1 + (int)(random[1] % 3)));
        if (i == 0)
            control_stop(course.control);
        assert_int_equal(pthread_create(&thread, NULL, advance_until_stopped, &course), 0);
        double wait = seconds * random[0] * 0x1p-32;
        nanosleep(&(struct timespec){(time_t)wait, (long)(fmod(wait, 1) * 1e9)}, NULL);
        control_stop(course.control);
        pthread_join(thread, NULL);
        course_listen(&course);
        if (course.outcome == WAS_STOPPED) {
            stopped++;
            course_write(&course);
            course_drop(&course);
            assert_true(course_begin(&course, 1 + (int)(random[2] % 3)));
            course_finish(&course);
            if (!course_same(&whole, 0, &course, why, sizeof why))
                fail_msg("stop %u, after %g s\n%s", i, wait, why);
        } else {
            course_drop(&course);
        }
        course_close(&course);
    }
    assert_true(stopped > 0);
    course_close(&whole);
}

/* An epoch whose validation was stopped is closed by who goes on. */
static void a_stopped_validation_is_done_again(void **state)
{
    (void)state;
    struct chart chart;
    size_t closed = 0;
    chart_make(&chart, &plan);
    for (size_t border = 0; border < chart.borders; border++) {
        const struct training_state *at = book_state(&chart.book[border]);
        struct course course;
        char why[1024];
        if (training_state_next(at, 9, 6) != NEXT_CLOSE_EPOCH)
            continue;
        closed++;
        course_open_at(&course, &chart, border);
        assert_true(course_begin(&course, 1));
        control_stop(course.control);
        assert_false(course_advance(&course));
        assert_int_equal(course.outcome, WAS_STOPPED);
        course_write(&course);
        assert_memory_equal(course.book.bytes, chart.book[border].bytes, course.book.size);
        course_drop(&course);
        assert_true(course_begin(&course, 2));
        course_finish(&course);
        if (!course_same(&chart.course, chart.told[border], &course, why, sizeof why))
            fail_msg("%s", why);
        course_close(&course);
    }
    assert_true(closed > 1);
    chart_free(&chart);
}

/* ---- trainer_run() ---- */

static void trainer_run_goes_on_from_a_state(void **state)
{
    (void)state;
    struct chart chart;
    chart_make(&chart, &plan);
    for (size_t border = 0; border < chart.borders; border += border < 4 ? 1 : 5) {
        struct course course;
        struct model_snapshot *last;
        course_open_at(&course, &chart, border);
        course_prepare(&course, 2);
        assert_int_equal(trainer_run(&course.job, &last), RUN_DONE);
        course_listen(&course);
        assert_string_equal(course.told, chart.course.told + chart.told[border]);
        course_take_left(&course, last);
        assert_int_equal(course.left.size, chart.course.left.size);
        assert_memory_equal(course.left.bytes, chart.course.left.bytes, course.left.size);
        model_snapshot_destroy(last);
        course_release(&course);
        course_close(&course);
    }
    chart_free(&chart);
}

static void trainer_run_fails_on_a_state_that_is_none(void **state)
{
    (void)state;
    struct chart chart;
    struct course course;
    struct model_snapshot *last;
    struct run_event event;
    enum run_state end = RUN_QUEUED;
    size_t errors = 0;
    chart_make(&chart, &plan);
    course_open_at(&course, &chart, 5);
    book_state(&course.book)->step++;
    course_prepare(&course, 1);
    assert_int_equal(trainer_run(&course.job, &last), RUN_FAILED);
    assert_null(last);
    while (ring_read(course.ring, &event)) {
        errors += event.kind == EVENT_ERROR;
        if (event.kind == EVENT_ERROR)
            assert_int_equal(event_error(&event)->code, ERR_STATE_OF_ANOTHER_RUN);
        event_drop(&event);
        end = event.kind == EVENT_END ? event.as.end.state : end;
    }
    assert_int_equal(errors, 1);
    assert_int_equal(end, RUN_FAILED);
    course_release(&course);
    course_close(&course);
    chart_free(&chart);
}

/* ---- states that are none ---- */

#define HUGE_COUNT ((uint64_t)1 << 60)

static const struct wrong {
    const char *name;
    size_t offset;
    double real; /* where count is not used */
    bool is_real, is_flag;
    uint64_t count;
} wrongs[] = {
#define REAL(field, value)                                                                         \
    {                                                                                              \
#field " = " #value, offsetof(struct training_state, field), value, true, false, 0         \
    }
#define UINT(field, value)                                                                         \
    {                                                                                              \
#field " = " #value, offsetof(struct training_state, field), 0, false, false, value        \
    }
#define FLAG(field, value)                                                                         \
    {                                                                                              \
#field " = " #value, offsetof(struct training_state, field), 0, false, true, value         \
    }
    UINT(step, 0),
    UINT(step, HUGE_COUNT),
    UINT(epoch, 0),
    UINT(epoch, 10),
    UINT(epoch, HUGE_COUNT),
    UINT(batch, 0),
    UINT(batch, 7),
    UINT(batch, HUGE_COUNT),
    FLAG(in_epoch, 0),
    FLAG(in_epoch, 2),
    FLAG(stopped_early, 1),
    FLAG(stopped_early, 2),
    REAL(epoch_loss, NAN),
    REAL(epoch_loss, INFINITY),
    REAL(epoch_correct, NAN),
    REAL(epoch_correct, -1),
    REAL(epoch_correct, 33),
    UINT(epoch_rows, 0),
    UINT(epoch_rows, 33),
    REAL(full_rate, NAN),
    REAL(full_rate, -0.1),
    REAL(full_rate, INFINITY),
    REAL(rate, NAN),
    REAL(rate, -0.1),
    REAL(seconds, NAN),
    REAL(seconds, -1),
    REAL(seconds_before_epoch, INFINITY),
    REAL(seconds_a_row, NAN),
    UINT(optimizer.steps, 0),
    UINT(optimizer.steps, HUGE_COUNT),
    REAL(optimizer.momentum_product, NAN),
    REAL(optimizer.momentum_product, 1.5),
    REAL(optimizer.momentum_product, -0.5),
    REAL(callbacks.stop_best, NAN),
    REAL(callbacks.plateau_best, NAN),
    REAL(callbacks.save_best, NAN),
    UINT(callbacks.epochs, 0),
    UINT(callbacks.epochs, HUGE_COUNT),
    UINT(callbacks.stop_wait, HUGE_COUNT),
    UINT(callbacks.plateau_wait, HUGE_COUNT),
    UINT(callbacks.cooldown, 2),
    UINT(good_step, HUGE_COUNT),
    UINT(restore_step, HUGE_COUNT),
    UINT(checkpoint_step, HUGE_COUNT),
#undef REAL
#undef UINT
#undef FLAG
};

static void put_wrong(struct training_state *state, const struct wrong *wrong)
{
    unsigned char *at = (unsigned char *)state + wrong->offset;
    uint32_t flag = (uint32_t)wrong->count;
    if (wrong->is_real)
        memcpy(at, &wrong->real, sizeof wrong->real);
    else if (wrong->is_flag)
        memcpy(at, &flag, sizeof flag);
    else
        memcpy(at, &wrong->count, sizeof wrong->count);
}

/* And then the trainer is as it was: its run, from the beginning, is the whole one. */
static void what_is_no_state_of_the_run_is_refused(void **state)
{
    (void)state;
    enum { BORDER = 7 + 7 + 4 }; /* in the third epoch */
    static const struct plan simple = {.options = "--model lstm --optimizer nadam --epochs 9 "
                                                  "--dropout 0.2 --mask-zero"};
    struct chart chart;
    struct course course, other;
    struct training_state good, bad;
    struct training_blocks blocks;
    char why[1024];
    chart_make(&chart, &plan);
    course_open_at(&course, &chart, BORDER);
    course_prepare(&course, 2); /* for its blocks */
    good = *book_state(&course.book);
    blocks = course.blocks;
    course_release(&course);
    struct book kept = course.book;
    course.book = (struct book){NULL, 0};
    course.steps = 0;
    course.clocks = (struct clocks){0, 0, 0};
    assert_true(course_begin(&course, 2));

    for (size_t i = 0; i < COUNT(wrongs); i++) {
        bad = good;
        put_wrong(&bad, &wrongs[i]);
        if (trainer_state_restore(&course.trainer, &bad, &blocks))
            fail_msg("%s was taken", wrongs[i].name);
    }
    for (size_t i = 0; i < BLOCK_COUNT; i++) {
        struct training_blocks less = blocks;
        less.block[i] = NULL;
        if (blocks.block[i] && trainer_state_restore(&course.trainer, &good, &less))
            fail_msg("%s was not missed", training_block_names[i]);
    }
    struct training_blocks longer = blocks;
    longer.count++;
    assert_false(trainer_state_restore(&course.trainer, &good, &longer));
    /* A run that keeps no best weights can't be where some were kept. */
    course_open(&other, &simple);
    assert_true(course_begin(&other, 1));
    assert_false(trainer_state_restore(&other.trainer, &good, &blocks));
    bad = good;
    callbacks_init(&bad.callbacks, &other.spec.callbacks);
    assert_true(bad.restore_step > 0 && bad.checkpoint_step > 0);
    bad.restore_step = 0;
    assert_false(trainer_state_restore(&other.trainer, &bad, &blocks));
    bad.restore_step = bad.checkpoint_step;
    bad.checkpoint_step = 0;
    assert_false(trainer_state_restore(&other.trainer, &bad, &blocks));
    bad.restore_step = 0;
    assert_true(trainer_state_restore(&other.trainer, &bad, &blocks));
    course_drop(&other);
    course_close(&other);

    course_finish(&course);
    if (!course_same(&chart.course, 0, &course, why, sizeof why))
        fail_msg("after refusals\n%s", why);
    book_free(&kept);
    course_close(&course);
    chart_free(&chart);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_state_is_taken_in_a_pause),
        cmocka_unit_test(wherever_a_stop_falls_the_state_is_one_to_go_on_from),
        cmocka_unit_test(a_stopped_validation_is_done_again),
        cmocka_unit_test(trainer_run_goes_on_from_a_state),
        cmocka_unit_test(trainer_run_fails_on_a_state_that_is_none),
        cmocka_unit_test(what_is_no_state_of_the_run_is_refused),
    };
    return cmocka_run_group_tests(tests, courses_begin, courses_end);
}
