#include "config.h"

#include "text_support.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "rnntop/data/text/vocabulary.h"
#include "rnntop/words/reading.h"
#include "tests/data/warnings_text.h"

const struct data_spec text_lesson = {.num_words = 4000,
                                      .maxlen = 8,
                                      .padding = SIDE_POST,
                                      .truncating = SIDE_PRE,
                                      .validation_split = 0.25,
                                      .text = {.test_split = 0.25, .seed = 1}};

char *tree_bytes(const char *folder, const char *name, const void *bytes, size_t size)
{
    char *path = path_in(folder, name);
    for (char *slash = path + strlen(folder) + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    file_write(path, bytes, size);
    return path;
}

char *tree_file(const char *folder, const char *name, const char *text)
{
    return tree_bytes(folder, name, text, strlen(text));
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

void tree_remove(char *folder)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(folder);
}

char *text_folder;

int text_folder_begin(void **state)
{
    (void)state;
    text_folder = folder_make();
    return 0;
}

int text_folder_end(void **state)
{
    (void)state;
    tree_remove(text_folder);
    return 0;
}

struct dataset *text_loaded(const char *path, const struct data_spec *spec,
                            char warning[WARNING_SIZE])
{
    struct dataset *dataset = NULL;
    struct rt_error error = {0};
    struct data_warnings warnings;
    if (dataset_load(&dataset, path, spec, NULL, NULL, NULL, NULL, &warnings, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    warnings_text(&warnings, warning, WARNING_SIZE);
    return dataset;
}

const char *text_reading(const struct dataset *dataset)
{
    static char text[READING_TEXT_SIZE];
    return reading_say(&dataset->reading, text, sizeof text);
}

void text_refused(const char *path, const struct data_spec *spec, enum rt_status status,
                  const char *wanted)
{
    struct dataset *dataset = NULL;
    struct rt_error error = {0};
    enum rt_status got = dataset_load(&dataset, path, spec, NULL, NULL, NULL, NULL, NULL, &error);
    if (got == RT_OK)
        fail_msg("%s was read; wanted '%s'", path, wanted);
    /* The file to blame is the one that is named. */
    const char *blamed = error.within == ERR_TEST_UNUSABLE ? spec->text.test : path;
    const char *slash = strrchr(blamed, '/');
    if (got != status || !strstr(error_text(&error), slash ? slash + 1 : blamed) ||
        !strstr(error_text(&error), wanted))
        fail_msg("got %d '%s', wanted %d '%s'", got, error_text(&error), status, wanted);
    size_t length = strlen(error_text(&error));
    assert_true(length > 0 && error_text(&error)[length - 1] == '.');
    assert_null(strchr(error_text(&error), '\n'));
}

void text_of_row(const struct dataset *dataset, const int32_t *row, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < dataset->maxlen && used < size; i++) {
        if (row[i] != VOCABULARY_PAD && row[i] != VOCABULARY_START)
            used += (size_t)snprintf(out + used, size - used, "%s%s", used ? " " : "",
                                     vocabulary_word(dataset->vocabulary, row[i]));
    }
}

static size_t count_in(const struct dataset *dataset, const struct data_rows *rows,
                       const char *words, const char *class)
{
    char text[4096];
    size_t count = 0;
    for (size_t i = 0; i < rows->rows; i++) {
        text_of_row(dataset, rows->x + i * dataset->maxlen, text, sizeof text);
        count +=
            strcmp(text, words) == 0 && strcmp(dataset->class_name[(size_t)rows->y[i]], class) == 0;
    }
    return count;
}

size_t text_count(const struct dataset *dataset, const char *words, const char *class)
{
    return count_in(dataset, &dataset->train, words, class) +
           count_in(dataset, &dataset->validation, words, class) +
           count_in(dataset, &dataset->test, words, class);
}

size_t text_rows(const struct dataset *dataset)
{
    return dataset->train.rows + dataset->validation.rows + dataset->test.rows;
}
