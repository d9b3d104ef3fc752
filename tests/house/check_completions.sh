#!/bin/sh
# Asks bash, zsh and fish what they propose for rnntop, and holds it against what the program itself
# says: every command and option, none that is not, their values, and files where files belong.
set -eu
LC_ALL=C
export LC_ALL
. "${top_srcdir:-.}/tests/house/documents.sh"
files=$(cd "${top_builddir:-.}/data/completions" 2>/dev/null && pwd) || files=
if [ -z "$files" ] || [ ! -e "$files/rnntop" ]; then
    echo 'skipped: configured without completions'
    exit 77
fi
mkdir "$work/home" "$work/here" "$work/here/folder"
touch "$work/here/imdb.npz" "$work/here/lstm.safetensors" "$work/here/two words.txt"
HOME=$work/home XDG_CONFIG_HOME=$work/home XDG_DATA_HOME=$work/home XDG_CACHE_HOME=$work/home
export HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME files work

# shellcheck disable=SC2317 # ask_SHELL is called by that name
# ask_SHELL: reads lines as typed, and writes for each what is proposed, a word a line, then a line
# "end". bash's own cutting of a line into words is played: blanks, and = as a word of its own.
cat >"$work/ask.bash" <<'SH'
source "$files/rnntop"
cd "$work/here" || exit
while IFS= read -r line; do
    COMP_WORDS=()
    for word in $line; do
        if [[ $word == --*=* ]]; then
            COMP_WORDS+=("${word%%=*}" =)
            [[ -z ${word#*=} ]] || COMP_WORDS+=("${word#*=}")
        else
            COMP_WORDS+=("$word")
        fi
    done
    [[ $line != *' ' ]] || COMP_WORDS+=('')
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _rnntop
    ((${#COMPREPLY[@]} == 0)) || printf '%s\n' "${COMPREPLY[@]}"
    echo end
done
SH
ask_bash() {
    bash --norc "$work/ask.bash"
}

# zsh completes at a prompt only, so it gets one; what it would show goes to a file.
cat >"$work/prompt.zsh" <<'SH'
fpath=($files $fpath)
autoload -U compinit && compinit -u -D
cd $work/here
compadd() {
    local -a proposed
    if [[ ${@[1,(i)(-|--)]} != *-(O|A|D)\ * ]]; then
        builtin compadd -A proposed "$@"
        (( $#proposed )) && print -rl -- $proposed >>$work/answer
    fi
    builtin compadd "$@"
}
propose() {
    _main_complete
    print end >>$work/answer
}
zle -C propose complete-word propose
bindkey '^I' propose
bindkey '^U' kill-whole-line
print end >>$work/answer
SH
cat >"$work/ask.zsh" <<'SH'
zmodload zsh/zpty
answered() { # waits for so many ends
    local i
    for ((i = 0; i < 600; i++)); do
        [[ $(grep -c '^end$' $work/answer) -ge $1 ]] && return
        zpty -rt prompt >/dev/null 2>&1
        sleep 0.05
    done
    print "no answer: $(<$work/answer)"
    exit 1
}
: >$work/answer
zpty -b prompt zsh -f -i
zpty -w prompt "source $work/prompt.zsh"
answered 1
integer asked=1
while IFS= read -r line; do
    zpty -wn prompt $'\x15'"$line"$'\t'
    answered $((++asked))
done
zpty -d prompt
sed 1d $work/answer # the prompt's own
SH
ask_zsh() {
    TERM=vt100 zsh -f "$work/ask.zsh"
}

cat >"$work/ask.fish" <<'SH'
source "$files/rnntop.fish"
cd "$work/here"
while read -l line
    complete -C (string replace -r '<$' '' -- $line) | string replace -r '\t.*' ''
    echo end
end
SH
ask_fish() {
    sed 's/$/</' | fish --no-config "$work/ask.fish" # fish's read would cut the last blank
}

# What is asked, and beside it what is expected: "=" exactly these, "+" these too, "-" none of these.
commands=$("${top_builddir:-.}/rnntop" --help | sed -n 's/^       rnntop \([a-z]*\) .*/\1/p')
[ -n "$commands" ] || complain 'the program names no commands'
# shellcheck disable=SC2086 # lists of words
{
    printf '%s|%s|%s\n' 'rnntop ' = "$(printf '%s\n' $commands | xargs)"
    for command in '' $commands; do
        printf '%s|%s|%s\n' "rnntop ${command:+$command }--" = \
            "$("${top_builddir:-.}/rnntop" $command --help | sed -n 's/^  \(--[a-z0-9-]*\).*/\1/p' | xargs)"
    done
}  >"$work/cases"
cat >>"$work/cases" <<'CASES'
rnntop train --mod|=|--model
rnntop train --padding |=|post pre
rnntop train --padding=po|=|post
rnntop --theme |=|auto dark light
rnntop --ascii --theme=|=|auto dark light
rnntop --model |=|gru lstm simplernn
rnntop --model simplernn,|=|gru lstm
rnntop train --model=lstm,|=|gru simplernn
rnntop train --units 8 --epo|=|--epochs
rnntop --units 8 tr|=|
rnntop train --units |=|
rnntop train --pad |=|post pre
rnntop train --opt ada|=|adadelta adagrad adam adamax adamw
rnntop train --bat|=|--batch-size
rnntop train --lr 0.1 --epo|=|--epochs
rnntop train --data |+|demo imdb.npz
rnntop eval --data=de|=|demo
rnntop train --save |+|imdb.npz two words.txt
rnntop eval |+|lstm.safetensors
rnntop eval |-|imdb.npz demo
rnntop eval lstm.safetensors |-|imdb.npz lstm.safetensors
rnntop eval --threads 2 |+|lstm.safetensors
CASES

checked=
for shell in bash zsh fish; do
    if ! command -v $shell >/dev/null 2>&1; then
        echo "$shell is not here: its completions were not asked"
        continue
    fi
    checked="$checked $shell"
    cut -d '|' -f 1 "$work/cases" | "ask_$shell" >"$work/answers" 2>"$work/err" ||
        complain "$shell: $(cat "$work/answers" "$work/err")"
    [ ! -s "$work/err" ] || complain "$shell complains: $(cat "$work/err")"
    number=0
    while IFS='|' read -r line how expected; do
        number=$((number + 1))
        # fish sorts a model's file before others, and cannot count operands.
        [ "$shell$how" != fish- ] || continue
        # Shells differ in what they repeat of the word: the option and the list so far.
        awk -v n=$number 'BEGIN { at = 1 } /^end$/ { at++; next } at == n' "$work/answers" |
            sed -e 's/^\(--[a-z0-9-]*\)=$/\1/' -e 's/^--[a-z0-9-]*=//' -e 's/^.*,//' -e 's|/$||' -e 's|\\\(.\)|\1|g' |
            sort -u >"$work/got"
        if [ "$how" = = ]; then
            printf '%s\n' "$expected" | tr ' ' '\n' | sed '/^$/d' | sort -u | cmp -s - "$work/got" ||
                complain "$shell, '$line': expected '$expected', got '$(xargs <"$work/got")'"
            continue
        fi
        # The last one may hold a blank.
        printf '%s\n' "$expected" | sed 's/ /\n/' >"$work/words"
        while read -r word; do
            if grep -qxF -e "$word" "$work/got"; then there=+; else there=-; fi
            [ "$there" = "$how" ] ||
                complain "$shell, '$line': $how '$word' expected, got '$(tr '\n' '|' <"$work/got")'"
        done <"$work/words"
    done <"$work/cases"
done
[ -n "$checked" ] || { echo 'skipped: neither bash nor zsh nor fish is here'; exit 77; }
exit $failed
