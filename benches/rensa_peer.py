"""How many MB of a corpus rensa finds near-duplicates in, in a second: `rensa_peer.py words|shingles corpus`.

Timed is what its documentation shows, from texts in memory to the documents that are no duplicates: words split at
white space, 128 permutations, LSH with a threshold of 0.8. With `shingles`, runs of five words are made in Python, which
is what corplint compares; to make them takes about three quarters of that time, since rensa takes nothing but tokens.
"""

import sys
import time

from rensa import RMinHash, RMinHashDeduplicator

kind, path = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    content = file.read()
texts = [text.partition("\n")[2] for text in content.split("<<<FILE>>>")[1:]]
size = len(content.encode()) / 1e6
del content

start = time.process_time()
deduplicator = RMinHashDeduplicator(threshold=0.8, num_perm=128, use_lsh=True, num_bands=16, seed=42)
for number, text in enumerate(texts):
    minhash = RMinHash(num_perm=128, seed=42)
    words = text.split()
    if kind == "shingles":
        words = [" ".join(words[at : at + 5]) for at in range(len(words) - 4)]
    minhash.update(words)
    deduplicator.add(str(number), minhash)
print(size / (time.process_time() - start))
