/*
 * folder: text files whose folder, or whose name, is their class.
 *
 *   DIR/CLASS/x.txt, or DIR/{train,test}/CLASS/x.txt     a file a text (aclImdb)
 *   DIR/NAME.CLASS, or DIR/CLASS.txt                     a line a text (rt-polarity)
 *
 * Folders called unsup hold no class: they are left out, and that is said.
 */
#ifndef RNNTOP_DATA_TEXT_FOLDER_H
#define RNNTOP_DATA_TEXT_FOLDER_H

#include "rnntop/base/status.h"
#include "rnntop/data/text/text_set.h"

struct folder_file {
    char *path, *label;
    enum text_part part;
};

struct folder_files {
    struct folder_file *file;
    size_t count, room;
    bool lines; /* a line a text, not a file */
    uint64_t bytes;
};

/* Lists what is to be read, sorted by class and name; the test part only of a folder with train and
 * test in it, and all of it as the test part where `part` says so. The caller frees. */
enum rt_status folder_list(struct folder_files *files, const char *path, enum text_part part,
                           struct text_set *set, struct rt_error *error);
void folder_free(struct folder_files *files);

/* Reads them into the set. The error's path is the file in the folder. */
enum rt_status folder_read(const struct folder_files *files, struct text_set *set,
                           struct rt_error *error);

#endif
