/* The new-run form: keys in, a run out; and the keys that queue a run or take one back. */
#include "config.h"

#include <math.h>
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
    for (size_t i = 0; i < form->fields && (form->heading || form->at != wanted); i++)
        press(house, '\t');
    assert_int_equal(form->at, wanted);
}

static const char *text_of(struct ui_house *house, const char *name)
{
    struct form *form = form_of(house);
    return form->text[field_of(form, name)];
}

static bool applies(struct ui_house *house, const char *name)
{
    struct form *form = form_of(house);
    return form->applies[field_of(form, name)];
}

#define expect_text(house, name, text) assert_string_equal(text_of((house), (name)), (text))
/* With or without text. */
#define expect_now(house, name, value)                                                             \
    assert_string_equal(form_value(form_of(house), field_of(form_of(house), (name))), (value))
/* The line in hand: a field's name, or a heading. */
#define expect_in_hand(house, name) assert_string_equal(in_hand(house), (name))

static const char *in_hand(struct ui_house *house)
{
    struct form *form = form_of(house);
    const struct setting *setting = form->field[form->at];
    return form->heading ? settings_group_name(setting->group) : setting->name;
}

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
    expect_text(house, "learning-rate", ""); /* the optimizer's to decide */
    expect_now(house, "learning-rate", "0.001");
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
    expect_now(house, "units", "128"); /* nothing is the default */
    assert_true(form_of(house)->ready);

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
    assert_int_equal(strlen(text_of(house, "units")), SETTINGS_TEXT_SIZE - 1);
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
    assert_false(applies(house, "units"));
    assert_true(applies(house, "epochs"));
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

/* Headings are lines too; Tab goes to fields alone. */
static void keys_move(void **state)
{
    struct ui_house *house = *state;

    expect_in_hand(house, "model");
    press(house, KEYPRESS_UP);
    expect_in_hand(house, "Model");
    press(house, KEYPRESS_PAGE_UP);
    expect_in_hand(house, "Data");
    press(house, KEYPRESS_UP);
    press(house, KEYPRESS_PAGE_UP);
    expect_in_hand(house, "Data");
    press(house, KEYPRESS_PAGE_DOWN);
    expect_in_hand(house, "Model");
    press(house, KEYPRESS_DOWN);
    press(house, KEYPRESS_DOWN);
    expect_in_hand(house, "embedding-dim");
    press(house, KEYPRESS_PAGE_UP);
    expect_in_hand(house, "Model");
    press(house, KEYPRESS_END);
    expect_in_hand(house, "Callbacks");
    press(house, KEYPRESS_PAGE_DOWN);
    press(house, KEYPRESS_DOWN);
    expect_in_hand(house, "Callbacks");
    press(house, KEYPRESS_HOME);
    expect_in_hand(house, "Data");
    press(house, KEYPRESS_SHIFT_TAB);
    expect_in_hand(house, "reduce-lr-on-plateau");
    press(house, '\t');
    expect_in_hand(house, "data");
    press(house, KEYPRESS_SHIFT_TAB);
    press(house, KEYPRESS_SHIFT_TAB);
    press(house, KEYPRESS_UP);
    expect_in_hand(house, "Callbacks");
    press(house, '\t');
    expect_in_hand(house, "early-stopping");
}

/* How often a text stands on the screen of that size. */
static int count_on_screen(struct ui_house *house, int columns, int rows, const char *wanted)
{
    char *text = ui_house_text(house, columns, rows);
    int count = 0;
    for (const char *at = text; (at = strstr(at, wanted)); at++)
        count++;
    free(text);
    return count;
}

/* Where not all fields fit, groups begin folded but for the model's, and say what is in them. */
static void groups_fold(void **state)
{
    struct ui_house *house = *state;
    struct form *form = form_of(house);

    assert_true(form->folded[GROUP_DATA] && form->folded[GROUP_CALLBACKS]);
    assert_false(form->folded[GROUP_MODEL]);
    assert_int_equal(count_on_screen(house, 80, 60, "▸ Training (4)\n"), 1);
    assert_int_equal(count_on_screen(house, 80, 60, "batch-size"), 0);
    press(house, KEYPRESS_PAGE_DOWN);
    expect_in_hand(house, "Training");
    press(house, ' ');
    assert_int_equal(count_on_screen(house, 80, 60, "▾ Training\n"), 1);
    press(house, KEYPRESS_DOWN);
    expect_in_hand(house, "epochs");
    type(house, "3");
    press(house, KEYPRESS_UP);
    press(house, KEYPRESS_LEFT);
    assert_int_equal(count_on_screen(house, 80, 60, "▸ Training (4)         epochs 3\n"), 1);
    press(house, KEYPRESS_DOWN);
    expect_in_hand(house, "Optimizer");
    press(house, KEYPRESS_UP);
    press(house, KEYPRESS_RIGHT);
    press(house, KEYPRESS_DOWN);
    expect_in_hand(house, "epochs");
    press(house, KEYPRESS_UP);
    type(house, "x9-"); /* nothing is typed into a heading */
    expect_text(house, "epochs", "3");
    press(house, KEYPRESS_LEFT);
    press(house, '\t'); /* a field's group unfolds */
    assert_false(form->folded[GROUP_TRAINING]);

    /* A high screen shows all at once. */
    press(house, KEYPRESS_ESCAPE);
    house->actions.rows = 80;
    press(house, 'n');
    assert_false(form->folded[GROUP_DATA] || form->folded[GROUP_CALLBACKS]);
}

/* What has no effect beside the others is left out, keeps its text, and comes back. */
static void only_what_applies(void **state)
{
    struct ui_house *house = *state;
    struct form *form = form_of(house);

    house->actions.rows = 99;
    press(house, KEYPRESS_ESCAPE);
    press(house, 'n');
    assert_false(applies(house, "rho"));
    assert_true(applies(house, "beta-1"));
    assert_int_equal(count_on_screen(house, 80, 99, "\n  rho "), 0);
    go_to(house, "optimizer");
    press(house, 'r'); /* rmsprop */
    assert_true(applies(house, "rho"));
    assert_false(applies(house, "beta-1"));
    assert_int_equal(count_on_screen(house, 80, 99, "\n  rho "), 1);
    go_to(house, "rho");
    type(house, "0.8");
    assert_true(form->run.optimizer.rho == 0.8);
    go_to(house, "optimizer");
    press(house, KEYPRESS_HOME);
    assert_true(form->ready);
    assert_true(form->run.optimizer.rho == 0);
    expect_text(house, "rho", "0.8");
    press(house, 'r');
    assert_true(form->run.optimizer.rho == 0.8);

    assert_false(applies(house, "decay-rate"));
    go_to(house, "schedule");
    press(house, KEYPRESS_RIGHT);
    expect_text(house, "schedule", "exponential");
    assert_true(applies(house, "decay-rate"));
    expect_now(house, "decay-rate", "0.9");

    assert_false(applies(house, "restore-best"));
    go_to(house, "early-stopping");
    type(house, "2");
    expect_now(house, "restore-best", "yes");
    go_to(house, "restore-best"); /* a choice that nobody has made is stepped through too */
    press(house, ' ');
    expect_text(house, "restore-best", "stopped");
    press(house, ' ');
    expect_text(house, "restore-best", "no");
    assert_false(form->run.callbacks.restores_best);

    assert_true(applies(house, "text-column"));
    go_to(house, "data");
    type(house, "demo");
    assert_false(applies(house, "text-column"));
}

/* The default follows the optimizer; what somebody typed does not. */
static void the_optimizer_decides_defaults(void **state)
{
    struct ui_house *house = *state;
    struct form *form = form_of(house);

    go_to(house, "optimizer");
    press(house, 's');
    expect_now(house, "learning-rate", "0.01");
    assert_true(form->run.optimizer.learning_rate == 0.01);
    expect_now(house, "momentum", "0");
    assert_int_equal(count_on_screen(house, 80, 60,
                                     "learning-rate         0.01                      "
                                     "0.01\n"),
                     1);
    go_to(house, "learning-rate");
    type(house, "0.5");
    go_to(house, "optimizer");
    press(house, KEYPRESS_HOME);
    assert_true(form->run.optimizer.learning_rate == 0.5);
    assert_string_equal(form->usual[field_of(form, "learning-rate")], "0.001");
    assert_true(form_differs(form, field_of(form, "learning-rate")));
    go_to(house, "learning-rate");
    press(house, CTRL('U'));
    assert_true(form->run.optimizer.learning_rate == 0.001);
}

/* What does not go together is told as on the command line. */
static void settings_that_exclude_each_other(void **state)
{
    struct ui_house *house = *state;

    go_to(house, "clipnorm");
    type(house, "1");
    assert_true(form_of(house)->ready);
    go_to(house, "clipvalue");
    type(house, "1");
    assert_false(form_of(house)->ready);
    assert_non_null(strstr(form_of(house)->trouble, "clip"));
    press(house, '\r'); /* stays where the trouble is */
    expect_in_hand(house, "clipvalue");
}

static void search(void **state)
{
    struct ui_house *house = *state;
    struct form *form = form_of(house);

    press(house, '/');
    assert_true(form->searching);
    type(house, "lr"); /* another name, whole, is the best answer */
    expect_in_hand(house, "learning-rate");
    assert_int_equal(count_on_screen(house, 80, 24, "\n / lr "), 1);
    assert_int_equal(count_on_screen(house, 80, 24, "\n  units"), 0);
    press(house, '\r');
    assert_false(form->searching);
    expect_in_hand(house, "learning-rate");
    assert_false(form->folded[GROUP_OPTIMIZER]);
    type(house, "0.1");
    expect_text(house, "learning-rate", "0.1");

    /* Case does not count; Esc gives back what was in hand. */
    press(house, '/');
    type(house, "SEED");
    expect_in_hand(house, "seed");
    press(house, KEYPRESS_ESCAPE);
    expect_in_hand(house, "learning-rate");
    assert_int_equal(house->screen.view, SCREEN_FORM);

    /* Up and Down go through what is found; words of the help find too. */
    press(house, '/');
    type(house, "dropped");
    expect_in_hand(house, "dropout");
    press(house, KEYPRESS_DOWN);
    expect_in_hand(house, "recurrent-dropout");
    press(house, KEYPRESS_DOWN);
    press(house, KEYPRESS_DOWN);
    expect_in_hand(house, "spatial-dropout");
    press(house, KEYPRESS_UP);
    press(house, '\t');
    expect_in_hand(house, "recurrent-dropout");

    /* Nothing is found: nothing is taken. Backspace on nothing ends it. */
    press(house, '/');
    type(house, "qqq");
    assert_int_equal(count_on_screen(house, 80, 24, "fields: 0"), 1);
    press(house, '\r');
    assert_true(form->searching);
    for (int i = 0; i < 4; i++)
        press(house, '\b');
    assert_false(form->searching);
    expect_in_hand(house, "recurrent-dropout");
}

/* A field that has no effect is found, with the reason, and not taken. */
static void search_finds_what_does_not_apply(void **state)
{
    struct ui_house *house = *state;

    press(house, '/');
    type(house, "rho");
    expect_in_hand(house, "rho");
    assert_int_equal(count_on_screen(house, 80, 24, "The optimizer has none"), 1);
    press(house, '\r');
    assert_true(form_of(house)->searching);
    press(house, KEYPRESS_ESCAPE);
    press(house, '/');
    for (int i = 0; i < 60; i++) /* more than is looked for */
        press(house, 'x');
    for (int columns = 40; columns < 130; columns += 15)
        free(ui_house_text(house, columns, 12));
}

/* A path has slashes. */
static void a_slash_is_typed_into_a_path(void **state)
{
    struct ui_house *house = *state;

    go_to(house, "data");
    type(house, "/dev/null");
    expect_text(house, "data", "/dev/null");
    press(house, CTRL('F'));
    type(house, "units");
    press(house, '\r');
    expect_in_hand(house, "units");
}

/* One line says how the training goes on. */
static void the_training_is_seen(void **state)
{
    struct ui_house *house = *state;
    struct run_event event = event_of_epoch(1, 0.8f);

    assert_int_equal(count_on_screen(house, 80, 24, "\n Starting\n"), 1);
    ui_house_tell(house, 0, &event);
    ui_house_state(house, 0, RUN_TRAINING, 30);
    assert_int_equal(count_on_screen(house, 80, 24,
                                     "\n ► SimpleRNN: training   epoch 1/10   batch "
                                     "30/100   val accuracy 0.8"),
                     1);
    assert_int_equal(count_on_screen(house, 40, 12, " new run                 ► 0.3/10 0.8"), 1);
    ui_house_state(house, 0, RUN_PAUSED, 0);
    assert_int_equal(count_on_screen(house, 80, 24, "\n ‖ SimpleRNN: paused   epoch 1/10"), 1);
    ui_house_end(house, 0);
    ui_house_end(house, 1);
    assert_int_equal(count_on_screen(house, 80, 24, "\n all runs have ended\n"), 1);
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
    assert_string_equal(form_of(house)->from.name, "LSTM");
    expect_text(house, "learning-rate", "0.0001");
    expect_text(house, "clipnorm", "1");
    assert_string_equal(form_of(house)->field[form_of(house)->at]->name, "clipnorm");
    assert_true(form_of(house)->ready);
    assert_true(form_of(house)->run.optimizer.learning_rate == 0.0001);
    press(house, '\r');
    assert_true(board_run(house->board, UI_RUNS)->spec.optimizer.clipnorm == 1);
}

/* A run that broke would break again: what may help is typed in, and said. */
static void a_run_that_broke(void **state)
{
    struct ui_house *house = *state;
    struct rt_error error;

    press(house, KEYPRESS_ESCAPE);
    rt_fail(&error, ERR_LOSS_BROKE_AT_ONCE, NAN, 1, 3);
    struct run_event event = {.kind = EVENT_ERROR, .parcel = parcel_of_error(&error)};
    ui_house_tell(house, 1, &event);
    event = event_of_end(RUN_FAILED, 0);
    ui_house_tell(house, 1, &event);
    assert_int_equal(count_on_screen(house, 80, 24, "n new run, lr 0.0001"), 1);
    assert_int_equal(count_on_screen(house, 80, 24, "run again"), 0);
    press(house, 'n');
    expect_text(house, "learning-rate", "0.0001");
    expect_text(house, "global-clipnorm", "1");
    assert_string_equal(house->screen.message,
                        "The run broke off: learning-rate 0.0001, global-clipnorm 1 may help.  Esc "
                        "and r for the same again");
    press(house, '\r');
    assert_true(board_run(house->board, UI_RUNS)->spec.optimizer.global_clipnorm == 1);

    /* Another run is begun as it is. */
    press(house, KEYPRESS_SHIFT_TAB);
    press(house, 'n');
    assert_string_equal(form_of(house)->from.name, "SimpleRNN");
    expect_text(house, "learning-rate", "");
}

/* Another seed is no other data, and what is saved is the session's to say. */
static void what_is_no_field_stays(void **state)
{
    struct ui_house *house = *state;
    struct run_spec *spec = (struct run_spec *)&board_run(house->board, 1)->spec;

    spec->data.text.seed = 7;
    spec->callbacks.saves_best = true;
    press(house, KEYPRESS_ESCAPE);
    press(house, 'n');
    go_to(house, "seed");
    type(house, "2");
    assert_true(applies(house, "monitor"));
    assert_true(form_of(house)->ready);
    assert_int_equal(form_of(house)->run.seed, 2);
    assert_int_equal(form_of(house)->run.data.text.seed, 7);
    assert_true(form_of(house)->run.callbacks.saves_best);
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
        TEST(groups_fold),
        TEST(only_what_applies),
        TEST(the_optimizer_decides_defaults),
        TEST(settings_that_exclude_each_other),
        TEST(search),
        TEST(search_finds_what_does_not_apply),
        TEST(a_slash_is_typed_into_a_path),
        TEST(the_training_is_seen),
        TEST(enter_queues_the_run),
        TEST(a_form_with_changes),
        TEST(what_is_no_field_stays),
        TEST(a_run_that_broke),
        TEST(a_refusal_keeps_the_form),
        TEST(a_failed_twin_does_not_count),
        TEST(other_keys),
        TEST(a_run_that_waits_is_taken_back),
        TEST(what_has_begun_stays),
        TEST(the_others_keep_what_is_theirs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
