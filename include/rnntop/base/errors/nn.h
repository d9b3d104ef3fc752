/* Errors of nn; see rnntop/base/errors.h. */
