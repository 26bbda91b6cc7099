"""How many MB of a corpus a peer of Python's registry deals with in a second: `peers.py PEER corpus`.

Timed is what the documentation of each peer shows, by the time of one processor, from texts in memory to its answer and
without reading or writing; imports and models are loaded before. Peers that are slow are given the first megabytes of
the corpus alone, as the table `PEERS` says. One that is not installed ends in an error.
"""

import json
import os
import sys
import tempfile
from pathlib import Path


def rensa(shingles):
    """rensa's deduplication: 128 permutations, LSH with a threshold of 0.8.

    Its documentation splits texts at white space. With `shingles`, runs of five words are made in Python, which is what
    corplint compares; to make them takes about three quarters of that time, since rensa takes nothing but tokens.
    """
    from rensa import RMinHash, RMinHashDeduplicator

    def run(texts):
        deduplicator = RMinHashDeduplicator(threshold=0.8, num_perm=128, use_lsh=True, num_bands=16, seed=42)
        for number, text in enumerate(texts):
            minhash = RMinHash(num_perm=128, seed=42)
            words = text.split()
            if shingles:
                words = [" ".join(words[at : at + 5]) for at in range(len(words) - 4)]
            minhash.update(words)
            deduplicator.add(str(number), minhash)

    return run


def datatrove_signatures():
    """The signatures of datatrove's MinHash, with its own settings: 5-word shingles, 14 buckets of 8 hashes, English."""
    from datatrove.pipeline.dedup import MinhashDedupSignature

    with tempfile.TemporaryDirectory() as folder:
        stage = MinhashDedupSignature(folder)
    # The tokeniser is loaded when it is first used.
    stage.get_shingles("One sentence of more than five words.")

    def run(texts):
        for text in texts:
            shingles = stage.get_shingles(text)
            if shingles.size:
                stage.get_signature(shingles)

    return run


def datatrove_filters():
    """What datatrove asks of a page before it is let in: the filters of C4, Gopher (two) and FineWeb, in that order.

    Each document is shown to all of them, as a document that is let in is.
    """
    from datatrove.data import Document
    from datatrove.pipeline.filters import (
        C4QualityFilter,
        FineWebQualityFilter,
        GopherQualityFilter,
        GopherRepetitionFilter,
    )

    filters = [C4QualityFilter(), GopherRepetitionFilter(), GopherQualityFilter(), FineWebQualityFilter()]

    def show(text):
        document = Document(text=text, id="")
        for own in filters:
            own.filter(document)

    show("One sentence loads the tokenisers, which wait for it.")
    return lambda texts: [show(text) for text in texts]


def ftfy():
    """ftfy's `fix_text`, which finds broken encodings and mends them."""
    from ftfy import fix_text

    return lambda texts: [fix_text(text) for text in texts]


def text_dedup():
    """text-dedup's MinHash from end to end, as its command runs it on one processor."""
    from text_dedup import minhash

    def run(texts):
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            with open(folder / "texts.jsonl", "w", encoding="utf-8") as out:
                out.writelines(json.dumps({"text": text}) + "\n" for text in texts)
            arguments = ["--path", "json", "--data_files", str(folder / "texts.jsonl"), "--split", "train"]
            arguments += ["--cache_dir", str(folder / "cache"), "--output", str(folder / "output")]
            arguments += ["--column", "text", "--batch_size", "10000", "--num_proc", "1", "--threshold", "0.8"]
            minhash.main(arguments, standalone_mode=False)

    return run


# What each peer is, and how many megabytes it is given at most.
PEERS = {
    "rensa-words": (lambda: rensa(shingles=False), None),
    "rensa-shingles": (lambda: rensa(shingles=True), None),
    "datatrove-signatures": (datatrove_signatures, 2),
    "datatrove-filters": (datatrove_filters, 2),
    "ftfy": (ftfy, 5),
    "text-dedup": (text_dedup, 20),
}


def busy():
    """How long a processor was busy with this process and those that it has started and seen end, in seconds."""
    return sum(os.times()[:4])


def main():
    peer, path = sys.argv[1:]
    make, megabytes = PEERS[peer]
    with open(path, encoding="utf-8") as file:
        content = file.read(-1 if megabytes is None else megabytes * 1_000_000)
    texts = [text.partition("\n")[2] for text in content.split("<<<FILE>>>")[1:]]
    del content
    size = sum(len(text.encode()) for text in texts) / 1e6
    run = make()
    start = busy()
    run(texts)
    # On a line of its own: some peers print, too.
    print()
    print(size / (busy() - start))


if __name__ == "__main__":
    main()
