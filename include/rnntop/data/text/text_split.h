/*
 * text_split: from texts that were read to the two halves of a data set.
 *
 * Where no test part was read, a share of each class becomes it, chosen by the seed. The training
 * rows are then put in an order that the seed decides, because files are often sorted by class and
 * Keras validates on the last rows. Words are numbered as Keras's Tokenizer does on the training
 * texts in their file's order (validation rows are among them, as where one calls fit_on_texts()
 * before fit()): the most frequent first, of equals the one that came first.
 */
#ifndef RNNTOP_DATA_TEXT_TEXT_SPLIT_H
#define RNNTOP_DATA_TEXT_TEXT_SPLIT_H

#include "rnntop/base/status.h"
#include "rnntop/data/halves.h"
#include "rnntop/data/text/classes.h"
#include "rnntop/data/text/text_set.h"
#include "rnntop/data/text/vocabulary.h"
#include "rnntop/spec/run_spec.h"
#include "rnntop/spec/text_reading.h"

struct text_data {
    struct data_halves halves;
    struct vocabulary *vocabulary; /* all words that have an id below num_words, or the index's */
    struct data_classes classes;
    size_t words_found; /* different ones, in the training rows */
    struct text_reading reading;
};

/* What *data holds afterwards, complete or not, the caller frees. */
enum rt_status text_split(const struct text_set *set, const struct data_spec *spec,
                          struct text_data *data, struct rt_error *error);

#endif
