#include "config.h"

#include "network.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "network_parts.h"

static double *zeros(size_t n)
{
    double *block = calloc(n, sizeof *block);
    if (block == NULL)
        abort();
    return block;
}

void network_create(struct network *network, const struct model_spec *spec)
{
    *network = (struct network){.spec = *spec, .outputs = spec->layer[spec->layers - 1].output};
    parameters_layout(&network->parameters, spec);
    network->values = zeros(network->parameters.total);
    network->gradients = zeros(network->parameters.total);
    network->magnitudes = zeros(network->parameters.total);
}

void network_destroy(struct network *network)
{
    free(network->values);
    free(network->gradients);
    free(network->magnitudes);
    tape_free(&network->tape);
}

static double sigmoid(double x)
{
    return 1 / (1 + exp(-x));
}

static double clip(double x)
{
    return fmin(fmax(x, 0), 1);
}

double network_activation(enum layer_activation activation, double x)
{
    switch (activation) {
    case ACTIVATION_SIGMOID:
        return sigmoid(x);
    case ACTIVATION_TANH:
        return tanh(x);
    case ACTIVATION_RELU:
        return fmax(x, 0);
    case ACTIVATION_SOFTSIGN:
        return x / (1 + fabs(x));
    case ACTIVATION_ELU:
        return x > 0 ? x : expm1(x);
    case ACTIVATION_SELU:
        return 1.05070098 * (x > 0 ? x : 1.67326324 * expm1(x));
    case ACTIVATION_GELU:
        return x * 0.5 * erfc(-x / sqrt(2));
    case ACTIVATION_SWISH:
        return x * sigmoid(x);
    case ACTIVATION_HARD_SIGMOID:
        return clip(0.2 * x + 0.5);
    case ACTIVATION_HARD_SIGMOID_3:
        return clip(x / 6 + 0.5);
    default:
        return x;
    }
}

double network_slope(enum layer_activation activation, double x)
{
    const double s = sigmoid(x), pi = 3.14159265358979323846;
    switch (activation) {
    case ACTIVATION_SIGMOID:
        return s * (1 - s);
    case ACTIVATION_TANH:
        return 1 - tanh(x) * tanh(x);
    case ACTIVATION_RELU:
        return x > 0;
    case ACTIVATION_SOFTSIGN:
        return 1 / ((1 + fabs(x)) * (1 + fabs(x)));
    case ACTIVATION_ELU:
        return x > 0 ? 1 : exp(x);
    case ACTIVATION_SELU:
        return 1.05070098 * (x >= 0 ? 1 : 1.67326324 * exp(x));
    case ACTIVATION_GELU:
        return 0.5 * erfc(-x / sqrt(2)) + x * exp(-x * x / 2) / sqrt(2 * pi);
    case ACTIVATION_SWISH:
        return s + x * s * (1 - s);
    case ACTIVATION_HARD_SIGMOID:
        return fabs(x) < 2.5 ? 0.2 : 0;
    case ACTIVATION_HARD_SIGMOID_3:
        return fabs(x) < 3 ? 1.0 / 6 : 0;
    default:
        return 1;
    }
}

struct series series_make(size_t steps, size_t width)
{
    struct series series = {.steps = steps, .width = width};
    series.node = calloc(steps * width, sizeof *series.node);
    if (series.node == NULL)
        abort();
    return series;
}

size_t network_weight(const struct network *network, size_t layer, size_t which, size_t i)
{
    const struct parameter *parameter = network->parameters.table;
    while (parameter->layer != layer)
        parameter++;
    assert(parameter[which].layer == layer && i < parameter[which].count);
    return parameter[which].offset + i;
}

size_t network_activate(struct network *network, enum layer_activation activation, size_t node)
{
    const double x = network->tape.value[node];
    return tape_function(&network->tape, node, network_activation(activation, x),
                         network_slope(activation, x));
}

void network_factors(const struct row_pass *pass, size_t layer, double rate, enum dropout_part part,
                     uint64_t first, float *factors, size_t n)
{
    const struct dropout dropout = {rate, pass->batch->seed, (uint32_t)pass->batch->step, layer,
                                    part};
    for (size_t i = 0; i < n; i++)
        factors[i] = 1;
    if (pass->training && rate > 0)
        dropout_factors(&dropout, first, factors, n);
}

static struct series embedding(const struct row_pass *pass)
{
    const struct network *network = pass->network;
    const struct layer_spec *spec = &network->spec.layer[0];
    const size_t T = network->spec.maxlen;
    const size_t source = pass->batch->rows ? pass->batch->rows[pass->row] : pass->row;
    struct series out = series_make(T, spec->output);
    out.masked = spec->mask_zero;
    assert(T <= NETWORK_MOST_STEPS);
    for (size_t t = 0; t < T; t++) {
        const int32_t id = pass->batch->x[source * T + t];
        out.mask[t] = id != 0;
        for (size_t j = 0; j < spec->output; j++)
            out.node[t * spec->output + j] =
                network_weight(network, 0, 0, (size_t)id * spec->output + j);
    }
    return out;
}

/* Dropout numbers its elements by row, time and channel; SpatialDropout1D by row and channel. */
static struct series drop(const struct row_pass *pass, size_t layer, struct series in)
{
    const struct layer_spec *spec = &pass->network->spec.layer[layer];
    const bool spatial = spec->kind == LAYER_SPATIAL_DROPOUT;
    float *factors = malloc(in.width * sizeof *factors);
    for (size_t s = 0; s < in.steps; s++) {
        const size_t t = in.backwards ? in.steps - 1 - s : s;
        const size_t element = spatial ? pass->row : pass->row * in.steps + t;
        network_factors(pass, layer, spec->dropout, DROPOUT_INPUT, element * in.width, factors,
                        in.width);
        for (size_t j = 0; j < in.width; j++) {
            size_t *node = in.node + s * in.width + j;
            if (factors[j] != 1)
                *node = tape_scaled(&pass->network->tape, factors[j], *node);
        }
    }
    free(factors);
    return in;
}

/* Steps that share a maximum share its gradient. */
static size_t greatest(struct tape *tape, const struct series *in, size_t j)
{
    double most = -INFINITY;
    size_t shares = 0;
    struct tape_terms terms = tape_terms_begin();
    for (size_t s = 0; s < in->steps; s++)
        most = fmax(most, tape->value[in->node[s * in->width + j]]);
    for (size_t s = 0; s < in->steps; s++)
        shares += tape->value[in->node[s * in->width + j]] == most;
    for (size_t s = 0; s < in->steps; s++) {
        if (tape->value[in->node[s * in->width + j]] == most)
            tape_terms_add(tape, &terms, 1 / (double)shares, in->node[s * in->width + j]);
    }
    return tape_terms_end(tape, &terms);
}

static size_t mean(struct tape *tape, const struct series *in, size_t j)
{
    struct tape_terms terms = tape_terms_begin();
    size_t count = 0;
    for (size_t s = 0; s < in->steps; s++)
        count += !in->masked || in->mask[s];
    for (size_t s = 0; s < in->steps; s++) {
        if (!in->masked || in->mask[s])
            tape_terms_add(tape, &terms, 1 / (double)count, in->node[s * in->width + j]);
    }
    return tape_terms_end(tape, &terms);
}

static struct series pool(const struct row_pass *pass, size_t layer, struct series in)
{
    struct series out = series_make(1, in.width);
    for (size_t j = 0; j < in.width; j++)
        out.node[j] = pass->network->spec.layer[layer].kind == LAYER_MAX_POOLING
                          ? greatest(&pass->network->tape, &in, j)
                          : mean(&pass->network->tape, &in, j);
    free(in.node);
    return out;
}

/* The steps' mean, each weighted by exp(tanh(x . w + b)), which shares the whole among them. */
static struct series attend(const struct row_pass *pass, size_t layer, struct series in)
{
    struct network *network = pass->network;
    struct tape *tape = &network->tape;
    struct series out = series_make(1, in.width);
    size_t *weight = calloc(in.steps, sizeof *weight);
    struct tape_terms sum = tape_terms_begin();
    size_t counted = 0;
    for (size_t s = 0; s < in.steps; s++) {
        if (in.masked && !in.mask[s])
            continue;
        struct tape_terms terms = tape_terms_begin();
        tape_terms_add(tape, &terms, 1, network_weight(network, layer, 1, 0));
        for (size_t j = 0; j < in.width; j++)
            tape_terms_add_product(tape, &terms, in.node[s * in.width + j],
                                   network_weight(network, layer, 0, j));
        const size_t score =
            network_activate(network, ACTIVATION_TANH, tape_terms_end(tape, &terms));
        const double e = exp(tape->value[score]);
        weight[s] = tape_function(tape, score, e, e);
        counted++;
    }
    for (size_t s = 0; s < in.steps; s++) {
        if (!in.masked || in.mask[s])
            tape_terms_add(tape, &sum, 1, weight[s]);
    }
    const size_t whole = tape_terms_end(tape, &sum);
    const double all = tape->value[whole];
    const size_t part =
        counted > 0 ? tape_function(tape, whole, 1 / all, -1 / (all * all)) : pass->zero;
    for (size_t s = 0; s < in.steps; s++) {
        if (!in.masked || in.mask[s])
            weight[s] = tape_product(tape, weight[s], part);
    }
    for (size_t j = 0; j < in.width; j++) {
        struct tape_terms terms = tape_terms_begin();
        for (size_t s = 0; s < in.steps; s++) {
            if (!in.masked || in.mask[s])
                tape_terms_add_product(tape, &terms, weight[s], in.node[s * in.width + j]);
        }
        out.node[j] = tape_terms_end(tape, &terms);
    }
    free(weight);
    free(in.node);
    return out;
}

/* The last layer's activation is the loss's. */
static struct series dense(const struct row_pass *pass, size_t layer, struct series in)
{
    struct network *network = pass->network;
    const struct layer_spec *spec = &network->spec.layer[layer];
    struct series out = series_make(1, spec->output);
    for (size_t j = 0; j < spec->output; j++) {
        struct tape_terms terms = tape_terms_begin();
        tape_terms_add(&network->tape, &terms, 1, network_weight(network, layer, 1, j));
        for (size_t i = 0; i < spec->input; i++)
            tape_terms_add_product(&network->tape, &terms, in.node[i],
                                   network_weight(network, layer, 0, i * spec->output + j));
        out.node[j] = tape_terms_end(&network->tape, &terms);
        if (layer + 1 < network->spec.layers)
            out.node[j] = network_activate(network, spec->activation, out.node[j]);
    }
    free(in.node);
    return out;
}

static struct series layer_forward(const struct row_pass *pass, size_t layer, struct series in)
{
    switch (pass->network->spec.layer[layer].kind) {
    case LAYER_EMBEDDING:
        return embedding(pass);
    case LAYER_SPATIAL_DROPOUT:
    case LAYER_DROPOUT:
        return drop(pass, layer, in);
    case LAYER_MAX_POOLING:
    case LAYER_AVERAGE_POOLING:
        return pool(pass, layer, in);
    case LAYER_ATTENTION:
        return attend(pass, layer, in);
    case LAYER_DENSE:
        return dense(pass, layer, in);
    default:
        return network_recurrent(pass, layer, in);
    }
}

/* The loss of a row's logits z[K], whether they are right, and the loss's gradient. */
static double row_loss(const double *z, size_t K, double y, bool *correct, double *dz)
{
    if (K == 1) {
        *correct = (sigmoid(*z) > 0.5) == (y > 0.5);
        *dz = sigmoid(*z) - y;
        return fmax(*z, 0) - *z * y + log1p(exp(-fabs(*z)));
    }
    size_t best = 0;
    double sum = 0;
    for (size_t k = 1; k < K; k++)
        best = z[k] > z[best] ? k : best;
    for (size_t k = 0; k < K; k++)
        sum += exp(z[k]);
    for (size_t k = 0; k < K; k++)
        dz[k] = exp(z[k]) / sum - (k == (size_t)y);
    *correct = best == (size_t)y;
    return log(sum) - z[(size_t)y];
}

static void add_row_gradients(struct network *network)
{
    for (size_t i = 0; i < network->parameters.total; i++) {
        network->gradients[i] += network->tape.adjoint[i];
        network->magnitudes[i] += network->tape.magnitude[i];
    }
}

static struct network_score walk(struct network *network, const struct model_batch *batch,
                                 bool training, bool back, double *logits)
{
    struct tape *tape = &network->tape;
    const size_t K = network->outputs;
    struct network_score score = {0, 0};
    double *dz = zeros(K), *z = zeros(K);
    tape_cut(tape, 0);
    tape->shake = 0;
    tape->random = network->shake_seed;
    for (size_t i = 0; i < network->parameters.total; i++)
        tape_number(tape, network->values[i]);
    const size_t zero = tape_number(tape, 0), kept = tape->nodes;
    tape->shake = network->shake;
    for (size_t row = 0; row < batch->size; row++) {
        const struct row_pass pass = {network, batch, row, training, zero};
        const double y = batch->y[batch->rows ? batch->rows[row] : row];
        const double weight = training && batch->class_weight ? batch->class_weight[(size_t)y] : 1;
        struct series out = {.steps = 0};
        bool correct;
        for (size_t layer = 0; layer < network->spec.layers; layer++)
            out = layer_forward(&pass, layer, out);
        for (size_t k = 0; k < K; k++)
            z[k] = tape->value[out.node[k]];
        score.loss += weight * row_loss(z, K, y, &correct, dz);
        score.correct += correct;
        if (logits)
            memcpy(logits + row * K, z, K * sizeof *z);
        if (back) {
            tape_clear(tape);
            for (size_t k = 0; k < K; k++)
                tape->adjoint[out.node[k]] = dz[k] * weight / (double)batch->size;
            tape_back(tape);
            add_row_gradients(network);
        }
        free(out.node);
        tape_cut(tape, kept);
    }
    free(dz);
    free(z);
    return score;
}

struct network_score network_forward(struct network *network, const struct model_batch *batch,
                                     bool training, double *logits)
{
    return walk(network, batch, training, false, logits);
}

struct network_score network_backward(struct network *network, const struct model_batch *batch,
                                      double *logits)
{
    memset(network->gradients, 0, network->parameters.total * sizeof *network->gradients);
    memset(network->magnitudes, 0, network->parameters.total * sizeof *network->magnitudes);
    return walk(network, batch, true, true, logits);
}
