# Tests of base and spec.
SPEC_TEST_LIBS = libspec.a libbase.a $(CMOCKA_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

check_PROGRAMS += tests/test_base tests/test_model_spec tests/test_settings
TESTS += tests/test_base tests/test_model_spec tests/test_settings
tests_test_base_SOURCES = tests/test_base.c
tests_test_base_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_base_LDADD = $(SPEC_TEST_LIBS)
tests_test_model_spec_SOURCES = tests/test_model_spec.c
tests_test_model_spec_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_model_spec_LDADD = $(SPEC_TEST_LIBS)
tests_test_settings_SOURCES = tests/test_settings.c
tests_test_settings_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_settings_LDADD = $(SPEC_TEST_LIBS)

check_PROGRAMS += tests/test_model_text tests/test_settings_runs
TESTS += tests/test_model_text tests/test_settings_runs
tests_test_model_text_SOURCES = tests/test_model_text.c
tests_test_model_text_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_model_text_LDADD = $(SPEC_TEST_LIBS)
tests_test_settings_runs_SOURCES = tests/test_settings_runs.c
tests_test_settings_runs_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_settings_runs_LDADD = $(SPEC_TEST_LIBS)
