/*
 * What can be known of a data set without a network: how long it takes to make up or read, how well
 * anyone could judge it, and how well words alone do, of the tokens that a network is given.
 * demo_facts [PATH [SEEDS]].
 */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "rnntop/base/clock.h"
#include "rnntop/data/dataset.h"
#include "rnntop/nn/nb_svm.h"
#include "tests/words/error_text.h"

/* The padded rows of a part, without the padding that follows them. */
static struct word_rows rows_of(const struct data_rows *rows, size_t maxlen)
{
    size_t *begin = malloc(rows->rows * sizeof *begin);
    uint32_t *count = malloc(rows->rows * sizeof *count);
    for (size_t i = 0; begin && count && i < rows->rows; i++) {
        begin[i] = i * maxlen;
        count[i] = (uint32_t)maxlen;
        while (count[i] > 0 && rows->x[begin[i] + count[i] - 1] == 0)
            count[i]--;
    }
    return (struct word_rows){rows->x, begin, count, rows->y, begin && count ? rows->rows : 0};
}

static void free_rows(struct word_rows *rows)
{
    free((size_t *)rows->begin);
    free((uint32_t *)rows->count);
}

static double accuracy(const struct nb_svm *model, const struct word_rows *rows)
{
    struct nb_svm_score score;
    return nb_svm_judge(model, rows, NULL, &score, NULL) == RT_OK ? score.accuracy : NAN;
}

int main(int argc, char **argv)
{
    static const struct data_spec lesson = {.num_words = 4000,
                                            .maxlen = 100,
                                            .padding = SIDE_POST,
                                            .truncating = SIDE_PRE,
                                            .validation_split = 0.3};
    const char *path = argc > 1 ? argv[1] : DATASET_DEMO;
    unsigned long seeds = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
    struct dataset *data;
    struct rt_error error;
    double begin = clock_now_s();
    if (dataset_load(&data, path, &lesson, NULL, NULL, NULL, NULL, NULL, &error) != RT_OK) {
        printf("%s\n", error_text(&error));
        return 1;
    }
    printf("data            %s, %.2f s\n", data->name, clock_now_s() - begin);
    if (data->made_up)
        printf("perfect reader  whole %.4f   4,000 words, 100 tokens %.4f\n", data->ceiling_whole,
               data->ceiling);
    struct word_rows train = rows_of(&data->train, data->maxlen),
                     validation = rows_of(&data->validation, data->maxlen),
                     test = rows_of(&data->test, data->maxlen);
    for (unsigned long seed = 1; seed <= seeds; seed++) {
        struct nb_svm *model;
        if (nb_svm_fit(&model, &train, &validation, 1, data->classes, seed, NULL, &error) !=
            RT_OK) {
            printf("%s\n", error_text(&error));
            return 1;
        }
        printf("words alone     seed %lu   train %.4f   val %.4f   test %.4f\n", seed,
               accuracy(model, &train), accuracy(model, &validation), accuracy(model, &test));
        nb_svm_free(model);
    }
    free_rows(&train);
    free_rows(&validation);
    free_rows(&test);
    dataset_free(data);
    return 0;
}
