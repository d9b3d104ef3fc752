/*
 * stage_parts: the kinds of stages, for stage.c, which chooses among them.
 */
#ifndef RNNTOP_NN_STAGE_PARTS_H
#define RNNTOP_NN_STAGE_PARTS_H

#include "rnntop/nn/stage.h"

bool stage_dropout_create(struct stage *stage, struct arena *arena, size_t most_rows);
void stage_dropout_begin(struct stage *stage, const struct stage_pass *pass);
void stage_dropout_forward(struct stage *stage, const struct stage_pass *pass, size_t begin,
                           size_t end);
void stage_dropout_backward(struct stage *stage, const struct stage_pass *pass, size_t begin,
                            size_t end);

enum rt_status stage_recurrent_create(struct stage *stage, struct arena *arena,
                                      const struct stage_setup *setup, struct rt_error *error);
void stage_recurrent_begin(struct stage *stage, const struct stage_pass *pass);
bool stage_recurrent_forward(struct stage *stage, const struct stage_pass *pass, size_t begin,
                             size_t end);
bool stage_recurrent_backward(struct stage *stage, const struct stage_pass *pass, size_t begin,
                              size_t end);

/* How a Bidirectional layer joins its halves, rows [begin, end). */
void stage_merge_forward(struct stage *stage, const struct stage_pass *pass, size_t begin,
                         size_t end);
void stage_merge_backward(struct stage *stage, const struct stage_pass *pass, size_t begin,
                          size_t end);

void stage_pooling_forward(struct stage *stage, const struct stage_pass *pass, size_t begin,
                           size_t end);
void stage_pooling_backward(struct stage *stage, const struct stage_pass *pass, size_t begin,
                            size_t end);

void stage_dense_forward(struct stage *stage, size_t begin, size_t end);
void stage_dense_backward(struct stage *stage, size_t begin, size_t end);

/* The shape of a flow, and memory for what a stage has of its own. */
void stage_shape(struct stage *stage, size_t width, bool sequence);
size_t stage_rows(const struct stage *stage, size_t most_rows);
bool stage_own(struct stage *stage, struct arena *arena, size_t most_rows);

#endif
