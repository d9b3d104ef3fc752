#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "data_support.h"
#include "rnntop/data/file.h"
#include "tests/words/error_text.h"

static void check_beside(const char *path, const char *wanted)
{
    char *beside = file_beside(path, "words.json");
    assert_string_equal(beside, wanted);
    free(beside);
}

static void test_beside(void **state)
{
    (void)state;
    check_beside("imdb.npz", "words.json");
    check_beside("/imdb.npz", "/words.json");
    check_beside("a/b/imdb.npz", "a/b/words.json");
    char *joined = file_join("/a/b", "c/d");
    assert_string_equal(joined, "/a/b/c/d");
    free(joined);
}

static void check_refused(const char *path, enum rt_status wanted, const char *text)
{
    int fd = -1;
    uint64_t size;
    struct rt_error error = {0};
    assert_int_equal(file_open(path, &fd, &size, &error), wanted);
    assert_int_equal(fd, -1);
    if (!strstr(error_text(&error), text))
        fail_msg("'%s' does not say '%s'", error_text(&error), text);
}

/* None of these may be waited for; the alarm ends a test that does. */
static void test_open(void **state)
{
    char *folder = folder_make(), *path = path_in(folder, "file");
    (void)state;
    alarm(20);
    check_refused(path, RT_ERR_IO, "No such file or directory.");
    check_refused(folder, RT_ERR_IO, "it is a folder");
    check_refused("/dev/zero", RT_ERR_IO, "a pipe or a device");
    check_refused("/dev/null", RT_ERR_IO, "a pipe or a device");
    assert_int_equal(mkfifo(path, 0600), 0);
    check_refused(path, RT_ERR_IO, "a pipe or a device");
    remove(path);
    file_write(path, "", 0);
    check_refused(path, RT_ERR_FORMAT, "it is empty");
    file_write(path, "abc", 3);
    int fd;
    uint64_t size;
    struct rt_error error;
    assert_int_equal(file_open(path, &fd, &size, &error), RT_OK);
    assert_int_equal(size, 3);
    close(fd);
    if (geteuid() != 0) {
        chmod(path, 0);
        check_refused(path, RT_ERR_IO, "Permission denied.");
    }
    alarm(0);
    folder_remove(folder);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_beside),
        cmocka_unit_test(test_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
