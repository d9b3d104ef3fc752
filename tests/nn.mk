# Tests of nn, and of base's random numbers, processor and pool.
NN_TESTS = tests/test_bag_of_words tests/test_rng tests/test_pool tests/test_parameters tests/test_embedding \
	tests/test_kernels
check_PROGRAMS += $(NN_TESTS)
TESTS += $(NN_TESTS)

tests_test_bag_of_words_SOURCES = tests/test_bag_of_words.c
tests_test_bag_of_words_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_bag_of_words_LDADD = libnn.a libbase.a $(CMOCKA_LIBS) -lm

tests_test_rng_SOURCES = tests/test_rng.c
tests_test_rng_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_rng_LDADD = libbase.a $(CMOCKA_LIBS) -lm

tests_test_pool_SOURCES = tests/test_pool.c
tests_test_pool_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_pool_LDADD = libbase.a $(CMOCKA_LIBS)

tests_test_parameters_SOURCES = tests/test_parameters.c
tests_test_parameters_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_parameters_LDADD = libnn.a libspec.a libbase.a $(CMOCKA_LIBS) $(JANSSON_LIBS) -lm

tests_test_embedding_SOURCES = tests/test_embedding.c
tests_test_embedding_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_embedding_LDADD = libnn.a libspec.a libbase.a $(OPENBLAS_LIBS) $(CMOCKA_LIBS) \
	$(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

tests_test_kernels_SOURCES = tests/test_kernels.c
tests_test_kernels_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_kernels_LDADD = libnn.a libbase.a $(CMOCKA_LIBS) -lm
