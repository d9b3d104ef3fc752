#include "config.h"

#include "rnntop/data/text/table.h"

#include <stdlib.h>
#include <string.h>

#include "rnntop/base/json.h"

/* A number may take more bytes than its file spent on it: 1e22. */
#define SCRATCH_MORE   ((size_t)DATA_COLUMNS_MAX * JSON_NUMBER_SIZE + 1)
#define SAMPLE_BYTES   (256u << 10)
#define SAMPLE_RECORDS 400
#define SAMPLE_LEAST   8 /* records, however long they are */

char *table_scratch(struct table *table, size_t bytes)
{
    if (!table->scratch)
        table->scratch = malloc(table->length + SCRATCH_MORE);
    if (!table->scratch || bytes > table->length + SCRATCH_MORE - table->scratch_used)
        return NULL;
    char *at = table->scratch + table->scratch_used;
    table->scratch_used += bytes;
    return at;
}

/* Steps over lines with nothing in them. */
static void skip_blank_lines(struct table *table)
{
    while (table->at < table->length) {
        size_t end = table->at;
        while (table->text[end] == ' ')
            end++;
        if (table->text[end] != '\n' && table->text[end] != '\0')
            return;
        table->line++;
        table->at = end < table->length ? end + 1 : end;
    }
}

enum rt_status table_next(struct table *table, struct record *record, bool *there,
                          struct rt_error *error)
{
    skip_blank_lines(table);
    *there = table->at < table->length;
    if (!*there)
        return RT_OK;
    table->scratch_used = 0;
    record->line = table->line + 1;
    record->fields = 0;
    record->more = record->unclosed = record->stray = record->nul = false;
    record->broken = ERR_NONE;
    record->reason[0] = '\0';
    return table->form == TABLE_JSONL ? jsonl_next(table, record, error)
                                      : csv_next(table, record, error);
}

void table_rewind(struct table *table)
{
    table->at = table->line = 0;
}

void table_close(struct table *table)
{
    free(table->scratch);
    json_decref(table->names);
    json_decref(table->object);
    memset(table, 0, sizeof *table);
}

enum rt_status table_names(struct table *table, struct record *record, bool *there,
                           struct rt_error *error)
{
    table_rewind(table);
    enum rt_status status = table_next(table, record, there, error);
    if (status == RT_OK && *there && table->form == TABLE_JSONL)
        status = jsonl_names(table, record, error);
    table_rewind(table);
    return status;
}

/* ---- how it is divided ---- */

struct trial {
    size_t records, same; /* how many have the commonest number of fields, 2 or more */
    bool clean;           /* every quote is where RFC 4180 puts it */
};

/* Reads a beginning of the text, or all of it. */
static struct trial try_out(const char *text, size_t length, char delimiter, bool quoting, bool all)
{
    struct table table = {.text = text, .length = length, .delimiter = delimiter};
    struct trial trial = {.clean = true};
    struct record record;
    size_t counts[DATA_COLUMNS_MAX + 1] = {0};
    bool there = true;
    table.quoting = quoting;
    while ((all || (trial.records < SAMPLE_RECORDS &&
                    (table.at < SAMPLE_BYTES || trial.records < SAMPLE_LEAST))) &&
           table_next(&table, &record, &there, NULL) == RT_OK && there) {
        trial.records++;
        counts[record.fields]++;
        trial.clean = trial.clean && !record.stray && !record.unclosed;
    }
    for (size_t i = 2; i <= DATA_COLUMNS_MAX; i++)
        trial.same = counts[i] > trial.same ? counts[i] : trial.same;
    table_close(&table);
    return trial;
}

static bool is_json_line(const char *text, size_t length)
{
    size_t begin = strspn(text, " \n\t"), end = begin;
    if (begin >= length || text[begin] != '{')
        return false;
    while (end < length && text[end] != '\n')
        end++;
    json_t *json = json_loadb(text + begin, end - begin, TABLE_JSON_FLAGS, NULL);
    bool is_object = json_is_object(json);
    json_decref(json);
    return is_object;
}

bool table_recognise(struct table *table, const char *text, size_t length)
{
    static const char delimiters[] = {'\t', ',', ';'};
    double best = 0;
    *table = (struct table){.text = text, .length = length, .quoting = true};
    if (is_json_line(text, length)) {
        table->form = TABLE_JSONL;
        return true;
    }
    for (size_t i = 0; i < sizeof delimiters; i++) {
        /* Quotes that are only characters would swallow lines: a trial without them too. */
        struct trial trial = try_out(text, length, delimiters[i], true, false);
        if (delimiters[i] == '\t' && !trial.clean)
            trial = try_out(text, length, delimiters[i], false, false);
        double share = trial.records > 1 ? (double)trial.same / (double)trial.records : 0;
        if (share > best) {
            best = share;
            table->delimiter = delimiters[i];
        }
    }
    if (table->delimiter == '\t') {
        struct trial quoted = try_out(text, length, '\t', true, true);
        struct trial plain = try_out(text, length, '\t', false, true);
        table->quoting = quoted.clean && quoted.same * plain.records >= plain.same * quoted.records;
    }
    return best > 0;
}
