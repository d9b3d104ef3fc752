/* Errors of data; see rnntop/base/errors.h. */
