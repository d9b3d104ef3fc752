#include "config.h"

#include "rnntop/train/baseline.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "rnntop/base/clock.h"
#include "rnntop/base/cpu.h"
#include "rnntop/nn/nb_svm.h"

#define CHOOSING_SHARE 10 /* without validation rows: one in so many training rows */

/* Measured on IMDB (tests/bench/RESULTS.md): to find a word's n-grams, and to fit them for a class.
 */
#define SECONDS_A_WORD   1.7e-7
#define SECONDS_A_FITTED 2.7e-7

struct baseline {
    const struct dataset *data;
    struct baseline_texts texts;
    uint64_t seed;
    struct run_id run;
    struct outlet *outlet;
    pthread_t thread;
    const atomic_bool *stop;
    atomic_bool done;
};

void baseline_texts_free(struct baseline_texts *texts)
{
    sequences_free(&texts->train);
    sequences_free(&texts->test);
}

double baseline_estimate(const struct dataset *data, const struct baseline_texts *texts)
{
    double outputs = data->classes > 2 ? (double)data->classes : 1;
    return SECONDS_A_WORD * (double)(texts->train.used + texts->test.used) +
           SECONDS_A_FITTED * outputs * (double)texts->train.used;
}

size_t baseline_most_words(double seconds)
{
    double words = seconds / SECONDS_A_WORD;
    return words < (double)(SIZE_MAX / 2) ? (size_t)words : SIZE_MAX;
}

/* `rows` rows of a half from `from` on, with their classes. */
static struct word_rows rows_of(const struct sequences *half, size_t from, const float *y,
                                size_t rows)
{
    return (struct word_rows){half->words, half->begin + from, half->count + from, y, rows};
}

static enum rt_status judge(const struct baseline *baseline, const struct nb_svm *model,
                            const struct word_rows *rows, float *accuracy, float *loss,
                            struct rt_error *error)
{
    struct nb_svm_score score;
    enum rt_status status = nb_svm_judge(model, rows, baseline->stop, &score, error);
    *accuracy = (float)score.accuracy;
    *loss = (float)score.loss;
    return status;
}

static enum rt_status fit(const struct baseline *baseline, struct baseline_event *scores,
                          struct rt_error *error)
{
    const struct dataset *data = baseline->data;
    const struct sequences *half = &baseline->texts.train;
    const size_t rows = data->train.rows, validation = data->validation.rows;
    const size_t choosing = validation > 0 ? 0 : (rows + CHOOSING_SHARE - 1) / CHOOSING_SHARE;
    const struct word_rows train = rows_of(half, 0, data->train.y, rows - choosing);
    const struct word_rows chosen_on =
        validation > 0 ? rows_of(half, rows, data->validation.y, validation)
                       : rows_of(half, rows - choosing, data->train.y + rows - choosing, choosing);
    const struct word_rows test = rows_of(&baseline->texts.test, 0, data->test.y, data->test.rows);
    struct nb_svm *model;
    enum rt_status status = nb_svm_fit(&model, &train, &chosen_on, NGRAMS_LONGEST, data->classes,
                                       baseline->seed, baseline->stop, error);
    if (status != RT_OK)
        return status;
    scores->val_accuracy = scores->val_loss = NAN;
    if (validation > 0)
        status =
            judge(baseline, model, &chosen_on, &scores->val_accuracy, &scores->val_loss, error);
    if (status == RT_OK)
        status = judge(baseline, model, &test, &scores->test_accuracy, &scores->test_loss, error);
    nb_svm_free(model);
    return status;
}

static void *work(void *argument)
{
    struct baseline *baseline = argument;
    struct run_event event = {.kind = EVENT_BASELINE, .run = baseline->run};
    struct rt_error error;
    double begun = clock_now_s();
    cpu_flush_denormals();
    enum rt_status status = fit(baseline, &event.as.baseline, &error);
    event.as.baseline.seconds = clock_now_s() - begun;
    baseline_texts_free(&baseline->texts);
    if (status != RT_OK) {
        rt_fail_within(&error, ERR_NO_BASELINE);
        event = (struct run_event){.kind = EVENT_MESSAGE, .run = baseline->run};
        event.as.message.warning = true;
        event.parcel = parcel_of_error(&error);
    }
    if (status != RT_INTERRUPTED)
        outlet_must(baseline->outlet, &event);
    else
        event_drop(&event);
    /* Pairs with the load in baseline_done(): who sees it finds the event in the ring. */
    atomic_store_explicit(&baseline->done, true, memory_order_release);
    return NULL;
}

enum rt_status baseline_start(struct baseline **baseline, const struct dataset *data,
                              struct baseline_texts *texts, uint64_t seed, const struct run_id *run,
                              struct outlet *outlet, const atomic_bool *stop,
                              struct rt_error *error)
{
    struct baseline *made = calloc(1, sizeof *made);
    if (made) {
        made->data = data;
        made->texts = *texts;
        made->seed = seed;
        made->run = *run;
        made->outlet = outlet;
        made->stop = stop;
        if (pthread_create(&made->thread, NULL, work, made) == 0) {
            *baseline = made;
            return RT_OK;
        }
    }
    free(made);
    baseline_texts_free(texts);
    return rt_fail(error, ERR_NO_THREAD_FOR_BASELINE);
}

bool baseline_done(const struct baseline *baseline)
{
    return atomic_load_explicit(&baseline->done, memory_order_acquire);
}

void baseline_end(struct baseline *baseline)
{
    if (!baseline)
        return;
    pthread_join(baseline->thread, NULL);
    free(baseline);
}
