# run: what crosses between training and whoever watches it.
noinst_LIBRARIES += librun.a
librun_a_SOURCES = \
	include/rnntop/run/backlog.h src/run/backlog.c \
	include/rnntop/run/board.h src/run/board.c \
	include/rnntop/run/control.h src/run/control.c \
	include/rnntop/run/diagnosis.h src/run/diagnosis.c \
	include/rnntop/run/event.h src/run/event.c \
	include/rnntop/run/finding.h src/run/finding.c \
	include/rnntop/run/guess.h src/run/guess.c \
	include/rnntop/run/history.h src/run/history.c \
	include/rnntop/run/judgement.h src/run/judgement.c \
	include/rnntop/run/metrics.h src/run/metrics.c \
	include/rnntop/run/outlet.h src/run/outlet.c \
	include/rnntop/run/points.h src/run/points.c \
	include/rnntop/run/ranking.h src/run/ranking.c \
	include/rnntop/run/request.h \
	include/rnntop/run/ring.h include/rnntop/run/ring_parts.h src/run/ring.c \
	include/rnntop/run/rules.h src/run/rules_answers.c src/run/rules_curves.c src/run/rules_data.c \
	include/rnntop/run/run_id.h src/run/run_id.c \
	include/rnntop/run/short_names.h src/run/short_names.c \
	include/rnntop/run/spread.h src/run/spread.c
