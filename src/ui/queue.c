#include "config.h"

#include "rnntop/ui/queue.h"

#include <stdio.h>
#include <string.h>

#include "rnntop/ui/form/form.h"
#include "rnntop/ui/notices.h"
#include "rnntop/ui/terminal/keypress.h"
#include "rnntop/words/errors.h"

static const struct board_run *on_screen(const struct actions *actions)
{
    return board_run(actions->board, actions->screen->selected);
}

static enum run_state state_of(const struct board_run *run)
{
    struct history_now now;
    history_now(run->history, run->feed->spec.epochs, &now);
    return now.state;
}

static void say_error(struct screen *screen, const struct rt_error *error)
{
    char text[ERRORS_TEXT_SIZE];
    screen_say(screen, ROLE_WARN, "%s", errors_say(error, text, sizeof text));
}

/* What the session made of it: the run that waits now, or why there is none. */
static unsigned answer(struct actions *actions, const struct run_feed *feed,
                       const struct rt_error *error)
{
    if (feed) {
        char seed[24];
        snprintf(seed, sizeof(seed), "%llu", (unsigned long long)feed->spec.seed);
        notices_fill(actions, ROLE_PLAIN, STR_QUEUED_AGAIN, feed->spec.name, seed);
    } else {
        say_error(actions->screen, error);
    }
    return REACT_DRAW | REACT_FIGURES;
}

unsigned queue_again(struct actions *actions)
{
    struct rt_error error;

    if (!screen_has_run(actions->screen, actions->board))
        return REACT_NONE;
    return answer(
        actions,
        actions->requests->again(actions->requests->session, actions->screen->selected, &error),
        &error);
}

/* ---- the form ---- */

unsigned queue_form(struct actions *actions)
{
    struct screen *screen = actions->screen;

    if (!screen_has_run(actions->screen, actions->board))
        return REACT_NONE;
    if (!screen_form(screen)) {
        struct rt_error error;
        rt_fail(&error, ERR_NO_MEMORY);
        say_error(screen, &error);
        return REACT_DRAW;
    }
    form_open(screen->form, &on_screen(actions)->feed->spec);
    screen->view = SCREEN_FORM;
    return REACT_DRAW;
}

/* A run that would compute what another one computes; those that came to nothing do not count. */
static const struct run_spec *find_twin(const struct actions *actions)
{
    for (size_t i = 0; i < board_runs(actions->board); i++) {
        const struct board_run *run = board_run(actions->board, i);
        enum run_state state = state_of(run);
        if (state != RUN_STOPPED && state != RUN_FAILED &&
            run_spec_same(&run->feed->spec, &actions->screen->form->run))
            return &run->feed->spec;
    }
    return NULL;
}

static unsigned queue_new(struct actions *actions)
{
    struct screen *screen = actions->screen;
    const struct run_spec *twin = find_twin(actions);
    struct rt_error error;

    if (twin) {
        notices_fill(actions, ROLE_WARN, STR_FORM_TWIN, twin->name, "");
        return REACT_DRAW;
    }
    const struct run_feed *feed =
        actions->requests->add(actions->requests->session, &screen->form->run, &error);
    if (feed)
        screen->view = SCREEN_CURVES;
    return answer(actions, feed, &error);
}

unsigned queue_form_key(struct actions *actions, int key)
{
    struct screen *screen = actions->screen;

    screen->message[0] = '\0';
    switch (form_key(screen->form, key)) {
    case FORM_LEFT:
        screen->view = SCREEN_CURVES;
        break;
    case FORM_QUEUE:
        return queue_new(actions);
    case FORM_IGNORED:
    case FORM_CHANGED:
        break;
    }
    return REACT_DRAW;
}

/* ---- taking back ---- */

unsigned queue_take_back(struct actions *actions)
{
    struct screen *screen = actions->screen;

    if (!screen_has_run(actions->screen, actions->board))
        return REACT_NONE;
    if (state_of(on_screen(actions)) != RUN_QUEUED) {
        notices_fill(actions, ROLE_PLAIN, STR_HAS_BEGUN, on_screen(actions)->feed->spec.name, "");
        return REACT_DRAW;
    }
    screen->view = SCREEN_CURVES; /* which shows the run and the question */
    screen->prompt = PROMPT_TAKE_BACK;
    screen->asked = on_screen(actions)->feed;
    return REACT_DRAW;
}

/* The run that was asked about, wherever it is by now: the screen may have followed another one. */
static size_t find_asked(const struct actions *actions)
{
    size_t run = 0;
    while (run < board_runs(actions->board) &&
           board_run(actions->board, run)->feed != actions->screen->asked)
        run++;
    return run;
}

static unsigned take_back(struct actions *actions)
{
    struct screen *screen = actions->screen;
    struct rt_error error;
    char name[RUN_NAME_SIZE];
    size_t run = find_asked(actions), runs = board_runs(actions->board);

    if (run == runs)
        return REACT_DRAW;
    memcpy(name, screen->asked->spec.name, sizeof(name));
    if (actions->requests->remove(actions->requests->session, run, &error) != RT_OK) {
        say_error(screen, &error);
        return REACT_DRAW | REACT_FIGURES;
    }
    screen_forget_run(screen, run, runs);
    memmove(&actions->save_asked[run], &actions->save_asked[run + 1],
            (runs - run - 1) * sizeof(actions->save_asked[0]));
    actions->save_asked[runs - 1] = false;
    notices_fill(actions, ROLE_PLAIN, STR_TAKEN_BACK, name, "");
    return REACT_DRAW | REACT_FIGURES;
}

unsigned queue_answer(struct actions *actions, int key)
{
    switch (key) {
    case 'y':
    case 'Y':
    case '\r':
    case '\n':
        actions->screen->prompt = PROMPT_NONE;
        return take_back(actions);
    case 'n':
    case 'N':
    case KEYPRESS_ESCAPE:
        actions->screen->prompt = PROMPT_NONE;
        return REACT_DRAW;
    default:
        return REACT_NONE;
    }
}
