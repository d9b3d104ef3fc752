/* Errors of ui; see rnntop/base/errors.h. */
