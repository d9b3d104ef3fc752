/*
 * Adam against golden values and against a transcription of Keras's in double precision.
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

#include "plain_adam.h"
#include "rnntop/nn/optimizer.h"
#include "tests/words/error_text.h"
#include "trial.h"

static const struct optimizer_spec keras = {
    .learning_rate = 1e-3, .beta_1 = 0.9, .beta_2 = 0.999, .epsilon = 1e-7};

static struct optimizer *adam_for(const struct model *model, const struct optimizer_spec *spec)
{
    struct rt_error error = {0};
    struct optimizer *optimizer = NULL;
    if (optimizer_create(&optimizer, spec, model, &error) != RT_OK)
        fail_msg("optimizer_create: %s", error_text(&error));
    return optimizer;
}

/* Every parameter starts at 1 and gets the same gradient: each must follow the golden path. */
static void check_golden(enum cpu_isa isa)
{
    static const float gradients[4] = {0.1f, -0.2f, 0.3f, 0.05f};
    static const double expected[4] = {0.9990000316217766, 0.9993661299708821, 0.999022891792104,
                                       0.9986671869253222};
    const struct trial_shape shape = {LAYER_LSTM, 11, 3, 5, 2};
    struct network network;
    trial_network(&network, &shape);
    struct trial trial;
    trial_open(&trial, &shape, 2, isa, 1);
    struct optimizer *optimizer = adam_for(trial.model, &keras);
    for (size_t i = 0; i < network.parameters.total; i++)
        network.values[i] = 1;
    trial_put(trial.model, &network, network.values, model_values(trial.model));
    for (size_t t = 0; t < 4; t++) {
        for (size_t i = 0; i < network.parameters.total; i++)
            network.gradients[i] = (double)gradients[t];
        trial_put(trial.model, &network, network.gradients, model_gradient_values(trial.model));
        optimizer_apply(optimizer, trial.model);
        assert_int_equal(optimizer_get_state(optimizer).steps, t + 1);
        const struct parameters *parameters = model_parameters(trial.model);
        for (size_t i = 0; i < parameters->n; i++) {
            const struct parameter *parameter = &parameters->table[i];
            for (size_t j = 0; j < parameter->count; j++) {
                char what[128];
                snprintf(what, sizeof what, "%s[%zu] after step %zu, %s", parameter->name, j, t + 1,
                         cpu_isa_name(isa));
                /* Each step rounds a value just below 1 once, to half of 2^-24. */
                trial_expect_close(what, model_values(trial.model)[parameter->offset + j],
                                   expected[t], (double)(t + 1) * FLOAT_ROUNDING);
            }
        }
    }
    optimizer_destroy(optimizer);
    trial_close(&trial);
    network_destroy(&network);
}

/* The transcription that judges all else here, by the same path. */
static void test_golden_values_of_the_transcription(void **state)
{
    (void)state;
    static const double gradients[4] = {0.1, -0.2, 0.3, 0.05};
    static const double expected[4] = {0.9990000316217766, 0.9993661299708821, 0.999022891792104,
                                       0.9986671869253222};
    struct plain_adam adam = {0.001, 0.9, 0.999, 1e-7, 0};
    double w = 1, m = 0, v = 0;
    for (size_t i = 0; i < 4; i++) {
        plain_adam_apply(&adam, &w, &gradients[i], &m, &v, 1);
        trial_expect_close("Adam's w", w, expected[i], 1e-15);
    }
    assert_int_equal(adam.steps, 4);
}

static void test_golden_values(void **state)
{
    (void)state;
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++)
        check_golden(isa);
}

/* What Adam holds in double precision, beside the float one. */
struct transcript {
    struct network network; /* its values and gradients */
    struct plain_adam adam;
    double *m, *v;   /* [total] */
    double *largest; /* [total]: the greatest |gradient| so far */
    double *initial; /* [total]: values before the first step */
};

static double *block_of(size_t n)
{
    double *block = calloc(n, sizeof *block);
    assert_non_null(block);
    return block;
}

static void transcript_open(struct transcript *transcript, const struct trial_shape *shape,
                            const struct optimizer_spec *spec)
{
    trial_network(&transcript->network, shape);
    size_t total = transcript->network.parameters.total;
    transcript->adam =
        (struct plain_adam){spec->learning_rate, spec->beta_1, spec->beta_2, spec->epsilon, 0};
    transcript->m = block_of(total);
    transcript->v = block_of(total);
    transcript->largest = block_of(total);
    transcript->initial = block_of(total);
    trial_fill(&transcript->network, TRIAL_FRESH, 3);
    memcpy(transcript->initial, transcript->network.values, total * sizeof(double));
}

static void transcript_close(struct transcript *transcript)
{
    network_destroy(&transcript->network);
    free(transcript->m);
    free(transcript->v);
    free(transcript->largest);
    free(transcript->initial);
}

/* Gradients of every size that training meets, 1 to 1e-9; rows of the embedding mostly without. */
static void draw_gradients(struct transcript *transcript, uint64_t *seed)
{
    const struct network *network = &transcript->network;
    bool absent = false;
    for (size_t i = 0; i < TRIAL_TENSORS; i++) {
        const struct parameter *parameter = &network->parameters.table[i];
        for (size_t j = 0; j < parameter->count; j++) {
            if (i == TRIAL_EMBEDDINGS && j % parameter->shape[1] == 0)
                absent = trial_random(seed) % 5 != 0;
            size_t at = parameter->offset + j;
            double size = pow(10, trial_uniform(seed, -9, 0));
            double g = (float)(trial_uniform(seed, -1, 1) * size);
            network->gradients[at] = i == TRIAL_EMBEDDINGS && absent ? 0 : g;
            transcript->largest[at] = fmax(transcript->largest[at], fabs(g));
        }
    }
}

/* The float optimiser's state against the transcript's, after some steps. */
static void compare(const struct transcript *transcript, struct optimizer *optimizer,
                    const float *values, const char *what)
{
    const struct network *network = &transcript->network;
    double steps = (double)transcript->adam.steps, lr = transcript->adam.learning_rate;
    double *m = block_of(network->parameters.total), *v = block_of(network->parameters.total);
    double *w = block_of(network->parameters.total);
    for (size_t i = 0; i < network->parameters.total; i++) {
        /* A step changes m and v by a few rounded operations on numbers no larger than the largest
         * gradient and its square. */
        m[i] = 2 * steps * FLOAT_ROUNDING * transcript->largest[i];
        v[i] = m[i] * transcript->largest[i];
        /* A value is rounded once a step; and the step, at most about 3 times the learning rate,
         * is right to a few roundings of its own and those of m and v so far. */
        double most = fabs(transcript->initial[i]) + 3 * steps * lr;
        w[i] = steps * FLOAT_ROUNDING * (most + 3 * lr * (8 + steps));
    }
    struct trial_difference worst[3] = {
        trial_compare(network, optimizer_slot(optimizer, 0), transcript->m, m),
        trial_compare(network, optimizer_slot(optimizer, 1), transcript->v, v),
        trial_compare(network, values, network->values, w),
    };
    for (int i = 0; i < 3; i++)
        trial_expect(what, &worst[i]);
    print_message("%s: m %.2f, v %.2f, values %.2f of the tolerance\n", what, worst[0].ratio,
                  worst[1].ratio, worst[2].ratio);
    free(m);
    free(v);
    free(w);
}

/* The padding between parameters must stay zero, or files and norms would see it. */
static void expect_zero_padding(const struct parameters *parameters, const float *block)
{
    size_t next = 0;
    for (size_t i = 0; i <= parameters->n; i++) {
        size_t begin = i < parameters->n ? parameters->table[i].offset : parameters->total;
        for (; next < begin; next++)
            if (block[next] != 0)
                fail_msg("padding before parameter %zu is %g", i, (double)block[next]);
        if (i < parameters->n)
            next += parameters->table[i].count;
    }
}

static void check_transcript(const struct trial_shape *shape, const struct optimizer_spec *spec,
                             enum cpu_isa isa, int threads)
{
    struct transcript transcript;
    struct trial trial;
    uint64_t seed = 11;
    char what[128];
    transcript_open(&transcript, shape, spec);
    trial_open(&trial, shape, 1, isa, threads);
    struct network *network = &transcript.network;
    struct optimizer *optimizer = adam_for(trial.model, spec);
    trial_put(trial.model, network, network->values, model_values(trial.model));
    for (int step = 1; step <= 20; step++) {
        draw_gradients(&transcript, &seed);
        trial_put(trial.model, network, network->gradients, model_gradient_values(trial.model));
        optimizer_apply(optimizer, trial.model);
        plain_adam_apply(&transcript.adam, network->values, network->gradients, transcript.m,
                         transcript.v, network->parameters.total);
        snprintf(what, sizeof what, "%zu parameters, %s, %d threads, step %d",
                 network->parameters.total, cpu_isa_name(isa), threads, step);
        if (step == 1 || step == 2 || step == 20)
            compare(&transcript, optimizer, model_values(trial.model), what);
    }
    expect_zero_padding(model_parameters(trial.model), model_values(trial.model));
    expect_zero_padding(model_parameters(trial.model), optimizer_slot(optimizer, 0));
    expect_zero_padding(model_parameters(trial.model), optimizer_slot(optimizer, 1));
    optimizer_destroy(optimizer);
    trial_close(&trial);
    transcript_close(&transcript);
}

static void test_transcription_of_keras(void **state)
{
    (void)state;
    const struct trial_shape lesson = {LAYER_LSTM, 4000, 128, 128, 1};
    const struct trial_shape odd = {LAYER_SIMPLE_RNN, 37, 7, 13, 1};
    const struct optimizer_spec other = {
        .learning_rate = 0.02, .beta_1 = 0.8, .beta_2 = 0.95, .epsilon = 1e-3};
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
        check_transcript(&lesson, &keras, isa, 2);
        check_transcript(&odd, &keras, isa, 1);
        check_transcript(&odd, &other, isa, 3);
    }
}

/*
 * Small values show what rounding at 1 hides: the step itself. From w = 0, the first step is
 * alpha (1 - b1) g / (sqrt((1 - b2) g^2) + epsilon), whatever the size of g.
 */
static void test_the_first_step_at_each_size_of_gradient(void **state)
{
    (void)state;
    const struct trial_shape shape = {LAYER_SIMPLE_RNN, 30, 4, 3, 1};
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
        struct transcript transcript;
        struct trial trial;
        transcript_open(&transcript, &shape, &keras);
        struct network *network = &transcript.network;
        trial_open(&trial, &shape, 1, isa, 1);
        struct optimizer *optimizer = adam_for(trial.model, &keras);
        for (size_t i = 0; i < network->parameters.total; i++) {
            double sign = i % 2 ? -1 : 1;
            network->values[i] = 0;
            network->gradients[i] = (float)(sign * pow(10, -(double)(i % 15)));
        }
        trial_put(trial.model, network, network->values, model_values(trial.model));
        trial_put(trial.model, network, network->gradients, model_gradient_values(trial.model));
        optimizer_apply(optimizer, trial.model);
        plain_adam_apply(&transcript.adam, network->values, network->gradients, transcript.m,
                         transcript.v, network->parameters.total);
        const struct parameters *parameters = model_parameters(trial.model);
        for (size_t i = 0; i < parameters->n; i++) {
            const size_t begin = parameters->table[i].offset;
            const float *w = model_values(trial.model);
            for (size_t j = begin; j < begin + parameters->table[i].count; j++)
                trial_expect_close(parameters->table[i].name, w[j] / network->values[j], 1,
                                   12 * FLOAT_ROUNDING); /* about eight operations */
        }
        optimizer_destroy(optimizer);
        trial_close(&trial);
        transcript_close(&transcript);
    }
}

/* Adam is dense: a word that leaves the text goes on moving by its momentum, and one that never
 * came stays where it was, to the bit. */
static void test_words_without_gradient(void **state)
{
    (void)state;
    const struct trial_shape shape = {LAYER_LSTM, 3, 4, 2, 2};
    static const int32_t x[] = {0, 0, 1, 1}; /* word 2 never comes */
    static const float y[] = {1, 1};
    struct network network;
    trial_network(&network, &shape);
    struct trial trial;
    struct model_score score;
    trial_fill(&network, TRIAL_TRAINED, 4);
    trial_open(&trial, &shape, 2, cpu_best(), 1);
    trial_put(trial.model, &network, network.values, model_values(trial.model));
    struct optimizer *optimizer = adam_for(trial.model, &keras);
    const struct model_batch first = {.x = x, .y = y, .size = 1},
                             second = {.x = x + 2, .y = y + 1, .size = 1};
    const struct parameters *parameters = model_parameters(trial.model);
    const float *words =
        model_values(trial.model) +
        parameters->table[parameters_find(parameters, "embedding/embeddings")].offset;
    assert_int_equal(model_gradients(trial.model, &first, NULL, &score), RT_OK);
    optimizer_apply(optimizer, trial.model);
    for (int step = 0; step < 3; step++) {
        float before[4];
        memcpy(before, words, sizeof before);
        assert_int_equal(model_gradients(trial.model, &second, NULL, &score), RT_OK);
        optimizer_apply(optimizer, trial.model);
        for (size_t j = 0; j < 4; j++) {
            double moved = fabs((double)words[j] - (double)before[j]);
            /* Its gradient's direction has not changed: at least a third of a first step. */
            if (moved < 3e-4)
                fail_msg("step %d moved a word without gradient by %g", step, moved);
        }
    }
    for (size_t j = 0; j < 4; j++)
        assert_true(
            words[8 + j] ==
            (float)network.values[network.parameters.table[TRIAL_EMBEDDINGS].offset + 8 + j]);
    optimizer_destroy(optimizer);
    trial_close(&trial);
    network_destroy(&network);
}

static void test_a_new_learning_rate(void **state)
{
    (void)state;
    const struct trial_shape shape = {LAYER_SIMPLE_RNN, 3, 2, 2, 1};
    struct transcript transcript;
    struct trial trial;
    transcript_open(&transcript, &shape, &keras);
    trial_open(&trial, &shape, 1, cpu_best(), 1);
    struct network *network = &transcript.network;
    struct optimizer *optimizer = adam_for(trial.model, &keras);
    trial_put(trial.model, network, network->values, model_values(trial.model));
    uint64_t seed = 5;
    for (int step = 0; step < 6; step++) {
        if (step == 3) {
            optimizer_set_learning_rate(optimizer, 0.01);
            transcript.adam.learning_rate = 0.01;
        }
        draw_gradients(&transcript, &seed);
        trial_put(trial.model, network, network->gradients, model_gradient_values(trial.model));
        optimizer_apply(optimizer, trial.model);
        plain_adam_apply(&transcript.adam, network->values, network->gradients, transcript.m,
                         transcript.v, network->parameters.total);
    }
    compare(&transcript, optimizer, model_values(trial.model), "a new learning rate");
    optimizer_destroy(optimizer);
    trial_close(&trial);
    transcript_close(&transcript);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden_values_of_the_transcription),
        cmocka_unit_test(test_golden_values),
        cmocka_unit_test(test_transcription_of_keras),
        cmocka_unit_test(test_the_first_step_at_each_size_of_gradient),
        cmocka_unit_test(test_words_without_gradient),
        cmocka_unit_test(test_a_new_learning_rate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
