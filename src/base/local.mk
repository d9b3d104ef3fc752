# base: status, memory, clock, random numbers, processor, worker pool, text, JSON.
noinst_LIBRARIES += libbase.a
libbase_a_SOURCES = \
	include/rnntop/base/clock.h src/base/clock.c \
	include/rnntop/base/cpu.h src/base/cpu.c \
	include/rnntop/base/json.h src/base/json.c \
	include/rnntop/base/memory.h src/base/memory.c \
	include/rnntop/base/nearest.h src/base/nearest.c \
	include/rnntop/base/parcel.h src/base/parcel.c \
	include/rnntop/base/pool.h src/base/pool.c \
	include/rnntop/base/rng.h src/base/rng.c \
	include/rnntop/base/errors.h \
	include/rnntop/base/errors/base.h \
	include/rnntop/base/errors/chart.h \
	include/rnntop/base/errors/data.h \
	include/rnntop/base/errors/files.h \
	include/rnntop/base/errors/net.h \
	include/rnntop/base/errors/nn.h \
	include/rnntop/base/errors/probe.h \
	include/rnntop/base/errors/program.h \
	include/rnntop/base/errors/report.h \
	include/rnntop/base/errors/run.h \
	include/rnntop/base/errors/spec.h \
	include/rnntop/base/errors/store.h \
	include/rnntop/base/errors/train.h \
	include/rnntop/base/errors/ui.h \
	include/rnntop/base/status.h src/base/status.c \
	include/rnntop/base/utf8.h src/base/utf8.c \
	include/rnntop/base/xdg.h src/base/xdg.c
libbase_a_CFLAGS = $(AM_CFLAGS) $(UTF8PROC_CFLAGS)
