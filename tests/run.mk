# Tests of run: what crosses between training and whoever watches it.
RUN_LIBS = librun.a libspec.a libbase.a
RUN_TEST_LIBS = $(CMOCKA_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

if HAVE_CMOCKA
check_PROGRAMS += tests/test_event tests/test_ring tests/test_control tests/test_history \
	tests/test_board tests/test_metrics
TESTS += tests/test_event tests/test_ring tests/test_control tests/test_history tests/test_board \
	tests/test_metrics
endif

tests_test_event_SOURCES = tests/test_event.c tests/run_events.h
tests_test_event_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_event_LDADD = $(RUN_LIBS) $(RUN_TEST_LIBS)

tests_test_ring_SOURCES = tests/test_ring.c tests/ring_stress.h tests/ring_stress.c \
	tests/run_events.h
tests_test_ring_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_ring_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=malloc
tests_test_ring_LDADD = $(RUN_LIBS) $(RUN_TEST_LIBS)

tests_test_control_SOURCES = tests/test_control.c
tests_test_control_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_control_LDADD = $(RUN_LIBS) $(RUN_TEST_LIBS)

tests_test_history_SOURCES = tests/test_history.c tests/run_events.h
tests_test_history_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_history_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=realloc
tests_test_history_LDADD = $(RUN_LIBS) $(RUN_TEST_LIBS)

tests_test_board_SOURCES = tests/test_board.c tests/run_events.h
tests_test_board_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_board_LDADD = $(RUN_LIBS) $(RUN_TEST_LIBS)

tests_test_metrics_SOURCES = tests/test_metrics.c
tests_test_metrics_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_metrics_LDADD = $(RUN_LIBS) $(RUN_TEST_LIBS)

# It compiles the ring itself, with each memory order relaxed in turn, under ThreadSanitizer.
dist_check_SCRIPTS += tests/check_ring_orders.sh
TESTS += tests/check_ring_orders.sh
EXTRA_DIST += tests/ring_stress_main.c
