/* Errors of files; see rnntop/base/errors.h. */
