#!/usr/bin/env bash
# Sets up this project: system packages, virtual environment, pinned libraries, translations.
#
#   .ci/setup.sh run    what the app needs to run (the default)
#   .ci/setup.sh dev    also ruff, mypy, pytest and uv
#   .ci/setup.sh test   also the system packages of the tests (browser, PDF tools)
#
# INSTALL=no  installs no system package, only says which are missing
# PYTHON=…    uses this Python (3.11 or newer) instead of the newest one found
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
ROOT=$(pwd -P)
PATH=${PATH//"$ROOT/.venv/bin:"/} # an activated environment must not be built from itself
MODE=${1:-run}
VENV_PYTHON=$ROOT/.venv/bin/python

RUN_PACKAGES=${RUN_PACKAGES-libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 ca-certificates}
PYTHON_PACKAGES=(python3 python3-venv) # only where no fitting Python is found
TEST_PACKAGES=${TEST_PACKAGES-chromium libatomic1 poppler-utils qpdf openssl git webkit2gtk-driver xvfb softhsm2 opensc openjdk-17-jdk-headless libjaxb-java}

say() { printf 'setup: %s\n' "$*"; }

die() {
    printf 'setup: %s\n' "$@" >&2
    exit 1
}

# --- System packages ---------------------------------------------------------------------

missing_packages() {
    local installed name
    installed=" $(dpkg-query -W -f='${Package}=${db:Status-Status} ' "$@" 2>/dev/null || true)"
    for name in "$@"; do
        [[ $installed == *" $name=installed "* ]] || printf '%s\n' "$name"
    done
}

can_install() {
    [[ ${INSTALL:-yes} != no ]] && command -v apt-get >/dev/null &&
        { [[ $(id -u) == 0 ]] || sudo -n true 2>/dev/null; }
}

apt() {
    local as_root=()
    [[ $(id -u) == 0 ]] || as_root=(sudo -n)
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -o DPkg::Lock::Timeout=300 "$@" </dev/null >/dev/null
}

install_packages() {
    local command="sudo apt-get update && sudo apt-get install --no-install-recommends $*"
    say "missing system packages: $*"
    can_install || die "They were not installed: that needs apt-get and root (or sudo without a password)." \
        "Install them, then run the same make command again:" "  $command"
    say "installing them with apt-get; this can take some minutes"
    apt update || say "apt-get update failed; trying with the package lists at hand"
    apt install -y --no-install-recommends "$@" ||
        die "apt-get could not install them; its own words are above." \
            "If it could not reach the network, connect (or set http_proxy), then run:" "  $command"
}

ensure_packages() {
    if ! command -v dpkg-query >/dev/null; then
        say "no dpkg here, so these are for you to install under your system's names: $*"
        return
    fi
    local missing
    mapfile -t missing < <(missing_packages "$@")
    [[ ${#missing[@]} == 0 ]] || install_packages "${missing[@]}"
}

# --- Python and its virtual environment --------------------------------------------------

fits() {
    "$1" -c 'import ctypes, ensurepip, sqlite3, ssl, sys, venv
sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    local name
    for name in ${PYTHON:-python3.14 python3.13 python3.12 python3.11 python3 /usr/bin/python3}; do
        if fits "$name"; then
            command -v "$name"
            return
        fi
    done
    return 1
}

explain_no_python() {
    local name=${PYTHON:-python3} found="not there"
    if command -v "$name" >/dev/null; then found=$("$name" --version 2>&1 | head -n 1 || true); fi
    die "No Python that fits was found: version 3.11 or newer, with its venv, ssl, sqlite3 and ctypes." \
        "$name here is: $found" \
        "On Debian 12 or newer:  sudo apt-get install ${PYTHON_PACKAGES[*]}" \
        "Elsewhere, install Python 3.11+ and name it:  make setup PYTHON=/path/to/python3.12"
}

venv_works() {
    # pip's first line holds the folder it was made in: it differs after the project moved.
    # A Python that no longer sees pip was upgraded in place, as by a new release of Debian.
    [[ -x .venv/bin/pip ]] && head -n 3 .venv/bin/pip | grep -F "$ROOT/.venv/bin/python" >/dev/null &&
        "$VENV_PYTHON" -c 'import sys, importlib.util as have
sys.exit(sys.version_info < (3, 11) or not have.find_spec("pip"))' 2>/dev/null
}

ensure_venv() {
    venv_works && return
    local python
    if [[ -e .venv || -L .venv ]]; then
        say "the environment in .venv does not work here (moved, or its Python changed); making it anew"
    fi
    if ! python=$(find_python); then
        [[ -n ${PYTHON:-} ]] || ensure_packages "${PYTHON_PACKAGES[@]}"
        python=$(find_python) || explain_no_python
    fi
    say "making the virtual environment .venv with $("$python" --version) ($python)"
    rm -rf .venv
    "$python" -m venv .venv || die "Python could not make .venv; its own words are above."
}

# --- Libraries and translations ----------------------------------------------------------

install_pins() {
    local pins=$1 sum stamp
    sum=$(sha256sum <"$pins")
    stamp=.venv/.stamp-$pins-${sum%% *}
    [[ ! -e $stamp ]] || return 0
    rm -f ".venv/.stamp-$pins-"*
    say "installing the libraries pinned in $pins; this can take some minutes"
    "$VENV_PYTHON" -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes -r "$pins" ||
        die "pip could not install the libraries of $pins; its own words are above." \
            "No network? Connect, or set HTTPS_PROXY, or point PIP_FIND_LINKS to a folder filled by" \
            "  pip download --require-hashes -r $pins -d FOLDER" \
            "on a connected machine with the same Python version; then run the same make command again."
    check_pdf_libraries
    : >"$stamp"
}

check_pdf_libraries() {
    "$VENV_PYTHON" -c 'import weasyprint' >/dev/null ||
        die "WeasyPrint, which draws the minutes, cannot load its system libraries (see above)." \
            "It needs Pango 1.44 or newer and HarfBuzz; on Debian: $RUN_PACKAGES"
}

compile_translations() {
    local po mo stale=()
    for po in inspect_app/translations/*/LC_MESSAGES/messages.po; do
        mo=${po%.po}.mo
        [[ ! -e $po || $mo -nt $po ]] || stale+=("$mo")
    done
    [[ ${#stale[@]} != 0 ]] || return 0
    say "compiling the translations"
    rm -f "${stale[@]}"
    .venv/bin/pybabel -q compile -d inspect_app/translations -D messages ||
        die "A translation catalogue could not be compiled; see above."
    for mo in "${stale[@]}"; do
        [[ -e $mo ]] || die "${mo%.mo}.po was skipped: remove the 'fuzzy' mark of its header."
    done
}

# --- In order ----------------------------------------------------------------------------

[[ $MODE =~ ^(run|dev|test)$ ]] || die "Unknown mode '$MODE'. Use run, dev or test."
if command -v flock >/dev/null; then
    exec 9<.ci/setup.sh
    flock 9 # two commands at once take turns
fi
# shellcheck disable=SC2086  # lists of words, split on purpose
case $MODE in
    test) ensure_packages $RUN_PACKAGES $TEST_PACKAGES ;;
    *) ensure_packages $RUN_PACKAGES ;;
esac
ensure_venv
install_pins requirements.txt
[[ $MODE == run ]] || install_pins requirements-dev.txt
compile_translations
say "ready"
