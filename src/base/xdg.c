#include "config.h"

#include "rnntop/base/xdg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The XDG specification: "All paths set in these environment variables must be absolute. If an
 * implementation encounters a relative path [...] it should consider the path invalid and ignore
 * it." */
static const char *absolute(const char *variable)
{
    const char *value = getenv(variable);
    return value && value[0] == '/' ? value : NULL;
}

static char *join(const char *base, const char *middle, const char *rest)
{
    size_t size = strlen(base) + 1 + strlen(middle) + 1 + strlen(rest) + 1;
    char *path = malloc(size);
    if (path)
        snprintf(path, size, "%s/%s%s%s", base, middle, middle[0] ? "/" : "", rest);
    return path;
}

char *xdg_path(const char *variable, const char *fallback, const char *rest, bool *known)
{
    const char *base = absolute(variable);
    const char *home = absolute("HOME");
    *known = base || home;
    if (base)
        return join(base, "", rest);
    return home ? join(home, fallback, rest) : NULL;
}

char *xdg_cache(const char *name, bool *known)
{
    bool any;
    char *folder = xdg_path("XDG_CACHE_HOME", ".cache", "rnntop", known ? known : &any);
    if (!folder || !name)
        return folder;
    char *path = join(folder, "", name);
    free(folder);
    return path;
}
