# The layer train.
noinst_LIBRARIES += libtrain.a
libtrain_a_SOURCES =
