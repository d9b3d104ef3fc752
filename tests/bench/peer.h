/*
 * peer: another program that does the same work, in a process of its own. It waits for a line that
 * says what to do, and answers with a line of seconds; between them it takes no processor, so that
 * peers and rnntop can take turns.
 *
 * Lines: "threads N" (answer: 0), "step KIND N" (N numbers), "evaluate KIND ROWS" (one number).
 */
#ifndef RNNTOP_TESTS_BENCH_PEER_H
#define RNNTOP_TESTS_BENCH_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

struct peer {
    const char *name;
    pid_t process;
    FILE *to, *from;
};

/* Starts argv (NULL-terminated) and waits for its first line, which names it; a peer that can't run
 * says why instead, after "missing: ". Either way the line is printed. false: it is left out. */
bool peer_start(struct peer *peer, const char *name, const char *const argv[]);
void peer_stop(struct peer *peer);

/* Sends a line and reads `count` seconds; false where the peer broke off, which is said. */
bool peer_ask(struct peer *peer, double *seconds, size_t count, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
