# For the scripts beside this one, which source it: tools of the Python registry in an environment of their own, below
# `target/`, so that nothing on the machine is changed and a second run is quick.

tools=${CARGO_TARGET_DIR:-$PWD/target}/tools
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore

# Installs packages, unless they are there. If they cannot be had, says so and ends the script, which has then tested
# nothing and failed at nothing: have_tools NAME…
have_tools() {
  local name missing=()
  if [ ! -x "$tools/python/bin/pip" ]; then
    if ! command -v python3 >/dev/null || ! python3 -m venv "$tools/python" 2>/dev/null; then
      echo "skipped: there is no python3 with venv here"
      exit 0
    fi
  fi
  for name in "$@"; do
    "$tools/python/bin/python" -c "import importlib.metadata as m, sys; m.version(sys.argv[1])" "$name" 2>/dev/null ||
      missing+=("$name")
  done
  if [ ${#missing[@]} -gt 0 ] && ! "$tools/python/bin/pip" install --quiet --retries 1 "${missing[@]}" 2>/dev/null; then
    echo "skipped: ${missing[*]} cannot be installed here"
    exit 0
  fi
}

fail() {
  echo "FAILED  $*" >&2
  exit 1
}

ok() { echo "ok      $*"; }

# The version of the crate.
version() { sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -1; }

# Builds the wheel, in the profile of the tests, into a folder; uses the one that is there if nothing has changed.
build_wheel() {
  local out=$1 work
  work=$(mktemp -d)
  mkdir -p "$out"
  rm -f "$out"/*.whl
  # The licences lie in the root of the repository, and a wheel takes only what lies beside its pyproject.toml.
  cp LICENSE-MIT LICENSE-APACHE python/
  if ! (cd python && "$tools/python/bin/maturin" build --profile dev --locked --out "$out") >"$work/log" 2>&1; then
    tail -30 "$work/log" >&2
    rm -rf "$work" python/LICENSE-MIT python/LICENSE-APACHE
    return 1
  fi
  rm -rf "$work" python/LICENSE-MIT python/LICENSE-APACHE
}
