/*
 * head: a model's end, the last Dense and the loss.
 */
#ifndef RNNTOP_NN_HEAD_H
#define RNNTOP_NN_HEAD_H

#include <stddef.h>

#include "rnntop/base/memory.h"
#include "rnntop/nn/model.h"
#include "rnntop/nn/stage.h"

struct head {
    const struct flow *in;
    size_t units, outputs;      /* of the Dense: what comes in, and K */
    const float *kernel, *bias; /* [units, K], [K] */
    float *dkernel, *dbias;
    double *logits;  /* [most_rows, K]: of a batch, or of a chunk in evaluation */
    double *dlogits; /* [batch_max, K] */
};

/* Room for that many rows in evaluation, and in a batch; RT_ERR_MEMORY. in may be set later. */
enum rt_status head_create(struct head *head, struct arena *arena, const struct layer_spec *layer,
                           size_t most_rows, size_t batch_max, struct rt_error *error);

/* Logits of row `row` from h [units]. */
void head_logits(struct head *head, size_t row, const float *h);
/* Training: logits of the batch's rows [begin, end) and their gradients, down to in->dx. */
void head_rows(struct head *head, const struct model_batch *batch, size_t begin, size_t end);
/* The gradients of kernel and bias. */
void head_gradients(const struct head *head, size_t size);

/* Adds the figures of rows first .. first + rows - 1 of a batch, whose logits are rows 0 .. rows -
 * 1 here: row after row, so that sums don't depend on how rows were divided. Weighted by class in
 * training. probabilities: [batch's size, K], or NULL. */
void head_score(const struct head *head, const struct model_batch *batch, size_t first, size_t rows,
                bool training, float *probabilities, struct model_score *score);

#endif
