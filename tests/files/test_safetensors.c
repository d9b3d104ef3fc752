#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "faults.h"
#include "files_support.h"
#include "rnntop/files/safetensors.h"
#include "tests/words/error_text.h"

/* What the reference's writer makes of metadata {"format": "rnntop"} and "a" = [1, -2]. */
static const char golden_hex[] =
    "60000000000000007b225f5f6d657461646174615f5f223a7b22666f726d6174223a22726e6e746f70227d2c226122"
    "3a7b226474797065223a22463332222c227368617065223a5b325d2c22646174615f6f666673657473223a5b302c38"
    "5d7d7d202020202020200000803f000000c0";
#define GOLDEN_SIZE 112

static const float golden_values[] = {1, -2};
static const struct safetensors_tensor golden_tensor = {
    .name = "a",
    .dtype = SAFETENSORS_F32,
    .rank = 1,
    .shape = {2},
    .data = golden_values,
    .bytes = sizeof golden_values,
};
static const struct safetensors_pair golden_pair = {"format", "rnntop"};

static void golden_bytes(unsigned char bytes[GOLDEN_SIZE])
{
    assert_int_equal(strlen(golden_hex), 2 * GOLDEN_SIZE);
    for (size_t i = 0; i < GOLDEN_SIZE; i++) {
        unsigned byte;
        assert_int_equal(sscanf(golden_hex + 2 * i, "%2x", &byte), 1);
        bytes[i] = (unsigned char)byte;
    }
}

/* Builds a file from a header's text and so many bytes of data. */
static size_t build(unsigned char *out, const char *header, size_t data)
{
    size_t length = strlen(header);
    for (size_t i = 0; i < 8; i++)
        out[i] = (unsigned char)((uint64_t)length >> (8 * i));
    memcpy(out + 8, header, length);
    memset(out + 8 + length, 7, data);
    return 8 + length + data;
}

/* Reads it; every byte of every tensor must then be there to be looked at. */
static enum rt_status read_all(const char *path, struct rt_error *error)
{
    struct safetensors *file;
    memset(error, 0, sizeof *error);
    enum rt_status status = safetensors_read(&file, path, error);
    if (status != RT_OK)
        return status;
    for (size_t i = 0; i < safetensors_count(file); i++) {
        const struct safetensors_tensor *tensor = safetensors_at(file, i);
        unsigned char *copy = malloc(tensor->bytes + 1);
        assert_non_null(copy);
        assert_int_equal(safetensors_load(file, tensor, copy, error), RT_OK);
        assert_memory_equal(copy, tensor->data, tensor->bytes);
        assert_ptr_equal(safetensors_find(file, tensor->name), tensor);
        free(copy);
    }
    safetensors_free(file);
    return RT_OK;
}

static void expect_refused(const char *path, const char *what, const char *reason)
{
    struct rt_error error;
    enum rt_status status = read_all(path, &error);
    if (status == RT_OK || error.status != status || !strstr(error_text(&error), path) ||
        !strstr(error_text(&error), reason))
        fail_msg("%s: expected a sentence with the path and \"%s\", got status %d: %s", what,
                 reason, (int)status, error_text(&error));
}

static void test_golden(void **state)
{
    unsigned char golden[GOLDEN_SIZE];
    const char *path = path_in(*state, "golden");
    struct safetensors *file;
    struct rt_error error;
    golden_bytes(golden);
    assert_int_equal(safetensors_write(path, &golden_tensor, 1, &golden_pair, 1, &error), RT_OK);
    expect_file(path, golden, sizeof golden);

    assert_int_equal(safetensors_read(&file, path, &error), RT_OK);
    assert_int_equal(safetensors_count(file), 1);
    const struct safetensors_tensor *a = safetensors_find(file, "a");
    assert_non_null(a);
    assert_int_equal(a->dtype, SAFETENSORS_F32);
    assert_int_equal(a->rank, 1);
    assert_int_equal(a->shape[0], 2);
    assert_memory_equal(a->data, golden_values, sizeof golden_values);
    assert_string_equal(safetensors_metadata(file, "format"), "rnntop");
    assert_null(safetensors_metadata(file, "other"));
    assert_null(safetensors_find(file, "b"));
    assert_null(safetensors_find(file, "__metadata__"));
    safetensors_free(file);
    safetensors_free(NULL);
}

static void test_every_type_and_order(void **state)
{
    static const uint64_t wide[] = {1, UINT64_MAX};
    static const unsigned char narrow[] = {1, 2, 3};
    static const float number = 0.1f;
    const struct safetensors_tensor tensors[] = {
        {"u8", SAFETENSORS_U8, 2, {3, 1}, narrow, 3},
        {"f/b", SAFETENSORS_F32, 0, {0}, &number, 4},
        {"empty", SAFETENSORS_F32, 3, {2, 0, 5}, NULL, 0},
        {"f/a", SAFETENSORS_F32, 8, {1, 1, 1, 1, 1, 1, 1, 1}, &number, 4},
        {"i64", SAFETENSORS_I64, 1, {2}, wide, 16},
        {"u64", SAFETENSORS_U64, 1, {2}, wide, 16},
        {"\xC3\xA9\"\\\n", SAFETENSORS_F32, 1, {1}, &number, 4},
    };
    static const char *const order[] = {"u64", "i64", "empty", "f/a", "f/b", "\xC3\xA9\"\\\n",
                                        "u8"};
    const struct safetensors_pair pairs[] = {{"z", ""}, {"a", "{\"json\": [1, 2]}"}};
    const size_t count = sizeof tensors / sizeof *tensors;
    const char *path = path_in(*state, "types");
    struct safetensors *file;
    struct rt_error error;
    assert_int_equal(safetensors_write(path, tensors, count, pairs, 2, &error), RT_OK);
    if (safetensors_read(&file, path, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    assert_int_equal(safetensors_count(file), count);
    for (size_t i = 0; i < count; i++) {
        const struct safetensors_tensor *got = safetensors_at(file, i);
        assert_string_equal(got->name, order[i]);
        /* Widest first, so each lies where its type may lie. */
        static const size_t size[] = {4, 8, 8, 1};
        assert_int_equal((uintptr_t)got->data % size[got->dtype], 0);
    }
    for (size_t i = 0; i < count; i++) {
        const struct safetensors_tensor *got = safetensors_find(file, tensors[i].name);
        assert_non_null(got);
        assert_int_equal(got->dtype, tensors[i].dtype);
        assert_int_equal(got->rank, tensors[i].rank);
        assert_memory_equal(got->shape, tensors[i].shape, got->rank * sizeof *got->shape);
        assert_int_equal(got->bytes, tensors[i].bytes);
        if (got->bytes > 0)
            assert_memory_equal(got->data, tensors[i].data, got->bytes);
    }
    assert_string_equal(safetensors_metadata(file, "z"), "");
    assert_string_equal(safetensors_metadata(file, "a"), "{\"json\": [1, 2]}");
    safetensors_free(file);
}

static void test_nothing_in_it(void **state)
{
    const char *path = path_in(*state, "none");
    struct safetensors *file;
    struct rt_error error;
    assert_int_equal(safetensors_write(path, NULL, 0, NULL, 0, &error), RT_OK);
    expect_file(path, "\x08\0\0\0\0\0\0\0{}      ", 16);
    assert_int_equal(safetensors_read(&file, path, &error), RT_OK);
    assert_int_equal(safetensors_count(file), 0);
    assert_null(safetensors_metadata(file, "format"));
    safetensors_free(file);
}

struct header_case {
    const char *what;
    const char *header;
    size_t data;
    const char *reason; /* NULL: it must be accepted */
};

static const struct header_case header_cases[] = {
    {"plain", "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8, NULL},
    {"other order of keys", "{\"a\":{\"data_offsets\":[0,8],\"shape\":[2],\"dtype\":\"F32\"}}  ", 8,
     NULL},
    {"tensors in any order",
     "{\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[3,5]},"
     "\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]}}",
     5, NULL},
    {"an empty tensor between two",
     "{\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[3,5]},"
     "\"e\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[3,3]},"
     "\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]}}",
     5, NULL},
    {"a scalar", "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}", 4, NULL},
    {"not aligned",
     "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
     "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[1,5]}}",
     5, NULL},
    {"empty metadata", "{\"__metadata__\":{}}", 0, NULL},

    {"no header at all", "", 0, "no header"},
    {"an array", "[1]", 0, "no header"},
    {"a blank before it", " {}", 0, "no header"},
    {"not JSON", "{\"a\":", 0, "not JSON"},
    {"text after it", "{} x", 0, "not JSON"},
    {"not UTF-8", "{\"\xFF\":1}", 0, "not JSON"},
    {"an overlong NUL", "{\"\xC0\x80\":1}", 0, "not JSON"},
    {"a NUL in a name", "{\"a\\u0000b\":1}", 0, "not JSON"},
    {"a lone surrogate", "{\"\\ud800\":1}", 0, "not JSON"},
    {"a name twice",
     "{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},"
     "\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}",
     0, "not JSON"},
    {"metadata twice", "{\"__metadata__\":{},\"__metadata__\":{}}", 0, "not JSON"},
    {"a dtype twice",
     "{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}", 0,
     "not JSON"},
    {"metadata that is a list", "{\"__metadata__\":[]}", 0, "not an object"},
    {"metadata that is null", "{\"__metadata__\":null}", 0, "not an object"},
    {"metadata with a number", "{\"__metadata__\":{\"a\":1}}", 0, "more than text"},
    {"an entry that is a number", "{\"a\":1}", 0, "\"a\" is not described"},
    {"no dtype", "{\"a\":{\"shape\":[1],\"data_offsets\":[0,1]}}", 1, "no dtype"},
    {"a dtype that is a number", "{\"a\":{\"dtype\":4,\"shape\":[1],\"data_offsets\":[0,1]}}", 1,
     "no dtype"},
    {"an unknown dtype", "{\"a\":{\"dtype\":\"F31\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4,
     "type that rnntop can't read"},
    {"half floats", "{\"a\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,2]}}", 2,
     "type that rnntop can't read"},
    {"a small dtype", "{\"a\":{\"dtype\":\"f32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4,
     "type that rnntop can't read"},
    {"no shape", "{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,1]}}", 1, "no shape"},
    {"a shape that is a number", "{\"a\":{\"dtype\":\"U8\",\"shape\":1,\"data_offsets\":[0,1]}}", 1,
     "no shape"},
    {"a negative side", "{\"a\":{\"dtype\":\"U8\",\"shape\":[-1],\"data_offsets\":[0,1]}}", 1,
     "not whole numbers"},
    {"a side with a fraction", "{\"a\":{\"dtype\":\"U8\",\"shape\":[1.0],\"data_offsets\":[0,1]}}",
     1, "not whole numbers"},
    {"a side beyond 64 bits",
     "{\"a\":{\"dtype\":\"U8\",\"shape\":[99999999999999999999],\"data_offsets\":[0,1]}}", 1,
     "not JSON"},
    {"nine dimensions",
     "{\"a\":{\"dtype\":\"U8\",\"shape\":[1,1,1,1,1,1,1,1,1],\"data_offsets\":[0,1]}}", 1,
     "more dimensions"},
    {"a shape that overflows",
     "{\"a\":{\"dtype\":\"U8\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}", 0,
     "beyond all memory"},
    {"a shape that overflows, then is empty",
     "{\"a\":{\"dtype\":\"U8\",\"shape\":[4294967296,4294967296,0],\"data_offsets\":[0,0]}}", 0,
     "beyond all memory"},
    {"bytes that overflow",
     "{\"a\":{\"dtype\":\"U64\",\"shape\":[2305843009213693952],\"data_offsets\":[0,0]}}", 0,
     "beyond all memory"},
    {"no offsets", "{\"a\":{\"dtype\":\"U8\",\"shape\":[1]}}", 1, "data_offsets"},
    {"one offset", "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0]}}", 1,
     "data_offsets"},
    {"three offsets", "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1,1]}}", 1,
     "data_offsets"},
    {"a negative offset", "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[-1,0]}}", 1,
     "data_offsets"},
    {"offsets of text", "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[\"0\",\"1\"]}}",
     1, "data_offsets"},
    {"an end before the begin", "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,0]}}",
     1, "ends before it begins"},
    {"offsets too wide", "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,2]}}", 2,
     "don't fit its shape"},
    {"offsets too narrow", "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4,
     "don't fit its shape"},
    {"a hole at the begin", "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}", 2,
     "unused bytes"},
    {"a hole between",
     "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
     "\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[2,3]}}",
     3, "\"b\" has unused bytes"},
    {"an overlap",
     "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},"
     "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}}",
     3, "\"b\" overlaps"},
    {"the same bytes twice",
     "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},"
     "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}",
     2, "overlaps"},
    {"bytes after the last", "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 2,
     "1 byte after"},
    {"bytes of nobody", "{}", 1, "1 byte after"},
    {"too few bytes", "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}", 1,
     "cut short"},
    {"an offset near 2^63",
     "{\"a\":{\"dtype\":\"U8\",\"shape\":[9223372036854775807],"
     "\"data_offsets\":[0,9223372036854775807]}}",
     1, "cut short"},
    {"a name that would write to a terminal",
     "{\"\\u001b[2J\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}", 1,
     "\"\xEF\xBF\xBD[2J\""},
};

static void test_headers(void **state)
{
    const char *path = path_in(*state, "case");
    for (size_t i = 0; i < sizeof header_cases / sizeof *header_cases; i++) {
        const struct header_case *one = &header_cases[i];
        unsigned char bytes[1024];
        struct rt_error error;
        file_put(path, bytes, build(bytes, one->header, one->data));
        if (one->reason)
            expect_refused(path, one->what, one->reason);
        else if (read_all(path, &error) != RT_OK)
            fail_msg("%s: expected success, got: %s", one->what, error_text(&error));
    }
}

static void test_header_length(void **state)
{
    const char *path = path_in(*state, "length");
    unsigned char bytes[64];
    size_t size = build(bytes, "{}", 0);
    static const uint64_t lengths[] = {3,         9,          100000000,      100000001,
                                       INT64_MAX, UINT64_MAX, UINT64_MAX - 7, (uint64_t)1 << 32};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        for (size_t b = 0; b < 8; b++)
            bytes[b] = (unsigned char)(lengths[i] >> (8 * b));
        file_put(path, bytes, size);
        expect_refused(path, "a header's length",
                       lengths[i] > SAFETENSORS_MAX_HEADER ? "no header" : "goes beyond its end");
    }
}

/* No more memory than a file's size warrants: a small text of a million values is a big tree. */
static void test_header_bomb(void **state)
{
    const char *path = path_in(*state, "bomb");
    size_t length = 4000000;
    unsigned char *bytes = malloc(8 + length);
    assert_non_null(bytes);
    memset(bytes + 8, ',', length);
    memcpy(bytes + 8, "{\"a\":[", 6);
    for (size_t i = 14; i < 8 + length; i += 2)
        bytes[i] = '1';
    for (size_t i = 0; i < 8; i++)
        bytes[i] = (unsigned char)((uint64_t)length >> (8 * i));
    file_put(path, bytes, 8 + length);
    expect_refused(path, "a bomb", "more than 1000000 values");
    memset(bytes + 8, '[', 100000); /* depth */
    memcpy(bytes + 8, "{\"a\":", 5);
    for (size_t i = 0; i < 8; i++)
        bytes[i] = (unsigned char)((uint64_t)100000 >> (8 * i));
    file_put(path, bytes, 8 + 100000);
    expect_refused(path, "depth", "not JSON");
    free(bytes);
}

/* The file's own first bytes, each cut off and each bit flipped: refused, or read as what it says.
 */
static void test_cut_and_flipped(void **state)
{
    unsigned char golden[GOLDEN_SIZE], bytes[GOLDEN_SIZE + 1];
    const char *path = path_in(*state, "damaged");
    size_t accepted = 0, refused = 0;
    golden_bytes(golden);
    for (size_t size = 0; size < GOLDEN_SIZE; size++) {
        file_put(path, golden, size);
        expect_refused(path, "cut", "");
    }
    memcpy(bytes, golden, GOLDEN_SIZE);
    bytes[GOLDEN_SIZE] = 0;
    file_put(path, bytes, GOLDEN_SIZE + 1);
    expect_refused(path, "one byte more", "1 byte after");
    for (size_t bit = 0; bit < 8 * GOLDEN_SIZE; bit++) {
        struct rt_error error;
        memcpy(bytes, golden, GOLDEN_SIZE);
        bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        file_put(path, bytes, GOLDEN_SIZE);
        if (read_all(path, &error) == RT_OK) {
            accepted++;
        } else {
            assert_non_null(strstr(error_text(&error), path));
            refused++;
        }
    }
    /* A flip inside a name, a value or a number stays a file; in the length or the grammar not. */
    print_message("%zu flips accepted, %zu refused\n", accepted, refused);
    assert_true(refused > 400);
    assert_true(accepted >= 8 * sizeof golden_values);
}

static void test_not_a_file(void **state)
{
    const char *pipe = path_in(*state, "pipe");
    struct rt_error error;
    assert_int_equal(mkfifo(pipe, 0666), 0);
    expect_refused(pipe, "a pipe", "pipe or a device"); /* and without waiting for its writer */
    expect_refused(*state, "a folder", "folder");
    expect_refused(path_in(*state, "missing"), "nothing", "No such file");
    expect_refused("/dev/zero", "a device", "device");
    size_t files = count_open_files();
    assert_int_not_equal(read_all(pipe, &error), RT_OK);
    assert_int_equal(count_open_files(), files);
}

/* A file of a terabyte with a header that fits it: nothing is allocated before it is asked for. */
static void test_sparse(void **state)
{
    const char *path = path_in(*state, "sparse");
    const uint64_t terabyte = (uint64_t)1 << 40;
    unsigned char bytes[256];
    char header[160];
    struct safetensors *file;
    struct rt_error error;
    snprintf(header, sizeof header,
             "{\"a\":{\"dtype\":\"U8\",\"shape\":[%" PRIu64 "],\"data_offsets\":[0,%" PRIu64 "]}}",
             terabyte, terabyte);
    size_t size = build(bytes, header, 0);
    file_put(path, bytes, size);
    if (truncate(path, (off_t)(size + terabyte)) != 0) {
        print_message("skipped: this disk has no sparse files of a terabyte\n");
        skip();
    }
    if (safetensors_open(&file, path, &error) != RT_OK)
        fail_msg("expected success, got: %s", error_text(&error));
    assert_int_equal(safetensors_at(file, 0)->bytes, terabyte);
    assert_null(safetensors_at(file, 0)->data);
    safetensors_free(file);
}

/* Somebody cuts the file between its header and its tensors. */
static void test_shrinking(void **state)
{
    const char *path = path_in(*state, "shrinking");
    struct safetensors *file;
    struct rt_error error;
    float values[2];
    size_t size;
    assert_int_equal(safetensors_write(path, &golden_tensor, 1, NULL, 0, &error), RT_OK);
    assert_int_equal(safetensors_open(&file, path, &error), RT_OK);
    char *whole = file_get(path, &size);
    free(whole);
    assert_int_equal(truncate(path, (off_t)size - 4), 0);
    assert_int_equal(safetensors_load(file, safetensors_at(file, 0), values, &error), RT_ERR_IO);
    assert_non_null(strstr(error_text(&error), "became shorter"));
    safetensors_free(file);
}

static void test_every_call_fails(void **state)
{
    const char *path = path_in(*state, "model");
    const char *other = path_in(*state, "other");
    size_t files = count_open_files();
    struct rt_error error;
    assert_int_equal(safetensors_write(path, &golden_tensor, 1, &golden_pair, 1, &error), RT_OK);
    for (enum fault_calls calls = FAULT_SYSTEM; calls <= FAULT_JSON_MEMORY; calls++) {
        for (size_t nth = 1; calls != FAULT_JSON_MEMORY; nth++) {
            struct safetensors *file;
            faults_arm(calls, nth, FAULT_FAIL, calls == FAULT_SYSTEM ? EIO : ENOMEM);
            enum rt_status status = safetensors_read(&file, path, &error);
            faults_disarm();
            if (status == RT_OK)
                safetensors_free(file);
            else if (!strstr(error_text(&error), path))
                fail_msg("%s failed: the sentence lacks the path: %s", faults_call(),
                         error_text(&error));
            assert_int_equal(count_open_files(), files);
            if (!faults_struck())
                break;
            if (status == RT_OK)
                assert_string_equal(faults_call(), "close"); /* of what was read already */
        }
        for (size_t nth = 1;; nth++) {
            unsigned char golden[GOLDEN_SIZE];
            golden_bytes(golden);
            unlink(other);
            faults_arm(calls, nth, FAULT_FAIL, calls == FAULT_SYSTEM ? ENOSPC : ENOMEM);
            enum rt_status status =
                safetensors_write(other, &golden_tensor, 1, &golden_pair, 1, &error);
            faults_disarm();
            assert_int_equal(count_open_files(), files);
            if (access(other, F_OK) == 0)
                expect_file(other, golden, sizeof golden);
            else if (status == RT_OK)
                fail_msg("%s failed: nothing was written, and success said", faults_call());
            assert_int_equal(count_entries(*state), access(other, F_OK) == 0 ? 2 : 1);
            if (!faults_struck())
                break;
        }
    }
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_golden),           IN_FOLDER(test_every_type_and_order),
        IN_FOLDER(test_nothing_in_it),    IN_FOLDER(test_headers),
        IN_FOLDER(test_header_length),    IN_FOLDER(test_header_bomb),
        IN_FOLDER(test_cut_and_flipped),  IN_FOLDER(test_not_a_file),
        IN_FOLDER(test_sparse),           IN_FOLDER(test_shrinking),
        IN_FOLDER(test_every_call_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
