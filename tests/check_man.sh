#!/bin/sh
# Holds the manual page against the program: every option of --help and every key of the table is
# there, and none that is not; and the page is well-formed.
set -eu
LC_ALL=C
export LC_ALL
. "${top_srcdir:-.}/tests/documents.sh"
page=${1:-${top_srcdir:-.}/man/rnntop.1}

# Lines of a section, from its .Sh to the next.
section() {
    awk -v want="$1" '/^\.Sh / { inside = substr($0, 5) == want; next } inside' "$page"
}

# Options have entries of their own: ".It Fl -name Ar value".
section OPTIONS | sed -n 's/^\.It Fl -\([a-z-]*\).*/\1/p' | sort >"$work/man-options"
for option in $(only_in "$work/options" "$work/man-options"); do
    complain "--help names --$option, and the section OPTIONS has no entry for it"
done
for option in $(only_in "$work/man-options" "$work/options"); do
    complain "the section OPTIONS has an entry --$option, and --help does not name it"
done
# And wherever else one is mentioned (".Fl -name", also within a line), it must exist.
grep -oE 'Fl -[a-z][a-z-]*' "$page" | sed 's/^Fl -//' | sort -u >"$work/mentioned"
for option in $(only_in "$work/mentioned" "$work/options"); do
    complain "the page mentions --$option, and --help does not name it"
done

# Defaults: where --help says (default: X) with a single word, the page says the same.
"${top_builddir:-.}/rnntop" --help | sed -nE \
    's/^ *--([a-z-]+).*[(\[]default:? ([^ )]+)[])].*/\1 \2/p' >"$work/defaults"
while read -r option preset; do
    section OPTIONS | awk -v it=".It Fl -$option" \
        'index($0, ".It ") == 1 { inside = index($0 " ", it " ") == 1 } inside' >"$work/entry"
    grep -qwF -e "$preset" "$work/entry" ||
        complain "the default of --$option is $preset, and its entry does not say so"
done <"$work/defaults"

# Keys: ".It Ic Space , p" or ".It Ic \&.".
section KEYS | grep -E '^\.(It )?Ic ' | sed -E 's/^\.(It )?Ic //; s/\\&//g; s/ ,( |$)/ /g' |
    tr -s ' ' '\n' | sed '/^$/d' | sort -u >"$work/man-keys"
for key in $(only_in "$work/keys" "$work/man-keys"); do
    complain "the key table has $key, and the section KEYS does not"
done
for key in $(only_in "$work/man-keys" "$work/keys"); do
    case $key in
        d | Enter | Ctrl-Z | fg) ;; # the quit prompt's, the terminal's, the shell's
        *) complain "the section KEYS has $key, and the key table does not" ;;
    esac
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
    sed -e 's/^\.It Fl -units /.It Fl -unitz /' -e 's/^\.It Ic o$/.It Ic O/' "$page" >"$work/broken.1"
    broken=$("$0" "$work/broken.1" || :)
    for needed in 'names --units' 'entry --unitz' 'table has o,' 'KEYS has O,'; do
        case $broken in
            *"$needed"*) ;;
            *) complain "a broken page passed; it should have said: $needed" ;;
        esac
    done
fi
exit $failed
