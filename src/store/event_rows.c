#include "config.h"

#include "rnntop/store/event_rows.h"

#include <string.h>

static const char *const states[] = {"queued",  "loading", "training", "paused", "validating",
                                     "testing", "done",    "stopped",  "failed", NULL};
static const char *const tasks[] = {"none", "reading", "making_up", "testing", NULL};
static const char *const reasons[] = {"by_hand", "plateau", NULL};

#define FINDING_NAME(CODE, name, ...) name,
static const char *const codes[] = {FINDINGS(FINDING_NAME) NULL};
#undef FINDING_NAME

const char *const event_status_names[] = {
    "ok", "usage", "io", "format", "memory", "numeric", "unsupported", "interrupted", NULL};
const char *const event_part_names[] = {"train", "validation", "test", NULL};
const char *const event_score_names[2][EVENT_SCORES] = {
    {"precision", "recall", "f1", "auc"}, {"val_precision", "val_recall", "val_f1", "val_auc"}};
const size_t event_score_offsets[EVENT_SCORES] = {
    offsetof(struct metrics, precision), offsetof(struct metrics, recall),
    offsetof(struct metrics, f1), offsetof(struct metrics, auc)};

#define AT(member) offsetof(struct run_event, member)
#define U32(key, member)                                                                           \
    {                                                                                              \
        key, FIELD_U32, AT(member), NULL, 0, false                                                 \
    }
#define U64(key, member)                                                                           \
    {                                                                                              \
        key, FIELD_U64, AT(member), NULL, 0, false                                                 \
    }
#define FLOAT(key, member)                                                                         \
    {                                                                                              \
        key, FIELD_FLOAT, AT(member), NULL, 0, false                                               \
    }
#define DOUBLE(key, member)                                                                        \
    {                                                                                              \
        key, FIELD_DOUBLE, AT(member), NULL, 0, false                                              \
    }
#define BOOL(key, member)                                                                          \
    {                                                                                              \
        key, FIELD_BOOL, AT(member), NULL, 0, false                                                \
    }
#define WORD(key, member, words)                                                                   \
    {                                                                                              \
        key, FIELD_WORD, AT(member), words, 0, false                                               \
    }
#define NEEDED(key, member, words)                                                                 \
    {                                                                                              \
        key, FIELD_WORD, AT(member), words, 0, true                                                \
    }
#define TEXT(key, member)                                                                          \
    {                                                                                              \
        key, FIELD_TEXT, AT(member), NULL, SIZE_OF(member), false                                  \
    }
#define MERGED(key, member)                                                                        \
    {                                                                                              \
        key, FIELD_MERGED, AT(member), NULL, 0, false                                              \
    }
#define SIZE_OF(member) sizeof(((struct run_event *)NULL)->member)

static const struct event_field step[] = {
    U64("first", steps.first),
    U64("last", steps.last),
    U32("epoch", steps.epoch),
    U32("batch", steps.batch),
    U32("batches", steps.batches),
    DOUBLE("seconds", steps.seconds),
    FLOAT("learning_rate", steps.learning_rate),
    FLOAT("samples_per_second", steps.samples_per_second),
    MERGED("loss", steps.loss),
    MERGED("accuracy", steps.accuracy),
    MERGED("gradient", steps.gradient),
};
static const struct event_field state[] = {
    NEEDED("state", as.state.state, states),
    U32("epoch", as.state.epoch),
    U32("batch", as.state.batch),
    U32("batches", as.state.batches),
};
static const struct event_field progress[] = {
    NEEDED("task", as.progress.task, tasks),
    U64("done", as.progress.done),
    U64("total", as.progress.total),
};
static const struct event_field source[] = {
    TEXT("name", as.source.name),
    BOOL("fallback", as.source.fallback),
};
static const struct event_field data[] = {
    TEXT("name", as.data.name),
    U64("train", as.data.train),
    U64("validation", as.data.validation),
    U64("test", as.data.test),
    U64("num_words", as.data.num_words),
    U64("maxlen", as.data.maxlen),
    U32("classes", as.data.classes),
    BOOL("rare_class", as.data.rare_class),
    U32("words_shortest", as.data.words_shortest),
    U32("words_median", as.data.words_median),
    U32("words_p95", as.data.words_p95),
    U32("words_longest", as.data.words_longest),
    BOOL("made_up", as.data.made_up),
    DOUBLE("ceiling_whole", as.data.ceiling_whole),
    DOUBLE("ceiling", as.data.ceiling),
    DOUBLE("padding", as.data.padding),
    DOUBLE("unknown", as.data.unknown),
    DOUBLE("full", as.data.full),
    DOUBLE("blank", as.data.blank),
};
static const struct event_field classes[] = {
    U32("classes", as.classes.classes),
    DOUBLE("train_guess_accuracy", as.classes.guess[PART_TRAIN].accuracy),
    DOUBLE("train_guess_loss", as.classes.guess[PART_TRAIN].loss),
    DOUBLE("validation_guess_accuracy", as.classes.guess[PART_VALIDATION].accuracy),
    DOUBLE("validation_guess_loss", as.classes.guess[PART_VALIDATION].loss),
    DOUBLE("test_guess_accuracy", as.classes.guess[PART_TEST].accuracy),
    DOUBLE("test_guess_loss", as.classes.guess[PART_TEST].loss),
};
static const struct event_field baseline[] = {
    FLOAT("val_loss", as.baseline.val_loss),   FLOAT("val_accuracy", as.baseline.val_accuracy),
    FLOAT("test_loss", as.baseline.test_loss), FLOAT("test_accuracy", as.baseline.test_accuracy),
    DOUBLE("seconds", as.baseline.seconds),
};
static const struct event_field epoch[] = {
    U32("epoch", as.epoch.epoch),
    FLOAT("loss", as.epoch.loss),
    FLOAT("accuracy", as.epoch.accuracy),
    FLOAT("val_loss", as.epoch.val_loss),
    FLOAT("val_accuracy", as.epoch.val_accuracy),
    DOUBLE("seconds", as.epoch.seconds),
    DOUBLE("val_seconds", as.epoch.val_seconds),
    DOUBLE("samples_per_second", as.epoch.samples_per_second),
    U64("step", as.epoch.step),
    DOUBLE("train_clock", as.epoch.train_clock),
    FLOAT("learning_rate", as.epoch.learning_rate),
};
static const struct event_field judged[] = {
    U32("epoch", as.judged.epoch),
};
static const struct event_field test[] = {
    FLOAT("loss", as.test.loss),
    FLOAT("accuracy", as.test.accuracy),
    DOUBLE("seconds", as.test.seconds),
};
static const struct event_field saved[] = {
    FLOAT("epochs_trained", as.saved.position),
};
static const struct event_field message[] = {
    BOOL("warning", as.message.warning),
};
static const struct event_field best[] = {
    U32("epoch", as.callback.epoch),  WORD("monitor", as.callback.monitor, monitor_names),
    FLOAT("value", as.callback.to),   FLOAT("before", as.callback.from),
    BOOL("saves", as.callback.saves), U64("step", as.callback.step),
};
static const struct event_field rate[] = {
    U32("epoch", as.callback.epoch),
    FLOAT("from", as.callback.from),
    FLOAT("to", as.callback.to),
    WORD("reason", as.callback.reason, reasons),
    WORD("monitor", as.callback.monitor, monitor_names),
    U32("waited", as.callback.waited),
    U64("step", as.callback.step),
};
static const struct event_field stop[] = {
    U32("epoch", as.callback.epoch),
    WORD("monitor", as.callback.monitor, monitor_names),
    U32("waited", as.callback.waited),
    U64("step", as.callback.step),
};
static const struct event_field restored[] = {
    U32("epoch", as.callback.epoch),
    WORD("monitor", as.callback.monitor, monitor_names),
    U64("step", as.callback.step),
};
static const struct event_field finding[] = {
    NEEDED("code", as.finding.finding.code, codes),
    U32("epoch", as.finding.epoch),
    BOOL("holds", as.finding.holds),
    BOOL("note", as.finding.finding.note),
    U32("since", as.finding.finding.since),
};
static const struct event_field error[] = {
    U32("epoch", as.error.epoch),
    U32("batch", as.error.batch),
};
static const struct event_field end[] = {
    WORD("state", as.end.state, states),
    FLOAT("epochs_trained", as.end.position),
};
static const struct event_field lost[] = {
    U32("events", as.lost.events),
};

#define FIELDS(list) list, sizeof list / sizeof *list
#define NO_FIELDS    NULL, 0

static const struct event_row rows[] = {
    {"run", EVENT_RUN, 0, PART_RUN | PART_SPEC, NO_FIELDS},
    {"taken_back", EVENT_TAKEN_BACK, 0, PART_RUN, NO_FIELDS},
    {"step", EVENT_NONE, 0, PART_RUN, FIELDS(step)},
    {"state", EVENT_STATE, 0, PART_RUN, FIELDS(state)},
    {"progress", EVENT_PROGRESS, 0, PART_RUN | PART_PATH, FIELDS(progress)},
    {"source", EVENT_SOURCE, 0, PART_PATH, FIELDS(source)},
    {"data", EVENT_DATA, 0, PART_PATH, FIELDS(data)},
    {"reading", EVENT_READING, 0, PART_RUN | PART_READING, NO_FIELDS},
    {"classes", EVENT_CLASSES, 0, PART_CLASSES, FIELDS(classes)},
    {"baseline", EVENT_BASELINE, 0, 0, FIELDS(baseline)},
    {"epoch", EVENT_EPOCH, 0, PART_RUN | PART_VAL_METRICS, FIELDS(epoch)},
    {"judged", EVENT_JUDGED, 0, PART_RUN | PART_JUDGEMENT, FIELDS(judged)},
    {"test", EVENT_TEST, 0, PART_RUN | PART_METRICS, FIELDS(test)},
    {"saved", EVENT_SAVED, true, PART_RUN | PART_PATH, FIELDS(saved)},
    {"not_saved", EVENT_SAVED, false, PART_RUN | PART_ERROR, FIELDS(saved)},
    {"message", EVENT_MESSAGE, 0, PART_RUN | PART_ERROR, FIELDS(message)},
    {"best", EVENT_CALLBACK, CALLBACK_BEST, PART_RUN, FIELDS(best)},
    {"learning_rate", EVENT_CALLBACK, CALLBACK_RATE, PART_RUN | PART_MESSAGE, FIELDS(rate)},
    {"early_stopping", EVENT_CALLBACK, CALLBACK_STOP, PART_RUN | PART_MESSAGE, FIELDS(stop)},
    {"restored", EVENT_CALLBACK, CALLBACK_RESTORE, PART_RUN | PART_MESSAGE, FIELDS(restored)},
    {"finding", EVENT_FINDING, 0, PART_RUN | PART_FINDING, FIELDS(finding)},
    {"error", EVENT_ERROR, 0, PART_RUN | PART_ERROR, FIELDS(error)},
    {"end", EVENT_END, 0, PART_RUN, FIELDS(end)},
    {"lost", EVENT_LOST, 0, PART_RUN, FIELDS(lost)},
};
#define ROWS (sizeof rows / sizeof *rows)

const struct event_row *event_rows(size_t *count)
{
    *count = ROWS;
    return rows;
}

const struct event_row *event_row_named(const char *name)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (strcmp(rows[i].name, name) == 0)
            return &rows[i];
    }
    return NULL;
}

const struct event_row *event_row_of(const struct run_event *event)
{
    unsigned variant = event->kind == EVENT_SAVED      ? event->as.saved.ok
                       : event->kind == EVENT_CALLBACK ? (unsigned)event->as.callback.kind
                                                       : 0;
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].kind == event->kind && rows[i].variant == variant)
            return &rows[i];
    }
    return NULL;
}
