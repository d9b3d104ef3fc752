/*
 * Adds figures to the file of results: lines of name, unit and value, with tabs between, on
 * standard input. For benchmarks that are scripts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "results.h"

int main(void)
{
    struct results results = {0};
    char line[512];
    while (fgets(line, sizeof line, stdin)) {
        char *unit = strchr(line, '\t');
        char *value = unit ? strchr(unit + 1, '\t') : NULL;
        char *end = value;
        if (value) {
            *unit++ = *value++ = '\0';
            const double number = strtod(value, &end);
            results_add(&results, unit, number, "%s", line);
        }
        if (end == value) {
            fprintf(stderr, "record: a line is not name, unit and value: %s\n", line);
            return 1;
        }
    }
    const bool written = results_write(&results);
    results_free(&results);
    return written ? 0 : 1;
}
