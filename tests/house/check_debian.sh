#!/bin/sh
# What debian/ repeats from elsewhere must be what stands there: the version, the libraries, the
# licence, the names of files and tests. That a package comes of it is for a Debian machine to prove.
set -eu
LC_ALL=C
export LC_ALL
top=${top_srcdir:-$(dirname -- "$0")/../..}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

complain() {
    printf '%s\n' "$*"
    failed=1
}

# The version, and that it is news.
version=$(sed -n 's/^AC_INIT(\[rnntop\], \[\([^]]*\)\].*/\1/p' "$top/configure.ac")
packaged=$(sed -n '1s/^rnntop (\(.*\)-[^-]*) .*/\1/p' "$top/debian/changelog")
[ -n "$version" ] || complain 'configure.ac tells no version'
[ "$version" = "$packaged" ] || complain "debian/changelog is at $packaged, configure.ac at $version"
if command -v dpkg-parsechangelog >/dev/null 2>&1; then
    dpkg-parsechangelog -l "$top/debian/changelog" >/dev/null 2>"$work/err" || :
    [ ! -s "$work/err" ] || complain "debian/changelog: $(cat "$work/err")"
fi

# The libraries that bootstrap.sh installs are those that the package is built with.
awk '/^(build|check) +library / { print $4 }' "$top/bootstrap.sh" | sort >"$work/bootstrap"
awk '/^Build-Depends:/ { on = 1; next } /^[^ ]/ { on = 0 } on { gsub(",", ""); print $1 }' \
    "$top/debian/control" | grep '^lib' | sort >"$work/control"
[ "$(wc -l <"$work/bootstrap")" -ge 6 ] || complain "only these libraries: $(cat "$work/bootstrap")"
for name in $(comm -23 "$work/bootstrap" "$work/control"); do
    complain "bootstrap.sh names $name, and debian/control does not"
done
for name in $(comm -13 "$work/bootstrap" "$work/control"); do
    complain "debian/control names $name, and bootstrap.sh does not"
done

# The licence, word by word. In debian/copyright its text follows the second "License: Expat", and
# each of its lines begins with a blank.
one_line() {
    tr -s ' \n' ' ' | sed -e 's/^ //' -e 's/ $//'
}
sed '1,/^Copyright/d' "$top/LICENSE" | one_line >"$work/licence"
sed '1,/^License: Expat$/d' "$top/debian/copyright" |
    sed -e '1,/^License: Expat$/d' -e 's/^ //' -e 's/^\.$//' | one_line >"$work/copyright"
[ "$(wc -w <"$work/licence")" -ge 100 ] || complain "LICENSE is this only: $(cat "$work/licence")"
cmp -s "$work/licence" "$work/copyright" ||
    complain "debian/copyright and LICENSE differ: $(cat "$work/copyright")"
holder=$(sed -n 's/^Copyright (c) //p' "$top/LICENSE")
grep -qxF "Copyright: $holder" "$top/debian/copyright" || complain "debian/copyright lacks: $holder"

# What is named must exist.
checks=$(sed -n '/^checks = /,/[^\\]$/p' "$top/debian/rules" | tr -s '\\ \t' '\n' | grep '^tests/')
[ -n "$checks" ] || complain 'debian/rules names no tests'
for name in $checks $(cat "$top/debian/rnntop.docs"); do
    [ -e "$top/$name" ] || [ -e "$top/$name.c" ] || complain "debian/ names $name, which is not there"
done
[ -x "$top/debian/rules" ] || complain 'debian/rules is no program'
exit $failed
