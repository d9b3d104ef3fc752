/*
 * baseline: NB-SVM (nn/nb_svm.h) fitted beside the training, on a thread of its own: the reference
 * that runs are held against.
 *
 * It learns from the training rows of the runs, chooses and is judged on the same validation rows,
 * and is tested on the same test rows; but it reads them whole, with all words of the data, however
 * many of them num_words and maxlen leave to the runs. Without validation rows it chooses on the
 * last tenth of the training rows, and has no validation score. It changes no bit of what is
 * trained.
 */
#ifndef RNNTOP_TRAIN_BASELINE_H
#define RNNTOP_TRAIN_BASELINE_H

#include <stdatomic.h>
#include <stdbool.h>

#include "rnntop/data/dataset.h"
#include "rnntop/data/sequences.h"
#include "rnntop/run/outlet.h"

struct baseline;

/* The rows before they were cut, as dataset_take_whole() gives them. */
struct baseline_texts {
    struct sequences train, test; /* those of validation are the last of train */
};
void baseline_texts_free(struct baseline_texts *texts);

/* Seconds of a processor that it takes about; those of the machine that RESULTS.md tells of. */
double baseline_estimate(const struct dataset *data, const struct baseline_texts *texts);
/* A half with more words than this would take longer than so many seconds. */
size_t baseline_most_words(double seconds);

/* Starts the thread, which frees the texts when it is done; where it can't be started they are
 * freed at once. data must stay as it is, and the flag and the outlet, whose one producer it is,
 * live until baseline_end(). EVENT_BASELINE of that run comes out, or a warning that says why not;
 * nothing where *stop ended it, which it does soon. */
enum rt_status baseline_start(struct baseline **baseline, const struct dataset *data,
                              struct baseline_texts *texts, uint64_t seed, const struct run_id *run,
                              struct outlet *outlet, const atomic_bool *stop,
                              struct rt_error *error);

/* Nothing more will come. Any thread. */
bool baseline_done(const struct baseline *baseline);

/* Waits until it has come to its end or was stopped, and frees it; the caller may then
 * outlet_flush() its outlet. NULL is allowed. */
void baseline_end(struct baseline *baseline);

#endif
