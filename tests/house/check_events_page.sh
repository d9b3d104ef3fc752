#!/bin/sh
# Holds rnntop-events(5) against the code: every name that the written form has is there, and none
# that it has not; and the page is well-formed.
set -eu
LC_ALL=C
export LC_ALL
top=${top_srcdir:-.}
page=${1:-$top/man/rnntop-events.5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

complain() {
    printf '%s\n' "$*"
    failed=1
}

names_of_page() {
    sed -n 's/^\.\(It \)\{0,1\}Li \([a-z_0-9]*\).*/\2/p' "$page" | sort -u
}

# Names in quotes: kinds, members, words.
names_of() {
    grep -ohE '"[a-z_0-9]+"' "$@" | tr -d '"' | sort -u
}

names_of_page >"$work/page"
names_of "$top/src/store/event_rows.c" "$top/src/store/event_write.c" \
    "$top/src/store/event_judgement.c" "$top/src/store/event_reading.c" \
    "$top/src/spec/text_reading.c" "$top/src/store/line_writer.c" "$top/include/rnntop/run/finding.h" |
    grep -vxE "true|false|null" >"$work/code"
names_of "$top/src/store/event_read.c" "$top/src/report/json_lines.c" >"$work/also"
# Of another section's words, and of the figures that callbacks look at.
names_of "$top/src/spec/callbacks_spec.c" >>"$work/also"
[ "$(wc -l <"$work/code")" -ge 60 ] || complain "only these names in the code: $(cat "$work/code")"
comm -23 "$work/code" "$work/page" >"$work/missing"
while read -r name; do
    complain "lines of events have $name, and the page does not"
done <"$work/missing"
sort -u "$work/code" "$work/also" >"$work/known"
# The example's own function.
comm -23 "$work/page" "$work/known" | grep -vx tell >"$work/extra" || :
while read -r name; do
    complain "the page has $name, and no line of events does"
done <"$work/extra"

# The version that the page tells of.
version=$(sed -n 's/^#define EVENT_JSON_VERSION *\([0-9]*\).*/\1/p' "$top/include/rnntop/store/event_json.h")
grep -A 1 '^\.Li version$' "$page" | grep -qx "is $version, and" ||
    complain "the code has version $version, and the page does not say so"

if command -v mandoc >/dev/null 2>&1; then
    mandoc -T lint -W style "$page" 2>&1 |
        grep -v -e 'mandoc.db' -e 'referenced manual not found' >"$work/lint" || :
    [ ! -s "$work/lint" ] || complain "$(cat "$work/lint")"
else
    printf 'mandoc is not here: the form of the page was not checked\n'
fi

# Could it fail? With a member renamed and another version it must.
if [ $# -eq 0 ]; then
    sed -e 's/^\.Li train_clock$/.Li train_watch/' -e 's/^is 1, and$/is 9, and/' "$page" >"$work/broken.5"
    broken=$("$0" "$work/broken.5" || :)
    for needed in 'events have train_clock' 'page has train_watch' 'has version 1'; do
        case $broken in
        *"$needed"*) ;;
        *) complain "a broken page passed; it should have said: $needed" ;;
        esac
    done
fi
exit $failed
