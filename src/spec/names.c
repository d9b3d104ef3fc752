#include "config.h"

#include "rnntop/spec/names.h"

#include <string.h>

bool names_find_part(const char *const *names, const char *text, size_t length, unsigned *index)
{
    for (*index = 0; names[*index]; (*index)++) {
        if (strlen(names[*index]) == length && memcmp(names[*index], text, length) == 0)
            return true;
    }
    return false;
}

bool names_find(const char *const *names, const char *text, unsigned *index)
{
    return names_find_part(names, text, strlen(text), index);
}

bool names_flag(const char *text, bool *flag)
{
    static const char *const words[] = {"no", "yes", "false", "true", "off", "on", "0", "1", NULL};
    unsigned index;
    if (!names_find(words, text, &index))
        return false;
    *flag = index % 2 == 1;
    return true;
}
