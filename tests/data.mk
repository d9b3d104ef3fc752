# Tests of data. Set RNNTOP_TEST_DATA to a folder that holds imdb.npz to read the real one too.
if HAVE_CMOCKA
check_LIBRARIES += tests/libdatasupport.a
tests_libdatasupport_a_SOURCES = \
	tests/data_support.h tests/data_support.c tests/numpy_files.h tests/sha256.h tests/sha256.c \
	tests/text_support.h tests/text_support.c
tests_libdatasupport_a_CFLAGS = $(AM_CFLAGS) $(ZIP_CFLAGS) $(CMOCKA_CFLAGS)

DATA_TESTS = \
	tests/test_data_file tests/test_data_memory tests/test_dataset tests/test_dataset_bad \
	tests/test_grammar tests/test_imdb tests/test_keras_shuffle tests/test_made_up tests/test_npy tests/test_npz \
	tests/test_pickle tests/test_sequence tests/test_text_ids tests/test_vocabulary \
	tests/test_text_bad tests/test_text_load tests/test_text_real tests/test_word_scan
DATA_TEST_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
DATA_TEST_LIBS = tests/libdatasupport.a libdata.a libspec.a libbase.a \
	$(CMOCKA_LIBS) $(ZIP_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm
check_PROGRAMS += $(DATA_TESTS)
TESTS += $(DATA_TESTS)

tests_test_data_file_SOURCES = tests/test_data_file.c
tests_test_data_file_CFLAGS = $(DATA_TEST_CFLAGS)
tests_test_data_file_LDADD = $(DATA_TEST_LIBS)
tests_test_data_memory_SOURCES = tests/test_data_memory.c
tests_test_data_memory_CFLAGS = $(DATA_TEST_CFLAGS)
tests_test_data_memory_LDADD = $(DATA_TEST_LIBS)
tests_test_data_memory_LDFLAGS = $(AM_LDFLAGS) \
	-Wl,--wrap=malloc -Wl,--wrap=calloc -Wl,--wrap=realloc -Wl,--wrap=strdup \
	-Wl,--wrap=aligned_alloc
tests_test_dataset_SOURCES = tests/test_dataset.c
tests_test_dataset_CFLAGS = $(DATA_TEST_CFLAGS)
tests_test_dataset_LDADD = $(DATA_TEST_LIBS)
tests_test_dataset_bad_SOURCES = tests/test_dataset_bad.c
tests_test_dataset_bad_CFLAGS = $(DATA_TEST_CFLAGS)
tests_test_dataset_bad_LDADD = $(DATA_TEST_LIBS)
tests_test_grammar_SOURCES = tests/test_grammar.c
tests_test_grammar_CFLAGS = $(DATA_TEST_CFLAGS)
tests_test_grammar_LDADD = $(DATA_TEST_LIBS)
tests_test_imdb_SOURCES = tests/test_imdb.c
tests_test_imdb_CFLAGS = $(DATA_TEST_CFLAGS)
tests_test_imdb_LDADD = $(DATA_TEST_LIBS)
tests_test_keras_shuffle_SOURCES = tests/test_keras_shuffle.c
tests_test_keras_shuffle_CFLAGS = $(DATA_TEST_CFLAGS)
tests_test_keras_shuffle_LDADD = $(DATA_TEST_LIBS)
tests_test_made_up_SOURCES = tests/test_made_up.c
tests_test_made_up_CFLAGS = $(DATA_TEST_CFLAGS)
tests_test_made_up_LDADD = $(DATA_TEST_LIBS)
tests_test_npy_SOURCES = tests/test_npy.c
tests_test_npy_CFLAGS = $(DATA_TEST_CFLAGS)
tests_test_npy_LDADD = $(DATA_TEST_LIBS)
tests_test_npz_SOURCES = tests/test_npz.c
tests_test_npz_CFLAGS = $(DATA_TEST_CFLAGS)
tests_test_npz_LDADD = $(DATA_TEST_LIBS)
tests_test_pickle_SOURCES = tests/test_pickle.c
tests_test_pickle_CFLAGS = $(DATA_TEST_CFLAGS)
tests_test_pickle_LDADD = $(DATA_TEST_LIBS)
tests_test_sequence_SOURCES = tests/test_sequence.c
tests_test_sequence_CFLAGS = $(DATA_TEST_CFLAGS)
tests_test_sequence_LDADD = $(DATA_TEST_LIBS)
tests_test_text_bad_SOURCES = tests/test_text_bad.c
tests_test_text_bad_CFLAGS = $(DATA_TEST_CFLAGS)
tests_test_text_bad_LDADD = $(DATA_TEST_LIBS)
tests_test_text_load_SOURCES = tests/test_text_load.c
tests_test_text_load_CFLAGS = $(DATA_TEST_CFLAGS)
tests_test_text_load_LDADD = $(DATA_TEST_LIBS)
tests_test_text_real_SOURCES = tests/test_text_real.c
tests_test_text_real_CFLAGS = $(DATA_TEST_CFLAGS)
tests_test_text_real_LDADD = $(DATA_TEST_LIBS)
tests_test_word_scan_SOURCES = tests/test_word_scan.c
tests_test_word_scan_CFLAGS = $(DATA_TEST_CFLAGS)
tests_test_word_scan_LDADD = $(DATA_TEST_LIBS)
tests_test_text_ids_SOURCES = tests/test_text_ids.c
tests_test_text_ids_CFLAGS = $(DATA_TEST_CFLAGS)
tests_test_text_ids_LDADD = $(DATA_TEST_LIBS)
tests_test_vocabulary_SOURCES = tests/test_vocabulary.c
tests_test_vocabulary_CFLAGS = $(DATA_TEST_CFLAGS)
tests_test_vocabulary_LDADD = $(DATA_TEST_LIBS)
endif
