/*
 * writer: the one thread that touches the disk, so that no slow or hung disk stops training.
 *
 * Jobs are taken over at once and done in order; what came of them goes out through the writer's
 * own ring, which it is the only producer of: EVENT_SAVED for a model, EVENT_MESSAGE where a CSV
 * file makes trouble. Runs are named by their number in the session, below SETTINGS_MAX_RUNS.
 *
 * Any thread may call any function but create, finish and destroy, which are for one owner.
 */
#ifndef RNNTOP_TRAIN_WRITER_H
#define RNNTOP_TRAIN_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "rnntop/files/model_file.h"
#include "rnntop/run/event.h"
#include "rnntop/run/ring.h"

struct writer;

/* Starts the thread. The ring must outlive writer_finish(). */
enum rt_status writer_create(struct writer **writer, struct ring *ring, struct rt_error *error);

/*
 * Saves a model; takes the snapshot. path NULL: the run's own name in the default folder, taken at
 * its first save and kept for later ones. A save of the same run that still waits is replaced, and
 * both are answered by one event: its position is the snapshot's epochs_trained, its text the path,
 * ~ for home, or the reason. What could not be saved left the old file as it was.
 */
void writer_save(struct writer *writer, uint32_t run, struct model_snapshot *snapshot,
                 const char *path);

/* Begins a run's CSV file, and adds an epoch to it. A row that can't be written waits and goes with
 * the next one, so that no file has holes; the first failure is told, and the recovery. */
void writer_csv_begin(struct writer *writer, uint32_t run, const char *path, unsigned columns);
void writer_csv_epoch(struct writer *writer, uint32_t run, const char *path, unsigned columns,
                      const struct epoch_event *epoch);

/* Nothing waits, nothing is being written, and the ring has taken every answer. */
bool writer_idle(struct writer *writer);

/* Does what is queued and ends the thread, however long the disk takes. Answers that found no room
 * in the ring wait on its producer's side: from here on the caller may ring_flush() it. */
void writer_finish(struct writer *writer);

/* The same for at most so many seconds. False: the disk hangs, and the thread is left to itself. It
 * tells nothing any more, and does what was queued if the disk comes back in time. */
bool writer_finish_within(struct writer *writer, double seconds);

/* Finishes first. NULL is allowed. */
void writer_destroy(struct writer *writer);

#endif
