#include "config.h"

#include "rnntop/data/text/text_lines.h"

#include <stdlib.h>
#include <string.h>

#include "rnntop/data/text/encoding.h"

struct text_lines {
    char *bytes; /* [begin .. end): what has not been given yet */
    size_t begin, end, room;
    size_t looked; /* up to here there is no line's end */
    bool begun;    /* the encoding is known, and the mark behind us */
    enum text_encoding encoding;
    size_t line;   /* given so far */
    char *decoded; /* the line that was given last, where it was not UTF-8 */
};

struct text_lines *text_lines_create(void)
{
    return calloc(1, sizeof(struct text_lines));
}

void text_lines_destroy(struct text_lines *lines)
{
    if (!lines)
        return;
    free(lines->bytes);
    free(lines->decoded);
    free(lines);
}

static bool is_wide(const struct text_lines *lines)
{
    return encoding_is_wide(lines->encoding);
}

static enum rt_status fail_in_line(const struct text_lines *lines, enum rt_status status,
                                   struct rt_error *error)
{
    rt_error_at_line(error, lines->line + 1);
    return status;
}

/* Room for so many bytes more, behind those that have not been given. */
static bool make_room(struct text_lines *lines, size_t count)
{
    const size_t waiting = lines->end - lines->begin;
    if (lines->begin > 0) {
        memmove(lines->bytes, lines->bytes + lines->begin, waiting);
        lines->looked -= lines->begin;
        lines->begin = 0;
        lines->end = waiting;
    }
    if (waiting + count <= lines->room)
        return true;
    const size_t room = 2 * (waiting + count);
    char *grown = realloc(lines->bytes, room);
    if (!grown)
        return false;
    lines->bytes = grown;
    lines->room = room;
    return true;
}

enum rt_status text_lines_feed(struct text_lines *lines, const char *bytes, size_t count,
                               struct rt_error *error)
{
    if (lines->end - lines->begin + count > TEXT_LINE_BYTES)
        return fail_in_line(lines, rt_fail(error, ERR_TEXT_LINE_TOO_LONG, TEXT_LINE_BYTES >> 20),
                            error);
    if (!make_room(lines, count))
        return fail_in_line(lines, rt_fail(error, ERR_TEXT_NO_MEMORY), error);
    memcpy(lines->bytes + lines->end, bytes, count);
    lines->end += count;
    return RT_OK;
}

/* The encoding by the stream's first bytes; false where there are too few of them yet. */
static bool begin(struct text_lines *lines, bool ended)
{
    const char *bytes = lines->bytes + lines->begin;
    const size_t count = lines->end - lines->begin;
    if (lines->begun)
        return true;
    if (count < ENCODING_MARK_BYTES && !ended && !memchr(bytes, '\n', count))
        return false;
    lines->encoding = encoding_find(bytes, count - count % 2);
    lines->begin += encoding_mark(bytes, count);
    lines->looked = lines->begin;
    lines->begun = true;
    return true;
}

/* Where the line in hand ends, or SIZE_MAX; what was looked at is not looked at again. */
static size_t find_end(struct text_lines *lines)
{
    const char *newline = NULL;
    if (!is_wide(lines)) {
        newline = memchr(lines->bytes + lines->looked, '\n', lines->end - lines->looked);
        lines->looked = lines->end;
        return newline ? (size_t)(newline - lines->bytes) : SIZE_MAX;
    }
    const char *unit = lines->encoding == ENCODING_UTF16LE ? "\n\0" : "\0\n";
    for (; lines->looked + 2 <= lines->end; lines->looked += 2) {
        if (memcmp(lines->bytes + lines->looked, unit, 2) == 0)
            return lines->looked;
    }
    return SIZE_MAX;
}

/* The line [text, length] in UTF-8. */
static enum rt_status decode(struct text_lines *lines, const char **text, size_t *length,
                             struct rt_error *error)
{
    if (!is_wide(lines) && encoding_is_utf8(*text, *length))
        return RT_OK;
    const enum text_encoding from = is_wide(lines) ? lines->encoding : ENCODING_CP1252;
    struct decoded decoded;
    free(lines->decoded);
    enum rt_status status = encoding_convert(*text, *length, from, "", &decoded, error);
    *text = lines->decoded = decoded.text;
    *length = decoded.length;
    return status == RT_OK ? RT_OK : fail_in_line(lines, status, error);
}

enum rt_status text_lines_next(struct text_lines *lines, bool ended, const char **text,
                               size_t *length, struct rt_error *error)
{
    *text = NULL;
    if (lines->begin == lines->end || !begin(lines, ended))
        return RT_OK;
    const size_t found = find_end(lines), last = found == SIZE_MAX ? lines->end : found;
    if (found == SIZE_MAX && (!ended || lines->begin == lines->end))
        return RT_OK;
    *text = lines->bytes + lines->begin;
    *length = last - lines->begin;
    lines->begin = found == SIZE_MAX ? last : last + (is_wide(lines) ? 2 : 1);
    lines->looked = lines->begin;
    enum rt_status status = decode(lines, text, length, error);
    lines->line++;
    return status;
}
