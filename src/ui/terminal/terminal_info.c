#include "config.h"

#include "rnntop/ui/terminal/terminal_info.h"

#include <curses.h>
#include <string.h>
#include <unistd.h>

#include "rnntop/base/utf8.h"

#include <term.h> /* last: its macros are called columns, lines and the like */

/* terminfo answers -1 for a capability that is none. */
static const char *capability(const char *name)
{
    const char *text = tigetstr(name);

    return text == (const char *)-1 ? NULL : text;
}

enum rt_status terminal_info_check(const char *name, bool *ansi, struct rt_error *error)
{
    int found;

    if (!name || !*name)
        return rt_fail(error, ERR_TERM_NOT_SET);
    if (setupterm(name, STDOUT_FILENO, &found) != OK)
        return rt_fail(error, ERR_TERM_UNKNOWN, name);
    const char *move = capability("cup");
    bool moves = move != NULL;
    *ansi = moves && strncmp(move, "\033[", 2) == 0;
    del_curterm(cur_term);
    if (!moves)
        return rt_fail(error, ERR_TERM_CANT_MOVE, name);
    return RT_OK;
}

bool terminal_info_unicode(const char *name)
{
    if (!utf8_in_locale())
        return false;
    /* The VT series, and the Linux console, which has 512 glyphs at most and no braille. */
    bool vt = strncmp(name, "vt", 2) == 0 && name[2] >= '0' && name[2] <= '9';
    return !vt && strcmp(name, "linux") != 0;
}

/* Appends a capability without its delays, which only hardware needed. */
static size_t append(char *out, size_t size, size_t length, const char *text)
{
    while (text && *text && length < size) {
        if (text[0] == '$' && text[1] == '<') {
            const char *end = strchr(text, '>');
            text = end ? end + 1 : NULL;
        } else {
            out[length++] = *text++;
        }
    }
    return length;
}

const char *terminal_info_library(void)
{
    return curses_version();
}

size_t terminal_info_restore(int rows, char *out, size_t size)
{
    size_t length = append(out, size, 0, capability("sgr0"));

    length = append(out, size, length, capability("op"));
    length = append(out, size, length, capability("cnorm"));
    /* Where there is no other screen to go back to, what follows is written at the bottom. */
    length = append(out, size, length, tiparm(capability("cup"), rows - 1, 0));
    length = append(out, size, length, capability("rmcup"));
    return append(out, size, length, "\r\n");
}
