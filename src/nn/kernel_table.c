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
    .add_scaled = KERNEL(add_scaled),
    .multiply = KERNEL(multiply),
    .dot = KERNEL(dot),
    .adam = KERNEL(adam),
    .update = KERNEL(update),
    .square_sum = KERNEL(square_sum),
    .sigmoid = KERNEL(sigmoid),
    .tanh = KERNEL(tanh),
    .exp = KERNEL(exp),
    .activation = {[ACTIVATION_LINEAR] = KERNEL(linear),
                   [ACTIVATION_SIGMOID] = KERNEL(sigmoid),
                   [ACTIVATION_TANH] = KERNEL(tanh),
                   [ACTIVATION_RELU] = KERNEL(relu),
                   [ACTIVATION_SOFTSIGN] = KERNEL(softsign),
                   [ACTIVATION_ELU] = KERNEL(elu),
                   [ACTIVATION_SELU] = KERNEL(selu),
                   [ACTIVATION_GELU] = KERNEL(gelu),
                   [ACTIVATION_SWISH] = KERNEL(swish),
                   [ACTIVATION_HARD_SIGMOID] = KERNEL(hard_sigmoid),
                   [ACTIVATION_HARD_SIGMOID_3] = KERNEL(hard_sigmoid_3)},
    .slope = {[ACTIVATION_LINEAR] = KERNEL(linear_slope),
              [ACTIVATION_SIGMOID] = KERNEL(sigmoid_slope),
              [ACTIVATION_TANH] = KERNEL(tanh_slope),
              [ACTIVATION_RELU] = KERNEL(relu_slope),
              [ACTIVATION_SOFTSIGN] = KERNEL(softsign_slope),
              [ACTIVATION_ELU] = KERNEL(elu_slope),
              [ACTIVATION_SELU] = KERNEL(selu_slope),
              [ACTIVATION_GELU] = KERNEL(gelu_slope),
              [ACTIVATION_SWISH] = KERNEL(swish_slope),
              [ACTIVATION_HARD_SIGMOID] = KERNEL(hard_sigmoid_slope),
              [ACTIVATION_HARD_SIGMOID_3] = KERNEL(hard_sigmoid_3_slope)},
    .cell = {[LAYER_SIMPLE_RNN] = &KERNEL(cell_simple_rnn),
             [LAYER_LSTM] = &KERNEL(cell_lstm),
             [LAYER_GRU] = &KERNEL(cell_gru)},
    .general_cell = {[LAYER_SIMPLE_RNN] = &KERNEL(cell_simple_rnn_general),
                     [LAYER_LSTM] = &KERNEL(cell_lstm_general),
                     [LAYER_GRU] = &KERNEL(cell_gru_general)},
};
