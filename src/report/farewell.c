#include "config.h"

#include <math.h>
#include <string.h>

#include "rnntop/report/reporter.h"
#include "rnntop/report/scores.h"
#include "rnntop/report/summary.h"
#include "rnntop/words/events.h"

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

/* One decimal, never rounded up to an epoch that is not done. */
static double shown(float epochs)
{
    return floor((double)epochs * 10 + 1e-4) / 10;
}

/* Where its weights are, or why not; the file that stands may be an older one. */
static void print_place(FILE *out, const struct history *history, const struct history_now *now)
{
    char text[EVENTS_TEXT_SIZE];
    const struct rt_error *trouble = history_trouble(history);
    if (now->save_failed)
        fprintf(out, "not saved: %s%s",
                events_say_error(history_not_saved(history), text, sizeof text),
                now->saved ? "; " : "");
    events_say_path(history_saved_path(history), text, sizeof text);
    if (now->saved && now->saved_position < now->position - 1e-4f)
        fprintf(out, "%s holds epoch %.4g", text, shown(now->saved_position));
    else if (now->saved)
        fputs(text, out);
    else if (!now->save_failed)
        fputs(trouble ? events_say_error(trouble, text, sizeof text) : "not saved", out);
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

void reporter_farewell(FILE *out, const struct board *board)
{
    size_t widest = 0, told = 0;
    for (size_t i = 0; i < board_runs(board); i++) {
        size_t width = strlen(board_run(board, i)->spec.name);
        widest = width > widest ? width : widest;
    }
    for (size_t i = 0; i < board_runs(board); i++) {
        const struct board_run *run = board_run(board, i);
        const struct run_spec *spec = &run->spec;
        struct history_now now;
        char end[64];
        history_now(run->history, spec->epochs, &now);
        if (now.position <= 0 && now.state != RUN_FAILED)
            continue; /* never began: nothing to remember */
        if (told++ == 0)
            print_data(out, board_data(board));
        describe(&now, end, sizeof end);
        fprintf(out, "%-*s  seed %llu  %.4g of %zu epoch%s%s  %s  ", (int)widest, spec->name,
                (unsigned long long)spec->seed, shown(now.position), spec->epochs,
                spec->epochs == 1 ? "" : "s", now.stopped_early > 0 ? ", stopped early" : "", end);
        print_place(out, run->history, &now);
        fputc('\n', out);
    }
    if (told > 0 && board_baseline(board)) {
        char line[SCORES_LINE_SIZE];
        scores_baseline_line(line, board_baseline(board));
        fprintf(out, "%s\n", line);
    }
}
