/* The rules of a diagnosis that hold what the network answers against something: one class, chance,
 * words alone, the test. */
#include "config.h"

#include <math.h>

#include "rnntop/run/rules.h"

/* 199 of 200 answers are one class. A class that is commoner than that in the data may be answered
 * as often as it comes. */
#define ONE_ANSWER_SHARE 0.995
#define ONE_ANSWER_ROWS  20 /* of fewer, all may well be one class */
/* A network that learns to tell the classes apart by its figures, though not yet by its answers, is
 * given some epochs: SMS Spam's SimpleRNN answers "ham" for five epochs and leaves it by itself. */
#define ONE_ANSWER_EPOCHS 3

/* Both the accuracy, within what luck reaches (three standard errors; 1 of 700 coins), and the loss
 * must be those of guessing: at an accuracy of 0.875, which is ham's share, a loss of 0.29 is a
 * network that learns. */
#define GUESSING_ERRORS 3
#define GUESSING_LOSS   0.01

#define RATE_SMALL 3e-4 /* below, ten times the rate is tried before a tenth */
#define RARE_SHARE 0.8

/* Two standard errors and at least a point: what a linear model of words has that this has not. It
 * is said once the network gets no better: an epoch before, it may be on its way there. */
#define WORDS_LEAST  0.01
#define WORDS_ERRORS 2
#define WORDS_EPOCHS 2

/* Three standard errors of the difference, and at least three points. */
#define TEST_LEAST  0.03
#define TEST_ERRORS 3

static double padding_of(const struct look *look)
{
    return look->evidence->data ? look->evidence->data->padding : NAN;
}

/* What keeps a network at guessing. Optimisers that give each weight the same rate, or one that
 * shrinks, are too slow for a recurrent network at their defaults. */
static void try_against_guessing(const struct look *look, struct finding *finding)
{
    const struct run_spec *spec = look->evidence->spec;
    if (padding_is_to_blame(look)) {
        try_first(finding, REMEDY_MASK_ZERO, 1);
        try_too(finding, REMEDY_PADDING_PRE, 1);
    } else if (is_slow(spec->optimizer.kind)) {
        try_first(finding, REMEDY_ADAM, 1);
    } else {
        try_first(finding, REMEDY_LEARNING_RATE,
                  spec->optimizer.learning_rate < RATE_SMALL ? rate_other(spec) : rate_lower(spec));
    }
}

static bool loss_is_of_guessing(const struct look *look)
{
    return look->best && look->best->val_loss > look->guess.loss - GUESSING_LOSS;
}

/* The class that nearly all answers are, and their share. */
static double commonest_answer(const struct metrics *metrics, double *answers)
{
    uint64_t rows = 0, most = 0;
    size_t class = 0;
    for (size_t i = 0; i < metrics->classes; i++) {
        uint64_t said = answers_said(metrics, i);
        rows += said;
        class = said > most ? i : class;
        most = said > most ? said : most;
    }
    *answers = rows > 0 ? (double)most / (double)rows : 0;
    return (double)class;
}

static bool is_judged(const struct metrics *metrics)
{
    return metrics->classes >= 2 && metrics->classes <= METRICS_MAX_CLASSES;
}

/* Whether it has been so in each of the last epochs. */
static bool stays_one_answer(const struct evidence *evidence)
{
    double answers = 0;
    if (evidence->epoch_count < ONE_ANSWER_EPOCHS)
        return false;
    for (size_t i = evidence->epoch_count - ONE_ANSWER_EPOCHS; i < evidence->epoch_count; i++) {
        if (!is_judged(&evidence->epochs[i].val))
            return false;
        commonest_answer(&evidence->epochs[i].val, &answers);
        if (answers < ONE_ANSWER_SHARE)
            return false;
    }
    return true;
}

enum verdict rule_one_answer(const struct look *look, struct finding *finding)
{
    const struct epoch_event *newest = look->newest;
    double answers;
    if (!newest || !is_judged(&newest->val) || look->rows < ONE_ANSWER_ROWS ||
        look->guess.accuracy >= ONE_ANSWER_SHARE || diagnosis_find(look->so_far, FINDING_EXPLODED))
        return UNJUDGED;
    finding->number[0] = commonest_answer(&newest->val, &answers);
    finding->number[1] = answers;
    finding->number[2] = newest->val_accuracy;
    finding->number[3] = look->guess.accuracy;
    finding->number[4] = padding_of(look);
    if (answers < ONE_ANSWER_SHARE)
        return NOT_SO;
    if (!loss_is_of_guessing(look) && !stays_one_answer(look->evidence) && !look->evidence->done)
        return NOT_SO;
    finding->since = newest->epoch;
    if (!loss_is_of_guessing(look) && look->guess.accuracy >= RARE_SHARE &&
        look->evidence->spec->class_weight == CLASS_WEIGHT_NONE &&
        !is_slow(look->evidence->spec->optimizer.kind))
        try_first(finding, REMEDY_BALANCED, 1);
    else
        try_against_guessing(look, finding);
    return HOLDS;
}

enum verdict rule_guessing(const struct look *look, struct finding *finding)
{
    const struct guess *guess = &look->guess;
    if (!look->best || !look->accurate || look->rows == 0 ||
        diagnosis_find(look->so_far, FINDING_EXPLODED) ||
        diagnosis_find(look->so_far, FINDING_ONE_ANSWER))
        return UNJUDGED;
    double luck = guess->accuracy + GUESSING_ERRORS * share_error(guess->accuracy, look->rows);
    finding->number[0] = look->accurate->val_accuracy;
    finding->number[1] = guess->accuracy;
    finding->number[2] = luck;
    finding->number[3] = padding_of(look);
    if (look->accurate->val_accuracy > luck || !loss_is_of_guessing(look))
        return NOT_SO;
    finding->since = 1;
    try_against_guessing(look, finding);
    return HOLDS;
}

/* ---- words alone ---- */

/* Who guesses, or has exploded, is below words, of course. */
static bool finds_nothing(const struct look *look)
{
    return diagnosis_find(look->so_far, FINDING_EXPLODED) ||
           diagnosis_find(look->so_far, FINDING_ONE_ANSWER) ||
           diagnosis_find(look->so_far, FINDING_GUESSING);
}

static bool gets_no_better(const struct look *look)
{
    uint32_t last = look->accurate->epoch;
    if (look->best && look->best->epoch > last)
        last = look->best->epoch;
    return look->evidence->done || look->newest->epoch >= last + WORDS_EPOCHS;
}

enum verdict rule_below_words(const struct look *look, struct finding *finding)
{
    const struct baseline_event *baseline = look->evidence->baseline;
    if (!baseline || !isfinite(baseline->val_accuracy) || !look->accurate || finds_nothing(look))
        return UNJUDGED;
    double words = baseline->val_accuracy, own = look->accurate->val_accuracy;
    double error = share_error(words, look->rows);
    finding->number[0] = own;
    finding->number[1] = words;
    finding->number[2] = look->evidence->data ? look->evidence->data->full : NAN;
    if (!(words - own > fmax(WORDS_LEAST, WORDS_ERRORS * error)) || !gets_no_better(look))
        return NOT_SO;
    finding->since = look->accurate->epoch;
    if (look->evidence->done && look->newest == look->accurate &&
        look->evidence->stopped_early == 0)
        try_first(finding, REMEDY_EPOCHS, 2.0 * look->newest->epoch); /* it was on its way */
    if (!is_dropped(look->evidence->spec))
        try_too(finding, REMEDY_DROPOUT, 0.5);
    return HOLDS;
}

/* ---- the test ---- */

/* The epoch whose weights were tested; NULL where they are of no epoch's end. */
static const struct epoch_event *tested_epoch(const struct look *look)
{
    const struct evidence *evidence = look->evidence;
    if (!evidence->done)
        return NULL;
    for (size_t i = 0; i < evidence->epoch_count; i++) {
        if (evidence->epochs[i].epoch == evidence->restored)
            return &evidence->epochs[i];
    }
    return look->newest;
}

static double test_rows(const struct evidence *evidence)
{
    return evidence->data ? (double)evidence->data->test : 0;
}

enum verdict rule_test_far(const struct look *look, struct finding *finding)
{
    const struct test_event *test = look->evidence->test;
    const struct epoch_event *epoch = tested_epoch(look);
    double rows = test_rows(look->evidence);
    if (!test || !epoch || !isfinite(epoch->val_accuracy) || !isfinite(test->accuracy) ||
        look->rows == 0 || rows < 1 || diagnosis_find(look->so_far, FINDING_EXPLODED))
        return UNJUDGED;
    double mean = ((double)epoch->val_accuracy + (double)test->accuracy) / 2;
    double error = hypot(share_error(mean, rows), share_error(mean, look->rows));
    double margin = fmax(TEST_LEAST, TEST_ERRORS * error);
    finding->number[0] = test->accuracy;
    finding->number[1] = epoch->val_accuracy;
    finding->number[2] = margin;
    if (fabs(finding->number[0] - finding->number[1]) <= margin)
        return NOT_SO;
    finding->since = epoch->epoch;
    return HOLDS;
}
