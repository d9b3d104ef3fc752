#include "config.h"

#include "rnntop/ui/curves/view_curves.h"

#include "rnntop/ui/bottom/bottom.h"
#include "rnntop/ui/curves/axis.h"
#include "rnntop/ui/curves/curve_hints.h"
#include "rnntop/ui/curves/marks.h"
#include "rnntop/ui/curves/plots.h"
#include "rnntop/ui/curves/runs_header.h"
#include "rnntop/ui/curves/runs_strip.h"
#include "rnntop/ui/curves/runs_table.h"
#include "rnntop/ui/picture.h"

static void draw(const struct screen *screen, const struct board *board, struct canvas *canvas)
{
    struct curves curves;
    struct hints hints;

    if (!curves_open(&curves, screen, board, canvas))
        return;
    if (curves.runs > 0) {
        if (curves.layout.strip) {
            runs_strip_draw(&curves);
        } else {
            runs_header_draw(&curves);
            runs_table_draw(&curves);
        }
        plots_draw(&curves);
        axis_draw(&curves);
        marks_draw(&curves);
    }
    curve_hints(&curves, &hints);
    bottom_draw(&(struct bottom){.screen = screen,
                                 .board = board,
                                 .width = curves.layout.width,
                                 .message_row = curves.layout.message_row,
                                 .hints_row = curves.layout.hints_row},
                &hints, canvas);
}

const struct view view_curves = {
    .action = ACTION_CURVES,
    .draw = draw,
    .act = picture_act,
};
