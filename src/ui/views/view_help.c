#include "config.h"

#include "rnntop/ui/views/view_help.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/keys.h"
#include "rnntop/ui/strings.h"
#include "rnntop/ui/views/page.h"

/* Columns of the wide form: 80 and more. */
enum { LEFT_KEY = 1, LEFT_TEXT = 11, RIGHT_KEY = 41, RIGHT_TEXT = 57, WIDE = 80 };
/* And of the narrow one, one group under the other. */
enum { NARROW_TEXT = 17 };
enum { SIGN = 1, NAME = 8, MEANING = 15 };

#define MAX_ROWS 64

/* One row of a group of keys: a title, a key with its help, or nothing. */
struct entry {
    char key[32], help[64];
};

struct entries {
    size_t count;
    struct entry at[MAX_ROWS];
};

static enum string_id group_title(enum key_group group)
{
    static const enum string_id titles[] = {
        [KEY_TRAINING] = STR_HELP_TRAINING,
        [KEY_SCREENS] = STR_HELP_SCREENS,
        [KEY_PICTURE] = STR_HELP_PICTURE,
    };

    return titles[group];
}

static void add(struct entries *entries, const char *key, const char *help)
{
    assert(entries->count < MAX_ROWS);
    struct entry *entry = &entries->at[entries->count++];
    snprintf(entry->key, sizeof(entry->key), "%s", key);
    snprintf(entry->help, sizeof(entry->help), "%s", help);
}

/* "1  2  l" and "curves, score, messages": keys that show a view share a row where there is room.
 */
static bool join(struct entry *entry, const char *key, const char *help)
{
    struct entry joined;

    string_fill(joined.key, sizeof(joined.key), STR_HELP_KEYS, entry->key, key);
    string_fill(joined.help, sizeof(joined.help), STR_HELP_VIEWS, entry->help, help);
    if (utf8_text_columns(joined.key) > LEFT_TEXT - LEFT_KEY - 1 ||
        utf8_text_columns(joined.help) > RIGHT_KEY - LEFT_TEXT - 1)
        return false;
    *entry = joined;
    return true;
}

/* Appends a group's title and its keys. */
static void add_group(struct entries *entries, enum key_group group, bool unicode)
{
    size_t keys;
    const struct key_binding *table = keys_table(&keys);
    bool after_view = false;

    if (entries->count > 0)
        add(entries, "", "");
    add(entries, string_get(group_title(group)), "");
    for (size_t i = 0; i < keys; i++) {
        const char *name = unicode ? table[i].name : table[i].name_ascii;
        const char *help = string_get(table[i].help);
        bool view = table[i].group == KEY_VIEWS;
        if (table[i].group != group && !(view && group == KEY_SCREENS))
            continue;
        if (!(view && after_view && join(&entries->at[entries->count - 1], name, help)))
            add(entries, name, help);
        after_view = view;
    }
}

static void put_entry(const struct page *page, const struct entry *entry, int key_column,
                      int text_column)
{
    page_text(page, key_column, entry->key, ROLE_STRONG);
    page_text(page, text_column, entry->help, ROLE_PLAIN);
}

static void put_keys_wide(struct page *page, bool unicode)
{
    struct entries left = {.count = 0}, right = {.count = 0};

    add_group(&left, KEY_TRAINING, unicode);
    add_group(&left, KEY_SCREENS, unicode);
    add_group(&right, KEY_PICTURE, unicode);
    for (size_t i = 0; i < left.count || i < right.count; i++) {
        if (i < left.count)
            put_entry(page, &left.at[i], LEFT_KEY, LEFT_TEXT);
        if (i < right.count)
            put_entry(page, &right.at[i], RIGHT_KEY, RIGHT_TEXT);
        page_next(page);
    }
}

static void put_keys_narrow(struct page *page, bool unicode)
{
    struct entries entries = {.count = 0};

    add_group(&entries, KEY_TRAINING, unicode);
    add_group(&entries, KEY_SCREENS, unicode);
    add_group(&entries, KEY_PICTURE, unicode);
    for (size_t i = 0; i < entries.count; i++) {
        page_text(page, LEFT_KEY, entries.at[i].key, ROLE_STRONG);
        page_wrap(page, NARROW_TEXT, entries.at[i].help, ROLE_PLAIN);
    }
}

static void put_sign(struct page *page, const char *sign, enum role sign_role, enum string_id name,
                     const char *meaning)
{
    page_text(page, SIGN, sign, sign_role);
    page_text(page, NAME, string_get(name), ROLE_PLAIN);
    page_wrap(page, MEANING, meaning, ROLE_PLAIN);
}

/* "7,500 reviews", or "reviews" while nobody knows how many. */
static void reviews(char *out, size_t size, bool known, uint64_t count)
{
    char digits[FIGURE_SIZE];

    if (known)
        string_fill(out, size, STR_HELP_REVIEWS, figure_count(digits, count));
    else
        snprintf(out, size, "%s", string_get(STR_HELP_SOME_REVIEWS));
}

/* As the x axis has them: the best epoch, the learning rate lowered, stopped early, broken off. */
static const char *const MARKS[] = {"◆▾■✗", "*v#!"};

static void put_guess(struct page *page, const struct screen *screen, struct guess guess)
{
    char text[160], figure[2][FIGURE_SIZE];
    put_sign(page, line_sample(screen), ROLE_FAINT, STR_GUESS,
             string_fill(text, sizeof(text), STR_HELP_GUESS,
                         figure_value(figure[0], guess.accuracy),
                         figure_value(figure[1], guess.loss)));
}

static void put_reading(struct page *page, const struct screen *screen, const struct board *board)
{
    const struct data_event *data = board_run_data(board, screen->selected);
    enum raster_dots dots = screen_dots(screen);
    const struct baseline_event *baseline = board_baseline(board);
    bool ideal = data && data->made_up;
    char count[64], text[160], figure[2][FIGURE_SIZE];

    page_text(page, 1, string_get(STR_HELP_READING), ROLE_STRONG);
    page_next(page);
    snprintf(count, sizeof(count), "%d", HISTORY_SMOOTH_BATCHES);
    put_sign(page, legend_sample(screen, LEGEND_TRAIN), ROLE_TRAIN, STR_TRAIN,
             string_fill(text, sizeof(text), STR_HELP_TRAIN, count));
    reviews(count, sizeof(count), data != NULL, data ? data->validation : 0);
    put_sign(page, legend_sample(screen, LEGEND_VAL), ROLE_VAL, STR_VAL,
             string_fill(text, sizeof(text), STR_HELP_VAL, count));
    put_sign(page, legend_sample(screen, LEGEND_OTHER), ROLE_OTHER, STR_VAL,
             string_get(STR_HELP_OTHERS));
    put_guess(page, screen, board_guess(board, screen->selected));
    if (ideal)
        put_sign(page, line_sample(screen), ROLE_FAINT, STR_IDEAL,
                 string_fill(text, sizeof(text), STR_HELP_IDEAL,
                             figure_value(figure[0], data->ceiling),
                             figure_value(figure[1], data->ceiling_whole)));
    if (baseline)
        put_sign(page, line_sample(screen), ROLE_FAINT, STR_BASELINE,
                 string_fill(text, sizeof(text), STR_HELP_BASELINE,
                             figure_value(figure[0], (double)baseline->val_accuracy),
                             figure_value(figure[1], (double)baseline->test_accuracy)));
    reviews(count, sizeof(count), data != NULL, data ? data->test : 0);
    put_sign(page, "", ROLE_PLAIN, STR_TEST, string_fill(text, sizeof(text), STR_HELP_TEST, count));
    if (!(ideal && baseline) || page->columns < WIDE) /* 24 rows hold all but this */
        put_sign(page, MARKS[dots == RASTER_ASCII], ROLE_STRONG, STR_HELP_MARKS_NAME,
                 string_get(STR_HELP_MARKS));
    page_wrap(page, 1, string_get(STR_HELP_MORE), ROLE_DIM);
}

static void write(struct page *page, const struct screen *screen, const struct board *board)
{
    bool unicode = !screen_ascii(screen);
    const struct data_event *data = board_run_data(board, screen->selected);

    if (page->columns >= WIDE)
        put_keys_wide(page, unicode);
    else
        put_keys_narrow(page, unicode);
    bool more = (data && data->made_up) || board_baseline(board);
    if (!more || page->columns < WIDE) /* all of it fits 24 rows without */
        page_next(page);
    put_reading(page, screen, board);
}

const struct view view_help = {
    .action = ACTION_HELP,
    .write = write,
    .title = STR_HELP_TITLE,
    .back = STR_HELP_BACK,
};
