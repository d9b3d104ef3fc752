#include "config.h"

#include "rnntop/ui/curves/runs_header.h"

#include <stdio.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/curves/runs_table.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/strings.h"

#define TEXT_SIZE 64

/* Rows that the table has no room for. */
static void hidden_text(const struct curves *curves, char *text, size_t size)
{
    char figure[2][FIGURE_SIZE];
    size_t above = runs_table_first(curves);
    size_t below = curves->rows.count - above - (size_t)curves->layout.run_rows;
    figure_count(figure[0], above);
    figure_count(figure[1], below);
    text[0] = '\0';
    if (above > 0 && below > 0)
        string_fill(text, size, STR_ROWS_ABOVE_BELOW, figure[0], figure[1]);
    else if (above > 0)
        string_fill(text, size, STR_ROWS_ABOVE, figure[0]);
    else if (below > 0)
        string_fill(text, size, STR_ROWS_BELOW, figure[1]);
}

/* What is being trained on; the name alone, or nothing, where there is no room. */
static void data_text(const struct curves *curves, int room, char *text, size_t size)
{
    const struct source_event *source =
        board_same_source(curves->board, curves->selected) ? board_source(curves->board) : NULL;
    const struct data_event *data = board_run_data(curves->board, curves->selected);
    const char *name = data ? data->name : source ? source->name : "";
    const struct data_spec *spec = &curves->seen[curves->selected].spec->data;
    char figure[5][FIGURE_SIZE];
    figure_count(figure[0], spec->num_words);
    figure_count(figure[1], spec->maxlen);
    text[0] = '\0';
    if (spec->num_words == 0 || (spec->maxlen == MAXLEN_AUTO && !name[0])) {
        /* Of a run elsewhere nobody may have said it. */
        if ((int)utf8_text_columns(name) <= room)
            snprintf(text, size, "%s", name);
        return;
    }
    if (data) {
        figure_count(figure[2], data->train);
        figure_count(figure[3], data->validation);
        figure_count(figure[4], data->test);
        string_fill(text, size, STR_DATA_ROWS, name, figure[0], figure[1], figure[2], figure[3],
                    figure[4]);
    }
    if (spec->maxlen == MAXLEN_AUTO)
        string_fill(text, size, STR_DATA_UNMEASURED, name, figure[0]);
    else if (!data || !curves->layout.wide || (int)utf8_text_columns(text) > room)
        string_fill(text, size, name[0] ? STR_DATA : STR_DATA_UNREAD, name[0] ? name : figure[0],
                    name[0] ? figure[0] : figure[1], figure[1]);
    if (name[0] && (int)utf8_text_columns(text) > room)
        snprintf(text, size, "%s", name);
    if ((int)utf8_text_columns(text) > room)
        text[0] = '\0';
}

void runs_header_draw(const struct curves *curves)
{
    const struct run_spec *spec = curves->seen[curves->selected].spec;
    int row = curves->layout.header_row, end = curves->layout.width;
    char seed[TEXT_SIZE], threads[TEXT_SIZE], hidden[TEXT_SIZE], data[256], figure[FIGURE_SIZE];
    struct piece right[3];
    size_t count = 0;

    hidden_text(curves, hidden, sizeof hidden);
    if (hidden[0])
        right[count++] = (struct piece){hidden, ROLE_DIM};
    snprintf(figure, sizeof figure, "%llu", (unsigned long long)spec->seed);
    string_fill(seed, sizeof seed, STR_SEED, figure);
    if (curves->rows.at[curves->rows.selected].count > 1)
        string_fill(seed, sizeof seed, STR_SEEDS,
                    figure_count(figure, curves->rows.at[curves->rows.selected].count));
    if (spec->seed > 0 || spec->model.layers > 0)
        right[count++] = (struct piece){seed, ROLE_DIM};
    if (curves->layout.wide && curves->screen->threads > 0) {
        string_fill(threads, sizeof threads, STR_THREADS,
                    figure_count(figure, curves->screen->threads));
        right[count++] = (struct piece){threads, ROLE_DIM};
    }

    int next = canvas_text(curves->canvas, 1, row, string_get(STR_PROGRAM), ROLE_STRONG) + 2;
    int begin = end - fit_pieces_columns(right, count, 3);
    if (begin < next) {
        begin = next;
        count = 1;
    }
    fit_pieces(curves->canvas, begin, end, row, 3, right, count);
    data_text(curves, begin - 2 - next, data, sizeof data);
    canvas_text(curves->canvas, next, row, data, ROLE_DIM);
}
