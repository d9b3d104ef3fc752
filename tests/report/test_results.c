/* What came of several runs together: the table, the best, and what the dashboard leaves behind. */
#include "config.h"

#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cmocka.h>

#include "rnntop/report/reporter.h"
#include "rnntop/report/results.h"
#include "tests/run/told_board.h"
#include "tests/spec/planned.h"

struct sweep {
    struct told_board told;
    size_t runs;
};

static void open_sweep(struct sweep *sweep, const char *model, const char *values,
                       const char *seeds)
{
    struct settings settings;
    struct run_spec spec[SETTINGS_MAX_RUNS];
    settings_init(&settings);
    assert_int_equal(settings_set(&settings, "model", model, "model", NULL), RT_OK);
    if (values)
        assert_int_equal(settings_set(&settings, "sweep", values, "sweep", NULL), RT_OK);
    assert_int_equal(settings_set(&settings, "seeds", seeds, "seeds", NULL), RT_OK);
    sweep->runs = planned_runs(&settings, spec);
    settings_free(&settings);
    told_board_open(&sweep->told);
    for (size_t i = 0; i < sweep->runs; i++)
        told_board_run(&sweep->told, &spec[i]);
}

static void close_sweep(struct sweep *sweep)
{
    told_board_close(&sweep->told);
}

static void tell(struct sweep *sweep, size_t run, struct run_event event)
{
    told_board_tell(&sweep->told, BOARD_TRAINER, run, event);
    told_board_poll(&sweep->told);
}

static void tell_epoch(struct sweep *sweep, size_t run, uint32_t epoch, float val)
{
    struct step_event step = step_of(epoch * 10, 10, 0.5f, 0.75f);
    told_board_step(&sweep->told, run, &step);
    struct run_event event = {.kind = EVENT_EPOCH};
    event.as.epoch = (struct epoch_event){.epoch = epoch,
                                          .step = epoch * 10,
                                          .loss = 0.5f,
                                          .accuracy = 0.75f,
                                          .val_loss = isnan(val) ? NAN : 0.5f,
                                          .val_accuracy = val};
    tell(sweep, run, event);
}

/* Two epochs, the second a little worse; a test; a file. */
static void finish(struct sweep *sweep, size_t run, float val, float test)
{
    char path[64];
    struct run_event event = {.kind = EVENT_TEST};
    tell_epoch(sweep, run, 1, val);
    tell_epoch(sweep, run, 2, isnan(val) ? val : val - 0.01f);
    event.as.test = (struct test_event){.loss = 0.5f, .accuracy = test};
    tell(sweep, run, event);
    snprintf(path, sizeof path, "%s/run-%zu", getenv("HOME"), run);
    tell(sweep, run, event_of_saved(true, 2, path));
    event = (struct run_event){.kind = EVENT_END};
    event.as.end = (struct end_event){RUN_DONE, 2};
    tell(sweep, run, event);
}

enum what { TABLE, TABLE_ASCII, BEST, FAREWELL };

static void expect(const struct sweep *sweep, enum what what, const char *expected)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    switch (what) {
    case TABLE:
    case TABLE_ASCII:
        results_print_table(out, sweep->told.board, what == TABLE);
        break;
    case BEST:
        results_print_best(out, sweep->told.board);
        break;
    case FAREWELL:
        reporter_farewell(out, sweep->told.board, true);
        break;
    }
    fclose(out);
    assert_string_equal(text, expected);
    free(text);
}

/* One seed of 16 units is the luckiest of all; 64 units are better. */
static void play_sweep(struct sweep *sweep)
{
    open_sweep(sweep, "lstm", "units=16,64,128", "2");
    finish(sweep, 0, 0.90f, 0.89f);
    finish(sweep, 1, 0.86f, 0.85f);
    finish(sweep, 3, 0.70f, 0.71f);
    finish(sweep, 4, 0.88f, 0.87f);
}

static void a_sweep_with_seeds(void **state)
{
    (void)state;
    struct sweep sweep;
    play_sweep(&sweep);
    expect(&sweep, TABLE,
           "Best validation first; ±: sample standard deviation over seeds\n"
           "  run (LSTM)  state   epoch   train     val  best val        test\n"
           "★ units=64    2 of 2   2/10  0.7500  0.8600  0.8700 ±0.0141  0.8600 ±0.0141\n"
           "  units=16    2 of 2   2/10  0.7500  0.7900  0.8000 ±0.1414  0.8000 ±0.1273\n");
    expect(&sweep, TABLE_ASCII,
           "Best validation first; +-: sample standard deviation over seeds\n"
           "  run (LSTM)  state   epoch   train     val  best val         test\n"
           "* units=64    2 of 2   2/10  0.7500  0.8600  0.8700 +-0.0141  0.8600 +-0.0141\n"
           "  units=16    2 of 2   2/10  0.7500  0.7900  0.8000 +-0.1414  0.8000 +-0.1273\n");
    expect(&sweep, BEST,
           "Best of 4 runs by validation: LSTM units=64 2, 0.8800 at epoch 1\n"
           "  test accuracy 0.87000\n  ~/run-4\n");
    assert_true(results_have_seeds(sweep.told.board));
    close_sweep(&sweep);
}

/* One model: its seeds stand below their mean, and none of them is marked. */
static void seeds_alone(void **state)
{
    (void)state;
    struct sweep sweep;
    open_sweep(&sweep, "lstm", NULL, "3");
    finish(&sweep, 0, 0.80f, 0.79f);
    finish(&sweep, 1, 0.82f, 0.83f);
    tell_epoch(&sweep, 2, 1, 0.84f);
    expect(&sweep, TABLE,
           "Best validation first; ±: sample standard deviation over seeds\n"
           "  run       state   epoch   train     val  best val        test\n"
           "  LSTM      2 of 3   2/10  0.7500  0.8133  0.8200 ±0.0200  0.8100 ±0.0283\n"
           "    seed 3           1/10  0.7500  0.8400  0.8400 @1       -\n"
           "    seed 2  done     2/10  0.7500  0.8100  0.8200 @1       0.8300\n"
           "    seed 1  done     2/10  0.7500  0.7900  0.8000 @1       0.7900\n");
    close_sweep(&sweep);
}

/* Without validation there is nothing to choose by. */
static void nothing_validated(void **state)
{
    (void)state;
    struct sweep sweep;
    open_sweep(&sweep, "lstm,gru", NULL, "1");
    finish(&sweep, 0, NAN, 0.79f);
    finish(&sweep, 1, NAN, 0.83f);
    expect(&sweep, TABLE,
           "Best validation first\n"
           "  run   state  epoch   train  val  best val  test\n"
           "  LSTM  done    2/10  0.7500    -  -         0.7900\n"
           "  GRU   done    2/10  0.7500    -  -         0.8300\n");
    expect(&sweep, BEST, "");
    assert_false(results_have_seeds(sweep.told.board));
    close_sweep(&sweep);
}

/* On a terminal no row is wider than it: what matters least is left out, the best never is. */
static void no_wider_than_the_terminal(void **state)
{
    (void)state;
    struct sweep sweep;
    play_sweep(&sweep);
    for (unsigned short columns = 40; columns <= 120; columns += 20) {
        char text[4096];
        struct winsize size = {.ws_row = 24, .ws_col = columns};
        int master = posix_openpt(O_RDWR | O_NOCTTY);
        if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0)
            skip();
        int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
        assert_int_equal(ioctl(slave, TIOCSWINSZ, &size), 0);
        FILE *out = fdopen(slave, "w");
        results_print_table(out, sweep.told.board, false);
        fflush(out);
        size_t length = 0;
        for (int lines = 0; lines < 4; lines += text[length++] == '\n')
            assert_int_equal(read(master, text + length, 1), 1);
        text[length] = '\0';
        assert_non_null(strstr(text, "best val"));
        char *rows = strchr(text, '\n') + 1; /* behind the line that explains */
        for (char *line = strtok(rows, "\r\n"); line; line = strtok(NULL, "\r\n")) {
            if (strlen(line) > columns && columns >= 60)
                fail_msg("on %u columns: \"%s\"", columns, line);
        }
        assert_int_equal(strstr(rows, "train") != NULL, columns >= 80);
        fclose(out);
        close(master);
    }
    close_sweep(&sweep);
}

/* NB-SVM has a row below the runs, and a line in what is left behind. */
static void held_against_the_baseline(void **state)
{
    (void)state;
    struct sweep sweep;
    struct run_event event = {.kind = EVENT_DATA};
    open_sweep(&sweep, "lstm,gru", NULL, "1");
    tell(&sweep, 0, event);
    finish(&sweep, 0, 0.80f, 0.79f);
    finish(&sweep, 1, 0.84f, 0.83f);
    event = (struct run_event){.kind = EVENT_BASELINE};
    event.as.baseline = (struct baseline_event){.val_accuracy = 0.835f, .test_accuracy = 0.834f};
    told_board_tell(&sweep.told, BOARD_BASELINE, 0, event);
    told_board_poll(&sweep.told);
    expect(&sweep, TABLE,
           "Best validation first\n"
           "  run     state  epoch   train     val  best val   test\n"
           "★ GRU     done    2/10  0.7500  0.8300  0.8400 @1  0.8300\n"
           "  LSTM    done    2/10  0.7500  0.7900  0.8000 @1  0.7900\n"
           "  NB-SVM             -       -       -  0.8350     0.8340\n");
    expect(&sweep, FAREWELL,
           "LSTM  seed 1  2 of 10 epochs  test accuracy 0.79000  ~/run-0\n"
           "GRU   seed 1  2 of 10 epochs  test accuracy 0.83000  ~/run-1\n"
           "Best of 2 runs by validation: GRU, 0.8400 at epoch 1\n"
           "  test accuracy 0.83000\n"
           "  ~/run-1\n"
           "NB-SVM of words, pairs and triples: test accuracy 0.83400, val 0.83500\n");
    close_sweep(&sweep);
}

/* Few runs: a line each, in the queue's order, and which was the best. */
static void farewell_of_few(void **state)
{
    (void)state;
    struct sweep sweep;
    open_sweep(&sweep, "simplernn,lstm,gru", NULL, "1");
    finish(&sweep, 0, 0.60f, 0.61f);
    finish(&sweep, 1, 0.84f, 0.83f);
    expect(&sweep, FAREWELL,
           "SimpleRNN  seed 1  2 of 10 epochs  test accuracy 0.61000  ~/run-0\n"
           "LSTM       seed 1  2 of 10 epochs  test accuracy 0.83000  ~/run-1\n"
           "Best of 2 runs by validation: LSTM, 0.8400 at epoch 1\n"
           "  test accuracy 0.83000\n"
           "  ~/run-1\n");
    close_sweep(&sweep);
}

/* Many: the table, and lines for those alone that somebody must know of. */
static void farewell_of_many(void **state)
{
    (void)state;
    struct sweep sweep;
    open_sweep(&sweep, "lstm", "units=1,2,3,4,5,6,7,8", "1");
    for (size_t i = 0; i < 7; i++)
        finish(&sweep, i, 0.80f + 0.01f * (float)(i % 5), 0.7f);
    tell_epoch(&sweep, 7, 1, 0.5f);
    tell(&sweep, 7, event_of_error("the loss became NaN"));
    struct run_event end = {.kind = EVENT_END};
    end.as.end = (struct end_event){RUN_FAILED, 1.5f};
    tell(&sweep, 7, end);
    expect(&sweep, FAREWELL,
           "Best validation first\n"
           "  run (LSTM)  state    epoch   train     val  best val   test\n"
           "★ units=5     done      2/10  0.7500  0.8300  0.8400 @1  0.7000\n"
           "  units=4     done      2/10  0.7500  0.8200  0.8300 @1  0.7000\n"
           "  units=3     done      2/10  0.7500  0.8100  0.8200 @1  0.7000\n"
           "  units=2     done      2/10  0.7500  0.8000  0.8100 @1  0.7000\n"
           "  units=7     done      2/10  0.7500  0.8000  0.8100 @1  0.7000\n"
           "  units=1     done      2/10  0.7500  0.7900  0.8000 @1  0.7000\n"
           "  units=6     done      2/10  0.7500  0.7900  0.8000 @1  0.7000\n"
           "  units=8     failed  1.5/10  0.7500  0.5000  0.5000 @1  -\n"
           "LSTM units=8  seed 1  1.5 of 10 epochs  failed  the loss became NaN\n"
           "Best of 8 runs by validation: LSTM units=5, 0.8400 at epoch 1\n"
           "  test accuracy 0.70000\n  ~/run-4\n");
    close_sweep(&sweep);
}

/* `train` ends with the table, where there are several runs, and prints text. */
static char *conclude(const struct sweep *sweep, enum reporter_json json)
{
    struct reporter *reporter;
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    struct reporter_options options = {.out = out, .talk = out, .json = json};
    assert_int_equal(reporter_create(&reporter, sweep->told.board, &options, NULL), RT_OK);
    reporter_conclude(reporter);
    assert_true(reporter_ok(reporter));
    reporter_destroy(reporter);
    fclose(out);
    return text;
}

static void train_concludes(void **state)
{
    (void)state;
    struct sweep sweep;
    play_sweep(&sweep);
    char *text = conclude(&sweep, REPORT_JSON_NONE);
    assert_non_null(strstr(text, "\n* units=64 "));
    assert_non_null(strstr(text, "\nBest of 4 runs by validation: LSTM units=64 2, "));
    free(text);
    text = conclude(&sweep, REPORT_JSON_EVENTS);
    assert_null(strstr(text, "Best"));
    free(text);
    close_sweep(&sweep);

    open_sweep(&sweep, "lstm", NULL, "1");
    finish(&sweep, 0, 0.8f, 0.8f);
    text = conclude(&sweep, REPORT_JSON_NONE);
    assert_string_equal(text, "");
    free(text);
    close_sweep(&sweep);
}

int main(void)
{
    setenv("HOME", "/home/ada", 1); /* what is shown as "~" */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sweep_with_seeds),        cmocka_unit_test(seeds_alone),
        cmocka_unit_test(nothing_validated),         cmocka_unit_test(no_wider_than_the_terminal),
        cmocka_unit_test(held_against_the_baseline), cmocka_unit_test(farewell_of_few),
        cmocka_unit_test(farewell_of_many),          cmocka_unit_test(train_concludes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
