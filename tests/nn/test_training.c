/*
 * Learning, from end to end of nn: a small task is learnt, and 50 steps come to the same bits on 1,
 * 2 and 4 threads.
 */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/nn/optimizer.h"
#include "tests/words/error_text.h"
#include "trial.h"

#define ROWS  512
#define STEPS 12
#define BATCH 30

/* The label is whether word 1 comes before word 2; both come once in every row, among others. No
 * count of words can tell: only order does, over up to 11 steps. */
struct task {
    int32_t x[ROWS * STEPS];
    float y[ROWS];
};

static void task_make(struct task *task, uint64_t seed)
{
    for (size_t i = 0; i < ROWS; i++) {
        int32_t *row = task->x + i * STEPS;
        for (size_t t = 0; t < STEPS; t++)
            row[t] = (int32_t)(3 + trial_random(&seed) % 7);
        size_t first = (size_t)(trial_random(&seed) % STEPS);
        size_t second = (first + 1 + (size_t)(trial_random(&seed) % (STEPS - 1))) % STEPS;
        row[first] = 1;
        row[second] = 2;
        task->y[i] = first < second;
    }
}

struct learner {
    struct trial trial;
    struct optimizer *optimizer;
};

static void learner_open(struct learner *learner, const struct trial_shape *shape,
                         double learning_rate, int threads)
{
    const struct optimizer_spec adam = {
        .learning_rate = learning_rate, .beta_1 = 0.9, .beta_2 = 0.999, .epsilon = 1e-7};
    struct rt_error error = {0};
    trial_open(&learner->trial, shape, BATCH, cpu_best(), threads);
    if (model_initialize(learner->trial.model, 1, &error) != RT_OK ||
        optimizer_create(&learner->optimizer, &adam, learner->trial.model, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
}

static void learner_close(struct learner *learner)
{
    optimizer_destroy(learner->optimizer);
    trial_close(&learner->trial);
}

/* One pass over the task in a random order, the last batch short; the mean loss. */
static double epoch(struct learner *learner, const struct task *task, uint64_t *seed)
{
    uint32_t order[ROWS];
    double loss = 0;
    for (uint32_t i = 0; i < ROWS; i++) {
        uint32_t j = (uint32_t)(trial_random(seed) % (i + 1));
        order[i] = order[j];
        order[j] = i;
    }
    for (size_t begin = 0; begin < ROWS; begin += BATCH) {
        size_t size = ROWS - begin < BATCH ? ROWS - begin : BATCH;
        const struct model_batch batch = {
            .x = task->x, .y = task->y, .rows = order + begin, .size = size};
        struct model_score score;
        assert_int_equal(model_gradients(learner->trial.model, &batch, NULL, &score), RT_OK);
        optimizer_apply(learner->optimizer, learner->trial.model);
        loss += score.loss;
    }
    return loss / ROWS;
}

static void check_learning(enum layer_kind cell)
{
    const struct trial_shape shape = {cell, 10, 8, 16, STEPS};
    static struct task train, test;
    struct learner learner;
    struct model_score score = {0, 0, 0};
    uint64_t seed = 3;
    task_make(&train, 1);
    task_make(&test, 2);
    learner_open(&learner, &shape, 0.01, 1);
    double first = epoch(&learner, &train, &seed), last = first;
    for (int i = 1; i < 60; i++)
        last = epoch(&learner, &train, &seed);
    const struct model_batch all = {.x = test.x, .y = test.y, .size = ROWS};
    assert_int_equal(model_evaluate(learner.trial.model, &all, 32, NULL, NULL, NULL, &score),
                     RT_OK);
    print_message("%s: loss from %.4f to %.4f, %.1f %% of unseen rows right\n",
                  cell == LAYER_LSTM ? "LSTM" : "SimpleRNN", first, last,
                  100 * score.correct / ROWS);
    /* Chance is 0.693 and 50 %. The margin is wide: a learner with one wrong gradient stays near
     * chance. */
    assert_true(first > 0.4);
    assert_true(last < 0.1);
    assert_true(score.correct > 0.95 * ROWS);
    learner_close(&learner);
}

static void test_the_order_of_words_is_learnt(void **state)
{
    (void)state;
    check_learning(LAYER_LSTM);
    check_learning(LAYER_SIMPLE_RNN);
}

static void test_fifty_steps_on_any_number_of_threads(void **state)
{
    (void)state;
    static const int threads[] = {1, 2, 4};
    for (int cell = LAYER_SIMPLE_RNN; cell <= LAYER_LSTM; cell++) {
        const struct trial_shape shape = {(enum layer_kind)cell, 700, 60, 70, 40};
        struct trial_rows rows;
        float *first = NULL;
        trial_rows_make(&rows, &shape, 200, 9);
        for (size_t i = 0; i < 3; i++) {
            struct learner learner;
            struct model_score score = {0, 0, 0};
            learner_open(&learner, &shape, 1e-3, threads[i]);
            struct model *model = learner.trial.model;
            for (size_t step = 0; step < 50; step++) {
                size_t begin = step * 13 % 170, size = step % 7 == 6 ? 11 : BATCH;
                const struct model_batch batch = {
                    .x = rows.x + begin * shape.T, .y = rows.y + begin, .size = size};
                assert_int_equal(model_gradients(model, &batch, NULL, &score), RT_OK);
                optimizer_apply(learner.optimizer, model);
            }
            assert_true(isfinite(score.loss));
            size_t total = model_parameters(model)->total;
            if (i == 0) {
                first = malloc(total * sizeof *first);
                assert_non_null(first);
                memcpy(first, model_values(model), total * sizeof *first);
            } else {
                assert_true(trial_same_bits("after 50 steps", first, model_values(model), total));
            }
            learner_close(&learner);
        }
        free(first);
        trial_rows_free(&rows);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_order_of_words_is_learnt),
        cmocka_unit_test(test_fifty_steps_on_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
