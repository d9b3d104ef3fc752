#!/bin/sh
# The dashboard in all kinds of terminals: locales, TERM, colours, sizes, and how much it writes.
set -eu

. "${top_srcdir:-$(dirname -- "$0")/../..}/tests/program/dashboard.sh"

escape=$(printf '\033')

only_ascii()
{
    if screen_capture | LC_ALL=C grep '[^ -~]'; then
        fail "$*: not only ASCII"
    fi
}

without_color()
{
    if screen_capture -e | grep -q "$escape\[[0-9;]*3[0-8][;m]"; then
        fail "$*: there are colours"
    fi
}

end()
{
    screen_keys q
    screen_wait 'Quit?'
    screen_keys d
    screen_left 0
}

testing "LANG=C, TERM=vt100 and --ascii get ASCII"
dashboard_with LC_ALL=C 80 24 --paused
dashboard_train
only_ascii LC_ALL=C
screen_has 'q quit'
end
dashboard_with TERM=vt100 80 24 --paused
dashboard_train
only_ascii TERM=vt100
without_color TERM=vt100
# It can't hide its cursor: the block stands in the last corner, on no figure.
[ "$(screen_cursor)" = '79 23' ] || fail "the cursor of a vt100 stands at $(screen_cursor)"
end
dashboard 80 24 --paused --ascii
dashboard_train
only_ascii --ascii
end

testing "NO_COLOR and --no-color"
dashboard_with NO_COLOR=1 80 24 --paused
dashboard_train
without_color NO_COLOR=1
end
dashboard 80 24 --paused --no-color
dashboard_train
without_color --no-color
end

testing "colours otherwise, and others on a light background"
dashboard 80 24 --paused
dashboard_train
screen_capture -e | grep -q "$escape\[[0-9;]*38;5;172m" ||
    screen_capture -e | grep -q "$escape\[[0-9;]*38;5;208m" || fail "validation has no colour"
end
dashboard 80 24 --paused --theme light
dashboard_train
screen_capture -e | grep -q "$escape\[[0-9;]*38;5;166m" || fail "validation is not dark orange"
end

testing "--projector, by an option or the configuration file: thick and bold"
dashboard 80 24 --paused --epochs 1000 --projector --theme dark
dashboard_train
screen_has '███ train'
screen_has '╍╍╍'
screen_capture -e | grep -q "$escape\[[0-9;]*1;*[0-9;]*m.*38;5;45m" || fail "train is not bright blue"
end
mkdir -p "$XDG_CONFIG_HOME/rnntop"
echo projector >"$XDG_CONFIG_HOME/rnntop/config"
dashboard 80 24 --paused --epochs 1000
dashboard_train
screen_has '███ train'
rm "$XDG_CONFIG_HOME/rnntop/config"

testing "T goes round the looks, and all cells follow"
screen_keys Space # short epochs end messages
screen_wait 'PAUSED'
screen_keys T
screen_wait 'Colours: for the terminal'
screen_wait '⠤⠤⠤ train'
screen_keys T
screen_wait 'Colours: for a dark background'
screen_settle
screen_capture -e | grep -q "$escape\[[0-9;]*38;5;208m" || fail "validation is not the dark theme's"
screen_keys T
screen_wait 'Colours: for a light background'
screen_settle
screen_capture -e | grep -q "$escape\[[0-9;]*38;5;166m" || fail "validation is not the light theme's"
screen_keys T
screen_wait 'Colours: none'
screen_settle
without_color T
screen_keys T
screen_wait 'For a projector'
end
dashboard_with NO_COLOR=1 80 24 --paused --epochs 1000
dashboard_train
screen_keys Space
screen_wait 'PAUSED'
screen_keys T
screen_wait 'For a projector'
screen_settle
without_color 'T with NO_COLOR'
end
dashboard_with TERM=vt100 80 24 --paused --epochs 1000 --projector
dashboard_train
only_ascii 'TERM=vt100 --projector'
without_color 'TERM=vt100 --projector'
end

testing "sizes"
for size in 40x12 80x24 200x60; do
    dashboard "${size%x*}" "${size#*x}" --paused
    dashboard_size=$size
    screen_wait 'q quit'
    sleep 0.5
    screen_keys Space
    screen_wait_match '[^0-9]0\.[1-9]/10' # it learns: q will ask
    screen_moves
    [ "$(screen_capture | awk 'length > 0' | wc -l)" -ge $((${size#*x} / 2)) ] ||
        fail "$dashboard_size is half empty"
    screen_has accuracy
    screen_has loss
    end
done
dashboard 20 5 --paused
screen_wait 'needs 40x12'
screen_resize 1 1
sleep 0.5
screen_resize 80 24
screen_wait 'PAUSED before'
screen_keys q
screen_left 0

testing "a terminal that can't do it: a sentence, and training without a screen"
for how in TERM=no-such-terminal TERM=dumb TERM=; do
    dashboard_with $how 80 24 --model lstm --epochs 1 --units 8 --embedding-dim 8
    screen_left 0
    for words in 'TERM is ' 'without a screen' 'Test accuracy'; do
        screen_history -J | grep -q "$words" || fail "$how: $words is not said"
    done
done

testing "less than 3 kB a second in training, nothing while paused"
dashboard 80 24 --paused --epochs 500
dashboard_train
sleep 2
screen_tmux pipe-pane -O "cat >'$screen_dir/bytes'"
sleep 10
screen_tmux pipe-pane
written=$(wc -c <"$screen_dir/bytes")
echo "  $((written / 10)) bytes a second"
[ "$written" -gt 0 ] || fail "nothing was drawn"
[ "$written" -lt 30000 ] || fail "$written bytes in 10 s, more than 3 kB a second"
screen_keys Space
screen_wait PAUSED
sleep 1
screen_tmux pipe-pane -O "cat >'$screen_dir/bytes'"
sleep 3
screen_tmux pipe-pane
[ ! -s "$screen_dir/bytes" ] || fail "bytes are written while paused: $(od -c "$screen_dir/bytes")"
end

echo "all passed"
