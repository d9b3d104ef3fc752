/*
 * sha256: FIPS 180-4, for comparing large results with one line of text.
 */
#ifndef TESTS_SHA256_H
#define TESTS_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_TEXT 65 /* hexadecimal digits and the NUL */

struct sha256 {
    uint32_t hash[8];
    uint64_t bytes;
    uint8_t block[64]; /* the part of a block that waits for its rest */
};

void sha256_begin(struct sha256 *sha);
void sha256_add(struct sha256 *sha, const void *data, size_t size);
void sha256_end(struct sha256 *sha, char text[SHA256_TEXT]);

void sha256_text(const void *data, size_t size, char text[SHA256_TEXT]);

#endif
