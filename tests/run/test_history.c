#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "rnntop/run/history.h"
#include "run_events.h"
#include "tests/words/error_text.h"

/* The linker sends the layer's calls of realloc here (--wrap=realloc). */
void *__real_realloc(void *old, size_t size);
void *__wrap_realloc(void *old, size_t size);
static bool realloc_fails;

void *__wrap_realloc(void *old, size_t size)
{
    return realloc_fails ? NULL : __real_realloc(old, size);
}

static int set_up(void **state)
{
    struct history *history;
    if (history_create(&history, NULL) != RT_OK)
        return -1;
    *state = history;
    return 0;
}

static int tear_down(void **state)
{
    realloc_fails = false;
    history_destroy(*state);
    return 0;
}

/* Takes the event in, and lets go of it. */
static void apply(struct history *history, struct run_event *event)
{
    struct rt_error error;
    if (history_apply(history, event, &error) != RT_OK)
        fail_msg("history_apply: %s", error_text(&error));
    event_drop(event);
}

static void apply_batch(struct history *history, uint64_t batch, float loss, float accuracy)
{
    struct step_event step = step_of(batch, 584, loss, accuracy);
    struct run_event event = event_of_step(&step);
    apply(history, &event);
}

static void near_at(const char *name, double got, double expected, double tolerance, int line)
{
    if (isnan(expected) ? !isnan(got) : !(fabs(got - expected) <= tolerance))
        fail_msg("line %d: %s: expected %.9g, got %.9g, tolerance %.3g", line, name, expected, got,
                 tolerance);
}
#define near(name, got, expected, tolerance)                                                       \
    near_at(name, (double)(got), (double)(expected), (double)(tolerance), __LINE__)

static struct history_now now_of(const struct history *history, size_t epochs)
{
    struct history_now now;
    history_now(history, epochs, &now);
    return now;
}

static void test_nothing_yet(void **state)
{
    struct history *history = *state;
    size_t count = 9;
    history_points(history, &count);
    assert_int_equal(count, 0);
    history_epochs(history, &count);
    assert_int_equal(count, 0);
    struct history_now now = now_of(history, 10);
    assert_int_equal(now.state, RUN_QUEUED);
    assert_int_equal(now.epoch, 0);
    near("position", now.position, 0.0, 0.0);
    near("loss", now.smooth_loss, NAN, 0.0);
    near("left", now.left_seconds, NAN, 0.0);
    near("gradient", now.gradient, NAN, 0.0);
    near("batch's loss", now.batch_loss, NAN, 0.0);
    near("batch's accuracy", now.batch_accuracy, NAN, 0.0);
    assert_false(now.tested || now.saved);
    assert_string_equal(history_saved_path(history), "");
    assert_null(history_trouble(history));
    assert_int_equal(now.progress.task, PROGRESS_NONE);
}

/* Reference: the weighted mean over all batches, written out. */
static double average_of(const double *value, size_t count)
{
    double sum = 0.0, weights = 0.0, weight = 1.0;
    for (size_t i = count; i-- > 0;) {
        sum += weight * value[i];
        weights += weight;
        weight *= 1.0 - 2.0 / 61.0;
    }
    return sum / weights;
}

static void test_moving_average(void **state)
{
    struct history *history = *state;
    double loss[400], accuracy[400];
    for (size_t i = 0; i < 400; i++) {
        loss[i] = 0.7 + 0.2 * sin(0.3 * (double)i);
        accuracy[i] = 0.5 + 0.01 * (double)(i % 30);
        apply_batch(history, i + 1, (float)loss[i], (float)accuracy[i]);
    }
    size_t count;
    const struct history_point *point = history_points(history, &count);
    assert_int_equal(count, 400);
    for (size_t i = 0; i < count; i++) {
        bool drawn = i + 1 >= HISTORY_SMOOTH_FROM;
        assert_int_equal(point[i].first, i + 1);
        assert_int_equal(point[i].last, i + 1);
        near("loss", point[i].loss.mean, loss[i], 1e-6);
        near("low", point[i].loss.low, loss[i], 1e-6);
        near("high", point[i].loss.high, loss[i], 1e-6);
        near("smooth loss", point[i].smooth_loss.mean, drawn ? average_of(loss, i + 1) : NAN, 1e-6);
        near("smooth accuracy", point[i].smooth_accuracy.high,
             drawn ? average_of(accuracy, i + 1) : NAN, 1e-6);
    }
    near("now", now_of(history, 10).smooth_loss, average_of(loss, 400), 1e-6);
}

/* Batches that came merged: as many times their mean, and a spike among them is still seen. */
static void test_merged_batches(void **state)
{
    struct history *history = *state;
    double as_means[120];
    struct step_event joined = {0};
    for (size_t i = 0; i < 120; i++) {
        float loss = i == 77 ? 50.0f : 0.5f;
        if (i < 40) {
            as_means[i] = (double)loss;
            apply_batch(history, i + 1, loss, 0.5f);
            continue;
        }
        as_means[i] = (79.0 * 0.5 + 50.0) / 80.0;
        struct step_event step = step_of(i + 1, 584, loss, 0.5f);
        step_join(&joined, &step);
    }
    struct run_event event = event_of_epoch(1, 0.8f);
    event.steps = joined;
    apply(history, &event);

    size_t count;
    const struct history_point *point = history_points(history, &count);
    assert_int_equal(count, 41);
    point += 40;
    assert_int_equal(point->first, 41);
    assert_int_equal(point->last, 120);
    near("high", point->loss.high, 50.0, 0.0);
    near("low", point->loss.low, 0.5, 0.0);
    near("mean", point->loss.mean, as_means[100], 1e-6);
    near("smooth", point->smooth_loss.mean, average_of(as_means, 120), 1e-6);
    near("seconds", point->seconds, 12.0, 1e-9);
    history_epochs(history, &count);
    assert_int_equal(count, 1);
}

static void test_nan_poisons_nothing(void **state)
{
    struct history *history = *state;
    for (uint64_t batch = 1; batch <= 60; batch++)
        apply_batch(history, batch, batch == 30 ? NAN : batch == 40 ? INFINITY : 0.25f, 0.5f);
    size_t count;
    const struct history_point *point = history_points(history, &count);
    assert_int_equal(count, 60);
    assert_int_equal(point[29].loss.bad, 1);
    near("mean of a NaN", point[29].loss.mean, NAN, 0.0);
    near("smooth over it", point[29].smooth_loss.mean, 0.25, 1e-7);
    assert_int_equal(point[39].loss.bad, 1);
    near("mean of an infinity", point[39].loss.mean, NAN, 0.0);
    assert_int_equal(point[59].loss.bad, 0);
    near("smooth", point[59].smooth_loss.mean, 0.25, 1e-7);

    /* Merged with others, it is counted and they are drawn, within finite bounds. */
    struct step_event joined = step_of(61, 584, INFINITY, 0.5f);
    struct step_event more = step_of(62, 584, 0.75f, 0.5f);
    step_join(&joined, &more);
    struct run_event event = event_of_step(&joined);
    apply(history, &event);
    point = history_points(history, &count);
    assert_int_equal(point[60].loss.bad, 1);
    near("mean", point[60].loss.mean, 0.75, 0.0);
    near("high", point[60].loss.high, 0.75, 0.0);
}

static void check_points(const struct history *history, uint64_t first, uint64_t last, size_t least)
{
    size_t count;
    const struct history_point *point = history_points(history, &count);
    if (count > HISTORY_MAX_POINTS || count < least)
        fail_msg("points: expected %zu to %d, got %zu", least, HISTORY_MAX_POINTS, count);
    uint64_t next = first;
    for (size_t i = 0; i < count; i++) {
        if (point[i].first != next || point[i].last < next)
            fail_msg("point %zu: expected batches from %ju, got %ju to %ju", i, (uintmax_t)next,
                     (uintmax_t)point[i].first, (uintmax_t)point[i].last);
        next = point[i].last + 1;
        if (i > 0 && point[i].seconds < point[i - 1].seconds)
            fail_msg("point %zu: time goes back", i);
    }
    if (next != last + 1)
        fail_msg("expected points up to batch %ju, got %ju", (uintmax_t)last,
                 (uintmax_t)(next - 1));
}

static void test_many_batches_keep_extremes(void **state)
{
    struct history *history = *state;
    enum { BATCHES = 300000, HIGH = 4321, LOW = 222222, BAD = 100000 };
    for (uint64_t batch = 1; batch <= BATCHES; batch++)
        apply_batch(history, batch,
                    batch == HIGH  ? 77.0f
                    : batch == LOW ? -5.0f
                    : batch == BAD ? NAN
                                   : 0.5f,
                    (float)(batch % 2));
    check_points(history, 1, BATCHES, HISTORY_MAX_POINTS / 2);
    size_t count;
    const struct history_point *point = history_points(history, &count);
    uint64_t bad = 0, widest = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t batches = point[i].last - point[i].first + 1;
        bool high = point[i].first <= HIGH && HIGH <= point[i].last;
        bool low = point[i].first <= LOW && LOW <= point[i].last;
        near("high", point[i].loss.high, high ? 77.0 : 0.5, 0.0);
        near("low", point[i].loss.low, low ? -5.0 : 0.5, 0.0);
        near("mean", point[i].loss.mean,
             0.5 + (high ? 76.5 : 0.0) / (double)batches - (low ? 5.5 : 0.0) / (double)batches,
             1e-5);
        near("lowest accuracy", point[i].accuracy.low, batches > 1 ? 0.0 : point[i].accuracy.mean,
             0.0);
        if (batches % 2 == 0)
            near("accuracy", point[i].accuracy.mean, 0.5, 1e-6);
        bad += point[i].loss.bad;
        if (batches > widest)
            widest = batches;
    }
    assert_int_equal(bad, 1);
    assert_int_equal(widest, 16); /* 300,000 / 16 is the first below 32,768 at a power of two */
    near("smooth", point[count - 1].smooth_loss.mean, 0.5, 1e-6);
}

static void test_without_memory_points_merge_sooner(void **state)
{
    struct history *history = *state;
    realloc_fails = true;
    for (uint64_t batch = 1; batch <= 50000; batch++)
        apply_batch(history, batch, batch == 7 ? 9.0f : 0.5f, 0.5f);
    check_points(history, 1, 50000, 400);
    size_t count;
    near("spike", history_points(history, &count)[0].loss.high, 9.0, 0.0);
    struct rt_error error;
    struct run_event event = event_of_epoch(3, 0.5f);
    assert_int_equal(history_apply(history, &event, &error), RT_ERR_MEMORY);
    assert_non_null(strstr(error_text(&error), "epoch 3"));
    realloc_fails = false;
    apply(history, &event);
    history_epochs(history, &count);
    assert_int_equal(count, 1);
}

static void test_epochs_are_in_order(void **state)
{
    struct history *history = *state;
    const float val[] = {0.6f, NAN, 0.8f, 0.8f, 0.7f};
    struct run_event none = event_of_epoch(0, 0.99f);
    apply(history, &none);
    for (uint32_t epoch = 1; epoch <= 50; epoch++) {
        struct run_event event = event_of_epoch(epoch, epoch <= 5 ? val[epoch - 1] : 0.5f);
        apply(history, &event);
        event = event_of_epoch(epoch > 2 ? epoch - 2 : 0, 0.99f); /* out of order: left out */
        apply(history, &event);
    }
    size_t count;
    const struct epoch_event *epochs = history_epochs(history, &count);
    assert_int_equal(count, 50);
    for (uint32_t i = 0; i < 50; i++)
        assert_int_equal(epochs[i].epoch, i + 1);
}

static void test_what_stands_now(void **state)
{
    struct history *history = *state;
    struct run_event event = event_of_state(RUN_LOADING);
    apply(history, &event);
    event = event_of_progress(31, 50, PROGRESS_READING);
    event.parcel = parcel_of_text("/data/imdb.npz");
    apply(history, &event);
    struct history_now now = now_of(history, 10);
    assert_int_equal(now.state, RUN_LOADING);
    assert_int_equal(now.progress.done, 31);
    assert_int_equal(now.progress.task, PROGRESS_READING);
    assert_string_equal(history_progress_path(history), "/data/imdb.npz");
    event = event_of_progress(50, 50, PROGRESS_READING);
    apply(history, &event);
    now = now_of(history, 10);
    assert_int_equal(now.progress.task, PROGRESS_NONE);
    assert_string_equal(history_progress_path(history), "");

    event = event_of_progress(1, 0, PROGRESS_MAKING_UP);
    apply(history, &event);
    event = event_of_state(RUN_TRAINING);
    event.as.state.epoch = 1;
    event.as.state.batches = 584;
    apply(history, &event);
    now = now_of(history, 10);
    assert_int_equal(now.progress.task, PROGRESS_NONE);
    assert_int_equal(now.epoch, 1);
    assert_int_equal(now.batch, 0);
    assert_int_equal(now.batches, 584);

    apply_batch(history, 1, 0.7f, 0.4f);
    now = now_of(history, 10);
    near("batch's loss", now.batch_loss, 0.7, 1e-6);
    near("batch's accuracy", now.batch_accuracy, 0.4, 1e-6);
    near("no average yet", now.smooth_loss, NAN, 0.0);
    for (uint64_t batch = 2; batch <= 6 * 584 + 367; batch++)
        apply_batch(history, batch, 0.5f, 0.75f);
    now = now_of(history, 10);
    near("batch's loss", now.batch_loss, 0.5, 0.0);
    assert_int_equal(now.state, RUN_TRAINING);
    assert_int_equal(now.epoch, 7);
    assert_int_equal(now.batch, 367);
    near("position", now.position, 6.0 + 367.0 / 584.0, 1e-6);
    near("seconds", now.seconds, 387.1, 1e-6);
    near("learning rate", now.learning_rate, 0.001, 1e-9);
    near("speed", now.samples_per_second, 300.0, 0.0);
    near("gradient", now.gradient, 1.5, 0.0);
    near("accuracy", now.smooth_accuracy, 0.75, 1e-6);

    event = event_of_saved(true, 6.6f, "/data/lstm-1.safetensors");
    apply(history, &event);
    event = event_of_saved(false, 6.9f, "the disk is full");
    apply(history, &event);
    event = event_of_error("The loss became NaN.");
    apply(history, &event);
    event = (struct run_event){.kind = EVENT_TEST};
    event.as.test.accuracy = 0.816f;
    apply(history, &event);
    event = event_of_end(RUN_FAILED, 6.75f);
    apply(history, &event);
    now = now_of(history, 10);
    assert_true(now.saved);
    near("saved", now.saved_position, 6.6f, 0.0);
    assert_true(now.save_failed);
    assert_string_equal(history_saved_path(history), "/data/lstm-1.safetensors");
    assert_string_equal(error_text(history_not_saved(history)), "the disk is full");
    assert_string_equal(error_text(history_trouble(history)), "The loss became NaN.");
    assert_true(now.tested);
    near("test", now.test.accuracy, 0.816f, 0.0);
    assert_int_equal(now.state, RUN_FAILED);
    near("position", now.position, 6.75, 0.0);
    near("left", now.left_seconds, NAN, 0.0);
}

/* A state that knows no place does not move the run back. */
static void test_states_without_a_place(void **state)
{
    struct history *history = *state;
    for (uint64_t batch = 1; batch <= 584; batch++)
        apply_batch(history, batch, 0.5f, 0.5f);
    struct run_event event = event_of_state(RUN_VALIDATING);
    apply(history, &event);
    struct history_now now = now_of(history, 10);
    assert_int_equal(now.state, RUN_VALIDATING);
    near("position", now.position, 1.0, 0.0);
}

/* 10 epochs of 584 batches at 0.1 s and 5 s of validation, 7,500 and 25,000 rows. */
static void test_time_left(void **state)
{
    struct history *history = *state;
    struct run_event event = {.kind = EVENT_DATA};
    event.as.data = (struct data_event){.train = 17500, .validation = 7500, .test = 25000};
    apply(history, &event);
    event = event_of_state(RUN_TRAINING);
    apply(history, &event);
    const double test = 5.0 * 25000.0 / 7500.0;
    uint64_t batch = 0;
    double before = INFINITY;
    for (uint32_t epoch = 1; epoch <= 10; epoch++) {
        for (int i = 0; i < 584; i++) {
            apply_batch(history, ++batch, 0.5f, 0.5f);
            double left = now_of(history, 10).left_seconds;
            if (batch < 10) {
                near("left, too early", left, NAN, 0.0);
                continue;
            }
            /* Before a validation was timed it is a guess, of the right size. */
            double ahead = 0.1 * (double)(5840 - batch) + 5.0 * (11.0 - epoch) + test;
            near("left", left, ahead, epoch == 1 ? 0.2 * ahead : 1e-6);
            if (epoch > 1 && left > before)
                fail_msg("batch %ju: %g s left after %g s", (uintmax_t)batch, left, before);
            before = left;
        }
        event = event_of_state(RUN_VALIDATING);
        apply(history, &event);
        event = event_of_progress(3750, 7500, PROGRESS_TESTING);
        apply(history, &event);
        if (epoch > 1)
            near("left, half of a validation", now_of(history, 10).left_seconds, before - 2.5,
                 1e-6);
        event = event_of_epoch(epoch, 0.8f);
        event.as.epoch.val_seconds = 5.0;
        apply(history, &event);
        event = event_of_state(RUN_TRAINING);
        apply(history, &event);
        before = now_of(history, 10).left_seconds;
    }
    event = event_of_state(RUN_TESTING);
    apply(history, &event);
    near("left, testing", now_of(history, 10).left_seconds, test, 1e-6);
    event = event_of_progress(5000, 25000, PROGRESS_TESTING);
    apply(history, &event);
    near("left, some tested", now_of(history, 10).left_seconds, 0.8 * test, 1e-6);
    event = event_of_end(RUN_DONE, 10.0f);
    apply(history, &event);
    near("left, done", now_of(history, 10).left_seconds, NAN, 0.0);
}

/* Batches whose time varies by half move the estimate by little; a lasting change gets through. */
static void test_time_left_is_calm(void **state)
{
    struct history *history = *state;
    struct run_event event = event_of_state(RUN_TRAINING);
    apply(history, &event);
    uint32_t dice = 1;
    double seconds = 0.0, before = 0.0;
    for (uint64_t batch = 1; batch <= 20000; batch++) {
        dice = dice * 1664525u + 1013904223u;
        double slow = batch > 15000 ? 2.0 : 1.0;
        seconds += slow * (0.01 + 0.005 * ((double)(dice >> 8) / (1 << 23) - 1.0));
        struct step_event step = step_of(batch, 10000, 0.5f, 0.5f);
        step.seconds = seconds;
        event = event_of_step(&step);
        apply(history, &event);
        double left = now_of(history, 10).left_seconds;
        if (batch > 2000 && batch <= 15000)
            near("left", left, 0.01 * (100000.0 - (double)batch), 0.03 * left);
        if (batch > 2000 && fabs(left - before) > 5.0)
            fail_msg("batch %ju: the estimate leaps from %g s to %g s", (uintmax_t)batch, before,
                     left);
        before = left;
    }
    near("left, slower", before, 0.02 * 80000.0, 0.05 * before);
}

static uint64_t random_state = 42;

static uint64_t random_bits(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

/* Often a value at some edge, else any bits at all. */
static void scramble(void *memory, size_t size)
{
    unsigned char *bytes = memory;
    unsigned style = (unsigned)(random_bits() % 5);
    for (size_t i = 0; i < size; i++)
        bytes[i] = style == 0   ? 0
                   : style == 1 ? 0xFF
                   : style == 2 ? (unsigned char)(i % 4 == 3 ? 0x7F : 0xFF)
                                : (unsigned char)random_bits();
}

static bool ordered(const struct span *span)
{
    if (isnan(span->mean))
        return isnan(span->low) && isnan(span->high);
    return isfinite(span->low) && isfinite(span->high) && span->low <= span->mean &&
           span->mean <= span->high;
}

static void test_hostile_events(void **state)
{
    struct history *history = *state;
    for (int i = 0; i < 200000; i++) {
        struct run_event event = {.kind = (enum event_kind)(random_bits() % EVENT_KINDS)};
        scramble(&event.as, sizeof event.as);
        /* Valid as a bool, whatever else: anything else is undefined already in the sender. */
        if (event.kind == EVENT_SAVED)
            event.as.saved.ok = random_bits() & 1;
        if (event.kind == EVENT_MESSAGE)
            event.as.message.warning = false;
        if (event.kind == EVENT_EPOCH && i % 64 != 0)
            event.as.epoch.epoch = (uint32_t)i;
        scramble(&event.steps, sizeof event.steps);
        if (random_bits() % 4 != 0) {
            event.steps.first = random_bits() % 2000000;
            event.steps.last = event.steps.first + random_bits() % 50;
        }
        if (random_bits() % 1000 != 0)
            event.steps.last &= 0xFFFFFFFFFF;
        struct rt_error error;
        history_apply(history, &event, &error);
        struct history_now now = now_of(history, (size_t)random_bits());
        assert_true((unsigned)now.state <= RUN_FAILED);
        assert_true(now.batch <= now.batches);
    }
    size_t count;
    const struct history_point *point = history_points(history, &count);
    assert_true(count <= HISTORY_MAX_POINTS);
    for (size_t i = 0; i < count; i++) {
        assert_true(point[i].first <= point[i].last);
        assert_true(i == 0 || point[i].first > point[i - 1].last);
        assert_true(isfinite(point[i].seconds));
        assert_true(ordered(&point[i].loss) && ordered(&point[i].accuracy));
        assert_true(ordered(&point[i].smooth_loss) && ordered(&point[i].smooth_accuracy));
    }
    history_epochs(history, &count);
}

static void apply_callback(struct history *history, enum callback_kind kind, uint32_t epoch,
                           float from, float to)
{
    struct run_event event = {.kind = EVENT_CALLBACK};
    event.as.callback = (struct callback_event){
        .kind = kind, .epoch = epoch, .step = epoch * 10, .from = from, .to = to};
    apply(history, &event);
}

static void test_marks(void **state)
{
    struct history *history = *state;
    size_t count;
    apply_callback(history, CALLBACK_BEST, 1, 0, 0);
    apply_callback(history, CALLBACK_RATE, 2, 0.1f, 0.01f);
    apply_callback(history, CALLBACK_BEST, 3, 0, 0);
    apply_callback(history, CALLBACK_RATE, 4, 0.01f, 0.02f);
    apply_callback(history, CALLBACK_STOP, 5, 0, 0);
    apply_callback(history, CALLBACK_RESTORE, 3, 0, 0);
    apply_callback(history, (enum callback_kind)77, 6, 0, 0);
    const struct history_mark *mark = history_marks(history, &count);
    assert_int_equal(count, 4);
    /* The newest best epoch has taken the place of the one before. */
    assert_true(mark[0].kind == CALLBACK_BEST && mark[0].epoch == 3 && mark[0].step == 30);
    assert_true(mark[1].kind == CALLBACK_RATE && mark[1].lower && mark[1].step == 20);
    assert_true(mark[2].kind == CALLBACK_RATE && !mark[2].lower);
    assert_true(mark[3].kind == CALLBACK_STOP && mark[3].epoch == 5);
    struct history_now now = now_of(history, 10);
    assert_int_equal(now.stopped_early, 5);
    assert_int_equal(now.restored, 3);
    assert_true(now.learning_rate == 0.02f);
    for (uint32_t i = 0; i < 2 * HISTORY_MAX_MARKS; i++)
        apply_callback(history, CALLBACK_RATE, i, 2, 1);
    history_marks(history, &count);
    assert_int_equal(count, HISTORY_MAX_MARKS);
}

/* A file with the best epoch's weights is all that there is to save, once the run goes back to
 * them, or once it has ended where --save-best was given. */
static void test_saved_best(void **state)
{
    struct history *history = *state;
    struct run_event saved = event_of_saved(true, 3, "/m"), event = {.kind = EVENT_CALLBACK};
    event.as.callback = (struct callback_event){.kind = CALLBACK_BEST, .epoch = 3, .saves = true};
    for (uint64_t batch = 1; batch <= 5 * 584; batch++)
        apply_batch(history, batch, 0.5f, 0.5f);
    apply(history, &event);
    apply(history, &saved);
    struct history_now now = now_of(history, 10);
    assert_false(history_all_saved(&now)); /* it trains, and may be stopped */
    now.state = RUN_DONE;
    assert_true(history_all_saved(&now));
    now.saved_position = 2;
    assert_false(history_all_saved(&now));
    now.saved_position = 3;
    now.checkpoint = 0;
    assert_false(history_all_saved(&now));
    now.restored = 3;
    assert_true(history_all_saved(&now));
}

/* Of a run that broke the last whole epoch is left, and nothing before one has ended. */
static void test_saved_broken(void **state)
{
    struct history *history = *state;
    struct history_now now;
    apply_batch(history, 1, 0.5f, 0.5f);
    now = now_of(history, 10);
    now.state = RUN_FAILED;
    assert_true(history_all_saved(&now));
    now.position = 4.36f;
    assert_false(history_all_saved(&now));
    now.saved = true;
    now.saved_position = 4;
    assert_true(history_all_saved(&now));
    now.save_failed = true;
    assert_false(history_all_saved(&now));
}

/* Paths are facts: byte for byte, of any length. A later save's takes the place of it. */
static void test_paths_stay_as_they_are(void **state)
{
    struct history *history = *state;
    static char longest[5000];
    memset(longest, 'd', sizeof longest - 1);
    struct run_event event = event_of_saved(true, 1.0f, "/tmp/\033[2Jlstm\x80.safetensors");
    apply(history, &event);
    assert_string_equal(history_saved_path(history), "/tmp/\033[2Jlstm\x80.safetensors");
    event = event_of_saved(true, 2.0f, longest);
    apply(history, &event);
    assert_string_equal(history_saved_path(history), longest);
    /* A producer without memory tells that it was saved, and not where. */
    event = (struct run_event){.kind = EVENT_SAVED};
    event.as.saved.ok = true;
    apply(history, &event);
    assert_string_equal(history_saved_path(history), "");
    assert_true(now_of(history, 1).saved);
}

static void apply_judged(struct history *history, uint32_t epoch)
{
    struct judgement judgement = {.rows = epoch, .classes = 2};
    struct run_event event = {.kind = EVENT_JUDGED,
                              .parcel = parcel_new(&judgement, sizeof judgement)};
    event.as.judged.epoch = epoch;
    assert_int_equal(history_apply(history, &event, NULL), RT_OK);
    event_drop(&event);
}

/* The newest are kept, and what is no judgement is not taken for one. */
static void test_judgements(void **state)
{
    struct history *history = *state;
    struct run_event empty = {.kind = EVENT_JUDGED, .parcel = parcel_of_text("no judgement")};
    assert_null(history_judgement(history, 0));
    empty.as.judged.epoch = 1;
    assert_int_equal(history_apply(history, &empty, NULL), RT_OK);
    event_drop(&empty);
    assert_null(history_judgement(history, 1));
    for (uint32_t epoch = 1; epoch <= HISTORY_JUDGEMENTS + 2; epoch++) {
        apply_judged(history, epoch);
        assert_int_equal(history_judgement(history, epoch)->rows, epoch);
    }
    assert_null(history_judgement(history, 2));
    assert_int_equal(history_judgement(history, 3)->rows, 3);
}

int main(void)
{
#define WITH_HISTORY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_HISTORY(test_nothing_yet),
        WITH_HISTORY(test_moving_average),
        WITH_HISTORY(test_judgements),
        WITH_HISTORY(test_merged_batches),
        WITH_HISTORY(test_nan_poisons_nothing),
        WITH_HISTORY(test_many_batches_keep_extremes),
        WITH_HISTORY(test_without_memory_points_merge_sooner),
        WITH_HISTORY(test_epochs_are_in_order),
        WITH_HISTORY(test_what_stands_now),
        WITH_HISTORY(test_states_without_a_place),
        WITH_HISTORY(test_time_left),
        WITH_HISTORY(test_time_left_is_calm),
        WITH_HISTORY(test_hostile_events),
        WITH_HISTORY(test_marks),
        WITH_HISTORY(test_saved_best),
        WITH_HISTORY(test_saved_broken),
        WITH_HISTORY(test_paths_stay_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
