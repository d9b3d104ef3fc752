/*
 * scene: screens' data for tests: the lesson's two runs, made by a formula, the same on every
 * machine.
 *
 * The SimpleRNN jumps, the LSTM climbs and then overfits; every batch has its noise. What is fed
 * goes through rings and a board, as it does in the program.
 */
#ifndef RNNTOP_TESTS_SCENE_H
#define RNNTOP_TESTS_SCENE_H

#include "rnntop/run/board.h"
#include "rnntop/ui/screen.h"
#include "tests/run/told_board.h"

#define SCENE_BATCHES 584
#define SCENE_EPOCHS  10
#define SCENE_HOME    "/home/ada" /* is $HOME of who looks: shown as "~" */
#define SCENE_MAX     SCREEN_MAX_RUNS

struct scene {
    struct board *board;
    struct told_board told;
    uint64_t batch[SCENE_MAX]; /* trained so far, over all epochs */
    double seconds[SCENE_MAX];
    size_t runs;
    struct screen screen;
    uint32_t classes; /* of the data, where there are more than two */
};

/* A SimpleRNN and an LSTM for each seed from 1 on; nothing has happened yet. */
void scene_open(struct scene *scene, size_t seeds);
/* The same of each combination of the values: {"units=16,32", "dropout=0,0.3", NULL}. */
void scene_open_sweep(struct scene *scene, const char *const *sweep, size_t seeds);
void scene_close(struct scene *scene);

/* What the session would tell. */
void scene_source(struct scene *scene, const char *name, bool fallback);
void scene_data(struct scene *scene);
/* The demo corpus, where nothing else was found: the message row says so. */
void scene_demo(struct scene *scene);
/* What NB-SVM scores. */
void scene_baseline(struct scene *scene);
void scene_state(struct scene *scene, size_t run, enum run_state state);
/* path: raw, or NULL. */
void scene_progress(struct scene *scene, size_t run, enum progress_task task, const char *path,
                    uint64_t done, uint64_t total);
/* Trains to so many epochs, with the validations on the way. */
void scene_train(struct scene *scene, size_t run, double epochs);
/* The last epoch's validation waits: it is under way. */
void scene_train_unvalidated(struct scene *scene, size_t run, double epochs);
void scene_saved(struct scene *scene, size_t run, const char *path);
/* The next batch's loss is no number. */
void scene_break(struct scene *scene, size_t run);
void scene_end(struct scene *scene, size_t run, enum run_state state);
/* A whole run: ten epochs, its test, saved, done. */
void scene_finish(struct scene *scene, size_t run);

/* What a callback did, just now. */
void scene_callback(struct scene *scene, size_t run, enum callback_kind kind, float from, float to);

/* Polls the board until it is empty and refreshes the screen. */
void scene_show(struct scene *scene);

/* ---- named moments, for golden screens ---- */

struct scene_moment {
    const char *name;
    void (*make)(struct scene *scene); /* after it was opened with `seeds` seeds */
    size_t seeds;
    const char *sweep[3]; /* that it is opened with; ends with NULL */
};
const struct scene_moment *scene_moments(size_t *count);
void scene_open_moment(struct scene *scene, const struct scene_moment *moment);

#endif
