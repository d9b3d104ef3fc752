#include "config.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "data_page.h"
#include "program.h"
#include "rnntop/base/cpu.h"
#include "rnntop/base/pool.h"
#include "rnntop/data/dataset.h"
#include "rnntop/store/event_json.h"
#include "rnntop/train/facts.h"
#include "signals.h"

static void stop(void *flag)
{
    atomic_store((atomic_bool *)flag, true);
}

/* As a training would read it, but that bad rows, however many, are told and stop nothing. */
static enum rt_status read_data(const struct settings *settings, const char *path,
                                struct dataset **data, struct data_warnings *warnings,
                                struct rt_error *error)
{
    struct data_spec spec = settings->each.data;
    struct pool *pool = NULL;
    atomic_bool stopped = false;
    spec.text.skip_bad_rows = true;
    signals_on_stop(stop, &stopped);
    const int threads = settings->threads ? (int)settings->threads : cpu_count();
    enum rt_status status = pool_create(&pool, threads, error);
    if (status == RT_OK)
        status = dataset_load(data, path, &spec, pool, NULL, NULL, &stopped, warnings, error);
    signals_on_stop(NULL, NULL);
    pool_destroy(pool);
    return status;
}

/* ---- for machines ---- */

/* Writes the event and drops it. */
static bool write_event(struct run_event *event)
{
    bool written = event_json_write(stdout, "", event, false);
    event_drop(event);
    return written;
}

static bool print_json(const struct dataset *data, const struct data_warnings *warnings)
{
    struct run_event event;
    bool written = event_json_begin(stdout);
    if (data) {
        facts_of_data(data, &event);
        written = write_event(&event) && written;
        facts_of_classes(data, &event);
        written = write_event(&event) && written;
    }
    if (warnings->reading.form != TEXT_FORM_NONE) {
        event = (struct run_event){.kind = EVENT_READING};
        event.parcel = parcel_new(&warnings->reading, sizeof warnings->reading);
        written = write_event(&event) && written;
    }
    for (size_t i = 0; data && i < warnings->count; i++) {
        event = (struct run_event){.kind = EVENT_MESSAGE};
        event.as.message.warning = true;
        event.parcel = parcel_of_error(&warnings->warning[i]);
        written = write_event(&event) && written;
    }
    return written;
}

/* ---- for people ---- */

/* What a training says to so many rows that can't be used. */
static void tell_bad_rows(const struct settings *settings, const struct text_reading *reading)
{
    struct rt_error told;
    if (settings->each.data.text.skip_bad_rows ||
        100 * reading->left_out <= reading->rows + reading->left_out)
        return;
    rt_fail(&told, ERR_DATA_WOULD_STOP);
    program_tell(&told);
}

static bool print_page(const struct settings *settings, const struct dataset *data,
                       const struct data_warnings *warnings)
{
    if (data)
        printf("%s\n", data->name);
    data_page_reading(stdout, &warnings->reading);
    if (data)
        data_page_set(stdout, data);
    data_page_options(stdout, &warnings->reading);
    bool printed = fflush(stdout) == 0;
    const int failure = errno;
    for (size_t i = 0; data && i < warnings->count; i++)
        program_tell(&warnings->warning[i]);
    if (data)
        tell_bad_rows(settings, &warnings->reading);
    errno = failure;
    return printed;
}

int cmd_data(const struct settings *settings, const char *path)
{
    struct rt_error error = {0};
    struct dataset *data = NULL;
    struct data_warnings *warnings = calloc(1, sizeof *warnings);
    int result = PROGRAM_DONE;
    if (!warnings) {
        rt_fail(&error, ERR_NO_MEMORY);
        return program_complain(&error);
    }
    enum rt_status status = read_data(settings, path, &data, warnings, &error);
    bool printed =
        settings->json ? print_json(data, warnings) : print_page(settings, data, warnings);
    if (status == RT_OK && !printed)
        status = rt_fail(&error, ERR_OUTPUT_FAILED, errno);
    if (status != RT_OK)
        result = signals_caught() ? PROGRAM_FAILED : program_complain(&error);
    dataset_free(data);
    free(warnings);
    return result;
}
