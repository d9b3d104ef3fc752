/*
 * settings_preset: the presets that set other settings.
 */
#ifndef RNNTOP_SPEC_SETTINGS_PRESET_H
#define RNNTOP_SPEC_SETTINGS_PRESET_H

#include "rnntop/spec/settings.h"

/* What follows when the preset changes: best sets what its recipe names, and whatever comes after
 * it puts all of that back to the defaults. Others set nothing. */
void settings_change_preset(struct settings *settings, enum setting_preset from,
                            enum setting_preset to);

#endif
