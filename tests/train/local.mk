# Tests of the session, its trainer and its recorder.
TRAIN_TEST_LIBS = libtrain.a libfiles.a libnn.a libdata.a librun.a libspec.a libwords.a libbase.a \
	$(CMOCKA_LIBS) $(OPENBLAS_LIBS) $(ZIP_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

SESSION_SUPPORT = tests/train/session_support.c tests/train/session_support.h

check_PROGRAMS += tests/train/test_session tests/train/test_session_data \
	tests/train/test_session_callbacks
TESTS += tests/train/test_session tests/train/test_session_data tests/train/test_session_callbacks
tests_train_test_session_SOURCES = tests/train/test_session.c $(SESSION_SUPPORT) $(FAULTS)
tests_train_test_session_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_train_test_session_LDFLAGS = $(FAULT_WRAPS)
tests_train_test_session_LDADD = $(TRAIN_TEST_LIBS)
tests_train_test_session_data_SOURCES = tests/train/test_session_data.c $(SESSION_SUPPORT)
tests_train_test_session_data_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_train_test_session_data_LDADD = $(TRAIN_TEST_LIBS)
tests_train_test_session_callbacks_SOURCES = tests/train/test_session_callbacks.c \
	$(SESSION_SUPPORT)
tests_train_test_session_callbacks_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_train_test_session_callbacks_LDADD = $(TRAIN_TEST_LIBS)

check_PROGRAMS += tests/train/test_baseline
TESTS += tests/train/test_baseline
tests_train_test_baseline_SOURCES = tests/train/test_baseline.c
tests_train_test_baseline_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_train_test_baseline_LDADD = $(TRAIN_TEST_LIBS)

check_PROGRAMS += tests/train/test_facts
TESTS += tests/train/test_facts
tests_train_test_facts_SOURCES = tests/train/test_facts.c
tests_train_test_facts_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_train_test_facts_LDADD = libtrain.a libdata.a librun.a libspec.a libwords.a libbase.a $(CMOCKA_LIBS) \
	$(JANSSON_LIBS) $(UTF8PROC_LIBS) -lm

check_PROGRAMS += tests/train/test_callbacks
TESTS += tests/train/test_callbacks
tests_train_test_callbacks_SOURCES = tests/train/test_callbacks.c
tests_train_test_callbacks_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_train_test_callbacks_LDADD = libtrain.a libspec.a libwords.a libbase.a $(CMOCKA_LIBS) $(JANSSON_LIBS) \
	$(UTF8PROC_LIBS) -lm

RECORDER_SUPPORT = tests/train/recorder_support.c tests/train/recorder_support.h \
	$(FILES_SUPPORT) $(FAULTS)

check_PROGRAMS += tests/train/test_recorder tests/train/test_recorder_disk
TESTS += tests/train/test_recorder tests/train/test_recorder_disk
tests_train_test_recorder_SOURCES = tests/train/test_recorder.c $(RECORDER_SUPPORT)
tests_train_test_recorder_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_train_test_recorder_LDFLAGS = $(FAULT_WRAPS)
tests_train_test_recorder_LDADD = libtrain.a $(FILES_TEST_LIBS)
tests_train_test_recorder_disk_SOURCES = tests/train/test_recorder_disk.c $(RECORDER_SUPPORT)
tests_train_test_recorder_disk_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_train_test_recorder_disk_LDFLAGS = $(FAULT_WRAPS)
tests_train_test_recorder_disk_LDADD = libtrain.a $(FILES_TEST_LIBS)

TRAINING_SUPPORT = tests/train/training_support.c tests/train/training_support.h

check_PROGRAMS += tests/train/test_training_state tests/train/test_training_stops
TESTS += tests/train/test_training_state tests/train/test_training_stops
tests_train_test_training_state_SOURCES = tests/train/test_training_state.c $(TRAINING_SUPPORT)
tests_train_test_training_state_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_train_test_training_state_LDADD = $(TRAIN_TEST_LIBS)
tests_train_test_training_stops_SOURCES = tests/train/test_training_stops.c $(TRAINING_SUPPORT)
tests_train_test_training_stops_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_train_test_training_stops_LDADD = $(TRAIN_TEST_LIBS)
