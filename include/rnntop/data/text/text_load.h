/*
 * text_load: a data set of texts, whatever form they have: a table (CSV, TSV, JSON lines), a folder
 * for each class, or a file for each class.
 */
#ifndef RNNTOP_DATA_TEXT_TEXT_LOAD_H
#define RNNTOP_DATA_TEXT_TEXT_LOAD_H

#include "rnntop/base/pool.h"
#include "rnntop/base/status.h"
#include "rnntop/data/npz/npz.h"
#include "rnntop/data/text/text_split.h"
#include "rnntop/spec/run_spec.h"

/* Reads what is at path, and the test set that the spec names. The pool's threads find the words,
 * or this thread where pool is NULL. What a person should know of data that was read all the same
 * (rows that were skipped, for instance) goes into warnings, which may be NULL. The error has a
 * path only where that is another one. What *data holds afterwards, complete or not, the caller
 * frees. */
enum rt_status text_load(const char *path, const struct data_spec *spec, struct pool *pool,
                         struct npz_watch *watch, struct text_data *data,
                         struct data_warnings *warnings, struct rt_error *error);

#endif
