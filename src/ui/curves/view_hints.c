#include "config.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/curves/curves.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/keys.h"
#include "rnntop/ui/strings.h"

#define MAX_HINTS 24
#define LONG_NAME 14

struct hint {
    char key[8];
    const char *text;
};

struct hints {
    size_t count, kept; /* the last `kept` of them always stay */
    struct hint at[MAX_HINTS];
    char tab[RUN_NAME_SIZE], again[FIGURE_SIZE + 32];
};

static struct hint *add(struct hints *hints, const char *key, size_t length, const char *text)
{
    assert(hints->count < MAX_HINTS && length < sizeof hints->at[0].key);
    struct hint *hint = &hints->at[hints->count++];
    memcpy(hint->key, key, length);
    hint->key[length] = '\0';
    hint->text = text;
    return hint;
}

/* An action's row in the table of keys. */
static const struct key_binding *key_of(enum action action)
{
    size_t count, i = 0;
    const struct key_binding *key = keys_table(&count);
    while (i < count && key[i].action != action)
        i++;
    assert(i < count);
    return &key[i];
}

/* The key is the first of the action's names. */
static struct hint *hint(struct hints *hints, enum action action, enum string_id text)
{
    const char *name = key_of(action)->name;
    return add(hints, name, strcspn(name, " "), string_get(text));
}

/* Two keys that do the opposite of each other. */
static void hint_rate(struct hints *hints)
{
    char keys[8];
    snprintf(keys, sizeof keys, "%c %c", key_of(ACTION_RATE_DOWN)->key[0],
             key_of(ACTION_RATE_UP)->key[0]);
    add(hints, keys, strlen(keys), string_get(STR_HINT_RATE));
}

static void hint_tab(const struct curves *curves, struct hints *hints)
{
    if (curves->runs < 2)
        return;
    struct hint *tab = hint(hints, ACTION_NEXT_RUN, STR_HINT_RUN);
    const char *name = curves->seen[(curves->selected + 1) % curves->runs].spec->name;
    if (curves->layout.narrow || (!curves->layout.wide && strlen(name) > LONG_NAME))
        return; /* it would push out more than it says */
    snprintf(hints->tab, sizeof hints->tab, "%s", name);
    tab->text = hints->tab;
}

/* The seed that r will take: above all that the same model has had. */
static void hint_again(const struct curves *curves, struct hints *hints)
{
    const struct run_spec *spec = curves->seen[curves->selected].spec;
    enum layer_kind kind = spec->model.layer[model_spec_recurrent(&spec->model)].kind;
    unsigned long long seed = spec->seed;
    char figure[FIGURE_SIZE];
    for (size_t i = 0; i < curves->runs; i++) {
        const struct run_spec *other = curves->seen[i].spec;
        if (other->model.layer[model_spec_recurrent(&other->model)].kind == kind &&
            other->seed > seed)
            seed = other->seed;
    }
    snprintf(figure, sizeof figure, "%llu", seed + 1);
    string_fill(hints->again, sizeof hints->again, STR_HINT_AGAIN, figure);
    hint(hints, ACTION_AGAIN, STR_HINT_AGAIN)->text = hints->again;
}

static void hints_of_picture(const struct curves *curves, struct hints *hints)
{
    hint(hints, ACTION_CURSOR, STR_HINT_CURSOR);
    if (curves->runs > 1)
        hint(hints, ACTION_OTHERS, STR_HINT_OTHERS);
    hint(hints, ACTION_SMOOTH, STR_HINT_SMOOTH);
    hint(hints, ACTION_AXIS, STR_HINT_AXIS);
    hint(hints, ACTION_ZOOM_IN, STR_HINT_ZOOM);
    hint(hints, ACTION_LOG, STR_HINT_LOG);
}

/* The prompt has keys of its own. */
static void hints_of_quit(const struct curves *curves, struct hints *hints)
{
    bool brief = curves->layout.width < 52;
    const char *escape = string_get(STR_KEY_ESCAPE);
    add(hints, "y", 1, string_get(brief ? STR_HINT_QUIT_SAVE_SHORT : STR_HINT_QUIT_SAVE));
    add(hints, "d", 1, string_get(brief ? STR_HINT_QUIT_DISCARD_SHORT : STR_HINT_QUIT_DISCARD));
    add(hints, escape, strlen(escape), string_get(STR_HINT_STAY));
    hints->kept = hints->count;
}

static void hints_of_take_back(struct hints *hints)
{
    const char *escape = string_get(STR_KEY_ESCAPE);
    add(hints, "y", 1, string_get(STR_HINT_YES));
    add(hints, escape, strlen(escape), string_get(STR_HINT_NO));
    hints->kept = hints->count;
}

/* What keys do now, the most useful first. */
static void take_hints(const struct curves *curves, struct hints *hints)
{
    const struct screen *screen = curves->screen;
    size_t active = board_active(curves->board);
    enum run_state state = RUN_QUEUED;
    hints->count = hints->kept = 0;
    if (screen->prompt == PROMPT_QUIT) {
        hints_of_quit(curves, hints);
        return;
    }
    if (screen->prompt == PROMPT_TAKE_BACK) {
        hints_of_take_back(hints);
        return;
    }
    if (active < curves->runs) {
        struct history_now now;
        curves_live(curves, active, &now);
        state = now.state;
    }
    bool paused = state == RUN_PAUSED || screen->paused;
    bool begun = state != RUN_LOADING && state != RUN_QUEUED;
    bool ended = board_all_ended(curves->board);
    bool failed = curves->runs > 0 && curves->seen[curves->selected].now->state == RUN_FAILED;

    bool waits = curves->runs > 0 && curves->selected > active && active != BOARD_NO_RUN &&
                 curves->seen[curves->selected].now->state == RUN_QUEUED;

    if (screen->held)
        hint(hints, ACTION_HOLD, STR_HINT_LET_GO);
    if (!ended && !failed)
        hint(hints, ACTION_PAUSE, paused ? STR_HINT_RESUME : STR_HINT_PAUSE);
    if (curves->runs > 0 && screen->run[curves->selected].end > 0)
        hint(hints, ACTION_ZOOM_WHOLE, STR_HINT_WHOLE);
    if (!ended && paused && begun) {
        hint(hints, ACTION_ONE_BATCH, STR_HINT_ONE_BATCH);
        hint(hints, ACTION_ONE_EPOCH, STR_HINT_ONE_EPOCH);
        hint(hints, ACTION_SAVE, STR_HINT_SAVE);
    }
    hint_tab(curves, hints);
    if (!ended && paused && begun)
        hint_rate(hints);
    if (waits)
        hint(hints, ACTION_TAKE_BACK, STR_HINT_TAKE_BACK);
    if (curves->runs > 0 && (ended || failed))
        hint_again(curves, hints);
    if ((!begun && !ended) || failed)
        hint(hints, ACTION_MESSAGES, STR_HINT_MESSAGES);
    if (curves->runs > 0 && (ended || failed))
        hint(hints, ACTION_NEW, STR_HINT_NEW);
    if (!ended && !failed && !paused && begun) {
        hint(hints, ACTION_SAVE, STR_HINT_SAVE);
        hint(hints, ACTION_ONE_EPOCH, STR_HINT_AT_EPOCH);
    }
    if (curves->runs > 0 && (begun || ended))
        hints_of_picture(curves, hints);
    hint(hints, ACTION_HELP, STR_HINT_HELP);
    hint(hints, ACTION_QUIT, STR_HINT_QUIT);
    hints->kept = 2;
}

static int hint_columns(const struct hint *hint)
{
    return (int)utf8_text_columns(hint->key) + 1 + (int)utf8_text_columns(hint->text);
}

/* They leave from the right, but for the last ones. */
static void draw_hints(const struct curves *curves, const struct hints *hints, int column)
{
    int end = curves->layout.width, row = curves->layout.hints_row;
    int gap = end >= 79 ? 3 : 2, reserve = 0;
    size_t free = hints->count - hints->kept;
    for (size_t i = free; i < hints->count; i++)
        reserve += hint_columns(&hints->at[i]) + gap;
    bool full = false;
    for (size_t i = 0; i < hints->count; i++) {
        const struct hint *one = &hints->at[i];
        int width = hint_columns(one);
        full = full || (i < free && column + width + reserve > end);
        if ((full && i < free) || column + width > end)
            continue;
        column = canvas_text(curves->canvas, column, row, one->key, ROLE_STRONG) + 1;
        column = canvas_text(curves->canvas, column, row, one->text, ROLE_DIM) + gap;
    }
    const char *note = string_get(STR_HINT_QUIT_NOTE);
    if (curves->screen->prompt == PROMPT_QUIT && column + (int)utf8_text_columns(note) <= end)
        canvas_text_right(curves->canvas, end, row, note, ROLE_DIM);
}

void curves_hints(const struct curves *curves, int column)
{
    struct hints hints;
    take_hints(curves, &hints);
    draw_hints(curves, &hints, column);
}
