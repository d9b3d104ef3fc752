/*
 * strings: all that a person reads on the screen, in one table, so that it can be translated.
 *
 * Text with figures in it has places "{1}" to "{9}", filled by string_fill(): a translation may put
 * them in another order, and no format can disagree with its arguments.
 */
#ifndef RNNTOP_UI_STRINGS_H
#define RNNTOP_UI_STRINGS_H

#include <stddef.h>

enum string_id {
    /* The first row. */
    STR_PROGRAM,
    STR_DATA_UNREAD,
    STR_DATA,
    STR_DATA_ROWS,
    STR_SEED,
    STR_THREADS,
    STR_RUNS_ABOVE,
    STR_RUNS_BELOW,
    STR_RUNS_ABOVE_BELOW,
    STR_MORE_RUNS,

    /* The table of runs. */
    STR_RUN,
    STR_STATE,
    STR_EPOCH,
    STR_TRAIN,
    STR_VAL,
    STR_ACCURACY,
    STR_LOSS,
    STR_BEST_VAL,
    STR_TEST,
    STR_SAVED,
    STR_LEFT,

    /* A run's states. */
    STR_QUEUED,
    STR_LOADING,
    STR_TRAINING,
    STR_PAUSED,
    STR_TESTING,
    STR_DONE,
    STR_DONE_EARLY,
    STR_STOPPED,
    STR_FAILED,

    /* The plots. */
    STR_LOG_LOSS,
    STR_COIN,
    STR_CHANCE,
    STR_IDEAL,
    STR_WORDS,
    STR_RUN_VAL,
    STR_RUNS_VAL,
    STR_TRAIN_SMOOTH,
    STR_TRAIN_RAW,
    STR_TRAIN_EPOCH,
    STR_AXIS_EPOCH,
    STR_AXIS_STEP,
    STR_AXIS_TIME,
    STR_AT_EPOCH,
    STR_AT_STEP,
    STR_AT_TIME,
    STR_EXPLAIN_ACCURACY,
    STR_EXPLAIN_ACCURACY_ROWS,
    STR_EXPLAIN_IDEAL,
    STR_EXPLAIN_LOSS,
    STR_EXPLAIN_LOSS_CLASSES,

    /* The message row. */
    STR_STARTING,
    STR_NOW_EPOCH,
    STR_NOW_BATCH,
    STR_NOW_SPEED,
    STR_NOW_RATE,
    STR_NOW_GRADIENT,
    STR_NOW_VALIDATION,
    STR_PERCENT,
    STR_THEN_PAUSE,
    STR_PAUSED_WORD,
    STR_HELD_WORD,
    STR_PAUSED_AT,
    STR_PAUSED_AFTER,
    STR_PAUSED_FIRST,
    STR_PAUSED_RUN_AT,
    STR_PAUSED_RUN_AFTER,
    STR_PAUSED_RUN_FIRST,
    STR_PAUSING,
    STR_PARAMETERS,
    STR_MEANWHILE_TRAINS,
    STR_MEANWHILE_TESTS,
    STR_MEANWHILE_LOADS,
    STR_DONE_TESTS,
    STR_DONE_TEST,
    STR_ALL_STOPPED,
    STR_RUN_STOPPED,
    STR_RUN_FAILED,
    STR_HELD,
    STR_HELD_NOW,
    STR_HELD_OTHER,
    STR_HELD_ENDED,
    STR_QUIT,
    STR_QUIT_IS_SAVED,
    STR_QUIT_WAITING,
    STR_QUIT_UNSAVED,
    STR_QUIT_SHORT,

    /* Hints: what a key does now. Its name comes from the table of keys. */
    STR_HINT_PAUSE,
    STR_HINT_RESUME,
    STR_HINT_ONE_BATCH,
    STR_HINT_ONE_EPOCH,
    STR_HINT_AT_EPOCH,
    STR_HINT_SAVE,
    STR_HINT_RATE,
    STR_HINT_RUN,
    STR_HINT_AGAIN,
    STR_HINT_MESSAGES,
    STR_HINT_CURSOR,
    STR_HINT_OTHERS,
    STR_HINT_SMOOTH,
    STR_HINT_AXIS,
    STR_HINT_LOG,
    STR_HINT_ZOOM,
    STR_HINT_WHOLE,
    STR_HINT_LET_GO,
    STR_HINT_HELP,
    STR_HINT_QUIT,
    STR_HINT_QUIT_SAVE,
    STR_HINT_QUIT_DISCARD,
    STR_HINT_QUIT_SAVE_SHORT,
    STR_HINT_QUIT_DISCARD_SHORT,
    STR_HINT_STAY,
    STR_HINT_QUIT_NOTE,

    STR_KEY_ESCAPE,

    /* What keys and events answer. */
    STR_NO_KEY,
    STR_NO_SUCH_KEY,
    STR_NOTHING_TRAINS,
    STR_NOTHING_TO_SAVE,
    STR_RATE_PAUSED,
    STR_QUEUED_AGAIN,
    STR_ONE_RUN,
    STR_NO_OTHERS,
    STR_ASCII_ONLY,
    STR_NOT_IMDB,
    STR_NOT_IMDB_BRIEF,
    STR_PERFECT_READER,
    STR_WORDS_ALONE,
    STR_WORDS_ALONE_TESTED,
    STR_SAVED_TO,
    STR_NOT_SAVED,

    /* Taking a run back. */
    STR_TAKE_BACK,
    STR_TAKE_BACK_SHORT,
    STR_TAKEN_BACK,
    STR_HAS_BEGUN,
    STR_HINT_NEW,
    STR_HINT_TAKE_BACK,
    STR_HINT_YES,
    STR_HINT_NO,

    /* The new-run form. */
    STR_FORM_TITLE,
    STR_FORM_FROM,
    STR_FORM_PART,
    STR_FORM_SETTING,
    STR_FORM_VALUE,
    STR_FORM_DEFAULT,
    STR_FORM_PARAMETERS,
    STR_FORM_HELP_DEFAULT,
    STR_FORM_MODEL_HELP,
    STR_FORM_ONE_MODEL,
    STR_FORM_NO_FILE,
    STR_FORM_WRITTEN,
    STR_FORM_TWIN,
    STR_FORM_KEY_QUEUE,
    STR_FORM_KEY_FIELD,
    STR_FORM_KEY_FIELD_ASCII,
    STR_FORM_KEY_CHOOSE,
    STR_FORM_KEY_CHOOSE_ASCII,
    STR_FORM_KEY_CLEAR,
    STR_FORM_HINT_QUEUE,
    STR_FORM_HINT_BACK,
    STR_FORM_HINT_FIELD,
    STR_FORM_HINT_CHOOSE,
    STR_FORM_HINT_CLEAR,

    /* Help. */
    STR_HELP_TITLE,
    STR_HELP_BACK,
    STR_HELP_TRAINING,
    STR_HELP_SCREENS,
    STR_HELP_PICTURE,
    STR_HELP_READING,
    STR_HELP_TRAIN,
    STR_HELP_VAL,
    STR_HELP_OTHERS,
    STR_HELP_COIN,
    STR_HELP_CHANCE,
    STR_HELP_IDEAL,
    STR_HELP_WORDS,
    STR_HELP_TEST,
    STR_HELP_MARKS_NAME,
    STR_HELP_MARKS,
    STR_HELP_REVIEWS,
    STR_HELP_SOME_REVIEWS,
    STR_HELP_SIGNS,
    STR_HELP_MORE,

    /* Messages. */
    STR_MESSAGES_TITLE,
    STR_MESSAGES_BACK,
    STR_NO_MESSAGES,

    /* The score. */
    STR_SCORE_TITLE,
    STR_SCORE_BACK,
    STR_SCORE_NONE,
    STR_SCORE_NARROW,
    STR_SCORE_VALIDATION,
    STR_SCORE_TEST,
    STR_SCORE_CORNER,
    STR_SCORE_PRECISION,
    STR_SCORE_RECALL,
    STR_SCORE_F1,
    STR_SCORE_AUC,
    STR_SCORE_ACCURACY_BRIEF,
    STR_SCORE_PRECISION_BRIEF,
    STR_SCORE_AUC_BRIEF,
    STR_SCORE_OF,
    STR_SCORE_MEAN,
    STR_SCORE_CLASS,
    STR_SCORE_PART_VALIDATION,

    /* Texts longer than the screen. */
    STR_SCROLL_KEYS,
    STR_SCROLL,

    /* A terminal that is too small. */
    STR_SMALL_QUIT,
    STR_SMALL_TAKE_BACK,
    STR_SMALL_NEEDS,
    STR_SMALL_GOES_ON,
    STR_SMALL_ENDED,

    STRING_COUNT
};

/* The text of an entry; lives for ever. */
const char *string_get(enum string_id id);

/* Writes the entry into out (size bytes with the NUL), "{1}" and so on replaced by the texts given:
 * string_fill(line, sizeof line, STR_SEED, "1"). A place without its text stays empty. Returns out.
 */
#define string_fill(out, size, id, ...)                                                            \
    string_fill_list((out), (size), (id), (const char *const[]){__VA_ARGS__, NULL})
char *string_fill_list(char *out, size_t size, enum string_id id, const char *const *text);

#endif
