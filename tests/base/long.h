/*
 * long: whether a test is to do all of its work, or the sample of it that `make check` has time
 * for.
 *
 * `make check-long` sets RNNTOP_TEST_LONG and runs the tests of LONG_TESTS (tests/local.mk).
 */
#ifndef RNNTOP_TESTS_LONG_H
#define RNNTOP_TESTS_LONG_H

#include <stdbool.h>
#include <stdlib.h>

static inline bool test_is_long(void)
{
    const char *value = getenv("RNNTOP_TEST_LONG");
    return value != NULL && value[0] != '\0';
}

/* By how much to go on from one of `count` cases to the next: 1, or so far that some `sample` of
 * them are looked at. Odd, so that all eight bits of a byte have their turn. */
static inline size_t test_stride(size_t count, size_t sample)
{
    return test_is_long() || count <= sample ? 1 : count / sample | 1;
}

#endif
