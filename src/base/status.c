#include "config.h"

#include "rnntop/base/status.h"

#include <assert.h>
#include <string.h>

#include "rnntop/base/utf8.h"

/* ---- the rows ---- */

struct code_row {
    enum rt_status status;
    const char *name;  /* as the row spells it: "NPZ_NO_ROWS" */
    const char *kinds; /* "(P, N)" */
};

static const struct code_row ROW[ERR_COUNT] = {
    [ERR_NONE] = {RT_OK, "NONE", "()"},
#define RT_ERROR(code, status, kinds, sentence) [ERR_##code] = {RT_STATUS_##status, #code, #kinds},
#define RT_STATUS_NOTE                          RT_OK
#define RT_STATUS_USAGE                         RT_ERR_USAGE
#define RT_STATUS_IO                            RT_ERR_IO
#define RT_STATUS_FORMAT                        RT_ERR_FORMAT
#define RT_STATUS_MEMORY                        RT_ERR_MEMORY
#define RT_STATUS_NUMERIC                       RT_ERR_NUMERIC
#define RT_STATUS_UNSUPPORTED                   RT_ERR_UNSUPPORTED
#define RT_STATUS_INTERRUPTED                   RT_INTERRUPTED
#include "rnntop/base/errors.h"
#undef RT_ERROR
};

enum rt_status rt_code_status(enum rt_code code)
{
    return ROW[code].status;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

const char *rt_code_name(enum rt_code code, char out[RT_CODE_NAME])
{
    size_t length = 0;
    for (const char *c = ROW[code].name; *c && length < RT_CODE_NAME - 1; c++)
        out[length++] = lower(*c);
    out[length] = '\0';
    return out;
}

enum rt_code rt_code_of_name(const char *name)
{
    for (size_t code = ERR_NONE + 1; code < ERR_COUNT; code++) {
        const char *a = name, *b = ROW[code].name;
        while (*a && *a == lower(*b)) {
            a++;
            b++;
        }
        if (!*a && !*b)
            return (enum rt_code)code;
    }
    return ERR_NONE;
}

char rt_code_kind(enum rt_code code, size_t value)
{
    const char *at = strchr(ROW[code].kinds, '(');
    for (; at && *at && *at != ')'; at++) {
        if (*at >= 'A' && *at <= 'Z' && value-- == 0)
            return *at;
    }
    return '\0';
}

/* ---- filling an error in ---- */

static uint16_t keep_text(struct rt_error *error, const char *text)
{
    size_t room = RT_ERROR_BYTES - error->used;
    if (!text || room == 0)
        return 0;
    size_t length = strlen(text);
    if (length >= room)
        length = utf8_whole_characters(text, room - 1);
    uint16_t at = error->used;
    memcpy(error->bytes + at, text, length);
    error->bytes[at + length] = '\0';
    error->used = (uint16_t)(at + length + 1);
    return (uint16_t)(at + 1);
}

static void clear(struct rt_error *error, enum rt_code code)
{
    error->status = ROW[code].status;
    error->code = code;
    error->within = ERR_NONE;
    error->path_at = error->part_at = 0;
    error->line = error->byte = 0;
    error->count = error->used = 0;
}

/* For calls whose code is chosen at run time: the compiler could not compare their values with the
 * row. */
static bool are_the_rows(enum rt_code code, size_t count, const struct rt_value *values)
{
    for (size_t i = 0; i < count; i++) {
        char kind = rt_code_kind(code, i);
        bool fits = values[i].type == RT_VALUE_TEXT   ? kind && strchr("PTW", kind)
                    : values[i].type == RT_VALUE_REAL ? kind == 'R'
                                                      : kind == 'N' || kind == 'E';
        if (!fits)
            return false;
    }
    return rt_code_kind(code, count) == '\0';
}

enum rt_status rt_fail_list(struct rt_error *error, enum rt_code code, size_t count,
                            const struct rt_value *values)
{
    assert(count <= RT_MAX_VALUES && are_the_rows(code, count, values));
    if (!error)
        return ROW[code].status;
    clear(error, code);
    error->count = (uint16_t)count;
    for (size_t i = 0; i < count; i++) {
        error->value[i].type = values[i].type;
        switch (values[i].type) {
        case RT_VALUE_TEXT:
            error->value[i].as.text_at = keep_text(error, values[i].as.text);
            break;
        case RT_VALUE_SIGNED:
            error->value[i].as.integer = values[i].as.integer;
            break;
        case RT_VALUE_UNSIGNED:
            error->value[i].as.natural = values[i].as.natural;
            break;
        case RT_VALUE_REAL:
            error->value[i].as.real = values[i].as.real;
            break;
        }
    }
    return error->status;
}

void rt_error_at_path(struct rt_error *error, const char *path)
{
    if (error && error->path_at == 0)
        error->path_at = keep_text(error, path);
}

void rt_error_at_part(struct rt_error *error, const char *part)
{
    if (error && error->part_at == 0)
        error->part_at = keep_text(error, part);
}

void rt_error_at_line(struct rt_error *error, uint64_t line)
{
    if (error && error->line == 0)
        error->line = line;
}

void rt_error_at_byte(struct rt_error *error, uint64_t byte)
{
    if (error && error->byte == 0)
        error->byte = byte;
}

enum rt_status rt_fail_within(struct rt_error *error, enum rt_code within)
{
    error->within = within;
    return error->status;
}

size_t rt_error_size(const struct rt_error *error)
{
    return offsetof(struct rt_error, bytes) + error->used;
}

void rt_error_copy(struct rt_error *to, const struct rt_error *from)
{
    memcpy(to, from, rt_error_size(from));
}

/* ---- reading it ---- */

static const char *text_at(const struct rt_error *error, uint16_t at)
{
    return at == 0 ? NULL : error->bytes + at - 1;
}

const char *rt_error_path(const struct rt_error *error)
{
    return text_at(error, error->path_at);
}

const char *rt_error_part(const struct rt_error *error)
{
    return text_at(error, error->part_at);
}

const char *rt_error_text(const struct rt_error *error, size_t value)
{
    if (value >= error->count || error->value[value].type != RT_VALUE_TEXT)
        return NULL;
    return text_at(error, error->value[value].as.text_at);
}
