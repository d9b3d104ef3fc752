# data: npz archives, word lists, padded matrices.
noinst_LIBRARIES += libdata.a
libdata_a_SOURCES = \
	include/rnntop/data/classes.h src/data/classes.c \
	include/rnntop/data/columns.h src/data/columns.c \
	include/rnntop/data/dataset.h src/data/dataset.c src/data/dataset_find.c \
	include/rnntop/data/encoding.h src/data/encoding.c \
	include/rnntop/data/folder.h src/data/folder.c \
	include/rnntop/data/file.h src/data/file.c \
	include/rnntop/data/grammar.h include/rnntop/data/grammar_private.h \
	include/rnntop/data/grammar_maker.h include/rnntop/data/grammar_source.h \
	src/data/grammar.c src/data/grammar_review.c src/data/grammar_source.c \
	src/data/grammar_words.c \
	include/rnntop/data/halves.h src/data/halves.c \
	include/rnntop/data/keras_npz.h src/data/keras_npz.c \
	include/rnntop/data/keras_shuffle.h src/data/keras_shuffle.c \
	include/rnntop/data/limits.h \
	include/rnntop/data/made_up.h src/data/made_up.c src/data/demo_grammar.c \
	include/rnntop/data/npy.h src/data/npy.c \
	include/rnntop/data/npz.h src/data/npz.c \
	include/rnntop/data/pickle.h src/data/pickle.c \
	include/rnntop/data/pickle_scan.h src/data/pickle_scan.c \
	include/rnntop/data/reader.h src/data/reader.c \
	include/rnntop/data/sequence.h src/data/sequence.c \
	include/rnntop/data/table.h src/data/table.c src/data/csv.c src/data/jsonl.c \
	include/rnntop/data/text_load.h src/data/text_load.c \
	include/rnntop/data/text_set.h src/data/text_set.c \
	include/rnntop/data/text_shard.h src/data/text_shard.c \
	include/rnntop/data/text_split.h src/data/text_split.c \
	include/rnntop/data/word_scan.h src/data/word_scan.c \
	include/rnntop/data/word_table.h src/data/word_table.c \
	include/rnntop/data/text_ids.h src/data/text_ids.c \
	include/rnntop/data/word_forms.h src/data/word_forms.c \
	include/rnntop/data/vocabulary.h src/data/vocabulary.c
libdata_a_CFLAGS = $(AM_CFLAGS) $(ZIP_CFLAGS)
libdata_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_builddir)/src/data

# The built-in grammar is the text of data/demo.grammar: a program that can always start has no file
# to look for.
BUILT_SOURCES += src/data/demo_grammar.inc
CLEANFILES += src/data/demo_grammar.inc
src/data/demo_grammar.inc: data/demo.grammar
	@$(MKDIR_P) src/data
	$(AM_V_GEN)sed -e 's/[\\"]/\\&/g' -e 's/.*/"&\\n"/' $(top_srcdir)/data/demo.grammar >$@.part && \
		mv $@.part $@
src/data/libdata_a-demo_grammar.$(OBJEXT): src/data/demo_grammar.inc

dist_pkgdata_DATA = data/demo.grammar
