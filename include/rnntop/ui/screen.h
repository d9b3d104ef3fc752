/*
 * screen: what is being looked at, and how: the state that keys change and views read. Plain data.
 */
#ifndef RNNTOP_UI_SCREEN_H
#define RNNTOP_UI_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/chart/canvas.h"
#include "rnntop/run/board.h"
#include "rnntop/spec/settings.h"
#include "rnntop/ui/form.h"
#include "rnntop/ui/message_log.h"

enum screen_view { SCREEN_CURVES, SCREEN_SCORE, SCREEN_MESSAGES, SCREEN_HELP, SCREEN_FORM };
enum screen_axis { AXIS_EPOCH, AXIS_STEP, AXIS_TIME };
enum screen_smooth { SMOOTH_AVERAGE, SMOOTH_RAW, SMOOTH_EPOCH };
enum screen_others { OTHERS_VAL, OTHERS_ALL, OTHERS_NONE };
enum screen_glyphs { GLYPHS_BRAILLE, GLYPHS_BLOCKS, GLYPHS_ASCII };
enum screen_prompt { PROMPT_NONE, PROMPT_QUIT, PROMPT_TAKE_BACK };

/* What belongs to one run and stays with it when another is on screen. */
struct screen_run {
    double begin, end; /* visible part of the planned run, in epochs; end = 0: the whole */
    bool cursor_on;
    double cursor; /* epochs: 5 is epoch 5's end */
};

#define SCREEN_MAX_RUNS     SETTINGS_MAX_RUNS
#define SCREEN_MESSAGE_SIZE 512

struct screen {
    enum screen_view view;
    size_t selected; /* run on screen */
    bool follow;     /* selected follows the run that trains, until Tab is pressed */
    enum screen_axis axis;
    bool log_loss;
    enum screen_smooth smooth;
    enum screen_others others;
    enum screen_glyphs glyphs;
    bool unicode; /* the terminal takes more than ASCII */
    bool held;    /* the picture stands; training goes on */
    bool paused;  /* asked for: the session's word */
    enum screen_prompt prompt;
    struct run_id asked;               /* the run that PROMPT_TAKE_BACK is about */
    struct message_log *messages;      /* the dashboard's; NULL: none are kept */
    char message[SCREEN_MESSAGE_SIZE]; /* stays until the next key or event; "" for none */
    const char *message_brief; /* the same in fewer words, for where it does not fit; or NULL */
    enum role message_role;
    struct form form; /* of SCREEN_FORM */
    int scroll;       /* of score, help and messages: the first row shown */
    struct screen_run run[SCREEN_MAX_RUNS];
    /* Figures, refreshed at most twice a second while curves move ten times. */
    struct history_now now[SCREEN_MAX_RUNS];
    /* The ruler: the union over all runs since the session began, only growing. The highest
     * accuracy is 1 and the lowest loss 0; loss_low is for the logarithmic scale. Raw batches have
     * their own, which is wider. */
    double accuracy_low, loss_low, loss_high;
    double raw_accuracy_low, raw_loss_low, raw_loss_high;
    double seconds_high; /* planned training time of the longest run; 0: unknown */
    /* What stands in the held picture. */
    uint64_t held_batch[SCREEN_MAX_RUNS];
    size_t held_epochs[SCREEN_MAX_RUNS];
    size_t threads; /* that compute; 0: not shown */
    double began_s; /* monotonic clock when the dashboard came up: messages are timed from here */
};

void screen_init(struct screen *screen, bool unicode);

/* Takes new figures from the board: now[], the ruler, the selected run where it follows; pans with
 * the run's tip when it leaves a zoomed picture. A held screen stays as it is. */
void screen_refresh(struct screen *screen, const struct board *board);

/* One-line message above the hints; text is sanitised already. */
void screen_say(struct screen *screen, enum role role, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Keys of the curves view. */
void screen_select(struct screen *screen, const struct board *board,
                   int direction); /* Tab: +1, -1 */
void screen_cursor_toggle(struct screen *screen, const struct board *board);
/* Moves the cursor, switching it on, and pans when it leaves the visible part: by epochs where the
 * axis shows epochs; else by a sixtieth of what is visible for a single step (arrows 1), and by an
 * epoch for a longer one (PgUp, PgDn: 5). The first move only switches it on. */
void screen_cursor_move(struct screen *screen, const struct board *board, int by);
void screen_cursor_home(struct screen *screen, const struct board *board);
void screen_cursor_end(struct screen *screen, const struct board *board);
/* Around the cursor, or else the newest batch. */
void screen_zoom(struct screen *screen, const struct board *board,
                 int direction); /* +1 in, -1 out */
void screen_zoom_whole(struct screen *screen);
/* Off: the picture catches up with the next refresh. */
void screen_hold(struct screen *screen, const struct board *board, bool on);

/* One of so many runs has left the board: those behind it move up, and the run on screen stays; if
 * it was that one, the one before it comes. */
void screen_forget_run(struct screen *screen, size_t run, size_t runs);

#endif
