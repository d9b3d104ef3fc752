#!/bin/sh
# Where a library is missing, configure ends with one sentence that names it and its Debian package.
# `make check` hides two of the libraries, `make check-long` each.
set -eu

top=${top_srcdir:-$(cd "$(dirname -- "$0")/../.." && pwd)}
if [ -e "$top/config.status" ]; then
    echo 'skipped: this tree is configured in place, and configure would refuse another build of it'
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# A pkg-config that does not know the module $HIDDEN.
cat >"$work/pkg-config" <<'SH'
#!/bin/sh
case " $* " in
    *" $HIDDEN "*) exit 1 ;;
esac
exec "$REAL_PKG_CONFIG" "$@"
SH
chmod +x "$work/pkg-config"
REAL_PKG_CONFIG=$(command -v "${PKG_CONFIG:-pkg-config}")
export REAL_PKG_CONFIG

# configure MODULE [OPTION]...: without that module.
configure() {
    hidden=$1
    shift
    mkdir -p "$work/build"
    (cd "$work/build" && HIDDEN=$hidden "$top/configure" -C "$@" PKG_CONFIG="$work/pkg-config" \
        >"$work/out" 2>"$work/err")
}

# needs MODULE PACKAGE
needs() {
    if configure "$1"; then
        echo "configure went through without $1"
        failed=1
    elif ! grep -q "error: .*($1.*) is missing:.* install the Debian package $2\$" "$work/err"; then
        echo "without $1, configure does not name the package $2:"
        sed 's/^/    /' "$work/err"
        failed=1
    fi
}

needs openblas libopenblas-dev
if [ -n "${RNNTOP_TEST_LONG-}" ]; then
    needs ncursesw libncurses-dev
    needs libzip libzip-dev
    needs jansson libjansson-dev
    needs libutf8proc libutf8proc-dev
    needs libcrypto libssl-dev
fi
needs libcurl libcurl4-openssl-dev

grep -q -e '--without-curl' "$work/err" || {
    echo 'without libcurl, configure does not name the way out'
    failed=1
}
if ! configure libcurl --without-curl; then
    echo 'without libcurl, --without-curl does not help:'
    sed 's/^/    /' "$work/err"
    failed=1
fi
grep -q '^  libcurl  *no' "$work/out" || { echo 'the summary does not say that libcurl is left out'; failed=1; }

if ! configure nothing; then
    echo 'with everything there, configure fails:'
    sed 's/^/    /' "$work/err"
    failed=1
fi
grep -q '^  kernels ' "$work/out" || { echo 'configure prints no summary'; failed=1; }
exit $failed
