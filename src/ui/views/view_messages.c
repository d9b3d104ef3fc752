#include "config.h"

#include "rnntop/ui/views/view_messages.h"

#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/strings.h"
#include "rnntop/ui/views/page.h"
#include "rnntop/words/events.h"

static void put_message(struct page *page, const struct screen *screen, const struct board *board,
                        const struct log_entry *entry)
{
    char time[FIGURE_SIZE], text[EVENTS_TEXT_SIZE + RUN_NAME_SIZE + 2], clean[sizeof(text)];
    const char *name = board_name(board, &entry->run);
    enum role role = entry->warning ? ROLE_WARN : ROLE_PLAIN;

    snprintf(text, sizeof(text), "%s%s%s", name, *name ? ": " : "", entry->text);
    utf8_sanitize(text, strlen(text), screen_ascii(screen), clean, sizeof(clean));
    double since = entry->clock_s - screen->began_s; /* the data may have spoken before */
    figure_duration(time, since > 0 ? since : 0);
    int width = (int)utf8_text_columns(time);
    page_text(page, width < 7 ? 8 - width : 1, time, ROLE_DIM);
    page_wrap(page, page->columns >= 30 ? 10 : 2, clean, role);
}

static void write(struct page *page, const struct screen *screen, const struct board *board)
{
    size_t count = message_log_count(screen->messages);

    page_next(page); /* under the title */
    for (size_t i = 0; i < count; i++)
        put_message(page, screen, board, message_log_at(screen->messages, i));
    if (count == 0) {
        page_text(page, 1, string_get(STR_NO_MESSAGES), ROLE_DIM);
        page_next(page);
    }
}

const struct view view_messages = {
    .action = ACTION_MESSAGES,
    .write = write,
    .title = STR_MESSAGES_TITLE,
    .back = STR_MESSAGES_BACK,
    .newest_last = true,
};
