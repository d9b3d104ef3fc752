#include "config.h"

#include <string.h>

#include "rnntop/nn/recurrent_parts.h"

/* Rows of a weight's gradient in a unit of work. */
#define GRADIENT_ROWS ((size_t)32)

/* --- Weights into panels --- */

/* One panel of a weight [rows, G*H] as Keras lays it out; see cell.h for a column's place. */
static void pack_panel(const struct recurrent *r, size_t panel, size_t rows, const float *weight,
                       float *packed)
{
    const size_t units = r->spec.units, count = recurrent_units_in(r, panel);
    for (size_t k = 0; k < rows; k++) {
        for (size_t gate = 0; gate < r->gates; gate++)
            memcpy(packed + k * PANEL + gate * r->panel_units,
                   weight + (k * r->gates + gate) * units + panel * r->panel_units,
                   count * sizeof *packed);
    }
}

/* The rows of a transposed weight that belong to one panel of columns. */
static void pack_transposed(const struct recurrent *r, size_t panel, size_t rows,
                            const float *weight, float *packed)
{
    const size_t units = r->spec.units, count = recurrent_units_in(r, panel);
    for (size_t n = 0; n < rows; n++) {
        float *out =
            packed + (n / PANEL) * r->panels * PANEL * PANEL + panel * PANEL * PANEL + n % PANEL;
        for (size_t gate = 0; gate < r->gates; gate++) {
            const float *in = weight + (n * r->gates + gate) * units + panel * r->panel_units;
            for (size_t u = 0; u < count; u++)
                out[(gate * r->panel_units + u) * PANEL] = in[u];
        }
    }
}

/* A unit is one panel of one of the four: kernel and bias, recurrent kernel, then transposed. */
size_t recurrent_pack_units(const struct recurrent *r, bool training)
{
    return r->panels * (training ? 4 : 2);
}

void recurrent_pack(struct recurrent *r, size_t unit, const struct recurrent_weights *weights)
{
    const size_t panel = unit % r->panels, inputs = r->spec.inputs, units = r->spec.units;
    switch (unit / r->panels) {
    case 0:
        pack_panel(r, panel, inputs, weights->kernel, r->kernel + panel * inputs * PANEL);
        pack_panel(r, panel, 1, weights->bias, r->bias + panel * PANEL);
        break;
    case 1:
        pack_panel(r, panel, units, weights->recurrent_kernel,
                   r->recurrent + panel * units * PANEL);
        break;
    case 2:
        pack_transposed(r, panel, inputs, weights->kernel, r->kernel_transposed);
        break;
    default:
        pack_transposed(r, panel, units, weights->recurrent_kernel, r->recurrent_transposed);
    }
}

/* --- Gradients --- */

/* The way back: one panel of a gradient's rows from panel form to Keras's. */
static void unpack_panel(const struct recurrent *r, size_t panel, size_t first, size_t rows,
                         const float *packed, float *gradient)
{
    const size_t units = r->spec.units, count = recurrent_units_in(r, panel);
    for (size_t k = 0; k < rows; k++) {
        for (size_t gate = 0; gate < r->gates; gate++)
            memcpy(gradient + ((first + k) * r->gates + gate) * units + panel * r->panel_units,
                   packed + k * PANEL + gate * r->panel_units, count * sizeof *packed);
    }
}

static size_t row_units(size_t rows)
{
    return (rows + GRADIENT_ROWS - 1) / GRADIENT_ROWS;
}

static size_t rows_of_unit(size_t rows, size_t first)
{
    return rows - first < GRADIENT_ROWS ? rows - first : GRADIENT_ROWS;
}

void recurrent_sum_words(struct recurrent *r, const struct words *words, size_t begin, size_t end)
{
    for (size_t panel = 0; panel < r->panels; panel++) {
        const float *gate = r->gate + panel * recurrent_gate_panel(r);
        float *sums = r->word_sums + panel * r->spec.most_words * PANEL;
        for (size_t word = begin; word < end; word++) {
            const uint32_t first = words->begin[word];
            r->kernels->sum_rows(sums + word * PANEL, gate, words->tokens + first,
                                 words->begin[word + 1] - first);
        }
    }
}

size_t recurrent_recurrent_units(const struct recurrent *r)
{
    return r->panels * row_units(r->spec.units);
}

void recurrent_recurrent_gradient(const struct recurrent *r, const struct words *words, size_t unit,
                                  const struct recurrent_weights *gradients)
{
    const size_t panel = unit % r->panels, first = unit / r->panels * GRADIENT_ROWS;
    float packed[GRADIENT_ROWS * PANEL];
    /* Each h meets the gates of the step after it; before the first step h is zero. */
    const struct outer outer = {.rows = rows_of_unit(r->spec.units, first),
                                .depth = (r->spec.steps - 1) * words->size,
                                .a = r->h + first,
                                .a_row = r->stride,
                                .b =
                                    r->gate + panel * recurrent_gate_panel(r) + words->size * PANEL,
                                .c = packed};
    r->kernels->outer(&outer);
    unpack_panel(r, panel, first, outer.rows, packed, gradients->recurrent_kernel);
}

/* The bias's gradient is one more row block of units: the left side is all ones. */
size_t recurrent_kernel_units(const struct recurrent *r)
{
    return r->panels * (row_units(r->spec.inputs) + 1);
}

void recurrent_kernel_gradient(const struct recurrent *r, const struct words *words, size_t unit,
                               const struct recurrent_weights *gradients)
{
    static const float one = 1;
    const size_t panel = unit % r->panels, first = unit / r->panels * GRADIENT_ROWS;
    const bool bias = first >= r->spec.inputs;
    float packed[GRADIENT_ROWS * PANEL];
    const struct outer outer = {.rows = bias ? 1 : rows_of_unit(r->spec.inputs, first),
                                .depth = words->count,
                                .a = bias ? &one : r->rows + first,
                                .a_row = bias ? 0 : r->spec.inputs,
                                .b = r->word_sums + panel * r->spec.most_words * PANEL,
                                .c = packed};
    r->kernels->outer(&outer);
    if (bias)
        unpack_panel(r, panel, 0, 1, packed, gradients->bias);
    else
        unpack_panel(r, panel, first, outer.rows, packed, gradients->kernel);
}

void recurrent_rows_gradient(struct recurrent *r, const uint32_t *ids, size_t begin, size_t end,
                             float *table)
{
    for (size_t panel = 0; panel < r->width / PANEL; panel++) {
        const struct product product = {.rows = end - begin,
                                        .depth = PANEL,
                                        .blocks = r->panels,
                                        .a = r->word_sums + begin * PANEL,
                                        .a_row = PANEL,
                                        .a_block = r->spec.most_words * PANEL,
                                        .b = r->kernel_transposed +
                                             panel * r->panels * PANEL * PANEL,
                                        .c = r->drows + begin * r->width + panel * PANEL,
                                        .c_row = r->width};
        r->kernels->product(&product);
    }
    const size_t inputs = r->spec.inputs;
    for (size_t i = begin; i < end; i++)
        memcpy(table + ids[i] * inputs, r->drows + i * r->width, inputs * sizeof *table);
}
