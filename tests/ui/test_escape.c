#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/terminal/escape.h"
#include "rnntop/ui/terminal/keypress.h"

#define MS       1000000ull
#define MAX_KEYS 16

/* What a sequence of bytes gives: the keys, and with them those that time brings afterwards. */
struct expectation {
    const char *what;
    const char *bytes;
    int key[MAX_KEYS]; /* ends at 0 */
};

static const struct expectation EXPECTED[] = {
    {"plain", "aQ? 1", {'a', 'Q', '?', ' ', '1'}},
    {"control", "\r\t\n\x03\x0c\x13\x7f", {'\r', '\t', '\n', 3, 12, 19, 127}},

    {"xterm cursor",
     "\033[A\033[B\033[C\033[D",
     {KEYPRESS_UP, KEYPRESS_DOWN, KEYPRESS_RIGHT, KEYPRESS_LEFT}},
    {"application cursor",
     "\033OA\033OB\033OC\033OD",
     {KEYPRESS_UP, KEYPRESS_DOWN, KEYPRESS_RIGHT, KEYPRESS_LEFT}},
    {"with modifiers", "\033[1;5C\033[1;2D", {KEYPRESS_RIGHT, KEYPRESS_LEFT}},
    {"xterm Home End",
     "\033[H\033[F\033OH\033OF",
     {KEYPRESS_HOME, KEYPRESS_END, KEYPRESS_HOME, KEYPRESS_END}},
    {"PuTTY Home End", "\033[1~\033[4~", {KEYPRESS_HOME, KEYPRESS_END}},
    {"PuTTY rxvt-mode End", "\033Ow", {KEYPRESS_END}},
    {"rxvt Home End", "\033[7~\033[8~", {KEYPRESS_HOME, KEYPRESS_END}},
    {"rxvt shifted Home, then a key", "\033[7$s", {KEYPRESS_HOME, 's'}},
    {"rxvt controlled", "\033[7^\033[6@", {KEYPRESS_HOME, KEYPRESS_PAGE_DOWN}},
    {"pages", "\033[5~\033[6~\033[5;5~", {KEYPRESS_PAGE_UP, KEYPRESS_PAGE_DOWN, KEYPRESS_PAGE_UP}},
    {"Shift-Tab", "\033[Z", {KEYPRESS_SHIFT_TAB}},
    {"F1", "\033OP\033[11~\033[[A", {KEYPRESS_F1, KEYPRESS_F1, KEYPRESS_F1}},
    {"F10", "\033[21~", {KEYPRESS_F10}},

    /* Keys that are not ours leave nothing behind. */
    {"Insert Delete", "\033[2~\033[3~q", {KEYPRESS_DELETE, 'q'}},
    {"F2 to F9", "\033OQ\033OR\033OS\033[15~\033[17~\033[18~\033[19~\033[20~", {0}},
    {"F11 F12", "\033[23~\033[24~", {0}},
    {"PuTTY F1 to F5 in Linux mode", "\033[[A\033[[B\033[[E", {KEYPRESS_F1}},
    {"PuTTY's keypad", "\033Oq\033Os\033Oy\033OM", {0}},
    {"kitty's keys", "\033[113;5u\033[27u", {0}},
    {"xterm's other keys", "\033[27;5;113~", {0}},
    {"Alt with a letter", "\033q\033d\033y", {0}},
    {"focus", "\033[I\033[O", {0}},
    {"mouse", "\033[M !!\033[<64;10;12M\033[<0;1;1m\033[32;10;12M", {0}},
    {"attributes of the terminal", "\033[?62;1;6c\033[>0;276;0c\033[24;80R", {0}},
    {"mode report", "\033[?2026;2$y", {0}},
    {"unknown intermediates", "\033[1 q\033[!p", {0}},
    {"character set", "\033(Bq", {'B', 'q'}},

    {"strings", "\033]11;rgb:0000/0000/0000\033\\x", {'x'}},
    {"strings that end in BEL", "\033]11;rgb:ffff/ffff/ffff\007x", {'x'}},
    {"device control", "\033P1$r0m\033\\x", {'x'}},
    {"privacy, application, start", "\033^q\033\\\033_q\033\\\033Xq\033\\x", {'x'}},
    {"a string broken off by a key", "\033]11;rgb\033[Ax", {KEYPRESS_UP, 'x'}},

    {"paste", "\033[200~yq\r\033[A\033\t\033[201~x", {'x'}},
    {"cancelled", "\033[1\x18q\033[\x1ay", {'q', 'y'}},
    {"begun anew", "\033[1\033[A", {KEYPRESS_UP}},

    {"UTF-8", "\xc3\xa4\xe2\x82\xac\xf0\x9f\x99\x82", {0xe4, 0x20ac, 0x1f642}},
    {"UTF-8 cut short", "\xc3q", {'q'}},
    {"UTF-8 overlong, surrogate",
     "\xc0\xaf\xed\xa0\x80",
     {UTF8_REPLACEMENT, UTF8_REPLACEMENT, UTF8_REPLACEMENT}},
    {"Latin-1", "\xe4", {0}},
};

static void expect_keys(const char *what, const int *got, size_t count, const int *wanted)
{
    size_t wanted_count = 0;

    while (wanted_count < MAX_KEYS && wanted[wanted_count] != 0)
        wanted_count++;
    for (size_t i = 0; i < count || i < wanted_count; i++) {
        int expected = i < wanted_count ? wanted[i] : KEYPRESS_NONE;
        int key = i < count ? got[i] : KEYPRESS_NONE;
        if (key != expected)
            fail_msg("%s: key %zu: expected %#x, got %#x", what, i, (unsigned)expected,
                     (unsigned)key);
    }
}

/* Feeds the bytes `gap_ms` apart. */
static size_t feed(const char *bytes, unsigned gap_ms, int *key)
{
    struct escape escape = {0};
    uint64_t now = 5000 * MS;
    size_t count = 0;

    for (; *bytes && count < MAX_KEYS; bytes++, now += gap_ms * MS) {
        int got = escape_feed(&escape, (unsigned char)*bytes, now);
        if (got != KEYPRESS_NONE)
            key[count++] = got;
    }
    int got = escape_elapse(&escape, now + 5000 * MS);
    if (got != KEYPRESS_NONE && count < MAX_KEYS)
        key[count++] = got;
    if (escape_wait_ms(&escape, now) != -1)
        fail_msg("something is pending after all time has passed");
    return count;
}

static void sequences(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(EXPECTED) / sizeof(EXPECTED[0]); i++) {
        int key[MAX_KEYS];
        expect_keys(EXPECTED[i].what, key, feed(EXPECTED[i].bytes, 0, key), EXPECTED[i].key);
    }
}

/* A slow line brings the bytes one by one: the same keys, as long as no gap is one of a person. */
static void sequences_byte_by_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(EXPECTED) / sizeof(EXPECTED[0]); i++) {
        int key[MAX_KEYS];
        expect_keys(EXPECTED[i].what, key, feed(EXPECTED[i].bytes, 60, key), EXPECTED[i].key);
    }
}

static void escape_alone(void **state)
{
    (void)state;
    struct escape escape = {0};

    assert_int_equal(escape_feed(&escape, 033, 1000 * MS), KEYPRESS_NONE);
    assert_int_equal(escape_wait_ms(&escape, 1000 * MS), ESCAPE_ALONE_MS);
    assert_int_equal(escape_wait_ms(&escape, 1070 * MS), 30);
    assert_int_equal(escape_elapse(&escape, 1099 * MS), KEYPRESS_NONE);
    assert_int_equal(escape_elapse(&escape, 1100 * MS), KEYPRESS_ESCAPE);
    assert_int_equal(escape_elapse(&escape, 9000 * MS), KEYPRESS_NONE);
    assert_int_equal(escape_wait_ms(&escape, 9000 * MS), -1);

    /* Twice: the second begins its own wait. */
    assert_int_equal(escape_feed(&escape, 033, 10000 * MS), KEYPRESS_NONE);
    assert_int_equal(escape_feed(&escape, 033, 10050 * MS), KEYPRESS_ESCAPE);
    assert_int_equal(escape_elapse(&escape, 10149 * MS), KEYPRESS_NONE);
    assert_int_equal(escape_elapse(&escape, 10150 * MS), KEYPRESS_ESCAPE);
}

/* What never ends must not lock the keyboard. */
static void unfinished(void **state)
{
    (void)state;
    static const char *const begun[] = {
        "\033[1", "\033O", "\033]11;rgb:", "\033[M !", "\033[200~pasted", "\xe2\x82"};

    for (size_t i = 0; i < sizeof(begun) / sizeof(begun[0]); i++) {
        struct escape escape = {0};
        uint64_t now = 1000 * MS;
        for (const char *byte = begun[i]; *byte; byte++)
            assert_int_equal(escape_feed(&escape, (unsigned char)*byte, now), KEYPRESS_NONE);
        assert_true(escape_wait_ms(&escape, now) > 0);
        assert_int_equal(escape_elapse(&escape, now + ESCAPE_PASTE_MS * MS), KEYPRESS_NONE);
        int key = escape_feed(&escape, 'q', now + 2 * ESCAPE_PASTE_MS * MS);
        if (key != 'q')
            fail_msg("after unfinished sequence %zu: expected 'q', got %#x", i, (unsigned)key);
    }
}

static void taken_string(void **state)
{
    (void)state;
    struct escape escape = {0};
    char longer[3 * ESCAPE_SIZE];

    for (const char *byte = "\033]11;rgb:1234/5678/9abc\033\\"; *byte; byte++)
        escape_feed(&escape, (unsigned char)*byte, MS);
    const char *reply = escape_take_string(&escape);
    assert_non_null(reply);
    assert_string_equal(reply, "11;rgb:1234/5678/9abc");
    assert_null(escape_take_string(&escape));

    /* Longer than there is room for: cut off, swallowed to its end. */
    memset(longer, 'z', sizeof(longer));
    memcpy(longer, "\033]", 2);
    for (size_t i = 0; i < sizeof(longer); i++)
        assert_int_equal(escape_feed(&escape, (unsigned char)longer[i], MS), KEYPRESS_NONE);
    assert_int_equal(escape_feed(&escape, 7, MS), KEYPRESS_NONE);
    reply = escape_take_string(&escape);
    assert_non_null(reply);
    assert_int_equal(strlen(reply), ESCAPE_SIZE);
    assert_int_equal(escape_feed(&escape, 'q', MS), 'q');

    /* A key in between takes it away. */
    for (const char *byte = "\033]11;x\007\033[A"; *byte; byte++)
        escape_feed(&escape, (unsigned char)*byte, MS);
    assert_null(escape_take_string(&escape));
}

/* Every two- and three-byte sequence after ESC: nothing that is typed later is lost for good, and
 * nothing of the sequence's tail switches views or answers a prompt. */
static void every_short_csi(void **state)
{
    (void)state;
    for (int first = 0x20; first < 0x7f; first++) {
        for (int last = 0x40; last < 0x7f; last++) {
            struct escape escape = {0};
            int bytes[] = {033, '[', first, last};
            int got = KEYPRESS_NONE;
            for (size_t i = 0; i < 4; i++) {
                got = escape_feed(&escape, (unsigned char)bytes[i], MS);
                /* A first byte that ends the sequence makes the last one a key of its own. */
                bool ended = first >= 0x40 || first == '[';
                if (got != KEYPRESS_NONE && got < KEYPRESS_NONE && !(i == 3 && ended))
                    fail_msg("ESC [ %c %c: byte %zu came out as %#x", first, last, i,
                             (unsigned)got);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sequences),    cmocka_unit_test(sequences_byte_by_byte),
        cmocka_unit_test(escape_alone), cmocka_unit_test(unfinished),
        cmocka_unit_test(taken_string), cmocka_unit_test(every_short_csi),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
