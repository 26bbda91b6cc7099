#!/usr/bin/env bash
# Unpacking the real drop and packing it again must give the same bytes. Its texts may not be in this repository; where
# the drop is not there, this says that it was skipped.
#
#   tests/real-drop-archive.sh [FOLDER]     the folder of the drop; ../shared/drops by default
set -euo pipefail
cd "$(dirname "$0")/.."
drops=${1:-../shared/drops}
if [ ! -f "$drops/press-fr.corpus" ]; then
  echo "skipped: there is no $drops/press-fr.corpus here"
  exit 0
fi
cargo build --quiet --locked
corplint=${CARGO_TARGET_DIR:-target}/debug/corplint
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for corpus in "$drops"/*.corpus; do
  name=$(basename "$corpus" .corpus)
  "$corplint" unpack --quiet "$corpus" -d "$work/$name"
  "$corplint" pack --quiet "$work/$name" -o "$work/$name.corpus"
  cmp "$corpus" "$work/$name.corpus"
  # What was packed is packed again from other files, in another folder.
  "$corplint" unpack --quiet "$work/$name.corpus" -d "$work/$name-again"
  diff -r "$work/$name" "$work/$name-again"
  echo "$name: the same $(wc -c <"$corpus") bytes, by way of $(find "$work/$name" -type f ! -name .corplint-index | wc -l) files"
done
