#!/usr/bin/env bash
# Packs every stand-in under src/ into this folder. The same sources and SDK give the same bytes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

for project in src/*/*.csproj; do
  dotnet pack "$project" --nologo --verbosity quiet --configuration Release \
    --output "$scratch/packed" "-p:StandInScratch=$scratch"
done

rm -f ./*.nupkg
mv "$scratch"/packed/*.nupkg .
sha256sum ./*.nupkg
