#!/usr/bin/env bash
# The first step of action.yml: finds corplint, or installs its wheel, and tells the next step where it is. Runs with the
# Bash 3.2 of macOS, and on Windows.
set -euo pipefail

refuse() {
  echo "::error title=corplint::$*"
  exit 2
}

if [ -n "${INPUT_EXECUTABLE:-}" ]; then
  program=$(command -v -- "$INPUT_EXECUTABLE") || refuse "the input executable names no program"
  case $program in
  /* | [A-Za-z]:*) ;;
  # The next step may begin in another folder.
  *) program=$PWD/$program ;;
  esac
else
  version=${INPUT_VERSION:-}
  if [ -z "$version" ]; then
    version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$GITHUB_ACTION_PATH/Cargo.toml" | head -n 1)
  fi
  case $version in
  *[!0-9A-Za-z.]* | "") refuse "the input version is no version" ;;
  latest) package=corplint ;;
  *) package=corplint==$version ;;
  esac
  python=$(command -v python3 || command -v python) || refuse "there is no Python on this runner to install corplint with"
  folder=$RUNNER_TEMP/corplint
  "$python" -m venv "$folder"
  scripts=$folder/bin
  if [ -d "$folder/Scripts" ]; then
    scripts=$folder/Scripts
  fi
  "$scripts/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: "$package"
  program=$scripts/corplint
fi
case $program in
*$'\n'*) refuse "the path of corplint has a line break in it" ;;
esac
echo "program=$program" >>"$GITHUB_OUTPUT"
"$program" --version
