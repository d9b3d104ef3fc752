# Tests of ui.
UI_ARCHIVES = libui.a libchart.a libwords.a librun.a libspec.a libwords.a libbase.a
UI_LIBS = $(CURSES_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

if HAVE_CMOCKA
ui_tests = tests/ui/test_escape tests/ui/test_theme tests/ui/test_keys tests/ui/test_actions tests/ui/test_views \
	tests/ui/test_terminal tests/ui/test_form tests/ui/test_layout tests/ui/test_figures tests/ui/test_gutter \
	tests/ui/test_curve_roles \
	tests/ui/test_screen tests/ui/test_screens tests/ui/test_fit
check_PROGRAMS += $(ui_tests)
TESTS += $(ui_tests)
LONG_TESTS += tests/ui/test_screens
endif

tests_ui_test_escape_SOURCES = tests/ui/test_escape.c
tests_ui_test_escape_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_ui_test_escape_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

tests_ui_test_theme_SOURCES = tests/ui/test_theme.c
tests_ui_test_theme_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_ui_test_theme_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

tests_ui_test_keys_SOURCES = tests/ui/test_keys.c
tests_ui_test_keys_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_ui_test_keys_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

tests_ui_test_actions_SOURCES = tests/ui/test_actions.c tests/ui/ui_house.c tests/ui/ui_house.h \
	tests/run/run_events.h tests/run/told_board.h
tests_ui_test_actions_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_ui_test_actions_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

tests_ui_test_form_SOURCES = tests/ui/test_form.c tests/ui/ui_house.c tests/ui/ui_house.h tests/run/run_events.h tests/run/told_board.h
tests_ui_test_form_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_ui_test_form_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

if HAVE_CMOCKA
check_PROGRAMS += tests/ui/test_score
TESTS += tests/ui/test_score
endif
tests_ui_test_score_SOURCES = tests/ui/test_score.c tests/ui/ui_house.c tests/ui/ui_house.h \
	tests/run/run_events.h tests/run/told_board.h
tests_ui_test_score_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_ui_test_score_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

tests_ui_test_views_SOURCES = tests/ui/test_views.c tests/ui/ui_house.c tests/ui/ui_house.h tests/run/run_events.h tests/run/told_board.h
tests_ui_test_views_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_ui_test_views_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

tests_ui_test_terminal_SOURCES = tests/ui/test_terminal.c
tests_ui_test_terminal_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_ui_test_terminal_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

# The dashboard without training behind it, for tests of the screen.
check_PROGRAMS += tests/ui/demo_dashboard
tests_ui_demo_dashboard_SOURCES = tests/ui/demo_dashboard.c
tests_ui_demo_dashboard_LDADD = $(UI_ARCHIVES) $(UI_LIBS)

tests_ui_test_layout_SOURCES = tests/ui/test_layout.c
tests_ui_test_layout_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_ui_test_layout_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

tests_ui_test_fit_SOURCES = tests/ui/test_fit.c
tests_ui_test_fit_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_ui_test_fit_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

tests_ui_test_figures_SOURCES = tests/ui/test_figures.c
tests_ui_test_figures_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_ui_test_figures_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

tests_ui_test_screen_SOURCES = tests/ui/test_screen.c tests/ui/scene.c tests/ui/scene.h tests/run/told_board.h tests/run/run_events.h
tests_ui_test_screen_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_ui_test_screen_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

tests_ui_test_screens_SOURCES = tests/ui/test_screens.c tests/ui/scene.c tests/ui/scene.h tests/run/curves.h tests/run/curves.c tests/run/told_board.h tests/run/run_events.h
tests_ui_test_screens_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_ui_test_screens_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

tests_ui_test_curve_roles_SOURCES = tests/ui/test_curve_roles.c tests/ui/scene.c tests/ui/scene.h tests/run/told_board.h \
	tests/run/run_events.h
tests_ui_test_curve_roles_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_ui_test_curve_roles_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

tests_ui_test_gutter_SOURCES = tests/ui/test_gutter.c tests/ui/scene.c tests/ui/scene.h tests/run/told_board.h tests/run/run_events.h
tests_ui_test_gutter_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_ui_test_gutter_LDADD = $(UI_ARCHIVES) $(CMOCKA_LIBS) $(UI_LIBS)

# The golden screens. Look at what has changed before committing it.
EXTRA_DIST += tests/ui/golden
update-goldens: tests/ui/test_screens$(EXEEXT)
	top_srcdir='$(abs_top_srcdir)' RNNTOP_UPDATE_GOLDENS=1 tests/ui/test_screens$(EXEEXT)
