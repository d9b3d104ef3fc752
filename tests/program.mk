# Tests of the house as a whole.
dist_check_SCRIPTS += tests/check_layers.sh
TESTS += tests/check_layers.sh
