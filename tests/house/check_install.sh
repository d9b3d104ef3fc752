#!/bin/sh
# What `make install` puts down must work from there: in an empty prefix, called from another folder,
# with an empty home and nothing in the environment. What `make uninstall` leaves is nothing.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
build=${top_builddir:-$PWD}
mkdir "$work/root" "$work/home" "$work/elsewhere"

fail() {
    printf '%s\n' "$*"
    exit 1
}

# A make of its own: the one that runs the tests must not hand it its jobs and variables.
unset MAKEFLAGS MFLAGS MAKELEVEL
${MAKE:-make} -C "$build" -s install DESTDIR="$work/root" prefix=/there >"$work/log" 2>&1 ||
    fail "make install failed: $(cat "$work/log")"

program=$work/root/there/bin/rnntop
[ -x "$program" ] || fail "no program at $program; there is: $(cd "$work/root" && find . -type f)"
manual=$(find "$work/root" -name rnntop.1)
[ -n "$manual" ] || fail "no manual page; there is: $(cd "$work/root" && find . -type f)"
cmp "$manual" "${top_srcdir:-.}/man/rnntop.1" || fail "the manual page is not the one of the source"
cmp "$work/root/there/share/man/man5/rnntop-events.5" "${top_srcdir:-.}/man/rnntop-events.5" ||
    fail "rnntop-events(5) is not there, or not the one of the source"
# Nothing that only its builder could read.
odd=$(find "$work/root" -type f ! -perm -444)
[ -z "$odd" ] || fail "unreadable: $odd"

# completions FILE: installed below datadir, unless configure was told another place, or none at all.
completions() {
    # shellcheck disable=SC2016 # make's variable
    if [ -e "$build/data/completions/rnntop" ] &&
        grep -qx -e '[A-Z]*_COMPLETION_DIR = ${datadir}/'"${1%/*}" "$build/Makefile"; then
        cmp "$work/root/there/share/$1" "$build/data/completions/${1##*/}" ||
            fail "no completions as $1; there is: $(cd "$work/root" && find . -type f)"
    else
        echo "configured without completions as $1"
    fi
}
completions bash-completion/completions/rnntop
completions zsh/site-functions/_rnntop
completions fish/vendor_completions.d/rnntop.fish

cd "$work/elsewhere"
installed() {
    env -i PATH="$PATH" HOME="$work/home" "$program" "$@" </dev/null
}
version=$(installed --version) || fail "--version: exit status $?"
version=${version%%
*} # its first line
case $version in
    "rnntop "[0-9]*.[0-9]*) ;;
    *) fail "--version says: $version" ;;
esac
installed --help >"$work/help" || fail "--help: exit status $?"
for word in train eval --data --model --help; do
    grep -qe "$word" "$work/help" || fail "--help does not name $word: $(cat "$work/help")"
done
left=$(find "$work/home" "$work/elsewhere" -mindepth 1)
[ -z "$left" ] || fail "--version and --help left files behind: $left"

${MAKE:-make} -C "$build" -s uninstall DESTDIR="$work/root" prefix=/there >"$work/log" 2>&1 ||
    fail "make uninstall failed: $(cat "$work/log")"
left=$(find "$work/root" ! -type d)
[ -z "$left" ] || fail "make uninstall left: $left"
