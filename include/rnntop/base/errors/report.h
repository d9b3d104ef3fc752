/* Errors of report; see rnntop/base/errors.h. */
