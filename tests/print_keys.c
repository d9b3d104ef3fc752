/*
 * print_keys: the key table as lines "group<TAB>keys in ASCII<TAB>help", for scripts that hold the
 * documents against it.
 */
#include "config.h"

#include "rnntop/ui/keys.h"

#include <stdio.h>

int main(void)
{
    static const char *const group[] = {"training", "screens", "picture", "hidden"};
    size_t count;
    const struct key_binding *binding = keys_table(&count);
    for (size_t i = 0; i < count; i++) {
        printf("%s\t%s\t%s\n", group[binding[i].group],
               binding[i].name_ascii ? binding[i].name_ascii : binding[i].name,
               binding[i].help ? binding[i].help : "");
    }
    return count > 0 ? 0 : 1;
}
