#include "config.h"

#include "rnntop/ui/score/score_layout.h"

#include "rnntop/ui/score/balance.h"
#include "rnntop/ui/score/calibration.h"
#include "rnntop/ui/score/epochs.h"
#include "rnntop/ui/score/histogram.h"
#include "rnntop/ui/score/lengths.h"
#include "rnntop/ui/score/matrix.h"
#include "rnntop/ui/score/roc.h"
#include "rnntop/ui/score/worst.h"

#define WIDE_COLUMNS 118 /* from which on all panels have room side by side */
#define WIDE_ROWS    34
#define TWO_COLUMNS  78 /* and two of them */
#define TWO_ROWS     20
#define BRIEF        60 /* columns up to which a summary stands first */
#define ONE_ROW      14 /* rows up to which message and hints share one */
#define AIRY_ROWS    30 /* from which on a row under the title stays blank */

#define LEFT_COLUMNS 79 /* of a wide screen: matrices, epochs, calibration, lengths */
#define HALF         41 /* where the second of two panels begins */
#define BETWEEN      4  /* columns between two matrices */
#define LEAST_MEDIUM 9  /* rows of epochs and ROC curve, on two parts */

struct laying {
    struct score_layout *layout;
    const struct score *score;
    int columns, top, bottom; /* the rows [top, bottom) are the panels' */
};

static void place(const struct laying *laying, enum score_panel panel, int part,
                  struct score_box box)
{
    struct score_layout *layout = laying->layout;
    layout->place[layout->count++] = (struct score_place){panel, part, box};
    if (layout->parts <= part)
        layout->parts = part + 1;
}

static bool placed(const struct score_layout *layout, enum score_panel panel)
{
    return score_layout_part(layout, panel) >= 0;
}

/* Panels of a part, one below the other. */
struct pile {
    int count, used; /* rows, at the least */
    enum score_panel panel[PANEL_COUNT];
    struct panel_rows rows[PANEL_COUNT];
};

/* False: it does not fit onto what is there already. */
static bool pile_up(struct pile *pile, enum score_panel panel, struct panel_rows rows, int room)
{
    const int gap = pile->count > 0 ? 1 : 0;
    if (pile->count > 0 && pile->used + gap + rows.least > room)
        return false;
    pile->used += gap + rows.least;
    pile->rows[pile->count] = rows;
    pile->panel[pile->count++] = panel;
    return true;
}

/* Rows that are left go to those that can use them, the first ones first. */
static void place_pile(const struct laying *laying, struct pile *pile, int part)
{
    const int room = laying->bottom - laying->top;
    int row = laying->top;
    for (int i = 0; i < pile->count; i++) {
        const struct panel_rows *rows = &pile->rows[i];
        int more = rows->most - rows->least;
        more = more < room - pile->used ? more : room - pile->used;
        more = more > 0 ? more : 0;
        pile->used += more;
        int high = rows->least < room ? rows->least + more : room;
        place(laying, pile->panel[i], part, (struct score_box){1, row, laying->columns - 2, high});
        row += high + 1;
    }
    *pile = (struct pile){.count = 0};
}

/* Every panel that has no place yet, as many as fit one below the other, from part `part` on. */
static void stack(const struct laying *laying, int part)
{
    static const enum score_panel ORDER[] = {
        PANEL_SUMMARY,   PANEL_VALIDATION,  PANEL_TEST,    PANEL_EPOCHS, PANEL_ROC,
        PANEL_HISTOGRAM, PANEL_CALIBRATION, PANEL_LENGTHS, PANEL_WORST,  PANEL_BALANCE};
    static const enum score_panel BRIEF_ORDER[] = {
        PANEL_SUMMARY, PANEL_HISTOGRAM,   PANEL_VALIDATION, PANEL_TEST,  PANEL_EPOCHS,
        PANEL_ROC,     PANEL_CALIBRATION, PANEL_LENGTHS,    PANEL_WORST, PANEL_BALANCE};
    const int columns = laying->columns - 2, room = laying->bottom - laying->top;
    const bool brief = columns < BRIEF;
    struct pile pile = {.count = 0};
    for (size_t i = 0; i < PANEL_COUNT; i++) {
        enum score_panel panel = (brief ? BRIEF_ORDER : ORDER)[i];
        struct panel_rows rows = panel_rows(laying->score, panel, columns);
        if (rows.least == 0 || placed(laying->layout, panel) || (panel == PANEL_SUMMARY && !brief))
            continue;
        if (!pile_up(&pile, panel, rows, room)) {
            place_pile(laying, &pile, part++);
            pile_up(&pile, panel, rows, room);
        }
    }
    if (pile.count > 0)
        place_pile(laying, &pile, part);
}

/* The matrices side by side from row `row` on; what finds no room beside the first waits. Returns
 * the row after them. */
static int place_matrices(const struct laying *laying, int row, int columns)
{
    struct matrix matrix;
    int column = 1, high = 0;
    for (enum score_panel panel = PANEL_VALIDATION; panel <= PANEL_TEST; panel++) {
        const int room = columns - (column - 1);
        if (!(panel == PANEL_TEST ? matrix_of_test : matrix_of_validation)(laying->score, &matrix))
            continue;
        matrix_measure(&matrix, room);
        if (matrix_columns(&matrix) > room)
            continue;
        place(laying, panel, 0, (struct score_box){column, row, room, matrix_rows(&matrix)});
        high = matrix_rows(&matrix) > high ? matrix_rows(&matrix) : high;
        column += matrix_columns(&matrix) + BETWEEN;
    }
    return high > 0 ? row + high + 1 : row;
}

/* Below the epochs, where they leave room: else it has a part of its own. Returns the rows that it
 * takes. */
static int place_balance(const struct laying *laying, int row, int columns, int room)
{
    const int rows = balance_rows(laying->score);
    if (rows == 0 || rows + 1 > room)
        return 0;
    place(laying, PANEL_BALANCE, 0, (struct score_box){1, row + 1, columns, rows});
    return rows + 1;
}

/* ROC curve and histogram, one above the other. */
static void place_curves(const struct laying *laying, int column, int columns, int row, int bottom)
{
    const bool curves = laying->score->judgement->curves > 0;
    int high = bottom - row, histogram = high >= 26 ? 8 : 6;
    int roc = curves ? high - histogram - 1 : 2;
    roc = roc < roc_most_rows(columns) ? roc : roc_most_rows(columns);
    place(laying, PANEL_ROC, 0, (struct score_box){column, row, columns, roc});
    place(laying, PANEL_HISTOGRAM, 0,
          (struct score_box){column + 4, row + roc + 1, columns - 4, histogram});
}

static void place_steps(const struct laying *laying, int part, int row)
{
    place(laying, PANEL_CALIBRATION, part,
          (struct score_box){1, row, CALIBRATION_COLUMNS, CALIBRATION_ROWS});
    if (laying->score->judgement->lengths > 0)
        place(laying, PANEL_LENGTHS, part,
              (struct score_box){HALF + 1, row, LENGTHS_COLUMNS, LENGTHS_ROWS});
}

/* False: so many classes do not fit. */
static bool lay_wide(const struct laying *laying)
{
    const int right = LEFT_COLUMNS + 2, columns = laying->columns;
    int row = place_matrices(laying, laying->top, LEFT_COLUMNS);
    int left = laying->bottom - row - CALIBRATION_ROWS - 2; /* for epochs and the most wrong */
    int epochs = epochs_rows(laying->score), worst = worst_rows(laying->score);
    if (left < EPOCHS_LEAST_ROWS + 1 + WORST_LEAST_ROWS)
        return false;
    worst = worst < WORST_LEAST_ROWS + 1 ? WORST_LEAST_ROWS + 1 : worst;
    epochs = epochs < left - WORST_LEAST_ROWS - 1 ? epochs : left - WORST_LEAST_ROWS - 1;
    place(laying, PANEL_EPOCHS, 0, (struct score_box){1, row, LEFT_COLUMNS - 1, epochs});
    epochs +=
        place_balance(laying, row + epochs, LEFT_COLUMNS - 1, left - epochs - WORST_LEAST_ROWS - 1);
    worst = worst < left - epochs ? worst : left - epochs;
    row = laying->bottom - worst - 1 - CALIBRATION_ROWS;
    place_curves(laying, right, columns - 1 - right, laying->top, row + CALIBRATION_ROWS);
    place_steps(laying, 0, row);
    place(laying, PANEL_WORST, 0,
          (struct score_box){1, laying->bottom - worst, columns - 2, worst});
    return true;
}

static bool lay_two(const struct laying *laying)
{
    const int columns = laying->columns - 2;
    int row = place_matrices(laying, laying->top, columns);
    if (laying->bottom - row < LEAST_MEDIUM)
        return false;
    int left = laying->bottom - row, epochs = epochs_rows(laying->score);
    epochs = epochs < left ? epochs : left;
    place(laying, PANEL_EPOCHS, 0, (struct score_box){1, row, HALF - 4, epochs});
    place_balance(laying, row + epochs, HALF - 4, left - epochs);
    place(laying, PANEL_ROC, 0, (struct score_box){HALF - 2, row, columns - HALF + 3, left});
    row = laying->top + CALIBRATION_ROWS + 1;
    place_steps(laying, 1, laying->top);
    place(laying, PANEL_HISTOGRAM, 1, (struct score_box){1, row, columns, 6});
    place(laying, PANEL_WORST, 1,
          (struct score_box){1, row + 6, columns, laying->bottom - row - 6});
    return true;
}

/* Nobody told more than scores, as of a program that is only watched. */
static bool lay_scores(const struct laying *laying)
{
    const int columns = laying->columns - 2;
    int row = place_matrices(laying, laying->top, columns), epochs = epochs_rows(laying->score);
    const int left = laying->bottom - row;
    if (left < EPOCHS_LEAST_ROWS)
        return false;
    epochs = epochs < left ? epochs : left;
    place(laying, PANEL_EPOCHS, 0, (struct score_box){1, row, columns, epochs});
    place_balance(laying, row + epochs, columns, left - epochs);
    return true;
}

void score_layout_compute(struct score_layout *layout, const struct score *score, int columns,
                          int rows)
{
    const bool one_row = rows < ONE_ROW;
    const struct laying laying = {.layout = layout,
                                  .score = score,
                                  .columns = columns,
                                  .top = rows >= AIRY_ROWS ? 2 : 1,
                                  .bottom = rows - (one_row             ? 1
                                                    : rows >= AIRY_ROWS ? 3
                                                                        : 2)};
    *layout = (struct score_layout){
        .parts = 1, .message_row = one_row ? -1 : rows - 2, .hints_row = rows - 1};
    bool laid = false;
    if (!score->judgement && columns >= TWO_COLUMNS)
        laid = lay_scores(&laying);
    else if (score->judgement && columns >= WIDE_COLUMNS && rows >= WIDE_ROWS)
        laid = lay_wide(&laying);
    else if (score->judgement && columns >= TWO_COLUMNS && rows >= TWO_ROWS)
        laid = lay_two(&laying);
    if (!laid) {
        layout->parts = 0;
        layout->count = 0;
    }
    stack(&laying, layout->parts);
}

int score_layout_part(const struct score_layout *layout, enum score_panel panel)
{
    for (size_t i = 0; i < layout->count; i++) {
        if (layout->place[i].panel == panel)
            return layout->place[i].part;
    }
    return -1;
}

void score_layout_draw(const struct score_layout *layout, const struct score *score, int part)
{
    for (size_t i = 0; i < layout->count; i++) {
        if (layout->place[i].part == part)
            panel_draw(score, layout->place[i].panel, &layout->place[i].box);
    }
}
