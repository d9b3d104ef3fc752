#include "config.h"

#include "rnntop/data/text/encoding_guess.h"

#include <stdbool.h>

#define SAMPLE ((size_t)1 << 20)
#define ENOUGH 20 /* characters: fewer prove nothing */

/* "Привет": runs of letters beyond ASCII, most of them small. In Western text such letters stand
 * alone in their words. */
static bool is_cyrillic(const unsigned char *bytes, size_t length)
{
    size_t high = 0, letters = 0, small = 0, runs = 0;
    for (size_t i = 0; i < length; i++) {
        const unsigned char byte = bytes[i];
        if (byte < 0x80)
            continue;
        high++;
        runs += i == 0 || bytes[i - 1] < 0x80;
        letters += byte >= 0xC0 || byte == 0xA8 || byte == 0xB8; /* with the letter yo */
        small += byte >= 0xE0;
    }
    return high >= ENOUGH && high >= 3 * runs && 10 * letters >= 9 * high && 10 * small >= 7 * high;
}

/* Two bytes a character; hiragana is 0x82 0x9F to 0xF1, katakana 0x83 0x40 to 0x96. */
static bool is_shift_jis(const unsigned char *bytes, size_t length)
{
    size_t pairs = 0, kana = 0;
    for (size_t i = 0; i + 1 < length; i++) {
        const unsigned char lead = bytes[i], trail = bytes[i + 1];
        if (lead < 0x80 || (lead >= 0xA1 && lead <= 0xDF)) /* ASCII and half-width katakana */
            continue;
        if (lead == 0x80 || lead == 0xA0 || lead > 0xFC || trail < 0x40 || trail == 0x7F ||
            trail > 0xFC)
            return false;
        pairs++;
        kana += (lead == 0x82 && trail >= 0x9F && trail <= 0xF1) || (lead == 0x83 && trail <= 0x96);
        i++;
    }
    return pairs >= ENOUGH && 10 * kana >= 3 * pairs;
}

/* Two bytes a character; the common ones are 0xB0 to 0xD7, by their sound. Korean's syllables, in
 * the same range, end at 0xC8. */
static bool is_gbk(const unsigned char *bytes, size_t length)
{
    size_t pairs = 0, common = 0, late = 0;
    for (size_t i = 0; i + 1 < length; i++) {
        const unsigned char lead = bytes[i], trail = bytes[i + 1];
        if (lead < 0x80)
            continue;
        if (lead == 0x80 || lead == 0xFF || trail < 0x40 || trail == 0x7F || trail == 0xFF)
            return false;
        pairs++;
        common += lead >= 0xB0 && lead <= 0xD7 && trail >= 0xA1;
        late += lead >= 0xC9 && lead <= 0xD7 && trail >= 0xA1;
        i++;
    }
    return pairs >= ENOUGH && 10 * common >= 6 * pairs && 10 * late >= common;
}

enum text_encoding encoding_guess(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    const size_t looked = length < SAMPLE ? length : SAMPLE;
    return is_cyrillic(bytes, looked)    ? ENCODING_CP1251
           : is_shift_jis(bytes, looked) ? ENCODING_SHIFT_JIS
           : is_gbk(bytes, looked)       ? ENCODING_GBK
                                         : ENCODING_COUNT;
}
