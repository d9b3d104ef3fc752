/*
 * trainer: trains one run from its first batch, or from where it stood, to its test score, on the
 * calling thread.
 *
 * What happens goes out through the outlet; what is asked comes in through the control. Nothing
 * here waits for a disk or a reader. A run whose loss stops being a number ends there, and what its
 * last whole epoch had learned is kept, or its best one where it restores that. A run that is
 * stopped early by its callbacks (callbacks.h) ends as done, tested with the restored weights.
 */
#ifndef RNNTOP_TRAIN_TRAINER_H
#define RNNTOP_TRAIN_TRAINER_H

#include <stdatomic.h>

#include "rnntop/base/pool.h"
#include "rnntop/data/dataset.h"
#include "rnntop/files/model_file.h"
#include "rnntop/run/control.h"
#include "rnntop/run/outlet.h"
#include "rnntop/spec/run_spec.h"
#include "rnntop/train/recorder.h"
#include "rnntop/train/training_state.h"

/* Everything outlives the run. */
struct trainer_job {
    const struct run_spec *spec;
    struct run_id run;
    struct outlet *outlet; /* this thread is its producer */
    struct control *control;
    struct pool *pool;
    struct recorder *recorder;
    const struct dataset *data;
    const atomic_bool *discard; /* when stopped: don't write what was learned since the last save */
    /* Where to go on; both NULL: from the beginning. The same spec and data must have led there. */
    const struct training_state *state;
    const struct training_blocks *blocks;
};

/*
 * Trains, validates, tests and saves; ends with EVENT_END. *last gets the weights it ended with
 * (the caller owns them), or NULL when there are none worth keeping. Returns how the run ended.
 */
enum run_state trainer_run(const struct trainer_job *job, struct model_snapshot **last);

#endif
