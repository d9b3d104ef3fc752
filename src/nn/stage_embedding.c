/* The words' vectors. Where the recurrent layer behind takes words as they are, it projects each
 * distinct one for itself, and there is no sequence here. */
#include "config.h"

#include <string.h>

#include "rnntop/nn/initializers.h"
#include "rnntop/nn/stage_parts.h"

/* Words whose gradient a worker clears at a time, and whose tokens it sums. */
#define CLEAR_WORDS ((size_t)512)
#define TOKEN_WORDS ((size_t)48)

static enum rt_status create(struct stage *stage, struct arena *arena,
                             const struct stage_setup *setup, struct rt_error *error)
{
    return setup->indexed ? RT_OK : stage_create_plain(stage, arena, setup, error);
}

/* Each token's vector, of the batch's rows [begin, end). */
static bool forward(struct stage *stage, const struct stage_pass *pass, size_t begin, size_t end)
{
    const size_t stride = stage->out.stride, width = stage->out.width;
    const float *table = stage->weight[0].value;
    if (!stage->own)
        return true;
    for (size_t t = pass->from; t < pass->to; t++) {
        for (size_t token = t * pass->size + begin; token < t * pass->size + end; token++) {
            const size_t id = pass->words->ids[pass->words->index[token]];
            memcpy(stage->out.x + token * stride, table + id * width, width * sizeof *table);
        }
    }
    return true;
}

/* The gradient of words' vectors: over each word's tokens. */
static void tokens_sum(const struct stage_sum *sum, const struct stage_pass *pass, size_t unit)
{
    const struct words *words = pass->words;
    const struct flow *flow = &sum->stage->out;
    const size_t after = (unit + 1) * TOKEN_WORDS;
    for (size_t word = unit * TOKEN_WORDS; word < after && word < words->count; word++) {
        const uint32_t first = words->begin[word];
        float *to = sum->stage->weight[0].gradient + words->ids[word] * flow->width;
        for (size_t j = 0; j < flow->width; j += PANEL) {
            const size_t columns = flow->width - j < PANEL ? flow->width - j : PANEL;
            float panel[PANEL];
            /* What is masked has no gradient, and may hold an earlier batch's. */
            const bool masked = pass->mask && words->ids[word] == 0;
            sum->stage->kernels->sum_rows(panel, flow->dx + j, flow->stride, words->tokens + first,
                                          masked ? 0 : words->begin[word + 1] - first);
            memcpy(to + j, panel, columns * sizeof *to);
        }
    }
}

/* The table's gradient is filled whole: zeros for all words that the batch lacks, whatever stood
 * there (an exchange between machines writes to it too). */
static void clear(const struct stage_sum *sum, const struct stage_pass *pass, size_t unit)
{
    const struct words *words = pass->words;
    const size_t width = sum->stage->out.width, after = (unit + 1) * CLEAR_WORDS;
    for (size_t id = unit * CLEAR_WORDS; id < after && id < words->vocabulary; id++) {
        if (words->mark[id] != words->stamp)
            memset(sum->stage->weight[0].gradient + id * width, 0, width * sizeof(float));
    }
}

static void word_sums(struct stage *stage, const struct stage_pass *pass, struct stage_sums *sums)
{
    const struct words *words = pass->words;
    if (stage->own)
        stage_sums_add(sums, (struct stage_sum){tokens_sum,
                                                (words->count + TOKEN_WORDS - 1) / TOKEN_WORDS,
                                                stage, 0});
    stage_sums_add(sums, (struct stage_sum){
                             clear, (words->vocabulary + CLEAR_WORDS - 1) / CLEAR_WORDS, stage, 0});
}

static enum rt_status initialize(const struct layer_spec *layer, size_t place,
                                 const struct parameter *parameter, float *values, uint64_t seed,
                                 uint32_t number, struct rt_error *error)
{
    (void)layer;
    (void)place;
    (void)error;
    initialize_uniform(values, parameter->count, seed, number);
    return RT_OK;
}

/* There is no backward: what is left to find are sums over the batch's rows. */
const struct stage_kind stage_embedding = {
    .create = create, .forward = forward, .word_sums = word_sums, .initialize = initialize};
