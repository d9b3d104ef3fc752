/* Compiled once for each instruction set. */
#include "config.h"

#include "rnntop/nn/kernel_table.h"

#define TEXT_(name) #name
#define TEXT(name)  TEXT_(name)

const struct kernels KERNEL(kernels) = {
    .name = TEXT(KERNEL_ISA),
    .product = KERNEL(product),
    .outer = KERNEL(outer),
    .sum_rows = KERNEL(sum_rows),
    .adam = KERNEL(adam),
    .update = KERNEL(update),
    .square_sum = KERNEL(square_sum),
    .sigmoid = KERNEL(sigmoid),
    .tanh = KERNEL(tanh),
    .simple_rnn = &KERNEL(cell_simple_rnn),
    .lstm = &KERNEL(cell_lstm),
};
