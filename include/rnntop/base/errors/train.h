/* Errors of train; see rnntop/base/errors.h. */
RT_ERROR(NO_MEMORY_FOR_SESSION_RUN, MEMORY, (), "There is no memory for another run.")
RT_ERROR(NO_MEMORY_FOR_TRAINER, MEMORY, (T), "There is no memory for {1}.")
RT_ERROR(NO_MEMORY_FOR_RECORDER, MEMORY, (), "There is no memory for the recorder.")
RT_ERROR(NO_THREAD_FOR_RECORDER, MEMORY, (), "The system gives no thread for writing files.")
RT_ERROR(NO_THREAD_FOR_TRAINER, MEMORY, (), "The system gives no thread for training.")
RT_ERROR(NO_THREAD_FOR_BASELINE, MEMORY, (), "The system gives no thread for NB-SVM.")
RT_ERROR(NO_BASELINE, NUMERIC, (), "NB-SVM is not there to compare with: {reason}")
RT_ERROR(BASELINE_TOO_LONG, UNSUPPORTED, (R),
         "NB-SVM is not fitted beside the runs: on so much text it would take more than {1} "
         "seconds. --baseline asks for it all the same.")
RT_ERROR(STATE_OF_ANOTHER_RUN, FORMAT, (T), "{1} can't go on from the state of another run.")

/* What stands in for settings that nobody gave: short enough for a row of 80 columns. */
RT_ERROR(TEXTS_HAVE_RECIPE, NOTE, (N, N, W),
         "texts of {1} to {2} words: {3}; --preset lesson trains the lesson's networks")
RT_ERROR(TEXTS_ARE_MASKED, NOTE, (N, N, N),
         "texts of {1} to {2} words: {3} tokens, masked; --preset lesson: as in the lesson")
RT_ERROR(TEXTS_ARE_MEASURED, NOTE, (N, N, N),
         "texts of {1} to {2} words: {3} tokens; --preset lesson: as in the lesson")

/* Outputs. */
RT_ERROR(OUTPUT_IS_DATA, USAGE, (P), "{1} is the data: choose another file to write to.")
RT_ERROR(SAVE_IS_CSV, USAGE, (P),
         "--save and --csv both name {1}: choose another file for one of them.")

/* Requests. */
RT_ERROR(SESSION_FULL, UNSUPPORTED, (N), "A session holds {1} runs; leave and start anew.")
RT_ERROR(NO_DATA_TO_TRAIN_ON, UNSUPPORTED, (), "There is no data to train on; name other data.")
RT_ERROR(DATA_MISSING, IO, (E), "{1}.")
RT_ERROR(NOTHING_KEPT, UNSUPPORTED, (), "There is nothing to save: none of its weights were kept.")
RT_ERROR(NO_SUCH_RUN, UNSUPPORTED, (), "There is no such run any more.")
RT_ERROR(RUN_HAS_BEGUN, UNSUPPORTED, (),
         "It is no longer waiting: only a run that has not begun is taken back.")

/* What ends a run, or keeps it from being saved. */
RT_ERROR(LOSS_BROKE, NUMERIC, (R, N, N, R),
         "the loss became {1} in epoch {2}, batch {3}.  Weights of epoch {4:g4} are kept")
RT_ERROR(LOSS_BROKE_AT_ONCE, NUMERIC, (R, N, N),
         "the loss became {1} in epoch {2}, batch {3}.  No epoch was finished; there is nothing to "
         "keep")
RT_ERROR(WEIGHTS_BROKE, NUMERIC, (R, N, R),
         "the weights became {1} after epoch {2}.  Weights of epoch {3:g4} are kept")
RT_ERROR(WEIGHTS_BROKE_AT_ONCE, NUMERIC, (R, N),
         "the weights became {1} after epoch {2}.  No epoch was finished; there is nothing to keep")
RT_ERROR(VALIDATION_BROKE, NUMERIC, (R, N, R),
         "the validation loss became {1} after epoch {2}.  Weights of epoch {3:g4} are kept")
RT_ERROR(VALIDATION_BROKE_AT_ONCE, NUMERIC, (R, N),
         "the validation loss became {1} after epoch {2}.  No epoch was finished; there is nothing "
         "to keep")
RT_ERROR(TEST_BROKE, NUMERIC, (R, N, R),
         "the test loss became {1} after epoch {2}.  Weights of epoch {3:g4} are kept")
RT_ERROR(NOTHING_TO_SAVE, USAGE, (), "there is nothing to save before the first batch")
RT_ERROR(WEIGHTS_NO_NUMBERS, NUMERIC, (), "its weights are no numbers any more")
RT_ERROR(NO_MEMORY_TO_SAVE, MEMORY, (), "There is no memory left to save it.")
RT_ERROR(NOTHING_TO_MONITOR, USAGE, (W),
         "There are no validation reviews, so nothing can follow from {1}.")

/* CSV files. */
RT_ERROR(CSV_ROWS_WAIT, IO, (), "{reason} Its rows wait; they are tried again.")
RT_ERROR(CSV_WHOLE_AGAIN, NOTE, (), "{path} is complete again.")
RT_ERROR(CSV_ROW_LOST, MEMORY, (), "A row of the CSV file is lost: no memory.")
RT_ERROR(CSV_MAY_LACK_ROWS, MEMORY, (),
         "The CSV file may lack rows: there was no memory to keep all that happened while the disk "
         "stood still.")
RT_ERROR(CSV_LACKS_ROWS, IO, (), "The CSV file lacks its last rows: the disk refused them.")
