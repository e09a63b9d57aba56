#!/usr/bin/env bash
# Brings what the tests need, builds with warnings as errors, checks the formatting, runs every test project, and ends with the line
# "N passed, N failed" (", N skipped" where something is missing on this machine; the reason stands above it). Long tests, those with the
# trait Length=Long, run with --all only, and with what was asked for by name.
# A build or a format check that fails counts as one failure, and so does a test project that crashes, hangs or runs no test: eng/tally.awk.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: eng/test.sh [options]
  --all            run the long tests too, and the unit tests under other cultures, as continuous integration does
  --project NAME   build and run only the test project NAME (Ordering.UnitTests)
  --filter TEXT    run only the tests whose full name contains TEXT, or that match a filter expression of dotnet test
  --no-format      leave the format check out
  -h, --help       this text
With CI=true the long tests run as well, and a skipped test is a failure.
TEXT
}

only_project='' filter='' check_format=true all_tests=false
while (($# > 0)); do
    case $1 in
        --project) only_project=${2:?"--project needs the name of a test project"}; shift 2 ;;
        --filter) filter=${2:?"--filter needs a text"}; shift 2 ;;
        --all) all_tests=true; shift ;;
        --no-format) check_format=false; shift ;;
        -h | --help) usage; exit 0 ;;
        *) echo "Unknown option: $1" >&2; usage >&2; exit 2 ;;
    esac
done

# What somebody names is run as it is.
short=false
[[ $all_tests == true || ${CI:-false} == true || -n $only_project || -n $filter ]] || short=true

cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null
ulimit -c 0 # a crashing test process leaves its name, not a core dump
# The tally reads the summaries in English, also where the tests run under another culture.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
if [[ ${CI:-false} == true ]]; then
    # Nothing may stay behind that keeps the output of the run open.
    export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
fi
readonly configuration=Release results=$PWD/TestResults/eng
rm -rf "$results" && mkdir -p "$results"
readonly log=$results/run.log
: >"$log"

heading() { printf '\n== %s (after %d s)\n' "$1" "$SECONDS"; }
failure() { echo "FAILED: $1" | tee -a "$log"; }
finish() { echo && exec awk -v ci="${CI:-false}" -f eng/tally.awk "$log"; }
give_up() { failure "$1" && stop_postgresql && finish; }
stop_postgresql() { [[ -z ${started:-} ]] || eng/postgresql.sh stop "$CLEANCQRS_TEST_POSTGRESQL_FOLDER" || true; started=''; }
trap stop_postgresql EXIT

bring_postgresql() {
    local settings
    if [[ -n ${CLEANCQRS_TEST_POSTGRESQL:-} ]]; then
        echo 'PostgreSQL: the server that CLEANCQRS_TEST_POSTGRESQL names'
    elif settings=$(eng/postgresql.sh start); then
        eval "$settings"
        started=true
        echo "PostgreSQL: $CLEANCQRS_TEST_POSTGRESQL"
    else
        echo 'PostgreSQL could not be started; its tests are skipped.'
    fi
}

# Runs the test projects in PROJECTS, at most $1 at a time.
run_tests() {
    local code=0 modules options=(--hangdump --hangdump-timeout 10m --hangdump-type None)
    modules=$(printf '%s\n' "${projects[@]}" | sed -E "s#(.*)/([^/]*)\.csproj#\1/bin/$configuration/net10.0/\2.dll#" | paste -sd ';')
    case $filter in
        # Neither a short run nor another culture needs what is long.
        '') [[ $short == false && -z $culture ]] || options+=(--filter 'Length!=Long' --ignore-exit-code 8) ;;
        *[=~]*) options+=(--filter "$filter" --ignore-exit-code 8) ;;
        *) options+=(--filter "FullyQualifiedName~$filter" --ignore-exit-code 8) ;;
    esac
    [[ -z $culture ]] || options+=(--environment "LC_ALL=${culture/-/_}.UTF-8" --environment "CLEANCQRS_TEST_CULTURE=$culture")
    rm -f "$results"/*_hang.log
    dotnet test --test-modules "$modules" --max-parallel-test-modules "$1" --no-ansi --no-progress --results-directory "$results" \
        "${options[@]}" 2>&1 | tee -a "$log" || code=$?
    tail -n +1 "$results"/*_hang.log 2>/dev/null || true # the tests that were running
    echo "ended with $code" >>"$log"
}

heading 'What the tests need'
command -v dotnet >/dev/null || give_up 'the .NET SDK is missing; global.json names its version.'
# Without ICU, which holds the cultures, .NET does not even start.
dotnet --version || { eng/apt-install.sh libicu-dev && dotnet --version; } || give_up 'dotnet does not start.'
command -v chromium || eng/apt-install.sh chromium || echo 'Without chromium the browser tests are skipped.'

mapfile -t all < <(find tests -name '*Tests.csproj' -not -path '*/obj/*' | LC_ALL=C sort | grep -E "/${only_project:-.*}\.csproj$" || true)
((${#all[@]} > 0)) || give_up "there is no test project named $only_project."
target=CleanCqrs.sln
[[ -z $only_project ]] || target=${all[0]}

heading 'Build, warnings as errors'
dotnet build "$target" --configuration "$configuration" -warnaserror --verbosity quiet --nologo -consoleLoggerParameters:NoSummary \
    || give_up 'the build has errors.'

if [[ $check_format == true ]]; then
    heading 'Format'
    # Whitespace alone, which needs no project to be loaded: the build above has enforced the code style and the analyzers, and an
    # architecture rule looks at the order of usings.
    dotnet format whitespace . --folder --verify-no-changes --exclude '**/obj/**' || failure 'run "dotnet format" and commit what it changes.'
fi

mapfile -t projects < <(printf '%s\n' "${all[@]}" | grep '^tests/Unit/' || true)
# In one culture decimals have a comma, in the other dates begin with the year: nothing that leaves the process may change with it. The rules
# of the house read files, and are the same everywhere.
cultures=('')
[[ $short == true ]] || cultures+=(de-DE ko-KR)
for culture in "${cultures[@]}"; do
    [[ -z $culture ]] || mapfile -t projects < <(printf '%s\n' "${projects[@]}" | grep -v '/ArchitectureTests\.csproj$' || true)
    [[ -n ${projects[*]} ]] || continue
    heading "Unit tests, side by side${culture:+, under $culture}"
    run_tests "$(nproc)"
done

mapfile -t projects < <(printf '%s\n' "${all[@]}" | grep -v '^tests/Unit/' || true)
if ((${#projects[@]} > 0)); then
    culture=''
    heading 'Integration tests, one project after the other'
    bring_postgresql
    run_tests 1
fi
stop_postgresql
[[ $short == false ]] || heading 'Without the long tests, and under one culture: --all runs everything'
finish
