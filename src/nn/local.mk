# The layer nn.
noinst_LIBRARIES += libnn.a
libnn_a_SOURCES =
