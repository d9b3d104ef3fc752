#include "config.h"

#include "training_support.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "rnntop/spec/settings.h"
#include "tests/words/error_text.h"

#define RING_SLOTS   256
#define MOST_OPTIONS 64

static const char base_options[] =
    "--maxlen 6 --num-words 12 --batch-size 8 --epochs 5 --learning-rate 0.05";
static const char size_options[] = "--units 5 --embedding-dim 4";

static char folder[] = "/tmp/rnntop-state-XXXXXX";
static char model_path[64];
static const struct run_id course_id = {"course"};
static struct recorder *recorder;
static struct ring *heard;                 /* by the recorder: nothing, for there is no CSV file */
static struct outlet answers;              /* of the recorder: nobody listens */
static const atomic_bool keep_all = false; /* the sessions' `discard` */

#define CHECKED(call)                                                                              \
    do {                                                                                           \
        struct rt_error error;                                                                     \
        if ((call) != RT_OK)                                                                       \
            fail_msg("%s: %s", #call, error_text(&error));                                         \
    } while (0)

int courses_begin(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(model_path, sizeof model_path, "%s/m.safetensors", folder);
    CHECKED(ring_create(&heard, 16, 0, &error));
    CHECKED(recorder_create(&recorder, heard, &answers, &error));
    CHECKED(recorder_add(recorder, &course_id, &(struct run_spec){0}, model_path, NULL, &error));
    return 0;
}

int courses_end(void **state)
{
    (void)state;
    recorder_destroy(recorder);
    ring_destroy(heard);
    unlink(model_path);
    rmdir(folder);
    return 0;
}

/* ---- the run ---- */

static uint64_t random_next(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* Rows of random words, some short; the class is what most words say, and a tenth of them lies. */
static void make_data(struct course *course, size_t classes)
{
    static const char names[3][DATASET_CLASS_SIZE] = {"bad", "good", "neither"};
    const size_t rows = MADE_TRAIN + MADE_VALIDATION + MADE_TEST;
    size_t validation = course->plan->unjudged ? 0 : MADE_VALIDATION;
    uint64_t seed = 11;
    for (size_t i = 0; i < rows; i++) {
        size_t length = 2 + random_next(&seed) % (MADE_LENGTH - 1), vote[3] = {0}, most = 0;
        int32_t *x = course->x + i * MADE_LENGTH;
        for (size_t j = 0; j < length; j++) {
            x[j] = 1 + (int32_t)(random_next(&seed) % (MADE_WORDS - 1));
            vote[(size_t)x[j] % classes]++;
        }
        for (size_t k = 1; k < classes; k++)
            most = vote[k] > vote[most] ? k : most;
        course->y[i] = (float)(random_next(&seed) % 10 == 0 ? random_next(&seed) % classes : most);
    }
    course->data = (struct dataset){
        .path = "course",
        .name = "made",
        .num_words = MADE_WORDS,
        .maxlen = MADE_LENGTH,
        .classes = classes,
        .class_name = names,
        .class_weight = course->class_weight,
        .train = {.x = course->x, .y = course->y, .rows = MADE_TRAIN},
        .validation = {.x = course->x + MADE_TRAIN * MADE_LENGTH,
                       .y = course->y + MADE_TRAIN,
                       .rows = validation},
        .test = {.x = course->x + (MADE_TRAIN + MADE_VALIDATION) * MADE_LENGTH,
                 .y = course->y + MADE_TRAIN + MADE_VALIDATION,
                 .rows = MADE_TEST},
    };
    for (size_t k = 0; k < classes; k++) {
        size_t of_class = 0;
        for (size_t i = 0; i < MADE_TRAIN; i++)
            of_class += course->y[i] == (float)k;
        course->class_weight[k] = MADE_TRAIN / (float)(classes * of_class);
    }
}

static void make_spec(struct course *course, size_t classes)
{
    struct settings settings;
    char line[1024];
    char *words[MOST_OPTIONS];
    const char *operands[MOST_OPTIONS];
    size_t operand_count;
    int count = 0;
    bool written = strstr(course->plan->options, "embedding:"); /* a model with its sizes */
    snprintf(line, sizeof line, "train %s %s %s", base_options, written ? "" : size_options,
             course->plan->options);
    for (char *word = strtok(line, " "); word; word = strtok(NULL, " ")) {
        assert_true(count < MOST_OPTIONS);
        words[count++] = word;
    }
    settings_init(&settings);
    CHECKED(settings_parse(&settings, commands_find("train"), count, words, 1, operands,
                           &operand_count, &error));
    assert_int_equal(operand_count, 0);
    CHECKED(settings_build_run(&settings, &course->spec, &error));
    settings_free(&settings);
    model_spec_set_classes(&course->spec.model, classes);
}

void course_open(struct course *course, const struct plan *plan)
{
    size_t classes = plan->classes ? plan->classes : 2;
    memset(course, 0, sizeof *course);
    course->plan = plan;
    make_data(course, classes);
    make_spec(course, classes);
}

void course_close(struct course *course)
{
    book_free(&course->book);
    book_free(&course->last);
    book_free(&course->left);
    free(course->told);
}

/* ---- what was told ---- */

static void tell(struct course *course, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void tell(struct course *course, const char *format, ...)
{
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    size_t length = (size_t)vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    assert_true(length < sizeof line);
    if (course->told_length + length >= course->told_room) {
        course->told_room = 2 * course->told_room + sizeof line;
        course->told = realloc(course->told, course->told_room);
        assert_non_null(course->told);
    }
    memcpy(course->told + course->told_length, line, length + 1);
    course->told_length += length;
}

/* A clock that was lost, or begun anew, in a trainer that goes on is found here. */
static void hear_clocks(struct course *course, const struct step_event *step)
{
    struct clocks *clocks = &course->clocks;
    double rows = step->batch < step->batches ? (double)course->spec.batch_size
                                              : (double)(MADE_TRAIN % course->spec.batch_size);
    double a_row = (step->seconds - clocks->trained) / rows;
    double expected = step->last > 1 ? 0.95 * clocks->a_row + 0.05 * a_row : a_row;
    double got = 1 / (double)step->samples_per_second;
    if (!course->clocks_spoilt && !(step->seconds > clocks->trained))
        fail_msg("step %llu: trained for %g s, before it %g s", (unsigned long long)step->last,
                 step->seconds, clocks->trained);
    if (!course->clocks_spoilt && !(fabs(got - expected) <= 1e-5 * expected))
        fail_msg("step %llu: %g s a row, expected %g", (unsigned long long)step->last, got,
                 expected);
    clocks->trained = step->seconds;
    clocks->a_row = got;
}

static void hear_epoch(struct course *course, const struct epoch_event *epoch)
{
    const struct metrics *val = &epoch->val;
    assert_true(course->clocks_spoilt || epoch->train_clock == course->clocks.trained);
    assert_true(course->clocks_spoilt ||
                epoch->seconds == epoch->train_clock - course->clocks.at_epoch_end);
    course->clocks.at_epoch_end = epoch->train_clock;
    tell(course, "epoch %u step %llu loss %a accuracy %a val_loss %a val_accuracy %a rate %a\n",
         epoch->epoch, (unsigned long long)epoch->step, (double)epoch->loss,
         (double)epoch->accuracy, (double)epoch->val_loss, (double)epoch->val_accuracy,
         (double)epoch->learning_rate);
    if (val->classes == 0)
        return;
    tell(course, "  precision %a recall %a f1 %a auc %a matrix", (double)val->precision,
         (double)val->recall, (double)val->f1, (double)val->auc);
    for (uint32_t i = 0; i < val->classes * val->classes; i++)
        tell(course, " %u", val->confusion[i]);
    tell(course, "\n");
}

void course_hear(struct course *course, const struct run_event *event)
{
    static const char *const callback[] = {"best", "rate", "stop", "restore"};
    const struct step_event *steps = &event->steps;
    if (steps->loss.n > 0) {
        hear_clocks(course, steps);
        tell(course,
             "step %llu %llu epoch %u batch %u of %u: loss %a accuracy %a gradient %a rate %a\n",
             (unsigned long long)steps->first, (unsigned long long)steps->last, steps->epoch,
             steps->batch, steps->batches, steps->loss.sum, steps->accuracy.sum,
             steps->gradient.sum, (double)steps->learning_rate);
    }
    switch (event->kind) {
    case EVENT_EPOCH:
        hear_epoch(course, &event->as.epoch);
        break;
    case EVENT_CALLBACK: {
        const struct callback_event *told = &event->as.callback;
        tell(course, "callback %s epoch %u step %llu saves %d reason %d waited %u from %a to %a\n",
             callback[told->kind], told->epoch, (unsigned long long)told->step, told->saves,
             (int)told->reason, told->waited, (double)told->from, (double)told->to);
        break;
    }
    case EVENT_TEST:
        tell(course, "test loss %a accuracy %a f1 %a auc %a\n", (double)event->as.test.loss,
             (double)event->as.test.accuracy, (double)event->as.test.metrics.f1,
             (double)event->as.test.metrics.auc);
        break;
    case EVENT_ERROR:
        tell(course, "error epoch %u batch %u\n", event->as.error.epoch, event->as.error.batch);
        break;
    default: /* states and progress, which a trainer that goes on tells anew */
        break;
    }
}

void course_listen(struct course *course)
{
    struct run_event event;
    while (ring_read(course->ring, &event)) {
        course_hear(course, &event);
        event_drop(&event);
    }
}

/* ---- books ---- */

/* The struct, how many floats a block has, and each block: 1 and its floats, or 0. */
static void write_book(const struct training_state *state, const struct training_blocks *blocks,
                       struct book *book)
{
    const size_t bytes = blocks->count * sizeof(float);
    book_free(book);
    book->bytes =
        malloc(sizeof *state + sizeof blocks->count + BLOCK_COUNT * (sizeof(uint32_t) + bytes));
    assert_non_null(book->bytes);
    unsigned char *to = book->bytes;
    memcpy(to, state, sizeof *state);
    to += sizeof *state;
    memcpy(to, &blocks->count, sizeof blocks->count);
    to += sizeof blocks->count;
    for (size_t i = 0; i < BLOCK_COUNT; i++) {
        const uint32_t there = blocks->block[i] != NULL;
        memcpy(to, &there, sizeof there);
        to += sizeof there;
        if (!there)
            continue;
        memcpy(to, blocks->block[i], bytes);
        to += bytes;
    }
    book->size = (size_t)(to - book->bytes);
}

struct training_state *book_state(const struct book *book)
{
    return (struct training_state *)(void *)book->bytes;
}

/* Where the blocks lie in the book. */
static void read_blocks(const struct book *book, struct training_blocks *blocks)
{
    const unsigned char *from = book->bytes + sizeof(struct training_state);
    memcpy(&blocks->count, from, sizeof blocks->count);
    from += sizeof blocks->count;
    for (size_t i = 0; i < BLOCK_COUNT; i++) {
        uint32_t there;
        memcpy(&there, from, sizeof there);
        from += sizeof there;
        blocks->block[i] = there ? (const float *)(const void *)from : NULL;
        from += there ? blocks->count * sizeof(float) : 0;
    }
    assert_ptr_equal(from, book->bytes + book->size);
}

float *book_block(const struct book *book, enum training_block block, size_t *count)
{
    struct training_blocks blocks;
    read_blocks(book, &blocks);
    *count = blocks.count;
    return (float *)blocks.block[block];
}

void book_copy(struct book *to, const struct book *from)
{
    book_free(to);
    to->bytes = malloc(from->size);
    assert_non_null(to->bytes);
    memcpy(to->bytes, from->bytes, from->size);
    to->size = from->size;
}

void book_free(struct book *book)
{
    free(book->bytes);
    *book = (struct book){NULL, 0};
}

static bool books_same(const struct book *a, const struct book *b)
{
    return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

/* ---- courses ---- */

void course_prepare(struct course *course, int threads)
{
    CHECKED(pool_create(&course->pool, threads, &error));
    CHECKED(ring_create(&course->ring, RING_SLOTS, 8, &error));
    course->outlet = (struct outlet){0};
    outlet_add(&course->outlet, course->ring);
    CHECKED(control_create(&course->control, &error));
    course->job = (struct trainer_job){.spec = &course->spec,
                                       .run = course_id,
                                       .outlet = &course->outlet,
                                       .control = course->control,
                                       .pool = course->pool,
                                       .recorder = recorder,
                                       .data = &course->data,
                                       .discard = &keep_all};
    if (course->book.bytes) {
        read_blocks(&course->book, &course->blocks);
        course->job.state = book_state(&course->book);
        course->job.blocks = &course->blocks;
    }
}

void course_release(struct course *course)
{
    pool_destroy(course->pool);
    control_destroy(course->control);
    ring_destroy(course->ring);
}

/* What was read is what would be written again, clocks and all. */
static void expect_the_book(struct course *course)
{
    struct book read = course->book;
    course->book = (struct book){NULL, 0};
    course_write(course);
    assert_true(books_same(&read, &course->book));
    book_free(&read);
}

bool course_begin(struct course *course, int threads)
{
    struct rt_error error;
    course_prepare(course, threads);
    enum rt_status status = trainer_build(&course->trainer, &course->job, &error);
    if (status != RT_OK) {
        assert_int_equal(status, RT_ERR_FORMAT);
        course_drop(course);
        return false;
    }
    if (course->book.bytes)
        expect_the_book(course);
    return true;
}

bool course_advance(struct course *course)
{
    const struct plan *plan = course->plan;
    if (plan->hand_at > 0 && course->steps == plan->hand_at)
        control_rate(course->control, plan->hand);
    course->outcome = trainer_advance(&course->trainer);
    course_listen(course);
    if (course->outcome != WENT_ON)
        return false;
    course->steps++;
    return true;
}

void course_write(struct course *course)
{
    struct training_state state;
    struct training_blocks blocks;
    trainer_state_save(&course->trainer, &state, &blocks);
    write_book(&state, &blocks, &course->book);
}

/* NaN everywhere, so that nothing can be left over by luck: memory is often given out again. */
static void spoil(struct trainer *trainer)
{
    struct training_state state;
    struct training_blocks blocks;
    trainer_state_save(trainer, &state, &blocks);
    for (size_t i = 0; i < BLOCK_COUNT; i++) {
        if (blocks.block[i])
            memset((float *)blocks.block[i], 0xff, blocks.count * sizeof(float));
    }
    memset(trainer->order, 0, MADE_TRAIN * sizeof *trainer->order);
    memset(&trainer->state, 0xff, sizeof trainer->state);
}

void course_drop(struct course *course)
{
    struct trainer *trainer = &course->trainer;
    if (trainer->model && trainer->optimizer && trainer->good)
        spoil(trainer);
    trainer_tear_down(trainer);
    memset(trainer, 0, sizeof *trainer);
    course_release(course);
}

/* The last state; of its clocks nothing can be expected. */
static void take_last(struct course *course)
{
    struct training_state state;
    struct training_blocks blocks;
    trainer_state_save(&course->trainer, &state, &blocks);
    state.seconds = state.seconds_before_epoch = state.seconds_a_row = 0;
    write_book(&state, &blocks, &course->last);
}

void course_take_left(struct course *course, const struct model_snapshot *left)
{
    const size_t bytes = left->parameters.total * sizeof *left->values;
    const double figures[4] = {left->epochs_trained, left->tested, left->test_loss,
                               left->test_accuracy};
    book_free(&course->left);
    course->left.size = sizeof figures + bytes;
    course->left.bytes = malloc(course->left.size);
    assert_non_null(course->left.bytes);
    memcpy(course->left.bytes, figures, sizeof figures);
    memcpy(course->left.bytes + sizeof figures, left->values, bytes);
}

void course_finish(struct course *course)
{
    while (course_advance(course))
        ;
    take_last(course);
    trainer_finish(&course->trainer, course->outcome);
    course_listen(course);
    course_take_left(course, *trainer_result(&course->trainer));
    course_drop(course);
}

void course_run(struct course *course, int threads)
{
    assert_true(course_begin(course, threads));
    course_finish(course);
    char words[256];
    snprintf(words, sizeof words, "%s", course->plan->must ? course->plan->must : "test");
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " ")) {
        if (!strstr(course->told, word))
            fail_msg("%s: nothing of \"%s\" in\n%s", course->plan->options, word, course->told);
    }
}

/* ---- charts ---- */

void chart_make(struct chart *chart, const struct plan *plan)
{
    struct course *course = &chart->course;
    course_open(course, plan);
    course_run(course, 2);
    struct course again;
    course_open(&again, plan);
    assert_true(course_begin(&again, 1));
    chart->borders = 0;
    memset(chart->book, 0, sizeof chart->book);
    do {
        assert_true(chart->borders < CHART_MOST);
        course_write(&again);
        book_copy(&chart->book[chart->borders], &again.book);
        chart->clocks[chart->borders] = again.clocks;
        chart->told[chart->borders++] = again.told_length;
    } while (course_advance(&again));
    course_drop(&again);
    course_close(&again);
}

void chart_free(struct chart *chart)
{
    for (size_t i = 0; i < chart->borders; i++)
        book_free(&chart->book[i]);
    course_close(&chart->course);
}

void course_open_at(struct course *course, const struct chart *chart, size_t border)
{
    course_open(course, chart->course.plan);
    book_copy(&course->book, &chart->book[border]);
    course->steps = border;
    course->clocks = chart->clocks[border];
}

/* ---- comparing ---- */

static bool told_same(const char *expected, const char *got, char *why, size_t size)
{
    size_t line = 0, i;
    for (i = 0; expected[i] && expected[i] == got[i]; i++)
        line = expected[i] == '\n' ? i + 1 : line;
    if (expected[i] == got[i])
        return true;
    snprintf(why, size, "expected: %.*s\n     got: %.*s", (int)strcspn(expected + line, "\n"),
             expected + line, (int)strcspn(got + line, "\n"), got + line);
    return false;
}

static bool last_same(const struct book *a, const struct book *b, char *why, size_t size)
{
    if (books_same(a, b))
        return true;
    snprintf(why, size, "the last state");
    for (size_t i = 0; i < BLOCK_COUNT; i++) {
        size_t count;
        const float *expected = book_block(a, i, &count), *got = book_block(b, i, &count);
        if (expected && got && memcmp(expected, got, count * sizeof *got) != 0)
            snprintf(why, size, "the last state's block: %s", training_block_names[i]);
    }
    return false;
}

bool course_same(const struct course *reference, size_t told, const struct course *course,
                 char *why, size_t size)
{
    if (course->outcome != reference->outcome) {
        snprintf(why, size, "outcome %d, expected %d", course->outcome, reference->outcome);
        return false;
    }
    if (!told_same(reference->told + told, course->told ? course->told : "", why, size) ||
        !last_same(&reference->last, &course->last, why, size))
        return false;
    if (books_same(&reference->left, &course->left))
        return true;
    snprintf(why, size, "what the run left behind");
    return false;
}
