#include "config.h"

#include "rnntop/nn/recurrent.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

#include "rnntop/nn/recurrent_parts.h"

static size_t whole_panels(size_t columns)
{
    return (columns + PANEL - 1) / PANEL;
}

static bool create_rooms(struct recurrent *r, struct arena *arena)
{
    const size_t rows = r->spec.infer_rows, elements = rows * r->stride;
    r->room = arena_alloc(arena, r->spec.workers, sizeof *r->room);
    for (size_t i = 0; r->room && i < r->spec.workers; i++) {
        struct recurrent_room *room = &r->room[i];
        room->index = arena_alloc(arena, rows * r->spec.steps, sizeof *room->index);
        room->gates = arena_alloc(arena, rows * PANEL, sizeof *room->gates);
        room->cache = arena_alloc(arena, elements, sizeof *room->cache);
        for (int k = 0; k < 2; k++) {
            room->h[k] = arena_alloc(arena, elements, sizeof *room->h[k]);
            room->state[k] = arena_alloc(arena, elements, sizeof *room->state[k]);
            if (!room->h[k] || !room->state[k])
                return false;
        }
        if (!room->index || !room->gates || !room->cache)
            return false;
    }
    return r->room != NULL;
}

/* The system promises memory that it does not have, and kills who uses it; so more than there is
 * must be refused here. */
static size_t physical_memory(void)
{
    const long pages = sysconf(_SC_PHYS_PAGES), bytes = sysconf(_SC_PAGESIZE);
    return pages > 0 && bytes > 0 ? (size_t)pages * (size_t)bytes : SIZE_MAX;
}

enum rt_status recurrent_create(struct recurrent **out, struct arena *arena,
                                const struct recurrent_spec *spec, const struct kernels *kernels,
                                struct rt_error *error)
{
    struct recurrent *r = arena_alloc(arena, 1, sizeof *r);
    if (!r)
        goto no_memory;
    r->spec = *spec;
    r->kernels = kernels;
    r->cell = spec->kind == LAYER_LSTM ? kernels->lstm : kernels->simple_rnn;
    r->gates = r->cell->gates;
    r->panel_units = PANEL / r->gates;
    r->panels = (spec->units + r->panel_units - 1) / r->panel_units;
    r->stride = whole_panels(spec->units) * PANEL;
    r->width = whole_panels(spec->inputs) * PANEL;

    const size_t columns = r->panels * PANEL;
    const size_t tokens = spec->steps * spec->most_rows;
    struct {
        float **block;
        size_t count, width;
    } blocks[] = {{&r->kernel, spec->inputs, columns},
                  {&r->recurrent, spec->units, columns},
                  {&r->bias, 1, columns},
                  {&r->kernel_transposed, r->width, columns},
                  {&r->recurrent_transposed, r->stride, columns},
                  {&r->rows, spec->most_projected, spec->inputs},
                  {&r->projected, spec->most_projected, columns},
                  {&r->word_sums, spec->most_words, columns},
                  {&r->drows, spec->most_words, r->width},
                  {&r->gate, tokens, columns},
                  {&r->h, tokens, r->stride},
                  {&r->state, tokens * r->cell->states, r->stride},
                  {&r->cache, tokens * r->cell->states, r->stride},
                  {&r->zeros, spec->most_rows, r->stride},
                  {&r->dh, spec->most_rows, r->stride},
                  {&r->dstate, spec->most_rows, r->stride}};
    const size_t count = sizeof blocks / sizeof *blocks;
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += blocks[i].count * blocks[i].width * sizeof(float);
    if (bytes > physical_memory())
        goto no_memory;
    for (size_t i = 0; i < count; i++) {
        *blocks[i].block = arena_alloc(arena, blocks[i].count, blocks[i].width * sizeof(float));
        if (!*blocks[i].block)
            goto no_memory;
    }
    if (!create_rooms(r, arena))
        goto no_memory;
    *out = r;
    return RT_OK;
no_memory:
    return rt_fail(error, RT_ERR_MEMORY,
                   "There is no memory for %zu rows of %zu steps of %zu units: choose a smaller "
                   "--batch-size, --maxlen or --units.",
                   spec->most_rows, spec->steps, spec->units);
}

size_t recurrent_most_projected(const struct recurrent *r)
{
    return r->spec.most_projected;
}

float *recurrent_rows(struct recurrent *r)
{
    return r->rows;
}

size_t recurrent_stride(const struct recurrent *r)
{
    return r->stride;
}

const float *recurrent_last(const struct recurrent *r, size_t size)
{
    return r->h + (r->spec.steps - 1) * size * r->stride;
}

float *recurrent_dlast(struct recurrent *r)
{
    return r->dh;
}

void recurrent_project(struct recurrent *r, size_t begin, size_t end)
{
    for (size_t panel = 0; panel < r->panels; panel++) {
        const struct product product = {.rows = end - begin,
                                        .depth = r->spec.inputs,
                                        .blocks = 1,
                                        .a = r->rows + begin * r->spec.inputs,
                                        .a_row = r->spec.inputs,
                                        .b = r->kernel + panel * r->spec.inputs * PANEL,
                                        .start = r->bias + panel * PANEL,
                                        .c = r->projected +
                                             (panel * r->spec.most_projected + begin) * PANEL,
                                        .c_row = PANEL};
        r->kernels->product(&product);
    }
}

static bool stopped(const atomic_bool *stop, size_t t)
{
    return t % RECURRENT_STEP_BLOCK == 0 && stop &&
           atomic_load_explicit(stop, memory_order_relaxed);
}

/* One step of the time loop, for some rows; every pointer stands at the first of them. */
struct forward_step {
    size_t rows;
    const uint32_t *index; /* [rows]: each row's place among the projected */
    const float *h_before; /* NULL: zeros */
    const float *state_before;
    float *gates;       /* [rows, PANEL] of the first panel */
    size_t gates_panel; /* elements from panel to panel; 0: all use the same room */
    float *h, *state, *cache;
};

static void forward_step(const struct recurrent *r, const struct forward_step *step)
{
    for (size_t panel = 0; panel < r->panels; panel++) {
        float *gates = step->gates + panel * step->gates_panel;
        const struct product product = {.rows = step->rows,
                                        .depth = r->spec.units,
                                        .blocks = step->h_before ? 1 : 0,
                                        .a = step->h_before,
                                        .a_row = r->stride,
                                        .b = r->recurrent + panel * r->spec.units * PANEL,
                                        .start =
                                            r->projected + panel * r->spec.most_projected * PANEL,
                                        .start_index = step->index,
                                        .c = gates,
                                        .c_row = PANEL};
        r->kernels->product(&product);
        const size_t unit = panel * r->panel_units;
        const struct cell_step cell = {.rows = step->rows,
                                       .gates = gates,
                                       .row = r->stride,
                                       .state_before = step->state_before + unit,
                                       .state = step->state + unit,
                                       .cache = step->cache + unit,
                                       .h = step->h + unit};
        r->cell->forward(&cell);
    }
}

bool recurrent_forward(struct recurrent *r, const struct words *words, size_t begin, size_t end,
                       const atomic_bool *stop)
{
    const size_t size = words->size;
    for (size_t t = 0; t < r->spec.steps; t++) {
        if (stopped(stop, t))
            return false;
        const size_t now = t * size + begin, before = now - size;
        const size_t state = r->cell->states ? now * r->stride : 0;
        const struct forward_step step = {
            .rows = end - begin,
            .index = words->index + now,
            .h_before = t > 0 ? r->h + before * r->stride : NULL,
            .state_before = t > 0 && r->cell->states ? r->state + before * r->stride : r->zeros,
            .gates = r->gate + now * PANEL,
            .gates_panel = recurrent_gate_panel(r),
            .h = r->h + now * r->stride,
            .state = r->state + state,
            .cache = r->cache + state};
        forward_step(r, &step);
    }
    return true;
}

static void backward_step(const struct recurrent *r, size_t t, size_t size, size_t begin,
                          size_t end)
{
    const size_t now = t * size + begin;
    for (size_t panel = 0; panel < r->panels; panel++) {
        const size_t unit = panel * r->panel_units;
        const size_t state = r->cell->states ? now * r->stride + unit : 0;
        const struct cell_step cell = {
            .rows = end - begin,
            .gates = r->gate + panel * recurrent_gate_panel(r) + now * PANEL,
            .row = r->stride,
            .state_before =
                t > 0 && r->cell->states ? r->state + state - size * r->stride : r->zeros + unit,
            .state = r->state + state,
            .cache = r->cache + state,
            .h = r->h + now * r->stride + unit,
            .dh = r->dh + begin * r->stride + unit,
            .dstate = r->dstate + begin * r->stride + unit};
        r->cell->backward(&cell);
    }
    for (size_t panel = 0; t > 0 && panel < r->stride / PANEL; panel++) {
        const struct product product = {.rows = end - begin,
                                        .depth = PANEL,
                                        .blocks = r->panels,
                                        .a = r->gate + now * PANEL,
                                        .a_row = PANEL,
                                        .a_block = recurrent_gate_panel(r),
                                        .b = r->recurrent_transposed +
                                             panel * r->panels * PANEL * PANEL,
                                        .c = r->dh + begin * r->stride + panel * PANEL,
                                        .c_row = r->stride};
        r->kernels->product(&product);
    }
}

bool recurrent_backward(struct recurrent *r, const struct words *words, size_t begin, size_t end,
                        const atomic_bool *stop)
{
    memset(r->dstate + begin * r->stride, 0, (end - begin) * r->stride * sizeof *r->dstate);
    for (size_t t = r->spec.steps; t-- > 0;) {
        if (stopped(stop, t))
            return false;
        backward_step(r, t, words->size, begin, end);
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
    struct recurrent_room *room = &r->room[worker];
    memset(room->state[1], 0, rows * r->stride * sizeof *room->state[1]);
    for (size_t t = 0; t < r->spec.steps; t++) {
        if (stopped(stop, t))
            return NULL;
        const struct forward_step step = {.rows = rows,
                                          .index = room->index + t * rows,
                                          .h_before = t > 0 ? room->h[(t + 1) % 2] : NULL,
                                          .state_before = room->state[(t + 1) % 2],
                                          .gates = room->gates,
                                          .gates_panel = 0,
                                          .h = room->h[t % 2],
                                          .state = room->state[t % 2],
                                          .cache = room->cache};
        forward_step(r, &step);
    }
    return room->h[(r->spec.steps - 1) % 2];
}
