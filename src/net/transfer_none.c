/* The transfer of a build without libcurl. */
#include "config.h"

#include "rnntop/net/transfer.h"

const char *transfer_library(void)
{
    return "none";
}

enum rt_status transfer_init(struct rt_error *error)
{
    (void)error;
    return RT_OK;
}

void transfer_end_all(void)
{
}

enum transfer_end transfer_run(const struct transfer *transfer, struct rt_error *error)
{
    char url[TRANSFER_URL_SIZE];
    rt_fail(error, ERR_DOWNLOAD_NO_LIBCURL, transfer_public_url(transfer->url, url));
    return TRANSFER_REFUSED;
}
