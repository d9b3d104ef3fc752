#include "config.h"

#include "rnntop/ui/views/view_diagnosis.h"

#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/actions.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/queue.h"
#include "rnntop/ui/seen.h"
#include "rnntop/ui/strings.h"
#include "rnntop/ui/views/page.h"
#include "rnntop/words/findings.h"

#define NARROW 60 /* columns; on fewer, what stands beside a label stands below it */
#define INDENT 3

/* What the page is written of. */
struct sheet {
    struct page *page;
    struct findings_style style;
};

static int text_column(const struct page *page)
{
    return page->columns < NARROW ? INDENT : 1 + FINDINGS_LABEL_COLUMNS + 2;
}

/* A row, or several, with a label before it. Nothing where there is no text. */
static void put(const struct sheet *sheet, const char *label, enum role label_role,
                const char *text, enum role role)
{
    struct page *page = sheet->page;
    char clean[FINDINGS_TEXT_SIZE];
    if (!*text)
        return;
    utf8_sanitize(text, strlen(text), sheet->style.ascii, clean, sizeof clean);
    page_text(page, 1, label, label_role);
    if (page->columns < NARROW)
        page_next(page);
    page_wrap(page, text_column(page), clean, role);
}

/* What stands behind the label already is not said again. */
static const char *behind_label(const char *label, const char *text)
{
    size_t length = strlen(label);
    if (strncmp(text, label, length) != 0 || !strchr(": ", text[length]))
        return text;
    return text + length + strspn(text + length, ": ");
}

static void put_finding(const struct sheet *sheet, const struct finding *finding)
{
    char text[FINDINGS_TEXT_SIZE];
    const char *label = findings_label(finding->code);
    findings_say(finding, &sheet->style, text, sizeof text);
    put(sheet, label, finding->note ? ROLE_PLAIN : ROLE_STRONG, behind_label(label, text),
        ROLE_PLAIN);
    put(sheet, string_get(STR_DIAGNOSIS_MEANS), ROLE_DIM, findings_meaning(finding->code),
        ROLE_DIM);
    findings_try(finding, &sheet->style, text, sizeof text);
    put(sheet, string_get(STR_DIAGNOSIS_TRY), ROLE_DIM, text, ROLE_PLAIN);
    findings_seen(finding, &sheet->style, text, sizeof text);
    put(sheet, string_get(STR_DIAGNOSIS_SEEN), ROLE_DIM, text, ROLE_DIM);
    page_next(sheet->page);
}

/* Each in a row of its own: its name, and the figure that was looked at. */
static void put_refuted(const struct sheet *sheet, const struct diagnosis *diagnosis)
{
    struct page *page = sheet->page;
    const char *before = string_get(STR_DIAGNOSIS_NOT_SO);
    int column = text_column(page), figures = column + FINDINGS_LABEL_COLUMNS + 2;
    for (size_t i = 0; i < diagnosis->refuted_count; i++) {
        const struct finding *finding = &diagnosis->refuted[i];
        char text[FINDINGS_TEXT_SIZE], clean[FINDINGS_TEXT_SIZE];
        findings_deny(finding, &sheet->style, text, sizeof text);
        if (!*text)
            continue;
        utf8_sanitize(text, strlen(text), sheet->style.ascii, clean, sizeof clean);
        page_text(page, 1, before, ROLE_DIM);
        if (*before && page->columns < NARROW)
            page_next(page);
        before = "";
        page_text(page, column, findings_label(finding->code), ROLE_DIM);
        page_wrap(page, figures, clean, ROLE_DIM);
    }
}

static bool has_remedy(const struct diagnosis *diagnosis)
{
    return diagnosis->findings > 0 && diagnosis->finding[0].remedy[0].kind != REMEDY_NONE;
}

/* What holds, and how far the figures go that say so. */
static void put_state(struct page *page, const struct diagnosis *diagnosis, size_t epochs)
{
    char text[96], figure[FIGURE_SIZE];
    enum string_id id = epochs == 0                    ? STR_DIAGNOSIS_EARLY
                        : diagnosis_gravest(diagnosis) ? STR_DIAGNOSIS_AFTER
                                                       : STR_DIAGNOSIS_NOTHING;
    string_fill(text, sizeof text, id, figure_count(figure, epochs));
    page_wrap(page, 1, text, ROLE_DIM);
    page_next(page);
}

static void look(const struct screen *screen, const struct board *board, struct seen *seen,
                 struct diagnosis *diagnosis)
{
    seen_take(seen, screen, board, screen->selected);
    seen_diagnose(seen, board, screen->selected, diagnosis);
}

static void write(struct page *page, const struct screen *screen, const struct board *board)
{
    struct seen seen;
    struct diagnosis diagnosis;
    const struct sheet sheet = {page,
                                {board_class_facts(board, screen->selected), screen_ascii(screen)}};
    look(screen, board, &seen, &diagnosis);
    page_next(page); /* under the title */
    put_state(page, &diagnosis, seen.epoch_count);
    for (size_t i = 0; i < diagnosis.findings; i++)
        put_finding(&sheet, &diagnosis.finding[i]);
    if (has_remedy(&diagnosis) && !screen->only_watched) {
        page_wrap(page, 1, string_get(STR_DIAGNOSIS_FORM), ROLE_PLAIN);
        page_next(page);
    }
    put_refuted(&sheet, &diagnosis);
}

/* A new run with the first remedy of the gravest finding. Where the model is written out and the
 * remedy is part of it, a person must write it in. */
static bool act(struct actions *actions, enum action action, unsigned *reaction)
{
    const struct screen *screen = actions->screen;
    struct seen seen;
    struct diagnosis diagnosis;
    char value[FINDINGS_VALUE_SIZE];
    if (action != ACTION_NEW || !screen_has_run(screen, actions->board))
        return false;
    look(screen, actions->board, &seen, &diagnosis);
    if (!has_remedy(&diagnosis))
        return false;
    const char *setting = findings_setting(&diagnosis.finding[0].remedy[0], value);
    *reaction = queue_form_with(actions, &(struct form_change){setting, value}, 1);
    if (screen->view == SCREEN_FORM && !screen->form->applies[screen->form->at])
        *reaction = queue_form(actions);
    return true;
}

const struct view view_diagnosis = {
    .action = ACTION_DIAGNOSIS,
    .write = write,
    .act = act,
    .title = STR_DIAGNOSIS_TITLE,
    .back = STR_DIAGNOSIS_BACK,
    .of_run = true,
};
