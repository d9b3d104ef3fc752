/*
 * json_lines: events as JSON, one object a line. The keys are a promise to scripts: see the man
 * page.
 */
#ifndef RNNTOP_REPORT_JSON_LINES_H
#define RNNTOP_REPORT_JSON_LINES_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "rnntop/run/event.h"
#include "rnntop/spec/run_spec.h"

/* Writes the event's object and a newline; nothing for events that have none (steps, states).
 * False: it could not be written. */
bool json_lines_event(FILE *out, const struct run_spec *spec, const struct run_event *event);

/* {"event":"model","run":"lstm","parameters":643713, ...} */
bool json_lines_model(FILE *out, const struct run_spec *spec);

/* Adds precision, recall, f1, auc and confusion (rows of rows) to an object; each name begins with
 * val_ where `val` says so. Those that there are not become null. NULL is allowed. */
void json_lines_add_metrics(json_t *object, const struct metrics *metrics, bool val);

#endif
