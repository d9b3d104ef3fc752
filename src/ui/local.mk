# The layer ui.
noinst_LIBRARIES += libui.a
libui_a_SOURCES =
libui_a_CFLAGS = $(AM_CFLAGS) $(CURSES_CFLAGS)
# The shell: keys in, frames out.
libui_a_SOURCES += include/rnntop/ui/app.h src/ui/app.c
libui_a_SOURCES += include/rnntop/ui/actions.h src/ui/actions.c
libui_a_SOURCES += include/rnntop/ui/picture.h src/ui/picture.c
libui_a_SOURCES += include/rnntop/ui/notices.h src/ui/notices.c
libui_a_SOURCES += include/rnntop/ui/keys.h src/ui/keys.c
libui_a_SOURCES += include/rnntop/ui/views.h src/ui/views.c
libui_a_SOURCES += src/ui/view_help.c src/ui/view_messages.c src/ui/view_score.c
libui_a_SOURCES += include/rnntop/ui/page.h src/ui/page.c
libui_a_SOURCES += include/rnntop/ui/terminal.h src/ui/terminal.c
libui_a_SOURCES += include/rnntop/ui/terminal_info.h src/ui/terminal_info.c
libui_a_SOURCES += include/rnntop/ui/tty.h src/ui/tty.c
libui_a_SOURCES += include/rnntop/ui/capture.h src/ui/capture.c
libui_a_SOURCES += include/rnntop/ui/escape.h src/ui/escape.c
libui_a_SOURCES += include/rnntop/ui/theme.h src/ui/theme.c
# The queue of runs and the new-run form.
libui_a_SOURCES += include/rnntop/ui/queue.h src/ui/queue.c
libui_a_SOURCES += include/rnntop/ui/form.h src/ui/form.c src/ui/view_form.c
# The curves view.
libui_a_SOURCES += include/rnntop/ui/strings.h src/ui/strings.c
libui_a_SOURCES += include/rnntop/ui/glyphs.h src/ui/glyphs.c
libui_a_SOURCES += include/rnntop/ui/figures.h src/ui/figures.c
libui_a_SOURCES += include/rnntop/ui/screen.h src/ui/screen.c
libui_a_SOURCES += include/rnntop/ui/seen.h src/ui/seen.c
libui_a_SOURCES += include/rnntop/ui/layout.h src/ui/layout.c
libui_a_SOURCES += include/rnntop/ui/curves.h src/ui/view_curves.c
libui_a_SOURCES += src/ui/view_table.c src/ui/view_strip.c src/ui/view_axis.c
libui_a_SOURCES += src/ui/view_gutter.c src/ui/view_bottom.c src/ui/view_hints.c
libui_a_SOURCES += include/rnntop/ui/plot.h src/ui/view_plots.c src/ui/plot_curves.c
libui_a_SOURCES += src/ui/plot_title.c src/ui/view_marks.c
