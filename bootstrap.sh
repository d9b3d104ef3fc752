#!/bin/sh
# From a clean clone to a running rnntop: installs what is missing, builds in ./build, and then runs
# the program or its tests. Calling it again costs nothing when nothing has changed.
set -eu

usage='Usage: ./bootstrap.sh run [ARGUMENT]...    build, then start rnntop with the arguments
       ./bootstrap.sh check [ARGUMENT]...  build, then run the tests: make check ARGUMENT...
       ./bootstrap.sh check-long [ARGUMENT]...
                                           build, then run what takes minutes: make check-long
       ./bootstrap.sh build [ARGUMENT]...  build only: make ARGUMENT...

It builds in ./build. What is missing it installs, after it has said what: as root or through sudo
with apt-get (Debian, Ubuntu), dnf (Fedora), pacman (Arch) or apk (Alpine), on macOS with Homebrew.
Elsewhere it names what is missing and goes on if it can.'

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

# Whether somebody sits there who could type a password.
person=no
if [ -t 0 ] && [ -t 2 ]; then
    person=yes
fi

# What is needed for build or for check, how it is looked for, and the package that brings it on each
# system; "-": none is asked for. Arch's mandoc would have to take man-db's place, and macOS has one.
needs() {
    cat <<'TABLE'
#     look    for          apt-get               dnf                 pacman       apk           brew
build command cc           build-essential       gcc                 gcc          build-base    -
build command make         build-essential       make                make         build-base    -
build command autoconf     autoconf              autoconf            autoconf     autoconf      autoconf
build command automake     automake              automake            automake     automake      automake
build command pkg-config   pkg-config            pkgconf-pkg-config  pkgconf      pkgconf       pkgconf
build library ncursesw     libncurses-dev        ncurses-devel       ncurses      ncurses-dev   ncurses
build library openblas     libopenblas-dev       openblas-devel      openblas     openblas-dev  openblas
build library libzip       libzip-dev            libzip-devel        libzip       libzip-dev    libzip
build library jansson      libjansson-dev        jansson-devel       jansson      jansson-dev   jansson
build library libutf8proc  libutf8proc-dev       utf8proc-devel      libutf8proc  utf8proc-dev  utf8proc
build library libcurl      libcurl4-openssl-dev  libcurl-devel       curl         curl-dev      curl
build library libcrypto    libssl-dev            openssl-devel       openssl      openssl-dev   openssl@3
build file    certificates ca-certificates       ca-certificates     ca-certificates ca-certificates -
check library cmocka       libcmocka-dev         libcmocka-devel     cmocka       cmocka-dev    cmocka
check command tmux         tmux                  tmux                tmux         tmux          tmux
check command mandoc       mandoc                mandoc              -            mandoc        -
TABLE
}

# What installs packages here, as the table calls it; nothing where that is unknown.
find_manager() {
    manager=
    if [ "$(uname -s)" = Darwin ]; then
        ! have brew || manager=brew
        return 0
    fi
    for manager in apt-get dnf pacman apk; do
        ! have "$manager" || return 0
    done
    manager=
}

# macOS has libraries of these names already, so Homebrew hides its own from pkg-config.
show_kegs() {
    kegs=$(brew --prefix)/opt
    for keg in ncurses openblas openssl@3 curl; do
        PKG_CONFIG_PATH=$kegs/$keg/lib/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
    done
    export PKG_CONFIG_PATH
}

is_there() {
    case $1 in
        command) have "$2" ;;
        library) have pkg-config && pkg-config --exists "$2" ;;
        # What a download is checked against; where it lies is each system's own affair.
        file) [ -e /etc/ssl/certs/ca-certificates.crt ] || [ -e /etc/pki/tls/certs/ca-bundle.crt ] ||
            [ -e /etc/ssl/cert.pem ] ;;
    esac
}

# find_missing PURPOSE: the packages for what it needs and is not there; what came by other means is
# not asked for again. Where nobody knows the system, the names are Debian's.
find_missing() {
    missing=
    while read -r purpose how need apt_get dnf pacman apk brew; do
        [ "$purpose" = build ] || [ "$purpose" = "$1" ] || continue
        ! is_there "$how" "$need" || continue
        case $manager in
            dnf) package=$dnf ;;
            pacman) package=$pacman ;;
            apk) package=$apk ;;
            brew) package=$brew ;;
            *) package=$apt_get ;;
        esac
        case " $missing - " in
            *" $package "*) ;;
            *) missing="$missing $package" ;;
        esac
    done <<NEEDS
$(needs)
NEEDS
    missing=${missing# }
}

# Root needs nobody.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif have sudo; then
        if [ $person = yes ]; then sudo "$@"; else sudo -n "$@"; fi
    else
        if [ $person = yes ]; then doas "$@"; else doas -n "$@"; fi
    fi
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
        -o Acquire::Retries=3 "$@"
}

# None of these asks back. pacman takes its lists as they are: new ones for a few packages would leave
# an Arch half updated.
install_packages() {
    case $manager in
        apt-get)
            apt_get update || say "apt-get update failed; trying with the lists that are there"
            apt_get install --no-install-recommends "$@"
            ;;
        dnf) as_root dnf -y install "$@" ;;
        pacman) as_root pacman -S --needed --noconfirm "$@" ;;
        apk) as_root apk add --no-cache "$@" ;;
        brew) NONINTERACTIVE=1 brew install "$@" ;;
    esac
}

install_missing() {
    find_manager
    if [ "$manager" = brew ]; then
        show_kegs
        xcode-select -p >/dev/null 2>&1 || say "the compiler is missing: xcode-select --install"
    fi
    find_missing "$1"
    [ -n "$missing" ] || return 0
    if [ -z "$manager" ]; then
        say "no package manager that is known here; these Debian packages, or what they are called" \
            "here, seem to be missing: $missing"
        return 0
    fi
    if [ "$manager" != brew ] && [ "$(id -u)" -ne 0 ] && ! have sudo && ! have doas; then
        say "not root, and there is no sudo; please install: $missing"
        return 0
    fi
    say "installing $missing"
    # shellcheck disable=SC2086 # a list of names
    install_packages $missing </dev/null >&2 ||
        say "$manager could not install them; please install: $missing"
}

jobs() {
    nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1
}

# build PURPOSE [ARGUMENT OF MAKE]...
# Everything that is said goes to stderr, so that `./bootstrap.sh run train --json | ...` is clean.
build() {
    needed=$1
    shift
    cd "$home"
    if [ ! -e configure ] || [ ! -e Makefile.in ]; then
        have autoreconf || die "autoreconf is missing: install the packages named above"
        say "generating configure"
        autoreconf -fi || die "autoreconf failed"
    fi
    { mkdir -p build && cd build; } || die "cannot make the folder ./build"
    # A build that was configured before cmocka was there has no tests.
    if [ ! -e Makefile ] || { [ "$needed" = check ] && ! grep -q '^CMOCKA_LIBS = .' Makefile; }; then
        ../configure || die "configure failed: its last lines say what is missing"
    fi
    make -s -j"$(jobs)" "$@" || die "the build failed"
}

# check TARGET [ARGUMENT OF MAKE]...: tests, and what they came to.
check() {
    target=$1
    shift
    cd "$home/build"
    # Tests use several threads each: more than a few at once would only starve one another.
    at_once=$(jobs)
    [ "$at_once" -le 4 ] || at_once=4
    find . -name '*.trs' -exec rm -f {} +
    status=0
    make -k -s -j"$at_once" "$target" "$@" </dev/null || status=$?
    printf '\n'
    (cd "$home" && tests/summary.sh build) || exit 1
    [ "$status" -eq 0 ] || die "make $target failed, though no test did"
}

command=${1-}
case $command in
    run | build) purpose=build ;;
    check | check-long) purpose=check ;;
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

install_missing "$purpose"
case $command in
    run)
        (build "$purpose" </dev/null >&2) || exit 1
        exec "$home/build/rnntop" "$@"
        ;;
    check | check-long)
        (build "$purpose" </dev/null >&2) || exit 1
        check "$command" "$@"
        ;;
    build) build "$purpose" "$@" </dev/null >&2 ;;
esac
