#include "config.h"

#include "rnntop/run/ranking.h"

#include <assert.h>
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/run/spread.h"

/* ---- comparing ---- */

int ranking_compare_names(const char *a, const char *b)
{
    while (*a && *b) {
        if (isdigit((unsigned char)*a) && isdigit((unsigned char)*b)) {
            char *after_a, *after_b;
            double x = strtod(a, &after_a), y = strtod(b, &after_b);
            if (x < y || x > y)
                return x < y ? -1 : 1;
            a = after_a;
            b = after_b;
        } else if (*a != *b) {
            break;
        } else {
            a++;
            b++;
        }
    }
    return (unsigned char)*a - (unsigned char)*b;
}

/* The higher first; what is not validated yet, last. */
static int compare_vals(double a, double b)
{
    if (isnan(a) || isnan(b))
        return isnan(a) - isnan(b);
    return a > b ? -1 : a < b;
}

static int compare_runs(const struct ranked *a, const struct ranked *b, enum ranking_by by)
{
    return by == RANKING_VAL    ? compare_vals(a->val, b->val)
           : by == RANKING_NAME ? ranking_compare_names(a->name, b->name)
                                : 0;
}

/* ---- ranking ---- */

struct group {
    size_t number; /* that its runs have */
    size_t first;  /* run, in the queue's order */
    double val;
};

static double mean_of(const struct ranked *run, size_t count, size_t number)
{
    double val[SETTINGS_MAX_RUNS];
    size_t runs = 0;
    for (size_t i = 0; i < count; i++) {
        if (run[i].group == number)
            val[runs++] = run[i].val;
    }
    return spread_of(val, runs).mean;
}

/* In the queue's order; returns how many. */
static size_t find_groups(const struct ranked *run, size_t count,
                          struct group group[SETTINGS_MAX_RUNS])
{
    size_t groups = 0;
    for (size_t i = 0; i < count; i++) {
        size_t known = 0;
        while (known < groups && group[known].number != run[i].group)
            known++;
        if (known == groups)
            group[groups++] = (struct group){run[i].group, i, mean_of(run, count, run[i].group)};
    }
    return groups;
}

static void sort_groups(struct group *group, size_t groups, const struct ranked *run,
                        enum ranking_by by)
{
    for (size_t i = 1; i < groups; i++) {
        struct group moved = group[i];
        size_t j = i;
        for (; j > 0; j--) {
            const struct group *before = &group[j - 1];
            int order = by == RANKING_VAL
                            ? compare_vals(before->val, moved.val)
                            : compare_runs(&run[before->first], &run[moved.first], by);
            if (order <= 0)
                break;
            group[j] = *before;
        }
        group[j] = moved;
    }
}

/* The runs of a group, into the order behind those that are there. */
static void add_runs(struct ranking *ranking, const struct ranked *run, size_t count, size_t number,
                     enum ranking_by by)
{
    size_t first = ranking->runs;
    for (size_t i = 0; i < count; i++) {
        if (run[i].group != number)
            continue;
        size_t j = ranking->runs++;
        for (; j > first && compare_runs(&run[ranking->order[j - 1]], &run[i], by) > 0; j--)
            ranking->order[j] = ranking->order[j - 1];
        ranking->order[j] = i;
    }
}

void ranking_make(struct ranking *ranking, const struct ranked *run, size_t count,
                  enum ranking_by by)
{
    struct group group[SETTINGS_MAX_RUNS];
    assert(count <= SETTINGS_MAX_RUNS);
    ranking->runs = ranking->judged = 0;
    ranking->best = RANKING_NONE;
    ranking->groups = find_groups(run, count, group);
    sort_groups(group, ranking->groups, run, by);
    for (size_t g = 0; g < ranking->groups; g++) {
        ranking->begin[g] = ranking->runs;
        ranking->val[g] = group[g].val;
        add_runs(ranking, run, count, group[g].number, by);
        if (isnan(group[g].val))
            continue;
        ranking->judged++;
        if (ranking->best == RANKING_NONE || group[g].val > ranking->val[ranking->best])
            ranking->best = g;
    }
    ranking->begin[ranking->groups] = ranking->runs;
}

size_t ranking_size(const struct ranking *ranking, size_t group)
{
    return ranking->begin[group + 1] - ranking->begin[group];
}

size_t ranking_best_run(const struct ranking *ranking, const struct ranked *run)
{
    size_t best = RANKING_NONE;
    if (ranking->best == RANKING_NONE)
        return RANKING_NONE;
    for (size_t i = ranking->begin[ranking->best]; i < ranking->begin[ranking->best + 1]; i++) {
        size_t at = ranking->order[i];
        if (best == RANKING_NONE || compare_vals(run[at].val, run[best].val) < 0)
            best = at;
    }
    return best;
}
