#include "config.h"

#include "rnntop/ui/figures.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* NaN and infinities; false for numbers. */
static bool not_finite(char text[FIGURE_SIZE], double value)
{
    if (isfinite(value))
        return false;
    snprintf(text, FIGURE_SIZE, "%s", isnan(value) ? "NaN" : value > 0 ? "inf" : "-inf");
    return true;
}

char *figure_count(char text[FIGURE_SIZE], uint64_t count)
{
    char digits[FIGURE_SIZE];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, count), out = 0;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            text[out++] = ',';
        text[out++] = digits[i];
    }
    text[out] = '\0';
    return text;
}

char *figure_value(char text[FIGURE_SIZE], double value)
{
    if (not_finite(text, value))
        return text;
    for (int decimals = 3; decimals >= 0; decimals--) {
        if (snprintf(text, FIGURE_SIZE, "%.*f", decimals, value) <= 5)
            return text;
    }
    snprintf(text, FIGURE_SIZE, "%.0e", value);
    return text;
}

char *figure_decimals(char text[FIGURE_SIZE], double value, int decimals)
{
    if (!not_finite(text, value))
        snprintf(text, FIGURE_SIZE, fabs(value) < 1e6 ? "%.*f" : "%.*e", decimals, value);
    return text;
}

char *figure_position(char text[FIGURE_SIZE], double epochs)
{
    /* 6.6 as a float is a little less; a tenth's thousandth does not make an epoch. */
    double tenths = floor(epochs * 10 + 1e-4);
    if (not_finite(text, epochs))
        return text;
    if (fabs(epochs - round(epochs)) < 1e-5)
        snprintf(text, FIGURE_SIZE, "%.0f", round(epochs));
    else
        snprintf(text, FIGURE_SIZE, "%.1f", tenths / 10);
    return text;
}

char *figure_duration(char text[FIGURE_SIZE], double seconds)
{
    if (not_finite(text, seconds))
        return text;
    uint64_t whole = (uint64_t)fmin(fmax(seconds + 0.5, 0), 3.6e12);
    unsigned hours = (unsigned)(whole / 3600), minutes = (unsigned)(whole / 60 % 60);
    if (hours >= 100 * 24)
        snprintf(text, FIGURE_SIZE, "%u d", hours / 24 < 99999 ? hours / 24 : 99999);
    else if (hours >= 100)
        snprintf(text, FIGURE_SIZE, "%u h", hours);
    else if (hours > 0)
        snprintf(text, FIGURE_SIZE, "%u:%02u:%02u", hours, minutes, (unsigned)(whole % 60));
    else
        snprintf(text, FIGURE_SIZE, "%u:%02u", minutes, (unsigned)(whole % 60));
    return text;
}

char *figure_rate(char text[FIGURE_SIZE], double rate)
{
    /* A float's 0.001 is 0.00100000005. */
    if (!not_finite(text, rate))
        snprintf(text, FIGURE_SIZE, "%.6g", rate);
    return text;
}

char *figure_short(char text[FIGURE_SIZE], double value)
{
    if (!not_finite(text, value))
        snprintf(text, FIGURE_SIZE, "%.3g", value);
    return text;
}
