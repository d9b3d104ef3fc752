#!/bin/sh
# compare.sh BEFORE AFTER: two files of benchmarks' results, figure by figure: the median of each, and
# their ratio. A ratio with a star is more than noise: each median lies outside the middle half of the
# other's values. Figures that only one file has are named at the end.
set -eu
if [ $# -ne 2 ]; then
    echo 'usage: compare.sh BEFORE AFTER' >&2
    exit 2
fi
for file; do
    if ! head -n 20 "$file" | grep -q '^name	unit	median'; then
        echo "compare.sh: $file holds no results of make bench." >&2
        exit 1
    fi
done
awk -F '\t' '
    FNR == 1 { file++ }
    /^#/ { if ($1 != "# date") printf "%s %s: %s\n", file == 1 ? "before" : "after ", substr($1, 3), $2; next }
    $1 == "name" { next }
    file == 1 { median[$1] = $3; low[$1] = $5; high[$1] = $6; next }
    !($1 in median) { only_after = only_after "\n  " $1; next }
    {
        seen[$1] = 1
        beyond = ($3 < low[$1] || $3 > high[$1]) && (median[$1] < $5 || median[$1] > $6)
        if (!title++)
            printf "\n%-52s %10s %10s %8s\n", "", "before", "after", "ratio"
        printf "%-52s %10.4g %10.4g %8.3f%s %s\n", $1, median[$1], $3, median[$1] ? $3 / median[$1] : 0, \
            beyond ? "*" : " ", $2
    }
    END {
        for (name in median)
            if (!(name in seen))
                only_before = only_before "\n  " name
        if (only_before != "")
            print "\nonly before:" only_before
        if (only_after != "")
            print "\nonly after:" only_after
    }
' "$1" "$2"
