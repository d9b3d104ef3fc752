#!/bin/sh
# What bootstrap.sh would install on each system, and how; on machines that are made up: a PATH with
# nothing in it but what a machine is said to have, and package managers that only write down how
# they were called. A manager that is called "brings" all, so that each machine must get to run.
set -eu
LC_ALL=C
export LC_ALL
top=$(cd "${top_srcdir:-$(dirname -- "$0")/../..}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset DEBIAN_FRONTEND NONINTERACTIVE PKG_CONFIG_PATH MANAGER_FAILS CDPATH
failed=0

complain() {
    printf '%s\n' "$*"
    failed=1
}

# Everything below is within $work: the machine's programs, its libraries, and a copy of the tree.
export MACHINE="$work/bin" BRINGS="$work/brings" LIBRARIES="$work/libraries" CALLS="$work/calls"
mkdir "$BRINGS" "$work/managers"
all_libraries='ncursesw openblas libzip jansson libutf8proc libcurl libcrypto cmocka'
all_commands='cc make autoconf automake pkg-config tmux mandoc'

for name in cc autoconf automake tmux mandoc; do
    printf '#!/bin/sh\n' >"$BRINGS/$name"
done
cat >"$BRINGS/pkg-config" <<'SH'
#!/bin/sh
[ "$1" = --exists ] || exit 99
grep -qx -e "$2" "$LIBRARIES"
SH
# Builds a program that shows what it was given.
cat >"$BRINGS/make" <<'SH'
#!/bin/sh
! read -r answer || echo "make took the program's input" >>"$CALLS"
cat >rnntop <<'PROGRAM'
#!/bin/sh
[ -t 1 ] && echo terminal || echo no terminal
printf '<%s>' "$@"
printf '\n'
cat
PROGRAM
chmod +x rnntop
SH

# A manager writes down its name, its arguments, and what it could have read as an answer.
for name in apt-get dnf pacman apk brew; do
    cat >"$work/managers/$name" <<'SH'
#!/bin/sh
name=${0##*/}
if [ "$name $1" = 'brew --prefix' ]; then
    echo /keg
    exit
fi
echo "$name${DEBIAN_FRONTEND:+ $DEBIAN_FRONTEND}${NONINTERACTIVE:+ $NONINTERACTIVE} $*" >>"$CALLS"
echo "$name is at work"
! read -r answer || echo "asked, and got $answer" >>"$CALLS"
[ -z "${MANAGER_FAILS-}" ] || exit 1
[ "$1" != update ] || exit 0
cp "$BRINGS"/* "$MACHINE"
echo "$ALL_LIBRARIES" | tr ' ' '\n' >"$LIBRARIES"
SH
done
for name in sudo doas; do
    cat >"$work/managers/$name" <<'SH'
#!/bin/sh
case $1 in
    -n) shift; printf '%s -n ' "${0##*/}" >>"$CALLS" ;;
    *) printf '%s ' "${0##*/}" >>"$CALLS" ;;
esac
exec "$@"
SH
done
chmod +x "$BRINGS"/* "$work"/managers/*
export ALL_LIBRARIES="$all_libraries"

# machine SYSTEM USER PROGRAM...: a new one, with nothing but these.
machine() {
    rm -rf "$MACHINE" "$work/tree"
    mkdir "$MACHINE" "$work/tree"
    for tool in cat chmod cp dirname env find grep mkdir nproc tr; do
        ln -s "$(command -v $tool)" "$MACHINE/$tool"
    done
    printf '#!/bin/sh\necho %s\n' "$1" >"$MACHINE/uname"
    printf '#!/bin/sh\necho %s\n' "$2" >"$MACHINE/id"
    printf '#!/bin/sh\n' >"$MACHINE/xcode-select"
    chmod +x "$MACHINE/uname" "$MACHINE/id" "$MACHINE/xcode-select"
    shift 2
    for tool; do
        if [ -e "$work/managers/$tool" ]; then
            cp "$work/managers/$tool" "$MACHINE"
        else
            cp "$BRINGS/$tool" "$MACHINE"
        fi
    done
    : >"$LIBRARIES"
    cp "$top/bootstrap.sh" "$work/tree"
    : >"$work/tree/Makefile.in"
    # shellcheck disable=SC2016 # for the script that is written here
    printf '#!/bin/sh\necho "CMOCKA_LIBS = ${PKG_CONFIG_PATH-}" >Makefile\n' >"$work/tree/configure"
    chmod +x "$work/tree/configure"
}

# libraries NAME...: those that the machine has.
libraries() {
    printf '%s\n' "$@" >"$LIBRARIES"
}

# bootstrap ARGUMENT...: with an answer ready on standard input, which belongs to the program.
bootstrap() {
    : >"$CALLS"
    status=0
    echo yes | PATH="$MACHINE" "$work/tree/bootstrap.sh" "$@" >"$work/out" 2>"$work/err" || status=$?
}

# called WHAT LINE...: these calls, no others.
called() {
    what=$1
    shift
    [ $# -eq 0 ] || printf '%s\n' "$@" >"$work/expected"
    [ $# -gt 0 ] || : >"$work/expected"
    cmp -s "$work/expected" "$CALLS" ||
        complain "$what: expected the calls" "$(cat "$work/expected")" "and there were" "$(cat "$CALLS" "$work/err")"
}

# said WHAT WORDS: on standard error.
said() {
    grep -qF -e "$2" "$work/err" || complain "$1: did not say '$2', but: $(cat "$work/err")"
}

# ran WHAT: the program came to run, and standard output holds nothing else.
ran() {
    [ "$status" -eq 0 ] || complain "$1: exit status $status: $(cat "$work/err")"
    printf 'no terminal\n<--help>\nyes\n' | cmp -s - "$work/out" || complain "$1: printed $(cat "$work/out")"
}

# Bare machines, as root.
apt='-q -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3'
debian='build-essential autoconf automake pkg-config libncurses-dev libopenblas-dev libzip-dev libjansson-dev libutf8proc-dev libcurl4-openssl-dev libssl-dev'
machine Linux 0 apt-get
bootstrap run --help
called Debian "apt-get noninteractive $apt update" \
    "apt-get noninteractive $apt install --no-install-recommends $debian"
said Debian "bootstrap: installing $debian"
grep -n . "$work/err" | grep -A 1 'installing' | grep -q 'at work' ||
    complain "Debian: does not say first what it installs: $(cat "$work/err")"
ran Debian
bootstrap run --help
called 'Debian, again'
[ ! -s "$work/err" ] || complain "Debian, again: says $(cat "$work/err")"
ran 'Debian, again'

machine Linux 0 apt-get
bootstrap check
[ "$(tail -n 1 "$CALLS")" = "apt-get noninteractive $apt install --no-install-recommends $debian libcmocka-dev tmux mandoc" ] ||
    complain "check, on Debian: $(cat "$CALLS")"

machine Linux 0 dnf
bootstrap run --help
called Fedora "dnf -y install gcc make autoconf automake pkgconf-pkg-config ncurses-devel openblas-devel libzip-devel jansson-devel utf8proc-devel libcurl-devel openssl-devel"
ran Fedora

machine Linux 0 pacman
bootstrap run --help
called Arch "pacman -S --needed --noconfirm gcc make autoconf automake pkgconf ncurses openblas libzip jansson libutf8proc curl openssl"
ran Arch
machine Linux 0 pacman
bootstrap check
grep -q ' openssl cmocka tmux$' "$CALLS" || complain "check, on Arch: $(cat "$CALLS")"
machine Linux 0 pacman
bootstrap check-long
grep -q ' openssl cmocka tmux$' "$CALLS" || complain "check-long, on Arch: $(cat "$CALLS")"

machine Linux 0 apk
bootstrap run --help
called Alpine "apk add --no-cache build-base autoconf automake pkgconf ncurses-dev openblas-dev libzip-dev jansson-dev utf8proc-dev curl-dev openssl-dev"
ran Alpine

# Homebrew: as the user, and configure finds what it hides.
machine Darwin 501 brew cc make
bootstrap run --help
called macOS "brew 1 install autoconf automake pkgconf ncurses openblas libzip jansson utf8proc curl openssl@3"
ran macOS
for keg in ncurses openblas openssl@3 curl; do
    grep -qE "[ :]/keg/opt/$keg/lib/pkgconfig(:|\$)" "$work/tree/build/Makefile" ||
        complain "macOS: configure is not shown the keg of $keg: $(cat "$work/tree/build/Makefile")"
done
printf '#!/bin/sh\nexit 2\n' >"$MACHINE/xcode-select"
bootstrap build
said 'macOS without a compiler' 'xcode-select --install'

# Somebody else than root: by sudo or doas, which may not ask for a password here.
machine Linux 1000 apt-get sudo doas
bootstrap run --help
called 'with sudo' "sudo -n apt-get noninteractive $apt update" \
    "sudo -n apt-get noninteractive $apt install --no-install-recommends $debian"
ran 'with sudo'
machine Linux 1000 apk doas
bootstrap run --help
grep -q '^doas -n apk add' "$CALLS" || complain "with doas: $(cat "$CALLS")"
ran 'with doas'

# On a terminal it may.
if script -qec true /dev/null >/dev/null 2>&1; then
    machine Linux 1000 dnf sudo
    : >"$CALLS"
    PATH="$MACHINE:$PATH" script -qec "PATH=$MACHINE '$work/tree/bootstrap.sh' build" /dev/null \
        </dev/null >"$work/err" 2>&1 || complain "on a terminal: $(cat "$work/err")"
    grep -q '^sudo dnf -y install' "$CALLS" || complain "on a terminal: $(cat "$CALLS" "$work/err")"
else
    echo 'script is not here: sudo on a terminal was not tried'
fi

# Only what is missing; what is there by other means is not asked for.
# shellcheck disable=SC2086 # lists of names
{
    machine Linux 0 apt-get $all_commands
    libraries ncursesw openblas jansson libutf8proc libcurl libcrypto
    bootstrap run --help
    called 'without libzip' "apt-get noninteractive $apt update" \
        "apt-get noninteractive $apt install --no-install-recommends libzip-dev"
    ran 'without libzip'
    machine Linux 0 dnf cc make autoconf pkg-config tmux
    libraries $all_libraries
    bootstrap check
    called 'without automake and mandoc' 'dnf -y install automake mandoc'

    # Nobody may install, or nobody knows how: the list, and on it goes.
    machine Linux 1000 apt-get $all_commands
    libraries ncursesw libzip jansson libutf8proc libcurl
    bootstrap run --help
    called 'without root'
    said 'without root' 'please install: libopenblas-dev libssl-dev'
    ran 'without root'
    machine Linux 0 $all_commands
    libraries ncursesw libzip jansson libutf8proc libcurl
    bootstrap run --help
    called 'an unknown system'
    said 'an unknown system' 'missing: libopenblas-dev libssl-dev'
    ran 'an unknown system'
    machine Linux 0 pacman $all_commands
    libraries ncursesw libzip jansson libutf8proc libcurl
    MANAGER_FAILS=yes bootstrap run --help
    called 'a manager that fails' 'pacman -S --needed --noconfirm openblas openssl'
    said 'a manager that fails' 'please install: openblas openssl'
    ran 'a manager that fails'

    # Arguments as they were given, and the program's own standard input.
    machine Linux 0 apt-get $all_commands
    libraries $all_libraries
    bootstrap run train --save 'two words' '' '*' "it's"
}
printf '%s\n' 'no terminal' "<train><--save><two words><><*><it's>" yes | cmp -s - "$work/out" ||
    complain "arguments were changed on their way: $(cat "$work/out" "$work/err")"
bootstrap run
[ "$(sed -n 2p "$work/out")" = '<>' ] || complain "without arguments: $(cat "$work/out")"

bootstrap walk
if [ "$status" -ne 2 ] || ! grep -q '^Usage: ' "$work/err"; then
    complain "a word it does not know: exit status $status, $(cat "$work/err")"
fi
bootstrap --help
if [ "$status" -ne 0 ] || ! grep -q '^Usage: ' "$work/out"; then
    complain "--help: exit status $status, $(cat "$work/err")"
fi
exit $failed
