#include "config.h"

#include "results.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "rnntop/base/cpu.h"

void results_free(struct results *results)
{
    for (size_t i = 0; i < results->count; i++)
        free(results->series[i].value);
    free(results->series);
    *results = (struct results){0};
}

static void *grown(void *block, size_t *room, size_t count, size_t size)
{
    if (count < *room)
        return block;
    *room = *room ? 2 * *room : 16;
    block = realloc(block, *room * size);
    if (!block) {
        fputs("There is no memory for what was measured.\n", stderr);
        exit(1);
    }
    return block;
}

static struct series *find(const struct results *results, const char *name)
{
    for (size_t i = 0; i < results->count; i++) {
        if (strcmp(results->series[i].name, name) == 0)
            return &results->series[i];
    }
    return NULL;
}

void results_add(struct results *results, const char *unit, double value, const char *format, ...)
{
    char name[RESULTS_NAME];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(name, sizeof name, format, arguments);
    va_end(arguments);
    struct series *series = find(results, name);
    if (!series) {
        results->series =
            grown(results->series, &results->room, results->count, sizeof *results->series);
        series = &results->series[results->count++];
        *series = (struct series){0};
        snprintf(series->unit, sizeof series->unit, "%s", unit);
        memcpy(series->name, name, sizeof name);
    }
    series->value = grown(series->value, &series->room, series->count, sizeof *series->value);
    series->value[series->count++] = value;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The value at a share of the sorted series: 0 is the least, 1 the greatest. */
static double at_share(struct series *series, double share)
{
    if (!series)
        return NAN;
    qsort(series->value, series->count, sizeof *series->value, by_value);
    return series->value[(size_t)(share * (double)(series->count - 1) + 0.5)];
}

double results_median(const struct results *results, const char *format, ...)
{
    char name[RESULTS_NAME];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(name, sizeof name, format, arguments);
    va_end(arguments);
    return at_share(find(results, name), 0.5);
}

double results_least(const struct results *results, const char *format, ...)
{
    char name[RESULTS_NAME];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(name, sizeof name, format, arguments);
    va_end(arguments);
    return at_share(find(results, name), 0);
}

/* The processor's name as Linux has it, or what it is called elsewhere. */
static void processor_name(char *name, size_t size)
{
    FILE *file = fopen("/proc/cpuinfo", "r");
    char line[256];
    snprintf(name, size, "unknown");
    while (file && fgets(line, sizeof line, file)) {
        const char *colon = strstr(line, ": ");
        if (strncmp(line, "model name", 10) == 0 && colon) {
            snprintf(name, size, "%.*s", (int)strcspn(colon + 2, "\n"), colon + 2);
            break;
        }
    }
    if (file)
        fclose(file);
}

static void write_head(FILE *file)
{
    const char *commit = getenv("RNNTOP_BENCH_COMMIT");
    char processor[128], date[32];
    const time_t now = time(NULL);
    struct tm parts;
    processor_name(processor, sizeof processor);
    strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &parts));
    fprintf(file, "# commit\t%s\n# processor\t%s\n# processors\t%d\n# date\t%s\n",
            commit && *commit ? commit : "unknown", processor, cpu_count(), date);
    fputs("name\tunit\tmedian\tleast\tquarter\tthree quarters\tgreatest\tcount\n", file);
}

bool results_write(const struct results *results)
{
    const char *path = getenv("RNNTOP_BENCH_RESULTS");
    path = path && *path ? path : "bench.tsv";
    FILE *file = fopen(path, "a");
    if (!file)
        goto failed;
    if (fseek(file, 0, SEEK_END) == 0 && ftell(file) == 0)
        write_head(file);
    for (size_t i = 0; i < results->count; i++) {
        struct series *series = &results->series[i];
        fprintf(file, "%s\t%s\t%.6g", series->name, series->unit, at_share(series, 0.5));
        for (int quarter = 0; quarter <= 4; quarter++) {
            if (quarter != 2)
                fprintf(file, "\t%.6g", at_share(series, quarter / 4.0));
        }
        fprintf(file, "\t%zu\n", series->count);
    }
    const bool whole = !ferror(file);
    if (fclose(file) == 0 && whole)
        return true;
failed:
    fprintf(stderr, "Can't write the results to %s: %s.\n", path, strerror(errno));
    return false;
}
