# Tests of data. Set RNNTOP_TEST_DATA to a folder that holds imdb.npz to read the real one too.
if HAVE_CMOCKA
check_LIBRARIES += tests/data/libdatasupport.a
tests_data_libdatasupport_a_SOURCES = \
	tests/data/data_support.h tests/data/data_support.c tests/data/numpy_files.h tests/base/sha256.h tests/base/sha256.c \
	tests/data/text_support.h tests/data/text_support.c tests/data/warnings_text.h
tests_data_libdatasupport_a_CFLAGS = $(AM_CFLAGS) $(ZIP_CFLAGS) $(CMOCKA_CFLAGS)

DATA_TESTS = \
	tests/data/test_data_file tests/data/test_data_memory tests/data/test_dataset tests/data/test_encoding tests/data/test_dataset_bad \
	tests/data/test_grammar tests/data/test_imdb tests/data/test_keras_shuffle tests/data/test_lengths tests/data/test_made_up tests/data/test_npy tests/data/test_npz \
	tests/data/test_pickle tests/data/test_row_facts tests/data/test_sequence tests/data/test_sequences tests/data/test_text_ids tests/data/test_vocabulary \
	tests/data/test_text_bad tests/data/test_text_folders tests/data/test_text_lines tests/data/test_text_load tests/data/test_text_real tests/data/test_text_tables tests/data/test_word_scan
DATA_TESTS += tests/data/test_row_text
DATA_TEST_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
DATA_TEST_LIBS = tests/data/libdatasupport.a libdata.a libspec.a libwords.a libbase.a \
	$(CMOCKA_LIBS) $(ZIP_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm
check_PROGRAMS += $(DATA_TESTS)
TESTS += $(DATA_TESTS)
LONG_TESTS += tests/data/test_dataset_bad tests/data/test_text_bad tests/data/test_text_real

tests_data_test_data_file_SOURCES = tests/data/test_data_file.c
tests_data_test_data_file_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_data_file_LDADD = $(DATA_TEST_LIBS)
tests_data_test_data_memory_SOURCES = tests/data/test_data_memory.c
tests_data_test_data_memory_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_data_memory_LDADD = $(DATA_TEST_LIBS)
tests_data_test_data_memory_LDFLAGS = $(AM_LDFLAGS) \
	-Wl,--wrap=malloc -Wl,--wrap=calloc -Wl,--wrap=realloc -Wl,--wrap=strdup \
	-Wl,--wrap=aligned_alloc
tests_data_test_dataset_SOURCES = tests/data/test_dataset.c
tests_data_test_dataset_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_dataset_LDADD = $(DATA_TEST_LIBS)
tests_data_test_dataset_bad_SOURCES = tests/data/test_dataset_bad.c
tests_data_test_dataset_bad_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_dataset_bad_LDADD = $(DATA_TEST_LIBS)
tests_data_test_grammar_SOURCES = tests/data/test_grammar.c
tests_data_test_grammar_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_grammar_LDADD = $(DATA_TEST_LIBS)
tests_data_test_imdb_SOURCES = tests/data/test_imdb.c
tests_data_test_imdb_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_imdb_LDADD = $(DATA_TEST_LIBS)
tests_data_test_keras_shuffle_SOURCES = tests/data/test_keras_shuffle.c
tests_data_test_keras_shuffle_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_keras_shuffle_LDADD = $(DATA_TEST_LIBS)
tests_data_test_made_up_SOURCES = tests/data/test_made_up.c
tests_data_test_made_up_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_made_up_LDADD = $(DATA_TEST_LIBS)
tests_data_test_npy_SOURCES = tests/data/test_npy.c
tests_data_test_npy_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_npy_LDADD = $(DATA_TEST_LIBS)
tests_data_test_npz_SOURCES = tests/data/test_npz.c
tests_data_test_npz_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_npz_LDADD = $(DATA_TEST_LIBS)
tests_data_test_pickle_SOURCES = tests/data/test_pickle.c
tests_data_test_pickle_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_pickle_LDADD = $(DATA_TEST_LIBS)
tests_data_test_row_facts_SOURCES = tests/data/test_row_facts.c
tests_data_test_row_facts_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_row_facts_LDADD = $(DATA_TEST_LIBS)
tests_data_test_row_text_SOURCES = tests/data/test_row_text.c
tests_data_test_row_text_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_row_text_LDADD = $(DATA_TEST_LIBS)
tests_data_test_sequence_SOURCES = tests/data/test_sequence.c
tests_data_test_sequence_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_sequence_LDADD = $(DATA_TEST_LIBS)
tests_data_test_sequences_SOURCES = tests/data/test_sequences.c
tests_data_test_sequences_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_sequences_LDADD = $(DATA_TEST_LIBS)
tests_data_test_text_bad_SOURCES = tests/data/test_text_bad.c
tests_data_test_text_bad_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_text_bad_LDADD = $(DATA_TEST_LIBS)
tests_data_test_lengths_SOURCES = tests/data/test_lengths.c
tests_data_test_lengths_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_lengths_LDADD = $(DATA_TEST_LIBS)
tests_data_test_text_folders_SOURCES = tests/data/test_text_folders.c
tests_data_test_text_folders_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_text_folders_LDADD = $(DATA_TEST_LIBS)
tests_data_test_text_load_SOURCES = tests/data/test_text_load.c
tests_data_test_text_load_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_text_load_LDADD = $(DATA_TEST_LIBS)
tests_data_test_text_real_SOURCES = tests/data/test_text_real.c
tests_data_test_text_real_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_text_real_LDADD = $(DATA_TEST_LIBS)
tests_data_test_text_tables_SOURCES = tests/data/test_text_tables.c
tests_data_test_text_tables_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_text_tables_LDADD = $(DATA_TEST_LIBS)
tests_data_test_word_scan_SOURCES = tests/data/test_word_scan.c
tests_data_test_word_scan_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_word_scan_LDADD = $(DATA_TEST_LIBS)
tests_data_test_text_ids_SOURCES = tests/data/test_text_ids.c
tests_data_test_text_ids_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_text_ids_LDADD = $(DATA_TEST_LIBS)
tests_data_test_vocabulary_SOURCES = tests/data/test_vocabulary.c
tests_data_test_vocabulary_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_vocabulary_LDADD = $(DATA_TEST_LIBS)
endif

tests_data_test_text_lines_SOURCES = tests/data/test_text_lines.c
tests_data_test_text_lines_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_text_lines_LDADD = $(DATA_TEST_LIBS)
EXTRA_DIST += tests/data/tables

tests_data_test_encoding_SOURCES = tests/data/test_encoding.c
tests_data_test_encoding_CFLAGS = $(DATA_TEST_CFLAGS)
tests_data_test_encoding_LDADD = $(DATA_TEST_LIBS)
