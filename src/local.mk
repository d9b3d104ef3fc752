# The program: the only place that knows everything.
bin_PROGRAMS += rnntop
rnntop_SOURCES = \
	src/program.h src/program.c src/signals.h src/signals.c \
	src/main.c src/cmd_dashboard.c src/cmd_train.c src/cmd_eval.c src/cmd_fetch.c \
	src/cmd_predict.c src/cmd_data.c src/data_page.h src/data_page.c src/cmd_watch.c src/watch_input.h src/watch_input.c src/fetch_talk.h src/fetch_talk.c src/help.c src/lesson.c src/version.c
rnntop_CFLAGS = $(AM_CFLAGS) $(UTF8PROC_CFLAGS) $(ZIP_CFLAGS) $(CURL_CFLAGS)
rnntop_LDADD = libreport.a libui.a libtrain.a libprobe.a libnet.a libfiles.a libchart.a libnn.a \
	libdata.a \
	libstore.a libwords.a librun.a libspec.a libbase.a \
	$(CURL_LIBS) $(CRYPTO_LIBS) $(OPENBLAS_LIBS) $(CURSES_LIBS) $(ZIP_LIBS) $(JANSSON_LIBS) \
	$(UTF8PROC_LIBS) -lm
