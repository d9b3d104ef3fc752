#!/bin/sh
# A kind of layer without a row does not compile, in the table of what kinds are (src/spec) and in
# that of what they do (src/nn). A kind more is planted in a copy of the list.
set -eu

top=${top_srcdir:-$(dirname -- "$0")/../..}
build=${top_builddir:-$PWD}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

made_with() { # a variable of the Makefile
    sed -n "s/^$1 = //p" "$build/Makefile"
}

compiles() { # with the headers in $work before the tree's
    $(made_with CC) $(made_with JANSSON_CFLAGS) -std=gnu11 -fsyntax-only -I"$work" \
        -I"$top/include" -I"$build" "$top/$1" 2>"$work/errors"
}

list=rnntop/spec/layer_kind.h
mkdir -p "$work/${list%/*}"
cp "$top/include/$list" "$work/$list"
for source in src/spec/layer_kind.c src/nn/stage.c; do
    compiles "$source" || {
        cat "$work/errors" >&2
        echo "$source does not compile as it is" >&2
        exit 1
    }
done
sed 's/^    X(DENSE, dense)$/    X(DENSE, dense) X(PLANTED, planted)/' "$top/include/$list" \
    >"$work/$list"
cmp -s "$top/include/$list" "$work/$list" && {
    echo "$list has no line to plant a kind behind" >&2
    exit 1
}
for source in src/spec/layer_kind.c src/nn/stage.c; do
    if compiles "$source"; then
        echo "$source compiles although a kind has no row" >&2
        exit 1
    fi
    grep -q "planted" "$work/errors" || {
        cat "$work/errors" >&2
        echo "$source fails, but not for the row that is missing" >&2
        exit 1
    }
done
