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
    char shown[TRANSFER_SHOWN];
    transfer_show_url(transfer->url, shown);
    rt_fail_text(
        error, RT_ERR_UNSUPPORTED,
        "This rnntop was built without libcurl and can't fetch: get %s by other means, then "
        "hand it over with --from FILE.",
        shown);
    return TRANSFER_REFUSED;
}
