#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "rnntop/data/text/columns.h"
#include "rnntop/data/text/folder.h"

/* The next line, without its end; false where there is none. */
static bool next_line(const char **at, const char *end, struct field *line)
{
    if (*at == end)
        return false;
    const char *newline = memchr(*at, '\n', (size_t)(end - *at));
    *line = (struct field){*at, newline ? (size_t)(newline - *at) : (size_t)(end - *at)};
    *at = newline ? newline + 1 : end;
    return true;
}

/* A line a text. */
static enum rt_status add_lines(struct text_set *set, const struct folder_file *file,
                                const char *text, size_t length, struct rt_error *error)
{
    size_t number = 0, untold = 0;
    enum rt_status status = RT_OK;
    struct field line;
    for (const char *at = text; status == RT_OK && next_line(&at, text + length, &line);) {
        number++;
        if (strspn(line.at, " \t") < line.length)
            status = text_set_add(set, file->part, file->label, strlen(file->label), line.at,
                                  line.length, file->path, number, error);
        untold += line.length + 1;
        if (status == RT_OK && untold > (1u << 20)) {
            status = text_set_step(set, untold, error);
            untold = 0;
        }
    }
    return status == RT_OK ? text_set_step(set, untold, error) : status;
}

static size_t count_lines(const char *text, size_t length)
{
    size_t lines = 0;
    struct field line;
    for (const char *at = text; next_line(&at, text + length, &line);)
        lines++;
    return lines;
}

/* Line by line with those of the file that holds the labels. */
static enum rt_status add_pairs(struct text_set *set, const struct folder_file *file,
                                const char *text, size_t length, struct rt_error *error)
{
    char *labels;
    size_t labels_length;
    enum rt_status status = text_set_read(set, file->label, &labels, &labels_length, error);
    if (status != RT_OK) {
        rt_error_at_path(error, file->label);
        return status;
    }
    const size_t texts = count_lines(text, length);
    const size_t labelled = labels ? count_lines(labels, labels_length) : 0;
    if (texts != labelled)
        status = rt_fail(error, ERR_FOLDER_PAIR, texts, file->label, labelled);
    const char *at = text, *label_at = labels;
    struct field line, label;
    for (size_t number = 1; status == RT_OK && next_line(&at, text + length, &line) &&
                            next_line(&label_at, labels + labels_length, &label);
         number++) {
        label = field_trimmed(label);
        status = text_set_add(set, file->part, label.at, label.length, line.at, line.length,
                              file->path, number, error);
    }
    free(labels);
    return status == RT_OK ? text_set_step(set, length + labels_length, error) : status;
}

static enum rt_status read_file(const struct folder_files *files, const struct folder_file *file,
                                struct text_set *set, struct rt_error *error)
{
    char *text;
    size_t length;
    enum rt_status status = text_set_read(set, file->path, &text, &length, error);
    if (status != RT_OK)
        return status;
    if (!text)
        status =
            text_set_skip(set, file->path, 0, (struct text_reason){.code = ERR_FILES_EMPTY}, error);
    else if (files->kind == FOLDER_CLASS_FILES)
        status = add_lines(set, file, text, length, error);
    else if (files->kind == FOLDER_PAIRS)
        status = add_pairs(set, file, text, length, error);
    else
        status = text_set_add(set, file->part, file->label, strlen(file->label), text, length,
                              file->path, 0, error);
    free(text);
    return status == RT_OK && files->kind == FOLDER_CLASS_FOLDERS
               ? text_set_step(set, length, error)
               : status;
}

enum rt_status folder_read(const struct folder_files *files, struct text_set *set,
                           struct rt_error *error)
{
    /* Training files first: a label that only the test part has is none. */
    for (int part = TEXT_TRAIN; part < TEXT_PARTS; part++) {
        for (size_t i = 0; i < files->count; i++) {
            const struct folder_file *file = &files->file[i];
            if ((int)file->part != part)
                continue;
            enum rt_status status = read_file(files, file, set, error);
            if (status != RT_OK) {
                rt_error_at_path(error, file->path);
                return status;
            }
        }
    }
    return text_set_flush(set, error);
}
