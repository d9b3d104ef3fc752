#include "config.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "ring_stress.h"
#include "rnntop/base/clock.h"
#include "rnntop/run/backlog.h"
#include "rnntop/run/ring_parts.h"
#include "run_events.h"
#include "tests/base/long.h"
#include "tests/words/error_text.h"

/* The linker sends the ring's calls of malloc here (--wrap=malloc). */
void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
static size_t malloc_calls;
static bool malloc_fails;

void *__wrap_malloc(size_t size)
{
    malloc_calls++;
    return malloc_fails ? NULL : __real_malloc(size);
}

static struct ring *ring_at(size_t capacity, size_t reserve, size_t start)
{
    struct ring *ring;
    struct rt_error error;
    if (ring_create_at(&ring, capacity, reserve, start, &error) != RT_OK)
        fail_msg("ring_create_at: %s", error_text(&error));
    return ring;
}

/* Of whom these events are. */
static const struct run_id NOBODY = {""};

static void send_batch(struct ring *ring, uint64_t batch, float loss)
{
    struct step_event step = step_of(batch, 584, loss, 0.5f);
    ring_step(ring, &NOBODY, &step);
}

static void send_epoch(struct ring *ring, uint32_t epoch)
{
    ring_send(ring, event_of_epoch(epoch, 0.5f));
}

static struct run_event read_one(struct ring *ring)
{
    struct run_event event;
    if (!ring_read(ring, &event))
        fail_msg("expected an event, the ring is empty");
    return event;
}

static void expect_empty(struct ring *ring)
{
    struct run_event event;
    if (ring_read(ring, &event))
        fail_msg("expected an empty ring, got an event of kind %d", (int)event.kind);
}

static void expect_steps(const struct run_event *event, uint64_t first, uint64_t last)
{
    if (event->steps.loss.n != last - first + 1 || event->steps.first != first ||
        event->steps.last != last)
        fail_msg("expected batches %ju to %ju, got %u: %ju to %ju", (uintmax_t)first,
                 (uintmax_t)last, (unsigned)event->steps.loss.n, (uintmax_t)event->steps.first,
                 (uintmax_t)event->steps.last);
}

static void expect_epoch(const struct run_event *event, uint32_t epoch)
{
    if (event->kind != EVENT_EPOCH || event->as.epoch.epoch != epoch)
        fail_msg("expected epoch %u, got kind %d, epoch %u", (unsigned)epoch, (int)event->kind,
                 (unsigned)event->as.epoch.epoch);
}

static void test_reader_that_keeps_up_sees_each_batch(void **state)
{
    (void)state;
    struct ring *ring = ring_at(8, 2, SIZE_MAX - 100);
    expect_empty(ring);
    for (uint64_t batch = 1; batch <= 1000; batch++) {
        send_batch(ring, batch, (float)batch);
        struct run_event event = read_one(ring);
        assert_int_equal(event.kind, EVENT_NONE);
        expect_steps(&event, batch, batch);
        expect_empty(ring);
    }
    ring_destroy(ring);
}

/* 4 slots, 1 kept: three batches go through, the rest merge; an epoch takes them along. */
static void test_batches_leave_the_reserve_and_merge(void **state)
{
    (void)state;
    for (size_t shift = 0; shift < 12; shift++) {
        struct ring *ring = ring_at(4, 1, SIZE_MAX - shift);
        for (uint64_t batch = 1; batch <= 10; batch++)
            send_batch(ring, batch, batch == 7 ? 99.0f : 1.0f);
        assert_false(ring_flush(ring));
        send_epoch(ring, 1);
        for (uint64_t batch = 1; batch <= 3; batch++) {
            struct run_event event = read_one(ring);
            expect_steps(&event, batch, batch);
        }
        struct run_event event = read_one(ring);
        expect_epoch(&event, 1);
        expect_steps(&event, 4, 10);
        assert_float_equal(event.steps.loss.max, 99.0f, 0.0f);
        assert_float_equal(event.steps.loss.sum, 105.0, 0.0);
        expect_empty(ring);
        assert_true(ring_flush(ring));
        ring_destroy(ring);
    }
}

static void test_what_finds_no_room_waits_in_order(void **state)
{
    (void)state;
    for (size_t shift = 0; shift < 12; shift++) {
        struct ring *ring = ring_at(4, 1, SIZE_MAX - shift);
        uint64_t batch = 0;
        for (uint32_t epoch = 1; epoch <= 300; epoch++) {
            send_batch(ring, ++batch, 1.0f);
            send_batch(ring, ++batch, 2.0f);
            send_epoch(ring, epoch);
        }
        uint64_t seen = 0;
        for (uint32_t epoch = 1; epoch <= 300;) {
            struct run_event event;
            while (!ring_read(ring, &event))
                ring_flush(ring);
            if (event.steps.loss.n > 0) {
                expect_steps(&event, seen + 1, event.steps.last);
                seen = event.steps.last;
            }
            if (event.kind == EVENT_NONE)
                continue;
            expect_epoch(&event, epoch);
            if (seen != 2 * (uint64_t)epoch)
                fail_msg("epoch %u: expected batch %u before it, got %ju", (unsigned)epoch,
                         2u * (unsigned)epoch, (uintmax_t)seen);
            epoch++;
        }
        assert_true(ring_flush(ring));
        expect_empty(ring);
        ring_destroy(ring);
    }
}

/* No batch may overtake a must that waits. */
static void test_batch_behind_a_waiting_must(void **state)
{
    (void)state;
    struct ring *ring = ring_at(2, 0, 0);
    for (uint32_t epoch = 1; epoch <= 3; epoch++)
        send_epoch(ring, epoch);
    send_batch(ring, 1, 1.0f);
    struct run_event event = read_one(ring);
    expect_epoch(&event, 1);
    send_batch(ring, 2, 1.0f); /* room for epoch 3 alone */
    event = read_one(ring);
    expect_epoch(&event, 2);
    event = read_one(ring);
    expect_epoch(&event, 3);
    assert_int_equal(event.steps.loss.n, 0);
    expect_empty(ring);
    assert_true(ring_flush(ring));
    event = read_one(ring);
    assert_int_equal(event.kind, EVENT_NONE);
    expect_steps(&event, 1, 2);
    ring_destroy(ring);
}

/* Batches carry the id of their run. */
static void test_batches_know_their_run(void **state)
{
    (void)state;
    struct ring *ring = ring_at(8, 2, 0);
    const struct run_id first = {"first"}, second = {"second"};
    struct run_event loading = event_of_state(RUN_LOADING);
    loading.run = first;
    ring_send(ring, loading);
    struct step_event step = step_of(1, 584, 1.0f, 0.5f);
    ring_step(ring, &first, &step);
    assert_string_equal(read_one(ring).run.text, first.text);
    assert_string_equal(read_one(ring).run.text, first.text);

    /* What waits of one run goes before anything of another, and is not mixed with it. */
    ring_destroy(ring);
    ring = ring_at(8, 6, 0);
    for (uint64_t batch = 1; batch <= 4; batch++) {
        step = step_of(batch, 584, 1.0f, 0.5f);
        ring_step(ring, &first, &step);
    }
    step = step_of(1, 584, 2.0f, 0.5f);
    ring_step(ring, &second, &step);
    loading.run = second;
    ring_send(ring, loading);
    uint64_t batches[2] = {0};
    struct run_event event;
    while (ring_read(ring, &event)) {
        bool of_second = run_id_same(&event.run, &second);
        batches[of_second] += event.steps.loss.n;
        assert_true(event.steps.loss.n == 0 || event.steps.loss.max == (of_second ? 2.0f : 1.0f));
        assert_true(of_second || batches[1] == 0);
    }
    assert_int_equal(batches[0], 4);
    assert_int_equal(batches[1], 1);
    ring_destroy(ring);
}

/* Ten epochs of a run, an hour of it or more, while nobody reads. */
static void test_stalled_reader_costs_and_loses_nothing(void **state)
{
    (void)state;
    enum { BATCHES = 4000000, SPIKE = 2345678, EPOCH = 1000 };
    struct ring *ring = ring_at(1024, 64, SIZE_MAX - 500);
    malloc_calls = 0;
    double begin = clock_now_s();
    uint32_t epochs = 0;
    struct step_event step = step_of(1, EPOCH, 0.5f, 0.5f);
    for (uint64_t batch = 1; batch <= BATCHES; batch++) {
        step.first = step.last = batch;
        step.loss = (struct merged){0};
        merged_add(&step.loss, batch == SPIKE ? 1e6f : batch == SPIKE + 9 ? -3.0f : 0.5f);
        ring_step(ring, &NOBODY, &step);
        if (batch % EPOCH == 0)
            send_epoch(ring, ++epochs);
    }
    struct run_event event;
    ring_send(ring, event_of_saved(true, 10.0f, "/somewhere/lstm-1.safetensors"));
    ring_send(ring, event_of_end(RUN_DONE, 10.0f));
    print_message("a batch in front of a stalled reader: %.0f ns\n",
                  (clock_now_s() - begin) / BATCHES * 1e9);
    /* 4002 musts, 1024 slots: the backlog grew from 64 to 4096, and by nothing for the batches. The
     * seventh is the path's. */
    if (malloc_calls != 7)
        fail_msg("expected 7 calls of malloc, got %zu", malloc_calls);

    uint64_t seen = 0;
    uint32_t epoch = 0;
    float highest = -INFINITY, lowest = INFINITY;
    bool saved = false;
    do {
        while (!ring_read(ring, &event))
            ring_flush(ring);
        if (event.steps.loss.n > 0) {
            expect_steps(&event, seen + 1, event.steps.last);
            seen = event.steps.last;
            highest = fmaxf(highest, event.steps.loss.max);
            lowest = fminf(lowest, event.steps.loss.min);
        }
        if (event.kind == EVENT_EPOCH)
            expect_epoch(&event, ++epoch);
        if (event.kind == EVENT_SAVED) {
            assert_string_equal(event_path(&event), "/somewhere/lstm-1.safetensors");
            saved = true;
        }
        event_drop(&event);
    } while (event.kind != EVENT_END);
    assert_int_equal(seen, BATCHES);
    assert_int_equal(epoch, epochs);
    assert_true(saved);
    if (highest != 1e6f || lowest != -3.0f)
        fail_msg("expected extremes -3 and 1e6, got %g and %g", (double)lowest, (double)highest);
    assert_true(ring_flush(ring));
    ring_destroy(ring);
}

/* Fills ring (capacity 2) and its backlog (BACKLOG_FIRST) with epochs 1, 2, ... while malloc fails.
 */
static void fill_without_memory(struct ring *ring, uint32_t *epochs)
{
    malloc_fails = true;
    while (*epochs < 2 + BACKLOG_FIRST)
        send_epoch(ring, ++*epochs);
}

static bool read_flushing(struct ring *ring, struct run_event *event)
{
    if (ring_read(ring, event))
        return true;
    ring_flush(ring);
    return ring_read(ring, event);
}

static void test_without_memory_the_outdated_goes_first(void **state)
{
    (void)state;
    struct ring *ring = ring_at(2, 0, 0);
    malloc_fails = true;
    send_epoch(ring, 1);
    send_epoch(ring, 2);
    for (uint64_t i = 1; i <= 20; i++) {
        ring_send(ring, event_of_progress(i, 100, PROGRESS_READING));
        ring_send(ring, event_of_state(i % 2 ? RUN_PAUSED : RUN_TRAINING));
        send_batch(ring, i, (float)i);
    }
    /* 40 wait. 63 epochs and the end displace the 20 of progress and 20 states: all are outdated.
     */
    for (uint32_t epoch = 3; epoch <= 65; epoch++)
        send_epoch(ring, epoch);
    struct run_event event;
    ring_send(ring, event_of_end(RUN_STOPPED, 1.0f));
    malloc_fails = false;

    uint32_t epoch = 0;
    uint64_t seen = 0;
    do {
        assert_true(read_flushing(ring, &event));
        if (event.steps.loss.n > 0) {
            expect_steps(&event, seen + 1, event.steps.last);
            seen = event.steps.last;
        }
        if (event.kind == EVENT_EPOCH)
            expect_epoch(&event, ++epoch);
        if (event.kind == EVENT_LOST)
            fail_msg("nothing was lost, yet: %u events", (unsigned)event.as.lost.events);
    } while (event.kind != EVENT_END);
    assert_int_equal(epoch, 65);
    assert_int_equal(seen, 20);
    expect_empty(ring); /* no word of a loss */
    assert_true(ring_flush(ring));
    ring_destroy(ring);
}

static void test_a_state_that_stands_is_not_outdated(void **state)
{
    (void)state;
    struct ring *ring = ring_at(2, 0, 0);
    malloc_fails = true;
    send_epoch(ring, 1);
    send_epoch(ring, 2);
    struct run_event event;
    ring_send(ring, event_of_error("The loss became NaN."));
    ring_send(ring, event_of_state(RUN_TRAINING));
    ring_send(ring, event_of_state(RUN_PAUSED));
    send_epoch(ring, 3);
    ring_send(ring, event_of_message(false, "Good morning"));
    /* Room for 59: the 60th costs the first state, the 61st the message. */
    uint32_t epochs = 3;
    while (epochs < 3 + 61)
        send_epoch(ring, ++epochs);
    malloc_fails = false;

    unsigned count[EVENT_KINDS] = {0}, warnings = 0;
    while (read_flushing(ring, &event)) {
        count[event.kind]++;
        event_drop(&event);
        if (event.kind == EVENT_STATE)
            assert_int_equal(event.as.state.state, RUN_PAUSED);
        if (event.kind == EVENT_LOST) {
            assert_int_equal(event.as.lost.events, 1);
            warnings++;
        }
    }
    assert_int_equal(count[EVENT_STATE], 1);
    assert_int_equal(count[EVENT_ERROR], 1);
    assert_int_equal(count[EVENT_EPOCH], epochs);
    assert_int_equal(count[EVENT_LOST], 1);
    assert_int_equal(warnings, 1);
    ring_destroy(ring);
}

/* What a run was trained on and how it ended outlives everything. */
static void test_the_outcome_goes_last(void **state)
{
    (void)state;
    struct ring *ring = ring_at(2, 0, 0);
    malloc_fails = true;
    send_epoch(ring, 1);
    send_epoch(ring, 2);
    struct run_event event = {.kind = EVENT_DATA};
    ring_send(ring, event);
    event.kind = EVENT_CLASSES;
    ring_send(ring, event);
    ring_send(ring, event_of_error("The loss became NaN."));
    ring_send(ring, event_of_end(RUN_FAILED, 4.5f));
    for (uint32_t epoch = 3; epoch <= 1000; epoch++)
        send_epoch(ring, epoch);
    malloc_fails = false;
    unsigned count[EVENT_KINDS] = {0};
    while (read_flushing(ring, &event)) {
        count[event.kind]++;
        event_drop(&event);
    }
    assert_int_equal(count[EVENT_DATA], 1);
    assert_int_equal(count[EVENT_CLASSES], 1);
    assert_int_equal(count[EVENT_ERROR], 1);
    assert_int_equal(count[EVENT_END], 1);
    assert_int_equal(count[EVENT_EPOCH], BACKLOG_FIRST - 2);
    assert_int_equal(count[EVENT_LOST], 1);
    ring_destroy(ring);
}

static void test_without_memory_nothing_is_lost_silently(void **state)
{
    (void)state;
    struct ring *ring = ring_at(2, 0, 0);
    uint32_t epochs = 0;
    fill_without_memory(ring, &epochs);
    send_batch(ring, 1, 7.0f);
    send_epoch(ring, ++epochs); /* takes epoch 3's place, the oldest that waits */
    send_batch(ring, 2, 8.0f);
    struct run_event event;
    ring_send(
        ring,
        event_of_progress(
            1, 2, PROGRESS_TESTING)); /* worth less than all that waits: not kept, its batch is */
    ring_send(ring, event_of_end(RUN_DONE, 1.0f)); /* takes epoch 4's */
    malloc_fails = false;

    uint32_t epoch = 0;
    uint64_t seen = 0;
    unsigned warnings = 0;
    bool ended = false;
    while (read_flushing(ring, &event)) {
        if (event.steps.loss.n > 0) {
            expect_steps(&event, seen + 1, event.steps.last);
            seen = event.steps.last;
        }
        if (event.kind == EVENT_EPOCH) {
            epoch = epoch == 2 ? 5 : epoch + 1;
            expect_epoch(&event, epoch);
        }
        ended = ended || event.kind == EVENT_END;
        if (event.kind == EVENT_LOST) {
            warnings++;
            assert_int_equal(event.as.lost.events, 2);
        }
    }
    assert_int_equal(epoch, epochs);
    assert_int_equal(seen, 2);
    assert_int_equal(warnings, 1);
    assert_true(ended);
    assert_true(ring_flush(ring));
    ring_destroy(ring);
}

/* Batches for which there is no room are lost rather than told as another run's. */
static void test_without_memory_no_run_gets_anothers_batches(void **state)
{
    (void)state;
    const struct run_id second = {"second"};
    struct ring *ring = ring_at(2, 0, 0);
    uint32_t epochs = 0, lost = 0;
    fill_without_memory(ring, &epochs);
    send_batch(ring, 1, 7.0f);
    struct step_event step = step_of(1, 584, 2.0f, 0.5f);
    ring_step(ring, &second, &step);
    struct run_event event = event_of_epoch(1, 0.5f);
    event.run = second;
    ring_send(ring, event);
    send_batch(ring, 2, 8.0f);
    ring_send(ring, event);
    malloc_fails = false;

    unsigned batches = 0;
    while (read_flushing(ring, &event)) {
        if (event.kind == EVENT_LOST)
            lost += event.as.lost.events;
        if (event.steps.loss.n == 0)
            continue;
        assert_string_equal(event.run.text, second.text);
        assert_true(event.steps.loss.max == 2.0f);
        batches += event.steps.loss.n;
    }
    assert_int_equal(batches, 1);
    assert_int_equal(lost, 4); /* the first run's batches, twice; two epochs made room */
    ring_destroy(ring);
}

/* A watcher that hangs for days may not eat the memory. */
static void test_backlog_is_bounded(void **state)
{
    (void)state;
    struct ring *ring = ring_at(2, 0, 0);
    malloc_calls = 0;
    for (uint32_t i = 1; i <= 2 + BACKLOG_LIMIT; i++)
        send_epoch(ring, i);
    size_t calls = malloc_calls;
    assert_int_equal(calls, 10); /* 64 to 65536 by doubling */
    for (uint32_t i = 3 + BACKLOG_LIMIT; i <= 12 + BACKLOG_LIMIT; i++)
        send_epoch(ring, i);
    assert_int_equal(malloc_calls, calls);
    struct run_event event;
    uint32_t read = 0;
    bool told = false;
    while (read_flushing(ring, &event)) {
        read += event.kind == EVENT_EPOCH;
        told = told || (event.kind == EVENT_LOST && event.as.lost.events == 10);
    }
    assert_int_equal(read, 2 + BACKLOG_LIMIT);
    assert_true(told);
    ring_destroy(ring);
}

static void test_creation_without_memory(void **state)
{
    (void)state;
    struct ring *ring;
    struct rt_error error;
    malloc_fails = true;
    enum rt_status status = ring_create(&ring, 8, 2, &error);
    malloc_fails = false;
    assert_int_equal(status, RT_ERR_MEMORY);
    assert_null(ring);
    assert_non_null(strstr(error_text(&error), "8 events"));
    ring_destroy(NULL);
}

static int memory_again(void **state)
{
    (void)state;
    malloc_fails = false;
    return 0;
}

/* ThreadSanitizer takes thirty times as long, and a race does not hide that well. The variable
 * $RNNTOP_RING_EVENTS sets the number for any build. */
#ifdef __SANITIZE_THREAD__
#define STRESS_SHARE 10
#else
#define STRESS_SHARE 1
#endif

static uint64_t stress_events(uint64_t usual)
{
    const char *text = getenv("RNNTOP_RING_EVENTS");
    return text ? strtoull(text, NULL, 10) : usual / STRESS_SHARE / (test_is_long() ? 1 : 5);
}

static void stress(const struct ring_stress *stress)
{
    struct ring_stress_result result;
    double begin = clock_now_s();
    ring_stress_run(stress, &result);
    print_message(
        "%zu slots: %ju batches and %ju musts in %.1f s; %ju reads, %ju of several batches "
        "(at most %ju)\n",
        stress->capacity, (uintmax_t)result.batches, (uintmax_t)result.musts, clock_now_s() - begin,
        (uintmax_t)result.reads, (uintmax_t)result.joined, (uintmax_t)result.longest);
    if (result.fault[0] != '\0')
        fail_msg("%s", result.fault);
    if (result.batches + result.musts != stress->events)
        fail_msg("expected %ju events, got %ju", (uintmax_t)stress->events,
                 (uintmax_t)(result.batches + result.musts));
}

static void test_two_threads_ten_million_events(void **state)
{
    (void)state;
    uint64_t events = stress_events(10000000);
    stress(&(struct ring_stress){
        .events = events, .capacity = 64, .reserve = 8, .start = SIZE_MAX - events / 4, .seed = 1});
}

static void test_two_threads_many_slots(void **state)
{
    (void)state;
    uint64_t events = stress_events(1000000);
    stress(&(struct ring_stress){.events = events,
                                 .capacity = 1024,
                                 .reserve = 64,
                                 .start = SIZE_MAX - events / 4,
                                 .seed = 2});
}

/* Here something waits for room nearly always, and batches have no reserve that keeps them back. */
static void test_two_threads_few_slots(void **state)
{
    (void)state;
    stress(&(struct ring_stress){.events = stress_events(2000000),
                                 .capacity = 2,
                                 .reserve = 0,
                                 .start = SIZE_MAX - 100,
                                 .seed = 3});
    stress(&(struct ring_stress){.events = stress_events(200000),
                                 .capacity = 1,
                                 .reserve = 0,
                                 .start = SIZE_MAX - 100,
                                 .seed = 4});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reader_that_keeps_up_sees_each_batch),
        cmocka_unit_test(test_batches_leave_the_reserve_and_merge),
        cmocka_unit_test(test_what_finds_no_room_waits_in_order),
        cmocka_unit_test(test_batch_behind_a_waiting_must),
        cmocka_unit_test(test_batches_know_their_run),
        cmocka_unit_test(test_stalled_reader_costs_and_loses_nothing),
        cmocka_unit_test_teardown(test_without_memory_the_outdated_goes_first, memory_again),
        cmocka_unit_test_teardown(test_a_state_that_stands_is_not_outdated, memory_again),
        cmocka_unit_test_teardown(test_the_outcome_goes_last, memory_again),
        cmocka_unit_test_teardown(test_without_memory_nothing_is_lost_silently, memory_again),
        cmocka_unit_test_teardown(test_without_memory_no_run_gets_anothers_batches, memory_again),
        cmocka_unit_test(test_backlog_is_bounded),
        cmocka_unit_test_teardown(test_creation_without_memory, memory_again),
        cmocka_unit_test(test_two_threads_ten_million_events),
        cmocka_unit_test(test_two_threads_many_slots),
        cmocka_unit_test(test_two_threads_few_slots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
