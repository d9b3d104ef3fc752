/*
 * What can be known of a data set without a network: how long it takes to make up or read, how well
 * anyone could judge it, and how well a bag of words does. demo_facts [PATH [SEEDS]].
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "rnntop/base/clock.h"
#include "rnntop/data/dataset.h"
#include "rnntop/nn/bag_of_words.h"
#include "tests/words/error_text.h"

static struct bag_rows rows_of(const struct data_rows *rows)
{
    return (struct bag_rows){rows->x, rows->y, rows->rows};
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
    struct bag_rows train = rows_of(&data->train), validation = rows_of(&data->validation),
                    test = rows_of(&data->test);
    for (unsigned long seed = 1; seed <= seeds; seed++) {
        struct bag_of_words *bag;
        const struct bag_shape shape = {data->num_words, data->maxlen, 2};
        if (bag_of_words_fit(&bag, &train, &validation, &shape, seed, NULL, &error) != RT_OK) {
            printf("%s\n", error_text(&error));
            return 1;
        }
        printf("bag of words    seed %lu   train %.4f   val %.4f   test %.4f\n", seed,
               bag_of_words_score(bag, &train).accuracy,
               bag_of_words_score(bag, &validation).accuracy,
               bag_of_words_score(bag, &test).accuracy);
        bag_of_words_free(bag);
    }
    dataset_free(data);
    return 0;
}
