#include "config.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"
#include "rnntop/base/cpu.h"
#include "rnntop/base/json.h"
#include "rnntop/base/pool.h"
#include "rnntop/data/dataset.h"
#include "rnntop/data/file.h"
#include "rnntop/files/model_file.h"
#include "rnntop/nn/model.h"
#include "signals.h"

struct scored {
    double loss, accuracy;
    size_t rows;
};

static void stop(void *flag)
{
    atomic_store((atomic_bool *)flag, true);
}

static enum rt_status score(const struct model_snapshot *snapshot, const struct dataset *data,
                            size_t threads, const atomic_bool *stopped, struct scored *scored,
                            struct rt_error *error)
{
    struct pool *pool = NULL;
    struct model *model = NULL;
    struct model_score sum;
    struct model_batch all = {data->test.x, data->test.y, NULL, data->test.rows};
    enum rt_status status = pool_create(&pool, threads ? (int)threads : cpu_count(), error);
    cpu_flush_denormals();
    if (status == RT_OK)
        status = model_create(&model, &snapshot->run.model, EVALUATE_BATCH_SIZE, pool, error);
    if (status == RT_OK) {
        memcpy(model_values(model), snapshot->values,
               snapshot->parameters.total * sizeof *snapshot->values);
        status = model_evaluate(model, &all, EVALUATE_BATCH_SIZE, stopped, NULL, NULL, &sum);
        if (status != RT_OK)
            rt_fail(error, status, "Stopped.");
    }
    if (status == RT_OK)
        *scored =
            (struct scored){sum.loss / (double)sum.rows, sum.correct / (double)sum.rows, sum.rows};
    model_destroy(model);
    pool_destroy(pool);
    return status;
}

static bool print(const struct settings *settings, const struct model_snapshot *snapshot,
                  const struct dataset *data, const struct scored *scored)
{
    if (settings->json) {
        json_t *line = json_pack("{s:s, s:s, s:o, s:o, s:I, s:s}", "event", "test", "run",
                                 snapshot->run.slug, "loss", json_number((float)scored->loss),
                                 "accuracy", json_number((float)scored->accuracy), "rows",
                                 (json_int_t)scored->rows, "data", data->name);
        if (line && json_dumpf(line, stdout, JSON_COMPACT | JSON_REAL_PRECISION(7)) == 0)
            putchar('\n');
        json_decref(line);
    } else {
        printf("%s, seed %llu, trained to epoch %.4g, on the %zu test rows of %s\n",
               snapshot->run.name, (unsigned long long)snapshot->run.seed, snapshot->epochs_trained,
               scored->rows, data->name);
        printf("Test loss: %.5f\nTest accuracy: %.5f\n", scored->loss, scored->accuracy);
    }
    return fflush(stdout) == 0;
}

/* What the figures are to be of: what was named, else what the model was trained on if that is
 * always at hand, else what is found. The caller frees *found. */
static enum rt_status choose_data(const struct settings *settings,
                                  const struct model_snapshot *snapshot, const char **path,
                                  char **found, struct rt_error *error)
{
    bool fallback;
    *path = settings->data;
    if (!*path && strcmp(snapshot->data_name, DATASET_DEMO_NAME) == 0)
        *path = DATASET_DEMO;
    if (*path)
        return RT_OK;
    enum rt_status status = dataset_find(found, &fallback, error);
    *path = *found;
    return status;
}

/* Another data set numbers its words in its own way. Older files don't say what they learned from.
 */
static void tell_other_data(const char *path, const struct model_snapshot *snapshot,
                            const struct dataset *data)
{
    char shown[FILE_SHOWN_SIZE];
    if (snapshot->data_name[0] == '\0' || strcmp(snapshot->data_name, data->name) == 0)
        return;
    file_show(path, shown);
    fprintf(stderr,
            "rnntop: %s was trained on %s, and is evaluated on %s, whose words have other "
            "numbers: name its own data with --data.\n",
            shown, snapshot->data_name, data->name);
}

int cmd_eval(const struct settings *settings, const char *path)
{
    struct rt_error error = {RT_OK, ""};
    struct model_snapshot *snapshot = NULL;
    struct dataset *data = NULL;
    struct scored scored;
    const char *from = NULL;
    char *found = NULL;
    char warning[RT_ERROR_TEXT];
    atomic_bool stopped = false;
    int result = PROGRAM_DONE;

    signals_on_stop(stop, &stopped);
    enum rt_status status = model_file_read(&snapshot, path, &error);
    if (status == RT_OK)
        status = choose_data(settings, snapshot, &from, &found, &error);
    if (status == RT_OK) {
        status = dataset_load(&data, from, &snapshot->run.data, NULL, NULL, &stopped, warning,
                              sizeof warning, &error);
        if (found)
            dataset_suggest(&error);
    }
    if (status == RT_OK)
        tell_other_data(path, snapshot, data);
    if (status == RT_OK)
        status = score(snapshot, data, settings->threads, &stopped, &scored, &error);
    if (status != RT_OK)
        result = signals_caught() ? PROGRAM_FAILED : program_complain(&error);
    else if (!print(settings, snapshot, data, &scored))
        result = PROGRAM_FAILED;
    signals_on_stop(NULL, NULL);
    dataset_free(data);
    model_snapshot_destroy(snapshot);
    free(found);
    return result;
}
