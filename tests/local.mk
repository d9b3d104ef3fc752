# Tests: a fragment for each layer.
include tests/base.mk
include tests/spec.mk
include tests/run.mk
include tests/data.mk
include tests/nn.mk
include tests/proof.mk
include tests/chart.mk
include tests/files.mk
include tests/net.mk
include tests/train.mk
include tests/ui.mk
include tests/report.mk
include tests/program.mk
