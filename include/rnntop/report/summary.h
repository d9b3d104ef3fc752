/*
 * summary: a model as Keras's summary() prints it (TF 2.0's table, 65 columns).
 */
#ifndef RNNTOP_REPORT_SUMMARY_H
#define RNNTOP_REPORT_SUMMARY_H

#include <stddef.h>
#include <stdio.h>

#include "rnntop/spec/model_spec.h"

void summary_print(FILE *out, const struct model_spec *model, const char *name);

#define SUMMARY_NUMBER_SIZE 32
/* "643,713". */
void summary_number(size_t number, char out[SUMMARY_NUMBER_SIZE]);

#endif
