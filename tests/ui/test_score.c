/* The score view: its keys, what is set apart by colour, and words where there is nothing. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/ui/score/worst.h"
#include "rnntop/ui/strings.h"
#include "rnntop/ui/terminal/keypress.h"
#include "rnntop/ui/views/views.h"
#include "ui_house.h"

#define COLUMNS 80
#define ROWS    24

static int set_up(void **state)
{
    struct ui_house *house = ui_house_create(true);
    house->actions.columns = COLUMNS;
    house->actions.rows = ROWS;
    *state = house;
    return 0;
}

static int tear_down(void **state)
{
    ui_house_destroy(*state);
    return 0;
}

static void press(struct ui_house *house, int key)
{
    dispatch_key(&house->actions, key);
}

static void tell_epoch(struct ui_house *house, uint32_t epoch, const struct metrics *val)
{
    struct run_event event = {.kind = EVENT_EPOCH};
    event.as.epoch = (struct epoch_event){
        .epoch = epoch, .step = (uint64_t)epoch * UI_BATCHES, .val_accuracy = 0.8f, .val = *val};
    ui_house_tell(house, 0, &event);
}

/* A judgement whose `rows` tells its epoch. */
static void tell_judgement(struct ui_house *house, uint32_t epoch, float off)
{
    struct judgement judgement = {
        .rows = 1000 + epoch, .classes = 2, .wrong = 3, .calibration_error = off, .worst_count = 3};
    for (uint32_t i = 0; i < 3; i++)
        snprintf(judgement.worst[i].text, JUDGEMENT_TEXT, "text %u of epoch %u", (unsigned)i,
                 (unsigned)epoch);
    struct run_event event = {.kind = EVENT_JUDGED,
                              .parcel = parcel_new(&judgement, sizeof judgement)};
    event.as.judged.epoch = epoch;
    ui_house_tell(house, 0, &event);
}

static void three_epochs(struct ui_house *house)
{
    const struct metrics val = {.classes = 2, .confusion = {8, 2, 3, 7}};
    ui_house_state(house, 0, RUN_TRAINING, 30);
    for (uint32_t epoch = 1; epoch <= 3; epoch++) {
        tell_epoch(house, epoch, &val);
        tell_judgement(house, epoch, 0.01f);
    }
    press(house, '2');
}

static void expect_text(struct ui_house *house, const char *text)
{
    char *got = ui_house_text(house, COLUMNS, ROWS);
    if (!strstr(got, text))
        fail_msg("\"%s\" is not on the screen:\n%s", text, got);
    free(got);
}

/* The role of a text's first character; it must be on the screen. */
static enum role role_of(struct ui_house *house, const char *text)
{
    struct canvas *canvas;
    struct rt_error error;
    enum role role = ROLE_COUNT;
    assert_int_equal(canvas_create(&canvas, COLUMNS, ROWS, &error), RT_OK);
    views_draw(&house->screen, house->board, canvas);
    for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column + (int)strlen(text) <= COLUMNS; column++) {
            size_t i = 0;
            while (text[i] &&
                   canvas_at(canvas, column + (int)i, row)->codepoint == (uint32_t)text[i])
                i++;
            if (!text[i])
                role = canvas_at(canvas, column, row)->role;
        }
    }
    canvas_destroy(canvas);
    if (role == ROLE_COUNT)
        fail_msg("\"%s\" is not on the screen", text);
    return role;
}

/* ---- keys ---- */

static void parts_are_turned(void **state)
{
    struct ui_house *house = *state;
    three_epochs(house);
    expect_text(house, "val, epoch 3");
    press(house, 'v');
    expect_text(house, "calibration");
    expect_text(house, "v part 1 of 2");
    press(house, 'v');
    expect_text(house, "val, epoch 3");
}

static void epochs_are_walked(void **state)
{
    struct ui_house *house = *state;
    const struct metrics val = {.classes = 2, .confusion = {8, 2, 3, 7}};
    three_epochs(house);
    press(house, KEYPRESS_LEFT);
    expect_text(house, "val, epoch 2");
    assert_true(screen_run(&house->screen, 0)->cursor_on);
    press(house, 'v');
    expect_text(house, "of 1,002 are wrong");
    press(house, KEYPRESS_PAGE_UP);
    press(house, KEYPRESS_LEFT); /* there is none before the first */
    expect_text(house, "of 1,001 are wrong");
    press(house, KEYPRESS_END); /* and the newest is the one that training has reached */
    assert_false(screen_run(&house->screen, 0)->cursor_on);
    tell_epoch(house, 4, &val);
    tell_judgement(house, 4, 0.01f);
    expect_text(house, "of 1,004 are wrong");
    press(house, KEYPRESS_HOME);
    expect_text(house, "of 1,001 are wrong");
    press(house, KEYPRESS_PAGE_DOWN);
    expect_text(house, "of 1,004 are wrong");
}

static void errors_are_chosen_and_read(void **state)
{
    struct ui_house *house = *state;
    three_epochs(house);
    press(house, KEYPRESS_DOWN); /* first they are shown */
    expect_text(house, "most wrong");
    assert_int_equal(house->screen.score.worst, 0);
    press(house, KEYPRESS_UP);
    assert_int_equal(house->screen.score.worst, 0);
    press(house, KEYPRESS_DOWN);
    press(house, '\r');
    assert_int_equal(house->screen.view, SCREEN_REVIEW);
    expect_text(house, "text 1 of epoch 3");
    press(house, KEYPRESS_RIGHT);
    press(house, KEYPRESS_RIGHT); /* there is none after the last */
    expect_text(house, "text 2 of epoch 3");
    press(house, KEYPRESS_ESCAPE);
    assert_int_equal(house->screen.view, SCREEN_SCORE);
    assert_int_equal(house->screen.score.worst, 2);
    press(house, '\n');
    press(house, 'q');
    assert_int_equal(house->screen.view, SCREEN_SCORE);
    assert_int_equal(house->screen.prompt, PROMPT_NONE);
    press(house, '\r');
    press(house, '2');
    assert_int_equal(house->screen.view, SCREEN_SCORE);
}

static void keys_without_a_use_say_so(void **state)
{
    struct ui_house *house = *state;
    press(house, 'v');
    assert_string_equal(house->screen.message, string_get(STR_KEYS_OF_SCORE));
    press(house, '?');
    press(house, '\r');
    assert_string_equal(house->screen.message, string_get(STR_KEYS_OF_SCORE));
    press(house, '2');
    press(house, '\r');
    assert_string_equal(house->screen.message, string_get(STR_SCORE_NOTHING_TO_READ));
    press(house, 'v');
    press(house, KEYPRESS_DOWN);
    press(house, KEYPRESS_LEFT);
    expect_text(house, "No epoch has ended so far: nothing is judged yet.");
    assert_false(screen_run(&house->screen, 0)->cursor_on);
}

/* ---- what is seen ---- */

/* A network that never says one class, and one that finds less than half of it. */
static void what_is_bad_is_set_apart(void **state)
{
    struct ui_house *house = *state;
    const struct metrics never = {.classes = 2, .confusion = {90, 0, 10, 0}};
    const struct metrics seldom = {.classes = 2, .confusion = {90, 3, 13, 7}, .recall = 0.35f};
    const struct metrics good = {.classes = 2, .confusion = {90, 3, 4, 16}, .recall = 0.8f};
    ui_house_state(house, 0, RUN_TRAINING, 30);
    press(house, '2');
    tell_epoch(house, 1, &never);
    tell_judgement(house, 1, 0.099f);
    assert_int_equal(role_of(house, "never"), ROLE_BAD);
    tell_epoch(house, 2, &seldom);
    tell_judgement(house, 2, 0.1f);
    assert_int_equal(role_of(house, "0.350"), ROLE_WARN);
    assert_int_equal(role_of(house, "0.968"), ROLE_DIM); /* of the other class */
    tell_epoch(house, 3, &good);
    assert_int_equal(role_of(house, "0.800"), ROLE_PLAIN);
    press(house, KEYPRESS_HOME);
    press(house, 'v');
    assert_int_equal(role_of(house, "off by 0.099"), ROLE_DIM);
    press(house, KEYPRESS_RIGHT);
    assert_int_equal(role_of(house, "off by 0.1"), ROLE_WARN);
}

/* The lowest rows tell what trains. */
static void training_stays_in_sight(void **state)
{
    struct ui_house *house = *state;
    three_epochs(house);
    expect_text(house, "Space pause");
    expect_text(house, " epoch 3   batch 100/100");
}

/* Of a stream that tells scores alone. */
static void scores_alone(void **state)
{
    struct ui_house *house = *state;
    const struct metrics val = {.classes = 2, .confusion = {8, 2, 3, 7}};
    ui_house_state(house, 0, RUN_TRAINING, 30);
    tell_epoch(house, 1, &val);
    press(house, '2');
    expect_text(house, "val, epoch 1");
    expect_text(house, "accuracy   precision   recall      F1   ROC AUC");
    press(house, '\r');
    assert_string_equal(house->screen.message, string_get(STR_SCORE_NOTHING_TO_READ));
}

static void probabilities_near_the_ends(void **state)
{
    (void)state;
    static const struct {
        double p;
        const char *text;
    } wanted[] = {{0, "0"},           {1, "1"},           {2e-7, "2e-7"},
                  {3.4e-30, "3e-30"}, {0.000999, "1e-3"}, {0.001, "0.001"},
                  {0.7424, "0.742"},  {0.999, "0.999"},   {1 - 4e-6, "1-4e-6"}};
    char text[32];
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_string_equal(worst_p(text, sizeof text, wanted[i].p), wanted[i].text);
}

int main(void)
{
#define WITH_HOUSE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_HOUSE(parts_are_turned),
        WITH_HOUSE(epochs_are_walked),
        WITH_HOUSE(errors_are_chosen_and_read),
        WITH_HOUSE(keys_without_a_use_say_so),
        WITH_HOUSE(what_is_bad_is_set_apart),
        WITH_HOUSE(training_stays_in_sight),
        WITH_HOUSE(scores_alone),
        cmocka_unit_test(probabilities_near_the_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
