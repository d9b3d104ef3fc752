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

/* Cuts the text where it may end: before its last comma, or else before the colon. False where it
 * has neither. */
static bool shorten(char *text)
{
    char *end = strrchr(text, ',');
    if (!end)
        end = strchr(text, ':');
    if (!end)
        return false;
    *end = '\0';
    return true;
}

bool plot_diagnosis(const struct plot *plot, int column)
{
    const struct curves *curves = plot->curves;
    const char *key = keys_of(ACTION_DIAGNOSIS)->name, *why = string_get(STR_WHY);
    const int row = plot->place->title_row;
    int end =
        curves->layout.width - GAP - (int)utf8_text_columns(key) - 1 - (int)utf8_text_columns(why);
    struct diagnosis diagnosis;
    char text[FINDINGS_TEXT_SIZE], clean[FINDINGS_TEXT_SIZE];
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
    findings_say(finding, &style, text, sizeof text);
    utf8_sanitize(text, strlen(text), style.ascii, clean, sizeof clean);
    while (column + (int)utf8_text_columns(clean) > end) {
        if (!shorten(clean))
            return false;
    }
    size_t seen = strcspn(clean, ":");
    int next = fit_part(curves->canvas, column, row, clean, seen, ROLE_STRONG);
    next = canvas_text(curves->canvas, next, row, clean + seen, ROLE_PLAIN) + GAP;
    next = canvas_text(curves->canvas, next, row, key, ROLE_STRONG) + 1;
    canvas_text(curves->canvas, next, row, why, ROLE_DIM);
    return true;
}
