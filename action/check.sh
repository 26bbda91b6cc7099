#!/usr/bin/env bash
# The second step of action.yml: checks, and tells the steps after it what came of it. It succeeds whatever is found, so
# that they can upload the report. Runs with the Bash 3.2 of macOS, and on Windows.
set -euo pipefail

cd -- "${INPUT_WORKING_DIRECTORY:-.}"

# Appends the lines of $1 that are not empty to `lines`.
lines=()
split() {
  local line
  lines=()
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%$'\r'}
    if [ -n "$line" ]; then
      lines+=("$line")
    fi
  done <<<"$1"
}

sarif=${INPUT_SARIF_FILE:-$RUNNER_TEMP/corplint.sarif}
case $sarif in
*$'\n'* | *$'\r'*)
  echo "::error title=corplint::the input sarif-file has a line break in it"
  exit 2
  ;;
/* | [A-Za-z]:*) ;;
# The upload begins in the root of the workspace.
*) sarif=$PWD/$sarif ;;
esac
report=$RUNNER_TEMP/corplint.json
rm -f -- "$report" "$sarif"

command=("$CORPLINT" check --no-progress --format github --output "sarif=$sarif" --output "json=$report")
if [ -n "${INPUT_HTML_FILE:-}" ]; then
  command+=(--output "html=$INPUT_HTML_FILE")
fi
if [ -n "${INPUT_CONFIG:-}" ]; then
  command+=("--config=$INPUT_CONFIG")
fi
if [ -n "${INPUT_FAIL_ON:-}" ]; then
  command+=("--fail-on=$INPUT_FAIL_ON")
fi
# Bash 3.2 takes an empty array for one that is not set.
split "${INPUT_ARGS:-}"
command+=(${lines[@]+"${lines[@]}"})
split "${INPUT_PATHS:-.}"
command+=(-- ${lines[@]+"${lines[@]}"})

code=0
"${command[@]}" || code=$?
case $code in
0) verdict=passed ;;
1) verdict=failed ;;
*) verdict="not decided" ;;
esac

# The summary of the report stands on a line of its own, before all that comes from a corpus.
number() {
  if [ -f "$report" ]; then
    sed -n "/^\"summary\": /{s/.*\"$1\":\([0-9][0-9]*\).*/\1/p;q;}" "$report"
  fi
}

{
  echo "verdict=$verdict"
  echo "exit-code=$code"
  echo "documents=$(number documents)"
  echo "errors=$(number error)"
  echo "warnings=$(number warning)"
  echo "infos=$(number info)"
  if [ -f "$sarif" ]; then
    echo "sarif-file=$sarif"
  else
    echo "sarif-file="
  fi
} >>"$GITHUB_OUTPUT"
