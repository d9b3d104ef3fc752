# data: npz archives, word lists, padded matrices.
noinst_LIBRARIES += libdata.a
libdata_a_SOURCES = \
	include/rnntop/data/dataset.h src/data/dataset.c src/data/dataset_find.c \
	include/rnntop/data/file.h src/data/file.c \
	include/rnntop/data/keras_npz.h src/data/keras_npz.c \
	include/rnntop/data/keras_shuffle.h src/data/keras_shuffle.c \
	include/rnntop/data/limits.h \
	include/rnntop/data/npy.h src/data/npy.c \
	include/rnntop/data/npz.h src/data/npz.c \
	include/rnntop/data/pickle.h src/data/pickle.c \
	include/rnntop/data/pickle_scan.h src/data/pickle_scan.c \
	include/rnntop/data/reader.h src/data/reader.c \
	include/rnntop/data/sequence.h src/data/sequence.c \
	include/rnntop/data/vocabulary.h src/data/vocabulary.c
libdata_a_CFLAGS = $(AM_CFLAGS) $(ZIP_CFLAGS)
