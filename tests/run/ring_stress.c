#include "config.h"

#include "ring_stress.h"

#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "rnntop/run/ring_parts.h"

/* What a must holds: it fills the event's largest payload, so that a torn copy can't pass. */
#define PAYLOAD sizeof(((struct run_event *)NULL)->as)
#define FILL    ((PAYLOAD - 3 * sizeof(uint64_t)) / sizeof(uint64_t))
struct load {
    uint64_t number;  /* of the must, from 0 */
    uint64_t batches; /* sent before it */
    uint64_t fill[FILL];
    uint64_t checksum;
};

struct sides {
    const struct ring_stress *stress;
    struct ring *ring;
    struct ring_stress_result sent; /* the producer's figures */
    struct ring_stress_result got;  /* the consumer's */
};

/* SplitMix64's finaliser: a number's hash. */
static uint64_t mix(uint64_t x)
{
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

/* Small whole numbers: their sums are exact in any order. */
static float loss_of(uint64_t batch)
{
    return (float)(mix(batch) & 0xFFFF);
}

static float accuracy_of(uint64_t batch)
{
    return (float)(mix(batch) >> 20 & 0xFF);
}

static void load_fill(struct load *load, uint64_t number, uint64_t batches)
{
    uint64_t checksum = mix(number) ^ mix(batches);
    load->number = number;
    load->batches = batches;
    for (size_t i = 0; i < FILL; i++) {
        load->fill[i] = (number + i) * 0x9E3779B97F4A7C15u;
        checksum = (checksum << 1 | checksum >> 63) ^ load->fill[i];
    }
    load->checksum = checksum;
}

static void send_batch(struct sides *sides)
{
    uint64_t batch = ++sides->sent.batches;
    struct step_event step = {
        .first = batch, .last = batch, .epoch = (uint32_t)(batch >> 10), .batch = (uint32_t)batch};
    step.seconds = (double)batch;
    merged_add(&step.loss, loss_of(batch));
    merged_add(&step.accuracy, accuracy_of(batch));
    ring_step(sides->ring, &(struct run_id){"run"}, &step);
}

static void send_must(struct sides *sides, enum event_kind kind)
{
    struct run_event event = {.kind = kind, .run = {"run"}};
    struct load load;
    load_fill(&load, sides->sent.musts++, sides->sent.batches);
    memcpy(&event.as, &load, sizeof load);
    event.parcel = parcel_new(&load.number, sizeof load.number);
    ring_must(sides->ring, &event);
    event_drop(&event); /* the ring holds it on its own */
}

static void wait_until_flushed(struct ring *ring)
{
    while (!ring_flush(ring))
        sched_yield();
}

static void *produce(void *argument)
{
    struct sides *sides = argument;
    const struct ring_stress *stress = sides->stress;
    for (uint64_t i = 0; i + 1 < stress->events; i++) {
        uint64_t dice = mix(stress->seed + i);
        uint64_t stretch = mix(stress->seed ^ i >> 12) & 3;
        if (stretch == 3 ? (dice & 0xFF) == 0 : (dice & 3) != 0)
            send_must(sides, EVENT_MESSAGE);
        else
            send_batch(sides);
        /* In some stretches the reader may catch up all the time, in others it falls far behind:
         * but not beyond what the backlog keeps. */
        if ((stretch == 0 && (dice & 0x3C) == 0) || i % 16384 == 0) {
            if (!ring_flush(sides->ring))
                sides->sent.waited++;
            wait_until_flushed(sides->ring);
        }
    }
    send_must(sides, EVENT_END);
    wait_until_flushed(sides->ring);
    return NULL;
}

static void fault(struct ring_stress_result *got, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void fault(struct ring_stress_result *got, const char *format, ...)
{
    if (got->fault[0] != '\0')
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(got->fault, sizeof got->fault, format, arguments);
    va_end(arguments);
}

static void check_merged(struct ring_stress_result *got, const char *name,
                         const struct merged *merged, uint64_t first, uint64_t last,
                         float (*value_of)(uint64_t batch))
{
    double sum = 0.0;
    float low = INFINITY, high = -INFINITY;
    for (uint64_t batch = first; batch <= last; batch++) {
        float value = value_of(batch);
        sum += (double)value;
        low = fminf(low, value);
        high = fmaxf(high, value);
    }
    if (merged->n != last - first + 1 || merged->bad != 0)
        fault(got, "%s of batches %ju to %ju: n is %u, bad %u", name, (uintmax_t)first,
              (uintmax_t)last, (unsigned)merged->n, (unsigned)merged->bad);
    if (merged->sum != sum || merged->min != low || merged->max != high ||
        merged->first != value_of(first) || merged->last != value_of(last))
        fault(got, "%s of batches %ju to %ju: expected sum %g in [%g, %g], got %g in [%g, %g]",
              name, (uintmax_t)first, (uintmax_t)last, sum, (double)low, (double)high, merged->sum,
              (double)merged->min, (double)merged->max);
}

static void check_steps(struct ring_stress_result *got, const struct step_event *steps)
{
    uint64_t first = got->batches + 1, last = steps->last;
    if (steps->first != first || last < first || steps->batch != (uint32_t)last ||
        steps->seconds != (double)last) {
        fault(got, "after batch %ju came batches %ju to %ju", (uintmax_t)got->batches,
              (uintmax_t)steps->first, (uintmax_t)last);
        return;
    }
    check_merged(got, "loss", &steps->loss, first, last, loss_of);
    check_merged(got, "accuracy", &steps->accuracy, first, last, accuracy_of);
    got->batches = last;
    got->joined += last > first;
    if (last - first + 1 > got->longest)
        got->longest = last - first + 1;
}

static void check_must(struct ring_stress_result *got, const struct run_event *event)
{
    struct load load, expected;
    memcpy(&load, &event->as, sizeof load);
    load_fill(&expected, got->musts, got->batches);
    if (load.number != got->musts)
        fault(got, "must %ju came where %ju was next", (uintmax_t)load.number,
              (uintmax_t)got->musts);
    else if (load.batches != got->batches)
        fault(got, "must %ju was sent after batch %ju and came after batch %ju",
              (uintmax_t)load.number, (uintmax_t)load.batches, (uintmax_t)got->batches);
    else if (memcmp(&load, &expected, sizeof load) != 0)
        fault(got, "must %ju came damaged", (uintmax_t)load.number);
    else if (!event->parcel ||
             memcmp(parcel_bytes(event->parcel), &load.number, sizeof load.number) != 0)
        fault(got, "must %ju came with another's parcel", (uintmax_t)load.number);
    got->musts++;
}

/* Now and then the reader takes its time, and sometimes a lot of it. */
static void dawdle(uint64_t dice)
{
    for (uint64_t i = 0; i < (dice & 7); i++)
        sched_yield();
    if ((dice >> 16 & 0xFF) == 0) {
        struct timespec pause = {.tv_nsec = 2000000};
        nanosleep(&pause, NULL);
    }
}

static void *consume(void *argument)
{
    struct sides *sides = argument;
    struct ring_stress_result *got = &sides->got;
    struct run_event event = {.kind = EVENT_NONE};
    while (event.kind != EVENT_END && got->fault[0] == '\0') {
        if (!ring_read(sides->ring, &event)) {
            sched_yield();
            continue;
        }
        got->reads++;
        if (event.steps.loss.n > 0)
            check_steps(got, &event.steps);
        if (event.kind == EVENT_MESSAGE || event.kind == EVENT_END)
            check_must(got, &event);
        else if (event.kind != EVENT_NONE)
            fault(got, "an event of kind %d came", (int)event.kind);
        event_drop(&event);
        uint64_t dice = mix(~sides->stress->seed ^ got->reads);
        if ((dice & 0xFF00) == 0)
            dawdle(dice);
    }
    /* After a fault the producer must still come to its end. */
    while (event.kind != EVENT_END) {
        if (!ring_read(sides->ring, &event))
            sched_yield();
    }
    return NULL;
}

void ring_stress_run(const struct ring_stress *stress, struct ring_stress_result *result)
{
    struct sides sides = {.stress = stress};
    struct rt_error error;
    pthread_t producer, consumer;
    if (ring_create_at(&sides.ring, stress->capacity, stress->reserve, stress->start, &error) !=
        RT_OK) {
        *result = sides.got;
        fault(result, "there is no memory for the ring (error %d)", (int)error.code);
        return;
    }
    pthread_create(&producer, NULL, produce, &sides);
    pthread_create(&consumer, NULL, consume, &sides);
    pthread_join(producer, NULL);
    pthread_join(consumer, NULL);

    *result = sides.got;
    result->waited = sides.sent.waited;
    if (sides.sent.batches != sides.got.batches || sides.sent.musts != sides.got.musts)
        fault(result, "sent %ju batches and %ju musts, came %ju and %ju",
              (uintmax_t)sides.sent.batches, (uintmax_t)sides.sent.musts,
              (uintmax_t)sides.got.batches, (uintmax_t)sides.got.musts);
    struct run_event event;
    if (ring_read(sides.ring, &event))
        fault(result, "something came after the end");
    ring_destroy(sides.ring);
}
