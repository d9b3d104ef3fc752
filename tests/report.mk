# Tests of report, and the tool that makes a small data set.
check_PROGRAMS += tests/make_tiny_npz tests/test_report tests/test_scores
TESTS += tests/test_report tests/test_scores
tests_make_tiny_npz_SOURCES = tests/make_tiny_npz.c
tests_make_tiny_npz_CFLAGS = $(AM_CFLAGS) $(ZIP_CFLAGS)
tests_make_tiny_npz_LDADD = $(ZIP_LIBS)
tests_test_report_SOURCES = tests/test_report.c
tests_test_report_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_report_LDADD = libreport.a librun.a libspec.a libbase.a $(CMOCKA_LIBS) \
	$(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm
tests_test_scores_SOURCES = tests/test_scores.c
tests_test_scores_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_scores_LDADD = libreport.a librun.a libspec.a libbase.a $(CMOCKA_LIBS) \
	$(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

# The program without a screen.
command_checks = tests/check_commands.sh tests/check_imdb.sh tests/check_predict.sh
dist_check_SCRIPTS += $(command_checks)
TESTS += $(command_checks)

# What check_predict.sh asks about.
check_PROGRAMS += tests/print_reviews
tests_print_reviews_SOURCES = tests/print_reviews.c
tests_print_reviews_LDADD = libdata.a libspec.a libbase.a $(ZIP_LIBS) $(JANSSON_LIBS) \
	$(UTF8PROC_LIBS) -lm
