"""sourmash's scaled MinHash of each article, and an inverted index of them made
here, since sourmash's own expects files of genomes.

    sourmash_pairs.py ARTICLES PAIRS SCALED THRESHOLD
"""

import sys
from collections import Counter, defaultdict

import articles
import sourmash

path, out, scaled, threshold = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
ids, texts = articles.read(path)
holders = defaultdict(list)
sizes, pairs = [], []
for b, hashes in enumerate(articles.hashed(texts)):
    sketch = sourmash.MinHash(n=0, ksize=21, scaled=scaled)
    sketch.add_many(hashes.tolist())
    kept = list(sketch.hashes)
    sizes.append(len(kept))
    shared = Counter()
    for h in kept:
        shared.update(holders[h])
        holders[h].append(b)
    pairs.extend((a, b) for a, n in shared.items() if n >= threshold * min(sizes[a], len(kept)))
articles.write(out, ids, pairs)
