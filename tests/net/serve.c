/* A web server for shell scripts: serve FOLDER prints its port, and serves until it is killed or
 * its standard input ends; ten minutes at most. */
#include "config.h"

#include <stdio.h>
#include <unistd.h>

#include "http_server.h"

int main(int argc, char **argv)
{
    static struct http_server server;
    char bytes[64];
    if (argc != 2 || !http_server_start(&server, argv[1])) {
        perror("serve");
        return 99;
    }
    server.verbose = true;
    printf("%d\n", server.port);
    fflush(stdout);
    alarm(600);
    while (read(STDIN_FILENO, bytes, sizeof bytes) > 0)
        ;
    return 0;
}
