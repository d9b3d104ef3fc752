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

#include "rnntop/base/pool.h"
#include "tests/words/error_text.h"
#include "trial.h"

static void test_a_flag_set_before(void **state)
{
    (void)state;
    static const enum layer_kind cells[] = {LAYER_SIMPLE_RNN, LAYER_LSTM};
    for (size_t i = 0; i < 2; i++) {
        const struct trial_shape shape = {cells[i], 40, 9, 17, 30};
        struct network network;
        trial_network(&network, &shape);
        struct trial trial;
        struct trial_rows rows;
        struct model_score score;
        atomic_bool stop = true;
        _Atomic size_t progress = 0;
        float p[50];
        trial_fill(&network, TRIAL_TRAINED, 1);
        trial_rows_make(&rows, &shape, 50, 2);
        trial_open(&trial, &shape, 50, cpu_best(), 2);
        trial_put(trial.model, &network, network.values, model_values(trial.model));
        size_t bytes = model_parameters(trial.model)->total * sizeof(float);
        float *before = malloc(bytes);
        assert_non_null(before);
        memcpy(before, model_values(trial.model), bytes);
        const struct model_batch batch = {.x = rows.x, .y = rows.y, .size = 50};

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
        network_destroy(&network);
    }
}

static double clock_s(clockid_t clock)
{
    struct timespec time = {0, 0};
    clock_gettime(clock, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* Sets the flag when the work is under way: when a clock has reached a time, or at the first
 * progress. */
struct stopper {
    atomic_bool stop;
    _Atomic size_t progress;
    atomic_bool over;
    clockid_t clock;
    double at_s;  /* on that clock; 0: at the first progress */
    double set_s; /* when it was set */
};

static void *stop_later(void *argument)
{
    struct stopper *stopper = argument;
    while (!stopper->over &&
           (stopper->at_s > 0 ? clock_s(stopper->clock) < stopper->at_s : stopper->progress == 0))
        nanosleep(&(struct timespec){0, 20000}, NULL);
    stopper->set_s = clock_s(stopper->clock);
    stopper->stop = true;
    return NULL;
}

/*
 * A long batch, stopped in the middle of its way forward and of its way back, returns within a
 * small part of what that way takes. Time is this thread's own processor time, so that other
 * programs on the machine make no difference; where they kept the stopper from its work until the
 * batch was elsewhere, the attempt is made again.
 */
static void check_a_batch(struct trial *trial, const struct model_batch *batch, double part,
                          double whole)
{
    struct model_score score;
    clockid_t clock;
    assert_int_equal(pthread_getcpuclockid(pthread_self(), &clock), 0);
    for (int attempt = 0; attempt < 200; attempt++) {
        struct stopper stopper = {.clock = clock};
        pthread_t thread;
        double begin = clock_s(clock);
        stopper.at_s = begin + part * whole;
        assert_int_equal(pthread_create(&thread, NULL, stop_later, &stopper), 0);
        enum rt_status status = model_gradients(trial->model, batch, &stopper.stop, &score);
        double end = clock_s(clock);
        stopper.over = true;
        pthread_join(thread, NULL);
        if (stopper.set_s > begin + (part + 0.05) * whole)
            continue;
        print_message("whole %.4f s, flag set after %.4f s, back %.5f s later\n", whole,
                      stopper.set_s - begin, end - stopper.set_s);
        assert_int_equal(status, RT_INTERRUPTED);
        assert_true(end - stopper.set_s < 0.05 * whole);
        return;
    }
    fail_msg("200 attempts to stop a batch came too late");
}

static void test_a_batch_under_way(void **state)
{
    (void)state;
    const struct trial_shape shape = {LAYER_LSTM, 500, 64, 64, 6000};
    struct network network;
    trial_network(&network, &shape);
    struct trial trial;
    struct trial_rows rows;
    struct model_score score;
    double whole = 1e9;
    trial_fill(&network, TRIAL_TRAINED, 1);
    trial_rows_make(&rows, &shape, 6, 2);
    trial_open(&trial, &shape, 6, cpu_best(), 1);
    trial_put(trial.model, &network, network.values, model_values(trial.model));
    const struct model_batch batch = {.x = rows.x, .y = rows.y, .size = 6};
    for (int i = 0; i < 4; i++) { /* the first is slow: its memory is new */
        double begin = clock_s(CLOCK_THREAD_CPUTIME_ID);
        assert_int_equal(model_gradients(trial.model, &batch, NULL, &score), RT_OK);
        double seconds = clock_s(CLOCK_THREAD_CPUTIME_ID) - begin;
        whole = seconds < whole ? seconds : whole;
    }
    /* The way forward is the first quarter or more, the way back follows. */
    check_a_batch(&trial, &batch, 0.08, whole);
    check_a_batch(&trial, &batch, 0.40, whole);
    trial_close(&trial);
    trial_rows_free(&rows);
    network_destroy(&network);
}

/* The same of layers on layers, both ways, with dropouts. */
static void test_a_batch_of_a_stack(void **state)
{
    (void)state;
    const struct trial_shape shape = {LAYER_LSTM, 500, 64, 64, 3000};
    struct model_spec spec;
    struct rt_error error = {0};
    struct trial trial;
    struct trial_rows rows;
    struct model_score score;
    double whole = 1e9;
    model_spec_lesson(&spec, LAYER_LSTM, shape.V, shape.E, shape.H, shape.T);
    spec.layers = 4;
    spec.layer[3] = spec.layer[2];
    spec.layer[2] = spec.layer[1];
    spec.layer[1].merge = MERGE_SUM;
    spec.layer[1].return_sequences = true;
    spec.layer[2].dropout = spec.layer[2].recurrent_dropout = 0.2;
    if (pool_create(&trial.pool, 1, &error) != RT_OK ||
        model_create(&trial.model, &spec, 6, trial.pool, &error) != RT_OK ||
        model_initialize(trial.model, 1, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    trial_rows_make(&rows, &shape, 6, 2);
    const struct model_batch batch = {.x = rows.x, .y = rows.y, .size = 6};
    for (int i = 0; i < 3; i++) {
        double begin = clock_s(CLOCK_THREAD_CPUTIME_ID);
        assert_int_equal(model_gradients(trial.model, &batch, NULL, &score), RT_OK);
        double seconds = clock_s(CLOCK_THREAD_CPUTIME_ID) - begin;
        whole = seconds < whole ? seconds : whole;
    }
    check_a_batch(&trial, &batch, 0.1, whole);
    check_a_batch(&trial, &batch, 0.3, whole);
    check_a_batch(&trial, &batch, 0.5, whole);
    trial_close(&trial);
    trial_rows_free(&rows);
}

/* A long evaluation, one row many times over, stopped as soon as it has counted its first rows. */
static void test_an_evaluation_under_way(void **state)
{
    (void)state;
    const struct trial_shape shape = {LAYER_SIMPLE_RNN, 30, 16, 32, 50};
    const size_t size = 200000;
    struct network network;
    trial_network(&network, &shape);
    struct trial trial;
    struct trial_rows rows;
    struct model_score score;
    struct stopper stopper = {.clock = CLOCK_MONOTONIC};
    pthread_t thread;
    uint32_t *same_row = calloc(size, sizeof *same_row);
    assert_non_null(same_row);
    trial_fill(&network, TRIAL_TRAINED, 1);
    trial_rows_make(&rows, &shape, 1, 2);
    trial_open(&trial, &shape, 32, cpu_best(), 2);
    trial_put(trial.model, &network, network.values, model_values(trial.model));
    const struct model_batch batch = {.x = rows.x, .y = rows.y, .rows = same_row, .size = size};
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
    network_destroy(&network);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_flag_set_before),
        cmocka_unit_test(test_a_batch_under_way),
        cmocka_unit_test(test_a_batch_of_a_stack),
        cmocka_unit_test(test_an_evaluation_under_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
