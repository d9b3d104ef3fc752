#include "config.h"

#include "rnntop/data/text/folder_entries.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "rnntop/data/file.h"

/* ---- what is there ---- */

void folder_entries_free(struct folder_entries *entries)
{
    for (size_t i = 0; i < entries->count; i++)
        free(entries->entry[i].name);
    free(entries->entry);
    memset(entries, 0, sizeof *entries);
}

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct folder_entry *)a)->name, ((const struct folder_entry *)b)->name);
}

/* Whatever is neither file nor folder is none of ours. */
static bool add(struct folder_entries *entries, const char *folder, const char *name)
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
        struct folder_entry *grown = realloc(entries->entry, room * sizeof *grown);
        if (!grown)
            return false;
        entries->entry = grown;
        entries->room = room;
    }
    struct folder_entry *entry = &entries->entry[entries->count];
    /* A link to nowhere stays: reading it will say what is wrong. */
    *entry = (struct folder_entry){strdup(name), is_there && S_ISDIR(status.st_mode),
                                   is_there ? (uint64_t)status.st_size : 0};
    if (!entry->name)
        return false;
    entries->count++;
    entries->folders += entry->folder;
    return true;
}

enum rt_status folder_entries_read(struct folder_entries *entries, const char *path,
                                   struct rt_error *error)
{
    DIR *folder = opendir(path);
    struct dirent *entry;
    memset(entries, 0, sizeof *entries);
    if (!folder) {
        enum rt_status status = rt_fail(error, ERR_FOLDER_UNREADABLE, errno);
        rt_error_at_path(error, path);
        return status;
    }
    bool memory = true;
    while (memory && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] != '.')
            memory = add(entries, path, entry->d_name);
    }
    closedir(folder);
    if (!memory)
        return rt_fail(error, ERR_NO_MEMORY);
    if (entries->count > 0)
        qsort(entries->entry, entries->count, sizeof *entries->entry, compare);
    return RT_OK;
}

bool folder_entries_have_folder(const struct folder_entries *entries, const char *name)
{
    for (size_t i = 0; i < entries->count; i++) {
        if (entries->entry[i].folder && strcmp(entries->entry[i].name, name) == 0)
            return true;
    }
    return false;
}

/* ---- what names say ---- */

#define DIVIDERS "_-. "

/* True where the name, or its first word, is one of the list. */
static bool begins_with_word(const char *name, const char *const *words)
{
    size_t length = strcspn(name, DIVIDERS);
    for (; *words; words++) {
        if (strlen(*words) == length && strncasecmp(name, *words, length) == 0)
            return true;
    }
    return false;
}

enum folder_part folder_name_part(const char *name)
{
    static const char *const train[] = {"train", "training", NULL};
    static const char *const test[] = {"test", "testing", NULL};
    static const char *const validation[] = {"val", "valid", "validation", "dev", "develop", NULL};
    return begins_with_word(name, train)        ? FOLDER_PART_TRAIN
           : begins_with_word(name, test)       ? FOLDER_PART_TEST
           : begins_with_word(name, validation) ? FOLDER_PART_VALIDATION
                                                : FOLDER_PART_NONE;
}

static bool ends_in(const char *name, const char *ending)
{
    size_t length = strlen(name), ending_length = strlen(ending);
    return length > ending_length && strcasecmp(name + length - ending_length, ending) == 0;
}

bool folder_name_is_txt(const char *name)
{
    return ends_in(name, ".txt");
}

bool folder_name_is_table(const char *name)
{
    static const char *const endings[] = {".csv",   ".tsv",    ".tab", ".json",
                                          ".jsonl", ".ndjson", NULL};
    for (size_t i = 0; endings[i]; i++) {
        if (ends_in(name, endings[i]))
            return true;
    }
    return false;
}

bool folder_name_is_beside(const char *name)
{
    static const char *const words[] = {
        "readme", "license",      "licence",   "stopwords", "vocab", "vocabulary", "urls",
        "notes",  "requirements", "changelog", "citation",  "index", NULL};
    return begins_with_word(name, words);
}

enum folder_pair folder_name_pair(const char *name, size_t *prefix_length)
{
    static const char *const texts[] = {"text", "texts", "sentence", "sentences", "data", NULL};
    static const char *const labels[] = {"label", "labels", "target", "targets", NULL};
    const char *dot = strrchr(name, '.');
    size_t end = dot && dot > name ? (size_t)(dot - name) : strlen(name), begin = end;
    while (begin > 0 && !strchr(DIVIDERS, name[begin - 1]))
        begin--;
    *prefix_length = begin;
    return begins_with_word(name + begin, texts)    ? FOLDER_PAIR_TEXTS
           : begins_with_word(name + begin, labels) ? FOLDER_PAIR_LABELS
                                                    : FOLDER_PAIR_NONE;
}
