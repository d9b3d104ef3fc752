#include "config.h"

#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"
#include "rnntop/base/cpu.h"
#include "rnntop/base/utf8.h"
#include "rnntop/files/places.h"
#include "signals.h"

/* An argument that no command takes. */
static int complain_operand(enum setting_command command, const char *operand)
{
    struct rt_error error;
    char safe[80];
    utf8_sanitize(operand, strlen(operand), false, safe, sizeof safe);
    if (command == COMMAND_TRAIN)
        rt_fail(&error, RT_ERR_USAGE,
                "train takes options only, not '%s'; see rnntop train --help.", safe);
    else
        rt_fail(&error, RT_ERR_USAGE, "'%s' is no command of rnntop; see rnntop --help.", safe);
    return program_complain(&error);
}

/* The command that argv names, and where its arguments begin. */
static enum setting_command find_command(int argc, char **argv, int *first)
{
    *first = 2;
    if (argc > 1 && strcmp(argv[1], "train") == 0)
        return COMMAND_TRAIN;
    if (argc > 1 && strcmp(argv[1], "eval") == 0)
        return COMMAND_EVAL;
    *first = 1;
    return COMMAND_DASHBOARD;
}

static enum rt_status read_settings(struct settings *settings, enum setting_command command,
                                    int argc, char **argv, int first, const char **operands,
                                    size_t *operand_count, struct rt_error *error)
{
    enum cpu_isa isa;
    char *config = places_config_file();
    enum rt_status status = config ? settings_read_config(settings, config, error) : RT_OK;
    free(config);
    if (status == RT_OK)
        status =
            settings_parse(settings, command, argc, argv, first, operands, operand_count, error);
    /* RNNTOP_CPU is a setting too: a wrong one is told before a screen is up. */
    if (status == RT_OK)
        status = cpu_choose(&isa, error);
    return status;
}

static int run_command(enum setting_command command, const struct settings *settings,
                       const char *const *operands, size_t operand_count)
{
    if (settings->help || settings->version) {
        if (settings->help)
            help_print(stdout, command);
        else
            help_version(stdout);
        return fflush(stdout) == 0 ? PROGRAM_DONE : PROGRAM_FAILED;
    }
    if (command == COMMAND_EVAL) {
        struct rt_error error;
        if (operand_count == 1)
            return cmd_eval(settings, operands[0]);
        rt_fail(&error, RT_ERR_USAGE, "eval takes one model file, not %zu; see rnntop eval --help.",
                operand_count);
        return program_complain(&error);
    }
    if (operand_count > 0)
        return complain_operand(command, operands[0]);
    return command == COMMAND_TRAIN ? cmd_train(settings) : cmd_dashboard(settings);
}

int main(int argc, char **argv)
{
    struct settings settings;
    struct rt_error error;
    size_t operand_count = 0;
    int first, status;

    /* Characters as the user's terminal has them, numbers as everybody's CSV and JSON have them. */
    setlocale(LC_CTYPE, "");
    enum setting_command command = find_command(argc, argv, &first);
    const char **operands = calloc((size_t)argc + 1, sizeof *operands);
    settings_init(&settings);
    if (!operands) {
        rt_fail(&error, RT_ERR_MEMORY, "There is no memory left.");
        status = program_complain(&error);
    } else if (read_settings(&settings, command, argc, argv, first, operands, &operand_count,
                             &error) != RT_OK ||
               signals_install(&error) != RT_OK) {
        status = program_complain(&error);
    } else {
        status = run_command(command, &settings, operands, operand_count);
    }
    free(operands);
    settings_free(&settings);
    signals_die();
    return status;
}
