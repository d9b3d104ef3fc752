#!/bin/sh
# From a clean clone to a running rnntop: installs what is missing, builds in ./build, and then runs
# the program or its tests. Calling it again costs nothing when nothing has changed.
set -eu

usage='Usage: ./bootstrap.sh run [ARGUMENT]...    build, then start rnntop with the arguments
       ./bootstrap.sh check [ARGUMENT]...  build, then run all tests, or make check ARGUMENT...
       ./bootstrap.sh build [ARGUMENT]...  build only: make ARGUMENT...

It builds in ./build. On Debian and its relatives it installs missing packages with apt-get, as
root or through sudo, and says which; elsewhere it names them and goes on if it can.'

home=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

say() {
    printf 'bootstrap: %s\n' "$*" >&2
}

die() {
    say "$@"
    exit 1
}

have() {
    command -v "$1" >/dev/null 2>&1
}

# The missing packages, by their Debian names. What is there by other means is not asked for again.
missing=
need_command() {
    have "$1" || missing="$missing $2"
}
need_library() {
    { have pkg-config && pkg-config --exists "$1"; } || missing="$missing $2"
}

find_missing() {
    missing=
    { have cc && have make; } || missing="$missing build-essential"
    need_command autoconf autoconf
    need_command automake automake
    need_command pkg-config pkg-config
    need_library ncursesw libncurses-dev
    need_library openblas libopenblas-dev
    need_library libzip libzip-dev
    need_library jansson libjansson-dev
    need_library libutf8proc libutf8proc-dev
    if [ "$1" = check ]; then
        need_library cmocka libcmocka-dev
        need_command tmux tmux
        need_command mandoc mandoc
    fi
    missing=${missing# }
}

# Root needs nobody; sudo may ask for a password only where somebody sits who could type it.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif [ -t 0 ] && [ -t 2 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
        -o Acquire::Retries=3 "$@" </dev/null >&2
}

install_missing() {
    find_missing "$1"
    [ -n "$missing" ] || return 0
    if ! have apt-get; then
        say "not a Debian system; these Debian packages, or what they are called here, seem to be" \
            "missing: $missing"
        return 0
    fi
    if [ "$(id -u)" -ne 0 ] && ! have sudo; then
        say "not root, and there is no sudo; please install: $missing"
        return 0
    fi
    say "installing $missing"
    apt_get update || say "apt-get update failed; trying with the lists that are there"
    # shellcheck disable=SC2086 # a list of names
    apt_get install --no-install-recommends $missing ||
        say "apt-get could not install them; please install: $missing"
}

jobs() {
    nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1
}

# build COMMAND [ARGUMENT OF MAKE]...
# Everything that is said goes to stderr, so that `./bootstrap.sh run train --json | ...` is clean.
build() {
    command=$1
    shift
    cd "$home"
    if [ ! -e configure ] || [ ! -e Makefile.in ]; then
        have autoreconf || die "autoreconf is missing: install the packages named above"
        say "generating configure"
        autoreconf -fi || die "autoreconf failed"
    fi
    { mkdir -p build && cd build; } || die "cannot make the folder ./build"
    # A build that was configured before cmocka was there has no tests.
    if [ ! -e Makefile ] || { [ "$command" = check ] && ! grep -q '^CMOCKA_LIBS = .' Makefile; }; then
        ../configure || die "configure failed: its last lines say what is missing"
    fi
    make -s -j"$(jobs)" "$@" || die "the build failed"
}

check() {
    cd "$home/build"
    # Tests use several threads each: more than a few at once would only starve one another.
    at_once=$(jobs)
    [ "$at_once" -le 4 ] || at_once=4
    find . -name '*.trs' -exec rm -f {} +
    status=0
    make -k -s -j"$at_once" check "$@" </dev/null || status=$?
    printf '\n'
    (cd "$home" && tests/summary.sh build) || exit 1
    [ "$status" -eq 0 ] || die "make check failed, though no test did"
}

command=${1-}
case $command in
    run | check | build) ;;
    -h | --help | help)
        printf '%s\n' "$usage"
        exit 0
        ;;
    *)
        printf '%s\n' "$usage" >&2
        exit 2
        ;;
esac
shift

install_missing "$command"
case $command in
    run)
        (build run </dev/null >&2) || exit 1
        exec "$home/build/rnntop" "$@"
        ;;
    check)
        (build check </dev/null >&2) || exit 1
        check "$@"
        ;;
    build) build build "$@" </dev/null >&2 ;;
esac
