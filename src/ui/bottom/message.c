#include "config.h"

#include "rnntop/ui/bottom/message.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/rows.h"
#include "rnntop/ui/seen.h"
#include "rnntop/ui/strings.h"
#include "rnntop/words/errors.h"
#include "rnntop/words/events.h"

#define GAP       3
#define BAR_LONG  20 /* cells */
#define BAR_SHORT 6
#define PERCENT   5 /* "100 %" */

/* Appends a piece; its text is written into the place that is returned. */
static char *add(struct message *message, enum role role)
{
    if (message->count == MESSAGE_MAX_PIECES)
        message->count--;
    char *text = message->text[message->count];
    message->cut[message->count] = false;
    message->piece[message->count++] = (struct piece){text, role};
    text[0] = '\0';
    return text;
}

/* The same for text of any length. */
static void add_free(struct message *message, enum role role, const char *text)
{
    utf8_sanitize(text, strlen(text), false, add(message, role), SCREEN_MESSAGE_SIZE);
    message->cut[message->count - 1] = true;
}

/* The columns that the pieces take together. */
static int columns_of(const struct message *message)
{
    return fit_pieces_columns(message->piece, message->count, GAP);
}

static bool fits(const struct message *message)
{
    return 1 + columns_of(message) <= message->width;
}

/* The first sentence alone, where there are two: they stand two blanks apart. */
static void keep_first_sentence(char *text)
{
    char *end = strstr(text, ".  ");
    if (end)
        end[1] = '\0';
}

/* What a key or an event answered. */
static void add_said(struct message *message)
{
    const struct screen *screen = message->screen;
    add_free(message, screen->message_role, screen->message);
    if (!fits(message) && screen->message_brief)
        snprintf(message->text[message->count - 1], SCREEN_MESSAGE_SIZE, "%s",
                 screen->message_brief);
    if (!fits(message))
        keep_first_sentence(message->text[message->count - 1]);
}

static const struct run_spec *spec_of(const struct message *message, size_t run)
{
    return &board_run(message->board, run)->spec;
}

static const char *name_of(const struct message *message, size_t run)
{
    return spec_of(message, run)->name;
}

/* The selected run's figures as of the last refresh. */
static const struct history_now *figures_of(const struct message *message, size_t run)
{
    return &screen_run(message->screen, run)->now;
}

/* ---- what the message row says ---- */

static void say_quit(struct message *message, size_t active)
{
    char figure[2][FIGURE_SIZE];
    char *text = add(message, ROLE_WARN);
    if (active == BOARD_NO_RUN) {
        bool ended = board_all_ended(message->board);
        string_fill(text, SCREEN_MESSAGE_SIZE, ended ? STR_QUIT_UNSAVED : STR_QUIT_WAITING, "");
    } else {
        struct history_now now;
        seen_live(message->board, active, &now);
        bool saved = history_all_saved(&now);
        string_fill(text, SCREEN_MESSAGE_SIZE, saved ? STR_QUIT_IS_SAVED : STR_QUIT,
                    name_of(message, active), figure_position(figure[0], now.position),
                    figure_count(figure[1], spec_of(message, active)->epochs));
    }
    if (!fits(message))
        string_fill(text, SCREEN_MESSAGE_SIZE, STR_QUIT_SHORT, "");
}

static void say_take_back(struct message *message)
{
    const char *name = board_name(message->board, &message->screen->asked);
    char *text = add(message, ROLE_WARN);
    string_fill(text, SCREEN_MESSAGE_SIZE, STR_TAKE_BACK, name);
    if (!fits(message))
        string_fill(text, SCREEN_MESSAGE_SIZE, STR_TAKE_BACK_SHORT, name);
}

static void say_held(struct message *message, size_t active)
{
    char figure[FIGURE_SIZE];
    char *text = add(message, ROLE_WARN), *now_text = add(message, ROLE_PLAIN);
    string_fill(text, SCREEN_MESSAGE_SIZE, STR_HELD,
                figure_position(figure, figures_of(message, message->selected)->position));
    if (active == BOARD_NO_RUN) {
        string_fill(now_text, SCREEN_MESSAGE_SIZE, STR_HELD_ENDED, "");
    } else {
        struct history_now now;
        seen_live(message->board, active, &now);
        string_fill(now_text, SCREEN_MESSAGE_SIZE,
                    active == message->selected ? STR_HELD_NOW : STR_HELD_OTHER,
                    figure_position(figure, now.position), name_of(message, active));
    }
    if (!fits(message))
        string_fill(text, SCREEN_MESSAGE_SIZE, STR_HELD_WORD, "");
    if (message->screen->message[0])
        add_said(message);
}

/* Drops the first of two pieces that don't fit together. */
static void keep_second(struct message *message)
{
    assert(message->count == 2);
    message->piece[0] = message->piece[1];
    message->cut[0] = message->cut[1];
    message->count = 1;
}

/* A figure of the newest batch, where it has room. */
static void add_figure(struct message *message, enum string_id id, const char *figure, float value)
{
    if (isnan(value))
        return;
    string_fill(add(message, ROLE_PLAIN), SCREEN_MESSAGE_SIZE, id, figure);
    if (!fits(message))
        message->count--;
}

/* What the newest batch came to: its gradient tells how stable it was. Its loss and its accuracy
 * are those of the run on screen, and not where an epoch's own figures are looked for. */
static void add_batch(struct message *message, const struct history_now *now, bool own)
{
    char figure[FIGURE_SIZE];
    if (own) {
        add_figure(message, STR_NOW_LOSS, figure_value(figure, now->batch_loss), now->batch_loss);
        add_figure(message, STR_NOW_ACCURACY, figure_value(figure, now->batch_accuracy),
                   now->batch_accuracy);
    }
    add_figure(message, STR_NOW_GRADIENT, figure_short(figure, now->gradient), now->gradient);
}

/* What was said stands behind the pause, in fewer words where it must. What an event told has to
 * fit, or is left to the messages; what a key or a failure says matters more than the place. */
static void add_said_beside_pause(struct message *message)
{
    const struct screen *screen = message->screen;
    bool event = screen->message_kind == MESSAGE_OF_EVENT;
    char where[SCREEN_MESSAGE_SIZE];
    memcpy(where, message->text[0], sizeof where);
    add_said(message);
    if (!fits(message))
        string_fill(message->text[0], SCREEN_MESSAGE_SIZE, STR_PAUSED_WORD, "");
    if (fits(message))
        return;
    if (event && screen->message_role == ROLE_PLAIN) {
        memcpy(message->text[0], where, sizeof where);
        message->count = 1;
    } else if (!event) { /* the table says that it is paused */
        keep_second(message);
    }
}

static void say_paused(struct message *message, size_t active, const struct history_now *now)
{
    char figure[3][FIGURE_SIZE];
    char *text = add(message, ROLE_WARN);
    bool at_end = now->batch >= now->batches, other = active != message->selected;
    const char *name = name_of(message, active);
    if (now->position <= 0)
        string_fill(text, SCREEN_MESSAGE_SIZE, other ? STR_PAUSED_RUN_FIRST : STR_PAUSED_FIRST,
                    name);
    else if (at_end || now->batch == 0)
        string_fill(text, SCREEN_MESSAGE_SIZE, other ? STR_PAUSED_RUN_AFTER : STR_PAUSED_AFTER,
                    figure_count(figure[0], at_end ? now->epoch : now->epoch - 1), name);
    else
        string_fill(text, SCREEN_MESSAGE_SIZE, other ? STR_PAUSED_RUN_AT : STR_PAUSED_AT,
                    figure_count(figure[0], now->epoch), figure_count(figure[1], now->batch),
                    figure_count(figure[2], now->batches), name);
    if (!fits(message))
        string_fill(text, SCREEN_MESSAGE_SIZE, STR_PAUSED_WORD, "");
    /* What was asked for meanwhile ("Saved ...") stands beside it, else the last batch. */
    if (message->screen->message[0] == '\0') {
        add_batch(message, now, !other && !at_end && now->batch > 0);
        return;
    }
    add_said_beside_pause(message);
}

/* Loading and testing have a bar. */
static void say_progress(struct message *message, const struct history_now *now)
{
    const struct history *history = board_run(message->board, message->selected)->history;
    char text[EVENTS_TEXT_SIZE];
    events_say_progress(&now->progress, history_progress_path(history), text, sizeof text);
    if (text[0])
        add_free(message, ROLE_PLAIN, text);
    else
        string_fill(add(message, ROLE_PLAIN), SCREEN_MESSAGE_SIZE, STR_STARTING, "");
    if (now->progress.total > 0) {
        message->has_bar = true;
        message->part = (double)now->progress.done / (double)now->progress.total;
    }
    if (message->screen->paused)
        string_fill(add(message, ROLE_WARN), SCREEN_MESSAGE_SIZE, STR_THEN_PAUSE, "");
}

/* The figures are those of the last refresh: they move more slowly than the curves. */
static void say_training(struct message *message, const struct history_now *now)
{
    char figure[2][FIGURE_SIZE];
    const struct data_event *data = board_run_data(message->board, message->selected);
    if (message->screen->paused)
        string_fill(add(message, ROLE_WARN), SCREEN_MESSAGE_SIZE, STR_PAUSING, "");
    string_fill(add(message, ROLE_PLAIN), SCREEN_MESSAGE_SIZE, STR_NOW_EPOCH,
                figure_count(figure[0], now->epoch > 0 ? now->epoch : 1));
    if (now->state == RUN_VALIDATING) {
        string_fill(add(message, ROLE_PLAIN), SCREEN_MESSAGE_SIZE, STR_NOW_VALIDATION,
                    figure_count(figure[0], data ? data->validation : 0));
        return;
    }
    if (now->batches > 0)
        string_fill(add(message, ROLE_PLAIN), SCREEN_MESSAGE_SIZE, STR_NOW_BATCH,
                    figure_count(figure[0], now->batch), figure_count(figure[1], now->batches));
    if (isfinite(now->samples_per_second) && now->samples_per_second > 0)
        string_fill(add(message, ROLE_PLAIN), SCREEN_MESSAGE_SIZE, STR_NOW_SPEED,
                    figure_count(figure[0], (uint64_t)(now->samples_per_second + 0.5f)));
    if (isfinite(now->learning_rate))
        string_fill(add(message, ROLE_PLAIN), SCREEN_MESSAGE_SIZE, STR_NOW_RATE,
                    figure_rate(figure[0], now->learning_rate));
    if (!isnan(now->gradient))
        string_fill(add(message, ROLE_PLAIN), SCREEN_MESSAGE_SIZE, STR_NOW_GRADIENT,
                    figure_short(figure[0], now->gradient));
}

/* Another run is on screen than the one that trains: what the first is, and what goes on. */
static void say_meanwhile(struct message *message, size_t active, const struct history_now *now)
{
    struct model_spec trained = board_model(message->board, message->selected);
    const struct model_spec *model = &trained;
    char figure[3][FIGURE_SIZE];
    figure_count(figure[0], model->layer[model_spec_recurrent(model)].units);
    figure_count(figure[1], model_spec_parameters(model));
    if (model->layers > 0) /* of a run elsewhere nobody may have said what it is */
        string_fill(add(message, ROLE_PLAIN), SCREEN_MESSAGE_SIZE, STR_PARAMETERS,
                    layer_kind_class(model->layer[model_spec_recurrent(model)].kind), figure[0],
                    figure[1]);
    const char *name = name_of(message, active);
    double within = now->batches > 0 ? 100.0 * now->batch / now->batches : 0;
    switch (now->state) {
    case RUN_LOADING:
        string_fill(add(message, ROLE_PLAIN), SCREEN_MESSAGE_SIZE, STR_MEANWHILE_LOADS, name);
        break;
    case RUN_TESTING:
        string_fill(add(message, ROLE_PLAIN), SCREEN_MESSAGE_SIZE, STR_MEANWHILE_TESTS, name);
        break;
    default:
        string_fill(add(message, ROLE_PLAIN), SCREEN_MESSAGE_SIZE, STR_MEANWHILE_TRAINS, name,
                    figure_count(figure[0], now->epoch > 0 ? now->epoch : 1),
                    figure_count(figure[1], (uint64_t)within));
    }
    if (!fits(message)) /* what goes on matters more than what stands */
        keep_second(message);
}

/* Every test score, in the queue's order. */
static void list_scores(const struct message *message, char list[SCREEN_MESSAGE_SIZE])
{
    char one[2 * RUN_NAME_SIZE], figure[FIGURE_SIZE];
    list[0] = '\0';
    for (size_t i = 0; i < message->runs; i++) {
        const struct history_now *now = figures_of(message, i);
        size_t used = strlen(list);
        if (!now->tested)
            continue;
        string_fill(one, sizeof one, STR_DONE_TEST, name_of(message, i),
                    figure_decimals(figure, now->test.accuracy, 5));
        snprintf(list + used, SCREEN_MESSAGE_SIZE - used, "%s%s", used > 0 ? ", " : "", one);
    }
}

/* Of many runs the best by validation, which the test had no part in choosing. */
static void say_best(const struct message *message, char text[SCREEN_MESSAGE_SIZE])
{
    char figure[3][FIGURE_SIZE];
    struct rows rows;
    struct seen seen;
    rows_take(&rows, message->screen, message->board);
    if (rows.best_run == RANKING_NONE) {
        string_fill(text, SCREEN_MESSAGE_SIZE, STR_DONE_RUNS,
                    figure_count(figure[0], message->runs));
        return;
    }
    seen_take(&seen, message->screen, message->board, rows.best_run);
    figure_count(figure[0], message->runs);
    figure_decimals(figure[1], seen_best(&seen)->val_accuracy, 4);
    string_fill(text, SCREEN_MESSAGE_SIZE, STR_DONE_BEST, figure[0],
                name_of(message, rows.best_run), figure[1]);
    if (seen.now->tested && fits(message)) {
        string_fill(text, SCREEN_MESSAGE_SIZE, STR_DONE_BEST_TESTED, figure[0],
                    name_of(message, rows.best_run), figure[1],
                    figure_decimals(figure[2], seen.now->test.accuracy, 4));
        if (!fits(message))
            string_fill(text, SCREEN_MESSAGE_SIZE, STR_DONE_BEST, figure[0],
                        name_of(message, rows.best_run), figure[1]);
    }
    if (!fits(message))
        string_fill(text, SCREEN_MESSAGE_SIZE, STR_DONE_BEST_SHORT,
                    name_of(message, rows.best_run));
}

/* All runs have ended: their scores or, where there is no room for all of them, the best. */
static void say_done(struct message *message)
{
    char list[SCREEN_MESSAGE_SIZE];
    char *text = add(message, ROLE_GOOD);
    list_scores(message, list);
    if (list[0] == '\0') {
        message->piece[0].role = ROLE_PLAIN;
        string_fill(text, SCREEN_MESSAGE_SIZE, STR_ALL_STOPPED, "");
        return;
    }
    string_fill(text, SCREEN_MESSAGE_SIZE, STR_DONE_TESTS, list);
    if (!fits(message))
        say_best(message, text);
}

/* Why the selected run failed. Whose it is, the table says; and all of it the messages. */
static void say_failed(struct message *message, const struct rt_error *trouble)
{
    char why[ERRORS_TEXT_SIZE];
    errors_say(trouble, why, sizeof why);
    string_fill(add(message, ROLE_BAD), SCREEN_MESSAGE_SIZE, STR_RUN_FAILED,
                name_of(message, message->selected), why);
    message->cut[0] = true;
    if (fits(message))
        return;
    utf8_sanitize(why, strlen(why), false, message->text[0], SCREEN_MESSAGE_SIZE);
    if (why[0] >= 'a' && why[0] <= 'z')
        message->text[0][0] = (char)(why[0] - 'a' + 'A');
    if (!fits(message))
        keep_first_sentence(message->text[0]);
}

/* The selected run has failed or was stopped; false when neither. */
static bool say_ended(struct message *message)
{
    char figure[FIGURE_SIZE];
    struct history_now now;
    seen_live(message->board, message->selected, &now);
    const struct rt_error *trouble =
        history_trouble(board_run(message->board, message->selected)->history);
    if (now.state == RUN_FAILED && trouble) {
        say_failed(message, trouble);
        return true;
    }
    if (now.state == RUN_STOPPED) {
        string_fill(add(message, ROLE_PLAIN), SCREEN_MESSAGE_SIZE, STR_RUN_STOPPED,
                    name_of(message, message->selected), figure_position(figure, now.position));
        return true;
    }
    return false;
}

void message_compose(struct message *message, const struct screen *screen,
                     const struct board *board, int width)
{
    size_t active = board_active(board);
    struct history_now now = {.state = RUN_QUEUED};
    *message = (struct message){
        .screen = screen, .board = board, .width = width, .runs = board_runs(board)};
    message->selected = screen->selected < message->runs ? screen->selected : 0;
    if (message->runs == 0) {
        string_fill(add(message, ROLE_PLAIN), SCREEN_MESSAGE_SIZE, STR_STARTING, "");
        return;
    }
    if (active != BOARD_NO_RUN && active >= message->runs)
        active = BOARD_NO_RUN;
    if (active != BOARD_NO_RUN)
        seen_live(message->board, active, &now);

    if (screen->prompt == PROMPT_QUIT)
        say_quit(message, active);
    else if (screen->prompt == PROMPT_TAKE_BACK)
        say_take_back(message);
    else if (screen->held)
        say_held(message, active);
    else if (now.state == RUN_PAUSED)
        say_paused(message, active, &now);
    else if (screen->message[0])
        add_said(message);
    else if (say_ended(message))
        return;
    else if (active == BOARD_NO_RUN && board_all_ended(board))
        say_done(message);
    else if (active == BOARD_NO_RUN)
        string_fill(add(message, ROLE_PLAIN), SCREEN_MESSAGE_SIZE, STR_STARTING, "");
    else if (now.state == RUN_LOADING)
        say_progress(message, &now);
    else if (active != message->selected)
        say_meanwhile(message, active, figures_of(message, active));
    else if (now.state == RUN_TESTING)
        say_progress(message, &now);
    else
        say_training(message, figures_of(message, active));
}

/* ---- drawing the message ---- */

/* The bar and its percent; returns the column behind them. */
static int draw_bar(const struct message *message, struct canvas *canvas, int column, int row,
                    int cells)
{
    char text[SCREEN_MESSAGE_SIZE], figure[FIGURE_SIZE];
    double part = fmax(0, fmin(message->part, 1));
    int done = (int)(part * cells);
    for (int i = 0; i < cells; i++)
        canvas_put(canvas, column + i, row,
                   glyph(screen_ascii(message->screen), i < done ? GLYPH_DONE : GLYPH_TO_DO),
                   i < done ? ROLE_PLAIN : ROLE_DIM);
    column += cells + GAP;
    string_fill(text, sizeof text, STR_PERCENT, figure_count(figure, (uint64_t)(part * 100)));
    return canvas_text(canvas, column, row, text, ROLE_PLAIN);
}

void message_draw(const struct message *message, struct canvas *canvas, int row)
{
    int column = 1, end = message->width;
    bool ascii = screen_ascii(message->screen);
    for (size_t i = 0; i < message->count && column < end; i++) {
        const struct piece *piece = &message->piece[i];
        bool bar = message->has_bar && i == 0;
        int behind = bar ? GAP + BAR_SHORT + GAP + PERCENT : 0;
        if (!message->cut[i] && column + (int)utf8_text_columns(piece->text) > end)
            break;
        column = GAP + fit_text(canvas, ascii, column, end - behind, row, piece->text, piece->role);
        if (bar) {
            int room = end - column - GAP - PERCENT;
            column =
                GAP + draw_bar(message, canvas, column, row, room < BAR_LONG ? room : BAR_LONG);
        }
    }
}
