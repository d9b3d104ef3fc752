/* The table of a model's parameters: Keras's names, shapes and counts; offsets. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/nn/parameters.h"

struct expected {
    const char *name;
    size_t rank, rows, columns;
};

static void check(enum layer_kind kind, const struct expected *expected, size_t n, size_t count)
{
    struct model_spec spec;
    struct parameters parameters;
    model_spec_lesson(&spec, kind, 4000, 128, 128, 100);
    parameters_layout(&parameters, &spec);
    assert_int_equal(parameters.n, n);
    size_t sum = 0, end = 0;
    for (size_t i = 0; i < n; i++) {
        const struct parameter *parameter = &parameters.table[i];
        assert_string_equal(parameter->name, expected[i].name);
        assert_int_equal(parameter->rank, expected[i].rank);
        assert_int_equal(parameter->shape[0], expected[i].rows);
        assert_int_equal(parameter->shape[1], expected[i].columns);
        assert_int_equal(parameter->count, expected[i].rows * expected[i].columns);
        assert_int_equal(parameter->offset % (MEMORY_ALIGNMENT / sizeof(float)), 0);
        assert_true(parameter->offset >= end);
        assert_int_equal(parameters_find(&parameters, expected[i].name), i);
        end = parameter->offset + parameter->count;
        sum += parameter->count;
    }
    assert_int_equal(sum, count);
    assert_int_equal(sum, model_spec_parameters(&spec));
    assert_true(parameters.total >= end);
    assert_true(parameters.total < end + MEMORY_ALIGNMENT / sizeof(float));
    assert_int_equal(parameters_find(&parameters, "gru/kernel"), n);
}

static void simple_rnn_table(void **state)
{
    (void)state;
    static const struct expected expected[] = {{"embedding/embeddings", 2, 4000, 128},
                                               {"simple_rnn/kernel", 2, 128, 128},
                                               {"simple_rnn/recurrent_kernel", 2, 128, 128},
                                               {"simple_rnn/bias", 1, 128, 1},
                                               {"dense/kernel", 2, 128, 1},
                                               {"dense/bias", 1, 1, 1}};
    check(LAYER_SIMPLE_RNN, expected, 6, 545025);
}

static void lstm_table(void **state)
{
    (void)state;
    static const struct expected expected[] = {{"embedding/embeddings", 2, 4000, 128},
                                               {"lstm/kernel", 2, 128, 512},
                                               {"lstm/recurrent_kernel", 2, 128, 512},
                                               {"lstm/bias", 1, 512, 1},
                                               {"dense/kernel", 2, 128, 1},
                                               {"dense/bias", 1, 1, 1}};
    check(LAYER_LSTM, expected, 6, 643713);
}

/* Layers of one kind are numbered as Keras numbers them. */
static void repeated_layers(void **state)
{
    (void)state;
    struct model_spec spec;
    struct parameters parameters;
    model_spec_lesson(&spec, LAYER_LSTM, 10, 3, 3, 4);
    spec.layers = 5;
    spec.layer[3] = spec.layer[2];
    spec.layer[2] = spec.layer[1];
    spec.layer[4] = spec.layer[1];
    parameters_layout(&parameters, &spec);
    assert_int_equal(parameters.n, 1 + 3 + 3 + 2 + 3);
    assert_string_equal(parameters.table[1].name, "lstm/kernel");
    assert_string_equal(parameters.table[4].name, "lstm_1/kernel");
    assert_string_equal(parameters.table[7].name, "dense/kernel");
    assert_string_equal(parameters.table[11].name, "lstm_2/bias");
    assert_int_equal(parameters.table[11].layer, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(simple_rnn_table),
        cmocka_unit_test(lstm_table),
        cmocka_unit_test(repeated_layers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
