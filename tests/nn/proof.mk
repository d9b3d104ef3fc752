# Tests of the numbers, against a plain network in double precision and outside vectors.
check_LIBRARIES += tests/nn/libproof.a
tests_nn_libproof_a_SOURCES = tests/nn/plain_adam.c tests/nn/plain_adam.h tests/nn/trial.c tests/nn/trial.h \
	tests/nn/tape.c tests/nn/tape.h tests/nn/network.c tests/nn/network.h tests/nn/network_parts.h \
	tests/nn/network_recurrent.c tests/nn/architectures.c tests/nn/architectures.h
tests_nn_libproof_a_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
proof_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
proof_libs = tests/nn/libproof.a libnn.a libspec.a libwords.a libbase.a $(OPENBLAS_LIBS) $(CMOCKA_LIBS) \
	$(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

# Forward and backward.
check_PROGRAMS += tests/nn/test_model tests/nn/test_model_contract \
	tests/nn/test_model_stop tests/nn/test_torch_vectors tests/nn/test_network tests/nn/test_architectures \
	tests/nn/test_activations tests/nn/test_dropout tests/nn/test_goldens tests/nn/test_torch_networks
TESTS += tests/nn/test_model tests/nn/test_model_contract \
	tests/nn/test_model_stop tests/nn/test_torch_vectors tests/nn/test_network tests/nn/test_architectures \
	tests/nn/test_activations tests/nn/test_dropout tests/nn/test_goldens tests/nn/test_torch_networks
LONG_TESTS += tests/nn/test_model
tests_nn_test_network_SOURCES = tests/nn/test_network.c
tests_nn_test_network_CFLAGS = $(proof_cflags)
tests_nn_test_network_LDADD = $(proof_libs)
tests_nn_test_architectures_SOURCES = tests/nn/test_architectures.c
tests_nn_test_architectures_CFLAGS = $(proof_cflags)
tests_nn_test_architectures_LDADD = $(proof_libs)
tests_nn_test_model_SOURCES = tests/nn/test_model.c
tests_nn_test_model_CFLAGS = $(proof_cflags)
tests_nn_test_model_LDADD = $(proof_libs)
tests_nn_test_model_contract_SOURCES = tests/nn/test_model_contract.c
tests_nn_test_model_contract_CFLAGS = $(proof_cflags)
tests_nn_test_model_contract_LDADD = $(proof_libs)
tests_nn_test_model_stop_SOURCES = tests/nn/test_model_stop.c
tests_nn_test_model_stop_CFLAGS = $(proof_cflags)
tests_nn_test_model_stop_LDADD = $(proof_libs)
tests_nn_test_torch_vectors_SOURCES = tests/nn/test_torch_vectors.c
tests_nn_test_torch_vectors_CFLAGS = $(proof_cflags) -DVECTORS_DIR='"$(abs_top_srcdir)/tests/nn/vectors"'
tests_nn_test_torch_vectors_LDADD = $(proof_libs)
EXTRA_DIST += tests/nn/vectors/make_vectors.py tests/nn/vectors/lstm_odd.json \
	tests/nn/vectors/lstm_small.json tests/nn/vectors/simple_rnn_odd.json \
	tests/nn/vectors/simple_rnn_small.json

# Initialisers, optimiser, learning, memory.
check_PROGRAMS += tests/nn/test_initializers tests/nn/test_optimizer tests/nn/test_training \
	tests/nn/test_no_allocation
TESTS += tests/nn/test_initializers tests/nn/test_optimizer tests/nn/test_training \
	tests/nn/test_no_allocation
tests_nn_test_initializers_SOURCES = tests/nn/test_initializers.c
tests_nn_test_initializers_CFLAGS = $(proof_cflags)
tests_nn_test_initializers_LDADD = $(proof_libs)
tests_nn_test_optimizer_SOURCES = tests/nn/test_optimizer.c
tests_nn_test_optimizer_CFLAGS = $(proof_cflags)
tests_nn_test_optimizer_LDADD = $(proof_libs)
tests_nn_test_training_SOURCES = tests/nn/test_training.c
tests_nn_test_training_CFLAGS = $(proof_cflags)
tests_nn_test_training_LDADD = $(proof_libs)
tests_nn_test_no_allocation_SOURCES = tests/nn/test_no_allocation.c
tests_nn_test_no_allocation_CFLAGS = $(proof_cflags)
tests_nn_test_no_allocation_LDADD = $(proof_libs)
tests_nn_test_activations_SOURCES = tests/nn/test_activations.c
tests_nn_test_activations_CFLAGS = $(proof_cflags)
tests_nn_test_activations_LDADD = $(proof_libs)
tests_nn_test_dropout_SOURCES = tests/nn/test_dropout.c
tests_nn_test_dropout_CFLAGS = $(proof_cflags)
tests_nn_test_dropout_LDADD = $(proof_libs)
tests_nn_test_goldens_SOURCES = tests/nn/test_goldens.c
tests_nn_test_goldens_CFLAGS = $(proof_cflags)
tests_nn_test_goldens_LDADD = $(proof_libs)
tests_nn_test_torch_networks_SOURCES = tests/nn/test_torch_networks.c
tests_nn_test_torch_networks_CFLAGS = $(tests_nn_test_torch_vectors_CFLAGS)
tests_nn_test_torch_networks_LDADD = $(proof_libs)
EXTRA_DIST += tests/nn/vectors/attended_lstm.json tests/nn/vectors/bidirectional_lstm.json \
	tests/nn/vectors/gru.json tests/nn/vectors/pooled_gru.json
check_PROGRAMS += tests/nn/test_gate_orders
TESTS += tests/nn/test_gate_orders
tests_nn_test_gate_orders_SOURCES = tests/nn/test_gate_orders.c
tests_nn_test_gate_orders_CFLAGS = $(tests_nn_test_torch_vectors_CFLAGS)
tests_nn_test_gate_orders_LDADD = $(proof_libs)
EXTRA_DIST += tests/nn/vectors/gate_orders.json

# All optimisers beside Adam.
check_PROGRAMS += tests/nn/test_optimizers
TESTS += tests/nn/test_optimizers
tests_nn_test_optimizers_SOURCES = tests/nn/test_optimizers.c
tests_nn_test_optimizers_CFLAGS = $(proof_cflags)
tests_nn_test_optimizers_LDADD = $(proof_libs)
