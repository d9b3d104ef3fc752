#include "config.h"

#include "fasttext.h"

#include <fcntl.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rnntop/base/clock.h"

static bool write_rows(const struct corpus *corpus, const char *path)
{
    FILE *file = fopen(path, "w");
    for (size_t row = 0; file && row < corpus->rows; row++) {
        fprintf(file, "__label__%d", (int)corpus->y[row]);
        for (size_t t = 0; t < CORPUS_STEPS; t++)
            fprintf(file, " w%d", (int)corpus->x[row * CORPUS_STEPS + t]);
        fputc('\n', file);
    }
    return file && fclose(file) == 0;
}

static bool run(const char *const argv[])
{
    int status;
    fflush(NULL);
    const pid_t process = fork();
    if (process == 0) {
        const int nowhere = open("/dev/null", O_RDWR);
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
        execvp(argv[0], (char *const *)(uintptr_t)argv); /* it takes them without const */
        _exit(127);
    }
    return process > 0 && waitpid(process, &status, 0) == process && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

double fasttext_epoch_s(const struct corpus *corpus, int width, int threads)
{
    char folder[] = "/tmp/rnntop-bench-XXXXXX";
    char rows[64], model[64], file[80], dim[16], thread[16];
    if (!mkdtemp(folder))
        return NAN;
    snprintf(rows, sizeof rows, "%s/rows", folder);
    snprintf(model, sizeof model, "%s/model", folder);
    snprintf(dim, sizeof dim, "%d", width);
    snprintf(thread, sizeof thread, "%d", threads);
    const char *const argv[] = {"fasttext", "supervised", "-input",    rows,   "-output",
                                model,      "-epoch",     "1",         "-dim", dim,
                                "-thread",  thread,       "-minCount", "1",    NULL};
    double seconds = NAN;
    if (write_rows(corpus, rows)) {
        const double start = clock_now_s();
        if (run(argv))
            seconds = clock_now_s() - start;
    }
    static const char *const ending[] = {".bin", ".vec", ""};
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) {
        snprintf(file, sizeof file, "%s%s", i < 2 ? model : rows, ending[i]);
        unlink(file);
    }
    rmdir(folder);
    return seconds;
}
