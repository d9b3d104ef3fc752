# Tests of base.
BASE_TESTS = tests/base/test_base tests/base/test_nearest tests/base/test_rng tests/base/test_pool
check_PROGRAMS += $(BASE_TESTS)
TESTS += $(BASE_TESTS)

tests_base_test_base_SOURCES = tests/base/test_base.c
tests_base_test_base_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_base_test_base_LDADD = libspec.a libwords.a libbase.a $(CMOCKA_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

tests_base_test_nearest_SOURCES = tests/base/test_nearest.c
tests_base_test_nearest_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_base_test_nearest_LDADD = libbase.a $(CMOCKA_LIBS)

tests_base_test_rng_SOURCES = tests/base/test_rng.c
tests_base_test_rng_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_base_test_rng_LDADD = libwords.a libbase.a $(CMOCKA_LIBS) -lm $(UTF8PROC_LIBS)

tests_base_test_pool_SOURCES = tests/base/test_pool.c
tests_base_test_pool_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_base_test_pool_LDADD = libwords.a libbase.a $(CMOCKA_LIBS) $(UTF8PROC_LIBS)
