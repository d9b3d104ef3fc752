#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "run_events.h"

static void same(const char *name, double got, double expected)
{
    if (got != expected && !(isnan(got) && isnan(expected)))
        fail_msg("%s: expected %.9g, got %.9g (exactly)", name, expected, got);
}

static struct merged merged_of(size_t count, const float *values)
{
    struct merged merged = {0};
    for (size_t i = 0; i < count; i++)
        merged_add(&merged, values[i]);
    return merged;
}

static void test_figures_merge(void **state)
{
    (void)state;
    struct merged merged = merged_of(4, (float[]){3.0f, -1.0f, 8.0f, 2.0f});
    same("n", merged.n, 4);
    same("bad", merged.bad, 0);
    same("sum", merged.sum, 12.0);
    same("min", (double)merged.min, -1.0);
    same("max", (double)merged.max, 8.0);
    same("first", (double)merged.first, 3.0);
    same("last", (double)merged.last, 2.0);
    same("mean", merged_mean(&merged), 3.0);
}

static void test_nothing_has_no_mean(void **state)
{
    (void)state;
    struct merged nothing = {0}, one = merged_of(1, (float[]){5.0f});
    same("mean of nothing", merged_mean(&nothing), NAN);
    merged_join(&one, &nothing);
    same("joined with nothing", merged_mean(&one), 5.0);
    same("n", one.n, 1);
    merged_join(&nothing, &one);
    same("nothing joined with one", merged_mean(&nothing), 5.0);
}

static void test_nan_is_counted_and_hides_nothing(void **state)
{
    (void)state;
    struct merged merged = merged_of(5, (float[]){NAN, 1.0f, NAN, 3.0f, NAN});
    same("n", merged.n, 5);
    same("bad", merged.bad, 3);
    same("mean", merged_mean(&merged), 2.0);
    same("min", (double)merged.min, 1.0);
    same("max", (double)merged.max, 3.0);
    same("first", (double)merged.first, NAN);
    same("last", (double)merged.last, NAN);

    merged = merged_of(2, (float[]){NAN, NAN});
    same("min of NaN alone", (double)merged.min, NAN);
    same("mean of NaN alone", merged_mean(&merged), NAN);

    merged = merged_of(3, (float[]){1.0f, INFINITY, -INFINITY});
    same("bad with infinities", merged.bad, 2);
    same("mean beside infinities", merged_mean(&merged), 1.0);
    same("max", (double)merged.max, INFINITY);
    same("min", (double)merged.min, -INFINITY);
}

static void test_joining_parts_is_adding_all(void **state)
{
    (void)state;
    const float values[] = {4.0f, NAN, -7.0f, 0.5f, 12.0f, 1.0f, INFINITY, 2.0f};
    const size_t count = sizeof values / sizeof values[0];
    struct merged all = merged_of(count, values);
    for (size_t cut = 0; cut <= count; cut++) {
        struct merged head = merged_of(cut, values), tail = merged_of(count - cut, values + cut);
        merged_join(&head, &tail);
        same("n", head.n, all.n);
        same("bad", head.bad, all.bad);
        same("sum", head.sum, all.sum);
        same("min", (double)head.min, (double)all.min);
        same("max", (double)head.max, (double)all.max);
        same("first", (double)head.first, (double)all.first);
        same("last", (double)head.last, (double)all.last);
    }
}

static void test_counts_do_not_wrap(void **state)
{
    (void)state;
    struct merged many = {.n = UINT32_MAX - 1, .bad = UINT32_MAX};
    struct merged more = {.n = 7, .bad = 1};
    merged_join(&many, &more);
    same("n", many.n, UINT32_MAX);
    same("bad", many.bad, UINT32_MAX);
}

static void test_steps_join(void **state)
{
    (void)state;
    struct step_event joined = {0};
    struct step_event a = step_of(99, 50, 3.0f, 0.25f), b = step_of(100, 50, 1.0f, 0.75f),
                      c = step_of(101, 50, 2.0f, 0.5f), nothing = {.first = 9, .last = 9};
    c.learning_rate = 0.0005f;
    step_join(&joined, &nothing);
    same("nothing", joined.loss.n, 0);
    step_join(&joined, &a);
    step_join(&joined, &b);
    step_join(&joined, &nothing);
    step_join(&joined, &c);
    same("first", (double)joined.first, 99);
    same("last", (double)joined.last, 101);
    same("epoch", joined.epoch, 3);
    same("batch", joined.batch, 1);
    same("batches", joined.batches, 50);
    same("seconds", joined.seconds, c.seconds);
    same("learning rate", (double)joined.learning_rate, (double)0.0005f);
    same("loss", merged_mean(&joined.loss), 2.0);
    same("highest loss", (double)joined.loss.max, 3.0);
    same("accuracy", merged_mean(&joined.accuracy), 0.5);
    same("gradients", joined.gradient.n, 3);
}

/* What lies in the backlog of a watcher that hangs: a few hundred bytes, and not the five thousand
 * that an error has room for. */
static void test_an_error_in_a_parcel_is_as_long_as_its_texts(void **state)
{
    (void)state;
    struct rt_error error, copy;
    rt_fail(&error, ERR_TOLD, "a few words");
    rt_error_at_path(&error, "/a/path");
    struct parcel *parcel = parcel_of_error(&error);
    assert_non_null(parcel);
    assert_true(parcel_size(parcel) < sizeof error - RT_ERROR_BYTES + 32);
    memset(&error, 0xff, sizeof error);
    memset(&copy, 0xff, sizeof copy);
    rt_error_copy(&copy, parcel_error(parcel));
    parcel_drop(parcel);
    assert_int_equal(copy.code, ERR_TOLD);
    assert_string_equal(rt_error_text(&copy, 0), "a few words");
    assert_string_equal(rt_error_path(&copy), "/a/path");
    assert_null(parcel_of_error(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_figures_merge),
        cmocka_unit_test(test_nothing_has_no_mean),
        cmocka_unit_test(test_nan_is_counted_and_hides_nothing),
        cmocka_unit_test(test_joining_parts_is_adding_all),
        cmocka_unit_test(test_counts_do_not_wrap),
        cmocka_unit_test(test_steps_join),
        cmocka_unit_test(test_an_error_in_a_parcel_is_as_long_as_its_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
