#include "config.h"

#include "rnntop/store/line_reader.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/utf8.h"

const json_t *line_member(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_null(value) ? NULL : value;
}

bool line_read_natural(const json_t *value, uint64_t most, uint64_t *out)
{
    if (!value)
        return true;
    if (json_is_string(value)) { /* beyond 2^63 - 1 */
        const char *text = json_string_value(value);
        size_t length = strlen(text);
        if (length == 0 || length > 19 + 1 || strspn(text, "0123456789") != length)
            return false;
        *out = strtoull(text, NULL, 10);
        return *out <= most;
    }
    if (json_is_real(value)) {
        double real = json_real_value(value);
        if (!(real >= 0 && real < 9007199254740992.0) || real != floor(real))
            return false;
        *out = (uint64_t)real;
        return *out <= most;
    }
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        return false;
    *out = (uint64_t)json_integer_value(value);
    return *out <= most;
}

bool line_read_u32(const json_t *value, uint32_t *out)
{
    uint64_t natural = *out;
    bool fits = line_read_natural(value, UINT32_MAX, &natural);
    if (fits)
        *out = (uint32_t)natural;
    return fits;
}

bool line_read_figure(const json_t *object, const char *key, double *out)
{
    const json_t *value = line_member(object, key);
    const json_t *sign = json_object_get(json_object_get(object, "infinite"), key);
    *out = NAN;
    if (json_is_number(value))
        *out = json_number_value(value);
    else if (value)
        return false;
    else if (json_is_integer(sign))
        *out = json_integer_value(sign) < 0 ? -INFINITY : INFINITY;
    return true;
}

float line_narrowed(double value)
{
    static const double least_beyond = 3.4028235677973366e38; /* halfway to the next */
    if (fabs(value) >= least_beyond)
        return value < 0 ? -INFINITY : INFINITY;
    return (float)value;
}

bool line_read_float(const json_t *object, const char *key, float *out)
{
    double value;
    bool fits = line_read_figure(object, key, &value);
    *out = line_narrowed(value);
    return fits;
}

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

char *line_read_bytes(const json_t *object, const char *key)
{
    char bytes_key[64];
    snprintf(bytes_key, sizeof bytes_key, "%s_bytes", key);
    const json_t *bytes = line_member(object, bytes_key), *text = line_member(object, key);
    if ((bytes && !json_is_string(bytes)) || (text && !json_is_string(text)))
        return NULL;
    if (!bytes)
        return strdup(text ? json_string_value(text) : "");
    const char *hex = json_string_value(bytes);
    size_t length = strlen(hex);
    char *out = calloc(length / 2 + 1, 1);
    for (size_t i = 0; out && i + 1 < length + length % 2; i += 2) {
        int high = digit(hex[i]), low = digit(hex[i + 1]);
        if (high < 0 || low < 0 || (high == 0 && low == 0)) {
            free(out);
            return NULL;
        }
        out[i / 2] = (char)(high * 16 + low);
    }
    return out;
}

bool line_read_text(const json_t *object, const char *key, char *out, size_t size)
{
    char *text = line_read_bytes(object, key);
    if (!text)
        return false;
    size_t length = strlen(text);
    if (length >= size)
        length = utf8_whole_characters(text, size - 1);
    memcpy(out, text, length);
    out[length] = '\0';
    free(text);
    return true;
}
