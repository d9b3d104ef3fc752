#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/run/short_names.h"

#define COUNT(names) (sizeof(names) / sizeof(names)[0])

static void check_shared(const char *const *name, size_t count, const char *expected)
{
    char shared[RUN_NAME_SIZE];
    short_names_shared(name, count, shared);
    assert_string_equal(shared, expected);
}

static void shared_words(void **state)
{
    (void)state;
    static const char *const SWEEP[] = {"LSTM units=16 drop=0.3", "LSTM units=16 drop=0.5"};
    static const char *const SECOND[] = {"LSTM lr=0.1 2", "GRU lr=0.1", "BiLSTM lr=0.1 2"};
    static const char *const MODELS[] = {"SimpleRNN", "LSTM"};
    static const char *const WHOLE[] = {"LSTM", "LSTM 2"};
    static const char *const SAME[] = {"LSTM units=16", "LSTM units=16"};
    static const char *const PART[] = {"LSTM units=1", "LSTM units=16", "LSTM  units=1"};
    check_shared(SWEEP, COUNT(SWEEP), "LSTM units=16");
    check_shared(SWEEP, 1, "");
    check_shared(SECOND, COUNT(SECOND), "lr=0.1");
    check_shared(MODELS, COUNT(MODELS), "");
    check_shared(WHOLE, COUNT(WHOLE), ""); /* the first would have no name left */
    check_shared(SAME, COUNT(SAME), "LSTM");
    check_shared(PART, COUNT(PART), "LSTM");
}

static void check_without(const char *name, const char *shared, const char *expected)
{
    char left[RUN_NAME_SIZE];
    short_names_without(name, shared, left);
    assert_string_equal(left, expected);
}

static void without_the_shared(void **state)
{
    (void)state;
    check_without("LSTM units=16 drop=0.3 2", "LSTM drop=0.3", "units=16 2");
    check_without("LSTM units=16", "", "LSTM units=16");
    check_without("LSTM2 units=16", "LSTM", "LSTM2 units=16");
    check_without("LSTM", "LSTM", "");
    check_without("", "LSTM", "");
}

static void check_common(const char *const *name, size_t count, const char *expected)
{
    char common[RUN_NAME_SIZE];
    short_names_common(name, count, common);
    assert_string_equal(common, expected);
}

static void common_beginning(void **state)
{
    (void)state;
    static const char *const SEEDS[] = {"LSTM units=16 1", "LSTM units=16 2", "LSTM units=16 10"};
    static const char *const AGAIN[] = {"LSTM", "LSTM 2"};
    static const char *const PART[] = {"LSTM units=1", "LSTM units=16"};
    static const char *const OTHER[] = {"trial-1", "trial-2"};
    check_common(SEEDS, COUNT(SEEDS), "LSTM units=16");
    check_common(SEEDS, 1, "LSTM units=16 1");
    check_common(AGAIN, COUNT(AGAIN), "LSTM");
    check_common(PART, COUNT(PART), "LSTM");
    check_common(OTHER, COUNT(OTHER), "trial-1");
}

/* The longest names there are. */
static void long_names(void **state)
{
    (void)state;
    static const char *const LONG[] = {"a 3456789012345678901234567 1 2",
                                       "a 3456789012345678901234567 1 3"};
    char shared[RUN_NAME_SIZE];
    assert_int_equal(strlen(LONG[0]), RUN_NAME_SIZE - 1);
    short_names_shared(LONG, 2, shared);
    assert_string_equal(shared, "a 3456789012345678901234567 1");
    check_without(LONG[0], "", LONG[0]);
    check_common(LONG, 2, "a 3456789012345678901234567 1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shared_words),
        cmocka_unit_test(without_the_shared),
        cmocka_unit_test(common_beginning),
        cmocka_unit_test(long_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
