/*
 * recognise: which form a text has, by evidence.
 *
 * Every form is tried on the first RECOGNISE_BYTES and RECOGNISE_RECORDS of the text: enough rows
 * to tell, and few enough that the largest file costs no more. The form that explains the most of
 * them has it; between two, the one in which a column looks like labels; a form further down in the
 * table must explain clearly more. Separators that are rare elsewhere must stand in every line.
 */
#ifndef RNNTOP_DATA_TEXT_RECOGNISE_H
#define RNNTOP_DATA_TEXT_RECOGNISE_H

#include "rnntop/data/text/table.h"

#define RECOGNISE_BYTES   ((size_t)1 << 20)
#define RECOGNISE_RECORDS 4000
#define RECOGNISE_LEAST   8 /* records, however long they are */

/* Opens a table of the text, in the form that it has or that the spec asks for. *known is false
 * where it has none, and then it is CSV. Only memory fails; the caller closes it either way. */
enum rt_status recognise_table(struct table *table, const char *text, size_t length,
                               const struct text_spec *spec, bool *known, struct rt_error *error);

#endif
