/*
 * stage_recurrent: a recurrent layer as a stage: one direction, or the two of a Bidirectional one.
 *
 * Behind an Embedding it may read word numbers directly (indexed) instead of the Embedding's
 * output, so that each distinct word of a batch is projected once. The model decides whether it
 * does; then it calls stage_recurrent_project(), which is outside the chain of stages.
 */
#ifndef RNNTOP_NN_STAGE_RECURRENT_H
#define RNNTOP_NN_STAGE_RECURRENT_H

#include "rnntop/nn/recurrent.h"
#include "rnntop/nn/stage.h"

/* One direction. */
struct stage_half {
    struct recurrent *recurrent;
    float *input_keep; /* [B, stride of what comes in]: factors of dropout; NULL: none */
    float *input;      /* [T*B, the same]: what they leave */
    float *keep;       /* [B, stride]: factors of recurrent dropout; NULL: none */
    float *dh;         /* [T*B, stride]: gradient of each step's h, of a Bidirectional sequence */
};

/* What a recurrent stage keeps: its state. */
struct stage_recurrent {
    size_t halves; /* 1, or 2 */
    struct stage_half half[2];
    bool indexed;   /* it reads word numbers; no other stage reads the Embedding */
    float *scratch; /* [T*B, stride of what comes in]: a half's part of the gradient of the input */
};

static inline struct stage_recurrent *stage_recurrent_of(const struct stage *stage)
{
    return stage->state;
}

/* Of an indexed stage: the vectors of distinct words [begin, end) projected for each half; ids:
 * which they are, or NULL for the words [begin, end) of the vocabulary. */
void stage_recurrent_project(struct stage *stage, const uint32_t *ids, size_t begin, size_t end);

/* How a Bidirectional layer joins its halves, rows [begin, end). */
void stage_merge_forward(struct stage *stage, const struct stage_pass *pass, size_t begin,
                         size_t end);
void stage_merge_backward(struct stage *stage, const struct stage_pass *pass, size_t begin,
                          size_t end);

#endif
