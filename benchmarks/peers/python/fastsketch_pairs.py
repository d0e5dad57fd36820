"""FastSketchLSH from hashes: signatures, its index, and the estimate.

    fastsketch_pairs.py ARTICLES PAIRS BANDS ROWS THRESHOLD
"""

import sys

import articles
import numpy as np
from FastSketchLSH import LSH, FastSimilaritySketch

path, out, bands, rows, threshold = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5])
ids, texts = articles.read(path)
sets = list(articles.hashed(texts, distinct=False))
bounds = np.cumsum([0] + [len(s) for s in sets]).astype(np.uint64)
matrix = FastSimilaritySketch(size=bands * rows, seed=42).batch_csr(np.concatenate(sets), bounds, prehashed=True, num_threads=1)
index = LSH(num_perm=bands * rows, num_bands=bands, num_threads=1)
index.insert(matrix)
near, ends = index.query(matrix, format="csr")
pairs = set()
for a in range(len(ids)):
    for b in near[int(ends[a]) : int(ends[a + 1])].tolist():
        if a < b and len(sets[a]) and len(sets[b]) and np.count_nonzero(matrix[a] == matrix[b]) >= threshold * bands * rows:
            pairs.add((a, b))
articles.write(out, ids, sorted(pairs))
