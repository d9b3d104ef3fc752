#!/usr/bin/env bash
# make attack: what takes hours, by hand. A third of $ATTACK_MINUTES (60) each for
#
#   damage  files of every form, with flipped bits, cuts and worse, each read or refused (damage.c)
#   ring    a producer and a consumer at the ring, with other seeds and sizes each time
#   kill    trainings that save their best epochs, killed at any moment: what stands under a model's
#           name is a whole model, and every row of the CSV is a whole row
#
# Stops at the first fault, says how to see it again, and keeps the folder with what made it. In a build
# with --enable-sanitize=address,undefined the first sees more, with =thread the second. $ATTACK_SEED
# repeats an attack (the kill's moments apart).
set -uo pipefail

build=${top_builddir:?}
seconds=$((${ATTACK_MINUTES:-60} * 60 / 3))
seed=${ATTACK_SEED:-$(date +%s)}
work=$(mktemp -d "${TMPDIR:-/tmp}/rnntop-attack.XXXXXX")
export HOME="$work" XDG_DATA_HOME="$work/data" XDG_CONFIG_HOME="$work/config" XDG_CACHE_HOME="$work/cache"
export ASAN_OPTIONS="${ASAN_OPTIONS-}${ASAN_OPTIONS+:}allocator_may_return_null=1"
unset RNNTOP_DATA
child=
trap '[ -z "$child" ] || kill -KILL "$child" 2>/dev/null' EXIT
trap 'exit 1' HUP INT TERM

fault() {
    printf 'FAULT: %s\nseed %s; kept: %s\n' "$*" "$seed" "$work"
    exit 1
}

train=("$build/rnntop" train --data "$work/data.npz" --model lstm --num-words 200 --maxlen 20 --units 8
    --embedding-dim 8)

# A file of each form, with the few rows that all its parts need.
make_files() {
    "$build/tests/program/make_tiny_npz" "$work/data.npz" 30 || fault "no data"
    "$build/tests/program/make_tiny_npz" "$work/damaged.npz" 5 || fault "no data"
    "${train[@]}" --epochs 1 --save "$work/model.safetensors" >"$work/log" 2>&1 || fault "no model: $(cat "$work/log")"
    for i in 1 2 3 4 5 6; do
        printf '%s,"one, ""two"" %s"\r\n' "$((i % 2))" "$i" >>"$work/text.csv"
        printf '%s\tone two %s\n' "$((i % 2))" "$i" >>"$work/text.tsv"
        printf '{"label": %s, "text": "one \\u00e9 %s"}\n' "$((i % 2))" "$i" >>"$work/text.jsonl"
    done
    sed 's/^reviews .*/reviews 20 10/' "${top_srcdir:?}/data/demo.grammar" >"$work/text.grammar"
}

damage() {
    local each file kind
    local files=(damaged.npz model.safetensors text.csv text.tsv text.jsonl text.grammar)
    each=$((seconds / ${#files[@]}))
    for file in "${files[@]}"; do
        kind=data
        [ "$file" != model.safetensors ] || kind=model
        mkdir -p "$work/$file.copies"
        "$build/tests/attack/damage" $kind "$work/$file" "$work/$file.copies" "$each" "$seed" >"$work/log" 2>&1 ||
            fault "$file, status $?: $(tail -n 40 "$work/log")"
        printf 'damage: %s: %s\n' "$file" "$(tail -n 1 "$work/log")"
    done
}

ring() {
    local end=$((SECONDS + seconds)) rounds=0 capacity
    while [ $SECONDS -lt $end ]; do
        capacity=$((1 << (seed + rounds) % 11))
        "$build/tests/attack/ring" 300000 $((seed + rounds)) $capacity $((capacity / 8)) >"$work/log" 2>&1 ||
            fault "ring of $capacity slots, seed $((seed + rounds)): $(tail -n 40 "$work/log")"
        rounds=$((rounds + 1))
    done
    printf 'ring: %d times 300,000 events\n' $rounds
}

# Rows of Keras's CSVLogger: whole lines, all with as many fields as the heading.
csv_is_whole() {
    [ ! -s "$1" ] || { [ -z "$(tail -c 1 "$1")" ] && awk -F, 'NR == 1 { n = NF } NF != n { exit 1 }' "$1"; }
}

kill_while_saving() {
    local end=$((SECONDS + seconds)) kills=0 models=0
    RANDOM=$((seed % 32768))
    rm -f "$work/model.safetensors"
    while [ $SECONDS -lt $end ]; do
        rm -f "$work/log.csv"
        # So slow that nearly every epoch is better than the one before, and saved.
        "${train[@]}" --epochs 100000 --optimizer sgd --learning-rate 1e-6 --monitor loss --save-best \
            --save "$work/model.safetensors" --csv "$work/log.csv" >"$work/log" 2>&1 &
        child=$!
        sleep "0.$(printf '%03d' $((RANDOM % 1000)))"
        kill -KILL $child 2>/dev/null || fault "training ended by itself: $(tail -n 5 "$work/log")"
        wait $child 2>/dev/null
        child=
        kills=$((kills + 1))
        csv_is_whole "$work/log.csv" || fault "$work/log.csv is torn"
        [ -e "$work/model.safetensors" ] || continue
        "$build/rnntop" eval "$work/model.safetensors" --data "$work/data.npz" >"$work/log" 2>&1 ||
            fault "after $kills kills, $work/model.safetensors: $(cat "$work/log")"
        models=$((models + 1))
        rm -f "$work"/.rnntop-*.tmp # a kill leaves these; nobody reads them
        [ $((RANDOM % 3)) -ne 0 ] || rm "$work/model.safetensors"
    done
    [ $models -gt 0 ] || fault "$kills kills, and never was a model saved: nothing was tested"
    printf 'kill: %d trainings killed, %d models read\n' $kills $models
}

printf 'seed %s, %d s for each of three attacks\n' "$seed" "$seconds"
make_files
damage
ring
kill_while_saving
rm -rf "$work"
echo 'no fault found'
