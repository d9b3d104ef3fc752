/*
 * sentence: a sentence with places, filled in.
 *
 * A place is "{name}", or "{name:form}". Who fills the sentence says what stands at each place;
 * what is put there has been made safe for a terminal. An unknown place stays empty.
 */
#ifndef RNNTOP_WORDS_SENTENCE_H
#define RNNTOP_WORDS_SENTENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Text that grows until its room is full, and is cut at a character's border. */
struct sentence {
    char *out;
    size_t size;   /* of out, with the closing NUL */
    size_t length; /* so far, without it */
};

/* size > 0. Begins empty. */
void sentence_begin(struct sentence *sentence, char *out, size_t size);

/* Appends our own words. */
void sentence_add(struct sentence *sentence, const char *text);
/* Appends text[0 .. length) of any origin, made safe; past `columns` columns it is cut, with "..."
 * (0: never). */
void sentence_add_foreign(struct sentence *sentence, const char *text, size_t length,
                          size_t columns);
/* Appends a path, made safe, the home folder's name as "~"; a relative path that begins with a "~"
 * of its own as "./~". */
void sentence_add_path(struct sentence *sentence, const char *path);
/* Appends "17,464,789". */
void sentence_add_grouped(struct sentence *sentence, uint64_t number);

/*
 * Appends the form of a word that goes with a number: forms are "one|other" in the order of the
 * language's plural rule (English: one for exactly 1).
 */
void sentence_add_plural(struct sentence *sentence, const char *forms, size_t length,
                         uint64_t number);

/* Puts what stands at a place into the sentence. name and form are not NUL-terminated; form is NULL
 * where there is none. */
typedef void (*sentence_place)(void *context, struct sentence *sentence, const char *name,
                               size_t name_length, const char *form, size_t form_length);

/* Whether such a name, or form, is that word. */
bool sentence_is(const char *name, size_t length, const char *word);

/* Appends the pattern, its places filled by `place`. */
void sentence_fill(struct sentence *sentence, const char *pattern, sentence_place place,
                   void *context);

#endif
