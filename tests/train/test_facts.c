/*
 * What is told of the classes of data: counts where there is room for them, and what guessing
 * scores for any number of classes.
 */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "rnntop/train/facts.h"

#define ROWS 60

/* Row i is of class i % classes, but every third is of class 1. */
static void label(float y[ROWS], size_t classes)
{
    for (size_t i = 0; i < ROWS; i++)
        y[i] = i % 3 == 0 ? 1 : (float)(i % classes);
}

/* The facts of data with so many classes, the last 20 rows for validation and none for the test. */
static struct classes_event facts(size_t classes)
{
    float y[ROWS];
    char name[32][DATASET_CLASS_SIZE];
    struct run_event event;
    label(y, classes);
    for (size_t i = 0; i < classes; i++)
        snprintf(name[i], sizeof name[i], "class %u", (unsigned)i);
    const struct dataset data = {.classes = classes,
                                 .class_name = (const char(*)[DATASET_CLASS_SIZE])name,
                                 .train = {.y = y, .rows = 40},
                                 .validation = {.y = y + 40, .rows = 20}};
    facts_of_classes(&data, &event);
    assert_int_equal(event.kind, EVENT_CLASSES);
    return event.as.classes;
}

/* The same by counting anew. */
static struct guess count(size_t classes, size_t from, size_t to)
{
    float y[ROWS];
    uint32_t counts[32] = {0};
    double most = 0, loss = 0, all = (double)(to - from);
    label(y, classes);
    for (size_t i = from; i < to; i++)
        counts[(size_t)y[i]]++;
    for (size_t k = 0; k < classes; k++) {
        most = counts[k] > most ? counts[k] : most;
        if (counts[k] > 0)
            loss += counts[k] / all * log(all / counts[k]);
    }
    return (struct guess){most / all, loss};
}

static void expect(struct guess got, struct guess expected)
{
    if (!(fabs(got.accuracy - expected.accuracy) < 1e-12 && fabs(got.loss - expected.loss) < 1e-12))
        fail_msg("expected %f and %f, got %f and %f", expected.accuracy, expected.loss,
                 got.accuracy, got.loss);
}

static void of_few_and_of_many(void **state)
{
    static const size_t CLASSES[] = {2, 4, METRICS_MAX_CLASSES, METRICS_MAX_CLASSES + 1, 23};
    (void)state;
    for (size_t i = 0; i < sizeof CLASSES / sizeof CLASSES[0]; i++) {
        struct classes_event event = facts(CLASSES[i]);
        expect(event.guess[PART_TRAIN], count(CLASSES[i], 0, 40));
        expect(event.guess[PART_VALIDATION], count(CLASSES[i], 40, ROWS));
        assert_false(guess_known(&event.guess[PART_TEST]));
        uint32_t counted = 0;
        for (size_t k = 0; k < METRICS_MAX_CLASSES; k++)
            counted += event.rows[PART_TRAIN][k];
        assert_int_equal(counted, CLASSES[i] <= METRICS_MAX_CLASSES ? 40 : 0);
        assert_string_equal(event.name[1], CLASSES[i] <= METRICS_MAX_CLASSES ? "class 1" : "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_few_and_of_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
