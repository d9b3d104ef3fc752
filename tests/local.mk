# Tests: a folder for each layer, then those of the program and of the house as a whole.
include tests/base/local.mk
include tests/words/local.mk
include tests/spec/local.mk
include tests/run/local.mk
include tests/store/local.mk
include tests/data/local.mk
include tests/nn/local.mk
include tests/chart/local.mk
include tests/files/local.mk
include tests/net/local.mk
include tests/train/local.mk
include tests/ui/local.mk
include tests/report/local.mk
include tests/program/local.mk
include tests/house/local.mk
include tests/attack/local.mk
EXTRA_DIST += tests/summary.sh tests/base/long.h
