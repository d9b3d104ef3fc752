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

static bool create_lists(struct recurrent *r, struct arena *arena)
{
    const size_t rows = r->spec.most_rows;
    r->own = arena_alloc(arena, rows, sizeof *r->own);
    for (size_t i = 0; r->own && i < rows; i++)
        r->own[i] = (uint32_t)i;
    r->live = arena_alloc(arena, r->spec.masked ? r->spec.steps * rows : 0, sizeof *r->live);
    return r->own && r->live;
}

/* The system promises memory that it does not have, and kills who uses it; so more than there is
 * must be refused here. */
static size_t physical_memory(void)
{
    const long pages = sysconf(_SC_PHYS_PAGES), bytes = sysconf(_SC_PAGESIZE);
    return pages > 0 && bytes > 0 ? (size_t)pages * (size_t)bytes : SIZE_MAX;
}

static const struct cell *choose_cell(const struct recurrent_spec *spec,
                                      const struct kernels *kernels)
{
    const struct layer_kind_row *row = layer_kind_row(spec->kind);
    const bool usual = spec->activation == row->activation &&
                       (!(row->options & OPTION_RECURRENT_ACTIVATION) ||
                        spec->recurrent_activation == row->recurrent_activation);
    return (usual ? kernels->cell : kernels->general_cell)[spec->kind];
}

/* Where the columns of a panel stand that take no block. */
static struct idle_columns idle_of(const struct recurrent *r, const signed char *blocks)
{
    struct idle_columns idle = {0};
    for (size_t gate = 0; gate < r->gates && blocks[gate] < 0; gate++)
        idle.left += r->panel_units;
    for (size_t gate = r->gates; gate-- > 0 && blocks[gate] < 0;)
        idle.right += r->panel_units;
    return idle;
}

static bool create_blocks(struct recurrent *r, struct arena *arena)
{
    const struct recurrent_spec *spec = &r->spec;
    const size_t columns = r->panels * PANEL;
    const size_t tokens = spec->steps * spec->most_rows;
    const size_t projected = spec->indexed ? spec->most_projected : 0;
    const size_t words = spec->indexed ? spec->most_words : 0;
    const size_t held = spec->masked ? spec->most_rows : 0;
    struct {
        float **block;
        size_t count, width;
    } blocks[] = {
        {&r->kernel, spec->inputs, columns},
        {&r->recurrent, spec->units, columns},
        {&r->bias, 1, columns},
        {&r->kernel_transposed, r->width, r->panels * recurrent_busy(r->kernel_idle)},
        {&r->recurrent_transposed, r->stride, r->panels * recurrent_busy(r->recurrent_idle)},
        {&r->rows, projected, spec->inputs},
        {&r->projected, projected, columns},
        {&r->word_sums, words, columns},
        {&r->drows, words, r->width},
        {&r->gate, tokens, columns},
        {&r->h, tokens, r->stride},
        {&r->dropped, spec->drops ? tokens : 0, r->stride},
        {&r->state, tokens * r->cell->states, r->stride},
        {&r->cache, tokens * r->cell->states, r->stride},
        {&r->zeros, spec->most_rows, r->stride},
        {&r->dh, spec->most_rows, r->stride},
        {&r->dstate, spec->most_rows, r->stride},
        {&r->held, held, r->stride},
        {&r->held_state, held, r->stride}};
    const size_t count = sizeof blocks / sizeof *blocks;
    size_t bytes = arena_bytes(arena);
    for (size_t i = 0; i < count; i++)
        bytes += blocks[i].count * blocks[i].width * sizeof(float);
    if (bytes > physical_memory())
        return false;
    for (size_t i = 0; i < count; i++) {
        *blocks[i].block = arena_alloc(arena, blocks[i].count, blocks[i].width * sizeof(float));
        if (!*blocks[i].block)
            return false;
    }
    return true;
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
    r->cell = choose_cell(spec, kernels);
    assert(r->cell); /* every recurrent kind has its two in kernel_table.c */
    r->gates = r->cell->gates;
    r->blocks = layer_kind_gates(spec->kind);
    r->panel_units = PANEL / r->gates;
    r->panels = (spec->units + r->panel_units - 1) / r->panel_units;
    r->kernel_idle = idle_of(r, r->cell->kernel_block);
    r->recurrent_idle = idle_of(r, r->cell->recurrent_block);
    r->stride = whole_panels(spec->units) * PANEL;
    r->width = whole_panels(spec->inputs) * PANEL;
    if (!create_blocks(r, arena) || !create_rooms(r, arena) || !create_lists(r, arena))
        goto no_memory;
    *out = r;
    return RT_OK;
no_memory:
    return rt_fail(error, ERR_RECURRENT_NO_MEMORY_FOR_ROWS, spec->most_rows, spec->steps,
                   spec->units);
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

float *recurrent_h(struct recurrent *r)
{
    return r->h;
}

float *recurrent_last(struct recurrent *r, size_t size)
{
    return r->spec.backwards ? r->h : r->h + (r->spec.steps - 1) * size * r->stride;
}

float *recurrent_dlast(struct recurrent *r)
{
    return r->dh;
}
