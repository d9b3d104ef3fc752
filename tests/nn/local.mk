# Tests of nn; those of the numbers as a whole are in proof.mk.
NN_TESTS = tests/nn/test_bag_of_words tests/nn/test_parameters tests/nn/test_embedding \
	tests/nn/test_kernels
check_PROGRAMS += $(NN_TESTS)
TESTS += $(NN_TESTS)

tests_nn_test_bag_of_words_SOURCES = tests/nn/test_bag_of_words.c
tests_nn_test_bag_of_words_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_nn_test_bag_of_words_LDADD = libnn.a libwords.a libbase.a $(CMOCKA_LIBS) -lm $(UTF8PROC_LIBS)

tests_nn_test_parameters_SOURCES = tests/nn/test_parameters.c
tests_nn_test_parameters_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_nn_test_parameters_LDADD = libnn.a libspec.a libwords.a libbase.a $(CMOCKA_LIBS) $(JANSSON_LIBS) -lm $(UTF8PROC_LIBS)

tests_nn_test_embedding_SOURCES = tests/nn/test_embedding.c
tests_nn_test_embedding_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_nn_test_embedding_LDADD = libnn.a libspec.a libwords.a libbase.a $(OPENBLAS_LIBS) $(CMOCKA_LIBS) \
	$(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

tests_nn_test_kernels_SOURCES = tests/nn/test_kernels.c
tests_nn_test_kernels_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_nn_test_kernels_LDADD = libnn.a libwords.a libbase.a $(CMOCKA_LIBS) -lm $(UTF8PROC_LIBS)


include tests/nn/proof.mk
