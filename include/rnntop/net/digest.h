/*
 * digest: checksums, as libcrypto computes them.
 */
#ifndef RNNTOP_NET_DIGEST_H
#define RNNTOP_NET_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/base/status.h"

enum digest_kind { DIGEST_SHA256, DIGEST_MD5 };

#define DIGEST_HEX_SIZE 65 /* the longest in lower-case hexadecimal, and its NUL */

/* "sha256", "md5". */
const char *digest_name(enum digest_kind kind);

/* What computes them: "OpenSSL 3.0.17 1 Jul 2025". */
const char *digest_library(void);

struct digest;

/* RT_ERR_UNSUPPORTED where the system's rules forbid the kind (MD5 in FIPS mode). */
enum rt_status digest_create(struct digest **digest, enum digest_kind kind, struct rt_error *error);
void digest_destroy(struct digest *digest); /* NULL is allowed */

/* Adds bytes; false without memory. */
bool digest_add(struct digest *digest, const void *bytes, size_t size);
/* The checksum of all that was added, once. False without memory. */
bool digest_finish(struct digest *digest, char hex[DIGEST_HEX_SIZE]);

#endif
