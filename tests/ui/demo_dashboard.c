/*
 * demo_dashboard: the dashboard without training behind it.
 *
 * A thread makes up two runs' events and sends them through real rings; control, board, history and
 * app are the real ones. For tests of the screen that must not depend on how fast a model learns.
 *
 *   demo_dashboard [--batch-ms N] [--epochs N] [--batches N] [--paused] [--exit] [--ascii]
 *                  [--no-color] [--light] [--dark] [--noise] [--crash N]
 *
 * --noise writes to standard error every hundred batches; --crash N breaks the thread in batch N.
 */
#include "config.h"

#include <locale.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rnntop/base/clock.h"
#include "rnntop/run/board.h"
#include "rnntop/run/control.h"
#include "rnntop/ui/app.h"
#include "rnntop/ui/terminal/terminal.h"
#include "tests/words/error_text.h"

enum { MAX_RUNS = 8 };

/* Who tells: a ring has one producer. */
enum { DESK, TRAINER, TELLERS };

struct demo {
    struct run_id id[MAX_RUNS];
    struct run_spec spec[MAX_RUNS];
    size_t runs;
    struct run_ids ids;
    struct control *control;
    struct ring *ring[TELLERS];
    struct board *board;
    long batch_ms, batches, crash;
    bool noise, finished;
    pthread_mutex_t lock; /* runs, finished, saving: both threads */
    size_t saving;        /* run that a file is wanted of; MAX_RUNS: none */
};

static volatile sig_atomic_t leaving;
static int wake[2];

static void on_leave(int number)
{
    leaving = number;
    if (write(wake[1], "", 1) < 0)
        leaving = number;
}

static void on_crash(int number)
{
    terminal_emergency_restore();
    signal(number, SIG_DFL);
    raise(number);
}

/* By the trainer's thread. The event goes with it. */
static void tell(struct demo *demo, size_t run, struct run_event event)
{
    event.run = demo->id[run];
    ring_must(demo->ring[TRAINER], &event);
    event_drop(&event);
}

static void state(struct demo *demo, size_t run, enum run_state to, long epoch, long batch)
{
    struct run_event event = {.kind = EVENT_STATE};

    event.as.state.state = to;
    event.as.state.epoch = (uint32_t)epoch;
    event.as.state.batch = (uint32_t)batch;
    event.as.state.batches = (uint32_t)demo->batches;
    tell(demo, run, event);
}

/* Both models' validation accuracy after so many epochs: one chaotic, one that climbs. */
static double curve(const struct demo *demo, size_t run, double epochs)
{
    if (demo->spec[run].model.layer[1].kind == LAYER_SIMPLE_RNN)
        return 0.62 + 0.08 * sin(2.3 * epochs + (double)run) * exp(-epochs / 9);
    return 0.5 + 0.35 * (1 - exp(-epochs / 1.1)) - 0.004 * epochs;
}

static void step(struct demo *demo, size_t run, long epoch, long batch)
{
    double at = (double)(epoch - 1) + (double)batch / (double)demo->batches;
    double wobble = 0.08 * sin(12.9898 * (double)(batch + 977 * epoch));
    struct step_event step = {.epoch = (uint32_t)epoch,
                              .batch = (uint32_t)batch,
                              .batches = (uint32_t)demo->batches,
                              .learning_rate = 0.001f,
                              .samples_per_second = 2000.0f + (float)(10 * (batch % 7))};
    double accuracy = curve(demo, run, at) + 0.012 * at + wobble;

    step.first = step.last = (uint64_t)((epoch - 1) * demo->batches + batch);
    step.seconds = (double)step.last * 0.03;
    merged_add(&step.accuracy, (float)(accuracy > 1 ? 1 : accuracy));
    merged_add(&step.loss, (float)(1.35 - 1.25 * accuracy));
    merged_add(&step.gradient, (float)(1.3 + wobble));
    ring_step(demo->ring[TRAINER], &demo->id[run], &step);
}

static void saved(struct demo *demo, size_t run, double position)
{
    struct run_event event = {.kind = EVENT_SAVED};

    char path[RUN_NAME_SIZE + 64];

    snprintf(path, sizeof(path), "/home/ada/.local/share/rnntop/%s-1.safetensors",
             demo->spec[run].slug);
    event.as.saved = (struct saved_event){true, (float)position};
    event.parcel = parcel_of_text(path);
    tell(demo, run, event);
}

static void save_if_asked(struct demo *demo, size_t run, double position)
{
    pthread_mutex_lock(&demo->lock);
    bool asked = demo->saving == run;
    if (asked)
        demo->saving = MAX_RUNS;
    pthread_mutex_unlock(&demo->lock);
    if (asked)
        saved(demo, run, position);
}

/* Between batches: false when all is to end. */
static bool heed(struct demo *demo, size_t run, long epoch, long batch, bool at_end)
{
    double position = (double)(epoch - 1) + (double)batch / (double)demo->batches;
    bool told = false;

    for (;;) {
        save_if_asked(demo, run, position);
        enum control_next next = control_next(demo->control, at_end);
        if (next == CONTROL_STOP)
            return false;
        if (next == CONTROL_GO)
            break;
        if (!told)
            state(demo, run, RUN_PAUSED, epoch, batch);
        told = true;
        control_wait(demo->control);
        (void)control_take_save(demo->control);
    }
    if (told)
        state(demo, run, RUN_TRAINING, epoch, batch);
    return true;
}

static void end(struct demo *demo, size_t run, enum run_state how, double position)
{
    struct run_event event = {.kind = EVENT_END};

    event.as.end.state = how;
    event.as.end.position = (float)position;
    tell(demo, run, event);
}

static void epoch_end(struct demo *demo, size_t run, long epoch)
{
    struct run_event event = {.kind = EVENT_EPOCH};
    struct epoch_event *figures = &event.as.epoch;

    figures->epoch = (uint32_t)epoch;
    figures->step = (uint64_t)(epoch * demo->batches);
    figures->val_accuracy = (float)curve(demo, run, (double)epoch);
    figures->accuracy = figures->val_accuracy + 0.01f * (float)epoch;
    figures->loss = 1.35f - 1.25f * figures->accuracy;
    figures->val_loss = 1.35f - 1.25f * figures->val_accuracy;
    figures->seconds = (double)demo->batches * 0.03;
    figures->val_seconds = 1;
    figures->train_clock = (double)figures->step * 0.03;
    figures->samples_per_second = 2000;
    tell(demo, run, event);
}

static bool train(struct demo *demo, size_t run)
{
    long epochs = (long)demo->spec[run].epochs;

    state(demo, run, RUN_TRAINING, 1, 0);
    if (!heed(demo, run, 1, 0, false)) {
        end(demo, run, RUN_STOPPED, 0);
        return false;
    }
    for (long epoch = 1; epoch <= epochs; epoch++) {
        for (long batch = 1; batch <= demo->batches; batch++) {
            usleep((useconds_t)(demo->batch_ms * 1000));
            step(demo, run, epoch, batch);
            long all = (epoch - 1) * demo->batches + batch;
            if (demo->noise && all % 100 == 0)
                fprintf(stderr, "a library says %ld\n", all);
            if (all == demo->crash)
                raise(SIGSEGV);
            bool last = batch == demo->batches;
            if (last)
                epoch_end(demo, run, epoch);
            if (!(last && epoch == epochs) && !heed(demo, run, epoch, batch, last)) {
                double position = (double)all / (double)demo->batches;
                saved(demo, run, position);
                end(demo, run, RUN_STOPPED, position);
                return false;
            }
        }
    }

    struct run_event event = {.kind = EVENT_TEST};
    state(demo, run, RUN_TESTING, epochs, demo->batches);
    event.as.test.accuracy = (float)curve(demo, run, (double)epochs) - 0.01f;
    event.as.test.loss = 0.5f;
    tell(demo, run, event);
    end(demo, run, RUN_DONE, (double)epochs);
    saved(demo, run, (double)epochs);
    return true;
}

static void load(struct demo *demo)
{
    struct run_event event;

    state(demo, 0, RUN_LOADING, 0, 0);
    for (int part = 0; part <= 10; part++) {
        event = (struct run_event){.kind = EVENT_PROGRESS, .parcel = parcel_of_text("imdb.npz")};
        event.as.progress = (struct progress_event){PROGRESS_READING, (uint64_t)part, 10};
        tell(demo, 0, event);
        usleep((useconds_t)(demo->batch_ms * 4000));
    }
    event = (struct run_event){.kind = EVENT_DATA, .parcel = parcel_of_text("/data/imdb.npz")};
    event.as.data = (struct data_event){.train = 17500,
                                        .validation = 7500,
                                        .test = 25000,
                                        .num_words = 4000,
                                        .maxlen = 100,
                                        .name = "IMDB"};
    tell(demo, 0, event);
}

static void *trainer(void *context)
{
    struct demo *demo = context;
    bool going = true;

    load(demo);
    for (size_t run = 0; going; run++) {
        pthread_mutex_lock(&demo->lock);
        bool more = run < demo->runs;
        pthread_mutex_unlock(&demo->lock);
        if (!more) { /* wait for r */
            run--;
            usleep(20000);
            if (control_stopping(demo->control))
                break;
            pthread_mutex_lock(&demo->lock);
            demo->finished = true;
            size_t wanted = demo->saving;
            demo->saving = MAX_RUNS;
            pthread_mutex_unlock(&demo->lock);
            if (wanted < MAX_RUNS)
                saved(demo, wanted, (double)demo->spec[wanted].epochs);
            continue;
        }
        going = train(demo, run);
    }
    pthread_mutex_lock(&demo->lock);
    demo->finished = true;
    pthread_mutex_unlock(&demo->lock);
    return NULL;
}

/* By the watching thread. */
static bool add_run(struct demo *demo, enum layer_kind kind, long epochs, uint64_t seed)
{
    struct run_spec spec = {.epochs = (size_t)epochs, .batch_size = 30, .seed = seed};
    struct run_event event = {.kind = EVENT_RUN, .run = run_ids_next(&demo->ids)};
    const char *name = layer_kind_class(kind);

    if (demo->runs == MAX_RUNS)
        return false;
    model_spec_lesson(&spec.model, kind, 4000, 128, 128, 100);
    spec.data.num_words = 4000;
    spec.data.maxlen = 100;
    if (seed == 1)
        snprintf(spec.name, sizeof(spec.name), "%s", name);
    else
        snprintf(spec.name, sizeof(spec.name), "%s %d", name, (int)seed);
    snprintf(spec.slug, sizeof(spec.slug), "%s", layer_kind_name(kind));
    demo->id[demo->runs] = event.run;
    demo->spec[demo->runs] = spec;
    event.parcel = parcel_new(&spec, sizeof(spec));
    ring_must(demo->ring[DESK], &event);
    event_drop(&event);
    pthread_mutex_lock(&demo->lock);
    demo->runs++;
    demo->finished = false;
    pthread_mutex_unlock(&demo->lock);
    return true;
}

/* What the dashboard asks for. */

static bool queue(struct demo *demo, const struct run_spec *spec, struct answer *answer)
{
    if (!add_run(demo, spec->model.layer[1].kind, (long)spec->epochs, demo->runs)) {
        rt_fail(&answer->why, ERR_TOLD, "the demo takes 8 runs");
        return false;
    }
    answer->run = demo->id[demo->runs - 1];
    return true;
}

static size_t find_run(const struct demo *demo, const struct run_id *id)
{
    size_t run = 0;

    while (run + 1 < demo->runs && !run_id_same(&demo->id[run], id))
        run++;
    return run;
}

static void save(struct demo *demo, size_t run)
{
    pthread_mutex_lock(&demo->lock);
    demo->saving = run;
    pthread_mutex_unlock(&demo->lock);
    control_save(demo->control);
}

static void ask(void *context, const struct request *request, struct answer *answer)
{
    struct demo *demo = context;

    answer->granted = true;
    switch (request->kind) {
    case REQUEST_NOTHING:
    case REQUEST_RATE: /* the demo's figures know of no learning rate */
        break;
    case REQUEST_PAUSE:
        control_pause(demo->control);
        break;
    case REQUEST_RESUME:
        control_resume(demo->control);
        break;
    case REQUEST_ONE_BATCH:
        control_one_batch(demo->control);
        break;
    case REQUEST_ONE_EPOCH:
        control_one_epoch(demo->control);
        break;
    case REQUEST_SAVE:
        save(demo, find_run(demo, &request->run));
        break;
    case REQUEST_AGAIN:
        answer->granted = queue(demo, &demo->spec[find_run(demo, &request->run)], answer);
        break;
    case REQUEST_ADD:
        answer->granted = queue(demo, request->spec, answer);
        break;
    case REQUEST_TAKE_BACK:
        rt_fail(&answer->why, ERR_TOLD, "the demo takes no run back");
        answer->granted = false;
        break;
    }
    answer->paused = control_paused(demo->control);
}

static bool leave(void *context)
{
    (void)context;
    return leaving != 0;
}

static bool idle(void *context)
{
    struct demo *demo = context;

    pthread_mutex_lock(&demo->lock);
    bool finished = demo->finished;
    pthread_mutex_unlock(&demo->lock);
    return finished;
}

static void handle(int number, void (*handler)(int))
{
    struct sigaction action;

    memset(&action, 0, sizeof(action));
    action.sa_handler = handler;
    sigaction(number, &action, NULL);
}

static long number_after(int argc, char **argv, int *i)
{
    return *i + 1 < argc ? strtol(argv[++*i], NULL, 10) : 0;
}

int main(int argc, char **argv)
{
    static const char *const results[] = {"saved", "discarded", "left"};
    struct demo demo = {
        .batch_ms = 5, .batches = 100, .saving = MAX_RUNS, .lock = PTHREAD_MUTEX_INITIALIZER};
    struct app_options options = {.leave = leave, .idle = idle, .context = &demo};
    struct rt_error error;
    enum app_result result;
    pthread_t thread;
    long epochs = 10;
    bool paused = false;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--batch-ms") == 0)
            demo.batch_ms = number_after(argc, argv, &i);
        else if (strcmp(argv[i], "--epochs") == 0)
            epochs = number_after(argc, argv, &i);
        else if (strcmp(argv[i], "--batches") == 0)
            demo.batches = number_after(argc, argv, &i);
        else if (strcmp(argv[i], "--crash") == 0)
            demo.crash = number_after(argc, argv, &i);
        else if (strcmp(argv[i], "--paused") == 0)
            paused = true;
        else if (strcmp(argv[i], "--exit") == 0)
            options.exit_when_done = true;
        else if (strcmp(argv[i], "--ascii") == 0)
            options.ascii = true;
        else if (strcmp(argv[i], "--no-color") == 0)
            options.no_color = true;
        else if (strcmp(argv[i], "--light") == 0)
            options.theme = THEME_LIGHT;
        else if (strcmp(argv[i], "--dark") == 0)
            options.theme = THEME_DARK;
        else if (strcmp(argv[i], "--noise") == 0)
            demo.noise = true;
        else
            return 2;
    }

    setlocale(LC_CTYPE, "");
    if (pipe(wake) != 0)
        return 1;
    options.wake_fd = wake[0];
    handle(SIGINT, on_leave);
    handle(SIGTERM, on_leave);
    handle(SIGHUP, on_leave);
    handle(SIGSEGV, on_crash);
    if (board_create(&demo.board, &error) != RT_OK ||
        control_create(&demo.control, &error) != RT_OK ||
        ring_create(&demo.ring[DESK], 64, 1, &error) != RT_OK ||
        ring_create(&demo.ring[TRAINER], 1024, 64, &error) != RT_OK)
        return 1;
    run_ids_init(&demo.ids);
    board_listen(demo.board, BOARD_DESK, demo.ring[DESK]);
    board_listen(demo.board, BOARD_TRAINER, demo.ring[TRAINER]);
    if (!add_run(&demo, LAYER_SIMPLE_RNN, epochs, 1) || !add_run(&demo, LAYER_LSTM, epochs, 1))
        return 1;
    if (paused)
        control_pause(demo.control);
    pthread_create(&thread, NULL, trainer, &demo);

    struct requests requests = {&demo, ask};
    enum rt_status status = app_run(demo.board, &requests, &options, &result, &error);
    control_stop(demo.control);
    pthread_join(thread, NULL);
    /* A terminal that takes no output is no reason to stay. */
    struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
    if (status != RT_OK)
        fprintf(stderr, "demo_dashboard: %s\n", error_text(&error));
    else if (poll(&out, 1, 200) > 0)
        printf("demo %s\n", leaving ? "signalled" : results[result]);
    control_destroy(demo.control);
    board_destroy(demo.board);
    for (size_t i = 0; i < TELLERS; i++)
        ring_destroy(demo.ring[i]);
    return status == RT_OK ? 0 : 1;
}
