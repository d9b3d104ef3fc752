#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "data_support.h"
#include "numpy_files.h"
#include "rnntop/data/limits.h"
#include "rnntop/data/npz/npz.h"
#include "tests/words/error_text.h"

#define LONG_MEMBER 300000

struct place {
    char *folder, *path;
    struct member member[3]; /* short and deflated, long and deflated, long and stored */
    struct npz_watch watch;
};

static int set_up(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    place->folder = folder_make();
    place->path = path_in(place->folder, "a.npz");
    place->member[0].name = "short.npy";
    bytes_text(&place->member[0].bytes, "hello");
    for (size_t i = 1; i < 3; i++) {
        place->member[i].name = i == 1 ? "long.npy" : "stored.npy";
        place->member[i].stored = i == 2;
        for (uint32_t k = 0; k < LONG_MEMBER; k++)
            bytes_byte(&place->member[i].bytes, (k * k >> 7 ^ k) & 255);
    }
    npz_write(place->path, place->member, 3);
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    struct place *place = *state;
    for (size_t i = 0; i < 3; i++)
        bytes_free(&place->member[i].bytes);
    folder_remove(place->folder);
    free(place->path);
    free(place);
    return 0;
}

static enum rt_status open_npz(struct place *place, struct npz **npz, struct rt_error *error)
{
    *npz = NULL;
    int fd = open(place->path, O_RDONLY);
    assert_true(fd >= 0);
    return npz_open(npz, fd, &place->watch, error);
}

static struct npz *opened(struct place *place)
{
    struct npz *npz;
    struct rt_error error;
    if (open_npz(place, &npz, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    return npz;
}

/* Reads a whole member in steps of `step`; compares it as far as it comes. */
static enum rt_status read_member(struct npz *npz, const struct member *member, size_t step,
                                  struct rt_error *error)
{
    struct reader *reader;
    enum rt_status status = npz_member_open(npz, member->name, &reader, error);
    const struct bytes *bytes = &member->bytes;
    for (size_t done = 0; status == RT_OK && done < bytes->size;) {
        size_t some = bytes->size - done < step ? bytes->size - done : step;
        status = reader_need(reader, some, error);
        if (status != RT_OK)
            return status;
        assert_memory_equal(reader_at(reader), bytes->at + done, some);
        reader_take(reader, some);
        done += some;
        assert_int_equal(reader_offset(reader), done);
    }
    return status == RT_OK ? reader_finish(reader, error) : status;
}

static void test_members(void **state)
{
    static const size_t step[] = {1, 7, 1000, READER_BUFFER};
    struct place *place = *state;
    struct npz *npz = opened(place);
    for (size_t s = 0; s < sizeof step / sizeof *step; s++) {
        for (size_t i = 0; i < 3; i++) {
            struct rt_error error = {0};
            uint64_t size = 0;
            assert_int_equal(npz_member_size(npz, place->member[i].name, &size, &error), RT_OK);
            assert_int_equal(size, place->member[i].bytes.size);
            if (read_member(npz, &place->member[i], step[s], &error) != RT_OK)
                fail_msg("%s: %s", place->member[i].name, error_text(&error));
            assert_false(npz_member_damaged(npz));
        }
    }
    npz_close(npz);
    npz_close(NULL);
}

/* NumPy writes local headers with sizes of 64 bits beside directory entries of 32. */
static void test_numpy(void **state)
{
    static const struct {
        const uint8_t *bytes;
        size_t size;
    } file[] = {{numpy_savez, sizeof numpy_savez},
                {numpy_savez_compressed, sizeof numpy_savez_compressed}};
    struct place *place = *state;
    for (size_t i = 0; i < 2; i++) {
        struct reader *reader;
        struct rt_error error;
        file_write(place->path, file[i].bytes, file[i].size);
        struct npz *npz = opened(place);
        if (npz_member_open(npz, "x_test.npy", &reader, &error) != RT_OK ||
            reader_need(reader, 6, &error) != RT_OK)
            fail_msg("%s", error_text(&error));
        assert_memory_equal(reader_at(reader), "\x93NUMPY", 6);
        npz_close(npz);
    }
}

static void test_unread_rest(void **state)
{
    struct place *place = *state;
    struct npz *npz = opened(place);
    struct reader *reader;
    struct rt_error error;
    assert_int_equal(npz_member_open(npz, "short.npy", &reader, &error), RT_OK);
    assert_int_equal(reader_finish(reader, &error), RT_ERR_FORMAT);
    assert_non_null(strstr(error_text(&error), "goes on after its end, at byte 0"));
    assert_int_equal(npz_member_open(npz, "short.npy", &reader, &error), RT_OK);
    assert_int_equal(reader_need(reader, 6, &error), RT_ERR_FORMAT);
    assert_non_null(strstr(error_text(&error), "ends too early, at byte 5"));
    npz_close(npz);
}

struct progress {
    uint64_t last;
    size_t calls;
    atomic_bool *stop_at_call_2;
};

static void follow(void *context, uint64_t done, uint64_t total)
{
    struct progress *progress = context;
    assert_true(done > progress->last && total == 2 * LONG_MEMBER);
    progress->last = done;
    if (++progress->calls == 2 && progress->stop_at_call_2)
        atomic_store(progress->stop_at_call_2, true);
}

static void test_progress(void **state)
{
    struct place *place = *state;
    struct progress progress = {0};
    struct rt_error error;
    place->watch =
        (struct npz_watch){.progress = follow, .context = &progress, .total = 2 * LONG_MEMBER};
    struct npz *npz = opened(place);
    assert_int_equal(read_member(npz, &place->member[1], 1000, &error), RT_OK);
    assert_int_equal(progress.last, LONG_MEMBER);
    assert_int_equal(read_member(npz, &place->member[2], 1000, &error), RT_OK);
    assert_int_equal(progress.last, 2 * LONG_MEMBER);
    assert_true(progress.calls >= 2 * LONG_MEMBER / READER_BUFFER);
    npz_close(npz);
}

static void test_stop(void **state)
{
    struct place *place = *state;
    atomic_bool stop = false;
    struct progress progress = {.stop_at_call_2 = &stop};
    struct rt_error error;
    place->watch = (struct npz_watch){
        .progress = follow, .context = &progress, .total = 2 * LONG_MEMBER, .stop = &stop};
    struct npz *npz = opened(place);
    assert_int_equal(read_member(npz, &place->member[1], 1000, &error), RT_INTERRUPTED);
    assert_int_equal(progress.calls, 2);
    npz_close(npz);
}

static void check_member_refused(struct place *place, const char *name, enum rt_status wanted,
                                 const char *text)
{
    struct npz *npz = opened(place);
    uint64_t size;
    struct rt_error error = {0};
    assert_int_equal(npz_member_size(npz, name, &size, &error), wanted);
    if (!strstr(error_text(&error), text))
        fail_msg("'%s' does not say '%s'", error_text(&error), text);
    npz_close(npz);
}

static void test_refused_members(void **state)
{
    struct place *place = *state;
    check_member_refused(place, "x.npy", RT_ERR_FORMAT, "it holds no x.npy");
    check_member_refused(place, "SHORT.npy", RT_ERR_FORMAT, "it holds no SHORT.npy");
    npz_patch(place->path, "long.npy", ZIP_FIELD_SIZE, 0x7fffffff, 4, 0);
    check_member_refused(place, "long.npy", RT_ERR_MEMORY, "2147483647 bytes unpacked are more");
    npz_patch(place->path, "short.npy", ZIP_FIELD_SIZE, 0x3fffffff, 4, 0);
    check_member_refused(place, "short.npy", RT_ERR_FORMAT, "its directory entry lies");
    npz_patch(place->path, "long.npy", ZIP_FIELD_METHOD, 12, 2, 0);
    npz_patch(place->path, "long.npy", ZIP_FIELD_SIZE, LONG_MEMBER, 4, 0);
    check_member_refused(place, "long.npy", RT_ERR_UNSUPPORTED, "packed by zip method 12");
    npz_patch(place->path, "stored.npy", ZIP_FIELD_FLAGS, 1, 2, 0);
    check_member_refused(place, "stored.npy", RT_ERR_UNSUPPORTED, "encrypted");
    npz_patch(place->path, "stored.npy", ZIP_FIELD_FLAGS, 0, 2, 0);
    npz_patch(place->path, "stored.npy", ZIP_FIELD_SIZE, LONG_MEMBER - 1, 4, 0);
    check_member_refused(place, "stored.npy", RT_ERR_FORMAT, "its directory entry lies");
}

/* Two members of one name: readers would differ about which one counts. */
static void test_twins(void **state)
{
    struct place *place = *state;
    struct bytes file = {0};
    place->member[1].name = "shorx.npy";
    npz_write(place->path, place->member, 3);
    file_read(place->path, &file);
    for (size_t i = 0; i + 5 <= file.size; i++)
        if (memcmp(file.at + i, "shorx", 5) == 0)
            file.at[i + 4] = 't';
    file_write(place->path, file.at, file.size);
    bytes_free(&file);
    struct npz *npz;
    struct rt_error error;
    assert_int_equal(open_npz(place, &npz, &error), RT_ERR_FORMAT);
    assert_non_null(strstr(error_text(&error), "its zip directory contradicts itself"));
}

static void check_reading_refused(struct place *place, const struct member *member,
                                  const char *text)
{
    struct npz *npz = opened(place);
    struct rt_error error = {0};
    assert_int_equal(read_member(npz, member, 1000, &error), RT_ERR_FORMAT);
    if (!strstr(error_text(&error), text))
        fail_msg("'%s' does not say '%s'", error_text(&error), text);
    assert_false(npz_member_damaged(npz)); /* it has been said */
    npz_close(npz);
}

/* A directory that is true to itself and false to the bytes. */
static void test_lying_directory(void **state)
{
    struct place *place = *state;
    struct member shortened = place->member[1];
    shortened.bytes.size = 70000;
    npz_patch(place->path, "long.npy", ZIP_FIELD_SIZE, 70000, 4, 0);
    check_reading_refused(place, &shortened, "more bytes than its directory entry declares");
    npz_patch(place->path, "long.npy", ZIP_FIELD_SIZE, LONG_MEMBER + 1, 4, 0);
    check_reading_refused(place, &place->member[1],
                          "fewer bytes than its directory entry declares");
    npz_patch(place->path, "long.npy", ZIP_FIELD_SIZE, LONG_MEMBER, 4, 0);
    npz_patch(place->path, "long.npy", ZIP_FIELD_CRC, 12345, 4, 0);
    check_reading_refused(place, &place->member[1], "its checksum is wrong");
    npz_patch(place->path, "stored.npy", ZIP_FIELD_CRC, 12345, 4, 0);
    check_reading_refused(place, &place->member[2], "its checksum is wrong");
}

/* A parser gave up in the middle: only the checksum tells whose fault it was. */
static void test_damaged(void **state)
{
    struct place *place = *state;
    struct reader *reader;
    struct rt_error error;
    for (int pass = 0; pass < 2; pass++) {
        struct npz *npz = opened(place);
        assert_int_equal(npz_member_open(npz, "stored.npy", &reader, &error), RT_OK);
        assert_int_equal(reader_need(reader, 10, &error), RT_OK);
        assert_int_equal(npz_member_damaged(npz), pass == 1);
        npz_close(npz);
        npz_patch(place->path, "stored.npy", ZIP_FIELD_CRC, 12345, 4, 0);
    }
}

/* Directory and local header disagree. */
static void test_contradiction(void **state)
{
    static const size_t field[] = {ZIP_FIELD_METHOD, ZIP_FIELD_CRC, ZIP_FIELD_SIZE};
    struct place *place = *state;
    for (size_t i = 0; i < 3; i++) {
        struct npz *npz;
        struct rt_error error;
        npz_write(place->path, place->member, 3);
        npz_patch(place->path, "long.npy", field[i], 0, 2, 1);
        assert_int_equal(open_npz(place, &npz, &error), RT_ERR_FORMAT);
        assert_non_null(strstr(error_text(&error), "its zip directory contradicts itself"));
        assert_null(npz);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_members),     TEST(test_numpy),
        TEST(test_unread_rest), TEST(test_progress),
        TEST(test_stop),        TEST(test_refused_members),
        TEST(test_twins),       TEST(test_lying_directory),
        TEST(test_damaged),     TEST(test_contradiction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
