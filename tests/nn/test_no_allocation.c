/*
 * No allocation within a training step, on any thread: everything is laid out when the model is
 * built. This program's malloc and its relatives stand before the C library's, also for OpenBLAS.
 */
#include "config.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

#include "architectures.h"
#include "rnntop/base/pool.h"
#include "rnntop/nn/optimizer.h"
#include "tests/words/error_text.h"
#include "trial.h"

/* Sanitizers bring an allocator of their own; and only glibc has the names used here. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define OTHER_ALLOCATOR 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)
#define OTHER_ALLOCATOR 1
#endif

#ifdef OTHER_ALLOCATOR

int main(void)
{
    return 77; /* automake's word for skipped */
}

#else

static atomic_bool counting;
static _Atomic size_t calls; /* of the allocator, while counting */
static _Atomic size_t maps;  /* mappings of memory, past the allocator */

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *pointer, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *pointer);

static void count(void)
{
    if (atomic_load(&counting))
        atomic_fetch_add(&calls, 1);
}

void *malloc(size_t size)
{
    count();
    return __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    count();
    return __libc_calloc(n, size);
}

void *realloc(void *pointer, size_t size)
{
    count();
    return __libc_realloc(pointer, size);
}

void *memalign(size_t alignment, size_t size);
void *memalign(size_t alignment, size_t size)
{
    count();
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    count();
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **pointer, size_t alignment, size_t size)
{
    count();
    *pointer = __libc_memalign(alignment, size);
    return *pointer != NULL ? 0 : ENOMEM;
}

/* Freeing within a step would mean that something had been allocated. */
void free(void *pointer)
{
    count();
    __libc_free(pointer);
}

void *mmap(void *address, size_t length, int protection, int flags, int file, off_t offset)
{
    if (atomic_load(&counting))
        atomic_fetch_add(&maps, 1);
    return (void *)syscall(SYS_mmap, address, length, protection, flags, file, offset);
}

/* Keeps the compiler from seeing that an allocation is not used. */
static void *volatile sink;

static void *allocate_elsewhere(void *argument)
{
    (void)argument;
    sink = malloc(100);
    free(sink);
    return NULL;
}

/* The counter must be able to count: here, on another thread, and mappings. */
static void test_the_counter_counts(void **state)
{
    (void)state;
    pthread_t thread;
    void *aligned = NULL;
    calls = maps = 0;
    sink = malloc(10);
    free(sink);
    assert_int_equal(calls, 0);
    counting = true;
    sink = malloc(10);
    sink = realloc(sink, 20);
    free(sink);
    sink = calloc(3, 4);
    free(sink);
    sink = aligned_alloc(64, 64);
    free(sink);
    int failed = posix_memalign(&aligned, 64, 64);
    free(aligned);
    counting = false;
    assert_int_equal(failed, 0);
    assert_int_equal(calls, 9);
    counting = true;
    calls = 0;
    failed = pthread_create(&thread, NULL, allocate_elsewhere, NULL);
    pthread_join(thread, NULL);
    void *map = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    counting = false;
    assert_int_equal(failed, 0);
    assert_true(calls >= 2);
    assert_true(maps >= 1);
    munmap(map, 4096);
}

static void check_steps(enum layer_kind cell, enum cpu_isa isa, int threads)
{
    const struct trial_shape shape = {cell, 4000, 128, 128, 100};
    const struct optimizer_spec adam = {
        .learning_rate = 1e-3, .beta_1 = 0.9, .beta_2 = 0.999, .epsilon = 1e-7};
    struct rt_error error = {0};
    struct optimizer *optimizer = NULL;
    struct trial trial;
    struct trial_rows rows;
    struct model_score score;
    atomic_bool stop = false;
    _Atomic size_t progress = 0;
    float p[70];
    trial_rows_make(&rows, &shape, 70, 1);
    trial_open(&trial, &shape, 30, isa, threads);
    if (model_initialize(trial.model, 1, &error) != RT_OK ||
        optimizer_create(&optimizer, &adam, trial.model, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    const struct model_batch batch[] = {{.x = rows.x, .y = rows.y, .size = 30},
                                        {.x = rows.x, .y = rows.y, .size = 10}};
    const struct model_batch all = {.x = rows.x, .y = rows.y, .size = 70};
    enum rt_status status = RT_OK;
    calls = maps = 0;
    counting = true;
    for (size_t i = 0; i < 4 && status == RT_OK; i++) {
        status = model_gradients(trial.model, &batch[i % 2], &stop, &score);
        optimizer_apply(optimizer, trial.model);
        model_gradient_norm(trial.model);
        if (status == RT_OK)
            status = model_evaluate(trial.model, &all, 32, &stop, &progress, p, &score);
        /* OpenBLAS maps a thread's buffer at its first product, once for the whole program. */
        if (i == 1)
            maps = 0;
    }
    counting = false;
    assert_int_equal(status, RT_OK);
    if (calls != 0 || maps != 0)
        fail_msg("%s, %s, %d threads: expected no allocation in 4 steps, got %zu calls and %zu "
                 "mappings",
                 cell == LAYER_LSTM ? "LSTM" : "SimpleRNN", cpu_isa_name(isa), threads,
                 (size_t)calls, (size_t)maps);
    optimizer_destroy(optimizer);
    trial_close(&trial);
    trial_rows_free(&rows);
}

static void test_steps_allocate_nothing(void **state)
{
    (void)state;
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
        check_steps(LAYER_SIMPLE_RNN, isa, 1);
        check_steps(LAYER_LSTM, isa, 2);
    }
}

/* The same of each kind of layer, dropout and pooling. */
static void check_architecture(const struct architecture *architecture)
{
    const struct optimizer_spec adam = {.kind = OPTIMIZER_ADAM,
                                        .learning_rate = 1e-3,
                                        .beta_1 = 0.9,
                                        .beta_2 = 0.999,
                                        .epsilon = 1e-7};
    struct rt_error error = {0};
    struct pool *pool = NULL;
    struct model *model = NULL;
    struct optimizer *optimizer = NULL;
    struct architecture_rows rows;
    struct model_spec spec;
    struct model_score score;
    float p[256];
    architecture_spec(architecture, &spec);
    architecture_rows_make(&rows, architecture, 1);
    assert_true(architecture->B * model_spec_classes(&spec) <= 256);
    if (pool_create(&pool, 2, &error) != RT_OK ||
        model_create(&model, &spec, architecture->B, pool, &error) != RT_OK ||
        model_initialize(model, 1, &error) != RT_OK ||
        optimizer_create(&optimizer, &adam, model, &error) != RT_OK)
        fail_msg("%s: %s", architecture->name, error_text(&error));
    calls = maps = 0;
    counting = true;
    enum rt_status status = RT_OK;
    for (size_t i = 0; i < 2 && status == RT_OK; i++) {
        status = model_gradients(model, &rows.batch, NULL, &score);
        optimizer_apply(optimizer, model);
        if (status == RT_OK)
            status = model_evaluate(model, &rows.batch, 32, NULL, NULL, p, &score);
    }
    counting = false;
    assert_int_equal(status, RT_OK);
    if (calls != 0 || maps != 0)
        fail_msg("%s: expected no allocation in 2 steps, got %zu calls and %zu mappings",
                 architecture->name, (size_t)calls, (size_t)maps);
    optimizer_destroy(optimizer);
    model_destroy(model);
    pool_destroy(pool);
    architecture_rows_free(&rows);
}

static void test_no_architecture_allocates(void **state)
{
    (void)state;
    setenv("RNNTOP_CPU", cpu_isa_name(cpu_best()), 1);
    for (size_t i = 0; i < architecture_count; i++)
        check_architecture(&architectures[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_counter_counts),
        cmocka_unit_test(test_steps_allocate_nothing),
        cmocka_unit_test(test_no_architecture_allocates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
