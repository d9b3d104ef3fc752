/* outlet, run ids and parcels: what a run is known by, and what is told of it. */
#include "config.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/base/clock.h"
#include "rnntop/run/outlet.h"
#include "run_events.h"

static struct ring *new_ring(size_t capacity)
{
    struct ring *ring;
    if (ring_create(&ring, capacity, 1, NULL) != RT_OK)
        fail_msg("ring_create");
    return ring;
}

/* Each listener gets everything; one that does not read costs the other nothing. */
static void test_a_stalled_listener_costs_the_other_nothing(void **state)
{
    (void)state;
    enum { EVENTS = 5000 };
    struct ring *stalled = new_ring(4), *quick = new_ring(64);
    struct outlet outlet = {0};
    const struct run_id run = {"run"};
    outlet_add(&outlet, stalled);
    outlet_add(&outlet, quick);
    struct run_event event;
    for (uint32_t i = 1; i <= EVENTS; i++) {
        struct step_event step = step_of(i, 584, 0.5f, 0.5f);
        outlet_step(&outlet, &run, &step);
        struct run_event epoch = event_of_epoch(i, 0.5f);
        epoch.run = run;
        epoch.parcel = parcel_new(&i, sizeof i);
        outlet_must(&outlet, &epoch);
        assert_null(epoch.parcel); /* taken over */
        uint32_t got = 0;
        while (ring_read(quick, &event)) {
            got += event.kind == EVENT_EPOCH && event.as.epoch.epoch == i;
            assert_true(event.kind != EVENT_EPOCH || event.time_ms > 0);
            event_drop(&event);
        }
        assert_int_equal(got, 1);
    }
    assert_true(ring_flush(quick));
    assert_false(outlet_flush(&outlet)); /* the other's wait */
    uint32_t epochs = 0;
    uint64_t batches = 0;
    do {
        while (ring_read(stalled, &event)) {
            batches += event.steps.loss.n;
            if (event.kind == EVENT_EPOCH) {
                uint32_t held;
                epochs++;
                assert_int_equal(event.as.epoch.epoch, epochs);
                memcpy(&held, parcel_bytes(event.parcel), sizeof held);
                assert_int_equal(held, epochs);
            }
            event_drop(&event);
        }
    } while (!outlet_flush(&outlet) || !ring_empty(stalled));
    assert_int_equal(epochs, EVENTS);
    assert_int_equal(batches, EVENTS);
    ring_destroy(stalled);
    ring_destroy(quick);
}

/* Nobody listens: nothing is kept, and nothing leaks. */
static void test_an_outlet_without_listeners(void **state)
{
    (void)state;
    struct outlet outlet = {0};
    struct run_event event = event_of_message(false, "heard by nobody");
    outlet_must(&outlet, &event);
    assert_true(outlet_flush(&outlet));
}

static void test_ids_are_sorted_by_time(void **state)
{
    (void)state;
    struct run_ids ids, others;
    run_ids_init(&ids);
    run_ids_init(&others);
    struct run_id before = run_ids_next(&ids);
    assert_int_equal(strlen(before.text), 24);
    for (int i = 0; i < 3000; i++) {
        struct run_id id = run_ids_next(&ids);
        if (strcmp(before.text, id.text) >= 0)
            fail_msg("%s came before %s", before.text, id.text);
        before = id;
    }
    /* A clock that goes back changes nothing. */
    ids.last_ms += 3600 * 1000;
    struct run_id later = run_ids_next(&ids), latest = run_ids_next(&ids);
    assert_true(strcmp(before.text, later.text) < 0);
    assert_true(strcmp(later.text, latest.text) < 0);
    /* "20261128-073012-345-k3f9" */
    for (size_t i = 0; i < 24; i++) {
        bool dash = i == 8 || i == 15 || i == 19;
        bool digit = before.text[i] >= '0' && before.text[i] <= '9';
        bool letter = before.text[i] >= 'a' && before.text[i] <= 'z';
        if (dash ? before.text[i] != '-' : !(digit || (i > 19 && letter)))
            fail_msg("an id of another form: %s", before.text);
    }
    assert_false(run_id_same(&before, &later));
    assert_true(run_id_given(&before));
    assert_false(run_id_given(&(struct run_id){""}));
}

static void test_ids_of_others_text(void **state)
{
    (void)state;
    static const struct {
        const char *text, *id;
    } CASE[] = {
        {"lstm", "lstm"},
        {"", ""},
        {"../../etc/passwd\n", ".._.._etc_passwd_"},
        {"a very long name indeed, of more than twenty-seven letters",
         "a_very_long_name_indeed__of"},
    };
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++)
        assert_string_equal(run_id_of_text(CASE[i].text).text, CASE[i].id);
}

static void *hold_and_drop(void *parcel)
{
    for (int i = 0; i < 20000; i++) {
        parcel_hold(parcel);
        assert_int_equal(parcel_size(parcel), 6);
        parcel_drop(parcel);
    }
    parcel_drop(parcel);
    return NULL;
}

/* ThreadSanitizer and AddressSanitizer see what goes wrong here. */
static void test_a_parcel_is_held_by_many(void **state)
{
    (void)state;
    pthread_t thread[4];
    struct parcel *parcel = parcel_of_text("bytes");
    for (size_t i = 0; i < 4; i++)
        pthread_create(&thread[i], NULL, hold_and_drop, parcel_hold(parcel));
    assert_string_equal(parcel_text(parcel), "bytes");
    parcel_drop(parcel);
    for (size_t i = 0; i < 4; i++)
        pthread_join(thread[i], NULL);
    assert_string_equal(parcel_text(NULL), "");
    assert_null(parcel_error(NULL));
    assert_null(parcel_hold(NULL));
    parcel_drop(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_stalled_listener_costs_the_other_nothing),
        cmocka_unit_test(test_an_outlet_without_listeners),
        cmocka_unit_test(test_ids_are_sorted_by_time),
        cmocka_unit_test(test_ids_of_others_text),
        cmocka_unit_test(test_a_parcel_is_held_by_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
