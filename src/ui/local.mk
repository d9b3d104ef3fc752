# The layer ui.
noinst_LIBRARIES += libui.a
libui_a_SOURCES =
libui_a_CFLAGS = $(AM_CFLAGS) $(CURSES_CFLAGS)
# The shell: keys in, frames out.
libui_a_SOURCES += include/rnntop/ui/app.h src/ui/app.c
libui_a_SOURCES += include/rnntop/ui/dispatch.h src/ui/dispatch.c
libui_a_SOURCES += include/rnntop/ui/app_result.h
# What keys do.
libui_a_SOURCES += include/rnntop/ui/actions.h
libui_a_SOURCES += include/rnntop/ui/keys.h src/ui/keys.c
libui_a_SOURCES += include/rnntop/ui/training.h src/ui/training.c
libui_a_SOURCES += include/rnntop/ui/queue.h src/ui/queue.c
libui_a_SOURCES += include/rnntop/ui/picture.h src/ui/picture.c
libui_a_SOURCES += include/rnntop/ui/notices.h src/ui/notices.c
libui_a_SOURCES += include/rnntop/ui/findings_log.h src/ui/findings_log.c
libui_a_SOURCES += include/rnntop/ui/message_log.h src/ui/message_log.c
libui_a_SOURCES += include/rnntop/ui/ask.h src/ui/ask.c
# What is looked at.
libui_a_SOURCES += include/rnntop/ui/screen.h src/ui/screen.c
libui_a_SOURCES += include/rnntop/ui/screen_refresh.h src/ui/screen_refresh.c
libui_a_SOURCES += include/rnntop/ui/screen_window.h src/ui/screen_window.c
libui_a_SOURCES += include/rnntop/ui/screen_rows.h src/ui/screen_rows.c
libui_a_SOURCES += include/rnntop/ui/seen.h src/ui/seen.c
libui_a_SOURCES += include/rnntop/ui/rows.h src/ui/rows.c
# What screens are made of.
libui_a_SOURCES += include/rnntop/ui/strings.h src/ui/strings.c
libui_a_SOURCES += include/rnntop/ui/glyphs.h src/ui/glyphs.c
libui_a_SOURCES += include/rnntop/ui/figures.h src/ui/figures.c
libui_a_SOURCES += include/rnntop/ui/fit.h src/ui/fit.c
# The two lowest rows.
libui_a_SOURCES += include/rnntop/ui/bottom/bottom.h src/ui/bottom/bottom.c
libui_a_SOURCES += include/rnntop/ui/bottom/message.h src/ui/bottom/message.c
libui_a_SOURCES += include/rnntop/ui/bottom/hints.h src/ui/bottom/hints.c
# Views, a row each.
libui_a_SOURCES += include/rnntop/ui/views/view.h
libui_a_SOURCES += include/rnntop/ui/views/views.h src/ui/views/views.c
libui_a_SOURCES += include/rnntop/ui/views/page.h src/ui/views/page.c
libui_a_SOURCES += include/rnntop/ui/views/view_diagnosis.h src/ui/views/view_diagnosis.c
libui_a_SOURCES += include/rnntop/ui/views/view_messages.h src/ui/views/view_messages.c
libui_a_SOURCES += include/rnntop/ui/views/view_help.h src/ui/views/view_help.c
# The new-run form.
libui_a_SOURCES += include/rnntop/ui/remedies.h src/ui/remedies.c
libui_a_SOURCES += include/rnntop/ui/form/view_form.h src/ui/form/view_form.c
libui_a_SOURCES += include/rnntop/ui/form/form.h src/ui/form/form.c
libui_a_SOURCES += include/rnntop/ui/form/form_lines.h src/ui/form/form_lines.c
libui_a_SOURCES += include/rnntop/ui/form/form_sheet.h \
	include/rnntop/ui/form/form_edit.h src/ui/form/form_edit.c
libui_a_SOURCES += include/rnntop/ui/form/form_search.h src/ui/form/form_search.c
libui_a_SOURCES += include/rnntop/ui/form/form_keys.h src/ui/form/form_keys.c
libui_a_SOURCES += include/rnntop/ui/form/form_training.h src/ui/form/form_training.c
libui_a_SOURCES += include/rnntop/ui/form/form_list.h src/ui/form/form_list.c
# The curves.
libui_a_SOURCES += include/rnntop/ui/curves/view_curves.h src/ui/curves/view_curves.c
libui_a_SOURCES += include/rnntop/ui/curves/curves.h src/ui/curves/curves.c
libui_a_SOURCES += include/rnntop/ui/curves/layout.h src/ui/curves/layout.c
libui_a_SOURCES += include/rnntop/ui/curves/runs_header.h src/ui/curves/runs_header.c
libui_a_SOURCES += include/rnntop/ui/curves/runs_cells.h src/ui/curves/runs_cells.c
libui_a_SOURCES += include/rnntop/ui/curves/runs_table.h src/ui/curves/runs_table.c
libui_a_SOURCES += include/rnntop/ui/curves/runs_strip.h src/ui/curves/runs_strip.c
libui_a_SOURCES += include/rnntop/ui/curves/plots.h src/ui/curves/plots.c
libui_a_SOURCES += include/rnntop/ui/curves/plot_title.h src/ui/curves/plot_title.c
libui_a_SOURCES += include/rnntop/ui/curves/plot_diagnosis.h src/ui/curves/plot_diagnosis.c
libui_a_SOURCES += include/rnntop/ui/curves/plot_explain.h src/ui/curves/plot_explain.c
libui_a_SOURCES += include/rnntop/ui/curves/plot_curves.h src/ui/curves/plot_curves.c
libui_a_SOURCES += include/rnntop/ui/curves/gutter.h src/ui/curves/gutter.c
libui_a_SOURCES += include/rnntop/ui/curves/reading.h src/ui/curves/reading.c
libui_a_SOURCES += include/rnntop/ui/curves/references.h src/ui/curves/references.c
libui_a_SOURCES += include/rnntop/ui/curves/axis.h src/ui/curves/axis.c
libui_a_SOURCES += include/rnntop/ui/curves/ticks.h src/ui/curves/ticks.c
libui_a_SOURCES += include/rnntop/ui/curves/marks.h src/ui/curves/marks.c
libui_a_SOURCES += include/rnntop/ui/curves/curve_hints.h src/ui/curves/curve_hints.c
libui_a_SOURCES += include/rnntop/ui/curves/plot.h
# The score.
libui_a_SOURCES += include/rnntop/ui/score/view_score.h src/ui/score/view_score.c
libui_a_SOURCES += include/rnntop/ui/score/view_review.h src/ui/score/view_review.c
libui_a_SOURCES += include/rnntop/ui/score/score.h src/ui/score/score.c
libui_a_SOURCES += include/rnntop/ui/score/score_layout.h src/ui/score/score_layout.c
libui_a_SOURCES += include/rnntop/ui/score/panels.h src/ui/score/panels.c
libui_a_SOURCES += include/rnntop/ui/score/summary.h src/ui/score/summary.c
libui_a_SOURCES += include/rnntop/ui/score/matrix.h src/ui/score/matrix.c
libui_a_SOURCES += include/rnntop/ui/score/epochs.h src/ui/score/epochs.c
libui_a_SOURCES += include/rnntop/ui/score/roc.h src/ui/score/roc.c
libui_a_SOURCES += include/rnntop/ui/score/histogram.h src/ui/score/histogram.c
libui_a_SOURCES += include/rnntop/ui/score/calibration.h src/ui/score/calibration.c
libui_a_SOURCES += include/rnntop/ui/score/lengths.h src/ui/score/lengths.c
libui_a_SOURCES += include/rnntop/ui/score/worst.h src/ui/score/worst.c
libui_a_SOURCES += include/rnntop/ui/score/balance.h src/ui/score/balance.c
# The terminal.
libui_a_SOURCES += include/rnntop/ui/terminal/terminal.h src/ui/terminal/terminal.c
libui_a_SOURCES += include/rnntop/ui/terminal/terminal_info.h src/ui/terminal/terminal_info.c
libui_a_SOURCES += include/rnntop/ui/terminal/tty.h src/ui/terminal/tty.c
libui_a_SOURCES += include/rnntop/ui/terminal/capture.h src/ui/terminal/capture.c
libui_a_SOURCES += include/rnntop/ui/terminal/escape.h src/ui/terminal/escape.c
libui_a_SOURCES += include/rnntop/ui/terminal/theme.h src/ui/terminal/theme.c
libui_a_SOURCES += include/rnntop/ui/terminal/keypress.h
