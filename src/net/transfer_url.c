#include "config.h"

#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/net/transfer.h"

void transfer_show_url(const char *url, char shown[TRANSFER_SHOWN])
{
    char plain[4 * TRANSFER_SHOWN];
    const char *scheme = strstr(url, "://");
    const char *host = scheme ? scheme + 3 : url;
    size_t authority = strcspn(host, "/?#");
    /* The last @ ends a password. */
    for (size_t i = authority; i > 0; i--) {
        if (host[i - 1] == '@') {
            snprintf(plain, sizeof plain, "%.*s%s", (int)(host - url), url, host + i);
            utf8_sanitize(plain, strlen(plain), false, shown, TRANSFER_SHOWN);
            return;
        }
    }
    utf8_sanitize(url, strlen(url), false, shown, TRANSFER_SHOWN);
}
