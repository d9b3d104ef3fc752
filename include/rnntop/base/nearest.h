/*
 * nearest: of the names that there are, those that somebody may have meant who typed another.
 */
#ifndef RNNTOP_BASE_NEAREST_H
#define RNNTOP_BASE_NEAREST_H

#include <stddef.h>

#define NEAREST_MAX       3   /* names: more would be no help */
#define NEAREST_LIST_SIZE 320 /* of a list of names by commas */

struct nearest {
    const char *typed;
    const char *name[NEAREST_MAX]; /* as far away as each other, in the order of their coming */
    size_t names, distance;        /* distance: of all of them */
};

/*
 * Begins with no names. A name is near where it is at most one typing error for every three
 * letters, and one in any case, away from what was typed: a letter missing, one too many, another
 * one, or two that changed places (the optimal string alignment distance of Damerau and
 * Levenshtein). Capitals are as small letters, and _ is as -. Farther than all those, and yet near,
 * is a name in which all that was typed stands, or that stands in what was typed, where that is
 * three letters or more. Only the nearest are kept. What was typed and the names must outlive the
 * struct.
 */
struct nearest nearest_to(const char *typed);
void nearest_offer(struct nearest *nearest, const char *name);

/* The same for names in an array that ends with NULL. */
struct nearest nearest_of(const char *const *names, const char *typed);

/* "lstm, gru", each name behind the prefix; "" where none is near. Returns out. */
const char *nearest_list(const struct nearest *nearest, const char *prefix,
                         char out[NEAREST_LIST_SIZE]);

/* Adds one name to such a list, whole or not at all. */
void nearest_add(char out[NEAREST_LIST_SIZE], const char *prefix, const char *name);

#endif
