#!/bin/sh
# Options, keys and files that README.md, HACKING.md, NEWS.md and RESULTS.md name must exist.
# shellcheck disable=SC2016 # the backticks are Markdown's
set -eu
LC_ALL=C
export LC_ALL
top=${top_srcdir:-.}
. "$top/tests/house/documents.sh"

# Options of other programs, and of configure, that these documents may name.
foreign='enable-werror enable-sanitize prefix without-completions with-bash-completion-dir without-curl'

for document in README.md HACKING.md NEWS.md tests/bench/RESULTS.md; do
    [ -s "$top/$document" ] || complain "$document is missing or empty"
    grep -oE -e '(^|[^-a-z])--[a-z][a-z0-9-]*' "$top/$document" | sed 's/.*--//' | sort -u >"$work/said" || :
    for option in $(only_in "$work/said" "$work/options"); do
        case " $foreign " in
            *" $option "*) ;;
            *) complain "$document names --$option, and --help does not" ;;
        esac
    done
    # `src/nn/model.c`: a path in backticks below a folder of the project.
    grep -oE '`(src|include|tests|man|data)/[A-Za-z0-9_./-]*`' "$top/$document" | tr -d '`' |
        sort -u >"$work/paths" || :
    while read -r path; do
        [ -e "$top/$path" ] || complain "$document names $path, and there is no such file"
    done <"$work/paths"
done

# The README's table of keys: | `Space` `p` | ... |
awk -F '|' '/^## Keys/ { on = 1; next } /^## / { on = 0 } on && NF > 2 { print $2; print $4 }' \
    "$top/README.md" | grep -oE '`[^`]+`' | tr -d '`' | sort -u >"$work/readme-keys" || :
[ "$(wc -l <"$work/readme-keys")" -ge 10 ] || complain "README.md has no table of keys"
for key in $(only_in "$work/readme-keys" "$work/keys"); do
    complain "README.md names the key $key, and the key table does not"
done
for key in $(only_in "$work/keys" "$work/readme-keys"); do
    complain "the key table has $key, and README.md's table does not"
done

# The version stands in one place; the news must have come to it.
version=$("${top_builddir:-.}/rnntop" --version | sed -n '1s/^rnntop *//p')
grep -q "^## $version" "$top/NEWS.md" || complain "NEWS.md has no heading for version $version"
exit $failed
