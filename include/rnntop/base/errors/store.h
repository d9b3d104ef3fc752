/* Errors of store; see rnntop/base/errors.h. */
