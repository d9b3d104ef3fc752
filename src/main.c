#include "config.h"

#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "program.h"
#include "rnntop/base/cpu.h"
#include "rnntop/base/nearest.h"
#include "rnntop/data/dataset.h"
#include "rnntop/files/places.h"
#include "signals.h"

/* A word that is no command where one may stand: the dashboard's first operand. */
static enum rt_status refuse_command(const char *word, struct rt_error *error)
{
    char near[NEAREST_LIST_SIZE];
    size_t count;
    const struct command *table = commands_table(&count);
    struct nearest nearest = nearest_to(word);
    for (size_t i = 1; i < count; i++)
        nearest_offer(&nearest, table[i].name);
    nearest_offer(&nearest, "--help");
    nearest_offer(&nearest, "--version");
    if (commands_find(word)->name)
        return rt_fail(error, ERR_COMMAND_IS_FIRST, word);
    return rt_fail(error, ERR_COMMAND_UNKNOWN, word, nearest_list(&nearest, "", near));
}

/* As many operands as the command takes. */
static enum rt_status check_operands(const struct command *command, const char *const *operands,
                                     size_t count, struct rt_error *error)
{
    if (count >= command->least && count <= command->most)
        return RT_OK;
    if (command->most > 0)
        return rt_fail(error, ERR_COMMAND_USED_OTHERWISE, command->name, command->operands, count);
    if (access(operands[0], F_OK) == 0)
        return rt_fail(error, ERR_COMMAND_IS_DATA, command->name ? "rnntop train" : "rnntop",
                       operands[0]);
    if (command->name)
        return rt_fail(error, ERR_COMMAND_TAKES_OPTIONS, command->name, operands[0]);
    return refuse_command(operands[0], error);
}

/* Those of a training are checked run by run when the runs are planned, since its data may fill in
 * what others need. */
static enum rt_status check_settings(const struct settings *settings, const struct command *command,
                                     struct rt_error *error)
{
    bool trains = command->id == COMMAND_TRAIN || command->id == COMMAND_DASHBOARD;
    return trains ? RT_OK : settings_check(settings, error);
}

static enum rt_status read_settings(struct settings *settings, const struct command *command,
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
    if (status == RT_OK)
        status = check_settings(settings, command, error);
    /* RNNTOP_CPU is a setting too: a wrong one is told before a screen is up. */
    if (status == RT_OK)
        status = cpu_choose(&isa, error);
    return status;
}

static int run_command(const struct command *command, const struct settings *settings,
                       const char *const *operands, size_t operand_count)
{
    struct rt_error error;
    if (settings->help || settings->version) {
        if (settings->help)
            help_print(stdout, command);
        else
            version_print(stdout);
        return program_end_output(PROGRAM_DONE);
    }
    if (check_operands(command, operands, operand_count, &error) != RT_OK)
        return program_complain(&error);
    switch (command->id) {
    case COMMAND_TRAIN:
        return cmd_train(settings);
    case COMMAND_EVAL:
        return cmd_eval(settings, operands[0]);
    case COMMAND_FETCH:
        return cmd_fetch(settings, operands[0]);
    case COMMAND_PREDICT:
        return cmd_predict(settings, operands[0], operands + 1, operand_count - 1);
    case COMMAND_DATA:
        return cmd_data(settings, operands[0]);
    case COMMAND_WATCH:
        return cmd_watch(settings, operands[0]);
    case COMMAND_DASHBOARD:
    default:
        return cmd_dashboard(settings);
    }
}

int main(int argc, char **argv)
{
    struct settings settings;
    struct rt_error error;
    size_t operand_count = 0;
    int status;

    /* Characters as the user's terminal has them, numbers as everybody's CSV and JSON have them. */
    setlocale(LC_CTYPE, "");
    const struct command *command = commands_find(argc > 1 ? argv[1] : NULL);
    int first = command->name ? 2 : 1;
    const char **operands = calloc((size_t)argc + 1, sizeof *operands);
    settings_init(&settings);
    settings.leads_to_texts = dataset_is_texts;
    if (!operands) {
        rt_fail(&error, ERR_NO_MEMORY);
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
