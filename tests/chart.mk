# Tests of chart, and of the curves view that is drawn with it.
CURVES_ARCHIVES = libui.a libchart.a librun.a libspec.a libbase.a
CURVES_LIBS = $(CMOCKA_LIBS) $(CURSES_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

if HAVE_CMOCKA
chart_tests = tests/test_canvas tests/test_scale tests/test_raster tests/test_layout \
	tests/test_figures tests/test_screen tests/test_screens
check_PROGRAMS += $(chart_tests)
TESTS += $(chart_tests)
endif

tests_test_canvas_SOURCES = tests/test_canvas.c
tests_test_canvas_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_canvas_LDADD = $(CURVES_ARCHIVES) $(CURVES_LIBS)

tests_test_scale_SOURCES = tests/test_scale.c
tests_test_scale_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_scale_LDADD = $(CURVES_ARCHIVES) $(CURVES_LIBS)

tests_test_raster_SOURCES = tests/test_raster.c
tests_test_raster_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_raster_LDADD = $(CURVES_ARCHIVES) $(CURVES_LIBS)

tests_test_layout_SOURCES = tests/test_layout.c
tests_test_layout_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_layout_LDADD = $(CURVES_ARCHIVES) $(CURVES_LIBS)

tests_test_figures_SOURCES = tests/test_figures.c
tests_test_figures_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_figures_LDADD = $(CURVES_ARCHIVES) $(CURVES_LIBS)

tests_test_screen_SOURCES = tests/test_screen.c tests/scene.c tests/scene.h
tests_test_screen_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_screen_LDADD = $(CURVES_ARCHIVES) $(CURVES_LIBS)

tests_test_screens_SOURCES = tests/test_screens.c tests/scene.c tests/scene.h
tests_test_screens_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_screens_LDADD = $(CURVES_ARCHIVES) $(CURVES_LIBS)

# The golden screens. Look at what has changed before committing it.
EXTRA_DIST += tests/golden
update-goldens: tests/test_screens$(EXEEXT)
	top_srcdir='$(abs_top_srcdir)' RNNTOP_UPDATE_GOLDENS=1 tests/test_screens$(EXEEXT)
