#include "config.h"

#include "rnntop/data/madeup/made_up.h"

static const char text[] =
#include "demo_grammar.inc"
    ;

const char *made_up_demo_text(void)
{
    return text;
}
