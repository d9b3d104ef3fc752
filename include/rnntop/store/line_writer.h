/*
 * line_writer: an object as one line of JSON, key by key, straight into a stream. Private to store.
 *
 * Not jansson's writer: that has one number of digits for all figures, and takes memory for every
 * one of them.
 */
#ifndef RNNTOP_STORE_LINE_WRITER_H
#define RNNTOP_STORE_LINE_WRITER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define LINE_DEPTH    6
#define LINE_INFINITE 16 /* infinite figures of an object; more are NaN when they come back */

struct line_writer {
    FILE *out;
    size_t depth;
    struct {
        bool comma;       /* something stands in it already */
        size_t infinites; /* figures of it that are infinite */
        struct {
            const char *key;
            bool negative;
        } infinite[LINE_INFINITE];
    } level[LINE_DEPTH];
};

/* Each opens an object, or a list; key: NULL inside a list and at the line's beginning. */
void line_open(struct line_writer *line, const char *key);
void line_open_list(struct line_writer *line, const char *key);
void line_close(struct line_writer *line);
void line_close_list(struct line_writer *line);

/* A member; in a list key is NULL. */
void line_text(struct line_writer *line, const char *key, const char *text);
void line_integer(struct line_writer *line, const char *key, int64_t value);
/* Beyond what JSON readers keep as an integer, 2^63 - 1, it is written as a string. */
void line_natural(struct line_writer *line, const char *key, uint64_t value);
void line_bool(struct line_writer *line, const char *key, bool value);
void line_null(struct line_writer *line, const char *key);
void line_float(struct line_writer *line, const char *key, float value);
void line_double(struct line_writer *line, const char *key, double value);
void line_json(struct line_writer *line, const char *key, const json_t *json);

/* Text of any bytes: where it is no UTF-8, made safe under the key, and in hexadecimal under
 * KEY_bytes. Only in an object. */
void line_bytes(struct line_writer *line, const char *key, const char *text);
/* True where it is UTF-8. */
bool line_is_utf8(const char *text);

#endif
