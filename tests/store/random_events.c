#include "config.h"

#include "tests/store/random_events.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/base/utf8.h"
#include "rnntop/spec/settings.h"
#include "rnntop/store/event_rows.h"
#include "rnntop/words/findings.h"

/* splitmix64 */
static uint64_t next(struct random_events *random)
{
    uint64_t z = random->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

uint64_t random_below(struct random_events *random, uint64_t limit)
{
    return next(random) % limit;
}

/* All sizes of numbers, and the ends of the range. */
static uint64_t any_natural(struct random_events *random)
{
    uint64_t value = next(random) >> random_below(random, 64);
    return random_below(random, 20) == 0 ? UINT64_MAX - random_below(random, 3) : value;
}

static uint32_t any_u32(struct random_events *random)
{
    return (uint32_t)any_natural(random);
}

float random_float(struct random_events *random)
{
    static const float odd[] = {0.0f, -0.0f, 1.0f, 0.1f, NAN, INFINITY, -INFINITY, 3.40282347e38f};
    uint32_t bits = (uint32_t)next(random);
    float value;
    if (random->tame)
        return (float)random_below(random, 1000000) / 1e6f;
    if (random_below(random, 4) == 0)
        return odd[random_below(random, sizeof odd / sizeof *odd)];
    memcpy(&value, &bits, sizeof value);
    return value;
}

static double any_double(struct random_events *random)
{
    uint64_t bits = next(random);
    double value;
    if (random->tame || random_below(random, 4) == 0)
        return (double)random_float(random);
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Bytes but NUL; now and then UTF-8. */
static void any_bytes(struct random_events *random, char *out, size_t size)
{
    static const char *const whole[] = {
        "", "plain", "grün/日本", "\"quoted\\\"", "tab\there\x7f", "\xEF\xBF\xBD"};
    size_t length = random_below(random, size);
    if (random_below(random, 2) == 0) {
        snprintf(out, size, "%s", whole[random_below(random, sizeof whole / sizeof *whole)]);
        return;
    }
    for (size_t i = 0; i < length; i++)
        out[i] = (char)(1 + random_below(random, 255));
    out[length] = '\0';
}

static struct parcel *any_path(struct random_events *random)
{
    char path[4096];
    any_bytes(random, path, sizeof path);
    return *path ? parcel_of_text(path) : NULL;
}

/* Any row of the table, with values of its kinds. */
static struct parcel *any_error(struct random_events *random)
{
    struct rt_error error;
    struct rt_value value[RT_MAX_VALUES];
    static char text[RT_MAX_VALUES][300];
    char place[200];
    enum rt_code code = (enum rt_code)(1 + random_below(random, ERR_COUNT - 1));
    size_t count = 0;
    for (; rt_code_kind(code, count); count++) {
        switch (rt_code_kind(code, count)) {
        case 'N':
            value[count] = random_below(random, 2) ? rt_value_unsigned(any_natural(random))
                                                   : rt_value_signed(-5);
            break;
        case 'E':
            value[count] = rt_value_signed((int64_t)random_below(random, 133));
            break;
        case 'R':
            value[count] = rt_value_real(any_double(random));
            break;
        default:
            any_bytes(random, text[count], sizeof text[count]);
            value[count] = rt_value_text(random_below(random, 9) ? text[count] : NULL);
        }
    }
    rt_fail_list(&error, code, count, value);
    any_bytes(random, place, sizeof place);
    if (random_below(random, 2))
        rt_error_at_path(&error, place);
    if (random_below(random, 2))
        rt_error_at_part(&error, place);
    if (random_below(random, 2)) {
        rt_error_at_line(&error, any_natural(random));
        rt_error_at_byte(&error, any_natural(random));
    }
    if (random_below(random, 4) == 0)
        rt_fail_within(&error, (enum rt_code)(1 + random_below(random, ERR_COUNT - 1)));
    error.status = (enum rt_status)random_below(random, RT_INTERRUPTED + 1);
    return parcel_of_error(&error);
}

void random_spec(struct random_events *random, struct run_spec *spec)
{
    struct settings settings;
    char number[32];
    settings_init(&settings);
    snprintf(number, sizeof number, "%d", (int)(1 + random_below(random, 300)));
    settings_set(&settings, "units", number, "units", NULL);
    settings_set(&settings, "epochs", number, "epochs", NULL);
    settings_set(&settings, "learning-rate", "0.0017", "rate", NULL);
    settings_set(&settings, "optimizer", random_below(random, 2) ? "adam" : "rmsprop", "", NULL);
    settings_set(&settings, "model", random_below(random, 2) ? "lstm" : "gru", "", NULL);
    settings_set(&settings, "validation-split", "0.1", "", NULL);
    assert_int_equal(settings_build_run(&settings, spec, NULL), RT_OK);
    settings_free(&settings);
    spec->seed = random_below(random, 1u << 30);
    any_bytes(random, spec->data.path, 300);
    snprintf(spec->name, sizeof spec->name, "RNN %d", (int)random_below(random, 1000));
    snprintf(spec->slug, sizeof spec->slug, "rnn-%d", (int)random_below(random, 1000));
}

static struct merged any_merged(struct random_events *random)
{
    struct merged merged = {0};
    if (random->tame) {
        for (uint64_t n = 1 + random_below(random, 4); n > 0; n--)
            merged_add(&merged, random_float(random));
        return merged;
    }
    merged.n = any_u32(random) | 1;
    merged.bad = (uint32_t)random_below(random, (uint64_t)merged.n + 1);
    merged.sum = any_double(random);
    merged.min = random_float(random);
    merged.max = random_float(random);
    merged.first = random_float(random);
    merged.last = random_float(random);
    return merged;
}

/* Every field by the table, so that none is forgotten here. */
static void fill_fields(struct random_events *random, const struct event_row *row,
                        struct run_event *event)
{
    for (size_t i = 0; i < row->count; i++) {
        const struct event_field *field = &row->fields[i];
        void *at = (char *)event + field->offset;
        size_t words = 0;
        while (field->words && field->words[words])
            words++;
        switch (field->type) {
        case FIELD_U32:
            *(uint32_t *)at = any_u32(random);
            break;
        case FIELD_U64:
            *(uint64_t *)at = any_natural(random);
            break;
        case FIELD_FLOAT:
            *(float *)at = random_float(random);
            break;
        case FIELD_DOUBLE:
            *(double *)at = any_double(random);
            break;
        case FIELD_BOOL:
            *(bool *)at = random_below(random, 2);
            break;
        case FIELD_WORD:
            *(unsigned *)at = (unsigned)random_below(random, words);
            break;
        case FIELD_TEXT:
            any_bytes(random, at, field->size);
            break;
        case FIELD_MERGED:
            *(struct merged *)at = any_merged(random);
            break;
        }
    }
}

static void fill_metrics(struct random_events *random, struct metrics *metrics)
{
    *metrics = (struct metrics){.classes = (uint32_t)random_below(random, 13)};
    metrics->precision = metrics->recall = metrics->f1 = metrics->auc = NAN;
    if (metrics->classes == 0)
        return;
    metrics->precision = random_float(random);
    metrics->recall = random_float(random);
    metrics->f1 = random_float(random);
    metrics->auc = random_float(random);
    for (size_t i = 0; metrics->classes <= 10 && i < metrics->classes * metrics->classes; i++)
        metrics->confusion[i] = any_u32(random);
}

/* Numbers that the code has, and settings that are remedies; values as they are typed. */
static void fill_finding(struct random_events *random, struct finding *finding)
{
    size_t remedies = random_below(random, FINDING_REMEDIES + 1);
    for (size_t i = 0; finding_number_name(finding->code, i); i++)
        finding->number[i] = any_double(random);
    for (size_t i = 0; i < remedies; i++) {
        struct remedy *remedy = &finding->remedy[i];
        char value[FINDINGS_VALUE_SIZE];
        remedy->kind = (enum remedy_kind)(1 + random_below(random, REMEDY_KINDS - 1));
        remedy->value = (double)random_below(random, 1000) / 8;
        const char *setting = findings_setting(remedy, value);
        assert_non_null(setting);
        *remedy = findings_remedy(setting, value);
    }
}

static void fill_classes(struct random_events *random, struct classes_event *classes)
{
    classes->classes = (uint32_t)random_below(random, 13);
    for (size_t i = 0; classes->classes <= METRICS_MAX_CLASSES && i < classes->classes; i++) {
        any_bytes(random, classes->name[i], CLASS_NAME_SIZE);
        for (size_t part = 0; part < PART_COUNT; part++)
            classes->rows[part][i] = any_u32(random);
    }
}

/* Words, as no terminal minds them: others are made safe when they are read. */
static void any_words(struct random_events *random, char *out, size_t size)
{
    static const char *const word[] = {"film", "grün", "…", "\"quoted\"", "日本", "#12"};
    size_t used = 0, words = random_below(random, 40);
    out[0] = '\0';
    for (size_t i = 0; i < words; i++)
        used += (size_t)snprintf(out + used, size - used, "%s ", word[random_below(random, 6)]);
}

/* NaN, but no infinity: a list has no key that could say its sign. */
static float any_rate(struct random_events *random)
{
    float rate = random_float(random);
    return isinf(rate) ? NAN : rate;
}

static void fill_curve(struct random_events *random, struct judged_curve *curve)
{
    curve->class = any_u32(random);
    curve->auc = random_float(random);
    curve->points = (uint32_t)random_below(random, JUDGEMENT_POINTS + 1);
    for (size_t i = 0; i < curve->points; i++) {
        curve->fpr[i] = any_rate(random);
        curve->tpr[i] = any_rate(random);
    }
}

static void fill_row(struct random_events *random, struct judged_row *row)
{
    row->row = any_u32(random);
    row->label = any_u32(random);
    row->said = any_u32(random);
    row->p = random_float(random);
    row->words = any_u32(random);
    row->read = any_u32(random);
    any_words(random, row->text, sizeof row->text);
}

static struct parcel *any_judgement(struct random_events *random)
{
    struct judgement judgement = {
        .rows = any_u32(random) | 1,
        .classes = any_u32(random),
        .wrong = any_u32(random),
        .sure = any_u32(random),
        .calibration_error = random_float(random),
        .curves = (uint32_t)random_below(random, JUDGEMENT_CURVES + 1),
        .lengths = (uint32_t)random_below(random, JUDGEMENT_LENGTHS + 1),
        .worst_count = (uint32_t)random_below(random, JUDGEMENT_WORST + 1),
    };
    if (random_below(random, 20) == 0) /* there was no memory for it */
        return NULL;
    for (size_t i = 0; i < JUDGEMENT_STEPS; i++)
        judgement.step[i] =
            (struct judged_step){any_u32(random), random_float(random), random_float(random)};
    for (size_t i = 0; i < 2 * JUDGEMENT_BINS; i++)
        judgement.histogram[i / JUDGEMENT_BINS][i % JUDGEMENT_BINS] = any_u32(random);
    for (size_t i = 0; i < judgement.curves; i++)
        fill_curve(random, &judgement.curve[i]);
    for (size_t i = 0; i < judgement.lengths; i++)
        judgement.length[i] =
            (struct judged_length){any_u32(random), any_u32(random), any_u32(random)};
    for (size_t i = 0; i < judgement.worst_count; i++)
        fill_row(random, &judgement.worst[i]);
    return parcel_new(&judgement, sizeof judgement);
}

/* One of them, short enough for any field. */
static void any_word(struct random_events *random, char *out, size_t size)
{
    static const char *const word[] = {"", "film", "grün", "…", "\"quoted\"", "日本", "#12", "::"};
    snprintf(out, size, "%s", word[random_below(random, sizeof word / sizeof *word)]);
}

/* Texts are words, for all are made safe when they are read. */
static struct parcel *any_reading(struct random_events *random)
{
    struct text_reading reading = {
        .form = (enum text_form)(1 + random_below(random, TEXT_FORMS - 1)),
        .quotes = random_below(random, 2),
        .backslash = random_below(random, 2),
        .separator_line = random_below(random, 2),
        .header = random_below(random, 2),
        .label_by_name = random_below(random, 2),
        .columns = any_u32(random),
        .column_count = (uint32_t)random_below(random, READING_COLUMNS + 1),
        .label_column = any_u32(random),
        .rows = any_natural(random),
        .left_out = any_natural(random),
        .widened = any_natural(random),
        .many_labels = any_natural(random),
        .replaced = any_natural(random),
        .broken_bytes = any_natural(random),
        .classes = any_u32(random),
        .spellings = any_u32(random),
        .folded_count = (uint32_t)random_below(random, READING_FOLDED + 1),
        .samples = (uint32_t)random_below(random, READING_SAMPLES + 1),
    };
    if (random_below(random, 20) == 0) /* there was no memory for it */
        return NULL;
    any_word(random, reading.separator, sizeof reading.separator);
    any_word(random, reading.encodings, sizeof reading.encodings);
    for (size_t i = 0; i < reading.column_count; i++) {
        struct reading_column *column = &reading.column[i];
        column->number = any_u32(random);
        column->use = (enum column_use)random_below(random, COLUMN_USES);
        column->may_label = random_below(random, 2);
        column->values = any_u32(random);
        column->bytes = any_u32(random);
        any_word(random, column->name, sizeof column->name);
    }
    for (size_t i = 0; i < reading.folded_count; i++) {
        any_word(random, reading.folded[i].spelling, sizeof reading.folded[i].spelling);
        any_word(random, reading.folded[i].class_name, sizeof reading.folded[i].class_name);
    }
    for (size_t i = 0; i < reading.samples; i++) {
        any_word(random, reading.sample[i].label, sizeof reading.sample[i].label);
        any_word(random, reading.sample[i].text, sizeof reading.sample[i].text);
    }
    return parcel_new(&reading, sizeof reading);
}

struct run_event random_event(struct random_events *random, enum event_kind kind)
{
    struct run_event event = {.kind = kind};
    if (random_below(random, 10) > 0)
        event.run = run_id_of_text(random_below(random, 2) ? "20261128-073012-345-k3f9" : "a");
    event.time_ms = (int64_t)random_below(random, 4000000000000);
    if (kind == EVENT_SAVED)
        event.as.saved.ok = random_below(random, 2);
    if (kind == EVENT_CALLBACK)
        event.as.callback.kind = (enum callback_kind)random_below(random, CALLBACK_KINDS);
    const struct event_row *row = event_row_of(&event);
    assert_non_null(row);
    fill_fields(random, row, &event);
    if (kind == EVENT_END)
        event.as.end.state = RUN_DONE + (enum run_state)random_below(random, 3);
    if (kind == EVENT_DATA && !event.as.data.made_up)
        event.as.data.ceiling = event.as.data.ceiling_whole = 0;
    if (row->parts & PART_PATH)
        event.parcel = any_path(random);
    if (row->parts & PART_ERROR)
        event.parcel = any_error(random);
    if (row->parts & PART_SPEC) {
        struct run_spec spec;
        random_spec(random, &spec);
        event.parcel = parcel_new(&spec, sizeof spec);
    }
    if (row->parts & PART_CLASSES)
        fill_classes(random, &event.as.classes);
    if (row->parts & PART_FINDING)
        fill_finding(random, &event.as.finding.finding);
    if (row->parts & PART_METRICS)
        fill_metrics(random, &event.as.test.metrics);
    if (row->parts & PART_VAL_METRICS)
        fill_metrics(random, &event.as.epoch.val);
    if (row->parts & PART_JUDGEMENT)
        event.parcel = any_judgement(random);
    if (row->parts & PART_READING)
        event.parcel = any_reading(random);
    return event;
}

/* ---- sameness ---- */

/* Bit for bit, but that one NaN is as good as another. */
static bool same_double(double a, double b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0;
}

static bool same_merged(const struct merged *a, const struct merged *b)
{
    return a->n == b->n && a->bad == b->bad && same_double(a->sum, b->sum) &&
           same_double((double)a->min, (double)b->min) &&
           same_double((double)a->max, (double)b->max) &&
           same_double((double)a->first, (double)b->first) &&
           same_double((double)a->last, (double)b->last);
}

static bool same_field(const struct event_field *field, const void *a, const void *b)
{
    switch (field->type) {
    case FIELD_U32:
    case FIELD_WORD:
        return memcmp(a, b, sizeof(uint32_t)) == 0;
    case FIELD_U64:
        return memcmp(a, b, sizeof(uint64_t)) == 0;
    case FIELD_FLOAT:
        return same_double((double)*(const float *)a, (double)*(const float *)b);
    case FIELD_DOUBLE:
        return same_double(*(const double *)a, *(const double *)b);
    case FIELD_BOOL:
        return *(const bool *)a == *(const bool *)b;
    case FIELD_TEXT:
        return strcmp(a, b) == 0;
    case FIELD_MERGED:
        return same_merged(a, b);
    }
    return false;
}

static bool same_text(const char *a, const char *b)
{
    return (!a && !b) || (a && b && strcmp(a, b) == 0);
}

static bool same_error(const struct rt_error *a, const struct rt_error *b)
{
    if (!a || !b)
        return !a && !b;
    bool same = a->status == b->status && a->code == b->code && a->within == b->within &&
                a->line == b->line && a->byte == b->byte && a->count == b->count &&
                same_text(rt_error_path(a), rt_error_path(b)) &&
                same_text(rt_error_part(a), rt_error_part(b));
    for (size_t i = 0; same && i < a->count; i++) {
        if (a->value[i].type != b->value[i].type)
            return false;
        if (a->value[i].type == RT_VALUE_TEXT)
            same = same_text(rt_error_text(a, i), rt_error_text(b, i));
        else if (a->value[i].type == RT_VALUE_REAL)
            same = same_double(a->value[i].as.real, b->value[i].as.real);
        else
            same = a->value[i].as.natural == b->value[i].as.natural;
    }
    return same;
}

static bool same_spec(const struct run_spec *a, const struct run_spec *b)
{
    return run_spec_same(a, b) && strcmp(a->name, b->name) == 0 && strcmp(a->slug, b->slug) == 0;
}

static bool same_metrics(const struct metrics *a, const struct metrics *b)
{
    bool same =
        a->classes == b->classes && memcmp(a->confusion, b->confusion, sizeof a->confusion) == 0;
    for (size_t i = 0; i < EVENT_SCORES; i++)
        same =
            same && same_double((double)*(const float *)((const char *)a + event_score_offsets[i]),
                                (double)*(const float *)((const char *)b + event_score_offsets[i]));
    return same;
}

static bool same_finding(const struct finding *a, const struct finding *b)
{
    bool same = true;
    for (size_t i = 0; finding_number_name(a->code, i); i++)
        same = same && same_double(a->number[i], b->number[i]);
    for (size_t i = 0; i < FINDING_REMEDIES; i++)
        same = same && a->remedy[i].kind == b->remedy[i].kind &&
               a->remedy[i].value == b->remedy[i].value;
    return same;
}

static bool same_classes(const struct classes_event *a, const struct classes_event *b)
{
    bool same = a->classes == b->classes && memcmp(a->rows, b->rows, sizeof a->rows) == 0;
    for (size_t i = 0; i < METRICS_MAX_CLASSES; i++)
        same = same && strcmp(a->name[i], b->name[i]) == 0;
    return same;
}

static bool same_float(float a, float b)
{
    return same_double((double)a, (double)b);
}

static bool same_curve(const struct judged_curve *a, const struct judged_curve *b)
{
    bool same = a->class == b->class && same_float(a->auc, b->auc) && a->points == b->points;
    for (size_t i = 0; same && i < a->points; i++)
        same = same_float(a->fpr[i], b->fpr[i]) && same_float(a->tpr[i], b->tpr[i]);
    return same;
}

static bool same_row(const struct judged_row *a, const struct judged_row *b)
{
    return a->row == b->row && a->label == b->label && a->said == b->said &&
           same_float(a->p, b->p) && a->words == b->words && a->read == b->read &&
           strcmp(a->text, b->text) == 0;
}

/* Every member; the texts by what they say, for behind their ends stands anything. */
static bool same_reading(const struct text_reading *a, const struct text_reading *b)
{
    if (!a || !b)
        return a == b;
    bool same = a->form == b->form && a->quotes == b->quotes && a->backslash == b->backslash &&
                a->separator_line == b->separator_line && a->header == b->header &&
                a->label_by_name == b->label_by_name && a->columns == b->columns &&
                a->label_column == b->label_column && a->rows == b->rows &&
                a->left_out == b->left_out && a->widened == b->widened &&
                a->many_labels == b->many_labels && a->replaced == b->replaced &&
                a->broken_bytes == b->broken_bytes && a->classes == b->classes &&
                a->spellings == b->spellings && a->folded_count == b->folded_count &&
                a->column_count == b->column_count && a->samples == b->samples &&
                strcmp(a->separator, b->separator) == 0 && strcmp(a->encodings, b->encodings) == 0;
    for (size_t i = 0; same && i < a->column_count; i++) {
        const struct reading_column *x = &a->column[i], *y = &b->column[i];
        same = x->number == y->number && x->use == y->use && x->may_label == y->may_label &&
               x->values == y->values && x->bytes == y->bytes && strcmp(x->name, y->name) == 0;
    }
    for (size_t i = 0; same && i < a->folded_count; i++)
        same = strcmp(a->folded[i].spelling, b->folded[i].spelling) == 0 &&
               strcmp(a->folded[i].class_name, b->folded[i].class_name) == 0;
    for (size_t i = 0; same && i < a->samples; i++)
        same = strcmp(a->sample[i].label, b->sample[i].label) == 0 &&
               strcmp(a->sample[i].text, b->sample[i].text) == 0;
    return same;
}

static bool same_judgement(const struct judgement *a, const struct judgement *b)
{
    if (!a || !b)
        return !a && !b;
    bool same = a->rows == b->rows && a->classes == b->classes && a->wrong == b->wrong &&
                a->sure == b->sure && same_float(a->calibration_error, b->calibration_error) &&
                memcmp(a->histogram, b->histogram, sizeof a->histogram) == 0 &&
                a->curves == b->curves && a->lengths == b->lengths &&
                memcmp(a->length, b->length, sizeof a->length) == 0 &&
                a->worst_count == b->worst_count;
    for (size_t i = 0; same && i < JUDGEMENT_STEPS; i++)
        same = a->step[i].rows == b->step[i].rows && same_float(a->step[i].said, b->step[i].said) &&
               same_float(a->step[i].is, b->step[i].is);
    for (size_t i = 0; same && i < a->curves; i++)
        same = same_curve(&a->curve[i], &b->curve[i]);
    for (size_t i = 0; same && i < a->worst_count; i++)
        same = same_row(&a->worst[i], &b->worst[i]);
    return same;
}

void assert_same_event(const struct run_event *a, const struct run_event *b, const char *where)
{
    const char *other = NULL;
    const struct event_row *row = event_row_of(a);
    if (a->kind != b->kind || event_row_of(b) != row)
        fail_msg("another event: %s", where);
    if (!run_id_same(&a->run, &b->run))
        other = "id";
    if (a->time_ms != b->time_ms)
        other = "time";
    for (size_t i = 0; i < row->count; i++) {
        size_t at = row->fields[i].offset;
        if (!same_field(&row->fields[i], (const char *)a + at, (const char *)b + at))
            other = row->fields[i].key;
    }
    if (row->parts & PART_PATH && strcmp(event_path(a), event_path(b)) != 0)
        other = "path";
    if (row->parts & PART_ERROR && !same_error(event_error(a), event_error(b)))
        other = "error";
    if (row->parts & PART_SPEC && !same_spec(event_spec(a), event_spec(b)))
        other = "spec";
    if (row->parts & PART_CLASSES && !same_classes(&a->as.classes, &b->as.classes))
        other = "classes";
    if (row->parts & PART_FINDING && !same_finding(&a->as.finding.finding, &b->as.finding.finding))
        other = "finding";
    if (row->parts & PART_METRICS && !same_metrics(&a->as.test.metrics, &b->as.test.metrics))
        other = "metrics";
    if (row->parts & PART_VAL_METRICS && !same_metrics(&a->as.epoch.val, &b->as.epoch.val))
        other = "val metrics";
    if (row->parts & PART_READING && !same_reading(event_reading(a), event_reading(b)))
        other = "reading";
    if (row->parts & PART_JUDGEMENT && !same_judgement(event_judgement(a), event_judgement(b)))
        other = "judgement";
    if (other)
        fail_msg("another %s: %s", other, where);
}
