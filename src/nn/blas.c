#include "config.h"

#include "rnntop/nn/blas.h"

#include <assert.h>
#include <cblas.h>
#include <limits.h>
#include <stdlib.h>

/* LAPACK within OpenBLAS; Debian's libopenblas-dev has no header for it. Fortran passes by address.
 */
extern void dgeqrf_(const int *m, const int *n, double *a, const int *lda, double *tau,
                    double *work, const int *lwork, int *info);
extern void dorgqr_(const int *m, const int *n, const int *k, double *a, const int *lda,
                    const double *tau, double *work, const int *lwork, int *info);

void blas_setup(void)
{
    openblas_set_num_threads(1);
}

const char *blas_config(void)
{
    return openblas_get_config();
}

const char *blas_core(void)
{
    return openblas_get_corename();
}

/* Doubles of work space that both calls ask for, for their blocked form. */
static int work_size(int m, int n)
{
    const int ask = -1;
    int info = 0;
    double a = 0, tau = 0, first = 0, second = 0;
    dgeqrf_(&m, &n, &a, &m, &tau, &first, &ask, &info);
    dorgqr_(&m, &n, &n, &a, &m, &tau, &second, &ask, &info);
    double wanted = first > second ? first : second;
    return wanted < n ? n : (int)wanted;
}

enum rt_status blas_orthonormal(double *a, size_t rows, size_t columns, struct rt_error *error)
{
    assert(rows >= columns && columns > 0 && rows <= INT_MAX);
    const int m = (int)rows, n = (int)columns;
    const int lwork = work_size(m, n);
    int info = 0;
    double *work = malloc((size_t)lwork * sizeof *work);
    double *tau = malloc(columns * sizeof *tau);
    signed char *sign = malloc(columns);
    enum rt_status status = RT_OK;
    if (!work || !tau || !sign) {
        status = rt_fail(error, ERR_WEIGHTS_NO_MEMORY);
        goto out;
    }
    dgeqrf_(&m, &n, a, &m, tau, work, &lwork, &info);
    assert(info == 0);
    for (size_t j = 0; j < columns; j++) {
        double diagonal = a[j * rows + j];
        sign[j] = (signed char)((diagonal > 0) - (diagonal < 0));
    }
    dorgqr_(&m, &n, &n, a, &m, tau, work, &lwork, &info);
    assert(info == 0);
    for (size_t j = 0; j < columns; j++) {
        for (size_t i = 0; i < rows; i++)
            a[j * rows + i] *= sign[j];
    }
out:
    free(sign);
    free(tau);
    free(work);
    return status;
}

void blas_product(size_t m, size_t n, size_t k, const float *a, const float *b, float *c)
{
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)m, (int)n, (int)k, 1, a, (int)k, b,
                (int)n, 0, c, (int)n);
}
