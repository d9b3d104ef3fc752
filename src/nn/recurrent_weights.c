#include "config.h"

#include <string.h>

#include "rnntop/nn/recurrent_parts.h"

/* Rows of a weight's gradient in a unit of work. Each unit reads a panel's gates anew, which come
 * from far where a batch has many tokens; larger units would be too few for many threads. */
#define GRADIENT_ROWS ((size_t)64)

/* --- Weights into panels --- */

/* One panel of a weight [rows, K*H] as Keras lays it out; blocks says which block of it each of the
 * panel's columns takes. Columns that take none stay as zero as they were made. */
static void pack_panel(const struct recurrent *r, size_t panel, size_t rows,
                       const signed char *blocks, const float *weight, float *packed)
{
    const size_t units = r->spec.units, count = recurrent_units_in(r, panel);
    for (size_t k = 0; k < rows; k++) {
        for (size_t gate = 0; gate < r->gates; gate++) {
            if (blocks[gate] >= 0)
                memcpy(packed + k * PANEL + gate * r->panel_units,
                       weight + (k * r->blocks + (size_t)blocks[gate]) * units +
                           panel * r->panel_units,
                       count * sizeof *packed);
        }
    }
}

/* The rows of a transposed weight that belong to one panel of columns. */
static void pack_transposed(const struct recurrent *r, size_t panel, size_t rows,
                            const signed char *blocks, struct idle_columns idle,
                            const float *weight, float *packed)
{
    const size_t units = r->spec.units, count = recurrent_units_in(r, panel);
    const size_t busy = recurrent_busy(idle);
    for (size_t n = 0; n < rows; n++) {
        float *out = packed + ((n / PANEL) * r->panels + panel) * busy * PANEL + n % PANEL;
        for (size_t gate = 0; gate < r->gates; gate++) {
            if (blocks[gate] < 0)
                continue;
            const float *in =
                weight + (n * r->blocks + (size_t)blocks[gate]) * units + panel * r->panel_units;
            for (size_t u = 0; u < count; u++)
                out[(gate * r->panel_units - idle.left + u) * PANEL] = in[u];
        }
    }
}

/* Where each of the two kernels has a bias, a column's is the sum of those of its blocks. */
static void pack_bias(const struct recurrent *r, size_t panel, const float *bias, float *packed)
{
    pack_panel(r, panel, 1, r->cell->kernel_block, bias, packed);
    if (r->cell->biases == 1)
        return;
    const size_t count = recurrent_units_in(r, panel);
    const float *second = bias + r->blocks * r->spec.units + panel * r->panel_units;
    for (size_t gate = 0; gate < r->gates; gate++) {
        const int block = r->cell->recurrent_block[gate];
        float *out = packed + gate * r->panel_units;
        for (size_t u = 0; u < count && block >= 0; u++)
            out[u] = (r->cell->kernel_block[gate] >= 0 ? out[u] : 0) +
                     second[(size_t)block * r->spec.units + u];
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
    const signed char *kernel = r->cell->kernel_block, *recurrent = r->cell->recurrent_block;
    switch (unit / r->panels) {
    case 0:
        pack_panel(r, panel, inputs, kernel, weights->kernel, r->kernel + panel * inputs * PANEL);
        pack_bias(r, panel, weights->bias, r->bias + panel * PANEL);
        break;
    case 1:
        pack_panel(r, panel, units, recurrent, weights->recurrent_kernel,
                   r->recurrent + panel * units * PANEL);
        break;
    case 2:
        pack_transposed(r, panel, inputs, kernel, r->kernel_idle, weights->kernel,
                        r->kernel_transposed);
        break;
    default:
        pack_transposed(r, panel, units, recurrent, r->recurrent_idle, weights->recurrent_kernel,
                        r->recurrent_transposed);
    }
}

/* --- Gradients --- */

/* The way back: one panel of a gradient's rows from panel form to Keras's. */
static void unpack_panel(const struct recurrent *r, size_t panel, size_t first, size_t rows,
                         const signed char *blocks, const float *packed, float *gradient)
{
    const size_t units = r->spec.units, count = recurrent_units_in(r, panel);
    for (size_t k = 0; k < rows; k++) {
        for (size_t gate = 0; gate < r->gates; gate++) {
            if (blocks[gate] >= 0)
                memcpy(gradient + ((first + k) * r->blocks + (size_t)blocks[gate]) * units +
                           panel * r->panel_units,
                       packed + k * PANEL + gate * r->panel_units, count * sizeof *packed);
        }
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
            /* What is masked has no gradient. */
            const bool masked = r->spec.masked && words->ids[word] == 0;
            r->kernels->sum_rows(sums + word * PANEL, gate, PANEL, words->tokens + first,
                                 masked ? 0 : words->begin[word + 1] - first);
        }
    }
}

size_t recurrent_recurrent_units(const struct recurrent *r)
{
    return r->panels * row_units(r->spec.units);
}

void recurrent_find_live(struct recurrent *r, const struct recurrent_batch *batch)
{
    r->live_count = 0;
    for (size_t t = 0; batch->mask && t < r->spec.steps; t++) {
        for (size_t row = 0; row < batch->size; row++) {
            if (!recurrent_masked(r, batch, t, row))
                r->live[r->live_count++] = (uint32_t)(t * batch->size + row);
        }
    }
}

/* How many of the tokens that are not masked come before this one. */
static size_t live_before(const struct recurrent *r, size_t token)
{
    size_t low = 0, high = r->live_count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (r->live[middle] < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A sum over the tokens of steps [begin, end), the first of which has sum's a and b. Those that are
 * masked are left out: they give nothing, and what lies there may be an earlier batch's. */
static void sum_tokens(const struct recurrent *r, const struct recurrent_batch *batch, size_t begin,
                       size_t end, struct outer *sum)
{
    const size_t first = begin * batch->size, after = end * batch->size;
    sum->depth = after - first;
    if (batch->mask) {
        const size_t before = live_before(r, first);
        sum->index = r->live + before;
        sum->first = (uint32_t)first;
        sum->depth = live_before(r, after) - before;
    }
    r->kernels->outer(sum);
}

void recurrent_recurrent_gradient(const struct recurrent *r, const struct recurrent_batch *batch,
                                  size_t unit, const struct recurrent_weights *gradients)
{
    const size_t panel = unit % r->panels, first = unit / r->panels * GRADIENT_ROWS;
    const size_t later = r->spec.backwards ? 0 : 1, size = batch->size;
    float packed[GRADIENT_ROWS * PANEL];
    /* Each h, or what dropout left of it, is multiplied with the gates' gradients of the step after
     * it. Before the first step h is zero. */
    struct outer outer = {.rows = rows_of_unit(r->spec.units, first),
                          .a = (batch->keep ? r->dropped : r->h) + (1 - later) * size * r->stride +
                               first,
                          .a_row = r->stride,
                          .b = r->gate + panel * recurrent_gate_panel(r) + later * size * PANEL,
                          .idle = recurrent_idle_in(r, r->recurrent_idle, panel),
                          .c = packed};
    sum_tokens(r, batch, later, later + r->spec.steps - 1, &outer);
    unpack_panel(r, panel, first, outer.rows, r->cell->recurrent_block, packed,
                 gradients->recurrent_kernel);
}

size_t recurrent_kernel_units(const struct recurrent *r)
{
    return r->panels * row_units(r->spec.inputs);
}

/* A sum over words where the input is indexed, else over tokens; b and depth are set here. */
static void sum_inputs(const struct recurrent *r, const struct recurrent_batch *batch,
                       const struct words *words, size_t panel, struct outer *sum)
{
    if (r->spec.indexed) {
        sum->depth = words->count;
        sum->b = r->word_sums + panel * r->spec.most_words * PANEL;
        r->kernels->outer(sum);
    } else {
        sum->b = r->gate + panel * recurrent_gate_panel(r);
        sum_tokens(r, batch, 0, r->spec.steps, sum);
    }
}

/* The left side is all ones. */
static void bias_gradient(const struct recurrent *r, const struct recurrent_batch *batch,
                          const struct words *words, size_t panel, float *gradient)
{
    static const float one = 1;
    float packed[PANEL];
    struct outer outer = {.rows = 1, .a = &one, .a_row = 0, .c = packed};
    sum_inputs(r, batch, words, panel, &outer);
    unpack_panel(r, panel, 0, 1, r->cell->kernel_block, packed, gradient);
    if (r->cell->biases == 2)
        unpack_panel(r, panel, 1, 1, r->cell->recurrent_block, packed, gradient);
}

/* The unit with a panel's first rows also computes the bias's gradient, from the same gates'
 * gradients. */
void recurrent_kernel_gradient(const struct recurrent *r, const struct recurrent_batch *batch,
                               const struct words *words, size_t unit,
                               const struct recurrent_weights *gradients)
{
    const bool indexed = r->spec.indexed;
    const size_t panel = unit % r->panels, first = unit / r->panels * GRADIENT_ROWS;
    float packed[GRADIENT_ROWS * PANEL];
    struct outer outer = {.rows = rows_of_unit(r->spec.inputs, first),
                          .a = (indexed ? r->rows : batch->x) + first,
                          .a_row = indexed ? r->spec.inputs : batch->x_stride,
                          .idle = recurrent_idle_in(r, r->kernel_idle, panel),
                          .c = packed};
    sum_inputs(r, batch, words, panel, &outer);
    unpack_panel(r, panel, first, outer.rows, r->cell->kernel_block, packed, gradients->kernel);
    if (first == 0)
        bias_gradient(r, batch, words, panel, gradients->bias);
}

void recurrent_back(const struct recurrent *r, bool to_h, size_t rows, const float *gates,
                    size_t gates_panel, float *to, size_t to_row)
{
    const struct idle_columns idle = to_h ? r->recurrent_idle : r->kernel_idle;
    const size_t columns = to_h ? r->spec.units : r->spec.inputs, busy = recurrent_busy(idle);
    const float *transposed = to_h ? r->recurrent_transposed : r->kernel_transposed;
    for (size_t panel = 0; panel * PANEL < columns; panel++) {
        const struct product product = {.rows = rows,
                                        .depth = busy,
                                        .blocks = r->panels,
                                        .a = gates + idle.left,
                                        .a_row = PANEL,
                                        .a_block = gates_panel,
                                        .b = transposed + panel * r->panels * busy * PANEL,
                                        .idle = recurrent_idle_behind(columns, panel),
                                        .c = to + panel * PANEL,
                                        .c_row = to_row};
        r->kernels->product(&product);
    }
}

void recurrent_rows_gradient(struct recurrent *r, const uint32_t *ids, size_t begin, size_t end,
                             float *table, bool add)
{
    recurrent_back(r, false, end - begin, r->word_sums + begin * PANEL, r->spec.most_words * PANEL,
                   r->drows + begin * r->width, r->width);
    const size_t inputs = r->spec.inputs;
    for (size_t i = begin; i < end; i++) {
        float *to = table + ids[i] * inputs;
        if (add)
            r->kernels->add_scaled(to, 1, r->drows + i * r->width, inputs);
        else
            memcpy(to, r->drows + i * r->width, inputs * sizeof *table);
    }
}
