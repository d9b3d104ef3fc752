/* Errors of chart; see rnntop/base/errors.h. */
RT_ERROR(CANVAS_NO_MEMORY, MEMORY, (), "There is no memory for a screen.")
RT_ERROR(CANVAS_NO_MEMORY_FOR_CELLS, MEMORY, (N, N),
         "There is no memory for a screen of {1} x {2} cells.")
