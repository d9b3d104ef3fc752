# Tests of report.
check_PROGRAMS += tests/report/test_report tests/report/test_results tests/report/test_scores tests/report/test_fetch_line \
	tests/report/test_told_findings tests/report/test_wrap
TESTS += tests/report/test_report tests/report/test_results tests/report/test_scores tests/report/test_fetch_line \
	tests/report/test_told_findings tests/report/test_wrap
tests_report_test_report_SOURCES = tests/report/test_report.c tests/run/run_events.h tests/run/told_board.h
tests_report_test_report_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_report_test_report_LDADD = libreport.a libstore.a libwords.a librun.a libspec.a libbase.a $(CMOCKA_LIBS) \
	$(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm
tests_report_test_results_SOURCES = tests/report/test_results.c tests/run/run_events.h tests/run/told_board.h
tests_report_test_results_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_report_test_results_LDADD = libreport.a libstore.a libwords.a librun.a libspec.a libbase.a $(CMOCKA_LIBS) \
	$(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

tests_report_test_scores_SOURCES = tests/report/test_scores.c
tests_report_test_scores_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_report_test_scores_LDADD = libreport.a libstore.a libwords.a librun.a libspec.a libbase.a $(CMOCKA_LIBS) \
	$(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

tests_report_test_fetch_line_SOURCES = tests/report/test_fetch_line.c
tests_report_test_fetch_line_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_report_test_fetch_line_LDADD = libreport.a $(CMOCKA_LIBS) -lm

tests_report_test_told_findings_SOURCES = tests/report/test_told_findings.c tests/run/curves.h tests/run/curves.c \
	tests/run/run_events.h tests/run/told_board.h
tests_report_test_told_findings_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_report_test_told_findings_LDADD = libreport.a libstore.a libwords.a librun.a libspec.a libwords.a libbase.a \
	$(CMOCKA_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

tests_report_test_wrap_SOURCES = tests/report/test_wrap.c
tests_report_test_wrap_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_report_test_wrap_LDADD = libreport.a libbase.a $(CMOCKA_LIBS) $(UTF8PROC_LIBS)
