#!/bin/sh
# rnntop predict: the same judgement of texts as of rows, a line out for each line in whatever is in it,
# answers as soon as the questions pause, and flat memory.
set -u

build=${top_builddir:-$PWD}
program=$build/rnntop
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

cat >"$work/tiny.grammar" <<'GRAMMAR'
rnntop grammar 1
name tiny
reviews 2000 1000
lengths 0:12 100:30
mood 100 80
noise 5
[opening]
{s}
[sentence]
one two don't {s} four five
[closing]
-
[s] says 1
x {+a}
[a +] words
good fine grand
[a -] words
bad dull awful
GRAMMAR
"$build/tests/program/print_reviews" "$work/tiny.grammar" >"$work/reviews" || complain "no reviews"
cut -f 1 "$work/reviews" >"$work/labels"
cut -f 2 "$work/reviews" >"$work/texts"

# What eval says of the rows, predict says of the texts; cut and filled up on either side.
for sides in "post pre" "pre post"; do
    # shellcheck disable=SC2086
    set -- $sides
    "$program" train --data "$work/tiny.grammar" --model simplernn --units 6 --embedding-dim 6 --maxlen 14 \
        --num-words 14 --padding "$1" --truncating "$2" --epochs 1 --save "$work/m.safetensors" \
        >/dev/null 2>"$work/err" || complain "train: $(cat "$work/err")"
    wanted=$("$program" eval "$work/m.safetensors" --data "$work/tiny.grammar" | sed -n 's/^Test accuracy: //p')
    "$program" predict "$work/m.safetensors" <"$work/texts" >"$work/answers" 2>"$work/err" ||
        complain "predict: $(cat "$work/err")"
    [ ! -s "$work/err" ] || complain "predict talks: $(cat "$work/err")"
    got=$(cut -f 1 "$work/answers" | paste - "$work/labels" |
        awk '$1 == $2 { right++ } END { printf "%.5f", right / NR }')
    [ "$got" = "$wanted" ] || complain "padding $1: predict is right in $got, eval says $wanted"
    [ "$(sort -u "$work/answers" | wc -l)" -gt 10 ] || complain "padding $1: hardly any answer differs"
done
grep -vqE '^(negative|positive)	[01]\.[0-9]{6}$' "$work/answers" &&
    complain "not class, tab, probability: $(head -n 3 "$work/answers")"

# A text on the command line, and the same in JSON.
[ "$("$program" predict "$work/m.safetensors" "$(head -n 1 "$work/texts")")" = "$(head -n 1 "$work/answers")" ] ||
    complain "a text as an argument gets another answer"
head -n 3 "$work/texts" | "$program" predict "$work/m.safetensors" --json >"$work/json"
[ "$(cut -d , -f 1-2 "$work/json" | tr '\n' ' ')" = \
    '{"event":"prediction","line":1 {"event":"prediction","line":2 {"event":"prediction","line":3 ' ] ||
    complain "JSON: $(cat "$work/json")"
grep -vqE '"class":"(negative|positive)","probability":[0-9.e-]+,"probabilities":\[[0-9.e-]+,[0-9.e-]+\]}$' \
    "$work/json" && complain "JSON: $(cat "$work/json")"

# Figures in JSON are those of the text form, with all that a single has: adding to 1, and not to 7 digits.
cut -f 1-2 "$work/texts" | head -n 50 | "$program" predict "$work/m.safetensors" --json | grep -cE '0\.[0-9]{8,9}[],}]' >"$work/count"
[ "$(cat "$work/count")" -gt 10 ] || complain "JSON has $(cat "$work/count") lines with the digits of a single"

# A file's name is no text, wherever it stands.
for texts in "$work/texts" "good $work/texts" "$work/texts bad"; do
    # shellcheck disable=SC2086 # words
    "$program" predict "$work/m.safetensors" $texts >"$work/out" 2>"$work/err"
    [ $? -eq 2 ] && [ ! -s "$work/out" ] || complain "predict MODEL $texts is not refused"
    [ "$(cat "$work/err")" = \
        "rnntop: $work/texts is a file, not a text; its lines are read with rnntop predict $work/m.safetensors < $work/texts" ] ||
        complain "predict MODEL $texts: $(cat "$work/err")"
done

# As many lines out as in: empty ones, bytes that are no UTF-8, NULs, a line of four million words, and a
# last line without its end. What is not the model's business changes no answer.
{
    printf '\n\nx good\r\nX GOOD!\n\377\376\n\0\n'
    yes 'x good' | head -n 2000000 | tr '\n' ' '
    printf '\nx good'
} >"$work/odd"
lines=$("$program" predict "$work/m.safetensors" <"$work/odd" | tee "$work/out" | wc -l)
[ "$lines" -eq 8 ] || complain "8 lines in, $lines out"
[ "$(sed -n 3p "$work/out")" = "$(sed -n 4p "$work/out")" ] && [ "$(sed -n 3p "$work/out")" = "$(sed -n 8p "$work/out")" ] ||
    complain "the same words get other answers: $(cat "$work/out")"
[ "$("$program" predict "$work/m.safetensors" </dev/null | wc -l)" -eq 0 ] || complain "an answer to nothing"

# Texts are decoded as training decodes its own, and cut into the same words: a Greek word with its final
# sigma, a dotted capital I, a word of 300 bytes.
long=$(printf '%0300d' 7)
for i in 1 2 3 4 5 6 7 8 9 10; do
    printf 'good,caf\303\251 x%d\ngood,\316\237\316\224\316\214\316\243\ngood,\304\260stanbul\ngood,%s\n' $i "$long"
    printf 'bad,tea x%d\nbad,dull\nbad,plain\nbad,grey\n' $i
done >"$work/own.csv"
"$program" train --data "$work/own.csv" --header no --model simplernn --units 8 --embedding-dim 8 --maxlen 4 --epochs 30 \
    --learning-rate 0.01 --batch-size 8 --save "$work/own.safetensors" >/dev/null 2>"$work/err" || complain "train: $(cat "$work/err")"
{
    printf '\357\273\277CAF\303\211\r\ncaf\351\ncaf\303\251\n'
    printf '\316\237\316\224\316\214\316\243\n\316\277\316\264\317\214\317\202\n'
    printf '\304\260stanbul\n\304\260STANBUL\n%s\nnowhere\n' "$long"
} | "$program" predict "$work/own.safetensors" >"$work/out" 2>"$work/err" || complain "predict: $(cat "$work/err")"
# However a word is written it gets one answer, and not that of a word that training did not know.
for lines in 1,3 4,5 6,7 8; do
    answer=$(sed -n "${lines}p" "$work/out" | sort -u)
    [ "$(echo "$answer" | wc -l)" -eq 1 ] && [ "$answer" != "$(tail -n 1 "$work/out")" ] ||
        complain "lines $lines of texts of all kinds: $(cat "$work/out")"
done
printf '\377\376c\0a\0f\0\351\0\n\0' | "$program" predict "$work/own.safetensors" >"$work/wide"
[ "$(cat "$work/wide")" = "$(head -n 1 "$work/out")" ] || complain "UTF-16: $(cat "$work/wide")"

# Two hundred thousand lines within little more memory than the program takes by itself.
awk '{ line[NR] = $0 } END { for (i = 0; i < 200; i++) for (j = 1; j <= NR; j++) print line[j] }' "$work/texts" |
    "$program" predict "$work/m.safetensors" --threads 2 >"$work/many" || complain "200,000 lines: status $?"
[ "$(wc -l <"$work/many")" -eq 200000 ] || complain "200,000 lines in, $(wc -l <"$work/many") out"
[ "$(sed -n '199001,$p' "$work/many" | cmp - "$work/answers")" = "" ] ||
    complain "the last thousand answers are not those of the first"

# Who asks line by line is answered line by line.
mkfifo "$work/in" "$work/back"
timeout 60 "$program" predict "$work/m.safetensors" <"$work/in" >"$work/back" &
exec 3>"$work/in" 4<"$work/back"
for text in "x good" "x bad"; do
    printf '%s\n' "$text" >&3
    IFS= read -r answer <&4 || complain "no answer to '$text'"
    [ "$answer" = "$("$program" predict "$work/m.safetensors" "$text")" ] || complain "to '$text': $answer"
done
exec 3>&-
wait $! || complain "predict at the end of its input: status $?"
exec 4<&-

# A reader that goes is no failure to talk about; a full disk is.
yes "x good" | {
    timeout 60 "$program" predict "$work/m.safetensors" 2>"$work/err"
    echo $? >"$work/status"
} | head -n 1 >/dev/null
[ "$(cat "$work/status")" -eq 141 ] && [ ! -s "$work/err" ] ||
    complain "a closed pipe: status $(cat "$work/status"): $(cat "$work/err")"
if [ -w /dev/full ]; then
    "$program" predict "$work/m.safetensors" "x good" >/dev/full 2>"$work/err" && complain "a full disk is no failure"
    grep -q "^rnntop: Standard output can't be written: No space left" "$work/err" || complain "a full disk: $(cat "$work/err")"
fi

# A signal ends it, also while it waits for a line.
mkfifo "$work/silence"
env --default-signal=TERM "$program" predict "$work/m.safetensors" <"$work/silence" >/dev/null 2>"$work/err" &
waiting=$!
exec 5>"$work/silence"
sleep 1
kill -TERM $waiting
wait $waiting
[ $? -eq 143 ] || complain "TERM while waiting did not end it by the signal"
exec 5>&-

# A model whose data had no words.
"$build/tests/program/make_tiny_npz" "$work/tiny.npz" 60 || exit 99
"$program" train --data "$work/tiny.npz" --model simplernn --units 2 --embedding-dim 2 --epochs 1 \
    --save "$work/mute.safetensors" >/dev/null 2>&1
"$program" predict "$work/mute.safetensors" "x" >"$work/out" 2>"$work/err" && complain "a model without words predicts"
[ "$(wc -l <"$work/err")" -eq 1 ] && grep -q "holds no words" "$work/err" ||
    complain "a model without words: $(cat "$work/err")"
"$program" predict >"$work/out" 2>"$work/err"
[ $? -eq 2 ] || complain "predict without a model is not wrong usage"
exit $failed
