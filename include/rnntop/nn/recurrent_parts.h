/*
 * recurrent_parts: the recurrent layer's inside, shared by its sources.
 */
#ifndef RNNTOP_NN_RECURRENT_PARTS_H
#define RNNTOP_NN_RECURRENT_PARTS_H

#include "rnntop/nn/recurrent.h"

/* A worker's room for inference. */
struct recurrent_room {
    uint32_t *index;                /* [T, rows] */
    float *gates;                   /* [rows, PANEL] */
    float *h[2], *state[2], *cache; /* [rows, stride] */
};

struct recurrent {
    struct recurrent_spec spec;
    const struct kernels *kernels;
    const struct cell *cell;
    size_t gates;       /* G: columns of a unit in panels */
    size_t blocks;      /* K: blocks of units in Keras's kernels; G but for GRU */
    size_t panel_units; /* PANEL / G */
    size_t panels;      /* that G * H columns take */
    size_t stride;      /* H rounded up to whole panels: elements from row to row of h */
    size_t width;       /* E rounded up likewise */
    /* Columns of a panel that take nothing from the kernel, and from the recurrent kernel. */
    struct idle_columns kernel_idle, recurrent_idle;

    /* Weights in panels. The transposed ones have a row for each column of the panels above, but
     * for the idle ones, so `panels` times as many as are not idle in one. */
    float *kernel;               /* [panels][E][PANEL] */
    float *recurrent;            /* [panels][H][PANEL] */
    float *bias;                 /* [panels][PANEL] */
    float *kernel_transposed;    /* [width / PANEL][busy rows][PANEL] */
    float *recurrent_transposed; /* [stride / PANEL][busy rows][PANEL] */

    /* Indexed input: */
    float *rows;      /* [most_projected, E] */
    float *projected; /* [panels][most_projected][PANEL] */
    float *word_sums; /* [panels][most_words][PANEL]: gates' gradients by word */
    float *drows;     /* [most_words, width] */
    /* A sequence: its projection waits in `gate`, and each row starts from its own. */
    uint32_t *own; /* [most_rows]: 0, 1, 2 ... */
    /* Of a batch with a mask, the tokens t * B + b that are not masked. */
    uint32_t *live; /* [T * most_rows] */
    size_t live_count;

    /* A batch in time, row t * B + b. */
    float *gate;              /* [panels][T * most_rows][PANEL] */
    float *h;                 /* [T * B, stride] */
    float *dropped;           /* [T * B, stride]: h times keep, where h is dropped */
    float *state, *cache;     /* [T * B, stride], of a cell with a state */
    float *zeros;             /* [most_rows, stride]: the state before the first step */
    float *dh, *dstate;       /* [B, stride] */
    float *held, *held_state; /* [B, stride]: gradients that pass a masked step as they are */

    struct recurrent_room *room; /* [workers] */
};

/* Units of the layer in a panel: panel_units, or fewer in the last. */
static inline size_t recurrent_units_in(const struct recurrent *r, size_t panel)
{
    size_t left = r->spec.units - panel * r->panel_units;
    return left < r->panel_units ? left : r->panel_units;
}

/* Columns that are not idle. */
static inline size_t recurrent_busy(struct idle_columns idle)
{
    return PANEL - idle.left - idle.right;
}

/* The idle columns of a panel: those beyond the matrix's last column. columns: of the whole matrix.
 */
static inline struct idle_columns recurrent_idle_behind(size_t columns, size_t panel)
{
    const size_t left = columns - panel * PANEL;
    return (struct idle_columns){
        .right = left < PANEL ? (PANEL - left) / IDLE_COLUMNS * IDLE_COLUMNS : 0};
}

/* The idle columns of a panel of one of the two kernels. idle: those that every panel of that
 * kernel has, kernel_idle or recurrent_idle. */
static inline struct idle_columns recurrent_idle_in(const struct recurrent *r,
                                                    struct idle_columns idle, size_t panel)
{
    return r->gates == 1 ? recurrent_idle_behind(r->spec.units, panel) : idle;
}

/* Whether to stop; looks at the flag once in RECURRENT_STEP_BLOCK steps. */
static inline bool recurrent_stopped(const atomic_bool *stop, size_t step)
{
    return step % RECURRENT_STEP_BLOCK == 0 && stop &&
           atomic_load_explicit(stop, memory_order_relaxed);
}

/* Whether the step t of a row is masked. For a batch that has a mask. */
static inline bool recurrent_masked(const struct recurrent *r, const struct recurrent_batch *batch,
                                    size_t t, size_t row)
{
    const size_t place = batch->mask_reversed ? r->spec.steps - 1 - t : t;
    return !batch->mask[place * batch->size + row];
}

/* Gradients of the gates, [rows, PANEL] of each panel and those gates_panel apart, through the
 * kernel to what came in, [rows, width]; or, to_h, through the recurrent kernel to the h that
 * entered, [rows, stride]. */
void recurrent_back(const struct recurrent *r, bool to_h, size_t rows, const float *gates,
                    size_t gates_panel, float *to, size_t to_row);

/* Elements from panel to panel of gate. */
static inline size_t recurrent_gate_panel(const struct recurrent *r)
{
    return r->spec.steps * r->spec.most_rows * PANEL;
}

#endif
