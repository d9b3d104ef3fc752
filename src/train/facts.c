#include "config.h"

#include "rnntop/train/facts.h"

#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"

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
    facts->made_up = data->made_up;
    facts->ceiling_whole = data->ceiling_whole;
    facts->ceiling = data->ceiling;
    snprintf(facts->name, sizeof facts->name, "%s", data->name);
    event->parcel = parcel_of_text(data->path);
}

static void count(const struct data_rows *rows, size_t classes, uint32_t counts[])
{
    for (size_t row = 0; row < rows->rows; row++) {
        size_t label = (size_t)rows->y[row];
        counts[label < classes ? label : classes - 1]++;
    }
}

void facts_of_classes(const struct dataset *data, struct run_event *event)
{
    *event = (struct run_event){.kind = EVENT_CLASSES};
    struct classes_event *facts = &event->as.classes;
    size_t classes = data->classes;
    facts->classes = (uint32_t)classes;
    if (classes > METRICS_MAX_CLASSES)
        return;
    count(&data->train, classes, facts->rows[PART_TRAIN]);
    count(&data->validation, classes, facts->rows[PART_VALIDATION]);
    count(&data->test, classes, facts->rows[PART_TEST]);
    for (size_t i = 0; i < classes; i++)
        utf8_sanitize(data->class_name[i], strlen(data->class_name[i]), false, facts->name[i],
                      sizeof facts->name[i]);
}
