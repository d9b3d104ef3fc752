#include "config.h"

#include "rnntop/ui/findings_log.h"

#include <string.h>

#include "rnntop/run/diagnosis.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/message_log.h"
#include "rnntop/ui/strings.h"
#include "rnntop/words/findings.h"

/* Batches between two looks within an epoch: as many as the smoothed curve's span. */
#define LOOK_BATCHES HISTORY_SMOOTH_BATCHES

_Static_assert(FINDING_CODES <= 32, "a bit for each");

static bool is_held(const struct screen_run *kept, enum finding_code code)
{
    return kept->findings >> code & 1;
}

static void tell(struct actions *actions, size_t run, uint32_t epoch, enum string_id id,
                 bool warning, const char *what, const char *try)
{
    char text[2 * FINDINGS_TEXT_SIZE], figure[FIGURE_SIZE];
    string_fill(text, sizeof text, id, figure_count(figure, epoch), what, try);
    message_log_add(actions->screen->messages, &board_run(actions->board, run)->id, warning, text);
}

static void tell_new(struct actions *actions, size_t run, uint32_t epoch,
                     const struct finding *finding, const struct classes_event *classes)
{
    const struct findings_style style = {classes, !actions->screen->unicode};
    char what[FINDINGS_TEXT_SIZE], try[FINDINGS_TEXT_SIZE];
    findings_say(finding, &style, what, sizeof what);
    findings_try(finding, &style, try, sizeof try);
    tell(actions, run, epoch, *try ? STR_FINDING_TRY : STR_FINDING, !finding->note, what, try);
}

/* Within an epoch only what happens in a batch is told. */
static bool is_sudden(enum finding_code code)
{
    return code == FINDING_UNSTABLE || code == FINDING_EXPLODED;
}

static void compare(struct actions *actions, size_t run, struct screen_run *kept, bool sudden)
{
    struct evidence evidence = evidence_of(actions->board, run);
    struct diagnosis diagnosis;
    uint32_t epoch = evidence.epoch_count > 0 ? evidence.epochs[evidence.epoch_count - 1].epoch : 0;
    diagnose(&evidence, &diagnosis);
    for (size_t i = 0; i < diagnosis.findings; i++) {
        const struct finding *finding = &diagnosis.finding[i];
        if (is_held(kept, finding->code) || (sudden && !is_sudden(finding->code)))
            continue;
        kept->findings |= UINT32_C(1) << finding->code;
        tell_new(actions, run, epoch, finding, evidence.classes);
    }
    for (unsigned code = 0; !sudden && code < FINDING_CODES; code++) {
        if (!is_held(kept, (enum finding_code)code) ||
            diagnosis_find(&diagnosis, (enum finding_code)code))
            continue;
        kept->findings &= ~(UINT32_C(1) << code);
        tell(actions, run, epoch, STR_FINDING_GONE, false, findings_label((enum finding_code)code),
             "");
    }
}

void findings_log_event(struct actions *actions, size_t run, const struct run_event *event)
{
    bool within = event->kind == EVENT_NONE;
    struct screen_run *kept =
        run < board_runs(actions->board) ? screen_run_keep(actions->screen, run) : NULL;
    if (!kept || !(within || event->kind == EVENT_EPOCH || event->kind == EVENT_END ||
                   event->kind == EVENT_TEST))
        return;
    if (within && event->steps.last < kept->findings_batch + LOOK_BATCHES)
        return;
    kept->findings_batch =
        event->steps.last > kept->findings_batch ? event->steps.last : kept->findings_batch;
    compare(actions, run, kept, within);
}
