#include "config.h"

#include "rnntop/files/json_text.h"

#include <stdlib.h>

/* Not json_dumps(): its buffer grows, and where it can't, jansson 2.14 leaves keys out and says
 * nothing (dump.c ignores what dump_string() returns). Into a buffer of the right size it writes
 * all.
 */
char *json_text(const json_t *json, size_t room, size_t *length)
{
    size_t needed = json ? json_dumpb(json, NULL, 0, JSON_COMPACT) : 0;
    if (needed == 0)
        return NULL;
    char *text = malloc(needed + 1 + room);
    if (!text)
        return NULL;
    if (json_dumpb(json, text, needed, JSON_COMPACT) != needed) {
        free(text);
        return NULL;
    }
    text[needed] = '\0';
    if (length)
        *length = needed;
    return text;
}
