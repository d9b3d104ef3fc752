#include "config.h"

#include "rnntop/ui/notices.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/ask.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/findings_log.h"
#include "rnntop/ui/fit.h"
#include "rnntop/words/events.h"
#include "rnntop/words/reading.h"

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

/* In what the terminal can show. */
static char *fit_charset(const struct actions *actions, const char *text, char *out, size_t size)
{
    utf8_sanitize(text, strlen(text), !actions->screen->unicode, out, size);
    return out;
}

static void keep_message(struct actions *actions, const struct run_id *run, bool warning,
                         const char *text)
{
    message_log_add(actions->screen->messages, run, warning, text);
}

/* Says what an event tells on the message row. */
static unsigned say(struct actions *actions, enum role role, const char *text)
{
    char clean[SCREEN_MESSAGE_SIZE];

    actions->message_epochs = 0;
    actions->reading_stands = false;
    screen_say(actions->screen, role, "%s", fit_charset(actions, text, clean, sizeof(clean)));
    actions->screen->message_kind = MESSAGE_OF_EVENT;
    return REACT_DRAW;
}

static unsigned event_not_saved(struct actions *actions, const struct run_event *event)
{
    char why[EVENTS_TEXT_SIZE], text[EVENTS_TEXT_SIZE + 32];

    events_say_error(event_error(event), why, sizeof(why));
    string_fill(text, sizeof(text), STR_NOT_SAVED, why);
    keep_message(actions, &event->run, true, text);
    say(actions, ROLE_WARN, text);
    return REACT_DRAW | REACT_FIGURES;
}

static unsigned event_saved(struct actions *actions, size_t run, const struct run_event *event)
{
    bool asked = false, ended = true;
    char path[EVENTS_TEXT_SIZE], text[EVENTS_TEXT_SIZE + 32];

    if (run < board_runs(actions->board)) {
        ended = board_run(actions->board, run)->ended;
        struct screen_run *kept = screen_run_keep(actions->screen, run);
        asked = kept && kept->save_asked;
        if (kept)
            kept->save_asked = false;
    }
    if (!event->as.saved.ok)
        return event_not_saved(actions, event);
    events_say_path(event_path(event), path, sizeof(path));
    string_fill(text, sizeof(text), STR_SAVED_TO, path);
    keep_message(actions, &event->run, false, text);
    /* The table shows what a run saves at its end; the message row is left to the test score. */
    if (asked || !ended) {
        fit_path(text, sizeof(text), path, PATH_COLUMNS, !actions->screen->unicode);
        string_fill(path, sizeof(path), STR_SAVED_TO, text);
        say(actions, ROLE_PLAIN, path);
    }
    return REACT_DRAW | REACT_FIGURES;
}

/* What is made up is never taken for people's words: nobody may have asked for it. */
static void event_data(struct actions *actions, const struct data_event *data)
{
    const struct source_event *source = board_source(actions->board);
    char text[EVENTS_TEXT_SIZE], figure[4][FIGURE_SIZE];

    if (actions->data_told)
        return;
    actions->data_told = true;
    if (source && source->fallback) {
        keep_message(actions, NULL, false, string_get(STR_NOT_IMDB));
        say(actions, ROLE_PLAIN, string_get(STR_NOT_IMDB));
        actions->screen->message_brief = string_get(STR_NOT_IMDB_BRIEF);
    }
    if (data->made_up) {
        string_fill(
            text, sizeof(text), STR_PERFECT_READER, figure_value(figure[0], data->ceiling_whole),
            figure_value(figure[1], data->ceiling), figure_count(figure[2], data->num_words),
            figure_count(figure[3], data->maxlen));
        keep_message(actions, NULL, false, text);
    }
}

/* A reference: it is said once, and stays among the messages, for the table has runs alone. */
static unsigned event_baseline(struct actions *actions, const struct baseline_event *baseline)
{
    char text[EVENTS_TEXT_SIZE], val[FIGURE_SIZE], test[FIGURE_SIZE];

    figure_value(val, (double)baseline->val_accuracy);
    figure_value(test, (double)baseline->test_accuracy);
    if (isnan(baseline->val_accuracy))
        string_fill(text, sizeof(text), STR_BASELINE_TESTED, test);
    else
        string_fill(text, sizeof(text), STR_BASELINE_SCORES, val, test);
    keep_message(actions, NULL, false, text);
    if (actions->screen->message[0] == '\0') /* what stands there may matter more */
        say(actions, ROLE_PLAIN, text);
    return REACT_DRAW;
}

/* How texts were read, and what a person may not have meant: one line of it on the message row, and
 * all among the messages. */
static unsigned event_reading_told(struct actions *actions, const struct text_reading *reading)
{
    char said[READING_TEXT_SIZE], text[EVENTS_TEXT_SIZE];
    bool noted;

    if (!reading)
        return REACT_NONE;
    noted = reading->left_out > 0; /* which is a message of its own */
    reading_say(reading, said, sizeof(said));
    string_fill(text, sizeof(text), STR_READ_AS, said);
    keep_message(actions, NULL, false, text);
    for (size_t note = 0; note < READING_NOTES; note++) {
        if (!reading_say_note(reading, note, text, sizeof(text))[0])
            continue;
        keep_message(actions, NULL, false, text);
        noted = true;
    }
    string_fill(text, sizeof(text), noted ? STR_READ_AS_NOTED : STR_READ_AS, said);
    say(actions, ROLE_PLAIN, text);
    actions->reading_stands = true;
    return REACT_DRAW;
}

/* The message row for the next message: what has stood there for a whole epoch goes. */
static unsigned end_message(struct actions *actions)
{
    struct screen *screen = actions->screen;
    char text[SCREEN_MESSAGE_SIZE];

    if (++actions->message_epochs < 2 && screen->message[0] != '\0')
        return REACT_NONE;
    if (actions->waiting[0] != '\0') {
        snprintf(text, sizeof(text), "%s", actions->waiting);
        actions->waiting[0] = '\0';
        return say(actions, ROLE_PLAIN, text);
    }
    if (screen->message[0] == '\0')
        return REACT_NONE;
    screen->message[0] = '\0';
    return REACT_DRAW;
}

static unsigned event_message(struct actions *actions, const struct run_event *event)
{
    bool warning = event->kind == EVENT_LOST || event->as.message.warning;
    char text[EVENTS_TEXT_SIZE];

    if (event->kind == EVENT_LOST)
        events_say_lost(&event->as.lost, text, sizeof(text));
    else
        events_say_error(event_error(event), text, sizeof(text));
    keep_message(actions, &event->run, warning, text);
    const struct screen *screen = actions->screen;
    /* What a key has said since is no reading any more. */
    if (actions->reading_stands && !warning && screen->message_kind == MESSAGE_OF_EVENT &&
        screen->message[0] != '\0') {
        fit_charset(actions, text, actions->waiting, sizeof(actions->waiting));
        return REACT_NONE;
    }
    return say(actions, warning ? ROLE_WARN : ROLE_PLAIN, text);
}

static unsigned event_callback(struct actions *actions, const struct run_event *event)
{
    char text[EVENTS_TEXT_SIZE];

    if (events_say_callback(&event->as.callback, text, sizeof(text))[0]) {
        keep_message(actions, &event->run, false, text);
        say(actions, ROLE_PLAIN, text);
    }
    return REACT_DRAW | REACT_FIGURES;
}

/* The run's row says it as long as the run is looked at. */
static unsigned event_error_told(struct actions *actions, const struct run_event *event)
{
    char text[EVENTS_TEXT_SIZE];

    keep_message(actions, &event->run, true,
                 events_say_error(event_error(event), text, sizeof(text)));
    actions->screen->message[0] = '\0';
    return REACT_DRAW | REACT_FIGURES;
}

static bool trains(enum run_state state)
{
    return state == RUN_TRAINING || state == RUN_VALIDATING;
}

/* A run that waited begins: what was said of the queue is old. */
static void end_queue_message(struct screen *screen, enum run_state was, enum run_state is)
{
    if (screen->message_kind == MESSAGE_OF_QUEUE && was == RUN_QUEUED && is != RUN_QUEUED)
        screen->message[0] = '\0';
}

/* Short epochs turn from training to validation and back many times a second: that is in the
 * figures when their time comes. What a key brought about is shown at once. */
static unsigned event_state(struct actions *actions, size_t run, const struct state_event *state)
{
    struct screen *screen = actions->screen;
    const enum run_state was = screen_run(screen, run)->now.state;

    struct answer answer;
    ask_session(actions, &(struct request){.kind = REQUEST_NOTHING}, &answer);
    end_queue_message(screen, was, state->state);
    if (trains(was) && trains(state->state))
        return REACT_NONE;
    return REACT_DRAW | REACT_FIGURES;
}

unsigned notices_event(struct actions *actions, size_t run, const struct run_event *event)
{
    struct screen *screen = actions->screen;

    findings_log_event(actions, run, event);
    switch (event->kind) {
    case EVENT_NONE:
    case EVENT_KINDS:
        return REACT_NONE;
    case EVENT_TAKEN_BACK:
        screen_forget_run(screen, run, board_runs(actions->board));
        return REACT_DRAW | REACT_FIGURES;
    case EVENT_RUN:
    case EVENT_PROGRESS:
    case EVENT_SOURCE:
    case EVENT_JUDGED:
    case EVENT_CLASSES:
    case EVENT_FINDING: /* they are found here, too */
        return REACT_DRAW | REACT_FIGURES;
    case EVENT_READING:
        return event_reading_told(actions, event_reading(event));
    case EVENT_DATA:
        event_data(actions, &event->as.data);
        return REACT_DRAW | REACT_FIGURES;
    case EVENT_BASELINE:
        return event_baseline(actions, &event->as.baseline);
    case EVENT_SAVED:
        return event_saved(actions, run, event);
    case EVENT_MESSAGE:
    case EVENT_LOST:
        return event_message(actions, event);
    case EVENT_CALLBACK:
        return event_callback(actions, event);
    case EVENT_STATE:
        return event_state(actions, run, &event->as.state);
    case EVENT_EPOCH: /* one may end right after a message came: it stays for a whole one */
        return end_message(actions);
    case EVENT_ERROR:
        return event_error_told(actions, event);
    case EVENT_TEST:
    case EVENT_END:
        screen->message[0] = '\0';
        return REACT_DRAW | REACT_FIGURES;
    }
    return REACT_NONE;
}
