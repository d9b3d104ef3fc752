#include "config.h"

#include "rnntop/run/guess.h"

#include <math.h>

struct guess guess_of_counts(const uint32_t *rows, size_t classes)
{
    double all = 0, most = 0, loss = 0;
    for (size_t i = 0; i < classes; i++) {
        all += rows[i];
        most = fmax(most, rows[i]);
    }
    if (all <= 0)
        return (struct guess){NAN, NAN};
    for (size_t i = 0; i < classes; i++) {
        double share = rows[i] / all;
        loss -= share > 0 ? share * log(share) : 0;
    }
    return (struct guess){most / all, loss};
}

struct guess guess_of_classes(size_t classes)
{
    return (struct guess){1 / (double)classes, log((double)classes)};
}

bool guess_known(const struct guess *guess)
{
    return guess->accuracy > 0 && guess->loss >= 0;
}
