#include "config.h"

#include "rnntop/ui/screen.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/ui/form/form.h"

/* What guessing scores on two classes: the ruler shows it from the beginning. */
#define CHANCE_ACCURACY 0.5
#define CHANCE_LOSS     0.69314718055994531

void screen_init(struct screen *screen, bool unicode)
{
    *screen = (struct screen){
        .view = SCREEN_CURVES,
        .follow = true,
        .unicode = unicode,
        .glyphs = unicode ? GLYPHS_BRAILLE : GLYPHS_ASCII,
        .accuracy_low = CHANCE_ACCURACY,
        .loss_high = CHANCE_LOSS,
        .loss_low = 0.1,
        .raw_accuracy_low = CHANCE_ACCURACY,
        .raw_loss_high = CHANCE_LOSS,
        .raw_loss_low = 0.1,
    };
}

void screen_free(struct screen *screen)
{
    free(screen->form);
    free(screen->run);
    screen->form = NULL;
    screen->run = NULL;
    screen->runs = 0;
}

const struct screen_run *screen_run(const struct screen *screen, size_t run)
{
    /* A run that comes has no figures until the next refresh, which a held picture puts off. */
    static const struct screen_run NOTHING_KEPT = {.now = {.state = RUN_QUEUED,
                                                           .learning_rate = NAN,
                                                           .samples_per_second = NAN,
                                                           .gradient = NAN,
                                                           .batch_loss = NAN,
                                                           .batch_accuracy = NAN,
                                                           .smooth_loss = NAN,
                                                           .smooth_accuracy = NAN,
                                                           .left_seconds = NAN}};
    return run < screen->runs ? &screen->run[run] : &NOTHING_KEPT;
}

struct screen_run *screen_run_keep(struct screen *screen, size_t run)
{
    if (run >= screen->runs) {
        struct screen_run *grown = realloc(screen->run, (run + 1) * sizeof *grown);
        if (!grown)
            return NULL;
        screen->run = grown;
        while (screen->runs <= run) {
            grown[screen->runs] = *screen_run(screen, screen->runs);
            screen->runs++;
        }
    }
    return &screen->run[run];
}

struct form *screen_form(struct screen *screen)
{
    if (!screen->form)
        screen->form = calloc(1, sizeof *screen->form);
    return screen->form;
}

bool screen_has_run(const struct screen *screen, const struct board *board)
{
    return screen->selected < board_runs(board);
}

void screen_say(struct screen *screen, enum role role, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(screen->message, sizeof screen->message, format, arguments);
    va_end(arguments);
    screen->message_brief = NULL;
    screen->message_kind = MESSAGE_ANSWER;
    screen->message_role = role;
}

void screen_set_look(struct screen *screen, enum theme_look look)
{
    bool was = screen->look == LOOK_PROJECTOR, is = look == LOOK_PROJECTOR;
    screen->look = look;
    if (is && screen->glyphs == GLYPHS_BRAILLE)
        screen->glyphs = GLYPHS_BLOCKS;
    else if (was && !is && screen->glyphs == GLYPHS_BLOCKS)
        screen->glyphs = GLYPHS_BRAILLE;
}

void screen_forget_run(struct screen *screen, size_t run, size_t runs)
{
    assert(run < runs);
    if (run < screen->runs) {
        memmove(&screen->run[run], &screen->run[run + 1],
                (screen->runs - run - 1) * sizeof screen->run[0]);
        screen->runs--;
    }
    if (screen->selected > run || (screen->selected == run && run > 0))
        screen->selected--;
}
