# Benchmarks: built and run by make bench only. They print figures; none fails on speed.
BENCHES += tests/bench/bench_nn tests/bench/bench_data tests/bench/bench_text
EXTRA_PROGRAMS += $(BENCHES) tests/bench/demo_facts
CLEANFILES += $(BENCHES) tests/bench/demo_facts

bench_libs = libdata.a libnn.a libspec.a libbase.a $(ZIP_LIBS) $(OPENBLAS_LIBS) $(JANSSON_LIBS) \
	$(UTF8PROC_LIBS) -lm

tests_bench_bench_nn_SOURCES = tests/bench/bench_nn.c tests/bench/corpus.h tests/bench/corpus.c \
	tests/bench/peak.h tests/bench/peak.c
tests_bench_bench_nn_LDADD = $(bench_libs)

tests_bench_bench_data_SOURCES = tests/bench/bench_data.c
tests_bench_bench_data_LDADD = $(bench_libs)

tests_bench_bench_text_SOURCES = tests/bench/bench_text.c
tests_bench_bench_text_LDADD = $(bench_libs)

tests_bench_demo_facts_SOURCES = tests/bench/demo_facts.c
tests_bench_demo_facts_LDADD = $(bench_libs)

bench: $(BENCHES)
	@for program in $(BENCHES); do ./$$program || exit 1; echo; done

# Does the demo corpus teach the lesson? Some ten minutes.
EXTRA_DIST += tests/bench/demo_table.sh
demo-table: rnntop tests/bench/demo_facts
	@top_builddir=. $(srcdir)/tests/bench/demo_table.sh
.PHONY: bench demo-table
