/*
 * print_keys: every key that does something, one a line by the name that documents give it, and its
 * help; so that scripts can hold the documents against the key table.
 */
#include "config.h"

#include "rnntop/ui/keys.h"

#include <stdio.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/strings.h"
#include "rnntop/ui/terminal/keypress.h"

static const char *special_name(int key)
{
    switch (key) {
    case ' ':
        return "Space";
    case '\t':
        return "Tab";
    case '\r':
    case '\n':
        return "Enter";
    case KEYPRESS_UP:
        return "Up";
    case KEYPRESS_DOWN:
        return "Down";
    case KEYPRESS_LEFT:
        return "Left";
    case KEYPRESS_RIGHT:
        return "Right";
    case KEYPRESS_PAGE_UP:
        return "PgUp";
    case KEYPRESS_PAGE_DOWN:
        return "PgDn";
    case KEYPRESS_HOME:
        return "Home";
    case KEYPRESS_END:
        return "End";
    case KEYPRESS_SHIFT_TAB:
        return "Shift-Tab";
    case KEYPRESS_F1:
        return "F1";
    case KEYPRESS_F10:
        return "F10";
    case KEYPRESS_ESCAPE:
        return "Esc";
    case KEYPRESS_DELETE:
        return "Delete";
    case 127:
    case '\b':
        return "Backspace";
    default:
        return NULL;
    }
}

int main(void)
{
    size_t count;
    const struct key_binding *binding = keys_table(&count);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < sizeof binding[i].key / sizeof *binding[i].key; j++) {
            int key = binding[i].key[j];
            if (key == 0 || key == KEYPRESS_RESIZE) /* the window's doing, no key */
                continue;
            const char *name = special_name(key);
            if (name) {
                printf("%s", name);
            } else if (key < ' ') {
                printf("Ctrl-%c", key + 'A' - 1);
            } else {
                char text[4];
                fwrite(text, 1, utf8_encode((uint32_t)key, text), stdout);
            }
            printf("\t%s\n", string_get(binding[i].help));
        }
    }
    return count > 0 ? 0 : 1;
}
