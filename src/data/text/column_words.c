#include "config.h"

#include "rnntop/data/text/column_words.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#define NAME_SIZE 64

/* The surest first. */
static const char *const labels[] = {
    "label",  "labels",  "class",  "category", "sentiment", "target",  "polarity", "topic",
    "intent", "emotion", "spam",   "is_spam",  "overall",   "rating",  "ratings",  "stars",
    "star",   "score",   "scores", "grade",    "stance",    "verdict", "genre",    "tag",
    "y",      "classes", "toxic",  "humor",    "sarcasm",   "opinion", NULL};
static const char *const texts[] = {
    "text",    "texts",     "review",   "reviews",     "review_text", "content",  "body",
    "message", "messages",  "tweet",    "comment",     "comments",    "sentence", "document",
    "post",    "utterance", "article",  "description", "abstract",    "question", "statement",
    "phrase",  "query",     "feedback", "news",        "sms",         "email",    NULL};
static const char *const titles[] = {"title", "headline", "summary", "subject", "heading", NULL};

/* "reviewText", "Review Text" and "review.text" are "review_text". */
static void normalise(const char *name, char out[NAME_SIZE])
{
    size_t used = 0;
    for (size_t i = 0; name[i] && used + 2 < NAME_SIZE; i++) {
        unsigned char byte = (unsigned char)name[i];
        bool hump = i > 0 && isupper(byte) && islower((unsigned char)name[i - 1]);
        bool letter = isalnum(byte) || byte >= 0x80;
        if ((hump || !letter) && used > 0 && out[used - 1] != '_')
            out[used++] = '_';
        if (letter)
            out[used++] = (char)tolower(byte);
    }
    while (used > 0 && out[used - 1] == '_')
        used--;
    out[used] = '\0';
}

static size_t rank(const char *name, const char *const *words)
{
    char whole[NAME_SIZE];
    normalise(name, whole);
    const char *line = strrchr(whole, '_');
    for (size_t i = 0; words[i]; i++) {
        if (strcmp(whole, words[i]) == 0)
            return i;
    }
    for (size_t i = 0; line && words[i]; i++) {
        if (strcmp(line + 1, words[i]) == 0)
            return COLUMN_WORDS_ENDING + i;
    }
    return COLUMN_WORDS_NONE;
}

size_t column_words_label(const char *name)
{
    return rank(name, labels);
}

size_t column_words_text(const char *name)
{
    return rank(name, texts);
}

size_t column_words_title(const char *name)
{
    return rank(name, titles);
}
