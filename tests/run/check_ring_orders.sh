#!/bin/sh
# The ring's four memory orders, each relaxed in turn: ThreadSanitizer must report each, and nothing
# when all are as they should be. So the orders are needed, and the test that finds the ring clean
# could have found otherwise. In `make check` only the first is relaxed, and one seed is clean.
set -u

srcdir=${srcdir:-.}
cc=${CC:-}
if test -z "$cc" && test -f Makefile; then
    cc=$(sed -n 's/^CC = //p' Makefile)
fi
cc=${cc:-cc}
attempts=5
seeds=1
orders=RING_TAIL_STORE
if test -n "${RNNTOP_TEST_LONG-}"; then
    seeds=3
    orders="$orders RING_TAIL_LOAD RING_HEAD_STORE RING_HEAD_LOAD"
fi
events=20000

work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM

sources="src/run/ring.c src/run/backlog.c src/run/event.c src/run/run_id.c
         src/base/status.c src/base/parcel.c src/base/clock.c
         tests/run/ring_stress.c tests/run/ring_stress_main.c"

# compile PROGRAM [OPTION]... with the files in $files
compile() {
    program=$1
    shift
    # The compiler may be several words, and the files are.
    # shellcheck disable=SC2086
    $cc -std=c11 -D_GNU_SOURCE -O1 -g -pthread -fsanitize=thread "$@" \
        -I. -I"$srcdir/include" -I"$srcdir" -o "$program" $files -lm
}

# A race that nothing hides: where it is not reported, ThreadSanitizer does not work here.
cat >"$work/race.c" <<'RACE'
#include <pthread.h>
static int shared;
static void *add(void *unused)
{
    shared++;
    return unused;
}
int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, add, NULL);
    shared++;
    pthread_join(thread, NULL);
    return 0;
}
RACE
export TSAN_OPTIONS="exitcode=66 halt_on_error=1"
files=$work/race.c
runner=
if ! compile "$work/race" 2>"$work/log"; then
    echo "skipped: $cc has no -fsanitize=thread"
    exit 77
fi
reports_race() {
    $runner "$@" >"$work/log" 2>&1
    test $? -eq 66 && grep -q 'data race' "$work/log"
}
if ! reports_race "$work/race"; then
    # Some kernels spread addresses wider than it can follow.
    runner="setarch $(uname -m) -R"
    if ! reports_race "$work/race"; then
        echo "skipped: ThreadSanitizer does not run on this system"
        exit 77
    fi
fi

files=
for source in $sources; do
    files="$files $srcdir/$source"
done
failed=0

if ! compile "$work/ring"; then
    echo "FAIL: the ring's stress does not compile"
    exit 1
fi
seed=1
while test $seed -le $seeds; do
    if ! $runner "$work/ring" $events $seed >"$work/log" 2>&1; then
        echo "FAIL: with all orders as they should be, seed $seed:"
        cat "$work/log"
        failed=1
    fi
    seed=$((seed + 1))
done
test $failed -eq 0 && echo "ok: all orders as they should be: clean"

for order in $orders; do
    if ! grep -q "^#define $order memory_order_" "$srcdir/src/run/ring.c" ||
        ! compile "$work/ring" "-D$order=memory_order_relaxed"; then
        echo "FAIL: ring.c does not take $order"
        failed=1
        continue
    fi
    seed=1
    while test $seed -le $attempts && ! reports_race "$work/ring" $events $seed; do
        seed=$((seed + 1))
    done
    if test $seed -le $attempts; then
        echo "ok: $order relaxed: reported at attempt $seed"
    else
        echo "FAIL: $order relaxed, and ThreadSanitizer saw nothing in $attempts attempts"
        failed=1
    fi
done
exit $failed
