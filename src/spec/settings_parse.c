/* Command line and config file: both end in settings_set(). */
#include "config.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/spec/settings.h"

#define MAX_SETTINGS 160
#define FIRST_ROW    256 /* beyond every character that getopt_long returns itself */

/* The table in getopt's form, one row more to end it; val tells the row. */
static void long_options(enum command_id command, struct option options[MAX_SETTINGS + 1])
{
    size_t count;
    size_t used = 0;
    const struct setting *table = settings_table(&count);
    for (size_t i = 0; i < count && used < MAX_SETTINGS; i++) {
        if (table[i].commands & (unsigned)command)
            options[used++] = (struct option){
                table[i].name, table[i].kind == SETTING_FLAG ? no_argument : required_argument,
                NULL, FIRST_ROW + (int)i};
    }
    options[used] = (struct option){NULL, 0, NULL, 0};
}

/* A setting that was given and would change nothing is a mistake: the person means it. */
static enum rt_status refuse_idle(const struct settings *settings, const bool met[MAX_SETTINGS],
                                  struct rt_error *error)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    if (settings->written.layers == 0 || settings->run.count > 0)
        return RT_OK;
    for (size_t i = 0; i < count && i < MAX_SETTINGS; i++) {
        char where[64];
        snprintf(where, sizeof where, "--%s", table[i].name);
        if (met[i] && settings_of_named_model(&table[i]))
            return settings_refuse_idle(where, error);
    }
    return RT_OK;
}

static bool is_preset(int found)
{
    size_t count;
    return found >= FIRST_ROW &&
           strcmp(settings_table(&count)[found - FIRST_ROW].name, "preset") == 0;
}

/* The preset, wherever it stands: what else is given changes what it sets. */
static enum rt_status take_preset(struct settings *settings, const struct option *options,
                                  int count, char **words, struct rt_error *error)
{
    enum rt_status status = RT_OK;
    int found;
    optind = 0;
    while (status == RT_OK && (found = getopt_long(count, words, "-:", options, NULL)) != -1) {
        if (is_preset(found))
            status = settings_set(settings, "preset", optarg, "--preset", error);
    }
    return status;
}

enum rt_status settings_parse(struct settings *settings, const struct command *command, int argc,
                              char **argv, int first, const char **operands, size_t *operand_count,
                              struct rt_error *error)
{
    struct option options[MAX_SETTINGS + 1];
    size_t count;
    const struct setting *table = settings_table(&count);
    bool met[MAX_SETTINGS] = {false};
    char words[32];
    snprintf(words, sizeof words, "rnntop%s%s", command->name ? " " : "",
             command->name ? command->name : "");
    long_options(command->id, options);

    *operand_count = 0;
    /* getopt begins at argv[1]: what stands before `first` (the command's name) plays argv[0]. 0
     * makes glibc forget an earlier parse; "-" hands operands over in their order, ":" keeps it
     * from printing and tells a missing argument apart. */
    char **from = argv + first - 1;
    int left = argc - first + 1;
    opterr = 0;
    enum rt_status status = take_preset(settings, options, left, from, error);
    if (status != RT_OK)
        return status;
    optind = 0;
    for (;;) {
        int before = optind > 0 ? optind : 1;
        int found = getopt_long(left, from, "-:", options, NULL);
        if (found == -1)
            break;
        char word[160];
        const char *typed = before < left ? from[before] : "";
        utf8_sanitize(typed, strlen(typed), false, word, sizeof word);
        if (found == 1) { /* an operand */
            operands[(*operand_count)++] = optarg;
        } else if (found == ':') {
            return rt_fail_text(error, RT_ERR_USAGE, "%s needs a value; see %s --help.", word,
                                words);
        } else if (found == '?') {
            return rt_fail_text(error, RT_ERR_USAGE,
                                "%s is no option, or not told apart from others; see %s --help.",
                                word, words);
        } else if (!is_preset(found)) {
            const struct setting *setting = &table[found - FIRST_ROW];
            char where[64];
            size_t row = (size_t)(found - FIRST_ROW);
            if (setting->kind == SETTING_LINES && row < MAX_SETTINGS && !met[row])
                settings_clear_lines((void *)((char *)settings + setting->offset));
            if (row < MAX_SETTINGS)
                met[row] = true;
            snprintf(where, sizeof where, "--%s", setting->name);
            status = settings_set(settings, setting->name, optarg ? optarg : "yes", where, error);
            if (status != RT_OK)
                return status;
        }
    }
    while (optind < left)
        operands[(*operand_count)++] = from[optind++];
    return refuse_idle(settings, met, error);
}

static char *skip_blanks(char *text)
{
    return text + strspn(text, " \t");
}

static void cut_trailing_blanks(char *text)
{
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\r\n", text[length - 1]))
        text[--length] = '\0';
}

static enum rt_status config_line(struct settings *settings, const char *path, size_t number,
                                  char *line, struct rt_error *error)
{
    cut_trailing_blanks(line);
    char *name = skip_blanks(line);
    if (*name == '\0' || *name == '#')
        return RT_OK;
    char *value = name + strcspn(name, " \t=");
    if (*value != '\0') {
        bool equals = *value == '=';
        *value++ = '\0';
        value = skip_blanks(value);
        if (!equals && *value == '=')
            value = skip_blanks(value + 1);
    }
    char where[400], safe[64];
    utf8_sanitize(name, strlen(name), false, safe, sizeof safe);
    snprintf(where, sizeof where, "%.280s, line %zu: %s", path, number, safe);
    return settings_set(settings, name, *value ? value : "yes", where, error);
}

enum rt_status settings_read_config(struct settings *settings, const char *path,
                                    struct rt_error *error)
{
    FILE *file = fopen(path, "re");
    if (!file) {
        if (errno == ENOENT || errno == ENOTDIR)
            return RT_OK;
        return rt_fail_text(error, RT_ERR_IO, "Can't read the settings in %s: %s.", path,
                            strerror(errno));
    }
    enum rt_status status = RT_OK;
    char line[4096];
    for (size_t number = 1; status == RT_OK && fgets(line, sizeof line, file); number++) {
        if (!strchr(line, '\n') && !feof(file))
            status = rt_fail_text(error, RT_ERR_FORMAT, "%s, line %zu is too long for a setting.",
                                  path, number);
        else
            status = config_line(settings, path, number, line, error);
    }
    if (status == RT_OK && ferror(file))
        status = rt_fail_text(error, RT_ERR_IO, "Can't read the settings in %s: %s.", path,
                              strerror(errno));
    fclose(file);
    return status;
}

enum rt_status settings_check(const struct settings *settings, struct rt_error *error)
{
    enum rt_status status = optimizer_spec_check(&settings->optimizer, error);
    if (status == RT_OK)
        status = callbacks_options_check(&settings->callbacks,
                                         settings->data_spec.validation_split > 0, error);
    /* As with Keras: what a schedule sets before each batch no plateau can lower. */
    if (status == RT_OK && settings->callbacks.reduce_lr != CALLBACKS_NOT_GIVEN &&
        settings->optimizer.schedule.kind != SCHEDULE_CONSTANT)
        status =
            rt_fail_text(error, RT_ERR_USAGE,
                         "--schedule and --reduce-lr-on-plateau both decide the learning rate: "
                         "leave one of them out.");
    return status;
}
