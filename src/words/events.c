#include "config.h"

#include "rnntop/words/events.h"

#include <stdio.h>
#include <string.h>

#include "rnntop/base/json.h"
#include "rnntop/words/errors.h"
#include "rnntop/words/sentence.h"

/* What may stand at the places of the sentences below. */
struct facts {
    const char *from, *to, *monitor, *path;
    uint64_t epoch, count;
};

static void add_number(struct sentence *sentence, uint64_t number, const char *form,
                       size_t form_length)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    if (form)
        sentence_add_plural(sentence, form, form_length, number);
    else
        sentence_add(sentence, digits);
}

static void place(void *context, struct sentence *sentence, const char *name, size_t length,
                  const char *form, size_t form_length)
{
    const struct facts *facts = context;
    if (sentence_is(name, length, "from"))
        sentence_add(sentence, facts->from);
    else if (sentence_is(name, length, "to"))
        sentence_add(sentence, facts->to);
    else if (sentence_is(name, length, "monitor"))
        sentence_add(sentence, facts->monitor);
    else if (sentence_is(name, length, "path"))
        sentence_add_path(sentence, facts->path);
    else if (sentence_is(name, length, "epoch"))
        add_number(sentence, facts->epoch, form, form_length);
    else if (sentence_is(name, length, "count"))
        add_number(sentence, facts->count, form, form_length);
}

static char *say(const char *pattern, const struct facts *facts, char *out, size_t size)
{
    struct sentence sentence;
    sentence_begin(&sentence, out, size);
    if (pattern)
        sentence_fill(&sentence, pattern, place, (void *)facts);
    return out;
}

char *events_say_path(const char *path, char *out, size_t size)
{
    return say("{path}", &(struct facts){.path = path}, out, size);
}

/* NULL: there is nothing to say. */
static const char *callback_pattern(const struct callback_event *callback)
{
    switch (callback->kind) {
    case CALLBACK_RATE:
        return callback->reason == RATE_BY_HAND
                   ? "learning rate {from} -> {to}: by hand"
                   : "learning rate {from} -> {to}: {monitor} has not improved for {count} "
                     "{count:epoch|epochs}";
    case CALLBACK_STOP:
        return "stopped early, after epoch {epoch}: {monitor} has not improved for {count} "
               "{count:epoch|epochs}";
    case CALLBACK_RESTORE:
        return "back at the weights of epoch {epoch}, the best by {monitor}";
    case CALLBACK_BEST:
    case CALLBACK_KINDS:
        break;
    }
    return NULL;
}

char *events_say_callback(const struct callback_event *callback, char *out, size_t size)
{
    char from[JSON_NUMBER_SIZE], to[JSON_NUMBER_SIZE];
    /* As float32, of which Keras's learning rates are: 0.0001, not 0.00010000000000000002. */
    json_float_text(callback->from, from);
    json_float_text(callback->to, to);
    bool known = (unsigned)callback->monitor < MONITOR_NOT_GIVEN;
    const struct facts facts = {.from = from,
                                .to = to,
                                .monitor = known ? monitor_names[callback->monitor] : "",
                                .epoch = callback->epoch,
                                .count = callback->waited};
    return say(callback_pattern(callback), &facts, out, size);
}

char *events_say_progress(const struct progress_event *progress, const char *path, char *out,
                          size_t size)
{
    static const char *const pattern[] = {
        [PROGRESS_NONE] = NULL,
        [PROGRESS_READING] = "Reading {path}",
        [PROGRESS_MAKING_UP] = "Making up the DEMO corpus",
        [PROGRESS_TESTING] = "Testing",
    };
    bool known = (unsigned)progress->task < sizeof pattern / sizeof *pattern;
    return say(known ? pattern[progress->task] : NULL, &(struct facts){.path = path}, out, size);
}

char *events_say_lost(const struct lost_event *lost, char *out, size_t size)
{
    return say("There was no memory to keep all that happened while nobody looked: {count} "
               "{count:event is|events are} missing here.",
               &(struct facts){.count = lost->events}, out, size);
}

char *events_say_error(const struct rt_error *error, char *out, size_t size)
{
    if (error)
        return errors_say(error, out, size);
    return say("There was no memory left to say more.", &(struct facts){0}, out, size);
}
