#include "config.h"

#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/ui/form/form.h"
#include "rnntop/ui/keys.h"
#include "rnntop/ui/notices.h"
#include "rnntop/ui/terminal/keypress.h"
#include "tests/run/run_events.h"
#include "ui_house.h"

static int set_up(void **state)
{
    *state = ui_house_create(true);
    return 0;
}

static int tear_down(void **state)
{
    ui_house_destroy(*state);
    return 0;
}

static unsigned press(struct ui_house *house, int key)
{
    return dispatch_key(&house->actions, key);
}

/* Presses a key and looks at all that the session was asked since the last call. */
#define expect_asked(house, key, text)                                                             \
    do {                                                                                           \
        (house)->asked[0] = '\0';                                                                  \
        press((house), (key));                                                                     \
        assert_string_equal((house)->asked, (text));                                               \
    } while (0)

static void training_keys(void **state)
{
    struct ui_house *house = *state;

    ui_house_state(house, 0, RUN_TRAINING, 30);
    expect_asked(house, ' ', "pause ");
    assert_true(house->screen.paused);
    expect_asked(house, ' ', "resume ");
    assert_false(house->screen.paused);
    expect_asked(house, 'p', "pause ");
    expect_asked(house, '.', "batch ");
    assert_true(house->screen.paused);
    expect_asked(house, 'e', "epoch ");
    assert_false(house->screen.paused);
    expect_asked(house, 's', "save 0 ");
    expect_asked(house, 0x13, "save 0 ");

    /* They work in help and messages too, and stay there. */
    press(house, '?');
    expect_asked(house, ' ', "pause ");
    assert_int_equal(house->screen.view, SCREEN_HELP);
}

/* The score is of the run on screen, so Tab turns its pages; other keys of the picture show it. */
static void score_of_each_run(void **state)
{
    struct ui_house *house = *state;

    press(house, '2');
    assert_int_equal(house->screen.view, SCREEN_SCORE);
    assert_int_equal(house->screen.selected, 0);
    press(house, '\t');
    assert_int_equal(house->screen.view, SCREEN_SCORE);
    assert_int_equal(house->screen.selected, 1);
    press(house, KEYPRESS_SHIFT_TAB);
    assert_int_equal(house->screen.view, SCREEN_SCORE);
    assert_int_equal(house->screen.selected, 0);
    press(house, '2');
    assert_int_equal(house->screen.view, SCREEN_CURVES);
    press(house, '2');
    press(house, KEYPRESS_ESCAPE);
    assert_int_equal(house->screen.view, SCREEN_CURVES);
    press(house, '2');
    press(house, 'q'); /* back, and no question */
    assert_int_equal(house->screen.view, SCREEN_CURVES);
    assert_int_equal(house->screen.prompt, PROMPT_NONE);
    press(house, '2');
    press(house, 'm');
    assert_int_equal(house->screen.view, SCREEN_CURVES);
}

static void save_what_is_on_screen(void **state)
{
    struct ui_house *house = *state;

    ui_house_state(house, 0, RUN_TRAINING, 30);
    press(house, '\t');
    assert_int_equal(house->screen.selected, 1);
    expect_asked(house, 's', ""); /* queued: nothing is there to be saved */
    assert_non_null(strstr(house->screen.message, "nothing to save"));
    press(house, KEYPRESS_SHIFT_TAB);
    expect_asked(house, 's', "save 0 ");
    assert_string_equal(house->screen.message, "");
}

/* Only while it stands still, wherever the pause came from. */
static void learning_rate_while_paused(void **state)
{
    struct ui_house *house = *state;

    ui_house_state(house, 0, RUN_TRAINING, 30);
    expect_asked(house, '<', "");
    assert_non_null(strstr(house->screen.message, "while training is paused"));
    ui_house_state(house, 0, RUN_PAUSED, 30);
    expect_asked(house, '<', "rate down ");
    expect_asked(house, '>', "rate up ");
}

static void nothing_left(void **state)
{
    struct ui_house *house = *state;

    ui_house_end(house, 0);
    ui_house_end(house, 1);
    for (const char *key = " p.e<>"; *key; key++) {
        expect_asked(house, *key, "");
        assert_non_null(strstr(house->screen.message, "Nothing is left"));
    }
    expect_asked(house, 's', "save 0 ");
}

static void again(void **state)
{
    struct ui_house *house = *state;

    expect_asked(house, 'r', "again 0 ");
    assert_string_equal(house->screen.message, "LSTM, seed 2, waits for its turn");
    house->refuses = true;
    expect_asked(house, 'r', "again 0 ");
    assert_string_equal(house->screen.message, "no more runs");
    assert_int_equal(house->screen.message_role, ROLE_WARN);
}

/* What was said of the queue is old as soon as a run begins; what others do leaves it. */
static void a_queue_message_gives_way(void **state)
{
    struct ui_house *house = *state;
    const char *message = house->screen.message;

    ui_house_state(house, 0, RUN_TRAINING, 30);
    press(house, 'r');
    assert_string_equal(message, "LSTM, seed 2, waits for its turn");
    ui_house_state(house, 0, RUN_VALIDATING, 0);
    ui_house_state(house, 0, RUN_TRAINING, 0);
    assert_string_equal(message, "LSTM, seed 2, waits for its turn");
    ui_house_state(house, 2, RUN_LOADING, 0);
    assert_string_equal(message, "");

    press(house, '\t');
    press(house, KEYPRESS_DELETE);
    press(house, 'y');
    assert_string_equal(message, "LSTM is taken back");
    ui_house_state(house, 1, RUN_TRAINING, 0); /* begun above */
    assert_string_equal(message, "LSTM is taken back");
    press(house, 'r');
    ui_house_state(house, 2, RUN_TRAINING, 0);
    assert_string_equal(message, "");

    /* What is not of the queue stays. */
    press(house, 'r');
    press(house, 'Q');
    ui_house_state(house, 3, RUN_TRAINING, 0);
    assert_string_equal(message, "no key 'Q'; ? lists the keys");
}

/* Leaving. */

static void quit_before_anything_is_learned(void **state)
{
    struct ui_house *house = *state;

    ui_house_state(house, 0, RUN_LOADING, 0);
    assert_true(press(house, 'q') & REACT_LEAVE);
    assert_int_equal(house->actions.result, APP_QUIT);
    ui_house_state(house, 0, RUN_PAUSED, 0);
    assert_true(press(house, KEYPRESS_F10) & REACT_LEAVE);
    assert_int_equal(house->actions.result, APP_QUIT);
    assert_true(press(house, 3) & REACT_LEAVE);
    assert_int_equal(house->actions.result, APP_QUIT);
}

static void quit_when_all_ended(void **state)
{
    struct ui_house *house = *state;

    ui_house_state(house, 0, RUN_TRAINING, 30);
    ui_house_end(house, 0);
    assert_false(press(house, 'q') & REACT_LEAVE); /* the LSTM is still to come */
    assert_int_equal(house->screen.prompt, PROMPT_QUIT);
    press(house, KEYPRESS_ESCAPE);
    /* What ended without a file still waits for an answer; what has one does not. */
    ui_house_end(house, 1);
    assert_false(press(house, 'q') & REACT_LEAVE);
    assert_int_equal(house->screen.prompt, PROMPT_QUIT);
    house->asked[0] = '\0';
    assert_true(press(house, 'y') & REACT_LEAVE);
    assert_string_equal(house->asked, "save 0 save 1 ");
    assert_int_equal(house->actions.result, APP_QUIT_SAVE);
    house->screen.prompt = PROMPT_NONE;
    struct run_event event = event_of_saved(true, UI_EPOCHS, "/tmp/a.safetensors");
    ui_house_tell_by_recorder(house, 0, event);
    ui_house_tell_by_recorder(house, 1, event_of_saved(true, UI_EPOCHS, "/tmp/a.safetensors"));
    assert_true(press(house, 'q') & REACT_LEAVE);
    assert_int_equal(house->actions.result, APP_QUIT);
}

static void quit_prompt(void **state)
{
    struct ui_house *house = *state;
    static const struct {
        int key;
        bool leaves;
        enum app_result result;
        enum screen_prompt prompt;
    } answers[] = {
        {'y', true, APP_QUIT_SAVE, PROMPT_QUIT},
        {'\r', true, APP_QUIT_SAVE, PROMPT_QUIT},
        {'\n', true, APP_QUIT_SAVE, PROMPT_QUIT},
        {3, true, APP_QUIT_SAVE, PROMPT_QUIT},
        {'d', true, APP_QUIT_DISCARD, PROMPT_QUIT},
        {KEYPRESS_ESCAPE, false, APP_QUIT, PROMPT_NONE},
        {'n', false, APP_QUIT, PROMPT_NONE},
        {'q', false, APP_QUIT, PROMPT_QUIT},
        {KEYPRESS_F10, false, APP_QUIT, PROMPT_QUIT},
        {' ', false, APP_QUIT, PROMPT_QUIT},
        {'s', false, APP_QUIT, PROMPT_QUIT},
        {'x', false, APP_QUIT, PROMPT_QUIT},
        {'\t', false, APP_QUIT, PROMPT_QUIT},
        {'?', false, APP_QUIT, PROMPT_QUIT},
        {'Q', false, APP_QUIT, PROMPT_QUIT},
        {KEYPRESS_HOME, false, APP_QUIT, PROMPT_QUIT},
        {KEYPRESS_RESIZE, false, APP_QUIT, PROMPT_QUIT},
        {0x0c, false, APP_QUIT, PROMPT_QUIT},
    };

    ui_house_state(house, 0, RUN_TRAINING, 30);
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        house->screen.prompt = PROMPT_NONE;
        house->actions.result = APP_QUIT;
        assert_false(press(house, 'q') & REACT_LEAVE);
        assert_int_equal(house->screen.prompt, PROMPT_QUIT);
        house->asked[0] = '\0';
        enum screen_axis axis = house->screen.axis;
        bool leaves = (press(house, answers[i].key) & REACT_LEAVE) != 0;
        if (leaves != answers[i].leaves || house->actions.result != answers[i].result ||
            house->screen.prompt != answers[i].prompt)
            fail_msg("answer %#x: leaves %d, result %d, prompt %d", (unsigned)answers[i].key,
                     leaves, (int)house->actions.result, (int)house->screen.prompt);
        /* Nothing else happens behind the question. */
        assert_string_equal(house->asked, "");
        assert_int_equal(house->screen.axis, axis);
        assert_int_equal(house->screen.view, SCREEN_CURVES);
    }
}

static void ctrl_c(void **state)
{
    struct ui_house *house = *state;

    ui_house_state(house, 0, RUN_TRAINING, 30);
    press(house, '?');
    assert_true(press(house, 3) & REACT_LEAVE);
    assert_int_equal(house->actions.result, APP_QUIT_SAVE);
}

/* Screens. */

static void views(void **state)
{
    struct ui_house *house = *state;
    static const struct {
        int key;
        enum screen_view then;
    } steps[] = {
        {'?', SCREEN_HELP},     {'?', SCREEN_CURVES},         {'h', SCREEN_HELP},
        {'l', SCREEN_MESSAGES}, {'l', SCREEN_CURVES},         {KEYPRESS_F1, SCREEN_HELP},
        {'q', SCREEN_CURVES},   {'l', SCREEN_MESSAGES},       {KEYPRESS_ESCAPE, SCREEN_CURVES},
        {'?', SCREEN_HELP},     {'1', SCREEN_CURVES},         {'1', SCREEN_CURVES},
        {'?', SCREEN_HELP},     {'x', SCREEN_CURVES}, /* a key of the picture shows it */
        {'l', SCREEN_MESSAGES}, {'\t', SCREEN_CURVES},        {'?', SCREEN_HELP},
        {'-', SCREEN_CURVES},   {'?', SCREEN_HELP},           {KEYPRESS_LEFT, SCREEN_HELP},
        {0x0c, SCREEN_HELP},    {KEYPRESS_DOWN, SCREEN_HELP},
    };

    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        unsigned reaction = press(house, steps[i].key);
        if (house->screen.view != steps[i].then || (reaction & REACT_LEAVE))
            fail_msg("step %zu, key %#x: expected view %d, got %d", i, (unsigned)steps[i].key,
                     (int)steps[i].then, (int)house->screen.view);
    }
    assert_int_equal(house->screen.axis, AXIS_STEP);
}

static void scrolling(void **state)
{
    struct ui_house *house = *state;

    house->actions.rows = 12;
    house->actions.columns = 40;
    press(house, '?');
    assert_int_equal(house->screen.scroll, 0);
    press(house, KEYPRESS_UP);
    assert_int_equal(house->screen.scroll, 0);
    press(house, KEYPRESS_DOWN);
    press(house, KEYPRESS_DOWN);
    assert_int_equal(house->screen.scroll, 2);
    press(house, KEYPRESS_PAGE_DOWN);
    assert_int_equal(house->screen.scroll, 11);
    press(house, KEYPRESS_END);
    int last = house->screen.scroll;
    assert_in_range(last, 12, 60);
    press(house, KEYPRESS_DOWN);
    assert_int_equal(house->screen.scroll, last);
    press(house, KEYPRESS_PAGE_UP);
    assert_int_equal(house->screen.scroll, last - 9);
    press(house, KEYPRESS_HOME);
    assert_int_equal(house->screen.scroll, 0);

    /* Messages begin at their end and stay there as they grow, unless one looks back. */
    for (int i = 0; i < 30; i++)
        message_log_add(house->messages, NULL, false, "a message");
    press(house, 'l');
    assert_int_equal(house->screen.scroll, INT_MAX);
    press(house, KEYPRESS_UP);
    assert_in_range(house->screen.scroll, 1, 31);
    press(house, KEYPRESS_DOWN);
    assert_int_equal(house->screen.scroll, INT_MAX);
}

static void picture_keys(void **state)
{
    struct ui_house *house = *state;
    struct screen *screen = &house->screen;

    assert_true(press(house, 'x') & REACT_DRAW);
    assert_int_equal(screen->axis, AXIS_STEP);
    press(house, 'x');
    assert_int_equal(screen->axis, AXIS_TIME);
    press(house, 'x');
    assert_int_equal(screen->axis, AXIS_EPOCH);
    press(house, 'y');
    assert_true(screen->log_loss);
    press(house, 'y');
    assert_false(screen->log_loss);
    press(house, 'm');
    assert_int_equal(screen->smooth, SMOOTH_RAW);
    press(house, 'm');
    assert_int_equal(screen->smooth, SMOOTH_EPOCH);
    press(house, 'm');
    assert_int_equal(screen->smooth, SMOOTH_AVERAGE);
    press(house, 'o');
    assert_int_equal(screen->others, OTHERS_ALL);
    press(house, 'o');
    assert_int_equal(screen->others, OTHERS_NONE);
    press(house, 'o');
    assert_int_equal(screen->others, OTHERS_VAL);
    assert_true(press(house, 'S') & REACT_DRAW);
    assert_int_equal(screen->order, RANKING_VAL);
    assert_string_equal(screen->message, string_get(STR_SORTED_VAL));
    press(house, 'S');
    assert_int_equal(screen->order, RANKING_NAME);
    press(house, 'S');
    assert_int_equal(screen->order, RANKING_QUEUE);
    press(house, 'k');
    assert_true(screen_run(screen, screen->selected)->marked);
    press(house, 'k');
    assert_false(screen_run(screen, screen->selected)->marked);
    press(house, '\r'); /* no other seeds */
    assert_string_equal(screen->message, string_get(STR_NO_SEEDS));
    press(house, 'b');
    assert_int_equal(screen->glyphs, GLYPHS_BLOCKS);
    press(house, 'b');
    assert_int_equal(screen->glyphs, GLYPHS_ASCII);
    press(house, 'b');
    assert_int_equal(screen->glyphs, GLYPHS_BRAILLE);
    press(house, 'f');
    assert_true(screen->held);
    press(house, 'f');
    assert_false(screen->held);
    assert_true(press(house, 0x0c) & REACT_REPAINT);
    /* Up and Down, and so the wheel, do nothing here: no draw, no message. */
    assert_int_equal(press(house, KEYPRESS_UP), REACT_NONE);
    assert_int_equal(press(house, KEYPRESS_DOWN), REACT_NONE);
    assert_string_equal(screen->message, "");
}

/* T goes round, and says what is on now; a projector gets blocks, and braille comes back. */
static void looks(void **state)
{
    struct ui_house *house = *state;
    struct screen *screen = &house->screen;
    static const struct {
        enum theme_look look;
        enum screen_glyphs glyphs;
        const char *message;
    } steps[] = {
        {LOOK_DARK, GLYPHS_BRAILLE, "Colours: for a dark background.  T goes on"},
        {LOOK_LIGHT, GLYPHS_BRAILLE, "Colours: for a light background.  T goes on"},
        {LOOK_PLAIN, GLYPHS_BRAILLE, "Colours: none.  T goes on"},
        {LOOK_PROJECTOR, GLYPHS_BLOCKS, "For a projector: thick curves, bold figures.  T goes on"},
        {LOOK_ASKED, GLYPHS_BRAILLE, "Colours: for the terminal's own background.  T goes on"},
    };

    screen->colors = true;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        assert_true(press(house, 'T') & REACT_DRAW);
        assert_int_equal(screen->look, steps[i].look);
        assert_int_equal(screen->glyphs, steps[i].glyphs);
        assert_string_equal(screen->message, steps[i].message);
    }

    /* Without colours there are two. */
    screen->colors = false;
    press(house, 'T');
    assert_int_equal(screen->look, LOOK_PROJECTOR);
    press(house, 'b'); /* what was chosen meanwhile stays */
    assert_int_equal(screen->glyphs, GLYPHS_ASCII);
    press(house, 'T');
    assert_int_equal(screen->look, LOOK_ASKED);
    assert_int_equal(screen->glyphs, GLYPHS_ASCII);
    assert_string_equal(screen->message, "Colours: none.  T goes on");
}

static void cursor(void **state)
{
    struct ui_house *house = *state;
    const struct screen_run *run = screen_run_keep(&house->screen, 0);

    ui_house_state(house, 0, RUN_TRAINING, 30);
    press(house, 'c');
    assert_true(run->cursor_on);
    press(house, KEYPRESS_ESCAPE);
    assert_false(run->cursor_on);
    press(house, KEYPRESS_ESCAPE); /* off stays off */
    assert_false(run->cursor_on);
}

/* Keys that do nothing say so. */
static void unknown_keys(void **state)
{
    struct ui_house *house = *state;
    const char *message = house->screen.message;

    assert_int_equal(press(house, KEYPRESS_NONE), REACT_NONE);
    assert_string_equal(message, "");
    assert_true(press(house, 'Q') & REACT_DRAW);
    assert_string_equal(message, "no key 'Q'; ? lists the keys");
    press(house, 0xe4);
    assert_string_equal(message, "no key 'ä'; ? lists the keys");
    press(house, 0x01);
    assert_string_equal(message, "no such key; ? lists the keys");
    press(house, 0x301); /* a combining mark alone */
    assert_string_equal(message, "no such key; ? lists the keys");

    /* And the next key ends the message, whatever it is; a resize does not. */
    press(house, KEYPRESS_RESIZE);
    assert_string_not_equal(message, "");
    assert_true(press(house, KEYPRESS_UP) & REACT_DRAW);
    assert_string_equal(message, "");
}

/* Every key of the table, on every page, ends what was said of one that is none. */
static void any_key_ends_the_message(void **state)
{
    struct ui_house *house = *state;
    size_t count;
    const struct key_binding *table = keys_table(&count);
    static const int pages[] = {'1', '2', 'l', '?'};

    ui_house_state(house, 0, RUN_TRAINING, 30);
    for (size_t i = 0; i < count * (sizeof pages / sizeof pages[0]); i++) {
        const struct key_binding *row = &table[i % count];
        if (row->action == ACTION_RESIZE)
            continue; /* nobody pressed it */
        house->screen.view = SCREEN_CURVES;
        house->screen.prompt = PROMPT_NONE;
        press(house, pages[i / count]);
        press(house, 'Q');
        assert_string_equal(house->screen.message, "no key 'Q'; ? lists the keys");
        assert_true(press(house, row->key[0]) & REACT_DRAW || row->action == ACTION_SAVE_AND_LEAVE);
        if (strstr(house->screen.message, "no key"))
            fail_msg("%s leaves the message", row->name);
    }
}

/* A page has no row for messages: an answer stands on its last row. */
static void pages_answer_too(void **state)
{
    struct ui_house *house = *state;
    static const int pages[] = {'2', 'l', '?'};

    ui_house_state(house, 0, RUN_TRAINING, 30);
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        press(house, pages[i]);
        press(house, 'Q');
        for (int rows = 12; rows <= 36; rows += 12) {
            char *text = ui_house_text(house, 3 * rows + 4, rows);
            assert_non_null(strstr(text, "\n no key 'Q'; ? lists the keys\n"));
            free(text);
        }
        press(house, KEYPRESS_UP);
        char *text = ui_house_text(house, 80, 24);
        assert_null(strstr(text, "no key"));
        free(text);
        press(house, KEYPRESS_ESCAPE);
    }
}

/* Space works on pages too: their first row says so. */
static void pages_say_paused(void **state)
{
    struct ui_house *house = *state;

    ui_house_state(house, 0, RUN_TRAINING, 30);
    press(house, 'l');
    char *text = ui_house_text(house, 80, 24);
    assert_null(strstr(text, "PAUSED"));
    free(text);
    press(house, ' ');
    for (int columns = 40; columns <= 80; columns += 40) {
        text = ui_house_text(house, columns, 24);
        assert_non_null(strstr(text, " rnntop messages  PAUSED"));
        free(text);
    }
    press(house, ' ');
    text = ui_house_text(house, 80, 24);
    assert_null(strstr(text, "PAUSED"));
    free(text);
}

/* Where it is paused matters more than a long word of an event, which is among the messages. */
static void an_event_while_paused(void **state)
{
    struct ui_house *house = *state;
    struct run_event event = event_of_message(false, "a message that needs nearly all of the row, "
                                                     "and then as much again, and some more");

    ui_house_state(house, 0, RUN_TRAINING, 30);
    ui_house_state(house, 0, RUN_PAUSED, 30);
    ui_house_tell(house, 0, &event);
    char *text = ui_house_text(house, 80, 24);
    assert_non_null(strstr(text, "\n PAUSED in epoch 1 after batch "));
    free(text);
}

/* Of two sentences the first stands there whole where both have no room. */
static void half_a_message(void **state)
{
    struct ui_house *house = *state;

    house->screen.colors = true;
    press(house, 'T');
    char *text = ui_house_text(house, 40, 24);
    assert_non_null(strstr(text, "\n Colours: for a dark background.\n"));
    free(text);
}

static void ascii_terminal(void **state)
{
    (void)state;
    struct ui_house *house = ui_house_create(false);

    press(house, 'b');
    assert_int_equal(house->screen.glyphs, GLYPHS_ASCII);
    assert_non_null(strstr(house->screen.message, "ASCII only"));
    press(house, 0xe4);
    assert_string_equal(house->screen.message, "no such key; ? lists the keys");
    ui_house_destroy(house);
}

/* Nothing can be asked from afar, and no hint says that it could; leaving loses nothing. */
static void a_session_that_is_only_watched(void **state)
{
    struct ui_house *house = *state;
    house->watched = true;
    ui_house_state(house, 0, RUN_TRAINING, 30);
    expect_asked(house, ' ', "");
    assert_string_equal(house->screen.message, "only watched");
    assert_false(house->screen.paused);
    char *text = ui_house_text(house, 200, 60);
    assert_null(strstr(text, "Space pause"));
    assert_non_null(strstr(text, "? help"));
    free(text);
    ui_house_end(house, 0);
    ui_house_end(house, 1);
    text = ui_house_text(house, 200, 60);
    assert_null(strstr(text, "run again"));
    assert_null(strstr(text, "new run"));
    free(text);
    assert_true(press(house, 'q') & REACT_LEAVE);
}

/* Events. */

static void saved_events(void **state)
{
    struct ui_house *house = *state;
    const char *message = house->screen.message;
    const char *path = "/home/ada/.local/share/rnntop/lstm-1.safetensors";
    struct run_event event = event_of_saved(true, 0.3f, path);

    ui_house_state(house, 0, RUN_TRAINING, 30);
    press(house, 's');
    ui_house_tell_by_recorder(house, 0, event); /* by the recorder; run 0 */
    assert_string_equal(message, "Saved …/rnntop/lstm-1.safetensors");
    assert_true(house->reaction & REACT_FIGURES);
    assert_int_equal(message_log_count(house->messages), 1);
    const struct log_entry *kept = message_log_at(house->messages, 0);
    assert_string_equal(kept->text, "Saved /home/ada/.local/share/rnntop/lstm-1.safetensors");
    assert_string_equal(board_name(house->board, &kept->run), "SimpleRNN");

    event = event_of_saved(true, 0.3f, "/tmp/a.safetensors");
    ui_house_tell_by_recorder(house, 0, event);
    assert_string_equal(message, "Saved /tmp/a.safetensors");

    event = event_of_saved(false, 0, "/full/a.safetensors: No space left on device");
    ui_house_tell_by_recorder(house, 0, event);
    assert_string_equal(message, "Not saved: /full/a.safetensors: No space left on device");
    assert_int_equal(house->screen.message_role, ROLE_WARN);

    /* A run's file at its end leaves the row to the test score; one that was asked for does not. */
    ui_house_end(house, 0);
    assert_string_equal(message, "");
    event = event_of_saved(true, 10, path);
    ui_house_tell_by_recorder(house, 0, event);
    assert_string_equal(message, "");
    press(house, 's');
    event = event_of_saved(true, 10, path);
    ui_house_tell_by_recorder(house, 0, event);
    assert_string_not_equal(message, "");
}

static void message_events(void **state)
{
    struct ui_house *house = *state;
    const char *message = house->screen.message;
    struct run_event event = event_of_message(false, "the data is here");

    ui_house_state(house, 0, RUN_TRAINING, 30);
    ui_house_tell(house, 0, &event);
    assert_string_equal(message, "the data is here");
    assert_int_equal(house->screen.message_role, ROLE_PLAIN);

    /* Batches and progress leave it; there is no timer. */
    struct step_event step = step_of(31, UI_BATCHES, 0.5f, 0.8f);
    told_board_step(&house->told, 0, &step);
    event = event_of_progress(1, 2, PROGRESS_READING);
    ui_house_tell(house, 0, &event);
    assert_string_equal(message, "the data is here");

    event = event_of_message(true, "evil \033[2J\r text");
    ui_house_tell(house, 0, &event);
    assert_null(strchr(message, '\033'));
    assert_null(strchr(message, '\r'));
    assert_int_equal(house->screen.message_role, ROLE_WARN);

    /* An epoch's end may come right after it: it stays for a whole one. */
    event = event_of_epoch(1, 0.8f);
    ui_house_tell(house, 0, &event);
    assert_string_not_equal(message, "");
    ui_house_state(house, 0, RUN_VALIDATING, 0);
    assert_string_not_equal(message, "");
    event = event_of_epoch(2, 0.8f);
    ui_house_tell(house, 0, &event);
    assert_string_equal(message, "");
    assert_true(house->reaction & REACT_DRAW);

    /* Short epochs do not make figures change faster; a pause is seen at once, and its end. */
    event = event_of_epoch(3, 0.8f);
    ui_house_tell(house, 0, &event);
    assert_int_equal(house->reaction, REACT_NONE);
    ui_house_state(house, 0, RUN_TRAINING, 0);
    assert_int_equal(house->reaction, REACT_NONE);
    ui_house_state(house, 0, RUN_PAUSED, 0);
    assert_true(house->reaction & REACT_FIGURES);
    ui_house_state(house, 0, RUN_TRAINING, 0);
    assert_true(house->reaction & REACT_FIGURES);

    /* Steps alone ask for nothing at once. */
    step = step_of(101, UI_BATCHES, 0.5f, 0.8f);
    event = event_of_step(&step);
    house->reaction = notices_event(&house->actions, 0, &event);
    assert_int_equal(house->reaction, REACT_NONE);
}

static void tell_data(struct ui_house *house, bool fallback)
{
    struct run_event event = {.kind = EVENT_SOURCE};

    event.as.source = (struct source_event){.name = "DEMO corpus (made up)", .fallback = fallback};
    ui_house_tell(house, 0, &event);
    assert_string_equal(house->screen.message, "");
    event = (struct run_event){.kind = EVENT_DATA};
    event.as.data = (struct data_event){.num_words = 4000,
                                        .maxlen = 100,
                                        .name = "DEMO corpus (made up)",
                                        .made_up = true,
                                        .ceiling_whole = 0.944,
                                        .ceiling = 0.919};
    ui_house_tell(house, 0, &event);
}

/* Nobody asked for made-up reviews: it is said once, and stays until a key or the second epoch. */
static void data_that_nobody_asked_for(void **state)
{
    struct ui_house *house = *state;
    const char *row = "Not IMDB: the built-in demo corpus.  rnntop fetch imdb brings the real one";
    const char *ceiling = "A perfect reader would score 0.944 on whole reviews, 0.919 on what "
                          "4,000 words and 100 tokens leave.";
    struct run_event event;

    tell_data(house, true);
    assert_string_equal(house->screen.message, row);
    assert_int_equal(house->screen.message_role, ROLE_PLAIN);
    assert_int_equal(message_log_count(house->messages), 2);
    assert_string_equal(message_log_at(house->messages, 0)->text, row);
    assert_string_equal(message_log_at(house->messages, 1)->text, ceiling);
    ui_house_state(house, 0, RUN_TRAINING, 30);
    assert_string_equal(house->screen.message, row);
    event = event_of_epoch(1, 0.5f);
    ui_house_tell(house, 0, &event);
    assert_string_equal(house->screen.message, row);
    event = event_of_epoch(2, 0.5f);
    ui_house_tell(house, 0, &event);
    assert_string_equal(house->screen.message, "");

    /* The next run trains on the same: nothing new. */
    event = (struct run_event){.kind = EVENT_DATA};
    event.as.data.made_up = true;
    ui_house_tell(house, 1, &event);
    assert_string_equal(house->screen.message, "");
    assert_int_equal(message_log_count(house->messages), 2);
}

/* How texts were read: a line of it on the message row, all of it among the messages. What comes
 * right behind it waits until it has stood for an epoch; a warning does not. */
static void how_texts_were_read(void **state)
{
    struct ui_house *house = *state;
    const char *message = house->screen.message;
    struct text_reading reading = {
        .form = TEXT_FORM_DELIMITED,
        .separator = ",",
        .encodings = "UTF-8",
        .columns = 2,
        .column_count = 2,
        .column = {{.name = "mood", .use = COLUMN_LABEL}, {.name = "what", .use = COLUMN_TEXT}},
        .label_by_name = true,
        .widened = 1};
    struct run_event event = {.kind = EVENT_READING};

    event.parcel = parcel_new(&reading, sizeof(reading));
    ui_house_tell(house, 0, &event);
    assert_string_equal(message, "Read as CSV, UTF-8, label: mood, text: what; l says more");
    assert_int_equal(message_log_count(house->messages), 2);
    assert_string_equal(message_log_at(house->messages, 0)->text,
                        "Read as CSV, UTF-8, label: mood, text: what");
    assert_string_equal(message_log_at(house->messages, 1)->text,
                        "1 text holds the sign that divides columns, without quotes: taken whole.");
    event = event_of_message(false, "the settings");
    ui_house_tell(house, 0, &event);
    assert_int_equal(message_log_count(house->messages), 3);
    assert_non_null(strstr(message, "Read as"));
    event = event_of_epoch(1, 0.5f);
    ui_house_tell(house, 0, &event);
    assert_non_null(strstr(message, "Read as"));
    event = event_of_epoch(2, 0.5f);
    ui_house_tell(house, 0, &event);
    assert_string_equal(message, "the settings");
    event = event_of_epoch(3, 0.5f);
    ui_house_tell(house, 0, &event);
    event = event_of_epoch(4, 0.5f);
    ui_house_tell(house, 0, &event);
    assert_string_equal(message, "");

    reading.widened = 0;
    event = (struct run_event){.kind = EVENT_READING};
    event.parcel = parcel_new(&reading, sizeof(reading));
    ui_house_tell(house, 0, &event);
    assert_string_equal(message, "Read as CSV, UTF-8, label: mood, text: what");
    event = event_of_message(true, "a warning");
    ui_house_tell(house, 0, &event);
    assert_string_equal(message, "a warning");

    /* Nor does what comes when a key has been answered since. */
    event = (struct run_event){.kind = EVENT_READING};
    event.parcel = parcel_new(&reading, sizeof(reading));
    ui_house_tell(house, 0, &event);
    press(house, 'm');
    assert_null(strstr(message, "Read as"));
    event = event_of_message(false, "news");
    ui_house_tell(house, 0, &event);
    assert_string_equal(message, "news");
}

/* Fewer words where there is little room; a key sends them away. */
static void data_on_a_narrow_screen(void **state)
{
    struct ui_house *house = *state;

    tell_data(house, true);
    char *text = ui_house_text(house, 80, 24);
    assert_non_null(strstr(text, "demo corpus.  rnntop fetch imdb brings the real one\n"));
    free(text);
    text = ui_house_text(house, 40, 12);
    assert_non_null(strstr(text, "\n Not IMDB: the built-in demo corpus"));
    assert_null(strstr(text, "corpus."));
    free(text);
    press(house, '\t');
    assert_string_equal(house->screen.message, "");
    text = ui_house_text(house, 80, 24);
    assert_null(strstr(text, "Not IMDB"));
    free(text);
    press(house, 'Q'); /* another message has no such words */
    text = ui_house_text(house, 40, 12);
    assert_null(strstr(text, "Not IMDB"));
    free(text);
}

/* Who asked for it knows; what a perfect reader scores is among the messages all the same. */
static void made_up_data_by_name(void **state)
{
    struct ui_house *house = *state;

    tell_data(house, false);
    assert_string_equal(house->screen.message, "");
    assert_int_equal(message_log_count(house->messages), 1);
}

/* A reference is told where nothing else is, and kept among the messages. */
static void baseline_scores(void **state)
{
    struct ui_house *house = *state;
    struct run_event event = {.kind = EVENT_BASELINE};

    event.as.baseline.val_accuracy = 0.835f;
    event.as.baseline.test_accuracy = 0.834f;
    ui_house_tell(house, 0, &event);
    assert_non_null(strstr(house->screen.message, "val 0.835, test 0.834"));
    assert_int_equal(message_log_count(house->messages), 1);
    press(house, '\t');
    tell_data(house, true);
    event.as.baseline.val_accuracy = NAN;
    ui_house_tell(house, 0, &event);
    assert_non_null(strstr(house->screen.message, "Not IMDB"));
    size_t last = message_log_count(house->messages) - 1;
    assert_non_null(strstr(message_log_at(house->messages, last)->text, "alone: test 0.834"));
}

/* An epoch of a run that learns by heart from epoch 2 on. */
static void tell_overfitting(struct ui_house *house, uint32_t epoch)
{
    static const float val_loss[] = {0.5f, 0.4f, 0.45f, 0.5f, 0.39f};
    struct run_event event = {.kind = EVENT_EPOCH};

    event.as.epoch = (struct epoch_event){.epoch = epoch,
                                          .step = (uint64_t)UI_BATCHES * epoch,
                                          .loss = 0.5f / (float)epoch,
                                          .accuracy = 0.8f,
                                          .val_loss = val_loss[epoch - 1],
                                          .val_accuracy = 0.8f};
    ui_house_tell(house, 0, &event);
}

static const char *last_message(const struct ui_house *house)
{
    return message_log_at(house->messages, message_log_count(house->messages) - 1)->text;
}

/* Findings are messages when they come and when they go; their page leads to the form. */
static void findings(void **state)
{
    struct ui_house *house = *state;

    tell_data(house, false);
    size_t before = message_log_count(house->messages);
    for (uint32_t epoch = 1; epoch <= 3; epoch++)
        tell_overfitting(house, epoch);
    assert_int_equal(message_log_count(house->messages), before);
    tell_overfitting(house, 4);
    assert_int_equal(message_log_count(house->messages), before + 1);
    assert_string_equal(
        last_message(house),
        "epoch 4: overfitting since epoch 2: val loss 0.400 → 0.500, train loss 0.250 → "
        "0.125, val accuracy 0.800 → 0.800; try --early-stopping 2, or --dropout 0.5");
    press(house, 'd');
    assert_int_equal(house->screen.view, SCREEN_DIAGNOSIS);
    char *text = ui_house_text(house, 80, 24);
    assert_non_null(strstr(text, "\n overfitting  since epoch 2: val loss 0.400"));
    free(text);
    press(house, 'n');
    assert_int_equal(house->screen.view, SCREEN_FORM);
    assert_string_equal(house->screen.form->field[house->screen.form->at]->name, "early-stopping");
    assert_string_equal(form_value(house->screen.form, house->screen.form->at), "2");
    press(house, KEYPRESS_ESCAPE);
    tell_overfitting(house, 5);
    assert_string_equal(last_message(house), "epoch 5: no longer: overfitting");
    press(house, 'd');
    press(house, 'n'); /* there is no remedy: the form as the run is */
    assert_string_equal(form_value(house->screen.form, house->screen.form->at), "simplernn");
}

/* What happens in a batch is not put off until the epoch's end. */
static void finding_in_a_batch(void **state)
{
    struct ui_house *house = *state;

    ui_house_state(house, 0, RUN_TRAINING, 50);
    size_t before = message_log_count(house->messages);
    struct step_event step = step_of(190, UI_BATCHES, NAN, 0.5f);
    told_board_step(&house->told, 0, &step);
    told_board_poll(&house->told);
    assert_int_equal(message_log_count(house->messages), before + 1);
    assert_non_null(strstr(last_message(house), "the loss has exploded"));
    step = step_of(290, UI_BATCHES, NAN, 0.5f); /* is not told again */
    told_board_step(&house->told, 0, &step);
    told_board_poll(&house->told);
    assert_int_equal(message_log_count(house->messages), before + 1);
}

/* The session may pause by itself (at an epoch's end): the screen follows. */
static void paused_by_the_session(void **state)
{
    struct ui_house *house = *state;

    ui_house_state(house, 0, RUN_TRAINING, 30);
    assert_false(house->screen.paused);
    house->paused = true;
    ui_house_state(house, 0, RUN_PAUSED, 0);
    assert_true(house->screen.paused);
    expect_asked(house, ' ', "resume ");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    setenv("HOME", "/home/eve", 1); /* paths below /home/ada are nobody's */
    const struct CMUnitTest tests[] = {
        TEST(training_keys),
        TEST(score_of_each_run),
        TEST(a_session_that_is_only_watched),
        TEST(save_what_is_on_screen),
        TEST(learning_rate_while_paused),
        TEST(nothing_left),
        TEST(again),
        TEST(a_queue_message_gives_way),
        TEST(quit_before_anything_is_learned),
        TEST(quit_when_all_ended),
        TEST(quit_prompt),
        TEST(ctrl_c),
        TEST(views),
        TEST(scrolling),
        TEST(picture_keys),
        TEST(looks),
        TEST(cursor),
        TEST(unknown_keys),
        TEST(any_key_ends_the_message),
        TEST(pages_answer_too),
        TEST(pages_say_paused),
        TEST(an_event_while_paused),
        TEST(half_a_message),
        cmocka_unit_test(ascii_terminal),
        TEST(saved_events),
        TEST(message_events),
        TEST(baseline_scores),
        TEST(findings),
        TEST(finding_in_a_batch),
        TEST(data_that_nobody_asked_for),
        TEST(how_texts_were_read),
        TEST(data_on_a_narrow_screen),
        TEST(made_up_data_by_name),
        TEST(paused_by_the_session),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
