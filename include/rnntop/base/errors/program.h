/* Errors of the program's commands; see rnntop/base/errors.h. */
RT_ERROR(COMMAND_USED_OTHERWISE, USAGE, (W, W, N),
         "{1} is used as: rnntop {1} {2}, not with {3} {3:argument|arguments}; see rnntop {1} "
         "--help.")
RT_ERROR(COMMAND_TAKES_OPTIONS, USAGE, (W, T),
         "{1} takes options only, not '{2}'; see rnntop {1} --help.")
RT_ERROR(COMMAND_UNKNOWN, USAGE, (T, W),
         "'{1}' is no command of rnntop; see rnntop --help.{2: Did you mean ~?}")
RT_ERROR(COMMAND_IS_FIRST, USAGE, (W), "A command stands before its options: rnntop {1} ...")
RT_ERROR(COMMAND_IS_DATA, USAGE, (W, P),
         "{2} is read with --data before it: {1} --data {2}")
RT_ERROR(SIGNALS_NOT_HANDLED, IO, (E), "Can't handle signals: {1}.")
RT_ERROR(SIGNALS_NO_PIPE, IO, (E), "Can't make a pipe: {1}.")
RT_ERROR(SIGNALS_NO_THREAD, MEMORY, (), "The system gives no thread for signals.")
RT_ERROR(RUNS_NO_MEMORY, MEMORY, (), "There is no memory for the runs.")
RT_ERROR(OUTPUT_FAILED, IO, (E), "Standard output can't be written: {1}.")
RT_ERROR(OUTPUT_CLOSED, IO, (), "Standard output was closed; training stopped.")
RT_ERROR(TRAIN_OUTPUT_FAILED, IO, (E),
         "Standard output can't be written: {1}; training stopped.")
RT_ERROR(WATCH_ASKS_NOBODY, UNSUPPORTED, (),
         "This is only watched: nothing can be asked of it from here.")
RT_ERROR(WATCH_NO_INPUT, USAGE, (),
         "rnntop watch - reads events from standard input, which is a terminal here: rnntop train "
         "--json=steps | rnntop watch -.")
RT_ERROR(WATCH_CANT_READ, IO, (E), "{path} can't be read: {1}.")
RT_ERROR(WATCH_NO_THREAD, MEMORY, (E), "There is no thread to read with: {1}.")
RT_ERROR(WATCH_OUTPUT_CLOSED, IO, (), "Standard output was closed.")
RT_ERROR(SCREEN_MISSING, IO, (), "{reason} Going on without a screen.") /* put around another */

/* eval and predict; {path} is the model's file or the data. */
RT_ERROR(
    EVAL_OTHER_CLASSES, USAGE, (N, N),
    "{path}: it has {1} {1:class|classes}, and the model was trained on {2}; name the data that "
    "it was trained on.")
RT_ERROR(EVAL_NO_DATA, IO, (T, P),
         "{path} was trained on {1}{2:, in *}, which is not at hand: name it with --data.")
RT_ERROR(EVAL_DATA_CHANGED, FORMAT, (T, P),
         "{path} was trained on {1}, and its test rows are no longer those of {2}: name the data that "
         "it was trained on with --data, or {2} to score it all the same.")
RT_ERROR(DATA_WOULD_STOP, FORMAT, (), /* told beside what was read */
         "More than 1 % of the rows can't be used: training stops at that, unless --skip-bad-rows is "
         "given.")
RT_ERROR(EVAL_OTHER_DATA, USAGE, (T, T), /* told beside the figures */
         "{path} was trained on {1}, and is evaluated on {2}, whose words have other numbers: name "
         "its own data with --data.")
RT_ERROR(
    PREDICT_NO_WORDS, UNSUPPORTED, (),
    "{path} holds no words, so it can't read texts: its data had none, or an older rnntop wrote "
    "it. Train it again, with imdb_word_index.json beside imdb.npz.")
RT_ERROR(PREDICT_IS_FILE, USAGE, (P, P),
         "{1} is a file, not a text; its lines are read with rnntop predict {2} < {1}")
RT_ERROR(PREDICT_NO_MEMORY, MEMORY, (N), "There is no memory for {1} {1:text|texts}.")
RT_ERROR(PREDICT_INPUT_FAILED, IO, (E), "Standard input can't be read: {1}.")

/* fetch. */
RT_ERROR(FETCH_UNKNOWN, USAGE, (T), "'{1}' can't be fetched; what can is: rnntop fetch imdb.")
RT_ERROR(FETCH_NO_ADDRESS, USAGE, (T),
         "--url takes an address that begins with https:// or http://, not '{1}'.")
RT_ERROR(FETCH_FROM_NOT_FOUND, IO, (E), "--from names {path}: {1}.")
RT_ERROR(FETCH_FROM_HOLDS_NEITHER, IO, (W, W), "The folder {path} holds neither {1} nor {2}.")
RT_ERROR(FETCH_FROM_IS_NEITHER, FORMAT, (W, W),
         "{path} is neither {1} nor {2} as Keras publishes them: size or checksum differ; get the "
         "file again.")
/* Told while it works and beside its errors. */
RT_ERROR(FETCH_BEGINS, IO, (T, N), "Fetching {1}: {2:,} {2:byte|bytes}")
RT_ERROR(FETCH_GOES_ON, IO, (T, N, N),
         "Fetching {1}: {2:,} {2:byte|bytes}, {3:,} {3:byte|bytes} {3:is|are} here already")
RT_ERROR(FETCH_TRIES_AGAIN, IO, (), "{reason} Trying again.") /* put around another */
RT_ERROR(FETCH_GAVE_UP, IO, (N), "Given up after {1} {1:try|tries}; try again later.")
RT_ERROR(FETCH_KEPT, IO, (N, R),
         "{1:,} {1:byte|bytes} ({2:.0} %) {1:is|are} kept in {path}, and the same command goes on.")
RT_ERROR(FETCH_INCOMPLETE, IO, (W), "{1} is not there yet: fetch it, or give it with --from.")
RT_ERROR(FETCH_NOT_READ, IO, (), "without --data, {path} is read, which goes before the cache.")
