/* What is printed without a screen: Keras's lines, JSON, the lines left behind. */
#include "config.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/report/json_lines.h"
#include "rnntop/report/progress.h"
#include "rnntop/report/reporter.h"
#include "rnntop/report/summary.h"
#include "rnntop/spec/model_text.h"
#include "rnntop/spec/settings.h"
#include "rnntop/store/event_json.h"
#include "tests/run/run_events.h"
#include "tests/spec/planned.h"

static void numbers_have_commas(void **state)
{
    (void)state;
    char text[SUMMARY_NUMBER_SIZE];
    summary_number(0, text);
    assert_string_equal(text, "0");
    summary_number(999, text);
    assert_string_equal(text, "999");
    summary_number(643713, text);
    assert_string_equal(text, "643,713");
    summary_number(1234567, text);
    assert_string_equal(text, "1,234,567");
}

static const char lstm_summary[] =
    "Model: \"sequential\"\n"
    "_________________________________________________________________\n"
    "Layer (type)                 Output Shape              Param #   \n"
    "=================================================================\n"
    "embedding (Embedding)        (None, None, 128)         512000    \n"
    "_________________________________________________________________\n"
    "lstm (LSTM)                  (None, 128)               131584    \n"
    "_________________________________________________________________\n"
    "dense (Dense)                (None, 1)                 129       \n"
    "=================================================================\n"
    "Total params: 643,713\n"
    "Trainable params: 643,713\n"
    "Non-trainable params: 0\n"
    "_________________________________________________________________\n";

static void summary_is_keras_table(void **state)
{
    (void)state;
    char *text;
    size_t size;
    struct model_spec model;
    FILE *out = open_memstream(&text, &size);
    model_spec_lesson(&model, LAYER_LSTM, 4000, 128, 128, 100);
    summary_print(out, &model, "sequential");
    fclose(out);
    assert_string_equal(text, lstm_summary);
    free(text);
}

/* Written by hand after keras-team's print_summary() of TensorFlow 2.0: a title longer than its
 * column is cut, and its last place is a blank. */
static const struct {
    const char *model, *table;
} architectures[] = {
    {"embedding:128,bidirectional(lstm:64),bidirectional(lstm:32),dense:64:activation=relu,"
     "dropout:0.5",
     "embedding (Embedding)        (None, None, 128)         512000    \n"
     "bidirectional (Bidirectional (None, None, 128)         98816     \n"
     "bidirectional_1 (Bidirection (None, 64)                41216     \n"
     "dense (Dense)                (None, 64)                4160      \n"
     "dropout (Dropout)            (None, 64)                0         \n"
     "dense_1 (Dense)              (None, 1)                 65        \n"
     "Total params: 656,257\n"},
    {"embedding:32,lstm:16,lstm:16:dropout=0.2,lstm:8",
     "embedding (Embedding)        (None, None, 32)          128000    \n"
     "lstm (LSTM)                  (None, None, 16)          3136      \n"
     "lstm_1 (LSTM)                (None, None, 16)          2112      \n"
     "lstm_2 (LSTM)                (None, 8)                 800       \n"
     "dense (Dense)                (None, 1)                 9         \n"
     "Total params: 134,057\n"},
    {"embedding:64:mask_zero,gru:32",
     "embedding (Embedding)        (None, None, 64)          256000    \n"
     "gru (GRU)                    (None, 32)                9408      \n"
     "dense (Dense)                (None, 1)                 33        \n"
     "Total params: 265,441\n"},
    {"embedding:100,spatial_dropout:0.2,bidirectional(gru:50):merge=sum,max_pooling,"
     "dense:16:activation=relu",
     "embedding (Embedding)        (None, None, 100)         400000    \n"
     "spatial_dropout1d (SpatialDr (None, None, 100)         0         \n"
     "bidirectional (Bidirectional (None, None, 50)          45600     \n"
     "global_max_pooling1d (Global (None, 50)                0         \n"
     "dense (Dense)                (None, 16)                816       \n"
     "dense_1 (Dense)              (None, 1)                 17        \n"
     "Total params: 446,433\n"},
    {"embedding:16,dropout:0.1,simplernn:8,dropout:0.1,average_pooling",
     "embedding (Embedding)        (None, None, 16)          64000     \n"
     "dropout (Dropout)            (None, None, 16)          0         \n"
     "simple_rnn (SimpleRNN)       (None, None, 8)           200       \n"
     "dropout_1 (Dropout)          (None, None, 8)           0         \n"
     "global_average_pooling1d (Gl (None, 8)                 0         \n"
     "dense (Dense)                (None, 1)                 9         \n"
     "Total params: 64,209\n"},
    {"embedding:16,bidirectional(lstm:8),attention",
     "embedding (Embedding)        (None, None, 16)          64000     \n"
     "bidirectional (Bidirectional (None, None, 16)          1600      \n"
     "attention (AttentionPooling) (None, 16)                17        \n"
     "dense (Dense)                (None, 1)                 17        \n"
     "Total params: 65,634\n"},
};

/* The rules and the headings are those of the table above; what differs is compared. */
static bool keep_line(const char *line)
{
    static const char *const same[] = {"Model:", "___", "===", "Layer", "Trainable", "Non-"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        if (strncmp(line, same[i], strlen(same[i])) == 0)
            return false;
    }
    return true;
}

static void summaries_of_other_architectures(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof architectures / sizeof *architectures; i++) {
        char *text, kept[2048] = "";
        size_t size;
        struct model_spec model;
        struct rt_error error;
        FILE *out = open_memstream(&text, &size);
        assert_int_equal(
            model_text_parse(architectures[i].model, 4000, 100, &model, "model", &error), RT_OK);
        summary_print(out, &model, "sequential");
        fclose(out);
        for (char *line = text; *line; line += strcspn(line, "\n") + 1) {
            if (keep_line(line))
                strncat(kept, line, strcspn(line, "\n") + 1);
        }
        assert_string_equal(kept, architectures[i].table);
        free(text);
    }
}

/* Who is watched from afar may never have told how many there are, or other numbers than it shows.
 */
static void progress_of_what_nobody_counted(void **state)
{
    (void)state;
    char line[PROGRESS_LINE_SIZE];
    progress_line(line, 0, 0, 0, 0.5, 0.75);
    assert_string_equal(line,
                        "0/0 [..............................] - loss: 0.5000 - accuracy: 0.7500");
    progress_line(line, 900, 30, 1, 0.5, 0.75);
    assert_non_null(strstr(line, "[==============================]"));
}

static void progress_is_keras_line(void **state)
{
    (void)state;
    char line[PROGRESS_LINE_SIZE];
    progress_line(line, 5430, 17500, 5.4, 0.6912, 0.5203);
    assert_string_equal(line, " 5430/17500 [========>.....................] - ETA: 12s - loss: "
                              "0.6912 - accuracy: 0.5203");
    progress_line(line, 30, 17500, 1, 0.00012345, 1);
    assert_string_equal(line, "   30/17500 [..............................] - ETA: 9:42 - loss: "
                              "1.2345e-04 - accuracy: 1.0000");
    progress_line(line, 30, 1750000, 1, 0.5, 1);
    assert_non_null(strstr(line, "ETA: 16:12:12"));
    struct epoch_event epoch = {.loss = 0.6120f,
                                .accuracy = 0.6512f,
                                .val_loss = 0.5310f,
                                .val_accuracy = 0.7401f,
                                .seconds = 17,
                                .val_seconds = 1};
    progress_epoch_line(line, 17500, &epoch);
    assert_string_equal(line,
                        "17500/17500 [==============================] - 18s 1ms/sample - loss: "
                        "0.6120 - accuracy: 0.6512 - val_loss: 0.5310 - val_accuracy: 0.7401");
    epoch.val_loss = NAN;
    epoch.seconds = 1;
    progress_epoch_line(line, 17500, &epoch);
    assert_string_equal(line, "17500/17500 [==============================] - 2s 114us/sample - "
                              "loss: 0.6120 - accuracy: 0.6512");
}

/* One object's line from an event. */
static json_t *line_of(const struct run_event *event)
{
    char *text;
    size_t size;
    struct run_spec spec = {.slug = "lstm"};
    FILE *out = open_memstream(&text, &size);
    assert_true(event_json_write(out, spec.slug, event, false));
    fclose(out);
    json_t *object = size ? json_loads(text, 0, NULL) : NULL;
    if (size) {
        assert_true(text[size - 1] == '\n');
        assert_ptr_equal(strchr(text, '\n'), text + size - 1);
    }
    free(text);
    return object;
}

static void json_has_the_promised_keys(void **state)
{
    (void)state;
    struct run_event event = {.kind = EVENT_EPOCH};
    event.as.epoch = (struct epoch_event){.epoch = 1,
                                          .loss = 0.5f,
                                          .accuracy = 0.75f,
                                          .val_loss = NAN,
                                          .val_accuracy = 0.8125f,
                                          .seconds = 2.5,
                                          .val_seconds = 0.5,
                                          .samples_per_second = 7000};
    json_t *line = line_of(&event);
    assert_string_equal(json_string_value(json_object_get(line, "event")), "epoch");
    assert_string_equal(json_string_value(json_object_get(line, "run")), "lstm");
    assert_int_equal(json_integer_value(json_object_get(line, "epoch")), 1);
    assert_true(json_real_value(json_object_get(line, "loss")) == 0.5);
    assert_true(json_is_null(json_object_get(line, "val_loss")));
    assert_true(json_real_value(json_object_get(line, "val_accuracy")) == 0.8125);
    assert_true(json_real_value(json_object_get(line, "seconds")) == 2.5);
    assert_true(json_real_value(json_object_get(line, "val_seconds")) == 0.5);
    assert_true(json_real_value(json_object_get(line, "samples_per_second")) == 7000);
    json_decref(line);

    event = (struct run_event){.kind = EVENT_TEST};
    event.as.test = (struct test_event){.loss = 0.5f, .accuracy = 0.81608f, .seconds = 1};
    line = line_of(&event);
    assert_true(fabs(json_real_value(json_object_get(line, "accuracy")) - 0.81608) < 1e-9);
    json_decref(line);

    event = (struct run_event){.kind = EVENT_SAVED};
    event.as.saved.ok = true;
    event.parcel = parcel_of_text("a\"b\\c.safetensors");
    line = line_of(&event);
    event_drop(&event);
    assert_string_equal(json_string_value(json_object_get(line, "path")), "a\"b\\c.safetensors");
    json_decref(line);

    event = event_of_error("the loss became NaN");
    event.as.error = (struct error_event){.epoch = 5, .batch = 211};
    line = line_of(&event);
    event_drop(&event);
    assert_string_equal(json_string_value(json_object_get(line, "message")), "the loss became NaN");
    assert_int_equal(json_integer_value(json_object_get(line, "batch")), 211);
    json_decref(line);

    event = (struct run_event){.kind = EVENT_NONE};
    assert_null(line_of(&event)); /* batches are asked for */
}

static void data_line_tells_what_is_made_up(void **state)
{
    (void)state;
    struct run_event event = {.kind = EVENT_DATA, .parcel = parcel_of_text("imdb.npz")};
    event.as.data = (struct data_event){.train = 17500, .name = "IMDB"};
    json_t *line = line_of(&event);
    assert_string_equal(json_string_value(json_object_get(line, "name")), "IMDB");
    assert_true(json_is_false(json_object_get(line, "made_up")));
    assert_true(json_is_null(json_object_get(line, "ceiling_whole")));
    assert_true(json_is_null(json_object_get(line, "ceiling")));
    json_decref(line);

    event.as.data.made_up = true;
    event.as.data.ceiling_whole = 0.9375;
    event.as.data.ceiling = 0.875;
    line = line_of(&event);
    assert_true(json_is_true(json_object_get(line, "made_up")));
    assert_true(json_real_value(json_object_get(line, "ceiling_whole")) == 0.9375);
    assert_true(json_real_value(json_object_get(line, "ceiling")) == 0.875);
    assert_string_equal(json_string_value(json_object_get(line, "path")), "imdb.npz");
    json_decref(line);
    event_drop(&event);
}

static struct run_event callback(enum callback_kind kind)
{
    struct run_event event = {.kind = EVENT_CALLBACK};
    event.as.callback = (struct callback_event){.kind = kind,
                                                .epoch = 3,
                                                .step = 1752,
                                                .from = 0.001f,
                                                .to = 0.0001f,
                                                .monitor = MONITOR_VAL_LOSS,
                                                .reason = RATE_PLATEAU,
                                                .waited = 1};
    return event;
}

/* tensorflow/python/keras/callbacks.py, with verbose=1. */
static void callbacks_speak_as_kerass(void **state)
{
    (void)state;
    char line[PROGRESS_LINE_SIZE];
    struct run_event event = callback(CALLBACK_RATE);
    assert_true(progress_callback_line(line, &event.as.callback));
    assert_string_equal(line, "Epoch 00003: ReduceLROnPlateau reducing learning rate to 0.0001.");
    event = callback(CALLBACK_STOP);
    assert_true(progress_callback_line(line, &event.as.callback));
    assert_string_equal(line, "Epoch 00003: early stopping");
    event = callback(CALLBACK_RESTORE);
    assert_true(progress_callback_line(line, &event.as.callback));
    assert_string_equal(line, "Restoring model weights from the end of the best epoch: 3.");
    event = callback(CALLBACK_BEST);
    assert_false(progress_callback_line(line, &event.as.callback)); /* EarlyStopping says nothing */
    event.as.callback.saves = true;
    event.as.callback.from = INFINITY;
    event.as.callback.to = 0.5f;
    assert_true(progress_callback_line(line, &event.as.callback));
    assert_string_equal(line, "Epoch 00003: val_loss improved from inf to 0.50000, saving model");
}

static void callbacks_are_json_too(void **state)
{
    (void)state;
    static const char *const names[CALLBACK_KINDS] = {"best", "learning_rate", "early_stopping",
                                                      "restored"};
    static const char *const message[CALLBACK_KINDS] = {
        NULL, "learning rate 0.001 -> 0.0001: val_loss has not improved for 1 epoch",
        "stopped early, after epoch 3: val_loss has not improved for 1 epoch",
        "back at the weights of epoch 3, the best by val_loss"};
    for (int kind = 0; kind < CALLBACK_KINDS; kind++) {
        struct run_event event = callback((enum callback_kind)kind);
        json_t *line = line_of(&event);
        assert_string_equal(json_string_value(json_object_get(line, "event")), names[kind]);
        assert_int_equal(json_integer_value(json_object_get(line, "epoch")), 3);
        if (kind != CALLBACK_BEST)
            assert_string_equal(json_string_value(json_object_get(line, "message")), message[kind]);
        if (kind == CALLBACK_RATE)
            assert_true(json_real_value(json_object_get(line, "to")) == 0.0001);
        json_decref(line);
    }
}

static void model_line_tells_parameters(void **state)
{
    (void)state;
    char *text;
    size_t size;
    struct settings settings;
    struct run_spec runs[SETTINGS_MAX_RUNS];
    settings_init(&settings);
    planned_runs(&settings, runs);
    FILE *out = open_memstream(&text, &size);
    assert_true(json_lines_model(out, &runs[1], &(struct run_event){.kind = EVENT_DATA}));
    fclose(out);
    json_t *line = json_loads(text, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(line, "event")), "model");
    assert_int_equal(json_integer_value(json_object_get(line, "parameters")), 643713);
    json_decref(line);
    free(text);
    settings_free(&settings);
}

static const struct run_id RUN = {"20261128-073012-345-k3f9"};

/* Sends an event of that run. */
static void tell(struct ring *ring, struct run_event event)
{
    event.run = RUN;
    ring_send(ring, event);
}

/* A board with one LSTM run whose ring the test fills. */
struct watched {
    struct board *board;
    struct run_spec spec;
    struct ring *ring;
    struct reporter *reporter;
    char *out_text, *talk_text;
    size_t out_size, talk_size;
    FILE *out, *talk;
};

static void watch(struct watched *watched, enum reporter_json json)
{
    struct settings settings;
    struct run_spec runs[SETTINGS_MAX_RUNS];
    memset(watched, 0, sizeof *watched);
    settings_init(&settings);
    planned_runs(&settings, runs);
    watched->spec = runs[1];
    settings_free(&settings);
    watched->out = open_memstream(&watched->out_text, &watched->out_size);
    watched->talk = open_memstream(&watched->talk_text, &watched->talk_size);
    assert_int_equal(ring_create(&watched->ring, 64, 8, NULL), RT_OK);
    assert_int_equal(board_create(&watched->board, NULL), RT_OK);
    board_listen(watched->board, BOARD_TRAINER, watched->ring);
    ring_send(watched->ring, event_of_run(RUN.text, &watched->spec));
    board_poll(watched->board, 1);
    struct reporter_options options = {.out = watched->out, .talk = watched->talk, .json = json};
    assert_int_equal(reporter_create(&watched->reporter, watched->board, &options, NULL), RT_OK);
    board_observe(watched->board, reporter_observe, watched->reporter);
}

static const struct data_event imdb = {.train = 17500,
                                       .validation = 7500,
                                       .test = 25000,
                                       .num_words = 4000,
                                       .maxlen = 100,
                                       .name = "IMDB"};

static void play_a_run_on(struct watched *watched, const struct data_event *data, bool fallback)
{
    struct ring *ring = watched->ring;
    struct run_event event = {.kind = EVENT_SOURCE};
    event.as.source.fallback = fallback;
    tell(ring, event);
    event = (struct run_event){.kind = EVENT_DATA, .parcel = parcel_of_text("x.npz")};
    event.as.data = *data;
    tell(ring, event);
    struct step_event step = {.first = 1, .last = 1, .epoch = 1, .batch = 1, .batches = 584};
    merged_add(&step.loss, 0.7f);
    merged_add(&step.accuracy, 0.5f);
    merged_add(&step.gradient, 1.0f);
    ring_step(ring, &RUN, &step);
    event = (struct run_event){.kind = EVENT_EPOCH};
    event.as.epoch = (struct epoch_event){.epoch = 1,
                                          .step = 584,
                                          .loss = 0.6120f,
                                          .accuracy = 0.6512f,
                                          .val_loss = 0.5310f,
                                          .val_accuracy = 0.7401f,
                                          .seconds = 17,
                                          .val_seconds = 1};
    tell(ring, event);
    event = (struct run_event){.kind = EVENT_TEST};
    event.as.test = (struct test_event){.loss = 0.45678f, .accuracy = 0.81608f, .seconds = 2};
    tell(ring, event);
    char path[256];
    snprintf(path, sizeof path, "%s/m.safetensors", getenv("HOME"));
    tell(ring, event_of_saved(true, 1, path));
    event = (struct run_event){.kind = EVENT_END};
    event.as.end = (struct end_event){RUN_DONE, 1};
    tell(ring, event);
    while (board_poll(watched->board, 100))
        ;
    fflush(watched->out);
    fflush(watched->talk);
}

static void play_a_run(struct watched *watched)
{
    play_a_run_on(watched, &imdb, false);
}

static void unwatch(struct watched *watched)
{
    board_destroy(watched->board);
    ring_destroy(watched->ring);
    reporter_destroy(watched->reporter);
    fclose(watched->out);
    fclose(watched->talk);
    free(watched->out_text);
    free(watched->talk_text);
}

static void plain_output_is_the_notebook(void **state)
{
    (void)state;
    struct watched watched;
    char expected[2000];
    watch(&watched, REPORT_JSON_NONE);
    play_a_run(&watched);
    snprintf(expected, sizeof expected,
             "\nLSTM, seed 1\n%s"
             "Train on 17500 samples, validate on 7500 samples\n"
             "Epoch 1/10\n"
             "17500/17500 [==============================] - 18s 1ms/sample - loss: 0.6120 - "
             "accuracy: 0.6512 - val_loss: 0.5310 - val_accuracy: 0.7401\n"
             "Test loss: 0.45678\n"
             "Test accuracy: 0.81608\n",
             lstm_summary);
    assert_string_equal(watched.out_text, expected);
    assert_string_equal(watched.talk_text, "rnntop: LSTM: saved ~/m.safetensors\n");
    assert_true(reporter_ok(watched.reporter));
    assert_false(reporter_trouble(watched.reporter));
    unwatch(&watched);
}

static void json_output_is_an_object_a_line(void **state)
{
    (void)state;
    static const char *const events[] = {"stream", "source", "data",  "model",
                                         "epoch",  "test",   "saved", "end"};
    struct watched watched;
    watch(&watched, REPORT_JSON_EVENTS);
    play_a_run(&watched);
    char *line = strtok(watched.out_text, "\n");
    for (size_t i = 0; i < sizeof events / sizeof *events; i++, line = strtok(NULL, "\n")) {
        assert_non_null(line);
        json_t *object = json_loads(line, 0, NULL);
        assert_string_equal(json_string_value(json_object_get(object, "event")), events[i]);
        json_decref(object);
    }
    assert_null(line);
    assert_string_equal(watched.talk_text, "");
    unwatch(&watched);
}

static void failures_are_remembered(void **state)
{
    (void)state;
    struct watched watched;
    watch(&watched, REPORT_JSON_NONE);
    tell(watched.ring, event_of_saved(false, 1, "m.safetensors: the disk is full"));
    while (board_poll(watched.board, 100))
        ;
    fflush(watched.talk);
    assert_true(reporter_trouble(watched.reporter));
    assert_string_equal(watched.talk_text,
                        "rnntop: LSTM: not saved: m.safetensors: the disk is full\n");
    unwatch(&watched);
}

static void output_that_is_full_is_noticed(void **state)
{
    (void)state;
    struct watched watched;
    FILE *full = fopen("/dev/full", "w");
    if (!full)
        skip();
    watch(&watched, REPORT_JSON_NONE);
    struct reporter_options options = {.out = full, .talk = watched.talk};
    struct reporter *reporter;
    assert_int_equal(reporter_create(&reporter, watched.board, &options, NULL), RT_OK);
    board_observe(watched.board, reporter_observe, reporter);
    play_a_run(&watched);
    assert_false(reporter_ok(reporter));
    assert_int_equal(reporter_failure(reporter), ENOSPC);
    reporter_destroy(reporter);
    fclose(full);
    unwatch(&watched);
}

static void farewell_is_a_line_a_run(void **state)
{
    (void)state;
    struct watched watched;
    char *text;
    size_t size;
    watch(&watched, REPORT_JSON_EVENTS);
    play_a_run(&watched);
    FILE *out = open_memstream(&text, &size);
    reporter_farewell(out, watched.board, true);
    fclose(out);
    assert_string_equal(text, "LSTM  seed 1  1 of 10 epochs  test accuracy 0.81608  "
                              "~/m.safetensors\n");
    free(text);
    unwatch(&watched);
}

static void farewell_tells_of_early_stopping(void **state)
{
    (void)state;
    struct watched watched;
    char *text;
    size_t size;
    watch(&watched, REPORT_JSON_EVENTS);
    struct run_event stop = callback(CALLBACK_STOP);
    stop.as.callback.epoch = 1;
    tell(watched.ring, stop);
    play_a_run(&watched);
    FILE *out = open_memstream(&text, &size);
    reporter_farewell(out, watched.board, true);
    fclose(out);
    assert_string_equal(text, "LSTM  seed 1  1 of 10 epochs, stopped early  test accuracy 0.81608  "
                              "~/m.safetensors\n");
    free(text);
    unwatch(&watched);
}

/* What is made up is named in all that is left behind. */
static void made_up_data_is_called_so(void **state)
{
    (void)state;
    struct watched watched;
    struct data_event data = imdb;
    char *text;
    size_t size;
    data.made_up = true;
    data.ceiling_whole = 0.944;
    data.ceiling = 0.919;
    snprintf(data.name, sizeof data.name, "DEMO corpus (made up)");
    watch(&watched, REPORT_JSON_NONE);
    play_a_run_on(&watched, &data, true);
    assert_string_equal(watched.talk_text, "rnntop: Not IMDB: the built-in demo corpus.  rnntop "
                                           "fetch imdb brings the real one\n"
                                           "rnntop: LSTM: saved ~/m.safetensors\n");
    FILE *out = open_memstream(&text, &size);
    reporter_farewell(out, watched.board, true);
    fclose(out);
    assert_string_equal(text,
                        "DEMO corpus (made up), 4,000 words, 100 tokens; a perfect reader: 0.919\n"
                        "LSTM  seed 1  1 of 10 epochs  test accuracy 0.81608  ~/m.safetensors\n");
    free(text);
    unwatch(&watched);
}

int main(void)
{
    setenv("HOME", "/home/ada", 1); /* what is shown as "~" */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_have_commas),
        cmocka_unit_test(summary_is_keras_table),
        cmocka_unit_test(summaries_of_other_architectures),
        cmocka_unit_test(progress_of_what_nobody_counted),
        cmocka_unit_test(progress_is_keras_line),
        cmocka_unit_test(json_has_the_promised_keys),
        cmocka_unit_test(callbacks_speak_as_kerass),
        cmocka_unit_test(callbacks_are_json_too),
        cmocka_unit_test(data_line_tells_what_is_made_up),
        cmocka_unit_test(model_line_tells_parameters),
        cmocka_unit_test(plain_output_is_the_notebook),
        cmocka_unit_test(json_output_is_an_object_a_line),
        cmocka_unit_test(failures_are_remembered),
        cmocka_unit_test(output_that_is_full_is_noticed),
        cmocka_unit_test(farewell_is_a_line_a_run),
        cmocka_unit_test(farewell_tells_of_early_stopping),
        cmocka_unit_test(made_up_data_is_called_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
