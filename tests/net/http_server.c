#include "config.h"

#include "http_server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define HEAD_SIZE 4096
#define PATIENCE  60 /* seconds that any connection lasts at the most */

struct connection {
    struct http_server *server;
    int fd;
    int number;           /* of the request */
    char how[32];         /* "drop" */
    long n;               /* 5000 */
    char name[256];       /* the file's */
    long long range_from; /* -1: none */
    char *bytes;
    size_t size;
    time_t end;
};

/* ---- out ---- */

static bool out(struct connection *c, const void *bytes, size_t size)
{
    const char *at = bytes;
    while (size > 0) {
        ssize_t sent = send(c->fd, at, size, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0 || time(NULL) > c->end)
            return false;
        at += sent;
        size -= (size_t)sent;
    }
    return true;
}

static bool say(struct connection *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static bool say(struct connection *c, const char *format, ...)
{
    char text[HEAD_SIZE];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return out(c, text, (size_t)length);
}

/* Until the other side leaves, a minute at most. */
static void hold(struct connection *c)
{
    char byte;
    struct pollfd readable = {.fd = c->fd, .events = POLLIN};
    while (time(NULL) < c->end && poll(&readable, 1, 1000) >= 0) {
        if (readable.revents && recv(c->fd, &byte, 1, 0) <= 0)
            return;
    }
}

static void status(struct connection *c, int code)
{
    if (c->number < HTTP_SERVER_LOG)
        atomic_store(&c->server->codes[c->number], code);
    if (c->server->verbose)
        fprintf(stderr, "%d /%s=%ld/%s from %lld\n", code, c->how, c->n, c->name, c->range_from);
    say(c, "HTTP/1.1 %d Such\r\nConnection: close\r\n", code);
}

static void code(struct connection *c, int number)
{
    static const char text[] = "<html>no file</html>";
    status(c, number);
    say(c, "Content-Length: %zu\r\n\r\n%s", sizeof text - 1, text);
}

/* The head of the file or of a part of it, `extra` bytes longer than it is if that is not 0. */
static size_t head(struct connection *c, bool ranges, long extra, bool with_length)
{
    size_t from = ranges && c->range_from > 0 ? (size_t)c->range_from : 0;
    if (from > c->size)
        from = c->size;
    status(c, from > 0 ? 206 : 200);
    if (from > 0)
        say(c, "Content-Range: bytes %zu-%zu/%zu\r\n", from, c->size - 1, c->size);
    if (with_length)
        say(c, "Content-Length: %ld\r\n", (long)(c->size - from) + extra);
    say(c, "\r\n");
    return from;
}

static void slowly(struct connection *c, size_t from)
{
    struct timespec pause = {0, 20000000}; /* a fiftieth of a second */
    size_t piece = (size_t)c->n / 50 + 1;
    while (from < c->size) {
        size_t now = c->size - from < piece ? c->size - from : piece;
        if (!out(c, c->bytes + from, now))
            return;
        from += now;
        nanosleep(&pause, NULL);
    }
}

/* ---- the ways to serve ---- */

static void serve_body(struct connection *c)
{
    const char *how = c->how;
    bool first = c->number == 0;
    if (strcmp(how, "plain") == 0 || (strcmp(how, "dropfirst") == 0 && !first) ||
        (strcmp(how, "codefirst") == 0 && !first)) {
        size_t from = head(c, true, 0, true);
        out(c, c->bytes + from, c->size - from);
    } else if (strcmp(how, "norange") == 0) {
        head(c, false, 0, true);
        out(c, c->bytes, c->size);
    } else if (strcmp(how, "drop") == 0 || strcmp(how, "dropfirst") == 0 ||
               strcmp(how, "stall") == 0) {
        size_t from = head(c, true, 0, true);
        size_t left = c->size - from;
        out(c, c->bytes + from, left < (size_t)c->n ? left : (size_t)c->n);
        if (strcmp(how, "stall") == 0)
            hold(c);
    } else if (strcmp(how, "short") == 0 || strcmp(how, "long") == 0) {
        head(c, false, strcmp(how, "short") == 0 ? -7 : 7, true);
        out(c, c->bytes, c->size);
    } else if (strcmp(how, "nolength") == 0 || strcmp(how, "more") == 0 ||
               strcmp(how, "endless") == 0) {
        head(c, false, 0, false);
        out(c, c->bytes, c->size);
        if (strcmp(how, "more") == 0)
            out(c, c->bytes, 1000);
        while (strcmp(how, "endless") == 0 && out(c, c->bytes, c->size))
            ;
    } else if (strcmp(how, "slow") == 0) {
        slowly(c, head(c, true, 0, true));
    } else if (strcmp(how, "other") == 0 || strcmp(how, "otherdrop") == 0) {
        for (size_t i = 0; i < c->size; i++)
            c->bytes[i] ^= 1;
        size_t from = head(c, true, 0, true);
        size_t left = c->size - from, most = c->n > 0 ? (size_t)c->n : left;
        out(c, c->bytes + from, left < most ? left : most);
    } else {
        code(c, 404);
    }
}

static void redirect(struct connection *c, const char *to)
{
    status(c, 302);
    say(c, "Location: %s\r\nContent-Length: 4\r\n\r\ngone", to);
}

static void serve(struct connection *c)
{
    const char *how = c->how;
    char to[512];
    if (strcmp(how, "code") == 0 || (strcmp(how, "codefirst") == 0 && c->number == 0)) {
        code(c, (int)c->n);
    } else if (strcmp(how, "norange416") == 0 && c->range_from >= 0) {
        code(c, 416);
    } else if (strcmp(how, "wrongrange") == 0 && c->range_from >= 0) {
        c->range_from--;
        snprintf(c->how, sizeof c->how, "plain");
        serve_body(c);
    } else if (strcmp(how, "norange416") == 0 || strcmp(how, "wrongrange") == 0) {
        snprintf(c->how, sizeof c->how, "plain");
        serve_body(c);
    } else if (strcmp(how, "redirect") == 0 || strcmp(how, "loop") == 0 ||
               strcmp(how, "ftp") == 0) {
        snprintf(to, sizeof to, strcmp(how, "ftp") == 0 ? "ftp://127.0.0.1/%s/%s" : "/%s/%s",
                 strcmp(how, "loop") == 0 ? "loop" : "plain", c->name);
        redirect(c, to);
    } else if (strcmp(how, "empty") == 0) {
        status(c, 200);
        say(c, "\r\n");
    } else if (strcmp(how, "silent") == 0) {
        hold(c);
    } else if (strcmp(how, "noise") == 0) {
        say(c, "220 mail.example ESMTP \x1b[2J\r\n");
    } else if (strcmp(how, "heads") == 0) {
        status(c, 200);
        while (say(c, "X-More: and more and more and more and more and more and more\r\n"))
            ;
    } else {
        serve_body(c);
    }
}

/* ---- in ---- */

static bool read_request(struct connection *c)
{
    char request[HEAD_SIZE];
    size_t used = 0;
    request[0] = '\0';
    while (!strstr(request, "\r\n\r\n")) {
        ssize_t got = recv(c->fd, request + used, sizeof request - 1 - used, 0);
        if (got <= 0)
            return false;
        used += (size_t)got;
        request[used] = '\0';
    }
    char path[512], *name, *number;
    if (sscanf(request, "GET /%500s", path) != 1)
        return false;
    name = strchr(path, '/');
    if (!name)
        return false;
    *name++ = '\0';
    snprintf(c->name, sizeof c->name, "%s", name);
    number = strchr(path, '=');
    if (number) {
        *number++ = '\0';
        c->n = atol(number);
    }
    snprintf(c->how, sizeof c->how, "%.31s", path);
    const char *range = strstr(request, "\r\nRange: bytes=");
    c->range_from = range ? atoll(range + 15) : -1;
    return true;
}

static bool read_file(struct connection *c)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", c->server->folder, c->name);
    FILE *file = strchr(c->name, '/') ? NULL : fopen(path, "rb");
    if (!file)
        return false;
    fseek(file, 0, SEEK_END);
    c->size = (size_t)ftell(file);
    rewind(file);
    c->bytes = malloc(c->size + 1);
    bool good = c->bytes && fread(c->bytes, 1, c->size, file) == c->size;
    fclose(file);
    return good;
}

static void *talk(void *argument)
{
    struct connection *c = argument;
    c->end = time(NULL) + PATIENCE;
    if (read_request(c)) {
        c->number = atomic_fetch_add(&c->server->requests, 1);
        if (c->number < HTTP_SERVER_LOG)
            atomic_store(&c->server->from[c->number], c->range_from);
        if (read_file(c))
            serve(c);
        else
            code(c, 404);
    }
    shutdown(c->fd, SHUT_RDWR);
    close(c->fd);
    free(c->bytes);
    free(c);
    return NULL;
}

static void *listen_on(void *argument)
{
    struct http_server *server = argument;
    for (;;) {
        pthread_t thread;
        int fd = accept(server->listening, NULL, NULL);
        struct connection *c = fd >= 0 ? calloc(1, sizeof *c) : NULL;
        if (!c)
            continue;
        c->server = server;
        c->fd = fd;
        if (pthread_create(&thread, NULL, talk, c) != 0)
            abort();
        pthread_detach(thread);
    }
    return NULL;
}

bool http_server_start(struct http_server *server, const char *folder)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof address;
    pthread_t thread;
    memset(server, 0, sizeof *server);
    snprintf(server->folder, sizeof server->folder, "%s", folder);
    server->listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (server->listening < 0 ||
        bind(server->listening, (struct sockaddr *)&address, sizeof address) < 0 ||
        listen(server->listening, 16) < 0 ||
        getsockname(server->listening, (struct sockaddr *)&address, &length) < 0)
        return false;
    server->port = ntohs(address.sin_port);
    errno = pthread_create(&thread, NULL, listen_on, server);
    if (errno != 0)
        return false;
    pthread_detach(thread);
    return true;
}

void http_server_reset(struct http_server *server)
{
    atomic_store(&server->requests, 0);
}
