#include "config.h"

#include "rnntop/run/spread.h"

#include <math.h>

struct spread spread_of(const double *value, size_t count)
{
    struct spread spread = {0, NAN, NAN, NAN, NAN};
    double sum = 0, squares = 0;
    for (size_t i = 0; i < count; i++) {
        if (isnan(value[i]))
            continue;
        sum += value[i];
        spread.low = fmin(spread.low, value[i]);
        spread.high = fmax(spread.high, value[i]);
        spread.count++;
    }
    if (spread.count == 0)
        return spread;
    spread.mean = sum / (double)spread.count;
    for (size_t i = 0; i < count; i++) {
        if (!isnan(value[i]))
            squares += (value[i] - spread.mean) * (value[i] - spread.mean);
    }
    if (spread.count > 1)
        spread.deviation = sqrt(squares / (double)(spread.count - 1));
    return spread;
}
