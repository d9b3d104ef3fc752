# Tests of chart.
CHART_ARCHIVES = libui.a libchart.a libwords.a librun.a libspec.a libwords.a libbase.a
CHART_LIBS = $(CMOCKA_LIBS) $(CURSES_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

if HAVE_CMOCKA
chart_tests = tests/chart/test_canvas tests/chart/test_scale tests/chart/test_raster
check_PROGRAMS += $(chart_tests)
TESTS += $(chart_tests)
endif

tests_chart_test_canvas_SOURCES = tests/chart/test_canvas.c
tests_chart_test_canvas_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_chart_test_canvas_LDADD = $(CHART_ARCHIVES) $(CHART_LIBS)

tests_chart_test_scale_SOURCES = tests/chart/test_scale.c
tests_chart_test_scale_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_chart_test_scale_LDADD = $(CHART_ARCHIVES) $(CHART_LIBS)

tests_chart_test_raster_SOURCES = tests/chart/test_raster.c
tests_chart_test_raster_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_chart_test_raster_LDADD = $(CHART_ARCHIVES) $(CHART_LIBS)
