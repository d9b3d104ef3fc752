#include "config.h"

#include "rnntop/store/event_judgement.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/store/line_reader.h"

/* ---- writing ---- */

static void write_steps(struct line_writer *line, const struct judgement *judgement)
{
    line_open_list(line, "calibration");
    for (size_t i = 0; i < JUDGEMENT_STEPS; i++) {
        line_open(line, NULL);
        line_natural(line, "rows", judgement->step[i].rows);
        line_float(line, "said", judgement->step[i].said);
        line_float(line, "is", judgement->step[i].is);
        line_close(line);
    }
    line_close_list(line);
}

static void write_histogram(struct line_writer *line, const struct judgement *judgement)
{
    line_open_list(line, "histogram");
    for (size_t side = 0; side < 2; side++) {
        line_open_list(line, NULL);
        for (size_t i = 0; i < JUDGEMENT_BINS; i++)
            line_natural(line, NULL, judgement->histogram[side][i]);
        line_close_list(line);
    }
    line_close_list(line);
}

static void write_rates(struct line_writer *line, const char *key, const float *rate, size_t count)
{
    line_open_list(line, key);
    for (size_t i = 0; i < count; i++)
        line_float(line, NULL, rate[i]);
    line_close_list(line);
}

static void write_curves(struct line_writer *line, const struct judgement *judgement)
{
    line_open_list(line, "roc");
    for (size_t i = 0; i < judgement->curves; i++) {
        const struct judged_curve *curve = &judgement->curve[i];
        line_open(line, NULL);
        line_natural(line, "class", curve->class);
        line_float(line, "auc", curve->auc);
        write_rates(line, "fpr", curve->fpr, curve->points);
        write_rates(line, "tpr", curve->tpr, curve->points);
        line_close(line);
    }
    line_close_list(line);
}

static void write_lengths(struct line_writer *line, const struct judgement *judgement)
{
    line_open_list(line, "lengths");
    for (size_t i = 0; i < judgement->lengths; i++) {
        line_open(line, NULL);
        line_natural(line, "from", judgement->length[i].from);
        line_natural(line, "rows", judgement->length[i].rows);
        line_natural(line, "right", judgement->length[i].right);
        line_close(line);
    }
    line_close_list(line);
}

static void write_worst(struct line_writer *line, const struct judgement *judgement)
{
    line_open_list(line, "worst");
    for (size_t i = 0; i < judgement->worst_count; i++) {
        const struct judged_row *row = &judgement->worst[i];
        line_open(line, NULL);
        line_natural(line, "row", row->row);
        line_natural(line, "label", row->label);
        line_natural(line, "said", row->said);
        line_float(line, "p", row->p);
        line_natural(line, "words", row->words);
        line_natural(line, "read", row->read);
        line_text(line, "text", row->text);
        line_close(line);
    }
    line_close_list(line);
}

void event_judgement_write(struct line_writer *line, const struct judgement *judgement)
{
    if (!judgement)
        return;
    line_natural(line, "rows", judgement->rows);
    line_natural(line, "classes", judgement->classes);
    line_natural(line, "wrong", judgement->wrong);
    line_natural(line, "sure", judgement->sure);
    line_float(line, "calibration_error", judgement->calibration_error);
    write_steps(line, judgement);
    write_histogram(line, judgement);
    write_curves(line, judgement);
    write_lengths(line, judgement);
    write_worst(line, judgement);
}

/* ---- reading ---- */

/* How many of a list's items there is room for. */
static size_t items(const json_t *list, size_t room)
{
    size_t count = json_array_size(list);
    return count < room ? count : room;
}

static bool read_u32(const json_t *object, const char *key, uint32_t *out)
{
    return line_read_u32(line_member(object, key), out);
}

static bool read_steps(const json_t *list, struct judgement *judgement)
{
    bool fits = true;
    for (size_t i = 0; i < JUDGEMENT_STEPS; i++) {
        const json_t *item = json_array_get(list, i);
        struct judged_step *step = &judgement->step[i];
        fits = read_u32(item, "rows", &step->rows) && fits;
        fits = line_read_float(item, "said", &step->said) && fits;
        fits = line_read_float(item, "is", &step->is) && fits;
    }
    return fits;
}

static bool read_histogram(const json_t *list, struct judgement *judgement)
{
    bool fits = true;
    for (size_t i = 0; i < 2 * JUDGEMENT_BINS; i++) {
        const json_t *side = json_array_get(list, i / JUDGEMENT_BINS);
        uint32_t *count = &judgement->histogram[i / JUDGEMENT_BINS][i % JUDGEMENT_BINS];
        fits = line_read_u32(json_array_get(side, i % JUDGEMENT_BINS), count) && fits;
    }
    return fits;
}

static void read_rates(const json_t *list, float *rate, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_array_get(list, i);
        rate[i] = json_is_number(item) ? line_narrowed(json_number_value(item)) : NAN;
    }
}

static bool read_curves(const json_t *list, struct judgement *judgement)
{
    bool fits = true;
    judgement->curves = (uint32_t)items(list, JUDGEMENT_CURVES);
    for (size_t i = 0; i < judgement->curves; i++) {
        const json_t *item = json_array_get(list, i);
        struct judged_curve *curve = &judgement->curve[i];
        const json_t *fpr = line_member(item, "fpr"), *tpr = line_member(item, "tpr");
        curve->points = (uint32_t)items(fpr, items(tpr, JUDGEMENT_POINTS));
        fits = read_u32(item, "class", &curve->class) && fits;
        fits = line_read_float(item, "auc", &curve->auc) && fits;
        read_rates(fpr, curve->fpr, curve->points);
        read_rates(tpr, curve->tpr, curve->points);
    }
    return fits;
}

static bool read_lengths(const json_t *list, struct judgement *judgement)
{
    bool fits = true;
    judgement->lengths = (uint32_t)items(list, JUDGEMENT_LENGTHS);
    for (size_t i = 0; i < judgement->lengths; i++) {
        const json_t *item = json_array_get(list, i);
        struct judged_length *length = &judgement->length[i];
        fits = read_u32(item, "from", &length->from) && fits;
        fits = read_u32(item, "rows", &length->rows) && fits;
        fits = read_u32(item, "right", &length->right) && fits;
    }
    return fits;
}

static bool read_row(const json_t *item, struct judged_row *row)
{
    char text[JUDGEMENT_TEXT];
    bool fits = read_u32(item, "row", &row->row) && read_u32(item, "label", &row->label) &&
                read_u32(item, "said", &row->said) && line_read_float(item, "p", &row->p) &&
                read_u32(item, "words", &row->words) && read_u32(item, "read", &row->read) &&
                line_read_text(item, "text", text, sizeof text);
    if (fits)
        utf8_sanitize(text, strlen(text), false, row->text, sizeof row->text);
    return fits;
}

static bool read_worst(const json_t *list, struct judgement *judgement)
{
    bool fits = true;
    judgement->worst_count = (uint32_t)items(list, JUDGEMENT_WORST);
    for (size_t i = 0; i < judgement->worst_count; i++)
        fits = read_row(json_array_get(list, i), &judgement->worst[i]) && fits;
    return fits;
}

static const char *read_judgement(const json_t *object, struct judgement *judgement)
{
    static const struct {
        const char *key;
        bool (*read)(const json_t *list, struct judgement *judgement);
    } list[] = {
        {"calibration", read_steps}, {"histogram", read_histogram}, {"roc", read_curves},
        {"lengths", read_lengths},   {"worst", read_worst},
    };
    if (!read_u32(object, "rows", &judgement->rows))
        return "rows";
    if (!read_u32(object, "classes", &judgement->classes))
        return "classes";
    if (!read_u32(object, "wrong", &judgement->wrong))
        return "wrong";
    if (!read_u32(object, "sure", &judgement->sure))
        return "sure";
    if (!line_read_float(object, "calibration_error", &judgement->calibration_error))
        return "calibration_error";
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        const json_t *value = line_member(object, list[i].key);
        if ((value && !json_is_array(value)) || !list[i].read(value, judgement))
            return list[i].key;
    }
    return NULL;
}

const char *event_judgement_read(const json_t *object, struct run_event *event)
{
    struct judgement *judgement = calloc(1, sizeof *judgement); /* large for a stack, in a thread */
    const char *wrong = NULL;
    if (judgement && line_member(object, "rows"))
        wrong = read_judgement(object, judgement);
    if (judgement && !wrong && judgement->rows > 0)
        event->parcel = parcel_new(judgement, sizeof *judgement);
    free(judgement);
    return wrong;
}
