#!/usr/bin/env bash
# Whether docs/EVALUATION.md is what the program writes now. Where the labelled documents are not there, this says that
# it was skipped.
#
#   tests/evaluation.sh [FOLDER]     the labelled folder; ../shared/labelled by default
#
# To write the page anew:
#   cargo run --release --example evaluate -- --write docs/EVALUATION.md ../shared/labelled
set -euo pipefail
cd "$(dirname "$0")/.."
labelled=${1:-../shared/labelled}
if [ ! -f "$labelled/ends-pages.jsonl" ] || [ ! -f "$labelled/../drops/press-fr.corpus" ]; then
  echo "skipped: ../shared is not here (there is no $labelled/ends-pages.jsonl, or no drop beside it)"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo build --quiet --release --locked --example evaluate
"${CARGO_TARGET_DIR:-target}/release/examples/evaluate" --write "$work/EVALUATION.md" "$labelled"
if ! diff -u docs/EVALUATION.md "$work/EVALUATION.md"; then
  echo "docs/EVALUATION.md is not what the program writes; to write it anew:"
  echo "  cargo run --release --example evaluate -- --write docs/EVALUATION.md $labelled"
  exit 1
fi
if grep -q 'nobody has described it yet' docs/EVALUATION.md; then
  echo "a false positive has no description in examples/evaluate/labels/findings.jsonl:"
  grep 'nobody has described it yet' docs/EVALUATION.md
  exit 1
fi
echo "docs/EVALUATION.md is current, and every false positive is described"
