/* Errors of spec; see rnntop/base/errors.h. */
