#include "config.h"

#include "rnntop/net/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

struct digest {
    EVP_MD_CTX *context;
};

const char *digest_library(void)
{
    return OpenSSL_version(OPENSSL_VERSION);
}

const char *digest_name(enum digest_kind kind)
{
    return kind == DIGEST_MD5 ? "md5" : "sha256";
}

enum rt_status digest_create(struct digest **out, enum digest_kind kind, struct rt_error *error)
{
    enum rt_status status = RT_OK;
    struct digest *digest = calloc(1, sizeof *digest);
    *out = NULL;
    if (digest)
        digest->context = EVP_MD_CTX_new();
    if (!digest || !digest->context)
        status = rt_fail(error, ERR_CHECKSUM_NO_MEMORY);
    else if (EVP_DigestInit_ex(digest->context, kind == DIGEST_MD5 ? EVP_md5() : EVP_sha256(),
                               NULL) != 1)
        status = rt_fail(error, ERR_CHECKSUM_NOT_COMPUTED, digest_name(kind));
    if (status == RT_OK)
        *out = digest;
    else
        digest_destroy(digest);
    return status;
}

void digest_destroy(struct digest *digest)
{
    if (!digest)
        return;
    EVP_MD_CTX_free(digest->context);
    free(digest);
}

bool digest_add(struct digest *digest, const void *bytes, size_t size)
{
    return EVP_DigestUpdate(digest->context, bytes, size) == 1;
}

bool digest_finish(struct digest *digest, char hex[DIGEST_HEX_SIZE])
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (EVP_DigestFinal_ex(digest->context, sum, &size) != 1 || 2 * size >= DIGEST_HEX_SIZE)
        return false;
    for (unsigned i = 0; i < size; i++)
        snprintf(hex + 2 * i, 3, "%02x", sum[i]);
    return true;
}
