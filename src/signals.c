#include "config.h"

#include "signals.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "rnntop/base/clock.h"
#include "rnntop/ui/terminal/terminal.h"

#define PATIENCE_MS 1700 /* from the signal to a forced end: below the promised two seconds */
#define CRASH_STACK 65536

/* A closed terminal sends SIGHUP twice (its shell and the kernel), and a logout SIGTERM and SIGHUP:
 * a signal so soon after the first is not somebody asking again. */
#define REPEAT_NS 200000000u

static atomic_int caught;
static atomic_ullong caught_ns; /* when; 0: not known yet */
static int pipe_in = -1;        /* written by the handler */
static int pipe_out = -1;       /* readable from the first signal on; never emptied */

static pthread_mutex_t stop_lock = PTHREAD_MUTEX_INITIALIZER;
static void (*stop_function)(void *);
static void *stop_context;

static void die_of(int number)
{
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigset_t only;
    sigaction(number, &action, NULL);
    sigemptyset(&only);
    sigaddset(&only, number);
    pthread_sigmask(SIG_UNBLOCK, &only, NULL);
    kill(getpid(), number);
}

static void on_stop_signal(int number)
{
    int before = errno;
    int none = 0;
    if (atomic_compare_exchange_strong(&caught, &none, number)) {
        atomic_store(&caught_ns, clock_now_ns());
        ssize_t written = write(pipe_in, "", 1);
        (void)written; /* a pipe that is full is readable, which is all that is wanted */
    } else if (number != SIGHUP) {
        uint64_t first_ns = atomic_load(&caught_ns);
        if (first_ns > 0 && clock_now_ns() - first_ns > REPEAT_NS) {
            terminal_emergency_restore();
            die_of(number);
            _exit(128 + number);
        }
    }
    errno = before;
}

static void on_crash(int number)
{
    static const char text[] = "rnntop: crashed; models saved before are whole\n";
    terminal_emergency_restore();
    ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
    (void)written;
    die_of(number);
}

static void *watch(void *unused)
{
    (void)unused;
    struct timespec patience = {PATIENCE_MS / 1000, PATIENCE_MS % 1000 * 1000000};
    struct pollfd readable = {.fd = pipe_out, .events = POLLIN};
    while (poll(&readable, 1, -1) != 1) /* the byte stays, for whoever polls signals_wake_fd() */
        ;
    pthread_mutex_lock(&stop_lock);
    if (stop_function)
        stop_function(stop_context);
    pthread_mutex_unlock(&stop_lock);
    while (nanosleep(&patience, &patience) != 0)
        ;
    terminal_emergency_restore();
    die_of(caught);
    return NULL;
}

static enum rt_status install(int number, void (*handler)(int), int flags, struct rt_error *error)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    if (sigaction(number, &action, NULL) != 0)
        return rt_fail(error, ERR_SIGNALS_NOT_HANDLED, errno);
    return RT_OK;
}

enum rt_status signals_install(struct rt_error *error)
{
    static const int stops[] = {SIGINT, SIGTERM, SIGHUP};
    static const int crashes[] = {SIGSEGV, SIGABRT, SIGFPE, SIGBUS};
    static char crash_stack[CRASH_STACK];
    enum rt_status status = RT_OK;
    int ends[2];
    pthread_t thread;

    if (pipe(ends) != 0)
        return rt_fail(error, ERR_SIGNALS_NO_PIPE, errno);
    for (int i = 0; i < 2; i++)
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    pipe_out = ends[0];
    pipe_in = ends[1];
    /* A stack of its own: a crash may be an overflow of the ordinary one. */
    stack_t stack = {.ss_sp = crash_stack, .ss_size = sizeof crash_stack};
    sigaltstack(&stack, NULL);
    if (pthread_create(&thread, NULL, watch, NULL) != 0)
        return rt_fail(error, ERR_SIGNALS_NO_THREAD);
    pthread_detach(thread);
    for (size_t i = 0; status == RT_OK && i < sizeof stops / sizeof *stops; i++)
        status = install(stops[i], on_stop_signal, 0, error);
    for (size_t i = 0; status == RT_OK && i < sizeof crashes / sizeof *crashes; i++)
        status = install(crashes[i], on_crash, SA_ONSTACK | (int)SA_RESETHAND, error);
    /* When the reader of standard output leaves (rnntop train | head), what was learned must not be
     * lost: with SIGPIPE ignored, writes fail, and the commands look whether they did. */
    signal(SIGPIPE, SIG_IGN);
    return status;
}

int signals_caught(void)
{
    return caught;
}

int signals_wake_fd(void)
{
    return pipe_out;
}

void signals_on_stop(void (*stop)(void *context), void *context)
{
    pthread_mutex_lock(&stop_lock);
    stop_function = stop;
    stop_context = context;
    /* The signal may have come before there was anybody to stop. */
    if (caught && stop)
        stop(context);
    pthread_mutex_unlock(&stop_lock);
}

void signals_die(void)
{
    if (caught)
        die_of(caught);
}
