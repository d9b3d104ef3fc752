#include "config.h"

#include "rnntop/report/reporter.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/clock.h"
#include "rnntop/report/json_lines.h"
#include "rnntop/report/progress.h"
#include "rnntop/report/results.h"
#include "rnntop/report/scores.h"
#include "rnntop/report/summary.h"
#include "rnntop/report/told_findings.h"
#include "rnntop/report/wrap.h"
#include "rnntop/store/event_json.h"
#include "rnntop/words/events.h"

#define LIVE_INTERVAL_S 0.1 /* between two rewrites of a line */

/* Of events that each run repeats, those that stand in the output: the first, and the last. */
struct told {
    struct run_event first, last; /* held */
    bool any;
};

struct reporter {
    const struct board *board;
    struct reporter_options options;
    bool data_shown;
    struct run_event data; /* shown last; held */
    struct told told_data, told_classes;
    struct told_findings *told_findings;
    bool tested, baseline_told; /* a run was; after the last one that was */
    bool line_open;             /* a live line stands unfinished */
    int line_length;
    int failure; /* why output can't be written: an errno; 0: it can */
    bool trouble;
    /* The epoch under way. */
    struct merged loss, accuracy;
    double epoch_start; /* the run's training clock when it began */
    double last_live;
};

/* Right behind what failed. Only the first reason counts: the others follow from it. */
static void note_failure(struct reporter *reporter)
{
    if (reporter->failure == 0)
        reporter->failure = errno != 0 ? errno : EIO;
}

static void flush(struct reporter *reporter)
{
    if (fflush(reporter->options.out) != 0)
        note_failure(reporter);
}

enum rt_status reporter_create(struct reporter **out, const struct board *board,
                               const struct reporter_options *options, struct rt_error *error)
{
    struct reporter *reporter = calloc(1, sizeof *reporter);
    if (!reporter)
        return rt_fail(error, ERR_NO_MEMORY);
    reporter->board = board;
    reporter->options = *options;
    if (told_findings_create(&reporter->told_findings, board, error) != RT_OK) {
        free(reporter);
        return RT_ERR_MEMORY;
    }
    *out = reporter;
    if (options->json != REPORT_JSON_NONE && !event_json_begin(options->out))
        note_failure(reporter);
    return RT_OK;
}

static void told_drop(struct told *told)
{
    event_drop(&told->first);
    event_drop(&told->last);
}

void reporter_destroy(struct reporter *reporter)
{
    if (!reporter)
        return;
    event_drop(&reporter->data);
    told_drop(&reporter->told_data);
    told_drop(&reporter->told_classes);
    told_findings_destroy(reporter->told_findings);
    free(reporter);
}

bool reporter_ok(const struct reporter *reporter)
{
    return reporter->failure == 0;
}

int reporter_failure(const struct reporter *reporter)
{
    return reporter->failure;
}

bool reporter_trouble(const struct reporter *reporter)
{
    return reporter->trouble;
}

/* A live line over whatever live line stands there. One that wraps could not be rewritten: its
 * beginning would stand on the row above. */
static void print_live_line(struct reporter *reporter, const char *line)
{
    size_t columns = wrap_columns(reporter->options.out);
    int length = (int)strlen(line);
    if (columns > 1 && length >= (int)columns)
        length = (int)columns - 1;
    int pad =
        reporter->line_open && reporter->line_length > length ? reporter->line_length - length : 0;
    fprintf(reporter->options.out, "%s%.*s%*s", reporter->line_open ? "\r" : "", length, line, pad,
            "");
    reporter->line_open = true;
    reporter->line_length = length;
    flush(reporter);
}

/* Takes the live line away, if one stands there. */
static void clear_live_line(struct reporter *reporter)
{
    if (reporter->line_open)
        fprintf(reporter->options.out, "\r%*s\r", reporter->line_length, "");
    reporter->line_open = false;
}

/* A finished line in place of whatever live line stands there. */
static void print_line(struct reporter *reporter, const char *line)
{
    struct wrap wrap = wrap_begin(reporter->options.out);
    clear_live_line(reporter);
    wrap_parts(&wrap, line);
    wrap_end(&wrap);
    flush(reporter);
}

/* Talk must not be glued to a live line. name may be NULL: it concerns no run more than others;
 * path: what text ends with, or NULL. */
static void talk(struct reporter *reporter, const char *name, const char *text, const char *path)
{
    struct wrap wrap = wrap_begin(reporter->options.talk);
    clear_live_line(reporter);
    fflush(reporter->options.out);
    wrap_words(&wrap, "rnntop: ");
    wrap_words(&wrap, name ? name : "");
    wrap_words(&wrap, name ? ": " : "");
    wrap_words(&wrap, text);
    if (path)
        wrap_whole(&wrap, path);
    wrap_end(&wrap);
    fflush(reporter->options.talk);
}

/* Runs that all failed before they had learned anything leave nothing to compare. */
static bool any_has_learned(const struct board *board)
{
    for (size_t i = 0; i < board_runs(board); i++) {
        struct history_now now;
        history_now(board_run(board, i)->history, 0, &now);
        if (now.position > 0)
            return true;
    }
    return false;
}

void reporter_conclude(struct reporter *reporter)
{
    FILE *out = reporter->options.out;
    if (reporter->options.json != REPORT_JSON_NONE || results_runs(reporter->board) < 2 ||
        !any_has_learned(reporter->board))
        return;
    print_line(reporter, "");
    results_print_table(out, reporter->board, reporter->options.unicode);
    results_print_best(out, reporter->board);
    flush(reporter);
}

/* The data of this run has another shape than what was shown last. */
static bool other_shape(const struct reporter *reporter, const struct run_event *event)
{
    const struct data_event *shown = &reporter->data.as.data, *data = &event->as.data;
    return strcmp(event_path(&reporter->data), event_path(event)) != 0 ||
           shown->train != data->train || shown->validation != data->validation ||
           shown->num_words != data->num_words || shown->maxlen != data->maxlen;
}

static void keep_data(struct reporter *reporter, const struct run_event *event)
{
    event_drop(&reporter->data);
    reporter->data = event_copy(event);
    reporter->data_shown = true;
}

static void print_title(FILE *out, const struct run_spec *spec)
{
    struct wrap wrap = wrap_begin(out);
    char seed[48];
    snprintf(seed, sizeof seed, ", seed %llu", (unsigned long long)spec->seed);
    wrap_words(&wrap, spec->name);
    wrap_words(&wrap, seed);
    wrap_end(&wrap);
}

static void announce_run(struct reporter *reporter, const struct run_spec *spec,
                         const struct run_event *event)
{
    const struct data_event *data = &event->as.data;
    FILE *out = reporter->options.out;
    if (!reporter->data_shown && reporter->options.show_data)
        reporter->options.show_data(reporter->options.context, out);
    fputc('\n', out);
    print_title(out, spec);
    if (reporter->data_shown && other_shape(reporter, event))
        fprintf(out, "%s, %zu words, x_train shape: (%llu, %zu)\n", data->name,
                spec->data.num_words, (unsigned long long)(data->train + data->validation),
                spec->data.maxlen);
    keep_data(reporter, event);
    if (spec->model.layers > 0)
        summary_print(out, &spec->model, "sequential");
    if (data->validation > 0)
        fprintf(out, "Train on %llu samples, validate on %llu samples\n",
                (unsigned long long)data->train, (unsigned long long)data->validation);
    else
        fprintf(out, "Train on %llu samples\n", (unsigned long long)data->train);
    flush(reporter);
}

static void begin_epoch(struct reporter *reporter, double clock)
{
    memset(&reporter->loss, 0, sizeof reporter->loss);
    memset(&reporter->accuracy, 0, sizeof reporter->accuracy);
    reporter->epoch_start = clock;
}

static void print_steps(struct reporter *reporter, size_t run, const struct run_spec *spec,
                        const struct step_event *steps, bool epoch_done)
{
    const struct data_event *data = board_run_data(reporter->board, run);
    if (steps->loss.n == 0 || !data)
        return;
    if (reporter->loss.n == 0 && steps->epoch > 0) {
        char title[64];
        snprintf(title, sizeof title, spec->epochs > 0 ? "Epoch %u/%zu" : "Epoch %u", steps->epoch,
                 spec->epochs);
        print_line(reporter, title);
    }
    merged_join(&reporter->loss, &steps->loss);
    merged_join(&reporter->accuracy, &steps->accuracy);
    double now = clock_now_s();
    if (!reporter->options.live || epoch_done || now - reporter->last_live < LIVE_INTERVAL_S)
        return;
    reporter->last_live = now;
    size_t done = (size_t)steps->batch * spec->batch_size;
    if (done > data->train)
        done = data->train;
    char line[PROGRESS_LINE_SIZE];
    progress_line(line, done, data->train, steps->seconds - reporter->epoch_start,
                  merged_mean(&reporter->loss), merged_mean(&reporter->accuracy));
    print_live_line(reporter, line);
}

static void print_epoch(struct reporter *reporter, size_t run, const struct epoch_event *epoch)
{
    char line[PROGRESS_LINE_SIZE];
    const struct data_event *data = board_run_data(reporter->board, run);
    progress_epoch_line(line, data ? data->train : 0, epoch);
    print_line(reporter, line);
    scores_epoch_line(line, &epoch->val);
    if (reporter->options.metrics && *line)
        print_line(reporter, line);
    begin_epoch(reporter, epoch->train_clock);
}

/* What is to be said of a run that has ended. */
static void print_findings(struct reporter *reporter, size_t run)
{
    if (!told_findings_print(reporter->told_findings, run, reporter->options.unicode,
                             reporter->options.out))
        note_failure(reporter);
}

/* Below a run's test, or below the last one where it comes later: in one place, however fast. */
static void print_baseline(struct reporter *reporter)
{
    const struct baseline_event *baseline = board_baseline(reporter->board);
    char line[SCORES_LINE_SIZE];
    if (!baseline || !reporter->tested || reporter->baseline_told)
        return;
    reporter->baseline_told = true;
    scores_baseline_line(line, baseline);
    print_line(reporter, line);
}

static void print_test(struct reporter *reporter, size_t run, const struct test_event *test)
{
    char line[SCORES_LINE_SIZE];
    snprintf(line, sizeof line, "Test loss: %.5f", (double)test->loss);
    print_line(reporter, line);
    snprintf(line, sizeof line, "Test accuracy: %.5f", (double)test->accuracy);
    print_line(reporter, line);
    scores_test_line(line, &test->metrics);
    if (*line)
        print_line(reporter, line);
    if (reporter->options.metrics)
        scores_print_confusion(reporter->options.out, &test->metrics,
                               board_class_facts(reporter->board, run));
    flush(reporter);
    reporter->tested = true;
    reporter->baseline_told = false;
    print_baseline(reporter);
}

static void talk_of_file(struct reporter *reporter, const char *name, const struct run_event *event)
{
    char what[EVENTS_TEXT_SIZE], text[EVENTS_TEXT_SIZE + 32];
    if (event->as.saved.ok) {
        talk(reporter, name, "saved ", events_say_path(event_path(event), what, sizeof what));
        return;
    }
    snprintf(text, sizeof text, "not saved: %s",
             events_say_error(event_error(event), what, sizeof what));
    talk(reporter, name, text, NULL);
}

static void talk_of_error(struct reporter *reporter, const char *name,
                          const struct run_event *event)
{
    char text[EVENTS_TEXT_SIZE];
    talk(reporter, name, events_say_error(event_error(event), text, sizeof text), NULL);
}

/* What happens before there is data concerns no run more than others. */
static bool names_run(const struct reporter *reporter, const struct run_event *event)
{
    return run_id_given(&event->run) && board_data(reporter->board);
}

static void print_event(struct reporter *reporter, size_t run, const struct run_spec *spec,
                        const struct run_event *event)
{
    char line[PROGRESS_LINE_SIZE], text[EVENTS_TEXT_SIZE];
    print_steps(reporter, run, spec, &event->steps, event->kind == EVENT_EPOCH);
    switch (event->kind) {
    case EVENT_SOURCE:
        if (event->as.source.fallback && !reporter->data_shown)
            talk(reporter, NULL,
                 "Not IMDB: the built-in demo corpus.  rnntop fetch imdb brings the real one",
                 NULL);
        break;
    case EVENT_DATA:
        begin_epoch(reporter, 0);
        announce_run(reporter, spec, event);
        break;
    case EVENT_EPOCH:
        print_epoch(reporter, run, &event->as.epoch);
        break;
    case EVENT_TEST:
        print_test(reporter, run, &event->as.test);
        break;
    case EVENT_BASELINE:
        print_baseline(reporter);
        for (size_t i = 0; i < board_runs(reporter->board); i++) {
            if (board_run(reporter->board, i)->ended)
                print_findings(reporter, i);
        }
        break;
    case EVENT_SAVED:
        talk_of_file(reporter, spec->name, event);
        break;
    case EVENT_MESSAGE:
    case EVENT_ERROR:
        talk_of_error(reporter, names_run(reporter, event) ? spec->name : NULL, event);
        break;
    case EVENT_LOST:
        talk(reporter, NULL, events_say_lost(&event->as.lost, text, sizeof text), NULL);
        break;
    case EVENT_CALLBACK:
        if (progress_callback_line(line, &event->as.callback))
            print_line(reporter, line);
        break;
    case EVENT_END:
        if (event->as.end.state == RUN_STOPPED && event->as.end.position > 0) {
            snprintf(line, sizeof line, "stopped at epoch %.4g of %zu",
                     (double)event->as.end.position, spec->epochs);
            talk(reporter, spec->name, line, NULL);
        }
        print_findings(reporter, run);
        break;
    case EVENT_NONE:
    case EVENT_RUN:
    case EVENT_TAKEN_BACK:
    case EVENT_JUDGED:
    case EVENT_KINDS:
    case EVENT_STATE:
    case EVENT_PROGRESS:
    case EVENT_CLASSES:
    case EVENT_READING: /* printed with the data */
    case EVENT_FINDING: /* of whoever told it */
        break;
    }
}

/* ---- JSON ---- */

static bool same_facts(const struct run_event *a, const struct run_event *b)
{
    if (a->kind == EVENT_CLASSES)
        return memcmp(&a->as.classes, &b->as.classes, sizeof a->as.classes) == 0;
    const struct data_event *x = &a->as.data, *y = &b->as.data;
    return strcmp(event_path(a), event_path(b)) == 0 && strcmp(x->name, y->name) == 0 &&
           x->train == y->train && x->validation == y->validation && x->test == y->test &&
           x->num_words == y->num_words && x->maxlen == y->maxlen && x->classes == y->classes &&
           x->made_up == y->made_up;
}

/* Whether a reader knows it already: he takes the first for that of every run that reads the same
 * source, and people look for the newest. */
static bool is_known(const struct reporter *reporter, size_t run, const struct told *told,
                     const struct run_event *event)
{
    return told->any && board_same_source(reporter->board, run) &&
           same_facts(&told->first, event) && same_facts(&told->last, event);
}

static void keep_told(struct told *told, const struct run_event *event)
{
    if (!told->any)
        told->first = event_copy(event);
    told->any = true;
    event_drop(&told->last);
    told->last = event_copy(event);
}

/* A run's findings when they may have changed; before it ends, all of them once more. */
static bool write_findings(struct reporter *reporter, size_t run, const struct run_event *event)
{
    bool written = true, ends = event->kind == EVENT_END;
    size_t first = run, end = run + 1;
    if (event->kind == EVENT_BASELINE) { /* which all of them are held against */
        first = 0;
        end = board_runs(reporter->board);
    } else if (!ends && event->kind != EVENT_EPOCH) {
        return true;
    }
    for (size_t i = first; i < end; i++) {
        if (board_run(reporter->board, i)->begun)
            written = told_findings_write(reporter->told_findings, i, event->time_ms, ends,
                                          reporter->options.out) &&
                      written;
    }
    return written;
}

static void write_json(struct reporter *reporter, size_t run, const struct run_spec *spec,
                       const struct run_event *event)
{
    struct told *told = event->kind == EVENT_DATA      ? &reporter->told_data
                        : event->kind == EVENT_CLASSES ? &reporter->told_classes
                                                       : NULL;
    struct run_event written = *event;
    if (told && is_known(reporter, run, told, event))
        written.kind = EVENT_NONE; /* but for the batches that came with it */
    else if (told)
        keep_told(told, event);
    FILE *out = reporter->options.out;
    if (event->kind == EVENT_FINDING)
        written.kind = EVENT_NONE; /* of whoever told it: they are found anew */
    if (event->kind == EVENT_END && !write_findings(reporter, run, event))
        note_failure(reporter);
    if (!event_json_write(out, spec->slug, &written, reporter->options.json == REPORT_JSON_STEPS) ||
        (event->kind == EVENT_DATA && !json_lines_model(out, spec, event)))
        note_failure(reporter);
    if (event->kind != EVENT_END && !write_findings(reporter, run, event))
        note_failure(reporter);
}

/* True where a run failed or a file could not be saved. */
static bool is_trouble(const struct run_event *event)
{
    return event->kind == EVENT_ERROR || (event->kind == EVENT_SAVED && !event->as.saved.ok) ||
           (event->kind == EVENT_END && event->as.end.state == RUN_FAILED);
}

void reporter_observe(void *context, size_t run, const struct run_event *event)
{
    struct reporter *reporter = context;
    if (run == BOARD_NO_RUN)
        run = 0; /* of no run in particular: told as of the first */
    reporter->trouble |= is_trouble(event);
    if (run >= board_runs(reporter->board)) {
        if (reporter->options.json == REPORT_JSON_NONE && event->kind == EVENT_MESSAGE)
            talk_of_error(reporter, NULL, event);
        return;
    }
    struct run_spec trained = board_run(reporter->board, run)->spec;
    trained.model = board_model(reporter->board, run);
    if (reporter->options.json == REPORT_JSON_NONE)
        print_event(reporter, run, &trained, event);
    else
        write_json(reporter, run, &trained, event);
}
