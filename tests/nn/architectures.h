/*
 * architectures: models of every kind, small and of odd sizes, that the tests of the numbers go
 * through.
 */
#ifndef RNNTOP_TESTS_ARCHITECTURES_H
#define RNNTOP_TESTS_ARCHITECTURES_H

#include <stdbool.h>
#include <stddef.h>

#include "network.h"

struct architecture {
    const char *name;
    size_t T, V, B;
    bool weighted; /* by class */
    struct layer_spec layer[8];
};

extern const struct architecture architectures[];
extern const size_t architecture_count;

/* The spec, checked: what one layer gives the next takes. */
void architecture_spec(const struct architecture *architecture, struct model_spec *spec);

/* Rows for it: some end in zeros, one is all zeros where there are several, and the labels are of
 * all classes. batch points into them; the first call allocates. */
struct architecture_rows {
    int32_t *x;
    float *y, *class_weight;
    struct model_batch batch;
};
void architecture_rows_make(struct architecture_rows *rows, const struct architecture *architecture,
                            uint64_t seed);
/* Masks the same steps of all rows: the first half of them, or the last. */
void architecture_rows_shorten(struct architecture_rows *rows,
                               const struct architecture *architecture, bool first);
void architecture_rows_free(struct architecture_rows *rows);

/* Weights that drive gates out of their linear middle; exact in float32. */
void architecture_fill(struct network *network, uint64_t seed);

#endif
