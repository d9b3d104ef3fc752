# nn: the numerical core. The kernels are compiled once for each instruction set; configure says
# which. The objects of all of them go into libnn.a.
KERNEL_SOURCES = src/nn/kernel_product.c src/nn/kernel_elementwise.c src/nn/kernel_optimizers.c \
	src/nn/kernel_table.c src/nn/kernel_activation.c \
	src/nn/cell_lstm.c src/nn/cell_simple_rnn.c src/nn/cell_gru.c src/nn/cell_general.c
# Loops marked `omp simd` become vector code whatever -O the user's CFLAGS end with. Without
# -ffast-math: a NaN must stay visible.
KERNEL_CFLAGS = $(AM_CFLAGS) -fopenmp-simd -ffp-contract=fast -fno-math-errno -fno-trapping-math

noinst_LIBRARIES += libnn.a libkernels_portable.a
libnn_a_SOURCES = \
	include/rnntop/nn/blas.h src/nn/blas.c \
	include/rnntop/nn/dense.h src/nn/dense.c \
	include/rnntop/nn/dropout.h src/nn/dropout.c \
	include/rnntop/nn/embedding.h src/nn/embedding.c \
	include/rnntop/nn/head.h src/nn/head.c \
	include/rnntop/nn/initializers.h src/nn/initializers.c \
	include/rnntop/nn/kernels.h src/nn/kernels.c \
	include/rnntop/nn/logistic.h src/nn/logistic.c \
	include/rnntop/nn/loss.h src/nn/loss.c \
	include/rnntop/nn/model.h include/rnntop/nn/model_parts.h src/nn/model.c \
	src/nn/model_evaluate.c src/nn/model_gradients.c src/nn/model_initialize.c src/nn/model_sums.c \
	include/rnntop/nn/nb_svm.h src/nn/nb_svm.c \
	include/rnntop/nn/ngrams.h src/nn/ngrams.c \
	include/rnntop/nn/optimizer.h src/nn/optimizer.c \
	include/rnntop/nn/parameters.h src/nn/parameters.c \
	include/rnntop/nn/recurrent.h include/rnntop/nn/recurrent_parts.h src/nn/recurrent.c \
	src/nn/recurrent_time.c src/nn/recurrent_weights.c \
	include/rnntop/nn/stage.h include/rnntop/nn/stage_parts.h src/nn/stage.c src/nn/stage_attention.c \
	src/nn/stage_dense.c \
	src/nn/stage_dropout.c src/nn/stage_embedding.c src/nn/stage_merge.c src/nn/stage_pooling.c \
	include/rnntop/nn/stage_recurrent.h src/nn/stage_recurrent.c
libnn_a_CFLAGS = $(AM_CFLAGS) $(OPENBLAS_CFLAGS)
libnn_a_LIBADD = $(libkernels_portable_a_OBJECTS)

libkernels_portable_a_SOURCES = $(KERNEL_SOURCES) include/rnntop/nn/activation.h \
	include/rnntop/nn/cell.h include/rnntop/nn/kernel_isa.h include/rnntop/nn/kernel_table.h
libkernels_portable_a_CFLAGS = $(KERNEL_CFLAGS) -DKERNEL_ISA=portable

if HAVE_AVX
noinst_LIBRARIES += libkernels_avx2.a libkernels_avx512.a
libnn_a_LIBADD += $(libkernels_avx2_a_OBJECTS) $(libkernels_avx512_a_OBJECTS)
libkernels_avx2_a_SOURCES = $(KERNEL_SOURCES)
libkernels_avx2_a_CFLAGS = $(KERNEL_CFLAGS) -DKERNEL_ISA=avx2 -mavx2 -mfma
libkernels_avx512_a_SOURCES = $(KERNEL_SOURCES)
libkernels_avx512_a_CFLAGS = $(KERNEL_CFLAGS) -DKERNEL_ISA=avx512 -mavx512f -mavx512dq \
	-mavx512bw -mavx512vl -mavx2 -mfma -mprefer-vector-width=512
endif
