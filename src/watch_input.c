#include "config.h"

#include "watch_input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "rnntop/store/event_reader.h"

#define RING_CAPACITY 4096
#define RING_RESERVE  256
#define CHUNK         65536
#define GROWTH_MS     200 /* between two looks at a file that may grow */
#define NAP_NS        2000000

struct watch_input {
    int fd;
    bool own; /* it is not standard input's */
    bool follow;
    char *source;
    int stop_pipe[2];
    struct ring *ring;
    struct event_reader *reader;
    pthread_t thread;
    bool started;
    atomic_bool stopping, ended, failed;
    off_t taken; /* of a file that is followed */
    char chunk[CHUNK];
};

static bool stopping(const struct watch_input *input)
{
    return atomic_load_explicit(&input->stopping, memory_order_relaxed);
}

static void take(void *context, const struct run_event *event)
{
    struct watch_input *input = context;
    const struct timespec nap = {0, NAP_NS};
    if (event->kind == EVENT_NONE)
        ring_step(input->ring, &event->run, &event->steps);
    else
        ring_must(input->ring, event);
    while (!ring_flush(input->ring) && !stopping(input))
        nanosleep(&nap, NULL);
}

/* Waits for input, or for a followed file's growth; false when it is time to stop. */
static bool wait_for_more(struct watch_input *input, bool at_end)
{
    struct pollfd fds[2] = {{.fd = input->stop_pipe[0], .events = POLLIN},
                            {.fd = input->fd, .events = POLLIN}};
    poll(fds, at_end ? 1 : 2, at_end ? GROWTH_MS : -1);
    return !stopping(input);
}

/* A file that was written anew is read anew. */
static void look_for_truncation(struct watch_input *input)
{
    struct stat about;
    if (fstat(input->fd, &about) == 0 && about.st_size < input->taken &&
        lseek(input->fd, 0, SEEK_SET) == 0)
        input->taken = 0;
}

static void say_failure(struct watch_input *input, int reason)
{
    struct rt_error error;
    struct run_event event = {.kind = EVENT_MESSAGE};
    rt_fail(&error, ERR_WATCH_CANT_READ, reason);
    rt_error_at_path(&error, input->source);
    event.as.message.warning = true;
    event.parcel = parcel_of_error(&error);
    take(input, &event);
    event_drop(&event);
    atomic_store(&input->failed, true);
}

static void *read_all(void *context)
{
    struct watch_input *input = context;
    bool at_end = false;
    while (wait_for_more(input, at_end)) {
        ssize_t got = read(input->fd, input->chunk, sizeof input->chunk);
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got < 0)
            say_failure(input, errno);
        at_end = got == 0;
        if (got < 0 || (at_end && !input->follow))
            break;
        if (at_end)
            look_for_truncation(input);
        input->taken += got;
        event_reader_feed(input->reader, input->chunk, (size_t)got);
    }
    if (!stopping(input))
        event_reader_end(input->reader);
    /* Pairs with the load in watch_input_ended(): what was put is put. */
    atomic_store(&input->ended, true);
    return NULL;
}

static enum rt_status open_source(struct watch_input *input, const char *source, bool follow,
                                  struct rt_error *error)
{
    struct stat about = {0};
    bool standard = strcmp(source, "-") == 0;
    input->fd = standard ? STDIN_FILENO : open(source, O_RDONLY | O_CLOEXEC);
    input->own = !standard && input->fd >= 0;
    int reason = input->fd < 0 || fstat(input->fd, &about) != 0 ? errno
                 : S_ISDIR(about.st_mode)                       ? EISDIR
                                                                : 0;
    input->follow = follow && !standard && S_ISREG(about.st_mode);
    if (reason == 0)
        return RT_OK;
    rt_fail(error, ERR_WATCH_CANT_READ, reason);
    rt_error_at_path(error, source);
    return error->status;
}

enum rt_status watch_input_start(struct watch_input **out, const char *source, bool follow,
                                 struct rt_error *error)
{
    struct watch_input *input = calloc(1, sizeof *input);
    *out = NULL;
    if (!input)
        return rt_fail(error, ERR_NO_MEMORY);
    input->fd = input->stop_pipe[0] = input->stop_pipe[1] = -1;
    input->source = strdup(source);
    enum rt_status status = open_source(input, source, follow, error);
    if (status == RT_OK)
        status = ring_create(&input->ring, RING_CAPACITY, RING_RESERVE, error);
    if (status == RT_OK)
        status = event_reader_create(&input->reader, take, input, error);
    if (status == RT_OK && pipe(input->stop_pipe) != 0)
        status = rt_fail(error, ERR_WATCH_NO_THREAD, errno);
    int reason = status == RT_OK ? pthread_create(&input->thread, NULL, read_all, input) : 0;
    if (reason != 0)
        status = rt_fail(error, ERR_WATCH_NO_THREAD, reason);
    input->started = status == RT_OK;
    if (status == RT_OK)
        *out = input;
    else
        watch_input_stop(input);
    return status;
}

void watch_input_stop(struct watch_input *input)
{
    if (!input)
        return;
    if (input->started) {
        atomic_store(&input->stopping, true);
        while (write(input->stop_pipe[1], "", 1) < 0 && errno == EINTR)
            continue;
        pthread_join(input->thread, NULL);
    }
    for (size_t i = 0; i < 2; i++) {
        if (input->stop_pipe[i] >= 0)
            close(input->stop_pipe[i]);
    }
    if (input->own)
        close(input->fd);
    event_reader_destroy(input->reader);
    ring_destroy(input->ring);
    free(input->source);
    free(input);
}

struct ring *watch_input_ring(const struct watch_input *input)
{
    return input->ring;
}

bool watch_input_ended(const struct watch_input *input)
{
    return atomic_load(&input->ended);
}

bool watch_input_failed(const struct watch_input *input)
{
    return atomic_load(&input->failed);
}
