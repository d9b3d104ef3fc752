/* The worker pool: each unit once, results visible, sleeping and waking, floating-point mode. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "rnntop/base/cpu.h"
#include "rnntop/base/pool.h"
#include "tests/words/error_text.h"

static struct pool *create(int threads)
{
    struct pool *pool;
    struct rt_error error;
    if (pool_create(&pool, threads, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    assert_int_equal(pool_threads(pool), threads);
    return pool;
}

static void wait_ms(long ms)
{
    const struct timespec time = {.tv_sec = 0, .tv_nsec = ms * 1000000};
    nanosleep(&time, NULL);
}

#define MOST_UNITS 1000

struct counting {
    int threads;
    int done[MOST_UNITS]; /* not atomic: only one worker may touch a unit */
    atomic_int busy[8];   /* by worker: a worker does one unit at a time */
    atomic_int bad;
};

static void count_unit(void *context, size_t unit, int worker)
{
    struct counting *counting = context;
    if (worker < 0 || worker >= counting->threads || atomic_fetch_add(&counting->busy[worker], 1))
        atomic_fetch_add(&counting->bad, 1);
    counting->done[unit]++;
    atomic_fetch_sub(&counting->busy[worker], 1);
}

static void each_unit_runs_once(void **state)
{
    (void)state;
    static struct counting counting;
    const int threads[] = {1, 2, 3, 4, 8};
    const size_t units[] = {0, 1, 2, 3, 7, MOST_UNITS};
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        struct pool *pool = create(threads[i]);
        for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
            memset(&counting, 0, sizeof counting);
            counting.threads = threads[i];
            pool_run(pool, count_unit, &counting, units[k]);
            assert_int_equal(atomic_load(&counting.bad), 0);
            for (size_t unit = 0; unit < MOST_UNITS; unit++) {
                int expected = unit < units[k];
                if (counting.done[unit] != expected)
                    fail_msg("%d threads, %zu units, unit %zu: expected %d runs, got %d",
                             threads[i], units[k], unit, expected, counting.done[unit]);
            }
        }
        pool_destroy(pool);
    }
}

/* A task of this number of the sequence: it knows when a unit of another one reaches it. */
struct numbered {
    uint32_t number;
    uint32_t seen[4];
};

static void numbered_unit(void *context, size_t unit, int worker)
{
    (void)worker;
    struct numbered *numbered = context;
    numbered->seen[unit] = numbered->number;
}

/* Tasks in quick succession, with pauses of all kinds between: workers come late, spin, sleep. */
static void tasks_do_not_mix(void **state)
{
    (void)state;
    struct pool *pool = create(4);
    for (uint32_t i = 1; i <= 30000; i++) {
        struct numbered numbered = {.number = i};
        size_t units = 2 + i % 3;
        pool_run(pool, numbered_unit, &numbered, units);
        for (size_t unit = 0; unit < 4; unit++) {
            uint32_t expected = unit < units ? i : 0;
            if (numbered.seen[unit] != expected)
                fail_msg("task %u, unit %zu: expected %u, got %u", i, unit, expected,
                         numbered.seen[unit]);
        }
        if (i % 1000 == 0)
            wait_ms(1);
    }
    pool_destroy(pool);
}

struct meeting {
    atomic_int arrived;
    atomic_int late;
};

/* Both units must be under way at once, or they would wait for each other in vain. */
static void meet(void *context, size_t unit, int worker)
{
    (void)unit;
    (void)worker;
    struct meeting *meeting = context;
    atomic_fetch_add(&meeting->arrived, 1);
    for (int i = 0; atomic_load(&meeting->arrived) < 2; i++) {
        if (i == 10000) {
            atomic_fetch_add(&meeting->late, 1);
            return;
        }
        wait_ms(1);
    }
}

static void sleepers_are_woken(void **state)
{
    (void)state;
    struct pool *pool = create(2);
    for (int i = 0; i < 20; i++) {
        struct meeting meeting = {0};
        wait_ms(i % 2 ? 5 : 0);
        pool_run(pool, meet, &meeting, 2);
        assert_int_equal(atomic_load(&meeting.late), 0);
    }
    pool_destroy(pool);
}

static void destroyed_in_any_state(void **state)
{
    (void)state;
    for (int i = 0; i < 50; i++)
        pool_destroy(create(1 + i % 4));
    struct pool *asleep = create(4);
    wait_ms(5);
    pool_destroy(asleep);
    pool_destroy(NULL);
}

struct flushing {
    atomic_int arrived;
    float product[2];
};

static void flush_unit(void *context, size_t unit, int worker)
{
    (void)worker;
    struct flushing *flushing = context;
    atomic_fetch_add(&flushing->arrived, 1);
    for (int i = 0; i < 10000 && atomic_load(&flushing->arrived) < 2; i++)
        wait_ms(1);
    volatile float small = 1e-30f;
    flushing->product[unit] = small * 1e-10f; /* denormal, unless flushed */
}

static void workers_flush_denormals(void **state)
{
    (void)state;
#if !defined(__SSE2__) && !defined(__aarch64__)
    skip();
#endif
    struct pool *pool = create(2);
    struct flushing flushing = {.product = {1, 1}};
    pool_run(pool, flush_unit, &flushing, 2);
    for (int i = 0; i < 2; i++) {
        if (flushing.product[i] != 0)
            fail_msg("unit %d: expected 1e-40 to be flushed to 0, got %g", i, flushing.product[i]);
    }
    pool_destroy(pool);
}

static void cpu_names_and_choice(void **state)
{
    (void)state;
    enum cpu_isa isa;
    struct rt_error error;
    assert_true(cpu_count() >= 1);
    for (enum cpu_isa i = CPU_PORTABLE; i <= cpu_best(); i++) {
        setenv("RNNTOP_CPU", cpu_isa_name(i), 1);
        assert_int_equal(cpu_choose(&isa, &error), RT_OK);
        assert_int_equal(isa, i);
    }
    setenv("RNNTOP_CPU", "", 1);
    assert_int_equal(cpu_choose(&isa, &error), RT_OK);
    assert_int_equal(isa, cpu_best());
    setenv("RNNTOP_CPU", "sse9", 1);
    assert_int_equal(cpu_choose(&isa, &error), RT_ERR_USAGE);
    assert_non_null(strstr(error_text(&error), "sse9"));
    if (cpu_best() < CPU_AVX512) {
        setenv("RNNTOP_CPU", "avx512", 1);
        assert_int_equal(cpu_choose(&isa, &error), RT_ERR_UNSUPPORTED);
    }
    unsetenv("RNNTOP_CPU");
    assert_int_equal(cpu_choose(&isa, &error), RT_OK);
    assert_int_equal(isa, cpu_best());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_unit_runs_once),     cmocka_unit_test(tasks_do_not_mix),
        cmocka_unit_test(sleepers_are_woken),      cmocka_unit_test(destroyed_in_any_state),
        cmocka_unit_test(workers_flush_denormals), cmocka_unit_test(cpu_names_and_choice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
