/*
 * json_lines: what JSON output has beside events (store/event_json.h): a run's model in short, and
 * a model's scores. The keys are a promise to scripts: see the man page.
 */
#ifndef RNNTOP_REPORT_JSON_LINES_H
#define RNNTOP_REPORT_JSON_LINES_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "rnntop/run/event.h"
#include "rnntop/spec/run_spec.h"

/* {"event":"model","run":"lstm","parameters":643713, ...}: a run begins; event: the data event that
 * says so. Nothing where nobody said what its model is. False: it could not be written. */
bool json_lines_model(FILE *out, const struct run_spec *spec, const struct run_event *event);

/* Adds precision, recall, f1, auc and confusion (rows of rows) to an object; each name begins with
 * val_ where `val` says so. Those that there are not become null. NULL is allowed. */
void json_lines_add_metrics(json_t *object, const struct metrics *metrics, bool val);

#endif
