/*
 * optimizer: what turns gradients into new values. Keras's formulas (TF 2.0), dense.
 */
#ifndef RNNTOP_NN_OPTIMIZER_H
#define RNNTOP_NN_OPTIMIZER_H

#include "rnntop/nn/model.h"
#include "rnntop/spec/run_spec.h"

struct optimizer;

enum rt_status optimizer_create(struct optimizer **optimizer, const struct optimizer_spec *spec,
                                const struct model *model, struct rt_error *error);
void optimizer_destroy(struct optimizer *optimizer);

/* One update of every parameter of the model from its gradients, in one streaming pass; counts the
 * step. The model is the one it was created for. */
void optimizer_apply(struct optimizer *optimizer, struct model *model);

void optimizer_set_learning_rate(struct optimizer *optimizer, double learning_rate);
uint64_t optimizer_steps(const struct optimizer *optimizer);

/* The moments, for checkpoints and tests: slot 0 is m, 1 is v; each [parameters.total]. */
float *optimizer_slot(struct optimizer *optimizer, size_t slot);

#endif
