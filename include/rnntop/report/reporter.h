/*
 * reporter: a session without a screen: Keras's progress lines, or JSON, as events come in.
 *
 * An observer of the board (board_observe). Results go to `out`, talk (saved files, warnings) to
 * `talk`; in JSON everything is an object on `out`.
 */
#ifndef RNNTOP_REPORT_REPORTER_H
#define RNNTOP_REPORT_REPORTER_H

#include <stdbool.h>
#include <stdio.h>

#include "rnntop/run/board.h"

struct reporter;

/* Lines of JSON in place of text: events; also each batch's figures. */
enum reporter_json { REPORT_JSON_NONE, REPORT_JSON_EVENTS, REPORT_JSON_STEPS };

struct reporter_options {
    FILE *out;
    FILE *talk;
    bool live; /* out is a terminal: progress lines are rewritten in place */
    enum reporter_json json;
    bool unicode; /* false: ASCII alone */
    bool metrics; /* precision and the like of each epoch, and the test's confusion */
    /* Called once, when the data is there, before the first run is announced: what the lesson
     * prints of its data. May be NULL; not called for JSON. */
    void (*show_data)(void *context, FILE *out);
    void *context;
};

enum rt_status reporter_create(struct reporter **reporter, const struct board *board,
                               const struct reporter_options *options, struct rt_error *error);
void reporter_destroy(struct reporter *reporter);

/* A board_observer; context is the reporter. */
void reporter_observe(void *context, size_t run, const struct run_event *event);

/* False once output could not be written. */
bool reporter_ok(const struct reporter *reporter);
/* Then: why, an errno; EPIPE where whoever read it has gone. Else 0. */
int reporter_failure(const struct reporter *reporter);
/* True if a run failed or a file could not be saved. */
bool reporter_trouble(const struct reporter *reporter);

/* Once all has been observed: of several runs the table of results, and which is the best. */
void reporter_conclude(struct reporter *reporter);

/* What the dashboard leaves in the scrollback: of few runs a line each with epochs, test accuracy,
 * model file; of many a table, and lines for those in trouble; then the best run and its file.
 * unicode: false for ASCII. */
void reporter_farewell(FILE *out, const struct board *board, bool unicode);

#endif
