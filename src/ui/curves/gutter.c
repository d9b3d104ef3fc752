#include "config.h"

#include "rnntop/ui/curves/gutter.h"

#include <math.h>
#include <stdio.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/curves/reading.h"
#include "rnntop/ui/curves/references.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/strings.h"

#define TEXT_SIZE 64

struct label {
    double place; /* of the value, in rows from the plot's upper edge */
    int row;
    enum role role;
    char text[TEXT_SIZE];
};

struct labels {
    size_t count;
    struct label at[ROWS_MAX + 2 + REFERENCES_MAX];
};

/* "train 0.923", or the figure alone where the name has no room. */
static void add(const struct curves *curves, const struct scale *scale, struct labels *labels,
                const char *name, double value, enum role role)
{
    struct label *label = &labels->at[labels->count];
    double place = scale_place(scale, value);
    char figure[FIGURE_SIZE];
    if (!isfinite(value) || !isfinite(place))
        return;
    figure_value(figure, value);
    snprintf(label->text, sizeof label->text, "%s %s", name ? name : "", figure);
    if (!name || (int)utf8_text_columns(label->text) + 1 > curves->layout.gutter_columns)
        snprintf(label->text, sizeof label->text, "%s", figure);
    label->place = fmax(0, fmin(place, scale->rows - 1e-6));
    label->role = role;
    labels->count++;
}

/* The lines to compare with that are to be seen. Where there is no room for both, such a line has
 * its name and not its figure. */
static void add_references(const struct curves *curves, const struct scale *scale,
                           enum metric metric, struct labels *labels)
{
    struct reference reference[REFERENCES_MAX];
    size_t count = references_find(curves, metric, reference);
    for (size_t i = 0; i < count; i++) {
        double place = scale_place(scale, reference[i].value);
        char *text = labels->at[labels->count].text;
        if (!(place >= 0 && place < scale->rows))
            continue;
        add(curves, scale, labels, reference[i].name, reference[i].value, ROLE_DIM);
        if (curves->layout.narrow)
            snprintf(text, TEXT_SIZE, "%s", reference[i].name);
    }
}

/* The selected run's come first, then the lines to compare with: they stay when there are more
 * labels than rows. Of many others those that stand out have labels. On few rows the gutter is also
 * the cursor's read-out. */
static void collect(const struct curves *curves, const struct layout_plot *plot, enum metric metric,
                    struct labels *labels)
{
    char name[RUN_NAME_SIZE];
    double cursor;
    bool read = curves->layout.strip && curves_cursor(curves, &cursor);
    struct reading reading = read ? reading_at(curves, curves->rows.selected, metric, cursor)
                                  : reading_tip(curves, curves->rows.selected, metric);
    add(curves, &plot->scale, labels, string_get(STR_TRAIN), reading.train, ROLE_TRAIN);
    add(curves, &plot->scale, labels, string_get(STR_VAL), reading.val, ROLE_VAL);
    add_references(curves, &plot->scale, metric, labels);
    for (size_t i = 0; !curves->layout.narrow && i < curves->rows.count; i++) {
        if (!curves_is_other(curves, i) ||
            (curves_others(curves) > 1 && !curves_stands_out(curves, i)))
            continue;
        reading = read ? reading_at(curves, i, metric, cursor) : reading_tip(curves, i, metric);
        curves_row_name(curves, i, name);
        add(curves, &plot->scale, labels, curves->layout.wide ? name : NULL, reading.val,
            curves->role[i]);
    }
    if (labels->count > (size_t)plot->scale.rows)
        labels->count = (size_t)plot->scale.rows;
}

static void sort(struct labels *labels)
{
    for (size_t i = 1; i < labels->count; i++) {
        struct label label = labels->at[i];
        size_t j = i;
        for (; j > 0 && labels->at[j - 1].place > label.place; j--)
            labels->at[j] = labels->at[j - 1];
        labels->at[j] = label;
    }
}

/* Gives sorted labels rows of their own, each as near its place as can be: those that collide
 * become a block, which stands where its members' mean wants it (pooled adjacent violators). */
static void push_apart(struct labels *labels, int rows)
{
    struct block {
        double sum; /* of the rows that its members want, less their index within it */
        int count;
    } block[ROWS_MAX + 2 + REFERENCES_MAX];
    int blocks = 0;
    for (size_t i = 0; i < labels->count; i++) {
        block[blocks++] = (struct block){labels->at[i].place - 0.5, 1};
        while (blocks > 1) {
            struct block *upper = &block[blocks - 2], *lower = &block[blocks - 1];
            if (lround(lower->sum / lower->count) >=
                lround(upper->sum / upper->count) + upper->count)
                break;
            upper->sum += lower->sum - (double)upper->count * lower->count;
            upper->count += lower->count;
            blocks--;
        }
    }
    size_t next = 0;
    int free = 0, ahead = (int)labels->count;
    for (int b = 0; b < blocks; b++) {
        int row = (int)lround(block[b].sum / block[b].count);
        int last = rows - ahead; /* so that what comes after it still has its rows */
        row = row < free ? free : row > last ? last : row;
        for (int i = 0; i < block[b].count; i++)
            labels->at[next++].row = row + i;
        free = row + block[b].count;
        ahead -= block[b].count;
    }
}

void gutter_draw(const struct curves *curves, const struct layout_plot *plot, enum metric metric)
{
    struct labels labels = {.count = 0};
    collect(curves, plot, metric, &labels);
    sort(&labels);
    push_apart(&labels, plot->scale.rows);
    for (size_t i = 0; i < labels.count; i++)
        canvas_text_right(curves->canvas, curves->layout.width, plot->row + labels.at[i].row,
                          labels.at[i].text, labels.at[i].role);
}
