# The layer ui.
noinst_LIBRARIES += libui.a
libui_a_SOURCES =
# The curves view.
libui_a_SOURCES += include/rnntop/ui/strings.h src/ui/strings.c
