# Tests of the house as a whole.
dist_check_SCRIPTS += tests/check_layers.sh tests/check_install.sh tests/check_man.sh \
	tests/check_docs.sh
EXTRA_DIST += tests/documents.sh
TESTS += tests/check_layers.sh tests/check_install.sh tests/check_man.sh tests/check_docs.sh

# The key table as text, for the scripts.
check_PROGRAMS += tests/print_keys
tests_print_keys_SOURCES = tests/print_keys.c
tests_print_keys_LDADD = libui.a libbase.a $(UTF8PROC_LIBS)
