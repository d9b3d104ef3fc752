# chart: a canvas of cells, scales, downsampling and curves. Pure functions.
noinst_LIBRARIES += libchart.a
libchart_a_SOURCES = \
	include/rnntop/chart/canvas.h src/chart/canvas.c \
	include/rnntop/chart/columns.h src/chart/columns.c \
	include/rnntop/chart/raster.h src/chart/raster.c \
	include/rnntop/chart/scale.h src/chart/scale.c
