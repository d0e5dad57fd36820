"""text-dedup's own MinHash command with verification, and the pairs of the
clusters that it writes.

    text_dedup_pairs.py ARTICLES PAIRS THRESHOLD
"""

import os
import pickle
import shutil
import sys
import tempfile
from collections import defaultdict
from itertools import combinations

import articles


def run(path, out, threshold):
    folder = tempfile.mkdtemp()
    os.environ["HF_DATASETS_CACHE"] = os.path.join(folder, "cache")  # set before the import, or it is not heeded
    os.environ["HF_HUB_OFFLINE"] = "1"
    from text_dedup.config.base import load_config_from_toml
    from text_dedup.minhash import main

    settings = os.path.join(folder, "config.toml")
    with open(settings, "w", encoding="utf-8") as file:
        file.write(f"""
[input]
input_type = "local_files"
file_type = "json"
read_arguments = {{ path = "json", data_files = "{path}", split = "train" }}
[algorithm]
algorithm_name = "minhash"
text_column = "text"
num_perm = 128
ngram_size = {articles.WORDS}
threshold = {threshold}
check_false_positive = true
num_proc = 1
[output]
output_dir = "{folder}/out"
save_clusters = true
[debug]
""")
    main(load_config_from_toml(settings))
    with open(os.path.join(folder, "out", "clusters.pickle"), "rb") as file:
        clusters = pickle.load(file)
    members = defaultdict(list)
    for article, cluster in clusters.items():
        members[cluster].append(article)
    ids, _ = articles.read(path)
    articles.write(out, ids, (p for m in members.values() for p in combinations(sorted(m), 2)))
    shutil.rmtree(folder)


if __name__ == "__main__":  # its workers import this file again
    run(sys.argv[1], sys.argv[2], float(sys.argv[3]))
