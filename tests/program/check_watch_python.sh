#!/bin/sh
# The program that stands in rnntop-events(5) is run as it stands there, and rnntop watch - shows what
# it learns. Then lines that it might have written, and what watch says of files that it can't read.
set -eu
top=${top_srcdir:-$(dirname -- "$0")/../..}
program=${RNNTOP:-${top_builddir:-.}/rnntop}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

complain() {
    printf '%s\n' "$*"
    failed=1
}

printf '%s\n' '{"event":"run","run":"mine","epochs":2}' \
    '{"event":"epoch","run":"mine","epoch":1,"loss":0.6,"accuracy":0.7,"val_loss":0.65,"val_accuracy":0.66}' \
    'no event' '{"event":"of tomorrow"}' \
    '{"event":"epoch","run":"mine","epoch":2,"loss":0.5,"accuracy":0.75}' '{"event":"end","run":"mine"}' \
    >"$work/lines"
"$program" watch - <"$work/lines" >"$work/out" 2>"$work/err" || complain "watch -: exit status $?"
cat >"$work/expected" <<'TEXT'
Epoch 1 - loss: 0.6000 - accuracy: 0.7000 - val_loss: 0.6500 - val_accuracy: 0.6600
Epoch 2 - loss: 0.5000 - accuracy: 0.7500
TEXT
cmp "$work/expected" "$work/out" || complain "watch - printed: $(cat "$work/out")"
grep -q '^rnntop: Line 3 was left out\.' "$work/err" || complain "nothing of line 3: $(cat "$work/err")"
grep -q '^rnntop: The stream ended\.$' "$work/err" || complain "nothing of the end: $(cat "$work/err")"
"$program" watch "$work/lines" 2>/dev/null | cmp "$work/expected" - || complain "watch FILE printed something else"
# What it prints as JSON it reads again, and prints the same.
"$program" watch --json=steps - <"$work/lines" 2>/dev/null | grep -v '"event":"message"' >"$work/once"
"$program" watch --json=steps - <"$work/once" 2>/dev/null | grep -v '"event":"message"' >"$work/twice"
[ "$(grep -c . "$work/once")" -ge 6 ] || complain "too few lines: $(cat "$work/once")"
cmp "$work/once" "$work/twice" || complain "read again it is another: $(cat "$work/twice")"
for bad in "$work/nowhere" "$work"; do
    if "$program" watch "$bad" >"$work/out" 2>"$work/err"; then
        complain "watch $bad: exit status 0"
    elif ! grep -qF "rnntop: $bad can't be read: " "$work/err"; then
        complain "watch $bad: $(cat "$work/err")"
    fi
done

python=${PYTHON:-/usr/bin/python3}
if ! "$python" -c 'import torch' 2>/dev/null; then
    echo "PyTorch (python3-torch) is not here: the program in rnntop-events(5) was not run"
    exit $failed
fi
sed -n '/^\.\\" begin mine.py/,/^\.\\" end mine.py/{/^\./d;p;}' "$top/man/rnntop-events.5" >"$work/mine.py"
[ "$(grep -c . "$work/mine.py")" -ge 15 ] || complain "the page's program: $(cat "$work/mine.py")"
"$python" "$work/mine.py" >"$work/events" || complain "the page's program failed"
"$program" watch - <"$work/events" >"$work/out" 2>"$work/err" || complain "watch -: exit status $?"
[ "$(grep -c '^Epoch ' "$work/out")" -eq 20 ] || complain "not 20 epochs: $(cat "$work/out")"
grep -qE '^Epoch 20 - loss: 0\.[0-9]{4} - accuracy: 0\.[0-9]{4} - val_loss: 0\.[0-9]{4} - val_accuracy: 0\.[0-9]{4}$' \
    "$work/out" || complain "the last epoch: $(tail -n 1 "$work/out")"
[ "$(cat "$work/err")" = 'rnntop: The stream ended.' ] || complain "it said: $(cat "$work/err")"
exit $failed
