#include "config.h"

#include "rnntop/spec/model_text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "rnntop/base/json.h"
#include "rnntop/base/nearest.h"
#include "rnntop/base/utf8.h"
#include "rnntop/spec/names.h"
#include "rnntop/spec/settings.h"

#define WRAPPER   "bidirectional"
#define WORD_SIZE 64

/* What form the value of a field has, and where it stands in a layer. */
enum field_form { FORM_ACTIVATION, FORM_RATE, FORM_FLAG };

/* The fields that are written by name, in the order in which they are printed. */
static const struct field {
    const char *name;
    enum layer_option option;
    enum field_form form;
    size_t offset;
} fields[] = {
    {"activation", OPTION_ACTIVATION, FORM_ACTIVATION, offsetof(struct layer_spec, activation)},
    {"recurrent_activation", OPTION_RECURRENT_ACTIVATION, FORM_ACTIVATION,
     offsetof(struct layer_spec, recurrent_activation)},
    {"dropout", OPTION_DROPOUT, FORM_RATE, offsetof(struct layer_spec, dropout)},
    {"recurrent_dropout", OPTION_RECURRENT_DROPOUT, FORM_RATE,
     offsetof(struct layer_spec, recurrent_dropout)},
    {"go_backwards", OPTION_GO_BACKWARDS, FORM_FLAG, offsetof(struct layer_spec, go_backwards)},
    {"mask_zero", OPTION_MASK_ZERO, FORM_FLAG, offsetof(struct layer_spec, mask_zero)},
};
#define FIELDS (sizeof fields / sizeof *fields)

static const char *word_of(enum layer_kind kind)
{
    return layer_kind_row(kind)->word;
}

static enum layer_measure measure_of(const struct layer_spec *layer)
{
    return layer_kind_row(layer->kind)->measure;
}

/* The words that there are, by commas: of recurrent layers alone, or of all, with the word that
 * wraps the recurrent ones behind the last of them. Returns out. */
static const char *list_words(bool recurrent_alone, char out[NEAREST_LIST_SIZE])
{
    out[0] = '\0';
    for (enum layer_kind kind = 0; kind < LAYER_KIND_COUNT; kind++) {
        const bool recurrent = layer_kind_recurrent(kind);
        if (kind > 0 && !recurrent && layer_kind_recurrent(kind - 1) && !recurrent_alone)
            nearest_add(out, "", WRAPPER "(...)");
        if (recurrent || !recurrent_alone)
            nearest_add(out, "", word_of(kind));
    }
    return out;
}

/* ---- reading ---- */

struct reader {
    const char *subject;
    size_t number;      /* of the layer, from 1 */
    char of[WORD_SIZE]; /* the layer as it was typed, sanitised */
    struct rt_error *error;
};

/* What the sentences about the layer in hand begin with. */
#define LAYER_OF(reader) (reader)->subject, (reader)->number, (reader)->of

/* A part of the text as a word of its own, for comparing and for sentences. */
static const char *take_word(const char *text, size_t length, char word[WORD_SIZE])
{
    utf8_sanitize(text, length, true, word, WORD_SIZE);
    return word;
}

static bool read_rate(const char *text, double *rate)
{
    char *end;
    if (*text == '\0' || strspn(text, "0123456789.eE-") != strlen(text))
        return false;
    *rate = strtod(text, &end);
    return *end == '\0' && *rate >= 0 && *rate < 1;
}

static enum rt_status read_measure(const struct reader *reader, struct layer_spec *layer,
                                   const char *text)
{
    const enum layer_measure measure = measure_of(layer);
    if (measure == MEASURE_NONE)
        return rt_fail(reader->error, ERR_LAYER_HAS_NO_SIZE, LAYER_OF(reader), text);
    if (measure == MEASURE_RATE)
        return read_rate(text, &layer->dropout)
                   ? RT_OK
                   : rt_fail(reader->error, ERR_LAYER_NO_RATE, LAYER_OF(reader), text);
    size_t size = 0;
    if (*text && strlen(text) <= 6 && strspn(text, "0123456789") == strlen(text))
        size = strtoul(text, NULL, 10);
    if (size < 1 || size > SETTINGS_MAX_UNITS)
        return rt_fail(reader->error, ERR_LAYER_NO_SIZE, LAYER_OF(reader), SETTINGS_MAX_UNITS,
                       text);
    if (layer_kind_recurrent(layer->kind))
        layer->units = size;
    else
        layer->output = size;
    return RT_OK;
}

static bool read_flag(const char *value, bool *flag)
{
    *flag = true;
    return !value || names_flag(value, flag);
}

static bool read_activation(const char *value, enum layer_activation *activation)
{
    *activation = value ? layer_activation_find(value) : ACTIVATION_COUNT;
    return *activation != ACTIVATION_COUNT;
}

static bool read_field(const struct field *field, const char *value, struct layer_spec *layer)
{
    char *at = (char *)layer + field->offset;
    if (field->form == FORM_ACTIVATION)
        return read_activation(value, (enum layer_activation *)(void *)at);
    if (field->form == FORM_RATE)
        return value && read_rate(value, (double *)(void *)at);
    return read_flag(value, (bool *)at);
}

static enum rt_status refuse_value(const struct reader *reader, const struct field *field,
                                   const char *value)
{
    char near[NEAREST_LIST_SIZE];
    struct nearest nearest = nearest_to(value ? value : "");
    for (size_t i = 0; field->form == FORM_ACTIVATION && i < ACTIVATION_COUNT; i++)
        nearest_offer(&nearest, layer_activation_name((enum layer_activation)i));
    return rt_fail(reader->error, ERR_LAYER_FIELD_NO_VALUE, LAYER_OF(reader), field->name, value,
                   nearest_list(&nearest, "", near));
}

/* options: those of the layer, whose fields alone it can have meant. */
static enum rt_status refuse_field(const struct reader *reader, unsigned options, const char *name)
{
    char near[NEAREST_LIST_SIZE];
    struct nearest nearest = nearest_to(name);
    for (size_t i = 0; i < FIELDS; i++) {
        if (options & fields[i].option)
            nearest_offer(&nearest, fields[i].name);
    }
    return rt_fail(reader->error, ERR_LAYER_FIELD_UNKNOWN, LAYER_OF(reader), name,
                   nearest_list(&nearest, "", near));
}

/* A field by its name; a flag's value may be missing. */
static enum rt_status read_named(const struct reader *reader, struct layer_spec *layer,
                                 const char *name, const char *value)
{
    const unsigned options = layer_kind_row(layer->kind)->options;
    const bool sizeless = layer->units + layer->output == 0 && measure_of(layer) == MEASURE_SIZE;
    for (size_t i = 0; i < FIELDS; i++) {
        if (strcmp(fields[i].name, name) == 0 && (options & fields[i].option))
            return read_field(&fields[i], value, layer) ? RT_OK
                                                        : refuse_value(reader, &fields[i], value);
    }
    if (strcmp(name, "return_sequences") == 0 && (options & OPTION_RETURN_SEQUENCES))
        return rt_fail(reader->error, ERR_LAYER_FIELD_FOLLOWS, LAYER_OF(reader));
    if (strcmp(name, "merge") == 0 && (options & OPTION_MERGE))
        return rt_fail(reader->error, ERR_LAYER_MERGE_ELSEWHERE, LAYER_OF(reader));
    if (!value && sizeless) /* it was meant to be the size */
        return read_measure(reader, layer, name);
    return refuse_field(reader, options, name);
}

/* Our word, or the name of Keras's class in any letters. */
static bool names_kind(enum layer_kind kind, const char *word)
{
    return strcmp(word_of(kind), word) == 0 || strcasecmp(layer_kind_class(kind), word) == 0;
}

static enum rt_status refuse_word(const struct reader *reader, const char *word)
{
    char words[NEAREST_LIST_SIZE], near[NEAREST_LIST_SIZE], name[WORD_SIZE];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "("), word);
    struct nearest nearest = nearest_to(name);
    for (enum layer_kind kind = 0; kind < LAYER_KIND_COUNT; kind++)
        nearest_offer(&nearest, word_of(kind));
    nearest_offer(&nearest, WRAPPER);
    return rt_fail(reader->error, ERR_LAYER_UNKNOWN, LAYER_OF(reader), word,
                   list_words(false, words), nearest_list(&nearest, "", near));
}

/* "lstm:64:dropout=0.2", without what wraps it. */
static enum rt_status read_plain(const struct reader *reader, const char *text, size_t length,
                                 struct layer_spec *layer)
{
    char word[WORD_SIZE];
    size_t used = 0;
    enum layer_kind kind = 0;
    while (used < length && text[used] != ':')
        used++;
    take_word(text, used, word);
    while (kind < LAYER_KIND_COUNT && !names_kind(kind, word))
        kind++;
    if (kind == LAYER_KIND_COUNT)
        return refuse_word(reader, word);
    *layer = layer_spec_usual(kind);
    for (size_t field = 0; used < length; field++) {
        size_t begin = ++used; /* behind the colon */
        while (used < length && text[used] != ':')
            used++;
        take_word(text + begin, used - begin, word);
        char *value = strchr(word, '=');
        bool measures = field == 0 && !value && strcspn(word, "0123456789.-") == 0;
        if (value)
            *value++ = '\0';
        enum rt_status status = measures || word[0] == '\0'
                                    ? read_measure(reader, layer, word)
                                    : read_named(reader, layer, word, value);
        if (status != RT_OK)
            return status;
    }
    if (measure_of(layer) == MEASURE_SIZE && layer->units + layer->output == 0)
        return rt_fail(reader->error, ERR_LAYER_LACKS_SIZE, LAYER_OF(reader), word_of(kind));
    return RT_OK;
}

/* The same, or bidirectional(...) around it. */
static enum rt_status read_layer(const struct reader *reader, const char *text, size_t length,
                                 struct layer_spec *layer)
{
    size_t wrapper = sizeof WRAPPER - 1;
    if (length < wrapper || strncasecmp(text, WRAPPER, wrapper) != 0)
        return read_plain(reader, text, length, layer);
    const char *close = memchr(text, ')', length);
    if (length == wrapper || text[wrapper] != '(' || !close)
        return rt_fail(reader->error, ERR_LAYER_NO_BRACKETS, LAYER_OF(reader));
    const char *inner = text + wrapper + 1, *end = text + length;
    enum rt_status status = read_plain(reader, inner, (size_t)(close - inner), layer);
    if (status != RT_OK)
        return status;
    char word[WORD_SIZE], words[NEAREST_LIST_SIZE];
    if (!(layer_kind_row(layer->kind)->options & OPTION_MERGE))
        return rt_fail(reader->error, ERR_LAYER_NOT_BIDIRECTIONAL, LAYER_OF(reader),
                       list_words(true, words));
    layer->merge = MERGE_CONCAT;
    const char *rest = take_word(close + 1, (size_t)(end - close - 1), word);
    if (*rest == '\0')
        return RT_OK;
    if (strncmp(rest, ":merge=", 7) == 0)
        layer->merge = layer_merge_find(rest + 7);
    else
        return rt_fail(reader->error, ERR_LAYER_NO_MERGE, LAYER_OF(reader), rest);
    if (layer->merge == MERGE_NONE || layer->merge == MERGE_COUNT)
        return rt_fail(reader->error, ERR_LAYER_MERGE_UNKNOWN, LAYER_OF(reader), rest + 7);
    return RT_OK;
}

void model_spec_infer_sequences(struct model_spec *model)
{
    bool wanted = false; /* by the layer behind */
    for (size_t i = model->layers; i-- > 0;) {
        struct layer_spec *layer = &model->layer[i];
        const struct layer_kind_row *row = layer_kind_row(layer->kind);
        if (row->gives == GIVES_AS_TOLD)
            layer->return_sequences = wanted;
        if (row->reads != READS_EITHER)
            wanted = row->reads == READS_STEPS;
    }
}

/* Widths follow from one layer to the next. */
static void connect(struct model_spec *model, size_t num_words, size_t maxlen)
{
    size_t width = num_words;
    model->maxlen = maxlen;
    for (size_t i = 0; i < model->layers; i++) {
        struct layer_spec *layer = &model->layer[i];
        layer->input = width;
        width = layer->output = layer_spec_width(layer);
    }
    model_spec_infer_sequences(model);
}

/* Dense(1), or a softmax, is the head that was written; else one is added. */
static bool has_head(const struct model_spec *model)
{
    const struct layer_spec *last = &model->layer[model->layers - 1];
    return last->kind == LAYER_DENSE &&
           (last->activation == ACTIVATION_SOFTMAX ||
            (last->output == 1 &&
             (last->activation == ACTIVATION_LINEAR || last->activation == ACTIVATION_SIGMOID)));
}

static enum rt_status add_head(const struct reader *reader, struct model_spec *model)
{
    if (!has_head(model)) {
        if (model->layers == MODEL_SPEC_MAX_LAYERS)
            return rt_fail(reader->error, ERR_LAYER_ONE_TOO_MANY, LAYER_OF(reader),
                           MODEL_SPEC_MAX_LAYERS);
        model->layer[model->layers++] = (struct layer_spec){.kind = LAYER_DENSE, .output = 1};
    }
    struct layer_spec *last = &model->layer[model->layers - 1];
    if (last->activation == ACTIVATION_LINEAR)
        last->activation = ACTIVATION_SIGMOID;
    return RT_OK;
}

enum rt_status model_text_parse(const char *text, size_t num_words, size_t maxlen,
                                struct model_spec *model, const char *subject,
                                struct rt_error *error)
{
    struct reader reader = {.subject = subject, .error = error};
    struct model_spec made = {0};
    for (const char *at = text;;) {
        size_t length = strcspn(at, ",");
        reader.number = made.layers + 1;
        take_word(at, length, reader.of);
        if (length == 0)
            return rt_fail(error, ERR_LAYER_MISSING, subject, reader.number);
        if (made.layers == MODEL_SPEC_MAX_LAYERS)
            return rt_fail(error, ERR_LAYER_ONE_TOO_MANY, LAYER_OF(&reader), MODEL_SPEC_MAX_LAYERS);
        enum rt_status status = read_layer(&reader, at, length, &made.layer[made.layers]);
        if (status != RT_OK)
            return status;
        made.layers++;
        if (at[length] == '\0')
            break;
        at += length + 1;
    }
    reader.number = 1;
    take_word(text, strcspn(text, ","), reader.of);
    if (made.layer[0].kind != LAYER_EMBEDDING)
        return rt_fail(error, ERR_LAYER_NO_EMBEDDING, LAYER_OF(&reader));
    enum rt_status status = add_head(&reader, &made);
    if (status != RT_OK)
        return status;
    connect(&made, num_words, maxlen);
    if (model_spec_check(&made, error) != RT_OK) {
        if (error) {
            error->status = RT_ERR_USAGE; /* whoever wrote it can write another */
            rt_error_at_part(error, subject);
            rt_fail_within(error, ERR_IN_MODEL);
        }
        return RT_ERR_USAGE;
    }
    *model = made;
    return RT_OK;
}

/* ---- writing ---- */

struct writer {
    char *out;
    size_t used;
};

static void put(struct writer *writer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void put(struct writer *writer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length =
        vsnprintf(writer->out + writer->used, MODEL_TEXT_SIZE - writer->used, format, arguments);
    va_end(arguments);
    writer->used += (size_t)length;
    if (writer->used >= MODEL_TEXT_SIZE)
        writer->used = MODEL_TEXT_SIZE - 1;
}

static void put_rate(struct writer *writer, const char *name, double rate)
{
    char number[JSON_NUMBER_SIZE];
    json_double_text(rate, number);
    put(writer, ":%s%s%s", name, *name ? "=" : "", number);
}

/* A field where it is not as usual. */
static void put_field(struct writer *writer, const struct field *field,
                      const struct layer_spec *layer, const struct layer_spec *usual)
{
    const char *at = (const char *)layer + field->offset;
    const char *usually = (const char *)usual + field->offset;
    if (field->form == FORM_ACTIVATION) {
        const enum layer_activation activation = *(const enum layer_activation *)(const void *)at;
        if (activation != *(const enum layer_activation *)(const void *)usually)
            put(writer, ":%s=%s", field->name, layer_activation_name(activation));
    } else if (field->form == FORM_RATE) {
        const double rate = *(const double *)(const void *)at;
        if (rate > 0)
            put_rate(writer, field->name, rate);
    } else if (*(const bool *)at) {
        put(writer, ":%s", field->name);
    }
}

static void put_layer(struct writer *writer, const struct layer_spec *layer, bool head)
{
    const unsigned options = layer_kind_row(layer->kind)->options;
    struct layer_spec usual = layer_spec_usual(layer->kind);
    if (head)
        usual.activation = layer->output == 1 ? ACTIVATION_SIGMOID : ACTIVATION_LINEAR;
    put(writer, "%s%s", layer->merge != MERGE_NONE ? WRAPPER "(" : "", word_of(layer->kind));
    if (measure_of(layer) == MEASURE_SIZE)
        put(writer, ":%zu", layer_kind_recurrent(layer->kind) ? layer->units : layer->output);
    else if (measure_of(layer) == MEASURE_RATE)
        put_rate(writer, "", layer->dropout);
    for (size_t i = 0; i < FIELDS; i++) {
        if (options & fields[i].option)
            put_field(writer, &fields[i], layer, &usual);
    }
    if (layer->merge != MERGE_NONE)
        put(writer, ")");
    if (layer->merge > MERGE_CONCAT)
        put(writer, ":merge=%s", layer_merge_name(layer->merge));
}

char *model_text_print(const struct model_spec *model, char out[MODEL_TEXT_SIZE])
{
    struct writer writer = {out, 0};
    out[0] = '\0';
    for (size_t i = 0; i < model->layers; i++) {
        if (i > 0)
            put(&writer, ",");
        put_layer(&writer, &model->layer[i], i + 1 == model->layers);
    }
    return out;
}

/* The first recurrent layer from i on; model->layers when there is none. */
static size_t next_recurrent(const struct model_spec *model, size_t i)
{
    while (i < model->layers && !layer_kind_recurrent(model->layer[i].kind))
        i++;
    return i;
}

static bool same_word(const struct layer_spec *a, const struct layer_spec *b)
{
    return a->kind == b->kind && (a->merge == MERGE_NONE) == (b->merge == MERGE_NONE);
}

char *model_text_label(const struct model_spec *model, char out[RUN_NAME_SIZE])
{
    enum { ROOM = RUN_NAME_SIZE / 2 }; /* the rest is for what else tells a run from others */
    size_t used = 0, left = 0;
    out[0] = '\0';
    for (size_t i = next_recurrent(model, 0); i < model->layers;) {
        const struct layer_spec *layer = &model->layer[i];
        char word[RUN_NAME_SIZE];
        size_t times = 0;
        for (; i < model->layers && same_word(layer, &model->layer[i]); times++)
            i = next_recurrent(model, i + 1);
        int length =
            snprintf(word, sizeof word, "%s%s%s", used > 0 ? "+" : "",
                     layer->merge != MERGE_NONE ? "Bi" : "", layer_kind_class(layer->kind));
        if (times > 1)
            length += snprintf(word + length, sizeof word - (size_t)length, " x%zu", times);
        if (left > 0 || used + (size_t)length > ROOM) {
            left += times;
            continue;
        }
        memcpy(out + used, word, (size_t)length + 1);
        used += (size_t)length;
    }
    if (left > 0)
        snprintf(out + used, RUN_NAME_SIZE - used, " +%zu", left);
    return out;
}
