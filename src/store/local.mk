# store: the written form of what happens in a run.
noinst_LIBRARIES += libstore.a
libstore_a_SOURCES = \
	include/rnntop/store/event_json.h include/rnntop/store/event_rows.h \
	include/rnntop/store/line_writer.h include/rnntop/store/event_reader.h \
	include/rnntop/store/line_reader.h src/store/line_reader.c \
	include/rnntop/store/event_judgement.h src/store/event_judgement.c \
	include/rnntop/store/event_reading.h src/store/event_reading.c \
	src/store/event_rows.c src/store/event_write.c src/store/event_read.c \
	src/store/line_writer.c src/store/event_reader.c
