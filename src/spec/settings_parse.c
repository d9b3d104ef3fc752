/* Command line and config file: both end in settings_set(). */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/base/nearest.h"
#include "rnntop/spec/setting_kinds.h"
#include "rnntop/spec/settings.h"

/* ---- the command line ---- */

#define COMMAND_WORDS_SIZE 32

/* A command line's words, as they come. */
struct words {
    const struct command *command;
    char **word;
    size_t count, at;
    bool operands_only; /* behind "--" */
};

enum word_kind {
    WORD_END,
    WORD_OPERAND,
    WORD_SETTING,
    WORD_UNKNOWN, /* no option's name */
    WORD_SEVERAL, /* the beginning of several */
    WORD_BARE     /* an option that needs a value, and none follows */
};

struct word {
    enum word_kind kind;
    const char *typed;
    const struct setting *setting;
    const char *value; /* of a setting; "yes" for a flag without one */
};

static bool is_name(const char *name, const char *text, size_t length)
{
    return name && strlen(name) == length && memcmp(name, text, length) == 0;
}

static bool takes(const struct command *command, const struct setting *setting)
{
    return (setting->commands & (unsigned)command->id) != 0;
}

/* The option that somebody meant: its name, its alias, or a beginning of its name that no other
 * name has. Aliases have no beginnings: a new one takes none away from a name. *begun counts the
 * names that begin so, where it is none. */
static const struct setting *find_option(const struct command *command, const char *text,
                                         size_t length, size_t *begun)
{
    size_t count;
    const struct setting *table = settings_table(&count), *found = NULL;
    *begun = 0;
    for (size_t i = 0; i < count; i++) {
        if (!takes(command, &table[i]))
            continue;
        if (is_name(table[i].name, text, length) || is_name(table[i].alias, text, length))
            return &table[i];
        if (length > 0 && strncmp(table[i].name, text, length) == 0) {
            found = &table[i];
            ++*begun;
        }
    }
    return *begun == 1 ? found : NULL;
}

/* A word that names an option is not meant as another one's value: --save --json. */
static bool is_option(const struct command *command, const char *typed)
{
    size_t begun;
    return strncmp(typed, "--", 2) == 0 &&
           find_option(command, typed + 2, strcspn(typed + 2, "="), &begun) != NULL;
}

static const char *value_that_follows(struct words *words)
{
    if (words->at == words->count || is_option(words->command, words->word[words->at]))
        return NULL;
    return words->word[words->at++];
}

static struct word next_word(struct words *words)
{
    struct word word = {.kind = WORD_END};
    if (words->at < words->count && !words->operands_only &&
        strcmp(words->word[words->at], "--") == 0) {
        words->operands_only = true;
        words->at++;
    }
    if (words->at == words->count)
        return word;
    const char *typed = word.typed = words->word[words->at++];
    word.kind = WORD_OPERAND;
    if (words->operands_only || typed[0] != '-' || typed[1] == '\0')
        return word;
    word.kind = WORD_UNKNOWN;
    if (strcmp(typed, "-h") == 0) /* the only single letter: many try it first */
        typed = "--help";
    if (typed[1] != '-')
        return word;
    size_t begun, length = strcspn(typed + 2, "=");
    const char *value = typed[2 + length] == '=' ? typed + 2 + length + 1 : NULL;
    word.setting = find_option(words->command, typed + 2, length, &begun);
    if (begun > 1)
        word.kind = WORD_SEVERAL;
    if (!word.setting)
        return word;
    if (!value && word.setting->kind == SETTING_FLAG)
        value = "yes";
    else if (!value && word.setting->bare)
        value = word.setting->choices[1];
    else if (!value)
        value = value_that_follows(words);
    word.kind = value ? WORD_SETTING : WORD_BARE;
    word.value = value;
    return word;
}

/* ---- words that are no options as they stand ---- */

/* "rnntop eval" */
static const char *command_words(const struct command *command, char out[COMMAND_WORDS_SIZE])
{
    snprintf(out, COMMAND_WORDS_SIZE, "rnntop%s%s", command->name ? " " : "",
             command->name ? command->name : "");
    return out;
}

/* All options of the command that begin as what was typed. */
static enum rt_status refuse_several(const struct word *word, const struct command *command,
                                     struct rt_error *error)
{
    char list[NEAREST_LIST_SIZE] = "";
    const size_t length = strcspn(word->typed + 2, "=");
    size_t count;
    const struct setting *table = settings_table(&count);
    for (size_t i = 0; i < count; i++) {
        if (takes(command, &table[i]) && strncmp(table[i].name, word->typed + 2, length) == 0)
            nearest_add(list, "--", table[i].name);
    }
    return rt_fail(error, ERR_OPTION_NOT_TOLD_APART, word->typed, list);
}

/* An option of other commands than this one. */
static enum rt_status refuse_elsewhere(const struct word *word, const struct command *command,
                                       const struct setting *setting, struct rt_error *error)
{
    char list[NEAREST_LIST_SIZE] = "", words[COMMAND_WORDS_SIZE];
    size_t count;
    const struct command *table = commands_table(&count);
    for (size_t i = 0; i < count; i++) {
        if (takes(&table[i], setting))
            nearest_add(list, "", command_words(&table[i], words));
    }
    return rt_fail(error, ERR_OPTION_OF_OTHERS, word->typed, command_words(command, words), list);
}

static enum rt_status refuse_unknown(const struct word *word, const struct command *command,
                                     struct rt_error *error)
{
    char name[48], words[COMMAND_WORDS_SIZE], near[NEAREST_LIST_SIZE];
    size_t count;
    const char *begin = word->typed + strspn(word->typed, "-");
    const struct setting *table = settings_table(&count);
    snprintf(name, sizeof name, "%.*s", (int)strcspn(begin, "="), begin);
    const struct setting *elsewhere = settings_find(name);
    if (elsewhere && word->typed[1] == '-')
        return refuse_elsewhere(word, command, elsewhere, error);
    struct nearest nearest = nearest_to(name);
    for (size_t i = 0; i < count; i++) {
        if (!takes(command, &table[i]))
            continue;
        nearest_offer(&nearest, table[i].name);
        if (table[i].alias)
            nearest_offer(&nearest, table[i].alias);
    }
    return rt_fail(error, ERR_OPTION_UNKNOWN, word->typed, command_words(command, words),
                   nearest_list(&nearest, "--", near));
}

static enum rt_status refuse_word(const struct word *word, const struct command *command,
                                  struct rt_error *error)
{
    if (word->kind == WORD_BARE)
        return settings_refuse_bare(word->setting, word->typed, error);
    return word->kind == WORD_SEVERAL ? refuse_several(word, command, error)
                                      : refuse_unknown(word, command, error);
}

static enum rt_status set_option(struct settings *settings, const struct word *word,
                                 struct rt_error *error)
{
    char option[64];
    snprintf(option, sizeof option, "--%s", word->setting->name);
    return settings_set(settings, word->setting->name, word->value, option, error);
}

/* Applies presets first, wherever they stand, so that other settings change what they set. */
static enum rt_status set_recipes(struct settings *settings, struct words words,
                                  struct rt_error *error)
{
    enum rt_status status = RT_OK;
    struct word word;
    while (status == RT_OK && (word = next_word(&words)).kind != WORD_END) {
        if (word.kind == WORD_SETTING && word.setting->recipe)
            status = set_option(settings, &word, error);
    }
    return status;
}

/* Refuses a setting that was given and would change nothing: whoever typed it expects an effect.
 * Settings with a default are checked here, where it is known that they were given;
 * settings_check() recognises the others by their values. */
static enum rt_status refuse_idle(const struct settings *settings, const bool *given,
                                  struct rt_error *error)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    if (settings->run.count > 0) /* the runs may have models that are made by name, or texts */
        return RT_OK;
    for (size_t i = 0; i < count; i++) {
        char option[64];
        snprintf(option, sizeof option, "--%s", table[i].name);
        bool tells = table[i].need == NEEDS_NAMED_MODEL || table[i].need == NEEDS_TEXTS;
        if (given[i] && tells && !settings_apply(settings, &table[i]))
            return settings_refuse_idle(settings, &table[i], option, error);
    }
    return RT_OK;
}

enum rt_status settings_parse(struct settings *settings, const struct command *command, int argc,
                              char **argv, int first, const char **operands, size_t *operand_count,
                              struct rt_error *error)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    bool given[SETTINGS_MAX_ROWS] = {false};
    struct words words = {.command = command,
                          .word = argv + first,
                          .count = argc > first ? (size_t)(argc - first) : 0};
    struct word word;

    *operand_count = 0;
    enum rt_status status = set_recipes(settings, words, error);
    while (status == RT_OK && (word = next_word(&words)).kind != WORD_END) {
        const struct setting *setting = word.setting;
        if (word.kind == WORD_OPERAND) {
            operands[(*operand_count)++] = word.typed;
        } else if (word.kind != WORD_SETTING) {
            status = refuse_word(&word, command, error);
        } else if (!setting->recipe) {
            if (setting->kind == SETTING_LINES && !given[setting - table])
                settings_clear_lines(setting_field(settings, setting));
            given[setting - table] = true;
            status = set_option(settings, &word, error);
        }
    }
    return status == RT_OK ? refuse_idle(settings, given, error) : status;
}

/* ---- the config file ---- */

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

static enum rt_status set_line(struct settings *settings, char *line, struct rt_error *error)
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
    const struct setting *setting = settings_find(name);
    if (setting && setting->kind != SETTING_FLAG && *value == '\0')
        return settings_refuse_bare(setting, name, error);
    return settings_set(settings, name, *value ? value : "yes", name, error);
}

static enum rt_status read_lines(struct settings *settings, FILE *file, struct rt_error *error)
{
    char line[4096];
    for (size_t number = 1; fgets(line, sizeof line, file); number++) {
        bool whole = strchr(line, '\n') || feof(file);
        enum rt_status status =
            whole ? set_line(settings, line, error) : rt_fail(error, ERR_CONFIG_LINE_TOO_LONG);
        if (status == RT_OK)
            continue;
        rt_error_at_line(error, number);
        if (!whole || !error)
            return status;
        return rt_fail_within(error, error->within == ERR_IN_MODEL ? ERR_IN_MODEL_OF_CONFIG_FILE
                                                                   : ERR_IN_CONFIG_FILE);
    }
    return ferror(file) ? rt_fail(error, ERR_CONFIG_FILE_NOT_READ, errno) : RT_OK;
}

enum rt_status settings_read_config(struct settings *settings, const char *path,
                                    struct rt_error *error)
{
    FILE *file = fopen(path, "re");
    if (!file && (errno == ENOENT || errno == ENOTDIR))
        return RT_OK;
    enum rt_status status =
        file ? read_lines(settings, file, error) : rt_fail(error, ERR_CONFIG_FILE_NOT_READ, errno);
    if (status != RT_OK)
        rt_error_at_path(error, path);
    if (file)
        fclose(file);
    return status;
}
