/*
 * text_support: trees of text files for the tests of reading texts, and one-line loads of them.
 */
#ifndef TESTS_TEXT_SUPPORT_H
#define TESTS_TEXT_SUPPORT_H

#include <stddef.h>

#include "data_support.h"
#include "rnntop/data/dataset.h"

/* 4,000 words, 8 tokens, padded behind, cut in front, 0.25 for validation and for the test. */
extern const struct data_spec text_lesson;

/* folder/name with this text, and the folders on the way to it. Returns the path; the caller frees
 * it. */
char *tree_file(const char *folder, const char *name, const char *text);
char *tree_bytes(const char *folder, const char *name, const void *bytes, size_t size);
/* Removes a folder with all that is in it, and frees its name. */
void tree_remove(char *folder);

/* cmocka's fixtures: a folder of its own for each test. */
extern char *text_folder;
int text_folder_begin(void **state);
int text_folder_end(void **state);

#define WARNING_SIZE 4096
/* Loads, or fails the test with the error's text. */
struct dataset *text_loaded(const char *path, const struct data_spec *spec,
                            char warning[WARNING_SIZE]);
/* How it was read, in words: "CSV, UTF-8, label: class, text: review". Valid until the next call.
 */
const char *text_reading(const struct dataset *dataset);
/* Loads what must be refused with this status and these words, in one sentence that names path. */
void text_refused(const char *path, const struct data_spec *spec, enum rt_status status,
                  const char *wanted);

/* "a b c" of a row, its padding left out, from the data set's vocabulary. */
void text_of_row(const struct dataset *dataset, const int32_t *row, char *out, size_t size);
/* How many of all rows (training, validation, test) hold just these words and this class. */
size_t text_count(const struct dataset *dataset, const char *words, const char *class);
size_t text_rows(const struct dataset *dataset);

#endif
