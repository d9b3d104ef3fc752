/*
 * Time and memory of reading IMDB: bench_data [FILE], else $RNNTOP_TEST_DATA/imdb.npz.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "rnntop/base/clock.h"
#include "rnntop/data/dataset.h"
#include "tests/words/error_text.h"

#define RUNS 5

static double peak_megabytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

int main(int argc, char **argv)
{
    static const struct data_spec lesson = {.num_words = 4000,
                                            .maxlen = 100,
                                            .padding = SIDE_POST,
                                            .truncating = SIDE_PRE,
                                            .validation_split = 0.3};
    const char *folder = getenv("RNNTOP_TEST_DATA");
    char path[4096];
    if (argc > 1) {
        snprintf(path, sizeof path, "%s", argv[1]);
    } else if (folder) {
        snprintf(path, sizeof path, "%s/imdb.npz", folder);
    } else {
        printf("reading IMDB   not measured: RNNTOP_TEST_DATA is not set\n");
        return 0;
    }
    double best = 0, before = peak_megabytes();
    for (int run = 0; run < RUNS; run++) {
        struct dataset *dataset;
        struct rt_error error;
        double begin = clock_now_s();
        if (dataset_load(&dataset, path, &lesson, NULL, NULL, NULL, NULL, NULL, &error) != RT_OK) {
            printf("reading IMDB   failed: %s\n", error_text(&error));
            return 1;
        }
        double seconds = clock_now_s() - begin;
        if (run == 0) {
            printf("reading %s: %zu + %zu + %zu rows, %s\n", dataset->name, dataset->train.rows,
                   dataset->validation.rows, dataset->test.rows,
                   dataset->vocabulary ? "with words" : "without words");
            printf("  first time   %6.3f s   peak memory +%.0f MB\n", seconds,
                   peak_megabytes() - before);
            best = seconds;
        }
        if (seconds < best)
            best = seconds;
        dataset_free(dataset);
    }
    printf("  best of %d    %6.3f s   peak memory +%.0f MB\n", RUNS, best,
           peak_megabytes() - before);
    return 0;
}
