#!/usr/bin/env bash
# The fixes of `not-nfc` on every line of Unicode's NormalizationTest.txt, which Debian's package unicode-data has.
# Where the file is not there, this says that it was skipped.
#
#   tests/unicode-data.sh [FILE]     /usr/share/unicode/NormalizationTest.txt by default
set -euo pipefail
cd "$(dirname "$0")/.."
data=${1:-}
for candidate in /usr/share/unicode/NormalizationTest.txt /usr/share/unicode/NormalizationTest.txt.gz \
  /usr/share/unicode/NormalizationTest.txt.bz2; do
  if [ -z "$data" ] && [ -f "$candidate" ]; then data=$candidate; fi
done
if [ -z "$data" ] || [ ! -f "$data" ]; then
  echo "skipped: there is no NormalizationTest.txt here; Debian's package unicode-data has it"
  exit 0
fi
cargo build --quiet --locked
exec python3 - "$data" "${CARGO_TARGET_DIR:-target}/debug/corplint" <<'PYTHON'
"""Each column of each line becomes a document; after the fixes, it has to be the column that the file says is its NFC."""
import bz2
import gzip
import os
import subprocess
import sys
import tempfile

data, corplint = sys.argv[1:]
opener = {".gz": gzip.open, ".bz2": bz2.open}.get(os.path.splitext(data)[1], open)


def text(column):
    return "".join(chr(int(point, 16)) for point in column.split())


documents = []
with opener(data, "rt", encoding="utf-8") as lines:
    for number, line in enumerate(lines, 1):
        line = line.split("#")[0].strip()
        if not line or line.startswith("@"):
            continue
        c1, c2, c3, c4, c5 = (text(column) for column in line.split(";")[:5])
        # The invariants of the file: c2 = NFC of c1, c2 and c3; c4 = NFC of c4 and c5.
        for name, written, normal in [("c1", c1, c2), ("c2", c2, c2), ("c3", c3, c2), ("c4", c4, c4), ("c5", c5, c4)]:
            documents.append((f"{number}-{name}", written, normal))


def corpus(column):
    # Between two characters that join no mark, so that nothing is at the edge of a line.
    return "".join(f"<<<FILE>>> {document[0]}\nq{document[column]}.\n" for document in documents).encode()


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "normalization.corpus")
    with open(path, "wb") as file:
        file.write(corpus(1))
    # Some of the characters are compatibility ideographs, of which the fix is unsafe.
    command = [corplint, "check", "--isolated", "--quiet", "--select", "not-nfc", "--fix", "--unsafe-fixes", path]
    run = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if run.returncode != 0:
        sys.exit(f"corplint left with {run.returncode}: {run.stderr.decode(errors='replace')}")
    with open(path, "rb") as file:
        found = file.read()
expected = corpus(2)
if found != expected:
    for left, right in zip(found.split(b"<<<FILE>>> "), expected.split(b"<<<FILE>>> ")):
        if left != right:
            print(f"{left!r} instead of {right!r}")
            break
    sys.exit("the fixes do not give NFC")
print(f"all {len(documents):,} columns are in NFC after the fixes")
PYTHON
