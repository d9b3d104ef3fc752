# files: models, CSV logs and where they lie; whole or not at all.
noinst_LIBRARIES += libfiles.a
libfiles_a_SOURCES = \
	include/rnntop/files/atomic_file.h src/files/atomic_file.c \
	include/rnntop/files/csv_log.h src/files/csv_log.c \
	include/rnntop/files/descriptor.h src/files/descriptor.c \
	include/rnntop/files/json_text.h src/files/json_text.c \
	include/rnntop/files/model_file.h src/files/model_file.c \
	include/rnntop/files/places.h src/files/places.c \
	include/rnntop/files/run_files.h src/files/run_files.c \
	include/rnntop/files/safetensors.h src/files/safetensors.c \
	include/rnntop/files/safetensors_parts.h src/files/safetensors_write.c
