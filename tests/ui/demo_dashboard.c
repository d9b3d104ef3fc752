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
#include "rnntop/ui/app.h"
#include "rnntop/ui/terminal/terminal.h"
#include "tests/words/error_text.h"

enum { MAX_RUNS = 8 };

struct demo {
    struct run_feed feed[MAX_RUNS];
    size_t runs;
    struct control *control;
    struct ring *writer;
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

static void state(struct demo *demo, size_t run, enum run_state to, long epoch, long batch)
{
    struct run_event event = {.kind = EVENT_STATE, .run = (uint32_t)run};

    event.as.state.state = to;
    event.as.state.epoch = (uint32_t)epoch;
    event.as.state.batch = (uint32_t)batch;
    event.as.state.batches = (uint32_t)demo->batches;
    ring_must(demo->feed[run].ring, &event);
}

/* Both models' validation accuracy after so many epochs: one chaotic, one that climbs. */
static double curve(const struct demo *demo, size_t run, double epochs)
{
    if (demo->feed[run].spec.model.layer[1].kind == LAYER_SIMPLE_RNN)
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
    ring_step(demo->feed[run].ring, &step);
}

static void saved(struct demo *demo, size_t run, double position)
{
    struct run_event event = {.kind = EVENT_SAVED, .run = (uint32_t)run};

    event.as.saved.ok = true;
    event.as.saved.position = (float)position;
    snprintf(event.as.saved.text, sizeof(event.as.saved.text),
             "/home/ada/.local/share/rnntop/%s-1.safetensors", demo->feed[run].spec.slug);
    ring_must(demo->writer, &event);
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
    struct run_event event = {.kind = EVENT_END, .run = (uint32_t)run};

    event.as.end.state = how;
    event.as.end.position = (float)position;
    ring_must(demo->feed[run].ring, &event);
}

static void epoch_end(struct demo *demo, size_t run, long epoch)
{
    struct run_event event = {.kind = EVENT_EPOCH, .run = (uint32_t)run};
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
    ring_must(demo->feed[run].ring, &event);
}

static bool train(struct demo *demo, size_t run)
{
    long epochs = (long)demo->feed[run].spec.epochs;

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

    struct run_event event = {.kind = EVENT_TEST, .run = (uint32_t)run};
    state(demo, run, RUN_TESTING, epochs, demo->batches);
    event.as.test.accuracy = (float)curve(demo, run, (double)epochs) - 0.01f;
    event.as.test.loss = 0.5f;
    ring_must(demo->feed[run].ring, &event);
    end(demo, run, RUN_DONE, (double)epochs);
    saved(demo, run, (double)epochs);
    return true;
}

static void load(struct demo *demo)
{
    struct run_event event = {.kind = EVENT_PROGRESS};

    state(demo, 0, RUN_LOADING, 0, 0);
    for (int part = 0; part <= 10; part++) {
        event.as.progress.done = (uint64_t)part;
        event.as.progress.total = 10;
        snprintf(event.as.progress.text, sizeof(event.as.progress.text), "Reading imdb.npz");
        ring_must(demo->feed[0].ring, &event);
        usleep((useconds_t)(demo->batch_ms * 4000));
    }
    event = (struct run_event){.kind = EVENT_DATA};
    event.as.data = (struct data_event){.train = 17500,
                                        .validation = 7500,
                                        .test = 25000,
                                        .num_words = 4000,
                                        .maxlen = 100,
                                        .name = "IMDB",
                                        .path = "/data/imdb.npz"};
    ring_must(demo->feed[0].ring, &event);
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
                saved(demo, wanted, (double)demo->feed[wanted].spec.epochs);
            continue;
        }
        going = train(demo, run);
    }
    pthread_mutex_lock(&demo->lock);
    demo->finished = true;
    pthread_mutex_unlock(&demo->lock);
    return NULL;
}

static bool add_run(struct demo *demo, enum layer_kind kind, long epochs, uint64_t seed,
                    struct rt_error *error)
{
    struct run_feed *feed = &demo->feed[demo->runs];
    const char *name = layer_kind_class(kind);

    model_spec_lesson(&spec.model, kind, 4000, 128, 128, 100);
    spec.epochs = (size_t)epochs;
    spec.batch_size = 30;
    spec.seed = seed;
    spec.data.num_words = 4000;
    spec.data.maxlen = 100;
    if (seed == 1)
        snprintf(spec.name, sizeof(spec.name), "%s", name);
    else
        snprintf(spec.name, sizeof(spec.name), "%s %d", name, (int)seed);
    snprintf(spec.slug, sizeof(spec.slug), "%s", layer_kind_name(kind));
    if (ring_create(&feed->ring, 1024, 64, error) != RT_OK ||
        board_add(demo->board, feed, error) != RT_OK)
        return false;
    pthread_mutex_lock(&demo->lock);
    demo->runs++;
    demo->finished = false;
    pthread_mutex_unlock(&demo->lock);
    return true;
}

/* What the dashboard asks for. */

static void ask_pause(void *session)
{
    control_pause(((struct demo *)session)->control);
}

static void ask_resume(void *session)
{
    control_resume(((struct demo *)session)->control);
}

static void ask_one_batch(void *session)
{
    control_one_batch(((struct demo *)session)->control);
}

static void ask_one_epoch(void *session)
{
    control_one_epoch(((struct demo *)session)->control);
}

static bool ask_paused(void *session)
{
    return control_paused(((struct demo *)session)->control);
}

/* The demo's figures know of no learning rate. */
static void ask_rate(void *session, int by)
{
    (void)session;
    (void)by;
}

static void ask_save(void *session, size_t run)
{
    struct demo *demo = session;

    pthread_mutex_lock(&demo->lock);
    demo->saving = run;
    pthread_mutex_unlock(&demo->lock);
    control_save(demo->control);
}

static const struct run_feed *ask_again(void *session, size_t run, struct rt_error *error)
{
    struct demo *demo = session;
    const struct run_spec *spec = &demo->feed[run].spec;

    if (demo->runs == MAX_RUNS) {
        rt_fail_text(error, RT_ERR_USAGE, "the demo takes %d runs", MAX_RUNS);
        return NULL;
    }
    if (!add_run(demo, spec->model.layer[1].kind, (long)spec->epochs, demo->runs, error))
        return NULL;
    return &demo->feed[demo->runs - 1];
}

static const struct run_feed *ask_add(void *session, const struct run_spec *run,
                                      struct rt_error *error)
{
    struct demo *demo = session;

    if (demo->runs == MAX_RUNS) {
        rt_fail_text(error, RT_ERR_USAGE, "the demo takes %d runs", MAX_RUNS);
        return NULL;
    }
    if (!add_run(demo, run->model.layer[1].kind, (long)run->epochs, demo->runs, error))
        return NULL;
    return &demo->feed[demo->runs - 1];
}

static enum rt_status ask_remove(void *session, size_t run, struct rt_error *error)
{
    (void)session;
    (void)run;
    return rt_fail_text(error, RT_ERR_UNSUPPORTED, "the demo takes no run back");
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
        ring_create(&demo.writer, 64, 1, &error) != RT_OK)
        return 1;
    board_set_writer(demo.board, demo.writer);
    if (!add_run(&demo, LAYER_SIMPLE_RNN, epochs, 1, &error) ||
        !add_run(&demo, LAYER_LSTM, epochs, 1, &error))
        return 1;
    if (paused)
        control_pause(demo.control);
    pthread_create(&thread, NULL, trainer, &demo);

    struct session_requests requests = {.session = &demo,
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
    for (size_t run = 0; run < demo.runs; run++)
        ring_destroy(demo.feed[run].ring);
    ring_destroy(demo.writer);
    return status == RT_OK ? 0 : 1;
}
