# Tests of files, and of the writer, which is the disk's only other user.
FILES_TEST_LIBS = libfiles.a libnn.a libdata.a librun.a libspec.a libbase.a \
	$(CMOCKA_LIBS) $(OPENBLAS_LIBS) $(ZIP_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm
FILES_SUPPORT = tests/files_support.c tests/files_support.h
# rnntop's own calls of these go through tests/faults.c, which lets them fail.
FAULTS = tests/faults.c tests/faults.h
FAULT_WRAPS = $(AM_LDFLAGS) \
	-Wl,--wrap=open,--wrap=openat,--wrap=pread,--wrap=write,--wrap=fsync,--wrap=close \
	-Wl,--wrap=fstat,--wrap=fstatat,--wrap=faccessat,--wrap=fchmod,--wrap=ftruncate \
	-Wl,--wrap=readlink,--wrap=getrandom,--wrap=mkdir,--wrap=renameat \
	-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=aligned_alloc,--wrap=strdup

check_PROGRAMS += tests/test_atomic_file
TESTS += tests/test_atomic_file
tests_test_atomic_file_SOURCES = tests/test_atomic_file.c $(FILES_SUPPORT) $(FAULTS)
tests_test_atomic_file_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_atomic_file_LDFLAGS = $(FAULT_WRAPS)
tests_test_atomic_file_LDADD = $(FILES_TEST_LIBS)

check_PROGRAMS += tests/test_safetensors
TESTS += tests/test_safetensors
tests_test_safetensors_SOURCES = tests/test_safetensors.c $(FILES_SUPPORT) $(FAULTS)
tests_test_safetensors_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_safetensors_LDFLAGS = $(FAULT_WRAPS)
tests_test_safetensors_LDADD = $(FILES_TEST_LIBS)

check_PROGRAMS += tests/test_model_file
TESTS += tests/test_model_file
tests_test_model_file_SOURCES = tests/test_model_file.c $(FILES_SUPPORT) $(FAULTS)
tests_test_model_file_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_model_file_LDFLAGS = $(FAULT_WRAPS)
tests_test_model_file_LDADD = $(FILES_TEST_LIBS)

check_PROGRAMS += tests/test_csv_log
TESTS += tests/test_csv_log
tests_test_csv_log_SOURCES = tests/test_csv_log.c $(FILES_SUPPORT) $(FAULTS)
tests_test_csv_log_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_csv_log_LDFLAGS = $(FAULT_WRAPS)
tests_test_csv_log_LDADD = $(FILES_TEST_LIBS)

check_PROGRAMS += tests/test_places
TESTS += tests/test_places
tests_test_places_SOURCES = tests/test_places.c $(FILES_SUPPORT)
tests_test_places_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_places_LDADD = $(FILES_TEST_LIBS)

WRITER_SUPPORT = tests/writer_support.c tests/writer_support.h $(FILES_SUPPORT) $(FAULTS)

check_PROGRAMS += tests/test_writer tests/test_writer_disk
TESTS += tests/test_writer tests/test_writer_disk
tests_test_writer_SOURCES = tests/test_writer.c $(WRITER_SUPPORT)
tests_test_writer_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_writer_LDFLAGS = $(FAULT_WRAPS)
tests_test_writer_LDADD = libtrain.a $(FILES_TEST_LIBS)
tests_test_writer_disk_SOURCES = tests/test_writer_disk.c $(WRITER_SUPPORT)
tests_test_writer_disk_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_writer_disk_LDFLAGS = $(FAULT_WRAPS)
tests_test_writer_disk_LDADD = libtrain.a $(FILES_TEST_LIBS)
