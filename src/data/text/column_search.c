/* Finding the columns where nobody says which they are; columns.h tells by what. */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/data/text/classes.h"
#include "rnntop/data/text/column_words.h"
#include "rnntop/data/text/columns.h"

#define LOOKED_AT     2000 /* rows, for what they are made of */
#define SAMPLE        4000 /* rows, for how many columns there are */
#define TEXT_WORDS    3    /* on average, of a column that is text */
#define UNEVEN        100  /* one row in so many has another number of fields */
#define SHAPES_MAX    24
#define WIDE_TRIED    4   /* columns beside the last and the first that may take what is too many */
#define LONG_LABELS   100 /* one row in so many may hold what is too long for a label */
#define SURELY_LABELS 16  /* different values, of a column that could be the label's too */

/* What stands in a column. */
struct facts {
    struct column_values values;
    uint64_t bytes;
    uint64_t looked, blanks, letters; /* bytes of the first LOOKED_AT rows, and which of them */
};

struct search {
    struct table *table;
    const struct text_spec *spec;
    struct columns *columns;
    struct record *record;
    struct facts *facts; /* [columns->count], without the first record */
    size_t cut_short;    /* rows that lack fields */
};

static enum rt_status no_memory(struct rt_error *error)
{
    return rt_fail(error, ERR_TEXT_NO_MEMORY);
}

/* ---- what stands in them ---- */

static void drop_facts(struct search *search)
{
    for (size_t i = 0; search->facts && i < search->columns->count; i++)
        column_values_close(&search->facts[i].values);
    free(search->facts);
    search->facts = NULL;
}

static bool take_value(struct facts *facts, struct field field)
{
    struct field value = field_trimmed(field);
    facts->bytes += value.length;
    /* Only the first rows are looked at: they show what most are like. */
    if (facts->values.rows < LOOKED_AT) {
        facts->looked += value.length;
        for (size_t i = 0; i < value.length; i++) {
            unsigned char byte = (unsigned char)value.at[i];
            facts->blanks += byte == ' ';
            facts->letters += (unsigned)(byte | 32) - 'a' < 26 || byte >= 0x80;
        }
    }
    return column_values_add(&facts->values, value);
}

static bool take_values(struct search *search)
{
    enum columns_fit fit = columns_fit(search->columns, search->table, search->record);
    if (fit == FIT_NO_MEMORY)
        return false;
    if (fit == FIT_NOT)
        return true;
    search->cut_short += fit == FIT_SHORT;
    for (size_t i = 0; i < search->columns->count; i++) {
        if (!take_value(&search->facts[i], search->record->field[i]))
            return false;
    }
    return true;
}

/* May the first record be no row but names? */
static bool may_be_names(const struct search *search)
{
    return !table_has_names(search->table) && search->table->form == TEXT_FORM_DELIMITED &&
           search->spec->header != HEADER_NO;
}

/* Reads at most so many records. */
static enum rt_status gather(struct search *search, size_t records, struct rt_error *error)
{
    struct record *record = search->record;
    size_t count = search->columns->count;
    bool there;
    search->cut_short = 0;
    search->facts = calloc(count, sizeof *search->facts);
    for (size_t i = 0; search->facts && i < count; i++) {
        if (!column_values_open(&search->facts[i].values))
            return no_memory(error);
    }
    if (!search->facts)
        return no_memory(error);
    table_rewind(search->table);
    for (size_t i = 0; i < records; i++) {
        enum rt_status status = table_next(search->table, record, &there, error);
        if (status != RT_OK || !there)
            return status;
        bool row = !(i == 0 && may_be_names(search)) && record->broken == ERR_NONE;
        if (row && !take_values(search))
            return no_memory(error);
    }
    return RT_OK;
}

/* ---- looking for them ---- */

static bool is_text(const struct columns *columns, size_t column)
{
    for (size_t i = 0; i < columns->texts; i++) {
        if (columns->text[i] == column)
            return true;
    }
    return false;
}

static bool may_be_label(const struct search *search, size_t column)
{
    const struct column_values *values = &search->facts[column].values;
    size_t different = column_values_count(values);
    return !is_text(search->columns, column) && LONG_LABELS * values->long_ones <= values->rows &&
           different >= 1 && different <= DATA_CLASSES_MAX;
}

/* Values that come again. */
static bool repeats(const struct facts *facts)
{
    const struct column_values *values = &facts->values;
    size_t different = column_values_count(values);
    return different >= 2 && different <= DATA_CLASSES_MAX &&
           2 * (different + values->long_ones) <= values->rows;
}

/* The lower, the more it looks like labels: values that come again, as few as can be; then a
 * constant, which will be refused for what it is; then what hardly comes again. */
static size_t claim(const struct facts *facts)
{
    size_t different = column_values_count(&facts->values);
    if (repeats(facts))
        return different;
    return different == 1 ? SIZE_MAX / 2 : SIZE_MAX / 2 + different;
}

/* Is what the first row has in this column another row's value as well? */
static bool comes_again(const struct search *search, size_t column)
{
    const char *name = search->columns->name[column];
    return !table_has_names(search->table) &&
           column_values_times(&search->facts[column].values, (struct field){name, strlen(name)}) >
               0;
}

/* The column whose name says best that it is the label's; count where none does. A name that is
 * less usual must stand above values that come again. */
static size_t label_by_name(const struct search *search)
{
    struct columns *columns = search->columns;
    size_t best = columns->count, least = COLUMN_WORDS_NONE;
    if (search->spec->header == HEADER_NO && !table_has_names(search->table))
        return best;
    for (size_t i = 0; i < columns->count; i++) {
        size_t rank = column_words_label(columns->name[i]);
        if (rank < least && may_be_label(search, i) && !comes_again(search, i) &&
            (rank < COLUMN_WORDS_SURE || repeats(&search->facts[i]))) {
            least = rank;
            best = i;
        }
    }
    return best;
}

static enum rt_status find_label(struct search *search, struct rt_error *error)
{
    struct columns *columns = search->columns;
    size_t least = SIZE_MAX;
    columns->label = label_by_name(search);
    columns->by_name = columns->label < columns->count;
    if (columns->by_name)
        return RT_OK;
    for (size_t i = 0; i < columns->count; i++) {
        if (may_be_label(search, i) && claim(&search->facts[i]) < least) {
            least = claim(&search->facts[i]);
            columns->label = i;
        }
    }
    return columns->label < columns->count ? RT_OK : rt_fail(error, ERR_COLUMN_NO_LABEL);
}

/* Dates, numbers and codes are no text. */
static bool has_letters(const struct facts *facts)
{
    return 10 * facts->letters >= 6 * (facts->looked - facts->blanks);
}

/* Sentences, and not the same few again and again, as the names of time zones are. */
static bool has_sentences(const struct facts *facts)
{
    size_t rows = facts->values.rows < LOOKED_AT ? facts->values.rows : LOOKED_AT;
    return has_letters(facts) && facts->blanks >= (TEXT_WORDS - 1) * rows && !repeats(facts);
}

/* The surest name of a text, and its title; false where no name says so. One that only ends so must
 * not stand above the same few values, as label_text does. */
static bool text_by_name(struct search *search)
{
    struct columns *columns = search->columns;
    size_t best = columns->count, least = COLUMN_WORDS_NONE;
    if (search->spec->header == HEADER_NO && !table_has_names(search->table))
        return false;
    for (size_t i = 0; i < columns->count; i++) {
        size_t rank = column_words_text(columns->name[i]);
        if (i != columns->label && rank < least && search->facts[i].values.rows > 0 &&
            has_letters(&search->facts[i]) &&
            (rank < COLUMN_WORDS_ENDING || !repeats(&search->facts[i]))) {
            least = rank;
            best = i;
        }
    }
    for (size_t i = 0; best < columns->count && i < columns->count; i++) {
        bool title = column_words_title(columns->name[i]) < COLUMN_WORDS_NONE &&
                     i != columns->label && has_letters(&search->facts[i]) &&
                     search->facts[i].values.rows > 0;
        if ((title || i == best) && columns->texts < COLUMNS_TEXT_MAX)
            columns->text[columns->texts++] = i;
    }
    return best < columns->count;
}

static enum rt_status find_text(struct search *search, struct rt_error *error)
{
    struct columns *columns = search->columns;
    size_t longest = columns->count;
    double most = 0;
    bool lettered = false; /* what is longest so far */
    if (text_by_name(search))
        return RT_OK;
    for (size_t i = 0; i < columns->count; i++) {
        const struct facts *facts = &search->facts[i];
        if (i == columns->label || facts->values.rows == 0)
            continue;
        double mean = (double)facts->bytes / (double)facts->values.rows;
        bool letters = has_letters(facts);
        if (letters > lettered || (letters == lettered && mean > most)) {
            most = mean;
            longest = i;
            lettered = letters;
        }
        if (has_sentences(facts) && columns->texts < COLUMNS_TEXT_MAX)
            columns->text[columns->texts++] = i;
    }
    if (columns->texts == 0 && longest < columns->count)
        columns->text[columns->texts++] = longest;
    return columns->texts > 0 ? RT_OK : rt_fail(error, ERR_COLUMN_NO_TEXT);
}

/* Is the first record names? They are if what it has for a label no other row has; a number among
 * numbers is one of them all the same. */
static bool looks_like_names(const struct search *search)
{
    const struct columns *columns = search->columns;
    const struct column_values *values = &search->facts[columns->label].values;
    const char *label = columns->name[columns->label];
    bool numbers = data_class_is_number(label);
    for (uint32_t i = 0; numbers && i < column_values_count(values); i++) {
        numbers = data_class_is_number(word_table_word(values->value, i));
    }
    return label[0] && !numbers && !comes_again(search, columns->label);
}

/* Names, facts, label and text, from at most so many records. columns->count and wide are given. */
static enum rt_status look(struct search *search, size_t records, struct rt_error *error)
{
    struct columns *columns = search->columns;
    bool there, asked_by_name = false;
    enum rt_status status = table_names(search->table, search->record, &there, error);
    columns->texts = 0;
    if (status == RT_OK && columns_fit(columns, search->table, search->record) == FIT_NO_MEMORY)
        status = no_memory(error);
    if (status == RT_OK)
        status = columns_take_names(columns, search->record, error);
    if (status == RT_OK)
        status = columns_take_asked(columns, search->spec, &asked_by_name, error);
    if (status == RT_OK)
        status = gather(search, records, error);
    if (status == RT_OK && columns->label == columns->count)
        status = find_label(search, error);
    else if (status == RT_OK)
        columns->by_name = true;
    if (status == RT_OK && columns->texts == 0)
        status = find_text(search, error);
    if (status != RT_OK || search->table->form != TEXT_FORM_DELIMITED)
        return status;
    columns->header =
        search->spec->header == HEADER_YES ||
        (search->spec->header == HEADER_AUTO &&
         (asked_by_name || label_by_name(search) == columns->label || looks_like_names(search)));
    return RT_OK;
}

/* ---- how many there are ---- */

struct shape {
    size_t count, wide;
};

struct shapes {
    struct shape shape[SHAPES_MAX];
    size_t shapes;
    size_t first; /* fields of the first record */
    size_t most;  /* that most have */
    bool uneven;
};

static void add_shape(struct shapes *shapes, size_t count, size_t wide)
{
    for (size_t i = 0; i < shapes->shapes; i++) {
        if (shapes->shape[i].count == count && shapes->shape[i].wide == wide)
            return;
    }
    if (count >= 2 && (wide < count || wide == COLUMNS_NONE) && shapes->shapes < SHAPES_MAX)
        shapes->shape[shapes->shapes++] = (struct shape){count, wide};
}

/* The last column takes what is too many, or the first, or one between. */
static void add_shapes(struct shapes *shapes, size_t count)
{
    if (!shapes->uneven) {
        add_shape(shapes, count, COLUMNS_NONE);
        return;
    }
    add_shape(shapes, count, count - 1);
    add_shape(shapes, count, 0);
    for (size_t i = 1; i < count && i < WIDE_TRIED; i++)
        add_shape(shapes, count, i);
}

/* The least number of fields that more than a stray row has. */
static size_t fewest(const size_t counts[DATA_COLUMNS_MAX + 1], size_t records)
{
    size_t fields = 2;
    while (fields < DATA_COLUMNS_MAX && UNEVEN * counts[fields] <= records)
        fields++;
    return fields;
}

static enum rt_status list_shapes(struct search *search, struct shapes *shapes,
                                  struct rt_error *error)
{
    size_t counts[DATA_COLUMNS_MAX + 1] = {0}, best = 0, records = 0;
    bool there = true;
    enum rt_status status = RT_OK;
    table_rewind(search->table);
    for (size_t i = 0; i < SAMPLE && status == RT_OK; i++) {
        status = table_next(search->table, search->record, &there, error);
        if (status != RT_OK || !there)
            break;
        if (search->record->broken != ERR_NONE)
            continue;
        if (records++ == 0)
            shapes->first = search->record->fields;
        counts[search->record->fields]++;
    }
    for (size_t i = 0; i <= DATA_COLUMNS_MAX; i++)
        best = counts[i] > counts[best] ? i : best;
    shapes->most = best;
    shapes->uneven = search->table->form == TEXT_FORM_DELIMITED &&
                     (UNEVEN * (records - counts[best]) > records || shapes->first != best);
    if (shapes->uneven)
        add_shapes(shapes, 2);
    if (shapes->uneven)
        add_shapes(shapes, fewest(counts, records));
    if (shapes->first >= 2)
        add_shapes(shapes, shapes->first);
    add_shapes(shapes, best);
    return status == RT_OK && shapes->shapes == 0 ? rt_fail(error, ERR_COLUMNS_ONE) : status;
}

/* How much of the sample a shape explains: rows whose label comes again, and none that lacks a
 * field; of equals the one with fewer labels. A header that it fits counts for more than any rows.
 */
static enum rt_status weigh(struct search *search, const struct shapes *shapes,
                            const struct shape *shape, double *weight, struct rt_error *error)
{
    struct columns *columns = search->columns;
    *weight = 0;
    columns->count = shape->count;
    columns->wide = shape->wide;
    enum rt_status status = look(search, SAMPLE, error);
    if (status == RT_OK) {
        const struct facts *facts = &search->facts[columns->label];
        bool plausible = columns->wide != columns->label &&
                         (repeats(facts) || column_values_count(&facts->values) == 1);
        *weight = plausible ? (double)column_values_repeated(&facts->values) : 0;
        *weight -= (double)search->cut_short;
        *weight -= (double)column_values_count(&facts->values) / (DATA_CLASSES_MAX + 1.);
        if (plausible && columns->header && columns->by_name && shape->count == shapes->first)
            *weight += SAMPLE;
    }
    drop_facts(search);
    columns_drop_names(columns);
    columns->header = columns->by_name = false;
    return status == RT_ERR_MEMORY ? status : RT_OK;
}

static enum rt_status choose_shape(struct search *search, struct rt_error *error)
{
    struct shapes shapes = {.shapes = 0};
    enum rt_status status = list_shapes(search, &shapes, error);
    struct shape best = {shapes.most, COLUMNS_NONE};
    double most = 0, weight;
    for (size_t i = 0; status == RT_OK && shapes.shapes > 1 && i < shapes.shapes; i++) {
        status = weigh(search, &shapes, &shapes.shape[i], &weight, error);
        if (status == RT_OK && weight > most) {
            most = weight;
            best = shapes.shape[i];
        }
    }
    if (best.count < 2 && shapes.shapes > 0)
        best = shapes.shape[0];
    search->columns->count = best.count;
    search->columns->wide = best.wide;
    return status;
}

/* ---- all of it ---- */

/* What is too many goes to the longest text. */
static void choose_wide(struct search *search)
{
    struct columns *columns = search->columns;
    if (columns->wide != COLUMNS_NONE || search->table->form != TEXT_FORM_DELIMITED)
        return;
    columns->wide = columns->text[0];
    for (size_t i = 1; i < columns->texts; i++) {
        if (search->facts[columns->text[i]].bytes > search->facts[columns->wide].bytes)
            columns->wide = columns->text[i];
    }
}

static enum rt_status keep_sums(struct search *search, struct rt_error *error)
{
    struct columns *columns = search->columns;
    columns->sum = calloc(columns->count, sizeof *columns->sum);
    if (!columns->sum)
        return no_memory(error);
    for (size_t i = 0; i < columns->count; i++) {
        const struct facts *facts = &search->facts[i];
        size_t rows = facts->values.rows, different = column_values_count(&facts->values);
        columns->sum[i] = (struct column_sum){
            .may_label = i != columns->label && may_be_label(search, i) && repeats(facts) &&
                         different <= SURELY_LABELS,
            .values = facts->values.long_ones > 0 ? READING_MANY_VALUES : different,
            .bytes = rows > 0 ? (size_t)(facts->bytes / rows) : 0};
    }
    /* The label's values, by which rows that had to be widened are judged. */
    columns->labels = search->facts[columns->label].values;
    memset(&search->facts[columns->label].values, 0, sizeof columns->labels);
    columns->known = &columns->labels;
    return RT_OK;
}

static enum rt_status find(struct search *search, struct rt_error *error)
{
    struct columns *columns = search->columns;
    enum rt_status status = choose_shape(search, error);
    if (status == RT_OK)
        status = look(search, SIZE_MAX, error);
    if (status != RT_OK)
        return status;
    choose_wide(search);
    if (!columns->header && !table_has_names(search->table))
        columns_drop_names(columns);
    return keep_sums(search, error);
}

enum rt_status columns_find(struct table *table, const struct text_spec *spec,
                            struct columns *columns, struct rt_error *error)
{
    struct search search = {.table = table, .spec = spec, .columns = columns};
    memset(columns, 0, sizeof *columns);
    search.record = calloc(1, sizeof *search.record);
    enum rt_status status = search.record ? find(&search, error) : no_memory(error);
    drop_facts(&search);
    free(search.record);
    table_rewind(table);
    return status;
}
