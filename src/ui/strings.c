#include "config.h"

#include "rnntop/ui/strings.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "rnntop/base/utf8.h"

static const char *const STRINGS[STRING_COUNT] = {
    [STR_PROGRAM] = "rnntop",
    [STR_DATA_UNREAD] = "{1} words, {2} tokens",
    [STR_DATA] = "{1}, {2} words, {3} tokens",
    [STR_DATA_ROWS] = "{1}, {2} words, {3} tokens: {4} train, {5} validation, {6} test",
    [STR_SEED] = "seed {1}",
    [STR_THREADS] = "{1} threads",
    [STR_RUNS_ABOVE] = "runs above: {1}",
    [STR_RUNS_BELOW] = "runs below: {1}",
    [STR_RUNS_ABOVE_BELOW] = "runs above: {1}, below: {2}",
    [STR_MORE_RUNS] = "+{1}",

    [STR_RUN] = "run",
    [STR_STATE] = "state",
    [STR_EPOCH] = "epoch",
    [STR_TRAIN] = "train",
    [STR_VAL] = "val",
    [STR_ACCURACY] = "accuracy",
    [STR_LOSS] = "loss",
    [STR_BEST_VAL] = "best val",
    [STR_TEST] = "test",
    [STR_SAVED] = "saved",
    [STR_LEFT] = "left",

    [STR_QUEUED] = "queued",
    [STR_LOADING] = "loading",
    [STR_TRAINING] = "training",
    [STR_PAUSED] = "paused",
    [STR_TESTING] = "testing",
    [STR_DONE] = "done",
    [STR_DONE_EARLY] = "early",
    [STR_STOPPED] = "stopped",
    [STR_FAILED] = "failed",

    [STR_LOG_LOSS] = "log loss",
    [STR_COIN] = "coin",
    [STR_CHANCE] = "chance",
    [STR_IDEAL] = "ideal",
    [STR_WORDS] = "words",
    [STR_RUN_VAL] = "{1} val",
    [STR_RUNS_VAL] = "val of",
    [STR_TRAIN_SMOOTH] = "train smoothed over {1} batches",
    [STR_TRAIN_RAW] = "train of every batch, not smoothed",
    [STR_TRAIN_EPOCH] = "train averaged over each epoch",
    [STR_AXIS_EPOCH] = "epoch",
    [STR_AXIS_STEP] = "batch",
    [STR_AXIS_TIME] = "min",
    [STR_AT_EPOCH] = "epoch {1}",
    [STR_AT_STEP] = "batch {1}",
    [STR_AT_TIME] = "{1} min",
    [STR_EXPLAIN_ACCURACY] = "How often it is right: train, on what it is learning;\n"
                             "val, on reviews it never learns from.",
    [STR_EXPLAIN_ACCURACY_ROWS] = "How often it is right: train, on what it is learning;\n"
                                  "val, on {1} reviews it never learns from.",
    [STR_EXPLAIN_IDEAL] = "{1}\nA perfect reader would score {2}.",
    [STR_EXPLAIN_LOSS] = "How wrong it is, sureness counted (cross-entropy).\n"
                         "A coin scores 0.5 above and 0.693 here.",
    [STR_EXPLAIN_LOSS_CLASSES] = "How wrong it is, sureness counted (cross-entropy).\n"
                                 "Guessing scores {1} above and {2} here.",

    [STR_STARTING] = "Starting",
    [STR_NOW_EPOCH] = "epoch {1}",
    [STR_NOW_BATCH] = "batch {1}/{2}",
    [STR_NOW_SPEED] = "{1} reviews/s",
    [STR_NOW_RATE] = "lr {1}",
    [STR_NOW_GRADIENT] = "grad {1}",
    [STR_NOW_VALIDATION] = "validation: {1} reviews",
    [STR_PERCENT] = "{1} %",
    [STR_THEN_PAUSE] = "then PAUSED",
    [STR_PAUSED_WORD] = "PAUSED",
    [STR_HELD_WORD] = "HELD",
    [STR_PAUSED_AT] = "PAUSED in epoch {1} after batch {2}/{3}",
    [STR_PAUSED_AFTER] = "PAUSED after epoch {1}",
    [STR_PAUSED_FIRST] = "PAUSED before batch 1: Space starts",
    [STR_PAUSED_RUN_AT] = "PAUSED: {4} in epoch {1} after batch {2}/{3}",
    [STR_PAUSED_RUN_AFTER] = "PAUSED: {2} after epoch {1}",
    [STR_PAUSED_RUN_FIRST] = "PAUSED: {1} before batch 1; Space starts",
    [STR_PAUSING] = "Pausing",
    [STR_PARAMETERS] = "{1} {2}: {3} parameters.",
    [STR_MEANWHILE_TRAINS] = "Meanwhile {1} trains: epoch {2}, {3} %",
    [STR_MEANWHILE_TESTS] = "Meanwhile {1} is tested",
    [STR_MEANWHILE_LOADS] = "Meanwhile {1} loads the data",
    [STR_DONE_TESTS] = "Done. Test accuracy: {1}",
    [STR_DONE_TEST] = "{1} {2}",
    [STR_ALL_STOPPED] = "Stopped. No run was tested",
    [STR_RUN_STOPPED] = "{1} was stopped at epoch {2}",
    [STR_RUN_FAILED] = "{1} stopped: {2}",
    [STR_HELD] = "HELD picture of epoch {1}",
    [STR_HELD_NOW] = "training is at epoch {1}",
    [STR_HELD_OTHER] = "{2} is at epoch {1}",
    [STR_HELD_ENDED] = "training has ended",
    [STR_QUIT] = "Quit? {1} is at epoch {2} of {3}; its weights are not saved",
    [STR_QUIT_IS_SAVED] = "Quit? {1} is at epoch {2} of {3}; its weights are saved",
    [STR_QUIT_WAITING] = "Quit? Not all runs are done",
    [STR_QUIT_UNSAVED] = "Quit? What the last epochs learned is not saved",
    [STR_QUIT_SHORT] = "Quit?",

    [STR_HINT_PAUSE] = "pause",
    [STR_HINT_RESUME] = "resume",
    [STR_HINT_ONE_BATCH] = "one batch",
    [STR_HINT_ONE_EPOCH] = "one epoch",
    [STR_HINT_AT_EPOCH] = "pause at epoch",
    [STR_HINT_SAVE] = "save",
    [STR_HINT_RATE] = "rate",
    [STR_HINT_RUN] = "run",
    [STR_HINT_AGAIN] = "run again, seed {1}",
    [STR_HINT_MESSAGES] = "messages",
    [STR_HINT_CURSOR] = "cursor",
    [STR_HINT_OTHERS] = "others",
    [STR_HINT_SMOOTH] = "smooth",
    [STR_HINT_AXIS] = "axis",
    [STR_HINT_LOG] = "log loss",
    [STR_HINT_ZOOM] = "zoom",
    [STR_HINT_WHOLE] = "whole",
    [STR_HINT_LET_GO] = "let it go",
    [STR_HINT_HELP] = "help",
    [STR_HINT_QUIT] = "quit",
    [STR_HINT_QUIT_SAVE] = "save and quit",
    [STR_HINT_QUIT_DISCARD] = "quit, do not save",
    [STR_HINT_QUIT_SAVE_SHORT] = "save",
    [STR_HINT_QUIT_DISCARD_SHORT] = "discard",
    [STR_HINT_STAY] = "stay",
    [STR_HINT_QUIT_NOTE] = "(Enter = y; q, Space: no)",

    [STR_KEY_ESCAPE] = "Esc",

    [STR_KEY_PAUSE] = "pause, go on",
    [STR_KEY_ONE_BATCH] = "one batch, then pause",
    [STR_KEY_ONE_EPOCH] = "the rest of this epoch",
    [STR_KEY_RATE_DOWN] = "learning rate, while paused",
    [STR_KEY_RATE_UP] = "twice the learning rate",
    [STR_KEY_SAVE] = "save the run on screen",
    [STR_KEY_AGAIN] = "run again with the next seed",
    [STR_KEY_NEW] = "a new run; take one back",
    [STR_KEY_TAKE_BACK] = "take back a run that waits",
    [STR_KEY_QUIT] = "quit (asks while training)",
    [STR_KEY_SAVE_AND_LEAVE] = "save and leave",
    [STR_KEY_CURVES] = "curves",
    [STR_KEY_SCORE] = "score",
    [STR_KEY_MESSAGES] = "messages",
    [STR_KEY_HELP] = "this help",
    [STR_KEY_NEXT_RUN] = "next, previous run",
    [STR_KEY_PREVIOUS_RUN] = "previous run",
    [STR_KEY_OTHERS] = "others: val, all, none",
    [STR_KEY_LEFT] = "cursor, by epochs",
    [STR_KEY_RIGHT] = "cursor one epoch on",
    [STR_KEY_PAGE_LEFT] = "cursor five epochs back",
    [STR_KEY_PAGE_RIGHT] = "cursor five epochs on",
    [STR_KEY_HOME] = "cursor to the beginning",
    [STR_KEY_END] = "cursor to the end",
    [STR_KEY_UP] = "scroll score, help and messages back",
    [STR_KEY_DOWN] = "scroll score, help and messages on",
    [STR_KEY_CURSOR] = "cursor on, off",
    [STR_KEY_CURSOR_OFF] = "back; cursor off",
    [STR_KEY_ZOOM_IN] = "zoom in, out, whole",
    [STR_KEY_ZOOM_OUT] = "zoom out",
    [STR_KEY_ZOOM_WHOLE] = "the whole run",
    [STR_KEY_AXIS] = "epochs, steps, minutes",
    [STR_KEY_LOG] = "logarithmic loss",
    [STR_KEY_SMOOTH] = "smooth, raw, by epoch",
    [STR_KEY_GLYPHS] = "braille, blocks, ASCII",
    [STR_KEY_HOLD] = "hold; training goes on",
    [STR_KEY_REDRAW] = "redraw",
    [STR_KEY_RESIZE] = "fit the screen to the window",

    [STR_NO_KEY] = "no key '{1}'; ? lists the keys",
    [STR_NO_SUCH_KEY] = "no such key; ? lists the keys",
    [STR_NOTHING_TRAINS] = "Nothing is left to train; r runs this one again",
    [STR_NOTHING_TO_SAVE] = "{1} has not begun: there is nothing to save yet",
    [STR_RATE_PAUSED] = "< and > change the learning rate while training is paused (Space)",
    [STR_QUEUED_AGAIN] = "{1}, seed {2}, waits for its turn",
    [STR_ONE_RUN] = "There is one run only; r runs it again",
    [STR_NO_OTHERS] = "There is no other run to show; r runs this one again",
    [STR_ASCII_ONLY] = "This terminal is given ASCII only (locale, TERM or --ascii)",
    [STR_NOT_IMDB] = "Not IMDB: the built-in demo corpus.  rnntop fetch imdb brings the real one",
    [STR_NOT_IMDB_BRIEF] = "Not IMDB: the built-in demo corpus",
    [STR_PERFECT_READER] = "A perfect reader would score {1} on whole reviews, {2} on what {3} "
                           "words and {4} tokens leave.",
    [STR_WORDS_ALONE] = "Words alone, whatever their order, score {1} on val and {2} on test",
    [STR_WORDS_ALONE_TESTED] = "Words alone, whatever their order, score {1} on test",
    [STR_SAVED_TO] = "Saved {1}",
    [STR_NOT_SAVED] = "Not saved: {1}",

    [STR_TAKE_BACK] = "Take {1} back? It has not begun, so nothing is lost",
    [STR_TAKE_BACK_SHORT] = "Take {1} back?",
    [STR_TAKEN_BACK] = "{1} is taken back",
    [STR_HAS_BEGUN] = "{1} has begun: only a run that waits can be taken back",
    [STR_HINT_NEW] = "new run",
    [STR_HINT_TAKE_BACK] = "take back",
    [STR_HINT_YES] = "yes",
    [STR_HINT_NO] = "no",

    [STR_FORM_TITLE] = "rnntop new run",
    [STR_FORM_FROM] = "beginning with {1}",
    [STR_FORM_PART] = "{1}-{2} of {3}",
    [STR_FORM_SETTING] = "setting",
    [STR_FORM_VALUE] = "value",
    [STR_FORM_DEFAULT] = "default",
    [STR_FORM_PARAMETERS] = "{1} parameters",
    [STR_FORM_HELP_DEFAULT] = "{1} ({2})",
    [STR_FORM_MODEL_HELP] = "simplernn, lstm, gru; or written out, as in "
                            "embedding:128,bidirectional(lstm:64),dropout:0.5",
    [STR_FORM_WRITTEN] = "The model is written out: this says nothing to it",
    [STR_FORM_TWIN] = "{1} is the same: change a setting, the seed for instance",
    [STR_FORM_KEY_QUEUE] = "Enter",
    [STR_FORM_KEY_FIELD] = "↑ ↓",
    [STR_FORM_KEY_FIELD_ASCII] = "Up Down",
    [STR_FORM_KEY_CHOOSE] = "← →",
    [STR_FORM_KEY_CHOOSE_ASCII] = "Left Right",
    [STR_FORM_KEY_CLEAR] = "Ctrl-U",
    [STR_FORM_HINT_QUEUE] = "queue it",
    [STR_FORM_HINT_BACK] = "back",
    [STR_FORM_HINT_FIELD] = "field",
    [STR_FORM_HINT_CHOOSE] = "choose",
    [STR_FORM_HINT_CLEAR] = "clear",

    [STR_HELP_TITLE] = "rnntop help",
    [STR_HELP_BACK] = "Esc or ? back",
    [STR_HELP_TRAINING] = "Training",
    [STR_HELP_SCREENS] = "Screens",
    [STR_HELP_PICTURE] = "Picture",
    [STR_HELP_READING] = "Reading the curves",
    [STR_HELP_TRAIN] = "smoothed over {1} batches; the table holds whole epochs, as Keras",
    [STR_HELP_VAL] = "{1} kept apart, each epoch (the notebook's \"test\")",
    [STR_HELP_OTHERS] = "of the other runs (o)",
    [STR_HELP_COIN] = "what guessing scores: accuracy 0.5, loss 0.693",
    [STR_HELP_CHANCE] = "what guessing scores: accuracy {1}, loss {2}",
    [STR_HELP_IDEAL] = "what a perfect reader would score: {1}; on whole reviews {2}",
    [STR_HELP_WORDS] = "what words alone score, in any order: val {1}, test {2}",
    [STR_HELP_TEST] = "{1}, looked at once, when the run is done",
    [STR_HELP_MARKS_NAME] = "marks",
    [STR_HELP_MARKS] = "on the x axis: best epoch, learning rate lowered, stopped early",
    [STR_HELP_KEYS] = "{1}  {2}",
    [STR_HELP_VIEWS] = "{1}, {2}",
    [STR_HELP_REVIEWS] = "{1} reviews",
    [STR_HELP_SOME_REVIEWS] = "reviews",
    [STR_HELP_SIGNS] = "train climbs, val turns back: overfitting.  Both jump: unstable, see grad.",
    [STR_HELP_MORE] = "Ctrl-Z stops training too. Ctrl-C saves and leaves. More: man rnntop",

    [STR_MESSAGES_TITLE] = "rnntop messages",
    [STR_MESSAGES_BACK] = "Esc or l back",
    [STR_NO_MESSAGES] = "No messages so far.",

    [STR_SCORE_TITLE] = "rnntop score: {1}",
    [STR_SCORE_BACK] = "Esc or 2 back",
    [STR_SCORE_NONE] = "No epoch has ended so far: nothing is judged yet.",
    [STR_SCORE_NARROW] = "The confusion matrix of {1} classes needs a wider terminal.",
    [STR_SCORE_VALIDATION] = "val, epoch {1}: {2} reviews",
    [STR_SCORE_TEST] = "test: {1} reviews",
    [STR_SCORE_CORNER] = "is / said",
    [STR_SCORE_PRECISION] = "precision",
    [STR_SCORE_RECALL] = "recall",
    [STR_SCORE_F1] = "F1",
    [STR_SCORE_AUC] = "ROC AUC",
    [STR_SCORE_ACCURACY_BRIEF] = "acc",
    [STR_SCORE_PRECISION_BRIEF] = "prec",
    [STR_SCORE_AUC_BRIEF] = "AUC",
    [STR_SCORE_OF] = "val, of \"{1}\"",
    [STR_SCORE_MEAN] = "val, mean of classes",
    [STR_SCORE_CLASS] = "class",
    [STR_SCORE_PART_VALIDATION] = "validation",

    [STR_SCROLL_KEYS] = "Up Down PgUp PgDn",
    [STR_SCROLL] = "scroll   {1}-{2} of {3}",

    [STR_SMALL_QUIT] = "Quit? y save, d don't, Esc stay",
    [STR_SMALL_TAKE_BACK] = "Take the run back? y yes, Esc keep",
    [STR_SMALL_NEEDS] = "rnntop needs {1}, this is {2}",
    [STR_SMALL_GOES_ON] = "training goes on",
    [STR_SMALL_ENDED] = "all runs have ended",
};

const char *string_get(enum string_id id)
{
    assert((unsigned)id < STRING_COUNT && STRINGS[id]);
    return STRINGS[id];
}

/* The place "{n}" that begins at `at`: n, or 0. */
static size_t place_at(const char *at)
{
    return at[0] == '{' && at[1] >= '1' && at[1] <= '9' && at[2] == '}' ? (size_t)(at[1] - '0') : 0;
}

/* Appends what fits, cut at a character's border; false when not all of it did. */
static bool append(char *out, size_t size, size_t *length, const char *text, size_t bytes)
{
    size_t room = size - 1 - *length;
    size_t take = bytes;
    if (take > room) {
        take = 0;
        size_t used;
        while (take < room && (utf8_decode(text + take, bytes - take, &used), take + used <= room))
            take += used;
    }
    memcpy(out + *length, text, take);
    *length += take;
    out[*length] = '\0';
    return take == bytes;
}

char *string_fill_list(char *out, size_t size, enum string_id id, const char *const *text)
{
    size_t given = 0, length = 0;
    while (text[given])
        given++;
    assert(size > 0);
    out[0] = '\0';
    for (const char *at = string_get(id); *at;) {
        size_t place = place_at(at);
        if (place > 0) {
            if (place <= given &&
                !append(out, size, &length, text[place - 1], strlen(text[place - 1])))
                break;
            at += 3;
            continue;
        }
        size_t plain = 1;
        while (at[plain] && at[plain] != '{')
            plain++;
        if (!append(out, size, &length, at, plain))
            break;
        at += plain;
    }
    return out;
}
