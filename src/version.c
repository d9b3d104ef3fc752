#include "config.h"

#include <jansson.h>
#include <utf8proc.h>
#include <zip.h>

#include "program.h"
#include "rnntop/base/cpu.h"
#include "rnntop/net/digest.h"
#include "rnntop/net/transfer.h"
#include "rnntop/nn/blas.h"
#include "rnntop/ui/terminal/terminal_info.h"

#ifdef __clang__
#define COMPILER __VERSION__ /* "Debian Clang 14.0.6" */
#else
#define COMPILER "gcc " __VERSION__
#endif

/* What computes here: on another machine the same program may answer otherwise. */
static const char *kernels_name(void)
{
    enum cpu_isa isa;
    if (cpu_choose(&isa, NULL) != RT_OK)
        isa = cpu_best();
    return cpu_isa_name(isa);
}

/* The first line is the one that scripts read. The rest is what a report of a bug should say: the
 * libraries as they are now, not as they were when the program was compiled. */
void version_print(FILE *out)
{
    const struct {
        const char *what, *is;
    } part[] = {
        {"BLAS", blas_config()},
        {"BLAS core", blas_core()},
        {"kernels", kernels_name()},
        {"terminal", terminal_info_library()},
        {"libzip", zip_libzip_version()},
#if JANSSON_VERSION_HEX >= 0x020d00
        {"jansson", jansson_version_str()},
#else
        {"jansson", JANSSON_VERSION},
#endif
        {"utf8proc", utf8proc_version()},
        {"transfer", transfer_library()},
        {"checksums", digest_library()},
        {"compiler", COMPILER},
    };
    fprintf(out, "%s\n", PACKAGE_STRING);
    for (size_t i = 0; i < sizeof part / sizeof *part; i++)
        fprintf(out, "  %-10s %s\n", part[i].what, part[i].is);
}
