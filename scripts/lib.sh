# SPDX-FileCopyrightText: 2026 The Relais authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What scripts/serve, scripts/test and scripts/lint share. Sourced, not run. Sets `root` and goes there.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs=$root/build/logs
jobs=$(nproc 2>/dev/null || echo 2)
cd "$root"

# Another clone of the same sources may use what this one compiled.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$(basename "$0"): $*"
    exit 1
}

# packages GROUP…: the packages of these groups, one a line.
packages() {
    local group
    for group in "$@"; do
        awk -v group="$group" '$1 == group { print $2 }' scripts/packages.txt
    done
}

# is_there_otherwise PACKAGE: Node.js is often installed from elsewhere, with npm, in place of Debian's packages, which
# cannot be installed beside it.
is_there_otherwise() {
    case $1 in
    nodejs) command -v node >/dev/null ;;
    npm) command -v npm >/dev/null ;;
    *) false ;;
    esac
}

# missing_packages GROUP…: those that are not installed.
missing_packages() {
    local package
    for package in $(packages "$@"); do
        if is_there_otherwise "$package"; then
            continue
        fi
        if [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) != installed ]]; then
            printf '%s\n' "$package"
        fi
    done
}

# install_packages GROUP…: installs what is missing with apt. On a system without apt it leaves that to the reader and
# goes on: the build says what it does not find.
install_packages() {
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        say "No apt here; the names of what is needed on Debian 12 are in scripts/packages.txt."
        return 0
    fi
    local missing=() privileged=()
    mapfile -t missing < <(missing_packages "$@")
    if ((${#missing[@]} == 0)); then
        return 0
    fi
    if ((EUID != 0)); then
        command -v sudo >/dev/null || die "these packages are missing, install them as root: ${missing[*]}"
        # Asked for here, where the question can be seen: the stage's output goes to a log.
        sudo -v || die "these packages are missing, install them as root: ${missing[*]}"
        privileged=(sudo)
    fi
    stage "install ${#missing[@]} packages" apt_install "${missing[@]}"
}

apt_install() {
    "${privileged[@]}" apt-get -q update &&
        "${privileged[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "$@"
}

# stage NAME COMMAND…: runs it with its output in a log, prints one line with its duration; on failure also the first
# errors and the end of the log. Returns what the command returned. A function run by it chains its commands with &&,
# as `set -e` is off in it.
stage() {
    local name=$1 log status=0 began=$SECONDS
    shift
    mkdir -p "$logs"
    log=$logs/${name//[^A-Za-z0-9]/-}.log
    "$@" >"$log" 2>&1 </dev/null || status=$?
    if ((status == 0)); then
        printf '%-44s ok      %4d s\n' "$name" $((SECONDS - began)) >&2
    else
        printf '%-44s FAILED  %4d s\n' "$name" $((SECONDS - began)) >&2
        # A compiler's first error is seldom near the end.
        grep -m 10 -E '(^FAILED:|error[: ])' "$log" >&2 || true
        tail -n 40 "$log" >&2
        say "The whole of it: ${log#"$root"/}"
    fi
    return "$status"
}

configure() { cmake --preset "$@"; }

# build PRESET [TARGET…]
build() {
    local preset=$1
    shift
    cmake --build --preset "$preset" --parallel "$jobs" ${1:+--target "$@"}
}
