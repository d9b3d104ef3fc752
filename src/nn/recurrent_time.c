/* The time loop, both ways. Step s of the loop is at time t = from + s, or to - 1 - s where it goes
 * backwards; all that is kept lies at t. */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "rnntop/nn/recurrent_parts.h"

void recurrent_project(struct recurrent *r, size_t begin, size_t end)
{
    for (size_t panel = 0; panel < r->panels; panel++) {
        const struct product product = {.rows = end - begin,
                                        .depth = r->spec.inputs,
                                        .blocks = 1,
                                        .a = r->rows + begin * r->spec.inputs,
                                        .a_row = r->spec.inputs,
                                        .b = r->kernel + panel * r->spec.inputs * PANEL,
                                        .idle = recurrent_idle_in(r, r->kernel_idle, panel),
                                        .start = r->bias + panel * PANEL,
                                        .c = r->projected +
                                             (panel * r->spec.most_projected + begin) * PANEL,
                                        .c_row = PANEL};
        r->kernels->product(&product);
    }
}

static size_t time_of(const struct recurrent *r, const struct recurrent_batch *batch, size_t s)
{
    return r->spec.backwards ? batch->to - 1 - s : batch->from + s;
}

/* Steps [s, after) of the loop: x @ kernel + bias of a sequence's rows into the gates, a panel of
 * the kernel after the other. Few steps at a time, so that the gates are still near when the loop
 * comes to them. */
static void project_steps(struct recurrent *r, const struct recurrent_batch *batch, size_t s,
                          size_t after, size_t begin, size_t end)
{
    for (size_t panel = 0; panel < r->panels; panel++) {
        for (size_t step = s; step < after; step++) {
            const size_t now = time_of(r, batch, step) * batch->size + begin;
            const struct product product = {.rows = end - begin,
                                            .depth = r->spec.inputs,
                                            .blocks = 1,
                                            .a = batch->x + now * batch->x_stride,
                                            .a_row = batch->x_stride,
                                            .b = r->kernel + panel * r->spec.inputs * PANEL,
                                            .idle = recurrent_idle_in(r, r->kernel_idle, panel),
                                            .start = r->bias + panel * PANEL,
                                            .c = r->gate + panel * recurrent_gate_panel(r) +
                                                 now * PANEL,
                                            .c_row = PANEL};
            r->kernels->product(&product);
        }
    }
}

/* The way back of steps [s, after): the gradient of x. */
static void back_steps(struct recurrent *r, const struct recurrent_batch *batch, size_t s,
                       size_t after, size_t begin, size_t end)
{
    for (size_t step = s; step < after; step++) {
        const size_t now = time_of(r, batch, step) * batch->size + begin;
        recurrent_back(r, false, end - begin, r->gate + now * PANEL, recurrent_gate_panel(r),
                       batch->dx + now * batch->x_stride, batch->x_stride);
    }
}

/* Of a loop of so many steps, the end of the block that begins at step s. */
static size_t block_end(size_t s, size_t steps)
{
    return steps - s < RECURRENT_STEP_BLOCK ? steps : s + RECURRENT_STEP_BLOCK;
}

static struct cell_step cell_step_of(const struct recurrent *r, size_t rows)
{
    const struct kernels *kernels = r->kernels;
    return (struct cell_step){.rows = rows,
                              .row = r->stride,
                              .activation = kernels->activation[r->spec.activation],
                              .recurrent = kernels->activation[r->spec.recurrent_activation],
                              .activation_slope = kernels->slope[r->spec.activation],
                              .recurrent_slope = kernels->slope[r->spec.recurrent_activation]};
}

/* One step of the time loop, for some rows; every pointer stands at the first of them. */
struct forward_step {
    size_t rows;
    const float *start;    /* of the first panel: what the input gives */
    size_t start_panel;    /* elements from panel to panel */
    const uint32_t *index; /* [rows]: each row's place in start */
    const float *h_before; /* what enters the product; NULL: zeros */
    const float *state_before;
    float *gates;       /* [rows, PANEL] of the first panel */
    size_t gates_panel; /* elements from panel to panel; 0: all use the same room */
    float *h, *state, *cache;
};

static void forward_step(const struct recurrent *r, const struct forward_step *step)
{
    struct cell_step cell = cell_step_of(r, step->rows);
    for (size_t panel = 0; panel < r->panels; panel++) {
        float *gates = step->gates + panel * step->gates_panel;
        const struct product product = {.rows = step->rows,
                                        .depth = r->spec.units,
                                        .blocks = step->h_before ? 1 : 0,
                                        .a = step->h_before,
                                        .a_row = r->stride,
                                        .b = r->recurrent + panel * r->spec.units * PANEL,
                                        .idle = recurrent_idle_in(r, r->recurrent_idle, panel),
                                        .start = step->start + panel * step->start_panel,
                                        .start_index = step->index,
                                        .c = gates,
                                        .c_row = PANEL};
        r->kernels->product(&product);
        const size_t unit = panel * r->panel_units;
        cell.gates = gates;
        cell.state_before = step->state_before + unit;
        cell.state = step->state + unit;
        cell.cache = step->cache + unit;
        cell.h = step->h + unit;
        r->cell->forward(&cell);
    }
}

/* What a cell finds as the state before a step; `before` is the row of the step before. */
static const float *state_before(const struct recurrent *r, bool first, size_t before)
{
    if (first || !(r->cell->states || r->cell->carries))
        return r->zeros;
    return (r->cell->states ? r->state : r->h) + before * r->stride;
}

/* Masked rows keep what they had before the step. */
static void hold(struct recurrent *r, const struct recurrent_batch *batch, size_t s, size_t begin,
                 size_t end)
{
    const size_t t = time_of(r, batch, s), bytes = r->stride * sizeof(float);
    for (size_t row = begin; row < end; row++) {
        if (!recurrent_masked(r, batch, t, row))
            continue;
        const size_t now = t * batch->size + row;
        const size_t before = r->spec.backwards ? now + batch->size : now - batch->size;
        memcpy(r->h + now * r->stride, s > 0 ? r->h + before * r->stride : r->zeros, bytes);
        if (r->cell->states)
            memcpy(r->state + now * r->stride, s > 0 ? r->state + before * r->stride : r->zeros,
                   bytes);
    }
}

/* The steps that were left out next to those that were not: before the loop h is zero, which the
 * gradient of the recurrent kernel looks at; and the last keeps h as it was. */
static void close_gaps(struct recurrent *r, const struct recurrent_batch *batch, size_t begin,
                       size_t end)
{
    const size_t row = r->stride, bytes = (end - begin) * row * sizeof(float);
    const size_t before = (r->spec.backwards ? batch->to : batch->from - 1) * batch->size + begin;
    if (r->spec.backwards ? batch->to < r->spec.steps : batch->from > 0) {
        memset(r->h + before * row, 0, bytes);
        if (batch->keep)
            memset(r->dropped + before * row, 0, bytes);
    }
    const size_t t = time_of(r, batch, batch->to - batch->from - 1);
    const float *h = r->h + (t * batch->size + begin) * row;
    float *last = recurrent_last(r, batch->size) + begin * row;
    if (last != h)
        memcpy(last, h, bytes);
}

bool recurrent_forward(struct recurrent *r, const struct recurrent_batch *batch, size_t begin,
                       size_t end)
{
    const size_t size = batch->size, steps = batch->to - batch->from;
    const float *enters = batch->keep ? r->dropped : r->h;
    for (size_t s = 0; s < steps; s++) {
        if (recurrent_stopped(batch->stop, s))
            return false;
        if (!r->spec.indexed && s % RECURRENT_STEP_BLOCK == 0)
            project_steps(r, batch, s, block_end(s, steps), begin, end);
        const size_t now = time_of(r, batch, s) * size + begin;
        const size_t before = r->spec.backwards ? now + size : now - size;
        const size_t state = r->cell->states ? now * r->stride : 0;
        const struct forward_step step = {
            .rows = end - begin,
            .start = r->spec.indexed ? r->projected : r->gate + now * PANEL,
            .start_panel =
                r->spec.indexed ? r->spec.most_projected * PANEL : recurrent_gate_panel(r),
            .index = r->spec.indexed ? batch->index + now : r->own,
            .h_before = s > 0 ? enters + before * r->stride : NULL,
            .state_before = state_before(r, s == 0, before),
            .gates = r->gate + now * PANEL,
            .gates_panel = recurrent_gate_panel(r),
            .h = r->h + now * r->stride,
            .state = r->state + state,
            .cache = r->cache + state};
        forward_step(r, &step);
        if (batch->mask)
            hold(r, batch, s, begin, end);
        if (batch->keep)
            r->kernels->multiply(r->dropped + now * r->stride, r->h + now * r->stride,
                                 batch->keep + begin * r->stride, (end - begin) * r->stride);
    }
    close_gaps(r, batch, begin, end);
    return true;
}

/* A masked step lets gradients of h and state pass as they are: they are put aside, and back. */
static void put_aside(struct recurrent *r, size_t begin, size_t end)
{
    const size_t first = begin * r->stride, bytes = (end - begin) * r->stride * sizeof(float);
    memcpy(r->held + first, r->dh + first, bytes);
    memcpy(r->held_state + first, r->dstate + first, bytes);
}

static void clear_masked(struct recurrent *r, const struct recurrent_batch *batch, size_t t,
                         size_t begin, size_t end)
{
    for (size_t row = begin; row < end; row++) {
        if (!recurrent_masked(r, batch, t, row))
            continue;
        for (size_t panel = 0; panel < r->panels; panel++)
            memset(r->gate + panel * recurrent_gate_panel(r) + (t * batch->size + row) * PANEL, 0,
                   PANEL * sizeof(float));
    }
}

static void put_back(struct recurrent *r, const struct recurrent_batch *batch, size_t t,
                     size_t begin, size_t end)
{
    const size_t bytes = r->stride * sizeof(float);
    for (size_t row = begin; row < end; row++) {
        if (!recurrent_masked(r, batch, t, row))
            continue;
        memcpy(r->dh + row * r->stride, r->held + row * r->stride, bytes);
        memcpy(r->dstate + row * r->stride, r->held_state + row * r->stride, bytes);
    }
}

static void backward_cells(const struct recurrent *r, const struct recurrent_batch *batch, size_t s,
                           size_t begin, size_t end)
{
    const size_t now = time_of(r, batch, s) * batch->size + begin;
    const size_t before = r->spec.backwards ? now + batch->size : now - batch->size;
    const float *state = state_before(r, s == 0, before);
    struct cell_step cell = cell_step_of(r, end - begin);
    for (size_t panel = 0; panel < r->panels; panel++) {
        const size_t unit = panel * r->panel_units;
        const size_t kept = r->cell->states ? now * r->stride + unit : 0;
        cell.gates = r->gate + panel * recurrent_gate_panel(r) + now * PANEL;
        cell.state_before = state + unit;
        cell.state = r->state + kept;
        cell.cache = r->cache + kept;
        cell.h = r->h + now * r->stride + unit;
        cell.dh = r->dh + begin * r->stride + unit;
        cell.dstate = r->dstate + begin * r->stride + unit;
        r->cell->backward(&cell);
    }
}

/* The gradient of h of the step before, from that of the gates. */
static void backward_product(const struct recurrent *r, const struct recurrent_batch *batch,
                             size_t t, size_t begin, size_t end)
{
    const size_t first = begin * r->stride, elements = (end - begin) * r->stride;
    recurrent_back(r, true, end - begin, r->gate + (t * batch->size + begin) * PANEL,
                   recurrent_gate_panel(r), r->dh + first, r->stride);
    if (batch->keep)
        r->kernels->multiply(r->dh + first, r->dh + first, batch->keep + first, elements);
    if (r->cell->carries)
        r->kernels->add_scaled(r->dh + first, 1, r->dstate + first, elements);
}

bool recurrent_backward(struct recurrent *r, const struct recurrent_batch *batch, size_t begin,
                        size_t end)
{
    const size_t first = begin * r->stride, elements = (end - begin) * r->stride;
    const size_t steps = batch->to - batch->from;
    memset(r->dstate + first, 0, elements * sizeof *r->dstate);
    if (batch->dh)
        memset(r->dh + first, 0, elements * sizeof *r->dh);
    for (size_t s = steps; s-- > 0;) {
        if (recurrent_stopped(batch->stop, s))
            return false;
        const size_t t = time_of(r, batch, s);
        if (batch->dh)
            r->kernels->add_scaled(r->dh + first, 1,
                                   batch->dh + (t * batch->size + begin) * r->stride, elements);
        if (batch->mask)
            put_aside(r, begin, end);
        backward_cells(r, batch, s, begin, end);
        if (batch->mask)
            clear_masked(r, batch, t, begin, end);
        if (s > 0)
            backward_product(r, batch, t, begin, end);
        if (batch->mask)
            put_back(r, batch, t, begin, end);
        if (batch->dx && s % RECURRENT_STEP_BLOCK == 0)
            back_steps(r, batch, s, block_end(s, steps), begin, end);
    }
    return true;
}

uint32_t *recurrent_infer_index(struct recurrent *r, int worker)
{
    return r->room[worker].index;
}

const float *recurrent_infer(struct recurrent *r, int worker, size_t rows, const atomic_bool *stop)
{
    assert(rows <= r->spec.infer_rows);
    const struct recurrent_batch all = {.to = r->spec.steps};
    struct recurrent_room *room = &r->room[worker];
    memset(room->state[1], 0, rows * r->stride * sizeof *room->state[1]);
    for (size_t s = 0; s < r->spec.steps; s++) {
        if (recurrent_stopped(stop, s))
            return NULL;
        const float *before = room->h[(s + 1) % 2];
        const struct forward_step step = {
            .rows = rows,
            .start = r->projected,
            .start_panel = r->spec.most_projected * PANEL,
            .index = room->index + time_of(r, &all, s) * rows,
            .h_before = s > 0 ? before : NULL,
            .state_before = s > 0 && r->cell->carries ? before : room->state[(s + 1) % 2],
            .gates = room->gates,
            .gates_panel = 0,
            .h = room->h[s % 2],
            .state = room->state[s % 2],
            .cache = room->cache};
        forward_step(r, &step);
    }
    return room->h[(r->spec.steps - 1) % 2];
}
