# Tests of store: what is written down comes back, and nothing that is read does harm.
STORE_LIBS = libstore.a libwords.a librun.a libspec.a libbase.a

check_PROGRAMS += tests/store/test_event_json tests/store/test_event_reader
TESTS += tests/store/test_event_json tests/store/test_event_reader
LONG_TESTS += tests/store/test_event_reader

tests_store_test_event_json_SOURCES = tests/store/test_event_json.c tests/store/random_events.h \
	tests/store/random_events.c
tests_store_test_event_json_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_store_test_event_json_LDADD = $(STORE_LIBS) $(CMOCKA_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

tests_store_test_event_reader_SOURCES = tests/store/test_event_reader.c \
	tests/store/random_events.h tests/store/random_events.c tests/run/told_board.h \
	tests/run/run_events.h
tests_store_test_event_reader_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_store_test_event_reader_LDADD = $(STORE_LIBS) $(CMOCKA_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm
