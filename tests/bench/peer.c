#include "config.h"

#include "peer.h"

#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void run(const char *const argv[], int in, int out)
{
    if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0)
        _exit(127);
    execvp(argv[0], (char *const *)(uintptr_t)argv); /* it takes them without const */
    _exit(127);
}

bool peer_start(struct peer *peer, const char *name, const char *const argv[])
{
    int to[2], from[2];
    char line[256];
    *peer = (struct peer){.name = name};
    signal(SIGPIPE, SIG_IGN);
    if (pipe(to) != 0 || pipe(from) != 0) {
        perror("pipe");
        return false;
    }
    /* Or the next peer would hold this one's pipe open, which then never sees its end. */
    fcntl(to[1], F_SETFD, FD_CLOEXEC);
    fcntl(from[0], F_SETFD, FD_CLOEXEC);
    fflush(NULL);
    peer->process = fork();
    if (peer->process == 0) {
        close(to[1]);
        close(from[0]);
        run(argv, to[0], from[1]);
    }
    close(to[0]);
    close(from[1]);
    peer->to = fdopen(to[1], "w");
    peer->from = fdopen(from[0], "r");
    if (peer->process < 0 || !peer->to || !peer->from || !fgets(line, sizeof line, peer->from))
        snprintf(line, sizeof line, "missing: %s can't be started", argv[0]);
    line[strcspn(line, "\n")] = '\0';
    if (strncmp(line, "missing: ", 9) != 0) {
        printf("%s: %s\n", name, line);
        return true;
    }
    printf("%s: left out, %s\n", name, line + 9);
    peer_stop(peer);
    return false;
}

void peer_stop(struct peer *peer)
{
    if (peer->to)
        fclose(peer->to);
    if (peer->from)
        fclose(peer->from);
    if (peer->process > 0)
        waitpid(peer->process, NULL, 0);
    *peer = (struct peer){.name = peer->name};
}

bool peer_ask(struct peer *peer, double *seconds, size_t count, const char *format, ...)
{
    va_list arguments;
    if (!peer->to)
        return false;
    va_start(arguments, format);
    vfprintf(peer->to, format, arguments);
    va_end(arguments);
    fputc('\n', peer->to);
    fflush(peer->to);
    for (size_t i = 0; i < count; i++) {
        if (fscanf(peer->from, "%lf", &seconds[i]) != 1) {
            printf("%s broke off; it is left out from here on.\n", peer->name);
            peer_stop(peer);
            return false;
        }
    }
    return true;
}
