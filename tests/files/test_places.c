#include "config.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "files_support.h"
#include "rnntop/base/clock.h"
#include "rnntop/files/places.h"
#include "tests/words/error_text.h"

static void set(const char *variable, const char *value)
{
    assert_int_equal(value ? setenv(variable, value, 1) : unsetenv(variable), 0);
}

static void expect_folder(const char *home, const char *data, const char *expected)
{
    char *folder;
    struct rt_error error;
    set("HOME", home);
    set("XDG_DATA_HOME", data);
    if (places_data_folder(&folder, &error) != RT_OK)
        fail_msg("expected %s, got: %s", expected, error_text(&error));
    assert_string_equal(folder, expected);
    free(folder);
}

static void expect_no_folder(const char *home, const char *data)
{
    char *folder;
    struct rt_error error;
    set("HOME", home);
    set("XDG_DATA_HOME", data);
    assert_int_equal(places_data_folder(&folder, &error), RT_ERR_IO);
    assert_non_null(strstr(error_text(&error), "--save"));
}

static void test_data_folder(void **state)
{
    (void)state;
    expect_folder("/home/ana", NULL, "/home/ana/.local/share/rnntop");
    expect_folder("/home/ana", "/data", "/data/rnntop");
    expect_folder(NULL, "/data", "/data/rnntop");
    expect_folder("/home/ana", "", "/home/ana/.local/share/rnntop");
    expect_folder("/home/ana", "relative", "/home/ana/.local/share/rnntop");
    expect_no_folder(NULL, NULL);
    expect_no_folder("", "relative");
    expect_no_folder("relative", NULL);
}

static void test_cache_folder(void **state)
{
    static const struct {
        const char *home, *cache, *expected;
    } cases[] = {
        {"/home/ana", NULL, "/home/ana/.cache/rnntop"},
        {"/home/ana", "/var/ana", "/var/ana/rnntop"},
        {"/home/ana", "relative", "/home/ana/.cache/rnntop"},
        {NULL, "/var/ana", "/var/ana/rnntop"},
        {NULL, NULL, NULL},
        {"relative", "", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *folder = NULL;
        struct rt_error error = {0};
        set("HOME", cases[i].home);
        set("XDG_CACHE_HOME", cases[i].cache);
        enum rt_status status = places_cache_folder(&folder, &error);
        if (cases[i].expected) {
            assert_int_equal(status, RT_OK);
            assert_string_equal(folder, cases[i].expected);
        } else {
            assert_int_equal(status, RT_ERR_IO);
            assert_non_null(strstr(error_text(&error), "XDG_CACHE_HOME"));
        }
        free(folder);
    }
}

static void expect_config(const char *home, const char *config, const char *expected)
{
    set("HOME", home);
    set("XDG_CONFIG_HOME", config);
    char *path = places_config_file();
    if (expected)
        assert_string_equal(path, expected);
    else
        assert_null(path);
    free(path);
}

static void test_config_file(void **state)
{
    (void)state;
    expect_config("/home/ana", NULL, "/home/ana/.config/rnntop/config");
    expect_config("/home/ana", "/etc/ana", "/etc/ana/rnntop/config");
    expect_config("/home/ana", "./here", "/home/ana/.config/rnntop/config");
    expect_config(NULL, NULL, NULL);
}

static mode_t mode_of(const char *path)
{
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_true(S_ISDIR(status.st_mode));
    return status.st_mode & 0777;
}

static void test_make_folder(void **state)
{
    struct rt_error error;
    char *folder = *state;
    mode_t before = umask(022);
    const char *deep = path_in(folder, "a/b//c/");
    assert_int_equal(places_make_folder(deep, &error), RT_OK);
    assert_int_equal(mode_of(path_in(folder, "a/b/c")), 0755);
    assert_int_equal(places_make_folder(deep, &error), RT_OK);
    assert_int_equal(places_make_folder("/", &error), RT_OK);

    /* The default folder, made with its parents as XDG asks. */
    char *data;
    set("XDG_DATA_HOME", path_in(folder, "share/data"));
    assert_int_equal(places_data_folder(&data, &error), RT_OK);
    assert_int_equal(places_make_folder(data, &error), RT_OK);
    assert_int_equal(mode_of(path_in(folder, "share")), 0700);
    assert_int_equal(mode_of(data), 0700);
    free(data);
    umask(before);

    file_put(path_in(folder, "file"), "", 0);
    static const char *const refused[] = {"file", "file/below", "file/below/it"};
    for (size_t i = 0; i < 3; i++) {
        const char *path = path_in(folder, refused[i]);
        assert_int_equal(places_make_folder(path, &error), RT_ERR_IO);
        assert_non_null(strstr(error_text(&error), path));
        assert_non_null(strstr(error_text(&error), "Not a directory"));
    }
}

static void test_names(void **state)
{
    struct run_spec run = small_run(LAYER_LSTM, 18446744073709551615u);
    struct rt_error error;
    char expected[4][PATH_SIZE], date[CLOCK_DATE_SIZE];
    char *path;
    clock_date(date);
    for (int i = 0; i < 4; i++) {
        char again[8] = "";
        if (i > 0)
            snprintf(again, sizeof again, "-%d", i + 1);
        snprintf(expected[i], PATH_SIZE, "%s/lstm-%s-18446744073709551615%s.safetensors",
                 (char *)*state, date, again);
    }
    file_put(expected[2], "another program's", 17);
    static const int taken[] = {0, 1, 3};
    for (size_t i = 0; i < 3; i++) {
        if (places_take_model_name(&path, *state, &run, &error) != RT_OK)
            fail_msg("%s", error_text(&error));
        assert_string_equal(path, expected[taken[i]]);
        free(path);
    }
    expect_text(expected[2], "another program's");
    assert_int_equal(places_take_model_name(&path, path_in(*state, "missing"), &run, &error),
                     RT_ERR_IO);
    assert_null(path);
    assert_non_null(strstr(error_text(&error), "--save"));
}

#define PROGRAMS 4
#define NAMES    50

/* Several programs take names in one folder at once; each file is one program's. */
static void test_names_at_once(void **state)
{
    pid_t child[PROGRAMS];
    fflush(NULL);
    for (int i = 0; i < PROGRAMS; i++) {
        child[i] = fork();
        assert_true(child[i] >= 0);
        if (child[i] > 0)
            continue;
        struct run_spec run = small_run(LAYER_LSTM, 1);
        for (int name = 0; name < NAMES; name++) {
            char *path;
            if (places_take_model_name(&path, *state, &run, NULL) != RT_OK)
                _exit(1);
            FILE *file = fopen(path, "ab");
            if (!file || fputc('0' + i, file) == EOF || fclose(file) != 0)
                _exit(2);
            free(path);
        }
        _exit(0);
    }
    for (int i = 0; i < PROGRAMS; i++) {
        int status;
        assert_int_equal(waitpid(child[i], &status, 0), child[i]);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
    /* As many files as names: so no two programs were given the same one. */
    assert_int_equal(count_entries(*state), PROGRAMS * NAMES);
}

static void test_insert_name(void **state)
{
    static const char *const cases[][2] = {
        {"out/model.safetensors", "out/model-lstm.safetensors"},
        {"model", "model-lstm"},
        {"out.d/model", "out.d/model-lstm"},
        {"/tmp/.hidden", "/tmp/.hidden-lstm"},
        {".hidden.csv", ".hidden-lstm.csv"},
        {"a.tar.gz", "a.tar-lstm.gz"},
        {"a.", "a-lstm."},
        {"", "-lstm"},
        {"/", "/-lstm"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *path = places_insert_name(cases[i][0], "lstm");
        assert_string_equal(path, cases[i][1]);
        free(path);
    }
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_data_folder),
        cmocka_unit_test(test_cache_folder),
        cmocka_unit_test(test_config_file),
        IN_FOLDER(test_make_folder),
        IN_FOLDER(test_names),
        IN_FOLDER(test_names_at_once),
        cmocka_unit_test(test_insert_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
