/* What a load warned of, in words, for tests that look into it. */
#ifndef TESTS_DATA_WARNINGS_TEXT_H
#define TESTS_DATA_WARNINGS_TEXT_H

#include <stdio.h>
#include <string.h>

#include "rnntop/data/dataset.h"
#include "tests/words/error_text.h"

/* One sentence behind the other. */
static inline void warnings_text(const struct data_warnings *warnings, char *out, size_t size)
{
    out[0] = '\0';
    for (size_t i = 0; i < warnings->count; i++) {
        size_t used = strlen(out);
        snprintf(out + used, size - used, "%s%s", i > 0 ? "  " : "",
                 error_text(&warnings->warning[i]));
    }
}

#endif
