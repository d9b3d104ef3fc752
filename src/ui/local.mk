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
libui_a_SOURCES += include/rnntop/ui/views/views.h src/ui/views/views.c
libui_a_SOURCES += src/ui/views/view_help.c src/ui/views/view_messages.c src/ui/views/view_score.c
libui_a_SOURCES += include/rnntop/ui/views/page.h src/ui/views/page.c
libui_a_SOURCES += include/rnntop/ui/terminal/terminal.h src/ui/terminal/terminal.c
libui_a_SOURCES += include/rnntop/ui/terminal/terminal_info.h src/ui/terminal/terminal_info.c
libui_a_SOURCES += include/rnntop/ui/terminal/tty.h src/ui/terminal/tty.c
libui_a_SOURCES += include/rnntop/ui/terminal/capture.h src/ui/terminal/capture.c
libui_a_SOURCES += include/rnntop/ui/terminal/escape.h src/ui/terminal/escape.c
libui_a_SOURCES += include/rnntop/ui/terminal/theme.h src/ui/terminal/theme.c
# The queue of runs and the new-run form.
libui_a_SOURCES += include/rnntop/ui/queue.h src/ui/queue.c
libui_a_SOURCES += include/rnntop/ui/form.h src/ui/form.c src/ui/views/view_form.c
# The curves view.
libui_a_SOURCES += include/rnntop/ui/strings.h src/ui/strings.c
libui_a_SOURCES += include/rnntop/ui/glyphs.h src/ui/glyphs.c
libui_a_SOURCES += include/rnntop/ui/fit.h src/ui/fit.c
libui_a_SOURCES += include/rnntop/ui/figures.h src/ui/figures.c
libui_a_SOURCES += include/rnntop/ui/screen.h src/ui/screen.c
libui_a_SOURCES += include/rnntop/ui/curves/seen.h src/ui/curves/seen.c
libui_a_SOURCES += include/rnntop/ui/curves/layout.h src/ui/curves/layout.c
libui_a_SOURCES += include/rnntop/ui/curves/curves.h src/ui/curves/view_curves.c
libui_a_SOURCES += src/ui/curves/view_table.c src/ui/curves/view_strip.c src/ui/curves/view_axis.c
libui_a_SOURCES += src/ui/curves/view_gutter.c src/ui/curves/view_bottom.c src/ui/curves/view_hints.c
libui_a_SOURCES += include/rnntop/ui/curves/plot.h src/ui/curves/view_plots.c src/ui/curves/plot_curves.c
libui_a_SOURCES += src/ui/curves/plot_title.c src/ui/curves/view_marks.c
