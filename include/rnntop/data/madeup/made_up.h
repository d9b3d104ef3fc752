/*
 * made_up: a data set that a grammar makes up, in the shape that Keras gives to IMDB: two halves of
 * rows of word ids, half of each half positive, words numbered by how often they come.
 */
#ifndef RNNTOP_DATA_MADEUP_MADE_UP_H
#define RNNTOP_DATA_MADEUP_MADE_UP_H

#include <stdatomic.h>
#include <stddef.h>

#include "rnntop/base/status.h"
#include "rnntop/data/dataset.h"
#include "rnntop/data/halves.h"
#include "rnntop/data/madeup/grammar.h"
#include "rnntop/data/text/vocabulary.h"
#include "rnntop/spec/run_spec.h"

struct made_up {
    struct data_halves halves;
    struct vocabulary *vocabulary;
    /*
     * The accuracy on the test half of who understands every statement and weighs all of them:
     * nobody can judge better. `ceiling_whole` is for whole reviews; `ceiling` for what the spec
     * leaves of them: a statement is lost where a word that its sense hangs on is cut off or is
     * none of the num_words.
     */
    double ceiling_whole, ceiling;
};

/* Makes all of it up. What *made holds afterwards, complete or not, the caller frees.
 * RT_INTERRUPTED when *stop (may be NULL) became true. */
enum rt_status made_up_write(const struct grammar *grammar, const struct data_spec *spec,
                             data_progress progress, void *context, const atomic_bool *stop,
                             struct made_up *made, struct rt_error *error);
void made_up_free(struct made_up *made);

/* The text of the built-in grammar, data/demo.grammar, closed by a NUL. */
const char *made_up_demo_text(void);

#endif
