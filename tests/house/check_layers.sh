#!/bin/sh
# The folders are the architecture: reads every #include below src and include, and holds the table
# of layers. Then plants one violation of each rule in a copy, to see that each would be found.
set -eu

top=${top_srcdir:-$(dirname -- "$0")/../..}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/rules.awk" <<'AWK'
BEGIN {
    # Each layer, and what it may include besides itself.
    may["base"] = ""
    may["spec"] = "base"
    may["words"] = "base spec run"
    may["run"] = "base spec"
    may["data"] = "base spec"
    may["nn"] = "base spec"
    may["chart"] = "base run"
    may["files"] = "base spec data nn run chart"
    may["net"] = "base files"
    may["store"] = "base spec run words"
    may["train"] = "base spec run data nn files store"
    may["probe"] = "base spec run data nn files"
    may["ui"] = "base spec run words store chart"
    may["report"] = "base spec run words store chart"
    # The rooms inside the layers that have some.
    rooms["base"] = "errors"
    rooms["data"] = "text npz madeup"
    rooms["ui"] = "terminal bottom curves form score views"
}

function complain(what)
{
    printf "%s:%d: %s\n", path, FNR, what
}

# A room of a layer: path is layer/room/file, or layer/file.
function check_room(layer, room)
{
    if (index(" " rooms[layer] " ", " " room " ") == 0)
        complain("no such room: " layer "/" room)
}

function allowed(from, to)
{
    return from == to || index(" " may[from] " ", " " to " ") > 0
}

# The line without comments and without what strings hold.
function code_of(line, out, c, two, i, n, quote)
{
    out = ""
    n = length(line)
    quote = ""
    for (i = 1; i <= n; i++) {
        c = substr(line, i, 1)
        two = substr(line, i, 2)
        if (in_comment) {
            if (two == "*/") {
                in_comment = 0
                i++
            }
        } else if (quote != "") {
            if (c == "\\")
                i++
            else if (c == quote)
                quote = ""
        } else if (two == "/*") {
            in_comment = 1
            i++
        } else if (two == "//") {
            break
        } else if (c == "\"" || c == "'") {
            quote = c
        } else {
            out = out c
        }
    }
    return out
}

function check_include(line, name, parts, n)
{
    includes++
    seen++
    name = line
    sub(/^[ \t]*#[ \t]*include[ \t]*/, "", name)
    if (substr(name, 1, 1) == "<") {
        sub(/^</, "", name)
        sub(/>.*/, "", name)
        if (name ~ /(^|\/)cblas[^\/]*\.h$/ && path != "src/nn/blas.c")
            complain("only src/nn/blas.c knows BLAS: " name)
        if (name ~ /(^|\/)n?curses[^\/]*\.h$/ && path !~ /^src\/ui\/terminal\/terminal[a-z0-9_]*\.c$/)
            complain("only src/ui/terminal/terminal*.c knows curses: " name)
        if (name ~ /^curl\// && path !~ /^src\/net\/[a-z0-9_]*\.c$/)
            complain("only src/net/*.c knows libcurl: " name)
        if (name ~ /^openssl\// && path != "src/net/digest.c")
            complain("only src/net/digest.c knows OpenSSL: " name)
        if (path ~ /\.c$/ && seen == 1)
            complain("the first include of a source is \"config.h\"")
        return
    }
    sub(/^"/, "", name)
    sub(/".*/, "", name)
    if (name == "config.h") {
        if (path !~ /\.c$/ || seen != 1)
            complain("\"config.h\" belongs first in a source, and nowhere else")
        return
    }
    if (path ~ /\.c$/ && seen == 1)
        complain("the first include of a source is \"config.h\"")
    n = split(name, parts, "/")
    if (n == 1) # a private piece beside the source itself
        return
    if (n < 3 || n > 4 || parts[1] != "rnntop") {
        complain("not a header of a layer: " name)
        return
    }
    if (!(parts[2] in may))
        complain("no such layer: " parts[2])
    else if (n == 4 && index(" " rooms[parts[2]] " ", " " parts[3] " ") == 0)
        complain("no such room: " parts[2] "/" parts[3])
    else if (layer != "" && !allowed(layer, parts[2]))
        complain(layer " may not include " parts[2] ": " name)
}

FNR == 1 {
    path = substr(FILENAME, length(root) + 2)
    files++
    seen = 0
    in_comment = 0
    layer = ""
    n = split(path, part, "/")
    if (part[1] == "src" && n > 2)
        layer = part[2]
    else if (part[1] == "include" && n > 3)
        layer = part[3]
    if (layer != "" && !(layer in may))
        complain("a folder that is no layer: " layer)
    if (part[1] == "src" && n > 3)
        check_room(layer, part[3])
    else if (part[1] == "include" && n > 4)
        check_room(layer, part[4])
}

FNR == 601 {
    complain("longer than 600 lines: this wants to be two modules")
}

/^[ \t]*#[ \t]*include[ \t]/ && !in_comment {
    check_include($0)
    next
}

{
    code = " " code_of($0)
    if (layer == "" || layer == "report")
        next
    if (code ~ /[^A-Za-z0-9_](exit|printf|vprintf|puts|putchar|perror)[ \t]*\(/)
        complain("a layer neither prints nor exits")
    # These own the terminal: they take the streams away from everybody else.
    if (path ~ /^src\/ui\/terminal\//)
        next
    if (code ~ /[^A-Za-z0-9_]stderr[^A-Za-z0-9_]/)
        complain("a layer does not write to stderr")
    if (code ~ /[^A-Za-z0-9_]stdout[^A-Za-z0-9_]/)
        complain("a layer does not write to stdout")
}

END {
    if (includes < 20 || files < 10)
        printf "only %d includes in %d files were read: is this the tree?\n", includes, files
}
AWK

cat >"$work/circles.awk" <<'AWK'
# A header and its source, x.h and x.c, are one module. Within the layers named here each source has
# a header of its own, and no module includes one that leads back to it.
BEGIN {
    one_way["ui"] = 1
}

function complain(what)
{
    printf "%s:%d: %s\n", path, FNR, what
}

# src/ui/curves/axis.c and rnntop/ui/curves/axis.h are ui/curves/axis.
function module_of(name)
{
    sub(/^include\//, "", name)
    sub(/^(src|rnntop)\//, "", name)
    sub(/\.[ch]$/, "", name)
    return name
}

function is_one_way(module, part)
{
    return split(module, part, "/") > 1 && part[1] in one_way
}

FNR == 1 {
    path = substr(FILENAME, length(root) + 2)
    from = module_of(path)
    if (path ~ /\.c$/)
        source[from] = path
    else
        header[from] = 1
}

/^[ \t]*#[ \t]*include[ \t]*"rnntop\// {
    to = $0
    sub(/^[^"]*"/, "", to)
    sub(/".*/, "", to)
    to = module_of(to)
    if (to != from && is_one_way(from) && is_one_way(to) && !((from, to) in place)) {
        place[from, to] = path ":" FNR
        target[from, ++targets[from]] = to
    }
}

# Depth first; what is on the way from the root and met again closes a circle.
function visit(module, i, j, to, text)
{
    state[module] = "on the way"
    way[++depth] = module
    for (i = 1; i <= targets[module]; i++) {
        to = target[module, i]
        if (state[to] == "")
            visit(to)
        else if (state[to] == "on the way") {
            text = to
            for (j = depth; way[j] != to; j--)
                text = way[j] " -> " text
            printf "%s: a circle of includes: %s -> %s\n", place[module, to], to, text
        }
    }
    state[module] = "done"
    depth--
}

END {
    for (module in source) {
        if (is_one_way(module) && !(module in header))
            printf "%s:1: a source without a header of its own\n", source[module]
    }
    for (module in targets) {
        if (state[module] == "")
            visit(module)
    }
}
AWK

# Prints what is wrong in the tree at $1; nothing when all is well.
violations() {
    find "$1/src" "$1/include" -name '*.[ch]' | sort >"$work/files"
    xargs awk -v root="$1" -f "$work/rules.awk" <"$work/files"
    xargs awk -v root="$1" -f "$work/circles.awk" <"$work/files"
}

failed=0
found=$(violations "$top")
if [ -n "$found" ]; then
    printf '%s\n' "$found"
    failed=1
fi

# plant FILE TEXT EXPECTED: the text, added to a file of a copy, must be complained about. What is
# planted in a file of its own (planted.c) gets a number. planted_are_found looks for all of them at once.
rm -rf "$work/copy"
mkdir -p "$work/copy"
cp -R "$top/src" "$top/include" "$work/copy/"
chmod -R u+w "$work/copy"
plants=0
plant() {
    plants=$((plants + 1))
    place=$1
    case $1 in
        *planted.[ch]) place=${1%.*}_$plants.${1##*.} ;;
    esac
    mkdir -p "$work/copy/$(dirname "$place")"
    printf '%s\n' "$2" >>"$work/copy/$place"
    printf '%s:\t%s\n' "$place" "$3" >>"$work/plants"
}

planted_are_found() {
    violations "$work/copy" >"$work/found"
    while IFS="$tab" read -r place expected; do
        grep -F "$place" "$work/found" | grep -qF "$expected" && continue
        printf 'planted in %s and not found: %s\n' "$place" "$expected"
        failed=1
    done <"$work/plants"
}

tab=$(printf '\t')
config='#include "config.h"'
nl='
'
plant include/rnntop/base/status.h '#include "rnntop/spec/settings.h"' 'base may not include spec'
plant include/rnntop/chart/canvas.h '#include "rnntop/nn/model.h"' 'chart may not include nn'
plant src/nn/planted.c "$config$nl#include \"rnntop/run/event.h\"" 'nn may not include run'
plant src/ui/planted.c "$config$nl#include \"rnntop/train/session.h\"" 'ui may not include train'
plant src/ui/planted.c "$config$nl  #  include <cblas.h>" 'knows BLAS'
plant src/nn/planted.c "$config$nl#include <ncurses.h>" 'knows curses'
plant src/ui/views_planted.c "$config$nl#include <ncursesw/curses.h>" 'knows curses'
plant src/planted.c "$config$nl#include <curl/curl.h>" 'knows libcurl'
plant include/rnntop/net/planted.h '#include <curl/curl.h>' 'knows libcurl'
plant src/net/planted.c "$config$nl#include <openssl/evp.h>" 'knows OpenSSL'
plant src/net/planted.c "$config$nl#include \"rnntop/data/dataset.h\"" 'net may not include data'
plant src/data/planted.c '#include <stdio.h>' 'first include'
plant src/data/planted.c "$config$nl#include \"../nn/model.h\"" 'not a header of a layer'
plant src/data/planted.c "$config$nl#include \"rnntop/screen/x.h\"" 'no such layer'
plant src/extra/planted.c "$config" 'no layer: extra'
plant src/ui/extra/planted.c "$config" 'no such room: ui/extra'
plant src/ui/planted.c "$config$nl#include \"rnntop/data/extra/x.h\"" 'no such room: data/extra'
plant src/ui/planted.c "$config$nl#include <ncurses.h>" 'knows curses'
plant src/ui/views/planted.c "$config${nl}void f(void) { fputs(\"x\", stderr); }" 'to stderr'
plant src/train/planted.c "$config${nl}void f(void) { exit(1); }" 'neither prints nor exits'
plant src/train/planted.c "$config${nl}void f(void) { printf(\"x\"); }" 'neither prints nor exits'
plant src/run/planted.c "$config${nl}void f(void) { fputs(\"x\", stderr); }" 'to stderr'
plant src/run/planted.c "$config${nl}void f(void) { fputs(\"x\", stdout); }" 'to stdout'
plant src/run/planted.c "$(awk 'BEGIN { for (i = 0; i < 602; i++) print "/* */" }')" '600 lines'
planted_are_found

# A circle is complained about where it is closed, which may be in any of its files.
plant_circle() {
    rm -rf "$work/copy"
    mkdir -p "$work/copy"
    cp -R "$top/src" "$top/include" "$work/copy/"
    chmod -R u+w "$work/copy"
    printf '#include "%s"\n' "$2" >>"$work/copy/$1"
    if ! violations "$work/copy" | grep -F 'a circle of includes:' | grep -F "$3" | grep -qF "$4"; then
        printf 'a circle planted in %s and not found: %s\n' "$1" "$2"
        failed=1
    fi
}

plant_circle src/ui/curves/layout.c rnntop/ui/curves/view_curves.h ui/curves/layout ui/curves/view_curves
plant_circle include/rnntop/ui/curves/ticks.h rnntop/ui/curves/axis.h ui/curves/ticks ui/curves/axis
plant_circle src/ui/training.c rnntop/ui/dispatch.h ui/training ui/dispatch
plant src/ui/curves/planted.c "$config" 'without a header of its own'

# And what only looks like one must not be.
rm -rf "$work/copy"
mkdir -p "$work/copy"
cp -R "$top/src" "$top/include" "$work/copy/"
chmod -R u+w "$work/copy"
cat >"$work/copy/src/run/planted.c" <<'C'
#include "config.h"
/* exit(1); printf("to stderr"); */
/*
#include "rnntop/nn/model.h"
*/
static const char *text = "printf(exit(stderr))"; // exit(1)
void f(void) { snprintf(0, 0, "%s", text); _exit(1); pthread_exit(0); }
C
found_too=$(violations "$work/copy" | grep -F planted.c || true)
if [ -n "$found_too" ]; then
    printf 'complained about without reason:\n%s\n' "$found_too"
    failed=1
fi
exit $failed
