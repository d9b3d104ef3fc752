#include "config.h"

#include "rnntop/store/event_reading.h"

#include <stdlib.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/spec/names.h"
#include "rnntop/store/line_reader.h"
#include "rnntop/words/reading.h"

/* ---- plain members ---- */

#define AT(key, member)                                                                            \
    {                                                                                              \
        key, offsetof(struct text_reading, member)                                                 \
    }
struct member {
    const char *key;
    size_t offset; /* in struct text_reading */
};

static const struct member flags[] = {
    AT("quotes", quotes), AT("backslash", backslash),         AT("separator_line", separator_line),
    AT("header", header), AT("label_by_name", label_by_name),
};
static const struct member numbers[] = {
    AT("rows", rows),         AT("left_out", left_out),
    AT("widened", widened),   AT("many_labels", many_labels),
    AT("replaced", replaced), AT("broken_bytes", broken_bytes),
};
static const struct member counts[] = {AT("columns", columns), AT("label_column", label_column),
                                       AT("classes", classes), AT("spellings", spellings)};

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* ---- writing ---- */

static void write_columns(struct line_writer *line, const struct text_reading *reading)
{
    line_open_list(line, "column");
    for (size_t i = 0; i < reading->column_count; i++) {
        const struct reading_column *column = &reading->column[i];
        line_open(line, NULL);
        line_natural(line, "number", column->number);
        line_text(line, "name", column->name);
        line_text(line, "use", column_use_names[column->use]);
        line_bool(line, "may_label", column->may_label);
        line_natural(line, "values", column->values);
        line_natural(line, "bytes", column->bytes);
        line_close(line);
    }
    line_close_list(line);
}

static void write_folded(struct line_writer *line, const struct text_reading *reading)
{
    line_open_list(line, "folded");
    for (size_t i = 0; i < reading->folded_count; i++) {
        line_open(line, NULL);
        line_text(line, "spelling", reading->folded[i].spelling);
        line_text(line, "class_name", reading->folded[i].class_name);
        line_close(line);
    }
    line_close_list(line);
}

static void write_samples(struct line_writer *line, const struct text_reading *reading)
{
    line_open_list(line, "sample");
    for (size_t i = 0; i < reading->samples; i++) {
        line_open(line, NULL);
        line_text(line, "label", reading->sample[i].label);
        line_text(line, "text", reading->sample[i].text);
        line_close(line);
    }
    line_close_list(line);
}

void event_reading_write(struct line_writer *line, const struct text_reading *reading)
{
    char text[READING_TEXT_SIZE];
    if (!reading)
        return;
    line_text(line, "form", text_form_names[reading->form]);
    line_text(line, "separator", reading->separator);
    line_text(line, "encodings", reading->encodings);
    for (size_t i = 0; i < COUNT(flags); i++)
        line_bool(line, flags[i].key, *(const bool *)((const char *)reading + flags[i].offset));
    for (size_t i = 0; i < COUNT(numbers); i++)
        line_natural(line, numbers[i].key,
                     *(const uint64_t *)((const char *)reading + numbers[i].offset));
    for (size_t i = 0; i < COUNT(counts); i++)
        line_natural(line, counts[i].key,
                     *(const uint32_t *)((const char *)reading + counts[i].offset));
    write_columns(line, reading);
    write_folded(line, reading);
    write_samples(line, reading);
    line_text(line, "message", reading_say(reading, text, sizeof text));
}

/* ---- reading ---- */

/* Text that is made safe; false where something else stands there. */
static bool read_safe(const json_t *object, const char *key, char *out, size_t size)
{
    char *text = line_read_bytes(object, key);
    if (!text)
        return false;
    utf8_sanitize(text, strlen(text), false, out, size);
    free(text);
    return true;
}

static bool read_bool(const json_t *object, const char *key, bool *out)
{
    const json_t *value = line_member(object, key);
    *out = json_is_true(value);
    return !value || json_is_boolean(value);
}

/* A word of the list, the first where none stands there. */
static bool read_word(const json_t *object, const char *key, const char *const *names,
                      unsigned *word)
{
    const json_t *value = line_member(object, key);
    *word = 0;
    return !value || (json_is_string(value) && names_find(names, json_string_value(value), word));
}

static size_t items(const json_t *list, size_t room)
{
    size_t count = json_array_size(list);
    return count < room ? count : room;
}

static bool read_columns(const json_t *list, struct text_reading *reading)
{
    bool fits = true;
    reading->column_count = (uint32_t)items(list, READING_COLUMNS);
    for (size_t i = 0; i < reading->column_count && fits; i++) {
        const json_t *item = json_array_get(list, i);
        struct reading_column *column = &reading->column[i];
        unsigned use;
        fits = line_read_u32(line_member(item, "number"), &column->number) &&
               read_safe(item, "name", column->name, sizeof column->name) &&
               read_word(item, "use", column_use_names, &use) &&
               read_bool(item, "may_label", &column->may_label) &&
               line_read_u32(line_member(item, "values"), &column->values) &&
               line_read_u32(line_member(item, "bytes"), &column->bytes);
        column->use = fits ? (enum column_use)use : COLUMN_UNUSED;
    }
    return fits;
}

static bool read_folded(const json_t *list, struct text_reading *reading)
{
    bool fits = true;
    reading->folded_count = (uint32_t)items(list, READING_FOLDED);
    for (size_t i = 0; i < reading->folded_count && fits; i++) {
        const json_t *item = json_array_get(list, i);
        struct reading_folded *folded = &reading->folded[i];
        fits = read_safe(item, "spelling", folded->spelling, sizeof folded->spelling) &&
               read_safe(item, "class_name", folded->class_name, sizeof folded->class_name);
    }
    return fits;
}

static bool read_samples(const json_t *list, struct text_reading *reading)
{
    bool fits = true;
    reading->samples = (uint32_t)items(list, READING_SAMPLES);
    for (size_t i = 0; i < reading->samples && fits; i++) {
        const json_t *item = json_array_get(list, i);
        struct reading_sample *sample = &reading->sample[i];
        fits = read_safe(item, "label", sample->label, sizeof sample->label) &&
               read_safe(item, "text", sample->text, sizeof sample->text);
    }
    return fits;
}

static const char *read_members(const json_t *object, struct text_reading *reading)
{
    unsigned form;
    if (!read_word(object, "form", text_form_names, &form))
        return "form";
    reading->form = (enum text_form)form;
    if (!read_safe(object, "separator", reading->separator, sizeof reading->separator))
        return "separator";
    if (!read_safe(object, "encodings", reading->encodings, sizeof reading->encodings))
        return "encodings";
    for (size_t i = 0; i < COUNT(flags); i++) {
        if (!read_bool(object, flags[i].key, (bool *)((char *)reading + flags[i].offset)))
            return flags[i].key;
    }
    for (size_t i = 0; i < COUNT(numbers); i++) {
        if (!line_read_natural(line_member(object, numbers[i].key), UINT64_MAX,
                               (uint64_t *)((char *)reading + numbers[i].offset)))
            return numbers[i].key;
    }
    for (size_t i = 0; i < COUNT(counts); i++) {
        if (!line_read_u32(line_member(object, counts[i].key),
                           (uint32_t *)((char *)reading + counts[i].offset)))
            return counts[i].key;
    }
    return NULL;
}

static const char *read_lists(const json_t *object, struct text_reading *reading)
{
    static const struct {
        const char *key;
        bool (*read)(const json_t *list, struct text_reading *reading);
    } list[] = {{"column", read_columns}, {"folded", read_folded}, {"sample", read_samples}};
    for (size_t i = 0; i < COUNT(list); i++) {
        const json_t *value = line_member(object, list[i].key);
        if ((value && !json_is_array(value)) || !list[i].read(value, reading))
            return list[i].key;
    }
    return NULL;
}

const char *event_reading_read(const json_t *object, struct run_event *event)
{
    struct text_reading *reading = calloc(1, sizeof *reading); /* large for a stack, in a thread */
    const char *wrong = NULL;
    if (reading)
        wrong = read_members(object, reading);
    if (reading && !wrong)
        wrong = read_lists(object, reading);
    if (reading && !wrong && reading->form != TEXT_FORM_NONE)
        event->parcel = parcel_new(reading, sizeof *reading);
    free(reading);
    return wrong;
}
