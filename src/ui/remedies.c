#include "config.h"

#include "rnntop/ui/remedies.h"

#include "rnntop/run/diagnosis.h"

void remedies_of_broken(struct remedies *remedies, const struct board *board, size_t run)
{
    const struct evidence evidence = evidence_of(board, run);
    struct diagnosis diagnosis;
    remedies->count = 0;
    if (!evidence.broke)
        return;
    diagnose(&evidence, &diagnosis);
    const struct finding *exploded = diagnosis_find(&diagnosis, FINDING_EXPLODED);
    for (size_t i = 0; exploded && i < FINDING_REMEDIES; i++) {
        char *value = remedies->value[remedies->count];
        const char *setting = findings_setting(&exploded->remedy[i], value);
        if (setting)
            remedies->change[remedies->count++] = (struct form_change){setting, value};
    }
}
