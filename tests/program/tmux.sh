# tmux.sh: a real terminal for tests that drive a whole program: tmux on a server of its own.
#
#   . "${top_srcdir:-$(dirname -- "$0")/../..}/tests/program/tmux.sh"
#   screen_start 80 24 PROGRAM ARGUMENT...   in an interactive shell, as people do
#   screen_wait 'epoch 2'                    until the pane holds the text; fails after three minutes
#   screen_keys Space Tab                    tmux's names of keys
#
# Skips (77) without tmux. Everything is cleaned up on exit. Time-outs are generous, since no test may
# fail because a machine is slow: RNNTOP_TEST_PATIENCE (seconds, 180) says how generous.

command -v tmux >/dev/null 2>&1 || {
    echo "skipped: tmux is not installed"
    exit 77
}

screen_patience=${RNNTOP_TEST_PATIENCE:-180}
screen_dir=$(mktemp -d "${TMPDIR:-/tmp}/rnntop-tmux.XXXXXX")
# A locale with UTF-8 for tmux and, unless a test says otherwise, for the program.
screen_locale=$(locale -a 2>/dev/null | grep -i -m 1 -x -e 'C\.utf-\{0,1\}8' -e 'en_US\.utf-\{0,1\}8')
screen_locale=${screen_locale:-C.UTF-8}

# A server for each terminal: one that is being killed still holds its socket.
screen_server=0

# With $screen_before in front: a command that takes another, as taskset.
screen_tmux()
{
    # shellcheck disable=SC2086 # words of a command, or none
    LC_ALL=$screen_locale ${screen_before:-} tmux -u -S "$screen_dir/socket.$screen_server" -f "$screen_dir/tmux.conf" "$@"
}

screen_stop()
{
    screen_tmux kill-server 2>/dev/null || :
}

# The column and the row of the terminal's cursor, from 0.
screen_cursor()
{
    screen_tmux display-message -p '#{cursor_x} #{cursor_y}'
}

# A program that is hung up may still be saving: it is given the time, or its folder comes back.
screen_cleanup()
{
    screen_stop
    screen_tries=0
    while [ -s "$screen_dir/pid" ] && kill -0 "$(screen_pid)" 2>/dev/null; do
        screen_tries=$((screen_tries + 1))
        [ $screen_tries -lt 200 ] || kill -KILL "$(screen_pid)" 2>/dev/null || :
        sleep 0.05
    done
    rm -rf "$screen_dir"
}
trap screen_cleanup EXIT
trap 'exit 1' HUP INT TERM PIPE

cat >"$screen_dir/tmux.conf" <<'CONF'
set -g default-terminal screen-256color
set -g status off
set -g escape-time 0
set -g history-limit 5000
CONF

# The program's process id is left in a file: exec keeps it through env and the like.
cat >"$screen_dir/run" <<'RUN'
echo $$ >"$SCREEN_DIR/pid"
exec "$@"
RUN

# The prompt tells the last command's status. (An echo after the command would not be reached where a
# signal ended it: the shell then drops the rest of the line.)
echo "PS1='shell [\$?]> '" >"$screen_dir/shrc"

screen_quote()
{
    for screen_word; do
        printf " '%s'" "$(printf '%s' "$screen_word" | sed "s/'/'\\\\''/g")"
    done
}

# screen_shell COLUMNS ROWS: an interactive shell, for what is not one program.
screen_shell()
{
    screen_stop
    screen_server=$((screen_server + 1))
    rm -f "$screen_dir/pid"
    SCREEN_DIR=$screen_dir LC_ALL=$screen_locale NO_COLOR='' COLORFGBG='' ENV=$screen_dir/shrc \
        screen_tmux new-session -d -x "$1" -y "$2" "exec sh -i" || fail "tmux does not start"
    screen_wait 'shell [0]>'
}

# screen_start COLUMNS ROWS COMMAND...: runs it.
screen_start()
{
    screen_columns=$1 screen_rows=$2
    shift 2
    screen_shell "$screen_columns" "$screen_rows"
    echo "clear; sh '$screen_dir/run'$(screen_quote "$@")" >"$screen_dir/command"
    screen_type ". '$screen_dir/command'"
    screen_keys Enter
    # Only then is the prompt gone that screen_left() waits for.
    screen_tries=0
    until [ -s "$screen_dir/pid" ]; do
        screen_tries=$((screen_tries + 1))
        [ $screen_tries -lt $((screen_patience * 20)) ] || fail "the program did not start"
        sleep 0.05
    done
}

# The program's process id.
screen_pid()
{
    cat "$screen_dir/pid"
}

screen_keys()
{
    screen_tmux send-keys "$@"
}

# Text as it stands.
screen_type()
{
    screen_tmux send-keys -l "$1"
}

# Raw bytes, in hexadecimal: screen_bytes 1b 5b 31 7e
screen_bytes()
{
    screen_tmux send-keys -H "$@"
}

screen_resize()
{
    screen_tmux resize-window -x "$1" -y "$2"
}

# What is on the screen; with -e, its colours too.
screen_capture()
{
    screen_tmux capture-pane -p "$@"
}

# Everything, with what has scrolled away.
screen_history()
{
    screen_tmux capture-pane -p -S - "$@"
}

# screen_wait TEXT: until the screen holds it.
screen_wait()
{
    screen_tries=0
    until screen_capture | grep -F -q -- "$1"; do
        screen_tries=$((screen_tries + 1))
        [ $screen_tries -lt $((screen_patience * 20)) ] || fail "waited in vain for: $1"
        sleep 0.05
    done
}

# screen_wait_gone TEXT: until the screen no longer holds it.
screen_wait_gone()
{
    screen_tries=0
    while screen_capture | grep -F -q -- "$1"; do
        screen_tries=$((screen_tries + 1))
        [ $screen_tries -lt $((screen_patience * 20)) ] || fail "did not go away: $1"
        sleep 0.05
    done
}

# screen_wait_match EXPRESSION: the same by a basic regular expression.
screen_wait_match()
{
    screen_tries=0
    until screen_capture | grep -q -- "$1"; do
        screen_tries=$((screen_tries + 1))
        [ $screen_tries -lt $((screen_patience * 20)) ] || fail "waited in vain for a match of: $1"
        sleep 0.05
    done
}

screen_has()
{
    screen_capture | grep -F -q -- "$1" || fail "the screen lacks: $1"
}

screen_lacks()
{
    if screen_capture | grep -F -q -- "$1"; then
        fail "the screen should not hold: $1"
    fi
}

# Until the last frame is on the screen as a whole; for a picture that stands.
screen_settle()
{
    screen_tries=0
    until
        screen_capture -e >"$screen_dir/before"
        sleep 0.2
        screen_capture -e | cmp -s - "$screen_dir/before"
    do
        screen_tries=$((screen_tries + 1))
        [ $screen_tries -lt $((screen_patience * 5)) ] || fail "the picture never stands"
    done
}

# Not a cell changes for so many seconds, colours included.
screen_stands()
{
    screen_capture -e >"$screen_dir/before"
    sleep "$1"
    screen_capture -e >"$screen_dir/after"
    diff "$screen_dir/before" "$screen_dir/after" >"$screen_dir/diff" ||
        fail "cells changed within $1 s: $(cat "$screen_dir/diff")"
}

# Something changes: the picture is alive.
screen_moves()
{
    screen_capture -e >"$screen_dir/before"
    screen_tries=0
    while screen_capture -e | cmp -s - "$screen_dir/before"; do
        screen_tries=$((screen_tries + 1))
        [ $screen_tries -lt $((screen_patience * 20)) ] || fail "nothing moves"
        sleep 0.05
    done
}

# screen_left STATUS: the program is gone, with that status, and left the terminal as it was.
screen_left()
{
    screen_wait "shell [$1]>"
    screen_restored
}

# The shell has its terminal back: echo on, main screen, cursor shown.
screen_restored()
{
    screen_type 'stty -a | tr " " "\n" | grep -x -e icanon -e echo -e ixon -e opost | sort | tr "\n" " "'
    screen_keys Enter
    screen_wait 'echo icanon ixon opost'
    [ "$(screen_tmux display-message -p '#{alternate_on} #{cursor_flag} #{mouse_any_flag}')" = "0 1 0" ] ||
        fail "screen or cursor are not restored"
}

fail()
{
    echo "FAILED: $*"
    echo "--- the screen:"
    screen_capture 2>/dev/null || echo "(none)"
    echo "---"
    exit 1
}

# Says what is being tested, so that a failure's place is known.
testing()
{
    echo "- $*"
}
