# report: the same session without a screen.
noinst_LIBRARIES += libreport.a
libreport_a_SOURCES = \
	include/rnntop/report/fetch_line.h src/report/fetch_line.c \
	include/rnntop/report/json_lines.h src/report/json_lines.c \
	include/rnntop/report/progress.h src/report/progress.c \
	include/rnntop/report/reporter.h src/report/reporter.c src/report/farewell.c \
	include/rnntop/report/results.h src/report/results.c \
	include/rnntop/report/scores.h src/report/scores.c \
	include/rnntop/report/summary.h src/report/summary.c \
	include/rnntop/report/told_findings.h src/report/told_findings.c \
	include/rnntop/report/wrap.h src/report/wrap.c
