/*
 * print_completions TEMPLATE: prints a shell's completion file, made of the template, which is
 * written in that shell's own language, and of the tables of commands and settings.
 *
 * A line of the template that is nothing but @marker@ stands for what the tables say: lines with
 * the same indent take its place. A program of the build; it is not installed.
 */
#include "config.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/spec/commands.h"
#include "rnntop/spec/settings.h"

#define MODEL_SUFFIX ".safetensors"

struct tables {
    const struct command *command;
    size_t commands; /* command[0] is the dashboard, which has no name */
    const struct setting *setting;
    size_t settings;
};

/* A new line of the output, at the marker's indent and so many blanks more. */
static void begin(const char *indent, int more)
{
    printf("%s%*s", indent, more, "");
}

static const char *name_of(const struct command *command)
{
    return command->name ? command->name : "";
}

static bool takes(const struct command *command, const struct setting *setting)
{
    return (setting->commands & (unsigned)command->id) != 0;
}

/* No word behind it is its value. */
static bool is_flag(const struct setting *setting)
{
    return setting->kind == SETTING_FLAG || setting->bare;
}

static bool has_words(const struct setting *setting)
{
    return setting->choices != NULL;
}

static bool names_file(const char *metavar)
{
    return metavar && (strstr(metavar, "FILE") || strstr(metavar, "PATH"));
}

static bool takes_file(const struct setting *setting)
{
    return setting->kind == SETTING_PATH ||
           (setting->kind == SETTING_TEXT && names_file(setting->metavar));
}

static void print_choices(const struct setting *setting)
{
    for (size_t i = 0; setting->choices[i]; i++)
        printf("%s%s", i ? " " : "", setting->choices[i]);
}

static void print_names(const struct tables *tables)
{
    for (size_t i = 1; i < tables->commands; i++)
        printf("%s%s", i > 1 ? " " : "", tables->command[i].name);
}

/* Of operands such as "MODEL" or "list | show ID", those in lower case are words to type. */
static void print_operand_words(const char *operands)
{
    bool any = false;
    for (const char *p = operands; *p;) {
        size_t length = strcspn(p, " |[].");
        if (length > 0 && islower((unsigned char)*p)) {
            printf("%s%.*s", any ? " " : "", (int)length, p);
            any = true;
        }
        p += length;
        p += strspn(p, " |[].");
    }
}

static bool has_operand_words(const char *operands)
{
    return strpbrk(operands, "abcdefghijklmnopqrstuvwxyz") != NULL;
}

/* Text within '...', where the shell knows \' or must be told by '\''; a backslash before each of
 * the characters in `special` too. */
static void print_quoted(const char *text, const char *quote, const char *special)
{
    for (; *text; text++) {
        if (*text == '\'')
            printf("%s", quote);
        else
            printf("%s%c", strchr(special, *text) ? "\\" : "", *text);
    }
}

/* bash: assignments, and the branches of a case. */

static void bash_commands(const struct tables *tables, const char *indent)
{
    begin(indent, 0);
    printf("commands='");
    print_names(tables);
    printf("'\n");
}

/* The options that a value follows. Aliases are known, and not proposed: they would only stand in
 * the way of the names that they are short for. */
static void bash_valued(const struct tables *tables, const char *indent)
{
    begin(indent, 0);
    printf("valued='");
    for (size_t i = 0; i < tables->settings; i++) {
        const struct setting *setting = &tables->setting[i];
        if (is_flag(setting))
            continue;
        printf(" --%s", setting->name);
        if (setting->alias)
            printf(" --%s", setting->alias);
    }
    printf("'\n");
}

static void bash_options(const struct tables *tables, const char *indent)
{
    for (size_t c = 0; c < tables->commands; c++) {
        begin(indent, 0);
        printf("'%s') options='", name_of(&tables->command[c]));
        for (size_t i = 0; i < tables->settings; i++) {
            if (takes(&tables->command[c], &tables->setting[i]))
                printf(" --%s", tables->setting[i].name);
        }
        printf("' ;;\n");
    }
}

static void bash_values(const struct tables *tables, const char *indent)
{
    for (size_t i = 0; i < tables->settings; i++) {
        const struct setting *setting = &tables->setting[i];
        if (!has_words(setting) && !takes_file(setting))
            continue;
        begin(indent, 0);
        printf("--%s%s%s)", setting->name, setting->alias ? " | --" : "",
               setting->alias ? setting->alias : "");
        if (has_words(setting)) {
            printf(" %s='", setting->kind == SETTING_MODELS ? "list" : "words");
            print_choices(setting);
            printf("'");
        }
        printf("%s ;;\n", takes_file(setting) ? " files=yes" : "");
    }
}

static void bash_operands(const struct tables *tables, const char *indent)
{
    for (size_t c = 1; c < tables->commands; c++) {
        const struct command *command = &tables->command[c];
        if (command->most == 0)
            continue;
        begin(indent, 0);
        printf("%s) most=%zu", command->name, command->most);
        if (has_operand_words(command->operands)) {
            printf(" words='");
            print_operand_words(command->operands);
            printf("'");
        }
        if (strstr(command->operands, "MODEL"))
            printf(" files=yes pattern='*%s'", MODEL_SUFFIX);
        else if (names_file(command->operands))
            printf(" files=yes");
        printf(" ;;\n");
    }
}

/* zsh: what _describe and _arguments take. */

static void zsh_commands(const struct tables *tables, const char *indent)
{
    for (size_t i = 1; i < tables->commands; i++) {
        begin(indent, 0);
        printf("'%s:", tables->command[i].name);
        print_quoted(tables->command[i].help, "'\\''", "\\");
        printf("'\n");
    }
}

/* Its option of that name; an alias begins with !, so that it is known and not proposed. */
static void zsh_option(const struct setting *setting, const char *hidden, const char *name)
{
    printf("'%s--%s%s[", hidden, name, is_flag(setting) ? "" : "=");
    print_quoted(setting->help, "'\\''", "\\[]:");
    printf("]");
    if (!is_flag(setting)) {
        printf(":%s:", setting->metavar);
        if (setting->kind == SETTING_MODELS) {
            printf("_values -s , %s ", setting->metavar);
            print_choices(setting);
        } else if (has_words(setting)) {
            printf("%s", takes_file(setting) ? " _rnntop_words_or_files " : "(");
            print_choices(setting);
            printf("%s", takes_file(setting) ? "" : ")");
        } else {
            printf("%s", takes_file(setting) ? "_files" : " ");
        }
    }
    printf("'\n");
}

static void zsh_operands(const struct command *command, const char *indent)
{
    begin(indent, 4);
    printf("operands=(");
    for (size_t i = 1; i <= command->most && i < 10; i++) {
        printf("%s'%zu:%s:", i > 1 ? " " : "", i, command->operands);
        if (has_operand_words(command->operands)) {
            printf("(");
            print_operand_words(command->operands);
            printf(")");
        } else if (strstr(command->operands, "MODEL")) {
            printf("_files -g \"*%s\"", MODEL_SUFFIX);
        } else {
            printf("%s", names_file(command->operands) ? "_files" : " ");
        }
        printf("'");
    }
    printf(")\n");
}

static void zsh_options(const struct tables *tables, const char *indent)
{
    for (size_t c = 1; c <= tables->commands; c++) {
        /* The dashboard last: it is what every other word means. */
        const struct command *command = &tables->command[c % tables->commands];
        begin(indent, 0);
        printf("%s)%s\n", command->name ? command->name : "*", command->name ? "" : " command=");
        begin(indent, 4);
        printf("options=(\n");
        for (size_t i = 0; i < tables->settings; i++) {
            if (!takes(command, &tables->setting[i]))
                continue;
            begin(indent, 8);
            zsh_option(&tables->setting[i], "", tables->setting[i].name);
            if (!tables->setting[i].alias)
                continue;
            begin(indent, 8);
            zsh_option(&tables->setting[i], "!", tables->setting[i].alias);
        }
        begin(indent, 4);
        printf(")\n");
        zsh_operands(command, indent);
        begin(indent, 4);
        printf(";;\n");
    }
}

/* fish: a command of its own for each thing to propose. */

static void fish_commands(const struct tables *tables, const char *indent)
{
    begin(indent, 0);
    printf("set -g __rnntop_commands ");
    print_names(tables);
    printf("\n");
    for (size_t c = 1; c < tables->commands; c++) {
        begin(indent, 0);
        printf("complete -c rnntop -n __rnntop_first -a %s -d '", tables->command[c].name);
        print_quoted(tables->command[c].help, "\\'", "\\");
        printf("'\n");
    }
}

static void fish_options(const struct tables *tables, const char *indent)
{
    for (size_t i = 0; i < tables->settings; i++) {
        const struct setting *setting = &tables->setting[i];
        begin(indent, 0);
        printf("complete -c rnntop -n '__rnntop_in");
        for (size_t c = 0; c < tables->commands; c++) {
            if (takes(&tables->command[c], setting))
                printf(" %s", c ? tables->command[c].name : "\"\"");
        }
        printf("' -l %s", setting->name);
        if (!is_flag(setting))
            printf("%s", takes_file(setting) ? " -r -F" : " -x");
        if (has_words(setting) && !is_flag(setting)) {
            printf(" -a '%s", setting->kind == SETTING_MODELS ? "(__rnntop_list " : "");
            print_choices(setting);
            printf("%s'", setting->kind == SETTING_MODELS ? ")" : "");
        }
        printf(" -d '");
        print_quoted(setting->help, "\\'", "\\");
        printf("'\n");
        if (!setting->alias || !has_words(setting))
            continue;
        /* An alias that fish knew it would propose. */
        begin(indent, 0);
        printf("complete -c rnntop -n '__rnntop_behind --%s' -x -a '", setting->alias);
        print_choices(setting);
        printf("'\n");
    }
}

static void fish_operands(const struct tables *tables, const char *indent)
{
    for (size_t c = 1; c < tables->commands; c++) {
        const struct command *command = &tables->command[c];
        if (command->most == 0)
            continue;
        begin(indent, 0);
        printf("complete -c rnntop -n '__rnntop_in %s'", command->name);
        if (has_operand_words(command->operands)) {
            printf(" -a '");
            print_operand_words(command->operands);
            printf("'");
        }
        if (strstr(command->operands, "MODEL"))
            printf(" -k -a '(__fish_complete_suffix %s)'", MODEL_SUFFIX);
        else if (names_file(command->operands))
            printf(" -F");
        printf("\n");
    }
}

static const struct {
    const char *marker;
    void (*print)(const struct tables *tables, const char *indent);
} insertion[] = {
    {"@bash-commands@", bash_commands}, {"@bash-valued@", bash_valued},
    {"@bash-options@", bash_options},   {"@bash-values@", bash_values},
    {"@bash-operands@", bash_operands}, {"@zsh-commands@", zsh_commands},
    {"@zsh-options@", zsh_options},     {"@fish-commands@", fish_commands},
    {"@fish-options@", fish_options},   {"@fish-operands@", fish_operands},
};

/* Prints the line, or what takes its place; false for a marker that nobody knows. */
static bool print_line(const struct tables *tables, char *line)
{
    char *text = line + strspn(line, " ");
    size_t length = strcspn(text, "\n");
    if (length < 2 || text[0] != '@' || text[length - 1] != '@') {
        printf("%s", line);
        return true;
    }
    for (size_t i = 0; i < sizeof insertion / sizeof *insertion; i++) {
        if (strlen(insertion[i].marker) != length || memcmp(insertion[i].marker, text, length) != 0)
            continue;
        *text = '\0';
        insertion[i].print(tables, line);
        return true;
    }
    return false;
}

int main(int argc, char **argv)
{
    struct tables tables;
    tables.command = commands_table(&tables.commands);
    tables.setting = settings_table(&tables.settings);
    FILE *template = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (!template) {
        fprintf(stderr, "print_completions: %s\n", argc == 2 ? argv[1] : "takes one TEMPLATE");
        return 1;
    }
    char line[400];
    bool good = true;
    for (int number = 1; good && fgets(line, sizeof line, template); number++) {
        good = print_line(&tables, line);
        if (!good)
            fprintf(stderr, "%s:%d: no such marker: %s", argv[1], number, line);
    }
    good = good && !ferror(template);
    fclose(template);
    return good && fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
