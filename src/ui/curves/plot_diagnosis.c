#include "config.h"

#include "rnntop/ui/curves/plot_diagnosis.h"

#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/keys.h"
#include "rnntop/ui/strings.h"
#include "rnntop/words/findings.h"

#define GAP 3

/* Cuts the text at its last such sign; false where it has none. */
static bool cut_at(char *text, char sign)
{
    char *end = strrchr(text, sign);
    if (!end)
        return false;
    while (end > text && end[-1] == ' ')
        end--;
    *end = '\0';
    return true;
}

/* A finding's line, as far as there is room for it. */
struct line {
    char says[FINDINGS_TEXT_SIZE];
    char tries[FINDINGS_TEXT_SIZE]; /* "": none, or no room */
};

static int width_of(const struct line *line)
{
    const int tries = (int)utf8_text_columns(line->tries);
    const int before = GAP + (int)utf8_text_columns(string_get(STR_DIAGNOSIS_TRY)) + 1;
    return (int)utf8_text_columns(line->says) + (tries > 0 ? before + tries : 0);
}

/* Fits the line into so many columns: what to try first counts for more than the last of several
 * figures, and the first figure for more than that. False where not even the cause fits. */
static bool fit_line(struct line *line, int columns)
{
    const struct line whole = *line;
    while (width_of(line) > columns && (cut_at(line->tries, ',') || cut_at(line->says, ',')))
        ;
    if (width_of(line) <= columns)
        return true;
    memcpy(line->says, whole.says, sizeof line->says);
    line->tries[0] = '\0';
    while (width_of(line) > columns) {
        if (!cut_at(line->says, ',') && !cut_at(line->says, '(') && !cut_at(line->says, ':'))
            return false;
    }
    return true;
}

static void make_line(const struct finding *finding, const struct findings_style *style,
                      struct line *line)
{
    char text[FINDINGS_TEXT_SIZE];
    findings_say(finding, style, text, sizeof text);
    utf8_sanitize(text, strlen(text), style->ascii, line->says, sizeof line->says);
    findings_try(finding, style, text, sizeof text);
    utf8_sanitize(text, strlen(text), style->ascii, line->tries, sizeof line->tries);
}

bool plot_diagnosis(const struct plot *plot, int column)
{
    const struct curves *curves = plot->curves;
    const char *key = keys_of(ACTION_DIAGNOSIS)->name, *why = string_get(STR_WHY);
    const int row = plot->place->title_row;
    int end =
        curves->layout.width - GAP - (int)utf8_text_columns(key) - 1 - (int)utf8_text_columns(why);
    struct diagnosis diagnosis;
    struct line line;
    if (curves->rows.at[curves->rows.selected].count > 1)
        return false; /* its figures are of one run, and the curves a mean of several */
    if (curves->screen->smooth != SMOOTH_AVERAGE)
        return false; /* the curve is not the usual one: that is said there */
    seen_diagnose(&curves->seen[curves->selected], curves->board, curves->selected, &diagnosis);
    const struct finding *finding = diagnosis_gravest(&diagnosis);
    if (!finding)
        return false;
    const struct findings_style style = {board_class_facts(curves->board, curves->selected),
                                         screen_ascii(curves->screen)};
    make_line(finding, &style, &line);
    if (!fit_line(&line, end - column))
        return false;
    size_t seen = strcspn(line.says, ":");
    int next = fit_part(curves->canvas, column, row, line.says, seen, ROLE_STRONG);
    next = canvas_text(curves->canvas, next, row, line.says + seen, ROLE_PLAIN) + GAP;
    if (line.tries[0]) {
        next = canvas_text(curves->canvas, next, row, string_get(STR_DIAGNOSIS_TRY), ROLE_DIM) + 1;
        next = canvas_text(curves->canvas, next, row, line.tries, ROLE_PLAIN) + GAP;
    }
    next = canvas_text(curves->canvas, next, row, key, ROLE_STRONG) + 1;
    canvas_text(curves->canvas, next, row, why, ROLE_DIM);
    return true;
}
