#!/usr/bin/env bash
# The hooks, run by the real pre-commit on a scratch repository, with the configuration that the README shows. They come
# from a scratch copy of what pre-commit reads of this repository, and the wheel from a folder in place of a registry.
#
#   tests/pre-commit.sh [FILES]     how many changed files; 3,000 by default
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
. tests/tools.sh
have_tools maturin pre-commit
many=${1:-3000}

wheels=$tools/wheels
build_wheel "$wheels" || fail "the wheel cannot be built"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Nothing of this machine's Git or pre-commit plays a part.
export GIT_CONFIG_GLOBAL=$work/gitconfig GIT_CONFIG_SYSTEM=/dev/null PRE_COMMIT_HOME=$work/cache PRE_COMMIT_COLOR=never
printf '[user]\n\tname = Test\n\temail = test@example.org\n[init]\n\tdefaultBranch = main\n[advice]\n\tdetachedHead = false\n' \
  >"$GIT_CONFIG_GLOBAL"
export PIP_FIND_LINKS=$wheels
precommit=$tools/python/bin/pre-commit
"$precommit" validate-manifest .pre-commit-hooks.yaml >/dev/null || fail "the list of hooks is not valid"

mkdir "$work/hooks" "$work/project"
cp .pre-commit-hooks.yaml setup.py Cargo.toml "$work/hooks"
commit() { git add -A && git commit --quiet --no-verify -m "$1"; }
(cd "$work/hooks" && git init --quiet && commit hooks && git tag "v$(version)")

# What the README shows is what is run: its block, with this copy in the place of the address.
block=$(awk '/^```yaml$/ { on = 1; text = ""; next } /^```$/ { if (on && text ~ /id: corplint-corpus/) print text; on = 0 }
  on { text = text $0 "\n" }' README.md)
[ -n "$block" ] || fail "the README shows no hooks"
cd "$work/project"
git init --quiet
sed -E "s|^( *- repo: ).*|\1$work/hooks|" <<<"$block" >.pre-commit-config.yaml
"$precommit" validate-config .pre-commit-config.yaml >/dev/null || fail "what the README shows is not valid"
if ! "$precommit" install-hooks >"$work/log" 2>&1; then
  if grep -qiE 'setuptools|could not find a version|connection|network' "$work/log" && ! grep -q 'corplint==' "$work/log"; then
    echo "skipped: pre-commit cannot install Python packages here"
    exit 0
  fi
  tail -30 "$work/log"
  fail "the hooks cannot be installed"
fi
ok "installed without a compiler"

# Runs hooks and wants an exit code: run CODE ARGUMENT…
run() {
  local expected=$1 code=0
  shift
  "$precommit" run --verbose "$@" >"$work/out" 2>&1 || code=$?
  [ "$code" = "$expected" ] || { cat "$work/out" >&2; fail "pre-commit run $*: exit code $code and not $expected"; }
}
says() { grep -qF -- "$1" "$work/out" || { cat "$work/out" >&2; fail "pre-commit does not say: $1"; }; }
document() { printf '<<<FILE>>> %s lang=en\nThe ferry number %s leaves the harbour at noon, and comes back before the night.\n' "$1" "$2"; }

# Nothing to check.
echo "no corpus" >notes.txt
git add -A
run 0
says "no files to check"
ok "passes over other files"

# Clean.
mkdir "drop" "drop/with space"
document one 1 >drop/one.corpus
document two 2 >"drop/with space/two.corpus"
git add -A
run 0
ok "passes on clean files"
commit "clean"

# A fault that nobody can fix.
document three 3 >drop/three.corpus
printf '<<<FILE>>> four lang=en\n' >>drop/three.corpus
git add -A
run 1 corplint
says "drop/three.corpus:3:1 (four)"
says "warning[empty-document]"
run 1 corplint-fix
says "exit code: 1"
git diff --quiet || fail "corplint-fix changed a file with nothing to fix"
ok "fails at a warning, and says which"
sed 's|id: corplint #.*|id: corplint\n        args: [--fail-on, error]|' .pre-commit-config.yaml >"$work/lenient.yaml"
run 0 --config "$work/lenient.yaml" corplint
ok "passes a warning with --fail-on error in its arguments"
git reset --quiet --hard

# A fault that can be fixed.
{ document three 3; document four 4; } | sed 's/<<<FILE>>> four/<<<file>>> four/' >drop/three.corpus
git add -A
run 1 corplint
run 1 corplint-fix
says "files were modified by this hook"
! git diff --quiet || fail "corplint-fix changed nothing"
grep -q '^<<<FILE>>> four' drop/three.corpus || fail "corplint-fix did not fix"
git add -A
run 0
ok "fixes, fails since it did, and passes the second time"
commit "fixed"

# The same id in two files, of which only one is committed.
document one 5 >drop/five.corpus
git add -A
run 0 corplint
run 1 corplint-corpus
says "the id \`one\` is used twice"
ok "sees what is wrong between files, where it is asked for the whole corpus"
git reset --quiet --hard

# Compressed files are checked, and are not for the hook that writes.
printf '<<<FILE>>> six lang=en\n' | gzip >drop/six.corpus.gz
git add -A
run 1 corplint
says "drop/six.corpus.gz"
run 0 corplint-fix
ok "checks compressed files, and leaves them alone"
git reset --quiet --hard

# More files than one command line holds; every hundredth has a fault.
# The texts differ in words and length, as texts do, so that rules that compare documents have nothing to say.
python3 - "$many" <<'PYTHON'
import pathlib, random, sys

chance = random.Random(6)
who = "The ferryman,My neighbour,A teacher from the valley,The old baker,Our mayor,A girl with a dog,The surveyor".split(",")
did = "sold,painted,remembered,carried home,repaired,lost,photographed,wrapped up,described,borrowed".split(",")
what = "a lantern,two wooden chairs,the broken clock,a letter,some apples,an atlas,the blue kettle,a violin".split(",")
when = "before the storm,on Thursday,in the early spring,without a word,after the concert,near the bridge".split(",")
folder = pathlib.Path("drop/many")
folder.mkdir()
for number in range(1, int(sys.argv[1]) + 1):
    sentences = [
        f"{chance.choice(who)} {chance.choice(did)} {chance.choice(what)} {chance.choice(when)}, "
        f"and number {chance.randrange(10 ** 6)} {chance.choice(did)} {chance.choice(what)}."
        for _ in range(chance.randrange(3, 30))
    ]
    word = "file" if number % 100 == 0 else "FILE"
    name = "a-name-that-takes-room-on-a-command-line-" * 2 + f"{number}.corpus"
    (folder / name).write_text(f"<<<{word}>>> many-{number} lang=en\n{' '.join(sentences)}\n")
PYTHON
git add -A
run 1 corplint
runs=$(grep -cE '^(Found|No problems) ' "$work/out")
files=$(sed -nE 's/^(Found|No problems) .*\(([0-9,]+) files?\)\.$/\2/p' "$work/out" | tr -d , | awk '{ sum += $1 } END { print sum + 0 }')
found=$(grep -c 'error\[marker-case\]' "$work/out")
[ "$runs" -gt 1 ] || [ "$many" -lt 3000 ] || fail "pre-commit did not split the list, so this tests nothing"
[ "$files" = "$many" ] || fail "$files of $many files were checked"
[ "$found" = $((many / 100)) ] || fail "$found of $((many / 100)) faults were found"
ok "$many changed files: all checked, in $runs runs, with $found of $((many / 100)) faults found"
run 1 corplint-fix
changed=$(git diff --name-only | wc -l)
[ "$changed" = $((many / 100)) ] || fail "$changed of $((many / 100)) files were fixed"
git add -A
start=$SECONDS
run 0
ok "$many changed files: $changed fixed, and the second time all hooks pass, in $((SECONDS - start)) seconds"
[ -z "$(find . -name '*.corplint-*')" ] || fail "something is left beside the files"
cd "$root"
