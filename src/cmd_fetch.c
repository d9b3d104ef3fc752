#include "config.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "fetch_talk.h"
#include "program.h"
#include "rnntop/base/utf8.h"
#include "rnntop/data/dataset.h"
#include "rnntop/data/file.h"
#include "rnntop/files/places.h"
#include "rnntop/net/download.h"
#include "rnntop/net/transfer.h"
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
    return rt_fail_text(error, RT_ERR_MEMORY, "There is no memory for a path.");
}

/* The result goes to standard output: one line a file. */
static void print_result(const struct known_file *file, const char *path, const char *what)
{
    char shown[FILE_SHOWN_SIZE];
    places_tilde(path, shown, sizeof shown);
    printf("%s: %s, %s right\n", shown, what, digest_name(file->kind));
    fflush(stdout);
}

/* ---- from the network ---- */

static enum rt_status check_url(const char *url, struct rt_error *error)
{
    char safe[80];
    if (strncasecmp(url, "https://", 8) == 0 || strncasecmp(url, "http://", 7) == 0)
        return RT_OK;
    utf8_sanitize(url, strlen(url), false, safe, sizeof safe);
    return rt_fail_text(error, RT_ERR_USAGE,
                        "--url takes an address that begins with https:// or http://, not '%s'.",
                        safe);
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
                                struct rt_error *error)
{
    static const char *const said[] = {
        [DOWNLOAD_THERE] = "was there already",
        [DOWNLOAD_FETCHED] = "fetched",
        [DOWNLOAD_REPLACED] = "was another file and is replaced",
    };
    enum download_outcome outcome;
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
    enum rt_status status = download_run(&download, &outcome, error);
    fetch_talk_end(&talk);
    if (status == RT_OK)
        print_result(file, path, said[outcome]);
    free(url);
    return status;
}

static enum rt_status fetch_all(const struct settings *settings, char *const path[FILES],
                                const atomic_bool *stopped, struct rt_error *error)
{
    enum rt_status status = RT_OK;
    if (settings->url)
        status = check_url(settings->url, error);
    if (status == RT_OK)
        status = transfer_init(error);
    if (status != RT_OK)
        return status;
    for (size_t i = 0; status == RT_OK && i < FILES; i++)
        status = fetch_one(settings, &imdb[i], path[i], stopped, error);
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
    char shown[FILE_SHOWN_SIZE];
    places_tilde(from, shown, sizeof shown);
    return rt_fail_text(
        error, RT_ERR_FORMAT,
        "%s is neither %s nor %s as Keras publishes them: size or checksum differ; get "
        "the file again.",
        shown, imdb[0].name, imdb[1].name);
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
    char shown[FILE_SHOWN_SIZE];
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
    places_tilde(from, shown, sizeof shown);
    return rt_fail_text(error, RT_ERR_IO, "The folder %s holds neither %s nor %s.", shown,
                        imdb[0].name, imdb[1].name);
}

static enum rt_status take_all(const struct settings *settings, char *const path[FILES],
                               const atomic_bool *stopped, struct rt_error *error)
{
    enum rt_status status = RT_OK;
    for (size_t i = 0; status == RT_OK && i < settings->from.count; i++) {
        const char *from = settings->from.line[i];
        struct stat found;
        char shown[FILE_SHOWN_SIZE];
        places_tilde(from, shown, sizeof shown);
        if (stat(from, &found) < 0)
            status = rt_fail_text(error, RT_ERR_IO, "--from names %s: %s.", shown, strerror(errno));
        else if (S_ISDIR(found.st_mode))
            status = take_folder(from, path, stopped, error);
        else
            status = take_file(from, path, stopped, error);
    }
    for (size_t i = 0; status == RT_OK && i < FILES; i++) {
        struct stat found;
        if (stat(path[i], &found) < 0)
            fprintf(stderr, "rnntop: %s is not there yet: fetch it, or give it with --from.\n",
                    imdb[i].name);
    }
    return status;
}

/* ---- the command ---- */

/* Whoever fetched expects it to be read. */
static void tell_what_is_read(const char *path)
{
    struct rt_error error;
    struct stat fetched, read;
    char *found = NULL, shown[DATASET_PATH_SIZE];
    bool fallback, other = false;
    if (dataset_find(&found, &fallback, &error) == RT_OK && !fallback)
        other = strcmp(found, DATASET_DEMO) == 0 ||
                (stat(found, &read) == 0 && stat(path, &fetched) == 0 &&
                 (read.st_ino != fetched.st_ino || read.st_dev != fetched.st_dev));
    if (other) {
        dataset_show(found, shown);
        fprintf(stderr, "rnntop: without --data, %s is read, which goes before the cache.\n",
                shown);
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

int cmd_fetch(const struct settings *settings, const char *what)
{
    struct rt_error error = {0};
    char *path[FILES] = {NULL}, safe[80];
    atomic_bool stopped = false;
    enum rt_status status = RT_OK;

    if (strcmp(what, "imdb") != 0) {
        utf8_sanitize(what, strlen(what), false, safe, sizeof safe);
        status = rt_fail_text(&error, RT_ERR_USAGE,
                              "'%s' can't be fetched; what can is: rnntop fetch imdb.", safe);
    }
    if (status == RT_OK)
        status = find_places(path, &error);
    signals_on_stop(stop, &stopped);
    if (status == RT_OK && settings->from.count > 0)
        status = take_all(settings, path, &stopped, &error);
    else if (status == RT_OK)
        status = fetch_all(settings, path, &stopped, &error);
    if (status == RT_OK)
        tell_what_is_read(path[0]);
    signals_on_stop(NULL, NULL);
    for (size_t i = 0; i < FILES; i++)
        free(path[i]);
    if (status != RT_OK)
        return program_complain(&error);
    return ferror(stdout) ? PROGRAM_FAILED : PROGRAM_DONE;
}
