/*
 * Keras's initialisers: ranges, moments, orthogonality, biases, seeds.
 */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/base/pool.h"
#include "tests/words/error_text.h"
#include "trial.h"

static void initialize(struct trial *trial, uint64_t seed)
{
    struct rt_error error = {0};
    if (model_initialize(trial->model, seed, &error) != RT_OK)
        fail_msg("model_initialize: %s", error_text(&error));
}

static const struct parameter *parameter_of(const struct model *model, const char *name)
{
    const struct parameters *parameters = model_parameters(model);
    size_t i = parameters_find(parameters, name);
    if (i >= parameters->n)
        fail_msg("no parameter %s", name);
    return &parameters->table[i];
}

/*
 * Uniform in +-limit: nothing outside, and for n numbers the mean within 5 standard errors of 0,
 * the variance of limit^2 / 3, the fourth moment of limit^4 / 5 (it tells a uniform distribution
 * from others of that variance), neighbours uncorrelated. A right generator fails one in 10^6
 * seeds, and the seeds are fixed.
 */
static void expect_uniform(const struct trial *trial, const char *name, double limit)
{
    const struct parameter *parameter = parameter_of(trial->model, name);
    const float *w = model_values(trial->model) + parameter->offset;
    double n = (double)parameter->count, sum = 0, squares = 0, fourth = 0, products = 0;
    double least = INFINITY, most = -INFINITY;
    for (size_t i = 0; i < parameter->count; i++) {
        double x = (double)w[i] / limit;
        sum += x;
        squares += x * x;
        fourth += x * x * x * x;
        if (i > 0)
            products += x * ((double)w[i - 1] / limit);
        least = fmin(least, x);
        most = fmax(most, x);
    }
    print_message("%s: in units of %.6f from %.5f to %.5f\n", name, limit, least, most);
    /* A number drawn just below the upper limit may be rounded to it. */
    assert_true(least >= -1 - FLOAT_ROUNDING && most <= 1 + FLOAT_ROUNDING);
    /* The chance that n numbers leave out the outer 20 / n of the range is e^-10. */
    assert_true(least < -1 + 20 / n && most > 1 - 20 / n);
    trial_expect_close("mean", sum / n, 0, 5 * sqrt(1 / 3. / n));
    trial_expect_close("variance", squares / n, 1 / 3., 5 * sqrt((1 / 5. - 1 / 9.) / n));
    trial_expect_close("fourth moment", fourth / n, 1 / 5., 5 * sqrt((1 / 9. - 1 / 25.) / n));
    trial_expect_close("neighbours' product", products / n, 0, 5 * (1 / 3.) / sqrt(n));
}

/* rows @ rows^T = I for the recurrent kernel [H,columns], in whole, not by gate. */
static void expect_orthonormal_rows(const struct trial *trial, const char *name)
{
    const struct parameter *parameter = parameter_of(trial->model, name);
    const float *w = model_values(trial->model) + parameter->offset;
    size_t rows = parameter->shape[0], columns = parameter->shape[1];
    double worst = 0;
    for (size_t i = 0; i < rows; i++) {
        for (size_t j = 0; j <= i; j++) {
            double dot = 0;
            for (size_t k = 0; k < columns; k++)
                dot += (double)w[i * columns + k] * (double)w[j * columns + k];
            worst = fmax(worst, fabs(dot - (i == j)));
        }
    }
    print_message("%s [%zu,%zu]: R R^T is I to within %.2g\n", name, rows, columns, worst);
    /* A product of two rows of rounded entries, each row of norm 1: 2 u at most, if the
     * factorisation was done in double precision. */
    trial_expect_close("R R^T - I", worst, 0, 2 * FLOAT_ROUNDING);
}

static void expect_all(const struct trial *trial, const char *name, size_t begin, size_t end,
                       float value)
{
    const struct parameter *parameter = parameter_of(trial->model, name);
    const float *w = model_values(trial->model) + parameter->offset;
    for (size_t i = begin; i < end; i++)
        if (w[i] != value)
            fail_msg("%s[%zu]: expected %g, got %g", name, i, (double)value, (double)w[i]);
}

static void test_simple_rnn_of_the_lesson(void **state)
{
    (void)state;
    const struct trial_shape shape = {LAYER_SIMPLE_RNN, 4000, 128, 128, 100};
    struct trial trial;
    trial_open(&trial, &shape, 30, cpu_best(), 1);
    for (uint64_t seed = 1; seed < 4; seed++) {
        initialize(&trial, seed);
        expect_uniform(&trial, "embedding/embeddings", 0.05);
        expect_uniform(&trial, "simple_rnn/kernel", 0.15309310892394862);
        expect_uniform(&trial, "dense/kernel", 0.21566554640687682);
        expect_orthonormal_rows(&trial, "simple_rnn/recurrent_kernel");
        expect_all(&trial, "simple_rnn/bias", 0, 128, 0);
        expect_all(&trial, "dense/bias", 0, 1, 0);
    }
    trial_close(&trial);
}

static void test_lstm_of_the_lesson(void **state)
{
    (void)state;
    const struct trial_shape shape = {LAYER_LSTM, 4000, 128, 128, 100};
    struct trial trial;
    trial_open(&trial, &shape, 30, cpu_best(), 1);
    for (uint64_t seed = 1; seed < 4; seed++) {
        initialize(&trial, seed);
        expect_uniform(&trial, "embedding/embeddings", 0.05);
        expect_uniform(&trial, "lstm/kernel", 0.09682458365518543);
        expect_uniform(&trial, "dense/kernel", 0.21566554640687682);
        expect_orthonormal_rows(&trial, "lstm/recurrent_kernel");
        expect_all(&trial, "lstm/bias", 0, 128, 0);
        expect_all(&trial, "lstm/bias", 128, 256, 1);
        expect_all(&trial, "lstm/bias", 256, 512, 0);
        expect_all(&trial, "dense/bias", 0, 1, 0);
    }
    trial_close(&trial);
}

/* A model that trial_open() can't make. */
static void open_layers(struct trial *trial, const struct layer_spec *layers, size_t n)
{
    struct rt_error error = {0};
    struct model_spec spec = {.layers = n, .maxlen = 3};
    memcpy(spec.layer, layers, n * sizeof *layers);
    if (pool_create(&trial->pool, 1, &error) != RT_OK ||
        model_create(&trial->model, &spec, 2, trial->pool, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
}

/* Limits sqrt(6 / (rows + columns)), of each half and layer for itself. */
static void test_other_layers(void **state)
{
    (void)state;
    static const struct layer_spec layers[] = {
        {.kind = LAYER_EMBEDDING, .input = 500, .output = 60},
        {.kind = LAYER_GRU,
         .input = 60,
         .output = 80,
         .units = 40,
         .merge = MERGE_CONCAT,
         .return_sequences = true,
         .activation = ACTIVATION_TANH,
         .recurrent_activation = ACTIVATION_SIGMOID},
        {.kind = LAYER_DROPOUT, .input = 80, .output = 80, .dropout = 0.5},
        {.kind = LAYER_LSTM,
         .input = 80,
         .output = 30,
         .units = 30,
         .merge = MERGE_SUM,
         .return_sequences = true,
         .activation = ACTIVATION_TANH,
         .recurrent_activation = ACTIVATION_SIGMOID},
        {.kind = LAYER_ATTENTION, .input = 30, .output = 30},
        {.kind = LAYER_DENSE, .input = 30, .output = 50, .activation = ACTIVATION_RELU},
        {.kind = LAYER_DENSE, .input = 50, .output = 7, .activation = ACTIVATION_SOFTMAX}};
    struct trial trial;
    open_layers(&trial, layers, sizeof layers / sizeof *layers);
    for (uint64_t seed = 1; seed < 4; seed++) {
        initialize(&trial, seed);
        expect_uniform(&trial, "embedding/embeddings", 0.05);
        expect_uniform(&trial, "bidirectional/forward_gru/kernel", sqrt(6.0 / 180));
        expect_uniform(&trial, "bidirectional/backward_gru/kernel", sqrt(6.0 / 180));
        expect_uniform(&trial, "bidirectional_1/forward_lstm/kernel", sqrt(6.0 / 200));
        expect_uniform(&trial, "bidirectional_1/backward_lstm/kernel", sqrt(6.0 / 200));
        expect_uniform(&trial, "attention/kernel", sqrt(6.0 / 31));
        expect_all(&trial, "attention/bias", 0, 1, 0);
        expect_uniform(&trial, "dense/kernel", sqrt(6.0 / 80));
        expect_uniform(&trial, "dense_1/kernel", sqrt(6.0 / 57));
        expect_orthonormal_rows(&trial, "bidirectional/forward_gru/recurrent_kernel");
        expect_orthonormal_rows(&trial, "bidirectional/backward_gru/recurrent_kernel");
        expect_orthonormal_rows(&trial, "bidirectional_1/backward_lstm/recurrent_kernel");
        expect_all(&trial, "bidirectional/forward_gru/bias", 0, 240, 0);
        expect_all(&trial, "bidirectional/backward_gru/bias", 0, 240, 0);
        expect_all(&trial, "bidirectional_1/backward_lstm/bias", 0, 30, 0);
        expect_all(&trial, "bidirectional_1/backward_lstm/bias", 30, 60, 1);
        expect_all(&trial, "bidirectional_1/backward_lstm/bias", 60, 120, 0);
        expect_all(&trial, "dense/bias", 0, 50, 0);
        expect_all(&trial, "dense_1/bias", 0, 7, 0);
    }
    /* The two halves are drawn each for itself. */
    const float *values = model_values(trial.model);
    const struct parameter *one = parameter_of(trial.model, "bidirectional/forward_gru/kernel");
    const struct parameter *two = parameter_of(trial.model, "bidirectional/backward_gru/kernel");
    assert_memory_not_equal(values + one->offset, values + two->offset,
                            one->count * sizeof *values);
    trial_close(&trial);
}

/* Orthogonality at sizes that fit nothing. */
static void test_orthogonal_at_odd_sizes(void **state)
{
    (void)state;
    static const size_t units[] = {1, 2, 7, 13, 33, 130};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        for (int cell = LAYER_SIMPLE_RNN; cell <= LAYER_LSTM; cell++) {
            const struct trial_shape shape = {(enum layer_kind)cell, 5, 3, units[i], 2};
            struct trial trial;
            trial_open(&trial, &shape, 1, cpu_best(), 1);
            initialize(&trial, 5);
            expect_orthonormal_rows(&trial, shape.cell == LAYER_LSTM
                                                ? "lstm/recurrent_kernel"
                                                : "simple_rnn/recurrent_kernel");
            trial_close(&trial);
        }
    }
}

/*
 * QR alone has a bias: LAPACK's R has a diagonal of fixed sign more often than not. With column j
 * of Q times the sign of R_jj, Q is uniformly distributed (Haar), and the trace of an H x H matrix
 * is close to N(0,1); without, Householder's Q has a negative trace. Mean of 200 traces: 5 standard
 * errors are 0.35. For H = 1 both signs must occur.
 */
static void test_orthogonal_without_a_preferred_sign(void **state)
{
    (void)state;
    const struct trial_shape wide = {LAYER_SIMPLE_RNN, 2, 1, 20, 1};
    const struct trial_shape one = {LAYER_SIMPLE_RNN, 2, 1, 1, 1};
    struct trial trial;
    double sum = 0;
    int negative = 0;
    trial_open(&trial, &wide, 1, cpu_best(), 1);
    const char *name = "simple_rnn/recurrent_kernel";
    const float *r = model_values(trial.model) + parameter_of(trial.model, name)->offset;
    for (uint64_t seed = 0; seed < 200; seed++) {
        initialize(&trial, seed);
        for (size_t i = 0; i < 20; i++)
            sum += (double)r[i * 20 + i];
    }
    trial_close(&trial);
    print_message("mean trace of 200: %.3f\n", sum / 200);
    trial_expect_close("mean trace", sum / 200, 0, 0.35);

    trial_open(&trial, &one, 1, cpu_best(), 1);
    r = model_values(trial.model) + parameter_of(trial.model, name)->offset;
    for (uint64_t seed = 0; seed < 60; seed++) {
        initialize(&trial, seed);
        trial_expect_close("|r|", fabs((double)*r), 1, 0);
        negative += *r < 0;
    }
    trial_close(&trial);
    assert_in_range(negative, 10, 50);
}

/* Copies of all values after model_initialize(). */
static float *values_of(const struct trial_shape *shape, uint64_t seed, enum cpu_isa isa,
                        int threads, size_t *total)
{
    struct trial trial;
    trial_open(&trial, shape, 4, isa, threads);
    initialize(&trial, seed + 1); /* what was there before must not matter */
    initialize(&trial, seed);
    *total = model_parameters(trial.model)->total;
    float *values = malloc(*total * sizeof *values);
    assert_non_null(values);
    memcpy(values, model_values(trial.model), *total * sizeof *values);
    trial_close(&trial);
    return values;
}

static void test_seeds(void **state)
{
    (void)state;
    for (int cell = LAYER_SIMPLE_RNN; cell <= LAYER_LSTM; cell++) {
        const struct trial_shape shape = {(enum layer_kind)cell, 300, 20, 31, 5};
        size_t total;
        float *one = values_of(&shape, 1, cpu_best(), 1, &total);
        float *again = values_of(&shape, 1, cpu_best(), 2, &total);
        float *portable = values_of(&shape, 1, CPU_PORTABLE, 1, &total);
        assert_true(trial_same_bits("the same seed", one, again, total));
        assert_true(trial_same_bits("the same seed, other kernels", one, portable, total));
        /* The neighbour and one that differs in the upper half only. */
        static const uint64_t others[] = {2, 1 + ((uint64_t)1 << 32)};
        for (size_t i = 0; i < 2; i++) {
            float *other = values_of(&shape, others[i], cpu_best(), 1, &total);
            size_t equal = 0;
            for (size_t j = 0; j < total; j++)
                equal += one[j] == other[j] && one[j] != 0 && one[j] != 1;
            /* 2^24 possible values each: chance makes fewer than one in 10,000 equal. */
            assert_true(equal <= total / 1000);
            free(other);
        }
        free(one);
        free(again);
        free(portable);
    }
}

/* Two tensors of one model must not share their random numbers. */
static void test_tensors_have_numbers_of_their_own(void **state)
{
    (void)state;
    const struct trial_shape shape = {LAYER_SIMPLE_RNN, 64, 64, 64, 3};
    struct trial trial;
    trial_open(&trial, &shape, 4, cpu_best(), 1);
    initialize(&trial, 3);
    const float *a =
        model_values(trial.model) + parameter_of(trial.model, "embedding/embeddings")->offset;
    const float *b =
        model_values(trial.model) + parameter_of(trial.model, "simple_rnn/kernel")->offset;
    double products = 0, a_squares = 0, b_squares = 0;
    for (size_t i = 0; i < 64 * 64; i++) {
        products += (double)a[i] * (double)b[i];
        a_squares += (double)a[i] * (double)a[i];
        b_squares += (double)b[i] * (double)b[i];
    }
    trial_expect_close("correlation of two tensors", products / sqrt(a_squares * b_squares), 0,
                       5 / 64.);
    trial_close(&trial);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simple_rnn_of_the_lesson),
        cmocka_unit_test(test_lstm_of_the_lesson),
        cmocka_unit_test(test_other_layers),
        cmocka_unit_test(test_orthogonal_at_odd_sizes),
        cmocka_unit_test(test_orthogonal_without_a_preferred_sign),
        cmocka_unit_test(test_seeds),
        cmocka_unit_test(test_tensors_have_numbers_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
