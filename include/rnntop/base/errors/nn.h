/* Errors of nn; see rnntop/base/errors.h. */
RT_ERROR(MODEL_NO_MEMORY, MEMORY, (N),
         "There is no memory for a model of {1} {1:parameter|parameters}.")
RT_ERROR(MODEL_NO_MEMORY_LEFT, MEMORY, (), "There is no memory left for a model.")
RT_ERROR(LAYER_NO_MEMORY, MEMORY, (N, W),
         "There is no memory for layer {1} ({2}): choose a smaller --batch-size or --maxlen.")
RT_ERROR(RECURRENT_NO_MEMORY, MEMORY, (N, W),
         "There is no memory for layer {1} ({2}): choose a smaller --batch-size, --maxlen or "
         "--units.")
RT_ERROR(
    RECURRENT_NO_MEMORY_FOR_ROWS, MEMORY, (N, N, N),
    "There is no memory for {1} {1:row|rows} of {2} {2:step|steps} of {3} {3:unit|units}: choose "
    "a smaller --batch-size, --maxlen or --units.")
RT_ERROR(
    EMBEDDING_NO_MEMORY, MEMORY, (N, N),
    "There is no memory for batches of {1} {1:row|rows} of {2} {2:word|words}: choose a smaller "
    "--batch-size or --maxlen.")
RT_ERROR(HEAD_NO_MEMORY, MEMORY, (N), "There is no memory for batches of {1} {1:row|rows}.")
RT_ERROR(WEIGHTS_NO_MEMORY, MEMORY, (), "There is no memory to draw the initial weights.")
RT_ERROR(OPTIMIZER_NO_MEMORY, MEMORY, (), "There is no memory for the optimiser's moments.")
RT_ERROR(NB_SVM_NO_MEMORY, MEMORY, (), "There is no memory for the n-grams of NB-SVM.")
RT_ERROR(NB_SVM_STOPPED, INTERRUPTED, (), "NB-SVM was stopped.")
