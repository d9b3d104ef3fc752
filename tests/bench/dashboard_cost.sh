#!/bin/sh
# What the dashboard costs, beside rnntop train: figures, and what each is to be. Nothing fails.
#
#   whole command     two epochs of the LSTM, loading and test included, paired: train, then the dashboard in tmux at 200x60
#   the UI's thread   part of a core while it trains
#   paused            the whole process's part of a core
#   memory            most that was resident in the lesson's run
#   first batch       from the start of the program to the first trained batch on the screen
set -eu

. "${top_srcdir:-$(dirname -- "$0")/../..}/tests/dashboard.sh"

fail()
{
    echo "dashboard_cost.sh: $1" >&2
    exit 1
}

pairs=${RNNTOP_BENCH_PAIRS:-5}
ticks=$(getconf CLK_TCK)
seconds=10 # of each look at what a thread uses

now()
{
    date +%s.%N
}

# since START: seconds.
since()
{
    echo "$1 $(now)" | awk '{ printf "%.3f", $2 - $1 }'
}

# Ticks that threads have used: of the files given.
used()
{
    cat "$@" | sed 's/.*) //' | awk '{ sum += $12 + $13 } END { print sum }'
}

# share FILE...: of a core in the next seconds, in percent.
share()
{
    share_before=$(used "$@")
    sleep "$seconds"
    echo "$share_before $(used "$@")" |
        awk -v ticks="$ticks" -v seconds="$seconds" '{ printf "%.2f", ($2 - $1) / ticks / seconds * 100 }'
}

say()
{
    printf '%-34s %10s %-6s  %s\n' "$1" "$2" "$3" "$4"
}

run='--model lstm --epochs 2'
pair=0
: >"$screen_dir/ratios"
while [ "$pair" -lt "$pairs" ]; do
    pair=$((pair + 1))
    start=$(now)
    # shellcheck disable=SC2086 # options
    "$program" train --data "$data" $run --save "$screen_dir/a.safetensors" >/dev/null 2>&1
    plain=$(since "$start")
    rm -f "$screen_dir/a.safetensors" "$screen_dir/done"
    start=$(now)
    # shellcheck disable=SC2086 # options
    screen_tmux -f "$screen_dir/tmux.conf" new-session -d -x 200 -y 60 \
        "'$program' --data '$data' $run --save '$screen_dir/a.safetensors' --exit
         touch '$screen_dir/done'"
    while [ ! -e "$screen_dir/done" ]; do sleep 0.01; done
    drawn=$(since "$start")
    [ -s "$screen_dir/a.safetensors" ] || fail "the dashboard trained nothing"
    rm -f "$screen_dir/a.safetensors"
    echo "$plain $drawn" | awk '{ print $1 / $2 }' >>"$screen_dir/ratios"
done
ratio=$(sort -n "$screen_dir/ratios" | awk '{ v[NR] = $1 } END { printf "%.3f", v[int((NR + 1) / 2)] }')
say "train's speed, with the dashboard" "$ratio" '' ">= 0.98, median of $pairs pairs"

start=$(now)
screen_start 200 60 "$program" --data "$data"
until screen_capture | grep -q 'batch [1-9][0-9]*/'; do sleep 0.02; done
say 'start to the first batch' "$(since "$start")" s '< 1.5, tmux and its shell included'
pid=$(screen_pid)
say "the UI's thread, while training" "$(share "/proc/$pid/task/$pid/stat")" % '< 2 of a core'
say 'most memory resident' "$(awk '/^VmHWM/ { printf "%.0f", $2 / 1024 }' "/proc/$pid/status")" MB '< 100'
screen_keys Space
screen_wait PAUSED
sleep 1
say 'everything, while paused' "$(share "/proc/$pid"/task/*/stat)" % '< 0.5 of a core'
