/* The runs that settings ask for, where nothing is refused. */
#ifndef TESTS_SPEC_PLANNED_H
#define TESTS_SPEC_PLANNED_H

#include "rnntop/spec/settings.h"

/* Fills run[] and returns how many there are; 0 where something was refused. */
static inline size_t planned_runs(const struct settings *settings,
                                  struct run_spec run[SETTINGS_MAX_RUNS])
{
    size_t count;
    return settings_plan(settings, run, &count, NULL) == RT_OK ? count : 0;
}

#endif
