#!/bin/sh
# rnntop fetch with the real IMDB, from a server on this machine: whole, with drops and a restart, from
# files, and over files that are wrong. `make check` does the first of each; check_fetch.sh does the same
# with small files.
set -u

data=${RNNTOP_TEST_DATA:-}
if [ ! -r "$data/imdb.npz" ] || [ ! -r "$data/imdb_word_index.json" ]; then
    echo "skipped: RNNTOP_TEST_DATA names no folder with imdb.npz and imdb_word_index.json"
    exit 77
fi
build=${top_builddir:-$PWD}
program=$build/rnntop
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
export HOME="$work/home" XDG_CONFIG_HOME="$work/config" XDG_DATA_HOME="$work/data"
export XDG_CACHE_HOME="$work/cache"
unset RNNTOP_DATA KERAS_HOME RNNTOP_CPU
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY
cache=$XDG_CACHE_HOME/rnntop
failed=0
long=${RNNTOP_TEST_LONG-}
mkdir "$HOME"

complain() {
    printf '%s\n' "$*"
    failed=1
}

# fetches WORDS ARGUMENT...: all goes well, stdout says these words of imdb.npz, and both files are right.
fetches() {
    words=$1
    shift
    timeout 300 "$program" fetch imdb "$@" >"$work/out" 2>"$work/err" </dev/null
    got=$?
    [ $got -eq 0 ] || complain "fetch imdb $*: exit status $got: $(cat "$work/err")"
    grep -q "^$cache/imdb.npz: $words, sha256 right\$" "$work/out" ||
        complain "fetch imdb $*: expected '$words', got: $(cat "$work/out")"
    for file in imdb.npz imdb_word_index.json; do
        cmp "$data/$file" "$cache/$file" || complain "fetch imdb $*: $file is not the file"
    done
    [ "$(find "$cache" -type f | wc -l)" -eq 2 ] || complain "fetch imdb $*: it left: $(ls -l "$cache")"
}

fetches taken --from "$data"
rm -r "$cache"
ln -s "$data/imdb.npz" "$work/one"
fetches taken --from "$work/one" --from "$data/imdb_word_index.json"
fetches "was there already" --from "$data"
rm "$cache/imdb_word_index.json"
timeout 300 "$program" fetch imdb --from "$work/one" >"$work/out" 2>"$work/err" || complain "one file: exit status $?"
grep -q 'imdb_word_index.json is not there yet' "$work/err" || complain "one file: $(cat "$work/err")"
fetches "was there already" --from "$data"

# A cache that can't be made.
XDG_CACHE_HOME="$work/one" "$program" fetch imdb --from "$data" >"$work/out" 2>"$work/err" && complain "no cache: exit status 0"
grep -q "^rnntop: The folder $work/one/rnntop can't be made: Not a directory.* XDG_CACHE_HOME" "$work/err" ||
    complain "no cache: $(cat "$work/err")"

if grep -q '^#define HAVE_CURL 1' "$build/config.h"; then
    fetches "was there already" # asks nobody
    rm -r "$cache"
    mkfifo "$work/hold"
    "$build/tests/net/serve" "$data" <"$work/hold" >"$work/port" 2>"$work/served" &
    server=$!
    exec 9>"$work/hold"
    waited=0
    until [ -s "$work/port" ] || [ $waited -ge 600 ]; do
        sleep 0.1
        waited=$((waited + 1))
    done
    there=http://127.0.0.1:$(cat "$work/port")

    # Every answer breaks off after 5 MB: four give the whole.
    : >"$work/served"
    fetches fetched --url "$there/drop=5000000/"
    [ "$(grep -c '/imdb.npz from' "$work/served")" -eq 4 ] || complain "not four requests: $(cat "$work/served")"
    [ "$(grep -c 'Trying again' "$work/err")" -eq 3 ] || complain "not three breaks: $(cat "$work/err")"

    if [ -n "$long" ]; then
        # After 3 MB: four are not enough, and the next call goes on.
        rm -r "$cache"
        timeout 300 "$program" fetch imdb --url "$there/drop=3000000" >"$work/out" 2>"$work/err" &&
            complain "12 of 17 MB: exit status 0"
        grep -q 'Given up after 4 tries; .* 12,000,000 bytes (69 %) are kept' "$work/err" ||
            complain "12 of 17 MB: $(cat "$work/err")"
        : >"$work/served"
        fetches fetched --url "$there/plain"
        grep -q '^206 .*/imdb.npz from 12000000$' "$work/served" || complain "it did not go on: $(cat "$work/served")"

        # Stopped in the middle, and started again at a server that knows no ranges.
        rm -r "$cache"
        env --default-signal=INT "$program" fetch imdb --url "$there/slow=2000000" >"$work/out" 2>"$work/err" &
        child=$!
        waited=0
        until [ -s "$cache/imdb.npz.part" ] || [ $waited -ge 600 ]; do
            sleep 0.1
            waited=$((waited + 1))
        done
        kill -INT $child
        wait $child
        [ $? -eq 130 ] || complain "after SIGINT: $(cat "$work/err")"
        fetches fetched --url "$there/norange/"
    fi

    # Files that are wrong: replaced, by either way.
    echo wrong >"$cache/imdb.npz"
    fetches "was another file and is replaced" --url "$there/redirect"
fi
if [ -n "$long" ]; then
    echo wrong >"$cache/imdb.npz"
    fetches "was another file and is replaced" --from "$data"
fi

# What has been fetched is found; what goes before it is named.
"$program" train --model lstm --epochs 1 --units 2 --embedding-dim 2 --maxlen 5 >"$work/out" 2>"$work/err"
grep -q '^Test accuracy' "$work/out" || complain "rnntop does not find it: $(cat "$work/err")"
mkdir -p "$HOME/.keras/datasets"
echo other >"$HOME/.keras/datasets/imdb.npz"
fetches "was there already"
grep -qF 'without --data, ~/.keras/datasets/imdb.npz is read' "$work/err" || complain "Keras's copy is not named: $(cat "$work/err")"
exit $failed
