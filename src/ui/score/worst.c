#include "config.h"

#include "rnntop/ui/score/worst.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/strings.h"

#define NEAR      0.001 /* to 0 or 1 */
#define P_COLUMNS 8     /* "p 1-4e-6" */
#define GAP       3
#define ELLIPSIS  "… "

int worst_rows(const struct score *score)
{
    uint32_t count = score->judgement->worst_count;
    return 1 + (count > 0 ? (int)count : 1);
}

static int chosen_at(const struct score *score)
{
    int last = (int)score->judgement->worst_count - 1, chosen = score->screen->score.worst;
    return chosen < last ? chosen : last;
}

const struct judged_row *worst_chosen(const struct score *score)
{
    if (!score->judgement || score->judgement->worst_count == 0)
        return NULL;
    return &score->judgement->worst[chosen_at(score)];
}

/* "2e-07" says no more than "2e-7". */
static void short_exponent(char *text, size_t size, const char *before, double value)
{
    snprintf(text, size, "%s%.0e", before, value);
    char *exponent = strchr(text, 'e');
    if (exponent && exponent[2] == '0' && exponent[3])
        memmove(exponent + 2, exponent + 3, strlen(exponent + 3) + 1);
}

char *worst_p(char *text, size_t size, double p)
{
    if (p > 0 && p < NEAR)
        short_exponent(text, size, "", p);
    else if (p > 1 - NEAR && p < 1)
        short_exponent(text, size, "1-", 1 - p);
    else
        snprintf(text, size, p == 0 || p == 1 ? "%.0f" : "%.3f", p);
    return text;
}

/* The text's end that fits, from a word's beginning on. */
static const char *end_of(const char *text, int columns, bool *cut)
{
    const int all = (int)utf8_text_columns(text);
    *cut = all > columns;
    if (!*cut)
        return text;
    text += utf8_bytes_of_columns(text, (size_t)(all - columns + (int)utf8_text_columns(ELLIPSIS)));
    const char *blank = strchr(text, ' ');
    text = blank ? blank + 1 : text;
    /* An unknown word's sign says by itself that something stands before. */
    *cut = strncmp(text, ELLIPSIS, strlen(ELLIPSIS)) != 0;
    return text;
}

static void put_text(const struct score *score, const struct score_box *box, int column, int row,
                     const struct judged_row *worst, enum role role)
{
    bool cut;
    const char *text = end_of(worst->text, box->columns - column, &cut);
    if (box->columns - column < 12)
        return;
    if (cut) {
        score_text(score, box, column, row, ELLIPSIS, ROLE_DIM);
        column += (int)utf8_text_columns(ELLIPSIS);
    }
    score_text(score, box, column, row, text, role);
}

/* Of the classes' names; of many classes both what it is and what was said are told. */
static int name_columns(const struct score *score)
{
    int columns = 1;
    char name[CLASS_NAME_SIZE];
    for (size_t i = 0; i < score->judgement->classes && i < METRICS_MAX_CLASSES; i++) {
        score_class_name(score->classes, i, name);
        int wide = (int)utf8_text_columns(name);
        columns = wide > columns ? wide : columns;
    }
    return columns;
}

static int put_name(const struct score *score, const struct score_box *box, int column, int row,
                    enum string_id before, size_t class)
{
    char name[CLASS_NAME_SIZE];
    score_class_name(score->classes, class, name);
    score_text(score, box, column, row, string_get(before), ROLE_DIM);
    column += (int)utf8_text_columns(string_get(before)) + 1;
    score_text(score, box, column, row, name, score_class_role(score, class));
    return column + name_columns(score) + GAP;
}

static void put_row(const struct score *score, const struct score_box *box, int row, int at)
{
    const struct judged_row *worst = &score->judgement->worst[at];
    char p[32], text[40];
    bool chosen = at == chosen_at(score), two = score->judgement->classes == 2;
    int column = put_name(score, box, 0, row, STR_SCORE_ROW_IS, worst->label);
    if (chosen)
        canvas_put(score->canvas, box->column - 1, box->row + row,
                   glyph(score->ascii, GLYPH_SELECTED), ROLE_STRONG);
    if (!two && column + name_columns(score) + 40 < box->columns)
        column = put_name(score, box, column, row, STR_SCORE_ROW_SAID, worst->said);
    snprintf(text, sizeof text, "p %s", worst_p(p, sizeof p, (double)worst->p));
    score_text_right(score, box, column + P_COLUMNS, row, text, ROLE_PLAIN);
    put_text(score, box, column + P_COLUMNS + GAP, row, worst, chosen ? ROLE_PLAIN : ROLE_DIM);
}

static void put_title(const struct score *score, const struct score_box *box)
{
    const struct judgement *judgement = score->judgement;
    char text[SCORE_TEXT], figure[3][FIGURE_SIZE];
    const char *title = string_get(STR_SCORE_WORST), *read = string_get(STR_SCORE_READS);
    int column = (int)utf8_text_columns(title) + GAP, end = box->columns;
    string_fill(text, sizeof text, STR_SCORE_WRONG_OF, figure_count(figure[0], judgement->wrong),
                figure_count(figure[1], judgement->rows), figure_count(figure[2], judgement->sure));
    score_text(score, box, 0, 0, title, ROLE_STRONG);
    if (judgement->worst_count > 0 &&
        column + (int)utf8_text_columns(text) + GAP + (int)utf8_text_columns(read) <= end) {
        score_text_right(score, box, end, 0, read, ROLE_DIM);
        end -= (int)utf8_text_columns(read) + GAP;
    }
    if (column + (int)utf8_text_columns(text) > end)
        string_fill(text, sizeof text, STR_SCORE_WRONG_OF_BRIEF, figure[0], figure[1]);
    fit_text(score->canvas, score->ascii, box->column + column, box->column + end, box->row, text,
             ROLE_DIM);
}

void worst_draw(const struct score *score, const struct score_box *box)
{
    const int count = (int)score->judgement->worst_count, room = box->rows - 1;
    put_title(score, box);
    if (count == 0)
        score_text(score, box, 0, 1, string_get(STR_SCORE_NONE_WRONG), ROLE_DIM);
    int first = chosen_at(score) - room + 1;
    first = first > 0 ? first : 0;
    for (int i = 0; i < room && first + i < count; i++)
        put_row(score, box, 1 + i, first + i);
}
