#!/bin/sh
# What the dashboard costs, beside rnntop train: figures, and what each is to be. Nothing fails.
#
#   train's speed     an LSTM by train and by the dashboard, at the same time, a core each, so that what
#                     else the machine does falls on both; then again with the cores exchanged. The
#                     dashboard's core also bears its drawing and tmux, 200x60. Timed is what lies
#                     between the ends of the first and the last epoch.
#   the UI's thread   part of a core while it trains
#   paused            the whole process's part of a core
#   memory            most that was resident in the lesson's session: both networks, and their tests
#   first batch       from the start of the program to the first trained batch on the screen
set -eu

fail()
{
    echo "dashboard_cost.sh: $1" >&2
    exit 1
}

real_data=yes
. "${top_srcdir:-$(dirname -- "$0")/../..}/tests/program/dashboard.sh"

pairs=${RNNTOP_BENCH_PAIRS:-8}
epochs=3
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

# say NAME UNIT WANTED FILE: the median of a figure's values, which go into the results.
say()
{
    say_median=$(sort -g "$4" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }')
    printf '%-36s %10s %-6s  %s\n' "$1" "$say_median" "$2" "$3"
    sed "s|^|$1	$2	|" "$4" >>"$screen_dir/figures"
}

# say_one NAME UNIT WANTED VALUE
say_one()
{
    echo "$4" >"$screen_dir/one"
    say "$1" "$2" "$3" "$screen_dir/one"
}

# look NAME: how many lines a run's CSV file has now, and since when, if that is new.
look()
{
    look_lines=$(wc -l 2>/dev/null <"$screen_dir/$1.csv" || echo 0)
    if [ "$look_lines" -gt 1 ] && [ "$look_lines" != "$(tail -n 1 "$screen_dir/$1.times" | cut -d ' ' -f 1)" ]; then
        echo "$look_lines $(stat -c %.9Y "$screen_dir/$1.csv")" >>"$screen_dir/$1.times"
    fi
}

# epoch_seconds NAME: of an epoch between the first and the last that were seen to end.
epoch_seconds()
{
    awk 'NR == 1 { lines = $1; time = $2 } END { printf "%.4f", ($2 - time) / ($1 - lines) }' \
        "$screen_dir/$1.times"
}

# pair CORE-OF-TRAIN CORE-OF-THE-DASHBOARD
pair()
{
    for name in plain drawn; do
        rm -f "$screen_dir/$name.csv" "$screen_dir/$name.safetensors"
        : >"$screen_dir/$name.times"
    done
    set -- "$1" "$2" --data "$data" --model lstm --epochs "$epochs" --threads 1
    plain_core=$1 drawn_core=$2
    shift 2
    rm -f "$screen_dir/done"
    taskset -c "$plain_core" "$program" train "$@" --csv "$screen_dir/plain.csv" \
        --save "$screen_dir/plain.safetensors" >/dev/null 2>&1 &
    plain=$!
    screen_stop
    screen_server=$((screen_server + 1))
    screen_before="taskset -c $drawn_core"
    screen_tmux new-session -d -x 200 -y 60 "'$program' $(screen_quote "$@") --csv '$screen_dir/drawn.csv' \
            --save '$screen_dir/drawn.safetensors' --exit; touch '$screen_dir/done'"
    screen_before=
    until [ -e "$screen_dir/done" ] && ! kill -0 "$plain" 2>/dev/null; do
        look plain
        look drawn
        sleep 0.5
    done
    wait "$plain" || fail "train ended with status $?"
    look plain
    look drawn
    [ -s "$screen_dir/drawn.safetensors" ] || fail "the dashboard trained nothing"
    echo "$(epoch_seconds plain) $(epoch_seconds drawn)" |
        awk '{ printf "%.4f\n", $1 / $2 }' >>"$screen_dir/ratios"
}

: >"$screen_dir/ratios"
done_pairs=0
while [ "$done_pairs" -lt "$pairs" ]; do
    if [ $((done_pairs % 2)) -eq 0 ]; then pair 0 1; else pair 1 0; fi
    done_pairs=$((done_pairs + 1))
done
say "train's speed, with the dashboard" '' ">= 0.98, median of $pairs pairs" "$screen_dir/ratios"
printf '%36s %10s to %s\n' '' "$(sort -g "$screen_dir/ratios" | head -n 1)" \
    "$(sort -g "$screen_dir/ratios" | tail -n 1)"

start=$(now)
screen_start 200 60 "$program" --data "$data"
until screen_capture | grep -q 'batch [1-9][0-9]*/'; do sleep 0.02; done
say_one 'start to the first batch' s '< 1.5, tmux and its shell included' "$(since "$start")"
pid=$(screen_pid)
say_one "the UI's thread, while training" % '< 2 of a core' "$(share "/proc/$pid/task/$pid/stat")"
screen_keys Space
screen_wait PAUSED
sleep 1
say_one 'everything, while paused' % '< 0.5 of a core' "$(share "/proc/$pid"/task/*/stat)"

# The first network's epoch and test, then the second's, to the end.
screen_start 200 60 "$program" --data "$data" --epochs 1
screen_wait_match '^. LSTM  *[^ ] done'
say_one 'most memory resident' MB '< 100' \
    "$(awk '/^VmHWM/ { printf "%.0f", $2 / 1024 }' "/proc/$(screen_pid)/status")"
"$build/tests/bench/record" <"$screen_dir/figures"
