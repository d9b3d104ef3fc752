/* What a Bidirectional layer does with its two halves. */
#include "config.h"

#include <string.h>

#include "rnntop/nn/stage_parts.h"
#include "rnntop/nn/stage_recurrent.h"

/* One row: f and b of the two halves, [units] each, and where they come together. */
struct joint {
    const float *f, *b;
    float *df, *db;
    float *out;
    const float *dout;
};

static void join(enum layer_merge merge, const struct joint *row, size_t units)
{
    const float *restrict f = row->f, *restrict b = row->b;
    float *restrict out = row->out;
    if (merge == MERGE_CONCAT) {
        memcpy(out, f, units * sizeof *out);
        memcpy(out + units, b, units * sizeof *out);
        return;
    }
    for (size_t u = 0; u < units; u++)
        out[u] = merge == MERGE_MUL ? f[u] * b[u] : f[u] + b[u];
    for (size_t u = 0; merge == MERGE_AVE && u < units; u++)
        out[u] *= 0.5f;
}

static void part(enum layer_merge merge, const struct joint *row, size_t units)
{
    const size_t second = merge == MERGE_CONCAT ? units : 0;
    for (size_t u = 0; u < units; u++) {
        const float df = row->dout[u], db = row->dout[second + u];
        row->df[u] = merge == MERGE_MUL ? df * row->b[u] : merge == MERGE_AVE ? 0.5f * df : df;
        row->db[u] = merge == MERGE_MUL ? db * row->f[u] : merge == MERGE_AVE ? 0.5f * db : db;
    }
}

/* The joint of a row: of its step t in a sequence, else of the two last steps. */
static struct joint joint_of(const struct stage *stage, const struct stage_pass *pass, size_t t,
                             size_t row)
{
    const struct stage_half *half = stage_recurrent_of(stage)->half;
    struct recurrent *first = half[0].recurrent, *second = half[1].recurrent;
    const size_t stride = recurrent_stride(first), place = t * pass->size + row;
    const bool sequence = stage->out.sequence;
    return (struct joint){
        .f = (sequence ? recurrent_h(first) : recurrent_last(first, pass->size)) + place * stride,
        .b = (sequence ? recurrent_h(second) : recurrent_last(second, pass->size)) + place * stride,
        .df = (sequence ? half[0].dh : recurrent_dlast(first)) + place * stride,
        .db = (sequence ? half[1].dh : recurrent_dlast(second)) + place * stride,
        .out = stage->out.x + place * stage->out.stride,
        .dout = stage->out.dx + place * stage->out.stride};
}

/* In a sequence of both halves a masked step is zero. (Each half alone repeats its output.) Source:
 * Keras, layers/wrappers.py: zero_output_for_mask. */
static bool zero(const struct stage *stage, const struct stage_pass *pass, size_t t, size_t row)
{
    return stage->out.sequence && !stage_counts(stage, pass, t, row);
}

void stage_merge_forward(struct stage *stage, const struct stage_pass *pass, size_t begin,
                         size_t end)
{
    const bool sequence = stage->out.sequence;
    for (size_t t = sequence ? pass->from : 0; t < (sequence ? pass->to : 1); t++) {
        for (size_t row = begin; row < end; row++) {
            const struct joint joint = joint_of(stage, pass, t, row);
            if (zero(stage, pass, t, row))
                memset(joint.out, 0, stage->out.width * sizeof(float));
            else
                join(stage->layer->merge, &joint, stage->layer->units);
        }
    }
}

void stage_merge_backward(struct stage *stage, const struct stage_pass *pass, size_t begin,
                          size_t end)
{
    const size_t units = stage->layer->units;
    const bool sequence = stage->out.sequence;
    for (size_t t = sequence ? pass->from : 0; t < (sequence ? pass->to : 1); t++) {
        for (size_t row = begin; row < end; row++) {
            const struct joint joint = joint_of(stage, pass, t, row);
            if (zero(stage, pass, t, row)) {
                memset(joint.df, 0, units * sizeof(float));
                memset(joint.db, 0, units * sizeof(float));
            } else {
                part(stage->layer->merge, &joint, units);
            }
        }
    }
}
