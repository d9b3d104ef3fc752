#include "config.h"

#include "rnntop/ui/screen.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/ui/seen.h"

/* What guessing scores on two classes: the ruler shows it from the beginning. */
#define CHANCE_ACCURACY 0.5
#define CHANCE_LOSS     0.69314718055994531

/* Noise around chance must not move the ruler: so much beyond it is drawn at the edge. */
#define RULER_SLACK 0.03
/* One run that explodes must not flatten all others; its figures say how far it went. */
#define RULER_HIGHEST_LOSS 10.0
#define RULER_LOWEST_LOSS  1e-6

#define LEAST_BATCHES 10.0 /* that a zoomed picture shows */
#define CURSOR_STEPS  60   /* in the visible part, where the axis does not show epochs */

static struct history_now no_figures(void)
{
    return (struct history_now){.state = RUN_QUEUED,
                                .learning_rate = NAN,
                                .samples_per_second = NAN,
                                .gradient = NAN,
                                .smooth_loss = NAN,
                                .smooth_accuracy = NAN,
                                .left_seconds = NAN};
}

void screen_init(struct screen *screen, bool unicode)
{
    *screen = (struct screen){
        .view = SCREEN_CURVES,
        .follow = true,
        .unicode = unicode,
        .glyphs = unicode ? GLYPHS_BRAILLE : GLYPHS_ASCII,
        .accuracy_low = CHANCE_ACCURACY,
        .loss_high = CHANCE_LOSS,
        .loss_low = 0.1,
        .raw_accuracy_low = CHANCE_ACCURACY,
        .raw_loss_high = CHANCE_LOSS,
        .raw_loss_low = 0.1,
    };
    /* A run that comes has no figures until the next refresh, which a held picture puts off. */
    for (size_t i = 0; i < SCREEN_MAX_RUNS; i++)
        screen->now[i] = no_figures();
}

void screen_say(struct screen *screen, enum role role, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(screen->message, sizeof screen->message, format, arguments);
    va_end(arguments);
    screen->message_brief = NULL;
    screen->message_role = role;
}

/* ---- the ruler ---- */

static void take_accuracy(double *low, double accuracy)
{
    if (accuracy + RULER_SLACK < *low)
        *low = fmax(accuracy + RULER_SLACK, 0);
}

static void take_loss(double *low, double *high, double loss)
{
    if (isfinite(loss) && loss - RULER_SLACK > *high)
        *high = fmin(loss - RULER_SLACK, RULER_HIGHEST_LOSS);
    if (loss > 0 && loss < *low)
        *low = fmax(loss, RULER_LOWEST_LOSS);
}

static void take_points(struct screen *screen, const struct seen *seen)
{
    for (size_t i = 0; i < seen->point_count; i++) {
        const struct history_point *point = &seen->points[i];
        take_accuracy(&screen->accuracy_low, point->smooth_accuracy.low);
        take_loss(&screen->loss_low, &screen->loss_high, point->smooth_loss.low);
        take_loss(&screen->loss_low, &screen->loss_high, point->smooth_loss.high);
        take_accuracy(&screen->raw_accuracy_low, point->accuracy.low);
        take_loss(&screen->raw_loss_low, &screen->raw_loss_high, point->loss.low);
        take_loss(&screen->raw_loss_low, &screen->raw_loss_high, point->loss.high);
    }
}

/* Chance of many classes is below a coin's. */
static void take_chance(struct screen *screen, size_t classes)
{
    screen->accuracy_low = fmin(screen->accuracy_low, 1 / (double)classes);
    screen->raw_accuracy_low = fmin(screen->raw_accuracy_low, 1 / (double)classes);
    screen->loss_high = fmax(screen->loss_high, log((double)classes));
    screen->raw_loss_high = fmax(screen->raw_loss_high, log((double)classes));
}

static void take_epochs(struct screen *screen, const struct seen *seen)
{
    for (size_t i = 0; i < seen->epoch_count; i++) {
        const struct epoch_event *epoch = &seen->epochs[i];
        take_accuracy(&screen->accuracy_low, fminf(epoch->accuracy, epoch->val_accuracy));
        take_loss(&screen->loss_low, &screen->loss_high, epoch->loss);
        take_loss(&screen->loss_low, &screen->loss_high, epoch->val_loss);
    }
}

/* The planned seconds, rounded up so that a pace that wavers does not move the axis. */
static double plan_seconds(const struct screen *screen, const struct board *board)
{
    double longest = 0;
    for (size_t i = 0; i < board_runs(board); i++) {
        const struct history_now *now = &screen->now[i];
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

/* ---- the visible part ---- */

static double planned_epochs(const struct board *board, size_t run)
{
    return (double)board_run(board, run)->spec.epochs;
}

static bool is_zoomed(const struct screen_run *view)
{
    return view->end > 0;
}

/* Shows [begin, begin + width], moved into the planned run; all of it when it is that wide. */
static void show_part(struct screen_run *view, double begin, double width, double epochs)
{
    if (width > epochs * 0.999) {
        view->begin = view->end = 0;
        return;
    }
    view->begin = fmax(fmin(begin, epochs - width), 0);
    view->end = view->begin + width;
}

/* Moves a zoomed part so that `at` is in it, a tenth from the edge that it passed. */
static void pan_to(struct screen_run *view, double at, double epochs)
{
    double width = view->end - view->begin;
    if (!is_zoomed(view) || (at >= view->begin && at <= view->end))
        return;
    show_part(view, at < view->begin ? at - 0.1 * width : at - 0.9 * width, width, epochs);
}

/* A zoomed picture that showed the newest batch goes with it, half a picture at a time. */
static void follow_tip(struct screen *screen, const struct board *board, size_t run, double was)
{
    struct screen_run *view = &screen->run[run];
    double tip = screen->now[run].position, width = view->end - view->begin;
    if (!is_zoomed(view) || view->cursor_on || was < view->begin || was > view->end ||
        tip <= view->end)
        return;
    show_part(view, tip - width / 2, width, planned_epochs(board, run));
}

void screen_refresh(struct screen *screen, const struct board *board)
{
    size_t runs = board_runs(board), active = board_active(board);
    if (screen->held)
        return;
    for (size_t i = 0; i < runs; i++) {
        const struct board_run *run = board_run(board, i);
        take_chance(screen, board_classes(board, i));
        double was = screen->now[i].position;
        struct seen seen;
        history_now(run->history, run->spec.epochs, &screen->now[i]);
        follow_tip(screen, board, i, was);
        seen_take(&seen, screen, board, i);
        take_points(screen, &seen);
        take_epochs(screen, &seen);
    }
    screen->seconds_high = plan_seconds(screen, board);
    if (screen->follow && active != BOARD_NO_RUN)
        screen->selected = active;
}

void screen_select(struct screen *screen, const struct board *board, int direction)
{
    size_t runs = board_runs(board);
    screen->follow = false;
    if (runs > 0)
        screen->selected = (screen->selected + runs + (direction > 0 ? 1 : runs - 1)) % runs;
}

#define FORGET(array)                                                                              \
    memmove(&(array)[run], &(array)[run + 1], (runs - run - 1) * sizeof((array)[0]))

void screen_forget_run(struct screen *screen, size_t run, size_t runs)
{
    FORGET(screen->run);
    FORGET(screen->now);
    FORGET(screen->held_batch);
    FORGET(screen->held_epochs);
    screen->run[runs - 1] = (struct screen_run){0};
    screen->now[runs - 1] = no_figures();
    screen->held_batch[runs - 1] = 0;
    screen->held_epochs[runs - 1] = 0;
    if (screen->selected > run || (screen->selected == run && run > 0))
        screen->selected--;
}

void screen_hold(struct screen *screen, const struct board *board, bool on)
{
    screen->held = false;
    if (!on)
        return;
    screen_refresh(screen, board);
    memset(screen->held_batch, 0, sizeof screen->held_batch);
    memset(screen->held_epochs, 0, sizeof screen->held_epochs);
    for (size_t i = 0; i < board_runs(board); i++) {
        struct seen seen;
        seen_take(&seen, screen, board, i);
        if (seen.point_count > 0)
            screen->held_batch[i] = seen.points[seen.point_count - 1].last;
        screen->held_epochs[i] = seen.epoch_count;
    }
    screen->held = true;
}

/* ---- cursor and zoom ---- */

static bool has_selected(const struct screen *screen, const struct board *board)
{
    return screen->selected < board_runs(board);
}

static void put_cursor(struct screen *screen, const struct board *board, double epochs)
{
    struct screen_run *view = &screen->run[screen->selected];
    double planned = planned_epochs(board, screen->selected);
    double first = 1;
    if (screen->axis != AXIS_EPOCH) {
        struct seen seen;
        seen_take(&seen, screen, board, screen->selected);
        first = seen.batches > 0 ? 1 / seen.batches : 0;
    }
    view->cursor = fmax(first, fmin(epochs, planned));
    view->cursor_on = true;
    pan_to(view, view->cursor, planned);
}

/* The newest place that has figures. */
static double newest(const struct screen *screen, const struct board *board)
{
    struct seen seen;
    seen_take(&seen, screen, board, screen->selected);
    double position = seen_position(&seen);
    return screen->axis == AXIS_EPOCH ? floor(position + 1e-6) : position;
}

void screen_cursor_toggle(struct screen *screen, const struct board *board)
{
    if (!has_selected(screen, board))
        return;
    struct screen_run *view = &screen->run[screen->selected];
    if (view->cursor_on) {
        view->cursor_on = false;
        return;
    }
    double at = newest(screen, board);
    if (is_zoomed(view) && (at < view->begin || at > view->end))
        at = (view->begin + view->end) / 2;
    put_cursor(screen, board, screen->axis == AXIS_EPOCH ? round(at) : at);
}

static double move_by(const struct screen *screen, const struct board *board, int by)
{
    const struct screen_run *view = &screen->run[screen->selected];
    if (screen->axis == AXIS_EPOCH)
        return round(view->cursor) + by;
    if (by < -1 || by > 1)
        return view->cursor + (by > 0 ? 1 : -1);

    struct seen seen;
    seen_take(&seen, screen, board, screen->selected);
    double begin = seen_x(&seen, screen->axis, view->begin);
    double end =
        seen_x(&seen, screen->axis, is_zoomed(view) ? view->end : (double)seen.spec->epochs);
    double at = seen_x(&seen, screen->axis, view->cursor) + by * (end - begin) / CURSOR_STEPS;
    double moved = seen_epochs(&seen, screen->axis, at);
    if (!isfinite(moved))
        return view->cursor;
    /* On a batch, and at least one further. */
    double batch = round(moved * seen.batches), from = round(view->cursor * seen.batches);
    return (batch == from ? from + by : batch) / seen.batches;
}

void screen_cursor_move(struct screen *screen, const struct board *board, int by)
{
    if (!has_selected(screen, board))
        return;
    if (!screen->run[screen->selected].cursor_on)
        screen_cursor_toggle(screen, board);
    else
        put_cursor(screen, board, move_by(screen, board, by));
}

void screen_cursor_home(struct screen *screen, const struct board *board)
{
    if (has_selected(screen, board))
        put_cursor(screen, board, 0);
}

void screen_cursor_end(struct screen *screen, const struct board *board)
{
    if (has_selected(screen, board))
        put_cursor(screen, board, newest(screen, board));
}

void screen_zoom(struct screen *screen, const struct board *board, int direction)
{
    if (!has_selected(screen, board))
        return;
    struct screen_run *view = &screen->run[screen->selected];
    double planned = planned_epochs(board, screen->selected);
    double width = is_zoomed(view) ? view->end - view->begin : planned;
    struct seen seen;
    seen_take(&seen, screen, board, screen->selected);
    double least = seen.batches > 0 ? LEAST_BATCHES / seen.batches : 0.1;
    double center = view->cursor_on ? view->cursor : seen_position(&seen);
    width = direction > 0 ? fmax(width / 2, fmin(least, width)) : width * 2;
    show_part(view, center - width / 2, width, planned);
}

void screen_zoom_whole(struct screen *screen)
{
    if (screen->selected < SCREEN_MAX_RUNS)
        screen->run[screen->selected].begin = screen->run[screen->selected].end = 0;
}
