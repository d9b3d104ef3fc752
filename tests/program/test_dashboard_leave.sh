#!/bin/sh
# Leaving the dashboard by every door: what is asked, what is saved, how fast, and that the terminal is
# as it was. On real data where it is there: what is saved in two seconds, and what a stopped process
# leaves undone, depend on a model's size.
set -eu
real_data=yes

. "${top_srcdir:-$(dirname -- "$0")/../..}/tests/program/dashboard.sh"

saved_models()
{
    find "$models" -name '*.safetensors' 2>/dev/null | wc -l
}

testing "q before anything is learned leaves at once"
dashboard 80 24 --paused
screen_wait 'PAUSED before'
screen_keys q
screen_left 0
[ "$(saved_models)" -eq 0 ] || fail "a model was saved that has learned nothing"

testing "q while training asks; q and Space do not confirm; Esc stays; d discards"
dashboard 80 24 --paused
dashboard_train
screen_keys q
screen_wait 'Quit?'
screen_wait 'y save and quit'
screen_keys q Space F10 x Tab
sleep 1
screen_has 'Quit?'
screen_keys Escape
screen_wait_gone 'Quit?'
screen_moves
screen_keys q
screen_wait 'Quit?'
screen_keys d
screen_left 0
[ "$(saved_models)" -eq 0 ] || fail "d saved a model all the same"

testing "y saves and quits, and so does Enter"
for key in y Enter; do
    rm -rf "$models"
    dashboard 80 24 --paused
    dashboard_train
    screen_keys q
    screen_wait 'Quit?'
    screen_keys $key
    screen_left 0
    [ "$(saved_models)" -eq 1 ] || fail "$key saved no model"
    screen_history | grep -A 1 '^SimpleRNN  ' | grep -q '^  [~/].*\.safetensors$' ||
        fail "the scrollback does not say where the model is"
done

testing "signals: save, restore the terminal and exit within two seconds"
for signal in INT TERM HUP; do
    rm -rf "$models"
    dashboard 80 24 --paused
    dashboard_train
    pid=$(screen_pid)
    kill -"$signal" "$pid"
    tries=0
    while kill -0 "$pid" 2>/dev/null; do
        tries=$((tries + 1))
        # Two seconds are promised; a test leaves a slow machine more.
        [ $tries -lt 100 ] || fail "still there 10 s after SIG$signal"
        sleep 0.1
    done
    [ $tries -le 20 ] || echo "  slow: $((tries / 10)) s for SIG$signal"
    case $signal in
    INT) status=130 ;;
    TERM) status=143 ;;
    HUP) status=129 ;;
    esac
    screen_left "$status"
    [ "$(saved_models)" -eq 1 ] || fail "SIG$signal saved no model"
done

testing "Ctrl-C, in the help as well"
rm -rf "$models"
dashboard 80 24 --paused
dashboard_train
screen_keys '?'
screen_wait 'Reading the curves'
screen_keys C-c
screen_left 130
[ "$(saved_models)" -eq 1 ] || fail "Ctrl-C saved no model"

testing "a crash gives the terminal back, and dies of its signal"
dashboard 80 24 --paused
dashboard_train
kill -SEGV "$(screen_pid)"
screen_left 139

testing "Ctrl-Z stops training too, and fg goes on"
dashboard 80 24 --paused --epochs 50 --baseline=no # whose score would come into the picture
dashboard_train
screen_keys C-z
screen_wait Stopped
screen_type 'stty -a | tr " " "\n" | grep -x -e icanon -e echo | sort | tr "\n" " "'
screen_keys Enter
screen_wait 'echo icanon'
if [ -r "/proc/$(screen_pid)/stat" ]; then
    state=$(sed 's/.*) \(.\).*/\1/' "/proc/$(screen_pid)/stat")
    [ "$state" = T ] || fail "the process is in state $state, not stopped"
    before=$(sed 's/.*) //' "/proc/$(screen_pid)/stat" | cut -d ' ' -f 12)
    sleep 2
    after=$(sed 's/.*) //' "/proc/$(screen_pid)/stat" | cut -d ' ' -f 12)
    [ "$before" = "$after" ] || fail "training goes on while stopped"
fi
screen_type fg
screen_keys Enter
screen_wait 'q quit'
screen_moves
screen_keys Space
screen_wait PAUSED
sleep 1
screen_stands 2
screen_keys q
screen_wait 'Quit?'
screen_keys d
screen_left 0

testing "--exit leaves when the queue is done"
rm -rf "$models"
dashboard 80 24 --exit --model lstm --epochs 1 --units 16 --embedding-dim 16
screen_left 0
screen_history | grep -q 'LSTM  .*test accuracy 0\.' || fail "the scrollback lacks the run"
[ "$(saved_models)" -eq 1 ] || fail "the model is not there"

echo "all passed"
