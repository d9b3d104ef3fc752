/* The rules of a diagnosis that read the curves. */
#include "config.h"

#include <math.h>

#include "rnntop/run/rules.h"

/* Guessing scores H0, the entropy of the classes (0.693 of two equal ones). A network that answers
 * wrong and surely scores more, but no network that is trained at all scores ten times that: 6.9 is
 * to be wrong with p = 0.999 every time. */
#define EXPLODED_TIMES 10

/* At its beginning a network gives all classes about the same probability, and scores ln K. So a
 * whole epoch above that, by a quarter and more, means that its steps are too long to stay
 * anywhere. Of all recorded runs that were not to blame for it none came above 1.02 times ln K. */
#define RATE_HIGH_TIMES 1.25

/* A jump, within the span of the moving average. Absolute, not relative to the loss: 0.05 -> 0.12
 * is nothing, and every LSTM that overfits does that. In the recorded runs that were stable the
 * loss rose by 0.12 at most, in the unstable ones by 0.22 to 4.7. With more classes losses are
 * larger: by H0. */
#define JUMP_LOSS   0.15
#define JUMP_FROM   150  /* batches: before, the average is of few values */
#define JUMP_VAL    0.06 /* a masked LSTM's accuracy fell by 0.046 on its way up */
#define JUMP_ERRORS 3    /* and chance, which in small validations moves more than that */
#define JUMP_LAST   2    /* of the last epochs ... */
#define JUMP_MANY   3    /* ... or in so many of all */
#define LOG_2       0.6931471805599453

/* Twice, since a network with dropout goes 0.403 -> 0.432 -> 0.392; by 5 % and by 0.02, since
 * 0.033 -> 0.043 at an accuracy of 0.99 is nothing; and the training loss must have gone on, else
 * both rise and it is something else. */
#define OVERFITTING_EPOCHS 2
#define OVERFITTING_TIMES  1.05
#define OVERFITTING_LEAST  0.02
#define OVERFITTING_TRAIN  0.8

/* Three epochs within 0.03 of guessing: all runs that learned were farther away by then. */
#define SLOW_EPOCHS 3
#define SLOW_WITHIN 0.03

/* The loss a quarter up and the accuracy within a point of its best: the same answers are wrong,
 * and surer. */
#define SURE_TIMES    1.25
#define SURE_LEAST    0.05
#define SURE_ACCURACY 0.01
#define SURE_EPOCHS   3

/* Below the best of all epochs before; from one to the next it wavers by that much and more. Where
 * the training loss is less than half of it, more epochs are learned by heart. */
#define UNFINISHED_FALL  0.003
#define UNFINISHED_TRAIN 0.5

#define BETTER_LEAST  0.01
#define BETTER_ERRORS 2
#define BETTER_EPOCHS 2 /* in the first one training is averaged over its beginning */

static const struct epoch_event *before_last(const struct look *look)
{
    const struct evidence *evidence = look->evidence;
    return evidence->epoch_count > 1 ? &evidence->epochs[evidence->epoch_count - 2] : NULL;
}

static bool found(const struct look *look, enum finding_code code)
{
    return diagnosis_find(look->so_far, code);
}

static bool has_validation(const struct epoch_event *epoch)
{
    return epoch->val.classes > 0 || !isnan(epoch->val_loss);
}

/* A lower rate; and shorter gradients, which help where some are long. Where the rate alone is far
 * too high, they do not. */
static void try_shorter_steps(const struct run_spec *spec, struct finding *finding)
{
    try_first(finding, REMEDY_LEARNING_RATE, rate_lower(spec));
    if (optimizer_spec_clippings(&spec->optimizer) == 0 &&
        spec->optimizer.learning_rate <= 10.5 * rate_lower(spec))
        try_too(finding, REMEDY_GLOBAL_CLIPNORM, 1);
}

/* ---- exploded ---- */

static bool any_batch_broke(const struct evidence *evidence)
{
    for (size_t i = 0; i < evidence->point_count; i++) {
        if (evidence->points[i].loss.bad > 0)
            return true;
    }
    return false;
}

enum verdict rule_exploded(const struct look *look, struct finding *finding)
{
    const struct epoch_event *newest = look->newest;
    const struct evidence *evidence = look->evidence;
    bool broke = evidence->broke || any_batch_broke(evidence);
    double limit = EXPLODED_TIMES * look->guess.loss, loss = NAN;
    if (newest)
        loss = has_validation(newest) ? newest->val_loss : newest->loss;
    if (newest && look->rows > 0)
        broke = broke || !(newest->loss <= limit) || (has_validation(newest) && !(loss <= limit));
    finding->number[0] = loss;
    finding->number[1] = look->rows > 0 ? look->guess.loss : look->even;
    finding->number[2] = evidence->spec->optimizer.learning_rate;
    if (!broke)
        return newest && look->rows > 0 ? NOT_SO : UNJUDGED;
    if (evidence->broke)
        finding->number[0] = NAN;
    finding->since = newest ? newest->epoch : 1;
    try_shorter_steps(evidence->spec, finding);
    return HOLDS;
}

enum verdict rule_rate_high(const struct look *look, struct finding *finding)
{
    const struct epoch_event *newest = look->newest;
    if (!newest || look->rows == 0 || found(look, FINDING_EXPLODED))
        return UNJUDGED;
    finding->number[0] = newest->loss;
    finding->number[1] = look->even;
    finding->number[2] = look->evidence->spec->optimizer.learning_rate;
    if (!(newest->loss > RATE_HIGH_TIMES * look->even))
        return NOT_SO;
    finding->since = newest->epoch;
    try_shorter_steps(look->evidence->spec, finding);
    return HOLDS;
}

/* ---- unstable ---- */

struct jump {
    double rise, from, to, at; /* at: epochs */
};

/* Walks along the points: the next one, and the last that lies a span before it. */
struct walk {
    const struct evidence *evidence;
    uint64_t span;
    size_t at, back;
};

/* The epoch that a point's last batch is of. */
static uint64_t epoch_of(const struct evidence *evidence, size_t point)
{
    return (evidence->points[point].last - 1) / evidence->batches + 1;
}

/* The greatest rise of the smoothed loss within the epoch of the next point; walks to its end. */
static struct jump jump_within(struct walk *walk, uint64_t epoch)
{
    const struct evidence *evidence = walk->evidence;
    const struct history_point *point = evidence->points;
    struct jump jump = {.rise = -INFINITY};
    for (; walk->at < evidence->point_count && epoch_of(evidence, walk->at) == epoch; walk->at++) {
        const uint64_t last = point[walk->at].last;
        while (walk->back < walk->at && last - point[walk->back + 1].last >= walk->span)
            walk->back++;
        double from = point[walk->back].smooth_loss.mean, to = point[walk->at].smooth_loss.mean;
        if (last >= JUMP_FROM && last - point[walk->back].last >= walk->span &&
            to - from > jump.rise)
            jump = (struct jump){to - from, from, to, (double)last / evidence->batches};
    }
    return jump;
}

static void note_jump(struct finding *finding, const struct jump *jump)
{
    finding->number[0] = jump->from;
    finding->number[1] = jump->to;
    finding->number[2] = jump->at;
}

/* As much as a loss may rise, and an accuracy fall, of what is steady. */
static void steady(const struct look *look, double *rise, double *fall)
{
    double accuracy = look->accurate ? look->accurate->val_accuracy : 0.5;
    double error = share_error(accuracy, look->rows);
    *rise = JUMP_LOSS * fmax(1, look->rows > 0 ? look->guess.loss / LOG_2 : 1);
    *fall = isnan(error) ? JUMP_VAL : fmax(JUMP_VAL, JUMP_ERRORS * sqrt(2) * error);
}

/* What of a run is restless: epochs with a jump or a fall, and of the last of them which. */
struct restless {
    uint64_t epochs, last;
    struct jump jump;        /* of the last; NaN where there was none */
    double val_from, val_to; /* likewise */
    struct jump greatest;    /* of all; its rise is -infinite where nothing could be compared */
};

static void take_epoch(struct restless *restless, uint64_t epoch, const struct jump *jump,
                       const struct epoch_event *before, const struct epoch_event *now,
                       const double limit[2])
{
    bool jumped = jump->rise >= limit[0];
    bool fell = now && (double)before->val_accuracy - (double)now->val_accuracy >= limit[1];
    if (jump->rise > restless->greatest.rise)
        restless->greatest = *jump;
    if (!jumped && !fell)
        return;
    restless->epochs++;
    restless->last = epoch;
    restless->jump = jumped ? *jump : (struct jump){NAN, NAN, NAN, NAN};
    restless->val_from = fell ? before->val_accuracy : NAN;
    restless->val_to = fell ? now->val_accuracy : NAN;
}

/* Along points and epochs at once, whichever comes first: epochs may be missing on either side, and
 * their numbers are whatever somebody told. */
static struct restless find_restless(const struct look *look)
{
    const struct evidence *evidence = look->evidence;
    struct restless restless = {.greatest = {.rise = -INFINITY}};
    struct walk walk = {evidence,
                        evidence->batches < 2 * HISTORY_SMOOTH_BATCHES ? evidence->batches / 2
                                                                       : HISTORY_SMOOTH_BATCHES,
                        0, 0};
    double limit[2];
    steady(look, &limit[0], &limit[1]);
    for (size_t i = 1; i < evidence->epoch_count || walk.at < evidence->point_count;) {
        bool ended = i < evidence->epoch_count;
        uint64_t epoch = ended ? evidence->epochs[i].epoch : UINT64_MAX;
        if (walk.at < evidence->point_count && epoch_of(evidence, walk.at) < epoch) {
            epoch = epoch_of(evidence, walk.at);
            ended = false;
        }
        struct jump jump = jump_within(&walk, epoch);
        take_epoch(&restless, epoch, &jump, ended ? &evidence->epochs[i - 1] : NULL,
                   ended ? &evidence->epochs[i] : NULL, limit);
        i += ended ? 1 : 0;
    }
    return restless;
}

enum verdict rule_unstable(const struct look *look, struct finding *finding)
{
    const struct evidence *evidence = look->evidence;
    const uint64_t ended = look->newest ? look->newest->epoch : 0;
    if (evidence->batches == 0 || found(look, FINDING_EXPLODED) ||
        found(look, FINDING_ONE_ANSWER) || found(look, FINDING_GUESSING))
        return UNJUDGED; /* who answers now this class and now that falls, but from nowhere */
    const struct restless restless = find_restless(look);
    if (restless.last == 0 || (restless.last + JUMP_LAST <= ended && restless.epochs < JUMP_MANY)) {
        note_jump(finding, &restless.greatest);
        return isfinite(restless.greatest.rise) ? NOT_SO : UNJUDGED;
    }
    note_jump(finding, &restless.jump);
    finding->number[3] = restless.val_from;
    finding->number[4] = restless.val_to;
    finding->number[5] = isnan(restless.val_from) ? NAN : (double)restless.last;
    finding->number[6] = evidence->spec->optimizer.learning_rate;
    finding->since = restless.last < UINT32_MAX ? (uint32_t)restless.last : UINT32_MAX;
    try_shorter_steps(evidence->spec, finding);
    return HOLDS;
}

/* ---- validation loss against training loss ---- */

static void try_against_overfitting(const struct look *look, struct finding *finding)
{
    const struct run_spec *spec = look->evidence->spec;
    if (!spec->callbacks.stops)
        try_too(finding, REMEDY_EARLY_STOPPING, 2);
    if (!is_dropped(spec))
        try_too(finding, REMEDY_DROPOUT, 0.5);
}

static bool is_worse(const struct look *look, const struct epoch_event *epoch)
{
    double best = look->best->val_loss;
    return epoch->val_loss >= OVERFITTING_TIMES * best &&
           epoch->val_loss >= best + OVERFITTING_LEAST;
}

/* Where it jumped since then, its loss is higher for that reason, and is not judged. */
static bool is_restless_since(const struct look *look, const struct epoch_event *epoch)
{
    return found(look, FINDING_UNSTABLE) ||
           (look->evidence->batches > 0 && find_restless(look).last > epoch->epoch);
}

enum verdict rule_overfitting(const struct look *look, struct finding *finding)
{
    const struct epoch_event *newest = look->newest, *best = look->best;
    if (!best || newest->epoch < 2 || found(look, FINDING_EXPLODED) ||
        is_restless_since(look, best))
        return UNJUDGED;
    finding->number[0] = best->val_loss;
    finding->number[1] = newest->val_loss;
    finding->number[2] = best->loss;
    finding->number[3] = newest->loss;
    finding->number[4] = best->val_accuracy;
    finding->number[5] = newest->val_accuracy;
    /* Where the weights are the best epoch's again, it cost nothing. */
    if (newest->epoch < best->epoch + OVERFITTING_EPOCHS || !is_worse(look, newest) ||
        !is_worse(look, before_last(look)) || !(newest->loss <= OVERFITTING_TRAIN * best->loss) ||
        look->evidence->restored == best->epoch)
        return NOT_SO;
    finding->since = best->epoch;
    try_against_overfitting(look, finding);
    return HOLDS;
}

enum verdict rule_slow(const struct look *look, struct finding *finding)
{
    const struct epoch_event *newest = look->newest;
    if (!newest || newest->epoch < SLOW_EPOCHS || look->rows == 0 ||
        found(look, FINDING_EXPLODED) || found(look, FINDING_RATE_HIGH) ||
        found(look, FINDING_GUESSING) || found(look, FINDING_ONE_ANSWER))
        return UNJUDGED;
    double above = look->guess.loss - SLOW_WITHIN;
    finding->number[0] = newest->loss;
    finding->number[1] = look->best ? look->best->val_loss : NAN;
    finding->number[2] = look->guess.loss;
    finding->number[3] = look->evidence->spec->optimizer.learning_rate;
    if (!(newest->loss > above && newest->val_loss > above))
        return NOT_SO;
    finding->number[1] = newest->val_loss;
    if (padding_is_to_blame(look))
        try_first(finding, REMEDY_MASK_ZERO, 1);
    if (is_slow(look->evidence->spec->optimizer.kind))
        try_too(finding, REMEDY_ADAM, 1);
    else
        try_too(finding, REMEDY_LEARNING_RATE, rate_other(look->evidence->spec));
    return HOLDS;
}

enum verdict rule_sure_wrong(const struct look *look, struct finding *finding)
{
    const struct epoch_event *newest = look->newest, *best = look->best;
    if (!best || !look->accurate || newest->epoch < SURE_EPOCHS || found(look, FINDING_EXPLODED) ||
        found(look, FINDING_UNSTABLE) || found(look, FINDING_ONE_ANSWER) ||
        found(look, FINDING_GUESSING))
        return UNJUDGED;
    finding->number[0] = best->val_loss;
    finding->number[1] = newest->val_loss;
    finding->number[2] = look->accurate->val_accuracy;
    finding->number[3] = newest->val_accuracy;
    double holds = look->accurate->val_accuracy - SURE_ACCURACY;
    if (!(newest->val_loss >= SURE_TIMES * best->val_loss &&
          newest->val_loss >= best->val_loss + SURE_LEAST && newest->val_accuracy >= holds) ||
        look->evidence->restored == best->epoch)
        return NOT_SO;
    finding->since = best->epoch;
    try_against_overfitting(look, finding);
    return HOLDS;
}

/* ---- how it ends ---- */

/* The lowest validation loss of all epochs but the last one. */
static double best_before(const struct look *look)
{
    double best = INFINITY;
    for (size_t i = 0; i + 1 < look->evidence->epoch_count; i++)
        best = fmin(best, look->evidence->epochs[i].val_loss);
    return best;
}

enum verdict rule_unfinished(const struct look *look, struct finding *finding)
{
    const struct evidence *evidence = look->evidence;
    const struct epoch_event *newest = look->newest;
    if (!evidence->done || evidence->stopped_early > 0 || !before_last(look) || !look->best ||
        newest->epoch < evidence->spec->epochs)
        return UNJUDGED;
    finding->number[0] = best_before(look) - newest->val_loss;
    finding->number[1] = newest->val_loss;
    finding->number[2] = newest->epoch;
    for (size_t i = 0; i < look->so_far->findings; i++) {
        if (!look->so_far->finding[i].note)
            return UNJUDGED; /* more of the same is no cure for that */
    }
    if (look->best != newest || !(finding->number[0] >= UNFINISHED_FALL) ||
        !(newest->loss >= UNFINISHED_TRAIN * newest->val_loss))
        return NOT_SO;
    finding->since = newest->epoch;
    try_first(finding, REMEDY_EPOCHS, 2.0 * newest->epoch);
    return HOLDS;
}

enum verdict rule_val_better(const struct look *look, struct finding *finding)
{
    const struct epoch_event *newest = look->newest;
    finding->note = true;
    if (!newest || newest->epoch < BETTER_EPOCHS || !look->accurate || look->rows == 0)
        return UNJUDGED;
    double error = share_error(newest->val_accuracy, look->rows);
    finding->number[0] = newest->val_accuracy;
    finding->number[1] = newest->accuracy;
    finding->number[2] = is_dropped(look->evidence->spec) ? 1 : 0;
    if (!(newest->val_accuracy >= newest->accuracy + fmax(BETTER_LEAST, BETTER_ERRORS * error) &&
          newest->val_loss < newest->loss))
        return NOT_SO;
    finding->since = newest->epoch;
    return HOLDS;
}
