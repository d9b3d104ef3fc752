#include "config.h"

#include "rnntop/train/facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/data/row_text.h"
#include "rnntop/spec/model_text.h"

void facts_of_data(const struct dataset *data, struct run_event *event)
{
    *event = (struct run_event){.kind = EVENT_DATA};
    struct data_event *facts = &event->as.data;
    facts->train = data->train.rows;
    facts->validation = data->validation.rows;
    facts->test = data->test.rows;
    facts->num_words = data->num_words;
    facts->maxlen = data->maxlen;
    facts->classes = (uint32_t)data->classes;
    facts->rare_class = data->rare_class;
    facts->words_shortest = data->lengths.shortest;
    facts->words_median = data->lengths.median;
    facts->words_p95 = data->lengths.most;
    facts->words_longest = data->lengths.longest;
    facts->made_up = data->made_up;
    facts->ceiling_whole = data->ceiling_whole;
    facts->ceiling = data->ceiling;
    facts->padding = data->facts.padding;
    facts->unknown = data->facts.unknown;
    facts->full = data->facts.full;
    facts->blank = data->facts.blank;
    snprintf(facts->name, sizeof facts->name, "%s", data->name);
    event->parcel = parcel_of_text(data->path);
}

void facts_of_defaults(const struct run_spec *spec, const struct dataset *data,
                       struct run_event *event)
{
    const struct data_lengths *lengths = &data->lengths;
    const bool masked = spec->model.layer[0].mask_zero;
    struct rt_error note = {0};
    char label[RUN_NAME_SIZE];
    if (spec->defaults == DEFAULTS_RECIPE)
        rt_fail(&note, ERR_TEXTS_HAVE_RECIPE, lengths->shortest, lengths->longest,
                model_text_label(&spec->model, label));
    else if (masked)
        rt_fail(&note, ERR_TEXTS_ARE_MASKED, lengths->shortest, lengths->longest,
                spec->data.maxlen);
    else
        rt_fail(&note, ERR_TEXTS_ARE_MEASURED, lengths->shortest, lengths->longest,
                spec->data.maxlen);
    *event = (struct run_event){.kind = EVENT_MESSAGE, .parcel = parcel_of_error(&note)};
}

/* What the event says of one part of the data; counts [classes] is room to count in. */
static void count(const struct data_rows *rows, enum data_part part, uint32_t *counts,
                  struct classes_event *facts)
{
    size_t classes = facts->classes;
    memset(counts, 0, classes * sizeof *counts);
    for (size_t row = 0; row < rows->rows; row++) {
        size_t label = (size_t)rows->y[row];
        counts[label < classes ? label : classes - 1]++;
    }
    facts->guess[part] = guess_of_counts(counts, classes);
    if (classes <= METRICS_MAX_CLASSES)
        memcpy(facts->rows[part], counts, classes * sizeof *counts);
}

void facts_of_classes(const struct dataset *data, struct run_event *event)
{
    *event = (struct run_event){.kind = EVENT_CLASSES};
    struct classes_event *facts = &event->as.classes;
    size_t classes = data->classes;
    facts->classes = (uint32_t)classes;
    uint32_t *counts = malloc(classes * sizeof *counts);
    if (counts) { /* else nobody counts, and watchers take all classes for equally common */
        count(&data->train, PART_TRAIN, counts, facts);
        count(&data->validation, PART_VALIDATION, counts, facts);
        count(&data->test, PART_TEST, counts, facts);
    }
    free(counts);
    for (size_t i = 0; classes <= METRICS_MAX_CLASSES && i < classes; i++)
        utf8_sanitize(data->class_name[i], strlen(data->class_name[i]), false, facts->name[i],
                      sizeof facts->name[i]);
}

/* The texts of the rows that were judged most wrongly. */
static void add_texts(const struct dataset *data, struct judgement *judgement)
{
    for (size_t i = 0; i < judgement->worst_count; i++) {
        struct judged_row *worst = &judgement->worst[i];
        const int32_t *x = data->validation.x + (size_t)worst->row * data->maxlen;
        worst->read = (uint32_t)row_text_words(x, data->maxlen);
        row_text(data->vocabulary, x, data->maxlen, worst->text, sizeof worst->text);
    }
}

void facts_of_validation(const struct dataset *data, struct metrics_scratch *scratch,
                         uint32_t epoch, struct run_event *event)
{
    struct judgement judgement;
    const struct data_rows *rows = &data->validation;
    *event = (struct run_event){.kind = EVENT_JUDGED};
    event->as.judged.epoch = epoch;
    judgement_make(&judgement, scratch, rows->y, rows->words, rows->rows);
    add_texts(data, &judgement);
    event->parcel = parcel_new(&judgement, sizeof judgement);
}
