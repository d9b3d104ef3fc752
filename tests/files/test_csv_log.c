#include "config.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "faults.h"
#include "files_support.h"
#include "rnntop/base/rng.h"
#include "rnntop/files/csv_log.h"
#include "tests/words/error_text.h"

static const struct epoch_event first = {.epoch = 1,
                                         .loss = 0.6931472f,
                                         .accuracy = 0.5f,
                                         .val_loss = 0.1f,
                                         .val_accuracy = 1.0f,
                                         .seconds = 3};
static const struct epoch_event second = {
    .epoch = 2, .loss = 1e-05f, .accuracy = 0.81608f, .val_loss = NAN, .val_accuracy = 0};

static void must_begin(const char *path, bool validation)
{
    struct rt_error error;
    if (csv_log_begin(path, validation, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
}

static void must_add(const char *path, bool validation, const struct epoch_event *epoch)
{
    struct rt_error error;
    if (csv_log_epoch(path, validation, epoch, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
}

static void test_rows(void **state)
{
    const char *path = path_in(*state, "log.csv");
    file_put(path, "of before", 9);
    must_begin(path, true);
    expect_text(path, "epoch,accuracy,loss,val_accuracy,val_loss\r\n");
    must_add(path, true, &first);
    must_add(path, true, &second);
    expect_text(path, "epoch,accuracy,loss,val_accuracy,val_loss\r\n"
                      "0,0.5,0.6931472,1.0,0.1\r\n"
                      "1,0.81608,1e-05,0.0,nan\r\n");
}

static void test_without_validation(void **state)
{
    const char *path = path_in(*state, "log.csv");
    must_begin(path, false);
    must_add(path, false, &first);
    expect_text(path, "epoch,accuracy,loss\r\n0,0.5,0.6931472\r\n");
}

static void test_learning_rate(void **state)
{
    struct rt_error error;
    struct epoch_event epoch = first;
    const char *path = path_in(*state, "log.csv");
    epoch.learning_rate = 0.0001f;
    assert_int_equal(csv_log_begin(path, CSV_LOG_VALIDATION | CSV_LOG_RATE, &error), RT_OK);
    assert_int_equal(csv_log_epoch(path, CSV_LOG_VALIDATION | CSV_LOG_RATE, &epoch, &error), RT_OK);
    expect_text(path, "epoch,accuracy,loss,lr,val_accuracy,val_loss\r\n"
                      "0,0.5,0.6931472,0.0001,1.0,0.1\r\n");
    assert_int_equal(csv_log_begin(path, CSV_LOG_RATE, &error), RT_OK);
    assert_int_equal(csv_log_epoch(path, CSV_LOG_RATE, &epoch, &error), RT_OK);
    expect_text(path, "epoch,accuracy,loss,lr\r\n0,0.5,0.6931472,0.0001\r\n");
}

/* Somebody took the file away: the heading comes again, as with Keras's append=True. */
static void test_taken_away(void **state)
{
    const char *path = path_in(*state, "log.csv");
    must_begin(path, false);
    assert_int_equal(unlink(path), 0);
    must_add(path, false, &first);
    expect_text(path, "epoch,accuracy,loss\r\n0,0.5,0.6931472\r\n");
}

/* Python 3.11: repr(float(numpy.float32(x))) where that is as short, else its shortest text. */
static void test_numbers(void **state)
{
    static const struct {
        float value;
        const char *text;
    } cases[] = {
        {0, "0.0"},
        {-0.0f, "-0.0"},
        {1, "1.0"},
        {-2.5f, "-2.5"},
        {0.1f, "0.1"},
        {0.81608f, "0.81608"},
        {0.33333334f, "0.33333334"},
        {0.0001f, "0.0001"},
        {0.00012345f, "0.00012345"},
        {0.00001f, "1e-05"},
        {0.000012345f, "1.2345e-05"},
        {1.17549435e-38f, "1.1754944e-38"},
        {1e-45f, "1e-45"},
        {123456, "123456.0"},
        {1234567.5f, "1234567.5"},
        {16777216, "16777216.0"},
        {1e10f, "10000000000.0"},
        {1e15f, "1000000000000000.0"},
        {1e16f, "1e+16"},
        {3.4028235e38f, "3.4028235e+38"},
        {NAN, "nan"},
        {-NAN, "nan"},
        {INFINITY, "inf"},
        {-INFINITY, "-inf"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[CSV_LOG_NUMBER_SIZE];
        assert_int_equal(csv_log_number(cases[i].value, text), strlen(cases[i].text));
        assert_string_equal(text, cases[i].text);
    }
}

/* Any float, whatever its bits, comes back the same. */
static void test_numbers_return(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 50000; i++) {
        uint32_t words[4];
        rng_words(1, 1, 1, i, words);
        for (size_t j = 0; j < 4; j++) {
            char text[CSV_LOG_NUMBER_SIZE];
            float value, back;
            memcpy(&value, &words[j], sizeof value);
            assert_true(csv_log_number(value, text) < CSV_LOG_NUMBER_SIZE);
            back = strtof(text, NULL);
            if (!(back == value || (isnan(back) && isnan(value))))
                fail_msg("expected %.9g, got %s, tolerance 0", (double)value, text);
        }
    }
}

static void expect_refused(enum rt_status status, const struct rt_error *error, const char *path)
{
    if (status != RT_ERR_IO || !strstr(error_text(error), path))
        fail_msg("expected a sentence with %s, got status %d: %s", path, (int)status,
                 error_text(error));
}

static void test_refused_places(void **state)
{
    struct rt_error error = {0};
    const char *missing = path_in(*state, "missing/log.csv");
    const char *pipe = path_in(*state, "pipe");
    assert_int_equal(mkfifo(pipe, 0666), 0);
    expect_refused(csv_log_begin(missing, true, &error), &error, missing);
    expect_refused(csv_log_epoch(missing, true, &first, &error), &error, missing);
    expect_refused(csv_log_begin(pipe, true, &error), &error, pipe);
    expect_refused(csv_log_epoch(pipe, true, &first, &error), &error, pipe); /* does not hang */
    expect_refused(csv_log_epoch("/dev/null", true, &first, &error), &error, "/dev/null");
    expect_refused(csv_log_epoch(*state, true, &first, &error), &error, *state);
}

/* A row is there whole, or not at all. */
static void test_every_call_fails(void **state)
{
    static const char before[] = "epoch,accuracy,loss\r\n0,0.5,0.6931472\r\n";
    static const char after[] = "epoch,accuracy,loss\r\n0,0.5,0.6931472\r\n1,0.81608,1e-05\r\n";
    const char *path = path_in(*state, "log.csv");
    size_t files = count_open_files();
    for (enum fault_kind kind = FAULT_FAIL; kind <= FAULT_SHORT; kind++) {
        for (size_t nth = 1;; nth++) {
            struct rt_error error;
            must_begin(path, false);
            must_add(path, false, &first);
            faults_arm(FAULT_SYSTEM, nth, kind, ENOSPC);
            enum rt_status status = csv_log_epoch(path, false, &second, &error);
            faults_disarm();
            char *got = file_get(path, NULL);
            bool is_old = strcmp(got, before) == 0, is_new = strcmp(got, after) == 0;
            if (!is_old && !is_new)
                fail_msg("%s failed: got %s", faults_call(), got);
            if (status == RT_OK)
                assert_true(is_new);
            free(got);
            assert_int_equal(count_open_files(), files);
            if (!faults_struck())
                break;
        }
    }
}

/* A failing beginning leaves the file of the last time. */
static void test_begin_keeps(void **state)
{
    const char *path = path_in(*state, "log.csv");
    for (size_t nth = 1;; nth++) {
        struct rt_error error;
        file_put(path, "old", 3);
        faults_arm(FAULT_SYSTEM, nth, FAULT_FAIL, ENOSPC);
        enum rt_status status = csv_log_begin(path, false, &error);
        faults_disarm();
        char *got = file_get(path, NULL);
        assert_true(strcmp(got, "old") == 0 || strcmp(got, "epoch,accuracy,loss\r\n") == 0);
        assert_true(status != RT_OK || got[0] == 'e');
        free(got);
        assert_int_equal(count_entries(*state), 1);
        if (!faults_struck())
            break;
    }
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_rows),           IN_FOLDER(test_without_validation),
        IN_FOLDER(test_taken_away),     IN_FOLDER(test_learning_rate),
        cmocka_unit_test(test_numbers), cmocka_unit_test(test_numbers_return),
        IN_FOLDER(test_refused_places), IN_FOLDER(test_every_call_fails),
        IN_FOLDER(test_begin_keeps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
