/* Models and runs on paper. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/spec/settings.h"
#include "tests/spec/planned.h"
#include "tests/words/error_text.h"

static void lesson_models_have_keras_parameter_counts(void **state)
{
    (void)state;
    struct model_spec model;
    model_spec_lesson(&model, LAYER_SIMPLE_RNN, 4000, 128, 128, 100);
    assert_int_equal(layer_spec_parameters(&model.layer[0]), 512000);
    assert_int_equal(layer_spec_parameters(&model.layer[1]), 32896);
    assert_int_equal(layer_spec_parameters(&model.layer[2]), 129);
    assert_int_equal(model_spec_parameters(&model), 545025);
    model_spec_lesson(&model, LAYER_LSTM, 4000, 128, 128, 100);
    assert_int_equal(layer_spec_parameters(&model.layer[1]), 131584);
    assert_int_equal(model_spec_parameters(&model), 643713);
    assert_int_equal(model_spec_check(&model, NULL), RT_OK);
    assert_int_equal(model_spec_recurrent(&model), 1);
}

static void weights_have_keras_names_and_shapes(void **state)
{
    (void)state;
    struct model_spec model;
    struct weight_spec weight[LAYER_SPEC_MAX_WEIGHTS];
    model_spec_lesson(&model, LAYER_LSTM, 50, 7, 5, 9);
    assert_int_equal(layer_spec_weights(&model.layer[1], weight), 3);
    assert_string_equal(weight[0].name, "kernel");
    assert_true(weight[0].shape[0] == 7 && weight[0].shape[1] == 20);
    assert_string_equal(weight[1].name, "recurrent_kernel");
    assert_true(weight[1].shape[0] == 5 && weight[1].shape[1] == 20);
    assert_string_equal(weight[2].name, "bias");
    assert_true(weight[2].rank == 1 && weight[2].shape[0] == 20);
    model.layer[1] = (struct layer_spec){
        .kind = LAYER_GRU, .input = 7, .output = 10, .units = 5, .merge = MERGE_CONCAT};
    assert_int_equal(layer_spec_weights(&model.layer[1], weight), 6);
    assert_string_equal(weight[1].name, "forward_gru/recurrent_kernel");
    assert_string_equal(weight[5].name, "backward_gru/bias");
    assert_true(weight[5].rank == 2 && weight[5].shape[0] == 2 && weight[5].shape[1] == 15);
    model.layer[1] = (struct layer_spec){.kind = LAYER_ATTENTION, .input = 7, .output = 7};
    assert_int_equal(layer_spec_weights(&model.layer[1], weight), 2);
    assert_string_equal(weight[0].name, "kernel");
    assert_true(weight[0].rank == 2 && weight[0].shape[0] == 7 && weight[0].shape[1] == 1);
    assert_true(weight[1].rank == 1 && weight[1].shape[0] == 1);
    assert_int_equal(layer_spec_parameters(&model.layer[1]), 8);
}

/* What each row must have, whatever the kind: names that no other has, and all gates in every
 * order. */
static void rows_are_whole(void **state)
{
    (void)state;
    for (enum layer_kind kind = 0; kind < LAYER_KIND_COUNT; kind++) {
        const struct layer_kind_row *row = layer_kind_row(kind);
        assert_true(row->class && row->name && row->word);
        assert_int_equal(layer_kind_find(row->class), kind);
        for (enum layer_kind other = 0; other < kind; other++) {
            assert_string_not_equal(row->name, layer_kind_row(other)->name);
            assert_string_not_equal(row->word, layer_kind_row(other)->word);
        }
        assert_null(row->weight[LAYER_MOST_WEIGHTS].name);
        assert_true(layer_kind_gates(kind) <= LAYER_MOST_GATES);
        for (enum gate_order order = 0; order < GATE_ORDERS; order++) {
            size_t seen = 0;
            assert_int_equal(row->gates[order] != NULL, layer_kind_recurrent(kind));
            if (!row->gates[order])
                continue;
            assert_int_equal(strlen(row->gates[order]), layer_kind_gates(kind));
            for (size_t place = 0; place < layer_kind_gates(kind); place++) {
                const size_t gate = layer_kind_gate_at(kind, order, place);
                assert_true(gate < layer_kind_gates(kind));
                seen |= (size_t)1 << gate;
                if (order == GATES_KERAS)
                    assert_int_equal(gate, place);
            }
            assert_int_equal(seen, ((size_t)1 << layer_kind_gates(kind)) - 1);
        }
    }
    assert_int_equal(layer_kind_find("Attention"), LAYER_KIND_COUNT); /* Keras's is another */
}

/* Keras's blocks as ONNX wants them, by the description of its operators; PyTorch's order is held
 * against its own weights in tests/nn/test_gate_orders.c. */
static void onnx_has_its_gates_in_another_order(void **state)
{
    static const size_t lstm[] = {0, 3, 1, 2}; /* i o f c of i f c o */
    (void)state;
    for (size_t place = 0; place < 4; place++)
        assert_int_equal(layer_kind_gate_at(LAYER_LSTM, GATES_ONNX, place), lstm[place]);
    for (size_t place = 0; place < 3; place++)
        assert_int_equal(layer_kind_gate_at(LAYER_GRU, GATES_ONNX, place), place);
}

static void refuse(struct model_spec model, const char *word)
{
    struct rt_error error;
    assert_int_not_equal(model_spec_check(&model, &error), RT_OK);
    if (!strstr(error_text(&error), word))
        fail_msg("expected '%s' in: %s", word, error_text(&error));
}

static void impossible_models_are_refused_with_the_layer(void **state)
{
    (void)state;
    struct model_spec good, model;
    model_spec_lesson(&good, LAYER_LSTM, 4000, 128, 128, 100);
    model = good;
    model.layer[1].output = 0;
    refuse(model, "Layer 2 (LSTM)");
    model = good;
    model.layer[1].input = 64;
    refuse(model, "the layer before it gives 128");
    model = good;
    model.layer[0].input = SIZE_MAX;
    refuse(model, "Embedding");
    model = good;
    model.layers = 2;
    refuse(model, "at the end a Dense");
    model = good;
    model.maxlen = SETTINGS_MAX_LENGTH + 1;
    refuse(model, "maxlen");
    model_spec_lesson(&model, LAYER_LSTM, SETTINGS_MAX_WORDS, SETTINGS_MAX_UNITS, 1, 1);
    refuse(model, "parameters");
}

static void runs_come_back_from_json(void **state)
{
    (void)state;
    struct settings settings;
    struct run_spec runs[SETTINGS_MAX_RUNS], back;
    struct rt_error error;
    settings_init(&settings);
    settings_set(&settings, "learning-rate", "0.0003", "", NULL);
    settings_set(&settings, "padding", "pre", "", NULL);
    settings_set(&settings, "seed", "9007199254740991", "", NULL);
    assert_int_equal(planned_runs(&settings, runs), 2);
    for (size_t i = 0; i < 2; i++) {
        json_t *json = run_spec_to_json(&runs[i]);
        assert_non_null(json);
        char *text = json_dumps(json, 0);
        json_t *parsed = json_loads(text, 0, NULL);
        assert_int_equal(run_spec_from_json(parsed, &back, &error), RT_OK);
        assert_memory_equal(&back, &runs[i], sizeof back);
        /* Each key is needed: taking any away is refused. */
        const char *key;
        json_t *value;
        void *next;
        json_object_foreach_safe(json, next, key, value)
        {
            json_object_del(parsed, key);
            assert_int_equal(run_spec_from_json(parsed, &back, &error), RT_ERR_FORMAT);
            json_object_set(parsed, key, value);
        }
        free(text);
        json_decref(parsed);
        json_decref(json);
    }
    settings_free(&settings);
}

/* Sets options in turn, "name", "value", ..., NULL, and returns the first run. */
static struct run_spec run_with(const char *const *options)
{
    struct settings settings;
    struct run_spec runs[SETTINGS_MAX_RUNS];
    struct rt_error error = {0};
    settings_init(&settings);
    for (size_t i = 0; options[i]; i += 2) {
        if (settings_set(&settings, options[i], options[i + 1], options[i], &error) != RT_OK)
            fail_msg("%s", error_text(&error));
    }
    if (settings_check(&settings, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    planned_runs(&settings, runs);
    settings_free(&settings);
    return runs[0];
}

static void optimizers_and_callbacks_come_back_from_json(void **state)
{
    (void)state;
    static const char *const options[][16] = {
        {"optimizer", "sgd", "momentum", "0.9", "nesterov", "yes", "clipnorm", "1"},
        {"optimizer", "rmsprop", "rho", "0", "centered", "yes", "momentum", "0.5", "clipvalue",
         "0.1"},
        {"optimizer", "adagrad", "weight-decay", "0.01", "global-clipnorm", "3"},
        {"optimizer", "adadelta", "schedule", "cosine", "warmup", "50"},
        {"optimizer", "adamw", "amsgrad", "yes", "weight-decay", "0"},
        {"optimizer", "adamax", "schedule", "step", "decay-steps", "99", "decay-rate", "0.5"},
        {"optimizer", "nadam", "schedule", "exponential"},
        {"optimizer", "ftrl", "warmup", "7"},
        {"early-stopping", "0", "restore-best", "no", "min-delta", "0.5", "monitor", "accuracy"},
        {"reduce-lr-on-plateau", "3", "plateau-factor", "0.5", "plateau-cooldown", "2", "min-lr",
         "1e-5", "early-stopping", "4"},
        {"save-best", "yes", "monitor", "val_accuracy"},
        {"early-stopping", "auto", "restore-best", "stopped", "epochs", "auto"},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        struct run_spec run = run_with(options[i]), back;
        struct rt_error error = {0};
        json_t *json = run_spec_to_json(&run);
        char *text = json_dumps(json, 0);
        json_t *parsed = json_loads(text, 0, NULL);
        if (run_spec_from_json(parsed, &back, &error) != RT_OK)
            fail_msg("%s: %s", text, error_text(&error));
        if (memcmp(&back, &run, sizeof run) != 0)
            fail_msg("%s came back as something else", text);
        free(text);
        json_decref(parsed);
        json_decref(json);
    }
}

/* A model of before there were callbacks, schedules and clipping: the lesson's still writes so. */
static void older_runs_are_read(void **state)
{
    (void)state;
    static const char *const none[] = {NULL};
    struct run_spec run = run_with(none), back;
    struct rt_error error = {0};
    json_t *json = run_spec_to_json(&run);
    char *optimizer = json_dumps(json_object_get(json, "optimizer"), JSON_COMPACT);
    assert_string_equal(optimizer,
                        "{\"name\":\"adam\",\"learning_rate\":0.001,\"beta_1\":0.90000000000000002,"
                        "\"beta_2\":0.999,\"epsilon\":9.9999999999999995e-8}");
    assert_null(json_object_get(json, "callbacks"));
    assert_int_equal(run_spec_from_json(json, &back, &error), RT_OK);
    free(optimizer);
    json_decref(json);
}

static void hostile_runs_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *key, *json;
    } changes[] = {
        {"name", "\"\""},
        {"name", "\"a name much longer than any run's name may ever be\""},
        {"slug", "\"../../etc/passwd\""},
        {"slug", "\"\\u001b[2J\""},
        {"epochs", "100001"},
        {"epochs", "-1"},
        {"batch_size", "99999999999"},
        {"seed", "-3"},
        {"seed", "1.5"},
        {"model", "{}"},
        {"model", "{\"layers\": [], \"maxlen\": 100}"},
        {"model", "{\"layers\": 7, \"maxlen\": 100}"},
        {"data", "{\"num_words\":4000,\"maxlen\":99,\"padding\":\"post\",\"truncating\":\"pre\","
                 "\"validation_split\":0.3}"},
        {"data", "{\"num_words\":4000,\"maxlen\":100,\"padding\":\"left\",\"truncating\":\"pre\","
                 "\"validation_split\":0.3}"},
        {"data", "{\"num_words\":4000,\"maxlen\":100,\"padding\":\"post\",\"truncating\":\"pre\","
                 "\"validation_split\":1.0}"},
        {"optimizer", "{\"name\":\"adamz\",\"learning_rate\":0.1,\"beta_1\":0.9,\"beta_2\":0.9,"
                      "\"epsilon\":1e-7}"},
        {"optimizer", "{\"name\":\"sgd\",\"learning_rate\":0.1}"},
        {"optimizer", "{\"name\":\"ftrl\",\"learning_rate\":1e39}"},
        {"optimizer", "{\"name\":\"ftrl\",\"learning_rate\":1,\"clipnorm\":1,\"clipvalue\":1}"},
        {"optimizer", "{\"name\":\"ftrl\",\"learning_rate\":1,\"clipnorm\":-1}"},
        {"optimizer", "{\"name\":\"ftrl\",\"learning_rate\":1,\"schedule\":{\"name\":\"x\","
                      "\"decay_steps\":1,\"decay_rate\":0.5,\"warmup\":0}}"},
        {"optimizer", "{\"name\":\"ftrl\",\"learning_rate\":1,\"schedule\":{\"name\":\"step\","
                      "\"decay_steps\":-1,\"decay_rate\":0.5,\"warmup\":0}}"},
        {"optimizer", "{\"name\":\"ftrl\",\"learning_rate\":1,\"schedule\":{\"name\":\"step\","
                      "\"decay_steps\":1,\"decay_rate\":1.5,\"warmup\":0}}"},
        {"optimizer", "7"},
        {"callbacks", "7"},
        {"callbacks", "{\"monitor\":\"val_loss\"}"},
        {"callbacks", "{\"monitor\":\"lr\",\"save_best\":true}"},
        {"callbacks", "{\"monitor\":\"loss\",\"save_best\":true,\"early_stopping\":{"
                      "\"patience\":-2,\"min_delta\":0,\"restore_best\":true}}"},
        {"callbacks", "{\"monitor\":\"loss\",\"save_best\":true,\"reduce_lr_on_plateau\":{"
                      "\"patience\":1,\"min_delta\":0,\"factor\":1,\"cooldown\":0,\"min_lr\":0}}"},
        {"optimizer", "{\"name\":\"adamw\",\"learning_rate\":0.1,\"beta_1\":0.9,\"beta_2\":0.9,"
                      "\"epsilon\":1e-7}"},
        {"optimizer", "{\"name\":\"adam\",\"learning_rate\":-0.1,\"beta_1\":0.9,\"beta_2\":0.9,"
                      "\"epsilon\":1e-7}"},
    };
    struct settings settings;
    struct run_spec runs[SETTINGS_MAX_RUNS], back;
    settings_init(&settings);
    planned_runs(&settings, runs);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct rt_error error = {0};
        json_t *json = run_spec_to_json(&runs[1]);
        json_t *value = json_loads(changes[i].json, JSON_DECODE_ANY, NULL);
        assert_non_null(value);
        json_object_set_new(json, changes[i].key, value);
        if (run_spec_from_json(json, &back, &error) == RT_OK)
            fail_msg("accepted %s = %s", changes[i].key, changes[i].json);
        assert_true(error_text(&error)[0] != '\0');
        json_decref(json);
    }
    settings_free(&settings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lesson_models_have_keras_parameter_counts),
        cmocka_unit_test(weights_have_keras_names_and_shapes),
        cmocka_unit_test(rows_are_whole),
        cmocka_unit_test(onnx_has_its_gates_in_another_order),
        cmocka_unit_test(impossible_models_are_refused_with_the_layer),
        cmocka_unit_test(runs_come_back_from_json),
        cmocka_unit_test(optimizers_and_callbacks_come_back_from_json),
        cmocka_unit_test(older_runs_are_read),
        cmocka_unit_test(hostile_runs_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
