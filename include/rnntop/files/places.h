/*
 * places: where rnntop's own files live (XDG base directories), and names that take nothing away.
 */
#ifndef RNNTOP_FILES_PLACES_H
#define RNNTOP_FILES_PLACES_H

#include <stddef.h>

#include "rnntop/base/status.h"
#include "rnntop/spec/run_spec.h"

/* $XDG_DATA_HOME/rnntop or ~/.local/share/rnntop. The caller frees. RT_ERR_IO, with a sentence that
 * names --save, when there is neither $XDG_DATA_HOME nor $HOME (relative values don't count). */
enum rt_status places_data_folder(char **folder, struct rt_error *error);

/* $XDG_CACHE_HOME/rnntop or ~/.cache/rnntop, where fetched data lies; otherwise the same. */
enum rt_status places_cache_folder(char **folder, struct rt_error *error);

/* $XDG_CONFIG_HOME/rnntop/config or ~/.config/rnntop/config; NULL when there is no home. */
char *places_config_file(void);

/* Makes a folder and its parents, mode 0777 less the umask (0700 for those XDG asks that of). */
enum rt_status places_make_folder(const char *folder, struct rt_error *error);

/* Takes a free name "<slug>-<date>-<seed>.safetensors" ("...-2.safetensors" and so on) in a folder
 * by creating an empty file there, so that no two runs or programs ever share one. The caller
 * frees. */
enum rt_status places_take_model_name(char **path, const char *folder, const struct run_spec *run,
                                      struct rt_error *error);

/* "out/model.safetensors" and "lstm" give "out/model-lstm.safetensors". The caller frees; NULL
 * without memory. */
char *places_insert_name(const char *path, const char *name);

#endif
