#!/bin/sh
# The dashboard's shell in a real terminal, without training behind it: locales, terminals, sizes,
# stray bytes, standard error, crashes, suspension.
set -eu

. "${top_srcdir:-$(dirname -- "$0")/../..}/tests/program/tmux.sh"
demo=${DEMO_DASHBOARD:-./tests/ui/demo_dashboard}
case $demo in
/*) ;;
*) demo=$PWD/$demo ;;
esac

testing "pause: not a cell changes, and a key resumes"
screen_start 80 24 "$demo" --batch-ms 10
screen_wait 'training'
screen_moves
screen_keys Space
screen_wait 'PAUSED'
sleep 1
screen_stands 3
screen_has 'PAUSED'
screen_keys Space
screen_wait_gone 'PAUSED'
screen_moves

testing "stray bytes are swallowed: PuTTY's keys, a paste, the mouse, answers of a terminal"
screen_keys '?'
screen_wait 'Reading the curves'
screen_bytes 1b 5b 31 7e                     # PuTTY's Home: ESC [ 1 ~
screen_bytes 1b 5b 34 7e                     # and End
screen_bytes 1b 5b 32 30 30 7e 71 79 31 1b 5b 32 30 31 7e # a paste of q y 1
screen_bytes 1b 5b 4d 60 21 21               # a wheel's turn
screen_bytes 1b 5b 3f 36 32 3b 31 63         # attributes
screen_bytes 1b 5b 31 31 33 3b 35 75         # a key of kitty's protocol
sleep 1
screen_has 'Reading the curves'
screen_keys Escape
screen_wait_gone 'Reading the curves'

testing "an unknown key says so, and the next key ends the message"
screen_type Q
screen_wait "no key 'Q'; ? lists the keys"
screen_keys Up
screen_wait_gone "no key 'Q'"

testing "every size"
screen_keys Space
screen_wait PAUSED
for size in 1x1 2x1 1x40 200x1 39x11 40x12 66x20 80x23 80x24 120x36 200x60 80x24; do
    screen_resize "${size%x*}" "${size#*x}"
    sleep 0.4
    [ -d "/proc/$(screen_pid)" ] || kill -0 "$(screen_pid)" || fail "died at $size"
done
screen_wait PAUSED
screen_resize 39 11
screen_wait 'rnntop needs 40x12'
screen_resize 80 24
screen_wait 'PAUSED'

testing "Ctrl-Z stops the process, fg brings the screen back"
screen_keys Space
screen_wait_gone PAUSED
screen_keys C-z
screen_wait 'Stopped'
screen_type 'stty -a | tr " " "\n" | grep -x -e icanon -e echo | sort | tr "\n" " "'
screen_keys Enter
screen_wait 'echo icanon'
state=$(sed 's/.*) \(.\).*/\1/' "/proc/$(screen_pid)/stat" 2>/dev/null || echo T)
[ "$state" = T ] || fail "the process is in state $state after Ctrl-Z, not stopped"
screen_resize 100 30
screen_type fg
screen_keys Enter
screen_wait 'q quit'
screen_moves
screen_keys '?'
screen_wait 'Reading the curves'
screen_keys q
screen_wait_gone 'Reading the curves'
screen_resize 80 24

testing "SIGSTOP and SIGCONT: the picture comes back"
kill -STOP "$(screen_pid)"
# On the dashboard's own screen: nobody could restore anything. A long path of the program breaks the
# prompt behind it in two.
screen_tries=0
until screen_capture | tr -d ' \n' | grep -Fq 'shell[147]>'; do
    screen_tries=$((screen_tries + 1))
    [ $screen_tries -lt $((screen_patience * 10)) ] || fail "the shell does not come back"
    sleep 0.1
done
screen_type fg
screen_keys C-j # the mode is still the dashboard's too: Enter is no newline
screen_wait 'q quit'
screen_moves

testing "the quit prompt: q, Space and others do not confirm; Esc stays; d discards"
screen_keys q
screen_wait 'Quit?'
screen_keys q
screen_keys Space
screen_keys x
sleep 0.5
screen_has 'Quit?'
screen_keys Escape
screen_wait_gone 'Quit?'
screen_keys q
screen_wait 'Quit?'
screen_keys d
screen_wait 'demo discarded'
screen_left 0

testing "y saves, Enter too"
for key in y Enter; do
    screen_start 80 24 "$demo" --batch-ms 10
    screen_wait 'training'
    sleep 0.5
    screen_keys q
    screen_wait 'Quit?'
    screen_keys $key
    screen_wait 'demo saved'
    screen_left 0
done

testing "signals leave at once, and give the terminal back"
for signal in INT TERM HUP; do
    screen_start 80 24 "$demo" --batch-ms 10
    screen_wait 'training'
    kill -"$signal" "$(screen_pid)"
    screen_wait 'demo signalled'
    screen_left 0
done

testing "Ctrl-C is a signal"
screen_start 80 24 "$demo" --batch-ms 10
screen_wait 'training'
screen_keys C-c
screen_wait 'demo signalled'
screen_left 0

testing "a crash in another thread gives the terminal back"
screen_start 80 24 "$demo" --batch-ms 10 --crash 50
screen_wait 'training'
screen_left 139

testing "what libraries write to standard error goes to the messages"
screen_start 80 24 "$demo" --batch-ms 2 --noise
screen_wait 'training'
screen_keys l
screen_wait 'a library says 300'
screen_keys l
screen_wait_gone 'a library says'
screen_keys q
screen_wait 'Quit?'
screen_keys d
screen_left 0

testing "--exit leaves when all is done; q leaves at once then"
screen_start 80 24 "$demo" --batch-ms 1 --batches 20 --epochs 2 --exit
screen_wait 'demo left'
screen_left 0
screen_start 80 24 "$demo" --batch-ms 1 --batches 20 --epochs 2
screen_wait 'Done.'
screen_keys q
screen_wait 'demo left'
screen_left 0

testing "LANG=C, --ascii and vt100 get ASCII only"
for how in 'env LC_ALL=C' 'env TERM=vt100' 'env TERM=linux'; do
    # shellcheck disable=SC2086
    screen_start 80 24 $how "$demo" --batch-ms 10
    screen_wait 'training'
    if screen_capture | LC_ALL=C grep -q '[^ -~]'; then
        fail "$how: not only ASCII"
    fi
    screen_keys '?'
    screen_wait 'Reading the curves'
    if screen_capture | LC_ALL=C grep -q '[^ -~]'; then
        fail "$how: the help is not only ASCII"
    fi
    screen_keys q q
    screen_wait 'Quit?'
    screen_keys d
    screen_left 0
done
screen_start 80 24 "$demo" --batch-ms 10 --ascii
screen_wait 'training'
if screen_capture | LC_ALL=C grep -q '[^ -~]'; then
    fail "--ascii: not only ASCII"
fi

testing "no colour without colour: NO_COLOR is main's, --no-color the terminal's; vt100 has none"
screen_start 80 24 "$demo" --batch-ms 10 --no-color
screen_wait 'training'
if screen_capture -e | grep -q "$(printf '\033\\[[0-9;]*3[0-8][;m]')"; then
    fail "--no-color shows colours"
fi
screen_start 80 24 "$demo" --batch-ms 10
screen_wait 'training'
screen_capture -e | grep -q "$(printf '\033\\[[0-9;]*38;5;')" || fail "there are no colours"

testing "a terminal that is unknown or not there"
screen_start 80 24 env TERM=no-such-terminal "$demo"
screen_wait 'TERM is no-such-terminal, which terminfo does not know'
screen_left 1
screen_start 80 24 env -u TERM "$demo"
screen_wait 'TERM is not set'
screen_left 1
screen_start 80 24 env TERM=dumb "$demo"
screen_wait "can't move its cursor"
screen_left 1
screen_start 80 24 sh -c '"$0" | cat' "$demo"
screen_wait 'Standard output is not a terminal'

echo "all passed"
