/*
 * Each rule on both sides of its threshold, on histories made for it; then the recorded runs of
 * curves.h, epoch by epoch.
 */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/run/diagnosis.h"
#include "tests/run/curves.h"

#define EPOCHS  12
#define POINTS  400
#define BATCHES 100
#define ROWS    10000 /* of the validation: half of each class */
#define LN2     0.6931472f

/* A run in hand. It begins as one that learns well, of which nothing is to be said. */
struct bench {
    struct run_spec spec;
    struct epoch_event epoch[EPOCHS];
    struct history_point point[POINTS];
    struct data_event data;
    struct classes_event classes;
    struct baseline_event baseline;
    struct test_event test;
    struct evidence evidence;
    struct diagnosis diagnosis;
};

/* An epoch whose answers are right to that share of each class. */
static void set_epoch(struct bench *bench, size_t i, double loss, double val_loss, double accuracy)
{
    struct epoch_event *epoch = &bench->epoch[i];
    uint32_t half = ROWS / 2, right = (uint32_t)lround(accuracy * half);
    *epoch = (struct epoch_event){.epoch = (uint32_t)i + 1,
                                  .step = (i + 1) * BATCHES,
                                  .loss = (float)loss,
                                  .accuracy = (float)accuracy,
                                  .val_loss = (float)val_loss,
                                  .val_accuracy = (float)accuracy};
    epoch->val =
        (struct metrics){.classes = 2, .confusion = {right, half - right, half - right, right}};
}

/* All rows that are `actual` are answered with class `said`. */
static void set_answers(struct bench *bench, size_t i, uint32_t said_0, uint32_t said_1)
{
    struct metrics *val = &bench->epoch[i].val;
    val->confusion[0] = said_0 / 2;
    val->confusion[1] = said_1 / 2;
    val->confusion[2] = said_0 - said_0 / 2;
    val->confusion[3] = said_1 - said_1 / 2;
}

/* Points of ten batches each, at one smoothed loss. */
static void set_points(struct bench *bench, size_t count, float loss)
{
    for (size_t i = 0; i < count; i++) {
        struct history_point *point = &bench->point[i];
        *point = (struct history_point){.first = 10 * i + 1, .last = 10 * i + 10};
        point->loss = point->smooth_loss = (struct span){loss, loss, loss, 0};
    }
    bench->evidence.point_count = count;
}

static int set_up(void **state)
{
    struct bench *bench = test_calloc(1, sizeof *bench);
    model_spec_lesson(&bench->spec.model, LAYER_LSTM, 4000, 128, 128, 100);
    bench->spec.data.padding = SIDE_POST;
    bench->spec.optimizer = (struct optimizer_spec){.learning_rate = 0.001};
    bench->spec.epochs = 3;
    set_epoch(bench, 0, 0.60, 0.55, 0.72);
    set_epoch(bench, 1, 0.50, 0.50, 0.77);
    set_epoch(bench, 2, 0.45, 0.499, 0.78);
    bench->data = (struct data_event){.train = 20000,
                                      .validation = ROWS,
                                      .test = ROWS,
                                      .num_words = 4000,
                                      .maxlen = 100,
                                      .classes = 2,
                                      .padding = 0.1,
                                      .unknown = 0.1,
                                      .full = 0.1};
    bench->classes = (struct classes_event){.classes = 2};
    for (size_t part = 0; part < PART_COUNT; part++)
        bench->classes.rows[part][0] = bench->classes.rows[part][1] = ROWS / 2;
    bench->evidence = (struct evidence){.spec = &bench->spec,
                                        .points = bench->point,
                                        .epochs = bench->epoch,
                                        .epoch_count = 3,
                                        .batches = BATCHES,
                                        .data = &bench->data,
                                        .classes = &bench->classes};
    set_points(bench, 30, 0.5f);
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    test_free(*state);
    return 0;
}

static const struct finding *find(struct bench *bench, enum finding_code code)
{
    diagnose(&bench->evidence, &bench->diagnosis);
    return diagnosis_find(&bench->diagnosis, code);
}

static void expect_at(struct bench *bench, enum finding_code code, bool holds, int line)
{
    if ((find(bench, code) != NULL) != holds)
        fail_msg("line %d: %s is %s", line, finding_name(code), holds ? "not found" : "found");
}
#define holds(bench, code)  expect_at(bench, FINDING_##code, true, __LINE__)
#define is_not(bench, code) expect_at(bench, FINDING_##code, false, __LINE__)

static void number_at(struct bench *bench, enum finding_code code, const char *name, double wanted,
                      int line)
{
    const struct finding *finding = find(bench, code);
    double got = finding ? finding_number(finding, name) : NAN;
    if (isnan(wanted) ? !isnan(got) : !(fabs(got - wanted) < 1e-6))
        fail_msg("line %d: %s of %s: expected %g, got %g", line, name, finding_name(code), wanted,
                 got);
}
#define number_is(bench, code, name, wanted)                                                       \
    number_at(bench, FINDING_##code, name, wanted, __LINE__)

static void remedy_at(struct bench *bench, enum finding_code code, size_t i, enum remedy_kind kind,
                      double value, int line)
{
    const struct finding *finding = find(bench, code);
    if (!finding || finding->remedy[i].kind != kind ||
        !(fabs(finding->remedy[i].value - value) <= 1e-9))
        fail_msg("line %d: %s: expected remedy %d with %g, got %d with %g", line,
                 finding_name(code), (int)kind, value, finding ? (int)finding->remedy[i].kind : -1,
                 finding ? finding->remedy[i].value : NAN);
}
#define remedy_is(bench, code, i, kind, value)                                                     \
    remedy_at(bench, FINDING_##code, i, REMEDY_##kind, value, __LINE__)

/* ---- what is not said ---- */

static void nothing_of_a_good_run(void **state)
{
    struct bench *bench = *state;
    for (size_t epochs = 0; epochs <= 3; epochs++) {
        bench->evidence.epoch_count = epochs;
        diagnose(&bench->evidence, &bench->diagnosis);
        assert_int_equal(bench->diagnosis.findings, 0);
        assert_null(diagnosis_gravest(&bench->diagnosis));
    }
}

static void nothing_of_what_is_not_known(void **state)
{
    struct bench *bench = *state;
    bench->evidence = (struct evidence){.spec = &bench->spec};
    diagnose(&bench->evidence, &bench->diagnosis);
    assert_int_equal(bench->diagnosis.findings, 0);
    assert_int_equal(bench->diagnosis.refuted_count, 0);
    /* Another program's epochs, of which nothing else is known. */
    bench->epoch[0] = (struct epoch_event){.epoch = 1, .val_loss = NAN, .val_accuracy = NAN};
    bench->evidence.epochs = bench->epoch;
    bench->evidence.epoch_count = 1;
    diagnose(&bench->evidence, &bench->diagnosis);
    assert_int_equal(bench->diagnosis.findings, 0);
}

/* ---- the curves ---- */

static void exploded(void **state)
{
    struct bench *bench = *state;
    bench->epoch[2].val_loss = 9.9f * LN2;
    is_not(bench, EXPLODED);
    bench->epoch[2].val_loss = 10.1f * LN2;
    holds(bench, EXPLODED);
    number_is(bench, EXPLODED, "chance_loss", log(2));
    remedy_is(bench, EXPLODED, 0, LEARNING_RATE, 0.0001);
    remedy_is(bench, EXPLODED, 1, GLOBAL_CLIPNORM, 1);
    assert_ptr_equal(diagnosis_gravest(&bench->diagnosis), &bench->diagnosis.finding[0]);
    bench->epoch[2].val_loss = NAN;
    holds(bench, EXPLODED);
    bench->epoch[2].val_loss = 0.5f;
    is_not(bench, EXPLODED);
    bench->epoch[2].loss = INFINITY;
    holds(bench, EXPLODED);
}

/* A tenth of a rate that is far too high still is: then the optimiser's default. */
static void exploded_in_a_batch(void **state)
{
    struct bench *bench = *state;
    bench->evidence.epoch_count = 0;
    bench->spec.optimizer =
        (struct optimizer_spec){.kind = OPTIMIZER_SGD, .learning_rate = 1e30, .clipnorm = 1};
    is_not(bench, EXPLODED);
    bench->point[29].loss.bad = 1;
    remedy_is(bench, EXPLODED, 0, LEARNING_RATE, 0.01);
    remedy_is(bench, EXPLODED, 1, NONE, 0);
    bench->spec.optimizer.clipnorm = 0; /* it would not help at such a rate */
    remedy_is(bench, EXPLODED, 1, NONE, 0);
    bench->point[29].loss.bad = 0;
    bench->evidence.broke = true;
    number_is(bench, EXPLODED, "loss", NAN);
}

static void rate_too_high(void **state)
{
    struct bench *bench = *state;
    bench->epoch[2].loss = 1.24f * LN2;
    is_not(bench, RATE_HIGH);
    bench->epoch[2].loss = 1.26f * LN2;
    holds(bench, RATE_HIGH);
    remedy_is(bench, RATE_HIGH, 0, LEARNING_RATE, 0.0001);
}

/* Where the rows are of one class above all, a network begins far above guessing, at ln 2. */
static void rate_is_not_high_at_the_beginning(void **state)
{
    struct bench *bench = *state;
    bench->epoch[2].val = (struct metrics){.classes = 2, .confusion = {9500, 0, 500, 0}};
    bench->epoch[2].loss = LN2;
    is_not(bench, RATE_HIGH);
    bench->epoch[2].loss = 1.26f * LN2;
    number_is(bench, RATE_HIGH, "chance_loss", log(2));
}

static void loss_jumps(void **state)
{
    struct bench *bench = *state;
    /* Within half an epoch of 100 batches, which is five points of ten. */
    for (size_t i = 25; i < 30; i++)
        bench->point[i].smooth_loss.mean = 0.5f + 0.149f * (float)(i - 24) / 5;
    is_not(bench, UNSTABLE);
    bench->point[29].smooth_loss.mean = 0.651f;
    holds(bench, UNSTABLE);
    number_is(bench, UNSTABLE, "loss_from", 0.5f);
    number_is(bench, UNSTABLE, "loss_to", 0.651f);
    number_is(bench, UNSTABLE, "at", 3);
    remedy_is(bench, UNSTABLE, 0, LEARNING_RATE, 0.0001);
    /* Not in the beginning, where everything moves. */
    set_points(bench, 30, 0.5f);
    bench->point[13].smooth_loss.mean = 0.8f;
    is_not(bench, UNSTABLE);
    bench->point[14].smooth_loss.mean = 0.8f;
    holds(bench, UNSTABLE);
}

/* In the batch where it happens, and until two epochs have ended without. */
static void jump_passes(void **state)
{
    struct bench *bench = *state;
    set_points(bench, 50, 0.5f);
    bench->point[30].smooth_loss.mean = 0.8f; /* in epoch 4 */
    bench->evidence.point_count = 30;
    is_not(bench, UNSTABLE);
    bench->evidence.point_count = 31;
    holds(bench, UNSTABLE);
    set_epoch(bench, 3, 0.45, 0.499, 0.78);
    set_epoch(bench, 4, 0.44, 0.499, 0.78);
    set_epoch(bench, 5, 0.43, 0.499, 0.78);
    bench->evidence.point_count = 50;
    bench->evidence.epoch_count = 5;
    holds(bench, UNSTABLE);
    bench->evidence.epoch_count = 6;
    is_not(bench, UNSTABLE);
}

static void validation_falls(void **state)
{
    struct bench *bench = *state;
    set_epoch(bench, 2, 0.45, 0.499, 0.7101);
    is_not(bench, UNSTABLE);
    set_epoch(bench, 2, 0.45, 0.499, 0.7099);
    holds(bench, UNSTABLE);
    number_is(bench, UNSTABLE, "val_epoch", 3);
    number_is(bench, UNSTABLE, "loss_to", NAN);
    /* In 100 rows that much is chance. */
    for (size_t i = 0; i < 3; i++) {
        bench->epoch[i].val.confusion[0] = bench->epoch[i].val.confusion[3] = 35;
        bench->epoch[i].val.confusion[1] = bench->epoch[i].val.confusion[2] = 15;
    }
    is_not(bench, UNSTABLE);
}

static void restless_in_three_epochs(void **state)
{
    struct bench *bench = *state;
    const double accuracy[] = {0.78, 0.70, 0.78, 0.70, 0.78, 0.70, 0.75, 0.76};
    for (size_t i = 0; i < 8; i++)
        set_epoch(bench, i, 0.45, 0.5, accuracy[i]);
    bench->evidence.epoch_count = 8;
    holds(bench, UNSTABLE);
    set_epoch(bench, 1, 0.45, 0.5, 0.78);
    is_not(bench, UNSTABLE);
}

static void overfit(struct bench *bench, double third, double fourth, double train)
{
    set_epoch(bench, 1, 0.30, 0.40, 0.83);
    set_epoch(bench, 2, 0.25, third, 0.83);
    set_epoch(bench, 3, train, fourth, 0.82);
    bench->evidence.epoch_count = 4;
}

static void overfitting(void **state)
{
    struct bench *bench = *state;
    overfit(bench, 0.421, 0.421, 0.23);
    holds(bench, OVERFITTING);
    assert_int_equal(find(bench, FINDING_OVERFITTING)->since, 2);
    number_is(bench, OVERFITTING, "best_val_loss", 0.40f);
    number_is(bench, OVERFITTING, "loss", 0.23f);
    remedy_is(bench, OVERFITTING, 0, EARLY_STOPPING, 2);
    remedy_is(bench, OVERFITTING, 1, DROPOUT, 0.5);
    overfit(bench, 0.419, 0.421, 0.23); /* once is no trend */
    is_not(bench, OVERFITTING);
    overfit(bench, 0.421, 0.419, 0.23);
    is_not(bench, OVERFITTING);
    overfit(bench, 0.421, 0.421, 0.25); /* training does not go on */
    is_not(bench, OVERFITTING);
    set_epoch(bench, 1, 0.03, 0.033, 0.99); /* by 30 %, and by nothing */
    set_epoch(bench, 2, 0.02, 0.043, 0.99);
    set_epoch(bench, 3, 0.01, 0.043, 0.99);
    is_not(bench, OVERFITTING);
}

static void overfitting_that_cost_nothing(void **state)
{
    struct bench *bench = *state;
    overfit(bench, 0.45, 0.50, 0.1);
    bench->spec.callbacks.stops = true;
    remedy_is(bench, OVERFITTING, 0, DROPOUT, 0.5);
    bench->spec.model.layer[1].dropout = 0.5;
    remedy_is(bench, OVERFITTING, 0, NONE, 0);
    bench->evidence.restored = 2;
    is_not(bench, OVERFITTING);
}

static void no_overfitting_where_it_is_unstable(void **state)
{
    struct bench *bench = *state;
    overfit(bench, 0.45, 0.50, 0.1);
    holds(bench, OVERFITTING);
    bench->point[29].smooth_loss.mean = 0.8f;
    is_not(bench, OVERFITTING);
    holds(bench, UNSTABLE);
}

/* The loss is higher since the jump, which has passed: that is no overfitting. */
static void no_overfitting_behind_a_jump(void **state)
{
    struct bench *bench = *state;
    set_points(bench, 50, 0.5f);
    bench->point[15].smooth_loss.mean = 0.8f; /* in epoch 2 */
    set_epoch(bench, 0, 0.60, 0.45, 0.72);
    for (size_t i = 1; i < 5; i++)
        set_epoch(bench, i, 0.3, 0.5, 0.77);
    bench->evidence.epoch_count = 5;
    is_not(bench, UNSTABLE);
    is_not(bench, OVERFITTING);
    bench->point[15].smooth_loss.mean = 0.5f;
    holds(bench, OVERFITTING);
}

static void learns_slowly(void **state)
{
    struct bench *bench = *state;
    for (size_t i = 0; i < 3; i++)
        set_epoch(bench, i, 0.68, 0.67, 0.6);
    holds(bench, SLOW);
    bench->spec.data.padding = SIDE_PRE;
    remedy_is(bench, SLOW, 0, LEARNING_RATE, 0.01);
    bench->spec.optimizer.learning_rate = 0.1; /* which is not too low */
    remedy_is(bench, SLOW, 0, LEARNING_RATE, 0.001);
    bench->evidence.epoch_count = 2;
    is_not(bench, SLOW);
    bench->evidence.epoch_count = 3;
    bench->epoch[2].val_loss = 0.662f;
    is_not(bench, SLOW);
    bench->epoch[2].val_loss = 0.67f;
    bench->epoch[2].loss = 0.662f;
    is_not(bench, SLOW);
}

static void sure_and_wrong(void **state)
{
    struct bench *bench = *state;
    set_epoch(bench, 1, 0.30, 0.40, 0.83);
    set_epoch(bench, 2, 0.28, 0.51, 0.825);
    holds(bench, SURE_WRONG);
    set_epoch(bench, 2, 0.28, 0.49, 0.825);
    is_not(bench, SURE_WRONG);
    set_epoch(bench, 2, 0.28, 0.51, 0.815);
    is_not(bench, SURE_WRONG);
}

static void still_learning_at_the_end(void **state)
{
    struct bench *bench = *state;
    set_epoch(bench, 2, 0.45, 0.4968, 0.78);
    is_not(bench, UNFINISHED);
    bench->evidence.done = true;
    holds(bench, UNFINISHED);
    remedy_is(bench, UNFINISHED, 0, EPOCHS, 6);
    bench->evidence.stopped_early = 3;
    is_not(bench, UNFINISHED);
    bench->evidence.stopped_early = 0;
    set_epoch(bench, 2, 0.45, 0.4972, 0.78);
    is_not(bench, UNFINISHED);
    set_epoch(bench, 2, 0.24, 0.4968, 0.78); /* the rest is learned by heart */
    is_not(bench, UNFINISHED);
    set_epoch(bench, 2, 0.45, 0.4968, 0.78);
    set_epoch(bench, 0, 0.45, 0.498, 0.78); /* better than before, but hardly than ever */
    is_not(bench, UNFINISHED);
}

static void validation_is_better(void **state)
{
    struct bench *bench = *state;
    bench->epoch[2].val_loss = 0.44f;
    bench->epoch[2].accuracy = 0.771f;
    is_not(bench, VAL_BETTER);
    bench->epoch[2].accuracy = 0.769f;
    holds(bench, VAL_BETTER);
    assert_null(diagnosis_gravest(&bench->diagnosis)); /* nothing is wrong */
    number_is(bench, VAL_BETTER, "dropout", 0);
    bench->epoch[2].val_loss = 0.46f;
    is_not(bench, VAL_BETTER);
    bench->epoch[0].val_loss = 0.2f;
    bench->epoch[0].accuracy = 0.5f;
    bench->evidence.epoch_count = 1;
    is_not(bench, VAL_BETTER);
}

/* ---- the answers ---- */

static void answers_one_class(void **state)
{
    struct bench *bench = *state;
    for (size_t i = 0; i < 3; i++)
        set_epoch(bench, i, 0.69, 0.69, 0.5);
    set_answers(bench, 2, 60, ROWS - 60);
    is_not(bench, ONE_ANSWER);
    holds(bench, GUESSING);
    set_answers(bench, 2, 50, ROWS - 50);
    holds(bench, ONE_ANSWER);
    is_not(bench, GUESSING); /* which the same says */
    number_is(bench, ONE_ANSWER, "class", 1);
    number_is(bench, ONE_ANSWER, "answers", 0.995);
    number_is(bench, ONE_ANSWER, "padding", 0.1);
    remedy_is(bench, ONE_ANSWER, 0, LEARNING_RATE, 0.0001);
    bench->data.padding = 0.31;
    remedy_is(bench, ONE_ANSWER, 0, MASK_ZERO, 1);
    remedy_is(bench, ONE_ANSWER, 1, PADDING_PRE, 1);
    bench->spec.model.layer[0].mask_zero = true;
    remedy_is(bench, ONE_ANSWER, 0, LEARNING_RATE, 0.0001);
    bench->spec.optimizer.learning_rate = 1e-4;
    remedy_is(bench, ONE_ANSWER, 0, LEARNING_RATE, 0.001);
}

/* One that learns by its figures is given three epochs. */
static void answers_one_class_and_learns(void **state)
{
    struct bench *bench = *state;
    for (size_t i = 0; i < 3; i++)
        set_epoch(bench, i, 0.6, 0.6, 0.5);
    set_answers(bench, 1, 0, ROWS);
    set_answers(bench, 2, 0, ROWS);
    is_not(bench, ONE_ANSWER);
    set_answers(bench, 0, 0, ROWS);
    holds(bench, ONE_ANSWER);
    set_epoch(bench, 0, 0.6, 0.6, 0.5);
    bench->evidence.done = true;
    holds(bench, ONE_ANSWER);
}

/* No rate helps plain sgd as much as another optimiser does. */
static void guessing_with_sgd(void **state)
{
    struct bench *bench = *state;
    for (size_t i = 0; i < 3; i++)
        set_epoch(bench, i, 0.69, 0.69, 0.5);
    bench->spec.optimizer = (struct optimizer_spec){.kind = OPTIMIZER_SGD, .learning_rate = 0.01};
    remedy_is(bench, GUESSING, 0, ADAM, 1);
    bench->data.padding = 0.6;
    remedy_is(bench, GUESSING, 0, MASK_ZERO, 1);
    for (size_t i = 0; i < 3; i++)
        set_epoch(bench, i, 0.68, 0.67, 0.6);
    remedy_is(bench, SLOW, 0, MASK_ZERO, 1);
    remedy_is(bench, SLOW, 1, ADAM, 1);
}

static void rare_class_is_never_answered(void **state)
{
    struct bench *bench = *state;
    for (size_t i = 0; i < 3; i++) {
        set_epoch(bench, i, 0.3, 0.3, 0.9);
        bench->epoch[i].val =
            (struct metrics){.classes = 2, .confusion = {9000, 0, 1000, 0}}; /* H0 is 0.325 */
    }
    remedy_is(bench, ONE_ANSWER, 0, BALANCED, 1);
    number_is(bench, ONE_ANSWER, "chance", 0.9);
}

/* Weighed rows: guessing scores ln 2, and its answers change from epoch to epoch. */
static void guessing_of_weighed_rows(void **state)
{
    struct bench *bench = *state;
    bench->spec.class_weight = CLASS_WEIGHT_BALANCED;
    for (size_t i = 0; i < 3; i++) {
        set_epoch(bench, i, 0.694, 0.69, 0.9);
        bench->epoch[i].val = (struct metrics){.classes = 2, .confusion = {9000, 0, 1000, 0}};
    }
    bench->epoch[2].val = (struct metrics){.classes = 2, .confusion = {0, 9000, 0, 1000}};
    bench->epoch[2].val_accuracy = 0.1f;
    holds(bench, ONE_ANSWER);
    is_not(bench, RATE_HIGH);
    is_not(bench, UNSTABLE);
    for (size_t i = 0; i < 3; i++)
        bench->epoch[i].val_loss = 0.4f; /* above the entropy of the rows, but learning */
    bench->epoch[2].val = (struct metrics){.classes = 2, .confusion = {7000, 2000, 100, 900}};
    is_not(bench, GUESSING);
    is_not(bench, SLOW);
}

static void no_better_than_chance(void **state)
{
    struct bench *bench = *state;
    for (size_t i = 0; i < 3; i++)
        set_epoch(bench, i, 0.69, 0.69, 0.514); /* luck reaches 0.515 */
    holds(bench, GUESSING);
    number_is(bench, GUESSING, "luck", 0.515);
    number_is(bench, GUESSING, "chance", 0.5);
    set_epoch(bench, 1, 0.69, 0.69, 0.516); /* one epoch that is better is enough */
    is_not(bench, GUESSING);
    set_epoch(bench, 1, 0.69, 0.68, 0.514);
    is_not(bench, GUESSING);
}

/* Padding does no harm where the answer is not the last step's. */
static void padding_is_to_blame(void **state)
{
    struct bench *bench = *state;
    for (size_t i = 0; i < 3; i++)
        set_epoch(bench, i, 0.69, 0.69, 0.5);
    bench->data.padding = 0.6;
    remedy_is(bench, GUESSING, 0, MASK_ZERO, 1);
    is_not(bench, PADDING); /* that is said already */
    set_epoch(bench, 2, 0.45, 0.499, 0.78);
    holds(bench, PADDING);
    set_epoch(bench, 2, 0.69, 0.69, 0.5);
    bench->spec.data.padding = SIDE_PRE;
    remedy_is(bench, GUESSING, 0, LEARNING_RATE, 0.0001);
    is_not(bench, PADDING);
    bench->spec.data.padding = SIDE_POST;
    bench->spec.model.layer[1].merge = MERGE_CONCAT;
    is_not(bench, PADDING);
    bench->spec.model.layer[1].merge = MERGE_NONE;
    bench->data.padding = 0.49;
    is_not(bench, PADDING);
}

static void below_words(void **state)
{
    struct bench *bench = *state;
    bench->evidence.done = true;
    bench->baseline = (struct baseline_event){.val_accuracy = 0.7895f};
    is_not(bench, BELOW_WORDS); /* nobody has fitted one */
    bench->evidence.baseline = &bench->baseline;
    is_not(bench, BELOW_WORDS);
    bench->baseline.val_accuracy = 0.7905f;
    holds(bench, BELOW_WORDS);
    number_is(bench, BELOW_WORDS, "words", 0.7905f);
    set_answers(bench, 2, 0, ROWS);
    is_not(bench, BELOW_WORDS); /* that goes without saying */
    set_epoch(bench, 2, 0.45, 0.499, 0.78);
    remedy_is(bench, BELOW_WORDS, 0, EPOCHS, 6); /* the last epoch was the best */
    remedy_is(bench, BELOW_WORDS, 1, DROPOUT, 0.5);
    bench->evidence.done = false; /* it may be on its way there */
    is_not(bench, BELOW_WORDS);
    set_epoch(bench, 3, 0.44, 0.5, 0.775);
    set_epoch(bench, 4, 0.43, 0.5, 0.775);
    bench->evidence.epoch_count = 5;
    holds(bench, BELOW_WORDS);
    remedy_is(bench, BELOW_WORDS, 0, DROPOUT, 0.5);
    bench->epoch[4].val_loss = 0.49f; /* its figures get better, though not its answers */
    is_not(bench, BELOW_WORDS);
}

static void test_is_far(void **state)
{
    struct bench *bench = *state;
    bench->evidence.test = &bench->test;
    bench->evidence.done = true;
    bench->test.accuracy = 0.751f;
    is_not(bench, TEST_FAR);
    bench->test.accuracy = 0.749f;
    holds(bench, TEST_FAR);
    bench->test.accuracy = 0.811f;
    holds(bench, TEST_FAR);
    bench->evidence.restored = 1; /* 0.72 */
    bench->test.accuracy = 0.73f;
    is_not(bench, TEST_FAR);
    bench->evidence.restored = 0;
    bench->data.test = 300; /* in which chance moves by more */
    bench->test.accuracy = 0.73f;
    is_not(bench, TEST_FAR);
}

/* ---- the data ---- */

static void one_class_alone(void **state)
{
    struct bench *bench = *state;
    bench->classes.rows[PART_VALIDATION][0] = 1;
    is_not(bench, ONE_CLASS);
    bench->classes.rows[PART_VALIDATION][0] = 0;
    holds(bench, ONE_CLASS);
    number_is(bench, ONE_CLASS, "part", PART_VALIDATION);
    number_is(bench, ONE_CLASS, "class", 1);
    assert_non_null(diagnosis_gravest(&bench->diagnosis));
}

static void few_rows(void **state)
{
    struct bench *bench = *state;
    bench->data.validation = 100;
    is_not(bench, FEW_ROWS);
    bench->data.validation = 99;
    holds(bench, FEW_ROWS);
    assert_true(find(bench, FINDING_FEW_ROWS)->note);
    bench->data.validation = 25;
    assert_false(find(bench, FINDING_FEW_ROWS)->note);
    number_is(bench, FEW_ROWS, "margin", 0.2);
    bench->data.validation = ROWS;
    bench->data.classes = 200;
    bench->data.train = 4000;
    is_not(bench, FEW_ROWS);
    bench->data.train = 3999;
    holds(bench, FEW_ROWS);
    bench->data.train = 1999;
    assert_false(find(bench, FINDING_FEW_ROWS)->note);
}

static void unknown_words(void **state)
{
    struct bench *bench = *state;
    bench->data.unknown = 0.249;
    is_not(bench, VOCABULARY);
    bench->data.unknown = 0.251;
    assert_true(find(bench, FINDING_VOCABULARY)->note);
    remedy_is(bench, VOCABULARY, 0, NUM_WORDS, 20000);
    bench->data.unknown = 0.51;
    assert_false(find(bench, FINDING_VOCABULARY)->note);
    bench->data.unknown = NAN;
    is_not(bench, VOCABULARY);
}

static void texts_without_words(void **state)
{
    struct bench *bench = *state;
    bench->data.blank = 0.019;
    is_not(bench, BLANK);
    bench->data.blank = 0.021;
    assert_true(find(bench, FINDING_BLANK)->note);
    remedy_is(bench, BLANK, 0, NONE, 0);
    bench->data.blank = 0.21;
    bench->data.unknown = 0.3;
    assert_false(find(bench, FINDING_BLANK)->note);
    remedy_is(bench, BLANK, 0, NUM_WORDS, 20000);
}

static void texts_are_cut(void **state)
{
    struct bench *bench = *state;
    bench->data.full = 0.49;
    is_not(bench, CUT);
    bench->data.full = 0.51;
    holds(bench, CUT);
    remedy_is(bench, CUT, 0, MAXLEN, 400);
    assert_null(diagnosis_gravest(&bench->diagnosis));
    /* Where their lengths are known: nearly all fill the rows exactly, or are longer than they. */
    bench->data.words_p95 = 99;
    is_not(bench, CUT);
    bench->data.words_p95 = 100;
    holds(bench, CUT);
}

static void classes_out_of_balance(void **state)
{
    struct bench *bench = *state;
    uint32_t *rows = bench->classes.rows[PART_TRAIN];
    rows[0] = 7900, rows[1] = 2100;
    is_not(bench, IMBALANCE);
    rows[0] = 8000, rows[1] = 2000;
    holds(bench, IMBALANCE);
    number_is(bench, IMBALANCE, "recall", 0.78);
    set_epoch(bench, 2, 0.45, 0.499, 0.81); /* the rare class is recognised all the same */
    is_not(bench, IMBALANCE);
    set_epoch(bench, 2, 0.45, 0.499, 0.78);
    number_is(bench, IMBALANCE, "class", 0);
    number_is(bench, IMBALANCE, "rare_share", 0.2);
    remedy_is(bench, IMBALANCE, 0, BALANCED, 1);
    bench->spec.class_weight = CLASS_WEIGHT_BALANCED;
    is_not(bench, IMBALANCE);
    bench->spec.class_weight = CLASS_WEIGHT_NONE;
    bench->classes.classes = 3;
    rows[0] = 5000, rows[1] = 5000, rows[2] = 501;
    is_not(bench, IMBALANCE);
    rows[2] = 500;
    holds(bench, IMBALANCE);
}

static void no_validation(void **state)
{
    struct bench *bench = *state;
    is_not(bench, NO_VALIDATION);
    bench->data.validation = 0;
    holds(bench, NO_VALIDATION);
}

/* Another program's epochs may have any number: no loop counts up to it. */
static void epochs_of_any_number(void **state)
{
    struct bench *bench = *state;
    bench->epoch[1].epoch = UINT32_MAX - 1;
    bench->epoch[2].epoch = UINT32_MAX;
    bench->epoch[2].val_accuracy = 0.5f;
    bench->point[29].last = UINT64_MAX;
    holds(bench, UNSTABLE);
    number_is(bench, UNSTABLE, "val_epoch", UINT32_MAX);
}

/* ---- all of them ---- */

/* What is wrong comes first, in the order of the codes; what is merely worth knowing, behind. */
static void order_is_gravity(void **state)
{
    struct bench *bench = *state;
    overfit(bench, 0.5, 0.6, 0.1);
    bench->data.unknown = 0.3;
    bench->data.full = 0.9;
    diagnose(&bench->evidence, &bench->diagnosis);
    const enum finding_code wanted[] = {FINDING_OVERFITTING, FINDING_SURE_WRONG, FINDING_VOCABULARY,
                                        FINDING_CUT};
    assert_int_equal(bench->diagnosis.findings, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(bench->diagnosis.finding[i].code, wanted[i]);
    for (size_t i = 0; i < bench->diagnosis.refuted_count; i++)
        assert_null(diagnosis_find(&bench->diagnosis, bench->diagnosis.refuted[i].code));
    assert_true(bench->diagnosis.refuted_count > 5);
}

static void names_are_codes(void **state)
{
    (void)state;
    for (unsigned code = 0; code < FINDING_CODES; code++) {
        assert_int_equal(finding_named(finding_name((enum finding_code)code)), code);
        assert_non_null(finding_number_name((enum finding_code)code, 0));
    }
    assert_int_equal(finding_named("vanished"), FINDING_CODES);
    assert_null(finding_name(FINDING_CODES));
}

/* ---- recorded runs ---- */

static const char *const RECORDED[] = {
    "ag-lstm",
    "ag-simplernn",
    "agpre-simplernn",
    "best-bigru",
    "bi-bilstm",
    "clip-simplernn-1",
    "clip-simplernn-2",
    "cosine-simplernn",
    "demo-simplernn",
    "drop-lstm",
    "early-lstm",
    "lr4-simplernn-2",
    "lr4-simplernn-3",
    "lstm-lstm-1",
    "lstm-lstm-2",
    "lstmvar-lstm-padpost-units128",
    "lstmvar-lstm-padpost-units128-drop-2",
    "lstmvar-lstm-padpost-units128-drop0",
    "lstmvar-lstm-padpost-units32-drop0",
    "nan-simplernn",
    "relu-simplernn",
    "rnnvar-simplernn-padpost-lr0.0001",
    "rnnvar-simplernn-padpost-lr0.001",
    "rnnvar-simplernn-padpost-lr0.01",
    "rnnvar-simplernn-padpre-lr0.001",
    "rt-lstm",
    "rt-simplernn",
    "rtlen-lstm",
    "rtpre-lstm",
    "rtpre-simplernn",
    "sgd-lstm",
    "simplernn-simplernn-1",
    "simplernn-simplernn-2",
    "sms-simplernn",
    "smspre-lstm",
    "stopped-lstm",
};

static const struct finding *gravest(struct told_board *told, const struct curves_tape *tape,
                                     struct diagnosis *diagnosis)
{
    struct evidence evidence = evidence_of(told->board, tape->run);
    diagnose(&evidence, diagnosis);
    return diagnosis_gravest(diagnosis);
}

/* The recording says so, or "." for nothing. */
static void expect_line(const char *name, const struct curves_tape *tape,
                        const struct finding *finding)
{
    const char *wanted = tape_line(tape), *got = finding ? finding_name(finding->code) : ".";
    if (strcmp(wanted, got) != 0)
        fail_msg("%s, epoch %zu: expected %s, got %s", name, tape->epoch, wanted, got);
}

/* After each epoch; after the last one once the run has ended, since then it is still learning or
 * not. */
static void recorded_runs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof RECORDED / sizeof *RECORDED; i++) {
        struct told_board told;
        struct curves_tape tape;
        struct diagnosis diagnosis;
        told_board_open(&told);
        tape_open(&tape, &told, RECORDED[i]);
        size_t epochs = json_array_size(json_object_get(tape.json, "epochs"));
        while (tape_epoch(&tape, &told)) {
            if (tape.epoch == epochs)
                tape_end(&tape, &told);
            expect_line(RECORDED[i], &tape, gravest(&told, &tape, &diagnosis));
        }
        assert_int_equal(tape.epoch, epochs);
        tape_close(&tape);
        told_board_close(&told);
    }
}

#define ON_BENCH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BENCH(nothing_of_a_good_run),
        ON_BENCH(nothing_of_what_is_not_known),
        ON_BENCH(exploded),
        ON_BENCH(exploded_in_a_batch),
        ON_BENCH(rate_too_high),
        ON_BENCH(rate_is_not_high_at_the_beginning),
        ON_BENCH(loss_jumps),
        ON_BENCH(jump_passes),
        ON_BENCH(validation_falls),
        ON_BENCH(restless_in_three_epochs),
        ON_BENCH(overfitting),
        ON_BENCH(overfitting_that_cost_nothing),
        ON_BENCH(no_overfitting_where_it_is_unstable),
        ON_BENCH(no_overfitting_behind_a_jump),
        ON_BENCH(learns_slowly),
        ON_BENCH(sure_and_wrong),
        ON_BENCH(still_learning_at_the_end),
        ON_BENCH(validation_is_better),
        ON_BENCH(answers_one_class),
        ON_BENCH(answers_one_class_and_learns),
        ON_BENCH(guessing_with_sgd),
        ON_BENCH(rare_class_is_never_answered),
        ON_BENCH(guessing_of_weighed_rows),
        ON_BENCH(no_better_than_chance),
        ON_BENCH(padding_is_to_blame),
        ON_BENCH(below_words),
        ON_BENCH(test_is_far),
        ON_BENCH(one_class_alone),
        ON_BENCH(few_rows),
        ON_BENCH(unknown_words),
        ON_BENCH(texts_without_words),
        ON_BENCH(texts_are_cut),
        ON_BENCH(classes_out_of_balance),
        ON_BENCH(no_validation),
        ON_BENCH(epochs_of_any_number),
        ON_BENCH(order_is_gravity),
        cmocka_unit_test(names_are_codes),
        cmocka_unit_test(recorded_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
