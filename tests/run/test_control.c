#include "config.h"

#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "rnntop/base/clock.h"
#include "rnntop/run/control.h"

#define PATIENCE_S 30.0 /* a test that waits longer has failed; none depends on speed */

static const char *const next_names[] = {"go", "pause", "stop"};

static void expect_next_at(struct control *control, bool at_epoch_end, enum control_next expected,
                           int line)
{
    enum control_next got = control_next(control, at_epoch_end);
    if (got != expected)
        fail_msg("line %d: expected %s, got %s", line, next_names[expected], next_names[got]);
}
#define expect_next(control, at_epoch_end, expected)                                               \
    expect_next_at(control, at_epoch_end, expected, __LINE__)

static int set_up(void **state)
{
    struct control *control;
    if (control_create(&control, NULL) != RT_OK)
        return -1;
    *state = control;
    return 0;
}

static int tear_down(void **state)
{
    control_destroy(*state);
    return 0;
}

static void test_goes_until_paused(void **state)
{
    struct control *control = *state;
    for (int i = 0; i < 100; i++)
        expect_next(control, i % 10 == 9, CONTROL_GO);
    assert_false(control_paused(control));
    control_pause(control);
    assert_true(control_paused(control));
    expect_next(control, false, CONTROL_PAUSE);
    expect_next(control, false, CONTROL_PAUSE);
    control_resume(control);
    assert_false(control_paused(control));
    expect_next(control, false, CONTROL_GO);
}

static void test_one_batch_each_time_it_is_asked(void **state)
{
    struct control *control = *state;
    control_pause(control);
    expect_next(control, false, CONTROL_PAUSE);
    control_one_batch(control);
    assert_true(control_paused(control));
    expect_next(control, false, CONTROL_GO);
    expect_next(control, false, CONTROL_PAUSE);
    control_one_batch(control);
    control_one_batch(control);
    expect_next(control, false, CONTROL_GO);
    expect_next(control, false, CONTROL_GO);
    expect_next(control, false, CONTROL_PAUSE);
    /* An epoch's end in between makes no difference. */
    control_one_batch(control);
    expect_next(control, true, CONTROL_GO);
    expect_next(control, false, CONTROL_PAUSE);
}

static void test_one_batch_while_running_pauses(void **state)
{
    struct control *control = *state;
    expect_next(control, false, CONTROL_GO);
    control_one_batch(control);
    assert_true(control_paused(control));
    expect_next(control, false, CONTROL_GO);
    expect_next(control, false, CONTROL_PAUSE);
    /* And while running to the epoch's end. */
    control_one_epoch(control);
    expect_next(control, false, CONTROL_GO);
    control_one_batch(control);
    expect_next(control, false, CONTROL_GO);
    expect_next(control, false, CONTROL_PAUSE);
    control_resume(control);
    expect_next(control, true, CONTROL_GO);
}

static void test_resume_forgets_batches_asked_for(void **state)
{
    struct control *control = *state;
    control_pause(control);
    for (int i = 0; i < 5; i++)
        control_one_batch(control);
    control_resume(control);
    expect_next(control, false, CONTROL_GO);
    control_pause(control);
    expect_next(control, false, CONTROL_PAUSE);
    /* So does a pause. */
    for (int i = 0; i < 5; i++)
        control_one_batch(control);
    control_pause(control);
    expect_next(control, false, CONTROL_PAUSE);
}

static void test_a_key_held_down_does_not_overflow(void **state)
{
    struct control *control = *state;
    control_pause(control);
    for (int i = 0; i < 100000; i++)
        control_one_batch(control);
    assert_true(control_paused(control));
    int batches = 0;
    while (batches <= 100000 && control_next(control, false) == CONTROL_GO)
        batches++;
    assert_int_equal(batches, 1024);
    assert_true(control_paused(control));
}

static void test_rest_of_the_epoch(void **state)
{
    struct control *control = *state;
    /* While running. */
    expect_next(control, false, CONTROL_GO);
    control_one_epoch(control);
    assert_false(control_paused(control));
    expect_next(control, false, CONTROL_GO);
    expect_next(control, true, CONTROL_PAUSE);
    assert_true(control_paused(control));
    /* While paused at that end, which is asked about again: the next epoch, all of it. */
    control_one_epoch(control);
    expect_next(control, true, CONTROL_GO);
    for (int i = 0; i < 10; i++)
        expect_next(control, false, CONTROL_GO);
    expect_next(control, true, CONTROL_PAUSE);
    /* The same when it is not called an end any more after the pause. */
    control_one_epoch(control);
    expect_next(control, false, CONTROL_GO);
    expect_next(control, true, CONTROL_PAUSE);
    control_resume(control);
    expect_next(control, true, CONTROL_GO);
    /* While paused in the middle. */
    control_pause(control);
    expect_next(control, false, CONTROL_PAUSE);
    control_one_epoch(control);
    expect_next(control, false, CONTROL_GO);
    expect_next(control, true, CONTROL_PAUSE);
    control_resume(control);
    for (int i = 0; i < 10; i++)
        expect_next(control, i == 5, CONTROL_GO);
}

static void test_pause_overrides_the_rest_of_the_epoch(void **state)
{
    struct control *control = *state;
    control_one_epoch(control);
    expect_next(control, false, CONTROL_GO);
    control_pause(control);
    expect_next(control, false, CONTROL_PAUSE);
    control_resume(control);
    expect_next(control, false, CONTROL_GO);
    expect_next(control, true, CONTROL_GO);
}

static void test_each_epoch(void **state)
{
    struct control *control = *state;
    control_each_epoch(control, true);
    for (int epoch = 0; epoch < 3; epoch++) {
        expect_next(control, false, CONTROL_GO);
        expect_next(control, false, CONTROL_GO);
        expect_next(control, true, CONTROL_PAUSE);
        expect_next(control, true, CONTROL_PAUSE);
        assert_true(control_paused(control));
        control_resume(control);
        expect_next(control, true, CONTROL_GO);
    }
    /* An epoch of one batch. */
    expect_next(control, true, CONTROL_PAUSE);
    control_resume(control);
    expect_next(control, true, CONTROL_GO);
    expect_next(control, true, CONTROL_PAUSE);
    control_each_epoch(control, false);
    control_resume(control);
    expect_next(control, true, CONTROL_GO);
    expect_next(control, false, CONTROL_GO);
    expect_next(control, true, CONTROL_GO);
}

static void test_start_held(void **state)
{
    struct control *control = *state;
    control_pause(control);
    expect_next(control, false, CONTROL_PAUSE);
    control_one_epoch(control);
    expect_next(control, false, CONTROL_GO);
    expect_next(control, true, CONTROL_PAUSE);
}

static void test_saves_are_taken_once_and_leave_the_pause(void **state)
{
    struct control *control = *state;
    assert_false(control_take_save(control));
    control_pause(control);
    control_save(control);
    control_save(control);
    control_wait(control); /* returns: a save is wanted */
    assert_true(control_take_save(control));
    assert_false(control_take_save(control));
    expect_next(control, false, CONTROL_PAUSE);
    assert_true(control_paused(control));
}

static void test_stop_is_for_good(void **state)
{
    struct control *control = *state;
    const atomic_bool *flag = control_stop_flag(control);
    assert_false(atomic_load(flag));
    assert_false(control_stopping(control));
    control_pause(control);
    control_stop(control);
    assert_true(atomic_load(flag));
    assert_true(control_stopping(control));
    expect_next(control, false, CONTROL_STOP);
    control_resume(control);
    control_one_batch(control);
    expect_next(control, true, CONTROL_STOP);
    control_wait(control);
}

/* A trainer as small as can be: 10 batches an epoch. */
struct trainer {
    struct control *control;
    atomic_ulong batches, saves, pauses;
    atomic_bool ended;
};

static void *train(void *argument)
{
    struct trainer *trainer = argument;
    struct control *control = trainer->control;
    for (;;) {
        unsigned long batches = atomic_load(&trainer->batches);
        enum control_next next = control_next(control, batches > 0 && batches % 10 == 0);
        if (control_take_save(control))
            atomic_fetch_add(&trainer->saves, 1);
        if (next == CONTROL_STOP)
            break;
        if (next == CONTROL_PAUSE) {
            atomic_fetch_add(&trainer->pauses, 1);
            control_wait(control);
            continue;
        }
        atomic_fetch_add(&trainer->batches, 1);
    }
    atomic_store(&trainer->ended, true);
    return NULL;
}

static void wait_at_least(atomic_ulong *figure, unsigned long wanted, const char *what)
{
    double begin = clock_now_s();
    while (atomic_load(figure) < wanted) {
        if (clock_now_s() - begin > PATIENCE_S)
            fail_msg("%s: expected %lu, got %lu after %.0f s", what, wanted, atomic_load(figure),
                     PATIENCE_S);
        sched_yield();
    }
}

/* Waits until the trainer has looked again and sleeps. */
static void wait_for_pause(struct trainer *trainer, unsigned long *pauses)
{
    wait_at_least(&trainer->pauses, ++*pauses, "pauses");
}

static void expect_batches(struct trainer *trainer, unsigned long expected)
{
    unsigned long got = atomic_load(&trainer->batches);
    if (got != expected)
        fail_msg("batches: expected %lu, got %lu", expected, got);
}

static void test_a_trainer_is_led(void **state)
{
    struct control *control = *state;
    struct trainer trainer = {.control = control};
    pthread_t thread;
    unsigned long pauses = 0;
    control_pause(control);
    pthread_create(&thread, NULL, train, &trainer);
    wait_for_pause(&trainer, &pauses);
    expect_batches(&trainer, 0);
    for (unsigned long i = 1; i <= 7; i++) {
        control_one_batch(control);
        wait_for_pause(&trainer, &pauses);
        expect_batches(&trainer, i);
    }
    control_one_epoch(control);
    wait_for_pause(&trainer, &pauses);
    expect_batches(&trainer, 10);
    control_save(control);
    wait_for_pause(&trainer, &pauses);
    expect_batches(&trainer, 10);
    assert_int_equal(atomic_load(&trainer.saves), 1);
    control_one_epoch(control);
    wait_for_pause(&trainer, &pauses);
    expect_batches(&trainer, 20);
    control_resume(control);
    wait_at_least(&trainer.batches, 100, "batches");
    control_one_epoch(control);
    wait_for_pause(&trainer, &pauses);
    assert_int_equal(atomic_load(&trainer.batches) % 10, 0);
    assert_false(atomic_load(&trainer.ended));
    control_save(control);
    control_stop(control);
    pthread_join(thread, NULL);
    assert_int_equal(atomic_load(&trainer.saves), 2);
}

/* Two '.' in quick succession are two batches, however they fall between the trainer's looks. */
static void test_quick_keys_lose_no_batch(void **state)
{
    struct control *control = *state;
    struct trainer trainer = {.control = control};
    pthread_t thread;
    control_pause(control);
    pthread_create(&thread, NULL, train, &trainer);
    unsigned long asked = 0;
    for (int round = 0; round < 2000; round++) {
        for (int i = 0; i < 1 + round % 4; i++, asked++)
            control_one_batch(control);
        if (round % 3 == 0)
            wait_at_least(&trainer.batches, asked, "batches");
    }
    wait_at_least(&trainer.batches, asked, "batches");
    unsigned long pauses = atomic_load(&trainer.pauses);
    control_save(control); /* makes it look once more */
    wait_at_least(&trainer.pauses, pauses + 1, "pauses");
    expect_batches(&trainer, asked);
    control_stop(control);
    pthread_join(thread, NULL);
}

static void *press_keys(void *argument)
{
    struct control *control = argument;
    uint32_t dice = 12345;
    for (int i = 0; i < 20000; i++) {
        dice = dice * 1664525u + 1013904223u;
        switch (dice >> 29) {
        case 0:
            control_pause(control);
            break;
        case 1:
            control_one_batch(control);
            break;
        case 2:
            control_one_epoch(control);
            break;
        case 3:
            control_save(control);
            break;
        case 4:
            control_each_epoch(control, (dice >> 20 & 1) != 0);
            break;
        default:
            control_resume(control);
            break;
        }
    }
    return NULL;
}

/* Nobody hangs, and who stops last wins. */
static void test_many_hands_on_the_keys(void **state)
{
    struct control *control = *state;
    struct trainer trainer = {.control = control};
    pthread_t thread, hand[2];
    pthread_create(&thread, NULL, train, &trainer);
    for (int i = 0; i < 2; i++)
        pthread_create(&hand[i], NULL, press_keys, control);
    for (int i = 0; i < 2; i++)
        pthread_join(hand[i], NULL);
    control_pause(control);
    unsigned long pauses = atomic_load(&trainer.pauses);
    control_save(control);
    wait_at_least(&trainer.pauses, pauses + 1, "pauses");
    control_stop(control);
    pthread_join(thread, NULL);
    assert_true(atomic_load(&trainer.ended));
}

int main(void)
{
#define WITH_CONTROL(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_CONTROL(test_goes_until_paused),
        WITH_CONTROL(test_one_batch_each_time_it_is_asked),
        WITH_CONTROL(test_one_batch_while_running_pauses),
        WITH_CONTROL(test_resume_forgets_batches_asked_for),
        WITH_CONTROL(test_a_key_held_down_does_not_overflow),
        WITH_CONTROL(test_rest_of_the_epoch),
        WITH_CONTROL(test_pause_overrides_the_rest_of_the_epoch),
        WITH_CONTROL(test_each_epoch),
        WITH_CONTROL(test_start_held),
        WITH_CONTROL(test_saves_are_taken_once_and_leave_the_pause),
        WITH_CONTROL(test_stop_is_for_good),
        WITH_CONTROL(test_a_trainer_is_led),
        WITH_CONTROL(test_quick_keys_lose_no_batch),
        WITH_CONTROL(test_many_hands_on_the_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
