/*
 * app: the dashboard's loop: takes in events, turns keys into actions, draws frames.
 */
#ifndef RNNTOP_UI_APP_H
#define RNNTOP_UI_APP_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/run/board.h"
#include "rnntop/run/request.h"
#include "rnntop/spec/settings.h"
#include "rnntop/ui/app_result.h"

struct app_options {
    bool ascii;
    bool no_color;
    enum setting_theme theme;
    bool projector;
    bool exit_when_done;
    size_t threads; /* that compute, for the header; 0: not shown */
    int wake_fd;    /* readable once leave() has become true; never read from. -1: none */
    bool (*leave)(void *context); /* asked after every wake and every frame: true ends the loop */
    bool (*idle)(void *context);  /* true when all runs have ended and everything is on disk */
    void *context;
};

/* Takes the terminal, runs until the user or leave() ends it, gives the terminal back. The screen
 * is up before anything else is waited for. RT_ERR_UNSUPPORTED when the terminal can't do it (TERM
 * unset or unknown): then nothing was drawn and the caller goes on without a screen. */
enum rt_status app_run(struct board *board, const struct requests *requests,
                       const struct app_options *options, enum app_result *result,
                       struct rt_error *error);

#endif
