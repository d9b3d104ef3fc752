#!/bin/sh
# train on a terminal: lines are broken between words, the live line leaves nothing, paths stand whole.
set -eu

. "${top_srcdir:-$(dirname -- "$0")/../..}/tests/program/tmux.sh"

build=${top_builddir:-$PWD}
work=$screen_dir/work
mkdir -p "$work/home"
"$build/tests/program/make_tiny_npz" "$work/tiny.npz" 600

# train COLUMNS ROWS: two epochs; the model goes to a path that is wider than either terminal.
model=$work/a-folder-with-a-rather-long-name/and-a-model.safetensors
mkdir -p "${model%/*}"
train()
{
    screen_start "$1" "$2" env HOME="$work/home" XDG_DATA_HOME="$work/data" XDG_CONFIG_HOME="$work/config" \
        "$build/rnntop" train --data "$work/tiny.npz" --model lstm --units 4 --embedding-dim 4 --num-words 500 \
        --maxlen 20 --epochs 2 --baseline=no \
        --save "$model"
    screen_wait 'shell [0]>'
    screen_history >"$work/screen"
}

# stands LINE: a row of the terminal is that.
stands()
{
    grep -Fxq -- "$1" "$work/screen" || fail "no row '$1' in: $(cat "$work/screen")"
}

testing "80 columns: an epoch's line is two rows"
train 80 24
[ "$(grep -c '^420/420 \[=\{30\}\] - [0-9]*s [0-9]*.s/sample - loss: [0-9.]*$' "$work/screen")" -eq 2 ] ||
    fail "not two first rows of epochs: $(cat "$work/screen")"
[ "$(grep -c '^  - accuracy: [0-9.]* - val_loss: [0-9.]* - val_accuracy: [0-9.]*$' "$work/screen")" -eq 2 ] ||
    fail "not two second rows of epochs: $(cat "$work/screen")"
grep -q ETA "$work/screen" && fail "a live line is left: $(cat "$work/screen")"

testing "40 columns: words stay whole, and so does a path, in rows of its own"
train 40 12
[ "$(grep -c '^  - val_accuracy: [0-9.]*$' "$work/screen")" -eq 2 ] || fail "epochs: $(cat "$work/screen")"
grep -q ETA "$work/screen" && fail "a live line is left: $(cat "$work/screen")"
screen_history -J >"$work/screen"
stands "$model"
