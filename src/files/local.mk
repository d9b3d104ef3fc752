# The layer files.
noinst_LIBRARIES += libfiles.a
libfiles_a_SOURCES =
