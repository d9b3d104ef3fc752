#include "config.h"

#include "rnntop/ui/queue.h"

#include <stdio.h>
#include <string.h>

#include "rnntop/ui/ask.h"
#include "rnntop/ui/form/form_keys.h"
#include "rnntop/ui/notices.h"
#include "rnntop/ui/remedies.h"
#include "rnntop/ui/terminal/keypress.h"

#define POLL_LIMIT 256 /* events; sources take turns, so the desk's are among them */

static const struct board_run *on_screen(const struct actions *actions)
{
    return board_run(actions->board, actions->screen->selected);
}

static enum run_state state_of(const struct board_run *run)
{
    struct history_now now;
    history_now(run->history, run->spec.epochs, &now);
    return now.state;
}

/* What was done to the queue: old as soon as a run begins. */
static void say_of_queue(struct actions *actions, enum string_id id, const char *first,
                         const char *second)
{
    notices_fill(actions, ROLE_PLAIN, id, first, second);
    actions->screen->message_kind = MESSAGE_OF_QUEUE;
}

/* Asks for a run to be queued and says what came of it: the run that waits now, or why there is
 * none. One that has begun meanwhile is seen in the table. True when there is one. */
static bool ask_for_run(struct actions *actions, const struct request *request)
{
    struct answer answer;
    char seed[24];

    if (!ask_session(actions, request, &answer))
        return false;
    board_poll(actions->board, POLL_LIMIT); /* it is announced already */
    size_t place = board_find(actions->board, &answer.run);
    if (place != BOARD_NO_RUN && state_of(board_run(actions->board, place)) == RUN_QUEUED) {
        const struct run_spec *spec = &board_run(actions->board, place)->spec;
        snprintf(seed, sizeof(seed), "%llu", (unsigned long long)spec->seed);
        say_of_queue(actions, STR_QUEUED_AGAIN, spec->name, seed);
    }
    return true;
}

unsigned queue_again(struct actions *actions)
{
    if (!screen_has_run(actions->screen, actions->board))
        return REACT_NONE;
    ask_for_run(actions, &(struct request){.kind = REQUEST_AGAIN, .run = on_screen(actions)->id});
    return REACT_DRAW | REACT_FIGURES;
}

/* ---- the form ---- */

/* A run that broke would break again: what may help is typed in, and that is said. */
unsigned queue_form(struct actions *actions)
{
    struct remedies remedies = {.count = 0};
    char text[2 * FINDINGS_VALUE_SIZE + 64] = "";

    if (screen_has_run(actions->screen, actions->board))
        remedies_of_broken(&remedies, actions->board, actions->screen->selected);
    unsigned reaction = queue_form_with(actions, remedies.change, remedies.count);
    for (size_t i = 0; i < remedies.count; i++) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof(text) - used, "%s%s %s", i > 0 ? ", " : "",
                 remedies.change[i].name, remedies.change[i].value);
    }
    if (remedies.count > 0)
        notices_fill(actions, ROLE_PLAIN, STR_FORM_REMEDY, text, "");
    return reaction;
}

unsigned queue_form_with(struct actions *actions, const struct form_change *change, size_t changes)
{
    struct screen *screen = actions->screen;

    if (!screen_has_run(actions->screen, actions->board))
        return REACT_NONE;
    if (!screen_form(screen)) {
        struct rt_error error;
        rt_fail(&error, ERR_NO_MEMORY);
        ask_refused(actions, &error);
        return REACT_DRAW;
    }
    form_open(screen->form, &on_screen(actions)->spec, actions->rows);
    for (size_t i = 0; i < changes; i++)
        form_change(screen->form, &change[i]);
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
            run_spec_same(&run->spec, &actions->screen->form->run))
            return &run->spec;
    }
    return NULL;
}

static unsigned queue_new(struct actions *actions)
{
    struct screen *screen = actions->screen;
    const struct run_spec *twin = find_twin(actions);

    if (twin) {
        notices_fill(actions, ROLE_WARN, STR_FORM_TWIN, twin->name, "");
        return REACT_DRAW;
    }
    if (ask_for_run(actions, &(struct request){.kind = REQUEST_ADD, .spec = &screen->form->run}))
        screen->view = SCREEN_CURVES;
    return REACT_DRAW | REACT_FIGURES;
}

unsigned queue_form_key(struct actions *actions, int key)
{
    struct screen *screen = actions->screen;

    screen->message[0] = '\0';
    switch (form_keys_press(screen->form, key)) {
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
        notices_fill(actions, ROLE_PLAIN, STR_HAS_BEGUN, on_screen(actions)->spec.name, "");
        return REACT_DRAW;
    }
    screen->view = SCREEN_CURVES; /* which shows the run and the question */
    screen->prompt = PROMPT_TAKE_BACK;
    screen->asked = on_screen(actions)->id;
    return REACT_DRAW;
}

/* The run that was asked about, wherever it stands by now. */
static unsigned take_back(struct actions *actions)
{
    struct answer answer;
    char name[RUN_NAME_SIZE];
    size_t run = board_find(actions->board, &actions->screen->asked);

    if (run == BOARD_NO_RUN)
        return REACT_DRAW;
    memcpy(name, board_run(actions->board, run)->spec.name, sizeof(name));
    if (ask_session(actions,
                    &(struct request){.kind = REQUEST_TAKE_BACK, .run = actions->screen->asked},
                    &answer)) {
        board_poll(actions->board, POLL_LIMIT); /* it leaves */
        say_of_queue(actions, STR_TAKEN_BACK, name, "");
    }
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
