# Benchmarks: built and run by make bench only. They print figures; none fails on speed.
BENCHES += tests/bench/bench_nn tests/bench/bench_data tests/bench/bench_text
BENCH_HELPERS = tests/bench/peer_onednn tests/bench/bench_sweeps tests/bench/demo_facts \
	tests/bench/record
EXTRA_PROGRAMS += $(BENCHES) $(BENCH_HELPERS)
CLEANFILES += $(BENCHES) $(BENCH_HELPERS) bench.tsv

# What came out so far.
EXTRA_DIST += tests/bench/RESULTS.md

bench_libs = libdata.a libnn.a libspec.a libwords.a libbase.a $(ZIP_LIBS) $(OPENBLAS_LIBS) $(JANSSON_LIBS) \
	$(UTF8PROC_LIBS) -lm

tests_bench_bench_nn_SOURCES = tests/bench/bench_nn.c tests/bench/corpus.h tests/bench/corpus.c \
	tests/bench/fasttext.h tests/bench/fasttext.c \
	tests/bench/peak.h tests/bench/peak.c tests/bench/peer.h tests/bench/peer.c \
	tests/bench/results.h tests/bench/results.c
tests_bench_bench_nn_LDADD = $(bench_libs)

# What rnntop is measured against, where it is installed.
EXTRA_DIST += tests/bench/peer_torch.py
tests_bench_peer_onednn_SOURCES = tests/bench/peer_onednn.c
tests_bench_peer_onednn_LDADD = libwords.a libbase.a $(DNNL_LIBS)

tests_bench_bench_sweeps_SOURCES = tests/bench/bench_sweeps.c tests/bench/corpus.h \
	tests/bench/corpus.c tests/bench/results.h tests/bench/results.c
tests_bench_bench_sweeps_LDADD = $(bench_libs)

tests_bench_bench_data_SOURCES = tests/bench/bench_data.c
tests_bench_bench_data_LDADD = $(bench_libs)

tests_bench_bench_text_SOURCES = tests/bench/bench_text.c tests/bench/results.h \
	tests/bench/results.c
tests_bench_bench_text_LDADD = $(bench_libs)

tests_bench_demo_facts_SOURCES = tests/bench/demo_facts.c
tests_bench_demo_facts_LDADD = $(bench_libs)

# All of them add to one file of results, $RNNTOP_BENCH_RESULTS or bench.tsv.
BENCH_ENVIRONMENT = RNNTOP_BENCH_SOURCE=$(srcdir)/tests/bench; \
	RNNTOP_BENCH_COMMIT=`git -C $(srcdir) rev-parse --short HEAD 2>/dev/null`; \
	export RNNTOP_BENCH_SOURCE RNNTOP_BENCH_COMMIT

bench: $(BENCHES) tests/bench/peer_onednn
	@$(BENCH_ENVIRONMENT); for program in $(BENCHES); do ./$$program || exit 1; echo; done

# How a step grows with its sizes; some two minutes.
bench-sweeps: tests/bench/bench_sweeps
	@$(BENCH_ENVIRONMENT); ./tests/bench/bench_sweeps

tests_bench_record_SOURCES = tests/bench/record.c tests/bench/results.h tests/bench/results.c
tests_bench_record_LDADD = libwords.a libbase.a -lm

# What the dashboard costs; some six minutes.
EXTRA_DIST += tests/bench/dashboard_cost.sh
bench-dashboard: rnntop tests/program/make_tiny_npz tests/bench/record
	@$(BENCH_ENVIRONMENT); top_srcdir='$(abs_top_srcdir)' top_builddir='$(abs_top_builddir)' \
		$(srcdir)/tests/bench/dashboard_cost.sh

# Two files of results, figure by figure: make bench-compare BEFORE=FILE AFTER=FILE
EXTRA_DIST += tests/bench/compare.sh
bench-compare:
	@$(srcdir)/tests/bench/compare.sh "$(BEFORE)" "$(AFTER)"

# Does the demo corpus teach the lesson? Some ten minutes.
EXTRA_DIST += tests/bench/demo_table.sh tests/bench/figures.sh
demo-table: rnntop tests/bench/demo_facts
	@top_builddir=. top_srcdir=$(srcdir) $(srcdir)/tests/bench/demo_table.sh

# Is what the manual's lesson claims true of every seed? Some ten minutes a data set.
EXTRA_DIST += tests/bench/lesson_table.sh
lesson-table: rnntop
	@top_builddir=. top_srcdir=$(srcdir) $(srcdir)/tests/bench/lesson_table.sh
.PHONY: bench bench-sweeps bench-dashboard bench-compare demo-table lesson-table
