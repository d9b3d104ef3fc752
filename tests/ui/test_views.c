#include "config.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/base/clock.h"
#include "rnntop/base/utf8.h"
#include "rnntop/ui/keys.h"
#include "rnntop/ui/views/views.h"
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

static void expect_screen(struct ui_house *house, int columns, int rows, const char *wanted)
{
    char *got = ui_house_text(house, columns, rows);
    size_t length = strlen(got), wanted_length = strlen(wanted);

    while (length > 0 && got[length - 1] == '\n')
        length--;
    while (wanted_length > 0 && wanted[wanted_length - 1] == '\n')
        wanted_length--;
    if (length != wanted_length || memcmp(got, wanted, length) != 0) {
        fprintf(stderr, "expected:\n%s\ngot:\n%s\n", wanted, got);
        fail_msg("the screen at %dx%d is another", columns, rows);
    }
    free(got);
}

static void tell_data(struct ui_house *house)
{
    struct run_event event = {.kind = EVENT_DATA};

    event.as.data = (struct data_event){.train = 17500,
                                        .validation = 7500,
                                        .test = 25000,
                                        .num_words = 4000,
                                        .maxlen = 100,
                                        .name = "IMDB"};
    ui_house_tell(house, 0, &event);
}

/* clang-format off */
static const char HELP_80X24[] =
" rnntop help                                                      Esc or ? back\n"
" Training                                Picture\n"
" Space  p  pause, go on                  Tab  Shift-Tab  next, previous run\n"
" .         one batch, then pause         S  Enter  k     sort, open seeds, mark\n"
" e         the rest of this epoch        o               others: val, all, none\n"
" <  >      learning rate, while paused   ← →  PgUp PgDn  cursor, by epochs\n"
" s         save the run on screen        c  Esc          cursor on, off\n"
" r         run again with the next seed  +  -  0         zoom in, out, whole\n"
" n  Del    a new run; take one back      x  y            axis; logarithmic loss\n"
" q  F10    quit (asks while training)    m               smooth, raw, by epoch\n"
"                                         b  T            blocks; projector look\n"
" Screens                                 f               hold; training goes on\n"
" 1  2  d   curves, score, diagnosis      v  Enter        score: next part, read\n"
" l         messages                      Ctrl-L          redraw\n"
" ?  h  F1  this help\n"
"\n"
" Reading the curves\n"
" ⠤⠤⠤    train  smoothed over 60 batches; the table holds whole epochs, as Keras\n"
" ⠤ ⠶ ⠤  val    7,500 reviews kept apart, each epoch (the notebook's \"test\")\n"
" ⠂ ⠆ ⠂  val    of the other runs (o)\n"
" ⠄  ⠄   guess  always the commonest class: accuracy 0.500, loss 0.693\n"
"        test   25,000 reviews, looked at once, when the run is done\n"
" ◆▾■✗   marks  on the axis: best epoch, rate lowered, stopped early, broken off\n"
" Ctrl-Z stops training too. Ctrl-C saves and leaves. More: man rnntop";

static const char HELP_40X12[] =
" rnntop help              Esc or ? back\n"
" Training\n"
" Space  p        pause, go on\n"
" .               one batch, then pause\n"
" e               the rest of this epoch\n"
" <  >            learning rate, while\n"
"                 paused\n"
" s               save the run on screen\n"
" r               run again with the\n"
"                 next seed\n"
" n  Del          a new run; take one\n"
" Up Down PgUp PgDn scroll   1-10 of 53";

static const char MESSAGES_40X12[] =
" rnntop messages          Esc or l back\n"
"\n"
"    0:00  the data is here\n"
"    0:34  LSTM: the loss became NaN in\n"
"          epoch 5, batch 211; weights\n"
"          of epoch 4 are kept\n"
" 1:02:03  a b";
/* clang-format on */

/* A row says all that its view needs, and its key leads to it. */
static void every_row_is_whole(void **state)
{
    (void)state;
    for (int i = 0; i < SCREEN_VIEW_COUNT; i++) {
        const struct view *view = views_get((enum screen_view)i);
        enum screen_view shown;

        assert_non_null(view);
        if ((view->draw != NULL) == (view->write != NULL))
            fail_msg("view %d both draws and is a page, or neither", i);
        if (view->write && (!view->title || !view->back))
            fail_msg("view %d is a page without a title", i);
        for (int j = 0; j < i; j++) {
            if (views_get((enum screen_view)j) == view)
                fail_msg("views %d and %d are the same", j, i);
        }
        if (view->action == ACTION_NONE)
            continue;
        assert_true(views_shown_by(view->action, &shown));
        assert_int_equal(shown, i);
        assert_int_equal(keys_action(keys_of(view->action)->key[0]), view->action);
    }
    enum screen_view none;
    assert_false(views_shown_by(ACTION_NONE, &none));
    assert_false(views_shown_by(ACTION_PAUSE, &none));
}

static void help(void **state)
{
    struct ui_house *house = *state;

    tell_data(house);
    house->screen.view = SCREEN_HELP;
    expect_screen(house, 80, 24, HELP_80X24);
    assert_int_equal(views_last_scroll(&house->screen, house->board, 80, 24), 0);
}

/* So is the line of NB-SVM. */
static void help_of_baseline(void **state)
{
    struct ui_house *house = *state;
    struct run_event event = {.kind = EVENT_BASELINE};

    event.as.baseline.val_accuracy = 0.835f;
    event.as.baseline.test_accuracy = 0.834f;
    tell_data(house);
    ui_house_tell(house, 0, &event);
    house->screen.view = SCREEN_HELP;
    assert_int_equal(views_last_scroll(&house->screen, house->board, 80, 24), 0);
    char *text = ui_house_text(house, 80, 24);
    assert_non_null(
        strstr(text, " NB-SVM a linear model of words, pairs, triples: val 0.835, test 0.834\n"));
    free(text);
}

/* The line of made-up data is explained beside that of guessing, and a full screen still holds it
 * all. */
static void help_of_made_up_data(void **state)
{
    struct ui_house *house = *state;
    struct run_event event = {.kind = EVENT_DATA};

    event.as.data = (struct data_event){.train = 17500,
                                        .validation = 7500,
                                        .test = 25000,
                                        .num_words = 4000,
                                        .maxlen = 100,
                                        .name = "DEMO corpus (made up)",
                                        .made_up = true,
                                        .ceiling_whole = 0.944,
                                        .ceiling = 0.919};
    ui_house_tell(house, 0, &event);
    house->screen.view = SCREEN_HELP;
    assert_int_equal(views_last_scroll(&house->screen, house->board, 80, 24), 0);
    char *text = ui_house_text(house, 80, 24);
    const char *wanted =
        " ⠄  ⠄   guess  always the commonest class: accuracy 0.500, loss 0.693\n"
        " ⠄  ⠄   ideal  what a perfect reader would score: 0.919; on whole reviews 0.944\n"
        "        test   25,000 reviews, looked at once, when the run is done\n"
        " ◆▾■✗   marks  on the axis: best epoch, rate lowered, stopped early, broken off\n"
        " Ctrl-Z stops";
    if (!strstr(text, wanted) || !strstr(text, "man rnntop"))
        fail_msg("expected these lines:\n%s\ngot:\n%s", wanted, text);
    free(text);
}

static void help_scrolls(void **state)
{
    struct ui_house *house = *state;

    tell_data(house);
    house->screen.view = SCREEN_HELP;
    expect_screen(house, 40, 12, HELP_40X12);
    /* Beyond the end is the end. */
    int last = views_last_scroll(&house->screen, house->board, 40, 12);
    house->screen.scroll = last;
    char *end = ui_house_text(house, 40, 12);
    house->screen.scroll = INT_MAX;
    expect_screen(house, 40, 12, end);
    assert_non_null(strstr(end, "man rnntop"));
    free(end);
}

/* Every visible row of the table is in the help, with its text, at every size and glyphs; what is
 * hidden from the table is not. */
static void help_is_the_table(void **state)
{
    (void)state;
    static const int sizes[][2] = {{80, 24}, {79, 24}, {78, 24}, {40, 12}, {200, 60}, {120, 12}};
    size_t count;
    const struct key_binding *table = keys_table(&count);

    for (int unicode = 0; unicode < 2; unicode++) {
        for (size_t size = 0; size < sizeof(sizes) / sizeof(sizes[0]); size++) {
            struct ui_house *house = ui_house_create(unicode);
            house->screen.view = SCREEN_HELP;
            int last =
                views_last_scroll(&house->screen, house->board, sizes[size][0], sizes[size][1]);
            bool found[64] = {false};
            for (int scroll = 0; scroll <= last; scroll++) {
                house->screen.scroll = scroll;
                char *text = ui_house_text(house, sizes[size][0], sizes[size][1]);
                for (size_t i = 0; i < count; i++) {
                    char row[128], first[32];
                    const char *name = unicode ? table[i].name : table[i].name_ascii;
                    /* In narrow forms a long text is wrapped: its first words. */
                    snprintf(first, sizeof(first), "%.12s", string_get(table[i].help));
                    snprintf(row, sizeof(row), "%s", name);
                    char *at = strstr(text, row);
                    while (at && !strstr(at, first))
                        at = NULL;
                    found[i] = found[i] || (at && strstr(at, first));
                }
                for (const char *c = text; !unicode && *c; c++)
                    assert_in_range((unsigned char)*c, '\n', '~');
                free(text);
            }
            for (size_t i = 0; i < count; i++) {
                if (table[i].group != KEY_HIDDEN && !found[i])
                    fail_msg("\"%s\" is not in the help at %dx%d", string_get(table[i].help),
                             sizes[size][0], sizes[size][1]);
            }
            ui_house_destroy(house);
        }
    }
}

static void help_in_other_glyphs(void **state)
{
    struct ui_house *house = *state;

    house->screen.view = SCREEN_HELP;
    house->screen.glyphs = GLYPHS_BLOCKS;
    char *text = ui_house_text(house, 80, 24);
    assert_non_null(strstr(text, "▄▄▄    train"));
    assert_null(strstr(text, "⠤"));
    free(text);
    house->screen.glyphs = GLYPHS_ASCII;
    text = ui_house_text(house, 80, 24);
    for (const char *c = text; *c; c++)
        assert_in_range((unsigned char)*c, '\n', '~');
    free(text);
}

static void messages(void **state)
{
    struct ui_house *house = *state;

    house->screen.view = SCREEN_MESSAGES;
    char *empty = ui_house_text(house, 80, 24);
    assert_non_null(strstr(empty, "No messages so far."));
    free(empty);

    double now = clock_now_s();
    message_log_add(house->messages, NULL, false, "the data is here");
    message_log_add(house->messages, &board_run(house->board, 1)->id, true,
                    "the loss became NaN in epoch 5, batch 211; weights of epoch 4 are kept");
    message_log_add(house->messages, NULL, false, "a\tb");
    /* Their times can't be set: the clock's beginning moves instead, one message at a time. */
    house->screen.began_s = now + 1;
    char *text = ui_house_text(house, 40, 12);
    if (!strstr(text, "    0:00  the data is here\n"))
        fail_msg("expected 0:00 in\n%s", text);
    free(text);
    house->screen.began_s = now - 34;
    text = ui_house_text(house, 40, 12);
    const char *part = strstr(MESSAGES_40X12, "    0:34");
    size_t length = (size_t)(strstr(MESSAGES_40X12, "\n 1:02:03") - part);
    if (!strstr(text, "    0:34  LSTM") || strncmp(strstr(text, "    0:34  LSTM"), part, length))
        fail_msg("expected this part:\n%s\ngot:\n%s", MESSAGES_40X12, text);
    free(text);
    house->screen.began_s = now - 3723;
    text = ui_house_text(house, 40, 12);
    assert_non_null(strstr(text, "\n 1:02:03  a b"));
    free(text);
}

/* The newest are on screen, whatever came before and however narrow it is. */
static void newest_messages(void **state)
{
    struct ui_house *house = *state;

    house->screen.view = SCREEN_MESSAGES;
    house->screen.scroll = INT_MAX;
    for (int i = 1; i <= 700; i++) {
        char line[160];
        snprintf(line, sizeof(line), "message %d: %s", i,
                 "words and words and more words until a row is full, and a "
                 "path/without/any/blank/that/is/longer/than/a/row/of/forty/columns");
        message_log_add(house->messages, i % 3 == 0 ? NULL : &board_run(house->board, 0)->id, false,
                        line);
    }
    static const int sizes[][2] = {{40, 12}, {80, 24}, {200, 60}};
    for (size_t i = 0; i < 3; i++) {
        char *text = ui_house_text(house, sizes[i][0], sizes[i][1]);
        assert_non_null(strstr(text, "columns\n"));
        assert_non_null(strstr(text, "scroll   "));
        free(text);
    }
}

/* Messages come from outside: nothing of them reaches a terminal as anything but text. */
static void hostile_messages(void **state)
{
    (void)state;
    struct ui_house *house = ui_house_create(false);

    house->screen.view = SCREEN_MESSAGES;
    message_log_add(house->messages, &board_run(house->board, 0)->id, true,
                    "\033]0;title\007 \xff\xfe ÄÖ \xe2\x80\xae right-to-left 漢字");
    char *text = ui_house_text(house, 40, 12);
    for (const char *c = text; *c; c++)
        assert_in_range((unsigned char)*c, '\n', '~');
    free(text);
    ui_house_destroy(house);
}

/* Every small size draws something that fits, asks its question, and says that training goes on
 * where there is room. */
static void too_small(void **state)
{
    struct ui_house *house = *state;

    ui_house_state(house, 0, RUN_TRAINING, 30);
    for (int view = SCREEN_CURVES; view <= SCREEN_HELP; view++) {
        house->screen.view = (enum screen_view)view;
        for (int columns = 1; columns <= 45; columns++) {
            for (int rows = 1; rows <= 14; rows++) {
                char *text = ui_house_text(house, columns, rows);
                if (text[strspn(text, " \n")] == '\0')
                    fail_msg("nothing is drawn at %dx%d", columns, rows);
                free(text);
            }
        }
    }
    house->screen.view = SCREEN_CURVES;
    expect_screen(house, 39, 12,
                  "rnntop needs 40x12, this is 39x12\ntraining goes on\n\n\n\n\n\n\n\n\n\n");
    expect_screen(house, 12, 6, "rnntop needs\n40x12, this\nis 12x6\ntraining\ngoes on\n");
    expect_screen(house, 1, 1, "r");
    house->screen.paused = true;
    expect_screen(house, 50, 2, "rnntop needs 40x12, this is 50x2\nPAUSED");
    house->screen.prompt = PROMPT_QUIT;
    expect_screen(house, 32, 1, "Quit? y save, d don't, Esc stay");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_whole),
        TEST(help),
        TEST(help_of_baseline),
        TEST(help_of_made_up_data),
        TEST(help_scrolls),
        cmocka_unit_test(help_is_the_table),
        TEST(help_in_other_glyphs),
        TEST(messages),
        TEST(newest_messages),
        cmocka_unit_test(hostile_messages),
        TEST(too_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
