#include "config.h"

#include "rnntop/ui/curves/plot_explain.h"

#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/strings.h"

#define MAX_LINES 8
#define TEXT_SIZE 512

/* Breaks text at its newlines or, where those lines are too long, between its words. Returns how
 * many lines there are, or 0 when it does not fit. */
static int break_lines(char *text, int columns, char *line[MAX_LINES])
{
    int count = 0;
    bool fits = true;
    for (char *at = text, *end; at; at = end ? end + 1 : NULL) {
        end = strchr(at, '\n');
        if (end)
            *end = '\0';
        fits = fits && count < MAX_LINES && (int)utf8_text_columns(at) <= columns;
        if (count < MAX_LINES)
            line[count++] = at;
        if (end)
            *end = '\n';
    }
    if (fits) {
        for (char *at = text; *at; at++)
            *at = *at == '\n' ? '\0' : *at;
        return count;
    }

    count = 0;
    char *begin = text, *space = NULL;
    for (char *at = text;; at++) {
        bool last = *at == '\0';
        if (!last && *at != ' ' && *at != '\n')
            continue;
        *at = '\0';
        if ((int)utf8_text_columns(begin) > columns) {
            if (!space || count == MAX_LINES)
                return 0;
            line[count++] = begin;
            *space = '\0';
            begin = space + 1;
        }
        space = at;
        if (last)
            break;
        *at = ' ';
    }
    if (count == MAX_LINES || (int)utf8_text_columns(begin) > columns)
        return 0;
    line[count++] = begin;
    return count;
}

/* What the plot shows, with as much of what belongs to it as asked for. */
static void explain_text(const struct plot *plot, bool brief, char text[TEXT_SIZE])
{
    const struct data_event *data = board_run_data(plot->curves->board, plot->curves->selected);
    char figure[FIGURE_SIZE], loss[FIGURE_SIZE], plain[TEXT_SIZE];
    if (plot->metric == METRIC_LOSS) {
        struct guess guess = board_guess(plot->curves->board, plot->curves->selected);
        string_fill(text, TEXT_SIZE, STR_EXPLAIN_LOSS, figure_value(figure, guess.accuracy),
                    figure_value(loss, guess.loss));
        return;
    }
    if (!data) {
        string_fill(text, TEXT_SIZE, STR_EXPLAIN_ACCURACY, "");
        return;
    }
    string_fill(text, TEXT_SIZE, STR_EXPLAIN_ACCURACY_ROWS, figure_count(figure, data->validation));
    if (brief || !data->made_up)
        return;
    snprintf(plain, sizeof plain, "%s", text);
    string_fill(text, TEXT_SIZE, STR_EXPLAIN_IDEAL, plain, figure_value(figure, data->ceiling));
}

void plot_explain(const struct plot *plot)
{
    const struct curves *curves = plot->curves;
    char text[TEXT_SIZE], *line[MAX_LINES];
    int inside = plot->place->title_row < 0 ? 1 : 0; /* the title's row */
    int rows = plot->place->scale.rows - inside, wide = 0, count = 0;
    for (int brief = 0; brief < 2 && (count == 0 || count > rows); brief++) {
        explain_text(plot, brief, text);
        count = break_lines(text, curves->layout.plot_columns - 4, line);
    }
    if (count == 0 || count > rows)
        return;
    int column = curves->layout.plot_column + 2;
    int row = plot->place->row + inside + (rows - count) / 2;
    for (int i = 0; i < count; i++) {
        int width = (int)utf8_text_columns(line[i]);
        wide = width > wide ? width : wide;
    }
    canvas_blank(curves->canvas, column - 1, row, wide + 2, count);
    for (int i = 0; i < count; i++)
        canvas_text(curves->canvas, column, row + i, line[i], ROLE_DIM);
}
