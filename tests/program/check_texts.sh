#!/bin/sh
# Texts of one's own by the shortest command: what is trained is said in one line at the start and is in
# the file; options count in its place; --preset lesson is the lesson to the parameter. Where there is
# real data, what the shortest command scores on it (SMS Spam in `make check`; all in `make check-long`).
set -u

program=${top_builddir:-$PWD}/rnntop
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME="$work/home" XDG_DATA_HOME="$work/data" XDG_CONFIG_HOME="$work/config"
unset RNNTOP_DATA KERAS_HOME XDG_CACHE_HOME RNNTOP_CPU
mkdir "$HOME"
failed=0

complain() {
    printf '%s\n' "$*"
    failed=1
}

# figures FILE EVENT KEY: the key's values in that event's lines, in order.
figures() {
    sed -n "s/^{\"event\":\"$2\".*\"$3\":\([^,}]*\).*/\1/p" "$1"
}

# Two hundred texts of 3 to 22 words, one in eight of a rare class.
awk 'BEGIN {
    print "label,text"
    for (i = 0; i < 200; i++) {
        printf "%s,it is %s", i % 8 ? "usual" : "odd", i % 8 ? "plain" : "strange"
        for (j = 0; j < i % 20; j++)
            printf " word%d", (i * 7 + j) % 40
        print ""
    }
}' >"$work/texts.csv"
train="$program train --data $work/texts.csv --threads 1 --save $work/m.safetensors"
line="texts of 3 to 22 words: BiGRU; --preset lesson trains the lesson's networks"

# The line, and a network that has learned and knows its own length.
$train >"$work/out" 2>"$work/err" || complain "train: exit status $?: $(cat "$work/err")"
[ "$(grep -c "^rnntop: $line\$" "$work/err")" = 1 ] || complain "not once '$line': $(cat "$work/err")"
grep -q "^Test accuracy: 1.0" "$work/out" || complain "nothing learned: $(grep '^Test' "$work/out")"
wanted=$(sed -n 's/^Test accuracy: //p' "$work/out")
got=$("$program" eval "$work/m.safetensors" --data "$work/texts.csv" | sed -n 's/^Test accuracy: //p')
[ "$got" = "$wanted" ] || complain "eval says $got, training $wanted"
[ "$(echo "it is strange" | "$program" predict "$work/m.safetensors" | cut -f 1)" = odd ] ||
    complain "predict: $(echo "it is strange" | "$program" predict "$work/m.safetensors")"

# The same as facts, and all that was left to the data in the model that is trained.
$train --json >"$work/json" || complain "train --json: exit status $?"
grep -q '"code":"texts_have_recipe".*"values":\[3,22,"BiGRU"\]' "$work/json" ||
    complain "no facts: $(grep '"event":"message"' "$work/json")"
for fact in words_shortest=3 words_median=12 words_p95=21 words_longest=22 maxlen=22 rare_class=true; do
    [ "$(figures "$work/json" data "${fact%=*}")" = "${fact#*=}" ] ||
        complain "the data event lacks $fact: $(grep '"event":"data"' "$work/json")"
done
grep -q '"event":"model".*"epochs":30,.*"maxlen":22.*"class_weight":"balanced"' "$work/json" ||
    complain "not resolved: $(grep '"event":"model"' "$work/json")"

# A model that is named: its own settings, with the texts' length and a mask, and a line that says it.
$train --json --model lstm --epochs 1 >"$work/json" || complain "--model lstm: exit status $?"
grep -q '"code":"texts_are_masked".*"values":\[3,22,22\]' "$work/json" ||
    complain "--model: no line: $(grep '"event":"message"' "$work/json")"
grep -q '"event":"model".*"parameters":643713,.*"mask_zero":true.*"maxlen":22.*"num_words":4000,' "$work/json" ||
    complain "--model lstm is $(grep '"event":"model"' "$work/json")"
# What is given counts, and then there is nothing to say.
$train --json --model lstm --epochs 1 --maxlen 5 >"$work/json" || complain "--maxlen 5: exit status $?"
grep -q '"event":"message"' "$work/json" &&
    complain "--maxlen: a line all the same: $(grep '"event":"message"' "$work/json")"
[ "$(figures "$work/json" data maxlen)" = 5 ] || complain "--maxlen 5: $(grep '"event":"data"' "$work/json")"

# The lesson's networks on any data.
$train --json --preset lesson --epochs 1 >"$work/json" || complain "--preset lesson: exit status $?"
[ "$(figures "$work/json" model parameters | tr '\n' ' ')" = "545025 643713 " ] ||
    complain "--preset lesson: $(grep '"event":"model"' "$work/json")"
[ "$(grep -c '"event":"model".*"maxlen":100,"padding":"post".*"batch_size":30,"seed":1}' "$work/json")" = 2 ] ||
    complain "--preset lesson: $(grep '"event":"model"' "$work/json")"
grep -q '"mask_zero"\|"event":"message"' "$work/json" && complain "--preset lesson masks, or talks"

# What cannot be learned from is refused with a sentence, and what hardly can is trained.
refuses() {
    printf '%b' "$2" >"$work/bad.csv"
    "$program" train --data "$work/bad.csv" >/dev/null 2>"$work/err"
    if [ $? -ne 1 ] || ! grep -q "$1" "$work/err"; then
        complain "not refused with '$1': $(cat "$work/err")"
    fi
}
refuses "learning needs two classes" 'label,text\na,one text\na,other text\na,more text\n'
refuses "too few rows" 'label,text\na,one text\nb,other text\n'
refuses "no column holds text" 'label,text\na,\nb,\na,\nb,\n'
refuses "is empty" ''
awk 'BEGIN { print "label,text"; for (i = 0; i < 10; i++) print i % 2 ? "a,good and fine" : "b,bad and poor" }' \
    >"$work/ten.csv"
"$program" train --data "$work/ten.csv" --save "$work/ten.safetensors" >"$work/out" 2>&1 ||
    complain "ten rows: exit status $?: $(cat "$work/out")"
awk 'BEGIN { print "label,text"; for (i = 0; i < 800; i++) printf "c%d,word%d and more\n", i % 200, i % 200 }' \
    >"$work/many.csv"
"$program" train --data "$work/many.csv" --save "$work/many.safetensors" >"$work/out" 2>&1 ||
    complain "200 classes: exit status $?: $(cat "$work/out")"
grep -q "^dense (Dense)  *(None, 200)" "$work/out" || complain "200 classes: $(cat "$work/out")"

# scores PATH LEAST: what the shortest command scores on the test set of real data.
scores() {
    if [ ! -r "$1" ]; then
        echo "skipped: RNNTOP_TEST_DATA names no folder with ${1##*/}"
        return
    fi
    "$program" train --data "$1" --save "$work/real.safetensors" >"$work/out" 2>"$work/err" ||
        complain "$1: exit status $?: $(cat "$work/err")"
    score=$(sed -n 's/^Test accuracy: //p' "$work/out")
    echo "${1##*/}: $score"
    awk "BEGIN { exit !(\"$score\" + 0 >= $2) }" || complain "$1 scores $score, expected $2"
}
real=${RNNTOP_TEST_DATA:-/none}
scores "$real/sms-spam/SMSSpamCollection" 0.985
if [ -n "${RNNTOP_TEST_LONG-}" ]; then
    scores "$real/rt-polarity" 0.775
    scores "$real/ag-news/test.csv" 0.88
    tar -xzf "$real/aclImdb_labelled.tar.gz" -C "$work" 2>/dev/null
    scores "$work/aclImdb" 0.895
fi
exit $failed
