/*
 * run_id: the lasting name of a run. It never changes and is never given again, so that it may
 * stand in files, in other programs and on other machines; where a run stands in a list is only a
 * place.
 */
#ifndef RNNTOP_RUN_RUN_ID_H
#define RNNTOP_RUN_RUN_ID_H

#include <stdbool.h>
#include <stdint.h>

#define RUN_ID_SIZE 28

/* "20261128-073012-345-k3f9": when the run was planned (UTC, to the millisecond), and what keeps
 * apart what two programs plan in the same one. Text order is the order of time. */
struct run_id {
    char text[RUN_ID_SIZE];
};

/* Who makes ids. One thread. */
struct run_ids {
    int64_t last_ms; /* of the newest */
    char mark[5];    /* of this program, this time */
};

void run_ids_init(struct run_ids *ids);

/* The next id, behind all that were made before it, whatever the clock does. */
struct run_id run_ids_next(struct run_ids *ids);

bool run_id_same(const struct run_id *a, const struct run_id *b);
bool run_id_given(const struct run_id *id); /* it is not "" */

/* From another's text, which may be of any length and hold anything: cut off, and made letters,
 * digits, '-', '_' and '.'. */
struct run_id run_id_of_text(const char *text);

#endif
