#include "config.h"

#include "rnntop/train/baseline.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "rnntop/base/clock.h"
#include "rnntop/base/cpu.h"
#include "rnntop/nn/bag_of_words.h"

#define CHOOSING_SHARE 10 /* without validation rows: one in so many training rows */

struct baseline {
    const struct dataset *data;
    size_t classes;
    uint64_t seed;
    struct run_id run;
    struct outlet *outlet;
    pthread_t thread;
    const atomic_bool *stop;
    atomic_bool done;
};

static struct bag_rows rows_of(const struct data_rows *rows)
{
    return (struct bag_rows){rows->x, rows->y, rows->rows};
}

static enum rt_status fit(const struct baseline *baseline, struct baseline_event *scores,
                          struct rt_error *error)
{
    const struct dataset *data = baseline->data;
    const struct bag_shape shape = {data->num_words, data->maxlen, baseline->classes};
    struct bag_rows train = rows_of(&data->train), choosing = rows_of(&data->validation);
    struct bag_rows test = rows_of(&data->test);
    struct bag_of_words *bag;
    if (choosing.rows == 0) {
        choosing.rows = (train.rows + CHOOSING_SHARE - 1) / CHOOSING_SHARE;
        train.rows -= choosing.rows;
        choosing.x = train.x + train.rows * data->maxlen;
        choosing.y = train.y + train.rows;
    }
    enum rt_status status =
        bag_of_words_fit(&bag, &train, &choosing, &shape, baseline->seed, baseline->stop, error);
    if (status != RT_OK)
        return status;
    struct bag_score val = {NAN, NAN}, tested = bag_of_words_score(bag, &test);
    if (data->validation.rows > 0)
        val = bag_of_words_score(bag, &choosing);
    bag_of_words_free(bag);
    scores->val_accuracy = (float)val.accuracy;
    scores->val_loss = (float)val.loss;
    scores->test_accuracy = (float)tested.accuracy;
    scores->test_loss = (float)tested.loss;
    return RT_OK;
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
                              size_t classes, uint64_t seed, const struct run_id *run,
                              struct outlet *outlet, const atomic_bool *stop,
                              struct rt_error *error)
{
    struct baseline *made = calloc(1, sizeof *made);
    if (made) {
        made->data = data;
        made->classes = classes;
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
