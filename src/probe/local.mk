# probe: forward passes on a copy of a model's weights.
noinst_LIBRARIES += libprobe.a
libprobe_a_SOURCES = \
	include/rnntop/probe/scorer.h src/probe/scorer.c
