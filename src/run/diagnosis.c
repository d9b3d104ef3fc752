#include "config.h"

#include "rnntop/run/diagnosis.h"

#include <math.h>

#include "rnntop/run/history.h"
#include "rnntop/run/rules.h"

/* In the order of the codes, which is that of gravity; a rule may look at what those before it
 * found. */
static const rule rules[FINDING_CODES] = {
    [FINDING_EXPLODED] = rule_exploded,
    [FINDING_ONE_CLASS] = rule_one_class,
    [FINDING_FEW_ROWS] = rule_few_rows,
    [FINDING_VOCABULARY] = rule_vocabulary,
    [FINDING_BLANK] = rule_blank,
    [FINDING_RATE_HIGH] = rule_rate_high,
    [FINDING_ONE_ANSWER] = rule_one_answer,
    [FINDING_GUESSING] = rule_guessing,
    [FINDING_UNSTABLE] = rule_unstable,
    [FINDING_OVERFITTING] = rule_overfitting,
    [FINDING_SLOW] = rule_slow,
    [FINDING_BELOW_WORDS] = rule_below_words,
    [FINDING_TEST_FAR] = rule_test_far,
    [FINDING_SURE_WRONG] = rule_sure_wrong,
    [FINDING_UNFINISHED] = rule_unfinished,
    [FINDING_VAL_BETTER] = rule_val_better,
    [FINDING_CUT] = rule_cut,
    [FINDING_PADDING] = rule_padding,
    [FINDING_IMBALANCE] = rule_imbalance,
    [FINDING_NO_VALIDATION] = rule_no_validation,
};

/* ---- what is known ---- */

struct evidence evidence_of(const struct board *board, size_t run)
{
    const struct board_run *from = board_run(board, run);
    const struct rt_error *trouble = history_trouble(from->history);
    struct history_now now;
    history_now(from->history, from->spec.epochs, &now);
    struct evidence evidence = {
        .spec = &from->spec,
        .batches = now.batches,
        .broke = trouble && trouble->status == RT_ERR_NUMERIC,
        .done = now.state == RUN_DONE,
        .stopped_early = now.stopped_early,
        .restored = now.restored,
        .test = history_test(from->history),
        .data = board_run_data(board, run),
        .classes = board_class_facts(board, run),
        .baseline = board_same_source(board, run) ? board_baseline(board) : NULL,
    };
    evidence.points = history_points(from->history, &evidence.point_count);
    evidence.epochs = history_epochs(from->history, &evidence.epoch_count);
    return evidence;
}

uint32_t answers_actual(const struct metrics *metrics, size_t actual)
{
    uint32_t rows = 0;
    for (size_t said = 0; said < metrics->classes; said++)
        rows += metrics_count(metrics, actual, said);
    return rows;
}

uint32_t answers_said(const struct metrics *metrics, size_t said)
{
    uint32_t rows = 0;
    for (size_t actual = 0; actual < metrics->classes; actual++)
        rows += metrics_count(metrics, actual, said);
    return rows;
}

/* Of the validation rows that were judged; else as the data tells of its classes; where nobody
 * counted them, as if all came equally often. */
static void find_guess(struct look *look)
{
    const struct evidence *evidence = look->evidence;
    const struct classes_event *told = evidence->classes;
    const struct metrics *val = look->newest ? &look->newest->val : NULL;
    look->rows = evidence->data ? (double)evidence->data->validation : 0;
    if (val && val->classes >= 2 && val->classes <= METRICS_MAX_CLASSES) {
        uint32_t actual[METRICS_MAX_CLASSES];
        look->rows = 0;
        for (size_t i = 0; i < val->classes; i++) {
            actual[i] = answers_actual(val, i);
            look->rows += actual[i];
        }
        look->guess = guess_of_counts(actual, val->classes);
    } else if (told && guess_known(&told->guess[PART_VALIDATION])) {
        look->guess = told->guess[PART_VALIDATION];
    } else if (evidence->data && evidence->data->classes >= 2) {
        look->guess = guess_of_classes(evidence->data->classes);
    } else {
        look->rows = 0;
    }
    size_t classes = val && val->classes >= 2 ? val->classes
                     : evidence->data         ? evidence->data->classes
                                              : 0;
    look->even = classes >= 2 ? log((double)classes) : log(2);
    /* Where every class weighs the same, so does guessing: no answer by the rows' shares pays. */
    if (evidence->spec->class_weight == CLASS_WEIGHT_BALANCED)
        look->guess.loss = look->even;
}

static void find_epochs(struct look *look)
{
    const struct evidence *evidence = look->evidence;
    const size_t count = evidence->epoch_count;
    look->newest = count > 0 ? &evidence->epochs[count - 1] : NULL;
    look->accurate = history_best(evidence->epochs, count);
    for (size_t i = 0; i < count; i++) {
        const struct epoch_event *epoch = &evidence->epochs[i];
        if (isfinite(epoch->val_loss) && (!look->best || epoch->val_loss < look->best->val_loss))
            look->best = epoch;
    }
}

/* ---- what it says ---- */

static void order(struct diagnosis *diagnosis, const struct finding held[], size_t count)
{
    for (int note = 0; note < 2; note++) {
        for (size_t i = 0; i < count; i++) {
            if (held[i].note == (note == 1))
                diagnosis->finding[diagnosis->findings++] = held[i];
        }
    }
}

void diagnose(const struct evidence *evidence, struct diagnosis *diagnosis)
{
    struct diagnosis so_far = {.findings = 0};
    struct look look = {.evidence = evidence, .so_far = &so_far};
    find_epochs(&look);
    find_guess(&look);
    *diagnosis = (struct diagnosis){.findings = 0};
    for (unsigned code = 0; code < FINDING_CODES; code++) {
        struct finding finding = {.code = (enum finding_code)code};
        for (size_t i = 0; i < FINDING_NUMBERS; i++)
            finding.number[i] = NAN;
        enum verdict verdict = rules[code](&look, &finding);
        if (verdict == HOLDS)
            so_far.finding[so_far.findings++] = finding;
        else if (verdict == NOT_SO)
            diagnosis->refuted[diagnosis->refuted_count++] = finding;
    }
    order(diagnosis, so_far.finding, so_far.findings);
}

const struct finding *diagnosis_find(const struct diagnosis *diagnosis, enum finding_code code)
{
    for (size_t i = 0; i < diagnosis->findings; i++) {
        if (diagnosis->finding[i].code == code)
            return &diagnosis->finding[i];
    }
    return NULL;
}

const struct finding *diagnosis_gravest(const struct diagnosis *diagnosis)
{
    return diagnosis->findings > 0 && !diagnosis->finding[0].note ? &diagnosis->finding[0] : NULL;
}

/* ---- what the rules share ---- */

void try_first(struct finding *finding, enum remedy_kind kind, double value)
{
    finding->remedy[0] = (struct remedy){kind, value};
}

void try_too(struct finding *finding, enum remedy_kind kind, double value)
{
    size_t at = finding->remedy[0].kind == REMEDY_NONE ? 0 : 1;
    finding->remedy[at] = (struct remedy){kind, value};
}

/* The optimiser's default. */
static double usual_rate(enum optimizer_kind kind)
{
    struct optimizer_spec usual;
    optimizer_spec_unset(&usual);
    usual.kind = kind;
    optimizer_spec_fill(&usual);
    return usual.learning_rate;
}

double rate_lower(const struct run_spec *spec)
{
    return fmin(spec->optimizer.learning_rate / 10, usual_rate(spec->optimizer.kind));
}

double rate_other(const struct run_spec *spec)
{
    double rate = spec->optimizer.learning_rate;
    return rate > usual_rate(spec->optimizer.kind) ? rate_lower(spec) : 10 * rate;
}

bool ends_in_padding(const struct run_spec *spec)
{
    const struct model_spec *model = &spec->model;
    if (model->layers < 2 || spec->data.padding != SIDE_POST || model->layer[0].mask_zero)
        return false;
    for (size_t i = 1; i < model->layers; i++) {
        const struct layer_spec *layer = &model->layer[i];
        if (model_spec_sequences(model, i))
            continue;
        /* The layer that ends the steps: a recurrent one hands on its last. One that reads from the
         * end, or from both, has the words last as well. */
        return layer->kind != LAYER_MAX_POOLING && layer->kind != LAYER_AVERAGE_POOLING &&
               layer->kind != LAYER_ATTENTION && layer->merge == MERGE_NONE && !layer->go_backwards;
    }
    return false;
}

#define PADDING_MUCH 0.3 /* of all steps */

bool padding_is_to_blame(const struct look *look)
{
    const struct data_event *data = look->evidence->data;
    return ends_in_padding(look->evidence->spec) && data && data->padding >= PADDING_MUCH;
}

bool is_dropped(const struct run_spec *spec)
{
    for (size_t i = 0; i < spec->model.layers; i++) {
        if (spec->model.layer[i].dropout > 0)
            return true;
    }
    return false;
}

bool is_slow(enum optimizer_kind kind)
{
    return kind == OPTIMIZER_SGD || kind == OPTIMIZER_ADAGRAD || kind == OPTIMIZER_ADADELTA ||
           kind == OPTIMIZER_FTRL;
}

double share_error(double share, double rows)
{
    return rows > 0 ? sqrt(share * (1 - share) / rows) : NAN;
}
