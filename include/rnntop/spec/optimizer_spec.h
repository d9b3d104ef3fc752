/*
 * optimizer_spec: what turns gradients into updates, on paper. Plain data.
 *
 * Names, defaults and meanings are Keras's; which optimiser has which number is in the settings'
 * rows. While options are being read, a number that nobody gave is NaN, because which options an
 * optimiser has, and their defaults, depend on the optimiser, which may be named last.
 */
#ifndef RNNTOP_SPEC_OPTIMIZER_SPEC_H
#define RNNTOP_SPEC_OPTIMIZER_SPEC_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "rnntop/base/status.h"

enum optimizer_kind {
    OPTIMIZER_ADAM,
    OPTIMIZER_SGD,
    OPTIMIZER_RMSPROP,
    OPTIMIZER_ADAGRAD,
    OPTIMIZER_ADADELTA,
    OPTIMIZER_ADAMW,
    OPTIMIZER_ADAMAX,
    OPTIMIZER_NADAM,
    OPTIMIZER_FTRL,
    OPTIMIZER_KINDS
};

enum schedule_kind {
    SCHEDULE_CONSTANT,
    SCHEDULE_EXPONENTIAL, /* Keras's ExponentialDecay */
    SCHEDULE_COSINE,      /* CosineDecay, alpha 0 */
    SCHEDULE_STEP,        /* ExponentialDecay with staircase=True */
    SCHEDULE_KINDS
};

/* How the learning rate goes from batch to batch; train/schedule.h has the formulas. */
struct schedule_spec {
    enum schedule_kind kind;
    size_t decay_steps; /* batches; 0: an epoch, or for cosine all that follow the warm-up */
    double decay_rate;  /* exponential and step; else 0 */
    size_t warmup;      /* batches */
};

#define OPTIMIZER_WEIGHT_DECAY_END 1000 /* weight decays are below it */

/* Numbers that the optimiser does not have are 0. */
struct optimizer_spec {
    enum optimizer_kind kind;
    double learning_rate;
    double beta_1;
    double beta_2;
    double epsilon;
    double momentum;
    double rho;
    double weight_decay; /* decoupled from the gradient; times the learning rate */
    /* At most one of the three; 0: none. */
    double clipnorm; /* of each parameter's gradient alone */
    double clipvalue;
    double global_clipnorm;
    struct schedule_spec schedule;
    bool nesterov, centered, amsgrad;
};

/* The names by kind, in Keras's spelling, lower case; the arrays end with NULL. */
extern const char *const optimizer_kind_names[];
extern const char *const schedule_kind_names[];

/* True for exponential and step, which have a decay rate. */
bool schedule_kind_decays(enum schedule_kind kind);

/* How many of the three ways of clipping it has; only one at a time makes sense. */
size_t optimizer_spec_clippings(const struct optimizer_spec *spec);

/* Adam with all numbers NaN: nobody has given any yet. */
void optimizer_spec_unset(struct optimizer_spec *spec);

/* The inverse of optimizer_spec_fill(): numbers that it would have put become NaN again, not given;
 * except for the learning rate, which every optimiser has. */
void optimizer_spec_forget(struct optimizer_spec *spec);

/* Puts Keras's defaults in place of numbers that were not given, and 0 in place of those that the
 * optimiser does not have. */
void optimizer_spec_fill(struct optimizer_spec *spec);

/* The written form, and back. It holds the numbers that the optimiser has; weight decay, clipping
 * and schedule only where they are used. Missing keys and figures out of their range are refused by
 * name. */
json_t *optimizer_spec_to_json(const struct optimizer_spec *spec);
enum rt_status optimizer_spec_from_json(const json_t *json, struct optimizer_spec *spec,
                                        struct rt_error *error);

#endif
