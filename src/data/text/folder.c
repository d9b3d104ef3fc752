#include "config.h"

#include "rnntop/data/text/folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/data/text/folder_entries.h"

struct listing {
    struct folder_files *files;
    enum text_part part; /* what is wanted of it */
    struct text_strays *strays;
    struct rt_error *error;
};

static enum rt_status no_memory(struct rt_error *error)
{
    return rt_fail(error, ERR_NO_MEMORY);
}

/* label: of its texts; or the path of the file that holds their labels; or NULL. Taken over. */
static enum rt_status add_file(struct listing *listing, const char *folder,
                               const struct folder_entry *entry, char *label, enum text_part part)
{
    struct folder_files *files = listing->files;
    if (files->count == files->room) {
        size_t room = 2 * files->room + 256;
        struct folder_file *grown = realloc(files->file, room * sizeof *grown);
        if (!grown) {
            free(label);
            return no_memory(listing->error);
        }
        files->file = grown;
        files->room = room;
    }
    struct folder_file *file = &files->file[files->count];
    *file = (struct folder_file){file_join(folder, entry->name), label, part};
    files->count++; /* folder_free() takes what there is of it */
    files->bytes += entry->bytes;
    return file->path && (file->label || files->kind == FOLDER_TABLES) ? RT_OK
                                                                       : no_memory(listing->error);
}

/* ---- a folder for each class ---- */

/* DIR/CLASS/x.txt; or all of DIR/CLASS, where none has that ending. */
static enum rt_status list_class(struct listing *listing, const char *folder, const char *label,
                                 enum text_part part)
{
    struct folder_entries entries = {0};
    struct text_strays *strays = listing->strays;
    char *path = file_join(folder, label);
    size_t other = 0, texts = 0;
    enum rt_status status =
        path ? folder_entries_read(&entries, path, listing->error) : no_memory(listing->error);
    for (size_t i = 0; i < entries.count; i++)
        texts += !entries.entry[i].folder && folder_name_is_txt(entries.entry[i].name);
    for (size_t i = 0; status == RT_OK && i < entries.count; i++) {
        const struct folder_entry *entry = &entries.entry[i];
        if (!entry->folder && (texts == 0 || folder_name_is_txt(entry->name)))
            status = add_file(listing, path, entry, strdup(label), part);
        else
            other++;
    }
    if (other > 0 && strays->folders++ == 0)
        snprintf(strays->folder, sizeof strays->folder, "%s", label);
    strays->entries += other;
    folder_entries_free(&entries);
    free(path);
    return status;
}

static enum rt_status list_classes(struct listing *listing, const char *path,
                                   const struct folder_entries *entries, enum text_part part)
{
    enum rt_status status = RT_OK;
    listing->files->kind = FOLDER_CLASS_FOLDERS;
    for (size_t i = 0; status == RT_OK && i < entries->count; i++) {
        const struct folder_entry *entry = &entries->entry[i];
        if (!entry->folder)
            continue;
        if (strcmp(entry->name, "unsup") == 0)
            listing->strays->unlabelled = true;
        else
            status = list_class(listing, path, entry->name, part);
    }
    return status;
}

/* A validation part: training rows are kept for that. */
static void leave_validation(struct listing *listing, const char *name)
{
    struct text_strays *strays = listing->strays;
    if (strays->validations++ == 0)
        snprintf(strays->validation, sizeof strays->validation, "%s", name);
}

/* DIR/train and DIR/test; asked for as a test set it is, of the same data, its test half. */
static enum rt_status list_halves(struct listing *listing, const char *path,
                                  const struct folder_entries *entries)
{
    enum rt_status status = RT_OK;
    for (size_t i = 0; status == RT_OK && i < entries->count; i++) {
        const char *name = entries->entry[i].name;
        const enum folder_part part = folder_name_part(name);
        struct folder_entries half = {0};
        if (!entries->entry[i].folder || part == FOLDER_PART_NONE)
            continue;
        if (part == FOLDER_PART_VALIDATION)
            leave_validation(listing, name);
        if (part == FOLDER_PART_VALIDATION ||
            (part == FOLDER_PART_TRAIN && listing->part == TEXT_TEST))
            continue;
        char *inside = file_join(path, name);
        status =
            inside ? folder_entries_read(&half, inside, listing->error) : no_memory(listing->error);
        if (status == RT_OK)
            status = list_classes(listing, inside, &half,
                                  part == FOLDER_PART_TRAIN ? TEXT_TRAIN : TEXT_TEST);
        folder_entries_free(&half);
        free(inside);
    }
    return status;
}

/* A training part, and no folder that is no part. */
static bool has_halves(const struct folder_entries *entries)
{
    size_t parts = 0;
    for (size_t i = 0; i < entries->count; i++)
        parts += entries->entry[i].folder &&
                 folder_name_part(entries->entry[i].name) != FOLDER_PART_NONE;
    return folder_entries_have_folder(entries, "train") &&
           (folder_entries_have_folder(entries, "test") || parts == entries->folders);
}

/* ---- texts and their labels in two files ---- */

/* The file that holds the labels of this one's texts, or NULL. */
static const struct folder_entry *labels_of(const struct folder_entries *entries,
                                            const struct folder_entry *texts)
{
    size_t prefix, other;
    if (texts->folder || folder_name_pair(texts->name, &prefix) != FOLDER_PAIR_TEXTS)
        return NULL;
    for (size_t i = 0; i < entries->count; i++) {
        const struct folder_entry *entry = &entries->entry[i];
        if (!entry->folder && folder_name_pair(entry->name, &other) == FOLDER_PAIR_LABELS &&
            other == prefix && strncmp(entry->name, texts->name, prefix) == 0)
            return entry;
    }
    return NULL;
}

static size_t count_pairs(const struct folder_entries *entries)
{
    size_t pairs = 0;
    for (size_t i = 0; i < entries->count; i++)
        pairs += labels_of(entries, &entries->entry[i]) != NULL;
    return pairs;
}

/* Where a file goes by what its name says; FOLDER_PART_NONE: to the training rows. False: nowhere.
 */
static bool place(struct listing *listing, const char *name, bool has_test, enum text_part *part)
{
    const enum folder_part says = folder_name_part(name);
    *part = says == FOLDER_PART_TEST || listing->part == TEXT_TEST ? TEXT_TEST : TEXT_TRAIN;
    if (says == FOLDER_PART_VALIDATION)
        leave_validation(listing, name);
    return says != FOLDER_PART_VALIDATION &&
           !(listing->part == TEXT_TEST && has_test && says != FOLDER_PART_TEST);
}

static enum rt_status list_pairs(struct listing *listing, const char *path,
                                 const struct folder_entries *entries)
{
    enum rt_status status = RT_OK;
    bool has_test = false;
    size_t taken = 0;
    listing->files->kind = FOLDER_PAIRS;
    for (size_t i = 0; i < entries->count; i++)
        has_test = has_test || (labels_of(entries, &entries->entry[i]) &&
                                folder_name_part(entries->entry[i].name) == FOLDER_PART_TEST);
    for (size_t i = 0; status == RT_OK && i < entries->count; i++) {
        const struct folder_entry *texts = &entries->entry[i];
        const struct folder_entry *labels = labels_of(entries, texts);
        enum text_part part;
        if (!labels)
            continue;
        taken += 2;
        if (place(listing, texts->name, has_test, &part))
            status = add_file(listing, path, texts, file_join(path, labels->name), part);
    }
    listing->strays->others += entries->count - taken;
    return status;
}

/* ---- tables ---- */

/* A table by its ending, or train.txt and its like, which can be no classes. */
static bool is_table(const struct folder_entry *entry)
{
    return !entry->folder &&
           (folder_name_is_table(entry->name) ||
            (folder_name_is_txt(entry->name) && folder_name_part(entry->name) != FOLDER_PART_NONE));
}

/* How many tables there are of a part. */
static size_t count_tables(const struct folder_entries *entries, enum folder_part part)
{
    size_t count = 0;
    for (size_t i = 0; i < entries->count; i++)
        count += is_table(&entries->entry[i]) && folder_name_part(entries->entry[i].name) == part;
    return count;
}

static bool has_tables(const struct folder_entries *entries)
{
    return count_tables(entries, FOLDER_PART_TRAIN) + count_tables(entries, FOLDER_PART_TEST) +
               count_tables(entries, FOLDER_PART_NONE) >
           0;
}

/* Several of them, of which none says that it is the one. */
static enum rt_status refuse_tables(const struct folder_entries *entries, struct rt_error *error)
{
    const char *name[2] = {NULL, NULL};
    size_t count = 0;
    for (size_t i = 0; i < entries->count; i++) {
        if (!is_table(&entries->entry[i]))
            continue;
        if (count < 2)
            name[count] = entries->entry[i].name;
        count++;
    }
    return count < 2 ? rt_fail(error, ERR_FOLDER_NO_TRAINING, name[0])
                     : rt_fail(error, ERR_FOLDER_TABLES, count, name[0], name[1]);
}

static enum rt_status list_tables(struct listing *listing, const char *path,
                                  const struct folder_entries *entries)
{
    const size_t train = count_tables(entries, FOLDER_PART_TRAIN);
    const size_t test = count_tables(entries, FOLDER_PART_TEST);
    const size_t plain = count_tables(entries, FOLDER_PART_NONE);
    const bool one = train == 1 || (train == 0 && plain == 1);
    enum rt_status status = RT_OK;
    listing->files->kind = FOLDER_TABLES;
    if (!(one || (listing->part == TEXT_TEST && test == 1)) || test > 1)
        return refuse_tables(entries, listing->error);
    for (size_t i = 0; status == RT_OK && i < entries->count; i++) {
        const struct folder_entry *entry = &entries->entry[i];
        const enum folder_part says = folder_name_part(entry->name);
        enum text_part part;
        if (!is_table(entry) || (says == FOLDER_PART_NONE && train == 1))
            listing->strays->others++;
        else if (place(listing, entry->name, test > 0, &part))
            status = add_file(listing, path, entry, NULL, part);
    }
    return status;
}

/* ---- a file for each class ---- */

/* The longest beginning, up to and with a dot, that most files share: "rt-polarity.". */
static size_t common_stem(const struct folder_entries *entries, const char **stem)
{
    size_t stem_length = 0, most = 1;
    *stem = NULL;
    for (size_t i = 0; i < entries->count; i++) {
        const char *name = entries->entry[i].name, *dot = strrchr(name, '.');
        size_t same = 0, length = dot ? (size_t)(dot - name) : 0;
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
            *stem = name;
            stem_length = length + 1;
        }
    }
    return stem_length;
}

/* DIR/CLASS.txt, or DIR/NAME.CLASS: the most files whose names differ in that part alone. */
static enum rt_status list_class_files(struct listing *listing, const char *path,
                                       const struct folder_entries *entries)
{
    const char *stem;
    size_t stem_length = common_stem(entries, &stem), texts = 0;
    enum rt_status status = RT_OK;
    listing->files->kind = FOLDER_CLASS_FILES;
    for (size_t i = 0; i < entries->count; i++)
        texts += !entries->entry[i].folder && folder_name_is_txt(entries->entry[i].name) &&
                 !folder_name_is_beside(entries->entry[i].name);
    for (size_t i = 0; status == RT_OK && i < entries->count; i++) {
        const struct folder_entry *entry = &entries->entry[i];
        const char *name = entry->name;
        bool taken = !entry->folder && !folder_name_is_beside(name);
        if (taken && texts >= 2 && folder_name_is_txt(name))
            status = add_file(listing, path, entry, strndup(name, strlen(name) - 4), listing->part);
        else if (taken && texts < 2 && stem && strncmp(name, stem, stem_length) == 0 &&
                 name[stem_length] && !strchr(name + stem_length, '.'))
            status = add_file(listing, path, entry, strdup(name + stem_length), listing->part);
        else
            listing->strays->others++;
    }
    return status;
}

/* ---- all of them ---- */

enum rt_status folder_list(struct folder_files *files, const char *path, enum text_part part,
                           struct text_set *set, struct rt_error *error)
{
    struct folder_entries entries;
    struct listing listing = {files, part, &set->strays, error};
    memset(files, 0, sizeof *files);
    enum rt_status status = folder_entries_read(&entries, path, error);
    if (status == RT_OK && has_halves(&entries))
        status = list_halves(&listing, path, &entries);
    else if (status == RT_OK && entries.folders > 0)
        status = list_classes(&listing, path, &entries, part);
    else if (status == RT_OK && count_pairs(&entries) > 0)
        status = list_pairs(&listing, path, &entries);
    else if (status == RT_OK && has_tables(&entries))
        status = list_tables(&listing, path, &entries);
    else if (status == RT_OK)
        status = list_class_files(&listing, path, &entries);
    folder_entries_free(&entries);
    return status == RT_OK && files->count == 0 ? rt_fail(error, ERR_FOLDER_NO_TEXTS) : status;
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
