/* What is counted of prepared rows, with the shares worked out by hand. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rnntop/data/row_facts.h"

static void expect(const char *name, double got, double wanted)
{
    if (got != wanted)
        fail_msg("%s: expected %g, got %g", name, wanted, got);
}

/* Start mark 1, unknown 2, words from 4 on. */
static void shares_are_counted(void **state)
{
    (void)state;
    const int32_t x[] = {
        1, 4, 2, 9, /* full */
        0, 0, 1, 5, /* padded in front */
        1, 2, 2, 0, /* of unknown words alone */
        1, 0, 0, 0, /* empty */
        7, 8, 2, 4, /* cut */
    };
    struct row_facts facts = row_facts_count(x, 5, 4);
    expect("padding", facts.padding, 6.0 / 20);
    expect("unknown", facts.unknown, 4.0 / 10);
    expect("full", facts.full, 2.0 / 5);
    expect("blank", facts.blank, 2.0 / 5);
}

static void of_nothing_all_are_0(void **state)
{
    (void)state;
    const int32_t x[] = {1, 0};
    struct row_facts facts = row_facts_count(x, 0, 2);
    expect("padding", facts.padding, 0);
    facts = row_facts_count(x, 1, 2);
    expect("unknown", facts.unknown, 0);
    expect("blank", facts.blank, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_counted),
        cmocka_unit_test(of_nothing_all_are_0),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
