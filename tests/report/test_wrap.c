/* wrap: where lines are broken, and that nothing but a terminal's are. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "rnntop/report/wrap.h"

static const char EPOCH[] = "17500/17500 [==============================] - 18s 1ms/sample - "
                            "loss: 0.6120 - accuracy: 0.6512 - val_loss: 0.5310 - "
                            "val_accuracy: 0.7425";
static const char MODEL[] = "/srv/a folder/with a long name/lstm-20191130-120000.safetensors";

/* What a call of `add` writes to a terminal of so many columns, or to none (0). */
static char *written(size_t columns, void (*add)(struct wrap *wrap))
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    struct wrap wrap = wrap_begin(out);
    wrap.columns = columns;
    add(&wrap);
    wrap_end(&wrap);
    fclose(out);
    return text;
}

static void expect(size_t columns, void (*add)(struct wrap *wrap), const char *expected)
{
    char *text = written(columns, add);
    assert_string_equal(text, expected);
    free(text);
}

static void add_epoch(struct wrap *wrap)
{
    wrap_parts(wrap, EPOCH);
}

static void epoch_lines_are_broken_between_their_parts(void **state)
{
    (void)state;
    expect(80, add_epoch,
           "17500/17500 [==============================] - 18s 1ms/sample - loss: 0.6120\n"
           "  - accuracy: 0.6512 - val_loss: 0.5310 - val_accuracy: 0.7425\n");
    expect(40, add_epoch,
           "17500/17500\n"
           "  [==============================]\n"
           "  - 18s 1ms/sample - loss: 0.6120\n"
           "  - accuracy: 0.6512 - val_loss: 0.5310\n"
           "  - val_accuracy: 0.7425\n");
    char *whole = written(0, add_epoch), *fits = written(sizeof EPOCH - 1, add_epoch);
    assert_memory_equal(whole, EPOCH, sizeof EPOCH - 1);
    assert_string_equal(fits, whole);
    free(whole);
    free(fits);
}

static void add_run(struct wrap *wrap)
{
    wrap_words(wrap, "LSTM units=64   seed 7  3 of 10 epochs  test accuracy 0.83060  ");
    wrap_whole(wrap, MODEL);
    wrap_words(wrap, " holds epoch 2");
}

static void paths_stand_whole(void **state)
{
    (void)state;
    expect(0, add_run,
           "LSTM units=64   seed 7  3 of 10 epochs  test accuracy 0.83060  "
           "/srv/a folder/with a long name/lstm-20191130-120000.safetensors holds epoch 2\n");
    expect(80, add_run,
           "LSTM units=64   seed 7  3 of 10 epochs  test accuracy 0.83060\n"
           "  /srv/a folder/with a long name/lstm-20191130-120000.safetensors holds epoch 2\n");
    /* Wider than a row: the terminal has to break it, but it is whole for whoever copies it. */
    expect(40, add_run,
           "LSTM units=64   seed 7  3 of 10 epochs\n"
           "  test accuracy 0.83060\n"
           "/srv/a folder/with a long name/lstm-20191130-120000.safetensors\n"
           "  holds epoch 2\n");
}

static void add_path(struct wrap *wrap)
{
    wrap_words(wrap, "  ");
    wrap_whole(wrap, "/tmp/m.safetensors");
}

static void an_indent_gives_way_to_what_would_just_fit(void **state)
{
    (void)state;
    expect(20, add_path, "  /tmp/m.safetensors\n");
    expect(19, add_path, "/tmp/m.safetensors\n");
}

static void add_wide(struct wrap *wrap)
{
    wrap_words(wrap, "\u4e00\u4e8c \u4e09\u56db");
}

static void columns_are_counted_not_bytes(void **state)
{
    (void)state;
    expect(9, add_wide, "\u4e00\u4e8c \u4e09\u56db\n");
    expect(8, add_wide, "\u4e00\u4e8c\n  \u4e09\u56db\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(epoch_lines_are_broken_between_their_parts),
        cmocka_unit_test(paths_stand_whole),
        cmocka_unit_test(an_indent_gives_way_to_what_would_just_fit),
        cmocka_unit_test(columns_are_counted_not_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
