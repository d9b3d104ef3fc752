/* fastText's form: words that begin with __label__ are labels, wherever in a line they stand; the
 * rest is the text. */
#include "config.h"

#include <string.h>

#include "rnntop/data/text/table_parts.h"

#define PREFIX "__label__"

/* The label at `at`, where a word begins with the prefix: up to a blank. */
static bool is_label(const char *at, const char *end)
{
    const size_t length = sizeof PREFIX - 1;
    return (size_t)(end - at) > length && memcmp(at, PREFIX, length) == 0;
}

static const char *word_end(const char *at, const char *end)
{
    while (at < end && !strchr(" \t,", *at))
        at++;
    return at;
}

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && strchr(" \t,", *at))
        at++;
    return at;
}

/* Label and text of a line that begins with labels; behind the text, those of one that ends with
 * them. */
static enum rt_status next_line(struct table *table, struct record *record, bool *there,
                                struct rt_error *error)
{
    const char *at = table->text + table->at, *text = at;
    const char *newline = memchr(at, '\n', table->length - table->at);
    const char *end = newline ? newline : table->text + table->length, *text_end = end;
    struct field label = {"", 0};
    (void)there;
    (void)error;
    table->at = (size_t)(end - table->text) + (newline != NULL);
    table->line++;
    for (at = skip_blanks(at, end); at < end; at = skip_blanks(word_end(at, end), end)) {
        if (!is_label(at, end))
            continue;
        if (at == skip_blanks(text, end))
            text = skip_blanks(word_end(at, end), end); /* the text begins behind it */
        else if (text_end == end)
            text_end = at;
        record->many_labels = record->many_labels || label.length > 0;
        at += sizeof PREFIX - 1;
        if (label.length == 0)
            label = (struct field){at, (size_t)(word_end(at, end) - at)};
    }
    record->field[0] = label;
    record->field[1] = (struct field){text, text_end > text ? (size_t)(text_end - text) : 0};
    record->fields = 2;
    if (label.length == 0)
        record->broken = ERR_ROWS_NO_LABEL;
    return RT_OK;
}

static bool open_lines(struct table *table)
{
    return strstr(table->text, PREFIX);
}

const struct table_form table_fasttext = {.open = open_lines, .next = next_line};
