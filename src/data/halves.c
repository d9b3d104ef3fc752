#include "config.h"

#include "rnntop/data/halves.h"

#include <stdlib.h>
#include <string.h>

void data_halves_free(struct data_halves *halves)
{
    free(halves->train.x);
    free(halves->train.y);
    free(halves->train.words);
    free(halves->test.x);
    free(halves->test.y);
    free(halves->test.words);
    sequences_free(&halves->train.whole);
    sequences_free(&halves->test.whole);
    free(halves->first);
    memset(halves, 0, sizeof *halves);
}
