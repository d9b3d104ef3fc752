#include "config.h"

#include "rnntop/ui/form/view_form.h"

#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/spec/model_text.h"
#include "rnntop/ui/bottom/hints.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/form/form.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/queue.h"
#include "rnntop/ui/strings.h"
#include "rnntop/ui/views/page.h"

/* Columns; where a screen is narrow there are no defaults, and where it is wide there is help. */
enum { NAME = 2, VALUE = 24, DEFAULT = 50, DEFAULT_WIDE = 54, HELP = 72, ROOMY = 60, WIDE = 110 };

/* From these rows on there is ... */
enum { ROWS_HEADING = 16, ROWS_AIRY = 20, ROWS_LONG_HELP = 20, ROWS_ROOMY = 30 };

#define MAX_LINES (FORM_MAX_FIELDS + 2 * GROUP_COUNT)

/* A row of the list: a field, a group's title, or a blank. */
struct line {
    enum { LINE_BLANK, LINE_GROUP, LINE_FIELD } kind;
    size_t index;
};

struct sheet {
    const struct screen *screen;
    const struct form *form;
    struct canvas *canvas;
    bool ascii;
    int width; /* the last column of a screen stays free */
    size_t lines, first;
    struct line line[MAX_LINES];
    int top, bottom; /* the rows of the list: [top, bottom) */
    int heading_row, model_row, help_row, message_row, hints_row;
};

/* ---- the list ---- */

static void list_lines(struct sheet *sheet, bool blanks)
{
    const struct form *form = sheet->form;
    sheet->lines = 0;
    for (size_t i = 0; i < form->fields; i++) {
        if (i == 0 || form->field[i]->group != form->field[i - 1]->group) {
            if (i > 0 && blanks)
                sheet->line[sheet->lines++] = (struct line){LINE_BLANK, 0};
            sheet->line[sheet->lines++] = (struct line){LINE_GROUP, form->field[i]->group};
        }
        sheet->line[sheet->lines++] = (struct line){LINE_FIELD, i};
    }
}

/* The first line shown: the field in hand is in the middle, where not all of them fit. */
static void scroll(struct sheet *sheet)
{
    size_t rows = (size_t)(sheet->bottom - sheet->top), at = 0;
    while (sheet->line[at].kind != LINE_FIELD || sheet->line[at].index != sheet->form->at)
        at++;
    sheet->first = at > rows / 2 ? at - rows / 2 : 0;
    size_t last = sheet->lines > rows ? sheet->lines - rows : 0;
    sheet->first = sheet->first < last ? sheet->first : last;
}

static void lay_out(struct sheet *sheet)
{
    int rows = sheet->canvas->rows, help_rows = rows >= ROWS_LONG_HELP ? 2 : 1;
    sheet->hints_row = rows - 1;
    sheet->message_row = rows - 2;
    sheet->help_row = sheet->message_row - help_rows;
    sheet->model_row = sheet->help_row - 1;
    sheet->heading_row = rows >= ROWS_ROOMY ? 2 : 1;
    sheet->top = sheet->heading_row + (rows >= ROWS_HEADING);
    sheet->bottom = sheet->model_row - (rows >= ROWS_AIRY);
    list_lines(sheet, true);
    if (sheet->lines > (size_t)(sheet->bottom - sheet->top))
        list_lines(sheet, false);
    scroll(sheet);
}

/* The text in hand, of which a part is shown around the cursor where it is longer than its room. */
static void put_in_hand(const struct sheet *sheet, int column, int end, int row)
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

static const char *help_of(const struct setting *setting)
{
    /* Of the models, one: what a list of them does is for the command line. */
    return setting->kind == SETTING_MODELS ? string_get(STR_FORM_MODEL_HELP) : setting->help;
}

static void put_field(const struct sheet *sheet, size_t i, int row)
{
    const struct form *form = sheet->form;
    const char *text = form->text[i], *preset = form_default(form, i);
    bool in_hand = i == form->at, roomy = sheet->width >= ROOMY, wide = sheet->width >= WIDE;
    bool counts = form_field_counts(form, i);
    int preset_column = wide ? DEFAULT_WIDE : DEFAULT;
    enum role role = form->refused[i]            ? ROLE_BAD
                     : !counts                   ? ROLE_FAINT
                     : strcmp(text, preset) != 0 ? ROLE_STRONG
                                                 : ROLE_PLAIN;
    if (in_hand)
        canvas_put(sheet->canvas, 0, row, glyph(sheet->ascii, GLYPH_SELECTED), ROLE_STRONG);
    fit_text(sheet->canvas, sheet->ascii, NAME, VALUE - 1, row, form->field[i]->name,
             in_hand  ? ROLE_STRONG
             : counts ? ROLE_PLAIN
                      : ROLE_FAINT);
    int end = roomy ? preset_column - 2 : sheet->width;
    if (in_hand && (int)strlen(text) + 1 > end - VALUE) {
        put_in_hand(sheet, VALUE, sheet->width, row); /* a long one takes the whole row */
        return;
    }
    if (in_hand)
        put_in_hand(sheet, VALUE, end, row);
    else
        fit_text(sheet->canvas, sheet->ascii, VALUE, end, row, text, role);
    if (roomy)
        fit_text(sheet->canvas, sheet->ascii, preset_column, wide ? HELP - 2 : sheet->width, row,
                 preset, ROLE_DIM);
    if (wide)
        fit_text(sheet->canvas, sheet->ascii, HELP, sheet->width, row, help_of(form->field[i]),
                 ROLE_DIM);
}

static void put_list(const struct sheet *sheet)
{
    int row = sheet->top;
    for (size_t i = sheet->first; i < sheet->lines && row < sheet->bottom; i++, row++) {
        const struct line *line = &sheet->line[i];
        if (line->kind == LINE_GROUP)
            canvas_text(sheet->canvas, 1, row, settings_group_name((enum setting_group)line->index),
                        ROLE_STRONG);
        else if (line->kind == LINE_FIELD)
            put_field(sheet, line->index, row);
    }
}

static void put_heading(const struct sheet *sheet)
{
    bool wide = sheet->width >= WIDE;
    if (sheet->top == sheet->heading_row)
        return;
    canvas_text(sheet->canvas, NAME, sheet->heading_row, string_get(STR_FORM_SETTING), ROLE_DIM);
    canvas_text(sheet->canvas, VALUE, sheet->heading_row, string_get(STR_FORM_VALUE), ROLE_DIM);
    if (sheet->width >= ROOMY)
        canvas_text(sheet->canvas, wide ? DEFAULT_WIDE : DEFAULT, sheet->heading_row,
                    string_get(STR_FORM_DEFAULT), ROLE_DIM);
}

/* ---- around it ---- */

static void put_title(const struct sheet *sheet)
{
    char text[80], figure[3][FIGURE_SIZE];
    size_t shown = (size_t)(sheet->bottom - sheet->top);
    int end = sheet->width;
    int column = canvas_text(sheet->canvas, 1, 0, string_get(STR_FORM_TITLE), ROLE_STRONG) + 2;
    if (sheet->lines > shown) { /* there is more above or below */
        string_fill(text, sizeof text, STR_FORM_PART, figure_count(figure[0], sheet->first + 1),
                    figure_count(figure[1], sheet->first + shown),
                    figure_count(figure[2], sheet->lines));
        end = canvas_text_right(sheet->canvas, end, 0, text, ROLE_DIM) - 2;
    }
    string_fill(text, sizeof text, STR_FORM_FROM, sheet->form->from);
    if (column + (int)utf8_text_columns(text) <= end)
        canvas_text(sheet->canvas, column, 0, text, ROLE_DIM);
}

/* What the fields come to. */
static void put_model(const struct sheet *sheet)
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
static int rows_of(const struct sheet *sheet, const char *text)
{
    struct page page = page_measure(sheet->width);
    page_wrap(&page, 1, text, ROLE_PLAIN);
    return page.row;
}

static void put_text(const struct sheet *sheet, int top, int bottom, const char *text,
                     enum role role)
{
    struct page page = {
        .canvas = sheet->canvas, .columns = sheet->width, .top = top, .bottom = bottom};
    page_wrap(&page, 1, text, role);
    if (page.row > bottom - top)
        canvas_put(sheet->canvas, sheet->width - 1, bottom - 1, glyph(sheet->ascii, GLYPH_CUT),
                   role);
}

static void put_help(const struct sheet *sheet, int bottom)
{
    const struct form *form = sheet->form;
    const struct setting *setting = form->field[form->at];
    const char *preset = form_default(form, form->at);
    char text[400];
    if (preset[0] != '\0' && sheet->width < ROOMY && setting->kind != SETTING_MODELS)
        string_fill(text, sizeof text, STR_FORM_HELP_DEFAULT, help_of(setting), preset);
    else
        snprintf(text, sizeof text, "%s", help_of(setting));
    put_text(sheet, sheet->help_row, bottom, text, ROLE_DIM);
}

/* Why it can't be queued; else what an event or a key said. A long sentence takes the help's rows
 * too: it matters more. */
static void put_message(const struct sheet *sheet)
{
    const struct form *form = sheet->form;
    const char *text = sheet->screen->message;
    enum role role = sheet->screen->message_role;
    if (form->trouble[0] != '\0') {
        text = form->trouble;
        role = ROLE_BAD;
    } else if (text[0] == '\0' && !form_field_counts(form, form->at)) {
        text = string_get(STR_FORM_WRITTEN);
        role = ROLE_WARN;
    }
    int room = sheet->hints_row - sheet->help_row,
        rows = text[0] != '\0' ? rows_of(sheet, text) : 1;
    int top = sheet->hints_row - (rows < room ? rows : room);
    if (top > sheet->help_row)
        put_help(sheet, top);
    if (text[0] != '\0')
        put_text(sheet, top, sheet->hints_row, text, role);
}

static void put_hints(const struct sheet *sheet)
{
    struct hints hints = {.count = 0};
    hints_add(&hints, string_get(STR_FORM_KEY_QUEUE), STR_FORM_HINT_QUEUE);
    hints_add(&hints, string_get(STR_KEY_ESCAPE), STR_FORM_HINT_BACK);
    hints_add(&hints, string_get(sheet->ascii ? STR_FORM_KEY_FIELD_ASCII : STR_FORM_KEY_FIELD),
              STR_FORM_HINT_FIELD);
    if (form_chosen(sheet->form))
        hints_add(&hints,
                  string_get(sheet->ascii ? STR_FORM_KEY_CHOOSE_ASCII : STR_FORM_KEY_CHOOSE),
                  STR_FORM_HINT_CHOOSE);
    hints_add(&hints, string_get(STR_FORM_KEY_CLEAR), STR_FORM_HINT_CLEAR);
    hints.kept = hints.count; /* one that has no room takes no other with it */
    hints_draw(&hints, sheet->canvas, 1, sheet->width, sheet->hints_row);
}

static void draw(const struct screen *screen, const struct board *board, struct canvas *canvas)
{
    (void)board;
    struct sheet sheet = {.screen = screen,
                          .form = screen->form,
                          .canvas = canvas,
                          .ascii = screen_ascii(screen),
                          .width = canvas->columns - 1};
    lay_out(&sheet);
    put_title(&sheet);
    put_heading(&sheet);
    put_list(&sheet);
    put_model(&sheet);
    put_message(&sheet);
    put_hints(&sheet);
}

const struct view view_form = {
    .draw = draw,
    .type = queue_form_key,
};
