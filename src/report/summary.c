#include "config.h"

#include "rnntop/report/summary.h"

#include <string.h>

#define WIDTH 65 /* Keras's line_length for a sequential model */

static const size_t column_end[] = {29, 55, WIDTH}; /* int(65 * {0.45, 0.85, 1}) */

void summary_number(size_t number, char out[SUMMARY_NUMBER_SIZE])
{
    char digits[SUMMARY_NUMBER_SIZE];
    size_t length = (size_t)snprintf(digits, sizeof digits, "%zu", number);
    size_t written = 0;
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            out[written++] = ',';
        out[written++] = digits[i];
    }
    out[written] = '\0';
}

static void print_rule(FILE *out, char character)
{
    char rule[WIDTH + 1];
    memset(rule, character, WIDTH);
    rule[WIDTH] = '\0';
    fprintf(out, "%s\n", rule);
}

/* As Keras's print_row: each field is cut and padded to its column's end, and the place before the
 * next field is a blank. */
static void print_row(FILE *out, const char *const field[3])
{
    char line[WIDTH + 1];
    size_t begin = 0;
    memset(line, ' ', WIDTH);
    line[WIDTH] = '\0';
    for (size_t i = 0; i < 3; i++) {
        size_t length = strlen(field[i]);
        size_t room = column_end[i] - begin;
        memcpy(line + begin, field[i], length < room ? length : room);
        begin = column_end[i];
        if (i < 2)
            line[begin - 1] = ' ';
    }
    fprintf(out, "%s\n", line);
}

/* "lstm", and "lstm_1" for the second of its name. */
static void layer_title(const struct model_spec *model, size_t i, char *out, size_t size)
{
    const char *name = layer_spec_name(&model->layer[i]);
    char number[24] = "";
    size_t before = 0;
    for (size_t j = 0; j < i; j++)
        before += strcmp(layer_spec_name(&model->layer[j]), name) == 0;
    if (before > 0)
        snprintf(number, sizeof number, "_%zu", before);
    snprintf(out, size, "%s%s (%s)", name, number, layer_spec_class(&model->layer[i]));
}

static void print_layer(FILE *out, const struct model_spec *model, size_t i)
{
    const struct layer_spec *layer = &model->layer[i];
    char title[64], shape[64], parameters[SUMMARY_NUMBER_SIZE];
    layer_title(model, i, title, sizeof title);
    snprintf(shape, sizeof shape,
             model_spec_sequences(model, i) ? "(None, None, %zu)" : "(None, %zu)", layer->output);
    snprintf(parameters, sizeof parameters, "%zu", layer_spec_parameters(layer));
    print_row(out, (const char *const[]){title, shape, parameters});
}

void summary_print(FILE *out, const struct model_spec *model, const char *name)
{
    char total[SUMMARY_NUMBER_SIZE];
    summary_number(model_spec_parameters(model), total);
    fprintf(out, "Model: \"%s\"\n", name);
    print_rule(out, '_');
    print_row(out, (const char *const[]){"Layer (type)", "Output Shape", "Param #"});
    print_rule(out, '=');
    for (size_t i = 0; i < model->layers; i++) {
        print_layer(out, model, i);
        print_rule(out, i + 1 < model->layers ? '_' : '=');
    }
    fprintf(out, "Total params: %s\n", total);
    fprintf(out, "Trainable params: %s\n", total);
    fprintf(out, "Non-trainable params: 0\n");
    print_rule(out, '_');
}
