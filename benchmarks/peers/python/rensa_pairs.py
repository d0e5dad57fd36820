"""rensa's R-MinHash from hashes to a matrix of signatures. rensa says which rows
have a duplicate and not of what, so the bands are looked up here.

    rensa_pairs.py ARTICLES PAIRS BANDS ROWS THRESHOLD
"""

import sys

import articles
import numpy as np
import rensa

path, out, bands, rows, threshold = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5])
ids, texts = articles.read(path)
sets = list(articles.hashed(texts, distinct=False))
lengths = [len(s) for s in sets]
matrix = rensa.RMinHash.digest_matrix_from_flat_token_hashes(np.concatenate(sets), np.cumsum([0] + lengths).astype(np.uint64), bands * rows, 42)
del sets
matrix = np.array(matrix.to_rows(), dtype=np.uint32)
empty = {i for i, n in enumerate(lengths) if n == 0}  # their signatures are all alike
articles.write(out, ids, (p for p in articles.banded(matrix, bands, threshold) if not empty.intersection(p)))
