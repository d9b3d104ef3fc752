#!/bin/sh
# The dashboard before its data is there, and on the demo corpus, which it makes up where it finds none.
set -eu

. "${top_srcdir:-$(dirname -- "$0")/../..}/tests/program/dashboard.sh"

# Made up from as many reviews as a grammar may ask for: loading it outlasts all that is looked at
# here, on any machine.
slow=$HOME/slow.grammar
sed 's/^reviews .*/reviews 4000000 2/' "${top_srcdir:-.}/data/demo.grammar" >"$slow"

# Up, with the first frame and the bar on screen, and no data yet.
loading()
{
    screen_start 80 24 "$program" --data "$slow" --maxlen 1
    screen_wait_match "Reading ~/slow.grammar  *[━─][━─]*  *[0-9]* %"
}

testing "the first frame is there before the data is, with a bar and the data's name"
loading
screen_has 'How often it is right'
screen_has ' rnntop  slow, 4,000 words, 1 tokens'
table_row SimpleRNN | grep -q '◌ loading' || fail "the first run does not load"
table_row LSTM | grep -q '○ queued' || fail "the second run does not wait"

testing "every key works while it loads"
screen_keys Tab
screen_wait_match '^▌ LSTM'
screen_keys BTab
screen_wait_match '^▌ SimpleRNN'
screen_keys '?'
screen_wait 'Reading the curves'
screen_keys l
screen_wait 'No messages so far'
screen_keys 1
screen_wait 'How often it is right'
screen_keys s
screen_wait 'nothing to save'
screen_keys Down
screen_wait 'Reading '
screen_keys Space
screen_wait 'then PAUSED'
screen_resize 40 12
screen_wait_match '^▌SimpleRNN ◌'
screen_resize 80 24
screen_wait 'then PAUSED'
screen_has ' rnntop  slow, '

testing "q quits while it loads, at once and without a question"
screen_keys q
screen_left 0
[ ! -e "$models" ] || fail "something was saved: $(ls "$models")"

testing "so does Ctrl-C"
loading
screen_keys C-c
screen_left 130

testing "without data the demo corpus is made up, and said to be so until a key"
screen_start 80 24 "$program" --model lstm --maxlen 10 --units 8 --paused
screen_wait 'PAUSED before batch 1: Space starts   Not IMDB: the built-in demo corpus'
screen_has ' rnntop  DEMO corpus (made up), 4,000 words, 10 tokens'
screen_wait 'A perfect reader would score 0.'
screen_wait_match 'ideal 0\.[0-9][0-9][0-9]$'
sleep 1
screen_stands 2
screen_keys '?'
screen_wait_match 'ideal  what a perfect reader would score: 0\.[0-9]*; on whole reviews 0\.'
screen_keys l
screen_wait 'A perfect reader would score 0.'
screen_has 'Not IMDB: the built-in demo corpus.  rnntop fetch imdb brings the'
screen_keys l
screen_wait 'PAUSED before'
screen_lacks 'Not IMDB'
screen_keys .
screen_wait 'after batch 1/'
screen_keys q
screen_wait 'Quit?'
screen_keys d
screen_left 0
screen_history | grep -q '^DEMO corpus (made up), 4,000 words, 10 tokens; a perfect reader: 0\.' ||
    fail "the scrollback does not say what was made up"

testing "who names the demo corpus is told nothing"
screen_start 80 24 "$program" --data demo --model lstm --maxlen 10 --units 8 --paused
screen_wait 'PAUSED before batch 1'
screen_wait_match 'ideal 0\.[0-9][0-9][0-9]$'
screen_lacks 'Not IMDB'
screen_keys q
screen_left 0

echo "all passed"
