/*
 * data_page: what was understood of a data set, for a person: rows of a name and what there is to
 * say, at 80 columns.
 */
#ifndef RNNTOP_DATA_PAGE_H
#define RNNTOP_DATA_PAGE_H

#include <stdio.h>

#include "rnntop/data/dataset.h"

/* Form, columns, notes, the first rows: what is known even where the data is refused. */
void data_page_reading(FILE *out, const struct text_reading *reading);
/* Classes with their counts, lengths, how the rows are divided. */
void data_page_set(FILE *out, const struct dataset *data);
/* The options that would have texts read in another way. */
void data_page_options(FILE *out, const struct text_reading *reading);

#endif
