/*
 * NB-SVM beside the runs: what it scores on the demo corpus, what it takes, and that it stops.
 */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "rnntop/run/ring.h"
#include "rnntop/train/baseline.h"
#include "tests/words/error_text.h"

/* The demo corpus, kept whole. */
struct corpus {
    struct dataset *data;
    struct baseline_texts texts;
};

static struct corpus load(size_t whole_words)
{
    const struct data_spec spec = {.num_words = 4000,
                                   .maxlen = 20,
                                   .padding = SIDE_POST,
                                   .truncating = SIDE_PRE,
                                   .validation_split = 0.3,
                                   .whole_words = whole_words};
    struct corpus corpus;
    struct rt_error error = {0};
    if (dataset_load(&corpus.data, DATASET_DEMO, &spec, NULL, NULL, NULL, NULL, NULL, &error) !=
        RT_OK)
        fail_msg("%s", error_text(&error));
    dataset_take_whole(corpus.data, &corpus.texts.train, &corpus.texts.test);
    return corpus;
}

/* Runs it to its end; true where it told something. */
static bool fit(struct corpus *corpus, const atomic_bool *stop, struct run_event *event)
{
    const struct run_id run = run_id_of_text("20261128-073012-345-k3f9");
    struct outlet outlet = {0};
    struct ring *ring;
    struct baseline *baseline;
    struct rt_error error;
    assert_int_equal(ring_create(&ring, 8, 1, &error), RT_OK);
    outlet_add(&outlet, ring);
    assert_int_equal(
        baseline_start(&baseline, corpus->data, &corpus->texts, 1, &run, &outlet, stop, &error),
        RT_OK);
    baseline_end(baseline);
    bool told = ring_read(ring, event);
    ring_destroy(ring);
    return told;
}

/* Accuracies of 7,500 and 25,000 reviews, as they came out when this was written: another libm may
 * turn a few reviews. The networks' 20 tokens are not its own. */
static void scores_of_the_demo_corpus(void **state)
{
    (void)state;
    const atomic_bool go = false;
    struct corpus corpus = load(SIZE_MAX);
    struct run_event event;
    double estimate = baseline_estimate(corpus.data, &corpus.texts);
    assert_true(estimate > 2 && estimate < 6);
    assert_true(fit(&corpus, &go, &event));
    assert_int_equal(event.kind, EVENT_BASELINE);
    const struct baseline_event *got = &event.as.baseline;
    static const double wanted[] = {0.9012, 0.2892, 0.8993, 0.2855};
    const double scores[] = {(double)got->val_accuracy, (double)got->val_loss,
                             (double)got->test_accuracy, (double)got->test_loss};
    for (size_t i = 0; i < 4; i++) {
        if (!(fabs(scores[i] - wanted[i]) < 0.0015))
            fail_msg("score %u: expected %.4f, got %.4f", (unsigned)i, wanted[i], scores[i]);
    }
    event_drop(&event);
    dataset_free(corpus.data);
}

static void stopped_it_tells_nothing(void **state)
{
    (void)state;
    const atomic_bool stop = true;
    struct corpus corpus = load(SIZE_MAX);
    struct run_event event;
    assert_false(fit(&corpus, &stop, &event));
    dataset_free(corpus.data);
}

/* A half of more words than a number of seconds allows is estimated to take longer. */
static void estimates_agree(void **state)
{
    (void)state;
    struct dataset data = {.classes = 2};
    for (double seconds = 0.5; seconds < 100; seconds *= 2) {
        size_t most = baseline_most_words(seconds);
        struct baseline_texts texts = {.test = {.used = most + 1}};
        assert_true(baseline_estimate(&data, &texts) > seconds);
    }
    assert_true(baseline_most_words(0) == 0);
    assert_true(baseline_most_words(INFINITY) == SIZE_MAX);
    struct baseline_texts texts = {.train = {.used = 1000000}};
    double two = baseline_estimate(&data, &texts);
    data.classes = 10;
    assert_true(baseline_estimate(&data, &texts) > 4 * two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_of_the_demo_corpus),
        cmocka_unit_test(stopped_it_tells_nothing),
        cmocka_unit_test(estimates_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
