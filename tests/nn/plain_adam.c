#include "config.h"

#include "plain_adam.h"

#include <math.h>

void plain_adam_apply(struct plain_adam *adam, double *w, const double *g, double *m, double *v,
                      size_t n)
{
    double t = (double)++adam->steps;
    double alpha =
        adam->learning_rate * sqrt(1 - pow(adam->beta_2, t)) / (1 - pow(adam->beta_1, t));
    for (size_t i = 0; i < n; i++) {
        m[i] += (g[i] - m[i]) * (1 - adam->beta_1);
        v[i] += (g[i] * g[i] - v[i]) * (1 - adam->beta_2);
        w[i] -= m[i] * alpha / (sqrt(v[i]) + adam->epsilon);
    }
}
