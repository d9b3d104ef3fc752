#include "config.h"

#include "rnntop/ui/terminal/capture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rnntop/base/utf8.h"

#define CAPTURE_SIZE 1024

struct capture {
    int end;  /* of the pipe; -1: standard error was left alone */
    int real; /* what standard error was */
    size_t length;
    char bytes[CAPTURE_SIZE]; /* read, and not yet given out */
};

enum rt_status capture_open(struct capture **capture, struct rt_error *error)
{
    int ends[2] = {-1, -1};
    enum rt_status status = RT_OK;
    struct capture *new = calloc(1, sizeof(*new));

    if (!new)
        return rt_fail(error, ERR_TERMINAL_NO_MEMORY);
    new->end = new->real = -1;
    if (!isatty(STDERR_FILENO)) {
        *capture = new;
        return RT_OK;
    }
    fflush(stderr);
    new->real = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (new->real < 0 || pipe(ends) != 0)
        goto fail;
    /* Whoever writes more than the pipe holds loses it; nobody who computes ever waits for us. */
    for (int i = 0; i < 2; i++) {
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
        fcntl(ends[i], F_SETFL, O_NONBLOCK);
    }
    if (dup2(ends[1], STDERR_FILENO) < 0)
        goto fail;
    close(ends[1]);
    new->end = ends[0];
    *capture = new;
    return RT_OK;

fail:
    status = rt_fail(error, ERR_TERMINAL_NO_STDERR_PIPE, errno);
    if (ends[0] >= 0) {
        close(ends[0]);
        close(ends[1]);
    }
    if (new->real >= 0)
        close(new->real);
    free(new);
    return status;
}

/* Reads what the pipe holds, as far as there is room. */
static void read_pipe(struct capture *capture)
{
    while (capture->length < CAPTURE_SIZE) {
        ssize_t n =
            read(capture->end, capture->bytes + capture->length, CAPTURE_SIZE - capture->length);
        if (n > 0)
            capture->length += (size_t)n;
        else if (n == 0 || errno != EINTR)
            return;
    }
}

void capture_close(struct capture *capture)
{
    if (!capture)
        return;
    if (capture->end >= 0) {
        fflush(stderr);
        dup2(capture->real, STDERR_FILENO);
        for (read_pipe(capture); capture->length > 0; read_pipe(capture)) {
            ssize_t n = write(STDERR_FILENO, capture->bytes, capture->length);
            if (n < 0)
                break;
            capture->length = 0;
        }
        close(capture->end);
        close(capture->real);
    }
    free(capture);
}

bool capture_line(struct capture *capture, bool ascii, char *line, size_t size)
{
    if (capture->end < 0)
        return false;
    read_pipe(capture);

    const char *newline = memchr(capture->bytes, '\n', capture->length);
    if (!newline && capture->length < CAPTURE_SIZE)
        return false; /* the rest of the line is still to come */
    size_t length = newline ? (size_t)(newline - capture->bytes) : capture->length;
    size_t used = newline ? length + 1 : length;
    if (length > size - 1)
        length = used = size - 1;
    utf8_sanitize(capture->bytes, length, ascii, line, size);
    memmove(capture->bytes, capture->bytes + used, capture->length - used);
    capture->length -= used;
    return true;
}

int capture_fd(const struct capture *capture)
{
    return capture->end;
}

int capture_real_fd(const struct capture *capture)
{
    return capture->real;
}
