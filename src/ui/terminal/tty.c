#include "config.h"

#include "rnntop/ui/terminal/tty.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "rnntop/base/clock.h"

#define CLOSE_PATIENCE_MS      300
#define SUSPEND_PATIENCE_MS    300
#define BACKGROUND_PATIENCE_MS 100
/* A terminal that says it takes output takes at least so much without blocking. */
#define CAUTIOUS_BYTES 128

struct tty {
    int input, output;
    bool own; /* input and output are one descriptor of ours that never blocks */
    bool lost;
    struct termios before;
    char *waiting; /* [room]; bytes [sent, end) are still to be sent */
    size_t sent, end, room;
};

/* The handlers' side: flags, and the pipe that wakes the loop. */
static volatile sig_atomic_t resized, stopped, continued;
static int wake[2] = {-1, -1};
static struct sigaction old_winch, old_tstp, old_cont;

/* What a dying program needs to know: written while nothing can go wrong, read by a signal handler
 * on any thread. The bytes are kept twice, so that there is always a whole set. */
static struct {
    atomic_bool armed;
    int fd;
    struct termios before;
    atomic_int which;
    size_t length[2];
    char bytes[2][TTY_EMERGENCY_SIZE];
    atomic_int real_stderr, stderr_pipe;
} emergency = {.fd = -1, .real_stderr = -1, .stderr_pipe = -1};

static void on_signal(int number)
{
    int saved = errno;

    if (number == SIGWINCH)
        resized = 1;
    else if (number == SIGTSTP)
        stopped = 1;
    else
        continued = 1;
    /* A full pipe is fine: the loop is going to look. */
    if (write(wake[1], "", 1) < 0)
        errno = saved;
    errno = saved;
}

static void handle(int number, struct sigaction *old)
{
    struct sigaction action;

    memset(&action, 0, sizeof(action));
    action.sa_handler = on_signal;
    /* Other threads' reads and writes are not to fail because a window changed its size; poll()
     * returns in any case. */
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, old);
}

static bool make_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return false;
    for (int i = 0; i < 2; i++) {
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
        fcntl(ends[i], F_SETFL, O_NONBLOCK);
    }
    return true;
}

static bool set_mode(int fd, const struct termios *mode)
{
    while (tcsetattr(fd, TCSANOW, mode) != 0) {
        if (errno != EINTR)
            return false;
    }
    return true;
}

/* No echo, no lines, Ctrl-S and Ctrl-Q are keys, Enter and Ctrl-J are told apart. ISIG stays:
 * Ctrl-C and Ctrl-Z must work even when the loop that reads keys does not. */
static bool enter_mode(const struct tty *tty)
{
    struct termios mode = tty->before;

    mode.c_iflag &= ~(tcflag_t)(IXON | ICRNL | INLCR | IGNCR | ISTRIP | PARMRK);
    mode.c_oflag &= ~(tcflag_t)OPOST;
    mode.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | IEXTEN);
    mode.c_lflag |= ISIG;
    mode.c_cc[VMIN] = 1;
    mode.c_cc[VTIME] = 0;
    mode.c_cc[VQUIT] = _POSIX_VDISABLE; /* Ctrl-\ would leave screen and mode as they are */
    return set_mode(tty->output, &mode);
}

/* A descriptor of our own on the same device: O_NONBLOCK belongs to the open file, and the shell
 * shares standard output's. */
static void open_device(struct tty *tty)
{
    char path[256];
    int fd = -1;

    if (ttyname_r(STDOUT_FILENO, path, sizeof(path)) == 0)
        fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 && !isatty(STDIN_FILENO)) /* keys may still come from the terminal of the session */
        fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    tty->own = fd >= 0;
    tty->output = tty->own ? fd : STDOUT_FILENO;
    /* Where the device can't be opened again (after su), write with care and read what we have. */
    tty->input = tty->own ? fd : isatty(STDIN_FILENO) ? STDIN_FILENO : STDOUT_FILENO;
}

enum rt_status tty_open(struct tty **tty, struct rt_error *error)
{
    enum rt_status status = RT_OK;
    struct tty *new = NULL;

    assert(wake[0] < 0);
    if (!isatty(STDOUT_FILENO))
        return rt_fail(error, ERR_NOT_A_TERMINAL);
    new = calloc(1, sizeof(*new));
    if (!new)
        return rt_fail(error, ERR_TERMINAL_NO_MEMORY);
    open_device(new);
    if (tcgetattr(new->output, &new->before) != 0) {
        status = rt_fail(error, ERR_TERMINAL_MODE_READ, errno);
        goto fail;
    }
    if (!make_pipe(wake)) {
        status = rt_fail(error, ERR_TERMINAL_NO_SIGNAL_PIPE, errno);
        goto fail;
    }
    resized = stopped = continued = 0;
    handle(SIGWINCH, &old_winch);
    handle(SIGTSTP, &old_tstp);
    handle(SIGCONT, &old_cont);
    emergency.fd = new->output;
    emergency.before = new->before;
    atomic_store(&emergency.armed, true);
    if (!enter_mode(new)) {
        status = rt_fail(error, ERR_TERMINAL_MODE_SET, errno);
        tty_close(new);
        return status;
    }
    *tty = new;
    return RT_OK;

fail:
    if (new->own)
        close(new->output);
    free(new);
    return status;
}

/* The terminal belongs to another job: its mode is not ours to change, and trying would stop us. */
static bool in_background(const struct tty *tty)
{
    pid_t foreground = tcgetpgrp(tty->output);
    return foreground > 0 && foreground != getpgrp();
}

/* tty_flush(), but gives the terminal up to timeout_ms to take it. */
static bool drain(struct tty *tty, int timeout_ms)
{
    double until = clock_now_s() + timeout_ms / 1000.0;

    while (!tty_flush(tty)) {
        double left = until - clock_now_s();
        if (left <= 0)
            return false;
        struct pollfd ready = {.fd = tty->output, .events = POLLOUT};
        poll(&ready, 1, (int)(left * 1000) + 1);
    }
    return true;
}

void tty_close(struct tty *tty)
{
    drain(tty, CLOSE_PATIENCE_MS);
    if (!in_background(tty))
        set_mode(tty->output, &tty->before);
    atomic_store(&emergency.armed, false);
    sigaction(SIGWINCH, &old_winch, NULL);
    sigaction(SIGTSTP, &old_tstp, NULL);
    sigaction(SIGCONT, &old_cont, NULL);
    close(wake[0]);
    close(wake[1]);
    wake[0] = wake[1] = -1;
    if (tty->own)
        close(tty->output);
    free(tty->waiting);
    free(tty);
}

bool tty_size(const struct tty *tty, int *columns, int *rows)
{
    struct winsize size;

    if (ioctl(tty->output, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
        return false;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return true;
}

size_t tty_read(struct tty *tty, void *buffer, size_t size)
{
    if (tty->lost)
        return 0;
    if (!tty->own) { /* it might block */
        struct pollfd ready = {.fd = tty->input, .events = POLLIN};
        if (poll(&ready, 1, 0) <= 0)
            return 0;
    }
    ssize_t n = read(tty->input, buffer, size);
    if (n > 0)
        return (size_t)n;
    if (n == 0 || (errno != EINTR && errno != EAGAIN))
        tty->lost = true;
    return 0;
}

enum rt_status tty_write(struct tty *tty, const void *bytes, size_t length)
{
    if (tty->sent > 0) {
        memmove(tty->waiting, tty->waiting + tty->sent, tty->end - tty->sent);
        tty->end -= tty->sent;
        tty->sent = 0;
    }
    if (length > tty->room - tty->end) {
        size_t room = 2 * (tty->end + length);
        char *waiting = realloc(tty->waiting, room);
        if (!waiting)
            return RT_ERR_MEMORY;
        tty->waiting = waiting;
        tty->room = room;
    }
    if (length > 0)
        memcpy(tty->waiting + tty->end, bytes, length);
    tty->end += length;
    tty_flush(tty);
    return RT_OK;
}

/* What may be sent in one go; 0: not now. */
static size_t portion(const struct tty *tty)
{
    size_t length = tty->end - tty->sent;

    if (tty->own)
        return length;
    struct pollfd ready = {.fd = tty->output, .events = POLLOUT};
    if (poll(&ready, 1, 0) <= 0)
        return 0;
    return length < CAUTIOUS_BYTES ? length : CAUTIOUS_BYTES;
}

bool tty_flush(struct tty *tty)
{
    while (tty->sent < tty->end && !tty->lost) {
        size_t length = portion(tty);
        if (length == 0)
            return false;
        ssize_t n = write(tty->output, tty->waiting + tty->sent, length);
        if (n >= 0)
            tty->sent += (size_t)n;
        else if (errno == EAGAIN)
            return false;
        else if (errno != EINTR)
            tty->lost = true;
    }
    tty->sent = tty->end = 0;
    return true;
}

bool tty_waiting(const struct tty *tty)
{
    return tty->sent < tty->end;
}

bool tty_lost(const struct tty *tty)
{
    return tty->lost;
}

unsigned tty_signals(struct tty *tty)
{
    char bytes[64];
    unsigned seen = 0;

    (void)tty;
    /* The pipe first: a signal that comes in between is then seen now or wakes the loop again. */
    while (read(wake[0], bytes, sizeof(bytes)) > 0)
        continue;
    if (resized) {
        resized = 0;
        seen |= TTY_RESIZED;
    }
    if (stopped) {
        stopped = 0;
        seen |= TTY_STOP;
    }
    if (continued) {
        continued = 0;
        seen |= TTY_CONTINUED;
    }
    return seen;
}

void tty_suspend(struct tty *tty, bool (*leaving)(void *context), void *context)
{
    struct sigaction standard;

    drain(tty, SUSPEND_PATIENCE_MS);
    set_mode(tty->output, &tty->before);
    atomic_store(&emergency.armed, false);

    memset(&standard, 0, sizeof(standard));
    standard.sa_handler = SIG_DFL;
    sigemptyset(&standard.sa_mask);
    do {
        sigaction(SIGTSTP, &standard, NULL);
        raise(SIGTSTP); /* every thread of the process stops here, training too */
        handle(SIGTSTP, &standard);
        if (leaving && in_background(tty)) {
            /* A shell ends a stopped job by a signal and a SIGCONT: the signal may be under way. */
            poll(NULL, 0, BACKGROUND_PATIENCE_MS);
            tty->lost = leaving(context);
        }
    } while (in_background(tty) && !tty->lost);
    continued = 0;

    if (!tty->lost)
        tty_resume(tty);
}

void tty_resume(struct tty *tty)
{
    struct termios now;

    /* Our own mode, left by a SIGSTOP that nobody could answer, is not what was there before. */
    if (tcgetattr(tty->output, &now) == 0 && (now.c_lflag & (tcflag_t)ICANON))
        tty->before = now;
    emergency.before = tty->before;
    if (!enter_mode(tty) && errno == EIO)
        tty->lost = true;
    atomic_store(&emergency.armed, true);
}

int tty_input_fd(const struct tty *tty)
{
    return tty->input;
}

int tty_output_fd(const struct tty *tty)
{
    return tty->output;
}

int tty_signal_fd(const struct tty *tty)
{
    (void)tty;
    return wake[0];
}

void tty_set_emergency(struct tty *tty, const char *bytes, size_t length)
{
    int other = !atomic_load(&emergency.which);

    (void)tty;
    if (length > TTY_EMERGENCY_SIZE)
        length = TTY_EMERGENCY_SIZE;
    memcpy(emergency.bytes[other], bytes, length);
    emergency.length[other] = length;
    atomic_store(&emergency.which, other);
}

void tty_set_emergency_stderr(int real, int pipe_end)
{
    atomic_store(&emergency.stderr_pipe, pipe_end);
    atomic_store(&emergency.real_stderr, real);
}

/* Standard error again, with what was written to it last: a library's reason for giving up. */
static void emergency_stderr(void)
{
    int real = atomic_exchange(&emergency.real_stderr, -1);
    int end = atomic_exchange(&emergency.stderr_pipe, -1);
    char bytes[512];
    ssize_t n;

    if (real < 0 || dup2(real, STDERR_FILENO) < 0)
        return;
    while (end >= 0 && (n = read(end, bytes, sizeof(bytes))) > 0) {
        if (write(STDERR_FILENO, bytes, (size_t)n) != n)
            return;
    }
}

void tty_emergency(void)
{
    int saved = errno;

    if (atomic_exchange(&emergency.armed, false)) {
        int which = atomic_load(&emergency.which);
        const char *bytes = emergency.bytes[which];
        size_t left = emergency.length[which];
        /* From the background these calls would stop a program that is about to die. */
        signal(SIGTTOU, SIG_IGN);
        /* A terminal that takes no output would keep us from dying: the mode matters more. */
        ssize_t n = write(emergency.fd, bytes, left);
        (void)n;
        tcsetattr(emergency.fd, TCSANOW, &emergency.before);
    }
    emergency_stderr();
    errno = saved;
}
