/*
 * json: the little that rnntop adds to jansson.
 *
 * Everything else calls jansson directly; these keep its one gap (a NaN has no JSON) and one style.
 */
#ifndef RNNTOP_BASE_JSON_H
#define RNNTOP_BASE_JSON_H

#include <jansson.h>
#include <stddef.h>

#include "rnntop/base/status.h"

/* A number, or null for NaN and the infinities. A new reference; NULL without memory. */
json_t *json_number(double value);

/* The same of a float, as the double that its shortest text is read as: written with
 * JSON_FLOAT_DIGITS it is that text again. */
#define JSON_FLOAT_DIGITS 9
json_t *json_float(float value);

/* The shortest text of a float or double that reads back the same ("0.1", not
 * "0.10000000000000001"); locale-independent. Returns the length without the NUL. */
#define JSON_NUMBER_SIZE 32
size_t json_float_text(float value, char out[JSON_NUMBER_SIZE]);
size_t json_double_text(double value, char out[JSON_NUMBER_SIZE]);

/* Parses text[0 .. length) as one JSON value: duplicate keys, trailing bytes and NULs refused,
 * depth bounded. NULL, and a sentence with line and column in *error, when it is not one. */
json_t *json_parse(const char *text, size_t length, const char *what, struct rt_error *error);

#endif
