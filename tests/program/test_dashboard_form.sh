#!/bin/sh
# The new-run form in the real program: what is typed into it, what it refuses, the run that it
# queues; and runs that are taken back.
set -eu

. "${top_srcdir:-$(dirname -- "$0")/../..}/tests/program/dashboard.sh"

# The form's row of a setting.
form_row()
{
    screen_capture | grep -m 1 "^. $1  " || fail "the form has no row $1"
}

# row_wait SETTING EXPRESSION: until its row matches.
row_wait()
{
    screen_wait_match "^. $1  *$2"
}

testing "n opens the form with the run on screen"
dashboard 80 24 --paused --epochs 1 --units 16 --embedding-dim 16 --model lstm,gru
screen_wait 'PAUSED before'
screen_keys n
screen_wait 'rnntop new run'
screen_has 'beginning with LSTM'
row_wait model 'lstm$'
screen_wait_match '^ ‖ LSTM: paused   epoch 1/1   batch 0/'
row_wait units '16  *128'
screen_has 'embedding:16,lstm:16,dense:1'

testing "an invalid value is refused, and not queued"
screen_keys Down Down
screen_type 0
screen_wait "units takes a whole number from 1 to 8192, not '0'."
screen_keys Enter
screen_settle
screen_has "units takes a whole number from 1 to 8192, not '0'."

testing "Backspace, Ctrl-U, Home, End, Left, Right, Delete edit it"
screen_keys BSpace
screen_type 87
row_wait units '87 '
screen_keys Home
screen_type 1
row_wait units '187 '
screen_keys Right DC
row_wait units '18 '
screen_keys Left Left DC
row_wait units '8 '
screen_wait 'embedding:16,lstm:8,dense:1'
screen_keys End
screen_type 4
row_wait units '84 '
screen_keys C-u
row_wait units '128 ' # nothing is the default
screen_type 8
screen_wait 'embedding:16,lstm:8,dense:1'

testing "Space, Left and Right step through choices"
screen_keys Down Down Space
row_wait bidirectional 'concat '
screen_has 'embedding:16,bidirectional(lstm:8),dense:1'
screen_keys Right
row_wait bidirectional 'sum '
screen_keys Left Left
row_wait bidirectional 'none '

testing "Tab, Shift-Tab, Up, PgUp and PgDn move"
screen_keys Tab
screen_wait_match '^▌ dropout'
screen_keys BTab Up
screen_wait_match '^▌ layers'
screen_keys PPage
screen_wait_match '^▌▾ Model'
screen_keys PPage
screen_wait_match '^▌▸ Data'
screen_keys NPage NPage
screen_wait_match '^▌▸ Training (4) *epochs 1'

testing "Space folds a group and unfolds it"
screen_keys Space
screen_wait_match '^▌▾ Training$'
screen_keys Down
screen_wait_match '^▌ epochs'

testing "/ finds a field by a part of its name, and only those that apply are taken"
screen_keys /
screen_type rho
screen_wait 'The optimizer has none'
screen_has 'fields: '
screen_keys Enter Escape
screen_wait_match '^▌ epochs'
screen_keys /
screen_type optim
screen_wait_match '^▌ optimizer'
screen_keys Enter
screen_type s
row_wait optimizer 'sgd '
row_wait learning-rate '0.01  *0.01'
screen_type a
row_wait learning-rate '0.001  *0.001'
screen_keys /
screen_type batch
screen_keys Enter

testing "letters are typed, pastes and unknown sequences are not"
screen_type 'qr'
row_wait batch-size 'qr '
screen_keys C-u
screen_bytes 1b 5b 32 30 30 7e 39 39 0d 1b 5b 32 30 31 7e
screen_bytes 1b 5b 32 33 7e
screen_type 20
row_wait batch-size '20 '

testing "it works at every size"
for size in 40x12 200x60 66x20 80x24; do
    screen_resize "${size%x*}" "${size#*x}"
    screen_wait_match '^▌ batch-size *20'
    screen_has 'Enter queue it'
done

testing "Esc leaves it, and the next one begins anew"
screen_keys Escape
screen_wait 'PAUSED before'
screen_keys n
screen_wait 'rnntop new run'
row_wait units '16 '
screen_keys Enter
screen_wait 'LSTM is the same'

testing "Enter queues the run, and it trains"
screen_keys Down Down
screen_type 8
screen_keys Enter
screen_wait 'LSTM units=8, seed 1, waits for its turn'
table_row 'LSTM units=8' | grep -q queued || fail "the new run is not queued"

testing "Delete and Backspace take a queued run back"
screen_keys r
screen_wait 'LSTM units=16 2, seed 2, waits'
screen_keys Enter # its twin is in the same row
screen_wait 'seed 2  '
screen_keys Tab
screen_wait_match '^▌ *seed 2'
screen_keys DC
screen_wait 'Take LSTM units=16 2 back?'
screen_keys Escape
screen_wait_gone 'Take LSTM'
screen_keys BSpace
screen_wait 'Take LSTM units=16 2 back?'
screen_type y
screen_wait 'is taken back'
screen_keys Up
screen_wait_gone 'seed 2  '
screen_keys 1
screen_wait_match '^▌ LSTM units=8'
screen_keys Space
screen_wait_match 'LSTM units=8 *✓ done'
screen_wait 'Done. Test accuracy'
screen_keys DC
screen_wait 'has begun: only a run that waits'

testing "a form while all is done: the new run trains at once, another model"
screen_keys n
screen_wait 'rnntop new run'
screen_type 'embedding:8,bidirectional(gru:4),dropout:0.2'
screen_wait 'embedding:8,bidirectional(gru:4),dropout:0.2,dense:1'
screen_keys C-u
screen_type 'simplernn'
screen_wait 'embedding:16,simplernn:8,dense:1'
screen_keys Enter
screen_wait_match 'SimpleRNN  *✓ done'

testing "a written model that can't be is refused with the layer and the reason"
screen_keys n
screen_wait 'rnntop new run'
screen_type 'embedding:8,dense:3,lstm:4'
screen_wait 'Layer 2 (Dense) reads one vector'
screen_keys Escape
screen_wait 'Done. Best of 4 runs by validation'
screen_keys q
screen_left 0

testing "a run that broke: where, why, and a form with what may help"
dashboard 80 24 --epochs 2 --units 16 --embedding-dim 16 --model simplernn --activation relu --learning-rate 10
screen_wait_match 'SimpleRNN *✗ failed'
screen_wait 'The loss became '
screen_wait_match '^ epoch 0.*✗'
[ "$(screen_capture | grep -c '┤.*✗\|│.*✗')" -eq 2 ] || fail "not one sign in each plot"
screen_wait 'n new run, lr 0.001'
screen_lacks 'run again'
screen_keys l
screen_wait 'finished; there is nothing to keep' # wrapped, and whole
screen_keys Escape
screen_wait 'n new run'
screen_keys n
screen_wait 'The run broke off: learning-rate 0.001'
row_wait learning-rate '0.001 '
screen_keys Enter
screen_wait_match 'SimpleRNN .*✓ done'
screen_keys q
screen_left 1 # one run failed
