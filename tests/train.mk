# Tests of the session and its trainer.
TRAIN_TEST_LIBS = libtrain.a libfiles.a libnn.a libdata.a librun.a libspec.a libbase.a \
	$(CMOCKA_LIBS) $(OPENBLAS_LIBS) $(ZIP_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

check_PROGRAMS += tests/test_session
TESTS += tests/test_session
tests_test_session_SOURCES = tests/test_session.c
tests_test_session_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_session_LDADD = $(TRAIN_TEST_LIBS)

check_PROGRAMS += tests/test_callbacks
TESTS += tests/test_callbacks
tests_test_callbacks_SOURCES = tests/test_callbacks.c
tests_test_callbacks_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_callbacks_LDADD = libtrain.a libspec.a libbase.a $(CMOCKA_LIBS) $(JANSSON_LIBS) \
	$(UTF8PROC_LIBS) -lm
