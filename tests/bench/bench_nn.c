/*
 * The lesson's models: a training step and evaluation, beside the processor's peak and beside other
 * programs that do the same, all in one run and in turns, so that what else the machine does falls
 * on all alike. Prints figures and judges nothing.
 */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "corpus.h"
#include "fasttext.h"
#include "peak.h"
#include "peer.h"
#include "results.h"
#include "rnntop/base/clock.h"
#include "rnntop/nn/blas.h"
#include "rnntop/nn/model_parts.h"
#include "rnntop/nn/optimizer.h"
#include "tests/words/error_text.h"

#define UNITS         128
#define BATCH         30
#define WARM_UP       10
#define ROUNDS        15
#define EVALUATE_ROWS 3000

/* Rounds between two looks at what needs long. */
#define PEERS_EVERY 3
#define PEER_ROWS   1024

#define FASTTEXT_EVERY 5

/* Steps of a turn. */
#define OWN_STEPS  12
#define PEER_STEPS 2

/* Steps before those that count: the caches were others'. */
#define SETTLE_STEPS 3

static const char *const phase_name[PHASE_COUNT] = {[PHASE_PREPARE] = "prepare",
                                                    [PHASE_PROJECT] = "projection",
                                                    [PHASE_FORWARD] = "recurrence forward",
                                                    [PHASE_BACKWARD] = "recurrence backward",
                                                    [PHASE_TIME_SUMS] = "sums over time",
                                                    [PHASE_WORD_SUMS] = "sums over words"};

/* The models, by Keras's names of their layers, which peers know too. */
static const enum layer_kind kinds[] = {LAYER_SIMPLE_RNN, LAYER_LSTM, LAYER_GRU};
#define KINDS (sizeof kinds / sizeof *kinds)

/* One thread, and all of them. */
#define DIVISIONS 2

/* rnntop's own model of a kind, on a pool. */
struct own {
    struct model *model;
    struct optimizer *optimizer;
    size_t step;
    double words; /* different ones in a batch, summed over the steps */
};

enum { PEER_TORCH, PEER_ONEDNN, PEERS };

struct bench {
    struct corpus corpus;
    char rows_path[64]; /* the corpus's x, for peers */
    int threads[DIVISIONS];
    struct pool *pool[DIVISIONS];
    struct own own[DIVISIONS][KINDS];
    struct peer peer[PEERS];
    struct results results;
    enum cpu_isa isa;
};

static const char *kind_name(size_t kind)
{
    return layer_kind_class(kinds[kind]);
}

/* ---- rnntop ---- */

/* The least work that a step needs: three recurrent and three input-side products. */
static double step_flops(const struct own *own)
{
    const size_t columns = UNITS * layer_kind_gates(model_spec_of(own->model)->layer[1].kind);
    const double words = own->words / (double)own->step;
    return 3 * 2.0 * (double)columns * UNITS * ((double)BATCH * CORPUS_STEPS + words);
}

static void own_step(struct bench *bench, size_t division, size_t kind, bool counts)
{
    struct own *own = &bench->own[division][kind];
    const struct corpus *corpus = &bench->corpus;
    const size_t first = own->step % (corpus->rows / BATCH) * BATCH;
    const struct model_batch batch = {
        .x = corpus->x + first * CORPUS_STEPS, .y = corpus->y + first, .size = BATCH};
    struct model_score score;
    const double start = clock_now_s();
    model_gradients(own->model, &batch, NULL, &score);
    const double middle = clock_now_s();
    optimizer_apply(own->optimizer, own->model);
    const double end = clock_now_s();
    own->step++;
    own->words += (double)own->model->words.count;
    if (!counts)
        return;
    struct results *results = &bench->results;
    const int threads = bench->threads[division];
    results_add(results, "ms", (end - start) * 1e3, "rnntop %s step, %d", kind_name(kind), threads);
    for (size_t phase = 0; phase < PHASE_COUNT; phase++)
        results_add(results, "ms", (double)own->model->phase_ns[phase] * 1e-6,
                    "rnntop %s step, %d: %s", kind_name(kind), threads, phase_name[phase]);
    results_add(results, "ms", (end - middle) * 1e3, "rnntop %s step, %d: optimiser",
                kind_name(kind), threads);
}

static void own_evaluate(struct bench *bench, size_t division, size_t kind, size_t rows)
{
    const struct model_batch batch = {.x = bench->corpus.x, .y = bench->corpus.y, .size = rows};
    struct model_score score;
    const double start = clock_now_s();
    model_evaluate(bench->own[division][kind].model, &batch, EVALUATE_BATCH_SIZE, NULL, NULL, NULL,
                   &score);
    results_add(&bench->results, "rows/s", (double)rows / (clock_now_s() - start),
                "rnntop %s evaluation, %d", kind_name(kind), bench->threads[division]);
}

static enum rt_status create_own(struct bench *bench, size_t division, size_t kind,
                                 struct rt_error *error)
{
    const struct optimizer_spec adam = {
        .learning_rate = 1e-3, .beta_1 = 0.9, .beta_2 = 0.999, .epsilon = 1e-7};
    struct own *own = &bench->own[division][kind];
    struct model_spec spec;
    model_spec_lesson(&spec, kinds[kind], CORPUS_WORDS, UNITS, UNITS, CORPUS_STEPS);
    enum rt_status status = model_create(&own->model, &spec, BATCH, bench->pool[division], error);
    if (status == RT_OK)
        status = model_initialize(own->model, 1, error);
    if (status == RT_OK)
        status = optimizer_create(&own->optimizer, &adam, own->model, error);
    for (size_t i = 0; status == RT_OK && i < WARM_UP; i++)
        own_step(bench, division, kind, false);
    return status;
}

/* ---- the others ---- */

static bool write_rows(struct bench *bench)
{
    const size_t count = bench->corpus.rows * CORPUS_STEPS;
    snprintf(bench->rows_path, sizeof bench->rows_path, "/tmp/rnntop-bench-XXXXXX");
    const int descriptor = mkstemp(bench->rows_path);
    FILE *file = descriptor >= 0 ? fdopen(descriptor, "wb") : NULL;
    return file && (fwrite(bench->corpus.x, sizeof *bench->corpus.x, count, file) == count) &
                       (fclose(file) == 0);
}

static void start_peers(struct bench *bench)
{
    char rows[24], steps[24], words[24], batch[24], width[24];
    const char *folder = getenv("RNNTOP_BENCH_SOURCE");
    char script[4096];
    snprintf(script, sizeof script, "%s/peer_torch.py", folder ? folder : "tests/bench");
    snprintf(rows, sizeof rows, "%zu", bench->corpus.rows);
    snprintf(steps, sizeof steps, "%d", CORPUS_STEPS);
    snprintf(words, sizeof words, "%d", CORPUS_WORDS);
    snprintf(batch, sizeof batch, "%d", BATCH);
    snprintf(width, sizeof width, "%d", UNITS);
    /* Debian's own Python is the one that Debian's PyTorch is for. */
    const char *python = access("/usr/bin/python3", X_OK) == 0 ? "/usr/bin/python3" : "python3";
    const char *const torch[] = {python, script, bench->rows_path, rows, steps, words, batch,
                                 width,  NULL};
    const char *const onednn[] = {"tests/bench/peer_onednn", steps, batch, width, NULL};
    if (write_rows(bench))
        peer_start(&bench->peer[PEER_TORCH], "PyTorch", torch);
    else
        fprintf(stderr, "Can't write %s: PyTorch is left out.\n", bench->rows_path);
    peer_start(&bench->peer[PEER_ONEDNN], "oneDNN", onednn);
}

static void peer_turn(struct bench *bench, size_t which, size_t division, size_t kind,
                      bool evaluates)
{
    struct peer *peer = &bench->peer[which];
    const int threads = bench->threads[division];
    const char *name = kind_name(kind);
    double seconds[PEER_STEPS];
    if (!peer_ask(peer, seconds, 1, "threads %d", threads) ||
        !peer_ask(peer, seconds, PEER_STEPS, "step %s %d", name, PEER_STEPS))
        return;
    for (size_t i = 0; i < PEER_STEPS; i++)
        results_add(&bench->results, "ms", seconds[i] * 1e3, "%s %s step, %d", peer->name, name,
                    threads);
    if (evaluates && peer_ask(peer, seconds, 1, "evaluate %s %d", name, PEER_ROWS))
        results_add(&bench->results, "rows/s", PEER_ROWS / *seconds, "%s %s evaluation, %d",
                    peer->name, name, threads);
}

/* ---- all in turns ---- */

/* Threads of a peer that has just answered still spin for a while, in case there is more. */
static void settle(void)
{
    const struct timespec pause = {.tv_nsec = 30000000};
    nanosleep(&pause, NULL);
}

static void measure_peaks(struct bench *bench, size_t division)
{
    struct pool *pool = bench->pool[division];
    const int threads = bench->threads[division];
    results_add(&bench->results, "GFLOP/s", peak_fma(pool, bench->isa), "FMA in registers, %d",
                threads);
    results_add(&bench->results, "GFLOP/s", peak_sgemm(pool, 512, 512, 512),
                "sgemm 512 x 512 x 512, %d", threads);
    results_add(&bench->results, "GFLOP/s", peak_sgemm(pool, BATCH / 2, 512, 128),
                "sgemm 15 x 512 x 128, %d", threads);
}

static void own_turn(struct bench *bench, size_t division, size_t kind)
{
    for (size_t i = 0; i < SETTLE_STEPS; i++)
        own_step(bench, division, kind, false);
    for (size_t i = 0; i < OWN_STEPS; i++)
        own_step(bench, division, kind, true);
    own_evaluate(bench, division, kind, EVALUATE_ROWS);
}

/* A whole epoch with reading it, so only a few times. */
static void time_fasttext(struct bench *bench)
{
    const double seconds = fasttext_epoch_s(&bench->corpus, UNITS, bench->threads[DIVISIONS - 1]);
    if (isfinite(seconds))
        results_add(&bench->results, "rows/s", (double)bench->corpus.rows / seconds,
                    "fastText epoch, %d", bench->threads[DIVISIONS - 1]);
}

static void take_turns(struct bench *bench)
{
    for (size_t round = 0; round < ROUNDS; round++) {
        if (round % FASTTEXT_EVERY == 0)
            time_fasttext(bench);
        for (size_t division = 0; division < DIVISIONS; division++) {
            if (round % PEERS_EVERY == 0)
                measure_peaks(bench, division);
            for (size_t kind = 0; kind < KINDS; kind++)
                own_turn(bench, division, kind);
            for (size_t which = 0; which < PEERS; which++) {
                for (size_t kind = 0; kind < KINDS; kind++)
                    peer_turn(bench, which, division, kind, round % PEERS_EVERY == 0);
                settle();
            }
        }
    }
}

/* ---- what came of it ---- */

static double step_ms(struct bench *bench, const char *whose, size_t kind, int threads)
{
    return results_median(&bench->results, "%s %s step, %d", whose, kind_name(kind), threads);
}

static double rows_a_second(struct bench *bench, const char *whose, size_t kind, int threads)
{
    return results_median(&bench->results, "%s %s evaluation, %d", whose, kind_name(kind), threads);
}

/* A peer is judged by the number of threads that suits it best. */
static double best_step_ms(struct bench *bench, const char *whose, size_t kind)
{
    return fmin(step_ms(bench, whose, kind, bench->threads[0]),
                step_ms(bench, whose, kind, bench->threads[1]));
}

static double best_rows_a_second(struct bench *bench, const char *whose, size_t kind)
{
    return fmax(rows_a_second(bench, whose, kind, bench->threads[0]),
                rows_a_second(bench, whose, kind, bench->threads[1]));
}

static double peak(struct bench *bench, size_t division)
{
    return results_median(&bench->results, "FMA in registers, %d", bench->threads[division]);
}

/* Part of the peak that the least work of a step takes. */
static double share_of_peak(struct bench *bench, size_t division, size_t kind)
{
    const double seconds = step_ms(bench, "rnntop", kind, bench->threads[division]) * 1e-3;
    return step_flops(&bench->own[division][kind]) * 1e-9 / seconds / peak(bench, division);
}

static void print_kind(struct bench *bench, size_t division, size_t kind)
{
    const int threads = bench->threads[division];
    const struct own *own = &bench->own[division][kind];
    const char *name = kind_name(kind);
    printf("%s, %d thread%s, %s\n", name, threads, threads > 1 ? "s" : "",
           model_kernels(own->model));
    printf("  step: %.2f ms (best %.2f), %.0f words of %d tokens, %.3f GFLOP, %.0f %% of the FMA "
           "peak\n",
           step_ms(bench, "rnntop", kind, threads),
           results_least(&bench->results, "rnntop %s step, %d", name, threads),
           own->words / (double)own->step, BATCH * CORPUS_STEPS, step_flops(own) * 1e-9,
           100 * share_of_peak(bench, division, kind));
    for (size_t phase = 0; phase <= PHASE_COUNT; phase++) {
        const char *what = phase < PHASE_COUNT ? phase_name[phase] : "optimiser";
        printf("    %-20s %7.3f ms\n", what,
               results_median(&bench->results, "rnntop %s step, %d: %s", name, threads, what));
    }
    printf("  evaluation: %.0f rows/s\n", rows_a_second(bench, "rnntop", kind, threads));
    for (size_t which = 0; which < PEERS; which++) {
        const char *peer = bench->peer[which].name;
        if (peer && isfinite(step_ms(bench, peer, kind, threads)))
            printf("  %s: step %.2f ms, evaluation %.0f rows/s\n", peer,
                   step_ms(bench, peer, kind, threads), rows_a_second(bench, peer, kind, threads));
    }
}

static void print_ratio(const char *what, size_t kind, double ratio, const char *wanted)
{
    if (isfinite(ratio))
        printf("  %-46s %-10s %6.2f   %s\n", what, kind_name(kind), ratio, wanted);
    else
        printf("  %-46s %-10s left out\n", what, kind_name(kind));
}

/* The figures that tests/bench/RESULTS.md promises, each beside what it is to be. */
static void print_ratios(struct bench *bench)
{
    static const char *const of_onednn[KINDS] = {"<= 0.55", "<= 0.67", ""};
    static const char *const of_peak[KINDS] = {">= 0.30", ">= 0.42", ""};
    static const char *const of_scaling[KINDS] = {">= 0.85", ">= 0.93", ""};
    const int all = bench->threads[DIVISIONS - 1];
    printf("Ratios, of medians                                                        wanted\n");
    for (size_t kind = 0; kind < KINDS; kind++)
        print_ratio("whole step : oneDNN's layer alone", kind,
                    step_ms(bench, "rnntop", kind, all) / best_step_ms(bench, "oneDNN", kind),
                    of_onednn[kind]);
    for (size_t kind = 0; kind < KINDS; kind++)
        print_ratio("PyTorch's whole step : whole step", kind,
                    best_step_ms(bench, "PyTorch", kind) / step_ms(bench, "rnntop", kind, all),
                    ">= 8");
    for (size_t kind = 0; kind < KINDS; kind++)
        print_ratio("least work of a step : FMA peak", kind,
                    share_of_peak(bench, DIVISIONS - 1, kind), of_peak[kind]);
    for (size_t kind = 0; kind < KINDS; kind++)
        print_ratio("evaluation : PyTorch's", kind,
                    rows_a_second(bench, "rnntop", kind, all) /
                        best_rows_a_second(bench, "PyTorch", kind),
                    ">= 3");
    for (size_t kind = 0; kind < KINDS; kind++)
        print_ratio("evaluation : oneDNN's layer alone", kind,
                    rows_a_second(bench, "rnntop", kind, all) /
                        best_rows_a_second(bench, "oneDNN", kind),
                    "> 1");
    for (size_t kind = 0; kind < KINDS; kind++)
        print_ratio("gain of all threads : gain of the FMA loop", kind,
                    step_ms(bench, "rnntop", kind, bench->threads[0]) /
                        step_ms(bench, "rnntop", kind, all) * peak(bench, 0) /
                        peak(bench, DIVISIONS - 1),
                    of_scaling[kind]);
}

static void print_all(struct bench *bench)
{
    for (size_t division = 0; division < DIVISIONS; division++) {
        const int threads = bench->threads[division];
        printf(
            "\n%d thread%s: FMA in registers %.0f GFLOP/s; sgemm %.0f (512 x 512 x 512), %.0f (15 "
            "x 512 x 128)\n",
            threads, threads > 1 ? "s" : "", peak(bench, division),
            results_median(&bench->results, "sgemm 512 x 512 x 512, %d", threads),
            results_median(&bench->results, "sgemm 15 x 512 x 128, %d", threads));
        for (size_t kind = 0; kind < KINDS; kind++)
            print_kind(bench, division, kind);
    }
    const int all = bench->threads[DIVISIONS - 1];
    const double rate = results_median(&bench->results, "fastText epoch, %d", all);
    if (isfinite(rate))
        printf(
            "\nfor scale, an epoch: fastText %.0f rows/s (words alone, vectors of %d, %d threads, "
            "reading included); rnntop's LSTM %.0f\n\n",
            rate, UNITS, all, BATCH * 1e3 / step_ms(bench, "rnntop", 1, all));
    else
        puts("\nfastText: left out, it is not installed\n");
    print_ratios(bench);
}

static enum rt_status set_up(struct bench *bench, struct rt_error *error)
{
    enum rt_status status = corpus_open(&bench->corpus, error);
    if (status == RT_OK)
        status = cpu_choose(&bench->isa, error);
    bench->threads[0] = 1;
    bench->threads[1] = cpu_count() > 1 ? cpu_count() : 2;
    for (size_t division = 0; status == RT_OK && division < DIVISIONS; division++) {
        status = pool_create(&bench->pool[division], bench->threads[division], error);
        for (size_t kind = 0; status == RT_OK && kind < KINDS; kind++)
            status = create_own(bench, division, kind, error);
    }
    return status;
}

static void tear_down(struct bench *bench)
{
    for (size_t which = 0; which < PEERS; which++) {
        if (bench->peer[which].to)
            peer_stop(&bench->peer[which]);
    }
    for (size_t division = 0; division < DIVISIONS; division++) {
        for (size_t kind = 0; kind < KINDS; kind++) {
            optimizer_destroy(bench->own[division][kind].optimizer);
            model_destroy(bench->own[division][kind].model);
        }
        pool_destroy(bench->pool[division]);
    }
    if (bench->rows_path[0] != '\0')
        unlink(bench->rows_path);
    corpus_close(&bench->corpus);
    results_free(&bench->results);
}

int main(void)
{
    static struct bench bench;
    struct rt_error error;
    bool written = false;
    blas_setup();
    enum rt_status status = set_up(&bench, &error);
    if (status == RT_OK) {
        printf("%d processors; %s\n%s\n", cpu_count(), blas_config(), bench.corpus.name);
        start_peers(&bench);
        fflush(stdout);
        take_turns(&bench);
        print_all(&bench);
        written = results_write(&bench.results);
    } else {
        fprintf(stderr, "bench_nn: %s\n", error_text(&error));
    }
    tear_down(&bench);
    return written ? 0 : 1;
}
