/*
 * program: what the commands share.
 */
#ifndef RNNTOP_PROGRAM_H
#define RNNTOP_PROGRAM_H

#include <stdbool.h>
#include <stdio.h>

#include "rnntop/base/status.h"
#include "rnntop/spec/commands.h"
#include "rnntop/spec/settings.h"
#include "rnntop/train/session.h"

enum program_exit { PROGRAM_DONE = 0, PROGRAM_FAILED = 1, PROGRAM_USAGE = 2 };

/* Each runs a command to its end and returns the exit status. */
int cmd_dashboard(const struct settings *settings);
int cmd_train(const struct settings *settings);
int cmd_eval(const struct settings *settings, const char *model);
int cmd_fetch(const struct settings *settings, const char *what);
/* No texts: the lines of standard input. */
int cmd_predict(const struct settings *settings, const char *model, const char *const *texts,
                size_t count);

/* Shows what is understood of the data at path. */
int cmd_data(const struct settings *settings, const char *path);

/* source: a file, or "-" for standard input. */
int cmd_watch(const struct settings *settings, const char *source);

/* Prints "rnntop: <sentence>" on stderr. */
void program_tell(const struct rt_error *error);
/* The exit status that fits. */
int program_exit_status(const struct rt_error *error);
/* Both. */
int program_complain(const struct rt_error *error);

/* Whether what is printed for people may be more than ASCII. */
bool program_unicode(const struct settings *settings);

/* Where standard output could not be written, for a reason that is an errno: fails with a sentence.
 * If its reader has gone (EPIPE) that is no failure: the program dies of SIGPIPE, as others do. */
enum rt_status program_output_failed(int reason, struct rt_error *error);
/* At the end of a command: writes what is left, and tells if that or anything before it could not
 * be written. The exit status: the one given, or that of the failure. */
int program_end_output(int status);

/* What a command does with a session that has started, to the session's end. */
typedef int (*program_watcher)(const struct settings *settings, struct session *session,
                               struct board *board);

/* Builds and starts a session for the settings' runs, which a signal stops; watches it; takes it
 * down. Returns the exit status. */
int program_run_session(const struct settings *settings, program_watcher watch);

/* Waits for the session's threads and brings the board everything that happened. */
void program_join(struct session *session, struct board *board);

/* The watcher without a screen: until the session has finished or a signal came. */
int train_watch(const struct settings *settings, struct session *session, struct board *board);

/* What the lesson prints of its data: shapes, the first review as numbers, as words, its label. */
struct dataset;
void lesson_print(const struct dataset *data, FILE *out);

/* --help and --version. */
void help_print(FILE *out, const struct command *command);
void version_print(FILE *out);

#endif
