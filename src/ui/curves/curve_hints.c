#include "config.h"

#include "rnntop/ui/curves/curve_hints.h"

#include <stdio.h>
#include <string.h>

#include "rnntop/ui/figures.h"
#include "rnntop/ui/remedies.h"

#define LONG_NAME 14
#define FEW_ROWS  2

/* A key that asks something of the session: not where that is only watched. */
static void hint_request(const struct curves *curves, struct hints *hints, enum action action,
                         enum string_id text)
{
    if (!curves->screen->only_watched)
        hints_add_action(hints, action, text);
}

/* Two keys that do the opposite of each other. */
static void hint_rate(const struct curves *curves, struct hints *hints)
{
    if (curves->screen->only_watched)
        return;
    char keys[4];
    snprintf(keys, sizeof keys, "%c %c", keys_of(ACTION_RATE_DOWN)->key[0],
             keys_of(ACTION_RATE_UP)->key[0]);
    hints_add(hints, keys, STR_HINT_RATE);
}

static void hint_tab(const struct curves *curves, struct hints *hints)
{
    char name[RUN_NAME_SIZE];
    if (curves->rows.curves < 2)
        return;
    curves_row_name(curves, rows_step(&curves->rows, 1), name);
    if (curves->layout.narrow || (!curves->layout.wide && strlen(name) > LONG_NAME))
        hints_add_action(hints, ACTION_NEXT_RUN, STR_HINT_RUN); /* a name would push out too much */
    else
        hints_add_made(hints, ACTION_NEXT_RUN, name);
}

/* The seed that r will take: above all that the same model has had. */
static void hint_again(const struct curves *curves, struct hints *hints)
{
    if (curves->screen->only_watched)
        return;
    const struct run_spec *spec = curves->seen[curves->selected].spec;
    enum layer_kind kind = spec->model.layer[model_spec_recurrent(&spec->model)].kind;
    unsigned long long seed = spec->seed;
    char figure[FIGURE_SIZE], text[HINTS_MADE_SIZE];
    for (size_t i = 0; i < curves->runs; i++) {
        const struct run_spec *other = curves->seen[i].spec;
        if (other->model.layer[model_spec_recurrent(&other->model)].kind == kind &&
            other->seed > seed)
            seed = other->seed;
    }
    snprintf(figure, sizeof figure, "%llu", seed + 1);
    string_fill(text, sizeof text, STR_HINT_AGAIN, figure);
    hints_add_made(hints, ACTION_AGAIN, text);
}

/* Of many rows the order is worth a key, of seeds that they can be seen. */
static void hints_of_table(const struct curves *curves, struct hints *hints)
{
    if (curves->layout.strip)
        return;
    if (curves->rows.count > FEW_ROWS)
        hints_add_action(hints, ACTION_SORT, STR_HINT_SORT);
    if (curves->rows.at[curves->rows.selected].kind == ROW_SEEDS)
        hints_add_action(hints, ACTION_OPEN, STR_HINT_OPEN);
    if (curves->rows.at[curves->rows.selected].kind == ROW_SEED)
        hints_add_action(hints, ACTION_OPEN, STR_HINT_CLOSE);
    if (curves_others(curves) > FEW_ROWS)
        hints_add_action(hints, ACTION_MARK, STR_HINT_MARK);
}

/* Where something is wrong with the run on screen, and no line says so. */
static void hint_diagnosis(const struct curves *curves, struct hints *hints)
{
    struct diagnosis diagnosis;
    if (curves->layout.loss.title_row >= 0)
        return;
    seen_diagnose(&curves->seen[curves->selected], curves->board, curves->selected, &diagnosis);
    if (diagnosis_gravest(&diagnosis))
        hints_add_action(hints, ACTION_DIAGNOSIS, STR_HINT_DIAGNOSIS);
}

/* Of a run that broke: what another one would try, in place of the same with another seed, which
 * would break too. False where there is nothing to try. */
static bool hint_remedy(const struct curves *curves, struct hints *hints)
{
    struct remedies remedies;
    char text[HINTS_MADE_SIZE];
    remedies_of_broken(&remedies, curves->board, curves->selected);
    if (remedies.count == 0 || curves->screen->only_watched)
        return false;
    const struct setting *setting = settings_find(remedies.change[0].name);
    string_fill(text, sizeof text, STR_HINT_REMEDY, setting->alias ? setting->alias : setting->name,
                remedies.change[0].value);
    hints_add_made(hints, ACTION_NEW, text);
    return true;
}

static void hints_of_picture(const struct curves *curves, struct hints *hints)
{
    hints_of_table(curves, hints);
    hints_add_action(hints, ACTION_CURSOR, STR_HINT_CURSOR);
    if (curves->rows.curves > 1)
        hints_add_action(hints, ACTION_OTHERS, STR_HINT_OTHERS);
    hints_add_action(hints, ACTION_SMOOTH, STR_HINT_SMOOTH);
    hints_add_action(hints, ACTION_AXIS, STR_HINT_AXIS);
    hints_add_action(hints, ACTION_ZOOM_IN, STR_HINT_ZOOM);
    hints_add_action(hints, ACTION_LOG, STR_HINT_LOG);
}

void curve_hints(const struct curves *curves, struct hints *hints)
{
    const struct screen *screen = curves->screen;
    size_t active = board_active(curves->board);
    enum run_state state = RUN_QUEUED;
    *hints = (struct hints){.count = 0};
    if (active < curves->runs) {
        struct history_now now;
        seen_live(curves->board, active, &now);
        state = now.state;
    }
    bool paused = state == RUN_PAUSED || screen->paused;
    bool begun = state != RUN_LOADING && state != RUN_QUEUED;
    bool ended = board_all_ended(curves->board);
    bool failed = curves->runs > 0 && curves->seen[curves->selected].now->state == RUN_FAILED;

    bool waits = curves->runs > 0 && curves->selected > active && active != BOARD_NO_RUN &&
                 curves->seen[curves->selected].now->state == RUN_QUEUED;

    if (screen->held)
        hints_add_action(hints, ACTION_HOLD, STR_HINT_LET_GO);
    if (!ended && !failed)
        hint_request(curves, hints, ACTION_PAUSE, paused ? STR_HINT_RESUME : STR_HINT_PAUSE);
    if (curves->runs > 0 && screen_run(screen, curves->selected)->end > 0)
        hints_add_action(hints, ACTION_ZOOM_WHOLE, STR_HINT_WHOLE);
    if (!ended && paused && begun) {
        hint_request(curves, hints, ACTION_ONE_BATCH, STR_HINT_ONE_BATCH);
        hint_request(curves, hints, ACTION_ONE_EPOCH, STR_HINT_ONE_EPOCH);
        hint_request(curves, hints, ACTION_SAVE, STR_HINT_SAVE);
    }
    if (curves->runs > 0)
        hint_diagnosis(curves, hints);
    hint_tab(curves, hints);
    if (curves->runs > 0 && curves->seen[curves->selected].epoch_count > 0)
        hints_add_action(hints, ACTION_SCORE, STR_HINT_SCORE);
    if (!ended && paused && begun)
        hint_rate(curves, hints);
    if (waits)
        hint_request(curves, hints, ACTION_TAKE_BACK, STR_HINT_TAKE_BACK);
    if ((!begun && !ended) || failed) /* all of why it failed is there */
        hints_add_action(hints, ACTION_MESSAGES, STR_HINT_MESSAGES);
    if (curves->runs > 0 && (ended || failed) && !hint_remedy(curves, hints)) {
        hint_again(curves, hints);
        hint_request(curves, hints, ACTION_NEW, STR_HINT_NEW);
    }
    if (!ended && !failed && !paused && begun) {
        hint_request(curves, hints, ACTION_SAVE, STR_HINT_SAVE);
        hint_request(curves, hints, ACTION_ONE_EPOCH, STR_HINT_AT_EPOCH);
    }
    if (curves->runs > 0 && (begun || ended))
        hints_of_picture(curves, hints);
    hints_add_action(hints, ACTION_HELP, STR_HINT_HELP);
    hints_add_action(hints, ACTION_QUIT, STR_HINT_QUIT);
    hints->kept = 2;
}
