#include "config.h"

#include "ui_house.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/ui/notices.h"
#include "rnntop/ui/screen_refresh.h"
#include "rnntop/ui/views/views.h"

static void note(struct ui_house *house, const char *what)
{
    size_t length = strlen(house->asked);

    snprintf(house->asked + length, sizeof(house->asked) - length, "%s ", what);
}

static void new_run(struct ui_house *house, enum layer_kind kind, uint64_t seed)
{
    struct run_spec spec = {.epochs = UI_EPOCHS, .batch_size = 30, .seed = seed};

    model_spec_lesson(&spec.model, kind, 4000, 128, 128, 100);
    spec.data = (struct data_spec){.num_words = 4000,
                                   .maxlen = 100,
                                   .padding = SIDE_POST,
                                   .validation_split = 0.3,
                                   .text = {.test_split = 0.2, .seed = seed}};
    spec.optimizer = (struct optimizer_spec){
        .learning_rate = 0.001, .beta_1 = 0.9, .beta_2 = 0.999, .epsilon = 1e-7};
    snprintf(spec.name, sizeof(spec.name), "%s", layer_kind_class(kind));
    snprintf(spec.slug, sizeof(spec.slug), "%s", layer_kind_name(kind));
    told_board_run(&house->told, &spec);
}

/* A run as tests write it: its place. */
static void note_run(struct ui_house *house, const char *what, const struct run_id *run)
{
    char text[32];

    snprintf(text, sizeof(text), "%s %zu", what, board_find(house->board, run));
    note(house, text);
}

static void queue(struct ui_house *house, const struct run_spec *spec, struct answer *answer)
{
    if (house->refuses)
        rt_fail(&answer->why, ERR_TOLD, "no more runs");
    else
        answer->run = told_board_run(&house->told, spec);
    answer->granted = !house->refuses;
}

static void take_back(struct ui_house *house, const struct request *request, struct answer *answer)
{
    answer->granted = !house->refuses;
    if (house->refuses)
        rt_fail(&answer->why, ERR_TOLD, "it has begun");
    else
        ring_send(house->told.ring[BOARD_DESK],
                  (struct run_event){.kind = EVENT_TAKEN_BACK, .run = request->run});
}

static void ask(void *context, const struct request *request, struct answer *answer)
{
    static const char *const word[] = {
        [REQUEST_PAUSE] = "pause",     [REQUEST_RESUME] = "resume",
        [REQUEST_ONE_BATCH] = "batch", [REQUEST_ONE_EPOCH] = "epoch",
        [REQUEST_ADD] = "add",         [REQUEST_SAVE] = "save",
        [REQUEST_AGAIN] = "again",     [REQUEST_TAKE_BACK] = "remove",
    };
    struct ui_house *house = context;
    struct run_spec spec;

    answer->granted = !house->watched;
    answer->only_watched = house->watched;
    answer->paused = house->paused;
    if (house->watched) {
        rt_fail(&answer->why, ERR_TOLD, "only watched");
        return;
    }
    switch (request->kind) {
    case REQUEST_NOTHING:
        break;
    case REQUEST_PAUSE:
    case REQUEST_ONE_BATCH:
        house->paused = true;
        note(house, word[request->kind]);
        break;
    case REQUEST_RESUME:
    case REQUEST_ONE_EPOCH:
        house->paused = false;
        note(house, word[request->kind]);
        break;
    case REQUEST_RATE:
        note(house, request->by < 0 ? "rate down" : "rate up");
        break;
    case REQUEST_SAVE:
        note_run(house, word[request->kind], &request->run);
        break;
    case REQUEST_AGAIN:
        note_run(house, word[request->kind], &request->run);
        spec = board_run(house->board, 1)->spec;
        spec.seed = 2;
        queue(house, &spec, answer);
        break;
    case REQUEST_ADD:
        note(house, word[request->kind]);
        spec = *request->spec;
        snprintf(spec.name, sizeof(spec.name), "new");
        queue(house, &spec, answer);
        break;
    case REQUEST_TAKE_BACK:
        note_run(house, word[request->kind], &request->run);
        take_back(house, request, answer);
        break;
    }
    answer->paused = house->paused;
}

static void observe(void *context, size_t run, const struct run_event *event)
{
    struct ui_house *house = context;

    house->reaction |= notices_event(&house->actions, run, event);
}

struct ui_house *ui_house_create(bool unicode)
{
    struct ui_house *house = calloc(1, sizeof(*house));

    if (!house || message_log_create(&house->messages, NULL) != RT_OK)
        abort();
    told_board_open(&house->told);
    house->board = house->told.board;
    new_run(house, LAYER_SIMPLE_RNN, 1);
    new_run(house, LAYER_LSTM, 1);
    house->requests = (struct requests){house, ask};
    screen_init(&house->screen, unicode);
    house->screen.messages = house->messages;
    house->actions = (struct actions){.screen = &house->screen,
                                      .board = house->board,
                                      .requests = &house->requests,
                                      .columns = 80,
                                      .rows = 24};
    screen_refresh(&house->screen, house->board);
    board_observe(house->board, observe, house);
    return house;
}

void ui_house_destroy(struct ui_house *house)
{
    screen_free(&house->screen);
    told_board_close(&house->told);
    message_log_destroy(house->messages);
    free(house);
}

static void tell(struct ui_house *house, enum board_source source, size_t run,
                 struct run_event event)
{
    told_board_tell(&house->told, source, run, event);
    house->reaction = REACT_NONE;
    board_poll(house->board, 1000);
    screen_refresh(&house->screen, house->board);
}

void ui_house_tell(struct ui_house *house, size_t run, struct run_event *event)
{
    tell(house, BOARD_TRAINER, run, *event);
    event->parcel = NULL; /* gone with it */
}

void ui_house_tell_by_recorder(struct ui_house *house, size_t run, struct run_event event)
{
    tell(house, BOARD_RECORDER, run, event);
}

void ui_house_state(struct ui_house *house, size_t run, enum run_state state, int batches)
{
    struct run_event event = event_of_state(state);

    event.as.state.epoch = 1;
    event.as.state.batch = (uint32_t)batches;
    event.as.state.batches = UI_BATCHES;
    for (int batch = 1; batch <= batches; batch++) {
        struct step_event step = step_of((uint64_t)batch, UI_BATCHES, 0.6f, 0.7f);
        told_board_step(&house->told, run, &step);
    }
    ui_house_tell(house, run, &event);
}

void ui_house_end(struct ui_house *house, size_t run)
{
    struct run_event event = event_of_end(RUN_DONE, UI_EPOCHS);

    ui_house_tell(house, run, &event);
}

char *ui_house_text(struct ui_house *house, int columns, int rows)
{
    struct canvas *canvas;

    if (canvas_create(&canvas, columns, rows, NULL) != RT_OK)
        abort();
    views_draw(&house->screen, house->board, canvas);
    char *text = canvas_to_text(canvas);
    canvas_destroy(canvas);
    return text;
}
