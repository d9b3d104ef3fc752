#include "config.h"

#include "rnntop/spec/settings.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/json.h"
#include "rnntop/base/memory.h"
#include "rnntop/base/pool.h"
#include "rnntop/spec/model_text.h"
#include "rnntop/spec/settings_preset.h"

static const char *const side_choices[] = {"pre", "post", NULL};
static const char *const answer_choices[] = {"no", "yes", NULL};
static const char *const preset_choices[] = {"lesson", "padding", "best", NULL};
static const char *const theme_choices[] = {"auto", "dark", "light", NULL};
static const char *const data_words[] = {"demo", NULL};
/* In the order of model_kinds below. */
static const char *const model_choices[] = {"simplernn", "lstm", "gru", NULL};
static const enum layer_kind model_kinds[] = {LAYER_SIMPLE_RNN, LAYER_LSTM, LAYER_GRU};
/* In the order of enum layer_merge, enum setting_pooling and enum layer_activation. */
static const char *const merge_choices[] = {"none", "concat", "sum", "mul", "ave", NULL};
static const char *const pooling_choices[] = {"none", "max", "average", "attention", NULL};
static const char *const activation_choices[] = {
    "linear", "sigmoid", "tanh",  "relu",         "softsign",       "elu",
    "selu",   "gelu",    "swish", "hard_sigmoid", "hard_sigmoid_3", NULL};
static const char *const no_sizes[] = {"none", NULL};

static const char *const header_choices[] = {"auto", "yes", "no", NULL};
static const char *const lower_choices[] = {"unicode", "ascii", "none", NULL};
static const char *const class_weight_choices[] = {"none", "balanced", NULL};

#define FIELD(name)      offsetof(struct settings, name)
#define DATA_FIELD(name) offsetof(struct settings, data_spec.name)
#define OPTIMIZER(name)  offsetof(struct settings, optimizer.name)
#define CALLBACK(name)   offsetof(struct settings, callbacks.name)
#define RUNS             (COMMAND_DASHBOARD | COMMAND_TRAIN)
#define SEED_MAX         9007199254740991.0 /* 2^53 - 1: a number that JSON readers keep whole */

static const struct setting table[] = {
    {"data", "PATH", NULL,
     "imdb.npz as Keras has it, texts (CSV, JSON lines, folders), a grammar, or demo: the built-in "
     "made-up corpus (default: look for imdb.npz, else demo)",
     GROUP_DATA, COMMAND_MODELS, SETTING_FIELD, DATA_FIELD(path), 0, TEXT_PATH_SIZE, data_words},
    {"num-words", "N", "4000", "keep the N - 4 most frequent words; ids run from 0 to N - 1",
     GROUP_DATA, RUNS, SETTING_SIZE, DATA_FIELD(num_words), SETTINGS_MIN_WORDS, SETTINGS_MAX_WORDS,
     NULL},
    {"maxlen", "N", "100", "tokens of each review", GROUP_DATA, RUNS, SETTING_SIZE,
     DATA_FIELD(maxlen), 1, SETTINGS_MAX_LENGTH, NULL},
    {"padding", "SIDE", "post", "fill short reviews up at this side: pre or post", GROUP_DATA, RUNS,
     SETTING_CHOICE, DATA_FIELD(padding), 0, 0, side_choices},
    {"truncating", "SIDE", "pre", "cut long reviews at this side: pre or post", GROUP_DATA, RUNS,
     SETTING_CHOICE, DATA_FIELD(truncating), 0, 0, side_choices},
    {"validation-split", "SHARE", "0.3", "last part of the training reviews, kept for validation",
     GROUP_DATA, RUNS, SETTING_SHARE, DATA_FIELD(validation_split), 0, 1, NULL},
    {"test", "PATH", NULL, "texts: the test set, in the same form as the data", GROUP_DATA,
     COMMAND_MODELS, SETTING_FIELD, DATA_FIELD(text.test), 0, TEXT_PATH_SIZE, NULL},
    {"test-split", "SHARE", "0.2", "texts: part of each class that is kept for the test",
     GROUP_DATA, RUNS, SETTING_NUMBER, DATA_FIELD(text.test_split), 0, 0.9, NULL},
    {"text-column", "LIST", NULL, "texts: columns to read, names or numbers (default: find them)",
     GROUP_DATA, RUNS, SETTING_FIELD, DATA_FIELD(text.text_column), 0, TEXT_COLUMN_SIZE, NULL},
    {"label-column", "COLUMN", NULL, "texts: the class's column, name or number (default: find it)",
     GROUP_DATA, RUNS, SETTING_FIELD, DATA_FIELD(text.label_column), 0, TEXT_COLUMN_SIZE, NULL},
    {"header", "WHICH", "auto", "texts: the first row names the columns: auto, yes or no",
     GROUP_DATA, RUNS, SETTING_CHOICE, DATA_FIELD(text.header), 0, 0, header_choices},
    {"lower", "KIND", "unicode", "texts: letters made small: unicode, ascii or none", GROUP_DATA,
     RUNS, SETTING_CHOICE, DATA_FIELD(text.lower), 0, 0, lower_choices},
    {"word-index", "FILE", NULL, "texts: number words by this file, as imdb_word_index.json",
     GROUP_DATA, COMMAND_MODELS, SETTING_FIELD, DATA_FIELD(text.word_index), 0, TEXT_PATH_SIZE,
     NULL},
    {"model", "LIST", "simplernn,lstm",
     "models to train, by commas: simplernn, lstm, gru; or one written out, as in "
     "embedding:128,bidirectional(lstm:64),dropout:0.5",
     GROUP_MODEL, RUNS, SETTING_MODELS, 0, 0, 0, model_choices},
    {"preset", "NAME", "lesson",
     "lesson: as the options say; best: what scores best on film reviews in a minute; padding: "
     "each "
     "model with padding post, padding pre and masked, side by side",
     GROUP_MODEL, RUNS, SETTING_CHOICE, FIELD(preset), 0, 0, preset_choices},
    {"embedding-dim", "N", "128", "width of the word vectors", GROUP_MODEL, RUNS, SETTING_SIZE,
     FIELD(embedding_dim), 1, SETTINGS_MAX_UNITS, NULL},
    {"units", "N", "128", "units of the recurrent layer", GROUP_MODEL, RUNS, SETTING_SIZE,
     FIELD(units), 1, SETTINGS_MAX_UNITS, NULL},
    {"layers", "N", "1", "recurrent layers, one on the other", GROUP_MODEL, RUNS, SETTING_SIZE,
     FIELD(layers), 1, MODEL_SPEC_MAX_LAYERS - 2, NULL},
    {"bidirectional", "MERGE", "none",
     "read from both ends, joined by: none, concat, sum, mul, ave", GROUP_MODEL, RUNS,
     SETTING_CHOICE, FIELD(bidirectional), 0, 0, merge_choices},
    {"dropout", "SHARE", "0", "part of the recurrent layers' inputs that is dropped", GROUP_MODEL,
     RUNS, SETTING_SHARE, FIELD(dropout), 0, 1, NULL},
    {"recurrent-dropout", "SHARE", "0", "part of their states that is dropped", GROUP_MODEL, RUNS,
     SETTING_SHARE, FIELD(recurrent_dropout), 0, 1, NULL},
    {"spatial-dropout", "SHARE", "0", "part of the word vectors' columns that is dropped",
     GROUP_MODEL, RUNS, SETTING_SHARE, FIELD(spatial_dropout), 0, 1, NULL},
    {"pooling", "KIND", "none",
     "what joins all steps instead of taking the last: none, max, average, attention", GROUP_MODEL,
     RUNS, SETTING_CHOICE, FIELD(pooling), 0, 0, pooling_choices},
    {"dense", "LIST", "none", "units of hidden Dense layers (relu), by commas; or none",
     GROUP_MODEL, RUNS, SETTING_SIZES, FIELD(dense), 1, SETTINGS_MAX_UNITS, no_sizes},
    {"activation", "NAME", "tanh",
     "of the recurrent layers: linear, sigmoid, tanh, relu, softsign, elu, selu, gelu, swish, "
     "hard_sigmoid, hard_sigmoid_3",
     GROUP_MODEL, RUNS, SETTING_CHOICE, FIELD(activation), 0, 0, activation_choices},
    {"recurrent-activation", "NAME", "sigmoid", "of the gates of lstm and gru: the same names",
     GROUP_MODEL, RUNS, SETTING_CHOICE, FIELD(recurrent_activation), 0, 0, activation_choices},
    {"mask-zero", NULL, NULL, "skip the padding instead of reading it", GROUP_MODEL, RUNS,
     SETTING_FLAG, FIELD(mask_zero), 0, 0, NULL},
    {"go-backwards", NULL, NULL, "read each review from its end", GROUP_MODEL, RUNS, SETTING_FLAG,
     FIELD(go_backwards), 0, 0, NULL},
    {"epochs", "N", "10", "times that each run sees the training reviews", GROUP_TRAINING, RUNS,
     SETTING_SIZE, FIELD(epochs), 1, SETTINGS_MAX_EPOCHS, NULL},
    {"batch-size", "N", "30", "reviews between two updates of the weights", GROUP_TRAINING, RUNS,
     SETTING_SIZE, FIELD(batch_size), 1, SETTINGS_MAX_BATCH, NULL},
    {"class-weight", "NAME", "none", "balanced: rare classes weigh more in the loss; or none",
     GROUP_TRAINING, RUNS, SETTING_CHOICE, FIELD(class_weight), 0, 0, class_weight_choices},
    {"optimizer", "NAME", "adam",
     "what turns gradients into updates: adam, sgd, rmsprop, adagrad, adadelta, adamw, adamax, "
     "nadam or ftrl",
     GROUP_OPTIMIZER, RUNS, SETTING_CHOICE, OPTIMIZER(kind), 0, 0, optimizer_kind_names},
    {"learning-rate", "RATE", NULL, "size of an update (default: 0.01 for sgd, else 0.001)",
     GROUP_OPTIMIZER, RUNS, SETTING_NUMBER, OPTIMIZER(learning_rate), 0, 1e38, NULL},
    {"momentum", "SHARE", NULL, "of the last update, kept by sgd or rmsprop (default: 0)",
     GROUP_OPTIMIZER, RUNS, SETTING_SHARE, OPTIMIZER(momentum), 0, 1, NULL},
    {"nesterov", NULL, NULL, "look ahead along sgd's momentum", GROUP_OPTIMIZER, RUNS, SETTING_FLAG,
     OPTIMIZER(nesterov), 0, 0, NULL},
    {"rho", "SHARE", NULL,
     "how slowly rmsprop and adadelta forget old gradients (default: 0.9, adadelta's 0.95)",
     GROUP_OPTIMIZER, RUNS, SETTING_SHARE, OPTIMIZER(rho), 0, 1, NULL},
    {"centered", NULL, NULL, "rmsprop divides by the gradient's spread about its mean",
     GROUP_OPTIMIZER, RUNS, SETTING_FLAG, OPTIMIZER(centered), 0, 0, NULL},
    {"beta-1", "SHARE", NULL,
     "how slowly adam, adamw, adamax and nadam forget old gradients (default: 0.9)",
     GROUP_OPTIMIZER, RUNS, SETTING_SHARE, OPTIMIZER(beta_1), 0, 1, NULL},
    {"beta-2", "SHARE", NULL, "and how slowly their squares (default: 0.999)", GROUP_OPTIMIZER,
     RUNS, SETTING_SHARE, OPTIMIZER(beta_2), 0, 1, NULL},
    {"amsgrad", NULL, NULL, "adam and adamw divide by the greatest average of squares so far",
     GROUP_OPTIMIZER, RUNS, SETTING_FLAG, OPTIMIZER(amsgrad), 0, 0, NULL},
    {"epsilon", "NUMBER", NULL, "keeps the optimizer from dividing by zero (default: 1e-7)",
     GROUP_OPTIMIZER, RUNS, SETTING_NUMBER, OPTIMIZER(epsilon), 0, 1e38, NULL},
    {"weight-decay", "RATE", NULL,
     "shrink the weights by this, times the learning rate (default: 0, adamw's 0.004)",
     GROUP_OPTIMIZER, RUNS, SETTING_SHARE, OPTIMIZER(weight_decay), 0, OPTIMIZER_WEIGHT_DECAY_END,
     NULL},
    {"clipnorm", "NORM", NULL, "shorten each weight matrix's gradient to this norm",
     GROUP_OPTIMIZER, RUNS, SETTING_NUMBER, OPTIMIZER(clipnorm), 0, 1e38, NULL},
    {"clipvalue", "VALUE", NULL, "cut each number of the gradient to this size", GROUP_OPTIMIZER,
     RUNS, SETTING_NUMBER, OPTIMIZER(clipvalue), 0, 1e38, NULL},
    {"global-clipnorm", "NORM", NULL, "shorten the whole gradient to this norm", GROUP_OPTIMIZER,
     RUNS, SETTING_NUMBER, OPTIMIZER(global_clipnorm), 0, 1e38, NULL},
    {"schedule", "NAME", "constant",
     "how the learning rate falls: constant, exponential, cosine or step", GROUP_OPTIMIZER, RUNS,
     SETTING_CHOICE, OPTIMIZER(schedule.kind), 0, 0, schedule_kind_names},
    {"decay-steps", "N", NULL,
     "batches over which it falls once (default: an epoch; cosine's: all)", GROUP_OPTIMIZER, RUNS,
     SETTING_SIZE, OPTIMIZER(schedule.decay_steps), 1, SETTINGS_MAX_STEPS, NULL},
    {"decay-rate", "FACTOR", NULL, "what is left of it then, exponential or step (default: 0.9)",
     GROUP_OPTIMIZER, RUNS, SETTING_NUMBER, OPTIMIZER(schedule.decay_rate), 0, 1, NULL},
    {"warmup", "N", "0", "batches in which the learning rate climbs to its full size",
     GROUP_OPTIMIZER, RUNS, SETTING_SIZE, OPTIMIZER(schedule.warmup), 0, SETTINGS_MAX_STEPS, NULL},
    {"early-stopping", "EPOCHS", NULL, "stop after so many epochs without improvement",
     GROUP_CALLBACKS, RUNS, SETTING_SIZE, CALLBACK(early_stopping), 0, SETTINGS_MAX_EPOCHS, NULL},
    {"restore-best", "ANSWER", NULL,
     "with it: go back to the best epoch's weights at the end, yes or no (default: yes)",
     GROUP_CALLBACKS, RUNS, SETTING_CHOICE, CALLBACK(restore_best), 0, 0, answer_choices},
    {"reduce-lr-on-plateau", "EPOCHS", NULL,
     "lower the learning rate after so many epochs without improvement", GROUP_CALLBACKS, RUNS,
     SETTING_SIZE, CALLBACK(reduce_lr), 0, SETTINGS_MAX_EPOCHS, NULL},
    {"plateau-factor", "FACTOR", NULL, "what is left of it then, below 1 (default: 0.1)",
     GROUP_CALLBACKS, RUNS, SETTING_NUMBER, CALLBACK(plateau_factor), 0, 0.999999, NULL},
    {"plateau-cooldown", "EPOCHS", NULL, "epochs to wait after it was lowered (default: 0)",
     GROUP_CALLBACKS, RUNS, SETTING_SIZE, CALLBACK(plateau_cooldown), 0, SETTINGS_MAX_EPOCHS, NULL},
    {"min-lr", "RATE", NULL, "lower it to no less than this (default: 0)", GROUP_CALLBACKS, RUNS,
     SETTING_SHARE, CALLBACK(min_lr), 0, 1e38, NULL},
    {"monitor", "FIGURE", NULL,
     "what must improve: val_loss, val_accuracy, loss or accuracy (default: val_loss)",
     GROUP_CALLBACKS, RUNS, SETTING_CHOICE, CALLBACK(monitor), 0, 0, monitor_names},
    {"min-delta", "AMOUNT", NULL,
     "the least that counts as improvement (default: 0, for the learning rate 1e-4)",
     GROUP_CALLBACKS, RUNS, SETTING_SHARE, CALLBACK(min_delta), 0, 1e38, NULL},
    {"seed", "N", "1", "decides initial weights and the order of reviews", GROUP_TRAINING, RUNS,
     SETTING_SEED, FIELD(seed), 0, SEED_MAX, NULL},
    {"seeds", "N", "1", "train each model with N seeds, from --seed on", GROUP_TRAINING, RUNS,
     SETTING_SIZE, FIELD(seeds), 1, 16, NULL},
    {"run", "WORDS", NULL,
     "a run of its own, as in 'lstm units=64 lr=3e-4'; may stand several times", GROUP_TRAINING,
     RUNS, SETTING_LINES, FIELD(run), 0, 0, NULL},
    {"sweep", "NAME=LIST", NULL,
     "each run with each value, as in units=32,64; may stand several times", GROUP_TRAINING, RUNS,
     SETTING_LINES, FIELD(sweep), 0, 0, NULL},
    {"threads", "N", NULL, "threads that compute (default: one for each processor)", GROUP_TRAINING,
     COMMAND_MODELS | COMMAND_PREDICT, SETTING_SIZE, FIELD(threads), 1, POOL_MAX_THREADS, NULL},
    {"paused", NULL, NULL, "start held: Space begins the training", GROUP_SCREEN, COMMAND_DASHBOARD,
     SETTING_FLAG, FIELD(paused), 0, 0, NULL},
    {"pause-each-epoch", NULL, NULL, "pause at the end of every epoch", GROUP_SCREEN,
     COMMAND_DASHBOARD, SETTING_FLAG, FIELD(pause_each_epoch), 0, 0, NULL},
    {"save", "FILE", NULL, "write the trained model here, as safetensors", GROUP_OUTPUT, RUNS,
     SETTING_TEXT, FIELD(save), 0, 0, NULL},
    {"save-best", NULL, NULL, "save the best epoch's model, by --monitor, not the last one's",
     GROUP_OUTPUT, RUNS, SETTING_FLAG, CALLBACK(save_best), 0, 0, NULL},
    {"csv", "FILE", NULL, "write each epoch's figures here, as Keras's CSVLogger", GROUP_OUTPUT,
     RUNS, SETTING_TEXT, FIELD(csv), 0, 0, NULL},
    {"json", NULL, NULL, "no screen: one JSON object a line on standard output", GROUP_OUTPUT,
     COMMAND_MODELS | COMMAND_PREDICT, SETTING_FLAG, FIELD(json), 0, 0, NULL},
    {"baseline", NULL, NULL,
     "also score words alone, a logistic regression on bags of words, to hold the runs against",
     GROUP_OUTPUT, RUNS, SETTING_FLAG, FIELD(baseline), 0, 0, NULL},
    {"metrics", NULL, NULL,
     "without a screen, also print precision, recall, F1 and ROC AUC each epoch, and confusion "
     "matrices",
     GROUP_OUTPUT, COMMAND_MODELS, SETTING_FLAG, FIELD(metrics), 0, 0, NULL},
    {"ascii", NULL, NULL, "draw with plain ASCII characters", GROUP_SCREEN, COMMAND_DASHBOARD,
     SETTING_FLAG, FIELD(ascii), 0, 0, NULL},
    {"no-color", NULL, NULL, "draw without colours", GROUP_SCREEN, COMMAND_DASHBOARD, SETTING_FLAG,
     FIELD(no_color), 0, 0, NULL},
    {"theme", "NAME", "auto", "colours for this background: auto, dark or light", GROUP_SCREEN,
     COMMAND_DASHBOARD, SETTING_CHOICE, FIELD(theme), 0, 0, theme_choices},
    {"exit", NULL, NULL, "leave the dashboard when every run is done", GROUP_SCREEN,
     COMMAND_DASHBOARD, SETTING_FLAG, FIELD(exit_when_done), 0, 0, NULL},
    {"url", "URL", NULL, "folder to fetch the files from (default: where Keras has them)",
     GROUP_FETCHING, COMMAND_FETCH, SETTING_TEXT, FIELD(url), 0, 0, NULL},
    {"from", "PATH", NULL,
     "take this file, or the files in this folder, instead; may be given again", GROUP_FETCHING,
     COMMAND_FETCH, SETTING_LINES, FIELD(from), 0, 0, NULL},
    {"timeout", "SECONDS", "30", "wait so long for a server that sends nothing", GROUP_FETCHING,
     COMMAND_FETCH, SETTING_SIZE, FIELD(timeout), 1, 3600, NULL},
    {"help", NULL, NULL, "print this help and leave", GROUP_OTHER, COMMAND_ALL, SETTING_FLAG,
     FIELD(help), 0, 0, NULL},
    {"version", NULL, NULL, "print the version and leave", GROUP_OTHER, COMMAND_ALL, SETTING_FLAG,
     FIELD(version), 0, 0, NULL},
};

const struct setting *settings_table(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}

const char *settings_group_name(enum setting_group group)
{
    static const char *const name[GROUP_COUNT] = {
        [GROUP_DATA] = "Data",           [GROUP_MODEL] = "Model",
        [GROUP_TRAINING] = "Training",   [GROUP_OPTIMIZER] = "Optimizer",
        [GROUP_CALLBACKS] = "Callbacks", [GROUP_OUTPUT] = "Output",
        [GROUP_SCREEN] = "Screen",       [GROUP_FETCHING] = "Fetching",
        [GROUP_OTHER] = "Other",
    };
    return name[group];
}

const char *settings_model_name(enum layer_kind kind)
{
    size_t i = 0;
    while (model_kinds[i] != kind)
        i++;
    return model_choices[i];
}

void settings_init(struct settings *settings)
{
    memset(settings, 0, sizeof *settings);
    optimizer_spec_unset(&settings->optimizer);
    callbacks_options_init(&settings->callbacks);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].preset)
            settings_set(settings, table[i].name, table[i].preset, "", NULL);
    }
}

void settings_clear_lines(struct setting_lines *lines)
{
    while (lines->count > 0)
        free(lines->line[--lines->count]);
}

void settings_free(struct settings *settings)
{
    settings_clear_lines(&settings->run);
    settings_clear_lines(&settings->sweep);
    settings_clear_lines(&settings->from);
    free(settings->save);
    free(settings->csv);
    free(settings->url);
}

/* "from 1 to 8192", or the choices, for a sentence. */
static void describe_range(const struct setting *setting, char *out, size_t size)
{
    char low[JSON_NUMBER_SIZE], high[JSON_NUMBER_SIZE];
    json_double_text(setting->low, low);
    json_double_text(setting->high, high);
    switch (setting->kind) {
    case SETTING_SIZE:
    case SETTING_SEED:
        snprintf(out, size, "a whole number from %.0f to %.0f", setting->low, setting->high);
        break;
    case SETTING_NUMBER:
        snprintf(out, size, "a number above %s and up to %s", low, high);
        break;
    case SETTING_SHARE:
        snprintf(out, size, "a number from %s to below %s", low, high);
        break;
    case SETTING_FLAG:
        snprintf(out, size, "yes or no");
        break;
    case SETTING_TEXT:
        snprintf(out, size, "a text that is not empty");
        break;
    case SETTING_FIELD:
        snprintf(out, size, "a text of 1 to %.0f bytes", setting->high - 1);
        break;
    case SETTING_LINES:
        snprintf(out, size, "a text that is not empty, at most %d times", SETTINGS_MAX_LINES);
        break;
    case SETTING_SIZES:
        snprintf(out, size, "none, or up to %d whole numbers from %.0f to %.0f by commas",
                 SETTINGS_MAX_HIDDEN, setting->low, setting->high);
        break;
    case SETTING_CHOICE:
    case SETTING_MODELS: {
        size_t used = (size_t)snprintf(
            out, size,
            setting->kind == SETTING_MODELS ? "a list by commas, each once, of" : "one of");
        for (size_t i = 0; setting->choices[i] && used < size; i++)
            used += (size_t)snprintf(out + used, size - used, "%s %s", i ? "," : "",
                                     setting->choices[i]);
        break;
    }
    }
}

static enum rt_status refuse(const struct setting *setting, const char *value, const char *where,
                             struct rt_error *error)
{
    char range[200];
    describe_range(setting, range, sizeof range);
    return rt_fail_text(error, RT_ERR_USAGE, "%s takes %s, not '%.80s'.", where, range, value);
}

/* strtod and strtoull take blanks, signs, hexadecimal and "infinity"; people mean digits. */
static bool parse_whole(const char *text, uint64_t *value)
{
    if (*text == '\0' || strspn(text, "0123456789") != strlen(text))
        return false;
    errno = 0;
    *value = strtoull(text, NULL, 10);
    return errno == 0;
}

static bool parse_number(const char *text, double *value)
{
    if (*text == '\0' || strspn(text, "0123456789.eE+-") != strlen(text))
        return false;
    char *end;
    *value = strtod(text, &end);
    return *end == '\0' && isfinite(*value);
}

static bool parse_flag(const char *text, bool *value)
{
    *value = strcmp(text, "yes") == 0 || strcmp(text, "true") == 0 || strcmp(text, "1") == 0;
    return *value || strcmp(text, "no") == 0 || strcmp(text, "false") == 0 ||
           strcmp(text, "0") == 0;
}

static bool find_choice(const char *const *choices, const char *text, size_t length, size_t *index)
{
    for (*index = 0; choices[*index]; (*index)++) {
        if (strlen(choices[*index]) == length && memcmp(choices[*index], text, length) == 0)
            return true;
    }
    return false;
}

static bool parse_models(struct settings *settings, const struct setting *setting, const char *text)
{
    enum layer_kind kind[SETTINGS_MAX_MODELS];
    size_t count = 0;
    for (;;) {
        size_t length = strcspn(text, ",");
        size_t index;
        if (count == SETTINGS_MAX_MODELS || !find_choice(setting->choices, text, length, &index))
            return false;
        /* Named twice it would be the same run twice: --seeds is what people mean. */
        for (size_t i = 0; i < count; i++) {
            if (kind[i] == model_kinds[index])
                return false;
        }
        kind[count++] = model_kinds[index];
        if (text[length] == '\0')
            break;
        text += length + 1;
    }
    memcpy(settings->model, kind, sizeof kind);
    settings->models = count;
    settings->written.layers = 0;
    return true;
}

static bool is_written(const char *text)
{
    return strpbrk(text, ":(") != NULL;
}

/* A model that is written out says itself what is wrong with it. */
static enum rt_status set_written(struct settings *settings, const char *text, const char *where,
                                  struct rt_error *error)
{
    struct model_spec model;
    enum rt_status status = model_text_parse(text, settings->data_spec.num_words,
                                             settings->data_spec.maxlen, &model, where, error);
    if (status == RT_OK) {
        settings->written = model;
        settings->models = 1;
        settings->model[0] = model.layer[model_spec_recurrent(&model)].kind;
    }
    return status;
}

static bool parse_sizes(struct setting_sizes *field, const struct setting *setting,
                        const char *text)
{
    struct setting_sizes sizes = {0};
    if (strcmp(text, setting->choices[0]) != 0) {
        for (;;) {
            char word[24];
            uint64_t whole;
            size_t length = strcspn(text, ",");
            if (length >= sizeof word || sizes.count == SETTINGS_MAX_HIDDEN)
                return false;
            memcpy(word, text, length);
            word[length] = '\0';
            if (!parse_whole(word, &whole) || (double)whole < setting->low ||
                (double)whole > setting->high)
                return false;
            sizes.size[sizes.count++] = (size_t)whole;
            if (text[length] == '\0')
                break;
            text += length + 1;
        }
    }
    *field = sizes;
    return true;
}

static bool parse_line(struct setting_lines *lines, const char *text)
{
    if (lines->count == SETTINGS_MAX_LINES || text[strspn(text, " \t")] == '\0')
        return false;
    char *copy = strdup(text);
    if (!copy)
        return false;
    lines->line[lines->count++] = copy;
    return true;
}

static bool parse_text(char **field, const char *text)
{
    if (*text == '\0')
        return false;
    char *copy = strdup(text);
    if (!copy)
        return false;
    free(*field);
    *field = copy;
    return true;
}

static bool parse_field(char *field, size_t size, const char *text)
{
    size_t length = strlen(text);
    if (length == 0 || length >= size)
        return false;
    memset(field, 0, size);
    memcpy(field, text, length);
    return true;
}

static bool assign(struct settings *settings, const struct setting *setting, const char *value)
{
    void *field = (char *)settings + setting->offset;
    uint64_t whole;
    double number;
    size_t index;
    switch (setting->kind) {
    case SETTING_FLAG:
        return parse_flag(value, field);
    case SETTING_SIZE:
    case SETTING_SEED:
        if (!parse_whole(value, &whole) || (double)whole < setting->low ||
            (double)whole > setting->high)
            return false;
        if (setting->kind == SETTING_SIZE)
            *(size_t *)field = (size_t)whole;
        else
            *(uint64_t *)field = whole;
        return true;
    case SETTING_NUMBER:
        if (!parse_number(value, &number) || number <= setting->low || number > setting->high)
            return false;
        *(double *)field = number;
        return true;
    case SETTING_SHARE:
        if (!parse_number(value, &number) || number < setting->low || number >= setting->high)
            return false;
        *(double *)field = number;
        return true;
    case SETTING_CHOICE:
        if (!find_choice(setting->choices, value, strlen(value), &index))
            return false;
        /* Enums without negative values have the size and form of unsigned int here. */
        *(unsigned *)field = (unsigned)index;
        return true;
    case SETTING_MODELS:
        return parse_models(settings, setting, value);
    case SETTING_SIZES:
        return parse_sizes(field, setting, value);
    case SETTING_LINES:
        return parse_line(field, value);
    case SETTING_TEXT:
        return parse_text(field, value);
    case SETTING_FIELD:
        return parse_field(field, (size_t)setting->high, value);
    }
    return false;
}

_Static_assert(sizeof(enum padding_side) == sizeof(unsigned) &&
                   sizeof(enum optimizer_kind) == sizeof(unsigned) &&
                   sizeof(enum text_lower) == sizeof(unsigned) &&
                   sizeof(enum text_header) == sizeof(unsigned) &&
                   sizeof(enum class_weight) == sizeof(unsigned) &&
                   sizeof(enum schedule_kind) == sizeof(unsigned) &&
                   sizeof(enum monitor_kind) == sizeof(unsigned) &&
                   sizeof(enum yes_no) == sizeof(unsigned) &&
                   sizeof(enum layer_merge) == sizeof(unsigned) &&
                   sizeof(enum layer_activation) == sizeof(unsigned) &&
                   sizeof(enum setting_pooling) == sizeof(unsigned) &&
                   sizeof(enum setting_preset) == sizeof(unsigned) &&
                   sizeof(enum setting_theme) == sizeof(unsigned),
               "choices are written as unsigned");

const struct setting *settings_find(const char *name)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (strcmp(table[i].name, name) == 0)
            return &table[i];
    }
    return NULL;
}

enum rt_status settings_set(struct settings *settings, const char *name, const char *value,
                            const char *where, struct rt_error *error)
{
    const struct setting *setting = settings_find(name);
    if (!setting)
        return rt_fail_text(error, RT_ERR_USAGE, "%s is no setting; rnntop --help lists them.",
                            where);
    if (setting->kind == SETTING_MODELS && is_written(value))
        return set_written(settings, value, where, error);
    const enum setting_preset preset = settings->preset;
    if (!assign(settings, setting, value))
        return refuse(setting, value, where, error);
    settings_change_preset(settings, preset, settings->preset);
    return RT_OK;
}
