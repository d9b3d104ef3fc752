/*
 * folder: what a folder of texts consists of, by the names in it.
 *
 *   DIR/CLASS/x.txt, or DIR/{train,test}/CLASS/x.txt     a file a text (aclImdb); of a class in
 * whose folder nothing is called .txt, all files DIR/NAME.CLASS, or DIR/CLASS.txt a line a text
 * (rt-polarity) DIR/X_text.txt and DIR/X_labels.txt                  a line a text, its label in
 * the other file DIR/train.csv and DIR/test.csv, or one table         tables, which are read as
 * such
 *
 * Folders called unsup hold no class, and parts that are for validation are not needed: they are
 * left out, and that is said.
 */
#ifndef RNNTOP_DATA_TEXT_FOLDER_H
#define RNNTOP_DATA_TEXT_FOLDER_H

#include "rnntop/base/status.h"
#include "rnntop/data/text/text_set.h"

enum folder_kind { FOLDER_CLASS_FOLDERS, FOLDER_CLASS_FILES, FOLDER_PAIRS, FOLDER_TABLES };

struct folder_file {
    char *path;
    char *label; /* its class; of PAIRS the path of the file with its labels; of TABLES NULL */
    enum text_part part;
};

struct folder_files {
    struct folder_file *file;
    size_t count, room;
    enum folder_kind kind;
    uint64_t bytes;
};

/* Lists what is to be read, sorted by class and name; the test part only of a folder with train and
 * test in it, and all of it as the test part where `part` says so. The caller frees. */
enum rt_status folder_list(struct folder_files *files, const char *path, enum text_part part,
                           struct text_set *set, struct rt_error *error);
void folder_free(struct folder_files *files);

/* Reads them into the set, if they are no tables. The error's path is the file in the folder. */
enum rt_status folder_read(const struct folder_files *files, struct text_set *set,
                           struct rt_error *error);

#endif
