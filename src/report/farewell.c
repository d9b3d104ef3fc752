#include "config.h"

#include <string.h>

#include "rnntop/report/reporter.h"
#include "rnntop/report/results.h"
#include "rnntop/report/scores.h"
#include "rnntop/report/summary.h"

/* Each of few runs has a line; of more only those in trouble, and all a row in a table. */
#define FEW_RUNS 6

/* What a run's model did in the end, in one column. */
static void describe(const struct history_now *now, char *out, size_t size)
{
    if (now->tested)
        snprintf(out, size, "test accuracy %.5f", (double)now->test.accuracy);
    else if (now->state == RUN_FAILED)
        snprintf(out, size, "failed");
    else
        snprintf(out, size, "stopped, not tested");
}

/* Scores on reviews that nobody wrote must not be taken for IMDB's by who finds them later. */
static void print_data(FILE *out, const struct data_event *data)
{
    char words[SUMMARY_NUMBER_SIZE];
    if (!data || !data->made_up)
        return;
    summary_number((size_t)data->num_words, words);
    fprintf(out, "%s, %s words, %llu tokens; a perfect reader: %.3f\n", data->name, words,
            (unsigned long long)data->maxlen, data->ceiling);
}

static bool is_in_trouble(const struct history_now *now)
{
    return now->state == RUN_FAILED || now->save_failed || !now->saved;
}

static void print_run(FILE *out, const struct board_run *run, const struct history_now *now,
                      int width)
{
    const struct run_spec *spec = &run->spec;
    struct wrap wrap = wrap_begin(out);
    char end[64], text[RUN_NAME_SIZE + 192];
    describe(now, end, sizeof end);
    snprintf(text, sizeof text, "%-*s  seed %llu  %.4g of %zu epoch%s%s  %s  ", width, spec->name,
             (unsigned long long)spec->seed, results_epochs(now->position), spec->epochs,
             spec->epochs == 1 ? "" : "s", now->stopped_early > 0 ? ", stopped early" : "", end);
    wrap_words(&wrap, text);
    results_put_place(&wrap, run);
    wrap_end(&wrap);
}

void reporter_farewell(FILE *out, const struct board *board, bool unicode)
{
    size_t widest = 0, runs = results_runs(board);
    if (runs == 0)
        return;
    for (size_t i = 0; i < board_runs(board); i++) {
        size_t width = strlen(board_run(board, i)->spec.name);
        widest = width > widest ? width : widest;
    }
    print_data(out, board_data(board));
    if (runs > FEW_RUNS)
        results_print_table(out, board, unicode);
    for (size_t i = 0; i < board_runs(board); i++) {
        const struct board_run *run = board_run(board, i);
        struct history_now now;
        history_now(run->history, run->spec.epochs, &now);
        if (now.position <= 0 && now.state != RUN_FAILED)
            continue; /* never began: nothing to remember */
        if (runs <= FEW_RUNS || is_in_trouble(&now))
            print_run(out, run, &now, (int)widest);
    }
    if (runs <= FEW_RUNS && results_have_seeds(board))
        results_print_table(out, board, unicode);
    results_print_best(out, board);
    if (board_baseline(board)) {
        struct wrap wrap = wrap_begin(out);
        char line[SCORES_LINE_SIZE];
        scores_baseline_line(line, board_baseline(board));
        wrap_words(&wrap, line);
        wrap_end(&wrap);
    }
}
