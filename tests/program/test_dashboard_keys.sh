#!/bin/sh
# Every key of the dashboard, pressed in the real program: what it does is read from the screen.
set -eu

. "${top_srcdir:-$(dirname -- "$0")/../..}/tests/program/dashboard.sh"

# changes KEY...: the key has an effect that stays; the screen before is in $screen_dir/old.
changes()
{
    screen_settle
    screen_capture >"$screen_dir/old"
    screen_keys "$@"
    screen_tries=0
    while screen_capture | cmp -s - "$screen_dir/old"; do
        screen_tries=$((screen_tries + 1))
        [ $screen_tries -lt $((screen_patience * 10)) ] || fail "$* changes nothing"
        sleep 0.1
    done
}

# back_to_old KEY...: the key brings the screen back that was there before `changes`.
back_to_old()
{
    screen_keys "$@"
    screen_tries=0
    until screen_capture | cmp -s - "$screen_dir/old"; do
        screen_tries=$((screen_tries + 1))
        [ $screen_tries -lt $((screen_patience * 10)) ] || fail "$* does not bring the screen back: $(screen_capture | diff "$screen_dir/old" -)"
        sleep 0.1
    done
}

testing "--paused waits before the first batch, and not a cell changes"
dashboard 80 24 --paused --epochs 3
screen_wait 'PAUSED before'
sleep 1
screen_stands 2
table_row SimpleRNN | grep -q paused || fail "the run is not paused"
table_row LSTM | grep -q queued || fail "the LSTM does not wait"

testing ". trains one batch and pauses"
screen_keys .
screen_wait_match 'PAUSED in epoch 1 after batch 1/[0-9]*   loss 0\.[0-9]*   accuracy 0\.[0-9]'
screen_has 'train of every batch' # which is drawn from the first one on
screen_wait_match ' train 0\.[0-9]*$'
screen_keys .
screen_wait 'PAUSED in epoch 1 after batch 2/'
sleep 1
screen_stands 2

testing "< and > change the learning rate, and say so"
screen_keys '<'
screen_wait 'learning rate 0.001 -> 0.0005: by hand'
screen_keys '>'
screen_wait 'learning rate 0.0005 -> 0.001: by hand'
screen_keys Up
screen_wait_gone 'by hand'

testing "e trains the rest of the epoch and pauses"
screen_keys e
screen_wait 'PAUSED after epoch 1'
table_row SimpleRNN | grep -q '1/3 .*0\.[0-9]* .*@1' || fail "the table lacks the epoch's figures"
sleep 1
screen_stands 2

testing "s saves the run on screen, and says where"
screen_keys s
screen_wait 'Saved '
table_row SimpleRNN | grep -q ' @1 ' || fail "the column saved lacks @1"
[ "$(find "$models" -name 'simplernn-*.safetensors' | wc -l)" -eq 1 ] ||
    fail "there is not one model file: $(ls "$models")"
screen_keys Up
screen_wait_gone 'Saved '
screen_keys C-s # a key, not flow control
screen_wait 'Saved '
screen_keys Up
screen_wait_gone 'Saved '

testing "l shows the messages, and q Esc l come back"
screen_keys l
screen_wait 'rnntop messages'
screen_has 'Saved '
screen_keys q
screen_wait 'PAUSED after epoch 1'
screen_keys l
screen_wait 'rnntop messages'
screen_keys Escape
screen_wait 'PAUSED after epoch 1'

testing "? h F1 show the help, and come back"
for key in '?' h F1; do
    screen_keys "$key"
    screen_wait 'Reading the curves'
    screen_keys "$key"
    screen_wait_gone 'Reading the curves'
done
screen_keys '?'
screen_wait 'Reading the curves'
screen_keys 1
screen_wait_gone 'Reading the curves'

testing "Tab and Shift-Tab change the run on screen"
screen_keys Tab
screen_wait_match '^▌ LSTM'
screen_keys s
screen_wait 'nothing to save'
screen_keys Tab
screen_wait_match '^▌ SimpleRNN'
screen_keys BTab
screen_wait_match '^▌ LSTM'
screen_keys BTab
screen_wait_match '^▌ SimpleRNN'

testing "c, the arrows, Home, End: a cursor with a read-out on both plots"
screen_keys c
screen_wait 'epoch 1   train 0.'
[ "$(screen_capture | grep -c 'epoch 1   train 0\.')" -eq 2 ] || fail "not two read-outs"
screen_keys e
screen_wait 'PAUSED after epoch 2'
screen_keys Right
screen_wait 'epoch 2   train 0.'
screen_keys Left
screen_wait 'epoch 1   train 0.'
screen_keys End
screen_wait 'epoch 2   train 0.'
screen_keys Home
screen_wait 'epoch 1   train 0.'
screen_keys NPage
screen_wait 'epoch 3   train –' # not there yet
screen_keys PPage
screen_wait 'epoch 1   train 0.'
screen_keys c
screen_wait 'accuracy   ⠤⠤⠤ train'
screen_keys Left
screen_wait_match 'epoch [0-9]   train 0\.'
screen_keys Escape
screen_wait 'accuracy   ⠤⠤⠤ train'

testing "+ - 0: zoom"
changes +
back_to_old 0
changes '='
back_to_old -

testing "x: epochs, batches, minutes"
screen_keys x
screen_wait_match '^ *batch 0'
screen_keys x
screen_wait_match '^ *min 0'
screen_keys x
screen_wait_match '^ *epoch 0'

testing "y: logarithmic loss"
changes y
screen_has 'log loss'
back_to_old y

testing "m: smooth, raw, by epoch"
changes m
screen_has 'train of every batch'
screen_keys m
screen_wait 'train averaged over each epoch'
back_to_old m

testing "b: braille, blocks, ASCII"
changes b
screen_lacks '⠤'
screen_keys b
screen_wait_match "^> SimpleRNN"
if screen_capture | LC_ALL=C grep -q '[^ -~]'; then
    fail "b: not only ASCII"
fi
back_to_old b

testing "an unknown key says so"
screen_type Q
screen_wait "no key 'Q'; ? lists the keys"
screen_keys Down
screen_wait_gone "no key 'Q'"

testing "r: run again with the next seed"
screen_keys r
screen_wait 'waits for its turn'
table_row 'SimpleRNN ×2' | grep -q '0 of 2' || fail "the new run is not in the row of its twin"

testing "Enter opens the row of seeds, and closes it"
screen_keys Enter
screen_wait 'seed 2  '
table_row 'seed 1' | grep -q paused || fail "the first seed is not paused"
table_row 'seed 2' | grep -q queued || fail "the second one is not queued"
screen_keys Enter
screen_wait_gone 'seed 2  '
screen_keys Enter
screen_wait 'seed 2  '

testing "Space goes on, and pauses again; p too"
screen_keys Space
screen_wait_match 'LSTM  *► training'
screen_keys p
screen_wait PAUSED
sleep 1
screen_stands 3
table_row 'seed 1' | grep -q 'done' || fail "the first run is not done"
table_row 'seed 1' | grep -q ' 0\.[0-9]* @[123] *0\.[0-9]*' || fail "the table lacks best or test figure"

testing "S sorts the table, and its head says so; a best run is marked"
screen_keys S
screen_wait 'best val ▾'
screen_has 'The table has the best validation first'
screen_keys S
screen_wait '  run ▾'
screen_keys S
screen_wait_gone 'run ▾'

testing "k marks the run on screen"
screen_keys k
screen_wait 'is marked'
screen_wait_match '^▌[★◆]'
screen_keys k
screen_wait 'is no longer marked'

testing "o: the other runs' curves"
screen_keys e
screen_wait_match 'PAUSED.* after epoch 1'
changes o
screen_keys o
screen_wait_gone 'val of'
back_to_old o

testing "Tab keeps each run's zoom and cursor"
screen_keys + c
screen_wait_match 'accuracy   epoch [0-9.]*   train 0\.'
changes Tab
screen_has 'accuracy   ⠤⠤⠤ train'
back_to_old BTab
screen_keys 0 Escape
screen_wait 'accuracy   ⠤⠤⠤ train' # a key right after Esc would be taken for one with Alt

testing "f holds the picture; training goes on"
screen_keys Space
screen_wait_gone PAUSED
screen_keys f
screen_wait HELD
screen_keys f
screen_wait_gone HELD

testing "a resize while training"
for size in 40x12 200x60 66x20 120x36 80x24; do
    screen_resize "${size%x*}" "${size#*x}"
    screen_wait 'q quit'
done

testing "Ctrl-L repaints"
screen_keys C-l
screen_wait 'q quit'

testing "when all is done, q leaves at once, and the scrollback keeps a line a run"
screen_wait_match 'LSTM  *✓ done'
screen_wait_match 'seed 2  *✓ done'
screen_wait_match 'SimpleRNN ×2  *✓ done .* 0\.[0-9]* ±0\.[0-9]*'
screen_wait '★'
screen_wait 'Done. Test accuracy'
screen_keys Space
screen_wait 'Nothing is left to train'
screen_keys q
screen_left 0
for run in SimpleRNN LSTM 'SimpleRNN 2'; do
    screen_history | grep -q "^$run  .*3 of 3 epochs .*test accuracy 0\.[0-9]*" ||
        fail "the scrollback lacks $run"
done
screen_history | grep -q '^Best of 3 runs by validation: ' || fail "the scrollback lacks the best run"
screen_history | grep -q 'SimpleRNN  *2 of 2 .* ±0\.' || fail "the scrollback lacks the seeds' mean"
[ "$(find "$models" -name '*.safetensors' | wc -l)" -eq 3 ] ||
    fail "there are not three model files: $(ls "$models")"

echo "all passed"
