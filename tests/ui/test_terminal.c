/*
 * The terminal on a pty: a child opens it, this process is the terminal emulator at the other end.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#include "rnntop/base/clock.h"
#include "rnntop/ui/terminal/keypress.h"
#include "rnntop/ui/terminal/terminal.h"
#include "tests/words/error_text.h"

#define PATIENCE_S 60 /* no test fails because a machine is slow */
#define SEEN_SIZE  (4u << 20)

struct pty {
    int master, slave;
    pid_t child;
    struct termios before;
    size_t length;
    char *seen; /* all that the child wrote, NUL-terminated */
};

/* What the child does; its return value is its exit status. */
typedef int (*scenario)(void);

static void resize(const struct pty *pty, int columns, int rows)
{
    struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};

    assert_int_equal(ioctl(pty->master, TIOCSWINSZ, &size), 0);
}

static void start_at(struct pty *pty, scenario run, int columns, int rows)
{
    *pty = (struct pty){.master = posix_openpt(O_RDWR | O_NOCTTY), .seen = calloc(1, SEEN_SIZE)};
    assert_true(pty->seen && pty->master >= 0 && grantpt(pty->master) == 0 &&
                unlockpt(pty->master) == 0);
    pty->slave = open(ptsname(pty->master), O_RDWR | O_NOCTTY);
    assert_true(pty->slave >= 0);
    assert_int_equal(tcgetattr(pty->slave, &pty->before), 0);
    resize(pty, columns, rows);
    pty->child = fork();
    assert_true(pty->child >= 0);
    if (pty->child > 0)
        return;

    alarm(PATIENCE_S);
    setsid();
    ioctl(pty->slave, TIOCSCTTY, 0);
    for (int fd = 0; fd < 3; fd++)
        dup2(pty->slave, fd);
    close(pty->master);
    close(pty->slave);
    setenv("TERM", "xterm-256color", 1);
    unsetenv("NO_COLOR");
    unsetenv("COLORFGBG");
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        setlocale(LC_CTYPE, "en_US.UTF-8");
    _exit(run());
}

static void start(struct pty *pty, scenario run)
{
    start_at(pty, run, 80, 24);
}

/* Takes in what the child writes, waiting for it up to timeout_ms. */
static bool take(struct pty *pty, int timeout_ms)
{
    struct pollfd ready = {.fd = pty->master, .events = POLLIN};

    if (poll(&ready, 1, timeout_ms) <= 0 || !(ready.revents & POLLIN))
        return false;
    ssize_t n = read(pty->master, pty->seen + pty->length, SEEN_SIZE - 1 - pty->length);
    if (n <= 0)
        return false;
    pty->length += (size_t)n;
    return true;
}

/* Takes it in until it holds `text` after position `from`; where that begins. */
static size_t expect_from(struct pty *pty, size_t from, const char *text)
{
    double until = clock_now_s() + PATIENCE_S;

    for (;;) {
        const char *at = strstr(pty->seen + from, text);
        if (at)
            return (size_t)(at - pty->seen);
        take(pty, 1000);
        if (clock_now_s() > until)
            fail_msg("waited in vain for \"%s\"; seen: %.200s", text, pty->seen + from);
    }
}

static size_t expect(struct pty *pty, const char *text)
{
    return expect_from(pty, 0, text);
}

static void send_text(const struct pty *pty, const char *text)
{
    assert_int_equal(write(pty->master, text, strlen(text)), (ssize_t)strlen(text));
}

/* The child's exit status; 128 and more: the signal that ended it. */
static int finish(struct pty *pty)
{
    int status;

    while (waitpid(pty->child, &status, WNOHANG) != pty->child)
        take(pty, 10);
    while (take(pty, 100))
        continue;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void clean_up(struct pty *pty)
{
    close(pty->master);
    close(pty->slave);
    free(pty->seen);
}

static void expect_mode_as_before(const struct pty *pty)
{
    struct termios now;

    assert_int_equal(tcgetattr(pty->slave, &now), 0);
    assert_int_equal(now.c_lflag, pty->before.c_lflag);
    assert_int_equal(now.c_iflag, pty->before.c_iflag);
    assert_int_equal(now.c_oflag, pty->before.c_oflag);
    assert_memory_equal(now.c_cc, pty->before.c_cc, sizeof(now.c_cc));
}

/* The child's side. */

static struct terminal *open_terminal(void)
{
    struct terminal_options options = {.theme = THEME_AUTO};
    struct terminal *terminal;
    struct rt_error error;

    if (terminal_open(&terminal, &options, &error) != RT_OK) {
        fprintf(stderr, "terminal_open: %s\n", error_text(&error));
        _exit(99);
    }
    return terminal;
}

/* A canvas of the terminal's size, its columns in turn filled with two letters, in validation's
 * colour. */
static bool show_two(struct terminal *terminal, uint32_t even, uint32_t odd)
{
    struct canvas *canvas;
    int columns, rows;

    terminal_size(terminal, &columns, &rows);
    if (canvas_create(&canvas, columns, rows, NULL) != RT_OK)
        _exit(98);
    for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++)
            canvas_put(canvas, column, row, column % 2 == 0 ? even : odd, ROLE_VAL);
    }
    bool shown = terminal_show(terminal, canvas);
    canvas_destroy(canvas);
    return shown;
}

static bool show(struct terminal *terminal, uint32_t letter)
{
    return show_two(terminal, letter, letter);
}

static void sleep_until_input(struct terminal *terminal)
{
    struct pollfd fds[TERMINAL_FDS];

    poll(fds, (nfds_t)terminal_fds(terminal, fds), terminal_wait_ms(terminal));
}

static int wait_key(struct terminal *terminal)
{
    int key;

    while ((key = terminal_key(terminal)) == KEYPRESS_NONE && !terminal_lost(terminal))
        sleep_until_input(terminal);
    return key;
}

static int show_and_leave(void)
{
    struct terminal *terminal = open_terminal();

    show(terminal, 'x');
    wait_key(terminal);
    terminal_close(terminal);
    return 0;
}

static void opened_and_closed(void **state)
{
    (void)state;
    struct pty pty;
    struct termios inside;

    start(&pty, show_and_leave);
    expect(&pty, "xxxx");
    size_t mode_on = expect(&pty, "\033[?1049h");
    assert_true(expect(&pty, "\033[?2004h") < expect(&pty, "xxxx"));
    assert_true(mode_on < expect(&pty, "xxxx"));
    expect(&pty, "\033[38;5;172m"); /* validation where the background is unknown */
    assert_int_equal(tcgetattr(pty.slave, &inside), 0);
    assert_false(inside.c_lflag & (ECHO | ICANON | IEXTEN));
    assert_true(inside.c_lflag & ISIG);
    assert_false(inside.c_iflag & (IXON | ICRNL));
    /* No mouse, so the wheel stays the terminal's own. */
    assert_null(strstr(pty.seen, "\033[?1000h"));
    assert_null(strstr(pty.seen, "\033[?1006h"));

    send_text(&pty, "k");
    assert_int_equal(finish(&pty), 0);
    expect_mode_as_before(&pty);
    size_t shown = expect(&pty, "xxxx");
    expect_from(&pty, shown, "\033[?2004l");
    expect_from(&pty, shown, "\033[?1049l");
    expect_from(&pty, shown, "\033[?25h");
    clean_up(&pty);
}

/* The first frame does not wait for the answer; the colours follow it. */
static int theme_follows(void)
{
    struct terminal *terminal = open_terminal();

    show(terminal, 'a');
    if (wait_key(terminal) != KEYPRESS_RESIZE) /* a frame is due */
        return 1;
    show(terminal, 'b');
    int key = wait_key(terminal);
    terminal_close(terminal);
    return key == 'k' ? 0 : 2;
}

static void background_answer(void **state)
{
    (void)state;
    static const struct {
        const char *answer, *color;
    } answers[] = {
        {"\033]11;rgb:ffff/ffff/ffff\033\\", "\033[38;5;166m"},
        {"\033]11;rgb:0000/0000/0000\007", "\033[38;5;208m"},
    };

    for (size_t i = 0; i < 2; i++) {
        struct pty pty;
        start(&pty, theme_follows);
        expect(&pty, "\033]11;?");
        expect(&pty, "aaaa");
        send_text(&pty, answers[i].answer);
        size_t from = expect(&pty, answers[i].color);
        expect_from(&pty, from, "bbbb");
        send_text(&pty, "k");
        assert_int_equal(finish(&pty), 0);
        clean_up(&pty);
    }
}

/* An answer on its way when we leave is not typed into the shell. */
static int leave_at_once(void)
{
    terminal_close(open_terminal());
    return 0;
}

static void late_answer(void **state)
{
    (void)state;
    struct pty pty;
    int waiting = -1;

    start(&pty, leave_at_once);
    expect(&pty, "\033]11;?");
    send_text(&pty, "\033]11;rgb:0000/0000/0000\033\\");
    assert_int_equal(finish(&pty), 0);
    expect_mode_as_before(&pty);
    assert_int_equal(ioctl(pty.slave, FIONREAD, &waiting), 0);
    assert_int_equal(waiting, 0);
    clean_up(&pty);
}

/* Nobody reads: frames are dropped, nothing waits, and leaving takes no longer than it may. */
static int blocked(void)
{
    struct terminal *terminal = open_terminal();
    bool dropped = false;

    for (int frame = 0; frame < 300; frame++) {
        terminal_redraw(terminal);
        dropped |= !show(terminal, (uint32_t)('a' + frame % 2));
        terminal_key(terminal);
    }
    double began = clock_now_s();
    terminal_close(terminal);
    if (!dropped)
        return 1;
    return clock_now_s() - began < 10 ? 0 : 2;
}

static void blocked_output(void **state)
{
    (void)state;
    struct pty pty;
    int status;

    start_at(&pty, blocked, 200, 60);
    /* Wait for its end first: reading would unblock it. */
    while (waitpid(pty.child, &status, 0) != pty.child)
        assert_int_equal(errno, EINTR);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    expect_mode_as_before(&pty);
    clean_up(&pty);
}

/* A frame that was cut by the terminal's pace arrives whole. */
static int slow_reader(void)
{
    struct terminal *terminal = open_terminal();

    while (!show_two(terminal, 0x2588, '.'))
        sleep_until_input(terminal);
    while (!show_two(terminal, 'z', '.'))
        sleep_until_input(terminal), (void)terminal_key(terminal);
    int key = wait_key(terminal);
    terminal_close(terminal);
    return key == 'k' ? 0 : 1;
}

static void slow_output(void **state)
{
    (void)state;
    struct pty pty;

    start_at(&pty, slow_reader, 500, 200);
    sleep(1);
    expect(&pty, "\xe2\x96\x88");
    expect(&pty, "z");
    send_text(&pty, "k");
    assert_int_equal(finish(&pty), 0);
    size_t letters = 0;
    for (const char *c = pty.seen; *c; c++)
        letters += *c == 'z';
    assert_int_equal(letters, 500 / 2 * 200);
    clean_up(&pty);
}

static int resized(void)
{
    struct terminal *terminal = open_terminal();
    int columns, rows;

    show(terminal, 'a');
    for (;;) {
        int key = wait_key(terminal);
        if (key == 'k')
            break;
        if (key != KEYPRESS_RESIZE)
            return 1;
        terminal_size(terminal, &columns, &rows);
        show(terminal, columns == 1 ? '1' : columns == 100 ? 'b' : 'c');
    }
    terminal_close(terminal);
    return 0;
}

static void resizes(void **state)
{
    (void)state;
    struct pty pty;

    start(&pty, resized);
    expect(&pty, "aaaa");
    resize(&pty, 100, 30);
    expect(&pty, "bbbb");
    resize(&pty, 1, 1);
    size_t from = expect(&pty, "1");
    resize(&pty, 100, 1);
    expect_from(&pty, from, "bbbb");
    send_text(&pty, "k");
    assert_int_equal(finish(&pty), 0);
    clean_up(&pty);
}

static int writes_to_stderr(void)
{
    char line[64];
    struct terminal *terminal = open_terminal();

    show(terminal, 'a');
    fprintf(stderr, "a library: \033[31mred\033[0m\nsecond\nlast");
    if (!terminal_stderr_line(terminal, line, sizeof(line)) || strncmp(line, "a library: ", 11) ||
        strchr(line, '\033'))
        return 1;
    if (!terminal_stderr_line(terminal, line, sizeof(line)) || strcmp(line, "second") != 0)
        return 2;
    if (terminal_stderr_line(terminal, line, sizeof(line)))
        return 3; /* the line is not whole yet */
    /* More than a pipe holds: nobody waits, and what came is there. */
    for (int i = 0; i < 20000; i++)
        fprintf(stderr, " and on and on");
    int lines = 0;
    while (terminal_stderr_line(terminal, line, sizeof(line)))
        lines++;
    if (lines < 100)
        return 4;
    fprintf(stderr, "\nunread at the end\n");
    terminal_close(terminal);
    return 0;
}

static void captured_stderr(void **state)
{
    (void)state;
    struct pty pty;

    start(&pty, writes_to_stderr);
    expect(&pty, "aaaa");
    assert_int_equal(finish(&pty), 0);
    assert_null(strstr(pty.seen, "a library"));
    assert_null(strstr(pty.seen, "second"));
    size_t left = expect(&pty, "\033[?1049l");
    expect_from(&pty, left, "unread at the end");
    clean_up(&pty);
}

static void die(int number)
{
    terminal_emergency_restore();
    signal(number, SIG_DFL);
    raise(number);
}

static int crashes(void)
{
    struct terminal *terminal = open_terminal();

    signal(SIGABRT, die);
    show(terminal, 'a');
    fprintf(stderr, "free(): invalid pointer\n");
    abort();
}

static void emergency(void **state)
{
    (void)state;
    struct pty pty;

    start(&pty, crashes);
    expect(&pty, "aaaa");
    assert_int_equal(finish(&pty), 128 + SIGABRT);
    expect_mode_as_before(&pty);
    size_t shown = expect(&pty, "aaaa");
    expect_from(&pty, shown, "\033[?2004l");
    expect_from(&pty, shown, "\033[?25h");
    size_t left = expect_from(&pty, shown, "\033[?1049l");
    /* What the library said last is not lost, and not on the screen that is gone. */
    expect_from(&pty, left, "free(): invalid pointer");
    clean_up(&pty);
}

/* And it does nothing where no terminal is open: before, and after. */
static int nothing_open(void)
{
    terminal_emergency_restore();
    terminal_close(open_terminal());
    terminal_emergency_restore();
    terminal_close(NULL);
    return 0;
}

static void emergency_without_terminal(void **state)
{
    (void)state;
    struct pty pty;

    start(&pty, nothing_open);
    assert_int_equal(finish(&pty), 0);
    expect_mode_as_before(&pty);
    const char *first = strstr(pty.seen, "\033[?1049l");
    assert_non_null(first);
    assert_null(strstr(first + 1, "\033[?1049l"));
    clean_up(&pty);
}

static int hung_up(void)
{
    struct terminal *terminal = open_terminal();

    signal(SIGHUP, SIG_IGN);
    show(terminal, 'a');
    wait_key(terminal);
    bool lost = terminal_lost(terminal);
    terminal_close(terminal);
    return lost ? 0 : 1;
}

static void hang_up(void **state)
{
    (void)state;
    struct pty pty;
    int status;

    start(&pty, hung_up);
    expect(&pty, "aaaa");
    close(pty.slave);
    close(pty.master);
    while (waitpid(pty.child, &status, 0) != pty.child)
        assert_int_equal(errno, EINTR);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    free(pty.seen);
}

/* Ctrl-Z: the process stops with the terminal given back, and comes back when it is continued. */
static int stopped(void)
{
    struct terminal *terminal = open_terminal();

    show(terminal, 'a');
    int key = wait_key(terminal);
    if (key != KEYPRESS_RESIZE)
        return 1;
    show(terminal, 'b');
    key = wait_key(terminal);
    terminal_close(terminal);
    return key == 'k' ? 0 : 2;
}

/* The terminal's own process group would be orphaned, and then SIGTSTP stops nothing: a parent in
 * the same session makes it a job, as a shell does. */
static int job(void)
{
    int status;
    pid_t child = fork();

    signal(SIGTTOU, SIG_IGN);
    if (child == 0) {
        setpgid(0, 0);
        tcsetpgrp(STDIN_FILENO, getpid());
        signal(SIGTTOU, SIG_DFL);
        _exit(stopped());
    }
    if (waitpid(child, &status, WUNTRACED) != child || !WIFSTOPPED(status))
        return 90;
    struct termios mode;
    if (tcgetattr(STDIN_FILENO, &mode) != 0 || !(mode.c_lflag & ICANON) || !(mode.c_lflag & ECHO))
        return 91;
    kill(child, SIGCONT);
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return 92;
    return WEXITSTATUS(status);
}

static void suspended(void **state)
{
    (void)state;
    struct pty pty;

    start(&pty, job);
    expect(&pty, "aaaa");
    send_text(&pty, "\032"); /* Ctrl-Z */
    size_t left = expect(&pty, "\033[?1049l");
    size_t back = expect_from(&pty, left, "\033[?1049h");
    expect_from(&pty, back, "bbbb");
    send_text(&pty, "k");
    assert_int_equal(finish(&pty), 0);
    expect_mode_as_before(&pty);
    clean_up(&pty);
}

static int refuses(const char *term, enum rt_status wanted)
{
    struct terminal_options options = {.theme = THEME_AUTO};
    struct terminal *terminal = NULL;
    struct rt_error error;

    if (term)
        setenv("TERM", term, 1);
    else
        unsetenv("TERM");
    enum rt_status status = terminal_open(&terminal, &options, &error);
    return status == wanted && error_text(&error)[0] ? 0 : 1;
}

static int refuses_unset(void)
{
    return refuses(NULL, RT_ERR_UNSUPPORTED);
}

static int refuses_empty(void)
{
    return refuses("", RT_ERR_UNSUPPORTED);
}

static int refuses_unknown(void)
{
    return refuses("no-such-terminal\033[2J", RT_ERR_UNSUPPORTED);
}

static int refuses_dumb(void)
{
    return refuses("dumb", RT_ERR_UNSUPPORTED);
}

static int refuses_file(void)
{
    int null = open("/dev/null", O_RDWR);

    dup2(null, STDOUT_FILENO);
    return refuses("xterm", RT_ERR_UNSUPPORTED);
}

/* Then nothing was drawn, and the mode is as it was. */
static void refused(void **state)
{
    (void)state;
    static const scenario scenarios[] = {refuses_unset, refuses_empty, refuses_unknown,
                                         refuses_dumb, refuses_file};

    for (size_t i = 0; i < sizeof(scenarios) / sizeof(scenarios[0]); i++) {
        struct pty pty;
        start(&pty, scenarios[i]);
        assert_int_equal(finish(&pty), 0);
        expect_mode_as_before(&pty);
        if (pty.length > 0)
            fail_msg("scenario %zu wrote: %s", i, pty.seen);
        clean_up(&pty);
    }
}

static int draws_everything(void)
{
    static const uint32_t codepoints[] = {0,      '\n',    033,    127,      0x9b,   0x301,
                                          0x6f22, 0x1f600, 0xd800, 0x110000, 0x25ba, 0xffff};
    struct terminal *terminal = open_terminal();

    for (size_t i = 0; i < sizeof(codepoints) / sizeof(codepoints[0]); i++)
        show(terminal, codepoints[i]);
    show(terminal, 'k');
    wait_key(terminal);
    terminal_close(terminal);
    return 0;
}

/* The last door: no cell's contents reach the terminal as a control. */
static void no_controls(void **state)
{
    (void)state;
    struct pty pty;

    start_at(&pty, draws_everything, 20, 3);
    expect(&pty, "kkkk");
    send_text(&pty, "k");
    assert_int_equal(finish(&pty), 0);
    assert_null(strstr(pty.seen, "\xc2\x9b"));
    assert_null(strstr(pty.seen, "\177"));
    assert_null(strstr(pty.seen, "\033\033"));
    clean_up(&pty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opened_and_closed),
        cmocka_unit_test(background_answer),
        cmocka_unit_test(late_answer),
        cmocka_unit_test(blocked_output),
        cmocka_unit_test(slow_output),
        cmocka_unit_test(resizes),
        cmocka_unit_test(captured_stderr),
        cmocka_unit_test(emergency),
        cmocka_unit_test(emergency_without_terminal),
        cmocka_unit_test(hang_up),
        cmocka_unit_test(suspended),
        cmocka_unit_test(refused),
        cmocka_unit_test(no_controls),
    };

    if (!setlocale(LC_CTYPE, "C.UTF-8") && !setlocale(LC_CTYPE, "en_US.UTF-8"))
        print_message("no locale with UTF-8: some cells are '?'\n");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
