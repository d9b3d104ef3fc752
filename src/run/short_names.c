#include "config.h"

#include "rnntop/run/short_names.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* The next word from *at on, whose length it returns; 0 when there is none. */
static size_t next_word(const char **at)
{
    *at += strspn(*at, " ");
    return strcspn(*at, " ");
}

static bool has_word(const char *name, const char *word, size_t length)
{
    size_t found;
    for (const char *at = name; (found = next_word(&at)) > 0; at += found) {
        if (found == length && memcmp(at, word, length) == 0)
            return true;
    }
    return false;
}

static void add_word(char out[RUN_NAME_SIZE], const char *word, size_t length)
{
    size_t used = strlen(out);
    snprintf(out + used, RUN_NAME_SIZE - used, "%s%.*s", used > 0 ? " " : "", (int)length, word);
}

/* Whether all have the word, and each has another one that will be left of it. */
static bool is_shared(const char *const *name, size_t count, const char *shared, const char *word,
                      size_t length)
{
    char with[RUN_NAME_SIZE], left[RUN_NAME_SIZE];
    snprintf(with, sizeof with, "%s", shared);
    add_word(with, word, length);
    for (size_t i = 0; i < count; i++) {
        short_names_without(name[i], with, left);
        if (!has_word(name[i], word, length) || left[0] == '\0')
            return false;
    }
    return true;
}

void short_names_shared(const char *const *name, size_t count, char shared[RUN_NAME_SIZE])
{
    size_t length;
    shared[0] = '\0';
    if (count < 2)
        return;
    for (const char *at = name[0]; (length = next_word(&at)) > 0; at += length) {
        if (!has_word(shared, at, length) && is_shared(name, count, shared, at, length))
            add_word(shared, at, length);
    }
}

void short_names_without(const char *name, const char *shared, char out[RUN_NAME_SIZE])
{
    size_t length;
    out[0] = '\0';
    for (const char *at = name; (length = next_word(&at)) > 0; at += length) {
        if (!has_word(shared, at, length))
            add_word(out, at, length);
    }
}

void short_names_common(const char *const *name, size_t count, char common[RUN_NAME_SIZE])
{
    const char *end = name[0], *at = name[0];
    size_t length;
    for (; (length = next_word(&at)) > 0; at += length) {
        size_t to = (size_t)(at - name[0]) + length;
        bool all = true;
        for (size_t i = 1; i < count; i++)
            all = all && strncmp(name[i], name[0], to) == 0 &&
                  (name[i][to] == '\0' || name[i][to] == ' ');
        if (!all)
            break;
        end = name[0] + to;
    }
    if (end == name[0])
        end += strlen(name[0]);
    snprintf(common, RUN_NAME_SIZE, "%.*s", (int)(end - name[0]), name[0]);
}
