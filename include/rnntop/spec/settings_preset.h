/*
 * settings_preset: the presets that set other settings.
 */
#ifndef RNNTOP_SPEC_SETTINGS_PRESET_H
#define RNNTOP_SPEC_SETTINGS_PRESET_H

#include "rnntop/spec/settings.h"

/* What follows when the preset changes: all that the recipe of the one before named goes back to
 * the defaults, and what the new one's names is set. Not all have a recipe. */
void settings_change_preset(struct settings *settings, enum setting_preset from,
                            enum setting_preset to);

/*
 * With PRESET_AUTO and data that is texts of one's own, puts what learns from any texts in the
 * place of everything that nobody gave: the whole recipe, or where a model was given a length and a
 * mask that fit the texts. each.defaults says which. True where the recipe has chosen the model. To
 * be called when all that is given has been set: what is filled in may depend on it.
 */
bool settings_fill_for_texts(struct settings *settings);

#endif
