#include "config.h"

#include "rnntop/data/text/word_scan.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "rnntop/base/utf8.h"
#include "rnntop/data/text/word_table.h"

#define SIGMA            0x03A3u
#define SMALL_SIGMA      0x03C3u
#define FINAL_SIGMA      0x03C2u
#define DOTTED_I         0x0130u
#define COMBINING_DOT    0x0307u
#define BYTES_OF_ONE_MAX 3 /* that one byte of a text can become: an ill-formed one is U+FFFD */

void word_scan_init(struct word_scan *scan, enum text_lower lower)
{
    static const char dividing[] = " !\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n\r";
    memset(scan, 0, sizeof *scan);
    scan->lower = lower;
    for (unsigned byte = 1; byte < 256; byte++) {
        bool capital = byte >= 'A' && byte <= 'Z' && lower != LOWER_NONE;
        scan->small[byte] = (unsigned char)(capital ? byte + ('a' - 'A') : byte);
    }
    for (size_t i = 0; dividing[i]; i++)
        scan->small[(unsigned char)dividing[i]] = 0;
}

void word_scan_free(struct word_scan *scan)
{
    free(scan->word);
    memset(scan, 0, sizeof *scan);
}

void word_scan_begin(struct word_scan *scan, const char *text, size_t length)
{
    scan->text = scan->at = (const unsigned char *)text;
    scan->end = scan->at + length;
}

static bool make_room(struct word_scan *scan, size_t bytes)
{
    if (bytes <= scan->room)
        return true;
    char *word = realloc(scan->word, 2 * bytes);
    if (!word) {
        scan->no_memory = true;
        return false;
    }
    scan->word = word;
    scan->room = 2 * bytes;
    return true;
}

/* ---- capitals beyond ASCII ---- */

struct range {
    uint32_t first, last;
};

static bool is_in(uint32_t codepoint, const struct range *range, size_t ranges)
{
    for (size_t i = 0; i < ranges; i++) {
        if (codepoint >= range[i].first && codepoint <= range[i].last)
            return true;
    }
    return false;
}

/* Unicode's Cased: letters with a case, and what DerivedCoreProperties.txt adds to them: ordinals,
 * Roman numbers, and letters in circles and squares. */
static bool is_cased(uint32_t codepoint)
{
    static const struct range others[] = {{0xAA, 0xAA},      {0xBA, 0xBA},       {0x2160, 0x217F},
                                          {0x24B6, 0x24E9},  {0x1F130, 0x1F149}, {0x1F150, 0x1F169},
                                          {0x1F170, 0x1F189}};
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)codepoint);
    return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LL ||
           category == UTF8PROC_CATEGORY_LT ||
           is_in(codepoint, others, sizeof others / sizeof *others);
}

/* Unicode's Case_Ignorable: what is looked past when it is asked whether a letter ends its word. */
static bool is_ignorable(uint32_t codepoint)
{
    static const struct range points[] = {
        {'\'', '\''},     {'.', '.'},       {':', ':'},       {0xB7, 0xB7},
        {0x387, 0x387},   {0x55F, 0x55F},   {0x5F4, 0x5F4},   {0x2018, 0x2019},
        {0x2024, 0x2024}, {0x2027, 0x2027}, {0xFE13, 0xFE13}, {0xFE52, 0xFE52},
        {0xFE55, 0xFE55}, {0xFF07, 0xFF07}, {0xFF0E, 0xFF0E}, {0xFF1A, 0xFF1A}};
    switch (utf8proc_category((utf8proc_int32_t)codepoint)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_SK:
        return true;
    default:
        return is_in(codepoint, points, sizeof points / sizeof *points);
    }
}

/* The code point that ends before `at`. */
static uint32_t decode_before(const struct word_scan *scan, const unsigned char **at)
{
    size_t used;
    const unsigned char *begin = *at - 1;
    while (begin > scan->text && *at - begin < 4 && (*begin & 0xC0) == 0x80)
        begin--;
    uint32_t codepoint = utf8_decode((const char *)begin, (size_t)(*at - begin), &used);
    *at = used == (size_t)(*at - begin) ? begin : *at - 1;
    return codepoint;
}

/* Unicode's Final_Sigma, from SpecialCasing.txt: a letter stands before it and none behind it. */
static bool ends_word(const struct word_scan *scan, const unsigned char *sigma,
                      const unsigned char *behind)
{
    uint32_t codepoint = 0;
    const unsigned char *at = sigma;
    while (at > scan->text && is_ignorable(codepoint = decode_before(scan, &at)))
        codepoint = 0;
    if (!is_cased(codepoint))
        return false;
    for (at = behind, codepoint = 0; at < scan->end;) {
        size_t used;
        codepoint = utf8_decode((const char *)at, (size_t)(scan->end - at), &used);
        if (!is_ignorable(codepoint))
            break;
        codepoint = 0;
        at += used;
    }
    return !is_cased(codepoint);
}

/* The word between begin and end once more, by code points. */
static bool lower_unicode(struct word_scan *scan, const unsigned char *begin,
                          const unsigned char *end)
{
    if (!make_room(scan, (size_t)(end - begin) * BYTES_OF_ONE_MAX + 4))
        return false;
    char *out = scan->word;
    for (const unsigned char *at = begin; at < end;) {
        size_t used;
        uint32_t codepoint = utf8_decode((const char *)at, (size_t)(end - at), &used);
        uint32_t small = (uint32_t)utf8proc_tolower((utf8proc_int32_t)codepoint);
        if (codepoint == SIGMA)
            small = ends_word(scan, at, at + used) ? FINAL_SIGMA : SMALL_SIGMA;
        else if (codepoint == DOTTED_I)
            small = 'i';
        out += utf8_encode(small, out);
        if (codepoint == DOTTED_I)
            out += utf8_encode(COMBINING_DOT, out);
        at += used;
    }
    scan->length = (size_t)(out - scan->word);
    scan->hash = word_hash(scan->word, scan->length);
    return true;
}

bool word_scan_next(struct word_scan *scan)
{
    const unsigned char *at = scan->at, *end = scan->end, *begin;
    while (at < end && scan->small[*at] == 0)
        at++;
    begin = at;
    uint32_t hash = WORD_HASH_BEGIN;
    unsigned seen = 0;
    size_t length = 0, room = scan->room;
    for (; at < end; at++) {
        unsigned char small = scan->small[*at];
        if (small == 0)
            break;
        if (length == room) {
            if (!make_room(scan, length + 64))
                return false;
            room = scan->room;
        }
        scan->word[length++] = (char)small;
        hash = word_hash_add(hash, small);
        seen |= small;
    }
    scan->at = at;
    scan->length = length;
    scan->hash = word_hash_end(hash);
    if (seen >= 0x80 && scan->lower == LOWER_UNICODE)
        return lower_unicode(scan, begin, at);
    return length > 0;
}
