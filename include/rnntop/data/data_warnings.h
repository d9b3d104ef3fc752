/*
 * data_warnings: what is to be said of data that was read all the same: rows that were left out,
 * for instance.
 */
#ifndef RNNTOP_DATA_DATA_WARNINGS_H
#define RNNTOP_DATA_DATA_WARNINGS_H

#include <stddef.h>

#include "rnntop/base/status.h"
#include "rnntop/spec/text_reading.h"

#define DATA_WARNINGS 6 /* more than can come of one data set */

/* They look like errors; in the order in which a person should hear of them, the gravest last. */
struct data_warnings {
    size_t count;
    struct rt_error warning[DATA_WARNINGS];
    struct text_reading reading; /* how texts were read, as far as that came before it failed */
};

/* Room for one more, or NULL where nobody listens (warnings is NULL): rt_fail() takes either. */
struct rt_error *data_warnings_add(struct data_warnings *warnings);

#endif
