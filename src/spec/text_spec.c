#include "config.h"

#include "rnntop/spec/text_spec.h"

#include <stdio.h>
#include <string.h>

#include "rnntop/spec/names.h"

const char *const text_lower_names[] = {
    [LOWER_UNICODE] = "unicode", [LOWER_ASCII] = "ascii", [LOWER_NONE] = "none", NULL};
const char *const text_header_names[] = {
    [HEADER_AUTO] = "auto", [HEADER_YES] = "yes", [HEADER_NO] = "no", NULL};
const char *const text_escape_names[] = {
    [ESCAPE_AUTO] = "auto", [ESCAPE_BACKSLASH] = "backslash", [ESCAPE_NONE] = "none", NULL};
const char *const text_labels_names[] = {
    [LABELS_FOLDED] = "folded", [LABELS_EXACT] = "exact", NULL};

bool text_spec_same(const struct text_spec *a, const struct text_spec *b)
{
    return a->lower == b->lower && a->header == b->header && a->test_split == b->test_split &&
           a->seed == b->seed && a->own_test == b->own_test && a->own_words == b->own_words &&
           a->escape == b->escape && a->labels == b->labels &&
           a->skip_bad_rows == b->skip_bad_rows && strcmp(a->delimiter, b->delimiter) == 0 &&
           strcmp(a->encoding, b->encoding) == 0 && strcmp(a->text_column, b->text_column) == 0 &&
           strcmp(a->label_column, b->label_column) == 0 && strcmp(a->test, b->test) == 0 &&
           strcmp(a->word_index, b->word_index) == 0;
}

json_t *text_spec_to_json(const struct text_spec *text)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:f, s:I, s:b, s:b, s:s, s:s, s:s, s:b, s:s}", "lower",
                     text_lower_names[text->lower], "header", text_header_names[text->header],
                     "text_column", text->text_column, "label_column", text->label_column,
                     "test_split", text->test_split, "seed", (json_int_t)text->seed, "own_test",
                     (int)text->own_test, "own_words", (int)text->own_words, "delimiter",
                     text->delimiter, "escape", text_escape_names[text->escape], "labels",
                     text_labels_names[text->labels], "skip_bad_rows", (int)text->skip_bad_rows,
                     "encoding", text->encoding);
}

enum rt_status text_spec_from_json(const json_t *json, struct text_spec *text,
                                   struct rt_error *error)
{
    const char *lower_name, *header_name, *text_column, *label_column;
    const char *delimiter = "", *encoding = "", *escape_name = text_escape_names[ESCAPE_NONE];
    const char *labels_name = text_labels_names[LABELS_EXACT];
    unsigned lower, header, escape, labels;
    int skip_bad_rows = true;
    json_int_t seed;
    int own_test, own_words;
    json_error_t reason;
    memset(text, 0, sizeof *text);
    if (!json)
        return RT_OK;
    if (json_unpack_ex((json_t *)json, &reason, 0,
                       "{s:s, s:s, s:s, s:s, s:F, s:I, s:b, s:b, s?s, s?s, s?s, s?b, s?s}", "lower",
                       &lower_name, "header", &header_name, "text_column", &text_column,
                       "label_column", &label_column, "test_split", &text->test_split, "seed",
                       &seed, "own_test", &own_test, "own_words", &own_words, "delimiter",
                       &delimiter, "escape", &escape_name, "labels", &labels_name, "skip_bad_rows",
                       &skip_bad_rows, "encoding", &encoding) != 0)
        return rt_fail(error, ERR_RUN_TEXT_JSON, reason.text);
    if (!names_find(text_lower_names, lower_name, &lower) ||
        !names_find(text_header_names, header_name, &header) ||
        !names_find(text_escape_names, escape_name, &escape) ||
        !names_find(text_labels_names, labels_name, &labels))
        return rt_fail(error, ERR_RUN_TEXT_NAME_UNKNOWN);
    if (strlen(text_column) >= TEXT_COLUMN_SIZE || strlen(label_column) >= TEXT_COLUMN_SIZE ||
        strlen(delimiter) >= TEXT_DELIMITER_SIZE || strlen(encoding) >= TEXT_ENCODING_SIZE ||
        !(text->test_split >= 0 && text->test_split < 1) || seed < 0)
        return rt_fail(error, ERR_RUN_TEXT_OUT_OF_RANGE);
    text->lower = (enum text_lower)lower;
    text->header = (enum text_header)header;
    snprintf(text->text_column, sizeof text->text_column, "%s", text_column);
    snprintf(text->label_column, sizeof text->label_column, "%s", label_column);
    snprintf(text->delimiter, sizeof text->delimiter, "%s", delimiter);
    snprintf(text->encoding, sizeof text->encoding, "%s", encoding);
    text->escape = (enum text_escape)escape;
    text->labels = (enum text_labels)labels;
    text->skip_bad_rows = skip_bad_rows;
    text->seed = (uint64_t)seed;
    text->own_test = own_test;
    text->own_words = own_words;
    return RT_OK;
}
