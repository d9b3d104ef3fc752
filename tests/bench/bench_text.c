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

#include "rnntop/base/clock.h"
#include "rnntop/base/rng.h"
#include "rnntop/data/dataset.h"
#include "rnntop/data/tokenizer.h"

#define WORDS      200000
#define WORD_SIZE  10
#define RUNS       3
#define ONE_BY_ONE 1000000 /* short texts for the tokenizer */

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

/* Seconds of the processor: the clock on the wall also measures who else computes. */
static double processor_s(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
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
static void measure_tokenizer(const struct dataset *dataset, const struct data_spec *spec)
{
    struct tokenizer *tokenizer;
    struct rt_error error;
    int32_t row[100];
    double seconds = 0;
    if (tokenizer_create(&tokenizer, dataset->vocabulary, spec, &error) != RT_OK)
        return;
    for (uint32_t i = 0; i < ONE_BY_ONE; i++) {
        char text[8 * WORD_SIZE];
        size_t used = 0;
        for (uint32_t k = 0; k < 8; k++)
            used += (size_t)snprintf(text + used, sizeof text - used, "%s ",
                                     words[(i * 8 + k) * 2654435761u % WORDS]);
        double begin = clock_now_s();
        tokenizer_encode(tokenizer, text, used, row, NULL, NULL, &error);
        seconds += clock_now_s() - begin;
    }
    printf("  one by one   %6.2f s for %d texts of 8 words\n", seconds, ONE_BY_ONE);
    tokenizer_free(tokenizer);
}

int main(int argc, char **argv)
{
    static const struct data_spec spec = {.num_words = 4000,
                                          .maxlen = 100,
                                          .padding = SIDE_POST,
                                          .truncating = SIDE_PRE,
                                          .validation_split = 0.3,
                                          .text = {.test_split = 0.2, .seed = 1}};
    const char *folder = getenv("TMPDIR");
    char path[4096], warning[512];
    snprintf(path, sizeof path, "%s/rnntop-bench-%ld.csv", folder ? folder : "/tmp",
             (long)getpid());
    make_words();
    double megabytes = words ? write_texts(path, argc > 1 ? atof(argv[1]) : 100) : 0, best = 0,
           busy = 0;
    int failed = megabytes == 0;
    for (int run = 0; !failed && run < RUNS; run++) {
        struct dataset *dataset;
        struct rt_error error;
        double begin = clock_now_s(), before = processor_s();
        if (dataset_load(&dataset, path, &spec, NULL, NULL, NULL, warning, sizeof warning,
                         &error) != RT_OK) {
            printf("reading texts  failed: %s\n", error.text);
            failed = 1;
            break;
        }
        double seconds = clock_now_s() - begin, used = processor_s() - before;
        if (run == 0)
            printf("reading texts: %.0f MB of CSV, %zu rows, %zu different words\n", megabytes,
                   dataset->train.rows + dataset->validation.rows + dataset->test.rows,
                   dataset->words_found);
        busy = run == 0 || used < busy ? used : busy;
        best = run == 0 || seconds < best ? seconds : best;
        if (run == RUNS - 1) {
            printf("  best of %d    %6.2f s, %.0f MB/s; of the processor %.2f s, %.0f MB/s\n", RUNS,
                   best, megabytes / best, busy, megabytes / busy);
            measure_tokenizer(dataset, &spec);
        }
        dataset_free(dataset);
    }
    unlink(path);
    free(words);
    return failed;
}
