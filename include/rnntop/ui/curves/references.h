/*
 * references: values that runs are held against: dotted lines, each named in the gutter.
 */
#ifndef RNNTOP_UI_CURVES_REFERENCES_H
#define RNNTOP_UI_CURVES_REFERENCES_H

#include "rnntop/ui/curves/curves.h"

struct reference {
    double value;
    const char *name;
};
#define REFERENCES_MAX 3

/* What guessing scores; what a perfect reader would, and NB-SVM, where that is known. Those
 * that come first have the higher claim to a row. Returns how many. */
size_t references_find(const struct curves *curves, enum metric metric,
                       struct reference reference[REFERENCES_MAX]);

#endif
