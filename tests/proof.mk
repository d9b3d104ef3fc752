# Tests of proof: the numbers, against a plain double-precision reference and outside vectors.
proof_libs = libnn.a libspec.a libbase.a $(OPENBLAS_LIBS) $(CMOCKA_LIBS) $(JANSSON_LIBS) \
	$(UTF8PROC_LIBS) -lm
reference_sources = tests/reference.c tests/reference.h

check_PROGRAMS += tests/test_reference
TESTS += tests/test_reference
tests_test_reference_SOURCES = tests/test_reference.c $(reference_sources)
tests_test_reference_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_reference_LDADD = $(CMOCKA_LIBS) -lm
