# Benchmarks: built and run by make bench only. They print figures; none fails on speed.
BENCHES += tests/bench/bench_nn
EXTRA_PROGRAMS += $(BENCHES)

tests_bench_bench_nn_SOURCES = tests/bench/bench_nn.c tests/bench/peak.h tests/bench/peak.c
tests_bench_bench_nn_LDADD = libnn.a libspec.a libbase.a $(OPENBLAS_LIBS) $(JANSSON_LIBS) \
	$(UTF8PROC_LIBS) -lm

CLEANFILES += $(BENCHES)

bench: $(BENCHES)
	@for program in $(BENCHES); do ./$$program || exit 1; echo; done
.PHONY: bench
