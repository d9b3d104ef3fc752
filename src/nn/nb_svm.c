#include "config.h"

#include "rnntop/nn/nb_svm.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/nn/logistic.h"

#define MOST_WEIGHTS ((size_t)1 << 24) /* of all classes together: 64 MiB */

/* What is tried, until it does no better: C is the cost over the rows' mean square. */
static const double costs[] = {10, 30, 100, 300, 1000, 3000};
static const double betas[] = {1, 0.75, 0.5, 0.25};
#define COUNT(list) (sizeof(list) / sizeof *(list))

struct nb_svm {
    struct ngrams *ngrams;
    size_t outputs;
    float *weight; /* [outputs, n-grams] */
    double *bias;  /* [outputs] */
};

static enum rt_status no_memory(struct rt_error *error)
{
    return rt_fail(error, ERR_NB_SVM_NO_MEMORY);
}

void nb_svm_free(struct nb_svm *model)
{
    if (!model)
        return;
    ngrams_destroy(model->ngrams);
    free(model->weight);
    free(model->bias);
    free(model);
}

/* ---- one class against all others ---- */

struct problem {
    const struct word_rows *validation;
    const struct ngram_rows *train_ngrams, *validation_ngrams;
    size_t ngrams;
    float label;              /* of the class */
    signed char *sign;        /* [training rows] */
    float *ratio;             /* [n-grams] */
    double *learnt, *counted; /* [validation rows], sums of w r and of r over the row */
    float *weight;            /* [n-grams], the best so far; *bias too */
    double *bias;
    double best_loss;
};

/* r of every n-gram. */
static enum rt_status take_ratios(struct problem *problem, const struct word_rows *train,
                                  struct rt_error *error)
{
    const struct ngram_rows *rows = problem->train_ngrams;
    const size_t ngrams = problem->ngrams;
    double p_sum = (double)ngrams, q_sum = (double)ngrams;
    uint32_t *p = calloc(2 * ngrams + 2, sizeof *p), *q = p + ngrams;
    if (!p)
        return no_memory(error);
    for (size_t i = 0; i < rows->rows; i++) {
        bool own = train->y[i] == problem->label;
        uint32_t *side = own ? p : q;
        problem->sign[i] = own ? 1 : -1;
        for (size_t j = rows->begin[i]; j < rows->begin[i + 1]; j++)
            side[rows->ngram[j]]++;
        *(own ? &p_sum : &q_sum) += (double)(rows->begin[i + 1] - rows->begin[i]);
    }
    for (size_t j = 0; j < ngrams; j++)
        problem->ratio[j] = (float)(log((1.0 + p[j]) / p_sum) - log((1.0 + q[j]) / q_sum));
    free(p);
    return RT_OK;
}

static double cross_entropy(double z, bool positive)
{
    return fmax(z, 0) - (positive ? z : 0) + log1p(exp(-fabs(z)));
}

/* Sums over each validation row, from which z follows for any beta. */
static void sum_rows(struct problem *problem, const struct logistic *logistic)
{
    const struct ngram_rows *rows = problem->validation_ngrams;
    for (size_t i = 0; i < rows->rows; i++) {
        problem->learnt[i] = problem->counted[i] = 0;
        for (size_t j = rows->begin[i]; j < rows->begin[i + 1]; j++) {
            problem->learnt[i] += (double)logistic_weight(logistic, rows->ngram[j]);
            problem->counted[i] += (double)problem->ratio[rows->ngram[j]];
        }
    }
}

/* The mean of |w|; where r is 0, w is. */
static double mean_size(const struct problem *problem, const struct logistic *logistic)
{
    double sum = 0;
    for (size_t j = 0; j < problem->ngrams; j++) {
        if (problem->ratio[j] != 0)
            sum += fabs((double)logistic_weight(logistic, j) / (double)problem->ratio[j]);
    }
    return problem->ngrams > 0 ? sum / (double)problem->ngrams : 0;
}

static double loss_of(const struct problem *problem, double bias, double beta, double size)
{
    double loss = 0;
    for (size_t i = 0; i < problem->validation->rows; i++) {
        double z = bias + beta * problem->learnt[i] + (1 - beta) * size * problem->counted[i];
        loss += cross_entropy(z, problem->validation->y[i] == problem->label);
    }
    return loss / (double)problem->validation->rows;
}

/* Keeps what was fitted, with its best beta, if it is the best so far; says whether it was. */
static bool keep_best(struct problem *problem, const struct logistic *logistic)
{
    const double size = mean_size(problem, logistic), bias = logistic_bias(logistic);
    double beta = 1, least = INFINITY;
    sum_rows(problem, logistic);
    for (size_t i = 0; i < COUNT(betas); i++) {
        double loss = loss_of(problem, bias, betas[i], size);
        beta = loss < least ? betas[i] : beta;
        least = fmin(loss, least);
    }
    if (!(least < problem->best_loss))
        return false;
    problem->best_loss = least;
    *problem->bias = bias;
    for (size_t j = 0; j < problem->ngrams; j++)
        problem->weight[j] = (float)(beta * (double)logistic_weight(logistic, j) +
                                     (1 - beta) * size * (double)problem->ratio[j]);
    return true;
}

static enum rt_status solve(struct problem *problem, const struct word_rows *train, uint64_t seed,
                            const atomic_bool *stop, struct rt_error *error)
{
    struct logistic *logistic = NULL;
    bool better = true;
    enum rt_status status = take_ratios(problem, train, error);
    if (status == RT_OK)
        status = logistic_create(&logistic, problem->train_ngrams, problem->sign, problem->ratio,
                                 problem->ngrams, error);
    problem->best_loss = INFINITY;
    for (size_t i = 0; status == RT_OK && better && i < COUNT(costs); i++) {
        status = logistic_fit(logistic, costs[i] / logistic_norm(logistic), seed, stop, error);
        better = status == RT_OK && keep_best(problem, logistic);
    }
    logistic_destroy(logistic);
    return status;
}

/* ---- all classes ---- */

static enum rt_status solve_all(struct nb_svm *model, struct problem *problem,
                                const struct word_rows *train, uint64_t seed,
                                const atomic_bool *stop, struct rt_error *error)
{
    enum rt_status status = RT_OK;
    problem->sign = malloc(train->rows + 1);
    problem->ratio = malloc((problem->ngrams + 1) * sizeof *problem->ratio);
    problem->learnt = malloc((problem->validation->rows + 1) * sizeof *problem->learnt);
    problem->counted = malloc((problem->validation->rows + 1) * sizeof *problem->counted);
    model->weight = malloc((model->outputs * problem->ngrams + 1) * sizeof *model->weight);
    model->bias = malloc(model->outputs * sizeof *model->bias);
    if (!problem->sign || !problem->ratio || !problem->learnt || !problem->counted ||
        !model->weight || !model->bias)
        status = no_memory(error);
    for (size_t k = 0; status == RT_OK && k < model->outputs; k++) {
        problem->label = model->outputs == 1 ? 1 : (float)k;
        problem->weight = model->weight + k * problem->ngrams;
        problem->bias = model->bias + k;
        status = solve(problem, train, seed, stop, error);
    }
    free(problem->sign);
    free(problem->ratio);
    free(problem->learnt);
    free(problem->counted);
    return status;
}

enum rt_status nb_svm_fit(struct nb_svm **model, const struct word_rows *train,
                          const struct word_rows *validation, size_t longest, size_t classes,
                          uint64_t seed, const atomic_bool *stop, struct rt_error *error)
{
    struct ngram_rows train_ngrams = {.rows = 0}, validation_ngrams = {.rows = 0};
    struct nb_svm *made = calloc(1, sizeof *made);
    if (!made)
        return no_memory(error);
    made->outputs = classes > 2 ? classes : 1;
    enum rt_status status =
        ngrams_create(&made->ngrams, train, longest, MOST_WEIGHTS / made->outputs, stop, error);
    if (status == RT_OK)
        status = ngrams_read_rows(&train_ngrams, made->ngrams, train, stop, error);
    if (status == RT_OK)
        status = ngrams_read_rows(&validation_ngrams, made->ngrams, validation, stop, error);
    if (status == RT_OK) {
        struct problem problem = {.validation = validation,
                                  .train_ngrams = &train_ngrams,
                                  .validation_ngrams = &validation_ngrams,
                                  .ngrams = ngrams_count(made->ngrams)};
        status = solve_all(made, &problem, train, seed, stop, error);
    }
    ngram_rows_free(&train_ngrams);
    ngram_rows_free(&validation_ngrams);
    if (status == RT_OK)
        *model = made;
    else
        nb_svm_free(made);
    return status;
}

/* ---- what it makes of a row ---- */

const struct ngrams *nb_svm_ngrams(const struct nb_svm *model)
{
    return model->ngrams;
}

size_t nb_svm_outputs(const struct nb_svm *model)
{
    return model->outputs;
}

const float *nb_svm_weights(const struct nb_svm *model, size_t output)
{
    return model->weight + output * ngrams_count(model->ngrams);
}

double nb_svm_bias(const struct nb_svm *model, size_t output)
{
    return model->bias[output];
}

void nb_svm_logits(const struct nb_svm *model, const uint32_t *ngram, size_t count, double *z)
{
    for (size_t k = 0; k < model->outputs; k++) {
        const float *weight = nb_svm_weights(model, k);
        z[k] = model->bias[k];
        for (size_t j = 0; j < count; j++)
            z[k] += (double)weight[ngram[j]];
    }
}

/* The cross-entropy of one row; *right: judged so. */
static double judge_row(const double *z, size_t outputs, float y, bool *right)
{
    if (outputs == 1) {
        *right = (z[0] > 0) == (y == 1);
        return cross_entropy(z[0], y == 1);
    }
    /* sigmoid(z) is exp(-c) with the cross-entropy c: so even what is nearly 0 everywhere has
     * shares.
     */
    size_t best = 0, label = (size_t)y;
    double sum = 0;
    for (size_t k = 1; k < outputs; k++)
        best = z[k] > z[best] ? k : best;
    const double least = cross_entropy(z[best], true);
    for (size_t k = 0; k < outputs; k++)
        sum += exp(least - cross_entropy(z[k], true));
    *right = best == label;
    return cross_entropy(z[label], true) - least + log(sum);
}

enum rt_status nb_svm_judge(const struct nb_svm *model, const struct word_rows *rows,
                            const atomic_bool *stop, struct nb_svm_score *score,
                            struct rt_error *error)
{
    struct ngram_rows ngrams = {.rows = 0};
    *score = (struct nb_svm_score){NAN, NAN};
    double *z = malloc(model->outputs * sizeof *z), right = 0, loss = 0;
    enum rt_status status =
        z ? ngrams_read_rows(&ngrams, model->ngrams, rows, stop, error) : no_memory(error);
    for (size_t i = 0; status == RT_OK && i < rows->rows; i++) {
        bool is_right;
        nb_svm_logits(model, ngrams.ngram + ngrams.begin[i], ngrams.begin[i + 1] - ngrams.begin[i],
                      z);
        loss += judge_row(z, model->outputs, rows->y[i], &is_right);
        right += is_right;
    }
    if (status == RT_OK && rows->rows > 0)
        *score = (struct nb_svm_score){right / (double)rows->rows, loss / (double)rows->rows};
    ngram_rows_free(&ngrams);
    free(z);
    return status;
}
