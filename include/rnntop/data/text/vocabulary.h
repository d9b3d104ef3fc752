/*
 * vocabulary: words by rank, as Keras's imdb_word_index.json has them.
 */
#ifndef RNNTOP_DATA_TEXT_VOCABULARY_H
#define RNNTOP_DATA_TEXT_VOCABULARY_H

#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"

#define VOCABULARY_PAD        0
#define VOCABULARY_START      1
#define VOCABULARY_UNKNOWN    2
#define VOCABULARY_INDEX_FROM 3 /* id = rank + 3 */

struct vocabulary;

/* Reads {"word": rank, ...}; ranks must be 1 .. n, each once. At most VOCABULARY_MAX words. */
#define VOCABULARY_MAX 1000000
enum rt_status vocabulary_load(struct vocabulary **vocabulary, const char *path,
                               struct rt_error *error);
/* The same from words in the order of their ranks, which are copied. */
enum rt_status vocabulary_create(struct vocabulary **vocabulary, const char *const *word,
                                 size_t words, struct rt_error *error);
/* All words by rank, each closed by a NUL, one behind the other: the form that model files keep.
 * The caller frees *text. */
enum rt_status vocabulary_pack(const struct vocabulary *vocabulary, char **text, size_t *bytes,
                               struct rt_error *error);
/* Back from that form; RT_ERR_FORMAT where the last word is not closed or there are too many. */
enum rt_status vocabulary_unpack(struct vocabulary **vocabulary, const char *text, size_t bytes,
                                 struct rt_error *error);
void vocabulary_free(struct vocabulary *vocabulary);
size_t vocabulary_words(const struct vocabulary *vocabulary);

/* The word of an id as it stands in the file (UTF-8, not sanitised), "<pad>", "<start>", "<unk>"
 * for 0, 1, 2, and "<?>" for an id that has no word. Lives as long as the vocabulary. */
const char *vocabulary_word(const struct vocabulary *vocabulary, int32_t id);

#endif
