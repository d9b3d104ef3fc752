/* The recurrent layers of the reference network. Source: Keras (TF 2.0), layers/recurrent.py,
 * layers/wrappers.py, backend.rnn(). */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "network_parts.h"

/* One direction: layer and first weight, and what a step of it has in hand. */
struct direction {
    const struct row_pass *pass;
    const struct layer_spec *spec;
    size_t layer, weights; /* number of its kernel among the layer's weights */
    size_t columns;        /* blocks * units */
    size_t *h, *c;         /* [units]: state */
    size_t *x;             /* [inputs]: after dropout */
    size_t *dropped;       /* [units]: h after recurrent dropout */
    size_t *term, *row;    /* [inputs + units]: room for gate_inputs() */
};

/* x @ kernel, h @ recurrent kernel, or both, and a row of the bias: the first of [columns]. */
static size_t gate_inputs(const struct direction *d, bool input, bool state, size_t bias_row)
{
    const struct network *network = d->pass->network;
    size_t terms = 0;
    for (size_t i = 0; input && i < d->spec->input; i++) {
        d->term[terms] = d->x[i];
        d->row[terms++] = network_weight(network, d->layer, d->weights, i * d->columns);
    }
    for (size_t i = 0; state && i < d->spec->units; i++) {
        d->term[terms] = d->dropped[i];
        d->row[terms++] = network_weight(network, d->layer, d->weights + 1, i * d->columns);
    }
    return tape_rows(&d->pass->network->tape,
                     network_weight(network, d->layer, d->weights + 2, bias_row * d->columns),
                     d->term, d->row, terms, d->columns);
}

static void simple_rnn_step(const struct direction *d, size_t *h)
{
    const size_t z = gate_inputs(d, true, true, 0);
    for (size_t u = 0; u < d->spec->units; u++)
        h[u] = network_activate(d->pass->network, d->spec->activation, z + u);
}

static void lstm_step(const struct direction *d, size_t *h, size_t *c)
{
    struct network *network = d->pass->network;
    struct tape *tape = &network->tape;
    const size_t units = d->spec->units, z = gate_inputs(d, true, true, 0);
    for (size_t u = 0; u < units; u++) {
        size_t gate[4];
        for (size_t k = 0; k < 4; k++)
            gate[k] = network_activate(network,
                                       k == 2 ? d->spec->activation : d->spec->recurrent_activation,
                                       z + k * units + u);
        c[u] = tape_sum(tape, tape_product(tape, gate[1], d->c[u]),
                        tape_product(tape, gate[0], gate[2]));
        h[u] = tape_product(tape, gate[3], network_activate(network, d->spec->activation, c[u]));
    }
}

static void gru_step(const struct direction *d, size_t *h)
{
    struct network *network = d->pass->network;
    struct tape *tape = &network->tape;
    const size_t units = d->spec->units;
    const size_t from_input = gate_inputs(d, true, false, 0);
    const size_t from_state = gate_inputs(d, false, true, 1);
    for (size_t u = 0; u < units; u++) {
        size_t gate[2];
        for (size_t k = 0; k < 2; k++)
            gate[k] = network_activate(
                network, d->spec->recurrent_activation,
                tape_sum(tape, from_input + k * units + u, from_state + k * units + u));
        const size_t reset = tape_product(tape, gate[1], from_state + 2 * units + u);
        const size_t candidate = network_activate(
            network, d->spec->activation, tape_sum(tape, from_input + 2 * units + u, reset));
        const double rest = 1 - tape->value[gate[0]];
        h[u] = tape_sum(tape, tape_product(tape, gate[0], d->h[u]),
                        tape_product(tape, tape_function(tape, gate[0], rest, -1), candidate));
    }
}

/* x * factor of each; the same node where the factor is 1. */
static void drop(struct tape *tape, size_t *out, const size_t *in, const float *factors, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = factors[i] == 1 ? in[i] : tape_scaled(tape, factors[i], in[i]);
}

static void turn(struct series *series)
{
    const size_t bytes = series->width * sizeof *series->node;
    size_t *kept = malloc(bytes);
    for (size_t a = 0, b = series->steps - 1; a < b; a++, b--) {
        memcpy(kept, series->node + a * series->width, bytes);
        memcpy(series->node + a * series->width, series->node + b * series->width, bytes);
        memcpy(series->node + b * series->width, kept, bytes);
    }
    free(kept);
}

static void turn_mask(struct series *series)
{
    for (size_t a = 0, b = series->steps - 1; a < b; a++, b--) {
        const bool kept = series->mask[a];
        series->mask[a] = series->mask[b];
        series->mask[b] = kept;
    }
}

static size_t *nodes(size_t n, size_t value)
{
    size_t *block = malloc((n + 1) * sizeof *block);
    for (size_t i = 0; i < n; i++)
        block[i] = value;
    return block;
}

/* Every output, in the order in which they are made. */
static struct series run(const struct row_pass *pass, size_t layer, size_t half,
                         const struct series *given, bool backwards)
{
    const struct layer_spec *spec = &pass->network->spec.layer[layer];
    struct tape *tape = &pass->network->tape;
    const size_t units = spec->units, inputs = spec->input;
    const bool zero_masked = spec->merge != MERGE_NONE && spec->return_sequences;
    struct series in = *given, out = series_make(given->steps, units);
    struct direction d = {pass,
                          spec,
                          layer,
                          3 * half,
                          layer_kind_gates(spec->kind) * units,
                          nodes(units, pass->zero),
                          nodes(units, pass->zero),
                          nodes(inputs, 0),
                          nodes(units, 0),
                          nodes(inputs + units, 0),
                          nodes(inputs + units, 0)};
    size_t *h = nodes(units, 0), *c = nodes(units, 0), *before = nodes(units, pass->zero);
    float *input_factors = malloc(inputs * sizeof(float));
    float *state_factors = malloc(units * sizeof(float));
    network_factors(pass, layer, spec->dropout, half ? DROPOUT_INPUT_SECOND : DROPOUT_INPUT,
                    pass->row * inputs, input_factors, inputs);
    network_factors(pass, layer, spec->recurrent_dropout,
                    half ? DROPOUT_STATE_SECOND : DROPOUT_STATE, pass->row * units, state_factors,
                    units);
    in.node = malloc(in.steps * in.width * sizeof *in.node);
    memcpy(in.node, given->node, in.steps * in.width * sizeof *in.node);
    if (backwards) {
        turn(&in);
        turn_mask(&in);
    }
    for (size_t s = 0; s < in.steps; s++) {
        drop(tape, d.x, in.node + s * in.width, input_factors, inputs);
        drop(tape, d.dropped, d.h, state_factors, units);
        if (spec->kind == LAYER_SIMPLE_RNN)
            simple_rnn_step(&d, h);
        else if (spec->kind == LAYER_LSTM)
            lstm_step(&d, h, c);
        else
            gru_step(&d, h);
        const bool counts = !in.masked || in.mask[s];
        for (size_t u = 0; u < units; u++) {
            if (counts) {
                d.h[u] = before[u] = h[u];
                d.c[u] = c[u];
            }
            out.node[s * units + u] = counts || !zero_masked ? before[u] : pass->zero;
        }
    }
    size_t *const blocks[] = {d.h, d.c, d.x, d.dropped, d.term, d.row, h, c, before, in.node};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        free(blocks[i]);
    free(input_factors);
    free(state_factors);
    return out;
}

static struct series merge(const struct row_pass *pass, const struct layer_spec *spec,
                           const struct series *f, const struct series *b)
{
    struct tape *tape = &pass->network->tape;
    struct series out = series_make(f->steps, spec->output);
    for (size_t s = 0; s < f->steps; s++) {
        for (size_t u = 0; u < spec->units; u++) {
            const size_t x = f->node[s * f->width + u], y = b->node[s * f->width + u];
            size_t *to = out.node + s * out.width + u;
            if (spec->merge == MERGE_CONCAT) {
                to[0] = x;
                to[spec->units] = y;
            } else if (spec->merge == MERGE_MUL) {
                *to = tape_product(tape, x, y);
            } else {
                *to = tape_sum(tape, x, y);
                if (spec->merge == MERGE_AVE)
                    *to = tape_scaled(tape, 0.5, *to);
            }
        }
    }
    return out;
}

struct series network_recurrent(const struct row_pass *pass, size_t layer, struct series in)
{
    const struct layer_spec *spec = &pass->network->spec.layer[layer];
    struct series out = run(pass, layer, 0, &in, spec->go_backwards);
    if (spec->merge != MERGE_NONE) {
        struct series f = out, b = run(pass, layer, 1, &in, !spec->go_backwards);
        if (spec->return_sequences)
            turn(&b);
        out = merge(pass, spec, &f, &b);
        free(f.node);
        free(b.node);
    }
    if (spec->return_sequences) {
        memcpy(out.mask, in.mask, sizeof out.mask);
        out.masked = in.masked;
        out.backwards = in.backwards != spec->go_backwards;
    } else { /* the last output alone */
        memmove(out.node, out.node + (out.steps - 1) * out.width, out.width * sizeof *out.node);
        out.steps = 1;
    }
    free(in.node);
    return out;
}
