/* The names that somebody may have meant. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/base/nearest.h"

static const char *const NAMES[] = {"simplernn", "lstm",       "gru",  "learning-rate", "units",
                                    "seed",      "seeds",      "lr",   "dropout",       "epochs",
                                    "epsilon",   "batch-size", "adam", "adamw",         "adamax",
                                    "nadam",     "mask-zero",  NULL};

static void test_the_nearest(void **state)
{
    static const struct {
        const char *typed, *near;
    } CASE[] = {
        {"unist", "units"},                 /* two letters that changed places */
        {"unit", "units"},                  /* one missing */
        {"epoochs", "epochs"},              /* one too many */
        {"droqout", "dropout"},             /* another one */
        {"batchsize", "batch-size"},        /* */
        {"learning_rate", "learning-rate"}, /* as Keras writes it */
        {"LSTM", "lstm"},                   /* as its papers do */
        {"lsmt", "lstm"},                   /* */
        {"bilstm", "lstm"},                 /* in which a name stands */
        {"rnn", "simplernn"},               /* a part of it */
        {"rate", "learning-rate"},          /* */
        {"sede", "seed"},                   /* one away, before the one that is two away */
        {"seedz", "seed, seeds"},           /* both one away */
        {"nadan", "nadam"},
        {"Adm", "adam"},
        {"transformer", ""},
        {"xyz", ""},
        {"ln", "lr"},
        {"x", ""},
        {"q", ""},
        {"", ""},
        {"this-is-longer-than-any-name-that-there-is-or-will-be", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        char list[NEAREST_LIST_SIZE];
        struct nearest nearest = nearest_of(NAMES, CASE[i].typed);
        nearest_list(&nearest, "", list);
        if (strcmp(list, CASE[i].near) != 0)
            fail_msg("'%s': near are '%s', not '%s'", CASE[i].typed, CASE[i].near, list);
    }
}

/* No more than a sentence can hold, in the order of their coming, each behind the prefix. */
static void test_few_of_many(void **state)
{
    static const char *const many[] = {"aab", "aac", "aad", "aae", NULL};
    char list[NEAREST_LIST_SIZE];
    struct nearest nearest = nearest_of(many, "aaa");
    (void)state;
    assert_int_equal(nearest.names, NEAREST_MAX);
    assert_string_equal(nearest_list(&nearest, "--", list), "--aab, --aac, --aad");
}

static void test_a_full_list_has_whole_names(void **state)
{
    char list[NEAREST_LIST_SIZE] = "";
    (void)state;
    for (int i = 0; i < 100; i++)
        nearest_add(list, "--", "learning-rate");
    assert_int_equal((strlen(list) + 2) % strlen("--learning-rate, "), 0);
    assert_true(strlen(list) > NEAREST_LIST_SIZE - sizeof "--learning-rate, ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_nearest),
        cmocka_unit_test(test_few_of_many),
        cmocka_unit_test(test_a_full_list_has_whole_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
