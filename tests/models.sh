#!/usr/bin/env bash
# Whether the two models are what the programs that learn them write now. Where the labelled documents are not there,
# this says that it was skipped. It is no part of `.ci/run`: processors and C libraries may differ in the last bit of a
# logarithm, and then in the bytes that are learned.
#
#   tests/models.sh [FOLDER]     the labelled folder; ../shared/labelled by default
set -euo pipefail
cd "$(dirname "$0")/.."
labelled=${1:-../shared/labelled}
if [ ! -f "$labelled/ends-pages.jsonl" ]; then
  echo "skipped: ../shared is not here (there is no $labelled/ends-pages.jsonl)"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo build --quiet --release --locked --example train-ending-model --example train-line-model
status=0
for model in ending/model.bin:train-ending-model classifier/line-model.bin:train-line-model; do
  file=src/${model%%:*} program=${model##*:}
  "${CARGO_TARGET_DIR:-target}/release/examples/$program" "$labelled" "$work/model" >"$work/log"
  if cmp -s "$work/model" "$file"; then
    echo "$file is what $program writes"
  else
    echo "$file is not what $program writes; to learn it again:"
    echo "  cargo run --release --example $program -- $labelled $file"
    status=1
  fi
done
exit $status
