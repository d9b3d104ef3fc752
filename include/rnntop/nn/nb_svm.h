/*
 * nb_svm: a linear model on log-count ratios of n-grams: the reference that keeps every network
 * humble.
 *
 * A row is the set of the words, pairs and triples of words that it holds (ngrams.h), wherever they
 * stand. Class k against all others has for each n-gram j the ratio
 *
 *     r[j] = ln ((1 + p[j]) / sum over i of (1 + p[i])) - ln ((1 + q[j]) / sum over i of (1 +
 * q[i]))
 *
 * with p[j] the training rows of the class that hold it, and q[j] all others. Logistic regression
 * (logistic.h) on those ratios gives w and b, and
 *
 *     z[k] = b + sum over the row's n-grams j of ((1 - beta) mean |w| + beta w[j]) r[j]
 *
 * lies between it and naive Bayes. Two classes are one such problem, that of class 1, and p(1) =
 * sigmoid(z); more are one each, and p(k) is sigmoid(z[k]) divided by the sum of all. For each, the
 * C of the regression and beta are those with the least cross-entropy on the validation rows.
 *
 * Source: S. Wang, C. Manning, "Baselines and bigrams: simple, good sentiment and topic
 * classification", ACL 2012, who call it NBSVM; with the logistic loss in place of the hinge, and
 * triples, as in G. Mesnil, T. Mikolov, M. Ranzato, Y. Bengio, "Ensemble of generative and
 * discriminative techniques for sentiment analysis of movie reviews", ICLR 2015 workshop.
 */
#ifndef RNNTOP_NN_NB_SVM_H
#define RNNTOP_NN_NB_SVM_H

#include "rnntop/nn/ngrams.h"

struct nb_svm;

/* Fits on the n-grams of train, of so many words at most (NGRAMS_LONGEST; 1: words alone), and
 * chooses on validation, which has rows; of so many classes, 2 or more. The seed decides the order
 * of rows. The same seed gives the same bits. *stop (may be NULL) ends it early with
 * RT_INTERRUPTED. The caller owns it. */
enum rt_status nb_svm_fit(struct nb_svm **model, const struct word_rows *train,
                          const struct word_rows *validation, size_t longest, size_t classes,
                          uint64_t seed, const atomic_bool *stop, struct rt_error *error);
void nb_svm_free(struct nb_svm *model); /* NULL is allowed */

/* ---- what it makes of a row ---- */

/* The table that turns a row into its n-grams. Lives as long as the model. */
const struct ngrams *nb_svm_ngrams(const struct nb_svm *model);
/* 1 for two classes, else K. */
size_t nb_svm_outputs(const struct nb_svm *model);
/* What each n-gram adds to z of an output, [ngrams_count()], and what z is without any. */
const float *nb_svm_weights(const struct nb_svm *model, size_t output);
double nb_svm_bias(const struct nb_svm *model, size_t output);
/* z [outputs] of a row with these n-grams. */
void nb_svm_logits(const struct nb_svm *model, const uint32_t *ngram, size_t count, double *z);

/* Part of the rows that it judges rightly (p > 0.5, or the first of the greatest), and the mean of
 * the cross-entropy. Both NaN without rows. RT_ERR_MEMORY, or RT_INTERRUPTED as above. */
struct nb_svm_score {
    double accuracy, loss;
};
enum rt_status nb_svm_judge(const struct nb_svm *model, const struct word_rows *rows,
                            const atomic_bool *stop, struct nb_svm_score *score,
                            struct rt_error *error);

#endif
