#include "config.h"

#include "rnntop/ui/views/view_messages.h"

#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/strings.h"
#include "rnntop/ui/views/page.h"

static void put_message(struct page *page, const struct screen *screen, const struct board *board,
                        const struct board_message *message)
{
    char time[FIGURE_SIZE], text[EVENT_TEXT_SIZE + RUN_NAME_SIZE + 2], clean[sizeof(text)];
    const char *name = "";
    enum role role = message->warning ? ROLE_WARN : ROLE_PLAIN;

    if (message->run < board_runs(board))
        name = board_run(board, message->run)->feed->spec.name;
    snprintf(text, sizeof(text), "%s%s%s", name, *name ? ": " : "", message->text);
    utf8_sanitize(text, strlen(text), screen_ascii(screen), clean, sizeof(clean));
    double since = message->clock_s - screen->began_s; /* the data may have spoken before */
    figure_duration(time, since > 0 ? since : 0);
    int width = (int)utf8_text_columns(time);
    page_text(page, width < 7 ? 8 - width : 1, time, ROLE_DIM);
    page_wrap(page, page->columns >= 30 ? 10 : 2, clean, role);
}

static void write(struct page *page, const struct screen *screen, const struct board *board)
{
    size_t count = board_messages(board);

    page_next(page); /* under the title */
    for (size_t i = 0; i < count; i++)
        put_message(page, screen, board, board_message_at(board, i));
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
