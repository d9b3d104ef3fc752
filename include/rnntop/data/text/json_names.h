/*
 * json_names: the columns of objects. Private to the readers of tables.
 */
#ifndef RNNTOP_DATA_TEXT_JSON_NAMES_H
#define RNNTOP_DATA_TEXT_JSON_NAMES_H

#include "rnntop/data/text/table_parts.h"

#define JSON_NAMES_FROM 1000 /* objects whose keys are the columns */

/* Reads the first objects and makes table->names of all their keys, in the order of their coming:
 * not every object has every key. False where none is an object. */
bool json_names_gather(struct table *table);

#endif
