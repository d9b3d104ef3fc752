#include "config.h"

#include "rnntop/train/outputs.h"

#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "rnntop/files/atomic_file.h"

/* By name, or as one file under two names. */
static bool are_same(const char *a, const char *b)
{
    struct stat first, second;
    if (!a || !b)
        return false;
    if (strcmp(a, b) == 0)
        return true;
    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

static enum rt_status check_writable(const char *path, struct rt_error *error)
{
    struct atomic_file *file;
    enum rt_status status = atomic_file_open(&file, path, error);
    if (status == RT_OK)
        atomic_file_abort(file);
    return status;
}

enum rt_status outputs_check(const char *save, const char *csv, const char *data,
                             struct rt_error *error)
{
    enum rt_status status = RT_OK;
    if (are_same(save, data) || are_same(csv, data))
        return rt_fail(error, ERR_OUTPUT_IS_DATA, data);
    if (are_same(save, csv))
        return rt_fail(error, ERR_SAVE_IS_CSV, csv);
    if (save)
        status = check_writable(save, error);
    if (status == RT_OK && csv)
        status = check_writable(csv, error);
    return status;
}
