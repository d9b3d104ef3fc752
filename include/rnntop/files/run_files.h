/*
 * run_files: what of one run lies on the disk: its models, and its CSV log. One thread.
 *
 * Nothing here gives up for good: a save may be tried again, and rows that the disk refuses wait.
 */
#ifndef RNNTOP_FILES_RUN_FILES_H
#define RNNTOP_FILES_RUN_FILES_H

#include <stdbool.h>
#include <sys/stat.h>

#include "rnntop/files/model_file.h"
#include "rnntop/run/event.h"

/* A line of a CSV log to be written: its heading, or an epoch. */
struct csv_row {
    struct csv_row *next;
    char *path;       /* owned */
    unsigned columns; /* csv_log.h */
    bool heading;     /* begins the file anew */
    struct epoch_event epoch;
};

/* NULL without memory. epoch NULL: the heading. */
struct csv_row *csv_row_create(const char *path, unsigned columns, const struct epoch_event *epoch);

/* All zero: no files yet. */
struct run_files {
    char *taken;                     /* the run's model in the default folder, once there is one */
    struct stat written;             /* that file as the run left it */
    struct csv_row *rows, *last_row; /* not on the disk yet */
    bool rows_told;                  /* that they wait */
};

void run_files_free(struct run_files *files);

/*
 * Saves the model at path; NULL: in the default folder, under a name that the run takes with its
 * first save and keeps. *written gets the file's path (the caller frees it), or NULL: with an
 * error, or saved without memory left to say where. The old file is kept where the new one can't be
 * written, and a name that nothing came under is given back.
 */
enum rt_status run_files_save(struct run_files *files, const struct model_snapshot *snapshot,
                              const char *path, char **written, struct rt_error *error);

/* Takes a row, and writes all that wait. True when *news has something to say: that the disk
 * refuses them, once (ERR_CSV_ROWS_WAIT around the reason), and that it has them all again
 * (ERR_CSV_WHOLE_AGAIN). */
bool run_files_add(struct run_files *files, struct csv_row *row, struct rt_error *news);
/* Tries the rows that wait again. */
bool run_files_retry(struct run_files *files, struct rt_error *news);

#endif
