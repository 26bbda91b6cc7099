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

# The C of zstd is not compiled: its build is told that the library is there.
if ! command -v pkg-config >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get install -qq -y pkg-config >/dev/null 2>&1 || true
fi
if ! command -v pkg-config >/dev/null; then
  echo "skipped: Windows and macOS, since there is no pkg-config here"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf 'Name: libzstd\nDescription: stands for zstd\nVersion: 1.5.7\nLibs: -lzstd\n' >"$work/libzstd.pc"
export ZSTD_SYS_USE_PKG_CONFIG=1 PKG_CONFIG_ALLOW_CROSS=1 PKG_CONFIG_PATH=$work
for target in x86_64-pc-windows-gnu aarch64-apple-darwin; do
  if rustup target add "$target" >/dev/null 2>&1; then
    cargo check --quiet --locked --all-targets --target "$target" || fail "$target"
    ok "$target"
  else
    echo "skipped: $target cannot be had here"
  fi
done
