/*
 * writer_support: a writer with its ring, and what its answers should be.
 */
#ifndef RNNTOP_TESTS_WRITER_SUPPORT_H
#define RNNTOP_TESTS_WRITER_SUPPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/run/ring.h"
#include "rnntop/train/writer.h"

#define PATIENCE_SECONDS 60.0 /* for what takes milliseconds: no test fails on a slow machine */

struct bench {
    struct ring *ring;
    struct writer *writer;
};

struct bench start(void);
struct bench start_with(size_t capacity); /* of the ring */
void stop(struct bench *bench);
void doze(void); /* a millisecond */

struct run_event next_event(struct bench *bench);
void expect_no_event(struct bench *bench);
void wait_until_idle(struct bench *bench);

/* The next event must be a model of the run that was saved, or was not. Its text is copied. */
void expect_saved(struct bench *bench, uint32_t run, bool ok, float position,
                  char text[EVENT_TEXT_SIZE]);
void expect_not_saved(struct bench *bench, uint32_t run, const char *reason);
void expect_message(struct bench *bench, uint32_t run, bool warning, const char *part);

/* Asks for a small LSTM, told apart by its scale, which expect_model() then finds in a file. */
void save(struct bench *bench, uint32_t run, float scale, const char *path);
void expect_model(const char *path, float scale);

/* Makes folder the home folder; returns the default folder below it. */
const char *use_home(char *folder);

/* A row of a log without validation: "N-1,0.75,0.5". */
void add_row(struct bench *bench, uint32_t run, const char *path, uint32_t number);

#endif
