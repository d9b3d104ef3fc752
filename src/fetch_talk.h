/*
 * fetch_talk: what `rnntop fetch` says on stderr while a file comes: a line that is drawn over
 * itself on a terminal, a few quiet ones elsewhere.
 */
#ifndef RNNTOP_FETCH_TALK_H
#define RNNTOP_FETCH_TALK_H

#include <stdbool.h>

#include "rnntop/net/download.h"
#include "rnntop/report/fetch_line.h"

struct fetch_talk {
    const char *name, *url; /* the caller's */
    bool terminal;
    size_t drawn;   /* columns of the line that stands there; 0: none does */
    double drawn_s; /* when */
    bool told;      /* that bytes come */
    bool told_why;  /* why a try failed; until the next one begins */
    struct fetch_rate rate;
    enum download_phase phase;
};

void fetch_talk_begin(struct fetch_talk *talk, const char *name, const char *url);
/* Of a struct download; context is a struct fetch_talk. */
void fetch_talk_progress(void *context, const struct download_progress *progress);
/* Leaves the cursor at a line's beginning. */
void fetch_talk_end(struct fetch_talk *talk);

#endif
