/*
 * status: how a function of rnntop says that it failed, and why.
 *
 * What can fail returns an enum rt_status and fills the caller's struct rt_error with facts: which
 * error it is (a row of rnntop/base/errors.h), the file and the place in it, and the values that
 * the row's sentence names. The sentence itself is made where a person reads it: words/errors.h.
 * Programmers' errors are asserts instead.
 */
#ifndef RNNTOP_BASE_STATUS_H
#define RNNTOP_BASE_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum rt_status {
    RT_OK = 0,
    RT_ERR_USAGE,       /* the command line or a setting is wrong: exit status 2 */
    RT_ERR_IO,          /* the operating system refused: missing file, full disk, no permission */
    RT_ERR_FORMAT,      /* a file's contents break their format's rules */
    RT_ERR_MEMORY,      /* no memory, or a size beyond what rnntop accepts */
    RT_ERR_NUMERIC,     /* a NaN or an infinity where a number was needed */
    RT_ERR_UNSUPPORTED, /* well-formed, but this build or version can't do it */
    RT_INTERRUPTED      /* stopped on request; nothing is wrong */
};

/* Every error that there is: ERR_NPZ_NO_ROWS and so on. */
enum rt_code {
    ERR_NONE,
#define RT_ERROR(code, status, kinds, sentence) ERR_##code,
#include "rnntop/base/errors.h"
#undef RT_ERROR
    ERR_COUNT
};

/*
 * The kinds of values that a sentence can name. They say how a value is shown; what a caller passes
 * for each is in brackets.
 */
#define RT_KIND_      0 /* of () */
#define RT_KIND_P     1 /* a path, raw bytes [char *] */
#define RT_KIND_T     1 /* text from outside: anything may stand in it [char *] */
#define RT_KIND_W     1 /* a word of rnntop's own: an option, a layer's name, a unit [char *] */
#define RT_KIND_N     2 /* a whole number [any integer] */
#define RT_KIND_E     2 /* an errno of the system [int] */
#define RT_KIND_R     3 /* a real number [double, float] */
#define RT_MAX_VALUES 6

enum rt_value_type { RT_VALUE_TEXT = 1, RT_VALUE_SIGNED, RT_VALUE_UNSIGNED, RT_VALUE_REAL };

/* A value as it is passed. */
struct rt_value {
    enum rt_value_type type;
    union {
        const char *text; /* NULL is shown as nothing */
        int64_t integer;
        uint64_t natural;
        double real;
    } as;
};

/* Bytes of all its texts: the longest path that the system takes, and more. */
#define RT_ERROR_BYTES 4608

/* Texts lie one behind the other in `bytes`; path_at, part_at and text_at are the offset at which
 * one begins, plus one, and 0 where there is none. All zeros: no error. */
struct rt_error {
    enum rt_status status;
    enum rt_code code;
    /* What failed because of this error, if a caller further up has said so: a code in whose
     * sentence the sentence of this error stands at {reason}. ERR_NONE: nobody has. */
    enum rt_code within;
    uint16_t path_at; /* the file that the error is about, raw; 0: none, or a value names it */
    uint16_t part_at; /* what in the file: an array, a tensor, a key; or 0 */
    uint64_t line;    /* in the file, from 1; 0: not known */
    uint64_t byte;    /* in the file or part, from 0 */
    uint16_t count;   /* of values */
    uint16_t used;    /* bytes */
    struct {
        enum rt_value_type type;
        union {
            uint16_t text_at;
            int64_t integer;
            uint64_t natural;
            double real;
        } as;
    } value[RT_MAX_VALUES];
    char bytes[RT_ERROR_BYTES];
};

/*
 * Fills *error (which may be NULL) and returns the status of the code's row, so that a caller can
 * `return rt_fail(error, ERR_NPY_VERSION, major, minor);`. Values follow the code, as many and of
 * the types that its row names; anything else does not compile. Texts are copied (cut at a
 * character's border where they are longer than RT_ERROR_BYTES holds).
 */
#define rt_fail(error, ...) RT_PASTE(RT_FAIL_, RT_COUNT(__VA_ARGS__))((error), __VA_ARGS__)

/* The function behind the macro rt_fail(). Called by itself where the code is chosen at run time;
 * then it is asserted, not compiled, that the values are those of the code's row. */
enum rt_status rt_fail_list(struct rt_error *error, enum rt_code code, size_t count,
                            const struct rt_value *values);

/* Say where it happened, unless that is known already; error may be NULL. */
void rt_error_at_path(struct rt_error *error, const char *path);
void rt_error_at_part(struct rt_error *error, const char *part);
void rt_error_at_line(struct rt_error *error, uint64_t line);
void rt_error_at_byte(struct rt_error *error, uint64_t byte);

/* Sets error->within: what failed because of the error. Returns the error's status. error may not
 * be NULL. */
enum rt_status rt_fail_within(struct rt_error *error, enum rt_code within);

/* Bytes of it that are used, from its beginning: all that a copy needs. */
size_t rt_error_size(const struct rt_error *error);
/* Copies no more than that. */
void rt_error_copy(struct rt_error *to, const struct rt_error *from);

/* The file's path, the part and the value of that number (from 0), or NULL where there is none. */
const char *rt_error_path(const struct rt_error *error);
const char *rt_error_part(const struct rt_error *error);
const char *rt_error_text(const struct rt_error *error, size_t value);

/* What is known of a code. */
enum rt_status rt_code_status(enum rt_code code);
/* Writes "npz_no_rows", its lasting name, for files and other programs; returns out. */
#define RT_CODE_NAME 64
const char *rt_code_name(enum rt_code code, char out[RT_CODE_NAME]);
/* ERR_NONE where no code has that name. */
enum rt_code rt_code_of_name(const char *name);
/* The kind of its value of that number (from 0): 'P', 'T' and so on, or NUL where it has none. */
char rt_code_kind(enum rt_code code, size_t value);

/* ---- how rt_fail() is held to the rows when it is compiled ---- */

#define RT_PASTE(a, b)                          RT_PASTE_2(a, b)
#define RT_PASTE_2(a, b)                        a##b
#define RT_COUNT(...)                           RT_COUNT_8(__VA_ARGS__, 7, 6, 5, 4, 3, 2, 1, 0)
#define RT_COUNT_8(a, b, c, d, e, f, g, n, ...) n

/* The kinds of a row, (P, N), as a number, a digit a value. */
#define RT_KINDS(...)                RT_PASTE(RT_KINDS_, RT_COUNT(__VA_ARGS__))(__VA_ARGS__)
#define RT_KINDS_1(a)                (RT_KIND_##a)
#define RT_KINDS_2(a, b)             (RT_KINDS_1(a) + 4 * RT_KIND_##b)
#define RT_KINDS_3(a, b, c)          (RT_KINDS_2(a, b) + 16 * RT_KIND_##c)
#define RT_KINDS_4(a, b, c, d)       (RT_KINDS_3(a, b, c) + 64 * RT_KIND_##d)
#define RT_KINDS_5(a, b, c, d, e)    (RT_KINDS_4(a, b, c, d) + 256 * RT_KIND_##e)
#define RT_KINDS_6(a, b, c, d, e, f) (RT_KINDS_5(a, b, c, d, e) + 1024 * RT_KIND_##f)

enum rt_signature {
#define RT_ERROR(code, status, kinds, sentence) RT_SIGNATURE_ERR_##code = RT_KINDS kinds,
#include "rnntop/base/errors.h"
#undef RT_ERROR
};

/* The same digit for an argument of a call. */
#define RT_TYPE(x) _Generic((x), char * : 1, const char * : 1, float : 3, double : 3, default : 2)

static inline struct rt_value rt_value_text(const char *text)
{
    return (struct rt_value){.type = RT_VALUE_TEXT, .as.text = text};
}

static inline struct rt_value rt_value_signed(int64_t integer)
{
    return (struct rt_value){.type = RT_VALUE_SIGNED, .as.integer = integer};
}

static inline struct rt_value rt_value_unsigned(uint64_t natural)
{
    return (struct rt_value){.type = RT_VALUE_UNSIGNED, .as.natural = natural};
}

static inline struct rt_value rt_value_real(double real)
{
    return (struct rt_value){.type = RT_VALUE_REAL, .as.real = real};
}

/* clang-format off */
#define RT_VALUE(x) _Generic((x), char *: rt_value_text, const char *: rt_value_text,              \
    float: rt_value_real, double: rt_value_real, char: rt_value_signed,                            \
    signed char: rt_value_signed, short: rt_value_signed, int: rt_value_signed,                    \
    long: rt_value_signed, long long: rt_value_signed, default: rt_value_unsigned)(x)

#define RT_FAIL_AS(error, code, types, count, ...)                                                 \
    ((void)sizeof(struct {                                                                         \
        _Static_assert(RT_SIGNATURE_##code == (types), "the values are not those of the row");     \
        int checked;                                                                               \
    }), rt_fail_list((error), code, (count), __VA_ARGS__))
#define RT_FAIL_1(error, code) RT_FAIL_AS(error, code, 0, 0, NULL)
#define RT_FAIL_2(error, code, a)                                                                  \
    RT_FAIL_AS(error, code, RT_TYPE(a), 1, (const struct rt_value[]){RT_VALUE(a)})
#define RT_FAIL_3(error, code, a, b)                                                               \
    RT_FAIL_AS(error, code, RT_TYPE(a) + 4 * RT_TYPE(b), 2,                                        \
               ((const struct rt_value[]){RT_VALUE(a), RT_VALUE(b)}))
#define RT_FAIL_4(error, code, a, b, c)                                                            \
    RT_FAIL_AS(error, code, RT_TYPE(a) + 4 * RT_TYPE(b) + 16 * RT_TYPE(c), 3,                      \
               ((const struct rt_value[]){RT_VALUE(a), RT_VALUE(b), RT_VALUE(c)}))
#define RT_FAIL_5(error, code, a, b, c, d)                                                         \
    RT_FAIL_AS(error, code, RT_TYPE(a) + 4 * RT_TYPE(b) + 16 * RT_TYPE(c) + 64 * RT_TYPE(d), 4,    \
               ((const struct rt_value[]){RT_VALUE(a), RT_VALUE(b), RT_VALUE(c), RT_VALUE(d)}))
#define RT_FAIL_6(error, code, a, b, c, d, e)                                                      \
    RT_FAIL_AS(error, code,                                                                        \
               RT_TYPE(a) + 4 * RT_TYPE(b) + 16 * RT_TYPE(c) + 64 * RT_TYPE(d) + 256 * RT_TYPE(e), \
               5, ((const struct rt_value[]){RT_VALUE(a), RT_VALUE(b), RT_VALUE(c), RT_VALUE(d),   \
                                             RT_VALUE(e)}))
#define RT_FAIL_7(error, code, a, b, c, d, e, f)                                                   \
    RT_FAIL_AS(error, code,                                                                        \
               RT_TYPE(a) + 4 * RT_TYPE(b) + 16 * RT_TYPE(c) + 64 * RT_TYPE(d) +                   \
                   256 * RT_TYPE(e) + 1024 * RT_TYPE(f),                                           \
               6, ((const struct rt_value[]){RT_VALUE(a), RT_VALUE(b), RT_VALUE(c), RT_VALUE(d),   \
                                             RT_VALUE(e), RT_VALUE(f)}))
/* clang-format on */

#endif
