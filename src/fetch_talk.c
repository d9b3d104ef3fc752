#include "config.h"

#include "fetch_talk.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "program.h"
#include "rnntop/base/clock.h"
#include "rnntop/net/transfer.h"
#include "rnntop/words/errors.h"

#define DRAW_EVERY_S 0.1
#define COLUMNS      80
#define LEFT_FREE    3u

void fetch_talk_begin(struct fetch_talk *talk, const char *name, const char *url)
{
    *talk = (struct fetch_talk){
        .name = name, .url = url, .terminal = isatty(STDERR_FILENO), .phase = DOWNLOAD_ASKING};
}

/* Behind the line there is room for the ^C that a terminal shows. */
static size_t line_columns(void)
{
    struct winsize size;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col > LEFT_FREE ? size.ws_col - LEFT_FREE : 1;
    return COLUMNS - LEFT_FREE;
}

static void wipe(struct fetch_talk *talk)
{
    if (talk->drawn > 0)
        fprintf(stderr, "\r%*s\r", (int)talk->drawn, "");
    talk->drawn = 0;
}

static void draw(struct fetch_talk *talk, const struct download_progress *progress)
{
    char line[FETCH_LINE_SIZE], again[48];
    struct fetch_figures figures = {
        .name = talk->name,
        .bytes = progress->bytes,
        .total = progress->total,
        .rate = talk->rate.value,
    };
    if (progress->phase == DOWNLOAD_WAITING) {
        snprintf(again, sizeof again, "again in %u s", (progress->wait_ms + 999) / 1000);
        figures.note = again;
    } else if (progress->phase == DOWNLOAD_ASKING) {
        figures.note = "connecting";
    }
    size_t columns = line_columns();
    size_t length = fetch_line(line, columns, &figures);
    size_t drawn = talk->drawn < columns ? talk->drawn : columns;
    fprintf(stderr, "\r%s%*s", line, drawn > length ? (int)(drawn - length) : 0, "");
    fflush(stderr);
    talk->drawn = length;
}

/* "Fetching https://...: 17,464,789 bytes" */
static void tell_begin(const struct fetch_talk *talk, const struct download_progress *progress)
{
    char url[TRANSFER_URL_SIZE], text[ERRORS_TEXT_SIZE];
    struct rt_error line;
    transfer_public_url(talk->url, url);
    if (progress->kept > 0)
        rt_fail(&line, ERR_FETCH_GOES_ON, url, progress->total, progress->kept);
    else
        rt_fail(&line, ERR_FETCH_BEGINS, url, progress->total);
    fprintf(stderr, "%s\n", errors_say(&line, text, sizeof text));
}

/* What is worth a line of its own. */
static void tell(struct fetch_talk *talk, const struct download_progress *progress)
{
    if (progress->phase == DOWNLOAD_WAITING && !talk->told_why) {
        struct rt_error why;
        wipe(talk);
        rt_error_copy(&why, progress->why);
        rt_fail_within(&why, ERR_FETCH_TRIES_AGAIN);
        program_tell(&why);
        talk->told_why = true;
    }
    if (progress->phase == DOWNLOAD_ASKING)
        talk->told_why = false;
    if (progress->phase == DOWNLOAD_RECEIVING && !talk->told) {
        wipe(talk);
        tell_begin(talk, progress);
        talk->told = true;
    }
}

void fetch_talk_progress(void *context, const struct download_progress *progress)
{
    struct fetch_talk *talk = context;
    double now_s = clock_now_s();
    bool changed = progress->phase != talk->phase;
    tell(talk, progress);
    if (changed)
        talk->rate = (struct fetch_rate){0};
    if (progress->phase == DOWNLOAD_RECEIVING)
        fetch_rate_look(&talk->rate, progress->bytes, now_s);
    talk->phase = progress->phase;
    bool whole = progress->bytes == progress->total;
    if (talk->terminal && (changed || whole || now_s - talk->drawn_s >= DRAW_EVERY_S)) {
        draw(talk, progress);
        talk->drawn_s = now_s;
    }
}

void fetch_talk_end(struct fetch_talk *talk)
{
    if (talk->drawn > 0)
        fputc('\n', stderr);
    talk->drawn = 0;
}
