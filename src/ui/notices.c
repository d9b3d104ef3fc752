#include "config.h"

#include "rnntop/ui/notices.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/fit.h"

#define PATH_COLUMNS 34 /* of a path in a message; longer ones are shown by their end */

void notices_fill(struct actions *actions, enum role role, enum string_id id, const char *first,
                  const char *second)
{
    char text[SCREEN_MESSAGE_SIZE];

    actions->message_epochs = 0;
    string_fill(text, sizeof(text), id, first, second);
    screen_say(actions->screen, role, "%s", text);
}

void notices_say(struct actions *actions, enum string_id id)
{
    screen_say(actions->screen, ROLE_PLAIN, "%s", string_get(id));
}

static unsigned event_saved(struct actions *actions, size_t run, const struct saved_event *saved)
{
    bool unicode = actions->screen->unicode;
    bool asked = false, ended = true;
    char path[EVENT_TEXT_SIZE], text[EVENT_TEXT_SIZE + 32];

    utf8_sanitize(saved->text, strnlen(saved->text, sizeof(saved->text)), !unicode, path,
                  sizeof(path));
    if (run < board_runs(actions->board)) {
        ended = board_run(actions->board, run)->ended;
        asked = actions->save_asked[run];
        actions->save_asked[run] = false;
    }
    if (!saved->ok) { /* the board keeps this as a message */
        notices_fill(actions, ROLE_WARN, STR_NOT_SAVED, path, "");
        return REACT_DRAW | REACT_FIGURES;
    }
    string_fill(text, sizeof(text), STR_SAVED_TO, path);
    board_message(actions->board, run, false, text);
    /* What a run leaves at its end is in the table: the row belongs to its test score. */
    if (asked || !ended) {
        fit_path(text, sizeof(text), path, PATH_COLUMNS, !unicode);
        notices_fill(actions, ROLE_PLAIN, STR_SAVED_TO, text, "");
    }
    return REACT_DRAW | REACT_FIGURES;
}

/* What is made up is never taken for people's words: nobody may have asked for it. */
static void event_data(struct actions *actions, const struct data_event *data)
{
    const struct source_event *source = board_source(actions->board);
    char text[EVENT_TEXT_SIZE], figure[4][FIGURE_SIZE];

    if (actions->data_told)
        return;
    actions->data_told = true;
    if (source && source->fallback) {
        board_message(actions->board, BOARD_NO_RUN, false, string_get(STR_NOT_IMDB));
        notices_say(actions, STR_NOT_IMDB);
        actions->screen->message_brief = string_get(STR_NOT_IMDB_BRIEF);
        actions->message_epochs = 0;
    }
    if (data->made_up) {
        string_fill(
            text, sizeof(text), STR_PERFECT_READER, figure_value(figure[0], data->ceiling_whole),
            figure_value(figure[1], data->ceiling), figure_count(figure[2], data->num_words),
            figure_count(figure[3], data->maxlen));
        board_message(actions->board, BOARD_NO_RUN, false, text);
    }
}

/* A reference: it is said once, and stays among the messages, for the table has runs alone. */
static unsigned event_baseline(struct actions *actions, const struct baseline_event *baseline)
{
    char text[EVENT_TEXT_SIZE], val[FIGURE_SIZE], test[FIGURE_SIZE];

    figure_value(val, (double)baseline->val_accuracy);
    figure_value(test, (double)baseline->test_accuracy);
    if (isnan(baseline->val_accuracy))
        string_fill(text, sizeof(text), STR_WORDS_ALONE_TESTED, test);
    else
        string_fill(text, sizeof(text), STR_WORDS_ALONE, val, test);
    board_message(actions->board, BOARD_NO_RUN, false, text);
    if (actions->screen->message[0] == '\0') { /* what stands there may matter more */
        actions->message_epochs = 0;
        screen_say(actions->screen, ROLE_PLAIN, "%s", text);
    }
    return REACT_DRAW;
}

static unsigned event_message(struct actions *actions, const struct message_event *message)
{
    char text[EVENT_TEXT_SIZE];

    utf8_sanitize(message->text, strnlen(message->text, sizeof(message->text)),
                  !actions->screen->unicode, text, sizeof(text));
    actions->message_epochs = 0;
    screen_say(actions->screen, message->warning ? ROLE_WARN : ROLE_PLAIN, "%s", text);
    return REACT_DRAW;
}

static bool trains(enum run_state state)
{
    return state == RUN_TRAINING || state == RUN_VALIDATING;
}

/* Short epochs turn from training to validation and back many times a second: that is in the
 * figures when their time comes. What a key brought about is shown at once. */
static unsigned event_state(struct actions *actions, size_t run, const struct state_event *state)
{
    struct screen *screen = actions->screen;

    screen->paused = actions->requests->paused(actions->requests->session);
    if (trains(screen_run(screen, run)->now.state) && trains(state->state))
        return REACT_NONE;
    return REACT_DRAW | REACT_FIGURES;
}

unsigned notices_event(struct actions *actions, size_t run, const struct run_event *event)
{
    struct screen *screen = actions->screen;

    switch (event->kind) {
    case EVENT_NONE:
        return REACT_NONE;
    case EVENT_PROGRESS:
    case EVENT_SOURCE:
    case EVENT_CLASSES:
        return REACT_DRAW | REACT_FIGURES;
    case EVENT_DATA:
        event_data(actions, &event->as.data);
        return REACT_DRAW | REACT_FIGURES;
    case EVENT_BASELINE:
        return event_baseline(actions, &event->as.baseline);
    case EVENT_SAVED:
        return event_saved(actions, run, &event->as.saved);
    case EVENT_MESSAGE:
        return event_message(actions, &event->as.message);
    case EVENT_CALLBACK: {
        struct message_event message = {.warning = false};
        snprintf(message.text, sizeof(message.text), "%.*s", (int)sizeof(event->as.callback.text),
                 event->as.callback.text);
        return (message.text[0] ? event_message(actions, &message) : REACT_DRAW) | REACT_FIGURES;
    }
    case EVENT_STATE:
        return event_state(actions, run, &event->as.state);
    case EVENT_EPOCH: /* one may end right after a message came: it stays for a whole one */
        if (++actions->message_epochs < 2 || screen->message[0] == '\0')
            return REACT_NONE;
        screen->message[0] = '\0';
        return REACT_DRAW;
    case EVENT_ERROR:
    case EVENT_TEST:
    case EVENT_END:
        screen->message[0] = '\0';
        return REACT_DRAW | REACT_FIGURES;
    }
    return REACT_NONE;
}
