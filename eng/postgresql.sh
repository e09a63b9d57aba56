#!/usr/bin/env bash
# A PostgreSQL server for the tests: a cluster of its own in a temporary folder, on a free port of 127.0.0.1, never one that was there before.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: eval "$(eng/postgresql.sh start)"
       eng/postgresql.sh stop
  start            start a server; prints the lines that export CLEANCQRS_TEST_POSTGRESQL, its connection string, and
                   CLEANCQRS_TEST_POSTGRESQL_FOLDER, where it lives
  stop [FOLDER]    stop that server and delete its folder
  crash [FOLDER]   end that server as a failing machine would
  resume [FOLDER]  start it again, on the same port
  -h, --help       this text
Installs Debian's package postgresql where it is missing.
TEXT
}

readonly marker=cleancqrs-postgresql
cd "$(dirname "${BASH_SOURCE[0]}")/.."

find_programs() {
    local folder
    for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort --version-sort --reverse) /usr/local/pgsql/bin; do
        if [[ -x $folder/initdb && -x $folder/pg_ctl ]]; then
            echo "$folder"
            return
        fi
    done
    command -v pg_ctl >/dev/null && dirname "$(readlink -f "$(command -v pg_ctl)")"
}

# The package would make and start a cluster on the usual port; a file that is there while it is being installed prevents that.
install() {
    local settings=/etc/postgresql-common/createcluster.d as_root=() installed=true
    ((EUID == 0)) || as_root=(sudo -n)
    if "${as_root[@]}" mkdir -p "$settings" 2>/dev/null; then
        echo 'create_main_cluster = false' | "${as_root[@]}" tee "$settings/$marker.conf" >/dev/null
    fi
    eng/apt-install.sh postgresql >&2 || installed=false
    "${as_root[@]}" rm -f "$settings/$marker.conf" 2>/dev/null || true
    $installed
}

# The server refuses to run as root.
as_owner() {
    if ((EUID != 0)); then
        "$@"
    elif id postgres >/dev/null 2>&1; then
        runuser -u postgres -- "$@"
    else
        runuser -u nobody -- "$@"
    fi
}

free_port() {
    local port
    for _ in {1..50}; do
        port=$((20000 + RANDOM % 12000))
        if ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
    echo 'No free port was found.' >&2
    return 1
}

server() {
    local folder=$1
    shift
    (cd / && as_owner "$programs/pg_ctl" --pgdata "$folder/data" --log "$folder/server.log" --timeout 60 --silent -w "$@" <&- >&2)
}

start() {
    if [[ -z $programs ]]; then
        install || return 1
        programs=$(find_programs)
    fi
    local folder port attempt
    folder=$(mktemp -d "${TMPDIR:-/tmp}/$marker.XXXXXX")
    ((EUID != 0)) || chown "$(as_owner id -un)" "$folder"
    if ! (cd / && as_owner "$programs/initdb" --pgdata "$folder/data" --username postgres --auth trust --encoding UTF8 --no-locale --no-sync) \
        >"$folder.initdb" 2>&1; then
        cat "$folder.initdb" >&2
        rm -rf "$folder" "$folder.initdb"
        return 1
    fi
    rm -f "$folder.initdb"
    for attempt in 1 2 3; do
        port=$(free_port)
        as_owner tee -a "$folder/data/postgresql.conf" >/dev/null <<TEXT
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = ''
max_connections = 300
fsync = off
full_page_writes = off
timezone = 'UTC'
TEXT
        if server "$folder" start; then
            echo "export CLEANCQRS_TEST_POSTGRESQL='Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres'"
            echo "export CLEANCQRS_TEST_POSTGRESQL_FOLDER='$folder'"
            return
        fi
        echo "PostgreSQL did not start on port $port (attempt $attempt)." >&2
    done
    tail -n 20 "$folder/server.log" >&2
    rm -rf "$folder"
    return 1
}

stop() {
    if [[ -f $1/data/postmaster.pid ]]; then
        server "$1" stop --mode immediate
    fi
    rm -rf "$1"
}

programs=$(find_programs) || programs=''
command=${1:-}
case $command in
    start) start ;;
    stop | crash | resume)
        folder=${2:-${CLEANCQRS_TEST_POSTGRESQL_FOLDER:?"names no folder: nothing was started from here"}}
        [[ $folder == */"$marker".?????? && -d $folder/data ]] || { echo "$folder is not a folder that this script has made." >&2; exit 2; }
        case $command in
            stop) stop "$folder" ;;
            crash) server "$folder" stop --mode immediate ;;
            resume) server "$folder" start ;;
        esac
        ;;
    -h | --help) usage ;;
    *) usage >&2; exit 2 ;;
esac
