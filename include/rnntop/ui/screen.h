/*
 * screen: what is being looked at, and how: the state that keys change and views read. Plain data.
 *
 * screen_refresh.h takes new figures in, screen_window.h moves cursor and zoom, screen_rows.h
 * changes the table.
 */
#ifndef RNNTOP_UI_SCREEN_H
#define RNNTOP_UI_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/chart/canvas.h"
#include "rnntop/run/board.h"
#include "rnntop/run/ranking.h"
#include "rnntop/spec/settings.h"
#include "rnntop/ui/message_log.h"
#include "rnntop/ui/terminal/theme.h"

/* Every view there is, and the row that says what it is (views/view.h). */
#define SCREEN_VIEWS(VIEW)                                                                         \
    VIEW(SCREEN_CURVES, view_curves)                                                               \
    VIEW(SCREEN_SCORE, view_score)                                                                 \
    VIEW(SCREEN_REVIEW, view_review)                                                               \
    VIEW(SCREEN_DIAGNOSIS, view_diagnosis)                                                         \
    VIEW(SCREEN_MESSAGES, view_messages)                                                           \
    VIEW(SCREEN_HELP, view_help)                                                                   \
    VIEW(SCREEN_FORM, view_form)

enum screen_view {
#define SCREEN_PLACE(view, row) view,
    SCREEN_VIEWS(SCREEN_PLACE) SCREEN_VIEW_COUNT
#undef SCREEN_PLACE
};

enum screen_axis { AXIS_EPOCH, AXIS_STEP, AXIS_TIME };
enum screen_smooth { SMOOTH_AVERAGE, SMOOTH_RAW, SMOOTH_EPOCH };
enum screen_others { OTHERS_VAL, OTHERS_ALL, OTHERS_NONE };
enum screen_glyphs { GLYPHS_BRAILLE, GLYPHS_BLOCKS, GLYPHS_ASCII };
/* What a message is about: an answer to a key; one that a run's beginning makes old; an event,
 * which is among the messages of view_messages too. */
enum screen_message { MESSAGE_ANSWER, MESSAGE_OF_QUEUE, MESSAGE_OF_EVENT };
enum screen_prompt { PROMPT_NONE, PROMPT_QUIT, PROMPT_TAKE_BACK };

/* What belongs to one run and stays with it when another is on screen. */
struct screen_run {
    double begin, end; /* visible part of the planned run, in epochs; end = 0: the whole */
    bool cursor_on;
    double cursor;   /* epochs: 5 is epoch 5's end */
    bool save_asked; /* by a key; its file has not come yet */
    bool marked;     /* by a key: its curve has a colour however many there are */
    bool open; /* it and the runs that differ from it by the seed alone have rows of their own */
    /* Figures, refreshed at most twice a second while curves move ten times. */
    struct history_now now;
    /* What stands in the held picture. */
    uint64_t held_batch;
    size_t held_epochs;
    /* What was said of it: a bit for each finding; and the batch at which that was looked at. */
    uint32_t findings;
    uint64_t findings_batch;
};

#define SCREEN_MAX_RUNS     SETTINGS_MAX_RUNS
#define SCREEN_MESSAGE_SIZE 512

/* What is turned to and chosen in the score view. */
struct screen_score {
    int part;  /* from 0 */
    int worst; /* of the rows that were judged most wrongly; where there are fewer, the last */
};

struct form;

struct screen {
    enum screen_view view;
    size_t selected;       /* run on screen */
    bool follow;           /* selected follows the run that trains, until Tab is pressed */
    enum ranking_by order; /* of the table's rows */
    enum screen_axis axis;
    bool log_loss;
    enum screen_smooth smooth;
    enum screen_others others;
    enum screen_glyphs glyphs;
    enum theme_look look;
    bool unicode;      /* the terminal takes more than ASCII */
    bool colors;       /* it has colours, and they are wanted */
    bool held;         /* the picture stands; training goes on */
    bool paused;       /* a pause is asked for, as the session answered last */
    bool only_watched; /* nothing can be asked of the session: its word too */
    enum screen_prompt prompt;
    struct run_id asked;               /* the run that PROMPT_TAKE_BACK is about */
    struct message_log *messages;      /* the dashboard's; NULL: none are kept */
    char message[SCREEN_MESSAGE_SIZE]; /* stays until the next key or event; "" for none */
    const char *message_brief; /* the same in fewer words, for where it does not fit; or NULL */
    enum screen_message message_kind;
    enum role message_role;
    struct screen_score score;
    struct form *form; /* of SCREEN_FORM, owned; NULL before it is first opened */
    int scroll;        /* of a view that is a page: the first row shown */
    /* [runs], owned; screen_run() reads it. It grows when something is first kept of a run, so it
     * may be shorter than the board's list. */
    struct screen_run *run;
    size_t runs;
    /* The ruler: the union over all runs since the session began, only growing. The highest
     * accuracy is 1 and the lowest loss 0; loss_low is for the logarithmic scale. Raw batches have
     * their own, which is wider. */
    double accuracy_low, loss_low, loss_high;
    double raw_accuracy_low, raw_loss_low, raw_loss_high;
    double seconds_high; /* planned training time of the longest run; 0: unknown */
    size_t threads;      /* that compute; 0: not shown */
    double began_s; /* monotonic clock when the dashboard came up: messages are timed from here */
};

void screen_init(struct screen *screen, bool unicode);
/* Gives back what the screen owns. */
void screen_free(struct screen *screen);

/* What is kept of a run. Where nothing has been kept yet: the whole run visible, no cursor, no
 * figures. Valid until the next screen_run_keep(). */
const struct screen_run *screen_run(const struct screen *screen, size_t run);
/* The same, to be changed. NULL without memory: then there is nothing to change. */
struct screen_run *screen_run_keep(struct screen *screen, size_t run);

/* The form, which is made when it is first asked for; NULL without memory. */
struct form *screen_form(struct screen *screen);

/* False before the board has a run. */
bool screen_has_run(const struct screen *screen, const struct board *board);

/* One-line message above the hints, an answer; text is sanitised already. */
void screen_say(struct screen *screen, enum role role, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* For a projector curves are drawn in blocks in place of braille; afterwards in braille again. */
void screen_set_look(struct screen *screen, enum theme_look look);

/* Run `run` of `runs` has left the board: the runs behind it move up by one place. The run on
 * screen stays on screen; if it is the one that left, the run before it is shown. */
void screen_forget_run(struct screen *screen, size_t run, size_t runs);

#endif
