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
static bool take(struct text *text, char wanted)
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
    if (!take(text, quote)) {
        quote = '"';
        if (!take(text, quote))
            return false;
    }
    while (text->at < text->end && *text->at != quote) {
        char c = *text->at++;
        if (c < ' ' || c > '~' || c == '\\' || length + 1 >= size)
            return false;
        out[length++] = c;
    }
    out[length] = '\0';
    return take(text, quote);
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
    if (!take(text, '('))
        return false;
    while (!take(text, ')')) {
        if (header->rank == NPY_RANK_MAX || !take_length(text, &header->shape[header->rank]))
            return false;
        header->rank++;
        if (!take(text, ','))
            return header->rank != 1 && take(text, ')'); /* (5) is no tuple */
    }
    return true;
}

static bool take_bool(struct text *text, bool *value)
{
    *value = take_word(text, "True");
    return *value || take_word(text, "False");
}

/* The whole dictionary. NULL, or what is wrong with it. */
static const char *parse(struct text *text, struct npy_header *header)
{
    bool descr = false, order = false, shape = false;
    char key[16];
    if (!take(text, '{'))
        return "it is no dictionary";
    while (!take(text, '}')) {
        if (!take_string(text, key, sizeof key) || !take(text, ':'))
            return "a key is malformed";
        if (strcmp(key, "descr") == 0 && !descr) {
            descr = true;
            if (!take_string(text, header->descr, sizeof header->descr))
                return "its descr is not that of a plain array";
        } else if (strcmp(key, "fortran_order") == 0 && !order) {
            order = true;
            if (!take_bool(text, &header->fortran_order))
                return "its fortran_order is neither True nor False";
        } else if (strcmp(key, "shape") == 0 && !shape) {
            shape = true;
            if (!take_shape(text, header))
                return "its shape is not a tuple of possible lengths";
        } else {
            return "a key is unknown or there twice";
        }
        if (!take(text, ',')) {
            if (!take(text, '}'))
                return "it does not end";
            break;
        }
    }
    if (!descr || !order || !shape)
        return "descr, fortran_order or shape is missing";
    skip_blanks(text);
    return text->at == text->end ? NULL : "something follows it";
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
        return rt_fail_text(error, RT_ERR_FORMAT,
                            "is no npy array: it does not begin with \\x93NUMPY.");
    unsigned major = bytes[6];
    if (major < 1 || major > 3 || bytes[7] != 0)
        return rt_fail_text(error, RT_ERR_UNSUPPORTED,
                            "is of npy version %u.%u; rnntop reads 1.0, 2.0 and 3.0.", major,
                            bytes[7]);
    size_t before = major == 1 ? 10 : 12;
    status = reader_need(reader, before, error);
    if (status != RT_OK)
        return status;
    bytes = reader_at(reader);
    uint32_t length = major == 1 ? reader_u16(bytes + 8) : reader_u32(bytes + 8);
    if (length > DATA_NPY_HEADER)
        return rt_fail_text(error, RT_ERR_FORMAT,
                            "at byte 8: a header of %" PRIu32
                            " bytes is longer than the %u allowed.",
                            length, DATA_NPY_HEADER);
    reader_take(reader, before);
    status = reader_need(reader, length, error);
    if (status != RT_OK)
        return status;

    const char *first = (const char *)reader_at(reader);
    struct text text = {first, first + length};
    memset(header, 0, sizeof *header);
    const char *wrong = parse(&text, header);
    if (wrong)
        return rt_fail_text(error, RT_ERR_FORMAT, "at byte %zu: its npy header is wrong: %s.",
                            before + (size_t)(text.at - first), wrong);
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
