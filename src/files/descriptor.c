#include "config.h"

#include "rnntop/files/descriptor.h"

#include <errno.h>
#include <unistd.h>

int descriptor_write(int fd, const void *bytes, size_t size, size_t *written)
{
    size_t done = 0;
    int reason = 0;
    while (done < size && reason == 0) {
        ssize_t got = write(fd, (const char *)bytes + done, size - done);
        if (got >= 0)
            done += (size_t)got;
        else if (errno != EINTR)
            reason = errno;
    }
    if (written)
        *written = done;
    return reason;
}

int descriptor_flush(int fd)
{
    int result;
    do {
        result = fsync(fd);
    } while (result < 0 && errno == EINTR);
    return result < 0 ? errno : 0;
}
