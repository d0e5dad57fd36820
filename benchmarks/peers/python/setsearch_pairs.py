"""SetSimilaritySearch: exact, by Jaccard.

    setsearch_pairs.py ARTICLES PAIRS THRESHOLD
"""

import sys

import articles
from SetSimilaritySearch import all_pairs

path, out, threshold = sys.argv[1], sys.argv[2], float(sys.argv[3])
ids, texts = articles.read(path)
sets, whose = [], []
for i, hashes in enumerate(articles.hashed(texts)):
    if len(hashes):
        sets.append(hashes.tolist())
        whose.append(i)
pairs = all_pairs(sets, similarity_func_name="jaccard", similarity_threshold=threshold)
articles.write(out, ids, ((whose[x], whose[y]) for x, y, _ in pairs))
