/* Errors of the program's commands; see rnntop/base/errors.h. */
