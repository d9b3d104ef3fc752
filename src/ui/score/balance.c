#include "config.h"

#include "rnntop/ui/score/balance.h"

#include <stdio.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/strings.h"

#define WIDE 78 /* columns from which on there is room for shares */

enum { STEP = 9, STEP_WIDE = 18, SHARE = 6 };

int balance_rows(const struct score *score)
{
    const struct classes_event *classes = score->classes;
    return classes && classes->classes <= METRICS_MAX_CLASSES ? 1 + (int)classes->classes : 0;
}

struct balance {
    const struct score *score;
    const struct score_box *box;
    bool wide;
    int label; /* columns */
};

/* Where the count of a part ends. */
static int end_of(const struct balance *balance, int part)
{
    return balance->label + (part + 1) * (balance->wide ? STEP_WIDE : STEP) -
           (balance->wide ? SHARE : 0);
}

static void measure(struct balance *balance)
{
    const struct classes_event *classes = balance->score->classes;
    int most = balance->box->columns - PART_COUNT * (balance->wide ? STEP_WIDE : STEP);
    balance->label = (int)utf8_text_columns(string_get(STR_SCORE_CLASS));
    for (size_t i = 0; i < classes->classes; i++) {
        int columns = (int)utf8_text_columns(classes->name[i]);
        balance->label = columns > balance->label ? columns : balance->label;
    }
    balance->label = balance->label < most ? balance->label : most;
}

static void put_heading(const struct balance *balance)
{
    static const enum string_id PART[PART_COUNT] = {STR_TRAIN, STR_SCORE_PART_VALIDATION, STR_TEST};
    score_text(balance->score, balance->box, 0, 0, string_get(STR_SCORE_CLASS), ROLE_DIM);
    for (int part = 0; part < PART_COUNT; part++) {
        bool brief = !balance->wide && part == PART_VALIDATION;
        score_text_right(balance->score, balance->box, end_of(balance, part), 0,
                         string_get(brief ? STR_VAL : PART[part]), ROLE_DIM);
    }
}

static void put_part(const struct balance *balance, size_t class, int part)
{
    const struct classes_event *classes = balance->score->classes;
    const int row = 1 + (int)class, end = end_of(balance, part);
    uint64_t sum = 0, count = classes->rows[part][class];
    char text[SCORE_TEXT], figure[FIGURE_SIZE];
    for (size_t i = 0; i < classes->classes; i++)
        sum += classes->rows[part][i];
    score_text_right(balance->score, balance->box, end, row, figure_count(figure, count),
                     ROLE_PLAIN);
    if (!balance->wide || sum == 0)
        return;
    snprintf(figure, sizeof figure, "%.0f", 100 * (double)count / (double)sum);
    score_text_right(balance->score, balance->box, end + SHARE, row,
                     string_fill(text, sizeof text, STR_PERCENT, figure), ROLE_DIM);
}

void balance_draw(const struct score *score, const struct score_box *box)
{
    struct balance balance = {score, box, box->columns >= WIDE, 0};
    char name[CLASS_NAME_SIZE];
    measure(&balance);
    put_heading(&balance);
    for (size_t class = 0; class < score->classes->classes; class ++) {
        score_class_name(score->classes, class, name);
        score_text(score, box, 0, 1 + (int)class, fit_cut(name, balance.label), ROLE_PLAIN);
        for (int part = 0; part < PART_COUNT; part++)
            put_part(&balance, class, part);
    }
}
