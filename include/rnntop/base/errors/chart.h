/* Errors of chart; see rnntop/base/errors.h. */
