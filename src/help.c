#include "config.h"

#include <string.h>

#include "program.h"

#define HELP_COLUMN  26 /* where an option's help begins */
#define USAGE_COLUMN 31 /* where, behind "Usage: ", a command's help begins */
#define LINE_END     79

static void print_option(FILE *out, const struct setting *setting)
{
    char option[80], help[200];
    snprintf(option, sizeof option, "  --%s%s%s%s%s%s", setting->name, setting->alias ? ", --" : "",
             setting->alias ? setting->alias : "",
             setting->bare      ? "[="
             : setting->metavar ? " "
                                : "",
             setting->metavar ? setting->metavar : "", setting->bare ? "]" : "");
    if (setting->preset)
        snprintf(help, sizeof help, "%s (%s)", setting->help, setting->preset);
    else
        snprintf(help, sizeof help, "%s", setting->help);
    if (strlen(option) + 1 < HELP_COLUMN)
        fprintf(out, "%-*s", HELP_COLUMN, option);
    else
        fprintf(out, "%s\n%*s", option, HELP_COLUMN, "");
    /* Wraps at blanks. */
    const char *text = help;
    while (strlen(text) > LINE_END - HELP_COLUMN) {
        size_t cut = LINE_END - HELP_COLUMN;
        while (cut > 0 && text[cut] != ' ')
            cut--;
        if (cut == 0)
            break;
        fprintf(out, "%.*s\n%*s", (int)cut, text, HELP_COLUMN, "");
        text += cut + 1;
    }
    fprintf(out, "%s\n", text);
}

/* "Usage: rnntop eval MODEL [OPTION]...", with what stands before it on further lines. */
static void print_usage_line(FILE *out, const char *before, const struct command *command,
                             bool with_help)
{
    char usage[80];
    snprintf(usage, sizeof usage, "rnntop%s%s%s%s [OPTION]...", command->name ? " " : "",
             command->name ? command->name : "", command->operands[0] ? " " : "",
             command->operands);
    if (with_help && strlen(usage) < USAGE_COLUMN)
        fprintf(out, "%s%-*s%s\n", before, USAGE_COLUMN, usage, command->help);
    else if (with_help)
        fprintf(out, "%s%s\n%*s%s\n", before, usage, (int)strlen(before) + USAGE_COLUMN, "",
                command->help);
    else
        fprintf(out, "%s%s\n", before, usage);
}

/* The dashboard's help is the program's: it names the other commands. */
static void print_usage(FILE *out, const struct command *command)
{
    size_t count;
    const struct command *table = commands_table(&count);
    print_usage_line(out, "Usage: ", command, !command->name);
    for (size_t i = 1; !command->name && i < count; i++)
        print_usage_line(out, "       ", &table[i], true);
    fprintf(out, "%s\n", command->about);
}

void help_print(FILE *out, const struct command *command)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    print_usage(out, command);
    for (size_t group = 0; group < GROUP_COUNT; group++) {
        bool titled = false;
        for (size_t i = 0; i < count; i++) {
            if ((size_t)table[i].group != group || !(table[i].commands & (unsigned)command->id))
                continue;
            if (!titled)
                fprintf(out, "\n%s:\n", settings_group_name((enum setting_group)group));
            titled = true;
            print_option(out, &table[i]);
        }
    }
}
