#!/usr/bin/env bash
# Builds librdkafka, the native library of Confluent.Kafka, where the package registry has no real librdkafka.redist: see
# eng/fallback-feed/README.md. The sources come with a package of npm. CleanCqrs.Kafka.csproj takes the library from the cache to the output.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: eng/librdkafka.sh [options]
  --always     build it also where the restored package brings one
  -h, --help   this text
TEXT
}

always=false
while (($# > 0)); do
    case $1 in
        --always) always=true; shift ;;
        -h | --help) usage; exit 0 ;;
        *) echo "Unknown option: $1" >&2; usage >&2; exit 2 ;;
    esac
done

cd "$(dirname "${BASH_SOURCE[0]}")/.."

# This version of the package carries librdkafka 2.15.1.
readonly source_package=@confluentinc/kafka-javascript source_version=1.10.1
readonly source_sha256=ada7d703bb1d3237e2292bfabf438d663b6160c9f1ac2a2406b5dc4257c81b66
readonly cache=eng/cache/librdkafka
readonly project=src/Infrastructure/CleanCqrs.Kafka

give_up() {
    echo "librdkafka: $1" >&2
    exit 1
}

# --- is it needed -----------------------------------------------------------------------------------------------------------------

if [[ $always == false ]]; then
    [[ -f $project/obj/project.assets.json ]] || dotnet restore "$project" --verbosity quiet || give_up 'the packages can not be restored.'
    if grep -q '"runtimes/[^"]*/native/librdkafka\.' "$project/obj/project.assets.json"; then
        echo 'librdkafka: the package brings it'
        exit 0
    fi
fi

if [[ -f $cache/librdkafka.so && $(cat "$cache/version" 2>/dev/null) == "$source_version" ]]; then
    echo "librdkafka: $cache/librdkafka.so"
    exit 0
fi

# --- build ------------------------------------------------------------------------------------------------------------------------

[[ $(uname -s) == Linux ]] || give_up 'it is built on Linux only; elsewhere the package registry must serve librdkafka.redist.'
missing=()
for tool in npm tar sha256sum make gcc g++ strip; do
    command -v "$tool" >/dev/null || missing+=("$tool")
done
((${#missing[@]} == 0)) || give_up "the registry serves no librdkafka.redist, and to build one this machine lacks: ${missing[*]}
(on Debian: apt-get install npm build-essential)."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
readonly log=$scratch/log

step() {
    local what=$1
    shift
    "$@" >>"$log" 2>&1 || {
        tail -n 40 "$log" >&2
        give_up "$what failed; the end of its output stands above."
    }
}

fetch() (
    cd "$scratch" && npm pack "$source_package@$source_version" --silent && mv ./*.tgz sources.tgz
)

unpack() (
    cd "$scratch" && sha256sum --check <<<"$source_sha256  sources.tgz" && tar -xzf sources.tgz package/deps/librdkafka
)

compile() (
    cd "$scratch/package/deps/librdkafka" \
        && ./configure --disable-gssapi --disable-lz4-ext \
        && make -j2 -C src librdkafka.so.1 \
        && strip src/librdkafka.so.1
)

echo "librdkafka: building it from $source_package $source_version ..."
step 'fetching the sources with npm' fetch
step 'unpacking the sources' unpack
step 'compiling' compile

mkdir -p "$cache"
rm -f "$cache/version"
# First beside its place, then in one step: a build that runs meanwhile sees a whole library or none.
cp "$scratch/package/deps/librdkafka/src/librdkafka.so.1" "$cache/librdkafka.so.new"
mv "$cache/librdkafka.so.new" "$cache/librdkafka.so"
echo "$source_version" >"$cache/version"
echo "librdkafka: $cache/librdkafka.so"
