# Read by check_man.sh and check_docs.sh: what the program itself says of its options and keys.
# shellcheck shell=sh disable=SC2034

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0 # for the script that reads this: its exit status

complain() {
    printf '%s\n' "$*"
    failed=1
}

# The help of every command.
program_help() {
    "${top_builddir:-.}/rnntop" --help
    "${top_builddir:-.}/rnntop" --help | sed -n 's/^       rnntop \([a-z]*\) .*/\1/p' |
        while read -r command; do
            "${top_builddir:-.}/rnntop" "$command" --help
        done
}

# Its long options, without dashes, one a line.
program_options() {
    program_help | grep -oE -e '--[a-z][a-z0-9-]*' | sed 's/^--//' | sort -u
}

# The keys that do something, by name, one a line.
program_keys() {
    "${top_builddir:-.}/tests/house/print_keys" | cut -f 1 | sort -u
}

# only_in A B: lines of file A that file B lacks.
only_in() {
    comm -23 "$1" "$2"
}

"${top_builddir:-.}/rnntop" --version >/dev/null || {
    echo "the program does not run, so nothing can be held against it"
    exit 1
}
program_options >"$work/options"
program_keys >"$work/keys"
[ "$(wc -l <"$work/options")" -ge 20 ] || complain "only these options in --help: $(cat "$work/options")"
[ "$(wc -l <"$work/keys")" -ge 20 ] || complain "only these keys in the table: $(cat "$work/keys")"
