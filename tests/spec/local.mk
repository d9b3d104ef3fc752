# Tests of spec.
SPEC_TEST_LIBS = libspec.a libwords.a libbase.a $(CMOCKA_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

check_PROGRAMS += tests/spec/test_model_spec tests/spec/test_settings
TESTS += tests/spec/test_model_spec tests/spec/test_settings
tests_spec_test_model_spec_SOURCES = tests/spec/test_model_spec.c
tests_spec_test_model_spec_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_spec_test_model_spec_LDADD = $(SPEC_TEST_LIBS)
tests_spec_test_settings_SOURCES = tests/spec/test_settings.c tests/spec/planned.h
tests_spec_test_settings_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_spec_test_settings_LDADD = $(SPEC_TEST_LIBS)

check_PROGRAMS += tests/spec/test_model_text tests/spec/test_settings_runs
TESTS += tests/spec/test_model_text tests/spec/test_settings_runs
tests_spec_test_model_text_SOURCES = tests/spec/test_model_text.c
tests_spec_test_model_text_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_spec_test_model_text_LDADD = $(SPEC_TEST_LIBS)
tests_spec_test_settings_runs_SOURCES = tests/spec/test_settings_runs.c
tests_spec_test_settings_runs_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_spec_test_settings_runs_LDADD = $(SPEC_TEST_LIBS)

check_PROGRAMS += tests/spec/test_setting_rows
TESTS += tests/spec/test_setting_rows
tests_spec_test_setting_rows_SOURCES = tests/spec/test_setting_rows.c
tests_spec_test_setting_rows_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_spec_test_setting_rows_LDADD = $(SPEC_TEST_LIBS)

check_PROGRAMS += tests/spec/test_settings_texts
TESTS += tests/spec/test_settings_texts
tests_spec_test_settings_texts_SOURCES = tests/spec/test_settings_texts.c
tests_spec_test_settings_texts_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_spec_test_settings_texts_LDADD = $(SPEC_TEST_LIBS)

check_PROGRAMS += tests/spec/test_text_spec
TESTS += tests/spec/test_text_spec
tests_spec_test_text_spec_SOURCES = tests/spec/test_text_spec.c
tests_spec_test_text_spec_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_spec_test_text_spec_LDADD = $(SPEC_TEST_LIBS)
