#include "config.h"

#include <string.h>

#include "rnntop/report/reporter.h"

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

void reporter_farewell(FILE *out, const struct board *board)
{
    size_t widest = 0;
    for (size_t i = 0; i < board_runs(board); i++) {
        size_t width = strlen(board_run(board, i)->feed->spec.name);
        widest = width > widest ? width : widest;
    }
    for (size_t i = 0; i < board_runs(board); i++) {
        const struct board_run *run = board_run(board, i);
        const struct run_spec *spec = &run->feed->spec;
        struct history_now now;
        char end[64];
        history_now(run->history, spec->epochs, &now);
        if (now.position <= 0 && now.state != RUN_FAILED)
            continue; /* never began: nothing to remember */
        describe(&now, end, sizeof end);
        fprintf(out, "%-*s  seed %llu  %.4g of %zu epoch%s  %s  %s\n", (int)widest, spec->name,
                (unsigned long long)spec->seed, (double)now.position, spec->epochs,
                spec->epochs == 1 ? "" : "s", end,
                now.saved        ? now.saved_path
                : now.trouble[0] ? now.trouble
                                 : "not saved");
    }
}
