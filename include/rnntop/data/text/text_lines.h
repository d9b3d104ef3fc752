/*
 * text_lines: bytes that come in pieces, as from a pipe, to lines of UTF-8, each decoded as a file
 * of training texts would be: UTF-16 where the stream begins with its mark or with NULs in every
 * other byte; else UTF-8, and a line that is none is Windows-1252. A byte order mark at the
 * stream's beginning is left out.
 */
#ifndef RNNTOP_DATA_TEXT_TEXT_LINES_H
#define RNNTOP_DATA_TEXT_TEXT_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/base/status.h"

#define TEXT_LINE_BYTES ((size_t)256 << 20) /* of the longest line */

struct text_lines;

struct text_lines *text_lines_create(void);        /* NULL without memory */
void text_lines_destroy(struct text_lines *lines); /* NULL is allowed */

/* The next bytes of the stream. Fails where the line in hand outgrows TEXT_LINE_BYTES, or memory;
 * the error has the line's number. */
enum rt_status text_lines_feed(struct text_lines *lines, const char *bytes, size_t count,
                               struct rt_error *error);

/* The next line, without its end, or *text NULL where none is whole yet. ended: there is no more
 * to come, so what is left is a line too. The text lives until the next call. */
enum rt_status text_lines_next(struct text_lines *lines, bool ended, const char **text,
                               size_t *length, struct rt_error *error);

#endif
