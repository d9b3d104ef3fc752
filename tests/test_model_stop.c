/*
 * Stopping a model in the middle of its work: values untouched, RT_INTERRUPTED, and soon.
 */
#include "config.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "rnntop/base/clock.h"
#include "trial.h"

static void sleep_s(double seconds)
{
    struct timespec time = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    nanosleep(&time, NULL);
}

static void test_a_flag_set_before(void **state)
{
    (void)state;
    static const enum reference_cell cells[] = {REFERENCE_SIMPLE_RNN, REFERENCE_LSTM};
    for (size_t i = 0; i < 2; i++) {
        const struct reference_shape shape = {cells[i], 40, 9, 17, 30};
        struct reference *reference = reference_create(&shape);
        struct trial trial;
        struct trial_rows rows;
        struct model_score score;
        atomic_bool stop = true;
        _Atomic size_t progress = 0;
        float p[50];
        trial_fill(reference, TRIAL_TRAINED, 1);
        trial_rows_make(&rows, &shape, 50, 2);
        trial_open(&trial, &shape, 50, cpu_best(), 2);
        trial_put(trial.model, reference, reference->values, model_values(trial.model));
        size_t bytes = model_parameters(trial.model)->total * sizeof(float);
        float *before = malloc(bytes);
        assert_non_null(before);
        memcpy(before, model_values(trial.model), bytes);
        const struct model_batch batch = {rows.x, rows.y, NULL, 50};

        assert_int_equal(model_gradients(trial.model, &batch, &stop, &score), RT_INTERRUPTED);
        assert_int_equal(model_evaluate(trial.model, &batch, 10, &stop, &progress, p, &score),
                         RT_INTERRUPTED);
        assert_true(progress < 50);
        assert_memory_equal(before, model_values(trial.model), bytes);
        stop = false;
        assert_int_equal(model_gradients(trial.model, &batch, &stop, &score), RT_OK);
        assert_int_equal(score.rows, 50);
        assert_int_equal(model_evaluate(trial.model, &batch, 10, &stop, &progress, p, &score),
                         RT_OK);
        assert_int_equal(score.rows, 50);
        assert_int_equal(progress, 50);
        free(before);
        trial_close(&trial);
        trial_rows_free(&rows);
        reference_destroy(reference);
    }
}

/* Sets the flag when the work is under way: after a time, or at the first progress. */
struct stopper {
    atomic_bool stop;
    _Atomic size_t progress;
    atomic_bool over;
    double after_s;
};

static void *stop_later(void *argument)
{
    struct stopper *stopper = argument;
    if (stopper->after_s > 0)
        sleep_s(stopper->after_s);
    else
        while (stopper->progress == 0 && !stopper->over)
            sleep_s(1e-4);
    stopper->stop = true;
    return NULL;
}

/* A long batch, stopped after a tenth of the time that it takes when it is let alone, must be back
 * well before that time. A busy machine may spoil an attempt, not five. */
static void test_a_batch_under_way(void **state)
{
    (void)state;
    const struct reference_shape shape = {REFERENCE_LSTM, 500, 64, 64, 1000};
    struct reference *reference = reference_create(&shape);
    struct trial trial;
    struct trial_rows rows;
    struct model_score score;
    trial_fill(reference, TRIAL_TRAINED, 1);
    trial_rows_make(&rows, &shape, 60, 2);
    trial_open(&trial, &shape, 60, cpu_best(), 1);
    trial_put(trial.model, reference, reference->values, model_values(trial.model));
    const struct model_batch batch = {rows.x, rows.y, NULL, 60};
    bool soon = false;
    for (int attempt = 0; attempt < 5 && !soon; attempt++) {
        struct stopper stopper = {.after_s = 0};
        pthread_t thread;
        double begin = clock_now_s();
        assert_int_equal(model_gradients(trial.model, &batch, NULL, &score), RT_OK);
        double whole = clock_now_s() - begin;
        stopper.after_s = whole / 10;
        assert_int_equal(pthread_create(&thread, NULL, stop_later, &stopper), 0);
        begin = clock_now_s();
        enum rt_status status = model_gradients(trial.model, &batch, &stopper.stop, &score);
        double stopped = clock_now_s() - begin;
        pthread_join(thread, NULL);
        soon = status == RT_INTERRUPTED && stopped < whole / 2;
        print_message("whole %.3f s, stopped after %.3f s\n", whole, stopped);
    }
    assert_true(soon);
    trial_close(&trial);
    trial_rows_free(&rows);
    reference_destroy(reference);
}

/* A long evaluation, one row many times over, stopped as soon as it has counted its first rows. */
static void test_an_evaluation_under_way(void **state)
{
    (void)state;
    const struct reference_shape shape = {REFERENCE_SIMPLE_RNN, 30, 16, 32, 50};
    const size_t size = 200000;
    struct reference *reference = reference_create(&shape);
    struct trial trial;
    struct trial_rows rows;
    struct model_score score;
    struct stopper stopper = {.after_s = 0};
    pthread_t thread;
    uint32_t *same_row = calloc(size, sizeof *same_row);
    assert_non_null(same_row);
    trial_fill(reference, TRIAL_TRAINED, 1);
    trial_rows_make(&rows, &shape, 1, 2);
    trial_open(&trial, &shape, 32, cpu_best(), 2);
    trial_put(trial.model, reference, reference->values, model_values(trial.model));
    const struct model_batch batch = {rows.x, rows.y, same_row, size};
    assert_int_equal(pthread_create(&thread, NULL, stop_later, &stopper), 0);
    enum rt_status status =
        model_evaluate(trial.model, &batch, 32, &stopper.stop, &stopper.progress, NULL, &score);
    stopper.over = true;
    pthread_join(thread, NULL);
    assert_int_equal(status, RT_INTERRUPTED);
    assert_true(stopper.progress > 0 && stopper.progress < size);
    free(same_row);
    trial_close(&trial);
    trial_rows_free(&rows);
    reference_destroy(reference);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_flag_set_before),
        cmocka_unit_test(test_a_batch_under_way),
        cmocka_unit_test(test_an_evaluation_under_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
