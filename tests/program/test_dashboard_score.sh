#!/bin/sh
# The score view in a terminal: the parts that v turns to, epochs, the reviews that were judged most
# wrongly; and that who watches a stream sees the same.
set -eu

. "${top_srcdir:-$(dirname -- "$0")/../..}/tests/program/dashboard.sh"

run="--data demo --model simplernn --learning-rate 0.0005 --epochs 2 --batch-size 200 --seed 3"

# score COLUMNS ROWS COMMAND...: the score of the run, when it is done.
score()
{
    screen_start "$@"
    screen_wait_match 'SimpleRNN .*✓ done .* 0\.[0-9]'
    screen_has '2 score'
    screen_keys 2
    screen_wait 'val, epoch 2: 7,500'
}

# All but the two lowest rows.
panels()
{
    screen_settle
    screen_capture | sed -e '$d' | sed '$d'
}

testing "2 shows matrices, figures and the ROC curve; v the rest"
# shellcheck disable=SC2086 # words of a command
score 80 24 "$program" $run
screen_has 'test: 25,000 reviews'
screen_has 'false alarms'
screen_has 'p 0.5'
here_first=$(panels)
screen_keys v
screen_wait 'calibration'
screen_has 'words in the review'
screen_has 'p by class'
screen_has 'of 7,500 are wrong'
here_second=$(panels)

testing "Down chooses, Enter reads what words the demo corpus has, Esc and v lead back"
screen_keys Down Enter
screen_wait 'The network reads'
screen_wait_match 'val [0-9,]* of 7,500   is [a-z]*   said [a-z]*   p [0-9]'
screen_capture | sed -n 5p | grep -Eq '([a-z]+ ){4}' || fail "there are no words: $(screen_capture)"
screen_keys Escape
screen_wait 'most wrong'
screen_keys v
screen_wait 'val, epoch 2: 7,500'

testing "Left and Right walk the epochs"
screen_keys Left
screen_wait 'val, epoch 1: 7,500'
screen_keys Right
screen_wait 'val, epoch 2: 7,500'
screen_keys 2
screen_wait 'best val'
screen_keys C-c
screen_wait 'shell ['

testing "who watches the stream sees the same"
# shellcheck disable=SC2086
"$program" train $run --json >"$screen_dir/events" 2>"$screen_dir/errors" ||
    fail "train --json: $(cat "$screen_dir/errors")"
score 80 24 "$program" watch "$screen_dir/events"
[ "$here_first" = "$(panels)" ] || fail "the first part is another: $(screen_capture)
here:
$here_first"
screen_keys v
screen_wait 'calibration'
[ "$here_second" = "$(panels)" ] || fail "the second part is another: $(screen_capture)
here:
$here_second"
