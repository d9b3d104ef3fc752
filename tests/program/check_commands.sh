#!/bin/sh
# The commands without a screen, on a small data set: what they print, how they fail, and what is left
# after a signal, a closed pipe or a full disk.
set -u

build=${top_builddir:-$PWD}
program=$build/rnntop
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME="$work/home" XDG_DATA_HOME="$work/data" XDG_CONFIG_HOME="$work/config"
unset RNNTOP_DATA KERAS_HOME XDG_CACHE_HOME RNNTOP_CPU
mkdir "$HOME"
tiny=$work/tiny.npz
"$build/tests/program/make_tiny_npz" "$tiny" 600 || exit 99
small="--data $tiny --units 8 --embedding-dim 8 --num-words 500 --maxlen 20"
failed=0

complain() {
    printf '%s\n' "$*"
    failed=1
}

# refuses STATUS WORDS ARGUMENT...: one line on stderr with these words, nothing on stdout.
refuses() {
    status=$1 words=$2
    shift 2
    timeout 60 "$program" "$@" >"$work/out" 2>"$work/err" </dev/null
    got=$?
    [ $got -eq "$status" ] || complain "rnntop $*: exit status $got, expected $status"
    [ "$(wc -l <"$work/err")" -eq 1 ] || complain "rnntop $*: not one line: $(cat "$work/err")"
    grep -qF -e "$words" "$work/err" || complain "rnntop $*: expected '$words', got: $(cat "$work/err")"
    [ ! -s "$work/out" ] || complain "rnntop $*: stdout: $(cat "$work/out")"
}

refuses 2 "--units takes a whole number from 1" train --units 0
refuses 2 "--epochs takes a whole number" train --epochs x
refuses 2 "layer 2, lsmt:4: there is no layer 'lsmt'" train --model embedding:8,lsmt:4
refuses 2 "Layer 4 (GRU) reads every step" train --model embedding:8,lstm:4,dense:3,gru:2
refuses 2 "A model has at most 16 layers" --layers 14 --dense 4,4
refuses 2 "Choose fewer units or words" --units 8192 --embedding-dim 8192 --layers 12
refuses 2 "--run 'lstm unitz=3': unitz is no setting" train --run 'lstm unitz=3'
refuses 2 "--mask-zero says nothing to a model that is written out" train --model embedding:8,lstm:4 \
    --mask-zero
refuses 2 "threads belongs to the whole session" train --run 'lstm threads=3'
refuses 2 "--sweep 'units=3,x' takes a whole number" train --sweep units=3,x
refuses 2 "More than 256 runs are asked for" train --seeds 16 --sweep units=1,2,3,4,5,6,7,8,9
refuses 2 "--wibble is no option" --wibble
refuses 2 "'tarin' is no command of rnntop; see rnntop --help. Did you mean train?" tarin
refuses 2 "Did you mean --help?" help
refuses 2 "A command stands before its options: rnntop train ..." --epochs 3 train
refuses 2 "rnntop train --data $tiny" train "$tiny"
refuses 2 "rnntop --data $tiny" "$tiny"
refuses 2 "Did you mean --epochs?" train --epcohs 3
refuses 2 "Did you mean --epochs?" train -epochs 3
refuses 2 "--ep may be --epochs or --epsilon; write more of it." train --ep 3
refuses 2 "--units is no option of rnntop eval, but of rnntop or rnntop train." eval m --units 3
refuses 2 "Did you mean lstm?" train --model lsmt
refuses 2 "Did you mean best?" train --preset bset
refuses 2 "Did you mean adam?" train --optimizer addam
refuses 2 "Did you mean relu?" train --activation rleu
refuses 2 "Did you mean units?" train --sweep unist=3,4
refuses 2 "--padding takes one of pre, post. No value is given." train --padding
refuses 2 "--units takes a whole number from 1 to 8192. No value is given." train --units --json
refuses 2 "--save needs a value, as in --save FILE." train --save
refuses 2 "--mask-zero takes yes or no, not 'perhaps'." train --mask-zero=perhaps
refuses 2 "--lr takes a number above 0" train --lr
refuses 2 "eval is used as: rnntop eval MODEL" eval
refuses 2 "eval is used as: rnntop eval MODEL" eval a b
refuses 2 "--test is for texts and says nothing to ids or to the demo corpus" train --data demo --test "$tiny"
refuses 2 "--test is for texts and says nothing to ids or to the demo corpus" eval m --data demo --test "$tiny"
refuses 2 "--lower is for texts" train --data demo --lower none
export RNNTOP_DATA=demo
refuses 1 "demo has a test set of its own, so --test" train --test "$tiny"
unset RNNTOP_DATA
refuses 2 "--test is for texts" train --data "$tiny" --test "$tiny"
cp "$tiny" "$work/ids"
refuses 1 "ids has a test set of its own, so --test" train --data "$work/ids" --test "$tiny"
refuses 1 "$work/none.npz" train --data "$work/none.npz"
refuses 1 "is a folder" train --data "$work"
refuses 1 "$work/none.safetensors: No such file" eval "$work/none.safetensors" --data "$tiny"
# shellcheck disable=SC2088 # a name that the shell did not expand, and no folder at home
refuses 1 "rnntop: ./~/none.safetensors: No such file" eval '~/none.safetensors' --data "$tiny"
# shellcheck disable=SC2088
refuses 1 "rnntop: ~/none.safetensors: No such file" eval "$HOME/none.safetensors" --data "$tiny"
refuses 1 "not a safetensors file" eval "$tiny" --data "$tiny"
head -c 1000 "$tiny" >"$work/cut.npz"
refuses 1 "$work/cut.npz" train --data "$work/cut.npz"
: >"$work/empty.npz"
refuses 1 "$work/empty.npz" train --data "$work/empty.npz"
export RNNTOP_CPU=mmx
refuses 2 "RNNTOP_CPU" train --data "$tiny"
unset RNNTOP_CPU
export RNNTOP_DATA="$work/none.npz"
refuses 1 "RNNTOP_DATA" train
unset RNNTOP_DATA
mkdir -p "$HOME/.keras/datasets"
cp "$work/cut.npz" "$HOME/.keras/datasets/imdb.npz"
# shellcheck disable=SC2088 # the program writes the ~
refuses 1 "~/.keras/datasets/imdb.npz" train
refuses 1 "--data demo needs no file" train
rm -r "$HOME/.keras"
mkdir -p "$work/config/rnntop"
echo "unist 3" >"$work/config/rnntop/config"
refuses 2 "line 1: unist is no setting; rnntop --help lists them. Did you mean units?" train --data "$tiny"
echo "units" >"$work/config/rnntop/config"
refuses 2 "line 1: units takes a whole number from 1 to 8192." train --data "$tiny"
printf '# mine\nepochs 2\n' >"$work/config/rnntop/config"

# A ~ that the shell did not expand is a folder of that name, and is not shown as if it were at home.
mkdir -p "$work/tilde/~"
# shellcheck disable=SC2088 # no expansion is meant
for path in '~/m.safetensors' '~/none/m.safetensors'; do
    # shellcheck disable=SC2086 # words
    (cd "$work/tilde" && timeout 60 "$program" train $small --epochs 1 --model lstm --save "$path") >/dev/null \
        2>>"$work/tildes"
done
[ -s "$work/tilde/~/m.safetensors" ] || complain "no model in ./~: $(find "$work/tilde" "$HOME")"
grep -q 'saved \./~/m\.safetensors$' "$work/tildes" || complain "saved in ./~: $(cat "$work/tildes")"
grep -q "^rnntop: \./~/none/m\.safetensors can't be written: No such file" "$work/tildes" ||
    complain "not saved in ./~/none: $(cat "$work/tildes")"

# What people try first for help; and a flag with its answer, which the configuration file may need.
[ "$("$program" -h)" = "$("$program" --help)" ] || complain "-h is not --help"
[ "$("$program" train -h)" = "$("$program" train --help)" ] || complain "train -h is not train --help"
echo "help" >"$work/config/rnntop/config"
for answer in no off false 0; do
    refuses 2 "eval is used as" eval --help=$answer
done
rm "$work/config/rnntop/config"
for answer in yes on true 1; do
    "$program" eval --help=$answer | grep -q "^Usage: rnntop eval" || complain "--help=$answer is no help"
done
printf '# mine\nepochs 2\n' >"$work/config/rnntop/config"

# The version: a first line for scripts, then what a report of a bug needs.
timeout 60 "$program" --version >"$work/version" || complain "--version: exit status $?"
[ "$(head -n 1 "$work/version")" = "rnntop $(sed -n 's/^#define PACKAGE_VERSION "\(.*\)"/\1/p' "$build/config.h")" ] ||
    complain "--version does not begin with the name and the version: $(cat "$work/version")"
for part in 'BLAS  *OpenBLAS [0-9]*\.[0-9]' 'BLAS core  *[A-Za-z0-9]' 'terminal  *ncurses [0-9]*\.[0-9]' \
    'libzip  *[0-9]*\.[0-9]' 'jansson  *[0-9]*\.[0-9]' 'utf8proc  *[0-9]*\.[0-9]' 'compiler  *.*[0-9]\.[0-9]'; do
    grep -q "^  $part" "$work/version" || complain "--version does not say '$part': $(cat "$work/version")"
done
[ "$(RNNTOP_CPU=portable "$program" train --version | sed -n 's/^  kernels  *//p')" = portable ] ||
    complain "--version does not name the kernels that RNNTOP_CPU asks for"

# Both models, piped: the lesson's output and the config's two epochs.
# shellcheck disable=SC2086
"$program" train $small --threads 2 >"$work/out" 2>"$work/err" || complain "train failed: $(cat "$work/err")"
for line in "x_train shape: (600, 20)" "Epoch 2/2" "Test accuracy: " "Total params: "; do
    grep -qF -e "$line" "$work/out" || complain "train does not print '$line': $(cat "$work/out")"
done
[ "$(grep -c '^420/420 \[=*\] - ' "$work/out")" -eq 4 ] ||
    complain "not one progress line an epoch: $(cat "$work/out")"
grep -q '^NB-SVM of words, pairs and triples: test accuracy [01]\.[0-9]*, val [01]' "$work/out" ||
    complain "train does not tell what NB-SVM scores: $(cat "$work/out")"
grep -q "$(printf '\r')" "$work/out" && complain "a piped progress line is rewritten"
[ "$(find "$work/data/rnntop" -name '*.safetensors' | wc -l)" -eq 2 ] ||
    complain "not two models in the default folder: $(ls -R "$work/data")"

# The first review as the lesson prints it: the row that the network reads, of 20 ids.
ids=$(sed -n '/^First review, cut to 20 tokens; the whole one has [0-9]*:$/,/^Label/p' "$work/out" | grep '^[[0-9]' | tr -d '[]\n')
[ "$(printf '%s' "$ids" | tr ',' '\n' | wc -w)" -eq 20 ] || complain "not a row of 20 ids: $ids: $(head -n 12 "$work/out")"

# A model repeats its test score.
model=$(find "$work/data/rnntop" -name 'lstm*')
expected=$(grep "^Test" "$work/out" | tail -n 3)
got=$("$program" eval "$model" --data "$tiny" | grep "^Test")
[ "$got" = "$expected" ] || complain "eval says $got, training said $expected"

# Precision and the like: a line an epoch and the matrices where asked for, and the same from eval.
# shellcheck disable=SC2086
"$program" train $small --model lstm --metrics --baseline=no --save "$work/metrics.safetensors" \
    >"$work/out" 2>"$work/err" || complain "train --metrics failed: $(cat "$work/err")"
grep -q NB-SVM "$work/out" && complain "--baseline=no fits NB-SVM: $(cat "$work/out")"
[ "$(grep -c '^ - val_precision: [01]\.[0-9]* - val_recall: .* - val_f1: .* - val_auc: ' "$work/out")" -eq 2 ] ||
    complain "not one line of metrics an epoch: $(cat "$work/out")"
sed -n -e '/^Diagnosis/,$d' -e '/^Test/,$p' "$work/out" >"$work/expected"
grep -q "^Test confusion" "$work/expected" && grep -q "^positive  *[0-9]" "$work/expected" ||
    complain "train --metrics prints no matrix: $(cat "$work/out")"
"$program" eval "$work/metrics.safetensors" --data "$tiny" --metrics | sed -n '/^Test/,$p' >"$work/got"
cmp -s "$work/expected" "$work/got" ||
    complain "eval --metrics says $(cat "$work/got"), training said $(cat "$work/expected")"

# Where there is no data the demo corpus is made up, and said to be so; its model is scored on it again.
demo="--units 4 --embedding-dim 4 --maxlen 10 --model simplernn --epochs 1"
# shellcheck disable=SC2086
"$program" train $demo --save "$work/demo.safetensors" >"$work/out" 2>"$work/err" ||
    complain "train without data failed: $(cat "$work/err")"
grep -q "^rnntop: Not IMDB: the built-in demo corpus" "$work/err" ||
    complain "train does not say that it made up its data: $(cat "$work/err")"
grep -q "^DEMO corpus (made up), 4,000 words, 10 tokens, from the built-in grammar" "$work/out" ||
    complain "train does not name the demo corpus: $(head -n 3 "$work/out")"
grep -q "^A perfect reader would score 0\.[0-9]* on whole reviews, 0\.[0-9]* on what 4,000 words and 10" \
    "$work/out" || complain "train does not tell the ceiling: $(head -n 3 "$work/out")"
expected=$(grep "^Test" "$work/out")
"$program" eval "$work/demo.safetensors" >"$work/out" 2>"$work/err" ||
    complain "eval on the demo corpus failed: $(cat "$work/err")"
[ "$(grep "^Test" "$work/out")" = "$expected" ] ||
    complain "eval on the demo corpus: $(cat "$work/out"), training said $expected"
grep -q "on the 25000 test rows of DEMO corpus (made up)" "$work/out" ||
    complain "eval does not name its data: $(cat "$work/out")"
[ ! -s "$work/err" ] || complain "eval on the model's own data talks: $(cat "$work/err")"

# By name nothing needs to be said; on other data than it learned from a model is scored with a word.
# shellcheck disable=SC2086
RNNTOP_DATA=demo "$program" train $demo --json --save "$work/demo.safetensors" >"$work/json" 2>"$work/err"
[ ! -s "$work/err" ] || complain "train on the demo corpus by name talks: $(cat "$work/err")"
grep -q '"made_up":true,"ceiling_whole":0\.[0-9]*,"ceiling":0\.[0-9]*,' "$work/json" ||
    complain "JSON does not tell what is made up: $(head -n 1 "$work/json")"
"$program" eval "$work/demo.safetensors" --data "$tiny" --json >"$work/json" 2>"$work/err" ||
    complain "eval on other data failed: $(cat "$work/err")"
grep -q "demo.safetensors was trained on DEMO corpus (made up), and is evaluated on tiny" "$work/err" &&
    [ "$(wc -l <"$work/err")" -eq 1 ] || complain "eval on other data says: $(cat "$work/err")"
grep -q '"rows":600,"data":"tiny","precision":[0-9.]*,.*"confusion":\[\[[0-9]*,[0-9]*],\[[0-9]*,[0-9]*]]}' "$work/json" || complain "eval --json: $(cat "$work/json")"

# A model knows where its data was, from any folder, and scores no other in its place.
expected=$(sed -n '/^Test/p' "$work/got" | head -n 2)
mkdir "$work/moved"
[ "$(cd "$work/moved" && "$program" eval ../metrics.safetensors 2>"$work/err" | grep "^Test [la]" | head -n 2)" = "$expected" ] ||
    complain "eval does not find the model's data: $(cat "$work/err")"
mv "$tiny" "$work/moved/other.npz"
refuses 1 "metrics.safetensors was trained on tiny, in $tiny, which is not at hand: name it with --data." eval "$work/metrics.safetensors"
[ "$("$program" eval "$work/metrics.safetensors" --data "$work/moved/other.npz" 2>"$work/err" | grep "^Test [la]" | head -n 2)" = "$expected" ] ||
    complain "eval on the moved data: $(cat "$work/err")"
[ ! -s "$work/err" ] || complain "eval on the same rows elsewhere talks: $(cat "$work/err")"
export RNNTOP_DATA="$work/moved/other.npz"
"$program" eval "$work/metrics.safetensors" >"$work/out" 2>"$work/err" || complain "the same rows found: $(cat "$work/err")"
unset RNNTOP_DATA
"$build/tests/program/make_tiny_npz" "$tiny" 500
refuses 1 "its test rows are no longer those of $tiny" eval "$work/metrics.safetensors"
"$program" eval "$work/metrics.safetensors" --data "$tiny" >"$work/out" 2>"$work/err" || complain "named: $(cat "$work/err")"
mv "$work/moved/other.npz" "$tiny"

# JSON lines and CSV, names inserted for two runs.
# shellcheck disable=SC2086
"$program" train $small --json --csv "$work/log.csv" --save "$work/m.safetensors" >"$work/json" ||
    complain "train --json: exit status $?"
grep -vq '^{"event":"[a-z_]*",.*}$' "$work/json" && complain "not JSON lines: $(cat "$work/json")"
for run in simplernn lstm; do
    [ -s "$work/m-$run.safetensors" ] || complain "no model of $run"
    [ "$(wc -l <"$work/log-$run.csv")" -eq 3 ] || complain "CSV of $run: $(cat "$work/log-$run.csv")"
    head -n 1 "$work/log-$run.csv" | grep -q "^epoch,accuracy,loss,val_accuracy,val_loss" ||
        complain "CSV heading of $run: $(head -n 1 "$work/log-$run.csv")"
done

# Through a pipe the dashboard is train.
# shellcheck disable=SC2086
"$program" $small --model lstm --epochs 1 2>"$work/err" | grep -q "Test accuracy" ||
    complain "rnntop in a pipe does not train: $(cat "$work/err")"

# A signal: what was learned is saved, the program dies of it, within a bounded time.
for number in 15 2 1; do # TERM, INT, HUP
    rm -f "$work/signal.safetensors" "$work/out"; : >"$work/out"
    : >"$work/out" # the child's own truncation comes later than our first look
    # A shell's background jobs ignore INT; env puts the default back.
    # shellcheck disable=SC2086
    env --default-signal=INT,HUP "$program" train $small --model lstm --epochs 100000 \
        --save "$work/signal.safetensors" >"$work/out" 2>"$work/err" &
    child=$!
    waited=0
    until grep -q "Epoch 3/" "$work/out" || [ $waited -ge 600 ]; do
        sleep 0.1
        waited=$((waited + 1))
    done
    kill -$number $child
    wait $child
    got=$?
    [ $got -eq $((128 + number)) ] || complain "after signal $number: exit status $got"
    [ -s "$work/signal.safetensors" ] || complain "signal $number lost the model: $(cat "$work/err")"
done

# A reader that leaves does not cost the model.
# shellcheck disable=SC2086
"$program" train $small --model lstm --epochs 100000 --save "$work/pipe.safetensors" 2>"$work/err" |
    head -n 60 >/dev/null
grep -q "Standard output was closed" "$work/err" || complain "a closed pipe: $(cat "$work/err")"
[ -s "$work/pipe.safetensors" ] || complain "a closed pipe lost the model"

# A full disk behind standard output: one sentence whatever the command, and what was learned is saved.
# full ARGUMENT...
full() {
    timeout 60 "$program" "$@" >/dev/full 2>"$work/err" </dev/null
    got=$?
    [ $got -eq 1 ] || complain "rnntop $* on a full disk: exit status $got"
    [ "$(grep -c "Standard output can't be written: No space left on device" "$work/err")" -eq 1 ] ||
        complain "rnntop $* on a full disk: $(cat "$work/err")"
}
if [ -w /dev/full ]; then
    full --help
    full train --help
    full --version
    full eval "$model" --data "$tiny"
    full eval "$model" --data "$tiny" --json
    "$program" eval "$work/none" >/dev/full 2>"$work/err"
    [ "$(wc -l <"$work/err")" -eq 1 ] || complain "no model, on a full disk: $(cat "$work/err")"
    # shellcheck disable=SC2086
    "$program" train $small --model lstm --epochs 1 --json=steps --save "$work/full.safetensors" >"$work/steps" \
        2>"$work/err"
    full watch "$work/steps"
    full watch "$work/steps" --json
    for form in "" --json --json=steps --metrics; do
        rm -f "$work/full.safetensors"
        # shellcheck disable=SC2086
        full train $small --model lstm --epochs 100000 --save "$work/full.safetensors" $form
        [ -s "$work/full.safetensors" ] || [ -n "${form#--metrics}" ] || complain "a full disk lost the model"
    done
fi
"$program" --help >&- 2>"$work/err"
[ $? -eq 1 ] && grep -q "^rnntop: Standard output can't be written: " "$work/err" ||
    complain "a closed standard output: $(cat "$work/err")"
"$program" --help 2>"$work/err" | true
[ ! -s "$work/err" ] || complain "--help into a closed pipe talks: $(cat "$work/err")"

# Places that can't be written, or must not be, are refused before anything is trained.
# shellcheck disable=SC2086
{
    refuses 1 "$work/tiny.npz/m.safetensors" train $small --model lstm --save "$work/tiny.npz/m.safetensors"
    refuses 2 "is the data" train $small --model lstm --save "$tiny"
    refuses 2 "both name" train $small --model lstm --save "$work/one" --csv "$work/one"
}

# A terminal that closes hangs up twice, and a logout sends TERM and HUP: still nothing is lost.
for pair in "15 1" "1 1"; do
    rm -f "$work/signal.safetensors" "$work/out"; : >"$work/out"
    # shellcheck disable=SC2086
    env --default-signal=INT,HUP "$program" train $small --model lstm --epochs 100000 \
        --save "$work/signal.safetensors" >"$work/out" 2>"$work/err" &
    child=$!
    waited=0
    until grep -q "Epoch 3/" "$work/out" || [ $waited -ge 600 ]; do
        sleep 0.1
        waited=$((waited + 1))
    done
    for number in $pair; do
        kill -"$number" $child
    done
    wait $child
    [ -s "$work/signal.safetensors" ] || complain "signals $pair lost the model: $(cat "$work/err")"
done
exit $failed
