/*
 * program: what the commands share.
 */
#ifndef RNNTOP_PROGRAM_H
#define RNNTOP_PROGRAM_H

#include <stdbool.h>
#include <stdio.h>

#include "rnntop/base/status.h"
#include "rnntop/spec/settings.h"
#include "rnntop/train/session.h"

enum program_exit { PROGRAM_DONE = 0, PROGRAM_FAILED = 1, PROGRAM_USAGE = 2 };

/* Each runs a command to its end and returns the exit status. */
int cmd_dashboard(const struct settings *settings);
int cmd_train(const struct settings *settings);
int cmd_eval(const struct settings *settings, const char *model);

/* Prints "rnntop: <sentence>" on stderr; returns the exit status that fits. */
int program_complain(const struct rt_error *error);

/* A session for the settings' runs with its board; NULL and a complaint on failure. */
struct session *program_session(const struct settings *settings, struct board **board, int *status);

/* Watches a started session without a screen until it has finished or a signal came; then ends it.
 * Returns the exit status. */
int program_watch(const struct settings *settings, struct session *session, struct board *board);

/* What the lesson prints of its data: shapes, the first review as numbers, as words, its label. */
struct dataset;
void lesson_print(const struct dataset *data, FILE *out);

/* --help and --version. */
void help_print(FILE *out, enum setting_command command);
void help_version(FILE *out);

#endif
