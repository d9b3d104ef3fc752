#include "config.h"

#include "reference.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What one row of the batch leaves behind on its way forward, for its way back. */
struct trace {
    double *h;     /* [T+1,H]; h[0] is the zero state before the first step */
    double *c;     /* [T+1,H]; LSTM alone */
    double *gates; /* [T,G*H]: after their activations */
    uint64_t random;
};

static size_t gates_of(const struct reference *reference)
{
    return reference->shape.cell == REFERENCE_LSTM ? 4 : 1;
}

static double *zeros(size_t n)
{
    double *block = calloc(n > 0 ? n : 1, sizeof *block);
    if (block == NULL) {
        fprintf(stderr, "reference: no memory for %zu numbers\n", n);
        abort();
    }
    return block;
}

struct reference *reference_create(const struct reference_shape *shape)
{
    struct reference *reference = calloc(1, sizeof *reference);
    if (reference == NULL)
        abort();
    reference->shape = *shape;
    size_t columns = gates_of(reference) * shape->H;
    const size_t sides[REFERENCE_TENSORS][2] = {
        {shape->V, shape->E}, {shape->E, columns}, {shape->H, columns},
        {columns, 1},         {shape->H, 1},       {1, 1},
    };
    for (int i = 0; i < REFERENCE_TENSORS; i++) {
        reference->rows[i] = sides[i][0];
        reference->columns[i] = sides[i][1];
        reference->total += sides[i][0] * sides[i][1];
    }
    reference->values = zeros(reference->total);
    reference->gradients = zeros(reference->total);
    reference->magnitudes = zeros(reference->total);
    size_t offset = 0;
    for (int i = 0; i < REFERENCE_TENSORS; i++) {
        reference->value[i] = reference->values + offset;
        reference->gradient[i] = reference->gradients + offset;
        reference->magnitude[i] = reference->magnitudes + offset;
        offset += sides[i][0] * sides[i][1];
    }
    return reference;
}

void reference_destroy(struct reference *reference)
{
    if (reference == NULL)
        return;
    free(reference->values);
    free(reference->gradients);
    free(reference->magnitudes);
    free(reference);
}

const char *reference_name(enum reference_cell cell, enum reference_tensor tensor)
{
    static const char *const name[2][REFERENCE_TENSORS] = {
        {"embedding/embeddings", "simple_rnn/kernel", "simple_rnn/recurrent_kernel",
         "simple_rnn/bias", "dense/kernel", "dense/bias"},
        {"embedding/embeddings", "lstm/kernel", "lstm/recurrent_kernel", "lstm/bias",
         "dense/kernel", "dense/bias"},
    };
    return name[cell == REFERENCE_LSTM][tensor];
}

static double sigmoid(double x)
{
    return 1 / (1 + exp(-x));
}

/* Errors uniform in +-shake, relative. Numbers by MMIX's linear congruence: nothing hangs on them.
 */
static void shake(const struct reference *reference, uint64_t *random, double *x, size_t n)
{
    if (reference->shake == 0)
        return;
    for (size_t i = 0; i < n; i++) {
        *random = *random * 6364136223846793005u + 1442695040888963407u;
        x[i] *= 1 + reference->shake * ((double)(*random >> 11) * 0x1p-52 - 1);
    }
}

/* out[columns] += x[rows] @ w[rows,columns] */
static void add_product(const double *x, const double *w, size_t rows, size_t columns, double *out)
{
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++)
            out[j] += x[i] * w[i * columns + j];
}

/* Backward of out = x @ w for the input: dx[rows] += w @ dout. */
static void add_product_input(const double *dout, const double *w, size_t rows, size_t columns,
                              double *dx, double *magnitude)
{
    for (size_t i = 0; i < rows; i++) {
        for (size_t j = 0; j < columns; j++) {
            double term = w[i * columns + j] * dout[j];
            dx[i] += term;
            if (magnitude != NULL)
                magnitude[i] += fabs(term);
        }
    }
}

/* Backward of out = x @ w for the weights: dw[rows,columns] += x^T dout. */
static void add_product_weights(const double *x, const double *dout, size_t rows, size_t columns,
                                double *dw, double *magnitude)
{
    for (size_t i = 0; i < rows; i++) {
        for (size_t j = 0; j < columns; j++) {
            double term = x[i] * dout[j];
            dw[i * columns + j] += term;
            magnitude[i * columns + j] += fabs(term);
        }
    }
}

/* h_t = tanh(z) */
static void simple_rnn_cell(const double *z, size_t H, double *gates, double *h)
{
    for (size_t j = 0; j < H; j++)
        h[j] = gates[j] = tanh(z[j]);
}

static void simple_rnn_cell_back(const double *gates, const double *dh, size_t H, double *dz)
{
    for (size_t j = 0; j < H; j++)
        dz[j] = dh[j] * (1 - gates[j] * gates[j]);
}

/* i f g o from z's four blocks; c_t = f c_{t-1} + i g; h_t = o tanh(c_t) */
static void lstm_cell(const double *z, const double *c_before, size_t H, double *gates, double *c,
                      double *h)
{
    for (size_t j = 0; j < H; j++) {
        double i = sigmoid(z[j]), f = sigmoid(z[H + j]);
        double g = tanh(z[2 * H + j]), o = sigmoid(z[3 * H + j]);
        c[j] = f * c_before[j] + i * g;
        h[j] = o * tanh(c[j]);
        gates[j] = i;
        gates[H + j] = f;
        gates[2 * H + j] = g;
        gates[3 * H + j] = o;
    }
}

/* dc holds the gradient that came back to c_t and leaves with that for c_{t-1}. */
static void lstm_cell_back(const double *gates, const double *c_before, const double *c,
                           const double *dh, size_t H, double *dc, double *dz)
{
    for (size_t j = 0; j < H; j++) {
        double i = gates[j], f = gates[H + j], g = gates[2 * H + j], o = gates[3 * H + j];
        double squashed = tanh(c[j]);
        double d = dc[j] + dh[j] * o * (1 - squashed * squashed);
        dz[j] = d * g * i * (1 - i);
        dz[H + j] = d * c_before[j] * f * (1 - f);
        dz[2 * H + j] = d * i * (1 - g * g);
        dz[3 * H + j] = dh[j] * squashed * o * (1 - o);
        dc[j] = d * f;
    }
}

/* One row of ids x[T]: fills the trace and returns the logit. */
static double forward_row(const struct reference *reference, const int32_t *x, struct trace *trace)
{
    size_t T = reference->shape.T, E = reference->shape.E, H = reference->shape.H;
    size_t columns = gates_of(reference) * H;
    double *const *w = reference->value;
    double *z = zeros(columns);
    for (size_t t = 0; t < T; t++) {
        const double *word = w[REFERENCE_EMBEDDINGS] + (size_t)x[t] * E;
        const double *before = trace->h + t * H;
        double *after = trace->h + (t + 1) * H;
        double *gates = trace->gates + t * columns;
        memcpy(z, w[REFERENCE_BIAS], columns * sizeof *z);
        add_product(word, w[REFERENCE_KERNEL], E, columns, z);
        add_product(before, w[REFERENCE_RECURRENT_KERNEL], H, columns, z);
        shake(reference, &trace->random, z, columns);
        if (reference->shape.cell == REFERENCE_LSTM)
            lstm_cell(z, trace->c + t * H, H, gates, trace->c + (t + 1) * H, after);
        else
            simple_rnn_cell(z, H, gates, after);
        shake(reference, &trace->random, gates, columns);
        shake(reference, &trace->random, trace->c + (t + 1) * H, H);
        shake(reference, &trace->random, after, H);
    }
    double logit = w[REFERENCE_DENSE_BIAS][0];
    add_product(trace->h + T * H, w[REFERENCE_DENSE_KERNEL], H, 1, &logit);
    free(z);
    return logit;
}

static void add_to(double *gradient, double *magnitude, const double *terms, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        gradient[i] += terms[i];
        magnitude[i] += fabs(terms[i]);
    }
}

/* Adds one row's part of every gradient; dlogit is the loss's gradient at the row's logit. */
static void backward_row(struct reference *reference, const int32_t *x, struct trace *trace,
                         double dlogit)
{
    size_t T = reference->shape.T, E = reference->shape.E, H = reference->shape.H;
    size_t columns = gates_of(reference) * H;
    double *const *w = reference->value, *const *g = reference->gradient;
    double *const *m = reference->magnitude;
    double *dh = zeros(H), *dc = zeros(H), *dz = zeros(columns);

    add_to(g[REFERENCE_DENSE_BIAS], m[REFERENCE_DENSE_BIAS], &dlogit, 1);
    add_product_weights(trace->h + T * H, &dlogit, H, 1, g[REFERENCE_DENSE_KERNEL],
                        m[REFERENCE_DENSE_KERNEL]);
    add_product_input(&dlogit, w[REFERENCE_DENSE_KERNEL], H, 1, dh, NULL);
    for (size_t t = T; t-- > 0;) {
        const double *gates = trace->gates + t * columns;
        size_t word = (size_t)x[t] * E;
        if (reference->shape.cell == REFERENCE_LSTM)
            lstm_cell_back(gates, trace->c + t * H, trace->c + (t + 1) * H, dh, H, dc, dz);
        else
            simple_rnn_cell_back(gates, dh, H, dz);
        shake(reference, &trace->random, dz, columns);
        add_to(g[REFERENCE_BIAS], m[REFERENCE_BIAS], dz, columns);
        add_product_weights(w[REFERENCE_EMBEDDINGS] + word, dz, E, columns, g[REFERENCE_KERNEL],
                            m[REFERENCE_KERNEL]);
        add_product_weights(trace->h + t * H, dz, H, columns, g[REFERENCE_RECURRENT_KERNEL],
                            m[REFERENCE_RECURRENT_KERNEL]);
        add_product_input(dz, w[REFERENCE_KERNEL], E, columns, g[REFERENCE_EMBEDDINGS] + word,
                          m[REFERENCE_EMBEDDINGS] + word);
        memset(dh, 0, H * sizeof *dh);
        add_product_input(dz, w[REFERENCE_RECURRENT_KERNEL], H, columns, dh, NULL);
        shake(reference, &trace->random, dh, H);
    }
    free(dh);
    free(dc);
    free(dz);
}

/* Binary cross-entropy from the logit, and whether p > 0.5 (strictly) agrees with y. */
static void add_score(struct reference_score *score, double logit, double y)
{
    score->loss += fmax(logit, 0) - logit * y + log1p(exp(-fabs(logit)));
    score->correct += (sigmoid(logit) > 0.5) == (y > 0.5);
}

static struct reference_score walk(const struct reference *reference,
                                   const struct reference_batch *batch, double *logits,
                                   struct reference *gradients)
{
    size_t T = reference->shape.T, H = reference->shape.H;
    struct reference_score score = {0, 0};
    struct trace trace = {zeros((T + 1) * H), zeros((T + 1) * H),
                          zeros(T * gates_of(reference) * H), reference->shake_seed};
    for (size_t i = 0; i < batch->size; i++) {
        size_t row = batch->rows != NULL ? batch->rows[i] : i;
        const int32_t *x = batch->x + row * T;
        double logit = forward_row(reference, x, &trace);
        add_score(&score, logit, batch->y[row]);
        if (logits != NULL)
            logits[i] = logit;
        if (gradients != NULL)
            backward_row(gradients, x, &trace,
                         (sigmoid(logit) - batch->y[row]) / (double)batch->size);
    }
    free(trace.h);
    free(trace.c);
    free(trace.gates);
    return score;
}

struct reference_score reference_forward(const struct reference *reference,
                                         const struct reference_batch *batch, double *logits)
{
    return walk(reference, batch, logits, NULL);
}

struct reference_score reference_backward(struct reference *reference,
                                          const struct reference_batch *batch, double *logits)
{
    memset(reference->gradients, 0, reference->total * sizeof *reference->gradients);
    memset(reference->magnitudes, 0, reference->total * sizeof *reference->magnitudes);
    return walk(reference, batch, logits, reference);
}

double reference_gradient_norm(const struct reference *reference, enum reference_tensor tensor)
{
    double sum = 0;
    size_t count = reference->rows[tensor] * reference->columns[tensor];
    for (size_t i = 0; i < count; i++)
        sum += reference->gradient[tensor][i] * reference->gradient[tensor][i];
    return sqrt(sum);
}

void reference_adam_apply(struct reference_adam *adam, double *w, const double *g, double *m,
                          double *v, size_t n)
{
    double t = (double)++adam->steps;
    double alpha =
        adam->learning_rate * sqrt(1 - pow(adam->beta_2, t)) / (1 - pow(adam->beta_1, t));
    for (size_t i = 0; i < n; i++) {
        m[i] += (g[i] - m[i]) * (1 - adam->beta_1);
        v[i] += (g[i] * g[i] - v[i]) * (1 - adam->beta_2);
        w[i] -= m[i] * alpha / (sqrt(v[i]) + adam->epsilon);
    }
}
