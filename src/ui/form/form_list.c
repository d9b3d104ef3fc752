#include "config.h"

#include "rnntop/ui/form/form_list.h"

#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/strings.h"

#define DIFFERENCES_SIZE 512

/* ---- which lines ---- */

/* A blank row stands between fields and the next heading. */
static bool has_blank(const struct form_sheet *sheet, size_t line)
{
    return sheet->airy && line > 0 && sheet->line[line].heading && !sheet->line[line - 1].heading;
}

static size_t rows_of(const struct form_sheet *sheet)
{
    size_t rows = sheet->lines;
    for (size_t i = 1; i < sheet->lines; i++)
        rows += has_blank(sheet, i);
    return rows;
}

void form_list_lay_out(struct form_sheet *sheet)
{
    size_t rows = (size_t)(sheet->bottom - sheet->top);
    sheet->lines = form_lines_list(sheet->form, sheet->line);
    sheet->airy = true;
    sheet->airy = rows_of(sheet) <= rows;
    size_t at = form_lines_in_hand(sheet->form, sheet->line, sheet->lines);
    size_t last = sheet->lines > rows ? sheet->lines - rows : 0;
    sheet->first = at > rows / 2 && at < sheet->lines ? at - rows / 2 : 0;
    sheet->first = sheet->first < last ? sheet->first : last;
}

/* Where its rows end: small screens have arrows behind them, which say that there is more. */
static int end_of(const struct form_sheet *sheet)
{
    return sheet->width < SHEET_ROOMY ? sheet->width - 2 : sheet->width;
}

/* ---- a field ---- */

/* The text in hand, of which a part is shown around the cursor where it is longer than its room. */
static void put_in_hand(const struct form_sheet *sheet, int column, int end, int row)
{
    const struct form *form = sheet->form;
    const char *text = form->text[form->at];
    int length = (int)strlen(text), room = end - column, from = 0;
    int cursor = (int)form->cursor;
    enum role role = form->refused[form->at] ? ROLE_BAD : ROLE_STRONG;
    if (length + 1 > room && cursor > room - 2)
        from = cursor - (room - 2);
    for (int i = from; i < length && i - from < room; i++) {
        bool marked = form->whole || i == cursor;
        canvas_put(sheet->canvas, column + i - from, row, (uint32_t)(unsigned char)text[i],
                   marked ? ROLE_CURSOR : role);
    }
    if (from > 0)
        canvas_put(sheet->canvas, column, row, glyph(sheet->ascii, GLYPH_CUT), ROLE_DIM);
    if (length - from > room)
        canvas_put(sheet->canvas, end - 1, row, glyph(sheet->ascii, GLYPH_CUT), ROLE_DIM);
    if (cursor == length && (!form->whole || length == 0))
        canvas_put(sheet->canvas, column + cursor - from, row, ' ', ROLE_CURSOR);
}

const char *form_list_help(const struct setting *setting)
{
    /* Of the models, one: what a list of them does is for the command line. */
    return setting->kind == SETTING_MODELS ? string_get(STR_FORM_MODEL_HELP) : setting->help;
}

/* The value, or dim what it is without one. */
static void put_value(const struct form_sheet *sheet, size_t i, int end, int row)
{
    const struct form *form = sheet->form;
    bool given = form->text[i][0] != '\0';
    enum role role = form->refused[i]        ? ROLE_BAD
                     : !form->applies[i]     ? ROLE_FAINT
                     : form_differs(form, i) ? ROLE_STRONG
                     : given                 ? ROLE_PLAIN
                                             : ROLE_DIM;
    fit_text(sheet->canvas, sheet->ascii, SHEET_VALUE, end, row, form_value(form, i), role);
}

static void put_field(const struct form_sheet *sheet, size_t i, int row)
{
    const struct form *form = sheet->form;
    bool in_hand = i == form->at && !form->heading;
    bool typed = in_hand && !form->searching;
    bool roomy = sheet->width >= SHEET_ROOMY, wide = sheet->width >= SHEET_WIDE;
    int preset_column = wide ? SHEET_DEFAULT_WIDE : SHEET_DEFAULT;
    int end = roomy ? preset_column - 2 : end_of(sheet);
    if (in_hand)
        canvas_put(sheet->canvas, 0, row, glyph(sheet->ascii, GLYPH_SELECTED), ROLE_STRONG);
    fit_text(sheet->canvas, sheet->ascii, SHEET_NAME, SHEET_VALUE - 1, row, form->field[i]->name,
             in_hand            ? ROLE_STRONG
             : form->applies[i] ? ROLE_PLAIN
                                : ROLE_FAINT);
    if (typed && (int)strlen(form->text[i]) + 1 > end - SHEET_VALUE) {
        put_in_hand(sheet, SHEET_VALUE, end_of(sheet), row); /* a long one takes the whole row */
        return;
    }
    if (typed && form->text[i][0] != '\0')
        put_in_hand(sheet, SHEET_VALUE, end, row);
    else
        put_value(sheet, i, end, row);
    if (typed && form->text[i][0] == '\0') /* what is typed takes the default's place */
        canvas_role(sheet->canvas, SHEET_VALUE, row, 1, ROLE_CURSOR);
    if (roomy)
        fit_text(sheet->canvas, sheet->ascii, preset_column, wide ? SHEET_HELP - 2 : sheet->width,
                 row, form->usual[i], ROLE_DIM);
    if (wide)
        fit_text(sheet->canvas, sheet->ascii, SHEET_HELP, sheet->width, row,
                 form_list_help(form->field[i]), ROLE_DIM);
}

/* ---- a heading ---- */

/* "epochs 3, seed 2": what a folded group holds that is not as it would be without anybody's doing.
 */
static void list_differences(const struct form *form, enum setting_group group,
                             char out[DIFFERENCES_SIZE])
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < form->fields && used < DIFFERENCES_SIZE; i++) {
        if (form->field[i]->group != group || !form->applies[i] || !form_differs(form, i))
            continue;
        used += (size_t)snprintf(out + used, DIFFERENCES_SIZE - used, "%s%s %.60s",
                                 used > 0 ? ", " : "", form->field[i]->name, form->text[i]);
    }
}

static void put_heading(const struct form_sheet *sheet, enum setting_group group, int row)
{
    const struct form *form = sheet->form;
    bool open = sheet->form->searching || !form->folded[group];
    bool in_hand = form->heading && form->field[form->at]->group == group;
    char text[DIFFERENCES_SIZE], figure[FIGURE_SIZE];
    if (in_hand)
        canvas_put(sheet->canvas, 0, row, glyph(sheet->ascii, GLYPH_SELECTED), ROLE_STRONG);
    canvas_put(sheet->canvas, 1, row, glyph(sheet->ascii, open ? GLYPH_OPEN : GLYPH_FOLDED),
               in_hand ? ROLE_STRONG : ROLE_DIM);
    int column = canvas_text(sheet->canvas, 3, row, settings_group_name(group), ROLE_STRONG) + 1;
    if (open)
        return;
    string_fill(text, sizeof text, STR_FORM_COUNT,
                figure_count(figure, form_lines_count(form, group)));
    canvas_text(sheet->canvas, column, row, text, ROLE_DIM);
    list_differences(form, group, text);
    fit_text(sheet->canvas, sheet->ascii, SHEET_VALUE, end_of(sheet), row, text, ROLE_STRONG);
}

/* ---- all of them ---- */

/* Where there is more above or below. */
static void put_more(const struct form_sheet *sheet, size_t behind)
{
    if (sheet->first > 0)
        canvas_put(sheet->canvas, sheet->width - 1, sheet->top, glyph(sheet->ascii, GLYPH_ABOVE),
                   ROLE_DIM);
    if (behind < sheet->lines)
        canvas_put(sheet->canvas, sheet->width - 1, sheet->bottom - 1,
                   glyph(sheet->ascii, GLYPH_BELOW), ROLE_DIM);
}

void form_list_draw(const struct form_sheet *sheet)
{
    int row = sheet->top;
    size_t i = sheet->first;
    for (; i < sheet->lines && row < sheet->bottom; i++, row++) {
        const struct form_line *line = &sheet->line[i];
        row += has_blank(sheet, i);
        if (line->heading)
            put_heading(sheet, (enum setting_group)line->index, row);
        else
            put_field(sheet, line->index, row);
    }
    if (sheet->width < SHEET_ROOMY) /* elsewhere the title says it */
        put_more(sheet, i);
}
