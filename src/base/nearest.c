#include "config.h"

#include "rnntop/base/nearest.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define LONGEST     48 /* letters: no name is as long */
#define LETTERS_PER 3  /* letters for which an error is forgiven */
#define PART_LEAST  3  /* letters of a part that says something */
#define FAR         LONGEST

/* As names are compared: capitals small, _ as -. */
static char folded(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    return c == '_' ? '-' : c;
}

static size_t fold(const char *text, char out[LONGEST])
{
    size_t length = 0;
    memset(out, 0, LONGEST);
    for (; text[length] && length < LONGEST; length++)
        out[length] = folded(text[length]);
    return length;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Source: Boytsov, Indexing methods for approximate dictionary searching (2011), section 2.2.1. */
static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    /* Of the beginnings of a that end at the row before last, at the last one, and here. */
    size_t rows[3][LONGEST + 1], *before = rows[0], *last = rows[1], *here = rows[2];
    for (size_t j = 0; j <= b_length; j++)
        last[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        here[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            here[j] = least(least(last[j], here[j - 1]) + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                here[j] = least(here[j], before[j - 2] + 1);
        }
        size_t *spare = before;
        before = last;
        last = here;
        here = spare;
    }
    return last[b_length];
}

static bool holds(const char *name, size_t name_length, const char *part, size_t part_length)
{
    if (part_length < PART_LEAST)
        return false;
    for (size_t at = 0; at + part_length <= name_length; at++) {
        if (memcmp(name + at, part, part_length) == 0)
            return true;
    }
    return false;
}

/* FAR where it is not near. */
static size_t distance_if_near(const char *typed, const char *name)
{
    char a[LONGEST], b[LONGEST];
    size_t a_length = fold(typed, a), b_length = fold(name, b);
    if (a_length == 0 || a_length == LONGEST || b_length == LONGEST)
        return FAR;
    size_t shorter = least(a_length, b_length);
    size_t forgiven = shorter < LETTERS_PER ? 1 : shorter / LETTERS_PER;
    size_t found = distance(a, a_length, b, b_length);
    if (found <= forgiven && found < shorter)
        return found;
    return holds(b, b_length, a, a_length) || holds(a, a_length, b, b_length) ? FAR - 1 : FAR;
}

struct nearest nearest_to(const char *typed)
{
    return (struct nearest){.typed = typed, .distance = FAR};
}

void nearest_offer(struct nearest *nearest, const char *name)
{
    size_t found = distance_if_near(nearest->typed, name);
    if (found == FAR || found > nearest->distance)
        return;
    if (found < nearest->distance)
        nearest->names = 0;
    nearest->distance = found;
    if (nearest->names < NEAREST_MAX)
        nearest->name[nearest->names++] = name;
}

struct nearest nearest_of(const char *const *names, const char *typed)
{
    struct nearest nearest = nearest_to(typed);
    for (size_t i = 0; names[i]; i++)
        nearest_offer(&nearest, names[i]);
    return nearest;
}

void nearest_add(char out[NEAREST_LIST_SIZE], const char *prefix, const char *name)
{
    size_t used = strlen(out), room = NEAREST_LIST_SIZE - used;
    int added = snprintf(out + used, room, "%s%s%s", used > 0 ? ", " : "", prefix, name);
    if (added < 0 || (size_t)added >= room)
        out[used] = '\0';
}

const char *nearest_list(const struct nearest *nearest, const char *prefix,
                         char out[NEAREST_LIST_SIZE])
{
    out[0] = '\0';
    for (size_t i = 0; i < nearest->names; i++)
        nearest_add(out, prefix, nearest->name[i]);
    return out;
}
