/* view_messages: all messages, the newest last. */
#ifndef RNNTOP_UI_VIEWS_VIEW_MESSAGES_H
#define RNNTOP_UI_VIEWS_VIEW_MESSAGES_H

#include "rnntop/ui/views/view.h"

extern const struct view view_messages;

#endif
