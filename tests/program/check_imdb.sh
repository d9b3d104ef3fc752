#!/bin/sh
# The lesson on real IMDB, end to end: the LSTM reaches 0.80 validation accuracy within three epochs,
# its file scores the same again to the last printed digit, and the same seed gives the same figures
# with another number of threads. No test demands anything of the SimpleRNN but figures that are figures.
# In `make check` only the SimpleRNN is trained, for an epoch.
set -eu

data=${RNNTOP_TEST_DATA:-}/imdb.npz
if [ ! -r "$data" ]; then
    echo "skipped: RNNTOP_TEST_DATA names no folder with imdb.npz"
    exit 77
fi
program=${top_builddir:-$PWD}/rnntop
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_DATA_HOME="$work/data" XDG_CONFIG_HOME="$work/config"

fail() {
    printf '%s\n' "$*"
    exit 1
}

# figures FILE EVENT KEY: the key's values in that event's lines, in order.
figures() {
    sed -n "s/^{\"event\":\"$2\".*\"$3\":\([^,}]*\).*/\1/p" "$1"
}

# scores_again NAME: the file scores what its training said.
scores_again() {
    trained=$(figures "$work/$1.json" test accuracy)
    [ -n "$trained" ] || fail "training told no test accuracy: $(cut -c 1-240 "$work/$1.json")"
    again=$("$program" eval "$work/$1.safetensors" --data "$data" --json)
    printf '%s\n' "$again" >"$work/eval.json"
    [ "$(figures "$work/eval.json" test accuracy)" = "$trained" ] ||
        fail "test accuracy while training $trained, of the file: $again"
    [ "$(figures "$work/eval.json" test loss)" = "$(figures "$work/$1.json" test loss)" ] ||
        fail "test loss while training $(figures "$work/$1.json" test loss), of the file: $again"
}

for threads in 1 3; do
    "$program" train --data "$data" --model simplernn --epochs 1 --json --threads $threads \
        --save "$work/rnn-$threads.safetensors" >"$work/rnn-$threads.json"
done
[ "$(figures "$work/rnn-1.json" model parameters)" = 545025 ] || fail "not 545025 parameters"
cmp "$work/rnn-1.safetensors" "$work/rnn-3.safetensors" || fail "1 and 3 threads give other weights"
[ "$(figures "$work/rnn-1.json" data train)" = 17500 ] || fail "not 17500 training reviews"
[ "$(figures "$work/rnn-1.json" data validation)" = 7500 ] || fail "not 7500 validation reviews"
scores_again rnn-1
[ -n "${RNNTOP_TEST_LONG-}" ] || exit 0

"$program" train --data "$data" --model lstm --epochs 3 --json --save "$work/lstm.safetensors" \
    >"$work/lstm.json" || fail "train: exit status $?: $(cat "$work/lstm.json")"
cat "$work/lstm.json" | cut -c 1-240
[ "$(figures "$work/lstm.json" model parameters)" = 643713 ] || fail "not 643713 parameters"
best=$(figures "$work/lstm.json" epoch val_accuracy | sort -g | tail -n 1)
awk "BEGIN { exit !($best >= 0.80) }" || fail "best validation accuracy in 3 epochs: $best, expected 0.80"

scores_again lstm

# What eval says of the rows, predict says of the reviews as they were written, to the last one.
texts=${RNNTOP_TEST_DATA}/aclImdb_labelled.tar.gz
if [ ! -r "$texts" ] || [ ! -r "${RNNTOP_TEST_DATA}/imdb_word_index.json" ] || ! tar -xzf "$texts" -C "$work"; then
    echo "no aclImdb_labelled.tar.gz with imdb_word_index.json, or no tar to unpack it: not tested"
    exit 0
fi
for class in negative positive; do
    find "$work/aclImdb/test/$(printf %.3s "$class")" -name '*.txt' -exec sed -s '$a\' {} + |
        "$program" predict "$work/lstm.safetensors" --json |
        sed "s/.*\"class\":\"\([a-z]*\)\".*\"probabilities\":\[\([^,]*\),\([^]]*\).*/$class \1 \2 \3/"
done >"$work/answers"
awk '{ rows++; right += $1 == $2; loss -= log($1 == "negative" ? $3 : $4) }
    END { printf "%d %.5f %.5f\n", rows, right / rows, loss / rows }' "$work/answers" >"$work/said"
wanted=$("$program" eval "$work/lstm.safetensors" --data "$data" |
    sed -n 's/^Test loss: //p; s/^Test accuracy: //p' | tr '\n' ' ')
read -r rows accuracy loss <"$work/said"
[ "$rows $loss $accuracy " = "25000 $wanted" ] ||
    fail "predict of $rows texts: loss and accuracy $loss $accuracy, eval of their rows: $wanted"
