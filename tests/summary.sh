#!/bin/sh
# summary.sh BUILD: what the last `make check` in a build folder came to: the end of each failed
# test's log, the reason of each skipped one, and as its last line the sum. Exit status 0 when
# something ran and nothing failed.
set -eu

cd -- "$1"
find tests -name '*.trs' | sort | {
    passed=0 failed=0 skipped=0
    while read -r trs; do
        name=${trs%.trs}
        case $(sed -n 's/^:test-result: *\([A-Z]*\).*/\1/p' "$trs" | head -n 1) in
            PASS | XFAIL) passed=$((passed + 1)) ;;
            SKIP)
                skipped=$((skipped + 1))
                printf 'skipped: %s: %s\n' "$name" "$(grep -v '^SKIP ' "$name.log" | tail -n 1)"
                ;;
            *)
                failed=$((failed + 1))
                printf 'FAILED: %s; the end of %s/%s.log:\n' "$name" "$1" "$name"
                tail -n 60 "$name.log" | sed 's/^/    /'
                ;;
        esac
    done
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
