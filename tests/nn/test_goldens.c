/*
 * Each recurrent layer, with and without a mask, against numbers computed in numpy from the
 * formulas alone, with numerical gradients: the reference network and the float models.
 */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "network.h"
#include "rnntop/base/pool.h"
#include "tests/words/error_text.h"
#include "trial.h"

#define TENSORS 6

struct golden {
    enum layer_kind kind;
    bool mask;
    double logits[3];
    double loss;          /* mean */
    double norm[TENSORS]; /* of the gradients */
};

/* V 6, E 3, H 2, T 4, B 3, weights 0.5 sin(k + 0.7 i). */
static const struct golden goldens[] = {
    {LAYER_SIMPLE_RNN,
     false,
     {0.5488632450475859, 0.8081568521810835, 0.6652682705992945},
     0.6824963423901823,
     {0.09423438013418371, 0.13335601994548793, 0.02587793521993049, 0.11347012586397512,
      0.10745153448069739, 0.004656248664414164}},
    {LAYER_SIMPLE_RNN,
     true,
     {0.5488632450475859, 0.7433919108210421, 0.6652682705992945},
     0.6677136421400741,
     {0.08835849299645664, 0.1313920314720736, 0.03596500249236011, 0.09308156015002059,
      0.08040332370194363, 0.009316073135146041}},
    {LAYER_LSTM,
     false,
     {0.1560219849127369, 0.2629827842334403, 0.1819276932583826},
     0.6859165279995499,
     {0.02770652533309545, 0.04833898844112251, 0.011516898166902882, 0.026832698794588203,
      0.0723899313788431, 0.1167823870384943}},
    {LAYER_LSTM,
     true,
     {0.1560219849127369, 0.2480628702554137, 0.1819276932583826},
     0.683113896276282,
     {0.02299811617629176, 0.03879446866745297, 0.010999549595591816, 0.03668644470719143,
      0.062420890709113226, 0.11800563176622703}},
    {LAYER_GRU,
     false,
     {0.2656422235113268, 0.2990299469402878, 0.3021032081009744},
     0.6587932826287631,
     {0.09036598577759279, 0.12985059774765514, 0.008092413838784663, 0.06407736311146538,
      0.04466617934734104, 0.09493842967334132}},
    {LAYER_GRU,
     true,
     {0.2656422235113268, 0.31643432668343174, 0.3021032081009744},
     0.6621368446040077,
     {0.06916706624309754, 0.09981846148609554, 0.012194681387108846, 0.10494005586137778,
      0.03923680571629908, 0.09352187524402922}},
};

static const int32_t x[] = {1, 4, 2, 5, 1, 3, 0, 0, 5, 5, 2, 1};
static const float y[] = {1, 0, 1};
static const struct model_batch batch = {.x = x, .y = y, .size = 3};

static void spec_of(const struct golden *golden, struct model_spec *spec)
{
    model_spec_lesson(spec, golden->kind, 6, 3, 2, 4);
    spec->layer[0].mask_zero = golden->mask;
}

/* The reference network; differences of step 1e-6 gave the golden gradients. */
static void check_network(const struct golden *golden, struct network *network)
{
    static const double k[TENSORS] = {.1, .2, .3, .4, .5, .6};
    double logits[3];
    assert_int_equal(network->parameters.n, TENSORS);
    for (size_t i = 0; i < TENSORS; i++) {
        const struct parameter *parameter = &network->parameters.table[i];
        for (size_t j = 0; j < parameter->count; j++)
            network->values[parameter->offset + j] = 0.5 * sin(k[i] + 0.7 * (double)j);
    }
    const struct network_score score = network_backward(network, &batch, logits);
    trial_expect_close("mean loss", score.loss / 3, golden->loss, 1e-13);
    trial_expect_close("correct", score.correct, 2, 0);
    for (size_t i = 0; i < 3; i++)
        trial_expect_close("logit", logits[i], golden->logits[i], 1e-13);
    for (size_t i = 0; i < TENSORS; i++) {
        const struct parameter *parameter = &network->parameters.table[i];
        double sum = 0;
        for (size_t j = 0; j < parameter->count; j++)
            sum += pow(network->gradients[parameter->offset + j], 2);
        trial_expect_close(parameter->name, sqrt(sum), golden->norm[i], 1e-9);
    }
}

static void check_model(const struct golden *golden, const struct network *network,
                        enum cpu_isa isa)
{
    /* The weights themselves were rounded to float; four steps of a few sums each follow. */
    const double tolerance = 16 * FLOAT_ROUNDING;
    struct rt_error error = {0};
    struct pool *pool = NULL;
    struct model *model = NULL;
    struct model_score score;
    double squares = 0;
    float p[3];
    setenv("RNNTOP_CPU", cpu_isa_name(isa), 1);
    if (pool_create(&pool, 1, &error) != RT_OK ||
        model_create(&model, &network->spec, 3, pool, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    for (size_t i = 0; i < network->parameters.total; i++)
        model_values(model)[i] = (float)network->values[i];
    assert_int_equal(model_gradients(model, &batch, NULL, &score), RT_OK);
    trial_expect_close("mean loss", score.loss / 3, golden->loss, tolerance);
    trial_expect_close("correct", score.correct, 2, 0);
    for (size_t i = 0; i < TENSORS; i++) {
        const struct parameter *parameter = &network->parameters.table[i];
        double sum = 0;
        for (size_t j = 0; j < parameter->count; j++)
            sum += pow(model_gradient_values(model)[parameter->offset + j], 2);
        trial_expect_close(parameter->name, sqrt(sum), golden->norm[i], tolerance);
        squares += sum;
    }
    trial_expect_close("norm", model_gradient_norm(model), sqrt(squares), 4 * FLOAT_ROUNDING);
    assert_int_equal(model_evaluate(model, &batch, 32, NULL, NULL, p, &score), RT_OK);
    for (size_t i = 0; i < 3; i++)
        trial_expect_close("logit", log((double)p[i] / (1 - (double)p[i])), golden->logits[i],
                           tolerance);
    model_destroy(model);
    pool_destroy(pool);
}

static void test_goldens(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof goldens / sizeof *goldens; i++) {
        struct model_spec spec;
        struct network network;
        spec_of(&goldens[i], &spec);
        network_create(&network, &spec);
        check_network(&goldens[i], &network);
        for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++)
            check_model(&goldens[i], &network, isa);
        network_destroy(&network);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_goldens)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
