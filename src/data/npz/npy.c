#include "config.h"

#include "rnntop/data/npz/npy.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/data/limits.h"

/* A cursor in the header's text, at[0 .. end). */
struct text {
    const char *at, *end;
};

static void skip_blanks(struct text *text)
{
    while (text->at < text->end &&
           (*text->at == ' ' || *text->at == '\n' || *text->at == '\t' || *text->at == '\r'))
        text->at++;
}

/* Takes one character, if it is next. */
static bool skip_if(struct text *text, char wanted)
{
    skip_blanks(text);
    if (text->at == text->end || *text->at != wanted)
        return false;
    text->at++;
    return true;
}

static bool take_word(struct text *text, const char *word)
{
    size_t length = strlen(word);
    skip_blanks(text);
    if ((size_t)(text->end - text->at) < length || memcmp(text->at, word, length) != 0)
        return false;
    text->at += length;
    return true;
}

/* 'text' or "text"; no escapes: no array that rnntop reads needs one. */
static bool take_string(struct text *text, char *out, size_t size)
{
    size_t length = 0;
    char quote = '\'';
    if (!skip_if(text, quote)) {
        quote = '"';
        if (!skip_if(text, quote))
            return false;
    }
    while (text->at < text->end && *text->at != quote) {
        char c = *text->at++;
        if (c < ' ' || c > '~' || c == '\\' || length + 1 >= size)
            return false;
        out[length++] = c;
    }
    out[length] = '\0';
    return skip_if(text, quote);
}

/* A length below 2^63; Python 2 wrote some with an L behind. */
static bool take_length(struct text *text, uint64_t *length)
{
    uint64_t value = 0;
    skip_blanks(text);
    const char *first = text->at;
    while (text->at < text->end && *text->at >= '0' && *text->at <= '9') {
        uint64_t digit = (uint64_t)(*text->at - '0');
        if (value > (INT64_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
        text->at++;
    }
    if (text->at == first)
        return false;
    if (text->at < text->end && *text->at == 'L')
        text->at++;
    *length = value;
    return true;
}

static bool take_shape(struct text *text, struct npy_header *header)
{
    header->rank = 0;
    if (!skip_if(text, '('))
        return false;
    while (!skip_if(text, ')')) {
        if (header->rank == NPY_RANK_MAX || !take_length(text, &header->shape[header->rank]))
            return false;
        header->rank++;
        if (!skip_if(text, ','))
            return header->rank != 1 && skip_if(text, ')'); /* (5) is no tuple */
    }
    return true;
}

static bool take_bool(struct text *text, bool *value)
{
    *value = take_word(text, "True");
    return *value || take_word(text, "False");
}

/* The whole dictionary. ERR_NONE, or what is wrong with it. */
static enum rt_code parse(struct text *text, struct npy_header *header)
{
    bool descr = false, order = false, shape = false;
    char key[16];
    if (!skip_if(text, '{'))
        return ERR_NPY_HEADER_NO_DICTIONARY;
    while (!skip_if(text, '}')) {
        if (!take_string(text, key, sizeof key) || !skip_if(text, ':'))
            return ERR_NPY_HEADER_KEY;
        if (strcmp(key, "descr") == 0 && !descr) {
            descr = true;
            if (!take_string(text, header->descr, sizeof header->descr))
                return ERR_NPY_HEADER_DESCR;
        } else if (strcmp(key, "fortran_order") == 0 && !order) {
            order = true;
            if (!take_bool(text, &header->fortran_order))
                return ERR_NPY_HEADER_ORDER;
        } else if (strcmp(key, "shape") == 0 && !shape) {
            shape = true;
            if (!take_shape(text, header))
                return ERR_NPY_HEADER_SHAPE;
        } else {
            return ERR_NPY_HEADER_UNKNOWN_KEY;
        }
        if (!skip_if(text, ',')) {
            if (!skip_if(text, '}'))
                return ERR_NPY_HEADER_OPEN;
            break;
        }
    }
    if (!descr || !order || !shape)
        return ERR_NPY_HEADER_INCOMPLETE;
    skip_blanks(text);
    return text->at == text->end ? ERR_NONE : ERR_NPY_HEADER_GOES_ON;
}

enum rt_status npy_read_header(struct reader *reader, struct npy_header *header,
                               struct rt_error *error)
{
    static const uint8_t magic[6] = {0x93, 'N', 'U', 'M', 'P', 'Y'};
    enum rt_status status = reader_need(reader, 8, error);
    if (status != RT_OK)
        return status;
    const uint8_t *bytes = reader_at(reader);
    if (memcmp(bytes, magic, sizeof magic) != 0)
        return rt_fail(error, ERR_NPY_NO_ARRAY);
    unsigned major = bytes[6];
    if (major < 1 || major > 3 || bytes[7] != 0)
        return rt_fail(error, ERR_NPY_VERSION, major, bytes[7]);
    size_t before = major == 1 ? 10 : 12;
    status = reader_need(reader, before, error);
    if (status != RT_OK)
        return status;
    bytes = reader_at(reader);
    uint32_t length = major == 1 ? reader_u16(bytes + 8) : reader_u32(bytes + 8);
    if (length > DATA_NPY_HEADER) {
        status = rt_fail(error, ERR_NPY_HEADER_TOO_LONG, length, DATA_NPY_HEADER);
        rt_error_at_byte(error, 8);
        return status;
    }
    reader_take(reader, before);
    status = reader_need(reader, length, error);
    if (status != RT_OK)
        return status;

    const char *first = (const char *)reader_at(reader);
    struct text text = {first, first + length};
    memset(header, 0, sizeof *header);
    enum rt_code wrong = parse(&text, header);
    if (wrong != ERR_NONE) {
        status = rt_fail_list(error, wrong, 0, NULL);
        rt_error_at_byte(error, before + (size_t)(text.at - first));
        return status;
    }
    reader_take(reader, length);
    return RT_OK;
}

void npy_shape_text(const struct npy_header *header, char text[NPY_SHAPE_TEXT])
{
    size_t used = (size_t)snprintf(text, NPY_SHAPE_TEXT, "(");
    for (size_t i = 0; i < header->rank; i++)
        used += (size_t)snprintf(text + used, NPY_SHAPE_TEXT - used, "%s%" PRIu64, i ? ", " : "",
                                 header->shape[i]);
    snprintf(text + used, NPY_SHAPE_TEXT - used, header->rank == 1 ? ",)" : ")");
}

bool npy_integer_kind(const char *descr, struct npy_integer *kind)
{
    if (strcmp(descr, "|b1") == 0 || strcmp(descr, "|u1") == 0 || strcmp(descr, "|i1") == 0) {
        kind->bytes = 1;
    } else if ((descr[0] == '<' || descr[0] == '>') && (descr[1] == 'i' || descr[1] == 'u') &&
               (descr[2] == '2' || descr[2] == '4' || descr[2] == '8') && descr[3] == '\0') {
        kind->bytes = (size_t)(descr[2] - '0');
    } else {
        return false;
    }
    kind->is_signed = descr[1] == 'i';
    kind->big_endian = descr[0] == '>';
    return true;
}

int64_t npy_integer_value(const struct npy_integer *kind, const uint8_t *bytes)
{
    uint64_t value = 0;
    for (size_t i = 0; i < kind->bytes; i++)
        value = value << 8 | bytes[kind->big_endian ? i : kind->bytes - 1 - i];
    if (kind->is_signed && kind->bytes < 8) {
        uint64_t sign = UINT64_C(1) << (8 * kind->bytes - 1);
        value = (value ^ sign) - sign;
    }
    return (int64_t)value;
}
