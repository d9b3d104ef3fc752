/* A model as a line of text, and back; what a wrong one is told; what runs are called. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/spec/model_text.h"
#include "tests/words/error_text.h"

static void parse(const char *text, struct model_spec *model)
{
    struct rt_error error = {0};
    if (model_text_parse(text, 4000, 100, model, "--model", &error) != RT_OK)
        fail_msg("%s was refused: %s", text, error_text(&error));
}

static void every_layer_and_field_comes_back(void **state)
{
    static const char *const texts[] = {
        "embedding:128,lstm:128,dense:1",
        "embedding:128,bidirectional(lstm:64),lstm:32,dropout:0.5,dense:1",
        "embedding:8:mask_zero,gru:4:activation=relu:dropout=0.2:recurrent_dropout=0.25:"
        "go_backwards,dense:1",
        "embedding:8,bidirectional(gru:64:recurrent_activation=hard_sigmoid):merge=sum,dense:1",
        "embedding:8,spatial_dropout:0.2,simplernn:3,max_pooling,dense:32:activation=relu,dense:1",
        "embedding:8,bidirectional(simplernn:3):merge=ave,average_pooling,dropout:0.125,dense:4,"
        "dense:1",
        "embedding:8:mask_zero,lstm:3,attention,dense:1",
        "embedding:8,lstm:3,dense:4:activation=softmax",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct model_spec model;
        char text[MODEL_TEXT_SIZE];
        parse(texts[i], &model);
        assert_string_equal(model_text_print(&model, text), texts[i]);
    }
}

static void defaults_and_the_head_are_keras(void **state)
{
    struct model_spec model, lesson;
    char text[MODEL_TEXT_SIZE];
    (void)state;
    parse("embedding:128,lstm:128", &model);
    model_spec_lesson(&lesson, LAYER_LSTM, 4000, 128, 128, 100);
    assert_memory_equal(&model, &lesson, sizeof model);
    parse("embedding:128,gru:16,dense:5", &model); /* hidden: a head is put on it */
    assert_int_equal(model.layers, 4);
    assert_int_equal(model.layer[2].activation, ACTIVATION_LINEAR);
    assert_int_equal(model.layer[3].activation, ACTIVATION_SIGMOID);
    assert_string_equal(model_text_print(&model, text), "embedding:128,gru:16,dense:5,dense:1");
    parse("embedding:4:mask_zero=no,lstm:2:go_backwards=yes", &model);
    assert_string_equal(model_text_print(&model, text), "embedding:4,lstm:2:go_backwards,dense:1");
}

static void classes_of_keras_are_known(void **state)
{
    struct model_spec ours, keras;
    (void)state;
    parse("embedding:8,spatial_dropout:0.2,bidirectional(gru:4),max_pooling,dropout:0.5,dense:3",
          &ours);
    parse("Embedding:8,SpatialDropout1D:0.2,Bidirectional(GRU:4),GlobalMaxPooling1D,Dropout:0.5,"
          "Dense:3",
          &keras);
    assert_memory_equal(&ours, &keras, sizeof ours);
    parse("embedding:8,simplernn:4,average_pooling", &ours);
    parse("embedding:8,SimpleRNN:4,globalaveragepooling1d", &keras);
    assert_memory_equal(&ours, &keras, sizeof ours);
}

static void sequences_follow_from_what_is_behind(void **state)
{
    struct model_spec model;
    (void)state;
    parse("embedding:8,lstm:4,dropout:0.5,gru:3,dense:2", &model);
    assert_true(model.layer[1].return_sequences);
    assert_false(model.layer[3].return_sequences);
    parse("embedding:8,lstm:4,spatial_dropout:0.5,max_pooling", &model);
    assert_true(model.layer[1].return_sequences);
    parse("embedding:8,lstm:4,dropout:0.5,attention", &model);
    assert_true(model.layer[1].return_sequences);
    assert_int_equal(model.layer[3].output, 4);
    parse("embedding:8,bidirectional(lstm:4),lstm:4", &model);
    assert_true(model.layer[1].return_sequences);
    assert_int_equal(model.layer[1].output, 8);
    assert_int_equal(model.layer[2].input, 8);
}

static void what_is_wrong_names_the_layer_and_the_reason(void **state)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"", "--model: layer 1 is missing."},
        {"embedding:8,,lstm:4", "--model: layer 2 is missing."},
        {"embedding:8,lstm:4,", "--model: layer 3 is missing."},
        {"lstm:4", "layer 1, lstm:4: a model begins with the word vectors, as in embedding:128."},
        {"embedding:8,lsmt:4", "layer 2, lsmt:4: there is no layer 'lsmt'; a layer is embedding, "},
        {"embedding:8,lstm", "layer 2, lstm: its size is missing, as in lstm:64."},
        {"embedding:8,lstm:0", "its size is a whole number from 1 to 8192, not '0'."},
        {"embedding:8,lstm:-3", "its size is a whole number from 1 to 8192, not '-3'."},
        {"embedding:8,lstm:9999999999", "its size is a whole number from 1 to 8192"},
        {"embedding:8,lstm:x", "its size is a whole number from 1 to 8192, not 'x'."},
        {"embedding:8,lstm:4:wibble", "it has no field 'wibble'."},
        {"embedding:8,lstm:4:wibble=3", "it has no field 'wibble'."},
        {"embedding:8,lstm:4:activation=tahn",
         "its activation can't be 'tahn'. Did you mean tanh?"},
        {"embedding:8,simplernn:4:recurrent_activation=tanh", "no field 'recurrent_activation'"},
        {"embedding:8,lstm:4:dropout=1", "its dropout can't be '1'."},
        {"embedding:8,lstm:4:dropout", "its dropout can't be ''."},
        {"embedding:8,lstm:4:return_sequences", "follows from the layers behind it"},
        {"embedding:8,lstm:4:merge=sum", "merge belongs behind bidirectional(...)."},
        {"embedding:8,dropout:1,lstm:4", "it drops a part from 0 to below 1, not '1'."},
        {"embedding:8,max_pooling:3,lstm:4", "it has no size"},
        {"embedding:8,lstm:4,attention:3", "it has no size, so '3' says nothing to it."},
        {"embedding:8,lstm:4,attention,attention", "Layer 4 (AttentionPooling) reads every step"},
        {"embedding:8,lsmt:4",
         "a layer is embedding, spatial_dropout, simplernn, lstm, gru, bidirectional(...), "
         "max_pooling, average_pooling, attention, dropout or dense. Did you mean lstm?"},
        {"embedding:8,lstm:4:dropuot=0.1", "no field 'dropuot'. Did you mean dropout?"},
        {"embedding:8,bidirectionl(lstm:4)", "Did you mean bidirectional?"},
        {"embedding:8,bidirectional", "a layer stands in brackets"},
        {"embedding:8,bidirectional(lstm:4", "a layer stands in brackets"},
        {"embedding:8,bidirectional(dense:4)",
         "what goes in both directions is simplernn, lstm or gru."},
        {"embedding:8,bidirectional(lstm:4):merge=add", "joined by concat, sum, mul or ave"},
        {"embedding:8,bidirectional(lstm:4):sum", "only :merge=... may stand, not ':sum'."},
        {"embedding:8,dense:4,lstm:4", "Layer 2 (Dense) reads one vector"},
        {"embedding:8,lstm:4,max_pooling,gru:2", "Layer 4 (GRU) reads every step"},
        {"embedding:8,embedding:8,lstm:4", "Layer 2 is an Embedding; it can only be the first."},
        {"embedding:8,max_pooling", "one or more of SimpleRNN, LSTM and GRU"},
        {"embedding:8,lstm:4,\x1b[2J", "there is no layer"},
        {"embedding:8,lstm:1,lstm:1,lstm:1,lstm:1,lstm:1,lstm:1,lstm:1,lstm:1,lstm:1,lstm:1,"
         "lstm:1,lstm:1,lstm:1,lstm:1,lstm:1",
         "a model has at most 16 layers"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct model_spec model = {.layers = 77};
        struct rt_error error = {0};
        enum rt_status status =
            model_text_parse(cases[i].text, 4000, 100, &model, "--model", &error);
        if (status != RT_ERR_USAGE || !strstr(error_text(&error), cases[i].expected) ||
            strchr(error_text(&error), '\x1b') || model.layers != 77)
            fail_msg("'%s': expected '%s', got '%s'", cases[i].text, cases[i].expected,
                     error_text(&error));
    }
}

static void the_longest_model_fits_its_text(void **state)
{
    char text[4 * MODEL_TEXT_SIZE] = "embedding:8192:mask_zero", back[MODEL_TEXT_SIZE];
    struct model_spec model;
    (void)state;
    for (size_t i = 2; i < MODEL_SPEC_MAX_LAYERS; i++)
        strcat(text, ",bidirectional(lstm:16:activation=softsign:dropout=0.1)");
    strcat(text, ",dense:1");
    parse(text, &model);
    assert_string_equal(model_text_print(&model, back), text);
}

static void labels_tell_what_is_recurrent(void **state)
{
    static const char *const cases[][2] = {
        {"embedding:8,simplernn:4", "SimpleRNN"},
        {"embedding:8,lstm:4", "LSTM"},
        {"embedding:8,lstm:4,dropout:0.5,lstm:4", "LSTM x2"},
        {"embedding:8,bidirectional(gru:4)", "BiGRU"},
        {"embedding:8,bidirectional(lstm:4),lstm:4", "BiLSTM+LSTM"},
        {"embedding:8,bidirectional(lstm:4),bidirectional(lstm:4),lstm:4,gru:4",
         "BiLSTM x2+LSTM +1"},
        {"embedding:8,bidirectional(simplernn:4),simplernn:4,simplernn:4", "BiSimpleRNN +2"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct model_spec model;
        char label[RUN_NAME_SIZE];
        parse(cases[i][0], &model);
        assert_string_equal(model_text_label(&model, label), cases[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_layer_and_field_comes_back),
        cmocka_unit_test(defaults_and_the_head_are_keras),
        cmocka_unit_test(classes_of_keras_are_known),
        cmocka_unit_test(sequences_follow_from_what_is_behind),
        cmocka_unit_test(what_is_wrong_names_the_layer_and_the_reason),
        cmocka_unit_test(the_longest_model_fits_its_text),
        cmocka_unit_test(labels_tell_what_is_recurrent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
