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
