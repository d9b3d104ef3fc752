#include "config.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "fetch_talk.h"
#include "program.h"
#include "rnntop/data/dataset.h"
#include "rnntop/data/file.h"
#include "rnntop/files/places.h"
#include "rnntop/net/download.h"
#include "rnntop/net/transfer.h"
#include "rnntop/words/errors.h"
#include "rnntop/words/sentence.h"
#include "signals.h"

#define TRIES   4
#define WAIT_MS 1000 /* before the second try, then 2 and 4 seconds */

/* Source: keras/datasets/imdb.py, whose file_hash these are. */
static const struct known_file imdb[] = {
    {"imdb.npz", 17464789, DIGEST_SHA256,
     "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f"},
    {"imdb_word_index.json", 1641221, DIGEST_MD5, "bfafd718b763782e994055a2d397834f"},
};

#define FILES (sizeof imdb / sizeof *imdb)

static void stop(void *flag)
{
    atomic_store((atomic_bool *)flag, true);
}

static enum rt_status no_memory(struct rt_error *error)
{
    return rt_fail(error, ERR_PATH_NO_MEMORY);
}

/* The result goes to standard output: one line a file. */
static void print_result(const struct known_file *file, const char *path, const char *what)
{
    char shown[ERRORS_TEXT_SIZE];
    struct sentence sentence;
    sentence_begin(&sentence, shown, sizeof shown);
    sentence_add_path(&sentence, path);
    printf("%s: %s, %s right\n", shown, what, digest_name(file->kind));
    fflush(stdout);
}

/* ---- from the network ---- */

static enum rt_status check_url(const char *url, struct rt_error *error)
{
    if (strncasecmp(url, "https://", 8) == 0 || strncasecmp(url, "http://", 7) == 0)
        return RT_OK;
    return rt_fail(error, ERR_FETCH_NO_ADDRESS, url);
}

static char *join_url(const char *base, const char *name)
{
    size_t length = strlen(base), size = length + 1 + strlen(name) + 1;
    char *url = malloc(size);
    if (url)
        snprintf(url, size, "%s%s%s", base, base[length - 1] == '/' ? "" : "/", name);
    return url;
}

static enum rt_status fetch_one(const struct settings *settings, const struct known_file *file,
                                const char *path, const atomic_bool *stopped,
                                struct download_result *result, struct rt_error *error)
{
    static const char *const said[] = {
        [DOWNLOAD_THERE] = "was there already",
        [DOWNLOAD_FETCHED] = "fetched",
        [DOWNLOAD_REPLACED] = "was another file and is replaced",
    };
    char *url = join_url(settings->url ? settings->url : DATASET_IMDB_URL, file->name);
    if (!url)
        return no_memory(error);
    struct fetch_talk talk;
    fetch_talk_begin(&talk, file->name, url);
    struct download download = {
        .url = url,
        .path = path,
        .file = *file,
        .timeout_s = (unsigned)settings->timeout,
        .tries = TRIES,
        .wait_ms = WAIT_MS,
        .stop = stopped,
        .wake_fd = signals_wake_fd(),
        .progress = fetch_talk_progress,
        .context = &talk,
    };
    enum rt_status status = download_run(&download, result, error);
    fetch_talk_end(&talk);
    if (status == RT_OK)
        print_result(file, path, said[result->outcome]);
    free(url);
    return status;
}

static enum rt_status fetch_all(const struct settings *settings, char *const path[FILES],
                                const atomic_bool *stopped, struct download_result *result,
                                struct rt_error *error)
{
    enum rt_status status = RT_OK;
    if (settings->url)
        status = check_url(settings->url, error);
    if (status == RT_OK)
        status = transfer_init(error);
    if (status != RT_OK)
        return status;
    for (size_t i = 0; status == RT_OK && i < FILES; i++)
        status = fetch_one(settings, &imdb[i], path[i], stopped, result, error);
    transfer_end_all();
    return status;
}

/* ---- from files ---- */

static enum rt_status take_one(const struct known_file *file, const char *from, const char *path,
                               const atomic_bool *stopped, struct rt_error *error)
{
    enum known_state state;
    enum rt_status status = known_file_check(file, path, stopped, &state, error);
    if (status == RT_OK && state != KNOWN_RIGHT)
        status = known_file_copy(file, from, path, stopped, error);
    if (status != RT_OK)
        return status;
    download_tidy(path);
    print_result(file, path,
                 state == KNOWN_RIGHT   ? "was there already"
                 : state == KNOWN_WRONG ? "was another file and is replaced"
                                        : "taken");
    return RT_OK;
}

static enum rt_status refuse_unknown(const char *from, struct rt_error *error)
{
    rt_fail(error, ERR_FETCH_FROM_IS_NEITHER, imdb[0].name, imdb[1].name);
    rt_error_at_path(error, from);
    return RT_ERR_FORMAT;
}

/* A file is known by what it holds, whatever its name. */
static enum rt_status take_file(const char *from, char *const path[FILES],
                                const atomic_bool *stopped, struct rt_error *error)
{
    for (size_t i = 0; i < FILES; i++) {
        enum known_state state;
        enum rt_status status = known_file_check(&imdb[i], from, stopped, &state, error);
        if (status != RT_OK)
            return status;
        if (state == KNOWN_RIGHT)
            return take_one(&imdb[i], from, path[i], stopped, error);
    }
    return refuse_unknown(from, error);
}

/* What lies in a folder under the known names. */
static enum rt_status take_folder(const char *from, char *const path[FILES],
                                  const atomic_bool *stopped, struct rt_error *error)
{
    struct stat status;
    size_t found = 0;
    for (size_t i = 0; i < FILES; i++) {
        enum rt_status result = RT_OK;
        char *file = file_join(from, imdb[i].name);
        if (!file)
            return no_memory(error);
        if (stat(file, &status) == 0) {
            found++;
            result = take_one(&imdb[i], file, path[i], stopped, error);
        }
        free(file);
        if (result != RT_OK)
            return result;
    }
    if (found > 0)
        return RT_OK;
    rt_fail(error, ERR_FETCH_FROM_HOLDS_NEITHER, imdb[0].name, imdb[1].name);
    rt_error_at_path(error, from);
    return RT_ERR_IO;
}

static enum rt_status take_all(const struct settings *settings, char *const path[FILES],
                               const atomic_bool *stopped, struct rt_error *error)
{
    enum rt_status status = RT_OK;
    for (size_t i = 0; status == RT_OK && i < settings->from.count; i++) {
        const char *from = settings->from.line[i];
        struct stat found;
        if (stat(from, &found) < 0) {
            status = rt_fail(error, ERR_FETCH_FROM_NOT_FOUND, errno);
            rt_error_at_path(error, from);
        } else if (S_ISDIR(found.st_mode)) {
            status = take_folder(from, path, stopped, error);
        } else {
            status = take_file(from, path, stopped, error);
        }
    }
    for (size_t i = 0; status == RT_OK && i < FILES; i++) {
        struct stat found;
        struct rt_error missing;
        if (stat(path[i], &found) < 0) {
            rt_fail(&missing, ERR_FETCH_INCOMPLETE, imdb[i].name);
            program_tell(&missing);
        }
    }
    return status;
}

/* ---- the command ---- */

/* Tells when rnntop would read other data than what was just fetched. */
static void tell_what_is_read(const char *path)
{
    struct rt_error error;
    struct stat fetched, read;
    char *found = NULL;
    bool fallback, other = false;
    if (dataset_find(&found, &fallback, &error) == RT_OK && !fallback)
        other = strcmp(found, DATASET_DEMO) == 0 ||
                (stat(found, &read) == 0 && stat(path, &fetched) == 0 &&
                 (read.st_ino != fetched.st_ino || read.st_dev != fetched.st_dev));
    if (other) {
        rt_fail(&error, ERR_FETCH_NOT_READ);
        rt_error_at_path(&error, found);
        program_tell(&error);
    }
    free(found);
}

static enum rt_status find_places(char *path[FILES], struct rt_error *error)
{
    char *folder = NULL;
    enum rt_status status = places_cache_folder(&folder, error);
    for (size_t i = 0; status == RT_OK && i < FILES; i++) {
        path[i] = file_join(folder, imdb[i].name);
        if (!path[i])
            status = no_memory(error);
    }
    free(folder);
    return status;
}

/* One line: why it failed, whether it was given up, what is kept. */
static void complain(const struct rt_error *error, const struct download_result *result)
{
    char why[ERRORS_TEXT_SIZE], text[ERRORS_TEXT_SIZE];
    struct rt_error more;
    fprintf(stderr, "rnntop: %s", errors_say(error, why, sizeof why));
    if (result->tries > 0) {
        rt_fail(&more, ERR_FETCH_GAVE_UP, result->tries);
        fprintf(stderr, " %s", errors_say(&more, text, sizeof text));
    }
    if (result->kept_in) {
        rt_fail(&more, ERR_FETCH_KEPT, result->kept,
                100.0 * (double)result->kept / (double)result->total);
        rt_error_at_path(&more, result->kept_in);
        fprintf(stderr, " %s", errors_say(&more, text, sizeof text));
    }
    fputc('\n', stderr);
}

int cmd_fetch(const struct settings *settings, const char *what)
{
    struct rt_error error = {0};
    struct download_result result = {0};
    char *path[FILES] = {NULL};
    atomic_bool stopped = false;
    enum rt_status status = RT_OK;

    if (strcmp(what, "imdb") != 0)
        status = rt_fail(&error, ERR_FETCH_UNKNOWN, what);
    if (status == RT_OK)
        status = find_places(path, &error);
    signals_on_stop(stop, &stopped);
    if (status == RT_OK && settings->from.count > 0)
        status = take_all(settings, path, &stopped, &error);
    else if (status == RT_OK)
        status = fetch_all(settings, path, &stopped, &result, &error);
    if (status == RT_OK)
        tell_what_is_read(path[0]);
    signals_on_stop(NULL, NULL);
    for (size_t i = 0; i < FILES; i++)
        free(path[i]);
    if (status != RT_OK)
        complain(&error, &result);
    free(result.kept_in);
    if (status != RT_OK)
        return program_exit_status(&error);
    return program_end_output(PROGRAM_DONE);
}
