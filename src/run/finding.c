#include "config.h"

#include "rnntop/run/finding.h"

#include <math.h>
#include <string.h>

static const struct row {
    const char *name;
    const char *number[FINDING_NUMBERS + 1]; /* ends with NULL */
} rows[FINDING_CODES] = {
#define FINDING_ROW(CODE, name, ...) [FINDING_##CODE] = {name, {__VA_ARGS__}},
    FINDINGS(FINDING_ROW)
#undef FINDING_ROW
};

const char *finding_name(enum finding_code code)
{
    return (unsigned)code < FINDING_CODES ? rows[code].name : NULL;
}

enum finding_code finding_named(const char *name)
{
    unsigned code = 0;
    while (code < FINDING_CODES && strcmp(rows[code].name, name) != 0)
        code++;
    return (enum finding_code)code;
}

const char *finding_number_name(enum finding_code code, size_t i)
{
    return (unsigned)code < FINDING_CODES && i < FINDING_NUMBERS ? rows[code].number[i] : NULL;
}

double finding_number(const struct finding *finding, const char *name)
{
    for (size_t i = 0; finding_number_name(finding->code, i); i++) {
        if (strcmp(finding_number_name(finding->code, i), name) == 0)
            return finding->number[i];
    }
    return NAN;
}
