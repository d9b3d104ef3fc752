#include "config.h"

#include <math.h>
#include <stdio.h>

#include "rnntop/ui/figures.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/keys.h"
#include "rnntop/ui/strings.h"
#include "rnntop/ui/views/page.h"
#include "rnntop/ui/views/views.h"

/* Columns of the wide form: 80 and more. */
enum { LEFT_KEY = 1, LEFT_TEXT = 11, RIGHT_KEY = 41, RIGHT_TEXT = 57, WIDE = 80 };
/* And of the narrow one, one group under the other. */
enum { NARROW_TEXT = 17 };
enum { SIGN = 1, NAME = 8, MEANING = 15 };

#define MAX_ROWS 32

/* One row of a group of keys: a title, a key with its help, or nothing. */
struct entry {
    const char *key, *help;
};

static const char *group_title(enum key_group group)
{
    static const enum string_id titles[] = {
        [KEY_TRAINING] = STR_HELP_TRAINING,
        [KEY_SCREENS] = STR_HELP_SCREENS,
        [KEY_PICTURE] = STR_HELP_PICTURE,
    };

    return string_get(titles[group]);
}

/* Appends a group's title and its keys to entry[]; returns how many there are then. */
static size_t add_group(struct entry entry[MAX_ROWS], size_t count, enum key_group group,
                        bool unicode)
{
    size_t keys;
    const struct key_binding *table = keys_table(&keys);

    if (count > 0 && count < MAX_ROWS)
        entry[count++] = (struct entry){"", NULL};
    if (count < MAX_ROWS)
        entry[count++] = (struct entry){group_title(group), NULL};
    for (size_t i = 0; i < keys && count < MAX_ROWS; i++) {
        if (table[i].group == group)
            entry[count++] =
                (struct entry){unicode ? table[i].name : table[i].name_ascii, table[i].help};
    }
    return count;
}

static void put_entry(const struct page *page, const struct entry *entry, int key_column,
                      int text_column)
{
    page_text(page, key_column, entry->key, ROLE_STRONG);
    if (entry->help)
        page_text(page, text_column, entry->help, ROLE_PLAIN);
}

static void put_keys_wide(struct page *page, bool unicode)
{
    struct entry left[MAX_ROWS], right[MAX_ROWS];
    size_t lefts = add_group(left, 0, KEY_TRAINING, unicode);
    size_t rights = add_group(right, 0, KEY_PICTURE, unicode);

    lefts = add_group(left, lefts, KEY_SCREENS, unicode);
    for (size_t i = 0; i < lefts || i < rights; i++) {
        if (i < lefts)
            put_entry(page, &left[i], LEFT_KEY, LEFT_TEXT);
        if (i < rights)
            put_entry(page, &right[i], RIGHT_KEY, RIGHT_TEXT);
        page_next(page);
    }
}

static void put_keys_narrow(struct page *page, bool unicode)
{
    struct entry entry[MAX_ROWS];
    size_t count = add_group(entry, 0, KEY_TRAINING, unicode);

    count = add_group(entry, count, KEY_SCREENS, unicode);
    count = add_group(entry, count, KEY_PICTURE, unicode);
    for (size_t i = 0; i < count; i++) {
        page_text(page, LEFT_KEY, entry[i].key, ROLE_STRONG);
        page_wrap(page, NARROW_TEXT, entry[i].help ? entry[i].help : "", ROLE_PLAIN);
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

/* The dotted lines that runs are held against, as the plots draw them. */
static const char *const LINE[] = {
    [RASTER_BRAILLE] = "⠄  ⠄", [RASTER_BLOCKS] = "·  ·", [RASTER_ASCII] = ".  ."};

/* As the x axis has them: the best epoch, the learning rate lowered, stopped early. */
static const char *const MARKS[] = {"◆ ▾ ■", "* v #"};

static void put_chance(struct page *page, enum raster_dots dots, size_t classes)
{
    char text[160], accuracy[FIGURE_SIZE], loss[FIGURE_SIZE];
    string_fill(text, sizeof(text), STR_HELP_CHANCE, figure_value(accuracy, 1 / (double)classes),
                figure_value(loss, log((double)classes)));
    put_sign(page, LINE[dots], ROLE_FAINT, classes > 2 ? STR_CHANCE : STR_COIN,
             classes > 2 ? text : string_get(STR_HELP_COIN));
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
    put_sign(page, legend_sample(dots, LEGEND_TRAIN), ROLE_TRAIN, STR_TRAIN,
             string_fill(text, sizeof(text), STR_HELP_TRAIN, count));
    reviews(count, sizeof(count), data != NULL, data ? data->validation : 0);
    put_sign(page, legend_sample(dots, LEGEND_VAL), ROLE_VAL, STR_VAL,
             string_fill(text, sizeof(text), STR_HELP_VAL, count));
    put_sign(page, legend_sample(dots, LEGEND_OTHER), ROLE_OTHER, STR_VAL,
             string_get(STR_HELP_OTHERS));
    put_chance(page, dots, board_classes(board, screen->selected));
    if (ideal)
        put_sign(page, LINE[dots], ROLE_FAINT, STR_IDEAL,
                 string_fill(text, sizeof(text), STR_HELP_IDEAL,
                             figure_value(figure[0], data->ceiling),
                             figure_value(figure[1], data->ceiling_whole)));
    if (baseline)
        put_sign(page, LINE[dots], ROLE_FAINT, STR_WORDS,
                 string_fill(text, sizeof(text), STR_HELP_WORDS,
                             figure_value(figure[0], (double)baseline->val_accuracy),
                             figure_value(figure[1], (double)baseline->test_accuracy)));
    reviews(count, sizeof(count), data != NULL, data ? data->test : 0);
    put_sign(page, "", ROLE_PLAIN, STR_TEST, string_fill(text, sizeof(text), STR_HELP_TEST, count));
    if (!(ideal && baseline) || page->columns < WIDE) /* 24 rows hold all but this */
        put_sign(page, MARKS[dots == RASTER_ASCII], ROLE_STRONG, STR_HELP_MARKS_NAME,
                 string_get(STR_HELP_MARKS));
    page_wrap(page, 1, string_get(STR_HELP_SIGNS), ROLE_DIM);
    page_wrap(page, 1, string_get(STR_HELP_MORE), ROLE_DIM);
}

static void put_all(struct page *page, const struct screen *screen, const struct board *board)
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

static int help_rows(const struct screen *screen, const struct board *board, int columns)
{
    struct page page = page_measure(columns);

    put_all(&page, screen, board);
    return page.row;
}

int view_help_last_scroll(const struct screen *screen, const struct board *board, int columns,
                          int rows)
{
    return page_last_scroll(rows, help_rows(screen, board, columns));
}

void view_help_draw(const struct screen *screen, const struct board *board, struct canvas *canvas)
{
    int rows = help_rows(screen, board, canvas->columns);
    struct page page = page_open(canvas, rows, screen->scroll);

    canvas_clear(canvas);
    canvas_text(canvas, 1, 0, string_get(STR_HELP_TITLE), ROLE_STRONG);
    canvas_text_right(canvas, canvas->columns - 1, 0, string_get(STR_HELP_BACK), ROLE_DIM);
    put_all(&page, screen, board);
    page_close(&page, rows);
}
