/*
 * finding: one thing that a run's figures say, as a fact: a code, numbers, and what to try. The
 * rules that find it are in diagnosis.h, its sentence in words/findings.h.
 */
#ifndef RNNTOP_RUN_FINDING_H
#define RNNTOP_RUN_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FINDING_NUMBERS  7
#define FINDING_REMEDIES 2

/*
 * X(CODE, name, its numbers' names): the gravest first. Names are those of the written form
 * (rnntop-events(5)), and the places of sentences. Shares and accuracies are from 0 to 1; chance is
 * what always answering the commonest class scores in the validation rows; class is a number, from
 * 0; a number that nobody knows is NaN.
 */
/* clang-format off */
#define FINDINGS(X)                                                                                \
    /* A loss is no number any more, or far beyond what guessing scores. */                        \
    X(EXPLODED, "exploded", "loss", "chance_loss", "rate")                                         \
    /* A part of the data (enum data_part) has rows of one class alone. */                         \
    X(ONE_CLASS, "one_class", "part", "class", "rows")                                             \
    /* So few rows that chance decides; margin: of 19 in 20 such validations, at most. */          \
    X(FEW_ROWS, "few_rows", "train", "validation", "classes", "margin")                            \
    /* A part of the words is unknown to the network. */                                           \
    X(VOCABULARY, "vocabulary", "unknown", "num_words")                                            \
    /* In a part of the training texts no word is known. */                                        \
    X(BLANK, "blank", "blank", "unknown")                                                          \
    /* The training loss of a whole epoch is above what guessing scores. */                        \
    X(RATE_HIGH, "rate_high", "loss", "chance_loss", "rate")                                       \
    /* All of the newest validation's answers, but for a few, are one class. */                    \
    X(ONE_ANSWER, "one_answer", "class", "answers", "val_accuracy", "chance", "padding")           \
    /* No epoch is better than chance; luck: what chance may reach. */                             \
    X(GUESSING, "guessing", "val_accuracy", "chance", "luck", "padding")                           \
    /* The training loss jumped (at: in epochs), or validation accuracy fell. */                   \
    X(UNSTABLE, "unstable", "loss_from", "loss_to", "at", "val_from", "val_to", "val_epoch",       \
      "rate")                                                                                      \
    /* since: the best epoch; what stood there, and what stands now. */                            \
    X(OVERFITTING, "overfitting", "best_val_loss", "val_loss", "best_loss", "loss",                \
      "best_val_accuracy", "val_accuracy")                                                         \
    X(SLOW, "slow", "loss", "val_loss", "chance_loss", "rate")                                     \
    /* A linear model of words, pairs and triples does better. */                                  \
    X(BELOW_WORDS, "below_words", "val_accuracy", "words", "full")                                  \
    X(TEST_FAR, "test_far", "test_accuracy", "val_accuracy", "margin")                             \
    /* Validation loss rises while its accuracy holds. */                                          \
    X(SURE_WRONG, "sure_wrong", "best_val_loss", "val_loss", "best_val_accuracy", "val_accuracy")  \
    X(UNFINISHED, "unfinished", "fall", "val_loss", "epochs")                                      \
    X(VAL_BETTER, "val_better", "val_accuracy", "accuracy", "dropout")                             \
    X(CUT, "cut", "full", "maxlen")                                                                 \
    X(PADDING, "padding", "padding", "maxlen")                                                     \
    X(IMBALANCE, "imbalance", "class", "share", "rare_class", "rare_share", "recall")                        \
    X(NO_VALIDATION, "no_validation", "train")
/* clang-format on */

enum finding_code {
#define FINDING_CODE(CODE, ...) FINDING_##CODE,
    FINDINGS(FINDING_CODE) FINDING_CODES
#undef FINDING_CODE
};

/* What may help: a setting that gets a value. NONE: nothing that a setting could do. */
enum remedy_kind {
    REMEDY_NONE,
    REMEDY_LEARNING_RATE,
    REMEDY_GLOBAL_CLIPNORM,
    REMEDY_MASK_ZERO,   /* value: 1 */
    REMEDY_PADDING_PRE, /* value: 1 */
    REMEDY_MAXLEN,
    REMEDY_NUM_WORDS,
    REMEDY_EARLY_STOPPING,
    REMEDY_DROPOUT,
    REMEDY_EPOCHS,
    REMEDY_BALANCED, /* value: 1 */
    REMEDY_ADAM,     /* value: 1; the optimiser */
    REMEDY_VALIDATION_SPLIT,
    REMEDY_KINDS
};

struct remedy {
    enum remedy_kind kind;
    double value;
};

struct finding {
    enum finding_code code;
    bool note;      /* true: worth knowing, and nothing is wrong */
    uint32_t since; /* epoch, from 1; 0: of no epoch in particular */
    double number[FINDING_NUMBERS];
    struct remedy remedy[FINDING_REMEDIES]; /* the first is the likelier one */
};

/* "overfitting"; NULL for no code. */
const char *finding_name(enum finding_code code);
/* The code of that name; FINDING_CODES where there is none. */
enum finding_code finding_named(const char *name);
/* The name of its i-th number, from 0; NULL behind the last one. */
const char *finding_number_name(enum finding_code code, size_t i);
/* The number of that name; NaN where the code has none. */
double finding_number(const struct finding *finding, const char *name);

#endif
