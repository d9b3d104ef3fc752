#include "config.h"

#include "rnntop/data/data_warnings.h"

#include <assert.h>

struct rt_error *data_warnings_add(struct data_warnings *warnings)
{
    if (!warnings)
        return NULL;
    assert(warnings->count < DATA_WARNINGS);
    return &warnings->warning[warnings->count++];
}
