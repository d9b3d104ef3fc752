#include "config.h"

#include "rnntop/ui/curves/references.h"

#include <math.h>

#include "rnntop/ui/strings.h"

double references_chance(const struct curves *curves, enum metric metric)
{
    double classes = (double)board_classes(curves->board, curves->selected);
    return metric == METRIC_ACCURACY ? 1 / classes : log(classes);
}

size_t references_find(const struct curves *curves, enum metric metric,
                       struct reference reference[REFERENCES_MAX])
{
    const struct data_event *data = board_run_data(curves->board, curves->selected);
    const struct baseline_event *baseline =
        board_same_source(curves->board, curves->selected) ? board_baseline(curves->board) : NULL;
    bool accuracy = metric == METRIC_ACCURACY;
    size_t count = 0;
    reference[count++] = (struct reference){
        references_chance(curves, metric),
        string_get(board_classes(curves->board, curves->selected) > 2 ? STR_CHANCE : STR_COIN)};
    if (accuracy && data && data->made_up && data->ceiling > 0)
        reference[count++] = (struct reference){data->ceiling, string_get(STR_IDEAL)};
    if (accuracy && baseline && isfinite(baseline->val_accuracy))
        reference[count++] =
            (struct reference){(double)baseline->val_accuracy, string_get(STR_WORDS)};
    return count;
}
