/*
 * files_support: a folder of its own for each test, files in it, and models to put there.
 */
#ifndef RNNTOP_TESTS_FILES_SUPPORT_H
#define RNNTOP_TESTS_FILES_SUPPORT_H

#include <stddef.h>

#include "rnntop/files/model_file.h"
#include "rnntop/spec/run_spec.h"

#define PATH_SIZE 1024

/* cmocka's set-up and tear-down: *state is the folder's path, an absolute one. */
int folder_make(void **state);
int folder_remove(void **state);

/* folder/name. The text lives until the tear-down. */
const char *path_in(const char *folder, const char *name);

void file_put(const char *path, const void *bytes, size_t size);
/* The whole file, a NUL behind it; size may be NULL. The caller frees. */
char *file_get(const char *path, size_t *size);
void expect_file(const char *path, const void *bytes, size_t size);
void expect_text(const char *path, const char *text);

/* Entries of a folder, and this process's open files. */
size_t count_entries(const char *folder);
size_t count_open_files(void);

/* A model small enough for thousands of files: V 5, E 3, H 2. */
struct run_spec small_run(enum layer_kind kind, uint64_t seed);
/* Its weights: 0.5 sin(k + 0.7 i) times scale. The caller destroys. */
struct model_snapshot *small_snapshot(enum layer_kind kind, float scale);
void expect_same_snapshot(const struct model_snapshot *got, const struct model_snapshot *expected);

#endif
