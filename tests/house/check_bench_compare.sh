#!/bin/sh
# What make bench-compare says of two files of results.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tool=${top_srcdir:-$(dirname -- "$0")/../..}/tests/bench/compare.sh
status=0

complain() {
    echo "$1" >&2
    status=1
}

# results FILE COMMIT LINE...: a file of results.
results() {
    file=$work/$1
    printf '# commit\t%s\n# date\t2026\n' "$2" >"$file"
    printf 'name\tunit\tmedian\tleast\tquarter\tthree quarters\tgreatest\tcount\n' >>"$file"
    shift 2
    printf '%b\n' "$@" >>"$file"
}

results before abc 'step\tms\t10\t8\t9\t11\t20\t50' 'evaluation\trows/s\t100\t90\t95\t105\t110\t9' \
    'gone\tms\t1\t1\t1\t1\t1\t1'
results after def 'step\tms\t5\t4\t4.5\t6\t30\t50' 'evaluation\trows/s\t103\t90\t96\t106\t110\t9' \
    'new\tms\t1\t1\t1\t1\t1\t1'
"$tool" "$work/before" "$work/after" >"$work/said"
grep -Eq '^step +10 +5 +0\.500\* ms$' "$work/said" || complain 'a step in half the time is not marked'
grep -Eq '^evaluation +100 +103 +1\.030  rows/s$' "$work/said" || complain 'noise is marked, or missing'
grep -q '^before commit: abc$' "$work/said" || complain 'the commit is not named'
sed -n '/^only before:/,/^$/p' "$work/said" | grep -qx '  gone' || complain 'a lost figure is not named'
sed -n '/^only after:/,/^$/p' "$work/said" | grep -qx '  new' || complain 'a new figure is not named'
echo nothing >"$work/other"
if "$tool" "$work/before" "$work/other" >"$work/said" 2>&1; then
    complain 'a file without results is taken'
fi
grep -q "$work/other holds no results" "$work/said" || complain 'a file without results is not named'
[ "$status" -eq 0 ] || cat "$work/said" >&2
exit "$status"
