/*
 * json_text: JSON as compact text, whole or not at all.
 */
#ifndef RNNTOP_FILES_JSON_TEXT_H
#define RNNTOP_FILES_JSON_TEXT_H

#include <jansson.h>
#include <stddef.h>

/* The text, with `room` bytes behind its NUL for the caller, who frees it. length may be NULL; NULL
 * without memory, or when json is NULL. */
char *json_text(const json_t *json, size_t room, size_t *length);

#endif
