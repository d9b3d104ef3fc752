/* The rules of a diagnosis that look at the data: what no network could make up for. */
#include "config.h"

#include <math.h>

#include "rnntop/run/rules.h"

/* Of 100 validation rows an accuracy is known to within 0.1, of 30 to within 0.18: of fewer, the
 * curves say little. And a class that is known from ten rows alone is hardly known. */
#define ROWS_NOTE      100
#define ROWS_GRAVE     30
#define ROWS_CLASS     20
#define ROWS_CLASS_FEW 10

/* IMDB's 4,000 commonest words leave 10 % of its words unknown and AG News's 15 %, and networks
 * learn well from both. Where half of all words are unknown, little is left to learn from. */
#define UNKNOWN_NOTE  0.25
#define UNKNOWN_GRAVE 0.5
#define WORDS_GOOD    20000.0

/* A text without a known word is answered as all others of its kind. */
#define BLANK_NOTE  0.02
#define BLANK_GRAVE 0.2

#define CUT_NOTE     0.5 /* of the texts: the lesson's 100 tokens cut 89 % of IMDB's */
#define CUT_TIMES    4
#define PADDING_NOTE 0.5 /* of the steps */
#define COMMON_SHARE 0.8
#define RARE_TIMES   10  /* the commonest class has so many times the rows of the rarest */
#define RARE_RECALL  0.8 /* SMS Spam's rare class is recognised to 95 % without any weights */

/* ---- classes ---- */

static uint64_t rows_of(const struct classes_event *classes, enum data_part part)
{
    uint64_t rows = 0;
    for (size_t i = 0; i < classes->classes; i++)
        rows += classes->rows[part][i];
    return rows;
}

static bool is_counted(const struct classes_event *classes)
{
    return classes && classes->classes >= 2 && classes->classes <= METRICS_MAX_CLASSES;
}

/* The first part, among those that are trained and judged by, that has rows of one class alone. */
enum verdict rule_one_class(const struct look *look, struct finding *finding)
{
    const struct classes_event *classes = look->evidence->classes;
    if (!is_counted(classes))
        return UNJUDGED;
    for (int part = PART_TRAIN; part < PART_COUNT; part++) {
        uint64_t rows = rows_of(classes, (enum data_part)part);
        for (size_t i = 0; rows > 0 && i < classes->classes; i++) {
            if (classes->rows[part][i] != rows)
                continue;
            finding->number[0] = part;
            finding->number[1] = (double)i;
            finding->number[2] = (double)rows;
            finding->note = part == PART_TEST; /* which decides nothing */
            return HOLDS;
        }
    }
    return NOT_SO;
}

enum verdict rule_few_rows(const struct look *look, struct finding *finding)
{
    const struct data_event *data = look->evidence->data;
    if (!data || data->train == 0)
        return UNJUDGED;
    double classes = data->classes >= 2 ? data->classes : 2, rows = (double)data->validation;
    double a_class = (double)data->train / classes;
    finding->number[0] = (double)data->train;
    finding->number[1] = rows;
    finding->number[2] = classes;
    finding->number[3] = rows > 0 ? fmin(2 * share_error(0.5, rows), 1) : NAN;
    bool few = rows > 0 && rows < ROWS_NOTE;
    bool grave = (rows > 0 && rows < ROWS_GRAVE) || a_class < ROWS_CLASS_FEW;
    finding->note = !grave;
    return few || grave || a_class < ROWS_CLASS ? HOLDS : NOT_SO;
}

/* The share of a class's validation rows that were recognised; NaN where there is none. */
static double recall_of(const struct epoch_event *epoch, size_t class)
{
    if (!epoch || class >= epoch->val.classes || epoch->val.classes > METRICS_MAX_CLASSES)
        return NAN;
    double rows = answers_actual(&epoch->val, class);
    return rows > 0 ? metrics_count(&epoch->val, class, class) / rows : NAN;
}

enum verdict rule_imbalance(const struct look *look, struct finding *finding)
{
    const struct classes_event *classes = look->evidence->classes;
    finding->note = true;
    if (!is_counted(classes) || diagnosis_find(look->so_far, FINDING_ONE_CLASS))
        return UNJUDGED;
    const uint32_t *rows = classes->rows[PART_TRAIN];
    double all = (double)rows_of(classes, PART_TRAIN);
    size_t most = 0, least = 0;
    if (all == 0)
        return UNJUDGED;
    for (size_t i = 1; i < classes->classes; i++) {
        most = rows[i] > rows[most] ? i : most;
        least = rows[i] < rows[least] ? i : least;
    }
    finding->number[0] = (double)most;
    finding->number[1] = rows[most] / all;
    finding->number[2] = (double)least;
    finding->number[3] = rows[least] / all;
    finding->number[4] = recall_of(look->newest, least);
    if (look->evidence->spec->class_weight == CLASS_WEIGHT_BALANCED)
        return UNJUDGED;
    if (finding->number[1] < COMMON_SHARE && (double)rows[most] < RARE_TIMES * (double)rows[least])
        return NOT_SO;
    if (finding->number[4] >= RARE_RECALL)
        return NOT_SO;
    try_first(finding, REMEDY_BALANCED, 1);
    return HOLDS;
}

enum verdict rule_no_validation(const struct look *look, struct finding *finding)
{
    const struct data_event *data = look->evidence->data;
    finding->note = true;
    if (!data || data->train == 0)
        return UNJUDGED;
    finding->number[0] = (double)data->train;
    if (data->validation > 0)
        return NOT_SO;
    try_first(finding, REMEDY_VALIDATION_SPLIT, 0.2);
    return HOLDS;
}

/* ---- words and lengths ---- */

enum verdict rule_vocabulary(const struct look *look, struct finding *finding)
{
    const struct data_event *data = look->evidence->data;
    if (!data || !isfinite(data->unknown) || data->num_words == 0)
        return UNJUDGED;
    finding->number[0] = data->unknown;
    finding->number[1] = (double)data->num_words;
    finding->note = data->unknown < UNKNOWN_GRAVE;
    if (data->unknown < UNKNOWN_NOTE)
        return NOT_SO;
    try_first(finding, REMEDY_NUM_WORDS, fmax(WORDS_GOOD, 2.0 * (double)data->num_words));
    return HOLDS;
}

enum verdict rule_blank(const struct look *look, struct finding *finding)
{
    const struct data_event *data = look->evidence->data;
    if (!data || !isfinite(data->blank) || data->train == 0)
        return UNJUDGED;
    finding->number[0] = data->blank;
    finding->number[1] = data->unknown;
    finding->note = data->blank < BLANK_GRAVE;
    if (data->blank < BLANK_NOTE)
        return NOT_SO;
    if (data->unknown >= UNKNOWN_NOTE)
        try_first(finding, REMEDY_NUM_WORDS, fmax(WORDS_GOOD, 2.0 * (double)data->num_words));
    return HOLDS;
}

enum verdict rule_cut(const struct look *look, struct finding *finding)
{
    const struct data_event *data = look->evidence->data;
    finding->note = true;
    if (!data || !isfinite(data->full) || data->maxlen == 0)
        return UNJUDGED;
    finding->number[0] = data->full;
    finding->number[1] = (double)data->maxlen;
    /* A text that is just as long as the rows is not cut; its length tells, where it was measured.
     */
    bool nearly_all_fit = data->words_p95 > 0 && data->words_p95 < data->maxlen;
    if (data->full < CUT_NOTE || nearly_all_fit)
        return NOT_SO;
    try_first(finding, REMEDY_MAXLEN, CUT_TIMES * (double)data->maxlen);
    return HOLDS;
}

/* Whether a finding says it already. */
static bool is_blamed(const struct look *look)
{
    for (size_t i = 0; i < look->so_far->findings; i++) {
        if (look->so_far->finding[i].remedy[0].kind == REMEDY_MASK_ZERO)
            return true;
    }
    return false;
}

enum verdict rule_padding(const struct look *look, struct finding *finding)
{
    const struct data_event *data = look->evidence->data;
    finding->note = true;
    if (!data || !isfinite(data->padding) || data->maxlen == 0)
        return UNJUDGED;
    finding->number[0] = data->padding;
    finding->number[1] = (double)data->maxlen;
    if (is_blamed(look))
        return UNJUDGED;
    if (data->padding < PADDING_NOTE || !ends_in_padding(look->evidence->spec))
        return NOT_SO;
    try_first(finding, REMEDY_MASK_ZERO, 1);
    try_too(finding, REMEDY_PADDING_PRE, 1);
    return HOLDS;
}
