"""How many MB of a corpus datatrove makes MinHash signatures of, in a second: `datatrove_peer.py corpus`.

Timed are the signatures of the first stage with its own settings (5-word shingles, 14 buckets of 8 hashes, its English
tokeniser), from texts in memory and without writing them; of the corpus only the first two megabytes, since it is slow.
"""

import sys
import tempfile
import time

from datatrove.pipeline.dedup import MinhashDedupSignature

with open(sys.argv[1], encoding="utf-8") as file:
    content = file.read(2_000_000)
texts = [text.partition("\n")[2] for text in content.split("<<<FILE>>>")[1:-1]]
size = sum(len(text.encode()) for text in texts) / 1e6

with tempfile.TemporaryDirectory() as folder:
    stage = MinhashDedupSignature(folder)
    # The tokeniser is loaded when it is first used.
    stage.get_shingles("One sentence of more than five words.")
    start = time.process_time()
    for text in texts:
        shingles = stage.get_shingles(text)
        if shingles.size:
            stage.get_signature(shingles)
    print(size / (time.process_time() - start))
