/*
 * Every optimiser against golden values and against a transcription of Keras's in double precision,
 * with each clipping and weight decay, for each set of kernels, on one thread and on three.
 */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/nn/optimizer.h"
#include "tests/words/error_text.h"
#include "trial.h"

#define STEPS 50

/* Sizes that no vector divides, and an embedding of more than one unit of work. */
static const struct trial_shape SHAPE = {LAYER_SIMPLE_RNN, 461, 9, 13, 1};

static struct optimizer *make(const struct model *model, const struct optimizer_spec *spec)
{
    struct rt_error error = {0};
    struct optimizer *optimizer = NULL;
    if (optimizer_create(&optimizer, spec, model, &error) != RT_OK)
        fail_msg("optimizer_create: %s", error_text(&error));
    return optimizer;
}

static struct optimizer_spec keras(enum optimizer_kind kind)
{
    struct optimizer_spec spec;
    optimizer_spec_unset(&spec);
    spec.kind = kind;
    optimizer_spec_fill(&spec);
    return spec;
}

/* ---- golden values ---- */

/* A scalar that starts at 1 and gets the gradients 0.1, -0.2, 0.3, 0.05; evaluated in float64. */
static const struct {
    const char *name;
    enum optimizer_kind kind;
    double momentum;
    bool nesterov, centered, amsgrad;
    double expected[4];
} GOLDEN[] = {
    {"sgd",
     OPTIMIZER_SGD,
     0,
     false,
     false,
     false,
     {0.999, 1.001, 0.9979999999999999, 0.9974999999999999}},
    {"sgd 0.9", OPTIMIZER_SGD, 0.9, false, false, false, {0.999, 1.0001, 0.99809, 0.995781}},
    {"sgd nesterov",
     OPTIMIZER_SGD,
     0.9,
     true,
     false,
     false,
     {0.9981, 1.00109, 0.9962810000000001, 0.9937029000000001}},
    {"adam",
     OPTIMIZER_ADAM,
     0,
     false,
     false,
     false,
     {0.9990000316217766, 0.9993661299708821, 0.999022891792104, 0.9986671869253222}},
    {"amsgrad",
     OPTIMIZER_ADAM,
     0,
     false,
     false,
     true,
     {0.9990000316217766, 0.9993661299708821, 0.999022891792104, 0.9986671869253222}},
    {"adamw",
     OPTIMIZER_ADAMW,
     0,
     false,
     false,
     false,
     {0.9989960316217766, 0.9993581339867557, 0.9990108983754415, 0.9986511974650663}},
    {"rmsprop",
     OPTIMIZER_RMSPROP,
     0,
     false,
     false,
     false,
     {0.9968377323398, 0.9996948711153161, 0.9971042345516964, 0.9966537479431021}},
    {"rmsprop 0.9",
     OPTIMIZER_RMSPROP,
     0.9,
     false,
     false,
     false,
     {0.9968378804418571, 0.9968490865425985, 0.9942685428918119, 0.9914955684200454}},
    {"rmsprop centered",
     OPTIMIZER_RMSPROP,
     0,
     false,
     true,
     false,
     {0.9966666777777408, 0.9995597605034559, 0.9969291947247835, 0.9964686316513943}},
    {"adagrad",
     OPTIMIZER_ADAGRAD,
     0,
     false,
     false,
     false,
     {0.9996984887463313, 1.0002148863924922, 0.9996025140817965, 0.9995009794859017}},
    {"adadelta",
     OPTIMIZER_ADADELTA,
     0,
     false,
     false,
     false,
     {0.9999985859278377, 1.0000003836679425, 0.9999982194135616, 0.999997752719033}},
    {"adamax",
     OPTIMIZER_ADAMAX,
     0,
     false,
     false,
     false,
     {0.999000000999999, 0.9992894745394727, 0.9990422421495587, 0.9988182128251327}},
    {"nadam",
     OPTIMIZER_NADAM,
     0,
     false,
     false,
     false,
     {0.9989435492780954, 0.9998501061975044, 0.9989665399008486, 0.9987585584834489}},
    {"ftrl",
     OPTIMIZER_FTRL,
     0,
     false,
     false,
     false,
     {0.046235899409830014, 0.04675229718932434, 0.04613992475362853, 0.04603839013711517}},
};

static void fill_block(const struct model *model, float *block, float value)
{
    const struct parameters *parameters = model_parameters(model);
    for (size_t i = 0; i < parameters->n; i++) {
        for (size_t j = 0; j < parameters->table[i].count; j++)
            block[parameters->table[i].offset + j] = value;
    }
}

static void check_golden(size_t row, enum cpu_isa isa)
{
    static const float gradients[4] = {0.1f, -0.2f, 0.3f, 0.05f};
    struct optimizer_spec spec = keras(GOLDEN[row].kind);
    struct trial trial;
    spec.momentum = GOLDEN[row].momentum;
    spec.nesterov = GOLDEN[row].nesterov;
    spec.centered = GOLDEN[row].centered;
    spec.amsgrad = GOLDEN[row].amsgrad;
    trial_open(&trial, &SHAPE, 1, isa, 1);
    struct optimizer *optimizer = make(trial.model, &spec);
    fill_block(trial.model, model_values(trial.model), 1);
    for (size_t t = 0; t < 4; t++) {
        fill_block(trial.model, model_gradient_values(trial.model), gradients[t]);
        optimizer_apply(optimizer, trial.model);
        const struct parameters *parameters = model_parameters(trial.model);
        for (size_t i = 0; i < parameters->n; i++) {
            const float *w = model_values(trial.model) + parameters->table[i].offset;
            for (size_t j = 0; j < parameters->table[i].count; j++) {
                /* One rounding a step of a value near 1, to half of 2^-23, and as much for what
                 * float makes of 0.1 and of the momentum; Ftrl divides 1 by 0.001 on the way. */
                double tolerance = (double)(t + 1) * 4 * FLOAT_ROUNDING;
                trial_expect_close(GOLDEN[row].name, w[j], GOLDEN[row].expected[t], tolerance);
            }
        }
    }
    optimizer_destroy(optimizer);
    trial_close(&trial);
}

static void test_golden_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof GOLDEN / sizeof *GOLDEN; i++) {
        for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++)
            check_golden(i, isa);
    }
}

/* ---- a transcription ---- */

/* One weight's state in double precision. */
struct scalar {
    double w, a, b, c;
    double moved; /* sum of the updates' sizes */
    double most;  /* greatest |w| */
};

/* Of a whole step. */
struct moment {
    double t, lr, product;
};

/* One step of one weight as Keras writes it: optimizer_v2/, and ApplyRMSProp and so on of
 * training_ops.cc. */
static double step_of(const struct optimizer_spec *o, struct scalar *s, const struct moment *at,
                      double g)
{
    const double lr = at->lr, eps = o->epsilon, b1 = o->beta_1, b2 = o->beta_2;
    switch (o->kind) {
    case OPTIMIZER_SGD:
        s->a = o->momentum * s->a - lr * g;
        return o->nesterov ? o->momentum * s->a - lr * g : s->a;
    case OPTIMIZER_RMSPROP: {
        s->a = o->rho * s->a + (1 - o->rho) * g * g;
        s->b = o->rho * s->b + (1 - o->rho) * g;
        double v = o->centered ? s->a - s->b * s->b : s->a;
        if (o->momentum == 0)
            return -lr * g / (sqrt(v) + eps);
        s->c = o->momentum * s->c + lr * g / sqrt(v + eps);
        return -s->c;
    }
    case OPTIMIZER_ADAGRAD:
        s->a += g * g;
        return -lr * g / (sqrt(s->a) + eps);
    case OPTIMIZER_ADADELTA: {
        s->a = o->rho * s->a + (1 - o->rho) * g * g;
        double u = sqrt(s->b + eps) / sqrt(s->a + eps) * g;
        s->b = o->rho * s->b + (1 - o->rho) * u * u;
        return -lr * u;
    }
    case OPTIMIZER_ADAMAX:
        s->a = b1 * s->a + (1 - b1) * g;
        s->b = fmax(b2 * s->b, fabs(g));
        return -lr / (1 - pow(b1, at->t)) * s->a / (s->b + eps);
    case OPTIMIZER_NADAM: {
        double mu = b1 * (1 - 0.5 * pow(0.96, 0.004 * at->t));
        double mu_next = b1 * (1 - 0.5 * pow(0.96, 0.004 * (at->t + 1)));
        s->a = b1 * s->a + (1 - b1) * g;
        s->b = b2 * s->b + (1 - b2) * g * g;
        double g_prime = g / (1 - at->product), m_prime = s->a / (1 - at->product * mu_next);
        double v_prime = s->b / (1 - pow(b2, at->t));
        return -lr * ((1 - mu) * g_prime + mu_next * m_prime) / (sqrt(v_prime) + eps);
    }
    case OPTIMIZER_FTRL: {
        double n = s->a + g * g;
        s->b += g - (sqrt(n) - sqrt(s->a)) / lr * s->w;
        s->a = n;
        return (s->b == 0 ? 0 : -s->b / (sqrt(n) / lr)) - s->w;
    }
    default: {
        double alpha = lr * sqrt(1 - pow(b2, at->t)) / (1 - pow(b1, at->t));
        s->a = b1 * s->a + (1 - b1) * g;
        s->b = b2 * s->b + (1 - b2) * g * g;
        s->c = fmax(s->c, s->b);
        return -alpha * s->a / (sqrt(o->amsgrad ? s->c : s->b) + eps);
    }
    }
}

/* Fifty steps of every weight, told once for all kernels and threads that must come to the same. */
struct story {
    struct optimizer_spec spec;
    struct trial trial; /* for its layout of parameters */
    size_t total;
    float *begin;          /* [total] */
    float *gradients;      /* [STEPS,total] */
    struct scalar *scalar; /* [total]: at the end */
    struct moment at;
};

static double clip_factor(double norm, double most)
{
    return most > 0 && norm > most ? most / norm : 1;
}

static double norm_of(const float *values, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (double)values[i] * (double)values[i];
    return sqrt(sum);
}

/* Half way the learning rate changes, as a schedule does it. */
static double rate_at(const struct story *story, size_t step)
{
    return story->spec.learning_rate / (step < STEPS / 2 ? 1 : 3);
}

static void transcribe(struct story *story, size_t step)
{
    const struct optimizer_spec *spec = &story->spec;
    const struct parameters *parameters = model_parameters(story->trial.model);
    const float *gradients = story->gradients + step * story->total;
    struct moment *at = &story->at;
    at->t += 1;
    at->lr = rate_at(story, step);
    at->product *= spec->beta_1 * (1 - 0.5 * pow(0.96, 0.004 * at->t));
    double global = clip_factor(norm_of(gradients, parameters->total), spec->global_clipnorm);
    for (size_t i = 0; i < parameters->n; i++) {
        size_t begin = parameters->table[i].offset, count = parameters->table[i].count;
        double own = clip_factor(norm_of(gradients + begin, count), spec->clipnorm);
        for (size_t j = begin; j < begin + count; j++) {
            struct scalar *s = &story->scalar[j];
            double g = gradients[j] * global * own;
            if (spec->clipvalue > 0)
                g = fmax(fmin(g, spec->clipvalue), -spec->clipvalue);
            double decay = s->w * spec->weight_decay * at->lr;
            s->w -= decay;
            double change = step_of(spec, s, at, g);
            s->w += change;
            s->moved += fabs(change) + decay;
            s->most = fmax(s->most, fabs(s->w));
        }
    }
}

/* Gradients of sizes from 1 to 1e-4, a third of them zero. */
static void draw(const struct parameters *parameters, float *gradients, uint64_t *seed)
{
    for (size_t i = 0; i < parameters->n; i++) {
        for (size_t j = 0; j < parameters->table[i].count; j++) {
            double size = pow(10, trial_uniform(seed, -4, 0));
            double g = trial_random(seed) % 3 ? trial_uniform(seed, -1, 1) * size : 0;
            gradients[parameters->table[i].offset + j] = (float)g;
        }
    }
}

static void story_make(struct story *story, const struct optimizer_spec *spec)
{
    uint64_t seed = 5;
    *story = (struct story){.spec = *spec, .at = {0, spec->learning_rate, 1}};
    trial_open(&story->trial, &SHAPE, 1, CPU_PORTABLE, 1);
    const struct parameters *parameters = model_parameters(story->trial.model);
    story->total = parameters->total;
    story->begin = calloc(story->total, sizeof *story->begin);
    story->gradients = calloc(STEPS * story->total, sizeof *story->gradients);
    story->scalar = calloc(story->total, sizeof *story->scalar);
    assert_true(story->begin && story->gradients && story->scalar);
    bool accumulates = spec->kind == OPTIMIZER_ADAGRAD || spec->kind == OPTIMIZER_FTRL;
    for (size_t i = 0; i < parameters->n; i++) {
        for (size_t j = 0; j < parameters->table[i].count; j++) {
            struct scalar *s = &story->scalar[parameters->table[i].offset + j];
            s->w = trial_uniform(&seed, -0.01, 0.01);
            s->a = accumulates ? 0.1 : 0;
            s->most = fabs(s->w);
            story->begin[parameters->table[i].offset + j] = (float)s->w;
        }
    }
    seed = 11;
    for (size_t step = 0; step < STEPS; step++) {
        draw(parameters, story->gradients + step * story->total, &seed);
        transcribe(story, step);
    }
}

static void story_free(struct story *story)
{
    trial_close(&story->trial);
    free(story->begin);
    free(story->gradients);
    free(story->scalar);
}

static void compare(const struct story *story, struct model *model, const char *what)
{
    const struct parameters *parameters = model_parameters(model);
    const float *values = model_values(model);
    double worst = 0;
    for (size_t i = 0; i < parameters->n; i++) {
        for (size_t j = 0; j < parameters->table[i].count; j++) {
            size_t k = parameters->table[i].offset + j;
            const struct scalar *s = &story->scalar[k];
            /* A few roundings of the weight a step, and of each update those of its own dozen
             * operations and of the averages so far. */
            double tolerance = FLOAT_ROUNDING * (4 * STEPS * s->most + s->moved * (20 + 4 * STEPS));
            double off = fabs((double)values[k] - s->w);
            if (!(off <= tolerance))
                fail_msg("%s: %s[%zu]: expected %.9g, got %.9g, tolerance %.3g", what,
                         parameters->table[i].name, j, s->w, (double)values[k], tolerance);
            worst = fmax(worst, off / tolerance);
        }
    }
    /* What lies between parameters belongs to nobody. */
    for (size_t k = 0, i = 0; k < parameters->total; k++) {
        while (i < parameters->n && k >= parameters->table[i].offset + parameters->table[i].count)
            i++;
        if ((i == parameters->n || k < parameters->table[i].offset) && values[k] != 0)
            fail_msg("%s: the padding is %g", what, (double)values[k]);
    }
    if (worst > 0.5)
        print_message("%s: %.2f of the tolerance\n", what, worst);
}

/* Goes through a story; the weights at the end go to *kept, or are compared with it where it is
 * there. */
static void check_story(const struct story *story, enum cpu_isa isa, int threads, float **kept,
                        const char *what)
{
    struct trial trial;
    trial_open(&trial, &SHAPE, 1, isa, threads);
    struct model *model = trial.model;
    struct optimizer *optimizer = make(model, &story->spec);
    const float *values = model_values(model);
    const size_t bytes = story->total * sizeof(float);
    memcpy(model_values(model), story->begin, bytes);
    for (size_t step = 0; step < STEPS; step++) {
        if (rate_at(story, step) != story->spec.learning_rate)
            optimizer_set_learning_rate(optimizer, rate_at(story, step));
        memcpy(model_gradient_values(model), story->gradients + step * story->total, bytes);
        optimizer_apply(optimizer, model);
    }
    compare(story, model, what);
    if (*kept) {
        if (!trial_same_bits(what, *kept, values, story->total))
            fail_msg("%s: the bits depend on the number of threads", what);
    } else {
        *kept = malloc(bytes);
        assert_non_null(*kept);
        memcpy(*kept, values, bytes);
    }
    optimizer_destroy(optimizer);
    trial_close(&trial);
}

static void check_variant(const struct optimizer_spec *spec, const char *name)
{
    struct story story;
    story_make(&story, spec);
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
        char what[128];
        float *kept = NULL;
        snprintf(what, sizeof what, "%s, %s", name, cpu_isa_name(isa));
        check_story(&story, isa, 1, &kept, what);
        check_story(&story, isa, 3, &kept, what);
        free(kept);
    }
    story_free(&story);
}

static void test_transcription_of_keras(void **state)
{
    (void)state;
    static const char *const extra[] = {"", ", weight decay", ", clipnorm", ", clipvalue",
                                        ", global_clipnorm"};
    for (size_t i = 0; i < sizeof GOLDEN / sizeof *GOLDEN; i++) {
        for (size_t j = 0; j < sizeof extra / sizeof *extra; j++) {
            struct optimizer_spec spec = keras(GOLDEN[i].kind);
            char name[80];
            spec.learning_rate = 0.01;
            spec.momentum = GOLDEN[i].momentum;
            spec.nesterov = GOLDEN[i].nesterov;
            spec.centered = GOLDEN[i].centered;
            spec.amsgrad = GOLDEN[i].amsgrad;
            /* Large, so that where it stands in the formula cannot go unseen. */
            spec.epsilon = spec.epsilon > 0 ? 1e-3 : 0;
            spec.weight_decay = j == 1 ? 0.3 : 0;
            spec.clipnorm = j == 2 ? 1.5 : 0;
            spec.clipvalue = j == 3 ? 0.02 : 0;
            spec.global_clipnorm = j == 4 ? 2 : 0;
            snprintf(name, sizeof name, "%s%s", GOLDEN[i].name, extra[j]);
            check_variant(&spec, name);
        }
    }
    struct optimizer_spec both = keras(OPTIMIZER_RMSPROP);
    both.momentum = 0.8;
    both.centered = true;
    both.epsilon = 1e-3;
    check_variant(&both, "rmsprop 0.8 centered");
}

/* ---- corners ---- */

/* A clipping that never bites leaves Adam's bits as the kernel of the lesson makes them. */
static void test_clipping_that_does_not_bite(void **state)
{
    (void)state;
    static const char *const names[] = {"plain", "clipvalue 1e30", "clipnorm 1e30",
                                        "global_clipnorm 1e30"};
    float *plain[CPU_AVX512 + 1] = {NULL};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct optimizer_spec spec = keras(OPTIMIZER_ADAM);
        struct story story;
        spec.clipvalue = i == 1 ? 1e30 : 0;
        spec.clipnorm = i == 2 ? 1e30 : 0;
        spec.global_clipnorm = i == 3 ? 1e30 : 0;
        story_make(&story, &spec);
        for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++)
            check_story(&story, isa, i == 0 ? 1 : 2, &plain[isa], names[i]);
        story_free(&story);
    }
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++)
        free(plain[isa]);
}

/* A NaN must stay visible, whatever clips; and an infinite norm makes all NaN, as TensorFlow's. */
static void test_what_is_no_number_shows(void **state)
{
    (void)state;
    for (int mode = 0; mode < 4; mode++) {
        for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
            struct optimizer_spec spec = keras(OPTIMIZER_SGD);
            struct trial trial;
            spec.clipnorm = mode == 1;
            spec.clipvalue = mode == 2;
            spec.global_clipnorm = mode == 3;
            trial_open(&trial, &SHAPE, 1, isa, 1);
            struct optimizer *optimizer = make(trial.model, &spec);
            float *values = model_values(trial.model);
            fill_block(trial.model, values, 1);
            fill_block(trial.model, model_gradient_values(trial.model), 0.5f);
            model_gradient_values(trial.model)[3] = NAN;
            optimizer_apply(optimizer, trial.model);
            assert_true(isnan(values[3]));
            assert_true(isnan(values[4]) == (mode == 3));
            fill_block(trial.model, values, 1);
            model_gradient_values(trial.model)[3] = INFINITY;
            optimizer_apply(optimizer, trial.model);
            if (mode == 2)
                trial_expect_close("a cut infinity", values[3], 0.99, 1e-7);
            else
                assert_false(isfinite(values[3]));
            assert_true(isnan(values[4]) == (mode == 3));
            optimizer_destroy(optimizer);
            trial_close(&trial);
        }
    }
}

/* The same gradient for ever: its variance is 0, and rounding must not make a root's NaN of it. */
static void test_a_gradient_without_spread(void **state)
{
    (void)state;
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
        struct optimizer_spec spec = keras(OPTIMIZER_RMSPROP);
        struct trial trial;
        spec.centered = true;
        trial_open(&trial, &SHAPE, 1, isa, 1);
        struct optimizer *optimizer = make(trial.model, &spec);
        fill_block(trial.model, model_gradient_values(trial.model), 0.3f);
        for (int step = 0; step < 500; step++)
            optimizer_apply(optimizer, trial.model);
        assert_true(isfinite(model_values(trial.model)[0]));
        optimizer_destroy(optimizer);
        trial_close(&trial);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden_values),
        cmocka_unit_test(test_transcription_of_keras),
        cmocka_unit_test(test_clipping_that_does_not_bite),
        cmocka_unit_test(test_what_is_no_number_shows),
        cmocka_unit_test(test_a_gradient_without_spread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
