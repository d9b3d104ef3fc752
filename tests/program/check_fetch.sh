#!/bin/sh
# rnntop fetch without the real data: what it refuses, what it leaves, how it is stopped. The server is
# one of our own, on 127.0.0.1, and serves something of the right size that is not IMDB.
set -u

build=${top_builddir:-$PWD}
program=$build/rnntop
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
export HOME="$work/home" XDG_CONFIG_HOME="$work/config"
unset RNNTOP_DATA KERAS_HOME XDG_CACHE_HOME RNNTOP_CPU
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY
cache=$HOME/.cache/rnntop
failed=0

complain() {
    printf '%s\n' "$*"
    failed=1
}

# refuses STATUS WORDS ARGUMENT...: `rnntop fetch ARGUMENT...` ends so, with one line on stderr that
# has these words, nothing on stdout, and no file or folder more than before.
refuses() {
    status=$1 words=$2
    shift 2
    before=$(find "$HOME")
    timeout 120 "$program" fetch "$@" >"$work/out" 2>"$work/err" </dev/null
    got=$?
    [ $got -eq "$status" ] || complain "fetch $*: exit status $got, expected $status"
    [ "$(grep -vc '^Fetching ' "$work/err")" -eq 1 ] || complain "fetch $*: not one line: $(cat "$work/err")"
    grep -qF -e "$words" "$work/err" || complain "fetch $*: expected '$words', got: $(cat "$work/err")"
    [ ! -s "$work/out" ] || complain "fetch $*: stdout: $(cat "$work/out")"
    [ "$(find "$HOME")" = "$before" ] || complain "fetch $*: it left: $(find "$HOME")"
}

# waits_for FILE: until it has bytes, a minute at most.
waits_for() {
    waited=0
    until [ -s "$1" ] || [ $waited -ge 600 ]; do
        sleep 0.1
        waited=$((waited + 1))
    done
    [ -s "$1" ] || complain "no $1 after a minute"
}

mkdir "$HOME" "$work/site" "$work/empty"
head -c 17464789 /dev/zero >"$work/site/imdb.npz"
head -c 1000 /dev/zero >"$work/site/imdb_word_index.json"

refuses 2 "fetch is used as: rnntop fetch imdb"
refuses 2 "fetch is used as: rnntop fetch imdb" imdb imdb
refuses 2 "'reuters' can't be fetched" reuters
refuses 2 "--units is no option" imdb --units 3
refuses 2 "--timeout takes a whole number from 1" imdb --timeout 0
many=
for _ in $(seq 65); do many="$many --from a"; done
# shellcheck disable=SC2086 # words
refuses 2 "at most 64 times" imdb $many

# Files that are here already.
refuses 1 "--from names $work/none: No such file" imdb --from "$work/none"
refuses 1 "holds neither imdb.npz nor imdb_word_index.json" imdb --from "$work/empty"
refuses 1 "is neither imdb.npz nor imdb_word_index.json as Keras publishes them" imdb --from "$work/site/imdb.npz"
refuses 1 "is neither imdb.npz" imdb --from "$work/site/imdb_word_index.json"
refuses 1 "is a folder, a pipe or a device" imdb --from /dev/null
refuses 1 "$work/site/imdb.npz is not imdb.npz: its sha256 is another one" imdb --from "$work/site"

# No home.
(
    unset HOME
    timeout 60 "$program" fetch imdb >"$work/out" 2>"$work/err" && echo "without HOME: exit status 0"
    grep -q 'set HOME or XDG_CACHE_HOME' "$work/err" || echo "without HOME: $(cat "$work/err")"
) >"$work/said"
[ ! -s "$work/said" ] || complain "$(cat "$work/said")"

if ! grep -q '^#define HAVE_CURL 1' "$build/config.h"; then
    refuses 1 "This rnntop was built without libcurl" imdb
    refuses 1 "imdb.npz by other means, then hand it over with --from FILE." imdb
    echo "this build has no libcurl: nothing else can be tried"
    exit $failed
fi

# A pipe that nobody writes to keeps the server's standard input open for as long as we live.
mkfifo "$work/hold"
"$build/tests/net/serve" "$work/site" <"$work/hold" >"$work/port" 2>"$work/served" &
server=$!
exec 9>"$work/hold"
waits_for "$work/port"
there=http://127.0.0.1:$(cat "$work/port")

refuses 2 "--url takes an address that begins with https:// or http://" imdb --url ftp://127.0.0.1/
refuses 1 "can't be reached: Connection refused" imdb --url http://127.0.0.1:1/
refuses 1 "the server answers 404" imdb --url "$there/code=404"
refuses 1 "offers 17,464,782 bytes and imdb.npz has 17,464,789 bytes" imdb --url "$there/short"
refuses 1 "only leads from one address to the next" imdb --url "$there/loop"
refuses 1 "its sha256 is another one; nothing of it is kept" imdb --url "$there/plain/"
export http_proxy=http://127.0.0.1:1/
refuses 1 "The proxy that \$http_proxy names" imdb --url "$there/plain"
unset http_proxy
# With Keras's own address, and a proxy that leads nowhere: the test asks no machine but this one.
export https_proxy=http://127.0.0.1:1/
refuses 1 "The proxy that \$https_proxy names" imdb
unset https_proxy
export XDG_CACHE_HOME="$work/site/imdb.npz"
refuses 1 "XDG_CACHE_HOME" imdb --url "$there/plain"
unset XDG_CACHE_HOME

# A wrong file in the cache is not taken for the right one, nor lost before there is a right one.
mkdir -p "$cache"
echo wrong >"$cache/imdb.npz"
refuses 1 "the server answers 404" imdb --url "$there/code=404"
grep -q wrong "$cache/imdb.npz" || complain "the old file is lost: $(ls -l "$cache")"
rm "$cache/imdb.npz"

# A signal ends it at once and keeps what has come; a second program keeps off meanwhile.
for number in 2 15 1; do # INT, TERM, HUP
    : >"$work/stopped" # the child's own truncation comes later than our first look
    env --default-signal=INT,HUP "$program" fetch imdb --url "$there/slow=1000000" >"$work/out" 2>"$work/stopped" &
    child=$!
    waits_for "$work/stopped" # "Fetching": so bytes have come
    waits_for "$cache/imdb.npz.part"
    refuses 1 "Another rnntop is fetching into ~/.cache/rnntop/imdb.npz.part" imdb --url "$there/plain"
    kill -$number $child
    wait $child
    got=$?
    [ $got -eq $((128 + number)) ] || complain "after signal $number: exit status $got"
    grep -q '^rnntop: Stopped. .* bytes (.* %) are kept in ~/.cache/rnntop/imdb.npz.part' "$work/stopped" ||
        complain "after signal $number: $(cat "$work/stopped")"
    kept=$(wc -c <"$cache/imdb.npz.part")
    [ "$kept" -gt 0 ] || complain "after signal $number nothing is kept"
done
: >"$work/served"
timeout 120 "$program" fetch imdb --url "$there/plain" >"$work/out" 2>"$work/err"
grep -q "^206 .* from $kept\$" "$work/served" || complain "it did not go on at $kept: $(cat "$work/served")"
# What was kept is not IMDB: once more from the beginning, and no third time.
[ "$(wc -l <"$work/served")" -eq 2 ] || complain "not two requests: $(cat "$work/served")"
[ -z "$(ls "$cache")" ] || complain "wrong bytes were kept: $(ls -l "$cache")"

# On a terminal the line is drawn over itself.
if command -v script >/dev/null; then
    timeout 120 script -qefc "stty cols 60; '$program' fetch imdb --url '$there/slow=9000000'" "$work/terminal" \
        </dev/null >/dev/null 2>&1
    tr '\r' '\n' <"$work/terminal" >"$work/lines"
    grep -q '^imdb.npz  *[0-9]* %  *[0-9.]*/17.5 MB  *[0-9.]* .B/s  *0:0[0-9] left *$' "$work/lines" ||
        complain "no progress on a terminal: $(cat "$work/lines")"
    awk 'length > 60 && /MB.s/ { bad = 1 } END { exit bad }' "$work/lines" ||
        complain "a progress line is wider than the terminal: $(cat "$work/lines")"
fi
exit $failed
