#include "config.h"

#include "ui_house.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/ui/notices.h"
#include "rnntop/ui/screen_refresh.h"
#include "rnntop/ui/views/views.h"
#include "tests/run/run_events.h"

static void note(struct ui_house *house, const char *what)
{
    size_t length = strlen(house->asked);

    snprintf(house->asked + length, sizeof(house->asked) - length, "%s ", what);
}

static void ask_pause(void *session)
{
    struct ui_house *house = session;

    note(house, "pause");
    house->paused = true;
}

static void ask_resume(void *session)
{
    struct ui_house *house = session;

    note(house, "resume");
    house->paused = false;
}

static void ask_one_batch(void *session)
{
    struct ui_house *house = session;

    note(house, "batch");
    house->paused = true;
}

static void ask_one_epoch(void *session)
{
    struct ui_house *house = session;

    note(house, "epoch");
    house->paused = false;
}

static bool ask_paused(void *session)
{
    return ((struct ui_house *)session)->paused;
}

static void ask_rate(void *session, int by)
{
    note(session, by < 0 ? "rate down" : "rate up");
}

static void ask_save(void *session, size_t run)
{
    char text[32];

    snprintf(text, sizeof(text), "save %zu", run);
    note(session, text);
}

static void new_feed(struct ui_house *house, size_t run, enum layer_kind kind, uint64_t seed)
{
    struct run_feed *feed = &house->feed[run];

    model_spec_lesson(&feed->spec.model, kind, 4000, 128, 128, 100);
    feed->spec.data = (struct data_spec){.num_words = 4000,
                                         .maxlen = 100,
                                         .padding = SIDE_POST,
                                         .validation_split = 0.3,
                                         .text = {.test_split = 0.2, .seed = seed}};
    feed->spec.optimizer = (struct optimizer_spec){
        .learning_rate = 0.001, .beta_1 = 0.9, .beta_2 = 0.999, .epsilon = 1e-7};
    feed->spec.epochs = UI_EPOCHS;
    feed->spec.batch_size = 30;
    feed->spec.seed = seed;
    snprintf(feed->spec.name, sizeof(feed->spec.name), "%s", layer_kind_class(kind));
    snprintf(feed->spec.slug, sizeof(feed->spec.slug), "%s", layer_kind_name(kind));
    if (ring_create(&feed->ring, 1024, 64, NULL) != RT_OK ||
        board_add(house->board, feed, NULL) != RT_OK)
        abort();
}

static const struct run_feed *ask_again(void *session, size_t run, struct rt_error *error)
{
    struct ui_house *house = session;
    char text[32];

    snprintf(text, sizeof(text), "again %zu", run);
    note(house, text);
    if (house->refuses) {
        rt_fail_text(error, RT_ERR_USAGE, "no more runs");
        return NULL;
    }
    new_feed(house, UI_RUNS, LAYER_LSTM, 2);
    return &house->feed[UI_RUNS];
}

static const struct run_feed *ask_add(void *session, const struct run_spec *run,
                                      struct rt_error *error)
{
    struct ui_house *house = session;

    note(house, "add");
    if (house->refuses) {
        rt_fail_text(error, RT_ERR_USAGE, "no more runs");
        return NULL;
    }
    new_feed(house, UI_RUNS, LAYER_LSTM, 1);
    struct run_spec *spec = &house->feed[UI_RUNS].spec;
    *spec = *run;
    snprintf(spec->name, sizeof(spec->name), "new");
    return &house->feed[UI_RUNS];
}

static enum rt_status ask_remove(void *session, size_t run, struct rt_error *error)
{
    struct ui_house *house = session;
    char text[32];

    snprintf(text, sizeof(text), "remove %zu", run);
    note(house, text);
    if (house->refuses)
        return rt_fail_text(error, RT_ERR_USAGE, "it has begun");
    board_remove(house->board, run);
    return RT_OK;
}

static void observe(void *context, size_t run, const struct run_event *event)
{
    struct ui_house *house = context;

    house->reaction |= notices_event(&house->actions, run, event);
}

struct ui_house *ui_house_create(bool unicode)
{
    struct ui_house *house = calloc(1, sizeof(*house));

    if (!house || board_create(&house->board, NULL) != RT_OK ||
        ring_create(&house->writer, 64, 1, NULL) != RT_OK)
        abort();
    board_set_writer(house->board, house->writer);
    new_feed(house, 0, LAYER_SIMPLE_RNN, 1);
    new_feed(house, 1, LAYER_LSTM, 1);
    house->requests = (struct session_requests){.session = house,
                                                .pause = ask_pause,
                                                .resume = ask_resume,
                                                .one_batch = ask_one_batch,
                                                .one_epoch = ask_one_epoch,
                                                .paused = ask_paused,
                                                .rate = ask_rate,
                                                .save = ask_save,
                                                .again = ask_again,
                                                .add = ask_add,
                                                .remove = ask_remove};
    screen_init(&house->screen, unicode);
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
    board_destroy(house->board);
    for (size_t i = 0; i <= UI_RUNS; i++)
        ring_destroy(house->feed[i].ring);
    ring_destroy(house->writer);
    free(house);
}

void ui_house_tell(struct ui_house *house, size_t run, const struct run_event *event)
{
    struct run_event told = *event;

    ring_must(run < UI_RUNS ? house->feed[run].ring : house->writer, &told);
    house->reaction = REACT_NONE;
    board_poll(house->board, 1000);
    screen_refresh(&house->screen, house->board);
}

void ui_house_state(struct ui_house *house, size_t run, enum run_state state, int batches)
{
    struct run_event event = event_of_state(state);

    event.as.state.epoch = 1;
    event.as.state.batch = (uint32_t)batches;
    event.as.state.batches = UI_BATCHES;
    for (int batch = 1; batch <= batches; batch++) {
        struct step_event step = step_of((uint64_t)batch, UI_BATCHES, 0.6f, 0.7f);
        ring_step(house->feed[run].ring, &step);
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
