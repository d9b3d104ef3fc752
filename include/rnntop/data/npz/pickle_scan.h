/*
 * pickle_scan: a pickle's opcodes, one after another, for pickle.c to compare with its pattern.
 *
 * Memo and frame opcodes, which may stand anywhere, are swallowed here. There is no stack and no
 * object: a string is compared, a number returned, the rest is only checked for.
 */
#ifndef RNNTOP_DATA_NPZ_PICKLE_SCAN_H
#define RNNTOP_DATA_NPZ_PICKLE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"
#include "rnntop/data/reader.h"

/* The opcodes of an array of lists of whole numbers. */
enum pickle_opcode {
    OP_MARK = '(',
    OP_STOP = '.',
    OP_BINBYTES = 'B',
    OP_SHORT_BINBYTES = 'C',
    OP_BININT = 'J',
    OP_BININT1 = 'K',
    OP_BININT2 = 'M',
    OP_NONE = 'N',
    OP_REDUCE = 'R',
    OP_BINSTRING = 'T',
    OP_SHORT_BINSTRING = 'U',
    OP_BINUNICODE = 'X',
    OP_EMPTY_LIST = ']',
    OP_APPEND = 'a',
    OP_BUILD = 'b',
    OP_GLOBAL = 'c',
    OP_APPENDS = 'e',
    OP_BINGET = 'h',
    OP_LONG_BINGET = 'j',
    OP_BINPUT = 'q',
    OP_LONG_BINPUT = 'r',
    OP_TUPLE = 't',
    OP_PROTO = 0x80,
    OP_TUPLE1 = 0x85,
    OP_TUPLE3 = 0x87,
    OP_NEWTRUE = 0x88,
    OP_NEWFALSE = 0x89,
    OP_LONG1 = 0x8A,
    OP_SHORT_BINUNICODE = 0x8C,
    OP_STACK_GLOBAL = 0x93,
    OP_MEMOIZE = 0x94,
    OP_FRAME = 0x95
};

#define PICKLE_TEXT_SIZE  64 /* longer than any string of the pattern */
#define PICKLE_MEMO_TEXTS 16 /* more than its strings */

struct pickle_memo_text {
    bool used;
    uint32_t index;
    char text[PICKLE_TEXT_SIZE];
};

struct pickle_scan {
    struct reader *reader;
    struct rt_error *error;
    /* The memo, as far as strings go: from protocol 4 on, 'numpy' is written once and fetched the
     * second time. Nothing else of the pattern is ever fetched. */
    struct pickle_memo_text memo[PICKLE_MEMO_TEXTS];
    uint32_t memoized;           /* entries so far: the index that MEMOIZE gives */
    char text[PICKLE_TEXT_SIZE]; /* the string read last */
    bool text_is_last;           /* nothing was read since: a memo opcode would keep it */
};

void pickle_scan_init(struct pickle_scan *scan, struct reader *reader, struct rt_error *error);

/* The next opcode that is neither of the memo nor a frame; its operand is still to be taken. */
enum rt_status pickle_scan_opcode(struct pickle_scan *scan, unsigned *opcode);

/* Fails with a code whose only value is an opcode, the one just taken: it may not stand there. */
enum rt_status pickle_scan_unexpected(struct pickle_scan *scan, unsigned opcode, enum rt_code code);

/* Takes just this opcode. */
enum rt_status pickle_scan_expect(struct pickle_scan *scan, enum pickle_opcode wanted);

/* Takes just this string, or the other, in any of the ways in which the protocols write strings. */
enum rt_status pickle_scan_expect_text(struct pickle_scan *scan, const char *wanted,
                                       const char *or_else);

/* Takes just this global, of one module or the other; nothing comes of it but the comparison. */
enum rt_status pickle_scan_expect_global(struct pickle_scan *scan, const char *wanted_module,
                                         const char *or_module, const char *wanted_name);

/* Takes just this number; False and True are 0 and 1, as Python has it. Another one fails with the
 * code `otherwise`, whose values are that number and the wanted one. */
enum rt_status pickle_scan_expect_number(struct pickle_scan *scan, int64_t wanted,
                                         enum rt_code otherwise);

bool pickle_scan_is_number(unsigned opcode);

/* The number whose opcode has just been taken; pickle_scan_is_number(opcode) holds. */
enum rt_status pickle_scan_number(struct pickle_scan *scan, unsigned opcode, int64_t *value);

#endif
