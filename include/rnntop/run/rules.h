/*
 * rules: the rules of a diagnosis. Private to run: diagnosis.c has their table and order.
 *
 * A rule looks, fills in the finding's numbers, and says what it saw. Numbers are filled in where
 * it is NOT_SO too, since a person may want to know how far from it the run is.
 */
#ifndef RNNTOP_RUN_RULES_H
#define RNNTOP_RUN_RULES_H

#include "rnntop/run/diagnosis.h"

enum verdict {
    UNJUDGED, /* what it would need is not there (yet) */
    NOT_SO,
    HOLDS
};

/* What all rules look at. */
struct look {
    const struct evidence *evidence;
    const struct diagnosis *so_far; /* what the rules before this one found */
    double rows;        /* of the validation; 0: there is none, or nobody knows its classes */
    struct guess guess; /* what guessing scores there */
    double even;        /* the loss of giving each class the same probability: ln K */
    const struct epoch_event *newest;   /* the last epoch that has ended, or NULL */
    const struct epoch_event *best;     /* the one of the lowest validation loss, or NULL */
    const struct epoch_event *accurate; /* of the highest validation accuracy, or NULL */
};

typedef enum verdict (*rule)(const struct look *look, struct finding *finding);

/* Of the curves: rules_curves.c. */
enum verdict rule_exploded(const struct look *look, struct finding *finding);
enum verdict rule_rate_high(const struct look *look, struct finding *finding);
enum verdict rule_unstable(const struct look *look, struct finding *finding);
enum verdict rule_overfitting(const struct look *look, struct finding *finding);
enum verdict rule_slow(const struct look *look, struct finding *finding);
enum verdict rule_sure_wrong(const struct look *look, struct finding *finding);
enum verdict rule_unfinished(const struct look *look, struct finding *finding);
enum verdict rule_val_better(const struct look *look, struct finding *finding);

/* Of the answers, held against something: rules_answers.c. */
enum verdict rule_one_answer(const struct look *look, struct finding *finding);
enum verdict rule_guessing(const struct look *look, struct finding *finding);
enum verdict rule_below_words(const struct look *look, struct finding *finding);
enum verdict rule_test_far(const struct look *look, struct finding *finding);

/* Of the data: rules_data.c. */
enum verdict rule_one_class(const struct look *look, struct finding *finding);
enum verdict rule_few_rows(const struct look *look, struct finding *finding);
enum verdict rule_vocabulary(const struct look *look, struct finding *finding);
enum verdict rule_blank(const struct look *look, struct finding *finding);
enum verdict rule_cut(const struct look *look, struct finding *finding);
enum verdict rule_padding(const struct look *look, struct finding *finding);
enum verdict rule_imbalance(const struct look *look, struct finding *finding);
enum verdict rule_no_validation(const struct look *look, struct finding *finding);

/* What the rules share. */

/* A finding's remedies: the likelier first. Those of the kind NONE are left out. */
void try_first(struct finding *finding, enum remedy_kind kind, double value);
void try_too(struct finding *finding, enum remedy_kind kind, double value);

/* A tenth of the learning rate, and the optimiser's default at most. */
double rate_lower(const struct run_spec *spec);
/* What to try of a network that learns nothing: that where the rate is above the optimiser's
 * default, else ten times it. */
double rate_other(const struct run_spec *spec);

/* Most of what the network reads last may be padding: it stands behind the words, nothing masks it,
 * and the answer is the last step's. */
bool ends_in_padding(const struct run_spec *spec);

/* And it is so much, three steps of ten, that it is the likeliest reason why nothing is learned. */
bool padding_is_to_blame(const struct look *look);

/* A layer drops a part of what it gets. */
bool is_dropped(const struct run_spec *spec);
/* sgd and those whose rate shrinks: adam learns where they do not. */
bool is_slow(enum optimizer_kind kind);

/* The standard error of a share that was counted in so many rows. */
double share_error(double share, double rows);

/* Rows of the validation whose class is `actual` (or was answered as `said`); METRICS_MAX_CLASSES
 * at most. */
uint32_t answers_actual(const struct metrics *metrics, size_t actual);
uint32_t answers_said(const struct metrics *metrics, size_t said);

#endif
