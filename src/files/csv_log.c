#include "config.h"

#include "rnntop/files/csv_log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rnntop/files/atomic_file.h"

#define LINE_SIZE 256

static const char *heading(unsigned columns)
{
    if (columns & CSV_LOG_VALIDATION)
        return columns & CSV_LOG_RATE ? "epoch,accuracy,loss,lr,val_accuracy,val_loss\r\n"
                                      : "epoch,accuracy,loss,val_accuracy,val_loss\r\n";
    return columns & CSV_LOG_RATE ? "epoch,accuracy,loss,lr\r\n" : "epoch,accuracy,loss\r\n";
}

/* 9 digits tell any two floats apart; most need fewer. Returns the decimal exponent. */
static int shortest_digits(float value, char digits[16])
{
    char text[32];
    int exponent = 0;
    for (int more = 0; more <= 8; more++) {
        snprintf(text, sizeof text, "%.*e", more, (double)fabsf(value));
        if (strtof(text, NULL) == fabsf(value))
            break;
    }
    char *e = strchr(text, 'e');
    exponent = (int)strtol(e + 1, NULL, 10);
    size_t n = 0;
    for (const char *at = text; at < e; at++) {
        if (*at != '.')
            digits[n++] = *at;
    }
    digits[n] = '\0';
    return exponent;
}

size_t csv_log_number(float value, char out[CSV_LOG_NUMBER_SIZE])
{
    char digits[16];
    const char *sign = signbit(value) ? "-" : "";
    size_t size = CSV_LOG_NUMBER_SIZE;
    if (isnan(value))
        return (size_t)snprintf(out, size, "nan");
    if (isinf(value))
        return (size_t)snprintf(out, size, "%sinf", sign);
    int exponent = shortest_digits(value, digits);
    int n = (int)strlen(digits);
    /* Python's repr() writes out 1e-4 to 1e16, always with a fraction. */
    if (exponent < -4 || exponent >= 16)
        return (size_t)snprintf(out, size, "%s%c%s%se%c%02d", sign, digits[0], n > 1 ? "." : "",
                                digits + 1, exponent < 0 ? '-' : '+', abs(exponent));
    if (exponent < 0)
        return (size_t)snprintf(out, size, "%s0.%.*s%s", sign, -exponent - 1, "000", digits);
    if (exponent >= n - 1)
        return (size_t)snprintf(out, size, "%s%s%.*s.0", sign, digits, exponent - n + 1,
                                "000000000000000");
    return (size_t)snprintf(out, size, "%s%.*s.%s", sign, exponent + 1, digits,
                            digits + exponent + 1);
}

static size_t format_row(unsigned columns, const struct epoch_event *epoch, char line[LINE_SIZE])
{
    const struct {
        float value;
        unsigned column; /* 0: always */
    } cell[] = {{epoch->accuracy, 0},
                {epoch->loss, 0},
                {epoch->learning_rate, CSV_LOG_RATE},
                {epoch->val_accuracy, CSV_LOG_VALIDATION},
                {epoch->val_loss, CSV_LOG_VALIDATION}};
    /* Keras counts epochs from 0 here, and nowhere else. */
    size_t length = (size_t)snprintf(line, LINE_SIZE, "%" PRIu32, epoch->epoch - 1);
    for (size_t i = 0; i < sizeof cell / sizeof *cell; i++) {
        if (cell[i].column && !(columns & cell[i].column))
            continue;
        line[length++] = ',';
        length += csv_log_number(cell[i].value, line + length);
    }
    memcpy(line + length, "\r\n", 2);
    return length + 2;
}

enum rt_status csv_log_begin(const char *path, unsigned columns, struct rt_error *error)
{
    const char *line = heading(columns);
    struct atomic_file *file;
    enum rt_status status = atomic_file_open(&file, path, error);
    if (status != RT_OK)
        return status;
    status = atomic_file_write(file, line, strlen(line), error);
    if (status != RT_OK) {
        atomic_file_abort(file);
        return status;
    }
    return atomic_file_commit(file, error);
}

/* Writes all or gives errno. */
static int write_all(int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = write(fd, bytes, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return errno;
        bytes += written;
        size -= (size_t)written;
    }
    return 0;
}

enum rt_status csv_log_epoch(const char *path, unsigned columns, const struct epoch_event *epoch,
                             struct rt_error *error)
{
    char text[2 * LINE_SIZE];
    size_t length = 0;
    int reason = 0;
    struct stat status;
    /* O_CREAT: if somebody has removed the file meanwhile, it begins anew, as with append=True in
     * Keras. O_NONBLOCK: if it has become a pipe, open() must not hang. */
    int fd =
        open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, (mode_t)0666);
    if (fd < 0 || fstat(fd, &status) < 0) {
        reason = errno;
        goto done;
    }
    if (!S_ISREG(status.st_mode)) {
        close(fd);
        rt_fail(error, ERR_CSV_NOT_PLAIN);
        rt_error_at_path(error, path);
        return RT_ERR_IO;
    }
    if (status.st_size == 0) {
        length = strlen(heading(columns));
        memcpy(text, heading(columns), length);
    }
    length += format_row(columns, epoch, text + length);
    reason = write_all(fd, text, length);
    /* Half a row would be read as a wrong number. A disk that refuses this too is past help, and
     * the first reason is the one to tell. */
    if (reason != 0) {
        int ignored = ftruncate(fd, status.st_size);
        (void)ignored;
    }

done:
    if (fd >= 0 && close(fd) < 0 && reason == 0 && errno != EINTR)
        reason = errno;
    if (reason == 0)
        return RT_OK;
    rt_fail(error, ERR_CSV_NOT_WRITTEN, reason);
    rt_error_at_path(error, path);
    return RT_ERR_IO;
}
