"""datasketch's MinHashLSH, which chooses its bands for the threshold.

    datasketch_pairs.py ARTICLES PAIRS THRESHOLD
"""

import sys

import articles
from datasketch import MinHash, MinHashLSH

path, out, threshold = sys.argv[1], sys.argv[2], float(sys.argv[3])
ids, texts = articles.read(path)
lsh = MinHashLSH(threshold=threshold, num_perm=128)
sketches, pairs = [], []
for b, hashes in enumerate(articles.hashed(texts)):
    sketch = MinHash(num_perm=128, hashfunc=int)  # the shingles are hashes already
    sketch.update_batch((hashes & 0xFFFFFFFF).tolist())
    if len(hashes):
        for a in lsh.query(sketch):
            if sketches[a].jaccard(sketch) >= threshold:
                pairs.append((a, b))
        lsh.insert(b, sketch, check_duplication=False)
    sketches.append(sketch)
articles.write(out, ids, pairs)
