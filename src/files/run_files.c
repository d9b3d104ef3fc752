#include "config.h"

#include "rnntop/files/run_files.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rnntop/files/csv_log.h"
#include "rnntop/files/places.h"

static void csv_row_destroy(struct csv_row *row)
{
    if (!row)
        return;
    free(row->path);
    free(row);
}

void run_files_free(struct run_files *files)
{
    while (files->rows) {
        struct csv_row *row = files->rows;
        files->rows = row->next;
        csv_row_destroy(row);
    }
    free(files->taken);
}

/* ---- models ---- */

static void forget_name(struct run_files *files)
{
    free(files->taken);
    files->taken = NULL;
}

/* Whether the file that the run took is still as the run left it. Whoever moved it away may have
 * put another in its place; the inode number alone would not tell, since file systems give a freed
 * one to the next file. */
static bool still_ours(const struct run_files *files)
{
    struct stat now;
    const struct stat *then = &files->written;
    return stat(files->taken, &now) == 0 && now.st_dev == then->st_dev &&
           now.st_ino == then->st_ino && now.st_size == then->st_size &&
           now.st_mtim.tv_sec == then->st_mtim.tv_sec &&
           now.st_mtim.tv_nsec == then->st_mtim.tv_nsec;
}

/* Sees that the run has a file of its own in the default folder. *fresh: it was taken just now, and
 * is empty. */
static enum rt_status take_name(struct run_files *files, const struct run_spec *run, bool *fresh,
                                struct rt_error *error)
{
    char *folder;
    *fresh = false;
    if (files->taken && !still_ours(files))
        forget_name(files);
    if (files->taken)
        return RT_OK;
    enum rt_status status = places_data_folder(&folder, error);
    if (status != RT_OK)
        return status;
    status = places_make_folder(folder, error);
    if (status == RT_OK)
        status = places_take_model_name(&files->taken, folder, run, error);
    *fresh = status == RT_OK;
    free(folder);
    return status;
}

/* Remembers the run's file as this save left it; a name that nothing came under is given back. */
static void settle(struct run_files *files, bool fresh, bool saved)
{
    struct stat now;
    if (stat(files->taken, &now) < 0)
        return;
    if (fresh && now.st_size == 0) {
        unlink(files->taken); /* the empty file that held the name */
        forget_name(files);
    } else if (fresh || saved) {
        files->written = now;
    }
}

enum rt_status run_files_save(struct run_files *files, const struct model_snapshot *snapshot,
                              const char *path, char **written, struct rt_error *error)
{
    enum rt_status status = RT_OK;
    bool fresh = false;

    *written = NULL;
    if (!path)
        status = take_name(files, &snapshot->run, &fresh, error);
    const char *target = path ? path : files->taken;
    if (status == RT_OK)
        status = model_file_write(target, snapshot, error);
    if (status == RT_OK)
        *written = strdup(target);
    if (!path && files->taken)
        settle(files, fresh, status == RT_OK);
    return status;
}

/* ---- the CSV log ---- */

struct csv_row *csv_row_create(const char *path, unsigned columns, const struct epoch_event *epoch)
{
    struct csv_row *row = calloc(1, sizeof *row);
    if (!row)
        return NULL;
    row->path = strdup(path);
    if (!row->path) {
        free(row);
        return NULL;
    }
    row->columns = columns;
    row->heading = !epoch;
    if (epoch)
        row->epoch = *epoch;
    return row;
}

static void drop_first(struct run_files *files)
{
    struct csv_row *row = files->rows;
    files->rows = row->next;
    if (!files->rows)
        files->last_row = NULL;
    csv_row_destroy(row);
}

static void append(struct run_files *files, struct csv_row *row)
{
    row->next = NULL;
    if (files->last_row)
        files->last_row->next = row;
    else
        files->rows = row;
    files->last_row = row;
}

static enum rt_status write_row(const struct csv_row *row, struct rt_error *error)
{
    if (row->heading)
        return csv_log_begin(row->path, row->columns, error);
    return csv_log_epoch(row->path, row->columns, &row->epoch, error);
}

bool run_files_retry(struct run_files *files, struct rt_error *news)
{
    bool told = files->rows_told;
    rt_fail(news, ERR_CSV_WHOLE_AGAIN);
    while (files->rows) {
        struct rt_error error;
        if (write_row(files->rows, &error) != RT_OK) {
            files->rows_told = true;
            rt_fail_within(&error, ERR_CSV_ROWS_WAIT);
            rt_error_copy(news, &error);
            return !told;
        }
        rt_error_at_path(news, files->rows->path);
        drop_first(files);
    }
    files->rows_told = false;
    return told;
}

bool run_files_add(struct run_files *files, struct csv_row *row, struct rt_error *news)
{
    while (row->heading && files->rows)
        drop_first(files); /* of a file that begins anew */
    append(files, row);
    return run_files_retry(files, news);
}
