/*
 * stage_parts: what the sources of the kinds of stages share, and the row that each fills in.
 *
 * A kind is a source, stage_x.c, which defines its row, stage_x; nn/stage.c makes the table of the
 * rows from LAYER_KINDS, so that a kind without its line below does not compile.
 */
#ifndef RNNTOP_NN_STAGE_PARTS_H
#define RNNTOP_NN_STAGE_PARTS_H

#include "rnntop/nn/stage.h"

/* What a kind does. The functions are those of stage.h; where NULL stands, there is nothing to do.
 */
struct stage_kind {
    /* Called after stage_create() has set what follows from the spec. Left to this function:
     * memory; `out` where it is not as wide as the layer's output or is reversed; counts_masked. */
    enum rt_status (*create)(struct stage *stage, struct arena *arena,
                             const struct stage_setup *setup, struct rt_error *error);
    void (*begin)(struct stage *stage, const struct stage_pass *pass);
    bool (*forward)(struct stage *stage, const struct stage_pass *pass, size_t begin, size_t end);
    bool (*backward)(struct stage *stage, const struct stage_pass *pass, size_t begin, size_t end);
    size_t (*pack_units)(const struct stage *stage, bool training);
    void (*pack)(struct stage *stage, size_t unit, bool training);
    void (*time_sums)(struct stage *stage, const struct stage_pass *pass, struct stage_sums *sums);
    void (*word_sums)(struct stage *stage, const struct stage_pass *pass, struct stage_sums *sums);
    /* NULL: all weights begin as zeros. */
    enum rt_status (*initialize)(const struct layer_spec *layer, size_t place,
                                 const struct parameter *parameter, float *values, uint64_t seed,
                                 uint32_t number, struct rt_error *error);
};

extern const struct stage_kind stage_embedding;
extern const struct stage_kind stage_spatial_dropout;
extern const struct stage_kind stage_simple_rnn;
extern const struct stage_kind stage_lstm;
extern const struct stage_kind stage_gru;
extern const struct stage_kind stage_max_pooling;
extern const struct stage_kind stage_average_pooling;
extern const struct stage_kind stage_attention;
extern const struct stage_kind stage_dropout;
extern const struct stage_kind stage_dense;

/* --- For a kind's create --- */

/* Rows of the stage's output in a batch of most_rows. */
size_t stage_rows(const struct stage *stage, size_t most_rows);
/* Allocates x and dx of the stage's own, as wide as `out`; false without memory. */
bool stage_own(struct stage *stage, struct arena *arena, size_t most_rows);
/* RT_OK where `whole`, else the error that there is no memory for the layer. */
enum rt_status stage_created(const struct stage *stage, bool whole, struct rt_error *error);
/* create of a kind that keeps nothing but its own x and dx. */
enum rt_status stage_create_plain(struct stage *stage, struct arena *arena,
                                  const struct stage_setup *setup, struct rt_error *error);

/* --- For a kind's initialize --- */

/* Matrices uniform as Glorot and Bengio (2010) have it, Keras's default; vectors stay zero. */
enum rt_status stage_initialize_glorot(const struct layer_spec *layer, size_t place,
                                       const struct parameter *parameter, float *values,
                                       uint64_t seed, uint32_t number, struct rt_error *error);

/* --- For its rows and sums --- */

void stage_sums_add(struct stage_sums *sums, struct stage_sum sum);

/* The row of the mask that belongs to step t of what comes in. */
static inline const uint8_t *stage_mask(const struct stage *stage, const struct stage_pass *pass,
                                        size_t t)
{
    return pass->mask + (stage->in->reversed ? stage->steps - 1 - t : t) * pass->size;
}

/* Whether a row's step counts: it does not where it is masked. */
static inline bool stage_counts(const struct stage *stage, const struct stage_pass *pass, size_t t,
                                size_t row)
{
    return !stage->masked || stage_mask(stage, pass, t)[row];
}

#endif
