#include "config.h"

#include "faults.h"

#include <errno.h>
#include <jansson.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define TRACE_SIZE 4096

static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool armed, struck, after_short;
    enum fault_calls calls;
    enum fault_kind kind;
    int reason;
    size_t nth, count;
    const char *call;
    char trace[TRACE_SIZE];
    size_t traced;
    bool shut;
    size_t waiting;
} faults = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

static void *json_malloc(size_t size);

void faults_arm(enum fault_calls calls, size_t nth, enum fault_kind kind, int reason)
{
    json_set_alloc_funcs(json_malloc, free);
    pthread_mutex_lock(&faults.lock);
    faults.armed = true;
    faults.struck = faults.after_short = false;
    faults.calls = calls;
    faults.nth = nth;
    faults.kind = kind;
    faults.reason = reason;
    faults.count = faults.traced = 0;
    faults.call = "none";
    memset(faults.trace, 0, sizeof faults.trace);
    pthread_mutex_unlock(&faults.lock);
}

void faults_disarm(void)
{
    pthread_mutex_lock(&faults.lock);
    faults.armed = false;
    pthread_mutex_unlock(&faults.lock);
}

bool faults_struck(void)
{
    return faults.struck;
}

const char *faults_call(void)
{
    return faults.call;
}

size_t faults_count(void)
{
    return faults.count;
}

const char *faults_trace(void)
{
    return faults.trace;
}

void faults_shut_gate(void)
{
    pthread_mutex_lock(&faults.lock);
    faults.shut = true;
    pthread_mutex_unlock(&faults.lock);
}

void faults_open_gate(void)
{
    pthread_mutex_lock(&faults.lock);
    faults.shut = false;
    pthread_cond_broadcast(&faults.changed);
    pthread_mutex_unlock(&faults.lock);
}

void faults_wait_at_gate(void)
{
    pthread_mutex_lock(&faults.lock);
    while (faults.waiting == 0)
        pthread_cond_wait(&faults.changed, &faults.lock);
    pthread_mutex_unlock(&faults.lock);
}

static void stand_at_gate(void)
{
    pthread_mutex_lock(&faults.lock);
    faults.waiting++;
    pthread_cond_broadcast(&faults.changed);
    while (faults.shut)
        pthread_cond_wait(&faults.changed, &faults.lock);
    faults.waiting--;
    pthread_mutex_unlock(&faults.lock);
}

enum verdict { PASS, FAIL, PASS_THEN_FAIL, ONE_BYTE };

/* Counts a call and says what becomes of it; errno is set where it fails. */
static enum verdict judge(enum fault_calls calls, const char *name, char letter)
{
    enum verdict verdict = PASS;
    pthread_mutex_lock(&faults.lock);
    if (faults.armed && faults.traced < TRACE_SIZE - 1 && calls == FAULT_SYSTEM)
        faults.trace[faults.traced++] = letter;
    if (faults.armed && calls == faults.calls) {
        faults.count++;
        if (faults.after_short && letter == 'w') {
            faults.after_short = false;
            verdict = FAIL;
        }
        if (faults.count == faults.nth) {
            faults.struck = true;
            faults.call = name;
            if (faults.kind == FAULT_EXIT)
                _exit(0);
            verdict = faults.kind == FAULT_AFTER ? PASS_THEN_FAIL : FAIL;
            if (faults.kind == FAULT_SHORT && letter == 'w') {
                verdict = ONE_BYTE;
                faults.after_short = true;
            }
        }
    }
    errno = faults.reason;
    pthread_mutex_unlock(&faults.lock);
    return verdict;
}

/* WRAP(result, name, letter, failure, parameters, arguments) */
#define WRAP(type, name, letter, failure, parameters, arguments)                                   \
    type __real_##name parameters;                                                                 \
    type __wrap_##name parameters;                                                                 \
    type __wrap_##name parameters                                                                  \
    {                                                                                              \
        int before = errno;                                                                        \
        enum verdict verdict = judge(FAULT_SYSTEM, #name, letter);                                 \
        int reason = errno;                                                                        \
        if (verdict == FAIL)                                                                       \
            return failure;                                                                        \
        errno = before;                                                                            \
        type result = __real_##name arguments;                                                     \
        if (verdict == PASS_THEN_FAIL) {                                                           \
            errno = reason;                                                                        \
            return failure;                                                                        \
        }                                                                                          \
        return result;                                                                             \
    }

WRAP(ssize_t, pread, '.', -1, (int fd, void *into, size_t size, off_t at), (fd, into, size, at))
WRAP(ssize_t, readlink, '.', -1, (const char *path, char *out, size_t size), (path, out, size))
WRAP(ssize_t, getrandom, '.', -1, (void *out, size_t size, unsigned flags), (out, size, flags))
WRAP(int, fstat, '.', -1, (int fd, struct stat *status), (fd, status))
WRAP(int, fstatat, '.', -1, (int folder, const char *name, struct stat *status, int flags),
     (folder, name, status, flags))
WRAP(int, faccessat, '.', -1, (int folder, const char *name, int mode, int flags),
     (folder, name, mode, flags))
WRAP(int, fchmod, 'm', -1, (int fd, mode_t mode), (fd, mode))
WRAP(int, ftruncate, 't', -1, (int fd, off_t size), (fd, size))
WRAP(int, mkdir, '.', -1, (const char *path, mode_t mode), (path, mode))
WRAP(int, renameat, 'r', -1, (int a, const char *from, int b, const char *to), (a, from, b, to))

/* Both open: the mode is there when O_CREAT is. */
int __real_openat(int folder, const char *path, int flags, ...);
int __wrap_openat(int folder, const char *path, int flags, mode_t mode);
int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, mode_t mode);

int __wrap_openat(int folder, const char *path, int flags, mode_t mode)
{
    if (judge(FAULT_SYSTEM, "openat", 'o') != PASS)
        return -1;
    return __real_openat(folder, path, flags, mode);
}

int __wrap_open(const char *path, int flags, mode_t mode)
{
    if (judge(FAULT_SYSTEM, "open", 'o') != PASS)
        return -1;
    return __real_open(path, flags, mode);
}

ssize_t __real_write(int fd, const void *bytes, size_t size);
ssize_t __wrap_write(int fd, const void *bytes, size_t size);

ssize_t __wrap_write(int fd, const void *bytes, size_t size)
{
    switch (judge(FAULT_SYSTEM, "write", 'w')) {
    case FAIL:
    case PASS_THEN_FAIL:
        return -1;
    case ONE_BYTE:
        return __real_write(fd, bytes, size < 1 ? size : 1);
    case PASS:
        break;
    }
    return __real_write(fd, bytes, size);
}

int __real_fsync(int fd);
int __wrap_fsync(int fd);

int __wrap_fsync(int fd)
{
    struct stat status;
    bool folder = __real_fstat(fd, &status) == 0 && S_ISDIR(status.st_mode);
    if (judge(FAULT_SYSTEM, folder ? "fsync of the folder" : "fsync", folder ? 'S' : 's') != PASS)
        return -1;
    stand_at_gate();
    return __real_fsync(fd);
}

int __real_close(int fd);
int __wrap_close(int fd);

/* Linux closes whatever close() says. */
int __wrap_close(int fd)
{
    enum verdict verdict = judge(FAULT_SYSTEM, "close", 'c');
    int reason = errno;
    int result = __real_close(fd);
    if (verdict == PASS)
        return result;
    errno = reason;
    return -1;
}

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
char *__real_strdup(const char *text);
char *__wrap_strdup(const char *text);

void *__wrap_malloc(size_t size)
{
    return judge(FAULT_MEMORY, "malloc", '.') == PASS ? __real_malloc(size) : NULL;
}

void *__wrap_calloc(size_t count, size_t size)
{
    return judge(FAULT_MEMORY, "calloc", '.') == PASS ? __real_calloc(count, size) : NULL;
}

void *__wrap_realloc(void *old, size_t size)
{
    return judge(FAULT_MEMORY, "realloc", '.') == PASS ? __real_realloc(old, size) : NULL;
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    if (judge(FAULT_MEMORY, "aligned_alloc", '.') != PASS)
        return NULL;
    return __real_aligned_alloc(alignment, size);
}

char *__wrap_strdup(const char *text)
{
    return judge(FAULT_MEMORY, "strdup", '.') == PASS ? __real_strdup(text) : NULL;
}

static void *json_malloc(size_t size)
{
    return judge(FAULT_JSON_MEMORY, "jansson's malloc", '.') == PASS ? __real_malloc(size) : NULL;
}
