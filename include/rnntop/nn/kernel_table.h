/*
 * kernel_table: the kernels of one instruction set, by name. Only for the sources compiled for
 * each.
 */
#ifndef RNNTOP_NN_KERNEL_TABLE_H
#define RNNTOP_NN_KERNEL_TABLE_H

#include "rnntop/nn/kernel_isa.h"
#include "rnntop/nn/kernels.h"

void KERNEL(product)(const struct product *product);
void KERNEL(outer)(const struct outer *outer);
void KERNEL(sum_rows)(float *sum, const float *rows, const uint32_t *index, size_t count);
void KERNEL(adam)(const struct adam_pass *pass, size_t begin, size_t end);
void KERNEL(update)(const struct update_pass *pass, size_t begin, size_t end);
double KERNEL(square_sum)(const float *values, size_t n);
void KERNEL(sigmoid)(const float *in, float *out, size_t n);
void KERNEL(tanh)(const float *in, float *out, size_t n);
extern const struct cell KERNEL(cell_simple_rnn);
extern const struct cell KERNEL(cell_lstm);
extern const struct kernels KERNEL(kernels);

#endif
