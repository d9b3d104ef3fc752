#include "config.h"

#include "rnntop/ui/ask.h"

#include "rnntop/words/errors.h"

void ask_refused(struct actions *actions, const struct rt_error *why)
{
    char text[ERRORS_TEXT_SIZE];

    screen_say(actions->screen, ROLE_WARN, "%s", errors_say(why, text, sizeof(text)));
}

bool ask_session(struct actions *actions, const struct request *request, struct answer *answer)
{
    answer->only_watched = false; /* unless somebody says so */
    actions->requests->ask(actions->requests->context, request, answer);
    actions->screen->paused = answer->paused;
    actions->screen->only_watched = answer->only_watched;
    if (!answer->granted)
        ask_refused(actions, &answer->why);
    return answer->granted;
}

unsigned ask_plain(struct actions *actions, struct request request)
{
    struct answer answer;

    ask_session(actions, &request, &answer);
    return REACT_DRAW | REACT_FIGURES;
}
