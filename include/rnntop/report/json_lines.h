/*
 * json_lines: events as JSON, one object a line. The keys are a promise to scripts: see the man
 * page.
 */
#ifndef RNNTOP_REPORT_JSON_LINES_H
#define RNNTOP_REPORT_JSON_LINES_H

#include <stdbool.h>
#include <stdio.h>

#include "rnntop/run/event.h"
#include "rnntop/spec/run_spec.h"

/* Writes the event's object and a newline; nothing for events that have none (steps, states).
 * False: it could not be written. */
bool json_lines_event(FILE *out, const struct run_spec *spec, const struct run_event *event);

/* {"event":"model","run":"lstm","parameters":643713, ...} */
bool json_lines_model(FILE *out, const struct run_spec *spec);

#endif
