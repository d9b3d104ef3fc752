#include "config.h"

#include "rnntop/base/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

json_t *json_number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

json_t *json_float(float value)
{
    char text[JSON_NUMBER_SIZE];
    if (!isfinite(value))
        return json_null();
    json_float_text(value, text);
    return json_real(strtod(text, NULL));
}

/* printf writes the locale's decimal point; rnntop sets LC_CTYPE alone, so it is always a full
 * stop. */
size_t json_float_text(float value, char out[JSON_NUMBER_SIZE])
{
    int length = 0;
    for (int digits = 6; digits <= 9; digits++) {
        length = snprintf(out, JSON_NUMBER_SIZE, "%.*g", digits, (double)value);
        /* Also where a reader has doubles, and rounds a second time. */
        if (strtof(out, NULL) == value && (float)strtod(out, NULL) == value)
            break;
    }
    return (size_t)length;
}

size_t json_double_text(double value, char out[JSON_NUMBER_SIZE])
{
    int length = 0;
    for (int digits = 6; digits <= 17; digits++) {
        length = snprintf(out, JSON_NUMBER_SIZE, "%.*g", digits, value);
        if (strtod(out, NULL) == value)
            break;
    }
    return (size_t)length;
}

json_t *json_parse(const char *text, size_t length, const char *what, struct rt_error *error)
{
    json_error_t reason;
    json_t *json = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &reason);
    if (!json)
        rt_fail(error, ERR_NOT_JSON, what, reason.line, reason.column, reason.text);
    return json;
}
