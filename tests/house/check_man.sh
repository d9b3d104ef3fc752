#!/bin/sh
# Holds the manual page against the program: every option of --help and every key of the table is
# there, and none that is not; and the page is well-formed.
set -eu
LC_ALL=C
export LC_ALL
. "${top_srcdir:-.}/tests/house/documents.sh"
page=${1:-${top_srcdir:-.}/man/rnntop.1}

# Lines of a section, from its .Sh to the next.
section() {
    awk -v want="$1" '/^\.Sh / { inside = substr($0, 5) == want; next } inside' "$page"
}

# Options have entries of their own: ".It Fl -name , Fl -alias Ar value".
section OPTIONS | grep '^\.It Fl -' | grep -oE 'Fl -[a-z0-9-]+' | sed 's/^Fl -//' |
    sort >"$work/man-options"
for option in $(only_in "$work/options" "$work/man-options"); do
    complain "--help names --$option, and the section OPTIONS has no entry for it"
done
for option in $(only_in "$work/man-options" "$work/options"); do
    complain "the section OPTIONS has an entry --$option, and --help does not name it"
done
# And wherever else one is mentioned (".Fl -name", also within a line), it must exist.
grep -oE 'Fl -[a-z][a-z0-9-]*' "$page" | sed 's/^Fl -//' | sort -u >"$work/mentioned"
for option in $(only_in "$work/mentioned" "$work/options"); do
    complain "the page mentions --$option, and --help does not name it"
done

# Defaults, the single word in brackets at the end of an option's help: the page says the same.
program_help | awk '
    /^ *--/ { if (text != "") print text; text = $0; next }
    /^ +/ { text = text " " $0; next }
    { if (text != "") print text; text = "" }
    END { if (text != "") print text }' |
    sed -nE 's/^ *--([a-z0-9-]+).* \(([^ ()]+)\)$/\1 \2/p' | sort -u >"$work/defaults"
[ "$(wc -l <"$work/defaults")" -ge 10 ] || complain "only these defaults: $(cat "$work/defaults")"
while read -r option preset; do
    section OPTIONS | awk -v it=".It Fl -$option" \
        'index($0, ".It ") == 1 { inside = index($0 " ", it " ") == 1 } inside' >"$work/entry"
    grep -qwF -e "$preset" "$work/entry" ||
        complain "the default of --$option is $preset, and its entry does not say so"
done <"$work/defaults"

# Every name in the JSON lines, as the code writes them, is told of.
section 'JSON OUTPUT' | sed -n 's/^\.\(It \)\{0,1\}Li \([a-z_0-9]*\).*/\2/p' | sort -u >"$work/man-json"
grep -ohE '"[a-z_0-9]+"' "${top_srcdir:-.}/src/report/json_lines.c" | tr -d '"' | sort -u >"$work/json"
[ "$(wc -l <"$work/json")" -ge 15 ] || complain "only these names in JSON: $(cat "$work/json")"
for name in $(only_in "$work/json" "$work/man-json"); do
    complain "JSON lines have $name, and the section JSON OUTPUT does not"
done
for name in $(only_in "$work/man-json" "$work/json"); do
    grep -qF "\"$name\"" "${top_srcdir:-.}/src/cmd_eval.c" "${top_srcdir:-.}/src/cmd_predict.c" ||
        complain "the section JSON OUTPUT has $name, and no JSON line does"
done

# Keys: ".It Ic Space , p" or ".It Ic \&.".
section KEYS | grep -E '^\.(It )?Ic ' | sed -E 's/^\.(It )?Ic //; s/\\&//g; s/ ,( |$)/ /g' |
    tr -s ' ' '\n' | sed '/^$/d' | sort -u >"$work/man-keys"
for key in $(only_in "$work/keys" "$work/man-keys"); do
    complain "the key table has $key, and the section KEYS does not"
done
for key in $(only_in "$work/man-keys" "$work/keys"); do
    case $key in
        d | Enter | / | Ctrl-F | Ctrl-U | Ctrl-Z | fg) ;; # the quit prompt's, the form's, the terminal's, the shell's
        *) complain "the section KEYS has $key, and the key table does not" ;;
    esac
done

# What the program looks up in its environment.
section ENVIRONMENT | sed -n 's/^\.It Ev //p' | tr -d ' ' | tr ',' '\n' | sort -u >"$work/man-env"
grep -rohE '"(RNNTOP|XDG|KERAS|NO_|COLOR|TERM|HOME)[A-Z_]*"' "${top_srcdir:-.}/src" | tr -d '"' |
    sort -u >"$work/env"
[ "$(wc -l <"$work/env")" -ge 8 ] || complain "only these variables: $(cat "$work/env")"
for name in $(only_in "$work/env" "$work/man-env"); do
    complain "the program reads \$$name, and the section ENVIRONMENT does not say so"
done

# mandoc judges the form. Which other manuals this machine has is not the page's fault.
if command -v mandoc >/dev/null 2>&1; then
    mandoc -T lint -W style "$page" 2>&1 |
        grep -v -e 'mandoc.db' -e 'referenced manual not found' >"$work/lint" || :
    [ ! -s "$work/lint" ] || complain "$(cat "$work/lint")"
else
    printf 'mandoc is not here: the form of the page was not checked\n'
fi

# Could it fail? With an entry renamed and a key taken away it must.
if [ $# -eq 0 ]; then
    sed -e 's/^\.It Fl -units /.It Fl -unitz /' -e 's/^\.It Ic o$/.It Ic O/' \
        -e 's/, Fl -lr /, Fl -rl /' "$page" >"$work/broken.1"
    broken=$("$0" "$work/broken.1" || :)
    for needed in 'names --units' 'entry --unitz' 'names --lr' 'entry --rl' 'table has o,' 'KEYS has O,'; do
        case $broken in
            *"$needed"*) ;;
            *) complain "a broken page passed; it should have said: $needed" ;;
        esac
    done
fi
exit $failed
