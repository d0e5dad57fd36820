"""gaoya with its own tokeniser, shingles and index in Rust.

    gaoya_pairs.py ARTICLES PAIRS BANDS ROWS THRESHOLD
"""

import sys

import articles
from gaoya.minhash import MinHashStringIndex

path, out, bands, rows, threshold = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5])
ids, texts = articles.read(path)
index = MinHashStringIndex(32, threshold, bands, rows, None, "word", True, (articles.WORDS, articles.WORDS), id_container="smallvec")
index.par_bulk_insert_docs(list(range(len(texts))), texts)
found = index.par_bulk_query(texts)
pairs = {(min(a, b), max(a, b)) for a, near in enumerate(found) for b in near if a != b}
articles.write(out, ids, sorted(pairs))
