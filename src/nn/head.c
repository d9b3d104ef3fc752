#include "config.h"

#include "rnntop/nn/head.h"

#include <assert.h>

#include "rnntop/nn/dense.h"
#include "rnntop/nn/loss.h"

enum rt_status head_create(struct head *head, struct arena *arena, const struct layer_spec *layer,
                           size_t most_rows, size_t batch_max, struct rt_error *error)
{
    head->units = layer->input;
    head->outputs = layer->output;
    head->logits = arena_alloc(arena, most_rows, head->outputs * sizeof *head->logits);
    head->dlogits = arena_alloc(arena, batch_max, head->outputs * sizeof *head->dlogits);
    if (head->logits && head->dlogits)
        return RT_OK;
    return rt_fail(error, ERR_HEAD_NO_MEMORY, batch_max);
}

void head_logits(struct head *head, size_t row, const float *h)
{
    dense_logits(h, head->kernel, head->bias, head->units, head->outputs,
                 head->logits + row * head->outputs);
}

/* The class of the batch's row. */
static double class_of(const struct head *head, const struct model_batch *batch, size_t row)
{
    const double y = batch->y[batch->rows ? batch->rows[row] : row];
    assert(head->outputs == 1 || (y >= 0 && y < (double)head->outputs));
    (void)head;
    return y;
}

static double weight_of(const struct model_batch *batch, double y)
{
    return batch->class_weight ? batch->class_weight[(size_t)y] : 1;
}

void head_rows(struct head *head, const struct model_batch *batch, size_t begin, size_t end)
{
    const size_t K = head->outputs;
    for (size_t row = begin; row < end; row++) {
        const double y = class_of(head, batch, row);
        double *dlogits = head->dlogits + row * K;
        head_logits(head, row, head->in->x + row * head->in->stride);
        loss_probabilities(head->logits + row * K, K, dlogits);
        dlogits[K == 1 ? 0 : (size_t)y] -= K == 1 ? y : 1;
        for (size_t k = 0; k < K; k++) {
            dlogits[k] /= (double)batch->size;
            if (batch->class_weight)
                dlogits[k] *= weight_of(batch, y);
        }
        dense_backward(dlogits, head->kernel, head->in->dx + row * head->in->stride, head->units,
                       K);
    }
}

void head_gradients(const struct head *head, size_t size)
{
    dense_gradients(head->dlogits, head->in->x, head->in->stride, size, head->dkernel, head->dbias,
                    head->units, head->outputs);
}

static void put_probabilities(const struct head *head, const double *logits, float *out)
{
    const size_t K = head->outputs;
    double *p = head->dlogits; /* free in evaluation, so used as scratch */
    loss_probabilities(logits, K, p);
    for (size_t k = 0; k < K; k++)
        out[k] = (float)p[k];
}

void head_score(const struct head *head, const struct model_batch *batch, size_t first, size_t rows,
                bool training, float *probabilities, struct model_score *score)
{
    const size_t K = head->outputs;
    for (size_t row = 0; row < rows; row++) {
        const double *logits = head->logits + row * K;
        if (batch->y) {
            const double y = class_of(head, batch, first + row);
            const double loss = loss_cross_entropy(logits, K, y);
            score->loss += training ? loss * weight_of(batch, y) : loss;
            score->correct += loss_correct(logits, K, y);
        }
        if (probabilities)
            put_probabilities(head, logits, probabilities + (first + row) * K);
    }
    score->rows += rows;
}
