# words: the sentences and words that a person reads.
noinst_LIBRARIES += libwords.a
libwords_a_SOURCES = \
	include/rnntop/words/errors.h src/words/errors.c \
	include/rnntop/words/events.h src/words/events.c \
	include/rnntop/words/findings.h src/words/findings.c \
	include/rnntop/words/reading.h src/words/reading.c \
	include/rnntop/words/sentence.h src/words/sentence.c
libwords_a_CFLAGS = $(AM_CFLAGS) $(UTF8PROC_CFLAGS)
