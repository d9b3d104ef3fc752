#!/bin/sh
# rnntop data: what a file is read as, without a training, at 80 columns and as facts; also of data that
# is refused, and with the options that would say otherwise.
set -u

program=${top_builddir:-$PWD}/rnntop
tables=${top_srcdir:-.}/tests/data/tables
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME="$work/home" XDG_CONFIG_HOME="$work/config"
unset RNNTOP_DATA KERAS_HOME XDG_CACHE_HOME RNNTOP_CPU
mkdir "$HOME"
failed=0

complain() {
    printf '%s\n' "$*"
    failed=1
}

# has TEXT FILE: a line begins so.
has() {
    grep -q "^$1" "$2" || complain "no line begins with '$1' in: $(cat "$2")"
}

# The whole page of one file.
"$program" data "$tables/float.csv" >"$work/out" 2>"$work/err" || complain "float.csv: exit status $?"
cat >"$work/wanted" <<'END'
float
form      CSV, UTF-8; quotes go round fields; the first row names the columns
columns    1  text                      text    400 values of about 39 bytes
           2  label                     label   3 values of about 2 bytes
rows      400 read, none left out
first     0.0  terrible cast, bad story number 0 of the season
          1    great fun number 1 of the season
          0.0  dull thing number 2 of the season
notes     3 spellings of labels are 2 classes ('0.0' is '0', '1.0' is '1');
          --labels exact keeps them apart.
classes   0        200  50.0 %
          1        200  50.0 %
lengths   7 to 9 words, half up to 8, 95 of 100 up to 9; 344 different words
parts     224 for training, 96 for validation, 80 for the test
options   --label-column COLUMN --text-column LIST --header no --delimiter SIGN
          --escape backslash --labels exact
END
cmp -s "$work/wanted" "$work/out" || complain "another page: $(diff "$work/wanted" "$work/out")"
[ ! -s "$work/err" ] || complain "float.csv: $(cat "$work/err")"

# Every table fits 80 columns.
for table in "$tables"/*; do
    COLUMNS=80 "$program" data "$table" >"$work/out" 2>&1 || complain "$table: exit status $?"
    wide=$(LC_ALL=C.UTF-8 awk 'length($0) > 79' "$work/out")
    [ -z "$wide" ] || complain "$table: too wide: $wide"
    has "form " "$work/out"
    has "classes " "$work/out"
done

# The options that it names do what it says.
"$program" data "$tables/case.csv" --labels exact >"$work/out" || complain "--labels exact: exit status $?"
[ "$(grep -c ' %$' "$work/out")" = 6 ] || complain "--labels exact: $(cat "$work/out")"
"$program" data "$tables/backslash.csv" --escape none >"$work/out" 2>"$work/err" ||
    complain "--escape none: exit status $?"
if grep -q "A backslash" "$work/out"; then
    complain "--escape none: $(cat "$work/out")"
fi
"$program" data "$tables/pipe.txt" --delimiter pipe --header yes >"$work/out" || complain "--delimiter: $?"
has "rows      399 read" "$work/out"

# As facts.
"$program" data "$tables/case.csv" --json >"$work/out" || complain "--json: exit status $?"
for fact in '"event":"stream"' '"event":"data","name":"case","train":224' '"names":\["negative","positive"\]' \
    '"event":"reading","form":"delimited"' '"spellings":6' '"folded":\[{"spelling":"NEGATIVE"'; do
    grep -q "$fact" "$work/out" || complain "--json lacks $fact: $(cat "$work/out")"
done

# Data that is refused: what was understood, and why.
printf 'label,text\na,one two\na,three four\na,five six\n' >"$work/one.csv"
"$program" data "$work/one.csv" >"$work/out" 2>"$work/err"
[ $? = 1 ] || complain "one class: another exit status"
has "form      CSV, UTF-8" "$work/out"
grep -q "all of its 3 rows have the label 'a'" "$work/err" || complain "one class: $(cat "$work/err")"

# Rows that would stop a training are told, and nothing stops.
awk 'BEGIN { for (i = 0; i < 40; i++) print i % 2 "," (i < 3 ? "..." : "some words") }' >"$work/bad.csv"
"$program" data "$work/bad.csv" >"$work/out" 2>"$work/err" || complain "bad rows: exit status $?"
has "rows      37 read, 3 left out" "$work/out"
grep -q "training stops at that, unless --skip-bad-rows" "$work/err" || complain "bad rows: $(cat "$work/err")"
"$program" data "$work/bad.csv" --skip-bad-rows 2>&1 >/dev/null | grep -q "training stops" &&
    complain "--skip-bad-rows: it would not stop"
"$program" train --data "$work/bad.csv" --epochs 1 --units 4 --model simplernn >"$work/out" 2>"$work/err"
[ $? = 1 ] || complain "train with bad rows: another exit status"
grep -q "^rnntop: More than 1 % of the rows can't be used" "$work/err" ||
    complain "train with bad rows: $(cat "$work/err")"

# train says the same before it trains, in lines that fit, broken between words.
for table in case.csv long_question.csv; do
    "$program" train --data "$tables/$table" --epochs 1 --units 4 --model simplernn --save "$work/m.st" \
        >"$work/out" 2>"$work/err" || complain "train $table: exit status $?"
    has "Read as CSV, UTF-8, label: " "$work/out"
    wide=$(sed -e '1d' -e '/^First text/,$d' "$work/out" | LC_ALL=C.UTF-8 awk 'length($0) > 79')
    [ -z "$wide" ] || complain "train $table: too wide: $wide"
done

# Labels that stand in a file of their own are in no column.
"$program" data "$tables/pairs" >"$work/out" 2>"$work/err" || complain "pairs: exit status $?"
grep -q -e "--label-column" "$work/out" && complain "pairs have columns: $(cat "$work/out")"

# Where nothing can be written.
if [ -c /dev/full ]; then
    "$program" data "$tables/case.csv" >/dev/full 2>"$work/err"
    [ $? = 1 ] || complain "/dev/full: another exit status"
    has "rnntop: Standard output can't be written" "$work/err"
fi
exit $failed
