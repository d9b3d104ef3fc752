/*
 * curves: recorded runs, told to a board anew: tests/run/curves/NAME.json, each a real training.
 *
 * Its members: spec, as model files keep it; batches in an epoch; last, the last batch; end, the
 * state in which it ended; loss, the mean of each ten batches (their accuracy is told as the
 * epoch's); epochs, each loss, accuracy,
 * val_loss, val_accuracy and the confusion matrix of the validation; test, likewise, if it was
 * tested; data, the facts of a data event; line, what is to be said after each epoch.
 */
#ifndef RNNTOP_TESTS_RUN_CURVES_H
#define RNNTOP_TESTS_RUN_CURVES_H

#include <jansson.h>

#include "tests/run/told_board.h"

struct curves_tape {
    json_t *json;
    size_t run; /* its place on the board */
    uint64_t batch;
    size_t epoch; /* told so far */
};

/* Reads curves/NAME.json and announces its run and data on the board. */
void tape_open(struct curves_tape *tape, struct told_board *told, const char *name);
void tape_close(struct curves_tape *tape);

/* Tells the next epoch, batch by batch; false, and nothing told, behind the last. */
bool tape_epoch(struct curves_tape *tape, struct told_board *told);
/* Tells test and end. */
void tape_end(struct curves_tape *tape, struct told_board *told);

/* What its "line" says after the epoch told last. */
const char *tape_line(const struct curves_tape *tape);

#endif
