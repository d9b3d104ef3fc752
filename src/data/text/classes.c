#include "config.h"

#include "rnntop/data/text/classes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/utf8.h"

bool data_class_is_number(const char *name)
{
    char *end;
    if (*name == '\0' || strspn(name, "0123456789.eE+-") != strlen(name))
        return false;
    strtod(name, &end);
    return *end == '\0';
}

/* Does a come before b? Numbers that are equal ("1", "1.0") go by name. */
static bool before(const char *a, const char *b, bool numbers)
{
    double x = numbers ? strtod(a, NULL) : 0, y = numbers ? strtod(b, NULL) : 0;
    return x < y || (!(y < x) && strcmp(a, b) < 0);
}

void data_classes_sort(const char *const *name, size_t count, size_t *order)
{
    bool numbers = true;
    for (size_t i = 0; i < count; i++)
        numbers = numbers && data_class_is_number(name[i]);
    /* By insertion: there are a thousand at most. */
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        for (; at > 0 && before(name[i], name[order[at - 1]], numbers); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}

enum rt_status data_classes_create(struct data_classes *classes, const char *const *name,
                                   const size_t *order, size_t count, struct rt_error *error)
{
    classes->name = calloc(count, sizeof *classes->name);
    if (!classes->name)
        return rt_fail(error, ERR_NO_MEMORY);
    classes->count = count;
    for (size_t i = 0; i < count; i++) {
        const char *one = name[order[i]];
        utf8_sanitize(one, strlen(one), false, classes->name[i], sizeof classes->name[i]);
    }
    return RT_OK;
}

enum rt_status data_classes_numbered(struct data_classes *classes, size_t count,
                                     struct rt_error *error)
{
    classes->name = calloc(count, sizeof *classes->name);
    if (!classes->name)
        return rt_fail(error, ERR_NO_MEMORY);
    classes->count = count;
    for (size_t i = 0; i < count; i++) {
        if (count == 2)
            snprintf(classes->name[i], sizeof classes->name[i], "%s", i ? "positive" : "negative");
        else
            snprintf(classes->name[i], sizeof classes->name[i], "%zu", i);
    }
    return RT_OK;
}

void data_classes_free(struct data_classes *classes)
{
    free(classes->name);
    memset(classes, 0, sizeof *classes);
}
