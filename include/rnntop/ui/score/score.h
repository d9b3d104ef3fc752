/*
 * score: what the score view shows, gathered once a frame, and what its panels share.
 *
 *     view_score --> score_layout --> panels --> summary, matrix, epochs, roc, histogram,
 *                                                calibration, lengths, worst, balance
 *
 * Everything is of the last validation's probabilities (run/judgement.h), or of the epoch's under
 * the cursor.
 */
#ifndef RNNTOP_UI_SCORE_SCORE_H
#define RNNTOP_UI_SCORE_SCORE_H

#include "rnntop/chart/canvas.h"
#include "rnntop/chart/raster.h"
#include "rnntop/run/board.h"
#include "rnntop/ui/screen.h"
#include "rnntop/ui/seen.h"

#define SCORE_TEXT 160

struct score {
    const struct screen *screen;
    const struct board *board;
    struct canvas *canvas; /* NULL: only the layout is wanted */
    bool ascii;
    enum raster_dots dots;
    struct seen seen;
    bool tested;                         /* by what the screen shows of the run */
    const struct classes_event *classes; /* NULL: numbers in place of names */
    const struct epoch_event *epoch;     /* that is shown; NULL: none has ended */
    const struct judgement *judgement;   /* of that epoch; NULL: it is not kept, or nobody told */
    const struct judgement *other;       /* the best other run's; NULL: there is none */
};

/* There must be a run on screen. */
void score_open(struct score *score, const struct screen *screen, const struct board *board,
                struct canvas *canvas);

/* A rectangle of the canvas that a panel may draw into. */
struct score_box {
    int column, row, columns, rows;
};

/* Text at a column and row of the box; rows that are not in it are left out. */
void score_text(const struct score *score, const struct score_box *box, int column, int row,
                const char *text, enum role role);
/* So that it ends before column `end` of the box. */
void score_text_right(const struct score *score, const struct score_box *box, int end, int row,
                      const char *text, enum role role);

/* A count in `columns` columns, 6 or more: "3,985", "123456", "1.2M". Returns text. */
char *score_count(char *text, uint32_t count, int columns);

/* Classes of what is judged; 0 where nothing is. */
size_t score_classes(const struct score *score);
/* Its name, or its number where it has none. */
void score_class_name(const struct classes_event *classes, size_t class,
                      char name[CLASS_NAME_SIZE]);
/* Of two classes each has its colour, and no other thing has it. */
enum role score_class_role(const struct score *score, size_t class);

/* A share of what should be found: one below a half is bad, none at all is worse. */
enum role score_share_role(double share, enum role role);

#endif
