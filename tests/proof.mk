# Tests of proof: the numbers, against a plain double-precision reference and outside vectors.
check_LIBRARIES += tests/libproof.a
tests_libproof_a_SOURCES = tests/reference.c tests/reference.h tests/trial.c tests/trial.h \
	tests/tape.c tests/tape.h tests/network.c tests/network.h tests/network_parts.h \
	tests/network_recurrent.c tests/architectures.c tests/architectures.h
tests_libproof_a_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
proof_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
proof_libs = tests/libproof.a libnn.a libspec.a libbase.a $(OPENBLAS_LIBS) $(CMOCKA_LIBS) \
	$(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

# Forward and backward.
check_PROGRAMS += tests/test_reference tests/test_model tests/test_model_contract \
	tests/test_model_stop tests/test_torch_vectors tests/test_network tests/test_architectures \
	tests/test_activations tests/test_dropout tests/test_goldens tests/test_torch_networks
TESTS += tests/test_reference tests/test_model tests/test_model_contract \
	tests/test_model_stop tests/test_torch_vectors tests/test_network tests/test_architectures \
	tests/test_activations tests/test_dropout tests/test_goldens tests/test_torch_networks
tests_test_network_SOURCES = tests/test_network.c
tests_test_network_CFLAGS = $(proof_cflags)
tests_test_network_LDADD = $(proof_libs)
tests_test_architectures_SOURCES = tests/test_architectures.c
tests_test_architectures_CFLAGS = $(proof_cflags)
tests_test_architectures_LDADD = $(proof_libs)
tests_test_reference_SOURCES = tests/test_reference.c
tests_test_reference_CFLAGS = $(proof_cflags)
tests_test_reference_LDADD = $(proof_libs)
tests_test_model_SOURCES = tests/test_model.c
tests_test_model_CFLAGS = $(proof_cflags)
tests_test_model_LDADD = $(proof_libs)
tests_test_model_contract_SOURCES = tests/test_model_contract.c
tests_test_model_contract_CFLAGS = $(proof_cflags)
tests_test_model_contract_LDADD = $(proof_libs)
tests_test_model_stop_SOURCES = tests/test_model_stop.c
tests_test_model_stop_CFLAGS = $(proof_cflags)
tests_test_model_stop_LDADD = $(proof_libs)
tests_test_torch_vectors_SOURCES = tests/test_torch_vectors.c
tests_test_torch_vectors_CFLAGS = $(proof_cflags) -DVECTORS_DIR='"$(abs_top_srcdir)/tests/vectors"'
tests_test_torch_vectors_LDADD = $(proof_libs)
EXTRA_DIST += tests/vectors/make_vectors.py tests/vectors/lstm_odd.json \
	tests/vectors/lstm_small.json tests/vectors/simple_rnn_odd.json \
	tests/vectors/simple_rnn_small.json

# Initialisers, optimiser, learning, memory.
check_PROGRAMS += tests/test_initializers tests/test_optimizer tests/test_training \
	tests/test_no_allocation
TESTS += tests/test_initializers tests/test_optimizer tests/test_training \
	tests/test_no_allocation
tests_test_initializers_SOURCES = tests/test_initializers.c
tests_test_initializers_CFLAGS = $(proof_cflags)
tests_test_initializers_LDADD = $(proof_libs)
tests_test_optimizer_SOURCES = tests/test_optimizer.c
tests_test_optimizer_CFLAGS = $(proof_cflags)
tests_test_optimizer_LDADD = $(proof_libs)
tests_test_training_SOURCES = tests/test_training.c
tests_test_training_CFLAGS = $(proof_cflags)
tests_test_training_LDADD = $(proof_libs)
tests_test_no_allocation_SOURCES = tests/test_no_allocation.c
tests_test_no_allocation_CFLAGS = $(proof_cflags)
tests_test_no_allocation_LDADD = $(proof_libs)
tests_test_activations_SOURCES = tests/test_activations.c
tests_test_activations_CFLAGS = $(proof_cflags)
tests_test_activations_LDADD = $(proof_libs)
tests_test_dropout_SOURCES = tests/test_dropout.c
tests_test_dropout_CFLAGS = $(proof_cflags)
tests_test_dropout_LDADD = $(proof_libs)
tests_test_goldens_SOURCES = tests/test_goldens.c
tests_test_goldens_CFLAGS = $(proof_cflags)
tests_test_goldens_LDADD = $(proof_libs)
tests_test_torch_networks_SOURCES = tests/test_torch_networks.c
tests_test_torch_networks_CFLAGS = $(tests_test_torch_vectors_CFLAGS)
tests_test_torch_networks_LDADD = $(proof_libs)
EXTRA_DIST += tests/vectors/bidirectional_lstm.json tests/vectors/gru.json \
	tests/vectors/pooled_gru.json

# All optimisers beside Adam.
check_PROGRAMS += tests/test_optimizers
TESTS += tests/test_optimizers
tests_test_optimizers_SOURCES = tests/test_optimizers.c
tests_test_optimizers_CFLAGS = $(proof_cflags)
tests_test_optimizers_LDADD = $(proof_libs)
