# Tests of nn; those of the numbers as a whole are in proof.mk.
NN_TESTS = tests/nn/test_logistic tests/nn/test_nb_svm tests/nn/test_ngrams tests/nn/test_parameters tests/nn/test_embedding \
	tests/nn/test_kernels
check_PROGRAMS += $(NN_TESTS)
TESTS += $(NN_TESTS)

tests_nn_test_logistic_SOURCES = tests/nn/test_logistic.c tests/nn/plain_logistic.h
tests_nn_test_logistic_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_nn_test_logistic_LDADD = libnn.a libwords.a libbase.a $(CMOCKA_LIBS) -lm $(UTF8PROC_LIBS)
tests_nn_test_nb_svm_SOURCES = tests/nn/test_nb_svm.c tests/nn/plain_logistic.h tests/nn/word_rows_made.h
tests_nn_test_nb_svm_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_nn_test_nb_svm_LDADD = libnn.a libwords.a libbase.a $(CMOCKA_LIBS) -lm $(UTF8PROC_LIBS)
tests_nn_test_ngrams_SOURCES = tests/nn/test_ngrams.c tests/nn/word_rows_made.h
tests_nn_test_ngrams_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_nn_test_ngrams_LDADD = libnn.a libwords.a libbase.a $(CMOCKA_LIBS) -lm $(UTF8PROC_LIBS)

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
