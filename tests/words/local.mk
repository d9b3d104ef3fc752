# Tests of words.
check_PROGRAMS += tests/words/test_errors
TESTS += tests/words/test_errors
tests_words_test_errors_SOURCES = tests/words/test_errors.c tests/words/error_text.h
tests_words_test_errors_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_words_test_errors_LDADD = libwords.a libbase.a $(CMOCKA_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm
