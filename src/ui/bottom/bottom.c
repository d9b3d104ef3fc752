#include "config.h"

#include "rnntop/ui/bottom/bottom.h"

#include "rnntop/base/utf8.h"
#include "rnntop/ui/bottom/message.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/seen.h"

#define BRIEF_BELOW 52 /* columns for the longer answers */

/* A question has keys of its own, and all of them stay. */
static void answers(const struct screen *screen, int width, struct hints *hints)
{
    bool brief = width < BRIEF_BELOW;
    *hints = (struct hints){.count = 0};
    if (screen->prompt == PROMPT_QUIT) {
        hints_add(hints, "y", brief ? STR_HINT_QUIT_SAVE_SHORT : STR_HINT_QUIT_SAVE);
        hints_add(hints, "d", brief ? STR_HINT_QUIT_DISCARD_SHORT : STR_HINT_QUIT_DISCARD);
        hints_add(hints, string_get(STR_KEY_ESCAPE), STR_HINT_STAY);
    } else {
        hints_add(hints, "y", STR_HINT_YES);
        hints_add(hints, string_get(STR_KEY_ESCAPE), STR_HINT_NO);
    }
    hints->kept = hints->count;
}

static void draw_hints(const struct bottom *bottom, const struct hints *hints,
                       struct canvas *canvas, int column)
{
    const char *note = string_get(STR_HINT_QUIT_NOTE);
    struct hints answer;
    if (bottom->screen->prompt == PROMPT_NONE) {
        hints_draw(hints, canvas, column, bottom->width, bottom->hints_row);
        return;
    }
    answers(bottom->screen, bottom->width, &answer);
    column = hints_draw(&answer, canvas, column, bottom->width, bottom->hints_row);
    if (bottom->screen->prompt == PROMPT_QUIT &&
        column + (int)utf8_text_columns(note) <= bottom->width)
        canvas_text_right(canvas, bottom->width, bottom->hints_row, note, ROLE_DIM);
}

/* As much of the question as leaves room for its answers. */
static int ask_to_take_back(const struct bottom *bottom, struct canvas *canvas)
{
    enum { ANSWERS = 16 };
    char text[SCREEN_MESSAGE_SIZE];
    string_fill(text, sizeof text, STR_TAKE_BACK_SHORT,
                board_name(bottom->board, &bottom->screen->asked));
    return fit_text(canvas, screen_ascii(bottom->screen), 1, bottom->width - ANSWERS,
                    bottom->hints_row, text, ROLE_WARN);
}

static void draw_one_row(const struct bottom *bottom, const struct message *message,
                         const struct hints *hints, struct canvas *canvas)
{
    const struct screen *screen = bottom->screen;
    int row = bottom->hints_row, column = 1;
    size_t active = board_active(bottom->board);
    struct history_now now = {.state = RUN_QUEUED};
    if (active < message->runs)
        seen_live(bottom->board, active, &now);
    if (screen->message[0] && screen->prompt == PROMPT_NONE) {
        message_draw(message, canvas, row);
        return;
    }
    if (screen->prompt == PROMPT_QUIT)
        column = canvas_text(canvas, 1, row, string_get(STR_QUIT_SHORT), ROLE_WARN) + 2;
    else if (screen->prompt == PROMPT_TAKE_BACK)
        column = ask_to_take_back(bottom, canvas) + 2;
    else if (screen->held)
        column = canvas_text(canvas, 1, row, string_get(STR_HELD_WORD), ROLE_WARN) + 2;
    else if (now.state == RUN_PAUSED)
        column = canvas_text(canvas, 1, row, string_get(STR_PAUSED_WORD), ROLE_WARN) + 2;
    draw_hints(bottom, hints, canvas, column);
}

void bottom_draw(const struct bottom *bottom, const struct hints *hints, struct canvas *canvas)
{
    struct message message;
    message_compose(&message, bottom->screen, bottom->board, bottom->width);
    if (bottom->message_row < 0) {
        draw_one_row(bottom, &message, hints, canvas);
        return;
    }
    message_draw(&message, canvas, bottom->message_row);
    draw_hints(bottom, hints, canvas, 1);
}
