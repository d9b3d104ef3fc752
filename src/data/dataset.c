#include "config.h"

#include "rnntop/data/dataset.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rnntop/base/utf8.h"
#include "rnntop/data/file.h"
#include "rnntop/data/keras_npz.h"
#include "rnntop/data/vocabulary.h"

#define WORD_INDEX "imdb_word_index.json"

/* IMDB is known by its own facts, whatever its file is called. */
#define IMDB_ROWS     25000
#define IMDB_RANK_MAX 88584

static_assert(sizeof((struct dataset *)0)->path == FILE_SHOWN_SIZE, "a shown path fits");

/* The published part first, so that dataset_free() finds what is behind it. */
struct dataset_owner {
    struct dataset dataset;
    struct keras_npz data;
    struct vocabulary *vocabulary;
};

static enum rt_status check_spec(const struct data_spec *spec, struct rt_error *error)
{
    if (spec->num_words < 3)
        return rt_fail(error, RT_ERR_USAGE,
                       "--num-words %zu is too small: 0, 1 and 2 mean padding, start and unknown, "
                       "so give at least 3.",
                       spec->num_words);
    if (spec->maxlen < 1)
        return rt_fail(error, RT_ERR_USAGE, "--maxlen 0 leaves no words; give at least 1.");
    if (!(spec->validation_split >= 0 && spec->validation_split < 1))
        return rt_fail(error, RT_ERR_USAGE,
                       "--validation-split %g is not a part: give a number from 0 to 1, such as "
                       "0.3.",
                       spec->validation_split);
    return RT_OK;
}

/* Cuts the training rows as Keras does, int(rows * (1. - split)); the product is a double's. */
static enum rt_status split(struct dataset *dataset, const struct keras_npz *data,
                            const struct data_spec *spec, struct rt_error *error)
{
    size_t rows = data->train.rows;
    size_t at = (size_t)((double)rows * (1. - spec->validation_split));
    /* A split of 0 asks for no validation, as in Keras; a small one that comes to no row does not.
     */
    if (at == 0 || (at >= rows && spec->validation_split > 0))
        return rt_fail(error, RT_ERR_USAGE,
                       "--validation-split %g leaves no rows to %s: there are %zu; choose another "
                       "part.",
                       spec->validation_split, at == 0 ? "train on" : "validate on", rows);
    dataset->train = (struct data_rows){data->train.x, data->train.y, at};
    dataset->validation =
        (struct data_rows){data->train.x + at * spec->maxlen, data->train.y + at, rows - at};
    dataset->test = (struct data_rows){data->test.x, data->test.y, data->test.rows};
    dataset->num_words = spec->num_words;
    dataset->maxlen = spec->maxlen;
    dataset->first = data->first;
    dataset->first_length = data->first_length;
    return RT_OK;
}

static void name_dataset(struct dataset *dataset, const struct keras_npz *data, const char *path)
{
    if (data->train.rows == IMDB_ROWS && data->test.rows == IMDB_ROWS &&
        data->rank_max == IMDB_RANK_MAX) {
        snprintf(dataset->name, sizeof dataset->name, "IMDB");
        return;
    }
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    const char *dot = strrchr(base, '.');
    size_t length = dot && dot > base ? (size_t)(dot - base) : strlen(base);
    utf8_sanitize(base, length, false, dataset->name, sizeof dataset->name);
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
static void read_words(struct dataset_owner *owner, const char *index, char *warning,
                       size_t warning_size)
{
    struct rt_error error;
    size_t rank_max = (size_t)owner->data.rank_max;
    enum rt_status status = vocabulary_load(&owner->vocabulary, index, &error);
    if (status == RT_OK && rank_max > vocabulary_words(owner->vocabulary)) {
        char shown[FILE_SHOWN_SIZE];
        file_show(index, shown);
        status =
            rt_fail(&error, RT_ERR_FORMAT, "%s: it has %zu words, but the data's go up to %zu.",
                    shown, vocabulary_words(owner->vocabulary), rank_max);
        vocabulary_free(owner->vocabulary);
        owner->vocabulary = NULL;
    }
    if (status != RT_OK && warning && warning_size > 0)
        snprintf(warning, warning_size, "No words will be shown: %s", error.text);
    owner->dataset.vocabulary = owner->vocabulary;
}

/* Opens the file if its first bytes are those of a kind that rnntop reads. */
static enum rt_status open_recognised(const char *path, int *fd, struct rt_error *error)
{
    unsigned char magic[4] = {0};
    uint64_t size;
    enum rt_status status = file_open(path, fd, &size, error);
    if (status != RT_OK)
        return status;
    ssize_t got = pread(*fd, magic, sizeof magic, 0);
    if (got == (ssize_t)sizeof magic && memcmp(magic, "PK\3\4", sizeof magic) == 0)
        return RT_OK;
    close(*fd);
    if (got < 0)
        return rt_fail(error, RT_ERR_IO, "it can't be read: %s.", strerror(errno));
    return rt_fail(error, RT_ERR_FORMAT,
                   "it is no npz file (a zip of NumPy arrays); rnntop reads Keras's imdb.npz.");
}

static enum rt_status read_file(struct dataset_owner *owner, const char *path,
                                const struct data_spec *spec, struct npz_watch *watch,
                                struct rt_error *error)
{
    int fd;
    struct npz *npz = NULL;
    enum rt_status status = open_recognised(path, &fd, error);
    if (status == RT_OK)
        status = npz_open(&npz, fd, watch, error);
    if (status == RT_OK)
        status = keras_npz_size(npz, &watch->total, error);
    if (status == RT_OK)
        status = keras_npz_read(npz, spec, &owner->data, error);
    if (status == RT_OK)
        status = split(&owner->dataset, &owner->data, spec, error);
    npz_close(npz);
    return status;
}

enum rt_status dataset_load(struct dataset **dataset, const char *path,
                            const struct data_spec *spec, data_progress progress, void *context,
                            const atomic_bool *stop, char *warning, size_t warning_size,
                            struct rt_error *error)
{
    struct rt_error reason = {RT_OK, ""};
    struct npz_watch watch = {.progress = progress, .context = context, .stop = stop};
    char shown[FILE_SHOWN_SIZE];
    if (warning && warning_size > 0)
        warning[0] = '\0';
    enum rt_status status = check_spec(spec, error);
    if (status != RT_OK)
        return status;
    struct dataset_owner *owner = calloc(1, sizeof *owner);
    if (!owner)
        return rt_fail(error, RT_ERR_MEMORY, "no memory for the data.");

    file_show(path, shown);
    char *index = find_index(path, &watch.total);
    status = read_file(owner, path, spec, &watch, &reason);
    if (status != RT_OK)
        goto fail;
    memcpy(owner->dataset.path, shown, sizeof shown);
    name_dataset(&owner->dataset, &owner->data, path);
    if (index)
        read_words(owner, index, warning, warning_size);
    free(index);
    if (progress)
        progress(context, watch.total, watch.total);
    *dataset = &owner->dataset;
    return RT_OK;

fail:
    free(index);
    dataset_free(&owner->dataset);
    return rt_fail(error, status, "%s: %s", shown, reason.text);
}

void dataset_free(struct dataset *dataset)
{
    if (!dataset)
        return;
    struct dataset_owner *owner = (struct dataset_owner *)dataset;
    keras_npz_free(&owner->data);
    vocabulary_free(owner->vocabulary);
    free(owner);
}
