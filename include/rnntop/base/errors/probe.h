/* Errors of probe; see rnntop/base/errors.h. */
