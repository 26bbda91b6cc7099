#!/usr/bin/env bash
# The rules about characters on the data files of Unicode, which Debian's package unicode-data has:
#
# - NormalizationTest.txt: the fixes of `not-nfc` make NFC of every column of every line, and NFD where that is set;
# - emoji-test.txt and its kin: no rule about encoding warns of any emoji, between words, between letters or doubled;
# - BidiCharacterTest.txt: `unbalanced-bidi-control` flags exactly what has no match by the definitions BD9 and BD11 of
#   UAX 9, at its very place.
#
# What is not there is said to be skipped.
#
#   tests/unicode-data.sh [FOLDER]     /usr/share/unicode by default
set -euo pipefail
cd "$(dirname "$0")/.."
data=${1:-/usr/share/unicode}
if [ ! -d "$data" ]; then
  echo "skipped: there is no $data; Debian's package unicode-data has it"
  exit 0
fi
cargo build --quiet --locked
exec python3 - "$data" "${CARGO_TARGET_DIR:-target}/debug/corplint" <<'PYTHON'
import bz2
import gzip
import os
import re
import subprocess
import sys
import tempfile

folder, corplint = sys.argv[1:]
failed = False


def lines(name):
    """The lines of a file of the folder without comments and blank lines, or None where it is not there."""
    for ending, opener in [("", open), (".gz", gzip.open), (".bz2", bz2.open)]:
        path = os.path.join(folder, name + ending)
        if os.path.isfile(path):
            with opener(path, "rt", encoding="utf-8") as file:
                found = (line.split("#")[0].strip() for line in file)
                return [line for line in found if line and not line.startswith("@")]
    print(f"skipped: there is no {name} in {folder}")
    return None


def text(column):
    return "".join(chr(int(point, 16)) for point in column.split())


def run(documents, options, configuration=""):
    """Checks documents, each one line with its number as its id; gives what was printed, and the bytes afterwards."""
    with tempfile.TemporaryDirectory() as work:
        path = os.path.join(work, "unicode.corpus")
        settings = os.path.join(work, "corplint.toml")
        with open(path, "wb") as file:
            file.write("".join(f"<<<FILE>>> {at}\n{line}\n" for at, line in enumerate(documents)).encode())
        with open(settings, "w", encoding="utf-8") as file:
            file.write(configuration)
        command = [corplint, "check", "--config", settings, "--quiet", "--format", "concise", *options, path]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode not in (0, 1):
            sys.exit(f"corplint left with {done.returncode}: {done.stderr.decode(errors='replace')}")
        with open(path, "rb") as file:
            return done.stdout.decode().splitlines(), file.read().decode()


def verdict(what, count, faults):
    global failed
    for fault in faults[:10]:
        print(fault)
    failed = failed or bool(faults) or not count
    print(f"{what}: {count - len(faults):,} of {count:,}")


def normalisation():
    rows = lines("NormalizationTest.txt")
    if rows is None:
        return
    columns = [[text(column) for column in row.split(";")[:5]] for row in rows]
    # The invariants of the file: NFC gives c2 of c1, c2 and c3, and c4 of c4 and c5; NFD gives c3 and c5.
    for form, low, high in [("nfc", 1, 3), ("nfd", 2, 4)]:
        written = [one for row in columns for one in row]
        normal = [one for row in columns for one in [row[low]] * 3 + [row[high]] * 2]
        # Between two characters that join no mark, so that nothing is at the edge of a line. Some of the characters are
        # compatibility ideographs, of which the fix is unsafe.
        _, fixed = run(
            [f"q{one}." for one in written],
            ["--select", "not-nfc", "--fix", "--unsafe-fixes"],
            f'[rules.not-nfc]\nform = "{form}"\n',
        )
        documents = fixed.split("<<<FILE>>> ")[1:]
        expected = [f"{at}\nq{one}.\n" for at, one in enumerate(normal)]
        faults = [f"{one!r} instead of {other!r}" for one, other in zip(documents, expected) if one != other]
        if len(documents) != len(expected):
            faults.append(f"{len(documents)} documents instead of {len(expected)}")
        verdict(f"columns that are in {form.upper()} after the fixes", len(written), faults)


def emoji():
    for name in ["emoji-test.txt", "emoji-sequences.txt", "emoji-zwj-sequences.txt", "emoji-variation-sequences.txt"]:
        rows = lines(os.path.join("emoji", name))
        if rows is None:
            continue
        # A range stands for its characters.
        points = [row.split(";")[0] for row in rows if ".." not in row.split(";")[0]]
        sequences = [text(point) for point in points]
        for start, end in (row.split(";")[0].split("..") for row in rows if ".." in row.split(";")[0]):
            sequences += [chr(point) for point in range(int(start, 16), int(end, 16) + 1)]
        documents = [line for one in sequences for line in (f"A walk {one} by the sea.", f"A walk{one}by the sea.", f"{one}{one}")]
        found, _ = run(documents, ["--select", "encoding"])
        # Two letters in squares side by side, as in `🅰🅱`, may be a word that is spelled so: that is told as information.
        found = [line for line in found if ": info[" not in line]
        verdict(f"lines with emoji of {name} without a warning", len(documents), found)


OPENERS = {"\u202a": "e", "\u202b": "e", "\u202d": "e", "\u202e": "e", "\u2066": "i", "\u2067": "i", "\u2068": "i"}
CLOSERS = {"\u202c": "e", "\u2069": "i"}


def isolate_end(paragraph, start):
    """The matching PDI of an isolate initiator: BD9."""
    depth = 1
    for at in range(start + 1, len(paragraph)):
        depth += (OPENERS.get(paragraph[at]) == "i") - (paragraph[at] == "\u2069")
        if depth == 0:
            return at
    return None


def embedding_end(paragraph, start, isolate_ends):
    """The matching PDF of an embedding initiator: BD11."""
    depth, at = 1, start + 1
    while at < len(paragraph):
        kind = OPENERS.get(paragraph[at])
        if kind == "i":
            at = isolate_ends.get(at, len(paragraph))
        elif paragraph[at] == "\u2069" and at in isolate_ends.values():
            return None
        else:
            depth += (kind == "e") - (paragraph[at] == "\u202c")
            if depth == 0:
                return at
        at += 1
    return None


def unmatched(paragraph):
    openers = [at for at, character in enumerate(paragraph) if character in OPENERS]
    isolates = {at: isolate_end(paragraph, at) for at in openers if OPENERS[paragraph[at]] == "i"}
    isolates = {at: end for at, end in isolates.items() if end is not None}
    embeddings = {at: embedding_end(paragraph, at, isolates) for at in openers if OPENERS[paragraph[at]] == "e"}
    matched = {at for pairs in (isolates, embeddings) for at, end in pairs.items() if end is not None}
    matched |= set(isolates.values()) | set(embeddings.values())
    every = {at for at, character in enumerate(paragraph) if character in OPENERS or character in CLOSERS}
    return every - matched


def bidi():
    rows = lines("BidiCharacterTest.txt")
    if rows is None:
        return
    every = dict.fromkeys(text(row.split(";")[0]) for row in rows)
    # What a line break or a control is among is no line of a text.
    cases = [one for one in every if not re.search("[\x00-\x1f\x7f-\x9f]", one)]
    found, _ = run(cases, ["--select", "unbalanced-bidi-control"])
    places = set()
    for line in found:
        row, column = re.search(r"unicode\.corpus:(\d+):(\d+): ", line).groups()
        places.add((int(row) // 2 - 1, int(column) - 1))
    expected = set()
    for number, case in enumerate(cases):
        start = 0
        for paragraph in case.split("\u2029"):
            expected |= {(number, start + at) for at in unmatched(paragraph)}
            start += len(paragraph) + 1
    wrong = {number for number, _ in places ^ expected}
    faults = [" ".join(f"{ord(one):04X}" for one in cases[number]) for number in sorted(wrong)]
    verdict(f"lines of BidiCharacterTest.txt, with {len(expected):,} controls without a match,", len(cases), faults)


normalisation()
emoji()
bidi()
sys.exit(failed)
PYTHON
