#!/usr/bin/env bash
# Brings what the tests need, builds with warnings as errors, checks the formatting, runs every test project, and ends with the line
# "N passed, N failed" (", N skipped" where something is missing on this machine; the reason stands above it).
# A build or a format check that fails counts as one failure, and so does a test project that crashes, hangs or runs no test.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: eng/test.sh [options]
  --project NAME   build and run only the test project NAME (Ordering.UnitTests)
  --filter TEXT    run only the tests whose full name contains TEXT, or that match a filter expression of dotnet test
  --no-format      leave the format check out
  -h, --help       this text
With CI=true a skipped test is a failure.
TEXT
}

only_project='' filter='' check_format=true
while (($# > 0)); do
    case $1 in
        --project) only_project=${2:?"--project needs the name of a test project"}; shift 2 ;;
        --filter) filter=${2:?"--filter needs a text"}; shift 2 ;;
        --no-format) check_format=false; shift ;;
        -h | --help) usage; exit 0 ;;
        *) echo "Unknown option: $1" >&2; usage >&2; exit 2 ;;
    esac
done

cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
readonly ci=${CI:-false}
if [[ $ci == true ]]; then
    # Nothing may stay behind that keeps the output of the run open.
    export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
fi

ulimit -c 0 # a crashing test process leaves its name, not a core dump

readonly configuration=Release
readonly hang_timeout=5m project_timeout=20m
readonly results=TestResults/eng
passed=0 failed=0 skipped=0
rm -rf "$results" && mkdir -p "$results"

heading() {
    printf '\n== %s\n' "$1"
    step_started=$SECONDS
}

step_done() {
    printf -- '-- %s (%d s)\n' "$1" $((SECONDS - step_started))
}

finish() {
    printf '\n'
    if ((skipped > 0)) && [[ $ci == true ]]; then
        echo "CI=true: a skipped test is a failure."
    fi
    local line="$passed passed, $failed failed"
    if ((skipped > 0)); then
        line+=", $skipped skipped"
    fi
    echo "$line"
    if ((failed > 0)) || { ((skipped > 0)) && [[ $ci == true ]]; }; then
        exit 1
    fi
    exit 0
}

give_up() {
    echo "FAILED: $1"
    failed=$((failed + 1))
    finish
}

# --- what the tests need ----------------------------------------------------------------------------------------------------------

bring_chromium() {
    if command -v chromium >/dev/null; then
        echo "chromium: $(command -v chromium)"
    else
        eng/apt-install.sh chromium || echo 'Without it the browser tests are skipped.'
    fi
}

# Ends only the server that it has started itself.
bring_postgresql() {
    local settings
    if [[ -n ${CLEANCQRS_TEST_POSTGRESQL:-} ]]; then
        echo 'PostgreSQL: the server that CLEANCQRS_TEST_POSTGRESQL names'
    elif settings=$(eng/postgresql.sh start); then
        eval "$settings"
        trap 'eng/postgresql.sh stop "$CLEANCQRS_TEST_POSTGRESQL_FOLDER" || true' EXIT
        echo "PostgreSQL: $CLEANCQRS_TEST_POSTGRESQL"
    else
        echo 'PostgreSQL could not be started; its tests are skipped.'
    fi
}

heading 'What the tests need'
command -v dotnet >/dev/null || give_up 'the .NET SDK is missing; global.json names its version.'
echo "dotnet: $(dotnet --version)"
bring_chromium
step_done 'ready'

# --- build ------------------------------------------------------------------------------------------------------------------------

mapfile -t projects < <(find tests -name '*Tests.csproj' -not -path '*/obj/*' | LC_ALL=C sort)
target=CleanCqrs.sln
if [[ -n $only_project ]]; then
    mapfile -t projects < <(printf '%s\n' "${projects[@]}" | grep -F "/$only_project.csproj" || true)
    ((${#projects[@]} == 1)) || give_up "there is no test project named $only_project."
    target=${projects[0]}
fi

heading 'Restore'
dotnet restore "$target" --verbosity quiet || give_up 'the packages can not be restored.'
eng/librdkafka.sh || echo 'Without it the Kafka tests fail.'
step_done 'restored'

heading 'Build, warnings as errors'
dotnet build "$target" --configuration "$configuration" --no-restore -warnaserror --verbosity quiet --nologo \
    -consoleLoggerParameters:NoSummary || give_up 'the build has errors.'
step_done 'built'

# --- format -----------------------------------------------------------------------------------------------------------------------

if [[ $check_format == true ]]; then
    heading 'Format'
    # Whitespace and the order of usings. Severity error is for speed: the build above has already enforced the code style and the analyzers.
    if dotnet format CleanCqrs.sln --verify-no-changes --no-restore --severity error; then
        step_done 'nothing to change'
    else
        echo 'FAILED: run "dotnet format" and commit what it changes.'
        failed=$((failed + 1))
        step_done 'checked'
    fi
fi

# --- tests ------------------------------------------------------------------------------------------------------------------------

name_of() {
    basename "$1" .csproj
}

run_project() {
    local project=$1 name options=()
    name=$(name_of "$project")
    if [[ $filter == *[=~]* ]]; then
        options=(--filter "$filter")
    elif [[ -n $filter ]]; then
        options=(--filter "FullyQualifiedName~$filter")
    fi
    local exit_code=0 started=$SECONDS
    timeout --kill-after=30s "$project_timeout" \
        dotnet test "$(dirname "$project")/bin/$configuration/net10.0/$name.dll" --logger "trx;LogFileName=$name.trx" \
        --results-directory "$results/$name" --blame-hang-timeout "$hang_timeout" --blame-hang-dump-type none \
        "${options[@]}" >"$results/$name.log" 2>&1 || exit_code=$?
    echo "$exit_code $((SECONDS - started))" >"$results/$name.exit"
}

report_project() {
    local name exit_code seconds p=0 f=0 s=0 crashes=0 summary="$results/$1.summary" trx="$results/$1/$1.trx"
    name=$1
    read -r exit_code seconds <"$results/$name.exit"
    if [[ -f $trx ]]; then
        awk -f eng/trx.awk "$trx" >"$summary"
        read -r p f s crashes < <(tail -n 1 "$summary")
        sed '$d' "$summary"
    fi
    local trouble=''
    if [[ ! -f $trx ]] && [[ $exit_code -ne 0 || -z $filter ]]; then
        trouble='left no result'
    elif ((exit_code == 124 || exit_code == 137)); then
        trouble="was stopped after $project_timeout"
    elif ((crashes > 0)); then
        trouble='crashed or hung'
    elif ((exit_code != 0 && f == 0)); then
        trouble="ended with exit code $exit_code"
    elif ((p + f + s == 0)) && [[ -z $filter ]]; then
        trouble='ran no test'
    fi
    if [[ -n $trouble ]]; then
        f=$((f + 1))
        echo "FAILED $name: the test project $trouble. The end of its output:"
        find "$results/$name" -name 'Sequence_*.xml' -exec grep -h 'Completed="False"' {} + \
            | sed 's/.* Name="\([^"]*\)".*/    was running: \1/' | sort -u || true
        find "$results/$name" -name '*.dmp' -delete 2>/dev/null || true
        tail -n 25 "$results/$name.log" | sed 's/^/    /'
    fi
    printf '%-32s %5d passed %5d failed %5d skipped %5d s\n' "$name" "$p" "$f" "$s" "$seconds"
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

unit=() other=()
for project in "${projects[@]}"; do
    case $project in
        tests/Unit/*) unit+=("$project") ;;
        *) other+=("$project") ;;
    esac
done

if ((${#unit[@]} > 0)); then
    heading 'Unit tests, side by side'
    cores=$(nproc 2>/dev/null || echo 2)
    for project in "${unit[@]}"; do
        while (($(jobs -rp | wc -l) >= cores)); do
            wait -n || true
        done
        run_project "$project" &
    done
    wait
    for project in "${unit[@]}"; do
        report_project "$(name_of "$project")"
    done
    step_done 'unit tests'
fi

if ((${#other[@]} > 0)); then
    heading 'Integration tests, one project after the other'
    bring_postgresql
    for project in "${other[@]}"; do
        run_project "$project"
        report_project "$(name_of "$project")"
    done
    step_done 'integration tests'
fi

if [[ -n $filter ]] && ((passed + failed + skipped == 0)); then
    give_up "no test matches '$filter'."
fi
finish
