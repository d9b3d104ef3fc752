/*
 * app_result: how the dashboard was left.
 */
#ifndef RNNTOP_UI_APP_RESULT_H
#define RNNTOP_UI_APP_RESULT_H

enum app_result {
    APP_QUIT_SAVE,    /* quit; save what trains */
    APP_QUIT_DISCARD, /* quit; the user chose not to save */
    APP_QUIT          /* quit; nothing was training, or a signal asked for it */
};

#endif
