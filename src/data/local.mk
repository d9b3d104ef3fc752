# data: npz archives, word lists, padded matrices.
noinst_LIBRARIES += libdata.a
libdata_a_SOURCES = \
	include/rnntop/data/text/classes.h src/data/text/classes.c \
	include/rnntop/data/text/columns.h src/data/text/columns.c src/data/text/column_search.c \
	include/rnntop/data/text/column_values.h src/data/text/column_values.c \
	include/rnntop/data/text/column_words.h src/data/text/column_words.c \
	include/rnntop/data/text/labels.h src/data/text/labels.c \
	include/rnntop/data/data_warnings.h src/data/data_warnings.c \
	include/rnntop/data/dataset.h src/data/dataset.c src/data/dataset_find.c \
	include/rnntop/data/text/encoding.h src/data/text/encoding.c \
	include/rnntop/data/text/encoding_guess.h src/data/text/encoding_guess.c \
	include/rnntop/data/text/folder.h src/data/text/folder.c src/data/text/folder_read.c \
	include/rnntop/data/text/folder_entries.h src/data/text/folder_entries.c \
	include/rnntop/data/file.h src/data/file.c \
	include/rnntop/data/madeup/grammar.h include/rnntop/data/madeup/grammar_parts.h \
	include/rnntop/data/madeup/grammar_maker.h include/rnntop/data/madeup/grammar_source.h \
	src/data/madeup/grammar.c src/data/madeup/grammar_review.c src/data/madeup/grammar_source.c \
	src/data/madeup/grammar_words.c \
	include/rnntop/data/halves.h src/data/halves.c \
	include/rnntop/data/npz/keras_npz.h src/data/npz/keras_npz.c \
	include/rnntop/data/npz/keras_shuffle.h src/data/npz/keras_shuffle.c \
	include/rnntop/data/lengths.h src/data/lengths.c \
	include/rnntop/data/limits.h \
	include/rnntop/data/madeup/made_up.h src/data/madeup/made_up.c src/data/madeup/demo_grammar.c \
	include/rnntop/data/npz/npy.h src/data/npz/npy.c \
	include/rnntop/data/npz/npz.h src/data/npz/npz.c \
	include/rnntop/data/npz/pickle.h src/data/npz/pickle.c \
	include/rnntop/data/npz/pickle_scan.h src/data/npz/pickle_scan.c \
	include/rnntop/data/reader.h src/data/reader.c \
	include/rnntop/data/row_facts.h src/data/row_facts.c \
	include/rnntop/data/sequence.h src/data/sequence.c \
	include/rnntop/data/sequences.h src/data/sequences.c \
	include/rnntop/data/text/table.h include/rnntop/data/text/table_parts.h src/data/text/table.c \
	include/rnntop/data/text/table_json.h src/data/text/table_json.c \
	include/rnntop/data/text/json_names.h src/data/text/json_names.c \
	src/data/text/delimited.c src/data/text/fasttext.c src/data/text/json_columns.c \
	src/data/text/json_lines.c src/data/text/json_list.c \
	include/rnntop/data/text/recognise.h src/data/text/recognise.c \
	include/rnntop/data/text/text_lines.h src/data/text/text_lines.c \
	include/rnntop/data/text/text_load.h src/data/text/text_load.c \
	include/rnntop/data/text/text_set.h src/data/text/text_set.c \
	include/rnntop/data/text/text_shard.h src/data/text/text_shard.c \
	include/rnntop/data/text/text_split.h src/data/text/text_split.c \
	include/rnntop/data/text/word_scan.h src/data/text/word_scan.c \
	include/rnntop/data/text/word_table.h src/data/text/word_table.c \
	include/rnntop/data/text/text_ids.h src/data/text/text_ids.c \
	include/rnntop/data/text/word_forms.h src/data/text/word_forms.c \
	include/rnntop/data/text/vocabulary.h src/data/text/vocabulary.c
libdata_a_SOURCES += include/rnntop/data/row_text.h src/data/row_text.c
libdata_a_CFLAGS = $(AM_CFLAGS) $(ZIP_CFLAGS)
libdata_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_builddir)/src/data/madeup

# The built-in grammar is the text of data/demo.grammar: a program that can always start has no file
# to look for.
BUILT_SOURCES += src/data/madeup/demo_grammar.inc
CLEANFILES += src/data/madeup/demo_grammar.inc
src/data/madeup/demo_grammar.inc: data/demo.grammar
	@$(MKDIR_P) src/data/madeup
	$(AM_V_GEN)sed -e 's/[\\"]/\\&/g' -e 's/.*/"&\\n"/' $(top_srcdir)/data/demo.grammar >$@.part && \
		mv $@.part $@
src/data/madeup/libdata_a-demo_grammar.$(OBJEXT): src/data/madeup/demo_grammar.inc

dist_pkgdata_DATA = data/demo.grammar
