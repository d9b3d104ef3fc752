/*
 * folder_entries: what is in a folder, and what the names of files say of them.
 */
#ifndef RNNTOP_DATA_TEXT_FOLDER_ENTRIES_H
#define RNNTOP_DATA_TEXT_FOLDER_ENTRIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"

struct folder_entry {
    char *name;
    bool folder;
    uint64_t bytes;
};

struct folder_entries {
    struct folder_entry *entry; /* [count], by name */
    size_t count, room, folders;
};

/* Files and folders that are not hidden; links count as what they lead to. The error has the
 * folder's path. The caller frees, also when it fails. */
enum rt_status folder_entries_read(struct folder_entries *entries, const char *path,
                                   struct rt_error *error);
void folder_entries_free(struct folder_entries *entries);

bool folder_entries_have_folder(const struct folder_entries *entries, const char *name);

/* Which part of a data set a name says it is: "train", "test.csv", "dev_labels.txt". */
enum folder_part { FOLDER_PART_NONE, FOLDER_PART_TRAIN, FOLDER_PART_TEST, FOLDER_PART_VALIDATION };
enum folder_part folder_name_part(const char *name);

bool folder_name_is_txt(const char *name);
bool folder_name_is_table(const char *name); /* .csv, .tsv, .json, .jsonl and the like */
/* A word list, a licence, a note: what lies beside data and is none. */
bool folder_name_is_beside(const char *name);

/* "x_labels.txt": what is before the word that says so, and the word's kind. */
enum folder_pair { FOLDER_PAIR_NONE, FOLDER_PAIR_TEXTS, FOLDER_PAIR_LABELS };
enum folder_pair folder_name_pair(const char *name, size_t *prefix_length);

#endif
