#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/run/ranking.h"

/* A sweep with two seeds, in the order of its queue. The luckiest run is of a setting whose mean is
 * not the best. */
static const struct ranked SWEEP[] = {
    {0, 0.80, "LSTM units=128 1"}, {0, 0.90, "LSTM units=128 2"}, {1, 0.87, "LSTM units=16 1"},
    {1, 0.88, "LSTM units=16 2"},  {2, NAN, "LSTM units=64 1"},   {2, NAN, "LSTM units=64 2"},
};
#define RUNS (sizeof SWEEP / sizeof SWEEP[0])

/* "45 | 01 | 23": groups, and the runs of each. */
static void check_order(const struct ranked *run, size_t count, enum ranking_by by,
                        const char *expected)
{
    struct ranking ranking;
    char got[256] = "";
    size_t used = 0;
    ranking_make(&ranking, run, count, by);
    for (size_t g = 0; g < ranking.groups; g++) {
        used += (size_t)snprintf(got + used, sizeof got - used, "%s", g > 0 ? " | " : "");
        for (size_t i = ranking.begin[g]; i < ranking.begin[g + 1]; i++)
            used += (size_t)snprintf(got + used, sizeof got - used, "%zu", ranking.order[i]);
    }
    assert_string_equal(got, expected);
    assert_int_equal(ranking.begin[ranking.groups], count);
}

static void orders(void **state)
{
    (void)state;
    check_order(SWEEP, RUNS, RANKING_QUEUE, "01 | 23 | 45");
    check_order(SWEEP, RUNS, RANKING_VAL, "32 | 10 | 45");
    check_order(SWEEP, RUNS, RANKING_NAME, "23 | 45 | 01");
    check_order(SWEEP, 0, RANKING_VAL, "");
}

/* The seeds of a group need not stand side by side in the queue; a group stands where its first run
 * does. */
static void scattered_seeds(void **state)
{
    (void)state;
    static const struct ranked RUN[] = {
        {7, 0.5, "a"}, {3, 0.5, "b"}, {7, 0.5, "a 2"}, {5, 0.5, "c"}, {3, 0.5, "b 2"}};
    check_order(RUN, 5, RANKING_QUEUE, "02 | 14 | 3");
    check_order(RUN, 5, RANKING_VAL, "02 | 14 | 3"); /* equals stay in the queue's order */
}

/* The mean decides, over the seeds that are validated; then the best of its runs. */
static void the_best(void **state)
{
    (void)state;
    struct ranking ranking;
    ranking_make(&ranking, SWEEP, RUNS, RANKING_QUEUE);
    assert_int_equal(ranking.best, 1);
    assert_int_equal(ranking.judged, 2);
    assert_true(fabs(ranking.val[1] - 0.875) < 1e-12);
    assert_true(isnan(ranking.val[2]));
    assert_int_equal(ranking_best_run(&ranking, SWEEP), 3);
    assert_int_equal(ranking_size(&ranking, 0), 2);

    ranking_make(&ranking, &SWEEP[4], 2, RANKING_VAL);
    assert_true(ranking.best == RANKING_NONE);
    assert_int_equal(ranking.judged, 0);
    assert_true(ranking_best_run(&ranking, &SWEEP[4]) == RANKING_NONE);

    static const struct ranked HALF[] = {{0, 0.8, "a 1"}, {0, NAN, "a 2"}, {1, 0.7, "b"}};
    ranking_make(&ranking, HALF, 3, RANKING_VAL);
    assert_int_equal(ranking.best, 0);
    assert_true(fabs(ranking.val[0] - 0.8) < 1e-12);
}

static void check_before(const char *a, const char *b)
{
    if (!(ranking_compare_names(a, b) < 0 && ranking_compare_names(b, a) > 0))
        fail_msg("\"%s\" does not come before \"%s\"", a, b);
}

static void names_by_their_numbers(void **state)
{
    (void)state;
    check_before("LSTM units=16", "LSTM units=128");
    check_before("LSTM drop=0.05", "LSTM drop=0.3");
    check_before("LSTM lr=1e-4", "LSTM lr=0.001");
    check_before("LSTM 2", "LSTM 10");
    check_before("LSTM", "LSTM 2");
    check_before("BiLSTM", "LSTM");
    assert_int_equal(ranking_compare_names("LSTM 2", "LSTM 2"), 0);
    assert_int_equal(ranking_compare_names("", ""), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(orders),
        cmocka_unit_test(scattered_seeds),
        cmocka_unit_test(the_best),
        cmocka_unit_test(names_by_their_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
