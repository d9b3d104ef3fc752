/* The rows: every setting of rnntop, in the order of --help within each group. */
#include "config.h"

#include "rnntop/base/pool.h"
#include "rnntop/spec/settings.h"

/*
 * Where a value lives: OWN in struct settings itself, RUN in the run that the settings describe.
 * The type is the pointer's to the field; a field of another type does not compile, since _Generic
 * finds nothing for it.
 */
#define PLACE(type, field)                                                                         \
    .offset = _Generic(&((struct settings *)NULL)->field, type                                     \
                       : offsetof(struct settings, field)),                                        \
    .size = sizeof((struct settings *)NULL)->field
#define OWN(type, field) PLACE(type, field)
#define RUN(type, field) PLACE(type, each.field)

/* The kinds: place, field, range. */
#define FLAG(place, field) .kind = SETTING_FLAG, place(bool *, field)
#define SIZE(place, field, least, most)                                                            \
    .kind = SETTING_SIZE, place(size_t *, field), .low = (least), .high = (most)
#define SIZE_OR_AUTO(place, field, least, most, what)                                              \
    SIZE(place, field, least, most), .choices = auto_words, .automatic = (what)
#define SEED(place, field, least, most)                                                            \
    .kind = SETTING_SEED, place(uint64_t *, field), .low = (least), .high = (most)
#define NUMBER(place, field, above, most)                                                          \
    .kind = SETTING_NUMBER, place(double *, field), .low = (above), .high = (most)
#define SHARE(place, field, least, below)                                                          \
    .kind = SETTING_SHARE, place(double *, field), .low = (least), .high = (below)
#define CHOICE(place, field, tag, names)                                                           \
    .kind = SETTING_CHOICE, place(enum tag *, field), .choices = (names), .choice = &tag##_choice
#define MODELS(names) .kind = SETTING_MODELS, .choices = (names)
#define SIZES(place, field, least, most, none)                                                     \
    .kind = SETTING_SIZES, place(struct setting_sizes *, field), .low = (least), .high = (most),   \
    .choices = (none)
#define LINES(place, field)        .kind = SETTING_LINES, place(struct setting_lines *, field)
#define TEXT(place, field)         .kind = SETTING_TEXT, place(char **, field)
#define FIELD(place, field, bytes) .kind = SETTING_FIELD, place(char(*)[bytes], field)
#define PATH(place, field, bytes, words)                                                           \
    .kind = SETTING_PATH, place(char(*)[bytes], field), .choices = (words)

/* An enum's field is read and written as what it is, whatever integer the compiler made of it. */
#define ENUM(tag)                                                                                  \
    static unsigned get_##tag(const void *field)                                                   \
    {                                                                                              \
        return (unsigned)*(const enum tag *)field;                                                 \
    }                                                                                              \
    static void set_##tag(void *field, unsigned index)                                             \
    {                                                                                              \
        *(enum tag *)field = (enum tag)index;                                                      \
    }                                                                                              \
    static const struct setting_choice tag##_choice = {get_##tag, set_##tag};

ENUM(padding_side)
ENUM(text_header)
ENUM(text_lower)
ENUM(text_escape)
ENUM(text_labels)
ENUM(setting_preset)
ENUM(setting_json)
ENUM(setting_baseline)
ENUM(layer_merge)
ENUM(setting_pooling)
ENUM(layer_activation)
ENUM(class_weight)
ENUM(optimizer_kind)
ENUM(schedule_kind)
ENUM(restore_best)
ENUM(monitor_kind)
ENUM(setting_theme)

/* Group, scope, and the commands that take it. */
#define OF_RUN(of, by)     .group = GROUP_##of, .scope = SCOPE_RUN, .commands = (by)
#define OF_SESSION(of, by) .group = GROUP_##of, .scope = SCOPE_SESSION, .commands = (by)
#define OF_COMMAND(of, by) .group = GROUP_##of, .scope = SCOPE_COMMAND, .commands = (by)
#define RUNS               (COMMAND_DASHBOARD | COMMAND_TRAIN)

#define READERS (RUNS | COMMAND_DATA)

#define NEEDS(what) .need = NEEDS_##what

/* Which optimisers have it, and write it always; the default, and that of one of them. */
#define OPTIMIZERS(who, always_by)                                                                 \
    .need = NEEDS_OPTIMIZER, .optimizer.having = (who), .optimizer.always = (always_by)
#define USUALLY(number) .optimizer.usual = (number), .optimizer.buts = (number)
#define USUALLY_BUT(number, kind, its)                                                             \
    .optimizer.usual = (number), .optimizer.but = OPTIMIZER_##kind, .optimizer.buts = (its)
#define BIT(kind) (1u << OPTIMIZER_##kind)
#define EVERY     ((1u << OPTIMIZER_KINDS) - 1)
#define MOMENTS   (BIT(ADAM) | BIT(ADAMW) | BIT(ADAMAX) | BIT(NADAM))

#define LARGEST  1e38
#define SEED_MAX 9007199254740991.0 /* 2^53 - 1: a number that JSON readers keep whole */

static const char *const preset_names[] = {[PRESET_AUTO] = "auto",
                                           [PRESET_LESSON] = "lesson",
                                           [PRESET_PADDING] = "padding",
                                           [PRESET_BEST] = "best",
                                           NULL};
static const char *const json_names[] = {
    [JSON_OUTPUT_NONE] = "no", [JSON_OUTPUT_EVENTS] = "yes", [JSON_OUTPUT_STEPS] = "steps", NULL};
static const char *const baseline_names[] = {
    [BASELINE_AUTO] = "auto", [BASELINE_YES] = "yes", [BASELINE_NO] = "no", NULL};
static const char *const theme_names[] = {
    [THEME_AUTO] = "auto", [THEME_DARK] = "dark", [THEME_LIGHT] = "light", NULL};
static const char *const merge_names[] = {
    [MERGE_NONE] = "none", [MERGE_CONCAT] = "concat", [MERGE_SUM] = "sum",
    [MERGE_MUL] = "mul",   [MERGE_AVE] = "ave",       NULL};
static const char *const pooling_names[] = {[POOLING_NONE] = "none",
                                            [POOLING_MAX] = "max",
                                            [POOLING_AVERAGE] = "average",
                                            [POOLING_ATTENTION] = "attention",
                                            NULL};
static const char *const activation_names[] = {[ACTIVATION_LINEAR] = "linear",
                                               [ACTIVATION_SIGMOID] = "sigmoid",
                                               [ACTIVATION_TANH] = "tanh",
                                               [ACTIVATION_RELU] = "relu",
                                               [ACTIVATION_SOFTSIGN] = "softsign",
                                               [ACTIVATION_ELU] = "elu",
                                               [ACTIVATION_SELU] = "selu",
                                               [ACTIVATION_GELU] = "gelu",
                                               [ACTIVATION_SWISH] = "swish",
                                               [ACTIVATION_HARD_SIGMOID] = "hard_sigmoid",
                                               [ACTIVATION_HARD_SIGMOID_3] = "hard_sigmoid_3",
                                               NULL};
static const char *const no_sizes[] = {"none", NULL};
static const char *const auto_words[] = {"auto", NULL};

static const struct setting table[] = {
    {"data", NULL, "PATH", NULL,
     "imdb.npz as Keras has it, texts (CSV, JSON lines, folders), a grammar, or demo: the built-in "
     "made-up corpus (default: look for imdb.npz, else demo)",
     OF_RUN(DATA, COMMAND_MODELS), PATH(RUN, data.path, TEXT_PATH_SIZE, data_words)},
    {"num-words", "words", "N", "4000",
     "keep the N - 4 most frequent words; ids run from 0 to N - 1", OF_RUN(DATA, RUNS),
     SIZE(RUN, data.num_words, SETTINGS_MIN_WORDS, SETTINGS_MAX_WORDS)},
    {"maxlen", "len", "N", "100",
     "tokens of each review; auto: as many as all but the longest texts have", OF_RUN(DATA, RUNS),
     SIZE_OR_AUTO(RUN, data.maxlen, 1, SETTINGS_MAX_LENGTH, MAXLEN_AUTO)},
    {"padding", "pad", "SIDE", "post", "fill short reviews up at this side: pre or post",
     OF_RUN(DATA, RUNS), CHOICE(RUN, data.padding, padding_side, padding_side_names)},
    {"truncating", "cut", "SIDE", "pre", "cut long reviews at this side: pre or post",
     OF_RUN(DATA, RUNS), CHOICE(RUN, data.truncating, padding_side, padding_side_names)},
    {"validation-split", "split", "SHARE", "0.3",
     "last part of the training reviews, kept for validation", OF_RUN(DATA, RUNS),
     SHARE(RUN, data.validation_split, 0, 1)},
    {"test", NULL, "PATH", NULL, "texts: the test set, in the same form as the data",
     OF_RUN(DATA, COMMAND_MODELS | COMMAND_DATA), PATH(RUN, data.text.test, TEXT_PATH_SIZE, NULL),
     NEEDS(TEXTS)},
    {"test-split", NULL, "SHARE", "0.2", "texts: part of each class that is kept for the test",
     OF_RUN(DATA, RUNS), NUMBER(RUN, data.text.test_split, 0, 0.9), NEEDS(TEXTS)},
    {"text-column", NULL, "LIST", NULL,
     "texts: columns to read, names or numbers (default: find them)", OF_RUN(DATA, READERS),
     FIELD(RUN, data.text.text_column, TEXT_COLUMN_SIZE), NEEDS(TEXTS)},
    {"label-column", NULL, "COLUMN", NULL,
     "texts: the class's column, name or number (default: find it)", OF_RUN(DATA, READERS),
     FIELD(RUN, data.text.label_column, TEXT_COLUMN_SIZE), NEEDS(TEXTS)},
    {"header", NULL, "WHICH", "auto", "texts: the first row names the columns: auto, yes or no",
     OF_RUN(DATA, READERS), CHOICE(RUN, data.text.header, text_header, text_header_names),
     NEEDS(TEXTS)},
    {"delimiter", NULL, "SIGN", NULL,
     "texts: what stands between columns: a sign or signs, or tab, comma, semicolon, pipe, blank "
     "(default: find it)",
     OF_RUN(DATA, READERS), FIELD(RUN, data.text.delimiter, TEXT_DELIMITER_SIZE), NEEDS(TEXTS)},
    {"escape", NULL, "HOW", "auto",
     "texts: before a quote that is only a character: auto, backslash or none",
     OF_RUN(DATA, READERS), CHOICE(RUN, data.text.escape, text_escape, text_escape_names),
     NEEDS(TEXTS)},
    {"encoding", NULL, "NAME", NULL,
     "texts: what they are written in, as iconv calls it: utf-8, gbk, cp1251, shift_jis "
     "(default: find it)",
     OF_RUN(DATA, READERS), FIELD(RUN, data.text.encoding, TEXT_ENCODING_SIZE), NEEDS(TEXTS)},
    {"labels", NULL, "HOW", "folded",
     "texts: labels that differ by capitals, blanks or .0 are one class: folded; or exact",
     OF_RUN(DATA, READERS), CHOICE(RUN, data.text.labels, text_labels, text_labels_names),
     NEEDS(TEXTS)},
    {"skip-bad-rows", NULL, NULL, NULL,
     "texts: train although more than 1 % of the rows can't be used", OF_RUN(DATA, READERS),
     FLAG(RUN, data.text.skip_bad_rows), NEEDS(TEXTS)},
    {"lower", NULL, "KIND", "unicode", "texts: letters made small: unicode, ascii or none",
     OF_RUN(DATA, READERS), CHOICE(RUN, data.text.lower, text_lower, text_lower_names),
     NEEDS(TEXTS)},
    {"word-index", NULL, "FILE", NULL, "texts: number words by this file, as imdb_word_index.json",
     OF_RUN(DATA, COMMAND_MODELS | COMMAND_DATA),
     PATH(RUN, data.text.word_index, TEXT_PATH_SIZE, NULL), NEEDS(TEXTS)},
    {"model", NULL, "LIST", "simplernn,lstm",
     "models to train, by commas: simplernn, lstm, gru; or one written out, as in "
     "embedding:128,bidirectional(lstm:64),dropout:0.5",
     OF_RUN(MODEL, RUNS), MODELS(settings_model_names)},
    {"preset", NULL, "NAME", "auto",
     "auto: for texts of one's own what learns from any, else the lesson's networks; lesson: these "
     "in any case; best: what scores best on film reviews in a minute; padding: long reviews "
     "filled up with zeros behind, before, and masked, side by side",
     OF_SESSION(MODEL, RUNS), CHOICE(OWN, preset, setting_preset, preset_names), .recipe = true},
    {"embedding-dim", "embed", "N", "128", "width of the word vectors", OF_RUN(MODEL, RUNS),
     SIZE(OWN, embedding_dim, 1, SETTINGS_MAX_UNITS), NEEDS(NAMED_MODEL)},
    {"units", NULL, "N", "128", "units of the recurrent layer", OF_RUN(MODEL, RUNS),
     SIZE(OWN, units, 1, SETTINGS_MAX_UNITS), NEEDS(NAMED_MODEL)},
    {"layers", NULL, "N", "1", "recurrent layers, one on the other", OF_RUN(MODEL, RUNS),
     SIZE(OWN, layers, 1, MODEL_SPEC_MAX_LAYERS - 2), NEEDS(NAMED_MODEL)},
    {"bidirectional", "bi", "MERGE", "none",
     "read from both ends, joined by: none, concat, sum, mul, ave", OF_RUN(MODEL, RUNS),
     CHOICE(OWN, bidirectional, layer_merge, merge_names), NEEDS(NAMED_MODEL)},
    {"dropout", "drop", "SHARE", "0", "part of the recurrent layers' inputs that is dropped",
     OF_RUN(MODEL, RUNS), SHARE(OWN, dropout, 0, 1), NEEDS(NAMED_MODEL)},
    {"recurrent-dropout", "rdrop", "SHARE", "0", "part of their states that is dropped",
     OF_RUN(MODEL, RUNS), SHARE(OWN, recurrent_dropout, 0, 1), NEEDS(NAMED_MODEL)},
    {"spatial-dropout", "sdrop", "SHARE", "0", "part of the word vectors' columns that is dropped",
     OF_RUN(MODEL, RUNS), SHARE(OWN, spatial_dropout, 0, 1), NEEDS(NAMED_MODEL)},
    {"pooling", "pool", "KIND", "none",
     "what joins all steps instead of taking the last: none, max, average, attention",
     OF_RUN(MODEL, RUNS), CHOICE(OWN, pooling, setting_pooling, pooling_names), NEEDS(NAMED_MODEL)},
    {"dense", NULL, "LIST", "none", "units of hidden Dense layers (relu), by commas; or none",
     OF_RUN(MODEL, RUNS), SIZES(OWN, dense, 1, SETTINGS_MAX_UNITS, no_sizes), NEEDS(NAMED_MODEL)},
    {"activation", "act", "NAME", "tanh",
     "of the recurrent layers: linear, sigmoid, tanh, relu, softsign, elu, selu, gelu, swish, "
     "hard_sigmoid, hard_sigmoid_3",
     OF_RUN(MODEL, RUNS), CHOICE(OWN, activation, layer_activation, activation_names),
     NEEDS(NAMED_MODEL)},
    {"recurrent-activation", "ract", "NAME", "sigmoid",
     "of the gates of lstm and gru: the same names", OF_RUN(MODEL, RUNS),
     CHOICE(OWN, recurrent_activation, layer_activation, activation_names), NEEDS(NAMED_MODEL)},
    {"mask-zero", "mask", NULL, NULL, "skip the padding instead of reading it", OF_RUN(MODEL, RUNS),
     FLAG(OWN, mask_zero), NEEDS(NAMED_MODEL)},
    {"go-backwards", "backwards", NULL, NULL, "read each review from its end", OF_RUN(MODEL, RUNS),
     FLAG(OWN, go_backwards), NEEDS(NAMED_MODEL)},
    {"epochs", NULL, "N", "10",
     "times that each run sees the training reviews; auto: more often the fewer there are",
     OF_RUN(TRAINING, RUNS), SIZE_OR_AUTO(RUN, epochs, 1, SETTINGS_MAX_EPOCHS, EPOCHS_AUTO)},
    {"batch-size", "batch", "N", "30", "reviews between two updates of the weights",
     OF_RUN(TRAINING, RUNS), SIZE(RUN, batch_size, 1, SETTINGS_MAX_BATCH)},
    {"class-weight", NULL, "NAME", "none",
     "balanced: rare classes weigh more in the loss; auto: where one is rare; or none",
     OF_RUN(TRAINING, RUNS), CHOICE(RUN, class_weight, class_weight, class_weight_names),
     .later_key = true},
    {"optimizer", "opt", "NAME", "adam",
     "what turns gradients into updates: adam, sgd, rmsprop, adagrad, adadelta, adamw, adamax, "
     "nadam or ftrl",
     OF_RUN(OPTIMIZER, RUNS), CHOICE(RUN, optimizer.kind, optimizer_kind, optimizer_kind_names)},
    {"learning-rate", "lr", "RATE", NULL, "size of an update (default: 0.01 for sgd, else 0.001)",
     OF_RUN(OPTIMIZER, RUNS), NUMBER(RUN, optimizer.learning_rate, 0, LARGEST),
     OPTIMIZERS(EVERY, EVERY), USUALLY_BUT(0.001, SGD, 0.01)},
    {"momentum", NULL, "SHARE", NULL, "of the last update, kept by sgd or rmsprop (default: 0)",
     OF_RUN(OPTIMIZER, RUNS), SHARE(RUN, optimizer.momentum, 0, 1),
     OPTIMIZERS(BIT(SGD) | BIT(RMSPROP), EVERY)},
    {"nesterov", NULL, NULL, NULL, "look ahead along sgd's momentum", OF_RUN(OPTIMIZER, RUNS),
     FLAG(RUN, optimizer.nesterov), OPTIMIZERS(BIT(SGD), 0)},
    {"rho", NULL, "SHARE", NULL,
     "how slowly rmsprop and adadelta forget old gradients (default: 0.9, adadelta's 0.95)",
     OF_RUN(OPTIMIZER, RUNS), SHARE(RUN, optimizer.rho, 0, 1),
     OPTIMIZERS(BIT(RMSPROP) | BIT(ADADELTA), EVERY), USUALLY_BUT(0.9, ADADELTA, 0.95)},
    {"centered", NULL, NULL, NULL, "rmsprop divides by the gradient's spread about its mean",
     OF_RUN(OPTIMIZER, RUNS), FLAG(RUN, optimizer.centered), OPTIMIZERS(BIT(RMSPROP), 0)},
    {"beta-1", NULL, "SHARE", NULL,
     "how slowly adam, adamw, adamax and nadam forget old gradients (default: 0.9)",
     OF_RUN(OPTIMIZER, RUNS), SHARE(RUN, optimizer.beta_1, 0, 1), OPTIMIZERS(MOMENTS, EVERY),
     USUALLY(0.9)},
    {"beta-2", NULL, "SHARE", NULL, "and how slowly their squares (default: 0.999)",
     OF_RUN(OPTIMIZER, RUNS), SHARE(RUN, optimizer.beta_2, 0, 1), OPTIMIZERS(MOMENTS, EVERY),
     USUALLY(0.999)},
    {"amsgrad", NULL, NULL, NULL, "adam and adamw divide by the greatest average of squares so far",
     OF_RUN(OPTIMIZER, RUNS), FLAG(RUN, optimizer.amsgrad), OPTIMIZERS(BIT(ADAM) | BIT(ADAMW), 0)},
    {"epsilon", NULL, "NUMBER", NULL, "keeps the optimizer from dividing by zero (default: 1e-7)",
     OF_RUN(OPTIMIZER, RUNS), NUMBER(RUN, optimizer.epsilon, 0, LARGEST),
     OPTIMIZERS(EVERY & ~(BIT(SGD) | BIT(FTRL)), EVERY), USUALLY(1e-7)},
    {"weight-decay", NULL, "RATE", NULL,
     "shrink the weights by this, times the learning rate (default: 0, adamw's 0.004)",
     OF_RUN(OPTIMIZER, RUNS), SHARE(RUN, optimizer.weight_decay, 0, OPTIMIZER_WEIGHT_DECAY_END),
     OPTIMIZERS(EVERY, BIT(ADAMW)), USUALLY_BUT(0, ADAMW, 0.004)},
    {"clipnorm", NULL, "NORM", NULL, "shorten each weight matrix's gradient to this norm",
     OF_RUN(OPTIMIZER, RUNS), NUMBER(RUN, optimizer.clipnorm, 0, LARGEST), OPTIMIZERS(EVERY, 0)},
    {"clipvalue", NULL, "VALUE", NULL, "cut each number of the gradient to this size",
     OF_RUN(OPTIMIZER, RUNS), NUMBER(RUN, optimizer.clipvalue, 0, LARGEST), OPTIMIZERS(EVERY, 0)},
    {"global-clipnorm", NULL, "NORM", NULL, "shorten the whole gradient to this norm",
     OF_RUN(OPTIMIZER, RUNS), NUMBER(RUN, optimizer.global_clipnorm, 0, LARGEST),
     OPTIMIZERS(EVERY, 0)},
    {"schedule", NULL, "NAME", "constant",
     "how the learning rate falls: constant, exponential, cosine or step", OF_RUN(OPTIMIZER, RUNS),
     CHOICE(RUN, optimizer.schedule.kind, schedule_kind, schedule_kind_names)},
    {"decay-steps", NULL, "N", NULL,
     "batches over which it falls once (default: an epoch; cosine's: all)", OF_RUN(OPTIMIZER, RUNS),
     SIZE(RUN, optimizer.schedule.decay_steps, 1, SETTINGS_MAX_STEPS), NEEDS(SCHEDULE)},
    {"decay-rate", NULL, "FACTOR", NULL,
     "what is left of it then, exponential or step (default: 0.9)", OF_RUN(OPTIMIZER, RUNS),
     NUMBER(RUN, optimizer.schedule.decay_rate, 0, 1), NEEDS(DECAY)},
    {"warmup", NULL, "N", "0", "batches in which the learning rate climbs to its full size",
     OF_RUN(OPTIMIZER, RUNS), SIZE(RUN, optimizer.schedule.warmup, 0, SETTINGS_MAX_STEPS)},
    {"early-stopping", NULL, "EPOCHS", NULL,
     "stop after so many epochs without improvement; auto: a third of them all",
     OF_RUN(CALLBACKS, RUNS),
     SIZE_OR_AUTO(OWN, callbacks.early_stopping, 0, SETTINGS_MAX_EPOCHS, PATIENCE_AUTO)},
    {"restore-best", NULL, "ANSWER", NULL,
     "with it: go back to the best epoch's weights at the end: yes, no, or stopped, where it was "
     "stopped early (default: yes)",
     OF_RUN(CALLBACKS, RUNS), CHOICE(OWN, callbacks.restore_best, restore_best, restore_best_names),
     NEEDS(EARLY_STOPPING)},
    {"reduce-lr-on-plateau", NULL, "EPOCHS", NULL,
     "lower the learning rate after so many epochs without improvement", OF_RUN(CALLBACKS, RUNS),
     SIZE(OWN, callbacks.reduce_lr, 0, SETTINGS_MAX_EPOCHS)},
    {"plateau-factor", NULL, "FACTOR", NULL, "what is left of it then, below 1 (default: 0.1)",
     OF_RUN(CALLBACKS, RUNS), NUMBER(OWN, callbacks.plateau_factor, 0, 0.999999), NEEDS(PLATEAU)},
    {"plateau-cooldown", NULL, "EPOCHS", NULL, "epochs to wait after it was lowered (default: 0)",
     OF_RUN(CALLBACKS, RUNS), SIZE(OWN, callbacks.plateau_cooldown, 0, SETTINGS_MAX_EPOCHS),
     NEEDS(PLATEAU)},
    {"min-lr", NULL, "RATE", NULL, "lower it to no less than this (default: 0)",
     OF_RUN(CALLBACKS, RUNS), SHARE(OWN, callbacks.min_lr, 0, LARGEST), NEEDS(PLATEAU)},
    {"monitor", NULL, "FIGURE", NULL,
     "what must improve: val_loss, val_accuracy, loss or accuracy (default: val_loss)",
     OF_RUN(CALLBACKS, RUNS), CHOICE(OWN, callbacks.monitor, monitor_kind, monitor_names),
     NEEDS(MONITORING)},
    {"min-delta", NULL, "AMOUNT", NULL,
     "the least that counts as improvement (default: 0, for the learning rate 1e-4)",
     OF_RUN(CALLBACKS, RUNS), SHARE(OWN, callbacks.min_delta, 0, LARGEST), NEEDS(PATIENCE)},
    {"seed", NULL, "N", "1", "decides initial weights and the order of reviews",
     OF_RUN(TRAINING, RUNS), SEED(RUN, seed, 0, SEED_MAX)},
    {"seeds", NULL, "N", "1", "train each model with N seeds, from --seed on",
     OF_SESSION(TRAINING, RUNS), SIZE(OWN, seeds, 1, 16)},
    {"run", NULL, "WORDS", NULL,
     "a run of its own, as in 'lstm units=64 lr=3e-4'; may stand several times",
     OF_SESSION(TRAINING, RUNS), LINES(OWN, run)},
    {"sweep", NULL, "NAME=LIST", NULL,
     "each run with each value, as in units=32,64; may stand several times",
     OF_SESSION(TRAINING, RUNS), LINES(OWN, sweep)},
    {"threads", NULL, "N", NULL, "threads that compute (default: one for each processor)",
     OF_SESSION(TRAINING, COMMAND_MODELS | COMMAND_PREDICT),
     SIZE(OWN, threads, 1, POOL_MAX_THREADS)},
    {"paused", NULL, NULL, NULL, "start held: Space begins the training",
     OF_SESSION(SCREEN, COMMAND_DASHBOARD), FLAG(OWN, paused)},
    {"pause-each-epoch", NULL, NULL, NULL, "pause at the end of every epoch",
     OF_SESSION(SCREEN, COMMAND_DASHBOARD), FLAG(OWN, pause_each_epoch)},
    {"save", NULL, "FILE", NULL, "write the trained model here, as safetensors",
     OF_SESSION(OUTPUT, RUNS), TEXT(OWN, save)},
    {"save-best", NULL, NULL, NULL, "save the best epoch's model, by --monitor, not the last one's",
     OF_SESSION(OUTPUT, RUNS), FLAG(OWN, callbacks.save_best)},
    {"csv", NULL, "FILE", NULL, "write each epoch's figures here, as Keras's CSVLogger",
     OF_SESSION(OUTPUT, RUNS), TEXT(OWN, csv)},
    {"json", NULL, "WHAT", NULL,
     "no screen: one JSON object a line on standard output; steps: also of each batch",
     OF_COMMAND(OUTPUT, COMMAND_MODELS | COMMAND_PREDICT | COMMAND_WATCH | COMMAND_DATA),
     CHOICE(OWN, json, setting_json, json_names), .bare = true},
    {"baseline", NULL, "WHEN", NULL,
     "fit NB-SVM, a linear model of words, pairs and triples, to hold the runs against: yes, no or "
     "auto, where it takes seconds (default: auto)",
     OF_SESSION(OUTPUT, RUNS), CHOICE(OWN, baseline, setting_baseline, baseline_names),
     .bare = true},
    {"metrics", NULL, NULL, NULL,
     "without a screen, also print precision, recall, F1 and ROC AUC each epoch, and confusion "
     "matrices",
     OF_COMMAND(OUTPUT, COMMAND_MODELS | COMMAND_WATCH), FLAG(OWN, metrics)},
    {"ascii", NULL, NULL, NULL, "draw with plain ASCII characters",
     OF_COMMAND(SCREEN, COMMAND_SCREENS), FLAG(OWN, ascii)},
    {"no-color", NULL, NULL, NULL, "draw without colours", OF_COMMAND(SCREEN, COMMAND_SCREENS),
     FLAG(OWN, no_color)},
    {"theme", NULL, "NAME", "auto", "colours for this background: auto, dark or light",
     OF_COMMAND(SCREEN, COMMAND_SCREENS), CHOICE(OWN, theme, setting_theme, theme_names)},
    {"projector", NULL, NULL, NULL,
     "draw for a projector: thick curves, bold figures, strong lines to compare with",
     OF_COMMAND(SCREEN, COMMAND_SCREENS), FLAG(OWN, projector)},
    {"exit", NULL, NULL, NULL, "leave the dashboard when every run is done",
     OF_COMMAND(SCREEN, COMMAND_SCREENS), FLAG(OWN, exit_when_done)},
    {"url", NULL, "URL", NULL, "folder to fetch the files from (default: where Keras has them)",
     OF_COMMAND(FETCHING, COMMAND_FETCH), TEXT(OWN, url)},
    {"from", NULL, "PATH", NULL,
     "take this file, or the files in this folder, instead; may be given again",
     OF_COMMAND(FETCHING, COMMAND_FETCH), LINES(OWN, from)},
    {"timeout", NULL, "SECONDS", "30", "wait so long for a server that sends nothing",
     OF_COMMAND(FETCHING, COMMAND_FETCH), SIZE(OWN, timeout, 1, 3600)},
    {"help", NULL, NULL, NULL, "print this help and leave", OF_COMMAND(OTHER, COMMAND_ALL),
     FLAG(OWN, help)},
    {"version", NULL, NULL, NULL, "print the version and leave", OF_COMMAND(OTHER, COMMAND_ALL),
     FLAG(OWN, version)},
};

_Static_assert(sizeof table / sizeof *table <= SETTINGS_MAX_ROWS, "more rows than anybody expects");

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
