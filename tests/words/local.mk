# Tests of words.
check_PROGRAMS += tests/words/test_errors tests/words/test_findings
TESTS += tests/words/test_errors tests/words/test_findings
tests_words_test_errors_SOURCES = tests/words/test_errors.c tests/words/error_text.h
tests_words_test_errors_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_words_test_errors_LDADD = libwords.a libbase.a $(CMOCKA_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm
tests_words_test_findings_SOURCES = tests/words/test_findings.c
tests_words_test_findings_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_words_test_findings_LDADD = libwords.a librun.a libspec.a libwords.a libbase.a $(CMOCKA_LIBS) $(JANSSON_LIBS) \
	$(UTF8PROC_LIBS) -lm
