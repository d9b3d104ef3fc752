#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/ui/fit.h"

enum { COLUMNS = 400 };

/* What fit_text() leaves in a row of blanks; the caller frees. */
static char *row_of(const char *text, bool ascii, int column, int end, int *after)
{
    struct rt_error error;
    struct canvas *canvas;
    assert_int_equal(canvas_create(&canvas, COLUMNS, 1, &error), RT_OK);
    *after = fit_text(canvas, ascii, column, end, 0, text, ROLE_PLAIN);
    assert_int_equal(canvas->overlaps, 0);
    assert_int_equal(canvas->cuts, 0);
    char *row = canvas_to_text(canvas);
    assert_non_null(row);
    canvas_destroy(canvas);
    row[strcspn(row, "\n")] = '\0';
    return row;
}

static void cuts_to_a_stretch(void **state)
{
    static const struct {
        const char *text;
        bool ascii;
        int column, end;
        const char *row;
        int after;
    } cases[] = {
        {"LSTM", false, 0, 4, "LSTM", 4},
        {"LSTM", false, 2, 40, "  LSTM", 6},
        {"LSTM", false, 0, 3, "LS…", 3},
        {"LSTM", true, 1, 4, " LS~", 4},
        {"LSTM", false, 0, 1, "…", 1},
        {"LSTM", false, 3, 3, "", 3}, /* no room at all */
        {"LSTM", false, 3, 1, "", 3},
        {"", false, 3, 9, "", 3},
        /* Columns, not bytes nor code points. */
        {"äöüß", false, 0, 4, "äöüß", 4},
        {"äöüß", false, 0, 3, "äö…", 3},
        {"語語語", false, 0, 6, "語語語", 6},
        {"語語語", false, 0, 5, "語語…", 5},
        {"語語語", false, 0, 4, "語…", 3}, /* no half of a wide one */
        {"e\xCC\x81t\xC3\xA9s", false, 0, 4, "etés", 4},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int after;
        char *row = row_of(cases[i].text, cases[i].ascii, cases[i].column, cases[i].end, &after);
        if (strcmp(row, cases[i].row) != 0 || after != cases[i].after)
            fail_msg("'%s' in [%d, %d): expected '%s' up to %d, got '%s' up to %d", cases[i].text,
                     cases[i].column, cases[i].end, cases[i].row, cases[i].after, row, after);
        free(row);
    }
}

/* Longer than any buffer on the way, with characters of three bytes across their borders. */
static void cuts_a_text_of_any_length(void **state)
{
    static const char *const begins[] = {"", "x", "xx"};
    (void)state;
    for (size_t i = 0; i < sizeof begins / sizeof begins[0]; i++) {
        char text[2 + 3 * 380 + 1], wanted[sizeof text + 4];
        int begin = (int)strlen(begins[i]), columns = begin + 380;
        strcpy(text, begins[i]);
        for (int j = 0; j < 380; j++)
            strcpy(text + begin + 3 * j, "⠤");
        for (int end = begin + 1; end <= columns; end++) {
            int after;
            char *row = row_of(text, false, 0, end, &after);
            snprintf(wanted, sizeof wanted, "%.*s…", begin + 3 * (end - 1 - begin), text);
            assert_string_equal(row, end == columns ? text : wanted);
            assert_int_equal(after, end);
            free(row);
        }
    }
}

static void cuts_in_place(void **state)
{
    static const struct {
        const char *text;
        int columns;
        const char *cut;
    } cases[] = {
        {"positive", 9, "positive"}, {"positive", 8, "positive"}, {"positive", 3, "pos"},
        {"positive", 0, ""},         {"positive", -2, ""},        {"語語", 3, "語"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[32];
        strcpy(text, cases[i].text);
        assert_string_equal(fit_cut(text, cases[i].columns), cases[i].cut);
    }
}

static void keeps_the_end_of_a_path(void **state)
{
    static const struct {
        const char *path;
        size_t columns;
        bool ascii;
        const char *shown;
    } cases[] = {
        {"/home/x/rnntop/m.st", 19, false, "/home/x/rnntop/m.st"},
        {"/home/x/rnntop/m.st", 18, false, "…/rnntop/m.st"},
        {"/home/x/rnntop/m.st", 18, true, ".../rnntop/m.st"},
        {"/home/x/rnntop/m.st", 3, false, "…/rnntop/m.st"},
        {"rnntop/m.st", 3, false, "rnntop/m.st"},
        {"/rnntop/m.st", 3, false, "/rnntop/m.st"},
        {"m.safetensors", 3, false, "m.safetensors"},
        {"/m.safetensors", 3, false, "/m.safetensors"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char shown[64];
        fit_path(shown, sizeof shown, cases[i].path, cases[i].columns, cases[i].ascii);
        assert_string_equal(shown, cases[i].shown);
    }
}

static void pieces_are_whole_or_not_there(void **state)
{
    static const struct piece pieces[] = {
        {"ab", ROLE_PLAIN}, {"語", ROLE_PLAIN}, {"cde", ROLE_PLAIN}};
    static const struct {
        int end;
        size_t drawn;
        const char *row;
    } cases[] = {{1, 0, ""},       {2, 1, "ab"},      {5, 1, "ab"},
                 {6, 2, "ab  語"}, {10, 2, "ab  語"}, {11, 3, "ab  語  cde"}};
    (void)state;
    assert_int_equal(fit_pieces_columns(pieces, 3, 2), 11);
    assert_int_equal(fit_pieces_columns(pieces, 0, 2), 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct rt_error error;
        struct canvas *canvas;
        assert_int_equal(canvas_create(&canvas, COLUMNS, 1, &error), RT_OK);
        assert_int_equal(fit_pieces(canvas, 0, cases[i].end, 0, 2, pieces, 3), cases[i].drawn);
        char *row = canvas_to_text(canvas);
        row[strcspn(row, "\n")] = '\0';
        assert_string_equal(row, cases[i].row);
        free(row);
        canvas_destroy(canvas);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_to_a_stretch),
        cmocka_unit_test(cuts_a_text_of_any_length),
        cmocka_unit_test(cuts_in_place),
        cmocka_unit_test(keeps_the_end_of_a_path),
        cmocka_unit_test(pieces_are_whole_or_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
