# Tests of the house as a whole.
house_checks = tests/check_bench_compare.sh tests/check_bootstrap.sh tests/check_completions.sh \
	tests/check_configure.sh tests/check_debian.sh tests/check_docs.sh tests/check_install.sh tests/check_layers.sh \
	tests/check_man.sh
dist_check_SCRIPTS += $(house_checks)
EXTRA_DIST += tests/documents.sh tests/summary.sh
TESTS += $(house_checks)

# The key table as text, for the scripts.
check_PROGRAMS += tests/print_keys
tests_print_keys_SOURCES = tests/print_keys.c
tests_print_keys_LDADD = libui.a libbase.a $(UTF8PROC_LIBS)
