#include "config.h"

#include "rnntop/ui/curves/references.h"

#include <math.h>

#include "rnntop/ui/strings.h"

size_t references_find(const struct curves *curves, enum metric metric,
                       struct reference reference[REFERENCES_MAX])
{
    const struct data_event *data = board_run_data(curves->board, curves->selected);
    const struct guess guess = board_guess(curves->board, curves->selected);
    const struct baseline_event *baseline = curves_baseline(curves);
    bool accuracy = metric == METRIC_ACCURACY;
    size_t count = 0;
    reference[count++] =
        (struct reference){accuracy ? guess.accuracy : guess.loss, string_get(STR_GUESS)};
    if (accuracy && data && data->made_up && data->ceiling > 0)
        reference[count++] = (struct reference){data->ceiling, string_get(STR_IDEAL)};
    double val = baseline ? (double)(accuracy ? baseline->val_accuracy : baseline->val_loss) : NAN;
    if (isfinite(val))
        reference[count++] = (struct reference){val, string_get(STR_BASELINE)};
    return count;
}
