#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data_support.h"
#include "rnntop/data/npz/npy.h"
#include "tests/words/error_text.h"

static enum rt_status parse_bytes(const struct bytes *bytes, size_t portion,
                                  struct npy_header *header, uint64_t *offset,
                                  struct rt_error *error)
{
    static struct reader reader;
    struct memory_source source;
    memory_reader(&reader, &source, bytes->at, bytes->size, portion);
    enum rt_status status = npy_read_header(&reader, header, error);
    *offset = reader_offset(&reader);
    return status;
}

/* A header of this version and text, followed by two bytes of data. */
static enum rt_status parse(unsigned major, const char *text, struct npy_header *header,
                            struct rt_error *error)
{
    struct bytes bytes = {0};
    uint64_t offset;
    bytes_text(&bytes, "\x93NUMPY");
    bytes_byte(&bytes, major);
    bytes_byte(&bytes, 0);
    bytes_number(&bytes, strlen(text), major == 1 ? 2 : 4);
    bytes_text(&bytes, text);
    bytes_text(&bytes, "XY");
    enum rt_status status = parse_bytes(&bytes, 3, header, &offset, error);
    if (status == RT_OK)
        assert_int_equal(offset, bytes.size - 2);
    bytes_free(&bytes);
    return status;
}

static void check_good(unsigned major, const char *text, const char *descr, const char *shape)
{
    struct npy_header header;
    struct rt_error error = {0};
    char shown[NPY_SHAPE_TEXT];
    if (parse(major, text, &header, &error) != RT_OK)
        fail_msg("%s: %s", text, error_text(&error));
    assert_string_equal(header.descr, descr);
    npy_shape_text(&header, shown);
    assert_string_equal(shown, shape);
}

static void check_bad(const char *text, const char *wanted)
{
    struct npy_header header;
    struct rt_error error = {0};
    assert_int_equal(parse(1, text, &header, &error), RT_ERR_FORMAT);
    assert_int_equal(error.status, RT_ERR_FORMAT);
    if (!strstr(error_text(&error), wanted))
        fail_msg("%s: '%s' does not say '%s'", text, error_text(&error), wanted);
}

static void test_versions(void **state)
{
    (void)state;
    for (unsigned major = 1; major <= 3; major++)
        check_good(major, "{'descr': '|O', 'fortran_order': False, 'shape': (25000,), }    \n",
                   "|O", "(25000,)");
}

static void test_writing_styles(void **state)
{
    struct npy_header header;
    struct rt_error error;
    (void)state;
    check_good(1, "{'shape': (3, 4), 'fortran_order': True, 'descr': '<f4'}", "<f4", "(3, 4)");
    check_good(1, "{'descr':'<i8','shape':(5,),'fortran_order':False}\n", "<i8", "(5,)");
    check_good(1, "{\"descr\": \"<i8\", \"shape\": (), \"fortran_order\": False, }", "<i8", "()");
    check_good(1, "{'descr': '<i8', 'fortran_order': False, 'shape': (25000L,), }", "<i8",
               "(25000,)");
    check_good(1, "\n { 'descr' : '<i8' , 'fortran_order' : False , 'shape' : ( 1 , 2 , 3 ) } \n",
               "<i8", "(1, 2, 3)");
    check_good(1, "{'descr': '<i8', 'fortran_order': False, 'shape': (9223372036854775807,)}",
               "<i8", "(9223372036854775807,)");
    assert_int_equal(
        parse(1, "{'shape': (2,), 'fortran_order': True, 'descr': '<f4'}", &header, &error), RT_OK);
    assert_true(header.fortran_order);
}

/* Both alignments that NumPy has used; portions of one byte cross every border. */
static void test_alignment(void **state)
{
    static const size_t align[] = {16, 64};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct bytes bytes = {0};
        struct npy_header header;
        struct rt_error error;
        uint64_t offset;
        put_npy_header(&bytes, "<i8", "(25000,)", align[i]);
        assert_int_equal(parse_bytes(&bytes, 1, &header, &offset, &error), RT_OK);
        assert_int_equal(offset, i == 0 ? 80 : 128);
        bytes_free(&bytes);
    }
}

static void test_wrong_headers(void **state)
{
    (void)state;
    check_bad("", "it is no dictionary");
    check_bad("['descr']", "it is no dictionary");
    check_bad("{'descr': '<i8', 'fortran_order': False}", "is missing");
    check_bad("{'descr': '<i8', 'fortran_order': False, 'shape': (1,)", "it does not end");
    check_bad("{'descr': '<i8', 'fortran_order': False, 'shape': (1,)}x", "something follows it");
    check_bad("{'descr': '<i8', 'descr': '<i8', 'fortran_order': False, 'shape': (1,)}", "twice");
    check_bad("{'other': '<i8', 'fortran_order': False, 'shape': (1,)}", "unknown");
    check_bad("{descr: '<i8'}", "a key is malformed");
    check_bad("{'descr': [('a', '<i8')], 'fortran_order': False, 'shape': (1,)}", "plain array");
    check_bad("{'descr': '<i8\\n', 'fortran_order': False, 'shape': (1,)}", "plain array");
    check_bad("{'descr': '<i8888888888888888888', 'fortran_order': False}", "plain array");
    check_bad("{'descr': '<i8', 'fortran_order': 0, 'shape': (1,)}", "neither True nor False");
    check_bad("{'descr': __import__('os').system('id'), 'shape': (1,)}", "plain array");
}

static void test_wrong_shapes(void **state)
{
    static const char *const shape[] = {"(-5,)",
                                        "(9223372036854775808,)",
                                        "(18446744073709551616,)",
                                        "(5)",
                                        "5",
                                        "(5.0,)",
                                        "(,)",
                                        "(1,,2)",
                                        "(1,2,3,4,5,6,7,8,9)",
                                        "(1",
                                        "[1]",
                                        "(0x5,)"};
    char text[128];
    (void)state;
    for (size_t i = 0; i < sizeof shape / sizeof *shape; i++) {
        snprintf(text, sizeof text, "{'descr': '<i8', 'fortran_order': False, 'shape': %s}",
                 shape[i]);
        check_bad(text, "its shape is not a tuple of possible lengths");
    }
}

static void test_wrong_beginnings(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *wanted;
    } bad[] = {
        {"", 0, "ends too early, at byte 0"},
        {"\x93NUM", 4, "ends too early, at byte 4"},
        {"\x93NUMPY\1\0", 8, "ends too early, at byte 8"},
        {"\x93NUMPY\1\0\x76\0{'descr", 17, "ends too early, at byte 17"},
        {"\x93NUMPZ\1\0\2\0{}", 12, "is no npy array"},
        {"\x93NUMPY\4\0\2\0{}", 12, "npy version 4.0"},
        {"\x93NUMPY\0\0\2\0{}", 12, "npy version 0.0"},
        {"\x93NUMPY\1\1\2\0{}", 12, "npy version 1.1"},
        {"\x93NUMPY\1\0\x11\x27{}", 12, "a header of 10001 bytes"},
        {"\x93NUMPY\2\0\xff\xff\xff\xff{}", 14, "a header of 4294967295 bytes"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct bytes bytes = {0};
        struct npy_header header;
        struct rt_error error = {0};
        uint64_t offset;
        bytes_put(&bytes, bad[i].bytes, bad[i].size);
        assert_int_not_equal(parse_bytes(&bytes, 5, &header, &offset, &error), RT_OK);
        if (!strstr(error_text(&error), bad[i].wanted))
            fail_msg("'%s' does not say '%s'", error_text(&error), bad[i].wanted);
        bytes_free(&bytes);
    }
}

static void test_integers(void **state)
{
    static const struct {
        const char *descr;
        const char *bytes;
        int64_t value;
    } good[] = {
        {"|b1", "\1", 1},
        {"|u1", "\xff", 255},
        {"|i1", "\xff", -1},
        {"<i2", "\x34\x12", 0x1234},
        {">i2", "\x12\x34", 0x1234},
        {"<u2", "\xff\xff", 65535},
        {"<i4", "\xfe\xff\xff\xff", -2},
        {">u4", "\xff\xff\xff\xfe", 4294967294},
        {"<i8", "\1\0\0\0\0\0\0\0", 1},
        {">i8", "\xff\xff\xff\xff\xff\xff\xff\xff", -1},
        {"<u8", "\xff\xff\xff\xff\xff\xff\xff\xff", -1},
    };
    static const char *const other[] = {"<f4", "<f8",  "|O",  "O",   "<U5", "|S1",
                                        "<i3", "<i16", "=i8", "|b2", "<M8", ""};
    struct npy_integer kind;
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(npy_integer_kind(good[i].descr, &kind));
        assert_int_equal(npy_integer_value(&kind, (const uint8_t *)good[i].bytes), good[i].value);
    }
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        assert_false(npy_integer_kind(other[i], &kind));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_versions),     cmocka_unit_test(test_writing_styles),
        cmocka_unit_test(test_alignment),    cmocka_unit_test(test_wrong_headers),
        cmocka_unit_test(test_wrong_shapes), cmocka_unit_test(test_wrong_beginnings),
        cmocka_unit_test(test_integers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
