# Tests of the program. What makes the small data set that they train on:
check_PROGRAMS += tests/program/make_tiny_npz
tests_program_make_tiny_npz_SOURCES = tests/program/make_tiny_npz.c
tests_program_make_tiny_npz_CFLAGS = $(AM_CFLAGS) $(ZIP_CFLAGS)
tests_program_make_tiny_npz_LDADD = $(ZIP_LIBS)

# Without a screen.
command_checks = tests/program/check_commands.sh tests/program/check_imdb.sh \
	tests/program/check_predict.sh tests/program/check_texts.sh tests/program/check_data.sh tests/program/check_watch_python.sh
dist_check_SCRIPTS += $(command_checks)
TESTS += $(command_checks)
LONG_TESTS += tests/program/check_imdb.sh tests/program/check_texts.sh

# What check_predict.sh asks about.
check_PROGRAMS += tests/program/print_reviews
tests_program_print_reviews_SOURCES = tests/program/print_reviews.c
tests_program_print_reviews_LDADD = libdata.a libspec.a libwords.a libbase.a $(ZIP_LIBS) $(JANSSON_LIBS) \
	$(UTF8PROC_LIBS) -lm

# Downloads, from a server on this machine (tests/net/serve.c).
fetch_checks = tests/program/check_fetch.sh tests/program/check_fetch_imdb.sh
dist_check_SCRIPTS += $(fetch_checks)
TESTS += $(fetch_checks)
LONG_TESTS += tests/program/check_fetch_imdb.sh

# In a real terminal.
terminal_tests = tests/program/test_dashboard_data.sh tests/program/test_dashboard_shell.sh \
	tests/program/test_dashboard_keys.sh tests/program/test_dashboard_leave.sh \
	tests/program/test_dashboard_terminals.sh tests/program/test_dashboard_form.sh \
	tests/program/test_watch.sh
terminal_tests += tests/program/test_dashboard_score.sh tests/program/test_train_terminal.sh
dist_check_SCRIPTS += $(terminal_tests)
TESTS += $(terminal_tests)
EXTRA_DIST += tests/program/tmux.sh tests/program/dashboard.sh
