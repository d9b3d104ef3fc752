# spec: models and runs on paper, and the one table of settings.
noinst_LIBRARIES += libspec.a
libspec_a_SOURCES = \
	include/rnntop/spec/callbacks_spec.h src/spec/callbacks_spec.c \
	include/rnntop/spec/commands.h src/spec/commands.c \
	include/rnntop/spec/layer_kind.h src/spec/layer_kind.c \
	include/rnntop/spec/model_spec.h src/spec/model_spec.c \
	include/rnntop/spec/model_text.h src/spec/model_text.c \
	include/rnntop/spec/optimizer_spec.h src/spec/optimizer_spec.c \
	include/rnntop/spec/run_spec.h src/spec/run_spec.c \
	include/rnntop/spec/text_reading.h src/spec/text_reading.c \
	include/rnntop/spec/text_spec.h src/spec/text_spec.c \
	include/rnntop/spec/names.h src/spec/names.c \
	include/rnntop/spec/setting.h src/spec/settings_table.c \
	include/rnntop/spec/setting_kinds.h src/spec/setting_kinds.c \
	include/rnntop/spec/settings.h src/spec/settings.c src/spec/settings_parse.c \
	include/rnntop/spec/settings_preset.h src/spec/settings_preset.c \
	src/spec/settings_check.c src/spec/settings_default.c src/spec/settings_run.c src/spec/settings_plan.c \
	src/spec/settings_names.c
