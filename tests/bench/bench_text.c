/*
 * Speed of reading texts: bench_text [MEGABYTES], else 100. The texts are made on the spot: words
 * of two to nine letters, drawn as often as Zipf's law has it, a line of CSV each hundred of them.
 */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "results.h"
#include "rnntop/base/clock.h"
#include "rnntop/base/cpu.h"
#include "rnntop/base/pool.h"
#include "rnntop/base/rng.h"
#include "rnntop/data/dataset.h"
#include "rnntop/data/text/text_ids.h"
#include "tests/words/error_text.h"

#define WORDS      200000
#define WORD_SIZE  10
#define RUNS       3
#define ONE_BY_ONE 1000000 /* short texts, as one predicts */

static char (*words)[WORD_SIZE];

static void make_words(void)
{
    words = calloc(WORDS, sizeof *words);
    for (uint32_t i = 0; words && i < WORDS; i++) {
        uint32_t random[4];
        rng_words(1, 1, 0, i, random);
        size_t length = 2 + random[0] % (WORD_SIZE - 3);
        for (size_t k = 0; k < length; k++)
            words[i][k] = (char)('a' + (random[1 + k % 3] >> (k / 3 * 5) & 31) % 26);
    }
}

/* The word that a random number draws: of rank r as often as 1 / r. */
static const char *draw(uint32_t random)
{
    double rank = exp((double)random / 4294967296.0 * log(WORDS));
    return words[(size_t)rank - 1];
}

static double write_texts(const char *path, double megabytes)
{
    FILE *file = fopen(path, "w");
    double bytes = 0;
    if (!file || fputs("label,text\n", file) < 0)
        return 0;
    for (uint64_t row = 0; bytes < megabytes * 1e6; row++) {
        bytes += fprintf(file, "%s,\"", row % 2 ? "positive" : "negative");
        for (uint64_t i = 0; i < 25; i++) {
            uint32_t random[4];
            rng_words(1, 2, 0, row * 25 + i, random);
            for (size_t k = 0; k < 4; k++)
                bytes += fprintf(file, "%s%s", draw(random[k]), k == 3 && i % 5 == 4 ? ", " : " ");
        }
        bytes += fprintf(file, "\"\n");
    }
    return fclose(file) == 0 ? bytes / 1e6 : 0;
}

/* One text after the other, as one predicts. */
static void measure_ids(struct results *results, const struct dataset *dataset,
                        const struct data_spec *spec)
{
    struct text_ids *ids;
    struct rt_error error;
    int32_t row[100];
    double seconds = 0;
    if (text_ids_create(&ids, dataset->vocabulary, spec, &error) != RT_OK)
        return;
    for (uint32_t i = 0; i < ONE_BY_ONE; i++) {
        char text[8 * WORD_SIZE];
        size_t used = 0;
        for (uint32_t k = 0; k < 8; k++)
            used += (size_t)snprintf(text + used, sizeof text - used, "%s ",
                                     words[(i * 8 + k) * 2654435761u % WORDS]);
        double begin = clock_now_s();
        text_to_ids(ids, text, used, row, &error);
        seconds += clock_now_s() - begin;
    }
    printf("  one by one   %6.2f s for %d texts of 8 words\n", seconds, ONE_BY_ONE);
    results_add(results, "texts/s", ONE_BY_ONE / seconds, "texts to ids one by one");
    text_ids_destroy(ids);
}

/* Reads the file some times over. */
static enum rt_status measure_reading(struct results *results, const char *path, int threads,
                                      double megabytes, bool last, struct rt_error *error)
{
    static const struct data_spec spec = {.num_words = 4000,
                                          .maxlen = 100,
                                          .padding = SIDE_POST,
                                          .truncating = SIDE_PRE,
                                          .validation_split = 0.3,
                                          .text = {.test_split = 0.2, .seed = 1}};
    struct pool *pool;
    double best = 0;
    enum rt_status status = pool_create(&pool, threads, error);
    for (int run = 0; status == RT_OK && run < RUNS; run++) {
        struct dataset *dataset;
        const double begin = clock_now_s();
        status = dataset_load(&dataset, path, &spec, pool, NULL, NULL, NULL, NULL, error);
        if (status != RT_OK)
            break;
        const double rate = megabytes / (clock_now_s() - begin);
        best = rate > best ? rate : best;
        results_add(results, "MB/s", rate, "reading CSV, %d", threads);
        if (run == 0 && threads == 1)
            printf("reading texts: %.0f MB of CSV, %zu rows, %zu different words\n", megabytes,
                   dataset->train.rows + dataset->validation.rows + dataset->test.rows,
                   dataset->words_found);
        if (run == RUNS - 1)
            printf("  %d thread%s, best of %d: %.0f MB/s\n", threads, threads > 1 ? "s" : "", RUNS,
                   best);
        if (run == RUNS - 1 && last)
            measure_ids(results, dataset, &spec);
        dataset_free(dataset);
    }
    pool_destroy(pool);
    return status;
}

int main(int argc, char **argv)
{
    const char *folder = getenv("TMPDIR");
    char path[4096];
    struct results results = {0};
    struct rt_error error;
    rt_fail(&error, ERR_NO_MEMORY); /* or no room on the disk */
    snprintf(path, sizeof path, "%s/rnntop-bench-%ld.csv", folder ? folder : "/tmp",
             (long)getpid());
    make_words();
    const double megabytes = words ? write_texts(path, argc > 1 ? atof(argv[1]) : 100) : 0;
    const int all = cpu_count();
    bool whole = megabytes > 0;
    if (whole && all > 1)
        whole = measure_reading(&results, path, 1, megabytes, false, &error) == RT_OK;
    if (whole)
        whole = measure_reading(&results, path, all, megabytes, true, &error) == RT_OK;
    if (whole)
        whole = results_write(&results);
    else
        printf("reading texts  failed: %s\n", error_text(&error));
    results_free(&results);
    unlink(path);
    free(words);
    return whole ? 0 : 1;
}
