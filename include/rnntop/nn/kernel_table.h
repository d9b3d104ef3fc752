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
void KERNEL(sum_rows)(float *sum, const float *rows, size_t row, const uint32_t *index,
                      size_t count);
void KERNEL(add_scaled)(float *y, float a, const float *x, size_t n);
void KERNEL(multiply)(float *out, const float *a, const float *b, size_t n);
double KERNEL(dot)(const float *a, const float *b, size_t n);
void KERNEL(adam)(const struct adam_pass *pass, size_t begin, size_t end);
void KERNEL(update)(const struct update_pass *pass, size_t begin, size_t end);
double KERNEL(square_sum)(const float *values, size_t n);
void KERNEL(linear)(const float *in, float *out, size_t n);
void KERNEL(sigmoid)(const float *in, float *out, size_t n);
void KERNEL(tanh)(const float *in, float *out, size_t n);
void KERNEL(exp)(const float *in, float *out, size_t n);
void KERNEL(relu)(const float *in, float *out, size_t n);
void KERNEL(softsign)(const float *in, float *out, size_t n);
void KERNEL(elu)(const float *in, float *out, size_t n);
void KERNEL(selu)(const float *in, float *out, size_t n);
void KERNEL(gelu)(const float *in, float *out, size_t n);
void KERNEL(swish)(const float *in, float *out, size_t n);
void KERNEL(hard_sigmoid)(const float *in, float *out, size_t n);
void KERNEL(hard_sigmoid_3)(const float *in, float *out, size_t n);
void KERNEL(linear_slope)(const float *in, float *out, size_t n);
void KERNEL(sigmoid_slope)(const float *in, float *out, size_t n);
void KERNEL(tanh_slope)(const float *in, float *out, size_t n);
void KERNEL(relu_slope)(const float *in, float *out, size_t n);
void KERNEL(softsign_slope)(const float *in, float *out, size_t n);
void KERNEL(elu_slope)(const float *in, float *out, size_t n);
void KERNEL(selu_slope)(const float *in, float *out, size_t n);
void KERNEL(gelu_slope)(const float *in, float *out, size_t n);
void KERNEL(swish_slope)(const float *in, float *out, size_t n);
void KERNEL(hard_sigmoid_slope)(const float *in, float *out, size_t n);
void KERNEL(hard_sigmoid_3_slope)(const float *in, float *out, size_t n);
extern const struct cell KERNEL(cell_simple_rnn);
extern const struct cell KERNEL(cell_lstm);
extern const struct cell KERNEL(cell_gru);
extern const struct cell KERNEL(cell_simple_rnn_general), KERNEL(cell_lstm_general);
extern const struct cell KERNEL(cell_gru_general);
extern const struct kernels KERNEL(kernels);

#endif
