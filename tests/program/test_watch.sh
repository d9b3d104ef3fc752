#!/bin/sh
# rnntop watch in a terminal: what a training elsewhere looks like is what it looks like here.
set -u
. "${top_srcdir:-$(dirname -- "$0")/../..}/tests/program/dashboard.sh"

tiny=$screen_dir/watched.npz
"$build/tests/program/make_tiny_npz" "$tiny" 3000 || exit 99
small="--data $tiny --epochs 3 --units 8 --embedding-dim 8 --maxlen 20 --seed 3"
log=$screen_dir/events

# Table and curves: without the head, which has this machine's threads, and the rows of words below.
settled()
{
    screen_capture | sed -e 1d -e '$d' | sed '$d'
}

# Until both runs have ended, the second on screen: runs as short as these may be over before the
# screen has followed from one to the other.
wait_for_both()
{
    screen_wait_match 'SimpleRNN .*✓.* 0\.[0-9]'
    screen_wait_match 'LSTM .*✓.* 0\.[0-9]'
    sleep 1 # figures move twice a second
    screen_capture | grep -q '▌★* *LSTM' || screen_keys Tab
    screen_wait_match '▌★* *LSTM'
}

# The same runs, here and through a pipe.
for size in '40 12' '120 36' '80 24'; do
    # shellcheck disable=SC2086 # columns and rows; words of a command
    screen_start $size "$program" $small
    wait_for_both
    here=$(settled)
    screen_keys C-c # q would ask while a file is still being written
    screen_wait 'shell ['
    # shellcheck disable=SC2086
    screen_start $size sh -c '"$0" train '"$small"' --json=steps | "$0" watch -' "$program"
    wait_for_both
    there=$(settled)
    [ "$here" = "$there" ] || fail "at $size the watched screen is another:
$here
---
$there"
    echo "ok: $size"
done

# Keys come from the terminal while events come through the pipe; nothing is granted or asked.
screen_keys p
screen_wait 'This is only watched'
screen_keys n
screen_wait 'This is only watched'
screen_keys l
screen_wait 'The stream ended'
screen_keys l
screen_keys q
screen_wait 'shell [0]'
echo "ok: keys"

# A file that grows, cut anywhere, and stays on screen at its end.
"$program" train $small --json=steps >"$log.whole" || fail "train failed"
total=$(wc -c <"$log.whole")
head -c $((total / 2)) "$log.whole" >"$log"
screen_start 80 24 "$program" watch "$log"
screen_wait 'SimpleRNN'
tail -c +$((total / 2 + 1)) "$log.whole" >>"$log"
screen_wait_match 'LSTM .*done'
screen_keys C-c
screen_wait 'shell [130]'
echo "ok: a growing file"

# The terminal in the place of a pipe is a mistake that is said.
screen_start 80 24 "$program" watch -
screen_wait 'rnntop watch - reads events from standard input'
screen_wait 'shell [2]'

# A pipe that says nothing stops no key.
screen_start 80 24 sh -c 'sleep 600 | "$0" watch -' "$program"
screen_wait 'Starting'
screen_keys '?'
screen_wait 'Ctrl-Z stops training'
screen_keys '?'
screen_wait 'Starting'
screen_keys C-c
screen_wait 'shell ['
echo "ok: a silent pipe"
exit 0
