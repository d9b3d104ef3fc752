#include "config.h"

#include "tests/run/curves.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEN 10

static double figure(const json_t *list, size_t i)
{
    const json_t *value = json_array_get(list, i);
    return json_is_number(value) ? json_number_value(value) : NAN;
}

static uint32_t whole(const struct curves_tape *tape, const char *key)
{
    return (uint32_t)json_integer_value(json_object_get(tape->json, key));
}

static void take_confusion(struct metrics *metrics, const json_t *list)
{
    size_t cells = json_array_size(list);
    *metrics = (struct metrics){.auc = NAN};
    while ((size_t)metrics->classes * metrics->classes < cells)
        metrics->classes++;
    for (size_t i = 0; i < cells; i++)
        metrics->confusion[i] = (uint32_t)json_integer_value(json_array_get(list, i));
}

static uint64_t rows_of(const struct metrics *metrics)
{
    uint64_t rows = 0;
    for (size_t i = 0; i < (size_t)metrics->classes * metrics->classes; i++)
        rows += metrics->confusion[i];
    return rows;
}

static void tell(struct curves_tape *tape, struct told_board *told, struct run_event event)
{
    told_board_tell(told, BOARD_TRAINER, tape->run, event);
    told_board_poll(told);
}

/* Where the recording says nothing of its data: what its figures show. */
static void tell_data(struct curves_tape *tape, struct told_board *told,
                      const struct run_spec *spec)
{
    struct run_event event = {.kind = EVENT_DATA};
    struct data_event *data = &event.as.data;
    struct metrics val, test;
    const json_t *facts = json_object_get(tape->json, "data");
    take_confusion(&val,
                   json_array_get(json_array_get(json_object_get(tape->json, "epochs"), 0), 4));
    take_confusion(&test, json_array_get(json_object_get(tape->json, "test"), 2));
    *data = (struct data_event){.train = (uint64_t)whole(tape, "batches") * spec->batch_size,
                                .validation = rows_of(&val),
                                .test = rows_of(&test),
                                .num_words = spec->data.num_words,
                                .maxlen = spec->data.maxlen,
                                .classes = val.classes};
    data->padding = figure(facts, 0);
    data->unknown = figure(facts, 1);
    data->full = figure(facts, 2);
    data->blank = figure(facts, 3);
    snprintf(data->name, sizeof data->name, "%s", "recorded");
    tell(tape, told, event);
}

void tape_open(struct curves_tape *tape, struct told_board *told, const char *name)
{
    char path[1024];
    json_error_t wrong;
    struct rt_error error;
    struct run_spec spec;
    const char *top = getenv("top_srcdir");
    *tape = (struct curves_tape){.run = board_runs(told->board)};
    snprintf(path, sizeof path, "%s/tests/run/curves/%s.json", top ? top : ".", name);
    tape->json = json_load_file(path, 0, &wrong);
    if (!tape->json ||
        run_spec_from_json(json_object_get(tape->json, "spec"), &spec, &error) != RT_OK) {
        fprintf(stderr, "%s can't be read: line %d: %s\n", path, wrong.line, wrong.text);
        abort();
    }
    told_board_run(told, &spec);
    tell_data(tape, told, &spec);
}

void tape_close(struct curves_tape *tape)
{
    json_decref(tape->json);
}

/* Ten batches as one step. */
static void tell_batches(struct curves_tape *tape, struct told_board *told, uint64_t last)
{
    const json_t *loss = json_object_get(tape->json, "loss");
    const json_t *epochs = json_object_get(tape->json, "epochs");
    uint32_t batches = whole(tape, "batches");
    while (tape->batch < last) {
        struct step_event step = {.first = tape->batch + 1, .batches = batches};
        size_t ten = (size_t)(tape->batch / TEN);
        do {
            merged_add(&step.loss, (float)figure(loss, ten));
            merged_add(&step.accuracy, (float)figure(json_array_get(epochs, tape->epoch - 1), 1));
            tape->batch++;
        } while (tape->batch < last && tape->batch % TEN != 0);
        step.last = tape->batch;
        step.epoch = (uint32_t)((step.last - 1) / batches) + 1;
        step.batch = (uint32_t)((step.last - 1) % batches) + 1;
        told_board_step(told, tape->run, &step);
        told_board_poll(told);
    }
}

bool tape_epoch(struct curves_tape *tape, struct told_board *told)
{
    const json_t *one = json_array_get(json_object_get(tape->json, "epochs"), tape->epoch);
    if (!one)
        return false;
    tape->epoch++;
    tell_batches(tape, told, tape->epoch * (uint64_t)whole(tape, "batches"));
    struct run_event event = {.kind = EVENT_EPOCH};
    event.as.epoch = (struct epoch_event){.epoch = (uint32_t)tape->epoch,
                                          .step = tape->batch,
                                          .loss = (float)figure(one, 0),
                                          .accuracy = (float)figure(one, 1),
                                          .val_loss = (float)figure(one, 2),
                                          .val_accuracy = (float)figure(one, 3)};
    take_confusion(&event.as.epoch.val, json_array_get(one, 4));
    tell(tape, told, event);
    return true;
}

void tape_end(struct curves_tape *tape, struct told_board *told)
{
    const json_t *test = json_object_get(tape->json, "test");
    const char *state = json_string_value(json_object_get(tape->json, "end"));
    tell_batches(tape, told, whole(tape, "last"));
    if (test) {
        struct run_event event = {.kind = EVENT_TEST};
        event.as.test.loss = (float)figure(test, 0);
        event.as.test.accuracy = (float)figure(test, 1);
        take_confusion(&event.as.test.metrics, json_array_get(test, 2));
        tell(tape, told, event);
    }
    struct run_event event = {.kind = EVENT_END};
    event.as.end.state = strcmp(state, "done") == 0 ? RUN_DONE : RUN_STOPPED;
    event.as.end.position = (float)tape->epoch;
    tell(tape, told, event);
}

const char *tape_line(const struct curves_tape *tape)
{
    return json_string_value(json_array_get(json_object_get(tape->json, "line"), tape->epoch - 1));
}
