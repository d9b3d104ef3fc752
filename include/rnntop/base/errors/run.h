/* Errors of run; see rnntop/base/errors.h. */
