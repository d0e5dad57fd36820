"""datasketch's LSH Ensemble, which looks for containment.

    ensemble_pairs.py ARTICLES PAIRS THRESHOLD
"""

import sys

import articles
from datasketch import MinHash, MinHashLSHEnsemble

path, out, threshold = sys.argv[1], sys.argv[2], float(sys.argv[3])
ids, texts = articles.read(path)
sketches, sizes = [], []
for hashes in articles.hashed(texts):
    sketch = MinHash(num_perm=128, hashfunc=int)
    sketch.update_batch((hashes & 0xFFFFFFFF).tolist())
    sketches.append(sketch)
    sizes.append(len(hashes))
ensemble = MinHashLSHEnsemble(threshold=threshold, num_perm=128, num_part=32)
ensemble.index((i, s, n) for i, (s, n) in enumerate(zip(sketches, sizes)) if n)
pairs = set()
for a, (sketch, size) in enumerate(zip(sketches, sizes)):
    if size:
        pairs.update((min(a, b), max(a, b)) for b in ensemble.query(sketch, size) if a != b)
articles.write(out, ids, sorted(pairs))
