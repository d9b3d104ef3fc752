#include "config.h"

#include "rnntop/spec/commands.h"

#include <string.h>

static const struct command table[] = {
    {COMMAND_DASHBOARD, NULL, "", "the dashboard: a SimpleRNN run, then an LSTM",
     "Trains recurrent networks on film reviews and shows them learn.\n"
     "In the dashboard ? lists the keys. The manual: man rnntop.",
     0, 0},
    {COMMAND_TRAIN, "train", "", "the same without a screen",
     "Trains without a screen and prints what Keras prints, or JSON.", 0, 0},
    {COMMAND_EVAL, "eval", "MODEL", "loss and accuracy of a saved model",
     "Scores a saved model on the test set.", 1, 1},
    {COMMAND_FETCH, "fetch", "imdb", "download IMDB and check it",
     "Downloads IMDB as Keras publishes it (19 MB), checks it, and puts it where\n"
     "rnntop looks for it. A download that broke off goes on where it ended.",
     1, 1},
    {COMMAND_PREDICT, "predict", "MODEL [TEXT]...", "what a saved model says of texts",
     "Prints the class of each TEXT, or of each line of standard input, and its probability.", 1,
     COMMAND_MANY},
    {COMMAND_DATA, "data", "PATH", "what a file or folder of texts is read as",
     "Reads texts as a training would, and shows what was understood: form, columns,\n"
     "classes, lengths, the first rows, and the options that would say otherwise.",
     1, 1},
    {COMMAND_WATCH, "watch", "FILE", "the dashboard of a training elsewhere",
     "Shows what rnntop train --json=steps prints, or what another program prints in that\n"
     "form, from a file that may still grow, or from standard input: rnntop watch -.\n"
     "Nothing can be asked of it. The form: man 5 rnntop-events.",
     1, 1},
};

const struct command *commands_table(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}

const struct command *commands_find(const char *name)
{
    for (size_t i = 1; name && i < sizeof table / sizeof *table; i++) {
        if (strcmp(table[i].name, name) == 0)
            return &table[i];
    }
    return &table[0];
}
