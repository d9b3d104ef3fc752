/* The line of a download: what it says, and that it fits. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/report/fetch_line.h"

static const struct fetch_figures half = {"imdb.npz", NULL, 8732394, 17464789, 2.1e6};

static void expect(const struct fetch_figures *figures, size_t columns, const char *expected)
{
    char line[FETCH_LINE_SIZE];
    size_t length = fetch_line(line, columns, figures);
    assert_string_equal(line, expected);
    assert_int_equal(length, strlen(expected));
}

static void test_widths(void **state)
{
    (void)state;
    expect(&half, 77,
           "imdb.npz  [========>...........]   49 %   8.7/17.5 MB    2.1 MB/s   0:05 left");
    expect(&half, 66, "imdb.npz   49 %   8.7/17.5 MB    2.1 MB/s   0:05 left");
    expect(&half, 40, "imdb.npz   49 %    2.1 MB/s   0:05 left");
    expect(&half, 30, "imdb.npz   49 %    2.1 MB/s");
    expect(&half, 20, "imdb.npz   49 %");
    expect(&half, 10, "   49 %");
    expect(&half, 3, "   ");
    expect(&half, 0, "");
}

static void test_notes_and_ends(void **state)
{
    struct fetch_figures figures = half;
    (void)state;
    figures.note = "again in 2 s";
    expect(&figures, 50, "imdb.npz   49 %   8.7/17.5 MB  again in 2 s");
    figures.note = NULL;
    figures.rate = 0;
    expect(&figures, 40, "imdb.npz   49 %                        ");
    figures.rate = 12e3;
    expect(&figures, 40, "imdb.npz   49 %     12 kB/s  12:08 left");
    figures.rate = 1e3;
    expect(&figures, 42, "imdb.npz   49 %      1 kB/s  2:25:33 left");
    figures.bytes = figures.total - 1;
    expect(&figures, 30, "imdb.npz   99 %      1 kB/s");
    figures.bytes = figures.total;
    figures.rate = 5e6;
    expect(&figures, 40, "imdb.npz  100 %    5.0 MB/s            ");
}

/* Whatever comes, it fits, and it never jumps: of one width at one number of columns. */
static void test_fits(void **state)
{
    (void)state;
    for (size_t columns = 0; columns < 300; columns++) {
        size_t first = 0;
        for (int i = 0; i <= 50; i++) {
            char line[FETCH_LINE_SIZE];
            struct fetch_figures figures = half;
            figures.bytes = figures.total * (uint64_t)i / 50;
            figures.rate = i < 2 ? 0 : 3e3 * i * i * i;
            size_t length = fetch_line(line, columns, &figures);
            assert_int_equal(length, strlen(line));
            assert_true(length <= columns);
            if (i == 0)
                first = length;
            assert_int_equal(length, first);
        }
    }
}

static void test_rate(void **state)
{
    struct fetch_rate rate = {0};
    (void)state;
    fetch_rate_look(&rate, 5000000, 100.0);
    assert_true(rate.value == 0);
    fetch_rate_look(&rate, 5100000, 100.1); /* too early to say */
    assert_true(rate.value == 0);
    fetch_rate_look(&rate, 6000000, 101.0);
    assert_true(rate.value == 1e6);
    for (int i = 1; i <= 20; i++)
        fetch_rate_look(&rate, 6000000 + 2000000 * (uint64_t)i, 101.0 + i);
    assert_true(rate.value > 1.95e6 && rate.value <= 2e6);
    fetch_rate_look(&rate, 0, 122.0); /* began anew */
    assert_true(rate.value == 0);
    fetch_rate_look(&rate, 3000, 123.0);
    assert_true(rate.value == 3000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_widths),
        cmocka_unit_test(test_notes_and_ends),
        cmocka_unit_test(test_fits),
        cmocka_unit_test(test_rate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
