# train: the trainer of a run, the queue of runs, the recorder.
noinst_LIBRARIES += libtrain.a
libtrain_a_SOURCES = \
	include/rnntop/train/baseline.h src/train/baseline.c \
	include/rnntop/train/callbacks.h src/train/callbacks.c \
	include/rnntop/train/facts.h src/train/facts.c \
	include/rnntop/train/loader.h src/train/loader.c \
	include/rnntop/train/outputs.h src/train/outputs.c \
	include/rnntop/train/schedule.h src/train/schedule.c \
	include/rnntop/train/session.h include/rnntop/train/session_parts.h \
	src/train/session.c src/train/session_requests.c \
	include/rnntop/train/trainer.h include/rnntop/train/trainer_parts.h \
	src/train/trainer.c src/train/trainer_keep.c src/train/trainer_state.c \
	src/train/trainer_step.c src/train/trainer_tell.c \
	include/rnntop/train/training_state.h src/train/training_state.c \
	include/rnntop/train/recorder.h src/train/recorder.c
