/* Errors of train; see rnntop/base/errors.h. */
