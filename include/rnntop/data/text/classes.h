/*
 * classes: what a data set's labels are called.
 */
#ifndef RNNTOP_DATA_TEXT_CLASSES_H
#define RNNTOP_DATA_TEXT_CLASSES_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/base/status.h"
#include "rnntop/data/dataset.h"

struct data_classes {
    size_t count;
    char (*name)[DATASET_CLASS_SIZE]; /* [count], sanitised, in the order of their numbers */
};

bool data_class_is_number(const char *name);

/* order[i] gets which of the names is class i: by number where all are numbers, else by name, byte
 * by byte, so that 0 stands before 1 and negative before positive. */
void data_classes_sort(const char *const *name, size_t count, size_t *order);

/* Takes names, order[0] first. */
enum rt_status data_classes_create(struct data_classes *classes, const char *const *name,
                                   const size_t *order, size_t count, struct rt_error *error);
/* The names where a file has only numbers: negative and positive of two, else the numbers. */
enum rt_status data_classes_numbered(struct data_classes *classes, size_t count,
                                     struct rt_error *error);
void data_classes_free(struct data_classes *classes);

#endif
