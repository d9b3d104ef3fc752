/* Errors of net; see rnntop/base/errors.h. */
