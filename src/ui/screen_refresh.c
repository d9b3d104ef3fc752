#include "config.h"

#include "rnntop/ui/screen_refresh.h"

#include <math.h>

#include "rnntop/ui/screen_window.h"
#include "rnntop/ui/seen.h"

/* Noise around what guessing scores must not move the ruler: so much beyond it is drawn at the
 * edge. */
#define RULER_SLACK 0.03
/* One run that explodes must not flatten all others; its figures say how far it went. */
#define RULER_HIGHEST_LOSS 10.0
#define RULER_LOWEST_LOSS  1e-6

static void widen_accuracy(double *low, double accuracy)
{
    if (accuracy + RULER_SLACK < *low)
        *low = fmax(accuracy + RULER_SLACK, 0);
}

static void widen_loss(double *low, double *high, double loss)
{
    if (isfinite(loss) && loss - RULER_SLACK > *high)
        *high = fmin(loss - RULER_SLACK, RULER_HIGHEST_LOSS);
    if (loss > 0 && loss < *low)
        *low = fmax(loss, RULER_LOWEST_LOSS);
}

static void widen_by_points(struct screen *screen, const struct seen *seen)
{
    for (size_t i = 0; i < seen->point_count; i++) {
        const struct history_point *point = &seen->points[i];
        widen_accuracy(&screen->accuracy_low, point->smooth_accuracy.low);
        widen_loss(&screen->loss_low, &screen->loss_high, point->smooth_loss.low);
        widen_loss(&screen->loss_low, &screen->loss_high, point->smooth_loss.high);
        widen_accuracy(&screen->raw_accuracy_low, point->accuracy.low);
        widen_loss(&screen->raw_loss_low, &screen->raw_loss_high, point->loss.low);
        widen_loss(&screen->raw_loss_low, &screen->raw_loss_high, point->loss.high);
    }
}

/* What guessing scores among many classes is below a coin's. */
static void widen_by_guess(struct screen *screen, struct guess guess)
{
    screen->accuracy_low = fmin(screen->accuracy_low, guess.accuracy);
    screen->raw_accuracy_low = fmin(screen->raw_accuracy_low, guess.accuracy);
    screen->loss_high = fmax(screen->loss_high, guess.loss);
    screen->raw_loss_high = fmax(screen->raw_loss_high, guess.loss);
}

static void widen_by_epochs(struct screen *screen, const struct seen *seen)
{
    for (size_t i = 0; i < seen->epoch_count; i++) {
        const struct epoch_event *epoch = &seen->epochs[i];
        widen_accuracy(&screen->accuracy_low, fminf(epoch->accuracy, epoch->val_accuracy));
        widen_loss(&screen->loss_low, &screen->loss_high, epoch->loss);
        widen_loss(&screen->loss_low, &screen->loss_high, epoch->val_loss);
    }
}

/* The planned seconds, rounded up so that a pace that wavers does not move the axis. */
static double plan_seconds(const struct screen *screen, const struct board *board)
{
    double longest = 0;
    for (size_t i = 0; i < board_runs(board); i++) {
        const struct history_now *now = &screen_run(screen, i)->now;
        if (now->position > 0 && isfinite(now->seconds))
            longest = fmax(longest,
                           now->seconds / now->position * (double)board_run(board, i)->spec.epochs);
    }
    if (longest <= screen->seconds_high && longest > 0.8 * screen->seconds_high)
        return screen->seconds_high;
    if (longest <= 0)
        return 0;
    double step = pow(10, floor(log10(longest))) / 2;
    return ceil(longest / step) * step;
}

void screen_refresh(struct screen *screen, const struct board *board)
{
    size_t runs = board_runs(board), active = board_active(board);
    if (screen->held)
        return;
    for (size_t i = 0; i < runs; i++) {
        const struct board_run *run = board_run(board, i);
        struct screen_run *kept = screen_run_keep(screen, i);
        size_t epochs = run->spec.epochs;
        struct seen seen;
        widen_by_guess(screen, board_guess(board, i));
        if (kept) {
            double was = kept->now.position;
            history_now(run->history, epochs, &kept->now);
            screen_window_follow(kept, was, (double)epochs);
        }
        seen_take(&seen, screen, board, i);
        widen_by_points(screen, &seen);
        widen_by_epochs(screen, &seen);
    }
    screen->seconds_high = plan_seconds(screen, board);
    if (screen->follow && active != BOARD_NO_RUN)
        screen->selected = active;
}

void screen_hold(struct screen *screen, const struct board *board, bool on)
{
    screen->held = false;
    if (!on)
        return;
    screen_refresh(screen, board);
    for (size_t i = 0; i < board_runs(board); i++) {
        struct screen_run *kept = screen_run_keep(screen, i);
        struct seen seen;
        if (!kept)
            continue;
        seen_take(&seen, screen, board, i);
        kept->held_batch = seen.point_count > 0 ? seen.points[seen.point_count - 1].last : 0;
        kept->held_epochs = seen.epoch_count;
    }
    screen->held = true;
}
