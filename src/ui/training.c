#include "config.h"

#include "rnntop/ui/training.h"

#include "rnntop/ui/ask.h"
#include "rnntop/ui/notices.h"
#include "rnntop/ui/terminal/keypress.h"

static const char *run_name(const struct actions *actions, size_t run)
{
    return board_run(actions->board, run)->spec.name;
}

static void figures_of(const struct actions *actions, size_t run, struct history_now *now)
{
    const struct board_run *shown = board_run(actions->board, run);

    history_now(shown->history, shown->spec.epochs, now);
}

/* Learned something that no file holds. */
static bool is_unsaved(const struct history_now *now)
{
    return now->position > 0 && !history_all_saved(now);
}

/* True when leaving now would end something that learns, or lose what has learned. A run that may
 * go on is asked about before its first batch is seen here. */
static bool would_lose(const struct actions *actions)
{
    bool ended = board_all_ended(actions->board);

    if (actions->screen->only_watched)
        return false;
    if (!ended && board_data(actions->board) && !actions->screen->paused)
        return true;
    for (size_t run = 0; run < board_runs(actions->board); run++) {
        struct history_now now;
        figures_of(actions, run, &now);
        if (ended ? is_unsaved(&now) : now.position > 0)
            return true;
    }
    return false;
}

/* Saves ended runs whose weights are in no file. The run that trains is saved when the session
 * stops. */
static void save_ended(struct actions *actions)
{
    for (size_t run = 0; run < board_runs(actions->board); run++) {
        struct history_now now;
        figures_of(actions, run, &now);
        if (board_run(actions->board, run)->ended && is_unsaved(&now))
            ask_plain(actions, (struct request){.kind = REQUEST_SAVE,
                                                .run = board_run(actions->board, run)->id});
    }
}

static unsigned leave(struct actions *actions, enum app_result result)
{
    actions->result = result;
    return REACT_LEAVE;
}

static unsigned nothing_trains(struct actions *actions)
{
    notices_say(actions, STR_NOTHING_TRAINS);
    return REACT_DRAW;
}

unsigned training_pause_or_resume(struct actions *actions)
{
    enum request_kind kind = actions->screen->paused ? REQUEST_RESUME : REQUEST_PAUSE;

    if (board_all_ended(actions->board))
        return nothing_trains(actions);
    return ask_plain(actions, (struct request){.kind = kind});
}

unsigned training_one_batch(struct actions *actions)
{
    if (board_all_ended(actions->board))
        return nothing_trains(actions);
    return ask_plain(actions, (struct request){.kind = REQUEST_ONE_BATCH});
}

unsigned training_one_epoch(struct actions *actions)
{
    if (board_all_ended(actions->board))
        return nothing_trains(actions);
    return ask_plain(actions, (struct request){.kind = REQUEST_ONE_EPOCH});
}

/* Changes the learning rate, only while paused: while figures move nobody could tell what the
 * change did. */
static unsigned change_rate(struct actions *actions, int by)
{
    size_t active = board_active(actions->board);
    struct history_now now = {.state = RUN_QUEUED};

    if (board_all_ended(actions->board))
        return nothing_trains(actions);
    if (active != BOARD_NO_RUN)
        figures_of(actions, active, &now);
    if (now.state != RUN_PAUSED) {
        notices_say(actions, STR_RATE_PAUSED);
        return REACT_DRAW;
    }
    return ask_plain(actions, (struct request){.kind = REQUEST_RATE, .by = by});
}

unsigned training_rate_down(struct actions *actions)
{
    return change_rate(actions, -1);
}

unsigned training_rate_up(struct actions *actions)
{
    return change_rate(actions, 1);
}

unsigned training_save(struct actions *actions)
{
    struct screen *screen = actions->screen;
    struct history_now now;

    if (!screen_has_run(actions->screen, actions->board))
        return REACT_NONE;
    figures_of(actions, screen->selected, &now);
    if (now.state == RUN_QUEUED || now.state == RUN_LOADING) {
        notices_fill(actions, ROLE_PLAIN, STR_NOTHING_TO_SAVE, run_name(actions, screen->selected),
                     "");
        return REACT_DRAW;
    }
    struct screen_run *kept = screen_run_keep(screen, screen->selected);
    if (kept)
        kept->save_asked = true;
    const struct run_id run = board_run(actions->board, screen->selected)->id;
    return ask_plain(actions, (struct request){.kind = REQUEST_SAVE, .run = run});
}

unsigned training_quit(struct actions *actions)
{
    if (!would_lose(actions))
        return leave(actions, APP_QUIT);
    actions->screen->prompt = PROMPT_QUIT;
    return REACT_DRAW | REACT_FIGURES;
}

/* While the quit prompt is up only its own answers count: a second q, or a Space meant for the
 * training, must not throw an hour's weights away. */
unsigned training_answer_quit(struct actions *actions, int key)
{
    switch (key) {
    case 'y':
    case 'Y':
    case '\r':
    case '\n':
        save_ended(actions);
        return leave(actions, APP_QUIT_SAVE);
    case 'd':
    case 'D':
        return leave(actions, APP_QUIT_DISCARD);
    case 'n':
    case 'N':
    case KEYPRESS_ESCAPE:
        actions->screen->prompt = PROMPT_NONE;
        return REACT_DRAW;
    default:
        return REACT_NONE;
    }
}

unsigned training_save_and_leave(struct actions *actions)
{
    if (!would_lose(actions))
        return leave(actions, APP_QUIT);
    save_ended(actions);
    return leave(actions, APP_QUIT_SAVE);
}
