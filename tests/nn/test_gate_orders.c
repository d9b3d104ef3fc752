/*
 * The order of gates that a layer kind's row says PyTorch has: weights as torch.nn lays them out
 * (vectors/gate_orders.json) are put into Keras's order by it, and must then give torch's h.
 */
#include "config.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "network.h"
#include "trial.h"

#define MOST_CELLS 64

/* One kind: its model gives h itself as logits, by a last Dense that is the identity. */
struct torch {
    const json_t *json;
    enum layer_kind kind;
    struct network network;
};

static double number(const struct torch *torch, const char *name, size_t i)
{
    const json_t *item = json_array_get(json_object_get(torch->json, name), i);
    if (!json_is_number(item))
        fail_msg("%s has no number %zu", name, i);
    return json_number_value(item);
}

static size_t size_of(const struct torch *torch, const char *name)
{
    return (size_t)json_integer_value(json_object_get(torch->json, name));
}

/* The model's weights, in its table's order. */
enum { EMBEDDINGS, KERNEL, RECURRENT_KERNEL, BIAS, DENSE_KERNEL };

static double *weight_of(struct torch *torch, size_t which)
{
    return torch->network.values + torch->network.parameters.table[which].offset;
}

/* torch's weights are [gates * units, inputs], Keras's [inputs, gates * units]. */
static void put_kernel(struct torch *torch, const char *name, size_t inputs, double *kernel)
{
    const size_t units = size_of(torch, "units"), gates = layer_kind_gates(torch->kind);
    for (size_t place = 0; place < gates; place++) {
        const size_t gate = layer_kind_gate_at(torch->kind, GATES_PYTORCH, place);
        for (size_t u = 0; u < units; u++) {
            for (size_t i = 0; i < inputs; i++)
                kernel[i * gates * units + gate * units + u] =
                    number(torch, name, (place * units + u) * inputs + i);
        }
    }
}

/* torch has two biases always; where Keras has one, it is their sum. */
static void put_bias(struct torch *torch, const char *name, double *bias)
{
    const size_t units = size_of(torch, "units"), gates = layer_kind_gates(torch->kind);
    for (size_t place = 0; place < gates; place++) {
        const size_t gate = layer_kind_gate_at(torch->kind, GATES_PYTORCH, place);
        for (size_t u = 0; u < units; u++)
            bias[gate * units + u] += number(torch, name, place * units + u);
    }
}

static void torch_open(struct torch *torch, const json_t *all, enum layer_kind kind)
{
    struct model_spec spec;
    *torch = (struct torch){.json = json_object_get(all, layer_kind_class(kind)), .kind = kind};
    if (!torch->json)
        fail_msg("there are no vectors for %s", layer_kind_class(kind));
    const size_t units = size_of(torch, "units"), inputs = size_of(torch, "inputs");
    const size_t words = size_of(torch, "words");
    model_spec_lesson(&spec, kind, words, inputs, units, size_of(torch, "steps"));
    spec.layer[2].output = units;
    spec.layer[2].activation = ACTIVATION_SOFTMAX;
    assert_int_equal(model_spec_check(&spec, NULL), RT_OK);
    network_create(&torch->network, &spec);
    const struct parameter *bias = &torch->network.parameters.table[BIAS];
    for (size_t i = 0; i < words * inputs; i++)
        weight_of(torch, EMBEDDINGS)[i] = number(torch, "embeddings", i);
    put_kernel(torch, "weight_ih", inputs, weight_of(torch, KERNEL));
    put_kernel(torch, "weight_hh", units, weight_of(torch, RECURRENT_KERNEL));
    put_bias(torch, "bias_ih", weight_of(torch, BIAS));
    put_bias(torch, "bias_hh", weight_of(torch, BIAS) + (bias->rank == 2 ? bias->shape[1] : 0));
    for (size_t u = 0; u < units; u++)
        weight_of(torch, DENSE_KERNEL)[u * units + u] = 1;
}

static void check_kind(const json_t *all, enum layer_kind kind)
{
    struct torch torch;
    int32_t x[MOST_CELLS];
    float y[MOST_CELLS] = {0};
    double h[MOST_CELLS];
    torch_open(&torch, all, kind);
    const size_t rows = size_of(&torch, "rows"), units = size_of(&torch, "units");
    const size_t cells = rows * size_of(&torch, "steps");
    assert_true(cells <= MOST_CELLS && rows * units <= MOST_CELLS);
    for (size_t i = 0; i < cells; i++)
        x[i] = (int32_t)number(&torch, "x", i);
    const struct model_batch batch = {.x = x, .y = y, .size = rows};
    network_forward(&torch.network, &batch, false, h);
    for (size_t i = 0; i < rows * units; i++)
        trial_expect_close(layer_kind_class(kind), h[i], number(&torch, "h", i), 1e-12);
    network_destroy(&torch.network);
}

static void test_pytorch_order(void **state)
{
    (void)state;
    json_error_t error;
    json_t *all = json_load_file(VECTORS_DIR "/gate_orders.json", 0, &error);
    if (!all)
        fail_msg("gate_orders.json: %s", error.text);
    size_t kinds = 0;
    for (enum layer_kind kind = 0; kind < LAYER_KIND_COUNT; kind++) {
        if (!layer_kind_recurrent(kind))
            continue;
        check_kind(all, kind);
        kinds++;
    }
    assert_int_equal(kinds, json_object_size(all));
    json_decref(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_pytorch_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
