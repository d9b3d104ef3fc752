#include "config.h"

#include "rnntop/nn/loss.h"

#include <math.h>

double loss_probability(double logit)
{
    return 1.0 / (1.0 + exp(-logit));
}

double loss_cross_entropy(double logit, double y)
{
    return fmax(logit, 0.0) - logit * y + log1p(exp(-fabs(logit)));
}

bool loss_correct(double logit, double y)
{
    return ((float)loss_probability(logit) > 0.5f) == (y > 0.5);
}
