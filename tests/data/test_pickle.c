#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "data_support.h"
#include "numpy_files.h"
#include "rnntop/data/limits.h"
#include "rnntop/data/npz/pickle.h"
#include "tests/words/error_text.h"

/* The rows as they should come. */
struct expected {
    const struct raw_rows *raw; /* NULL: count only */
    size_t rows;
    size_t wrong;
};

static bool take_row(void *context, size_t row, const int32_t *numbers, size_t count)
{
    struct expected *expected = context;
    if (row != expected->rows++)
        expected->wrong++;
    if (expected->raw &&
        (row >= expected->raw->rows || count != expected->raw->count[row] ||
         (count > 0 && memcmp(numbers, expected->raw->row[row], count * sizeof *numbers) != 0)))
        expected->wrong++;
    return true;
}

static enum rt_status read_bytes(const void *bytes, size_t size, size_t portion, size_t rows,
                                 struct expected *expected, struct rt_error *error)
{
    struct reader *reader = malloc(sizeof *reader);
    struct memory_source source;
    assert_non_null(reader);
    memory_reader(reader, &source, bytes, size, portion);
    enum rt_status status = pickle_read_rows(reader, rows, take_row, expected, error);
    free(reader);
    return status;
}

static void check_good(const void *bytes, size_t size, const struct raw_rows *raw)
{
    static const size_t portion[] = {1, 7, 65536};
    for (size_t i = 0; i < 3; i++) {
        struct expected expected = {.raw = raw};
        struct rt_error error = {0};
        if (read_bytes(bytes, size, portion[i], raw->rows, &expected, &error) != RT_OK)
            fail_msg("in portions of %zu: %s", portion[i], error_text(&error));
        assert_int_equal(expected.rows, raw->rows);
        assert_int_equal(expected.wrong, 0);
    }
}

/* It must be refused with this in its sentence; nothing may come of it but rows before the place.
 */
static void check_bad(const struct bytes *bytes, size_t rows, const char *wanted)
{
    struct expected expected = {0};
    struct rt_error error = {0};
    enum rt_status status = read_bytes(bytes->at, bytes->size, 5, rows, &expected, &error);
    assert_int_not_equal(status, RT_OK);
    assert_int_equal(status, error.status);
    assert_true(expected.rows <= rows);
    if (!strstr(error_text(&error), wanted))
        fail_msg("'%s' does not say '%s'", error_text(&error), wanted);
}

static int32_t golden_0[] = {5, 300, 70000}, golden_2[] = {7},
               golden_3[] = {255, 256, 65535, 65536};
static int32_t *golden_row[] = {golden_0, NULL, golden_2, golden_3};
static size_t golden_count[] = {3, 0, 1, 4};
static const struct raw_rows golden = {4, golden_count, golden_row};

/* What NumPy wrote is understood, and what these tests write is what NumPy writes. */
static void test_numpy(void **state)
{
    static const struct {
        const uint8_t *bytes;
        size_t size;
    } numpy[] = {{numpy_protocol_3, sizeof numpy_protocol_3},
                 {numpy_protocol_4, sizeof numpy_protocol_4},
                 {numpy_protocol_5, sizeof numpy_protocol_5}};
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct bytes own = {0};
        check_good(numpy[i].bytes, numpy[i].size, &golden);
        put_pickle(&own, 3 + i, &golden);
        assert_int_equal(own.size, numpy[i].size);
        assert_memory_equal(own.at, numpy[i].bytes, own.size);
        bytes_free(&own);
    }
}

static void check_shape(size_t rows, size_t longest, uint32_t seed)
{
    struct raw_rows raw;
    raw_rows_make(&raw, rows, longest, DATA_ID_MAX, seed);
    for (int protocol = 2; protocol <= 5; protocol++) {
        struct bytes bytes = {0};
        put_pickle(&bytes, protocol, &raw);
        check_good(bytes.at, bytes.size, &raw);
        bytes_free(&bytes);
    }
    raw_rows_free(&raw);
}

/* Group borders: lists go out by the thousand, a lone last item by itself. */
static void test_groups(void **state)
{
    static const size_t rows[] = {1, 2, 999, 1000, 1001, 1002, 2001};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_shape(rows[i], 3, (uint32_t)i);
    check_shape(40, 3003, 99);
    for (size_t longest = 999; longest <= 1002; longest++) {
        struct raw_rows raw;
        raw_rows_make(&raw, 1, longest, 300, 5);
        raw.row[0] = realloc(raw.row[0], longest * sizeof *raw.row[0]);
        for (size_t k = 0; k < longest; k++)
            raw.row[0][k] = (int32_t)(k * 31 % 70000);
        raw.count[0] = longest;
        for (int protocol = 2; protocol <= 5; protocol++) {
            struct bytes bytes = {0};
            put_pickle(&bytes, protocol, &raw);
            check_good(bytes.at, bytes.size, &raw);
            bytes_free(&bytes);
        }
        raw_rows_free(&raw);
    }
}

static struct bytes with_rows(int protocol, size_t rows, const char *list, size_t size)
{
    struct bytes bytes = {0};
    put_pickle_head(&bytes, protocol, rows);
    bytes_put(&bytes, list, size);
    return bytes;
}
#define WITH_ROWS(rows, list) with_rows(2, rows, list, sizeof list - 1)

/* Other ways to write the same: no memo at all, LONG1, several groups, NumPy 2's module name. */
static void test_variants(void **state)
{
    int32_t one[] = {5, 300}, *row[] = {one};
    size_t count[] = {2};
    const struct raw_rows raw = {1, count, row};
    static const struct {
        const char *list;
        size_t size;
    } variant[] = {
#define VARIANT(list) {list, sizeof list - 1}
        VARIANT("](](K\5M\x2c\1eetb."),
        VARIANT("](](K\5eM\x2c\1aetb."),
        VARIANT("](](\x8a\1\5\x8a\2\x2c\1eetb."),
        VARIANT("](](\x8a\3\5\0\0J\x2c\1\0\0eetb."),
        VARIANT("](](\x8a\x08\5\0\0\0\0\0\0\0J\x2c\1\0\0eetb."),
        VARIANT("](e](e(K\5M\x2c\1e(eatb."),
        VARIANT("]q\7(]r\1\1\0\0(K\5M\x2c\1eetq\1b."),
    };
    (void)state;
    for (size_t i = 0; i < sizeof variant / sizeof *variant; i++) {
        struct bytes bytes = with_rows(2, 1, variant[i].list, variant[i].size);
        check_good(bytes.at, bytes.size, &raw);
        bytes_free(&bytes);
    }
    struct bytes bytes = {0};
    static const char old[] = "\x15numpy.core.multiarray", new[] = "\x16numpy._core.multiarray";
    put_pickle(&bytes, 4, &raw);
    uint8_t *place = memmem(bytes.at, bytes.size, old, sizeof old - 1);
    assert_non_null(place);
    struct bytes renamed = {0};
    size_t before = (size_t)(place - bytes.at);
    bytes_put(&renamed, bytes.at, before);
    bytes_put(&renamed, new, sizeof new - 1);
    bytes_put(&renamed, place + sizeof old - 1, bytes.size - before - (sizeof old - 1));
    renamed.at[3]++; /* the frame is a byte longer */
    check_good(renamed.at, renamed.size, &raw);
    bytes_free(&bytes);
    bytes_free(&renamed);
}

/* Pickles that would run something if anything ran them. */
static void test_hostile(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *wanted;
    } hostile[] = {
#define HOSTILE(bytes, wanted) {bytes, sizeof bytes - 1, wanted}
        HOSTILE("\x80\2cos\nsystem\nU\7echo hi\x85R.", "asks for os.system"),
        HOSTILE("\x80\4\x8c\2os\x94\x8c\6system\x94\x93\x8c\7echo hi\x85R.", "asks for os.system"),
        HOSTILE("\x80\4\x8c\5posix\x8c\6system\x93\x8c\2id\x85R.", "asks for posix.system"),
        HOSTILE("\x80\3c__builtin__\neval\nX\1\0\0\0"
                "1\x85R.",
                "asks for __builtin__.eval"),
        HOSTILE("\x80\2cnumpy.core.multiarray\n_reconstruct\ncos\nsystem\n", "asks for os.system"),
        HOSTILE("\x80\2cnumpy\n_reconstruct\n", "asks for numpy._reconstruct"),
        HOSTILE("\x80\2cnumpy.core.multiarray\nscalar\n", "asks for numpy.core.multiarray.scalar"),
        /* A NUL in a name would look like the right one to C. */
        HOSTILE("\x80\4\x8c\x1anumpy.core.multiarray\0.evil\x8c\x0c_reconstruct\x93",
                "a NUL in a name"),
        HOSTILE("\x80\2cnumpy.core.multiarray\0x\n_reconstruct\n", "a NUL in a name"),
        /* A stack global of names from the memo: of a number, of nothing, of the wrong string. */
        HOSTILE("\x80\4K\5\x94\x8c\2os\x94h\0h\1\x93", "opcode 0x4b where a string"),
        HOSTILE("\x80\4h\0h\1\x93", "memo entry 0 is no string"),
        HOSTILE("\x80\4\x8c\2os\x94h\0\x93", "asks for os.os"),
        HOSTILE("\x80\4\x8c\2os\x94\x8c\6system\x94h\0\x93", "where 0x93 should be"),
        /* 'numpy' in the memo, overwritten by a number before it is fetched. */
        HOSTILE("\x80\4\x8c\x15numpy.core.multiarray\x8c\x0c_"
                "reconstruct\x93\x8c\5numpyq\3\x8c\7ndarray\x93K\0q\3\x85"
                "C\1b\x87R(K\1K\1\x85h\3\x8c\5dtype\x93",
                "memo entry 3 is no string"),
        HOSTILE("\x80\4\x8c\2osq\5\x8c\6systemj\6\0\0\0", "where 0x93 should be"),
        /* Extension codes, persistent ids, instances: other ways to get at code. */
        HOSTILE("\x80\2\x82\1R.", "at byte 2: opcode 0x82 where a string should be"),
        HOSTILE("\x80\2Pid\n.", "opcode 0x50"),
        HOSTILE("\x80\2(ios\nsystem\n.", "opcode 0x28"),
        /* Names that are long, never end, or hold what a terminal would obey. */
        HOSTILE("\x80\2cnumpy.core.multiarray_numpy.core.multiarray_numpy.core.multiarray\n",
                "a string of 64 bytes"),
        HOSTILE("\x80\2c\x1b[2Jevil\nx\n", "asks for \xef\xbf\xbd[2Jevil.x"),
        HOSTILE("\x80\4X\xff\xff\xff\xff", "a string of 4294967295 bytes"),
        HOSTILE("\x80\2cnumpy.core", "ends too early"),
        HOSTILE("cos\nsystem\n(S'id'\ntR.", "no pickle of protocol 2 to 5"),
        HOSTILE("\x80\6.", "no pickle of protocol 2 to 5"),
        HOSTILE("\x80\1.", "no pickle of protocol 2 to 5"),
        HOSTILE("\x80\4\x95\xff\xff\xff\xff\xff\xff\xff\xff",
                "at byte 11: a pickle frame reaches past the end"),
        HOSTILE("\x80\4\x95\1\0\0\0\0\0\0\0", "a pickle frame reaches past the end"),
    };
    (void)state;
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct bytes bytes = {0};
        bytes_put(&bytes, hostile[i].bytes, hostile[i].size);
        check_bad(&bytes, 1, hostile[i].wanted);
        bytes_free(&bytes);
    }
}

/* Code where a row, a number or the end should be. */
static void test_hostile_rows(void **state)
{
    static const struct {
        const char *list;
        size_t size;
        const char *wanted;
    } bad[] = {
#define ROWS(list, wanted) {list, sizeof list - 1, wanted}
        ROWS("](cos\nsystem\n", "opcode 0x63 where a list of whole numbers"),
        ROWS("](](cos\nsystem\n", "opcode 0x63 where a list of whole numbers"),
        ROWS("](](K\1eetbcos\nsystem\n", "opcode 0x63 where 0x2e should be"),
        ROWS("](](K\1eetb0.", "opcode 0x30 where 0x2e should be"),
        ROWS("](](K\1eetR.", "opcode 0x52 where 0x62 should be"),
        ROWS("](](K\1eetb.x", "goes on after its end"),
        ROWS("](](](K\1eee", "opcode 0x5d where a list of whole numbers"),
        ROWS("](](U\1ae", "opcode 0x55 where a list of whole numbers"),
        ROWS("](](G\0\0\0\0\0\0\0\0ee", "opcode 0x47 where a list of whole numbers"),
        ROWS("](](\x88\x89", "opcode 0x88 where a list of whole numbers"),
        ROWS("](]K\1K\1", "opcode 0x4b where a list of whole numbers"),
        ROWS("](K\1etb.", "at byte 126, row 0: opcode 0x4b where a list of whole numbers"),
        ROWS("(etb.", "opcode 0x28 where 0x5d should be"),
        ROWS("](]h\1", "opcode 0x68 where a list of whole numbers"),
        ROWS("]]e", "opcode 0x65 where a list of whole numbers"),
        ROWS("](](K\1eet", "ends too early"),
        ROWS("](](M\1", "ends too early"),
        ROWS("](](\x8a\xff", "ends too early"),
        ROWS("](](\x8a\x09\0\0\0\0\0\0\0\0\0ee", "a number of 9 bytes"),
        ROWS("", "ends too early"),
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct bytes bytes = with_rows(2, 1, bad[i].list, bad[i].size);
        check_bad(&bytes, 1, bad[i].wanted);
        bytes_free(&bytes);
    }
}

static void test_bounds(void **state)
{
    char number[200];
    struct bytes bytes;
    (void)state;
    bytes = WITH_ROWS(1, "](](J\xff\xff\xff\xffK\1eetb.");
    check_bad(&bytes, 1, "row 0: the word's number -1 is not within");
    bytes_free(&bytes);
    bytes = WITH_ROWS(2, "](](K\1e](\x8a\1\x80K\1eetb.");
    check_bad(&bytes, 2, "row 1: the word's number -128 is not within");
    bytes_free(&bytes);
    bytes = WITH_ROWS(1, "](](\x8a\x08\0\0\0\0\0\0\0\x80K\1eetb.");
    check_bad(&bytes, 1, "number -9223372036854775808 is not within");
    bytes_free(&bytes);
    bytes = WITH_ROWS(1, "](](\x8a\x08\1\0\0\0\1\0\0\0K\1eetb.");
    check_bad(&bytes, 1, "number 4294967297 is not within");
    bytes_free(&bytes);
    snprintf(number, sizeof number, "number %d is not within 0 and %d", DATA_ID_MAX + 1,
             DATA_ID_MAX);
    for (int32_t value = DATA_ID_MAX; value <= DATA_ID_MAX + 1; value++) {
        struct expected expected = {0};
        struct rt_error error;
        bytes = with_rows(2, 1, "](](J", 5);
        bytes_number(&bytes, (uint64_t)value, 4);
        bytes_text(&bytes, "eetb.");
        if (value == DATA_ID_MAX)
            assert_int_equal(read_bytes(bytes.at, bytes.size, 9, 1, &expected, &error), RT_OK);
        else
            check_bad(&bytes, 1, number);
        bytes_free(&bytes);
    }
}

/* The header's shape, the pickle's and the rows that come must be one number. */
static void test_row_counts(void **state)
{
    struct bytes bytes;
    (void)state;
    bytes = WITH_ROWS(2, "](](K\1eetb.");
    check_bad(&bytes, 2, "holds 1 row where its shape says 2");
    bytes_free(&bytes);
    bytes = WITH_ROWS(1, "](](K\1e](K\1eetb.");
    check_bad(&bytes, 1, "more rows come than the 1 of its shape");
    bytes_free(&bytes);
    bytes = WITH_ROWS(1, "]]a]atb.");
    check_bad(&bytes, 1, "more rows come than the 1 of its shape");
    bytes_free(&bytes);
    bytes = WITH_ROWS(1, "](](K\1eetb.");
    check_bad(&bytes, 3, "the array's length is 1 and not 3");
    bytes_free(&bytes);
    bytes = WITH_ROWS(1, "]tb.");
    check_bad(&bytes, 1, "holds 0 rows where its shape says 1");
    bytes_free(&bytes);
}

/* A row that goes on and on ends at the limit, not with the machine's memory. */
static void test_endless_row(void **state)
{
    struct bytes bytes = with_rows(2, 1, "](](", 4);
    (void)state;
    for (size_t i = 0; i <= DATA_ROW_IDS_MAX; i++)
        bytes_text(&bytes, "K\1");
    struct expected expected = {0};
    struct rt_error error;
    assert_int_equal(read_bytes(bytes.at, bytes.size, 65536, 1, &expected, &error), RT_ERR_FORMAT);
    assert_non_null(strstr(error_text(&error), "has more than 1000000 words"));
    bytes.size -= 2;
    bytes_text(&bytes, "eetb.");
    assert_int_equal(read_bytes(bytes.at, bytes.size, 65536, 1, &expected, &error), RT_OK);
    bytes_free(&bytes);
}

/* Cut anywhere, it is refused; each flipped bit is refused or gives other rows, never a crash. */
static void test_every_cut_and_flip(void **state)
{
    (void)state;
    for (int protocol = 2; protocol <= 5; protocol++) {
        struct bytes bytes = {0};
        put_pickle(&bytes, protocol, &golden);
        for (size_t size = 0; size < bytes.size; size++) {
            struct bytes cut = {bytes.at, size, size};
            check_bad(&cut, golden.rows, size < 2 || protocol < 4 ? "ends too early" : " ");
        }
        for (size_t bit = 0; bit < 8 * bytes.size; bit++) {
            struct expected expected = {0};
            struct rt_error error = {0};
            bytes.at[bit / 8] ^= (uint8_t)(1u << bit % 8);
            enum rt_status status =
                read_bytes(bytes.at, bytes.size, 65536, golden.rows, &expected, &error);
            assert_true(expected.rows <= golden.rows && expected.wrong == 0);
            assert_true((status == RT_OK) == (error_text(&error)[0] == '\0'));
            bytes.at[bit / 8] ^= (uint8_t)(1u << bit % 8);
        }
        bytes_free(&bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numpy),
        cmocka_unit_test(test_groups),
        cmocka_unit_test(test_variants),
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_hostile_rows),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_row_counts),
        cmocka_unit_test(test_endless_row),
        cmocka_unit_test(test_every_cut_and_flip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
