#include "config.h"

#include "rnntop/nn/loss.h"

#include <math.h>

static size_t greatest(const double *logits, size_t K)
{
    size_t best = 0;
    for (size_t k = 1; k < K; k++) {
        if (logits[k] > logits[best])
            best = k;
    }
    return best;
}

/* Above the greatest logit: log of the sum of exp(z - greatest). */
static double log_sum(const double *logits, size_t K, double most)
{
    double sum = 0;
    for (size_t k = 0; k < K; k++)
        sum += exp(logits[k] - most);
    return log(sum);
}

double loss_cross_entropy(const double *logits, size_t K, double y)
{
    if (K == 1)
        return fmax(*logits, 0.0) - *logits * y + log1p(exp(-fabs(*logits)));
    const double most = logits[greatest(logits, K)];
    return most - logits[(size_t)y] + log_sum(logits, K, most);
}

bool loss_correct(const double *logits, size_t K, double y)
{
    if (K > 1)
        return greatest(logits, K) == (size_t)y;
    double p;
    loss_probabilities(logits, 1, &p);
    return ((float)p > 0.5f) == (y > 0.5);
}

void loss_probabilities(const double *logits, size_t K, double *p)
{
    if (K == 1) {
        *p = 1.0 / (1.0 + exp(-*logits));
        return;
    }
    const double most = logits[greatest(logits, K)];
    const double sum = log_sum(logits, K, most);
    for (size_t k = 0; k < K; k++)
        p[k] = exp(logits[k] - most - sum);
}
