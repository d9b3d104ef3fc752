/*
 * status: how a function of rnntop says that it failed, and why.
 *
 * What can fail returns an enum rt_status and fills the caller's struct rt_error with one sentence
 * for a person: it names the file, the place and the fix. Programmers' errors are asserts instead.
 */
#ifndef RNNTOP_BASE_STATUS_H
#define RNNTOP_BASE_STATUS_H

enum rt_status {
    RT_OK = 0,
    RT_ERR_USAGE,       /* the command line or a setting is wrong: exit status 2 */
    RT_ERR_IO,          /* the operating system refused: missing file, full disk, no permission */
    RT_ERR_FORMAT,      /* a file's contents break their format's rules */
    RT_ERR_MEMORY,      /* no memory, or a size beyond what rnntop accepts */
    RT_ERR_NUMERIC,     /* a NaN or an infinity where a number was needed */
    RT_ERR_UNSUPPORTED, /* well-formed, but this build or version can't do it */
    RT_INTERRUPTED      /* stopped on request; nothing is wrong */
};

#define RT_ERROR_TEXT 512 /* bytes, with the closing NUL */

struct rt_error {
    enum rt_status status;
    char text[RT_ERROR_TEXT];
};

/* Fills *error (which may be NULL) and returns status, so that a caller can `return
 * rt_fail_text(...)`. Longer text is cut at a character's border. */
enum rt_status rt_fail_text(struct rt_error *error, enum rt_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts words before what *error (not NULL) says already; returns its status. */
enum rt_status rt_fail_within(struct rt_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
