#include "config.h"

#include "rnntop/data/text/vocabulary.h"

#include <stdlib.h>
#include <string.h>

#include "rnntop/base/json.h"
#include "rnntop/data/file.h"
#include "rnntop/data/limits.h"

struct vocabulary {
    size_t words;
    uint32_t *begin; /* [words], of rank i + 1 in text */
    char *text;      /* all words, each closed by a NUL */
};

/* Copies the words into one block, by rank. */
static enum rt_status take_words(struct vocabulary *vocabulary, json_t *json,
                                 struct rt_error *error)
{
    const char *word;
    json_t *rank;
    size_t bytes = 1, words = json_object_size(json); /* begin = 0 is nobody's: rank not seen */
    if (words == 0)
        return rt_fail(error, ERR_WORDS_NONE);
    if (words > VOCABULARY_MAX)
        return rt_fail(error, ERR_WORDS_TOO_MANY, words, VOCABULARY_MAX);
    json_object_foreach(json, word, rank) bytes += strlen(word) + 1;
    vocabulary->words = words;
    vocabulary->begin = calloc(words, sizeof *vocabulary->begin);
    vocabulary->text = calloc(bytes, 1);
    if (!vocabulary->begin || !vocabulary->text)
        return rt_fail(error, ERR_NO_MEMORY);

    size_t used = 1;
    json_object_foreach(json, word, rank)
    {
        json_int_t value = json_is_integer(rank) ? json_integer_value(rank) : 0;
        if (value < 1 || (size_t)value > words || vocabulary->begin[value - 1] != 0)
            return rt_fail(error, ERR_WORDS_RANK, word, words);
        vocabulary->begin[value - 1] = (uint32_t)used;
        size_t length = strlen(word) + 1;
        memcpy(vocabulary->text + used, word, length);
        used += length;
    }
    return RT_OK;
}

enum rt_status vocabulary_load(struct vocabulary **vocabulary, const char *path,
                               struct rt_error *error)
{
    char *text = NULL;
    size_t length = 0;
    json_t *json = NULL;
    struct vocabulary *loaded = NULL;
    enum rt_status status = file_read_whole(path, DATA_WORDS_BYTES, &text, &length, error);
    if (status != RT_OK)
        goto fail;
    json = json_parse(text, length, "it", error);
    free(text);
    if (!json)
        status = RT_ERR_FORMAT;
    else if (!json_is_object(json))
        status = rt_fail(error, ERR_WORDS_NO_OBJECT);
    else if (!(loaded = calloc(1, sizeof *loaded)))
        status = rt_fail(error, ERR_NO_MEMORY);
    else
        status = take_words(loaded, json, error);
    if (status != RT_OK)
        goto fail;
    json_decref(json);
    *vocabulary = loaded;
    return RT_OK;

fail:
    json_decref(json);
    vocabulary_free(loaded);
    rt_error_at_path(error, path);
    return status;
}

enum rt_status vocabulary_create(struct vocabulary **vocabulary, const char *const *word,
                                 size_t words, struct rt_error *error)
{
    size_t bytes = 0;
    for (size_t i = 0; i < words; i++)
        bytes += strlen(word[i]) + 1;
    struct vocabulary *made = calloc(1, sizeof *made);
    if (made) {
        made->words = words;
        made->begin = calloc(words + 1, sizeof *made->begin);
        made->text = calloc(bytes + 1, 1);
    }
    if (!made || !made->begin || !made->text) {
        vocabulary_free(made);
        return rt_fail(error, ERR_NO_MEMORY);
    }
    for (size_t i = 0, used = 0; i < words; i++) {
        made->begin[i] = (uint32_t)used;
        size_t length = strlen(word[i]) + 1;
        memcpy(made->text + used, word[i], length);
        used += length;
    }
    *vocabulary = made;
    return RT_OK;
}

enum rt_status vocabulary_pack(const struct vocabulary *vocabulary, char **text, size_t *bytes,
                               struct rt_error *error)
{
    size_t used = 0;
    for (size_t i = 0; i < vocabulary->words; i++)
        used += strlen(vocabulary->text + vocabulary->begin[i]) + 1;
    *text = malloc(used + 1);
    if (!*text)
        return rt_fail(error, ERR_NO_MEMORY);
    *bytes = used;
    for (size_t i = 0, at = 0; i < vocabulary->words; i++) {
        size_t length = strlen(vocabulary->text + vocabulary->begin[i]) + 1;
        memcpy(*text + at, vocabulary->text + vocabulary->begin[i], length);
        at += length;
    }
    return RT_OK;
}

enum rt_status vocabulary_unpack(struct vocabulary **vocabulary, const char *text, size_t bytes,
                                 struct rt_error *error)
{
    size_t words = 0;
    for (size_t i = 0; i < bytes; i++)
        words += text[i] == '\0' ? 1 : 0;
    if (bytes == 0 || text[bytes - 1] != '\0' || words > VOCABULARY_MAX || bytes > UINT32_MAX)
        return rt_fail(error, ERR_WORDS_PACKED);
    const char **word = malloc(words * sizeof *word);
    if (!word)
        return rt_fail(error, ERR_NO_MEMORY);
    for (size_t i = 0, at = 0; i < words; i++) {
        word[i] = text + at;
        at += strlen(text + at) + 1;
    }
    enum rt_status status = vocabulary_create(vocabulary, word, words, error);
    free(word);
    return status;
}

void vocabulary_free(struct vocabulary *vocabulary)
{
    if (!vocabulary)
        return;
    free(vocabulary->begin);
    free(vocabulary->text);
    free(vocabulary);
}

size_t vocabulary_words(const struct vocabulary *vocabulary)
{
    return vocabulary->words;
}

const char *vocabulary_word(const struct vocabulary *vocabulary, int32_t id)
{
    switch (id) {
    case VOCABULARY_PAD:
        return "<pad>";
    case VOCABULARY_START:
        return "<start>";
    case VOCABULARY_UNKNOWN:
        return "<unk>";
    default:
        break;
    }
    if (id <= VOCABULARY_INDEX_FROM || (size_t)(id - VOCABULARY_INDEX_FROM) > vocabulary->words)
        return "<?>";
    return vocabulary->text + vocabulary->begin[id - VOCABULARY_INDEX_FROM - 1];
}
