/* The gradients that are sums over rows and steps, divided by output elements. */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "rnntop/nn/model_parts.h"

/* Words whose gradient a worker clears at a time; shares of the sums by word. */
#define CLEAR_WORDS ((size_t)512)
#define SUM_UNITS   ((size_t)16)

/* --- Sums over time --- */

static void recurrent_sum(struct model *model, const struct stage_pass *pass,
                          const struct model_sum *sum, size_t unit)
{
    (void)model;
    const struct stage_half *half = &sum->stage->half[sum->half];
    const struct recurrent_batch batch = stage_recurrent_batch(sum->stage, sum->half, pass);
    recurrent_recurrent_gradient(half->recurrent, &batch, unit, &half->gradients);
}

static void kernel_sum(struct model *model, const struct stage_pass *pass,
                       const struct model_sum *sum, size_t unit)
{
    const struct stage_half *half = &sum->stage->half[sum->half];
    const struct recurrent_batch batch = stage_recurrent_batch(sum->stage, sum->half, pass);
    recurrent_kernel_gradient(half->recurrent, &batch, &model->words, unit, &half->gradients);
}

/* The word at which a share of the batch's tokens begins. */
static size_t word_of_share(const struct words *words, size_t share)
{
    const size_t token = share * words->size * words->steps / SUM_UNITS;
    size_t low = 0, high = words->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (words->begin[middle] < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void by_word(struct model *model, const struct stage_pass *pass, const struct model_sum *sum,
                    size_t unit)
{
    (void)pass;
    recurrent_sum_words(sum->stage->half[sum->half].recurrent, &model->words,
                        word_of_share(&model->words, unit), word_of_share(&model->words, unit + 1));
}

static void dense_sum(struct model *model, const struct stage_pass *pass,
                      const struct model_sum *sum, size_t unit)
{
    (void)model;
    stage_dense_gradients(sum->stage, pass, unit);
}

static void head_sum(struct model *model, const struct stage_pass *pass,
                     const struct model_sum *sum, size_t unit)
{
    (void)sum;
    (void)unit;
    head_gradients(&model->head, pass->size);
}

/* --- Sums over words --- */

/* The words' vectors, of those that went into the first recurrent layer as they were. */
static void rows_sum(struct model *model, const struct stage_pass *pass,
                     const struct model_sum *sum, size_t unit)
{
    (void)pass;
    const struct stage *stage = sum->stage;
    const size_t begin = unit * PROJECT_WORDS;
    const size_t end = smaller(begin + PROJECT_WORDS, model->words.count);
    for (size_t half = 0; half < stage->halves; half++)
        recurrent_rows_gradient(stage->half[half].recurrent, model->words.ids, begin, end,
                                model->stage[0].dkernel, half > 0);
}

/* The same of those that went into a sequence: over each word's tokens. */
static void tokens_sum(struct model *model, const struct stage_pass *pass,
                       const struct model_sum *sum, size_t unit)
{
    (void)pass;
    const struct words *words = &model->words;
    const struct flow *flow = &sum->stage->out;
    const size_t end = smaller((unit + 1) * PROJECT_WORDS, words->count);
    for (size_t word = unit * PROJECT_WORDS; word < end; word++) {
        const uint32_t first = words->begin[word];
        float *to = sum->stage->dkernel + words->ids[word] * flow->width;
        for (size_t j = 0; j < flow->width; j += PANEL) {
            float panel[PANEL];
            /* What is masked has no gradient, and may hold an earlier batch's. */
            const bool masked = model->mask && words->ids[word] == 0;
            model->kernels->sum_rows(panel, flow->dx + j, flow->stride, words->tokens + first,
                                     masked ? 0 : words->begin[word + 1] - first);
            memcpy(to + j, panel, smaller(PANEL, flow->width - j) * sizeof *to);
        }
    }
}

/* The table's gradient is filled whole: zeros for all words that the batch lacks, whatever stood
 * there (an exchange between machines writes to it too). */
static void clear(struct model *model, const struct stage_pass *pass, const struct model_sum *sum,
                  size_t unit)
{
    (void)pass;
    (void)sum;
    const struct words *words = &model->words;
    const size_t width = model->spec.layer[0].output;
    const size_t end = smaller((unit + 1) * CLEAR_WORDS, words->vocabulary);
    for (size_t id = unit * CLEAR_WORDS; id < end; id++) {
        if (words->mark[id] != words->stamp)
            memset(model->stage[0].dkernel + id * width, 0, width * sizeof(float));
    }
}

/* --- The lists --- */

static void add(struct model_sums *sums, struct model_sum sum)
{
    assert(sums->n < MODEL_MOST_SUMS);
    sums->sum[sums->n++] = sum;
    sums->units += sum.units;
}

void model_time_sums(struct model *model, const struct stage_pass *pass, struct model_sums *sums)
{
    sums->n = sums->units = 0;
    for (size_t i = 0; i < model->stages; i++) {
        struct stage *stage = &model->stage[i];
        for (size_t half = 0; half < stage->halves; half++) {
            struct recurrent *r = stage->half[half].recurrent;
            const struct recurrent_batch batch = stage_recurrent_batch(stage, half, pass);
            recurrent_find_live(r, &batch);
            add(sums, (struct model_sum){recurrent_sum, recurrent_recurrent_units(r), stage, half});
            add(sums, stage->indexed
                          ? (struct model_sum){by_word, SUM_UNITS, stage, half}
                          : (struct model_sum){kernel_sum, recurrent_kernel_units(r), stage, half});
        }
        if (stage->layer->kind == LAYER_DENSE)
            add(sums, (struct model_sum){dense_sum, stage_dense_units(stage), stage, 0});
    }
    add(sums, (struct model_sum){head_sum, 1, NULL, 0});
}

void model_word_sums(struct model *model, struct model_sums *sums)
{
    const size_t units = parts_of(model->words.count, PROJECT_WORDS);
    sums->n = sums->units = 0;
    if (model->indexed) {
        struct stage *stage = &model->stage[1];
        for (size_t half = 0; half < stage->halves; half++)
            add(sums,
                (struct model_sum){kernel_sum, recurrent_kernel_units(stage->half[half].recurrent),
                                   stage, half});
        add(sums, (struct model_sum){rows_sum, units, stage, 0});
    } else {
        add(sums, (struct model_sum){tokens_sum, units, &model->stage[0], 0});
    }
    add(sums, (struct model_sum){clear, parts_of(model->words.vocabulary, CLEAR_WORDS), NULL, 0});
}

void model_sums_run(const struct model_sums *sums, struct model *model,
                    const struct stage_pass *pass, size_t unit)
{
    const struct model_sum *sum = sums->sum;
    for (; unit >= sum->units; sum++)
        unit -= sum->units;
    sum->run(model, pass, sum, unit);
}
