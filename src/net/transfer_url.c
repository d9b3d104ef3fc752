#include "config.h"

#include <stdio.h>
#include <string.h>

#include "rnntop/net/transfer.h"

const char *transfer_public_url(const char *url, char out[TRANSFER_URL_SIZE])
{
    const char *scheme = strstr(url, "://");
    const char *host = scheme ? scheme + 3 : url;
    const char *rest = host;
    /* The last @ ends a password. */
    for (size_t i = strcspn(host, "/?#"); i > 0; i--) {
        if (host[i - 1] == '@') {
            rest = host + i;
            break;
        }
    }
    snprintf(out, TRANSFER_URL_SIZE, "%.*s%s", (int)(host - url), url, rest);
    return out;
}
