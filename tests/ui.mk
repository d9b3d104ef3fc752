# Tests of ui.
UI_ARCHIVES = libui.a libchart.a librun.a libspec.a libbase.a
UI_LIBS = $(CURSES_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

if HAVE_CMOCKA
ui_tests = tests/test_escape tests/test_theme tests/test_keys tests/test_actions tests/test_views \
	tests/test_terminal tests/test_form
check_PROGRAMS += $(ui_tests)
TESTS += $(ui_tests)
endif

tests_test_escape_SOURCES = tests/test_escape.c
tests_test_escape_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_escape_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

tests_test_theme_SOURCES = tests/test_theme.c
tests_test_theme_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_theme_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

tests_test_keys_SOURCES = tests/test_keys.c
tests_test_keys_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_keys_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

tests_test_actions_SOURCES = tests/test_actions.c tests/ui_house.c tests/ui_house.h \
	tests/run_events.h
tests_test_actions_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_actions_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

tests_test_form_SOURCES = tests/test_form.c tests/ui_house.c tests/ui_house.h tests/run_events.h
tests_test_form_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_form_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

tests_test_views_SOURCES = tests/test_views.c tests/ui_house.c tests/ui_house.h tests/run_events.h
tests_test_views_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_views_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

tests_test_terminal_SOURCES = tests/test_terminal.c
tests_test_terminal_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_terminal_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

# The dashboard without training behind it, for tests of the screen.
check_PROGRAMS += tests/demo_dashboard
tests_demo_dashboard_SOURCES = tests/demo_dashboard.c
tests_demo_dashboard_LDADD = $(UI_ARCHIVES) $(UI_LIBS)

# Tests in a real terminal.
terminal_tests = tests/test_dashboard_data.sh tests/test_dashboard_shell.sh \
	tests/test_dashboard_keys.sh tests/test_dashboard_leave.sh \
	tests/test_dashboard_terminals.sh tests/test_dashboard_form.sh
dist_check_SCRIPTS += $(terminal_tests)
TESTS += $(terminal_tests)
EXTRA_DIST += tests/tmux.sh tests/dashboard.sh
