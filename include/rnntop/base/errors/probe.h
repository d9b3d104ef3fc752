/* Errors of probe; see rnntop/base/errors.h. */
RT_ERROR(SCORER_NO_MEMORY, MEMORY, (), "There is no memory for a model.")
