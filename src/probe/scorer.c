#include "config.h"

#include "rnntop/probe/scorer.h"

#include <stdlib.h>
#include <string.h>

#include "rnntop/base/cpu.h"
#include "rnntop/base/pool.h"

struct scorer {
    struct pool *pool;
    struct model *model;
};

enum rt_status scorer_create(struct scorer **out, const struct model_snapshot *snapshot,
                             size_t threads, struct rt_error *error)
{
    struct scorer *scorer = calloc(1, sizeof *scorer);
    if (!scorer)
        return rt_fail(error, ERR_SCORER_NO_MEMORY);
    cpu_flush_denormals();
    enum rt_status status = pool_create(&scorer->pool, threads ? (int)threads : cpu_count(), error);
    if (status == RT_OK)
        status = model_create(&scorer->model, &snapshot->run.model, EVALUATE_BATCH_SIZE,
                              scorer->pool, error);
    if (status != RT_OK) {
        scorer_destroy(scorer);
        return status;
    }
    memcpy(model_values(scorer->model), snapshot->values,
           snapshot->parameters.total * sizeof *snapshot->values);
    *out = scorer;
    return RT_OK;
}

void scorer_destroy(struct scorer *scorer)
{
    if (!scorer)
        return;
    model_destroy(scorer->model);
    pool_destroy(scorer->pool);
    free(scorer);
}

size_t scorer_width(const struct scorer *scorer)
{
    const struct model_spec *spec = model_spec_of(scorer->model);
    return spec->layer[spec->layers - 1].output;
}

enum rt_status scorer_run(struct scorer *scorer, const struct model_batch *batch,
                          const atomic_bool *stop, float *probabilities, struct model_score *sum,
                          struct rt_error *error)
{
    enum rt_status status =
        model_evaluate(scorer->model, batch, EVALUATE_BATCH_SIZE, stop, NULL, probabilities, sum);
    return status == RT_OK ? RT_OK : rt_fail(error, ERR_STOPPED);
}
