#include "config.h"

#include "rnntop/report/told_findings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/report/wrap.h"
#include "rnntop/spec/settings.h"
#include "rnntop/store/event_json.h"
#include "rnntop/words/findings.h"

struct told_findings {
    const struct board *board;
    struct {
        struct run_id run;
        bool held[FINDING_CODES];
    } of[SETTINGS_MAX_RUNS];            /* by the run's place */
    struct finding note[FINDING_CODES]; /* printed last; since is UINT32_MAX before */
};

enum rt_status told_findings_create(struct told_findings **out, const struct board *board,
                                    struct rt_error *error)
{
    struct told_findings *told = calloc(1, sizeof *told);
    *out = told;
    if (!told)
        return rt_fail(error, ERR_NO_MEMORY);
    told->board = board;
    for (size_t i = 0; i < FINDING_CODES; i++)
        told->note[i].since = UINT32_MAX;
    return RT_OK;
}

void told_findings_destroy(struct told_findings *told)
{
    free(told);
}

/* What was told of the run at that place; nothing yet where another one stood there. */
static bool *held_of(struct told_findings *told, size_t run)
{
    const struct run_id *id = &board_run(told->board, run)->id;
    if (!run_id_same(&told->of[run].run, id)) {
        memset(&told->of[run], 0, sizeof told->of[run]);
        told->of[run].run = *id;
    }
    return told->of[run].held;
}

static struct evidence look(const struct told_findings *told, size_t run,
                            struct diagnosis *diagnosis)
{
    struct evidence evidence = evidence_of(told->board, run);
    diagnose(&evidence, diagnosis);
    return evidence;
}

/* ---- as events ---- */

/* A finding that has gone, with the numbers that say so where they are known. */
static struct finding gone(const struct diagnosis *diagnosis, enum finding_code code)
{
    struct finding finding = {.code = code};
    for (size_t i = 0; i < FINDING_NUMBERS; i++)
        finding.number[i] = NAN;
    for (size_t i = 0; i < diagnosis->refuted_count; i++) {
        if (diagnosis->refuted[i].code == code)
            finding = diagnosis->refuted[i];
    }
    return finding;
}

bool told_findings_write(struct told_findings *told, size_t run, int64_t time_ms, bool all,
                         FILE *out)
{
    struct diagnosis diagnosis;
    struct evidence evidence = look(told, run, &diagnosis);
    const struct board_run *of = board_run(told->board, run);
    struct run_event event = {.kind = EVENT_FINDING, .run = of->id, .time_ms = time_ms};
    bool *held = held_of(told, run), written = true;
    if (evidence.epoch_count > 0)
        event.as.finding.epoch = evidence.epochs[evidence.epoch_count - 1].epoch;
    for (unsigned code = 0; code < FINDING_CODES; code++) {
        const struct finding *finding = diagnosis_find(&diagnosis, (enum finding_code)code);
        bool tell = finding ? all || !held[code] : held[code];
        event.as.finding.holds = held[code] = finding;
        event.as.finding.finding = finding ? *finding : gone(&diagnosis, (enum finding_code)code);
        written = written && (!tell || event_json_write(out, of->spec.slug, &event, false));
    }
    return written;
}

/* ---- for people ---- */

static bool same_note(const struct finding *a, const struct finding *b)
{
    return a->since == b->since && memcmp(a->number, b->number, sizeof a->number) == 0;
}

static void print_finding(const struct finding *finding, const struct findings_style *style,
                          FILE *out)
{
    char text[FINDINGS_TEXT_SIZE];
    struct wrap wrap = wrap_begin(out);
    wrap_words(&wrap, finding->note ? "Note: " : "Diagnosis: ");
    wrap_words(&wrap, findings_say(finding, style, text, sizeof text));
    wrap_end(&wrap);
    findings_try(finding, style, text, sizeof text);
    if (!*text)
        return;
    wrap_words(&wrap, "  try ");
    wrap_words(&wrap, text);
    wrap_end(&wrap);
}

bool told_findings_print(struct told_findings *told, size_t run, bool unicode, FILE *out)
{
    struct diagnosis diagnosis;
    struct evidence evidence = look(told, run, &diagnosis);
    const struct findings_style style = {.classes = evidence.classes, .ascii = !unicode};
    bool *held = held_of(told, run);
    for (size_t i = 0; i < diagnosis.findings; i++) {
        const struct finding *finding = &diagnosis.finding[i];
        struct finding *note = &told->note[finding->code];
        bool known = held[finding->code] || (finding->note && same_note(note, finding));
        held[finding->code] = true;
        if (known)
            continue;
        if (finding->note)
            *note = *finding;
        print_finding(finding, &style, out);
    }
    return fflush(out) == 0;
}
