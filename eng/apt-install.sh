#!/usr/bin/env bash
# Installs packages of Debian where this machine lets it: as root, or with a sudo that asks no password. Says in one line why it could not.
set -euo pipefail

if (($# == 0)) || [[ $1 == -* ]]; then
    echo 'Usage: eng/apt-install.sh PACKAGE...' >&2
    exit 2
fi

as_root=()
if ((EUID != 0)); then
    as_root=(sudo -n)
fi
if ! command -v apt-get >/dev/null || ! "${as_root[@]}" true 2>/dev/null; then
    echo "$* is missing and can't be installed from here: install it (on Debian: apt-get install $*)."
    exit 1
fi

echo "Installing $* ..."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
options=(-qq -o Acquire::Retries=3 -o DPkg::Lock::Timeout=120)
if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" update >"$log" 2>&1 \
    || ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" install -y --no-install-recommends "$@" >>"$log" 2>&1; then
    tail -n 5 "$log"
    echo "$* could not be installed."
    exit 1
fi
