#include "config.h"

#include "rnntop/words/findings.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/spec/setting.h"
#include "rnntop/words/sentence.h"

/* Places are the finding's numbers by name, with a form: ".3" for decimals, "%" for a share, ","
 * for a count, "name" for a class's name, "part" for a part of the data; and {since}, {arrow}. */
static const struct row {
    const char *label;
    const char *says;
    const char *says_else; /* where says_else() says so */
    const char *means;
    const char *tries; /* where no setting helps */
    const char *seen;
    const char *denies; /* NULL: that it is not so says nothing */
} rows[FINDING_CODES] = {
    [FINDING_EXPLODED] =
        {.label = "exploded",
         .says = "the loss has exploded: {loss:.3}, learning rate {rate}",
         .says_else = "the loss has exploded: it is no number any more, learning rate {rate}",
         .means = "The learning rate was so high that the weights grew beyond all numbers. What "
                  "comes after that is worth nothing.",
         .seen = "LSTM on movie sentences with a rate of 1: test 0.499 {arrow} 0.728 with 0.001.",
         .denies = "loss {loss:.3}; ten times guessing's {chance_loss:.3} is too much"},
    [FINDING_ONE_CLASS] =
        {.label = "one class",
         .says = "one class only: all {rows:,} {part:part} texts are {class:name}",
         .means =
             "Where all texts are of one class there is nothing to tell apart, and a score says "
             "nothing. A file that is sorted by class is cut so.",
         .tries = "another file, or the same one shuffled"},
    [FINDING_FEW_ROWS] =
        {.label = "few texts",
         .says = "too few texts to judge: {validation:,} for validation, chance moves val by "
                 "{margin:.2}",
         .says_else = "few texts for each class: {train:,} train, {classes:,} classes",
         .means = "What the curves show may be luck. The same run with another seed may look "
                  "otherwise.",
         .tries = "more texts; --seeds 5 shows how much is luck"},
    [FINDING_VOCABULARY] =
        {.label = "unknown",
         .says = "unknown words: {unknown:%} of the words are none of the {num_words:,} known",
         .means = "What is beyond the vocabulary is one and the same sign to the network.",
         .denies = "{unknown:%} of the words are unknown"},
    [FINDING_BLANK] = {.label = "no words",
                       .says = "nothing to read: {blank:%} of the texts hold no known word",
                       .means = "The network gives the same answer to all of them.",
                       .tries = "a look at these texts"},
    [FINDING_RATE_HIGH] =
        {.label = "rate high",
         .says = "learning rate too high: train loss {loss:.3}, guessing scores {chance_loss:.3}",
         .means = "A whole epoch is worse than guessing: the weights never stay where they got "
                  "better.",
         .seen = "LSTM on movie sentences: test 0.499 with a rate of 1 {arrow} 0.728 with 0.001.",
         .denies = "train loss {loss:.3}; guessing's is {chance_loss:.3}"},
    [FINDING_ONE_ANSWER] =
        {.label = "one answer",
         .says = "one answer: {class:name} every time, val {val_accuracy:.3}, guessing "
                 "{chance:.3}",
         .says_else = "one answer: {class:name} every time (lost in {padding:%} padding), val "
                      "{val_accuracy:.3}, guessing {chance:.3}",
         .means = "It has found no sign in the texts that tells the classes apart. Behind many "
                  "steps of padding a network has forgotten what stood before them.",
         .seen =
             "LSTM on texts of 40 words in 100 steps, AG News: test 0.250 {arrow} 0.848 masked, "
             "0.843 padded in front. SMS Spam: 0.866, all \"ham\", {arrow} 0.982.",
         .denies = "{answers:%} of the answers are {class:name}"},
    [FINDING_GUESSING] =
        {.label = "guessing",
         .says = "no better than guessing so far: val {val_accuracy:.3}, guessing {chance:.3}",
         .says_else = "no better than guessing so far (lost in {padding:%} padding): val "
                      "{val_accuracy:.3}, guessing {chance:.3}",
         .means = "Always answering the commonest class would do as well. Behind many steps of "
                  "padding a network has forgotten what stood before them.",
         .seen =
             "LSTM on texts of 40 words in 100 steps, AG News: test 0.250 {arrow} 0.848 masked, "
             "0.843 padded in front.",
         .denies = "val accuracy {val_accuracy:.3}; guessing {chance:.3}, by luck {luck:.3}"},
    [FINDING_UNSTABLE] =
        {.label = "unstable",
         .says = "unstable at rate {rate}: val accuracy {val_from:.3} {arrow} {val_to:.3}, epoch "
                 "{val_epoch:,}",
         .says_else = "unstable at rate {rate}: train loss jumped {loss_from:.2} {arrow} "
                      "{loss_to:.2}, epoch "
                      "{at:.1}",
         .means = "The learning rate is too high for this network: now and then the weights leap "
                  "over what is good, and have to find back.",
         .seen = "On IMDB: SimpleRNN, four seeds: best val 0.70 to 0.78 with a rate of 1e-3, 0.83 "
                 "to 0.84 with 1e-4.",
         .denies = "train loss at worst {loss_from:.2} {arrow} {loss_to:.2} within 60 batches"},
    [FINDING_OVERFITTING] =
        {.label = "overfitting",
         .says = "overfitting since epoch {since}: val loss {best_val_loss:.3} {arrow} "
                 "{val_loss:.3}, train loss {best_loss:.3} {arrow} {loss:.3}, val accuracy "
                 "{best_val_accuracy:.3} {arrow} {val_accuracy:.3}",
         .means = "It learns the training texts by heart: what it has learned since then is of no "
                  "use for other texts.",
         .tries = "more texts, or a smaller network: --units 32",
         .seen = "On IMDB, LSTM: test 0.802 {arrow} 0.834 with early stopping, 0.835 with dropout.",
         .denies = "val loss {val_loss:.3}; its best {best_val_loss:.3}"},
    [FINDING_SLOW] =
        {.label = "slow",
         .says = "learns very slowly at rate {rate}: val loss {val_loss:.3}, guessing "
                 "scores {chance_loss:.3}",
         .means =
             "After so many epochs it is hardly better than guessing: the learning rate is too "
             "low, or what it reads last says nothing.",
         .seen = "LSTM on movie sentences: test 0.534 {arrow} 0.728 with a rate of 0.001, "
                 "not 0.1.",
         .denies = "best val loss {val_loss:.3}; guessing scores {chance_loss:.3}"},
    [FINDING_BELOW_WORDS] =
        {.label = "words alone",
         .says = "below words alone: val {val_accuracy:.3}, NB-SVM {words:.3}",
         .means = "A linear model of words, pairs and triples of words does better: so far the "
                  "network has found less than the words themselves say.",
         .tries = "the recipe that texts get without --model",
         .seen = "LSTM, dropout 0.5: test 0.848 {arrow} 0.857 on AG News, 0.838 {arrow} 0.845 on "
                 "IMDB, 0.728 {arrow} 0.731 on movie sentences.",
         .denies = "val {val_accuracy:.3}; NB-SVM {words:.3}"},
    [FINDING_TEST_FAR] =
        {.label = "test far",
         .says = "test far from val: test {test_accuracy:.3}, val {val_accuracy:.3}, chance moves "
                 "it by {margin:.2}",
         .means = "The test texts are of another kind than those it was trained and judged by, or "
                  "the same text stands in training and validation.",
         .tries = "a look at where both come from",
         .denies =
             "test {test_accuracy:.3}, val {val_accuracy:.3}; chance moves it by {margin:.2}"},
    [FINDING_SURE_WRONG] =
        {.label = "too sure",
         .says = "too sure since epoch {since}: val loss {best_val_loss:.3} {arrow} {val_loss:.3}, "
                 "accuracy holds {best_val_accuracy:.3} {arrow} {val_accuracy:.3}",
         .means = "The answers stay as they are, but the wrong ones become surer: the loss counts "
                  "how sure a wrong answer was. Its probabilities are not to be trusted.",
         .tries = "answers as they are: only the probabilities suffer"},
    [FINDING_UNFINISHED] =
        {.label = "unfinished",
         .says = "still learning at the end: val loss fell by {fall:.3} in the last epoch",
         .means = "It got better up to the last epoch: more of them may help.",
         .denies = "val loss changed by {fall:.3} in the last epoch"},
    [FINDING_VAL_BETTER] =
        {.label = "val better",
         .says = "val accuracy better than train: {val_accuracy:.3} against {accuracy:.3}",
         .means = "Nothing is wrong: train is the mean of an epoch in which it learned; val is of "
                  "its end. Dropout, which is off in validation, does the same."},
    [FINDING_CUT] =
        {.label = "cut",
         .says = "texts are cut: {full:%} of them fill all {maxlen:,} tokens",
         .means =
             "What does not fit is never read. Longer rows take longer, and want --pooling max.",
         .seen =
             "On IMDB, GRU with the maximum over time: test 0.836 {arrow} 0.880 with 400 tokens "
             "in place of 100; an LSTM that hands on its last step became unstable.",
         .denies = "all but {full:%} of the texts fit into {maxlen:,} tokens"},
    [FINDING_PADDING] =
        {.label = "padding",
         .says = "padding: {padding:%} of all {maxlen:,} steps, behind the words",
         .means = "Each text is followed by steps that say nothing, and the answer is taken behind "
                  "them.",
         .denies = "{padding:%} of the steps are padding: few, skipped or in front"},
    [FINDING_IMBALANCE] =
        {.label = "imbalance",
         .says = "classes out of balance: {class:name} {share:%}, {rare_class:name} {rare_share:%}",
         .says_else = "classes out of balance: {class:name} {share:%}, {rare_class:name} "
                      "{rare_share:%}, of which {recall:%} are recognised",
         .means = "Accuracy says little of a rare class: look at recall and F1. Weighing the rows "
                  "makes every class count the same.",
         .denies = "{class:name} {share:%}, {rare_class:name} {rare_share:%} of the texts"},
    [FINDING_NO_VALIDATION] =
        {.label = "no val",
         .says = "no validation: {train:,} texts are trained, none is kept to judge by",
         .means = "Nothing tells whether the network learns or learns by heart."},
};

/* ---- numbers ---- */

#define PADDING_TOLD 0.3 /* a share of padding that is part of the cause */

/* True where the second sentence fits the numbers. */
static bool says_else(const struct finding *finding)
{
    switch (finding->code) {
    case FINDING_EXPLODED:
        return !isfinite(finding_number(finding, "loss"));
    case FINDING_FEW_ROWS:
        return !(finding_number(finding, "validation") < 100);
    case FINDING_ONE_ANSWER:
    case FINDING_GUESSING:
        return finding_number(finding, "padding") >= PADDING_TOLD &&
               finding->remedy[0].kind == REMEDY_MASK_ZERO;
    case FINDING_IMBALANCE:
        return isfinite(finding_number(finding, "recall"));
    case FINDING_UNSTABLE:
        return isnan(finding_number(finding, "val_from"));
    default:
        return false;
    }
}

static void add_decimals(struct sentence *sentence, double value, int decimals)
{
    char text[64];
    if (isnan(value))
        snprintf(text, sizeof text, "NaN");
    else if (isinf(value))
        snprintf(text, sizeof text, value > 0 ? "infinite" : "-infinite");
    else if (fabs(value) >= 1000)
        snprintf(text, sizeof text, "%.3g", value);
    else
        snprintf(text, sizeof text, "%.*f", decimals, value);
    sentence_add(sentence, text);
}

/* Whole percents, but none that hide a rare class. */
static void add_share(struct sentence *sentence, double value)
{
    double percent = 100 * value;
    add_decimals(sentence, percent,
                 (percent > 0 && percent < 1) || (percent > 99 && percent < 100) ? 1 : 0);
    sentence_add(sentence, " %");
}

static void add_class(struct sentence *sentence, double number, const struct findings_style *style)
{
    const struct classes_event *classes = style->classes;
    char text[32];
    if (!(number >= 0) || !classes || classes->classes > METRICS_MAX_CLASSES ||
        number >= classes->classes) {
        snprintf(text, sizeof text, "class %.0f", number);
        sentence_add(sentence, text);
        return;
    }
    const char *name = classes->name[(size_t)number];
    sentence_add(sentence, "\"");
    sentence_add_foreign(sentence, name, strnlen(name, CLASS_NAME_SIZE), 0);
    sentence_add(sentence, "\"");
}

static void add_part(struct sentence *sentence, double number)
{
    static const char *const part[PART_COUNT] = {"training", "validation", "test"};
    if (number >= 0 && number < PART_COUNT)
        sentence_add(sentence, part[(size_t)number]);
}

/* As short as it is exact: a learning rate. */
static void add_rate(struct sentence *sentence, double value)
{
    char text[FINDINGS_VALUE_SIZE];
    snprintf(text, sizeof text, "%.6g", value);
    sentence_add(sentence, text);
}

static void add_number(struct sentence *sentence, double value, const char *form, size_t length,
                       const struct findings_style *style)
{
    if (!form)
        add_rate(sentence, value);
    else if (sentence_is(form, length, "%"))
        add_share(sentence, value);
    else if (sentence_is(form, length, "name"))
        add_class(sentence, value, style);
    else if (sentence_is(form, length, "part"))
        add_part(sentence, value);
    else if (sentence_is(form, length, ",") && value >= 0)
        sentence_add_grouped(sentence, (uint64_t)value);
    else
        add_decimals(sentence, value, form[0] == '.' ? atoi(form + 1) : 3);
}

/* ---- sentences ---- */

struct saying {
    const struct finding *finding;
    const struct findings_style *style;
};

static void place(void *context, struct sentence *sentence, const char *name, size_t length,
                  const char *form, size_t form_length)
{
    const struct saying *saying = context;
    const struct finding *finding = saying->finding;
    if (sentence_is(name, length, "arrow"))
        sentence_add(sentence, saying->style->ascii ? "->" : "→");
    else if (sentence_is(name, length, "since"))
        sentence_add_grouped(sentence, finding->since);
    for (size_t i = 0; finding_number_name(finding->code, i); i++) {
        if (sentence_is(name, length, finding_number_name(finding->code, i)))
            add_number(sentence, finding->number[i], form, form_length, saying->style);
    }
}

static char *say(const char *pattern, const struct finding *finding,
                 const struct findings_style *style, char *out, size_t size)
{
    struct sentence sentence;
    struct saying saying = {finding, style};
    sentence_begin(&sentence, out, size);
    if (pattern)
        sentence_fill(&sentence, pattern, place, &saying);
    return out;
}

char *findings_say(const struct finding *finding, const struct findings_style *style, char *out,
                   size_t size)
{
    const struct row *row = &rows[finding->code];
    const char *pattern = row->says_else && says_else(finding) ? row->says_else : row->says;
    return say(pattern, finding, style, out, size);
}

char *findings_deny(const struct finding *finding, const struct findings_style *style, char *out,
                    size_t size)
{
    return say(rows[finding->code].denies, finding, style, out, size);
}

char *findings_seen(const struct finding *finding, const struct findings_style *style, char *out,
                    size_t size)
{
    return say(rows[finding->code].seen, finding, style, out, size);
}

const char *findings_label(enum finding_code code)
{
    return rows[code].label;
}

const char *findings_meaning(enum finding_code code)
{
    return rows[code].means;
}

/* ---- what to try ---- */

static const struct what {
    const char *setting;
    const char *word; /* the value; NULL: it is the number */
} what[REMEDY_KINDS] = {
    [REMEDY_LEARNING_RATE] = {"learning-rate", NULL},
    [REMEDY_GLOBAL_CLIPNORM] = {"global-clipnorm", NULL},
    [REMEDY_MASK_ZERO] = {"mask-zero", "yes"},
    [REMEDY_PADDING_PRE] = {"padding", "pre"},
    [REMEDY_MAXLEN] = {"maxlen", NULL},
    [REMEDY_NUM_WORDS] = {"num-words", NULL},
    [REMEDY_EARLY_STOPPING] = {"early-stopping", NULL},
    [REMEDY_DROPOUT] = {"dropout", NULL},
    [REMEDY_EPOCHS] = {"epochs", NULL},
    [REMEDY_BALANCED] = {"class-weight", "balanced"},
    [REMEDY_ADAM] = {"optimizer", "adam"},
    [REMEDY_VALIDATION_SPLIT] = {"validation-split", NULL},
};

const char *findings_setting(const struct remedy *remedy, char value[FINDINGS_VALUE_SIZE])
{
    if ((unsigned)remedy->kind >= REMEDY_KINDS || !what[remedy->kind].setting)
        return NULL;
    if (what[remedy->kind].word)
        snprintf(value, FINDINGS_VALUE_SIZE, "%s", what[remedy->kind].word);
    else
        snprintf(value, FINDINGS_VALUE_SIZE, "%.6g", remedy->value);
    return what[remedy->kind].setting;
}

struct remedy findings_remedy(const char *setting, const char *value)
{
    for (unsigned kind = 0; kind < REMEDY_KINDS; kind++) {
        if (what[kind].setting && strcmp(what[kind].setting, setting) == 0)
            return (struct remedy){(enum remedy_kind)kind,
                                   what[kind].word ? 1 : strtod(value, NULL)};
    }
    return (struct remedy){REMEDY_NONE, 0};
}

char *findings_try(const struct finding *finding, const struct findings_style *style, char *out,
                   size_t size)
{
    struct sentence sentence;
    sentence_begin(&sentence, out, size);
    for (size_t i = 0; i < FINDING_REMEDIES; i++) {
        char value[FINDINGS_VALUE_SIZE];
        const char *setting = findings_setting(&finding->remedy[i], value);
        if (!setting)
            continue;
        sentence_add(&sentence, i > 0 ? ", or --" : "--");
        sentence_add(&sentence, setting);
        if (settings_find(setting)->kind == SETTING_FLAG)
            continue;
        sentence_add(&sentence, " ");
        sentence_add(&sentence, value);
    }
    return sentence.length > 0 ? out : say(rows[finding->code].tries, finding, style, out, size);
}
