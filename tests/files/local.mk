# Tests of files.
FILES_TEST_LIBS = libfiles.a libnn.a libdata.a librun.a libspec.a libwords.a libbase.a \
	$(CMOCKA_LIBS) $(OPENBLAS_LIBS) $(ZIP_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm
FILES_SUPPORT = tests/files/files_support.c tests/files/files_support.h
# rnntop's own calls of these go through tests/files/faults.c, which lets them fail.
FAULTS = tests/files/faults.c tests/files/faults.h
FAULT_WRAPS = $(AM_LDFLAGS) \
	-Wl,--wrap=open,--wrap=openat,--wrap=pread,--wrap=write,--wrap=fsync,--wrap=close \
	-Wl,--wrap=fstat,--wrap=fstatat,--wrap=faccessat,--wrap=fchmod,--wrap=ftruncate \
	-Wl,--wrap=readlink,--wrap=getrandom,--wrap=mkdir,--wrap=renameat \
	-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=aligned_alloc,--wrap=strdup

check_PROGRAMS += tests/files/test_atomic_file
TESTS += tests/files/test_atomic_file
tests_files_test_atomic_file_SOURCES = tests/files/test_atomic_file.c $(FILES_SUPPORT) $(FAULTS)
tests_files_test_atomic_file_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_files_test_atomic_file_LDFLAGS = $(FAULT_WRAPS)
tests_files_test_atomic_file_LDADD = $(FILES_TEST_LIBS)

check_PROGRAMS += tests/files/test_safetensors
TESTS += tests/files/test_safetensors
tests_files_test_safetensors_SOURCES = tests/files/test_safetensors.c $(FILES_SUPPORT) $(FAULTS)
tests_files_test_safetensors_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_files_test_safetensors_LDFLAGS = $(FAULT_WRAPS)
tests_files_test_safetensors_LDADD = $(FILES_TEST_LIBS)

check_PROGRAMS += tests/files/test_model_file
TESTS += tests/files/test_model_file
LONG_TESTS += tests/files/test_model_file
tests_files_test_model_file_SOURCES = tests/files/test_model_file.c $(FILES_SUPPORT) $(FAULTS)
tests_files_test_model_file_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_files_test_model_file_LDFLAGS = $(FAULT_WRAPS)
tests_files_test_model_file_LDADD = $(FILES_TEST_LIBS)

check_PROGRAMS += tests/files/test_csv_log
TESTS += tests/files/test_csv_log
tests_files_test_csv_log_SOURCES = tests/files/test_csv_log.c $(FILES_SUPPORT) $(FAULTS)
tests_files_test_csv_log_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_files_test_csv_log_LDFLAGS = $(FAULT_WRAPS)
tests_files_test_csv_log_LDADD = $(FILES_TEST_LIBS)

check_PROGRAMS += tests/files/test_places
TESTS += tests/files/test_places
tests_files_test_places_SOURCES = tests/files/test_places.c $(FILES_SUPPORT)
tests_files_test_places_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_files_test_places_LDADD = $(FILES_TEST_LIBS)
