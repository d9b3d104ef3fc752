#include "config.h"

#include "rnntop/data/dataset.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rnntop/base/utf8.h"
#include "rnntop/data/file.h"
#include "rnntop/data/madeup/grammar.h"
#include "rnntop/data/madeup/made_up.h"
#include "rnntop/data/npz/keras_npz.h"
#include "rnntop/data/text/classes.h"
#include "rnntop/data/text/text_load.h"
#include "rnntop/data/text/vocabulary.h"

#define WORD_INDEX "imdb_word_index.json"

/* A class is rare that balancing would make weigh more: it has less than half of its even share. */
#define RARE_WEIGHT 2

/* IMDB is known by its own facts, whatever its file is called. */
#define IMDB_NAME     "IMDB"
#define IMDB_FILE     "imdb.npz" /* Keras's name for it */
#define IMDB_ROWS     25000
#define IMDB_RANK_MAX 88584

/* The published part first, so that dataset_free() finds what is behind it. */
struct dataset_owner {
    struct dataset dataset;
    char *path;
    struct data_halves data;
    struct vocabulary *vocabulary;
    struct data_classes classes;
    float *class_weight;
};

/* A data set while it is being loaded. */
struct load {
    struct dataset_owner *owner;
    const char *path;
    const struct data_spec *spec;
    struct pool *pool; /* NULL: this thread alone */
    struct npz_watch watch;
    struct data_warnings *warnings; /* may be NULL */
};

static enum rt_status check_spec(const struct data_spec *spec, struct rt_error *error)
{
    if (spec->num_words < 3)
        return rt_fail(error, ERR_NUM_WORDS_TOO_SMALL, spec->num_words);
    if (!(spec->validation_split >= 0 && spec->validation_split < 1))
        return rt_fail(error, ERR_VALIDATION_SPLIT_NO_PART, spec->validation_split);
    return RT_OK;
}

/* Cuts the training rows as Keras does, int(rows * (1. - split)); the product is a double's. */
static enum rt_status split(struct dataset *dataset, const struct data_halves *data,
                            const struct data_spec *spec, struct rt_error *error)
{
    size_t rows = data->train.rows;
    size_t at = (size_t)((double)rows * (1. - spec->validation_split));
    /* A split of 0 asks for no validation, as in Keras; a small one that comes to no row does not.
     */
    if (at == 0)
        return rt_fail(error, ERR_VALIDATION_SPLIT_NO_TRAINING, spec->validation_split, rows);
    if (at >= rows && spec->validation_split > 0)
        return rt_fail(error, ERR_VALIDATION_SPLIT_NO_VALIDATION, spec->validation_split, rows);
    dataset->train = (struct data_rows){data->train.x, data->train.y, at, data->train.words};
    dataset->validation = (struct data_rows){data->train.x + at * data->maxlen, data->train.y + at,
                                             rows - at, data->train.words + at};
    dataset->test =
        (struct data_rows){data->test.x, data->test.y, data->test.rows, data->test.words};
    dataset->num_words = spec->num_words;
    dataset->maxlen = data->maxlen;
    dataset->facts = row_facts_count(dataset->train.x, at, data->maxlen);
    dataset->lengths = data->lengths;
    dataset->first = data->first;
    dataset->first_length = data->first_length;
    return RT_OK;
}

/* After its file or folder. */
static void name_after(const char *path, char name[DATASET_NAME_SIZE])
{
    const char *begin;
    size_t length = data_path_name(path, &begin);
    utf8_sanitize(begin, length, false, name, DATASET_NAME_SIZE);
}

/* What a row of each class weighs so that all classes weigh the same; 0 for one without rows. */
static enum rt_status weigh_classes(struct dataset_owner *owner, struct rt_error *error)
{
    struct dataset *dataset = &owner->dataset;
    size_t classes = owner->data.classes ? owner->data.classes : 2;
    enum rt_status status = RT_OK;
    if (owner->classes.count == 0)
        status = data_classes_numbered(&owner->classes, classes, error);
    if (status != RT_OK)
        return status;
    classes = owner->classes.count;
    owner->class_weight = calloc(classes, sizeof *owner->class_weight);
    if (!owner->class_weight)
        return rt_fail(error, ERR_NO_MEMORY);
    for (size_t i = 0; i < dataset->train.rows; i++)
        owner->class_weight[(size_t)dataset->train.y[i]]++;
    for (size_t i = 0; i < classes; i++) {
        if (owner->class_weight[i] > 0)
            owner->class_weight[i] = (float)((double)dataset->train.rows /
                                             ((double)classes * (double)owner->class_weight[i]));
        dataset->rare_class |= owner->class_weight[i] > RARE_WEIGHT;
    }
    dataset->classes = classes;
    dataset->class_name = (const char(*)[DATASET_CLASS_SIZE])owner->classes.name;
    dataset->class_weight = owner->class_weight;
    return RT_OK;
}

static void name_dataset(struct dataset *dataset, const struct data_halves *data, const char *path)
{
    if (data->train.rows == IMDB_ROWS && data->test.rows == IMDB_ROWS &&
        data->rank_max == IMDB_RANK_MAX)
        snprintf(dataset->name, sizeof dataset->name, IMDB_NAME);
    else
        name_after(path, dataset->name);
}

void dataset_guess_name(const char *path, char name[DATASET_NAME_SIZE])
{
    const char *slash = strrchr(path, '/');
    if (strcmp(path, DATASET_DEMO) == 0)
        snprintf(name, DATASET_NAME_SIZE, DATASET_DEMO_NAME);
    else if (strcmp(slash ? slash + 1 : path, IMDB_FILE) == 0)
        snprintf(name, DATASET_NAME_SIZE, IMDB_NAME);
    else
        name_after(path, name);
}

/* The path of the word index beside the data, or NULL if there is none. Adds its size to *bytes. */
static char *find_index(const char *path, uint64_t *bytes)
{
    struct stat status;
    char *index = file_beside(path, WORD_INDEX);
    if (index && stat(index, &status) == 0) {
        *bytes += (uint64_t)status.st_size;
        return index;
    }
    free(index);
    return NULL;
}

/* All that is wrong with the word index is a warning: words are for people, training needs none. */
static void read_words(struct load *load, const char *index)
{
    struct rt_error reason;
    struct dataset_owner *owner = load->owner;
    size_t rank_max = (size_t)owner->data.rank_max;
    enum rt_status status = vocabulary_load(&owner->vocabulary, index, &reason);
    if (status == RT_OK && rank_max > vocabulary_words(owner->vocabulary)) {
        status = rt_fail(&reason, ERR_WORDS_TOO_FEW, vocabulary_words(owner->vocabulary), rank_max);
        rt_error_at_path(&reason, index);
        vocabulary_free(owner->vocabulary);
        owner->vocabulary = NULL;
    }
    owner->dataset.vocabulary = owner->vocabulary;
    struct rt_error *warning = status == RT_OK ? NULL : data_warnings_add(load->warnings);
    if (warning) {
        rt_error_copy(warning, &reason);
        rt_fail_within(warning, ERR_WORDS_NOT_SHOWN);
    }
}

static enum rt_status read_npz(struct load *load, struct rt_error *error)
{
    int fd;
    uint64_t size;
    struct npz *npz = NULL;
    struct dataset_owner *owner = load->owner;
    char *index = find_index(load->path, &load->watch.total);
    enum rt_status status = file_open(load->path, &fd, &size, error);
    if (status == RT_OK)
        status = npz_open(&npz, fd, &load->watch, error);
    if (status == RT_OK)
        status = keras_npz_size(npz, &load->watch.total, error);
    if (status == RT_OK)
        status = keras_npz_read(npz, load->spec, &owner->data, error);
    owner->data.maxlen = load->spec->maxlen;
    npz_close(npz);
    if (status == RT_OK)
        name_dataset(&owner->dataset, &owner->data, load->path);
    if (status == RT_OK && index)
        read_words(load, index);
    if (status == RT_OK && owner->data.ids_given)
        rt_fail(data_warnings_add(load->warnings), ERR_IDS_GIVEN);
    owner->dataset.lower = LOWER_ASCII;
    free(index);
    if (status == RT_OK && load->watch.progress)
        load->watch.progress(load->watch.context, load->watch.total, load->watch.total);
    return status;
}

/* Whatever is made up says so wherever its name stands. */
static enum rt_status make_up(struct load *load, const char *text, size_t length,
                              struct rt_error *error)
{
    struct grammar *grammar = NULL;
    struct made_up made;
    struct dataset_owner *owner = load->owner;
    enum rt_status status = grammar_parse(&grammar, text, length, error);
    if (status != RT_OK)
        return status;
    status = made_up_write(grammar, load->spec, load->watch.progress, load->watch.context,
                           load->watch.stop, &made, error);
    owner->data = made.halves;
    owner->data.maxlen = load->spec->maxlen;
    owner->vocabulary = made.vocabulary;
    owner->dataset.vocabulary = made.vocabulary;
    owner->dataset.made_up = true;
    owner->dataset.ceiling = made.ceiling;
    owner->dataset.ceiling_whole = made.ceiling_whole;
    snprintf(owner->dataset.name, sizeof owner->dataset.name, "%s (made up)",
             grammar_name(grammar));
    grammar_free(grammar);
    return status;
}

static enum rt_status read_grammar(struct load *load, struct rt_error *error)
{
    char *text = NULL;
    size_t length = 0;
    enum rt_status status = file_read_whole(load->path, GRAMMAR_MAX_BYTES, &text, &length, error);
    if (status == RT_OK)
        status = make_up(load, text, length, error);
    free(text);
    return status;
}

static enum rt_status read_texts(struct load *load, struct rt_error *error)
{
    struct text_data text;
    struct dataset_owner *owner = load->owner;
    enum rt_status status =
        text_load(load->path, load->spec, load->pool, &load->watch, &text, load->warnings, error);
    owner->data = text.halves;
    owner->vocabulary = text.vocabulary;
    owner->classes = text.classes;
    owner->dataset.vocabulary = text.vocabulary;
    owner->dataset.words_found = text.words_found;
    owner->dataset.reading = text.reading;
    name_dataset(&owner->dataset, &owner->data, load->path);
    return status;
}

enum data_form { FORM_MADE_UP, FORM_NPZ, FORM_GRAMMAR, FORM_TEXTS };

/* What a file is, is told by its first bytes; what is nothing else may be text. */
static enum rt_status recognise(const char *path, enum data_form *form, struct rt_error *error)
{
    int fd;
    uint64_t size;
    struct stat place;
    char magic[sizeof GRAMMAR_MAGIC - 1] = {0};
    *form = strcmp(path, DATASET_DEMO) == 0 ? FORM_MADE_UP : FORM_TEXTS;
    if (*form == FORM_MADE_UP || (stat(path, &place) == 0 && S_ISDIR(place.st_mode)))
        return RT_OK;
    enum rt_status status = file_open(path, &fd, &size, error);
    if (status != RT_OK)
        return status;
    ssize_t got = pread(fd, magic, sizeof magic, 0);
    int failure = errno;
    close(fd);
    if (got < 0)
        return rt_fail(error, ERR_DATA_CANT_READ, failure);
    if (memcmp(magic, "PK\3\4", 4) == 0)
        *form = FORM_NPZ;
    else if (memcmp(magic, GRAMMAR_MAGIC, sizeof magic) == 0)
        *form = FORM_GRAMMAR;
    return RT_OK;
}

bool dataset_is_texts(const char *path)
{
    char *found = NULL;
    bool fallback;
    enum data_form form;
    bool known = path[0] || dataset_find(&found, &fallback, NULL) == RT_OK;
    known = known && recognise(found ? found : path, &form, NULL) == RT_OK;
    free(found);
    return known && form == FORM_TEXTS;
}

/* A test set that was named would be left aside: what its scores are taken for is another's. */
static enum rt_status refuse_test(const struct load *load, struct rt_error *error)
{
    enum rt_status status = rt_fail(error, ERR_DATA_HAS_OWN_TEST);
    rt_error_at_path(error, load->path);
    return status;
}

static enum rt_status read_recognised(struct load *load, struct rt_error *error)
{
    enum data_form form;
    enum rt_status status = recognise(load->path, &form, error);
    if (status != RT_OK)
        return status;
    if (form != FORM_TEXTS && load->spec->maxlen == MAXLEN_AUTO)
        return rt_fail(error, ERR_MAXLEN_NOT_MEASURED);
    if (form != FORM_TEXTS && load->spec->text.test[0])
        return refuse_test(load, error);
    switch (form) {
    case FORM_MADE_UP:
        return make_up(load, made_up_demo_text(), strlen(made_up_demo_text()), error);
    case FORM_NPZ:
        return read_npz(load, error);
    case FORM_GRAMMAR:
        return read_grammar(load, error);
    case FORM_TEXTS:
    default:
        return read_texts(load, error);
    }
}

enum rt_status dataset_load(struct dataset **dataset, const char *path,
                            const struct data_spec *spec, struct pool *pool, data_progress progress,
                            void *context, const atomic_bool *stop, struct data_warnings *warnings,
                            struct rt_error *error)
{
    struct rt_error unheard; /* the functions called here read the error, so there must be one */
    struct load load = {.path = path,
                        .spec = spec,
                        .pool = pool,
                        .watch = {.progress = progress, .context = context, .stop = stop},
                        .warnings = warnings};
    if (!error)
        error = &unheard;
    if (warnings)
        *warnings = (struct data_warnings){.count = 0};
    enum rt_status status = check_spec(spec, error);
    if (status != RT_OK)
        return status;
    struct dataset_owner *owner = load.owner = calloc(1, sizeof *owner);
    if (!owner)
        return rt_fail(error, ERR_NO_MEMORY);

    owner->path = strdup(path);
    if (!owner->path) {
        dataset_free(&owner->dataset);
        return rt_fail(error, ERR_NO_MEMORY);
    }
    owner->dataset.path = owner->path;
    owner->dataset.lower = spec->text.lower;
    status = read_recognised(&load, error);
    if (status == RT_OK)
        status = split(&owner->dataset, &owner->data, spec, error);
    if (status == RT_OK)
        status = weigh_classes(owner, error);
    if (status != RT_OK) {
        if (strcmp(path, DATASET_DEMO) != 0) /* which is no file */
            rt_error_at_path(error, path);
        dataset_free(&owner->dataset);
        return status;
    }
    *dataset = &owner->dataset;
    return RT_OK;
}

/* FNV-1a over whole words. */
static uint64_t mixed(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x100000001b3u;
    return hash ^ hash >> 32;
}

void dataset_fingerprint(const struct dataset *dataset, char out[DATASET_FINGERPRINT_SIZE])
{
    const struct data_rows *test = &dataset->test;
    uint64_t hash = mixed(mixed(0xcbf29ce484222325u, test->rows), dataset->maxlen);
    for (size_t i = 0; i < test->rows * dataset->maxlen; i++)
        hash = mixed(hash, (uint64_t)test->x[i]);
    for (size_t i = 0; i < test->rows; i++)
        hash = mixed(hash, (uint64_t)test->y[i]);
    snprintf(out, DATASET_FINGERPRINT_SIZE, "%016" PRIx64, hash);
}

void dataset_take_whole(struct dataset *dataset, struct sequences *train, struct sequences *test)
{
    struct dataset_owner *owner = (struct dataset_owner *)dataset;
    *train = owner->data.train.whole;
    *test = owner->data.test.whole;
    owner->data.train.whole = owner->data.test.whole = (struct sequences){.rows = 0};
}

void dataset_free(struct dataset *dataset)
{
    if (!dataset)
        return;
    struct dataset_owner *owner = (struct dataset_owner *)dataset;
    data_halves_free(&owner->data);
    vocabulary_free(owner->vocabulary);
    data_classes_free(&owner->classes);
    free(owner->class_weight);
    free(owner->path);
    free(owner);
}
