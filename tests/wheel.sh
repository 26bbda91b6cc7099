#!/usr/bin/env bash
# What users install: the wheel, in an environment of its own, and what is in the crate and in the source distribution.
# The wheel is built in the profile of the tests, since this is about what is in it and not about how quick it is.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/tools.sh
have_tools maturin

wheels=$tools/wheels
build_wheel "$wheels" || fail "the wheel cannot be built"
wheel=$(ls "$wheels"/corplint-*.whl)
version=$(version)
case $wheel in
*/corplint-"$version"-py3-none-*.whl) ok "the wheel is for any Python 3, and has the version of the crate" ;;
*) fail "$wheel is not a wheel of version $version for any Python 3" ;;
esac
names=$(python3 -m zipfile -l "$wheel")
for part in "scripts/corplint" "corplint/__main__.py" "licenses/LICENSE-MIT" "licenses/LICENSE-APACHE"; do
  [[ $names == *"$part"* ]] || fail "the wheel lacks $part:"$'\n'"$names"
done
ok "program, module and licences are in it"

rm -rf "$tools/installed" "$tools/target"
python3 -m venv "$tools/installed"
bin=$tools/installed/bin
"$bin/pip" install --quiet --no-index "$wheel"
for command in "$bin/corplint" "$bin/python -m corplint"; do
  # The words of `python -m corplint` are three.
  # shellcheck disable=SC2086
  [ "$($command --version)" = "corplint $version" ] || fail "$command --version"
  code=0
  # shellcheck disable=SC2086
  found=$($command check --isolated --format concise --quiet fixtures/drop) || code=$?
  [ "$code" = 1 ] || fail "$command check gives exit code $code"
  [[ $found == *"error[duplicate-id]"* ]] || fail "$command check says: $found"
  ok "installed: ${command##*/bin/}"
done
metadata=$("$bin/python" -c 'import importlib.metadata as m; print(m.distribution("corplint").read_text("METADATA"))')
for line in "License-Expression: MIT OR Apache-2.0" "Summary: Validator, linter and fixer" "Topic :: Text Processing"; do
  [[ $metadata == *"$line"* ]] || fail "the metadata lacks: $line"
done
ok "metadata"
# `pip install --target` puts the program beside the module, and not where scripts go.
"$bin/pip" install --quiet --no-index --target "$tools/target" "$wheel"
"$bin/pip" uninstall --quiet --yes corplint
[ "$(PYTHONPATH=$tools/target "$bin/python" -m corplint --version)" = "corplint $version" ] || fail "pip install --target"
ok "installed into a folder"

# The fixtures are most of the repository, and nobody who installs the program wants them.
(cd python && "$tools/python/bin/maturin" sdist --out "$wheels" >/dev/null 2>&1) || fail "there is no source distribution"
sources=$wheels/corplint-$version.tar.gz
listed=$(tar -tzf "$sources")
for part in Cargo.toml Cargo.lock src/main.rs pyproject.toml corplint/__main__.py LICENSE-MIT README.md; do
  grep -qx "corplint-$version/$part" <<<"$listed" || fail "the source distribution lacks $part"
done
! grep -qE '/(fixtures|tests|benches)/' <<<"$listed" || fail "there are fixtures or tests in the source distribution"
size=$(wc -c <"$sources")
[ "$size" -lt 3000000 ] || fail "the source distribution has $size bytes"
ok "source distribution of $((size / 1000)) kB"
crate=$(cargo package --list --allow-dirty 2>/dev/null)
for part in src/main.rs Cargo.lock README.md LICENSE-MIT LICENSE-APACHE CHANGELOG.md; do
  grep -qx "$part" <<<"$crate" || fail "the crate lacks $part"
done
! grep -qE '^(fixtures|tests|benches|examples)/' <<<"$crate" || fail "there are fixtures or tests in the crate"
ok "crate of $(wc -l <<<"$crate") files"
