# Tests of run: what crosses between training and whoever watches it.
RUN_LIBS = librun.a libspec.a libwords.a libbase.a
RUN_TEST_LIBS = $(CMOCKA_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

if HAVE_CMOCKA
check_PROGRAMS += tests/run/test_event tests/run/test_ring tests/run/test_control tests/run/test_history \
	tests/run/test_board tests/run/test_guess tests/run/test_metrics tests/run/test_outlet tests/run/test_ranking tests/run/test_short_names \
	tests/run/test_spread tests/run/test_diagnosis
TESTS += tests/run/test_event tests/run/test_ring tests/run/test_control tests/run/test_history tests/run/test_board \
	tests/run/test_guess tests/run/test_metrics tests/run/test_outlet tests/run/test_ranking tests/run/test_short_names \
	tests/run/test_spread tests/run/test_diagnosis
LONG_TESTS += tests/run/test_ring
endif

tests_run_test_event_SOURCES = tests/run/test_event.c tests/run/run_events.h
tests_run_test_event_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_run_test_event_LDADD = $(RUN_LIBS) $(RUN_TEST_LIBS)

tests_run_test_ring_SOURCES = tests/run/test_ring.c tests/run/ring_stress.h tests/run/ring_stress.c \
	tests/run/run_events.h
tests_run_test_ring_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_run_test_ring_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=malloc
tests_run_test_ring_LDADD = $(RUN_LIBS) $(RUN_TEST_LIBS)

tests_run_test_control_SOURCES = tests/run/test_control.c
tests_run_test_control_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_run_test_control_LDADD = $(RUN_LIBS) $(RUN_TEST_LIBS)

tests_run_test_history_SOURCES = tests/run/test_history.c tests/run/run_events.h
tests_run_test_history_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_run_test_history_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=realloc
tests_run_test_history_LDADD = $(RUN_LIBS) $(RUN_TEST_LIBS)

tests_run_test_board_SOURCES = tests/run/test_board.c tests/run/run_events.h
tests_run_test_board_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_run_test_board_LDADD = $(RUN_LIBS) $(RUN_TEST_LIBS)

tests_run_test_outlet_SOURCES = tests/run/test_outlet.c tests/run/run_events.h
tests_run_test_outlet_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_run_test_outlet_LDADD = $(RUN_LIBS) $(RUN_TEST_LIBS)

tests_run_test_guess_SOURCES = tests/run/test_guess.c
tests_run_test_guess_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_run_test_guess_LDADD = $(RUN_LIBS) $(RUN_TEST_LIBS)

tests_run_test_metrics_SOURCES = tests/run/test_metrics.c
tests_run_test_metrics_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_run_test_metrics_LDADD = $(RUN_LIBS) $(RUN_TEST_LIBS)

tests_run_test_diagnosis_SOURCES = tests/run/test_diagnosis.c tests/run/curves.h tests/run/curves.c \
	tests/run/run_events.h tests/run/told_board.h
tests_run_test_diagnosis_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_run_test_diagnosis_LDADD = $(RUN_LIBS) $(RUN_TEST_LIBS)
EXTRA_DIST += tests/run/curves
tests_run_test_judgement_SOURCES = tests/run/test_judgement.c
tests_run_test_judgement_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_run_test_judgement_LDADD = $(RUN_LIBS) $(RUN_TEST_LIBS)
if HAVE_CMOCKA
check_PROGRAMS += tests/run/test_judgement
TESTS += tests/run/test_judgement
endif

# It compiles the ring itself, with each memory order relaxed in turn, under ThreadSanitizer.
dist_check_SCRIPTS += tests/run/check_ring_orders.sh
TESTS += tests/run/check_ring_orders.sh
LONG_TESTS += tests/run/check_ring_orders.sh
EXTRA_DIST += tests/run/ring_stress_main.c

tests_run_test_ranking_SOURCES = tests/run/test_ranking.c
tests_run_test_ranking_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_run_test_ranking_LDADD = $(RUN_LIBS) $(RUN_TEST_LIBS)

tests_run_test_short_names_SOURCES = tests/run/test_short_names.c
tests_run_test_short_names_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_run_test_short_names_LDADD = $(RUN_LIBS) $(RUN_TEST_LIBS)

tests_run_test_spread_SOURCES = tests/run/test_spread.c
tests_run_test_spread_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_run_test_spread_LDADD = $(RUN_LIBS) $(RUN_TEST_LIBS)
