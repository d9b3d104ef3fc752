/*
 * http_server: a web server on 127.0.0.1 that serves a folder, well or badly.
 *
 * The first part of a request's path says how: /plain/file, /drop=5000/file. A thread a connection,
 * in the test's own process.
 *
 *   plain       the file, and parts of it
 *   norange     the whole file, whatever was asked for
 *   norange416  416 to whoever asks for a part
 *   wrongrange  another part than the one that was asked for
 *   drop=N      closes the connection after N bytes of every answer
 *   dropfirst=N the same, first answer only
 *   short, long says 7 bytes less, or more, than it has; sends what it has, closes
 *   nolength    says no length; closes at the end
 *   more        says no length; sends the file, and 1000 bytes more
 *   endless     says no length; never ends
 *   empty       200, and no byte
 *   other       other bytes, as many; otherdrop=N: N in an answer
 *   redirect    to /plain/file
 *   loop        to itself
 *   ftp         to an ftp address
 *   stall=N     N bytes, then nothing, for a minute at most
 *   silent      nothing at all, for a minute at most
 *   slow=N      N bytes a second
 *   heads       head lines without end
 *   noise       something that is no HTTP
 *   code=N      that status; codefirst=N: the first answer only
 *   anything else: 404
 */
#ifndef RNNTOP_TESTS_HTTP_SERVER_H
#define RNNTOP_TESTS_HTTP_SERVER_H

#include <stdatomic.h>
#include <stdbool.h>

#define HTTP_SERVER_LOG 64

struct http_server {
    char folder[512];
    int listening;
    int port;
    bool verbose;                       /* tells each request on stderr */
    atomic_int requests;                /* since the start, or since http_server_reset() */
    atomic_llong from[HTTP_SERVER_LOG]; /* of each request: where its range began; -1: none */
    atomic_int codes[HTTP_SERVER_LOG];  /* the status it got */
};

/* Listens on a free port of 127.0.0.1 and serves until the process ends; false: errno says why. */
bool http_server_start(struct http_server *server, const char *folder);
void http_server_reset(struct http_server *server);

#endif
