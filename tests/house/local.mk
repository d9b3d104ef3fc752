# Tests of the house as a whole.
house_checks = tests/house/check_bench_compare.sh tests/house/check_bootstrap.sh \
	tests/house/check_completions.sh tests/house/check_configure.sh tests/house/check_debian.sh \
	tests/house/check_docs.sh tests/house/check_events_page.sh \
	tests/house/check_install.sh tests/house/check_layer_kinds.sh \
	tests/house/check_layers.sh tests/house/check_man.sh
dist_check_SCRIPTS += $(house_checks)
EXTRA_DIST += tests/house/documents.sh
TESTS += $(house_checks)
LONG_TESTS += tests/house/check_configure.sh

# The key table as text, for the scripts.
check_PROGRAMS += tests/house/print_keys
tests_house_print_keys_SOURCES = tests/house/print_keys.c
tests_house_print_keys_LDADD = libui.a libwords.a libbase.a $(UTF8PROC_LIBS)
