#include "config.h"

#include "scene.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/ui/screen_refresh.h"
#include "rnntop/ui/screen_rows.h"
#include "rnntop/ui/screen_window.h"
#include "rnntop/ui/strings.h"
#include "tests/spec/planned.h"

/* ---- the curves ---- */

struct knot {
    double x, y;
};

static const struct knot LSTM_ACCURACY[] = {
    {0, .50},  {.15, .60}, {.25, .68}, {.4, .70}, {1, .765}, {1.5, .735}, {2, .80},  {3, .865},
    {4, .878}, {5, .893},  {6, .916},  {7, .935}, {8, .945}, {9, .96},    {10, .966}};
static const struct knot LSTM_LOSS[] = {{0, .695}, {.2, .66}, {.5, .56},  {1, .50},  {1.5, .53},
                                        {2, .44},  {3, .33},  {4, .29},   {5, .26},  {6, .216},
                                        {7, .175}, {8, .145}, {8.4, .12}, {9, .115}, {10, .098}};
static const double LSTM_VAL_ACCURACY[] = {.690, .802, .838, .841, .848,
                                           .842, .840, .838, .841, .835};
static const double LSTM_VAL_LOSS[] = {.582, .452, .371, .365, .369, .412, .447, .489, .520, .598};

static const struct knot RNN_ACCURACY[] = {
    {0, .50},   {1, .53},  {1.2, .61}, {1.6, .69}, {2, .66},   {2.5, .73}, {3, .78},
    {3.5, .76}, {4, .75},  {4.2, .64}, {5, .68},   {5.5, .72}, {6, .64},   {6.2, .66},
    {6.5, .8},  {7.3, .8}, {7.5, .71}, {8, .745},  {8.6, .70}, {9, .715},  {10, .712}};
static const struct knot RNN_LOSS[] = {
    {0, .705},  {1, .688},  {1.3, .62}, {1.8, .62}, {2.4, .53}, {3, .46},   {3.4, .52},
    {3.9, .50}, {4.2, .61}, {4.9, .6},  {5.2, .50}, {5.6, .46}, {5.9, .56}, {6.2, .6},
    {6.6, .45}, {7.3, .42}, {7.5, .57}, {8, .48},   {8.5, .54}, {9, .55},   {10, .552}};
static const double RNN_VAL_ACCURACY[] = {.531, .684, .652, .746, .629,
                                          .627, .702, .633, .630, .616};
static const double RNN_VAL_LOSS[] = {.688, .601, .617, .561, .644, .659, .611, .664, .668, .670};

static double along(const struct knot *knot, size_t count, double x)
{
    size_t i = 1;
    while (i + 1 < count && knot[i].x < x)
        i++;
    double part = (x - knot[i - 1].x) / (knot[i].x - knot[i - 1].x);
    return knot[i - 1].y + fmin(fmax(part, 0), 1) * (knot[i].y - knot[i - 1].y);
}
#define ALONG(knots, x) along((knots), sizeof(knots) / sizeof((knots)[0]), (x))

/* Noise of mean 0 and deviation 1, nearly normal, in [-6, 6]; additions only, so that every machine
 * makes the same. */
static double noise(uint64_t seed, uint64_t step)
{
    double sum = -6;
    for (uint64_t i = 0; i < 12; i++) { /* splitmix64 */
        uint64_t z = (seed * 0x2545F4914F6CDD1Dull) + (step * 12 + i + 1) * 0x9E3779B97F4A7C15ull;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        sum += (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
    }
    return sum;
}

/* A run as a moment wants it to be; the board itself never changes one. */
static struct run_spec *spec_of(const struct scene *scene, size_t run)
{
    return (struct run_spec *)&board_run(scene->board, run)->spec;
}

static bool is_lstm(const struct scene *scene, size_t run)
{
    const struct model_spec *model = &spec_of(scene, run)->model;
    return model->layer[model_spec_recurrent(model)].kind == LAYER_LSTM;
}

/* What a run's way is drawn from; 1 for the lesson's own. */
static uint64_t way_of(const struct scene *scene, size_t run)
{
    const struct run_spec *spec = spec_of(scene, run);
    const struct layer_spec *layer = &spec->model.layer[model_spec_recurrent(&spec->model)];
    uint64_t way = spec->seed;
    if (layer->units != 128)
        way += 16 * layer->units;
    return spec->model.layers > 3 ? way + 8 : way; /* with a Dropout */
}

/* Other seeds and sizes go other ways: further apart the more chaotic the model. */
static double drift(const struct scene *scene, size_t run, double x)
{
    uint64_t way = way_of(scene, run);
    if (way == 1)
        return 0;
    double size = is_lstm(scene, run) ? 0.02 : 0.08;
    uint64_t epoch = (uint64_t)x;
    double a = noise(way + 100, epoch), b = noise(way + 100, epoch + 1);
    return size * (a + (x - (double)epoch) * (b - a)) * fmin(x, 1);
}

/* ---- what the session would tell ---- */

static void send(struct scene *scene, size_t run, struct run_event *event)
{
    told_board_tell(&scene->told, BOARD_TRAINER, run, *event);
    told_board_poll(&scene->told);
}

void scene_open(struct scene *scene, size_t seeds)
{
    static const char *const NONE[] = {NULL};
    scene_open_sweep(scene, NONE, seeds);
}

void scene_open_moment(struct scene *scene, const struct scene_moment *moment)
{
    scene_open_sweep(scene, moment->sweep, moment->seeds);
    moment->make(scene);
}

void scene_open_sweep(struct scene *scene, const char *const *sweep, size_t seeds)
{
    struct settings settings;
    struct run_spec spec[SETTINGS_MAX_RUNS];
    memset(scene, 0, sizeof *scene);
    settings_init(&settings);
    settings.seeds = seeds;
    for (size_t i = 0; sweep[i]; i++)
        assert_int_equal(settings_set(&settings, "sweep", sweep[i], "sweep", NULL), RT_OK);
    scene->runs = planned_runs(&settings, spec);
    settings_free(&settings);
    told_board_open(&scene->told);
    scene->board = scene->told.board;
    for (size_t i = 0; i < scene->runs; i++)
        told_board_run(&scene->told, &spec[i]);
    screen_init(&scene->screen, true);
}

void scene_close(struct scene *scene)
{
    screen_free(&scene->screen);
    told_board_close(&scene->told);
}

void scene_source(struct scene *scene, const char *name, bool fallback)
{
    struct run_event event = {.kind = EVENT_SOURCE};
    snprintf(event.as.source.name, sizeof event.as.source.name, "%s", name);
    event.as.source.fallback = fallback;
    send(scene, 0, &event);
}

static struct run_event event_of_data(void)
{
    struct run_event event = {.kind = EVENT_DATA};
    event.as.data = (struct data_event){.train = 17500,
                                        .validation = 7500,
                                        .test = 25000,
                                        .num_words = 4000,
                                        .maxlen = 100,
                                        .name = "IMDB"};
    return event;
}

void scene_data(struct scene *scene)
{
    struct run_event event = event_of_data();
    send(scene, 0, &event);
    event = (struct run_event){.kind = EVENT_CLASSES};
    event.as.classes = (struct classes_event){
        .classes = 2,
        .rows = {{8783, 8717}, {3717, 3783}, {12500, 12500}},
        .name = {"negative", "positive"},
    };
    send(scene, 0, &event);
}

#define DEMO_NAME "DEMO corpus (made up)"

void scene_demo(struct scene *scene)
{
    struct run_event event = event_of_data();
    struct data_event *data = &event.as.data;
    snprintf(data->name, sizeof data->name, DEMO_NAME);
    data->made_up = true;
    data->ceiling_whole = 0.944;
    data->ceiling = 0.919;
    scene_source(scene, DEMO_NAME, true);
    send(scene, 0, &event);
    screen_say(&scene->screen, ROLE_PLAIN, "%s", string_get(STR_NOT_IMDB));
    scene->screen.message_brief = string_get(STR_NOT_IMDB_BRIEF);
}

void scene_baseline(struct scene *scene)
{
    struct run_event event = {.kind = EVENT_BASELINE};
    event.as.baseline = (struct baseline_event){.val_accuracy = 0.835f,
                                                .val_loss = 0.38f,
                                                .test_accuracy = 0.834f,
                                                .test_loss = 0.39f,
                                                .seconds = 1.2};
    told_board_tell(&scene->told, BOARD_BASELINE, 0, event);
    told_board_poll(&scene->told);
}

void scene_state(struct scene *scene, size_t run, enum run_state state)
{
    struct run_event event = {.kind = EVENT_STATE};
    uint64_t done = scene->batch[run];
    uint64_t epoch = done > 0 ? (done - 1) / SCENE_BATCHES : 0;
    event.as.state = (struct state_event){.state = state};
    if (state != RUN_QUEUED && state != RUN_LOADING) {
        event.as.state.epoch = (uint32_t)epoch + 1;
        event.as.state.batch = (uint32_t)(done - epoch * SCENE_BATCHES);
        event.as.state.batches = SCENE_BATCHES;
    }
    send(scene, run, &event);
}

void scene_progress(struct scene *scene, size_t run, enum progress_task task, const char *path,
                    uint64_t done, uint64_t total)
{
    struct run_event event = {.kind = EVENT_PROGRESS, .parcel = parcel_of_text(path)};
    event.as.progress = (struct progress_event){task, done, total};
    send(scene, run, &event);
}

static void step(struct scene *scene, size_t run)
{
    uint64_t batch = ++scene->batch[run], seed = spec_of(scene, run)->seed;
    uint64_t key = 2 * seed + (is_lstm(scene, run) ? 1 : 0);
    double x = (double)batch / SCENE_BATCHES, away = drift(scene, run, x), z = noise(key, batch);
    double accuracy = is_lstm(scene, run) ? ALONG(LSTM_ACCURACY, x) : ALONG(RNN_ACCURACY, x);
    double loss = is_lstm(scene, run) ? ALONG(LSTM_LOSS, x) : ALONG(RNN_LOSS, x);
    accuracy = round(fmin(fmax(accuracy + away + 0.08 * z, 0), 1) * 30) / 30;
    loss = fmax(loss - away - 0.08 * z + 0.04 * noise(key + 1000, batch), 0.01);
    scene->seconds[run] += is_lstm(scene, run) ? 0.0147 : 0.0055;

    struct step_event event = {.first = batch,
                               .last = batch,
                               .epoch = (uint32_t)((batch - 1) / SCENE_BATCHES + 1),
                               .batch = (uint32_t)((batch - 1) % SCENE_BATCHES + 1),
                               .batches = SCENE_BATCHES,
                               .seconds = scene->seconds[run],
                               .learning_rate = 0.001f,
                               .samples_per_second = is_lstm(scene, run) ? 2035 : 5440};
    merged_add(&event.loss, (float)loss);
    merged_add(&event.accuracy, (float)accuracy);
    merged_add(&event.gradient, is_lstm(scene, run) ? 1.36f : 4.52f);
    told_board_step(&scene->told, run, &event);
    board_poll(scene->board, 1000);
}

/* As many rows of each class; most that are wrong are taken for the next class. */
static void judged_of_many(const struct scene *scene, struct metrics *metrics, uint32_t rows,
                           double accuracy)
{
    const uint32_t K = scene->classes, each = rows / K;
    *metrics = (struct metrics){.classes = K,
                                .precision = (float)accuracy,
                                .recall = (float)accuracy,
                                .f1 = (float)accuracy,
                                .auc = (float)(accuracy + 0.4 * (1 - accuracy))};
    for (uint32_t i = 0; i < K; i++) {
        uint32_t left = each - (uint32_t)lround(accuracy * each);
        metrics->confusion[i * K + i] = each - left;
        for (uint32_t away = 1; away < K; away++) {
            const uint32_t part = away + 1 < K ? left * 2 / 3 : left;
            metrics->confusion[i * K + (i + away) % K] = part;
            left -= part;
        }
    }
}

/* What a network of that accuracy may take for what: half of the rows are of each class, and of its
 * mistakes 3 in 5 are negative reviews taken for positive ones. */
static void judged(const struct scene *scene, struct metrics *metrics, uint32_t rows,
                   double accuracy)
{
    if (scene->classes > 2) {
        judged_of_many(scene, metrics, rows, accuracy);
        return;
    }
    uint32_t wrong = (uint32_t)lround((1 - accuracy) * rows), taken = wrong * 3 / 5;
    uint32_t missed = wrong - taken, half = rows / 2;
    double found = half - missed;
    *metrics = (struct metrics){.classes = 2,
                                .confusion = {half - taken, taken, missed, half - missed},
                                .precision = (float)(found / (found + taken)),
                                .recall = (float)(found / half),
                                .auc = (float)(accuracy + 0.4 * (1 - accuracy))};
    metrics->f1 = 2 * metrics->precision * metrics->recall / (metrics->precision + metrics->recall);
}

/* ---- what more a validation says ---- */

#define JUDGED_ROWS 750 /* of which each stands for ten */

/* A probability from 0 to 1 that lies the nearer to 1 the greater `strength` is. */
static double sure(double strength)
{
    return 0.5 + 0.5 * strength / (1 + fabs(strength));
}

/* What a network of that accuracy may give a row: more for its own class, and noise. */
static void give_probabilities(float *p, size_t width, size_t label, size_t row, double accuracy)
{
    const double apart = (width > 1 ? 0.9 : 3) * (accuracy - 1 / (double)(width > 1 ? width : 2));
    double sum = 0;
    for (size_t i = 0; i < width; i++) {
        bool own = width == 1 ? label == 1 : label == i;
        p[i] = (float)sure(noise(900 + i, row) + (own ? apart : -apart));
        sum += (double)p[i];
    }
    for (size_t i = 0; width > 1 && i < width; i++)
        p[i] = (float)((double)p[i] / sum);
}

/* Each row of those that were judged stands for `times`. */
static void multiply(struct judgement *judgement, uint32_t times, uint32_t wrong)
{
    judgement->rows *= times;
    judgement->sure = judgement->sure * wrong / judgement->wrong;
    judgement->wrong = wrong;
    for (size_t i = 0; i < JUDGEMENT_STEPS; i++)
        judgement->step[i].rows *= times;
    for (size_t i = 0; i < 2 * JUDGEMENT_BINS; i++)
        judgement->histogram[i / JUDGEMENT_BINS][i % JUDGEMENT_BINS] *= times;
    for (size_t i = 0; i < JUDGEMENT_LENGTHS; i++) {
        judgement->length[i].rows *= times;
        judgement->length[i].right *= times;
    }
}

static void write_texts(struct judgement *judgement)
{
    static const char *const text[] = {
        "should like beta house unless you view all of the american pie spin offs a waste of money",
        "by the way i'm saying the complete opposite of what is true this movie is utter garbage",
        "… made it one of his better movies even though they all fall under that category",
        "short and bad",
        "a café in 東京 where … sings to … and … answers him for an hour and a half br br",
    };
    for (size_t i = 0; i < judgement->worst_count; i++) {
        struct judged_row *row = &judgement->worst[i];
        snprintf(row->text, sizeof row->text, "%s", text[i % (sizeof text / sizeof *text)]);
        row->read = row->words < 100 ? row->words : 99;
    }
}

static void tell_judgement(struct scene *scene, size_t run, const struct epoch_event *epoch)
{
    const size_t classes = scene->classes > 2 ? scene->classes : 2;
    const size_t width = classes > 2 ? classes : 1;
    struct metrics_scratch scratch;
    struct judgement judgement;
    float y[JUDGED_ROWS];
    uint32_t words[JUDGED_ROWS];
    assert_int_equal(metrics_scratch_init(&scratch, JUDGED_ROWS, width, NULL), RT_OK);
    for (size_t row = 0; row < JUDGED_ROWS; row++) {
        y[row] = (float)(row % classes);
        words[row] = (uint32_t)(180 + 60 * noise(800, row) + (row % 7 == 0 ? 200 : 0)) % 1000;
        give_probabilities(scratch.probabilities + row * width, width, row % classes, row,
                           (double)epoch->val_accuracy);
    }
    judgement_make(&judgement, &scratch, y, words, JUDGED_ROWS);
    multiply(&judgement, 7500 / JUDGED_ROWS,
             (uint32_t)lround(7500 * (1 - (double)epoch->val_accuracy)));
    write_texts(&judgement);
    metrics_scratch_free(&scratch);
    struct run_event event = {.kind = EVENT_JUDGED,
                              .parcel = parcel_new(&judgement, sizeof judgement)};
    event.as.judged.epoch = epoch->epoch;
    send(scene, run, &event);
}

/* Keras's mean over the epoch is about the curve's value in its middle, and so a little behind. */
static void epoch(struct scene *scene, size_t run, uint32_t number)
{
    struct run_event event = {.kind = EVENT_EPOCH};
    bool lstm = is_lstm(scene, run);
    double middle = number - 0.5, away = drift(scene, run, number);
    event.as.epoch = (struct epoch_event){
        .epoch = number,
        .step = scene->batch[run],
        .accuracy = (float)fmin(
            away + (lstm ? ALONG(LSTM_ACCURACY, middle) : ALONG(RNN_ACCURACY, middle)), 1),
        .loss = (float)((lstm ? ALONG(LSTM_LOSS, middle) : ALONG(RNN_LOSS, middle)) - away),
        .val_accuracy = (float)(away + (lstm ? LSTM_VAL_ACCURACY : RNN_VAL_ACCURACY)[number - 1]),
        .val_loss = (float)((lstm ? LSTM_VAL_LOSS : RNN_VAL_LOSS)[number - 1] - away),
        .seconds = lstm ? 8.6 : 3.2,
        .val_seconds = lstm ? 1.3 : 0.6,
        .train_clock = scene->seconds[run],
        .samples_per_second = lstm ? 2035 : 5440};
    judged(scene, &event.as.epoch.val, 7500, (double)event.as.epoch.val_accuracy);
    struct epoch_event told = event.as.epoch;
    send(scene, run, &event);
    tell_judgement(scene, run, &told);
}

void scene_train_unvalidated(struct scene *scene, size_t run, double epochs)
{
    uint64_t until = (uint64_t)llround(epochs * SCENE_BATCHES);
    scene_state(scene, run, RUN_TRAINING);
    while (scene->batch[run] < until) {
        step(scene, run);
        if (scene->batch[run] % SCENE_BATCHES == 0 && scene->batch[run] < until)
            epoch(scene, run, (uint32_t)(scene->batch[run] / SCENE_BATCHES));
    }
    ring_flush(scene->told.ring[BOARD_TRAINER]);
}

void scene_train(struct scene *scene, size_t run, double epochs)
{
    scene_train_unvalidated(scene, run, epochs);
    if (scene->batch[run] % SCENE_BATCHES == 0)
        epoch(scene, run, (uint32_t)(scene->batch[run] / SCENE_BATCHES));
}

void scene_saved(struct scene *scene, size_t run, const char *path)
{
    struct run_event event = event_of_saved(true, (float)scene->batch[run] / SCENE_BATCHES, path);
    send(scene, run, &event);
}

void scene_end(struct scene *scene, size_t run, enum run_state state)
{
    struct run_event event = {.kind = EVENT_END};
    event.as.end = (struct end_event){state, (float)scene->batch[run] / SCENE_BATCHES};
    send(scene, run, &event);
}

void scene_callback(struct scene *scene, size_t run, enum callback_kind kind, float from, float to)
{
    struct run_event event = {.kind = EVENT_CALLBACK};
    event.as.callback.kind = kind;
    event.as.callback.step = scene->batch[run];
    event.as.callback.epoch = (uint32_t)(scene->batch[run] / SCENE_BATCHES);
    event.as.callback.from = from;
    event.as.callback.to = to;
    event.as.callback.monitor = MONITOR_VAL_LOSS;
    event.as.callback.reason = RATE_PLATEAU;
    event.as.callback.waited = 2;
    send(scene, run, &event);
}

void scene_break(struct scene *scene, size_t run)
{
    uint64_t batch = scene->batch[run], epochs = batch / SCENE_BATCHES;
    struct rt_error error;
    if (epochs > 0)
        rt_fail(&error, ERR_LOSS_BROKE, NAN, epochs + 1, batch % SCENE_BATCHES + 1, (double)epochs);
    else
        rt_fail(&error, ERR_LOSS_BROKE_AT_ONCE, NAN, epochs + 1, batch + 1);
    struct run_event event = {.kind = EVENT_ERROR, .parcel = parcel_of_error(&error)};
    send(scene, run, &event);
    scene_end(scene, run, RUN_FAILED);
}

void scene_finish(struct scene *scene, size_t run)
{
    struct run_event event = {.kind = EVENT_TEST};
    scene_train(scene, run, SCENE_EPOCHS);
    if (is_lstm(scene, run))
        event.as.test = (struct test_event){.loss = 0.6112f, .accuracy = 0.83060f, .seconds = 4.3};
    else
        event.as.test = (struct test_event){.loss = 0.6731f, .accuracy = 0.61440f, .seconds = 1.9};
    event.as.test.accuracy += (float)drift(scene, run, SCENE_EPOCHS);
    judged(scene, &event.as.test.metrics, 25000, (double)event.as.test.accuracy);
    send(scene, run, &event);
    scene_saved(scene, run, SCENE_HOME "/.local/share/rnntop/model.safetensors");
    scene_end(scene, run, RUN_DONE);
}

void scene_show(struct scene *scene)
{
    while (board_poll(scene->board, 1000))
        continue;
    screen_refresh(&scene->screen, scene->board);
}

/* ---- moments ---- */

#define RNN  0
#define LSTM 1
#define NOW  (6 + 367.0 / SCENE_BATCHES)

static void starting(struct scene *scene)
{
    scene_show(scene);
}

static void loading(struct scene *scene)
{
    scene_state(scene, RNN, RUN_LOADING);
    scene_source(scene, "IMDB", false);
    scene_progress(scene, RNN, PROGRESS_READING, SCENE_HOME "/.keras/datasets/imdb.npz", 62, 100);
    scene_show(scene);
}

static void demo_loading(struct scene *scene)
{
    scene_state(scene, RNN, RUN_LOADING);
    scene_source(scene, DEMO_NAME, true);
    scene_progress(scene, RNN, PROGRESS_MAKING_UP, NULL, 41, 100);
    scene_show(scene);
}

/* Nothing is trained yet: words stand in the plots. */
static void demo_waiting(struct scene *scene)
{
    scene_demo(scene);
    scene->screen.message[0] = '\0';
    scene_state(scene, RNN, RUN_TRAINING);
    scene_state(scene, RNN, RUN_PAUSED);
    scene->screen.paused = true;
    scene_show(scene);
}

static void demo(struct scene *scene)
{
    scene_demo(scene);
    scene_train(scene, RNN, 0.7);
    scene_show(scene);
}

/* The curve comes near the line, and its value takes the line's row. */
static void demo_near(struct scene *scene)
{
    scene_demo(scene);
    scene_finish(scene, RNN);
    scene_train(scene, LSTM, NOW);
    scene->screen.message[0] = '\0';
    scene_show(scene);
}

/* --paused: everything is read, nothing has been trained. */
static void waiting(struct scene *scene)
{
    scene_data(scene);
    scene_state(scene, RNN, RUN_TRAINING);
    scene_state(scene, RNN, RUN_PAUSED);
    scene->screen.paused = true;
    scene_show(scene);
}

static void training(struct scene *scene)
{
    scene_data(scene);
    scene_finish(scene, RNN);
    scene_train(scene, LSTM, NOW);
    scene->screen.threads = 2;
    scene_show(scene);
}

static void baseline(struct scene *scene)
{
    scene_data(scene);
    scene_baseline(scene);
    scene_finish(scene, RNN);
    scene_train(scene, LSTM, 1.6);
    scene_show(scene);
}

static void baseline_demo(struct scene *scene)
{
    demo(scene);
    scene_baseline(scene);
    scene_show(scene);
}

static void first_epoch(struct scene *scene)
{
    scene_data(scene);
    scene_train(scene, RNN, 0.4);
    scene_show(scene);
}

static void validation(struct scene *scene)
{
    scene_data(scene);
    scene_finish(scene, RNN);
    scene_train_unvalidated(scene, LSTM, 4);
    scene_state(scene, LSTM, RUN_VALIDATING);
    scene_show(scene);
}

static void testing(struct scene *scene)
{
    scene_data(scene);
    scene_finish(scene, RNN);
    scene_train(scene, LSTM, 10);
    scene_state(scene, LSTM, RUN_TESTING);
    scene_progress(scene, LSTM, PROGRESS_TESTING, NULL, 11000, 25000);
    scene_show(scene);
}

static void other_run(struct scene *scene)
{
    training(scene);
    screen_select(&scene->screen, scene->board, -1);
}

static void paused(struct scene *scene)
{
    training(scene);
    scene_saved(scene, LSTM, SCENE_HOME "/.local/share/rnntop/lstm-1.safetensors");
    scene_state(scene, LSTM, RUN_PAUSED);
    scene->screen.paused = true;
    screen_say(&scene->screen, ROLE_PLAIN, "Saved %s", "…/rnntop/lstm-1.safetensors");
    scene_show(scene);
}

/* The first batches, one by one: each is drawn, and its figures are told. */
static void one_batch(struct scene *scene)
{
    scene_data(scene);
    scene_train(scene, RNN, 5.0 / SCENE_BATCHES);
    scene_state(scene, RNN, RUN_PAUSED);
    scene->screen.paused = true;
    scene_show(scene);
}

static void one_batch_zoomed(struct scene *scene)
{
    one_batch(scene);
    for (int i = 0; i < 12; i++)
        screen_zoom(&scene->screen, scene->board, 1);
    scene->screen.axis = AXIS_STEP;
}

static void held(struct scene *scene)
{
    training(scene);
    screen_hold(&scene->screen, scene->board, true);
    scene_train(scene, LSTM, 7.9);
    scene_show(scene);
}

static void done(struct scene *scene)
{
    scene_data(scene);
    scene_finish(scene, RNN);
    scene_finish(scene, LSTM);
    scene->screen.selected = LSTM;
    scene_show(scene);
}

/* The LSTM's best epoch is the fourth; its learning rate fell after the sixth. */
static void plateau(struct scene *scene)
{
    static const char why[] =
        "learning rate 0.001 -> 0.0001: val_loss has not improved for 2 epochs";
    scene_data(scene);
    scene_finish(scene, RNN);
    for (int i = 1; i <= 4; i++) {
        scene_train(scene, LSTM, i);
        scene_callback(scene, LSTM, CALLBACK_BEST, 0.5f, 0.4f);
    }
    scene_train(scene, LSTM, 6);
    scene_callback(scene, LSTM, CALLBACK_RATE, 0.001f, 0.0001f);
    screen_say(&scene->screen, ROLE_PLAIN, "%s", why);
    scene_train(scene, LSTM, 7.3);
    scene_show(scene);
}

static void stopped_early(struct scene *scene)
{
    struct run_event test = {.kind = EVENT_TEST};
    plateau(scene);
    scene->screen.message[0] = '\0';
    scene_train(scene, LSTM, 8);
    scene_callback(scene, LSTM, CALLBACK_STOP, 0, 0);
    test.as.test = (struct test_event){.loss = 0.4112f, .accuracy = 0.84060f, .seconds = 4.3};
    send(scene, LSTM, &test);
    scene_end(scene, LSTM, RUN_DONE);
    scene->screen.selected = LSTM;
    scene_show(scene);
}

static void cursor(struct scene *scene)
{
    done(scene);
    screen_cursor_move(&scene->screen, scene->board, -1);
    screen_cursor_move(&scene->screen, scene->board, -5);
}

static void cursor_steps(struct scene *scene)
{
    training(scene);
    scene->screen.axis = AXIS_STEP;
    screen_cursor_toggle(&scene->screen, scene->board);
    for (int i = 0; i < 9; i++)
        screen_cursor_move(&scene->screen, scene->board, -1);
}

static void failed(struct scene *scene)
{
    scene_data(scene);
    scene_train(scene, RNN, 4 + 210.0 / SCENE_BATCHES);
    scene_break(scene, RNN);
    scene_train(scene, LSTM, 2.2);
    scene->screen.follow = false;
    scene->screen.selected = RNN;
    scene_show(scene);
}

/* A rate far too high: nothing was learned, and no curve begins. */
static void failed_at_once(struct scene *scene)
{
    scene_data(scene);
    scene_train(scene, RNN, 2.0 / SCENE_BATCHES);
    scene_break(scene, RNN);
    scene->screen.follow = false;
    scene->screen.selected = RNN;
    scene_show(scene);
}

static void stopped(struct scene *scene)
{
    training(scene);
    scene_end(scene, LSTM, RUN_STOPPED);
    scene_show(scene);
}

static void quit(struct scene *scene)
{
    training(scene);
    scene->screen.prompt = PROMPT_QUIT;
}

static void seeds(struct scene *scene)
{
    scene_data(scene);
    for (size_t i = 0; i + 1 < scene->runs; i++)
        scene_finish(scene, i);
    scene_train(scene, scene->runs - 1, 3.3);
    scene_show(scene);
}

/* Runs whose names are as long as a sweep makes them. */
/* Its seeds have rows of their own, and one of them is on screen. */
static void seeds_open(struct scene *scene)
{
    seeds(scene);
    screen_open(&scene->screen, scene->board);
    screen_select(&scene->screen, scene->board, -1);
}

/* All done, the best first, the second best chosen. */
static void sweep(struct scene *scene)
{
    scene_data(scene);
    for (size_t i = 0; i < scene->runs; i++)
        scene_finish(scene, i);
    scene->screen.order = RANKING_VAL;
    scene->screen.follow = false;
    scene->screen.selected = scene->runs - 1;
    scene_show(scene);
}

/* One run is marked, and the one that trains is far down. */
static void many(struct scene *scene)
{
    seeds(scene);
    screen_mark(&scene->screen, scene->board);
    screen_select(&scene->screen, scene->board, -1);
    screen_select(&scene->screen, scene->board, -1);
}

/* Each curve is that of another run, too: the batch size is none that the formula knows. */
static void coincide(struct scene *scene)
{
    sweep(scene);
    scene->screen.order = RANKING_QUEUE;
    scene->screen.selected = 0;
}

static void zoomed(struct scene *scene)
{
    training(scene);
    for (int i = 0; i < 3; i++)
        screen_zoom(&scene->screen, scene->board, 1);
}

static void log_loss(struct scene *scene)
{
    done(scene);
    scene->screen.log_loss = true;
}

static void steps(struct scene *scene)
{
    training(scene);
    scene->screen.axis = AXIS_STEP;
}

static void minutes(struct scene *scene)
{
    training(scene);
    scene->screen.axis = AXIS_TIME;
}

static void raw(struct scene *scene)
{
    training(scene);
    scene->screen.smooth = SMOOTH_RAW;
}

static void by_epoch(struct scene *scene)
{
    training(scene);
    scene->screen.smooth = SMOOTH_EPOCH;
}

static void others_all(struct scene *scene)
{
    training(scene);
    scene->screen.others = OTHERS_ALL;
}

static void others_none(struct scene *scene)
{
    training(scene);
    scene->screen.others = OTHERS_NONE;
}

static void paused_other(struct scene *scene)
{
    other_run(scene);
    scene_state(scene, LSTM, RUN_PAUSED);
    scene->screen.paused = true;
    scene_show(scene);
}

/* The longest names and the largest numbers, values that are none. */
static void extreme(struct scene *scene)
{
    struct step_event step = {.learning_rate = 1e-30f, .samples_per_second = 3e9f};
    struct run_event nothing = {.kind = EVENT_NONE}, over = {.kind = EVENT_EPOCH};
    for (size_t i = 0; i < scene->runs; i++) {
        struct run_spec *spec = spec_of(scene, i);
        snprintf(spec->name, sizeof spec->name, i == RNN ? "長い名前のモデル" : "%030d", 7);
        spec->epochs = 100000;
        spec->seed = UINT64_MAX - 1;
        ((struct board_run *)board_run(scene->board, i))->announced = *spec;
    }
    struct run_event data = {.kind = EVENT_DATA};
    data.as.data =
        (struct data_event){.train = UINT64_MAX,
                            .validation = UINT64_MAX,
                            .test = UINT64_MAX,
                            .num_words = UINT64_MAX,
                            .maxlen = UINT64_MAX,
                            .name = "A corpus with a name as long as it may be, 63 bytes, no less",
                            .made_up = true,
                            .ceiling_whole = INFINITY,
                            .ceiling = 1e9};
    send(scene, RNN, &data);
    for (uint32_t batch = 1; batch <= 3000; batch++) {
        step.first = step.last = batch;
        step.epoch = batch / 7 + 1;
        step.batch = batch % 7 + 1;
        step.batches = 7;
        step.seconds = batch * 1e4;
        step.loss = step.accuracy = step.gradient = (struct merged){0};
        merged_add(&step.loss, batch % 5 == 0   ? INFINITY
                               : batch % 7 == 0 ? -1e30f
                                                : expf((float)batch / 40));
        merged_add(&step.accuracy, batch % 11 == 0 ? NAN : (float)(batch % 3));
        merged_add(&step.gradient, 1e38f);
        told_board_step(&scene->told, RNN, &step);
        over.as.epoch = (struct epoch_event){.epoch = step.epoch,
                                             .step = batch,
                                             .loss = 1e30f,
                                             .accuracy = batch % 2 ? 7.0f : -2.0f,
                                             .val_loss = NAN,
                                             .val_accuracy = batch % 4 ? NAN : 1e9f,
                                             .train_clock = step.seconds};
        send(scene, RNN, batch % 7 == 6 ? &over : &nothing);
    }
    scene_state(scene, RNN, RUN_VALIDATING);
    scene_saved(scene, RNN, "/nowhere");
    screen_say(&scene->screen, ROLE_WARN, "%0400d%s", 1, "語語語語語語語語");
    scene_show(scene);
}

static void extreme_cursor(struct scene *scene)
{
    extreme(scene);
    scene->screen.message[0] = '\0';
    scene->screen.smooth = SMOOTH_RAW;
    scene->screen.log_loss = true;
    scene->screen.others = OTHERS_ALL;
    scene->screen.axis = AXIS_TIME;
    for (int i = 0; i < 6; i++)
        screen_zoom(&scene->screen, scene->board, 1);
    screen_cursor_toggle(&scene->screen, scene->board);
}

/* News of four kinds. */
static void four_classes(struct scene *scene)
{
    struct run_event event = event_of_data();
    struct data_event *data = &event.as.data;
    scene->classes = data->classes = 4;
    snprintf(data->name, sizeof data->name, "news");
    send(scene, 0, &event);
    event = (struct run_event){.kind = EVENT_CLASSES};
    event.as.classes = (struct classes_event){
        .classes = 4,
        .rows = {{4375, 4375, 4375, 4375}, {1875, 1875, 1875, 1875}, {6250, 6250, 6250, 6250}},
        .name = {"World", "Sports", "Business", "Sci/Tech"},
    };
    send(scene, 0, &event);
    scene_finish(scene, RNN);
    scene_train(scene, LSTM, NOW);
    scene_show(scene);
}

/* Short messages, most of which are of one class. */
static void uneven_classes(struct scene *scene)
{
    struct run_event event = event_of_data();
    snprintf(event.as.data.name, sizeof event.as.data.name, "sms");
    send(scene, 0, &event);
    event = (struct run_event){.kind = EVENT_CLASSES};
    event.as.classes = (struct classes_event){
        .classes = 2,
        .rows = {{15152, 2348}, {6495, 1005}, {21650, 3350}},
        .name = {"ham", "spam"},
    };
    send(scene, 0, &event);
    scene_finish(scene, RNN);
    scene_train(scene, LSTM, NOW);
    scene_show(scene);
}

static const struct scene_moment MOMENTS[] = {
    {"starting", starting, 1, {NULL}},
    {"four-classes", four_classes, 1, {NULL}},
    {"loading", loading, 1, {NULL}},
    {"demo-loading", demo_loading, 1, {NULL}},
    {"demo-waiting", demo_waiting, 1, {NULL}},
    {"demo", demo, 1, {NULL}},
    {"demo-near", demo_near, 1, {NULL}},
    {"waiting", waiting, 1, {NULL}},
    {"first-epoch", first_epoch, 1, {NULL}},
    {"training", training, 1, {NULL}},
    {"validation", validation, 1, {NULL}},
    {"testing", testing, 1, {NULL}},
    {"other-run", other_run, 1, {NULL}},
    {"paused", paused, 1, {NULL}},
    {"one-batch", one_batch, 1, {NULL}},
    {"one-batch-zoomed", one_batch_zoomed, 1, {NULL}},
    {"held", held, 1, {NULL}},
    {"done", done, 1, {NULL}},
    {"plateau", plateau, 1, {NULL}},
    {"stopped-early", stopped_early, 1, {NULL}},
    {"baseline", baseline, 1, {NULL}},
    {"baseline-demo", baseline_demo, 1, {NULL}},
    {"uneven-classes", uneven_classes, 1, {NULL}},
    {"cursor", cursor, 1, {NULL}},
    {"cursor-steps", cursor_steps, 1, {NULL}},
    {"failed", failed, 1, {NULL}},
    {"failed-at-once", failed_at_once, 1, {NULL}},
    {"stopped", stopped, 1, {NULL}},
    {"quit", quit, 1, {NULL}},
    {"seeds", seeds, 3, {NULL}},
    {"seeds-open", seeds_open, 3, {NULL}},
    {"sweep", sweep, 2, {"units=32,64", NULL}},
    {"many", many, 1, {"units=8,16,32,64,128,256", "dropout=0,0.5", NULL}},
    {"coincide", coincide, 1, {"batch-size=30,60", NULL}},
    {"zoomed", zoomed, 1, {NULL}},
    {"log", log_loss, 1, {NULL}},
    {"steps", steps, 1, {NULL}},
    {"minutes", minutes, 1, {NULL}},
    {"raw", raw, 1, {NULL}},
    {"by-epoch", by_epoch, 1, {NULL}},
    {"paused-other", paused_other, 1, {NULL}},
    {"extreme", extreme, 1, {NULL}},
    {"extreme-cursor", extreme_cursor, 1, {NULL}},
    {"others-all", others_all, 1, {NULL}},
    {"others-none", others_none, 1, {NULL}},
};

const struct scene_moment *scene_moments(size_t *count)
{
    *count = sizeof MOMENTS / sizeof MOMENTS[0];
    return MOMENTS;
}
