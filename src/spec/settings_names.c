/* What runs are called: by their models, and by what else tells them apart. */
#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/spec/model_text.h"
#include "rnntop/spec/settings.h"

/* The columns of a table are few. */
static const char *short_name(const struct setting *setting)
{
    return setting->alias ? setting->alias : setting->name;
}

/* The settings in which runs differ, by their rows. */
struct differences {
    bool row[SETTINGS_MAX_ROWS];
};

static bool compared(const struct setting *setting)
{
    /* The model is in the name already, and written out it is too long for one. */
    return setting->scope == SCOPE_RUN && setting->kind != SETTING_MODELS;
}

static void add_differences(struct differences *differences, const struct settings *a,
                            const struct settings *b)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    char text[2][SETTINGS_TEXT_SIZE];
    for (size_t i = 0; i < count; i++) {
        if (compared(&table[i]) && !differences->row[i])
            differences->row[i] = strcmp(settings_get(a, &table[i], text[0]),
                                         settings_get(b, &table[i], text[1])) != 0;
    }
}

static void init_from_run(struct settings *settings, const struct run_spec *run)
{
    settings_init(settings);
    settings_from_run(settings, run);
}

#define SHORT_PATH ((size_t)18) /* leaves room for a model before it */

/* "ag-news" of "/data/ag-news/test.csv". */
static void shorten_path(char value[SETTINGS_TEXT_SIZE])
{
    const char *begin;
    size_t length = data_path_name(value, &begin);
    memmove(value, begin, length);
    value[length > SHORT_PATH ? SHORT_PATH : length] = '\0';
}

/* In the letters that a name may have: a model's file is refused with others. */
static void make_plain(char value[SETTINGS_TEXT_SIZE])
{
    for (char *c = value; *c; c++) {
        if (*c <= ' ' || *c > '~' || *c == '/')
            *c = '_';
    }
}

/* Appends where there is room for all of it. */
static void append(char *out, size_t room, const char *text)
{
    if (strlen(out) + strlen(text) < room)
        strcat(out, text);
}

/* "LSTM units=64 lr=0.001 2": the seed, which is short and often all that differs, always has room.
 */
static void compose(struct run_spec *run, const struct differences *differences)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    char word[SETTINGS_TEXT_SIZE + 32], value[SETTINGS_TEXT_SIZE], seed[24] = "";
    struct settings settings;
    init_from_run(&settings, run);
    model_text_label(&run->model, run->name);
    for (size_t i = 0; i < count; i++) {
        if (differences->row[i] && table[i].kind == SETTING_SEED)
            snprintf(seed, sizeof seed, " %s", settings_get(&settings, &table[i], value));
    }
    for (size_t i = 0; i < count; i++) {
        if (!differences->row[i] || table[i].kind == SETTING_SEED)
            continue;
        settings_get(&settings, &table[i], value);
        if (value[0] == '\0') /* as nobody said */
            continue;
        if (table[i].kind == SETTING_PATH)
            shorten_path(value);
        make_plain(value);
        if (table[i].kind != SETTING_FLAG)
            snprintf(word, sizeof word, " %s=%s", short_name(&table[i]), value);
        else if (strcmp(value, "yes") == 0)
            snprintf(word, sizeof word, " %s", short_name(&table[i]));
        else
            continue;
        append(run->name, RUN_NAME_SIZE - strlen(seed), word);
    }
    append(run->name, RUN_NAME_SIZE, seed);
    settings_free(&settings);
}

/* The name in letters that every file system and shell takes as they are. */
static void make_slug(struct run_spec *run)
{
    size_t used = 0;
    for (const char *c = run->name; *c; c++) {
        if (isalnum((unsigned char)*c) || *c == '.' || *c == '-')
            run->slug[used++] = (char)tolower((unsigned char)*c);
        else if (*c != '=' && *c != '#' && used > 0 && run->slug[used - 1] != '-')
            run->slug[used++] = '-';
    }
    run->slug[used] = '\0';
}

static bool is_taken(const struct run_spec *run, const struct run_spec *const *others, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(others[i]->name, run->name) == 0 || strcmp(others[i]->slug, run->slug) == 0)
            return true;
    }
    return false;
}

static void make_unique(struct run_spec *run, const struct run_spec *const *others, size_t count)
{
    char name[RUN_NAME_SIZE], number[24];
    memcpy(name, run->name, sizeof name);
    make_slug(run);
    for (size_t n = 2; is_taken(run, others, count); n++) {
        int length = snprintf(number, sizeof number, " #%zu", n);
        snprintf(run->name, sizeof run->name, "%.*s%s", RUN_NAME_SIZE - 1 - length, name, number);
        make_slug(run);
    }
}

static bool same_label(const struct run_spec *a, const struct run_spec *b)
{
    char label[2][RUN_NAME_SIZE];
    return strcmp(model_text_label(&a->model, label[0]), model_text_label(&b->model, label[1])) ==
           0;
}

/* In what the others of the same model differ from this one. */
static void find_differences(const struct run_spec *run, const struct run_spec *const *others,
                             size_t count, struct differences *differences)
{
    struct settings mine, its;
    memset(differences, 0, sizeof *differences);
    init_from_run(&mine, run);
    for (size_t i = 0; i < count; i++) {
        if (!same_label(run, others[i]))
            continue;
        init_from_run(&its, others[i]);
        add_differences(differences, &mine, &its);
        settings_free(&its);
    }
    settings_free(&mine);
}

void settings_name_run(struct run_spec *run, const struct run_spec *const *others, size_t count)
{
    struct differences differences;
    find_differences(run, others, count, &differences);
    compose(run, &differences);
    make_unique(run, others, count);
}

void settings_name_runs(struct run_spec *run, size_t count)
{
    const struct run_spec **all = calloc(count + 1, sizeof *all);
    for (size_t i = 0; i < count; i++) {
        run[i].name[0] = '\0';
        if (all)
            all[i] = &run[i];
    }
    for (size_t i = 0; i < count; i++) {
        struct differences differences;
        if (run[i].name[0] != '\0')
            continue; /* named with the first of its kind */
        find_differences(&run[i], all, all ? count : 0, &differences);
        for (size_t j = i; j < count; j++) {
            if (run[j].name[0] == '\0' && same_label(&run[i], &run[j]))
                compose(&run[j], &differences);
        }
    }
    for (size_t i = 0; i < count; i++)
        make_unique(&run[i], all, all ? i : 0);
    free(all);
}
