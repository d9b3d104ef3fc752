#include "config.h"

#include "rnntop/ui/terminal/escape.h"

#include <stdlib.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/terminal/keypress.h"

enum { BEL = 0x07, CAN = 0x18, SUB = 0x1a, ESC = 0x1b };

/* Sequences by their last byte, and those that end in ~ by their first number. */
struct final_key {
    int final;
    int key;
};

static const struct final_key LETTER_KEYS[] = {
    {'A', KEYPRESS_UP},   {'B', KEYPRESS_DOWN}, {'C', KEYPRESS_RIGHT},     {'D', KEYPRESS_LEFT},
    {'H', KEYPRESS_HOME}, {'F', KEYPRESS_END},  {'Z', KEYPRESS_SHIFT_TAB}, {'P', KEYPRESS_F1},
};

static const struct final_key SS3_KEYS[] = {
    {'A', KEYPRESS_UP},   {'B', KEYPRESS_DOWN}, {'C', KEYPRESS_RIGHT}, {'D', KEYPRESS_LEFT},
    {'H', KEYPRESS_HOME}, {'F', KEYPRESS_END},  {'P', KEYPRESS_F1},    {'w', KEYPRESS_END},
};

static const struct final_key NUMBER_KEYS[] = {
    {1, KEYPRESS_HOME},      {4, KEYPRESS_END},  {5, KEYPRESS_PAGE_UP},
    {6, KEYPRESS_PAGE_DOWN}, {7, KEYPRESS_HOME}, {8, KEYPRESS_END},
    {11, KEYPRESS_F1},       {21, KEYPRESS_F10}, {3, KEYPRESS_DELETE},
};

enum { PASTE_BEGIN = 200, PASTE_END = 201 };

#define LOOK_UP(table, wanted) look_up(table, sizeof(table) / sizeof((table)[0]), wanted)

static int look_up(const struct final_key *table, size_t count, int wanted)
{
    for (size_t i = 0; i < count; i++) {
        if (table[i].final == wanted)
            return table[i].key;
    }
    return KEYPRESS_NONE;
}

static void enter(struct escape *escape, enum escape_state state)
{
    escape->state = state;
    escape->length = 0;
    escape->string_ready = false;
}

static void keep(struct escape *escape, unsigned char byte)
{
    if (escape->length < ESCAPE_SIZE)
        escape->bytes[escape->length++] = (char)byte;
    escape->bytes[escape->length] = '\0';
}

/* A whole ESC [ ... sequence: its parameters are in bytes[]. */
static int csi_key(struct escape *escape, unsigned char final)
{
    const char *parameters = escape->length > 0 ? escape->bytes : "";

    /* ? < = > begin answers and reports of the terminal, never a key. */
    if (parameters[0] >= '<' && parameters[0] <= '?')
        return KEYPRESS_NONE;
    /* rxvt ends its shifted and controlled keys in $ ^ @ instead of ~. */
    if (final == '~' || final == '$' || final == '^' || final == '@') {
        int number = atoi(parameters);
        if (number == PASTE_BEGIN || number == PASTE_END) {
            escape->pasting = number == PASTE_BEGIN;
            return KEYPRESS_NONE;
        }
        return LOOK_UP(NUMBER_KEYS, number);
    }
    return LOOK_UP(LETTER_KEYS, final);
}

static int feed_csi(struct escape *escape, unsigned char byte)
{
    if (escape->length == 0 && byte == '[') {
        enter(escape, ESCAPE_CONSOLE);
        return KEYPRESS_NONE;
    }
    if (escape->length == 0 && byte == 'M') {
        enter(escape, ESCAPE_MOUSE);
        escape->awaited = 3;
        return KEYPRESS_NONE;
    }
    bool rxvt_final = byte == '$' && escape->length > 0 && escape->bytes[0] <= '9';
    if (byte >= 0x20 && byte <= 0x3f && !rxvt_final) {
        keep(escape, byte);
        return KEYPRESS_NONE;
    }
    int key = byte < 0x7f ? csi_key(escape, byte) : KEYPRESS_NONE;
    enter(escape, ESCAPE_GROUND);
    return key;
}

/* The byte after ESC. */
static int feed_seen(struct escape *escape, unsigned char byte)
{
    switch (byte) {
    case '[':
        enter(escape, ESCAPE_CSI);
        break;
    case 'O':
        enter(escape, ESCAPE_SS3);
        break;
    case ']': /* operating system command, and the other strings of ECMA-48 */
    case 'P':
    case 'X':
    case '^':
    case '_':
        enter(escape, ESCAPE_STRING);
        break;
    default: /* Alt with a letter: no key of ours */
        enter(escape, ESCAPE_GROUND);
        break;
    }
    return KEYPRESS_NONE;
}

static int feed_string(struct escape *escape, unsigned char byte)
{
    if (byte == BEL) {
        escape->state = ESCAPE_GROUND;
        escape->string_ready = true;
    } else {
        keep(escape, byte);
    }
    return KEYPRESS_NONE;
}

/* How many bytes follow the first one of a UTF-8 character. */
static unsigned utf8_more(unsigned char byte)
{
    if (byte >= 0xf0 && byte <= 0xf4)
        return 3;
    if (byte >= 0xe0 && byte < 0xf0)
        return 2;
    return byte >= 0xc2 && byte < 0xe0 ? 1 : 0;
}

static int feed_ground(struct escape *escape, unsigned char byte)
{
    if (byte < 0x80)
        return byte;
    escape->awaited = utf8_more(byte);
    if (escape->awaited == 0)
        return UTF8_REPLACEMENT;
    enter(escape, ESCAPE_UTF8);
    keep(escape, byte);
    return KEYPRESS_NONE;
}

static int feed_utf8(struct escape *escape, unsigned char byte)
{
    if ((byte & 0xc0) != 0x80) { /* cut short: the byte stands for itself */
        enter(escape, ESCAPE_GROUND);
        return feed_ground(escape, byte);
    }
    keep(escape, byte);
    if (--escape->awaited > 0)
        return KEYPRESS_NONE;
    size_t used;
    int key = (int)utf8_decode(escape->bytes, escape->length, &used);
    enter(escape, ESCAPE_GROUND);
    return key;
}

/* ESC begins anew wherever it comes; within a string it may begin the end. */
static int feed_esc(struct escape *escape)
{
    if (escape->state == ESCAPE_STRING) {
        escape->state = ESCAPE_STRING_ESC;
        return KEYPRESS_NONE;
    }
    int key = escape->state == ESCAPE_SEEN ? KEYPRESS_ESCAPE : KEYPRESS_NONE;
    enter(escape, ESCAPE_SEEN);
    return key;
}

static int feed(struct escape *escape, unsigned char byte)
{
    if (byte == ESC)
        return feed_esc(escape);
    if (escape->state != ESCAPE_GROUND && (byte == CAN || byte == SUB)) {
        enter(escape, ESCAPE_GROUND);
        return KEYPRESS_NONE;
    }

    int key = KEYPRESS_NONE;
    switch (escape->state) {
    case ESCAPE_GROUND:
        key = feed_ground(escape, byte);
        break;
    case ESCAPE_SEEN:
        key = feed_seen(escape, byte);
        break;
    case ESCAPE_CSI:
        key = feed_csi(escape, byte);
        break;
    case ESCAPE_SS3:
        key = LOOK_UP(SS3_KEYS, byte);
        enter(escape, ESCAPE_GROUND);
        break;
    case ESCAPE_STRING:
        key = feed_string(escape, byte);
        break;
    case ESCAPE_STRING_ESC:
        if (byte == '\\') {
            escape->state = ESCAPE_GROUND;
            escape->string_ready = true;
        } else { /* the string was broken off by another sequence */
            key = feed_seen(escape, byte);
        }
        break;
    case ESCAPE_CONSOLE:
        key = byte == 'A' ? KEYPRESS_F1 : KEYPRESS_NONE;
        enter(escape, ESCAPE_GROUND);
        break;
    case ESCAPE_MOUSE:
        if (--escape->awaited == 0)
            enter(escape, ESCAPE_GROUND);
        break;
    case ESCAPE_UTF8:
        key = feed_utf8(escape, byte);
        break;
    }
    return key;
}

int escape_feed(struct escape *escape, unsigned char byte, uint64_t now_ns)
{
    escape->last_ns = now_ns;
    bool pasting = escape->pasting;
    int key = feed(escape, byte);

    /* What comes within a paste is text, whatever it looks like. */
    return pasting ? KEYPRESS_NONE : key;
}

static int patience_ms(const struct escape *escape)
{
    if (escape->pasting)
        return ESCAPE_PASTE_MS;
    if (escape->state == ESCAPE_GROUND)
        return -1;
    return escape->state == ESCAPE_SEEN ? ESCAPE_ALONE_MS : ESCAPE_SEQUENCE_MS;
}

int escape_wait_ms(const struct escape *escape, uint64_t now_ns)
{
    int patience = patience_ms(escape);

    if (patience < 0)
        return -1;
    uint64_t passed_ms = (now_ns - escape->last_ns) / 1000000u;
    return passed_ms >= (uint64_t)patience ? 0 : patience - (int)passed_ms;
}

int escape_elapse(struct escape *escape, uint64_t now_ns)
{
    if (escape_wait_ms(escape, now_ns) != 0)
        return KEYPRESS_NONE;
    int key = !escape->pasting && escape->state == ESCAPE_SEEN ? KEYPRESS_ESCAPE : KEYPRESS_NONE;
    escape->pasting = false;
    enter(escape, ESCAPE_GROUND);
    return key;
}

const char *escape_take_string(struct escape *escape)
{
    if (!escape->string_ready)
        return NULL;
    escape->string_ready = false;
    return escape->bytes;
}
