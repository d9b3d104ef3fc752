# The layer chart.
noinst_LIBRARIES += libchart.a
libchart_a_SOURCES =
