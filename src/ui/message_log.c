#include "config.h"

#include "rnntop/ui/message_log.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/clock.h"
#include "rnntop/base/utf8.h"

struct message_log {
    struct log_entry message[MESSAGE_LOG_SIZE]; /* a circle */
    size_t begin, count;
};

enum rt_status message_log_create(struct message_log **log, struct rt_error *error)
{
    *log = calloc(1, sizeof **log);
    return *log ? RT_OK : rt_fail(error, ERR_NO_MEMORY);
}

void message_log_destroy(struct message_log *log)
{
    for (size_t i = 0; log && i < MESSAGE_LOG_SIZE; i++)
        free(log->message[i].text);
    free(log);
}

/* A copy made safe; a control character may become three bytes. */
static char *safe_copy(const char *text)
{
    size_t length = strlen(text), size = 3 * length + 1;
    char *copy = malloc(size);
    if (copy)
        utf8_sanitize(text, length, false, copy, size);
    return copy;
}

void message_log_add(struct message_log *log, const struct run_id *run, bool warning,
                     const char *text)
{
    char *copy = log ? safe_copy(text) : NULL;
    if (!copy)
        return;
    if (log->count == MESSAGE_LOG_SIZE) {
        log->begin = (log->begin + 1) % MESSAGE_LOG_SIZE;
        log->count--;
    }
    struct log_entry *message = &log->message[(log->begin + log->count) % MESSAGE_LOG_SIZE];
    free(message->text); /* of the oldest, whose place this was */
    *message = (struct log_entry){run ? *run : (struct run_id){""}, warning, clock_now_s(), copy};
    log->count++;
}

size_t message_log_count(const struct message_log *log)
{
    return log ? log->count : 0;
}

const struct log_entry *message_log_at(const struct message_log *log, size_t i)
{
    assert(i < log->count);
    return &log->message[(log->begin + i) % MESSAGE_LOG_SIZE];
}
