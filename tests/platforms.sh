#!/usr/bin/env bash
# Whether the program compiles with the oldest Rust that Cargo.toml promises, and for Windows and macOS. Nothing is
# linked and nothing is run: that takes a machine of that kind, and the workflow of GitHub has them.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/tools.sh
# A target of its own, so that what is built for the tests is not built again after this.
export CARGO_TARGET_DIR=$tools/../platforms CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0
if ! command -v rustup >/dev/null; then
  echo "skipped: there is no rustup here"
  exit 0
fi

oldest=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)
if rustup toolchain install "$oldest" --profile minimal --no-self-update >/dev/null 2>&1; then
  cargo "+$oldest" check --quiet --locked || fail "Rust $oldest"
  ok "Rust $oldest"
else
  echo "skipped: Rust $oldest cannot be had here"
fi

# The C of zstd and SQLite is not compiled: what stands for the compiler and the archiver only makes empty files of the
# names that are asked for.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/cc" <<'SH'
#!/bin/sh
while [ $# -gt 0 ]; do
  if [ "$1" = -o ]; then : >"$2"; fi
  shift
done
SH
cat >"$work/ar" <<'SH'
#!/bin/sh
: >"$2"
SH
chmod +x "$work/cc" "$work/ar"
for target in x86_64-pc-windows-gnu aarch64-apple-darwin; do
  if rustup target add "$target" >/dev/null 2>&1; then
    # The C compiler of a target is named by a variable of this name.
    name=${target//-/_}
    env "CC_$name=$work/cc" "AR_$name=$work/ar" SDKROOT=/ \
      cargo check --quiet --locked --all-targets --target "$target" || fail "$target"
    ok "$target"
  else
    echo "skipped: $target cannot be had here"
  fi
done
