#include "config.h"

#include "rnntop/ui/terminal/terminal.h"

#include <curses.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "rnntop/base/clock.h"
#include "rnntop/base/utf8.h"
#include "rnntop/ui/terminal/capture.h"
#include "rnntop/ui/terminal/escape.h"
#include "rnntop/ui/terminal/keypress.h"
#include "rnntop/ui/terminal/terminal_info.h"
#include "rnntop/ui/terminal/theme.h"
#include "rnntop/ui/terminal/tty.h"

/*
 * Curses decides which bytes change the screen, and nothing else. It writes them to a file in
 * memory, since its own writing would block; tty.c sends them. It reads no keys, since it hands out
 * an unknown sequence in pieces; escape.c reads them.
 */

#define PASTE_ON         "\033[?2004h"
#define PASTE_OFF        "\033[?2004l"
#define BACKGROUND_QUERY "\033]11;?\033\\"
#define REPLY_MS         100 /* how long an answer may be on its way when we leave */

struct terminal {
    bool (*leaving)(void *context);
    void *context;
    struct tty *tty;
    struct capture *capture;
    FILE *sink;     /* curses' output, in memory */
    SCREEN *screen; /* NULL until curses is up */
    bool ansi;      /* understands ESC [ and what is built on it */
    bool unicode;
    bool cursor_hidden; /* else it rests in the corner that nothing is drawn in */
    bool repaint;
    bool frame_due;
    enum theme_depth depth;
    enum theme_background background;
    enum theme_look look;
    uint64_t asked_ns; /* when the background was asked for; 0: no answer is awaited */
    int columns, rows;
    struct cell *shown; /* [rows, columns], what is on the screen */
    attr_t attributes[ROLE_COUNT];
    struct escape escape;
    unsigned char input[256]; /* bytes [taken, filled) are still to be decoded */
    size_t taken, filled;
};

/* An anonymous file: curses writes a whole frame into it without ever waiting. */
static FILE *memory_file(void)
{
#ifdef MFD_CLOEXEC
    int fd = memfd_create("rnntop screen", MFD_CLOEXEC);
    if (fd >= 0)
        return fdopen(fd, "w+");
#endif
    return tmpfile();
}

/* What curses wrote goes to the terminal. */
static void forward(struct terminal *terminal)
{
    int fd = fileno(terminal->sink);
    char bytes[4096];
    off_t at = 0;
    ssize_t n;

    while ((n = pread(fd, bytes, sizeof(bytes), at)) > 0) {
        if (tty_write(terminal->tty, bytes, (size_t)n) != RT_OK)
            terminal->repaint = true; /* a part is missing: paint all of it next time */
        at += n;
    }
    if (lseek(fd, 0, SEEK_SET) != 0 || ftruncate(fd, 0) != 0)
        terminal->repaint = true;
}

/* The bytes that a dying program leaves behind: prepared now, since terminfo can't be asked then.
 */
static void prepare_emergency(struct terminal *terminal)
{
    char bytes[TTY_EMERGENCY_SIZE];
    size_t length = 0;

    if (terminal->ansi) {
        length = sizeof(PASTE_OFF) - 1;
        memcpy(bytes, PASTE_OFF, length);
    }
    length += terminal_info_restore(terminal->rows, bytes + length, sizeof(bytes) - length);
    tty_set_emergency(terminal->tty, bytes, length);
}

static void apply_theme(struct terminal *terminal)
{
    for (int role = 0; role < ROLE_COUNT; role++) {
        struct style style = theme_style_of_look(terminal->look, terminal->depth,
                                                 terminal->background, (enum role)role);
        attr_t attributes = A_NORMAL;
        if (style.color != STYLE_NO_COLOR) {
            init_pair((short)(role + 1), style.color, -1);
            attributes |= (attr_t)COLOR_PAIR(role + 1);
        }
        attributes |= style.bold ? A_BOLD : A_NORMAL;
        attributes |= style.dim ? A_DIM : A_NORMAL;
        attributes |= style.reverse ? A_REVERSE : A_NORMAL;
        terminal->attributes[role] = attributes;
    }
    terminal->repaint = true;
}

/* https://no-color.org: any text but the empty one. */
static bool colors_wanted(const struct terminal_options *options)
{
    const char *no_color = getenv("NO_COLOR");

    return !options->no_color && !(no_color && *no_color);
}

static void ask_background(struct terminal *terminal, const struct terminal_options *options,
                           const char *name)
{
    terminal->background = theme_background_asked(options->theme);
    if (terminal->background != BACKGROUND_UNKNOWN || terminal->depth == THEME_NO_COLOR)
        return;
    if (strcmp(name, "linux") == 0) {
        terminal->background = BACKGROUND_DARK;
        return;
    }
    terminal->background = theme_background_colorfgbg(getenv("COLORFGBG"));
    /* The first frame does not wait for the answer; it changes colours when that comes. */
    if (terminal->background == BACKGROUND_UNKNOWN && terminal->ansi &&
        tty_write(terminal->tty, BACKGROUND_QUERY, sizeof(BACKGROUND_QUERY) - 1) == RT_OK)
        terminal->asked_ns = clock_now_ns();
}

/* The device's size, or what terminfo and tradition say. */
static void measure(struct terminal *terminal)
{
    int columns = tigetnum("cols"), rows = tigetnum("lines");

    if (columns <= 0 || rows <= 0) {
        columns = 80;
        rows = 24;
    }
    (void)tty_size(terminal->tty, &columns, &rows);
    struct cell *shown = calloc((size_t)columns * (size_t)rows, sizeof(*shown));
    if (!shown)
        return; /* what was there goes on, cut off */
    free(terminal->shown);
    terminal->shown = shown;
    terminal->columns = columns;
    terminal->rows = rows;
    terminal->repaint = true;
    resize_term(rows, columns);
    prepare_emergency(terminal);
}

static enum rt_status start_curses(struct terminal *terminal,
                                   const struct terminal_options *options, struct rt_error *error)
{
    const char *name = getenv("TERM");
    enum rt_status status = terminal_info_check(name, &terminal->ansi, error);

    if (status != RT_OK)
        return status;
    terminal->sink = memory_file();
    if (!terminal->sink)
        return rt_fail(error, ERR_TERMINAL_NO_PLACE, P_tmpdir);
    terminal->screen = newterm(name, terminal->sink, terminal->sink);
    if (!terminal->screen)
        return rt_fail(error, ERR_TERM_CURSES_CANT);

    typeahead(-1); /* an update is never broken off because a key waits */
    nonl();
    scrollok(stdscr, FALSE);
    terminal->cursor_hidden = curs_set(0) != ERR;
    leaveok(stdscr, terminal->cursor_hidden);
    terminal->unicode = !options->ascii && terminal_info_unicode(name);
    terminal->depth = THEME_NO_COLOR;
    if (colors_wanted(options) && has_colors() && start_color() == OK && use_default_colors() == OK)
        terminal->depth = theme_depth_of(COLORS);
    if (terminal->ansi && tty_write(terminal->tty, PASTE_ON, sizeof(PASTE_ON) - 1) != RT_OK)
        return rt_fail(error, ERR_TERMINAL_NO_MEMORY);
    ask_background(terminal, options, name);
    apply_theme(terminal);
    measure(terminal);
    if (!terminal->shown)
        return rt_fail(error, ERR_TERMINAL_NO_MEMORY_FOR_SIZE);
    return RT_OK;
}

enum rt_status terminal_open(struct terminal **terminal, const struct terminal_options *options,
                             struct rt_error *error)
{
    struct terminal *new = calloc(1, sizeof(*new));
    enum rt_status status;

    if (!new)
        return rt_fail(error, ERR_TERMINAL_NO_MEMORY);
    new->leaving = options->leaving;
    new->context = options->context;
    status = tty_open(&new->tty, error);
    if (status != RT_OK)
        goto fail;
    status = start_curses(new, options, error);
    if (status != RT_OK)
        goto fail;
    status = capture_open(&new->capture, error);
    if (status != RT_OK)
        goto fail;
    tty_set_emergency_stderr(capture_real_fd(new->capture), capture_fd(new->capture));
    *terminal = new;
    return RT_OK;

fail:
    terminal_close(new);
    return status;
}

/* An answer that comes after we have left would be typed into the shell. */
static void await_reply(struct terminal *terminal)
{
    while (terminal->asked_ns != 0 && !tty_lost(terminal->tty)) {
        int passed_ms = (int)((clock_now_ns() - terminal->asked_ns) / 1000000u);
        struct pollfd ready = {.fd = tty_input_fd(terminal->tty), .events = POLLIN};
        if (passed_ms >= REPLY_MS || poll(&ready, 1, REPLY_MS - passed_ms) <= 0)
            return;
        (void)terminal_key(terminal);
    }
}

void terminal_close(struct terminal *terminal)
{
    if (!terminal)
        return;
    if (terminal->screen) {
        await_reply(terminal);
        if (terminal->ansi)
            (void)tty_write(terminal->tty, PASTE_OFF, sizeof(PASTE_OFF) - 1);
        endwin();
        forward(terminal);
    }
    tty_set_emergency_stderr(-1, -1);
    if (terminal->tty)
        tty_close(terminal->tty);
    capture_close(terminal->capture);
    if (terminal->screen)
        delscreen(terminal->screen);
    if (terminal->sink)
        fclose(terminal->sink);
    free(terminal->shown);
    free(terminal);
}

void terminal_size(const struct terminal *terminal, int *columns, int *rows)
{
    *columns = terminal->columns;
    *rows = terminal->rows;
}

bool terminal_unicode(const struct terminal *terminal)
{
    return terminal->unicode;
}

bool terminal_colors(const struct terminal *terminal)
{
    return terminal->depth != THEME_NO_COLOR;
}

void terminal_set_look(struct terminal *terminal, enum theme_look look)
{
    if (look == terminal->look)
        return;
    terminal->look = look;
    apply_theme(terminal);
}

static void put_cell(const struct terminal *terminal, int column, int row, const struct cell *cell)
{
    wchar_t text[2] = {(wchar_t)cell->codepoint, L'\0'};
    attr_t attributes = terminal->attributes[cell->role];
    cchar_t character;

    /* Views draw sanitised text; this is the last door before the terminal. */
    bool control = cell->codepoint < ' ' || (cell->codepoint > 126 && cell->codepoint < 160);
    if (control || (!terminal->unicode && cell->codepoint > 126))
        text[0] = L'?';
    if (cell->bold)
        attributes |= A_BOLD;
    setcchar(&character, text, attributes & ~A_COLOR, (short)PAIR_NUMBER(attributes), NULL);
    mvadd_wch(row, column, &character);
}

bool terminal_show(struct terminal *terminal, const struct canvas *canvas)
{
    static const struct cell blank = {.codepoint = ' '};

    if (!tty_flush(terminal->tty))
        return false;
    if (terminal->repaint) {
        memset(terminal->shown, 0,
               (size_t)terminal->columns * (size_t)terminal->rows * sizeof(*terminal->shown));
        clearok(curscr, TRUE);
        terminal->repaint = false;
    }
    for (int row = 0; row < terminal->rows; row++) {
        struct cell *shown = terminal->shown + (size_t)row * (size_t)terminal->columns;
        for (int column = 0; column < terminal->columns; column++) {
            bool inside = row < canvas->rows && column < canvas->columns;
            const struct cell *cell = inside ? canvas_at(canvas, column, row) : &blank;
            if (cell->codepoint == shown[column].codepoint && cell->role == shown[column].role &&
                cell->bold == shown[column].bold)
                continue;
            shown[column] = *cell;
            if (cell->codepoint != 0) /* 0: the wide character before it covers this one */
                put_cell(terminal, column, row, cell);
        }
    }
    if (!terminal->cursor_hidden)
        move(terminal->rows - 1, terminal->columns - 1);
    wnoutrefresh(stdscr);
    doupdate();
    forward(terminal);
    return true;
}

void terminal_redraw(struct terminal *terminal)
{
    terminal->repaint = true;
}

/* Ctrl-Z: the shell gets its terminal back, and the whole process stops. */
static void suspend(struct terminal *terminal)
{
    if (terminal->ansi)
        (void)tty_write(terminal->tty, PASTE_OFF, sizeof(PASTE_OFF) - 1);
    endwin();
    forward(terminal);
    tty_suspend(terminal->tty, terminal->leaving, terminal->context);
    if (terminal->ansi)
        (void)tty_write(terminal->tty, PASTE_ON, sizeof(PASTE_ON) - 1);
    measure(terminal);
}

static void attend_signals(struct terminal *terminal)
{
    unsigned signals = tty_signals(terminal->tty);

    if (signals & TTY_STOP)
        suspend(terminal);
    else if (signals & TTY_CONTINUED) /* stopped by SIGSTOP, which nobody can answer */
        tty_resume(terminal->tty);
    if (signals & (TTY_STOP | TTY_CONTINUED | TTY_RESIZED)) {
        measure(terminal);
        terminal->frame_due = true;
    }
}

static void take_reply(struct terminal *terminal)
{
    const char *reply = escape_take_string(&terminal->escape);
    enum theme_background background = reply ? theme_background_reply(reply) : BACKGROUND_UNKNOWN;

    if (background == BACKGROUND_UNKNOWN || terminal->asked_ns == 0)
        return;
    terminal->asked_ns = 0;
    if (background != terminal->background) {
        terminal->background = background;
        apply_theme(terminal);
        terminal->frame_due = true; /* a frame is due, though no key came */
    }
}

int terminal_key(struct terminal *terminal)
{
    int key = KEYPRESS_NONE;

    tty_flush(terminal->tty);
    attend_signals(terminal);
    while (key == KEYPRESS_NONE && !terminal->frame_due) {
        if (terminal->taken == terminal->filled) {
            terminal->taken = 0;
            terminal->filled = tty_read(terminal->tty, terminal->input, sizeof(terminal->input));
            if (terminal->filled == 0)
                break;
        }
        key = escape_feed(&terminal->escape, terminal->input[terminal->taken++], clock_now_ns());
        take_reply(terminal);
    }
    if (key == KEYPRESS_NONE && terminal->frame_due) {
        terminal->frame_due = false;
        return KEYPRESS_RESIZE;
    }
    return key != KEYPRESS_NONE ? key : escape_elapse(&terminal->escape, clock_now_ns());
}

int terminal_wait_ms(const struct terminal *terminal)
{
    return escape_wait_ms(&terminal->escape, clock_now_ns());
}

int terminal_fds(const struct terminal *terminal, struct pollfd fds[TERMINAL_FDS])
{
    int count = 0;

    fds[count++] = (struct pollfd){.fd = tty_signal_fd(terminal->tty), .events = POLLIN};
    if (!tty_lost(terminal->tty)) {
        fds[count++] = (struct pollfd){.fd = tty_input_fd(terminal->tty), .events = POLLIN};
        if (tty_waiting(terminal->tty))
            fds[count++] = (struct pollfd){.fd = tty_output_fd(terminal->tty), .events = POLLOUT};
    }
    if (capture_fd(terminal->capture) >= 0)
        fds[count++] = (struct pollfd){.fd = capture_fd(terminal->capture), .events = POLLIN};
    return count;
}

bool terminal_lost(const struct terminal *terminal)
{
    return tty_lost(terminal->tty);
}

void terminal_emergency_restore(void)
{
    tty_emergency();
}

bool terminal_stderr_line(struct terminal *terminal, char *line, size_t size)
{
    return capture_line(terminal->capture, !terminal->unicode, line, size);
}
