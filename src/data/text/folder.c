#include "config.h"

#include "rnntop/data/text/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* ---- what is in a folder ---- */

struct entry {
    char *name;
    bool folder;
    uint64_t bytes;
};

struct entries {
    struct entry *entry;
    size_t count, room, folders;
};

static enum rt_status no_memory(struct rt_error *error)
{
    return rt_fail(error, ERR_NO_MEMORY);
}

static void entries_free(struct entries *entries)
{
    for (size_t i = 0; i < entries->count; i++)
        free(entries->entry[i].name);
    free(entries->entry);
    memset(entries, 0, sizeof *entries);
}

static int compare_entries(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

/* Whatever is neither file nor folder, or hidden, is none of ours. */
static bool add_entry(struct entries *entries, const char *folder, const char *name)
{
    struct stat status;
    char *path = file_join(folder, name);
    if (!path)
        return false;
    bool is_there = stat(path, &status) == 0;
    free(path);
    if (is_there && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))
        return true;
    if (entries->count == entries->room) {
        size_t room = 2 * entries->room + 64;
        struct entry *grown = realloc(entries->entry, room * sizeof *grown);
        if (!grown)
            return false;
        entries->entry = grown;
        entries->room = room;
    }
    struct entry *entry = &entries->entry[entries->count];
    /* A link to nowhere stays: reading it will say what is wrong. */
    *entry = (struct entry){strdup(name), is_there && S_ISDIR(status.st_mode),
                            is_there ? (uint64_t)status.st_size : 0};
    if (!entry->name)
        return false;
    entries->count++;
    entries->folders += entry->folder;
    return true;
}

static enum rt_status look_into(const char *path, struct entries *entries, struct rt_error *error)
{
    DIR *folder = opendir(path);
    struct dirent *entry;
    if (!folder) {
        enum rt_status status = rt_fail(error, ERR_FOLDER_UNREADABLE, errno);
        rt_error_at_path(error, path);
        return status;
    }
    bool memory = true;
    while (memory && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] != '.')
            memory = add_entry(entries, path, entry->d_name);
    }
    closedir(folder);
    if (!memory)
        return no_memory(error);
    if (entries->count > 0)
        qsort(entries->entry, entries->count, sizeof *entries->entry, compare_entries);
    return RT_OK;
}

static bool has_folder(const struct entries *entries, const char *name)
{
    for (size_t i = 0; i < entries->count; i++) {
        if (entries->entry[i].folder && strcmp(entries->entry[i].name, name) == 0)
            return true;
    }
    return false;
}

static bool has_file(const struct entries *entries, const char *name)
{
    for (size_t i = 0; i < entries->count; i++) {
        if (!entries->entry[i].folder && strcmp(entries->entry[i].name, name) == 0)
            return true;
    }
    return false;
}

static bool ends_in_txt(const char *name)
{
    size_t length = strlen(name);
    return length > 4 && strcasecmp(name + length - 4, ".txt") == 0;
}

/* ---- the list ---- */

static enum rt_status add_file(struct folder_files *files, const char *folder,
                               const struct entry *entry, const char *label, size_t label_length,
                               enum text_part part, struct rt_error *error)
{
    if (files->count == files->room) {
        size_t room = 2 * files->room + 256;
        struct folder_file *grown = realloc(files->file, room * sizeof *grown);
        if (!grown)
            return no_memory(error);
        files->file = grown;
        files->room = room;
    }
    struct folder_file *file = &files->file[files->count];
    file->path = file_join(folder, entry->name);
    file->label = strndup(label, label_length);
    file->part = part;
    files->count++; /* folder_free() takes what there is of it */
    files->bytes += entry->bytes;
    return file->path && file->label ? RT_OK : no_memory(error);
}

/* DIR/CLASS/x.txt. */
static enum rt_status list_class(struct folder_files *files, const char *folder, const char *label,
                                 enum text_part part, struct text_set *set, struct rt_error *error)
{
    struct entries entries = {0};
    struct text_strays *strays = &set->strays;
    char *path = file_join(folder, label);
    size_t other = 0;
    enum rt_status status = path ? look_into(path, &entries, error) : no_memory(error);
    for (size_t i = 0; status == RT_OK && i < entries.count; i++) {
        if (!entries.entry[i].folder && ends_in_txt(entries.entry[i].name))
            status = add_file(files, path, &entries.entry[i], label, strlen(label), part, error);
        else
            other++;
    }
    if (other > 0 && strays->folders++ == 0)
        snprintf(strays->folder, sizeof strays->folder, "%s", label);
    strays->entries += other;
    entries_free(&entries);
    free(path);
    return status;
}

static enum rt_status list_classes(struct folder_files *files, const char *path,
                                   const struct entries *entries, enum text_part part,
                                   struct text_set *set, struct rt_error *error)
{
    enum rt_status status = RT_OK;
    for (size_t i = 0; status == RT_OK && i < entries->count; i++) {
        const struct entry *entry = &entries->entry[i];
        if (!entry->folder)
            continue;
        if (strcmp(entry->name, "unsup") == 0)
            set->strays.unlabelled = true;
        else
            status = list_class(files, path, entry->name, part, set, error);
    }
    return status;
}

/* DIR/CLASS.txt, or DIR/NAME.CLASS: the most files whose names differ in that part alone. */
static enum rt_status list_files(struct folder_files *files, const char *path,
                                 const struct entries *entries, enum text_part part,
                                 struct text_set *set, struct rt_error *error)
{
    const char *stem = NULL;
    size_t stem_length = 0, most = 1, texts = 0, left_out = 0;
    for (size_t i = 0; i < entries->count; i++) {
        const char *name = entries->entry[i].name, *dot = strrchr(name, '.');
        size_t same = 0, length = dot ? (size_t)(dot - name) : 0;
        texts += !entries->entry[i].folder && ends_in_txt(name);
        /* They stand together: the list is sorted. */
        for (size_t j = i; dot && dot[1] && j < entries->count; j++) {
            const char *other = entries->entry[j].name;
            if (strncmp(other, name, length + 1) != 0)
                break;
            same += !entries->entry[j].folder && other[length + 1] != '\0' &&
                    !strchr(other + length + 1, '.');
        }
        if (same > most) {
            most = same;
            stem = name;
            stem_length = length + 1;
        }
    }
    enum rt_status status = RT_OK;
    if (has_file(entries, "train.txt") && has_file(entries, "test.txt"))
        return rt_fail(error, ERR_FOLDER_HALVES);
    files->lines = true;
    for (size_t i = 0; status == RT_OK && i < entries->count; i++) {
        const struct entry *entry = &entries->entry[i];
        const char *name = entry->name;
        if (!entry->folder && texts >= 2 && ends_in_txt(name) &&
            strncasecmp(name, "readme", 6) != 0)
            status = add_file(files, path, entry, name, strlen(name) - 4, part, error);
        else if (!entry->folder && texts < 2 && stem && strncmp(name, stem, stem_length) == 0 &&
                 name[stem_length] && !strchr(name + stem_length, '.'))
            status = add_file(files, path, entry, name + stem_length, strlen(name + stem_length),
                              part, error);
        else
            left_out++;
    }
    set->strays.others += left_out;
    return status;
}

enum rt_status folder_list(struct folder_files *files, const char *path, enum text_part part,
                           struct text_set *set, struct rt_error *error)
{
    struct entries entries = {0}, half = {0};
    memset(files, 0, sizeof *files);
    enum rt_status status = look_into(path, &entries, error);
    if (status == RT_OK && has_folder(&entries, "train") && has_folder(&entries, "test")) {
        static const char *const name[TEXT_PARTS] = {"train", "test"};
        for (size_t i = 0; status == RT_OK && i < TEXT_PARTS; i++) {
            if (part == TEXT_TEST && i == TEXT_TRAIN)
                continue; /* asked for as a test set: of the same data, its test half */
            char *inside = file_join(path, name[i]);
            status = inside ? look_into(inside, &half, error) : no_memory(error);
            if (status == RT_OK)
                status = list_classes(files, inside, &half, (enum text_part)i, set, error);
            entries_free(&half);
            free(inside);
        }
    } else if (status == RT_OK && entries.folders > 0) {
        status = list_classes(files, path, &entries, part, set, error);
    } else if (status == RT_OK) {
        status = list_files(files, path, &entries, part, set, error);
    }
    entries_free(&entries);
    if (status == RT_OK && files->count == 0)
        return rt_fail(error, ERR_FOLDER_NO_TEXTS);
    return status;
}

void folder_free(struct folder_files *files)
{
    for (size_t i = 0; i < files->count; i++) {
        free(files->file[i].path);
        free(files->file[i].label);
    }
    free(files->file);
    memset(files, 0, sizeof *files);
}

/* ---- reading ---- */

static enum rt_status add_lines(struct text_set *set, const struct folder_file *file,
                                const char *text, size_t length, struct rt_error *error)
{
    size_t line = 0, untold = 0;
    for (size_t at = 0; at < length;) {
        const char *newline = memchr(text + at, '\n', length - at);
        size_t end = newline ? (size_t)(newline - text) : length;
        line++;
        if (strspn(text + at, " \t") < end - at) {
            enum rt_status status = text_set_add(set, file->part, file->label, strlen(file->label),
                                                 text + at, end - at, file->path, line, error);
            if (status != RT_OK)
                return status;
        }
        untold += end + 1 - at;
        at = end + 1;
        if (untold > (1u << 20)) {
            enum rt_status status = text_set_step(set, untold, error);
            if (status != RT_OK)
                return status;
            untold = 0;
        }
    }
    return text_set_step(set, untold, error);
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
    else if (files->lines)
        status = add_lines(set, file, text, length, error);
    else
        status = text_set_add(set, file->part, file->label, strlen(file->label), text, length,
                              file->path, 0, error);
    free(text);
    return status != RT_OK || files->lines ? status : text_set_step(set, length, error);
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
