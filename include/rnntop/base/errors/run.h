/* Errors of run; see rnntop/base/errors.h. */
RT_ERROR(NO_MEMORY_FOR_CURVES, MEMORY, (), "There is no memory for a run's curves.")
RT_ERROR(NO_MEMORY_FOR_RING, MEMORY, (N), "There is no memory for a ring of {1} events.")
RT_ERROR(NO_MEMORY_FOR_EVENTS, MEMORY, (), "There is no memory for a run's events.")
RT_ERROR(NO_MEMORY_FOR_HISTORY, MEMORY, (), "There is no memory for a run's history.")
RT_ERROR(NO_MEMORY_FOR_EPOCH, MEMORY, (N), "There is no memory to keep epoch {1}'s figures.")
RT_ERROR(NO_MEMORY_FOR_FIGURES, MEMORY, (N), "There is no memory for the figures of {1} {1:row|rows}.")
RT_ERROR(NO_MEMORY_FOR_BOARD, MEMORY, (), "There is no memory for the board.")
RT_ERROR(BOARD_NO_MEMORY_FOR_RUN, MEMORY, (), "There is no memory for another run.")
RT_ERROR(NO_MEMORY_FOR_CONTROLS, MEMORY, (), "There is no memory for the controls.")
RT_ERROR(BOARD_FULL, USAGE, (N),
         "A session holds at most {1} runs: leave and start rnntop again for more.")
