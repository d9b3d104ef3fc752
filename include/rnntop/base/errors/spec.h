/* Errors of spec; see rnntop/base/errors.h. Where a value is the subject of a sentence it is what
 * was typed: "--units", or "units" in a file and in a run's line. */

/* A setting's value: "" where none was given. */
RT_ERROR(SETTING_UNKNOWN, USAGE, (T, T),
         "{1} is no setting; rnntop --help lists them.{2: Did you mean ~?}")
RT_ERROR(SETTING_NO_FLAG, USAGE, (W, T), "{1} takes yes or no{2:, not '*'}.")
RT_ERROR(SETTING_NO_WHOLE, USAGE, (W, N, N, T),
         "{1} takes a whole number from {2} to {3}{4:, not '*'}.")
RT_ERROR(SETTING_NO_SIZE, USAGE, (W, N, N, W, T),
         "{1} takes a whole number from {2} to {3}, or {4}{5:, not '*'}.")
RT_ERROR(SETTING_NO_NUMBER, USAGE, (W, R, R, T),
         "{1} takes a number above {2} and up to {3}{4:, not '*'}.")
RT_ERROR(SETTING_NO_SHARE, USAGE, (W, R, R, T),
         "{1} takes a number from {2} to below {3}{4:, not '*'}.")
RT_ERROR(SETTING_NO_CHOICE, USAGE, (W, W, T, W),
         "{1} takes one of {2}{3:, not '*'}.{4: Did you mean ~?}")
RT_ERROR(SETTING_NO_MODELS, USAGE, (W, W, T, W),
         "{1} takes a list by commas, each once, of {2}{3:, not '*'}.{4: Did you mean ~?}")
RT_ERROR(SETTING_NO_SIZES, USAGE, (W, W, N, N, N, T),
         "{1} takes {2}, or up to {3} whole numbers from {4} to {5} by commas{6:, not '*'}.")
RT_ERROR(SETTING_NO_LINE, USAGE, (W, N, T),
         "{1} takes a text that is not empty, at most {2} times{3:, not '*'}.")
RT_ERROR(SETTING_NO_TEXT, USAGE, (W, T), "{1} takes a text that is not empty{2:, not '*'}.")
RT_ERROR(SETTING_NO_FIELD, USAGE, (W, N, T), "{1} takes a text of 1 to {2} bytes{3:, not '*'}.")

/* Where it stands. */
RT_ERROR(OPTION_UNKNOWN, USAGE, (T, W, W),
         "{1} is no option of {2}; see {2} --help.{3: Did you mean ~?}")
RT_ERROR(OPTION_NOT_TOLD_APART, USAGE, (T, W), "{1} may be {2:~}; write more of it.")
RT_ERROR(OPTION_OF_OTHERS, USAGE, (T, W, W), "{1} is no option of {2}, but of {3:~}.")
RT_ERROR(SETTING_LACKS_TEXT, USAGE, (T, W), "{1} needs a value, as in {1} {2}.")
RT_ERROR(SETTING_LACKS_VALUE, USAGE, (), "{reason} No value is given.") /* put around another */
RT_ERROR(SETTING_OF_SESSION, USAGE, (T), "{1} belongs to the whole session, not to one run.")
RT_ERROR(SWEEP_LACKS_VALUES, USAGE, (), "a setting and its values are needed, as in units=32,64.")
RT_ERROR(IN_CONFIG_FILE, USAGE, (), "{path}, line {line}: {reason}")
RT_ERROR(IN_RUN, USAGE, (), "--run '{part}': {reason}")
RT_ERROR(IN_SWEEP, USAGE, (), "--sweep '{part}': {reason}")
RT_ERROR(IN_MODEL, USAGE, (), "{part}: {reason}")
RT_ERROR(IN_MODEL_OF_CONFIG_FILE, USAGE, (), "{path}, line {line}: {part}: {reason}")
RT_ERROR(IN_MODEL_OF_RUN, USAGE, (), "--run '{part}': the model: {reason}")
RT_ERROR(CONFIG_FILE_NOT_READ, IO, (E), "Can't read the settings in {path}: {1}.")
RT_ERROR(CONFIG_LINE_TOO_LONG, FORMAT, (), "{path}, line {line} is too long for a setting.")

/* What says nothing beside the others. */
RT_ERROR(SETTING_NEEDS_TEXTS, USAGE, (W),
         "{1} is for texts and says nothing to ids or to the demo corpus, which have a test set of "
         "their own: leave it out, or name texts with --data.")
RT_ERROR(SETTING_NEEDS_NAMED_MODEL, USAGE, (W),
         "{1} says nothing to a model that is written out layer by layer: write it into the model, "
         "as in embedding:64:mask_zero,lstm:32.")
RT_ERROR(SETTING_NEEDS_OPTIMIZER, USAGE, (W, W, W, W),
         "The optimizer {1} has no {2}: leave {3} out, or take --optimizer {4}.")
RT_ERROR(SETTING_NEEDS_SCHEDULE, USAGE, (W),
         "{1} belongs to a schedule: give --schedule exponential, cosine or step too.")
RT_ERROR(SETTING_NEEDS_DECAY, USAGE, (W, W),
         "{1} belongs to --schedule exponential or step, not to {2}.")
RT_ERROR(SETTING_NEEDS_MONITORING, USAGE, (W),
         "{1} says nothing by itself: give --early-stopping, --reduce-lr-on-plateau or --save-best "
         "too.")
RT_ERROR(SETTING_NEEDS_PATIENCE, USAGE, (W),
         "{1} says nothing by itself: give --early-stopping or --reduce-lr-on-plateau too.")
RT_ERROR(SETTING_NEEDS_EARLY_STOPPING, USAGE, (W),
         "{1} says nothing by itself: give --early-stopping too.")
RT_ERROR(SETTING_NEEDS_PLATEAU, USAGE, (W),
         "{1} says nothing by itself: give --reduce-lr-on-plateau too.")
RT_ERROR(NESTEROV_NEEDS_MOMENTUM, USAGE, (),
         "--nesterov needs a momentum: give --momentum 0.9 too.")
RT_ERROR(
    MONITOR_NEEDS_VALIDATION, USAGE, (W),
    "Without validation reviews there is no {1} to look at: take --monitor loss or accuracy, or "
    "a --validation-split above 0.")
RT_ERROR(SEVERAL_CLIPPINGS, USAGE, (),
         "Of --clipnorm, --clipvalue and --global-clipnorm only one may be given.")
RT_ERROR(SCHEDULE_AND_PLATEAU, USAGE, (),
         "--schedule and --reduce-lr-on-plateau both decide the learning rate: leave one of them "
         "out.")

/* The runs that are asked for. */
RT_ERROR(TOO_MANY_LAYERS, USAGE, (N),
         "A model has at most {1} layers; choose fewer of layers and dense.")
RT_ERROR(TOO_MANY_RUNS, USAGE, (N),
         "More than {1} runs are asked for; a session holds no more. Ask for fewer values, runs or "
         "seeds.")
RT_ERROR(RUNS_ARE_THE_SAME, USAGE, (N, N, W),
         "Runs {1} and {2} ({3}) are the same in every setting that matters to them; --seeds "
         "repeats a run with other seeds.")
RT_ERROR(NO_MEMORY_FOR_SETTINGS, MEMORY, (), "There is no memory for the settings of another run.")
RT_ERROR(NO_MEMORY_FOR_RUN, MEMORY, (), "There is no memory for --run.")

/* A run's written form. Where {1} is a text, it says what jansson misses. */
RT_ERROR(RUN_JSON, FORMAT, (T), "the run: {1}.")
RT_ERROR(RUN_NAME_NOT_PLAIN, FORMAT, (N), "the run's name is not 1 to {1} plain characters.")
RT_ERROR(RUN_SIDE_UNKNOWN, FORMAT, (), "padding and truncating are pre or post.")
RT_ERROR(RUN_NEGATIVE, FORMAT, (), "the run has a negative size.")
RT_ERROR(RUN_SIZES_DIFFER, FORMAT, (), "the run's data and its model differ in size.")
RT_ERROR(RUN_OUT_OF_RANGE, FORMAT, (), "the run has a setting out of its range.")
RT_ERROR(RUN_VALUE_UNKNOWN, UNSUPPORTED, (W), "this version knows no such {1} as the run's.")
RT_ERROR(RUN_TEXT_JSON, FORMAT, (T), "the run's text: {1}.")
RT_ERROR(RUN_TEXT_NAME_UNKNOWN, FORMAT, (),
         "the run's text: lower is unicode, ascii or none, and header auto, yes or no.")
RT_ERROR(RUN_TEXT_OUT_OF_RANGE, FORMAT, (), "the run's text has a setting out of its range.")
RT_ERROR(RUN_OPTIMIZER_LACKS_NAME, FORMAT, (), "the run's optimizer has no name.")
RT_ERROR(RUN_OPTIMIZER_UNKNOWN, UNSUPPORTED, (),
         "this version knows no such optimizer as the run's.")
RT_ERROR(RUN_OPTIMIZER_NO_NUMBER, FORMAT, (W), "the run's optimizer: \"{1}\" is no number.")
RT_ERROR(RUN_OPTIMIZER_OUT_OF_RANGE, FORMAT, (W),
         "the run's optimizer: \"{1}\" is out of its range.")
RT_ERROR(RUN_OPTIMIZER_CLIPS_TWICE, FORMAT, (), "the run's optimizer clips in more than one way.")
RT_ERROR(RUN_SCHEDULE_JSON, FORMAT, (T), "the run's schedule: {1}.")
RT_ERROR(RUN_SCHEDULE_UNKNOWN, UNSUPPORTED, (),
         "this version knows no such learning-rate schedule as the run's.")
RT_ERROR(RUN_SCHEDULE_OUT_OF_RANGE, FORMAT, (), "the run's schedule has a figure out of its range.")
RT_ERROR(RUN_CALLBACKS_JSON, FORMAT, (T), "the run's callbacks: {1}.")
RT_ERROR(RUN_MONITOR_UNKNOWN, UNSUPPORTED, (), "this version can't monitor what the run does.")
RT_ERROR(RUN_STOPPING_JSON, FORMAT, (T), "the run's early stopping: {1}.")
RT_ERROR(RUN_STOPPING_OUT_OF_RANGE, FORMAT, (),
         "the run's early stopping has a figure out of its range.")
RT_ERROR(RUN_PLATEAU_JSON, FORMAT, (T), "the run's plateau: {1}.")
RT_ERROR(RUN_PLATEAU_OUT_OF_RANGE, FORMAT, (), "the run's plateau has a figure out of its range.")

/* A model that is written out: the subject, the layer's number and its text come first. */
RT_ERROR(LAYER_MISSING, USAGE, (W, N), "{1}: layer {2} is missing.")
RT_ERROR(LAYER_ONE_TOO_MANY, USAGE, (W, N, T, N),
         "{1}: layer {2}, {3}: a model has at most {4} {4:layer|layers}.")
RT_ERROR(LAYER_NO_EMBEDDING, USAGE, (W, N, T),
         "{1}: layer {2}, {3}: a model begins with the word vectors, as in embedding:128.")
RT_ERROR(LAYER_UNKNOWN, USAGE, (W, N, T, T, W, W),
         "{1}: layer {2}, {3}: there is no layer '{4}'; a layer is {5:~}.{6: Did you mean ~?}")
RT_ERROR(LAYER_HAS_NO_SIZE, USAGE, (W, N, T, T),
         "{1}: layer {2}, {3}: it has no size, so '{4}' says nothing to it.")
RT_ERROR(LAYER_NO_RATE, USAGE, (W, N, T, T),
         "{1}: layer {2}, {3}: it drops a part from 0 to below 1, not '{4}'.")
RT_ERROR(LAYER_NO_SIZE, USAGE, (W, N, T, N, T),
         "{1}: layer {2}, {3}: its size is a whole number from 1 to {4}, not '{5}'.")
RT_ERROR(LAYER_LACKS_SIZE, USAGE, (W, N, T, W),
         "{1}: layer {2}, {3}: its size is missing, as in {4}:64.")
RT_ERROR(LAYER_FIELD_UNKNOWN, USAGE, (W, N, T, T, W),
         "{1}: layer {2}, {3}: it has no field '{4}'.{5: Did you mean ~?}")
RT_ERROR(LAYER_FIELD_NO_VALUE, USAGE, (W, N, T, W, T, W),
         "{1}: layer {2}, {3}: its {4} can't be '{5}'.{6: Did you mean ~?}")
RT_ERROR(LAYER_FIELD_FOLLOWS, USAGE, (W, N, T),
         "{1}: layer {2}, {3}: return_sequences follows from the layers behind it and is not "
         "written.")
RT_ERROR(LAYER_MERGE_ELSEWHERE, USAGE, (W, N, T),
         "{1}: layer {2}, {3}: merge belongs behind bidirectional(...).")
RT_ERROR(LAYER_NO_BRACKETS, USAGE, (W, N, T),
         "{1}: layer {2}, {3}: a layer stands in brackets behind it, as in bidirectional(lstm:64).")
RT_ERROR(LAYER_NOT_BIDIRECTIONAL, USAGE, (W, N, T, W),
         "{1}: layer {2}, {3}: what goes in both directions is {4:~}.")
RT_ERROR(LAYER_NO_MERGE, USAGE, (W, N, T, T),
         "{1}: layer {2}, {3}: behind the bracket only :merge=... may stand, not '{4}'.")
RT_ERROR(LAYER_MERGE_UNKNOWN, USAGE, (W, N, T, T),
         "{1}: layer {2}, {3}: its halves are joined by concat, sum, mul or ave, not '{4}'.")

/* A model that can't be built. A layer is told by its number and its class. */
RT_ERROR(MODEL_ENDS, UNSUPPORTED, (),
         "A model is an Embedding, one or more of SimpleRNN, LSTM and GRU, and at the end a Dense; "
         "this one is not.")
RT_ERROR(MODEL_HEAD, UNSUPPORTED, (),
         "The last layer is Dense(1, sigmoid), or Dense(K, softmax) for K classes.")
RT_ERROR(MODEL_LENGTH, UNSUPPORTED, (N, N), "maxlen is {1}; 1 to {2} are possible.")
RT_ERROR(MODEL_TOO_LARGE, MEMORY, (N, N),
         "The model has {1} parameters; {2} are possible. Choose fewer units or words.")
RT_ERROR(LAYER_INPUTS, UNSUPPORTED, (N, W, N, N),
         "Layer {1} ({2}) takes {3} {3:input|inputs}; 1 to {4} are possible.")
RT_ERROR(LAYER_UNITS, UNSUPPORTED, (N, W, N, N),
         "Layer {1} ({2}) has {3} {3:unit|units}; 1 to {4} are possible.")
RT_ERROR(LAYER_OUTPUT, FORMAT, (N, W, N, N),
         "Layer {1} ({2}) says that it gives {3}, but gives {4}.")
RT_ERROR(LAYER_RATE, UNSUPPORTED, (N, W),
         "Layer {1} ({2}) drops a part that is not from 0 to below 1.")
RT_ERROR(LAYER_OPTION_UNKNOWN, UNSUPPORTED, (N, W),
         "Layer {1} ({2}) is told something that such a layer does not know.")
RT_ERROR(LAYER_SOFTMAX, UNSUPPORTED, (N, W),
         "Layer {1} ({2}) has the activation softmax, which is for the last Dense.")
RT_ERROR(LAYER_EMBEDDING_NOT_FIRST, UNSUPPORTED, (N),
         "Layer {1} is an Embedding; it can only be the first.")
RT_ERROR(LAYER_DOES_NOT_FIT, UNSUPPORTED, (N, W, N, N),
         "Layer {1} ({2}) takes {3} {3:input|inputs}, but the layer before it gives {4}.")
RT_ERROR(LAYER_READS_STEPS, UNSUPPORTED, (N, W),
         "Layer {1} ({2}) reads every step, but the layer before it gives the last one alone.")
RT_ERROR(LAYER_READS_ROW, UNSUPPORTED, (N, W),
         "Layer {1} ({2}) reads one vector, but the layer before it gives one for each step; put a "
         "recurrent layer or a pooling between them.")

/* A model's written form. */
RT_ERROR(MODEL_JSON, FORMAT, (T), "the model: {1}.")
RT_ERROR(MODEL_JSON_SIZE, FORMAT, (N), "the model has more layers than {1}, or no length.")
RT_ERROR(LAYER_JSON, FORMAT, (N, T), "layer {1} of the model: {2}.")
RT_ERROR(LAYER_JSON_NEGATIVE, FORMAT, (N), "layer {1} of the model has a negative size.")
RT_ERROR(LAYER_JSON_UNKNOWN, UNSUPPORTED, (N),
         "layer {1} of the model is a kind that this version doesn't know.")
