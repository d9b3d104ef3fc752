#include "config.h"

#include "rnntop/ui/form/view_form.h"

#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/spec/model_text.h"
#include "rnntop/ui/bottom/hints.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/form/form_edit.h"
#include "rnntop/ui/form/form_list.h"
#include "rnntop/ui/form/form_training.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/queue.h"
#include "rnntop/ui/strings.h"
#include "rnntop/ui/views/page.h"

/* From these rows on there is ... */
enum { ROWS_HEADING = 16, ROWS_AIRY = 20, ROWS_LONG_HELP = 20, ROWS_ROOMY = 30 };

static void lay_out(struct form_sheet *sheet)
{
    int rows = sheet->canvas->rows, help_rows = rows >= ROWS_LONG_HELP ? 2 : 1, next = 1;
    bool high = rows >= ROWS_HEADING, roomy = rows >= ROWS_ROOMY;
    sheet->hints_row = rows - 1;
    sheet->message_row = rows - 2;
    sheet->help_row = sheet->message_row - help_rows;
    sheet->model_row = sheet->help_row - 1;
    sheet->training_row = high && sheet->width >= SHEET_ROOMY ? next++ : -1;
    next += roomy;
    sheet->heading_row = high ? next++ : -1;
    sheet->top = next;
    sheet->bottom = sheet->model_row - (rows >= ROWS_AIRY);
    form_list_lay_out(sheet);
}

static void put_heading(const struct form_sheet *sheet)
{
    bool wide = sheet->width >= SHEET_WIDE;
    if (sheet->heading_row < 0)
        return;
    canvas_text(sheet->canvas, SHEET_NAME, sheet->heading_row, string_get(STR_FORM_SETTING),
                ROLE_DIM);
    canvas_text(sheet->canvas, SHEET_VALUE, sheet->heading_row, string_get(STR_FORM_VALUE),
                ROLE_DIM);
    if (sheet->width >= SHEET_ROOMY)
        canvas_text(sheet->canvas, wide ? SHEET_DEFAULT_WIDE : SHEET_DEFAULT, sheet->heading_row,
                    string_get(STR_FORM_DEFAULT), ROLE_DIM);
}

/* ---- around it ---- */

/* On small screens what trains stands here too. */
static void put_title(const struct form_sheet *sheet)
{
    char text[80], figure[3][FIGURE_SIZE];
    size_t shown = (size_t)(sheet->bottom - sheet->top);
    int end = sheet->width;
    bool brief = sheet->width < SHEET_ROOMY;
    int column =
        canvas_text(sheet->canvas, 1, 0, string_get(brief ? STR_FORM_TITLE_BRIEF : STR_FORM_TITLE),
                    ROLE_STRONG) +
        2;
    if (sheet->training_row < 0)
        end = form_training_brief(sheet->screen, sheet->board, sheet->canvas, end, 0) - 2;
    if (sheet->lines > shown && !brief) { /* there is more above or below */
        string_fill(text, sizeof text, STR_FORM_PART, figure_count(figure[0], sheet->first + 1),
                    figure_count(figure[1], sheet->first + shown),
                    figure_count(figure[2], sheet->lines));
        if (column + (int)utf8_text_columns(text) <= end)
            end = canvas_text_right(sheet->canvas, end, 0, text, ROLE_DIM) - 2;
    }
    string_fill(text, sizeof text, STR_FORM_FROM, sheet->form->from.name);
    if (column + (int)utf8_text_columns(text) <= end)
        canvas_text(sheet->canvas, column, 0, text, ROLE_DIM);
}

/* What the fields come to. */
static void put_model(const struct form_sheet *sheet)
{
    const struct form *form = sheet->form;
    char text[MODEL_TEXT_SIZE], figure[FIGURE_SIZE];
    if (!form->ready) {
        canvas_put(sheet->canvas, 1, sheet->model_row, glyph(sheet->ascii, GLYPH_NOTHING),
                   ROLE_FAINT);
        return;
    }
    figure_count(figure, model_spec_parameters(&form->run.model));
    string_fill(text, sizeof text, STR_FORM_PARAMETERS, figure);
    int column = canvas_text(sheet->canvas, 1, sheet->model_row, text, ROLE_STRONG) + 2;
    fit_text(sheet->canvas, sheet->ascii, column, sheet->width, sheet->model_row,
             model_text_print(&form->run.model, text), ROLE_PLAIN);
}

/* Rows that the text needs, and the text in at most those between two rows. */
static int rows_of(const struct form_sheet *sheet, const char *text)
{
    struct page page = page_measure(sheet->width);
    page_wrap(&page, 1, text, ROLE_PLAIN);
    return page.row;
}

static void put_text(const struct form_sheet *sheet, int top, int bottom, const char *text,
                     enum role role)
{
    struct page page = {
        .canvas = sheet->canvas, .columns = sheet->width, .top = top, .bottom = bottom};
    page_wrap(&page, 1, text, role);
    if (page.row > bottom - top)
        canvas_put(sheet->canvas, sheet->width - 1, bottom - 1, glyph(sheet->ascii, GLYPH_CUT),
                   role);
}

/* Why a field that was looked for has no effect. */
static enum string_id idle_reason(const struct setting *setting)
{
    switch (setting->need) {
    case NEEDS_TEXTS:
        return STR_FORM_IDLE_TEXTS;
    case NEEDS_NAMED_MODEL:
        return STR_FORM_IDLE_WRITTEN;
    case NEEDS_OPTIMIZER:
        return STR_FORM_IDLE_OPTIMIZER;
    case NEEDS_SCHEDULE:
    case NEEDS_DECAY:
        return STR_FORM_IDLE_SCHEDULE;
    case NEEDS_EARLY_STOPPING:
        return STR_FORM_IDLE_STOPPING;
    case NEEDS_PLATEAU:
        return STR_FORM_IDLE_PLATEAU;
    default:
        return STR_FORM_IDLE_CALLBACKS;
    }
}

static void put_help(const struct form_sheet *sheet, int bottom)
{
    const struct form *form = sheet->form;
    const struct setting *setting = form->field[form->at];
    const char *usual = form->usual[form->at];
    char text[400];
    if (form->heading)
        return;
    if (usual[0] != '\0' && sheet->width < SHEET_ROOMY)
        string_fill(text, sizeof text, STR_FORM_HELP_DEFAULT, form_list_help(setting), usual);
    else
        snprintf(text, sizeof text, "%s", form_list_help(setting));
    put_text(sheet, sheet->help_row, bottom, text, ROLE_DIM);
}

/* "/ rate_   3 fields" */
static void put_search(const struct form_sheet *sheet)
{
    const struct form *form = sheet->form;
    char text[80], figure[FIGURE_SIZE];
    size_t found = 0;
    int row = sheet->message_row;
    for (size_t i = 0; i < form->fields; i++)
        found += form_lines_found(form, i);
    int column =
        canvas_text(sheet->canvas, 1, row, string_get(STR_FORM_KEY_SEARCH), ROLE_STRONG) + 1;
    column = canvas_text(sheet->canvas, column, row, form->search, ROLE_STRONG);
    canvas_put(sheet->canvas, column, row, ' ', ROLE_CURSOR);
    string_fill(text, sizeof text, STR_FORM_FOUND, figure_count(figure, found));
    canvas_text_right(sheet->canvas, sheet->width, row, text, found > 0 ? ROLE_DIM : ROLE_WARN);
}

/* Why it can't be queued; else what an event or a key said. */
static const char *find_message(const struct form_sheet *sheet, enum role *role)
{
    const struct form *form = sheet->form;
    *role = sheet->screen->message_role;
    if (form->trouble[0] == '\0')
        return sheet->screen->message;
    *role = ROLE_BAD;
    return form->trouble;
}

/* A long sentence takes the help's rows too: it matters more. */
static void put_message(const struct form_sheet *sheet)
{
    enum role role;
    const char *text = find_message(sheet, &role);
    int room = sheet->hints_row - sheet->help_row,
        rows = text[0] != '\0' ? rows_of(sheet, text) : 1;
    int top = sheet->hints_row - (rows < room ? rows : room);
    if (top > sheet->help_row)
        put_help(sheet, top);
    if (text[0] != '\0')
        put_text(sheet, top, sheet->hints_row, text, role);
}

/* While something is looked for: what it is, and why what is found has no effect. */
static void put_searching(const struct form_sheet *sheet)
{
    const struct form *form = sheet->form;
    put_search(sheet);
    if (form_lines_in_hand(form, sheet->line, sheet->lines) == sheet->lines)
        return;
    if (form->applies[form->at])
        put_help(sheet, sheet->message_row);
    else
        put_text(sheet, sheet->help_row, sheet->message_row,
                 string_get(idle_reason(form->field[form->at])), ROLE_WARN);
}

static const char *arrows(const struct form_sheet *sheet, enum string_id unicode,
                          enum string_id ascii)
{
    return string_get(sheet->ascii ? ascii : unicode);
}

static void put_hints(const struct form_sheet *sheet)
{
    const struct form *form = sheet->form;
    struct hints hints = {.count = 0};
    hints_add(&hints, string_get(STR_FORM_KEY_QUEUE),
              form->searching ? STR_FORM_HINT_TAKE : STR_FORM_HINT_QUEUE);
    hints_add(&hints, string_get(STR_KEY_ESCAPE), STR_FORM_HINT_BACK);
    if (form->heading)
        hints_add(&hints, string_get(STR_FORM_KEY_FOLD),
                  form->folded[form->field[form->at]->group] ? STR_FORM_HINT_UNFOLD
                                                             : STR_FORM_HINT_FOLD);
    if (!form->searching)
        hints_add(&hints,
                  string_get(!form->heading && form_edit_takes(form, '/') ? STR_FORM_KEY_FIND
                                                                          : STR_FORM_KEY_SEARCH),
                  STR_FORM_HINT_SEARCH);
    hints_add(&hints, arrows(sheet, STR_FORM_KEY_FIELD, STR_FORM_KEY_FIELD_ASCII),
              STR_FORM_HINT_FIELD);
    if (!form->heading && !form->searching) {
        if (form_edit_chosen(form))
            hints_add(&hints, arrows(sheet, STR_FORM_KEY_CHOOSE, STR_FORM_KEY_CHOOSE_ASCII),
                      STR_FORM_HINT_CHOOSE);
        hints_add(&hints, string_get(STR_FORM_KEY_CLEAR), STR_FORM_HINT_CLEAR);
    }
    hints.kept = hints.count; /* one that has no room takes no other with it */
    hints_draw(&hints, sheet->canvas, 1, sheet->width, sheet->hints_row);
}

static void draw(const struct screen *screen, const struct board *board, struct canvas *canvas)
{
    struct form_sheet sheet = {.screen = screen,
                               .board = board,
                               .form = screen->form,
                               .canvas = canvas,
                               .ascii = screen_ascii(screen),
                               .width = canvas->columns - 1};
    lay_out(&sheet);
    put_title(&sheet);
    if (sheet.training_row >= 0)
        form_training_draw(screen, board, canvas, 1, sheet.width, sheet.training_row);
    put_heading(&sheet);
    form_list_draw(&sheet);
    put_model(&sheet);
    if (screen->form->searching)
        put_searching(&sheet);
    else
        put_message(&sheet);
    put_hints(&sheet);
}

const struct view view_form = {
    .draw = draw,
    .type = queue_form_key,
};
