#include "config.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "program.h"
#include "rnntop/base/json.h"
#include "rnntop/data/text/text_ids.h"
#include "rnntop/data/text/text_lines.h"
#include "rnntop/files/model_file.h"
#include "rnntop/probe/scorer.h"
#include "rnntop/run/metrics.h"
#include "signals.h"

#define CHUNK_BYTES 65536
#define BATCH_ROWS  ((size_t)1024)
#define BATCH_IDS   ((size_t)1 << 20) /* of a batch: longer rows, fewer of them */
#define NAME_SIZE   64

struct prediction {
    bool json;
    struct model_snapshot *snapshot; /* its file, for the names of its classes */
    struct vocabulary *vocabulary;
    struct text_ids *ids;
    struct scorer *scorer;
    size_t maxlen, width, most; /* most: rows of a batch */
    int32_t *x;                 /* [most, maxlen] */
    float *probabilities;       /* [most, width] */
    size_t rows;                /* that wait for their answer */
    unsigned long long answered;
    struct text_lines *lines; /* of standard input */
    atomic_bool stopped;
};

static void stop(void *context)
{
    atomic_store(&((struct prediction *)context)->stopped, true);
}

static void prediction_free(struct prediction *prediction)
{
    scorer_destroy(prediction->scorer);
    model_snapshot_destroy(prediction->snapshot);
    text_ids_destroy(prediction->ids);
    vocabulary_free(prediction->vocabulary);
    text_lines_destroy(prediction->lines);
    free(prediction->x);
    free(prediction->probabilities);
}

/* Memory for one batch; no more is ever taken, however much is read. */
static enum rt_status make_room(struct prediction *prediction, struct rt_error *error)
{
    size_t fit = BATCH_IDS / prediction->maxlen;
    prediction->most = fit < 1 ? 1 : fit < BATCH_ROWS ? fit : BATCH_ROWS;
    size_t most = prediction->most;
    prediction->x = malloc(most * prediction->maxlen * sizeof *prediction->x);
    prediction->probabilities = malloc(most * prediction->width * sizeof(float));
    if (!prediction->x || !prediction->probabilities)
        return rt_fail(error, ERR_PREDICT_NO_MEMORY, most);
    return RT_OK;
}

static enum rt_status prepare(struct prediction *prediction, const char *path, size_t threads,
                              struct rt_error *error)
{
    struct model_snapshot *snapshot;
    enum rt_status status = model_file_read(&prediction->snapshot, path, error);
    if (status != RT_OK)
        return status;
    snapshot = prediction->snapshot;
    if (!snapshot->vocabulary)
        status = rt_fail(error, ERR_PREDICT_NO_WORDS);
    if (status == RT_OK)
        status = vocabulary_unpack(&prediction->vocabulary, snapshot->vocabulary,
                                   snapshot->vocabulary_bytes, error);
    if (status != RT_OK)
        rt_error_at_path(error, path);
    if (status == RT_OK)
        status =
            text_ids_create(&prediction->ids, prediction->vocabulary, &snapshot->run.data, error);
    if (status == RT_OK)
        status = scorer_create(&prediction->scorer, snapshot, threads, error);
    if (status == RT_OK) {
        prediction->maxlen = snapshot->run.data.maxlen;
        prediction->width = scorer_width(prediction->scorer);
        status = make_room(prediction, error);
    }
    return status;
}

/* ---- answers ---- */

static bool print_json(const struct prediction *prediction, const char *name, double p,
                       const float *figures, size_t classes)
{
    json_t *all = json_array();
    for (size_t i = 0; i < classes; i++) {
        float each = prediction->width > 1 ? figures[i] : i == 1 ? figures[0] : 1 - figures[0];
        json_array_append_new(all, json_float(each));
    }
    json_t *line = json_pack("{s:s, s:I, s:s, s:o, s:o}", "event", "prediction", "line",
                             (json_int_t)prediction->answered, "class", name, "probability",
                             json_float((float)p), "probabilities", all);
    bool printed =
        line &&
        json_dumpf(line, stdout, JSON_COMPACT | JSON_REAL_PRECISION(JSON_FLOAT_DIGITS)) == 0 &&
        putchar('\n') != EOF;
    json_decref(line);
    return printed;
}

/* The class that is likelier, and its probability. */
static bool print_row(struct prediction *prediction, const float *figures)
{
    char name[NAME_SIZE];
    size_t width = prediction->width, classes = width > 1 ? width : 2;
    size_t class = metrics_class(figures, width);
    double p = width > 1    ? (double)figures[class]
               : class == 1 ? (double)figures[0]
                            : (double)(1 - figures[0]);
    model_snapshot_class(prediction->snapshot, class, name, sizeof name);
    prediction->answered++;
    if (prediction->json)
        return print_json(prediction, name, p, figures, classes);
    return printf("%s\t%.6f\n", name, p) > 0;
}

/* Answers all rows that wait. flush: write the answers out at once, since whoever asked is waiting.
 */
static enum rt_status answer(struct prediction *prediction, bool flush, struct rt_error *error)
{
    struct model_score unused;
    struct model_batch batch = {.x = prediction->x, .size = prediction->rows};
    bool printed = true;
    enum rt_status status = RT_OK;
    if (prediction->rows > 0)
        status = scorer_run(prediction->scorer, &batch, &prediction->stopped,
                            prediction->probabilities, &unused, error);
    if (status != RT_OK)
        return status;
    for (size_t row = 0; printed && row < prediction->rows; row++)
        printed = print_row(prediction, prediction->probabilities + row * prediction->width);
    prediction->rows = 0;
    if (!printed || (flush && fflush(stdout) != 0))
        return program_output_failed(errno, error);
    return RT_OK;
}

/* ---- questions ---- */

/* One more text: it waits until a batch is full. */
static enum rt_status take_text(struct prediction *prediction, const char *text, size_t length,
                                struct rt_error *error)
{
    int32_t *row = prediction->x + prediction->rows * prediction->maxlen;
    enum rt_status status = text_to_ids(prediction->ids, text, length, row, error);
    if (status != RT_OK)
        return status;
    prediction->rows++;
    return prediction->rows == prediction->most ? answer(prediction, false, error) : RT_OK;
}

/* All lines that are whole; at the input's end the last one need not have an end of its own. */
static enum rt_status take_lines(struct prediction *prediction, bool ended, struct rt_error *error)
{
    const char *text;
    size_t length;
    for (;;) {
        enum rt_status status = text_lines_next(prediction->lines, ended, &text, &length, error);
        if (status != RT_OK || !text)
            return status;
        status = take_text(prediction, text, length, error);
        if (status != RT_OK)
            return status;
    }
}

/* True when standard input can be read, or is at its end; false after `wait_ms` or a signal. */
static bool input_ready(int wait_ms)
{
    struct pollfd wake[] = {{.fd = STDIN_FILENO, .events = POLLIN},
                            {.fd = signals_wake_fd(), .events = POLLIN}};
    int ready;
    do {
        ready = poll(wake, 2, wait_ms);
    } while (ready < 0 && errno == EINTR && !signals_caught());
    return ready > 0 && wake[0].revents != 0 && !signals_caught();
}

/* Lines to the end of standard input, in batches; when it pauses, all is answered that there is. */
static enum rt_status predict_lines(struct prediction *prediction, struct rt_error *error)
{
    char chunk[CHUNK_BYTES];
    enum rt_status status = RT_OK;
    prediction->lines = text_lines_create();
    if (!prediction->lines)
        return rt_fail(error, ERR_NO_MEMORY);
    if (isatty(STDIN_FILENO))
        fputs("rnntop: type a text on each line; Ctrl-D ends\n", stderr);
    while (status == RT_OK) {
        if (!input_ready(0))
            status = answer(prediction, true, error);
        if (status == RT_OK && !input_ready(-1))
            return rt_fail(error, ERR_STOPPED);
        ssize_t bytes = status == RT_OK ? read(STDIN_FILENO, chunk, sizeof chunk) : 0;
        if (bytes < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (bytes < 0)
            return rt_fail(error, ERR_PREDICT_INPUT_FAILED, errno);
        if (bytes == 0)
            break;
        status = text_lines_feed(prediction->lines, chunk, (size_t)bytes, error);
        if (status == RT_OK)
            status = take_lines(prediction, false, error);
    }
    if (status == RT_OK)
        status = take_lines(prediction, true, error);
    return status == RT_OK ? answer(prediction, true, error) : status;
}

static enum rt_status predict_texts(struct prediction *prediction, const char *const *texts,
                                    size_t count, struct rt_error *error)
{
    enum rt_status status = RT_OK;
    for (size_t i = 0; status == RT_OK && i < count; i++) {
        status = take_text(prediction, texts[i], strlen(texts[i]), error);
    }
    return status == RT_OK ? answer(prediction, true, error) : status;
}

/* A file's name among the texts: whoever types it means the texts in it. */
static enum rt_status refuse_files(const char *model, const char *const *texts, size_t count,
                                   struct rt_error *error)
{
    for (size_t i = 0; i < count; i++) {
        struct stat about;
        if (stat(texts[i], &about) == 0 && S_ISREG(about.st_mode))
            return rt_fail(error, ERR_PREDICT_IS_FILE, texts[i], model);
    }
    return RT_OK;
}

int cmd_predict(const struct settings *settings, const char *path, const char *const *texts,
                size_t count)
{
    struct prediction prediction = {.json = settings->json};
    struct rt_error error = {0};
    int result = PROGRAM_DONE;
    signals_on_stop(stop, &prediction);
    enum rt_status status = refuse_files(path, texts, count, &error);
    if (status == RT_OK)
        status = prepare(&prediction, path, settings->threads, &error);
    if (status == RT_OK && count > 0)
        status = predict_texts(&prediction, texts, count, &error);
    else if (status == RT_OK)
        status = predict_lines(&prediction, &error);
    if (status != RT_OK)
        result = signals_caught() ? PROGRAM_FAILED : program_complain(&error);
    signals_on_stop(NULL, NULL);
    prediction_free(&prediction);
    return result;
}
