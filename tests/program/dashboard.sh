# dashboard.sh: rnntop's dashboard in a terminal of tmux.sh, for tests that are sourcing this.
#
# The program is $RNNTOP (./rnntop of the build folder). The data is a small file made up here; where a
# test sets real_data=yes before, it is $RNNTOP_TEST_DATA/imdb.npz if that is there. HOME and all that
# derives from it is a folder of the test's own.

. "${top_srcdir:-$(dirname -- "$0")/../..}/tests/program/tmux.sh"

absolute()
{
    case $1 in
    /*) echo "$1" ;;
    *) echo "$PWD/$1" ;;
    esac
}

build=${top_builddir:-$PWD}
program=$(absolute "${RNNTOP:-$build/rnntop}")
if [ "${real_data:-}" = yes ] && [ -n "${RNNTOP_TEST_DATA:-}" ]; then
    data=$RNNTOP_TEST_DATA/imdb.npz
else
    data=$screen_dir/tiny.npz
    "$build/tests/program/make_tiny_npz" "$data" 3000 || exit 99
fi
export HOME="$screen_dir/home" XDG_DATA_HOME="$screen_dir/home/data"
export XDG_CONFIG_HOME="$screen_dir/home/config" XDG_CACHE_HOME="$screen_dir/home/cache"
unset RNNTOP_DATA KERAS_HOME RNNTOP_CPU NO_COLOR COLORFGBG
mkdir "$HOME"
models=$XDG_DATA_HOME/rnntop

# dashboard COLUMNS ROWS OPTION...: up, with the lesson's settings unless options say otherwise.
dashboard()
{
    dashboard_columns=$1 dashboard_rows=$2
    shift 2
    screen_start "$dashboard_columns" "$dashboard_rows" "$program" --data "$data" "$@"
}

# dashboard_with VARIABLE=VALUE COLUMNS ROWS OPTION...: in another environment.
dashboard_with()
{
    dashboard_variable=$1 dashboard_columns=$2 dashboard_rows=$3
    shift 3
    screen_start "$dashboard_columns" "$dashboard_rows" env "$dashboard_variable" \
        "$program" --data "$data" "$@"
}

# Resumes a dashboard that was started with --paused, and waits until it has learned something.
dashboard_train()
{
    screen_wait 'PAUSED before'
    screen_keys Space
    screen_wait_match 'batch [1-9][0-9]*/'
}

# The row of the table that begins with this name; before it may stand signs, and blanks.
table_row()
{
    screen_capture | grep -m 1 "^[^A-Za-z0-9]*$1  *[^ ] [a-z0-9]" || fail "the table has no row $1"
}
