#!/bin/sh
# Is true what the manual's lesson of 45 minutes claims? Trains the lesson's two networks, and the preset of
# padding, with several seeds on each data set that is named, prints the tables that
# tests/bench/RESULTS.md holds, and ends with status 1 where a claim does not hold. With five seeds it takes
# some ten minutes a data set: lesson_table.sh [SEEDS] [DATA]...
set -eu

seeds=${1:-5}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- demo ${RNNTOP_TEST_DATA:+"$RNNTOP_TEST_DATA/imdb.npz"}
build=${top_builddir:-.}
. "${top_srcdir:-.}/tests/bench/figures.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# train NAME OPTION...: its lines are in $work/NAME.
train() {
    name=$1
    shift
    XDG_DATA_HOME=$work/data "$build/rnntop" train --seeds "$seeds" --json "$@" >"$work/$name" 2>"$work/talk" ||
        { cat "$work/talk" >&2; tail -n 1 "$work/$name" >&2; exit 1; }
}

# of RUN SEED: the run's short name with that seed.
of() {
    if [ "$seeds" -eq 1 ]; then printf '%s' "$1"; else printf '%s-%s' "$1" "$2"; fi
}

# row FORMAT NAMES: a line of the table, of the seed and of figures.
row() {
    awk "BEGIN { $figures"' printf "| '"$seed"' | '"$1"' |\n", '"$2"' }'
}

# claim SENTENCE CONDITION: a condition on awk's variables, which are set before it.
claim() {
    awk "BEGIN { $figures exit !($2) }" && return
    printf '%s, seed %s: not so: %s (%s)\n' "$data" "$seed" "$1" "$figures" >&2
    failed=1
}

networks() {
    train networks --data "$data" --preset lesson
    printf '\n| seed | SimpleRNN: best val | falls by up to | test | LSTM: best val | least val loss | last val loss | test |\n'
    printf '| --- | --- | --- | --- | --- | --- | --- | --- |\n'
    for seed in $(seq "$seeds"); do
        rnn=$(of simplernn "$seed") lstm=$(of lstm "$seed")
        figures=$(
            values "$work/networks" epoch "$rnn" val_accuracy |
                awk '{ if (NR > 1 && last - $1 > fall) fall = last - $1; last = $1; if ($1 > best) best = $1 }
                    END { printf "rnn = %.3f; fall = %.3f; ", best, fall }'
            values "$work/networks" epoch "$lstm" val_accuracy |
                awk '{ if ($1 > best) { best = $1; at = NR } } END { printf "lstm = %.3f; at = %d; ", best, at }'
            values "$work/networks" epoch "$lstm" val_loss |
                awk 'NR == 1 || $1 < least { least = $1; at = NR } { last = $1 }
                    END { printf "least = %.3f; least_at = %d; last = %.3f; ", least, at, last }'
            printf 'rnn_test = %.3f; ' "$(values "$work/networks" test "$rnn" accuracy)"
            printf 'lstm_test = %.3f; ' "$(values "$work/networks" test "$lstm" accuracy)"
        )
        row '%.3f | %.3f | %.3f | %.3f @%d | %.3f @%d | %.3f | %.3f' \
            'rnn, fall, rnn_test, lstm, at, least, least_at, last, lstm_test'
        # On IMDB it is chaos; of the demo corpus it learns next to nothing.
        if [ "$data" = demo ]; then
            claim 'the SimpleRNN hardly learns' 'rnn <= 0.65'
        else
            claim 'the SimpleRNN falls back' 'fall >= 0.05'
        fi
        claim 'the LSTM is the better one' 'lstm > rnn + 0.03 && lstm_test > rnn_test + 0.03'
        claim 'its validation loss is least within six epochs and turns up' 'least_at <= 6 && last > 1.1 * least'
    done
}

paddings() {
    train paddings --data "$data" --preset padding
    printf '\n| seed | zeros behind: best val | zeros before | masked |\n| --- | --- | --- | --- |\n'
    for seed in $(seq "$seeds"); do
        figures=$(
            for way in post=padpost pre=padpre mask=padpost-mask; do
                printf '%s = %.3f; ' "${way%=*}" \
                    "$(values "$work/paddings" epoch "$(of "lstm-${way#*=}" "$seed")" val_accuracy |
                        sort -g | tail -n 1)"
            done
        )
        row '%.3f | %.3f | %.3f' 'post, pre, mask'
        claim 'zeros behind a review make the network forget it' 'pre > post + 0.1 && mask > post + 0.1'
    done
}

for data in "$@"; do
    printf '\n%s\n' "$(basename "$data" .npz)"
    networks
    paddings
done
exit $failed
