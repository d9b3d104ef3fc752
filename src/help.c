#include "config.h"

#include <string.h>

#include "program.h"

#define HELP_COLUMN 26 /* where an option's help begins */
#define LINE_END    79

static void print_option(FILE *out, const struct setting *setting)
{
    char option[80], help[200];
    snprintf(option, sizeof option, "  --%s%s%s", setting->name, setting->metavar ? " " : "",
             setting->metavar ? setting->metavar : "");
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

static void print_usage(FILE *out, enum setting_command command)
{
    switch (command) {
    case COMMAND_TRAIN:
        fputs("Usage: rnntop train [OPTION]...\n"
              "Trains without a screen and prints what Keras prints, or JSON.\n",
              out);
        break;
    case COMMAND_EVAL:
        fputs("Usage: rnntop eval MODEL [OPTION]...\n"
              "Scores a saved model on the test set.\n",
              out);
        break;
    case COMMAND_DASHBOARD:
    case COMMAND_ALL:
        fputs("Usage: rnntop [OPTION]...             the dashboard: a SimpleRNN run, then an LSTM\n"
              "       rnntop train [OPTION]...       the same without a screen\n"
              "       rnntop eval MODEL [OPTION]...  loss and accuracy of a saved model\n"
              "Trains recurrent networks on film reviews and shows them learn.\n"
              "In the dashboard ? lists the keys. The manual: man rnntop.\n",
              out);
        break;
    }
}

void help_print(FILE *out, enum setting_command command)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    print_usage(out, command);
    for (size_t group = 0; group < GROUP_COUNT; group++) {
        bool titled = false;
        for (size_t i = 0; i < count; i++) {
            if ((size_t)table[i].group != group || !(table[i].commands & (unsigned)command))
                continue;
            if (!titled)
                fprintf(out, "\n%s:\n", settings_group_name((enum setting_group)group));
            titled = true;
            print_option(out, &table[i]);
        }
    }
}

void help_version(FILE *out)
{
    fprintf(out, "%s\n", PACKAGE_STRING);
}
