/* An error's sentence, for tests that look into it or print it. */
#ifndef TESTS_WORDS_ERROR_TEXT_H
#define TESTS_WORDS_ERROR_TEXT_H

#include "rnntop/words/errors.h"

/* The last four of a thread stay: several may stand in one call. */
static inline const char *error_text(const struct rt_error *error)
{
    static _Thread_local char text[4][ERRORS_TEXT_SIZE];
    static _Thread_local unsigned next;
    return errors_say(error, text[next++ % 4], ERRORS_TEXT_SIZE);
}

#endif
