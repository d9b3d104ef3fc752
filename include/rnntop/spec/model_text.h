/*
 * model_text: a model as a line that a person types, and back.
 *
 *     embedding:128,bidirectional(lstm:64):merge=sum,lstm:32:dropout=0.2,dense:16:activation=relu
 *
 * Layers by commas; the fields of a layer by colons: its size or rate first, the others name=value,
 * or a name alone for what is on. return_sequences is never written: a recurrent layer gives every
 * step where what is behind it reads steps. The last Dense(1, sigmoid) may be left out. The number
 * of words and the length of the reviews come from the data's settings.
 */
#ifndef RNNTOP_SPEC_MODEL_TEXT_H
#define RNNTOP_SPEC_MODEL_TEXT_H

#include "rnntop/spec/model_spec.h"
#include "rnntop/spec/run_spec.h"

#define MODEL_TEXT_SIZE 1024 /* holds every model of MODEL_SPEC_MAX_LAYERS layers */

/* Sets return_sequences of each recurrent layer: true where the layer behind it reads steps. */
void model_spec_infer_sequences(struct model_spec *model);

/* Reads the text into a model that has passed model_spec_check(). RT_ERR_USAGE when it is no model:
 * the error's sentence begins with the subject ("--model") and names the layer and the reason;
 * where the error is within ERR_IN_MODEL, the subject is its part. */
enum rt_status model_text_parse(const char *text, size_t num_words, size_t maxlen,
                                struct model_spec *model, const char *subject,
                                struct rt_error *error);

/* Writes the shortest text that reads back the same, the last layer included. Returns out. */
char *model_text_print(const struct model_spec *model, char out[MODEL_TEXT_SIZE]);

/* "LSTM", "BiLSTM", "LSTM x2", "BiLSTM+LSTM": what is recurrent in it, for a run's name; where that
 * is too long, what begins it and how many follow: "BiLSTM +3". Returns out. */
char *model_text_label(const struct model_spec *model, char out[RUN_NAME_SIZE]);

#endif
