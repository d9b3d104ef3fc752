/* The gradients that are sums over rows and steps, divided by output elements. */
#include "config.h"

#include "rnntop/nn/model_parts.h"

void model_time_sums(struct model *model, const struct stage_pass *pass, struct model_sums *sums)
{
    sums->stages.n = sums->stages.units = 0;
    for (size_t i = 0; i < model->stages; i++)
        stage_time_sums(&model->stage[i], pass, &sums->stages);
    sums->head = true;
    sums->units = sums->stages.units + 1;
}

/* The last stage first: what is least work, the Embedding's, then fills the gaps at the end. */
void model_word_sums(struct model *model, const struct stage_pass *pass, struct model_sums *sums)
{
    sums->stages.n = sums->stages.units = 0;
    for (size_t i = model->stages; i-- > 0;)
        stage_word_sums(&model->stage[i], pass, &sums->stages);
    sums->head = false;
    sums->units = sums->stages.units;
}

void model_sums_run(const struct model_sums *sums, struct model *model,
                    const struct stage_pass *pass, size_t unit)
{
    const struct stage_sum *sum = sums->stages.sum;
    if (unit >= sums->stages.units) {
        head_gradients(&model->head, pass->size);
        return;
    }
    for (; unit >= sum->units; sum++)
        unit -= sum->units;
    sum->run(sum, pass, unit);
}
