/*
 * NB-SVM: against the formulas of its header written plainly; it finds what words tell, and pairs
 * and triples of them; and it is the same every time.
 */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/nn/nb_svm.h"
#include "tests/nn/plain_logistic.h"
#include "tests/nn/word_rows_made.h"
#include "tests/words/error_text.h"

#define ROWS   3000
#define TRAIN  2000
#define VAL    2500
#define WORDS  45
#define LENGTH 12

static struct nb_svm *fit_parts(const struct word_rows *train, const struct word_rows *validation,
                                size_t longest, size_t classes, uint64_t seed)
{
    struct nb_svm *model = NULL;
    struct rt_error error = {0};
    if (nb_svm_fit(&model, train, validation, longest, classes, seed, NULL, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    return model;
}

static struct nb_svm *fit(const struct made_rows *made, size_t longest, size_t classes,
                          uint64_t seed)
{
    struct word_rows train = made_part(made, 0, TRAIN), validation = made_part(made, TRAIN, VAL);
    return fit_parts(&train, &validation, longest, classes, seed);
}

static struct nb_svm_score judge(const struct nb_svm *model, const struct word_rows *rows)
{
    struct nb_svm_score score;
    struct rt_error error;
    assert_int_equal(nb_svm_judge(model, rows, NULL, &score, &error), RT_OK);
    return score;
}

static struct nb_svm_score score(const struct nb_svm *model, const struct made_rows *made)
{
    struct word_rows test = made_part(made, VAL, ROWS);
    return judge(model, &test);
}

/* Puts words at a row's beginning. */
static void put(struct made_rows *made, size_t row, const int32_t *words, uint32_t count)
{
    memcpy(made->words + made->begin[row], words, count * sizeof *words);
    made->count[row] = made->count[row] > count ? made->count[row] : count;
}

/* ---- against the formulas ---- */

#define PLAIN_ROWS  240
#define PLAIN_TRAIN 150
#define PLAIN_WORDS 6
#define PLAIN_MOST  400 /* n-grams */

/* Every n-gram that comes twice in the training rows, and who has which. */
struct plain {
    int32_t ngram[PLAIN_MOST][NGRAMS_LONGEST];
    size_t length[PLAIN_MOST], ngrams;
    bool has[PLAIN_ROWS][PLAIN_MOST];
    double r[PLAIN_MOST], w[PLAIN_MOST + 1];
    double x[PLAIN_TRAIN * PLAIN_MOST], sign[PLAIN_TRAIN];
};

static bool is_listed(const struct plain *plain, const int32_t *ngram, size_t n)
{
    for (size_t j = 0; j < plain->ngrams; j++) {
        if (plain->length[j] == n && memcmp(plain->ngram[j], ngram, n * sizeof *ngram) == 0)
            return true;
    }
    return false;
}

static size_t times(const struct word_rows *rows, const int32_t *ngram, size_t n)
{
    size_t found = 0;
    for (size_t row = 0; row < rows->rows; row++) {
        for (size_t i = 0; i + n <= rows->count[row]; i++)
            found += memcmp(rows->words + rows->begin[row] + i, ngram, n * sizeof *ngram) == 0;
    }
    return found;
}

static void list_ngrams(struct plain *plain, const struct made_rows *made, size_t longest)
{
    struct word_rows train = made_part(made, 0, PLAIN_TRAIN), all = made_part(made, 0, PLAIN_ROWS);
    for (size_t row = 0; row < PLAIN_TRAIN; row++) {
        for (size_t n = 1; n <= longest; n++) {
            for (size_t i = 0; i + n <= train.count[row]; i++) {
                const int32_t *ngram = train.words + train.begin[row] + i;
                if (is_listed(plain, ngram, n) || times(&train, ngram, n) < 2)
                    continue;
                assert_true(plain->ngrams < PLAIN_MOST);
                plain->length[plain->ngrams] = n;
                memcpy(plain->ngram[plain->ngrams++], ngram, n * sizeof *ngram);
            }
        }
    }
    for (size_t row = 0; row < PLAIN_ROWS; row++) {
        for (size_t j = 0; j < plain->ngrams; j++)
            plain->has[row][j] = made_has(&all, row, plain->ngram[j], plain->length[j]);
    }
}

static void take_ratios(struct plain *plain, const struct made_rows *made, float label)
{
    double p[PLAIN_MOST], q[PLAIN_MOST], p_sum = 0, q_sum = 0;
    for (size_t j = 0; j < plain->ngrams; j++) {
        p[j] = q[j] = 1;
        for (size_t row = 0; row < PLAIN_TRAIN; row++) {
            if (plain->has[row][j])
                (made->y[row] == label ? p : q)[j]++;
        }
        p_sum += p[j];
        q_sum += q[j];
    }
    for (size_t j = 0; j < plain->ngrams; j++)
        plain->r[j] = log(p[j] / p_sum) - log(q[j] / q_sum);
}

static double mean_norm(struct plain *plain, const struct made_rows *made, float label)
{
    double norm = 0;
    for (size_t row = 0; row < PLAIN_TRAIN; row++) {
        plain->sign[row] = made->y[row] == label ? 1 : -1;
        norm += 1;
        for (size_t j = 0; j < plain->ngrams; j++) {
            double x = plain->has[row][j] ? plain->r[j] : 0;
            plain->x[row * plain->ngrams + j] = x;
            norm += x * x;
        }
    }
    return norm / PLAIN_TRAIN;
}

/* z of a row with w between the regression's and its mean size. */
static double plain_mixed(const struct plain *plain, size_t row, double beta)
{
    double size = 0, z = plain->w[plain->ngrams];
    for (size_t j = 0; j < plain->ngrams; j++)
        size += fabs(plain->w[j]) / (double)plain->ngrams;
    for (size_t j = 0; j < plain->ngrams; j++) {
        if (plain->has[row][j])
            z += ((1 - beta) * size + beta * plain->w[j]) * plain->r[j];
    }
    return z;
}

static double plain_loss(const struct plain *plain, const struct made_rows *made, float label,
                         double beta)
{
    double loss = 0;
    for (size_t row = PLAIN_TRAIN; row < PLAIN_ROWS; row++) {
        double s = made->y[row] == label ? 1 : -1;
        loss += log1p(exp(-s * plain_mixed(plain, row, beta)));
    }
    return loss / (PLAIN_ROWS - PLAIN_TRAIN);
}

/* z of every row for a class: the C and the beta with the least loss on validation, C rising until
 * it gains nothing. */
static void plain_fit(struct plain *plain, const struct made_rows *made, float label,
                      double z[PLAIN_ROWS])
{
    static const double COSTS[] = {10, 30, 100, 300, 1000, 3000}, BETAS[] = {1, 0.75, 0.5, 0.25};
    double best = INFINITY;
    take_ratios(plain, made, label);
    double norm = mean_norm(plain, made, label);
    for (size_t i = 0; i < sizeof COSTS / sizeof *COSTS; i++) {
        const double before = best;
        const struct plain_logistic problem = {plain->x, plain->sign, PLAIN_TRAIN, plain->ngrams,
                                               COSTS[i] / norm};
        plain_solve(&problem, plain->w);
        for (size_t b = 0; b < sizeof BETAS / sizeof *BETAS; b++) {
            double loss = plain_loss(plain, made, label, BETAS[b]);
            if (loss >= best)
                continue;
            best = loss;
            for (size_t row = 0; row < PLAIN_ROWS; row++)
                z[row] = plain_mixed(plain, row, BETAS[b]);
        }
        if (best == before)
            return;
    }
}

/* z of rows, class by class, and the scores that follow. */
static void check_plain(size_t classes, size_t longest, uint64_t seed)
{
    struct plain *plain = calloc(1, sizeof *plain);
    struct made_rows made = made_rows(seed, PLAIN_ROWS, LENGTH, PLAIN_WORDS);
    size_t outputs = classes > 2 ? classes : 1, wrong = 0;
    static double z[4][PLAIN_ROWS];
    assert_non_null(plain);
    for (size_t row = 0; row < PLAIN_ROWS; row++) { /* a word that leans to its class */
        made.y[row] = (float)(made_random(seed, row, 100) % classes);
        if (made_random(seed, row, 101) % 10 < 6)
            made.words[made.begin[row]] = 5 + (int32_t)made.y[row];
    }
    struct word_rows train = made_part(&made, 0, PLAIN_TRAIN);
    struct word_rows validation = made_part(&made, PLAIN_TRAIN, PLAIN_ROWS);
    struct nb_svm *model = fit_parts(&train, &validation, longest, classes, 1);
    list_ngrams(plain, &made, longest);
    assert_int_equal(ngrams_count(nb_svm_ngrams(model)), plain->ngrams);
    for (size_t k = 0; k < outputs; k++)
        plain_fit(plain, &made, outputs == 1 ? 1 : (float)k, z[k]);

    struct ngram_rows ngrams;
    struct rt_error error;
    struct word_rows all = made_part(&made, 0, PLAIN_ROWS);
    assert_int_equal(ngrams_read_rows(&ngrams, nb_svm_ngrams(model), &all, NULL, &error), RT_OK);
    double loss = 0;
    for (size_t row = 0; row < PLAIN_ROWS; row++) {
        double got[4], sum = 0;
        nb_svm_logits(model, ngrams.ngram + ngrams.begin[row],
                      ngrams.begin[row + 1] - ngrams.begin[row], got);
        for (size_t k = 0; k < outputs; k++) {
            wrong += !(fabs(got[k] - z[k][row]) < 0.02 * (1 + fabs(z[k][row])));
            sum += 1 / (1 + exp(-z[k][row]));
        }
        double own = outputs == 1 ? (made.y[row] == 1 ? z[0][row] : -z[0][row])
                                  : z[(size_t)made.y[row]][row];
        if (row >= PLAIN_TRAIN)
            loss -= log(1 / (1 + exp(-own)) / (outputs == 1 ? 1 : sum));
    }
    if (wrong > 0)
        fail_msg("%u classes: z is another in %u rows", (unsigned)classes, (unsigned)wrong);
    loss /= PLAIN_ROWS - PLAIN_TRAIN;
    double got = judge(model, &validation).loss;
    if (!(fabs(got - loss) < 2e-3))
        fail_msg("%u classes: expected a loss of %.5f, got %.5f", (unsigned)classes, loss, got);
    ngram_rows_free(&ngrams);
    nb_svm_free(model);
    made_rows_free(&made);
    free(plain);
}

static void as_the_formulas_say(void **state)
{
    (void)state;
    check_plain(2, 1, 1);
    check_plain(2, 3, 2);
    check_plain(4, 2, 3);
}

/* ---- what it finds ---- */

/* Word 2 stands in 9 of 10 positive rows and in 1 of 10 negative ones. The best that can be known:
 * accuracy 0.9, and the entropy of 0.9, 0.3251. */
static void known_optimum(void **state)
{
    struct made_rows made = made_rows(1, ROWS, LENGTH, WORDS);
    (void)state;
    for (size_t row = 0; row < ROWS; row++) {
        if ((made.y[row] > 0.5f) == (made_random(2, row, 0) % 10 < 9))
            put(&made, row, (const int32_t[]){2}, 1);
    }
    for (size_t longest = 1; longest <= NGRAMS_LONGEST; longest += 2) {
        struct nb_svm *model = fit(&made, longest, 2, 3);
        struct nb_svm_score got = score(model, &made);
        /* 500 rows: a deviation of 0.013. */
        if (got.accuracy < 0.86 || got.loss < 0.25 || got.loss > 0.41)
            fail_msg("accuracy: expected 0.9, got %.3f; loss: expected 0.325, got %.3f",
                     got.accuracy, got.loss);
        nb_svm_free(model);
    }
    made_rows_free(&made);
}

/* "2 3" is positive, "3 2" negative; and "2 3 2 4 2" against "2 4 2 3 2", which have the same pairs
 * and not the same triples. */
static void pairs_and_triples(void **state)
{
    static const int32_t PAIRS[2][2] = {{3, 2}, {2, 3}};
    static const int32_t TRIPLES[2][5] = {{2, 4, 2, 3, 2}, {2, 3, 2, 4, 2}};
    (void)state;
    for (size_t pair = 0; pair < 2; pair++) {
        struct made_rows made = made_rows(4, ROWS, LENGTH, WORDS);
        for (size_t row = 0; row < ROWS; row++)
            put(&made, row, pair ? PAIRS[(size_t)made.y[row]] : TRIPLES[(size_t)made.y[row]],
                pair ? 2 : 5);
        size_t enough = pair ? 2 : 3;
        for (size_t longest = 1; longest <= NGRAMS_LONGEST; longest++) {
            struct nb_svm *model = fit(&made, longest, 2, 5);
            double got = score(model, &made).accuracy;
            if (longest == 1 ? got > 0.6 : longest >= enough && got < 0.99)
                fail_msg("n-grams up to %u words: %.3f", (unsigned)longest, got);
            nb_svm_free(model);
        }
        made_rows_free(&made);
    }
}

static void same_again(void **state)
{
    (void)state;
    struct made_rows made = made_rows(6, ROWS, LENGTH, WORDS);
    struct nb_svm *first = fit(&made, 3, 2, 7), *second = fit(&made, 3, 2, 7);
    struct nb_svm *other = fit(&made, 3, 2, 8);
    size_t bytes = ngrams_count(nb_svm_ngrams(first)) * sizeof(float);
    assert_memory_equal(nb_svm_weights(first, 0), nb_svm_weights(second, 0), bytes);
    assert_true(nb_svm_bias(first, 0) == nb_svm_bias(second, 0));
    assert_true(memcmp(nb_svm_weights(first, 0), nb_svm_weights(other, 0), bytes) != 0);
    assert_true(score(first, &made).loss == score(second, &made).loss);
    nb_svm_free(first);
    nb_svm_free(second);
    nb_svm_free(other);
    nb_svm_free(NULL);
    made_rows_free(&made);
}

/* Each of four classes has a word of its own, which stands in 8 of 10 of its rows; in the others
 * any of the four. Who knows that is right in 0.85, with an entropy of 0.588. */
static void four_classes(void **state)
{
    (void)state;
    struct made_rows made = made_rows(11, ROWS, LENGTH, WORDS);
    for (size_t row = 0; row < ROWS; row++) {
        uint32_t class = made_random(12, row, 0) % 4;
        uint32_t shown = made_random(12, row, 1) % 10 < 8 ? class : made_random(12, row, 2) % 4;
        made.y[row] = (float)class;
        put(&made, row, (const int32_t[]){1 + (int32_t)shown}, 1);
    }
    struct nb_svm *model = fit(&made, 1, 4, 13);
    struct nb_svm_score got = score(model, &made);
    assert_int_equal(nb_svm_outputs(model), 4);
    /* 500 rows: deviations of 0.016 and 0.05; and words that tell nothing are learned from too. */
    if (got.accuracy < 0.80 || got.accuracy > 0.90 || got.loss < 0.5 || got.loss > 0.75)
        fail_msg("accuracy: expected 0.85, got %.3f; loss: expected 0.588, got %.3f", got.accuracy,
                 got.loss);
    nb_svm_free(model);
    made_rows_free(&made);
}

/* Of three classes one of which never comes it has learned two as well as if there were two. */
static void class_that_never_comes(void **state)
{
    (void)state;
    struct made_rows made = made_rows(14, ROWS, LENGTH, WORDS);
    for (size_t row = 0; row < ROWS; row++)
        put(&made, row, (const int32_t[]){made.y[row] > 0.5f ? 2 : 3}, 1);
    struct nb_svm *two = fit(&made, 1, 2, 15), *three = fit(&made, 1, 3, 15);
    assert_true(score(two, &made).accuracy == 1);
    assert_true(score(three, &made).accuracy == 1);
    nb_svm_free(two);
    nb_svm_free(three);
    made_rows_free(&made);
}

/* Where no n-gram comes twice it answers as the classes are spread, and without rows to judge it
 * has no score. */
static void nothing_to_learn(void **state)
{
    (void)state;
    struct made_rows made = made_rows(16, ROWS, LENGTH, WORDS);
    for (size_t row = 0; row < ROWS; row++) {
        made.count[row] = 1;
        made.words[made.begin[row]] = (int32_t)row;
        made.y[row] = row % 4 == 0 ? 0 : 1;
    }
    struct nb_svm *model = fit(&made, 3, 2, 17);
    struct nb_svm_score got = score(model, &made);
    assert_int_equal(ngrams_count(nb_svm_ngrams(model)), 0);
    assert_true(got.accuracy == 0.75);
    assert_true(fabs(got.loss - 0.5623) < 0.01);
    struct word_rows none = made_part(&made, 0, 0);
    assert_true(isnan(judge(model, &none).accuracy) && isnan(judge(model, &none).loss));
    nb_svm_free(model);
    made_rows_free(&made);
}

static void stops(void **state)
{
    (void)state;
    struct made_rows made = made_rows(18, ROWS, LENGTH, WORDS);
    struct word_rows train = made_part(&made, 0, TRAIN), validation = made_part(&made, TRAIN, VAL);
    struct nb_svm *model = NULL;
    struct nb_svm_score score;
    struct rt_error error;
    const atomic_bool stop = true;
    assert_int_equal(nb_svm_fit(&model, &train, &validation, 3, 2, 1, &stop, &error),
                     RT_INTERRUPTED);
    assert_null(model);
    model = fit(&made, 3, 2, 1);
    assert_int_equal(nb_svm_judge(model, &validation, &stop, &score, &error), RT_INTERRUPTED);
    nb_svm_free(model);
    made_rows_free(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_the_formulas_say), cmocka_unit_test(known_optimum),
        cmocka_unit_test(pairs_and_triples),   cmocka_unit_test(same_again),
        cmocka_unit_test(four_classes),        cmocka_unit_test(class_that_never_comes),
        cmocka_unit_test(nothing_to_learn),    cmocka_unit_test(stops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
