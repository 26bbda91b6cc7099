#!/usr/bin/env bash
# What corplint must say about the real drop, whose texts may not be in this repository. Where the drop is not there,
# this says that it was skipped.
#
#   tests/real-drop.sh [FOLDER]     the folder of the drop; ../shared/drops by default
set -euo pipefail
cd "$(dirname "$0")/.."
drops=${1:-../shared/drops}
if [ ! -f "$drops/news-fr.corpus" ]; then
  echo "skipped: there is no $drops/news-fr.corpus here"
  exit 0
fi
cargo build --quiet --locked
corplint=${CARGO_TARGET_DIR:-target}/debug/corplint
found=$(
  "$corplint" check --isolated --format concise --quiet "$drops/news-fr.corpus" |
    sed -nE 's/^.*:([0-9]+):[0-9]+: (warning|error)\[([a-z0-9-]+)\].*$/\1 \3/p'
)
expected='14 leading-dateline
62 opinion-disclaimer
63 donation-appeal
72 broken-compound
75 related-media
76 trailing-comment-heading'
if [ "$found" != "$expected" ]; then
  echo "the findings at warning or above are not those expected:"
  diff <(echo "$expected") <(echo "$found") || true
  exit 1
fi
echo "the six expected findings, and no others"

if command -v python3 >/dev/null; then
  python3 tests/real-drop-damage.py "$corplint" "$drops"
else
  echo "skipped: there is no python3 to damage the drop with"
fi

# `--fix` on a copy: it changes what `--diff` has shown and nothing else, and a second time it changes nothing.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/before" "$work/after"
cp "$drops"/*.corpus "$work/before"
cp "$drops"/*.corpus "$work/after"
chmod u+w "$work"/*/*.corpus
program=$(pwd)/$corplint
(cd "$work/before" && "$program" check --isolated --diff --quiet . >../shown.diff 2>/dev/null) || true
"$corplint" check --isolated --fix --quiet "$work/after" >/dev/null 2>&1 || true
lines=$(git -c core.autocrlf=false diff --no-index --numstat "$work/before" "$work/after" | awk '{ added += $1; removed += $2 } END { print added + 0, removed + 0 }') || true
(cd "$work/before" && git -c core.autocrlf=false apply --unidiff-zero --whitespace=nowarn ../shown.diff)
if ! diff -r "$work/before" "$work/after" >/dev/null; then
  echo "--fix did not do what --diff had shown:"
  diff -r "$work/before" "$work/after" | head -20
  exit 1
fi
"$corplint" check --isolated --fix --quiet "$work/after" >/dev/null 2>&1 || true
if ! diff -r "$work/before" "$work/after" >/dev/null; then
  echo "--fix changes something the second time:"
  diff -r "$work/before" "$work/after" | head -20
  exit 1
fi
echo "--fix does what --diff shows (lines added and removed: $lines), and the second time nothing"
