#!/bin/sh
# Installs what is missing to build, test or measure Cassia on Debian 12 or later; does nothing where nothing is.
#
#   scripts/install.sh build     what the program is built from
#   scripts/install.sh bench     PostgreSQL, to measure against
#   scripts/install.sh test      the programs that check Cassia's answers independently
#
# Several may be named at once. Says what it installs and why, and asks for root through sudo only then.
set -eu
cd "$(dirname "$0")/.."

python_folder=.build-tools/python
python_modules="beancount, stdnum, chinese_calendar, openpyxl, numpy, selenium, axe_playwright_python, \
openapi_spec_validator, schemathesis"

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Notes a package as wanted unless it is there: want PACKAGE WHY
missing=""
want() {
    if is_installed "$1"; then return; fi
    [ -n "$missing" ] || say "Needed and not there yet:"
    missing="$missing $1"
    say "  $1: $2"
}

install_missing() {
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null ||
        stop "This is no Debian system: please install what corresponds to$missing, then run it again."
    sudo=""
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || stop "Please run as root: apt-get install$missing"
        say "Root is needed to install them; sudo may ask for your password."
        sudo=sudo
    fi
    say "Installing$missing ..."
    $sudo apt-get -o DPkg::Lock::Timeout=600 -qq update >&2
    # The names are words of this script; they are to be split.
    # shellcheck disable=SC2086
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -qq install --yes \
        --no-install-recommends $missing >&2
    missing=""
}

has_modules() { "$1" -c "import $python_modules" >/dev/null 2>&1; }

# Debian keeps its own Python from pip, so the packages go into a folder of this project.
install_python_packages() {
    if has_modules "$python_folder/bin/python3" || has_modules python3; then return; fi
    say "Installing into $python_folder: Python packages that the tests compare Cassia with"
    python3 -m venv --clear "$python_folder"
    "$python_folder/bin/python3" -m pip install --quiet --disable-pip-version-check \
        --requirement scripts/test-requirements.txt >&2
    # Of this one only axe itself is wanted, not the browsers that it would bring.
    "$python_folder/bin/python3" -m pip install --quiet --disable-pip-version-check --no-deps \
        "axe-playwright-python>=0.1.4" >&2
}

for group in "$@"; do
    case $group in
    build)
        command -v swift >/dev/null ||
            stop "Swift 6.3 or later is needed and not found; see https://www.swift.org/install/linux/"
        want git "fetches the Swift packages"
        command -v pkg-config >/dev/null || want pkg-config "tells the compiler where the libraries are"
        want libsqlite3-dev "SQLite, for a book in one file"
        want libpq-dev "the client library of PostgreSQL, for a book on a server"
        want libxlsxwriter-dev "writes Excel workbooks"
        want libzip-dev "opens Excel workbooks"
        ;;
    bench)
        want postgresql "the database server, to test on and to measure against"
        want wrk "puts load on the site"
        want golang-go "the language of a site to measure against"
        want golang-github-mattn-go-sqlite3-dev "SQLite for it"
        want python3-flask "a site to measure against"
        want gunicorn "serves it"
        ;;
    test)
        want postgresql "the database server, to test on and to measure against"
        want hledger "reads the exported ledger and must find the same balances"
        want ledger "reads the exported ledger and must find the same balances"
        want chromium "the browser in which the site is tested"
        want chromium-driver "lets the tests steer the browser"
        want fonts-noto-cjk "Chinese in the browser's pages"
        if ! has_modules python3; then
            want python3 "runs the independent implementations of codes, calendars and balances"
            want python3-venv "keeps their packages out of the system"
        fi
        ;;
    *)
        stop "usage: scripts/install.sh [build] [bench] [test]"
        ;;
    esac
done

install_missing
case " $* " in
*" test "*) install_python_packages ;;
esac
