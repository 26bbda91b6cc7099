#!/usr/bin/env python3
"""Damages a copy of the real drop in each way that a rule names, and expects the finding there, and only there.

    tests/real-drop-damage.py CORPLINT DROP

The drop itself may not be in this repository; `tests/real-drop.sh` runs this where it is.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

BINARY, DROP = sys.argv[1:3]
src = Path(DROP, "news-fr.corpus").read_bytes()
lines = src.split(b"\n")
assert lines[12].startswith(b"<<<FILE>>>"), "the second document begins on line 13"


def findings(data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "damaged.corpus")
        path.write_bytes(data)
        command = [BINARY, "check", "--isolated", "--format", "json", str(path)]
        report = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    return [(one["rule"], one["start"]["line"]) for one in report["diagnostics"]]


def setline(n, new):
    return b"\n".join([*lines[: n - 1], new, *lines[n:]])


def insert(n, new):
    return b"\n".join([*lines[: n - 1], new, *lines[n - 1 :]])


def edit(n, change):
    return setline(n, change(lines[n - 1]))


# The rule, the lines of its findings, and the damaged drop.
CASES = [
    ("marker-case", [13], edit(13, lambda s: s.replace(b"FILE", b"file"))),
    ("marker-brackets", [13], edit(13, lambda s: s.replace(b"<<<", b"<<", 1))),
    ("marker-brackets", [13], edit(13, lambda s: s.replace(b">>>", b">>>>", 1))),
    ("marker-indentation", [13], edit(13, lambda s: b"  " + s)),
    ("marker-spacing", [13], edit(13, lambda s: s.replace(b">>> ", b">>>  ", 1))),
    ("marker-spacing", [13], edit(13, lambda s: s + b" ")),
    ("marker-spacing", [13, 13], edit(13, lambda s: s.replace(b"FILE", b" FILE "))),
    ("byte-order-mark", [1], b"\xef\xbb\xbf" + src),
    ("byte-order-mark", [13], edit(13, lambda s: b"\xef\xbb\xbf" + s)),
    ("fullwidth-marker", [13], edit(13, lambda s: s.replace(b"<<<FILE>>>", "＜＜＜FILE＞＞＞".encode()))),
    ("marker-spelling", [13], edit(13, lambda s: s.replace(b">>> ", b": ", 1) + b">>>")),
    ("marker-spelling", [13], edit(13, lambda s: s.replace(b">>> ", b' name="', 1) + b'">>>')),
    ("document-end-marker", [13], insert(13, b"<<<ENDFILE>>>")),
    ("document-end-marker", [13], insert(13, b"<<<END>>>")),
    ("document-end-marker", [13], insert(13, b"<<<END FILE>>>")),
    ("unquoted-id", [13], edit(13, lambda s: s.replace(b"001_", b"001 "))),
    ("malformed-id", [13], edit(13, lambda s: s.replace(b"001_", b'001"'))),
    ("malformed-attribute", [13], edit(13, lambda s: s + b' lang="fr')),
    ("malformed-attribute", [13], edit(13, lambda s: s + b" Lang=fr")),
    ("duplicate-attribute", [13], edit(13, lambda s: s + b" lang=fr lang=fr")),
    ("missing-id", [13], setline(13, b"<<<FILE>>>")),
    ("reserved-marker", [20], insert(20, b"<<<NOTE>>> x")),
    ("misplaced-corpus-marker", [13], insert(13, b"<<<CORPUS>>> version=1")),
    ("unsupported-version", [1], b"<<<CORPUS>>> version=2\n" + src),
    ("text-before-first-document", [1], b"Bonjour\n" + src),
    ("text-after-end", [78], src + b"<<<END>>>\nencore\n"),
    ("no-marker", [1], b"\n".join(l for l in lines if not l.startswith(b"<<<"))),
    ("empty-file", [1], b""),
    ("crlf-line-ending", [1, 13, 27, 46, 65], src.replace(b"\n", b"\r\n")),
    ("mixed-line-endings", [20], edit(20, lambda s: s + b"\r")),
    ("lone-carriage-return", [20], edit(20, lambda s: s.replace(b" ", b"\r", 1))),
    ("nul-byte", [20], edit(20, lambda s: s.replace(b" ", b"\0", 1))),
    ("merge-conflict-marker", [20, 22, 24], insert(20, b"<<<<<<< HEAD\nun\n=======\ndeux\n>>>>>>> autre")),
    ("empty-document", [13], insert(13, b"<<<FILE>>> vide")),
    ("duplicate-id", [13], edit(13, lambda s: lines[0])),
    ("colliding-id", [13], edit(13, lambda s: lines[0].upper().replace(b"TXT", b"txt"))),
    ("invalid-utf8", [20], edit(20, lambda s: s.replace("é".encode(), b"\xe9", 1))),
    ("utf16-input", [1], b"\xff\xfe" + src.decode().encode("utf-16-le")),
    ("replacement-character", [20], edit(20, lambda s: s.replace("é".encode(), "\ufffd".encode(), 1))),
    ("control-character", [20], edit(20, lambda s: s.replace(b" ", b"\x07", 1))),
    ("control-character", [20], edit(20, lambda s: s.replace(b" ", "\x92".encode(), 1))),
    ("trailing-comment-heading", [13], insert(13, b"12 commentaires")),
    ("related-media", [13], insert(13, "Vidéo : la visite en images".encode())),
    (
        "opinion-disclaimer",
        [13],
        insert(13, "Les propos tenus dans cette tribune n’engagent que leur auteur et non la rédaction.".encode()),
    ),
    ("leading-dateline", [2], insert(2, "Mis à jour le 3 mars 2024 à 10h12".encode())),
    ("broken-compound", [5], edit(5, lambda s: s + b" Le vote. -surprise a eu lieu.")),
    ("ellipsis-ending", [12], edit(12, lambda s: s.rsplit(b" ", 9)[0] + " […]".encode())),
    ("cut-mid-sentence", [12], edit(12, lambda s: s[: len(s) // 2].rsplit(b" ", 1)[0] + b" de la")),
    ("invalid-utf8", [76], src.rstrip(b"\n") + b" caf\xc3"),
    ("marker-too-long", [13], edit(13, lambda s: s + b' k="' + b"x" * 70000 + b'"')),
]
# These leave no document that could be judged, or change what the last line is.
ALONE = {"no-marker", "empty-file", "utf16-input"}

before = Counter(rule for rule, _ in findings(src))
failed = 0
for rule, expected, damaged in CASES:
    found = findings(damaged)
    places = [line for name, line in found if name == rule]
    after = Counter(name for name, _ in found)
    others = {name for name in before | after if name != rule and after[name] > before[name]}
    lost = set() if rule in ALONE else {name for name in before if name != rule and after[name] < before[name]}
    if damaged.endswith(b"\xc3"):
        lost = set()
    if not set(expected) <= set(places) or len(places) != before[rule] + len(expected) or others or lost:
        print(f"{rule}: expected at {expected}, found at {places}; besides {sorted(others)}, lost {sorted(lost)}")
        failed += 1
print(f"{len(CASES) - failed} of {len(CASES)} kinds of damage are found where they are, and only there")
sys.exit(failed > 0)
