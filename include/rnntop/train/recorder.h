/*
 * recorder: the one thread that touches the disk, so that no slow or hung disk stops training.
 *
 * It listens to what the trainer tells, through a ring of its own, and writes each run's CSV file
 * from that. Models are handed to it as copies and written in order. It answers through its outlet,
 * whose only producer it is: EVENT_SAVED for a model, written or not, and EVENT_MESSAGE where a CSV
 * file can't be written.
 *
 * Any thread may call any function but create, finish and destroy, which are for one owner.
 */
#ifndef RNNTOP_TRAIN_RECORDER_H
#define RNNTOP_TRAIN_RECORDER_H

#include <stdbool.h>

#include "rnntop/files/model_file.h"
#include "rnntop/run/outlet.h"

struct recorder;

/* Starts the thread. It is the only reader of `heard`; ring and outlet outlive recorder_finish().
 */
enum rt_status recorder_create(struct recorder **recorder, struct ring *heard,
                               struct outlet *outlet, struct rt_error *error);

/* Where a run's files go; before its first event and its first save. Both paths may be NULL: save,
 * for the run's own name in the default folder, taken at its first save and kept for later ones;
 * csv, for no such file. */
enum rt_status recorder_add(struct recorder *recorder, const struct run_id *run,
                            const struct run_spec *spec, const char *save, const char *csv,
                            struct rt_error *error);

/*
 * Saves a run's model; takes the snapshot. A save of the same run that still waits is replaced, and
 * both are answered by one event, whose position is the snapshot's epochs_trained. What could not
 * be saved left the old file as it was.
 */
void recorder_save(struct recorder *recorder, const struct run_id *run,
                   struct model_snapshot *snapshot);

/* True when no save waits, nothing is being written, every event in the ring has been read, and no
 * answer waits for room in a listener's ring. */
bool recorder_idle(struct recorder *recorder);

/* Writes all that it was asked to and reads all that is in its ring, however long the disk takes,
 * and ends the thread. The ring's producer must have flushed the ring before. Answers that found no
 * room wait in the outlet; from here on the caller may outlet_flush() it. */
void recorder_finish(struct recorder *recorder);

/* Finishes first. NULL is allowed. */
void recorder_destroy(struct recorder *recorder);

#endif
