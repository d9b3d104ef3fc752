/*
 * message_log: the newest MESSAGE_LOG_SIZE messages since the dashboard came up, for the view of
 * messages.
 */
#ifndef RNNTOP_UI_MESSAGE_LOG_H
#define RNNTOP_UI_MESSAGE_LOG_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/base/status.h"
#include "rnntop/run/run_id.h"

#define MESSAGE_LOG_SIZE 500 /* the oldest leave first */

struct log_entry {
    struct run_id run; /* "" of no run in particular */
    bool warning;
    double clock_s; /* monotonic, when it came */
    char *text;     /* for a person, made safe */
};

struct message_log;

enum rt_status message_log_create(struct message_log **log, struct rt_error *error);
void message_log_destroy(struct message_log *log);

/* Adds a copy of the text, made safe; does nothing without memory, or where log is NULL. */
void message_log_add(struct message_log *log, const struct run_id *run, bool warning,
                     const char *text);

size_t message_log_count(const struct message_log *log);
const struct log_entry *message_log_at(const struct message_log *log, size_t i); /* 0: oldest */

#endif
