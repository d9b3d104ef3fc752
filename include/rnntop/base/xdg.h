/*
 * xdg: the folders that a person's programs keep things in (XDG base directories).
 */
#ifndef RNNTOP_BASE_XDG_H
#define RNNTOP_BASE_XDG_H

#include <stdbool.h>

/* $VARIABLE/rest, else $HOME/fallback/rest; a relative value counts as none. NULL when neither is
 * there (*known is false) or without memory. The caller frees. */
char *xdg_path(const char *variable, const char *fallback, const char *rest, bool *known);

/* rnntop's cache, $XDG_CACHE_HOME/rnntop or ~/.cache/rnntop; name NULL: the folder itself, else
 * that file in it. known may be NULL. */
char *xdg_cache(const char *name, bool *known);

#endif
