#include "config.h"

#include "rnntop/store/line_writer.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "rnntop/base/json.h"
#include "rnntop/base/utf8.h"

static void write_string(FILE *out, const char *text)
{
    putc('"', out);
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7F)
            fprintf(out, "\\u%04x", c);
        else
            putc(c, out);
    }
    putc('"', out);
}

static void begin_member(struct line_writer *line, const char *key)
{
    if (line->level[line->depth].comma)
        putc(',', line->out);
    line->level[line->depth].comma = true;
    if (key) {
        write_string(line->out, key);
        putc(':', line->out);
    }
}

static void descend(struct line_writer *line, const char *key, char bracket)
{
    if (line->depth > 0 || key)
        begin_member(line, key);
    putc(bracket, line->out);
    assert(line->depth + 1 < LINE_DEPTH);
    line->depth++;
    line->level[line->depth].comma = false;
    line->level[line->depth].infinites = 0;
}

void line_open(struct line_writer *line, const char *key)
{
    descend(line, key, '{');
}

void line_open_list(struct line_writer *line, const char *key)
{
    descend(line, key, '[');
}

void line_close(struct line_writer *line)
{
    size_t count = line->level[line->depth].infinites;
    for (size_t i = 0; i < count; i++)
        fprintf(line->out, "%s\"%s\":%d", i == 0 ? ",\"infinite\":{" : ",",
                line->level[line->depth].infinite[i].key,
                line->level[line->depth].infinite[i].negative ? -1 : 1);
    fputs(count > 0 ? "}}" : "}", line->out);
    line->depth--;
}

void line_close_list(struct line_writer *line)
{
    putc(']', line->out);
    line->depth--;
}

void line_text(struct line_writer *line, const char *key, const char *text)
{
    begin_member(line, key);
    write_string(line->out, text);
}

void line_integer(struct line_writer *line, const char *key, int64_t value)
{
    begin_member(line, key);
    fprintf(line->out, "%" PRId64, value);
}

void line_natural(struct line_writer *line, const char *key, uint64_t value)
{
    begin_member(line, key);
    fprintf(line->out, value > INT64_MAX ? "\"%" PRIu64 "\"" : "%" PRIu64, value);
}

void line_bool(struct line_writer *line, const char *key, bool value)
{
    begin_member(line, key);
    fputs(value ? "true" : "false", line->out);
}

void line_null(struct line_writer *line, const char *key)
{
    begin_member(line, key);
    fputs("null", line->out);
}

/* A number that is whole keeps its point, so that readers with two kinds of numbers see one. */
static void write_figure(FILE *out, const char *text)
{
    fprintf(out, "%s%s", text, strpbrk(text, ".e") ? "" : ".0");
}

static void figure(struct line_writer *line, const char *key, double value, const char *text)
{
    size_t *count = &line->level[line->depth].infinites;
    if (isfinite(value)) {
        begin_member(line, key);
        write_figure(line->out, text);
        return;
    }
    line_null(line, key);
    if (!isnan(value) && key && *count < LINE_INFINITE) {
        line->level[line->depth].infinite[*count].key = key;
        line->level[line->depth].infinite[(*count)++].negative = value < 0;
    }
}

void line_float(struct line_writer *line, const char *key, float value)
{
    char text[JSON_NUMBER_SIZE];
    json_float_text(value, text);
    figure(line, key, (double)value, text);
}

void line_double(struct line_writer *line, const char *key, double value)
{
    char text[JSON_NUMBER_SIZE];
    json_double_text(value, text);
    figure(line, key, value, text);
}

static void write_json(FILE *out, const json_t *json)
{
    char text[JSON_NUMBER_SIZE];
    const char *key;
    json_t *value;
    size_t i;
    switch (json_typeof(json)) {
    case JSON_OBJECT: {
        bool comma = false;
        putc('{', out);
        json_object_foreach((json_t *)json, key, value)
        {
            if (comma)
                putc(',', out);
            comma = true;
            write_string(out, key);
            putc(':', out);
            write_json(out, value);
        }
        putc('}', out);
        break;
    }
    case JSON_ARRAY:
        putc('[', out);
        json_array_foreach(json, i, value)
        {
            if (i > 0)
                putc(',', out);
            write_json(out, value);
        }
        putc(']', out);
        break;
    case JSON_STRING:
        write_string(out, json_string_value(json));
        break;
    case JSON_INTEGER:
        fprintf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(json));
        break;
    case JSON_REAL:
        json_double_text(json_real_value(json), text);
        write_figure(out, text);
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        fputs(json_is_true(json) ? "true" : "false", out);
        break;
    case JSON_NULL:
        fputs("null", out);
        break;
    }
}

void line_json(struct line_writer *line, const char *key, const json_t *json)
{
    begin_member(line, key);
    write_json(line->out, json);
}

bool line_is_utf8(const char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0, used; at < length; at += used) {
        /* A replacement character that stands there has three bytes. */
        if (utf8_decode(text + at, length - at, &used) == UTF8_REPLACEMENT && used < 3)
            return false;
    }
    return true;
}

/* Each piece is made safe for itself: cutting between characters does no harm to ill-formed text
 * that a whole would not have. */
static void write_safe(FILE *out, const char *text)
{
    char safe[256];
    size_t length = strlen(text);
    putc('"', out);
    for (size_t at = 0, used; at < length; at += used) {
        utf8_decode(text + at, length - at, &used);
        size_t written = utf8_sanitize(text + at, used, false, safe, sizeof safe);
        for (size_t i = 0; i < written; i++) {
            if (safe[i] == '"' || safe[i] == '\\')
                putc('\\', out);
            putc(safe[i], out);
        }
    }
    putc('"', out);
}

void line_bytes(struct line_writer *line, const char *key, const char *text)
{
    if (line_is_utf8(text)) {
        line_text(line, key, text);
        return;
    }
    begin_member(line, key);
    write_safe(line->out, text);
    fprintf(line->out, ",\"%s_bytes\":\"", key);
    for (; *text; text++)
        fprintf(line->out, "%02x", (unsigned char)*text);
    putc('"', line->out);
}
