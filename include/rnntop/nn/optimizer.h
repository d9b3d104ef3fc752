/*
 * optimizer: what turns gradients into new values. Keras's formulas, dense: a word that is not in
 * the batch has a gradient of zeros.
 *
 * Source: TensorFlow 2.0, python/keras/optimizer_v2/ and core/kernels/training_ops.cc; for AdamW,
 * weight decay and global_clipnorm, which it lacks, Keras 3, keras/src/optimizers/. The order
 * within a step is Keras 3's: clipping, weight decay, update. TensorFlow 2.0's fit() forgets to
 * clip.
 *
 * Beyond the letter: a centred RMSprop's variance never falls below 0 by rounding; and Ftrl does
 * nothing while the learning rate is too small to divide by.
 */
#ifndef RNNTOP_NN_OPTIMIZER_H
#define RNNTOP_NN_OPTIMIZER_H

#include "rnntop/nn/model.h"
#include "rnntop/spec/run_spec.h"

struct optimizer;

enum rt_status optimizer_create(struct optimizer **optimizer, const struct optimizer_spec *spec,
                                const struct model *model, struct rt_error *error);
void optimizer_destroy(struct optimizer *optimizer);

/*
 * One update of every parameter of the model from its gradients, in one streaming pass; counts the
 * step. The gradients stay as they are. The model is the one it was created for. Clipping by norms
 * reads the gradients once more before; each norm is a sum of fixed parts in a fixed order. A
 * global norm that is not finite makes every weight NaN, as tf.clip_by_global_norm does.
 */
void optimizer_apply(struct optimizer *optimizer, struct model *model);

/* The rate of the next steps; the spec's until then. Schedules are train/schedule.h's. */
void optimizer_set_learning_rate(struct optimizer *optimizer, double learning_rate);

/*
 * What it counts. With the slots, the spec and the learning rate of each step, which whoever trains
 * sets, this is all that decides what it does next. Plain data, without padding.
 */
struct optimizer_state {
    uint64_t steps;          /* updates so far */
    double momentum_product; /* Nadam's: the product of its momentum at each step; of others 1 */
};
struct optimizer_state optimizer_get_state(const struct optimizer *optimizer);
void optimizer_set_state(struct optimizer *optimizer, const struct optimizer_state *state);

/* What it remembers of each parameter: blocks of [parameters.total], whose meaning and order are
 * the formula's (Adam: m, v). NULL where the optimiser has no such slot. */
#define OPTIMIZER_SLOTS 3
float *optimizer_slot(struct optimizer *optimizer, size_t slot);

#endif
