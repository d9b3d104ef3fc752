/* The new-run form: keys in, a run out; and the keys that queue a run or take one back. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/spec/model_text.h"
#include "rnntop/ui/form/form.h"
#include "rnntop/ui/queue.h"
#include "rnntop/ui/terminal/keypress.h"
#include "tests/run/run_events.h"
#include "ui_house.h"

#define CTRL(letter) ((letter) - 'A' + 1)

static int set_up(void **state)
{
    struct ui_house *house = ui_house_create(true);
    dispatch_key(&house->actions, '\t');
    dispatch_key(&house->actions, 'n'); /* begins with the LSTM */
    *state = house;
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

static void type(struct ui_house *house, const char *text)
{
    for (; *text; text++)
        press(house, *text);
}

static struct form *form_of(struct ui_house *house)
{
    return house->screen.form;
}

static size_t field_of(const struct form *form, const char *name)
{
    size_t i = 0;
    while (i < form->fields && strcmp(form->field[i]->name, name) != 0)
        i++;
    assert_in_range(i, 0, form->fields - 1);
    return i;
}

static void go_to(struct ui_house *house, const char *name)
{
    struct form *form = form_of(house);
    size_t wanted = field_of(form, name);
    for (size_t i = 0; i < form->fields && form->at != wanted; i++)
        press(house, form->at < wanted ? KEYPRESS_DOWN : KEYPRESS_UP);
    assert_int_equal(form->at, wanted);
}

static const char *value_of(struct ui_house *house, const char *name)
{
    struct form *form = form_of(house);
    return form->text[field_of(form, name)];
}

#define expect_text(house, name, text) assert_string_equal(value_of((house), (name)), (text))

/* Every setting that decides a run, and none other, whoever added it. */
static void fields_are_the_table(void **state)
{
    struct ui_house *house = *state;
    struct form *form = form_of(house);
    size_t count, expected = 0;
    const struct setting *table = settings_table(&count);

    assert_int_equal(house->screen.view, SCREEN_FORM);
    for (size_t i = 0; i < count; i++)
        expected += table[i].scope == SCOPE_RUN;
    assert_int_equal(form->fields, expected);
    for (size_t i = 1; i < form->fields; i++)
        assert_true(form->field[i - 1]->group <= form->field[i]->group);
    assert_string_equal(form->field[form->at]->name, "model");
    expect_text(house, "model", "lstm");
    expect_text(house, "units", "128");
    expect_text(house, "learning-rate", "0.001");
    expect_text(house, "mask-zero", "no");
    assert_true(form->ready);
}

static void text_is_edited(void **state)
{
    struct ui_house *house = *state;

    go_to(house, "units");
    type(house, "64"); /* takes the place of what stood there */
    expect_text(house, "units", "64");
    press(house, 127);
    type(house, "25");
    expect_text(house, "units", "625");
    press(house, KEYPRESS_HOME);
    type(house, "1");
    expect_text(house, "units", "1625");
    press(house, KEYPRESS_RIGHT);
    press(house, KEYPRESS_DELETE);
    expect_text(house, "units", "165");
    press(house, KEYPRESS_LEFT);
    press(house, '\b');
    expect_text(house, "units", "65");
    press(house, '\b'); /* nothing is before it */
    expect_text(house, "units", "65");
    press(house, KEYPRESS_END);
    press(house, KEYPRESS_DELETE);
    press(house, KEYPRESS_RIGHT);
    expect_text(house, "units", "65");
    press(house, KEYPRESS_LEFT);
    press(house, CTRL('U'));
    expect_text(house, "units", "5");
    press(house, CTRL('E'));
    press(house, CTRL('U'));
    expect_text(house, "units", "");
    assert_false(form_of(house)->ready);

    /* Editing what one has just come to keeps it. */
    go_to(house, "epochs");
    press(house, '\b');
    expect_text(house, "epochs", "1");
    go_to(house, "seed");
    press(house, KEYPRESS_END);
    type(house, "7");
    expect_text(house, "seed", "17");
    /* Blanks, control and other characters are no part of a value. */
    type(house, " ");
    press(house, 0xe4);
    press(house, CTRL('K'));
    press(house, KEYPRESS_F1);
    expect_text(house, "seed", "17");
}

static void a_text_has_an_end(void **state)
{
    struct ui_house *house = *state;

    go_to(house, "units");
    for (size_t i = 0; i < SETTINGS_TEXT_SIZE + 10; i++)
        press(house, '1');
    assert_int_equal(strlen(value_of(house, "units")), SETTINGS_TEXT_SIZE - 1);
    for (int columns = 40; columns < 130; columns += 7)
        free(ui_house_text(house, columns, 12));
    assert_false(form_of(house)->ready);
}

static void choices_are_stepped_through(void **state)
{
    struct ui_house *house = *state;

    go_to(house, "bidirectional");
    press(house, KEYPRESS_RIGHT);
    expect_text(house, "bidirectional", "concat");
    press(house, ' ');
    expect_text(house, "bidirectional", "sum");
    press(house, KEYPRESS_LEFT);
    expect_text(house, "bidirectional", "concat");
    press(house, KEYPRESS_END);
    expect_text(house, "bidirectional", "ave");
    press(house, ' '); /* and around */
    expect_text(house, "bidirectional", "none");
    press(house, 'm'); /* by its first letter */
    expect_text(house, "bidirectional", "mul");
    press(house, 'z');
    press(house, '\b');
    expect_text(house, "bidirectional", "mul");
    go_to(house, "mask-zero");
    press(house, ' ');
    expect_text(house, "mask-zero", "yes");
    press(house, 'n');
    expect_text(house, "mask-zero", "no");
    assert_true(form_of(house)->ready);
}

static void a_model_is_chosen_or_written(void **state)
{
    struct ui_house *house = *state;
    struct form *form = form_of(house);
    char text[MODEL_TEXT_SIZE];

    press(house, ' ');
    expect_text(house, "model", "gru");
    assert_int_equal(form->run.model.layer[1].kind, LAYER_GRU);
    type(house, "embedding:8,");
    assert_non_null(strstr(form->trouble, "layer 2 is missing"));
    type(house, "bidirectional(lstm:4),dropout:0.5");
    assert_true(form->ready);
    assert_string_equal(model_text_print(&form->run.model, text),
                        "embedding:8,bidirectional(lstm:4),dropout:0.5,dense:1");
    assert_int_equal(form->run.model.layer[0].input, 4000);
    assert_false(form_field_counts(form, field_of(form, "units")));
    assert_true(form_field_counts(form, field_of(form, "epochs")));
    press(house, CTRL('U'));
    type(house, "lstm,gru");
    assert_false(form->ready);
    assert_string_equal(form->trouble, "The form makes one run: name one model.");
}

static void what_is_wrong_is_said_and_not_queued(void **state)
{
    struct ui_house *house = *state;
    struct form *form = form_of(house);

    go_to(house, "units");
    type(house, "0");
    assert_string_equal(form->trouble, "units takes a whole number from 1 to 8192, not '0'.");
    go_to(house, "epochs");
    assert_string_equal(form->trouble, "units takes a whole number from 1 to 8192, not '0'.");
    type(house, "x"); /* that of the field in hand comes first */
    assert_non_null(strstr(form->trouble, "epochs takes"));
    press(house, '\b');
    type(house, "3");
    house->asked[0] = '\0';
    press(house, '\r');
    assert_string_equal(house->asked, "");
    assert_int_equal(house->screen.view, SCREEN_FORM);
    assert_string_equal(form->field[form->at]->name, "units"); /* where the trouble is */
    /* A model that no field alone is to blame for. */
    type(house, "8");
    go_to(house, "layers");
    type(house, "14");
    go_to(house, "dense");
    type(house, "8,8");
    assert_false(form->ready);
    assert_non_null(strstr(form->trouble, "at most 16 layers"));
}

static void keys_move(void **state)
{
    struct ui_house *house = *state;
    struct form *form = form_of(house);

    press(house, KEYPRESS_PAGE_UP);
    assert_int_equal(form->at, 0);
    press(house, KEYPRESS_UP);
    assert_int_equal(form->at, 0);
    press(house, KEYPRESS_SHIFT_TAB);
    assert_int_equal(form->at, form->fields - 1);
    press(house, KEYPRESS_DOWN);
    assert_int_equal(form->at, form->fields - 1);
    press(house, '\t');
    assert_int_equal(form->at, 0);
    press(house, KEYPRESS_PAGE_DOWN);
    assert_int_equal(form->field[form->at]->group, GROUP_MODEL);
    press(house, KEYPRESS_PAGE_DOWN);
    assert_int_equal(form->field[form->at]->group, GROUP_TRAINING);
    press(house, KEYPRESS_PAGE_DOWN);
    assert_int_equal(form->field[form->at]->group, GROUP_OPTIMIZER);
    press(house, KEYPRESS_PAGE_DOWN);
    assert_int_equal(form->field[form->at]->group, GROUP_CALLBACKS);
    press(house, KEYPRESS_PAGE_DOWN);
    assert_int_equal(form->at, form->fields - 1);
    for (int i = 0; i < 4; i++)
        press(house, KEYPRESS_PAGE_UP);
    assert_int_equal(form->field[form->at]->group, GROUP_MODEL);
}

static void enter_queues_the_run(void **state)
{
    struct ui_house *house = *state;

    go_to(house, "learning-rate");
    type(house, "0.01");
    house->asked[0] = '\0';
    assert_true(press(house, '\r') & REACT_FIGURES);
    assert_string_equal(house->asked, "add ");
    assert_int_equal(house->screen.view, SCREEN_CURVES);
    assert_int_equal(board_runs(house->board), UI_RUNS + 1);
    const struct run_spec *spec = &board_run(house->board, UI_RUNS)->spec;
    assert_true(spec->optimizer.learning_rate == 0.01);
    assert_int_equal(spec->epochs, UI_EPOCHS);
    assert_string_equal(house->screen.message, "new, seed 1, waits for its turn");
}

/* What a remedy would change is typed in already. */
static void a_form_with_changes(void **state)
{
    struct ui_house *house = *state;
    static const struct form_change change[] = {{"learning-rate", "0.0001"}, {"clipnorm", "1"}};

    press(house, KEYPRESS_ESCAPE);
    assert_true(queue_form_with(&house->actions, change, 2) & REACT_DRAW);
    assert_int_equal(house->screen.view, SCREEN_FORM);
    assert_string_equal(form_of(house)->from, "LSTM");
    expect_text(house, "learning-rate", "0.0001");
    expect_text(house, "clipnorm", "1");
    assert_string_equal(form_of(house)->field[form_of(house)->at]->name, "clipnorm");
    assert_true(form_of(house)->ready);
    assert_true(form_of(house)->run.optimizer.learning_rate == 0.0001);
    press(house, '\r');
    assert_true(board_run(house->board, UI_RUNS)->spec.optimizer.clipnorm == 1);
}

static void a_refusal_keeps_the_form(void **state)
{
    struct ui_house *house = *state;

    press(house, '\r'); /* nothing was changed */
    assert_string_equal(house->screen.message,
                        "LSTM is the same: change a setting, the seed for instance");
    assert_int_equal(house->screen.view, SCREEN_FORM);
    go_to(house, "seed");
    assert_string_equal(house->screen.message, "");
    type(house, "2");
    house->refuses = true;
    press(house, '\n');
    assert_string_equal(house->screen.message, "no more runs");
    assert_int_equal(house->screen.view, SCREEN_FORM);
    expect_text(house, "seed", "2");
}

/* A run that came to nothing may be tried again as it was. */
static void a_failed_twin_does_not_count(void **state)
{
    struct ui_house *house = *state;
    struct run_event event = event_of_end(RUN_FAILED, 0);

    ui_house_tell(house, 1, &event);
    press(house, '\r');
    assert_int_equal(house->screen.view, SCREEN_CURVES);
}

/* Letters are typed, not carried out; what keeps the screen and the work whole goes on. */
static void other_keys(void **state)
{
    struct ui_house *house = *state;

    house->asked[0] = '\0';
    go_to(house, "units");
    type(house, "qp.esr?1lxnf");
    press(house, KEYPRESS_F10);
    assert_string_equal(house->asked, "");
    expect_text(house, "units", "qp.esr?1lxnf");
    assert_int_equal(house->screen.view, SCREEN_FORM);
    assert_true(press(house, CTRL('L')) & REACT_REPAINT);
    assert_int_equal(press(house, KEYPRESS_RESIZE), REACT_DRAW);
    press(house, KEYPRESS_ESCAPE);
    assert_int_equal(house->screen.view, SCREEN_CURVES);
    press(house, 'n'); /* anew, from the run on screen */
    expect_text(house, "units", "128");
    assert_true(press(house, CTRL('C')) & REACT_LEAVE);
}

/* ---- taking back ---- */

static void a_run_that_waits_is_taken_back(void **state)
{
    struct ui_house *house = *state;

    press(house, KEYPRESS_ESCAPE);
    ui_house_state(house, 0, RUN_TRAINING, 3);
    assert_int_equal(house->screen.selected, 1);
    house->asked[0] = '\0';
    press(house, KEYPRESS_DELETE);
    assert_int_equal(house->screen.prompt, PROMPT_TAKE_BACK);
    char *text = ui_house_text(house, 80, 24);
    assert_non_null(strstr(text, "Take LSTM back? It has not begun, so nothing is lost"));
    assert_non_null(strstr(text, " y yes   Esc no"));
    free(text);
    text = ui_house_text(house, 40, 12);
    assert_non_null(strstr(text, "Take LSTM back?  y yes  Esc no"));
    free(text);
    text = ui_house_text(house, 30, 8);
    assert_non_null(strstr(text, "Take the run back?"));
    free(text);
    press(house, ' '); /* no answer */
    press(house, 'q');
    assert_int_equal(house->screen.prompt, PROMPT_TAKE_BACK);
    press(house, KEYPRESS_ESCAPE);
    assert_int_equal(house->screen.prompt, PROMPT_NONE);
    assert_string_equal(house->asked, "");
    press(house, '?');
    press(house, 127); /* the question is asked where it is seen */
    assert_int_equal(house->screen.view, SCREEN_CURVES);
    press(house, 'y');
    assert_string_equal(house->asked, "remove 1 ");
    assert_string_equal(house->screen.message, "LSTM is taken back");
    assert_int_equal(board_runs(house->board), 1);
    assert_int_equal(house->screen.selected, 0);
}

static void what_has_begun_stays(void **state)
{
    struct ui_house *house = *state;

    press(house, KEYPRESS_ESCAPE);
    ui_house_state(house, 0, RUN_TRAINING, 3);
    press(house, KEYPRESS_SHIFT_TAB);
    house->asked[0] = '\0';
    press(house, '\b');
    assert_int_equal(house->screen.prompt, PROMPT_NONE);
    assert_string_equal(house->screen.message,
                        "SimpleRNN has begun: only a run that waits can be taken back");
    /* It began while the question stood. */
    press(house, '\t');
    press(house, '\b');
    house->refuses = true;
    press(house, '\r');
    assert_string_equal(house->screen.message, "it has begun");
    assert_int_equal(board_runs(house->board), 2);
}

/* What belongs to the runs behind it moves up with them. */
static void the_others_keep_what_is_theirs(void **state)
{
    struct ui_house *house = *state;
    struct screen *screen = &house->screen;

    go_to(house, "seed");
    type(house, "2");
    press(house, '\r');
    screen_run_keep(screen, 1)->cursor = 1;
    screen_run_keep(screen, 2)->cursor = 2;
    screen_run_keep(screen, 2)->save_asked = true;
    screen->selected = 2;
    const struct run_id kept = board_run(house->board, 2)->id;
    screen->asked = board_run(house->board, 1)->id; /* asked about, then Tab by the training */
    screen->prompt = PROMPT_TAKE_BACK;
    press(house, 'y');
    assert_int_equal(board_runs(house->board), 2);
    assert_string_equal(board_run(house->board, 1)->id.text, kept.text);
    assert_int_equal(screen->selected, 1);
    assert_true(screen_run(screen, 1)->cursor == 2);
    assert_true(screen_run(screen, 2)->cursor == 0);
    assert_true(screen_run(screen, 1)->save_asked);
    assert_false(screen_run(screen, 2)->save_asked);
}

/* Data that is not there is told while one types; a word of --data, or a file, makes the run. */
static void data_is_a_field(void **state)
{
    struct ui_house *house = *state;
    struct form *form = form_of(house);
    size_t data = field_of(form, "data");
    go_to(house, "data");
    type(house, "/nothing/here.csv");
    assert_false(form->ready);
    assert_true(form->refused[data]);
    assert_string_equal(form->trouble, "/nothing/here.csv: no such file");
    press(house, CTRL('U'));
    type(house, "demo");
    assert_true(form->ready);
    assert_string_equal(form->run.data.path, "demo");
    press(house, CTRL('U'));
    type(house, "/dev/null"); /* a file that is always there */
    assert_true(form->ready);
    go_to(house, "test"); /* another path: no word stands for it */
    type(house, "demo");
    assert_false(form->ready);
    assert_string_equal(form->trouble, "demo: no such file");
    press(house, CTRL('U'));
    assert_true(form->ready);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(data_is_a_field),
        TEST(fields_are_the_table),
        TEST(text_is_edited),
        TEST(a_text_has_an_end),
        TEST(choices_are_stepped_through),
        TEST(a_model_is_chosen_or_written),
        TEST(what_is_wrong_is_said_and_not_queued),
        TEST(keys_move),
        TEST(enter_queues_the_run),
        TEST(a_form_with_changes),
        TEST(a_refusal_keeps_the_form),
        TEST(a_failed_twin_does_not_count),
        TEST(other_keys),
        TEST(a_run_that_waits_is_taken_back),
        TEST(what_has_begun_stays),
        TEST(the_others_keep_what_is_theirs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
