"""What the Python programs share: reading articles, shingles, writing pairs."""

import json
import re

import numpy as np

WORDS = 5  # in a shingle
word = re.compile(r"\w+")


def read(path):
    """The ids and texts of a file of JSON Lines."""
    ids, texts = [], []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            ids.append(record["id"])
            texts.append(record["text"])
    return ids, texts


def hashed(texts, distinct=True):
    """For each text its shingles as an array of 64-bit hashes, sorted and
    distinct unless told otherwise.

    A batch of texts becomes one array of words, each as the interpreter's hash,
    and numpy does the rest: the fastest way that Python had. Strings of five
    words take twice as long on long articles, an array for each text on short
    ones.
    """
    powers = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5, 0x85EBCA77C2B2AE63], dtype=np.uint64)
    for start in range(0, len(texts), 256):
        words, ends = [], []
        for text in texts[start : start + 256]:
            words.extend(map(hash, word.findall(text.lower())))
            ends.append(len(words))
        row = mixed(np.array(words, dtype=np.int64).view(np.uint64))
        shingles = np.zeros(max(0, len(row) - WORDS + 1), dtype=np.uint64)
        for i in range(WORDS):
            shingles += row[i : len(shingles) + i] * powers[i]
        shingles = mixed(shingles)
        for first, end in zip([0] + ends, ends):
            part = shingles[first : max(first, end - WORDS + 1)]
            yield np.unique(part) if distinct else part


def mixed(h):
    """The finaliser of SplitMix64, on arrays."""
    h = (h ^ (h >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    h = (h ^ (h >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return h ^ (h >> np.uint64(31))


def banded(matrix, bands, threshold):
    """Pairs of rows that agree in a band and, by the share of equal columns,
    reach the threshold. For libraries that make signatures but name no pairs.
    """
    rows = matrix.shape[1] // bands
    seen = set()
    for i in range(bands):
        buckets = {}
        part = np.ascontiguousarray(matrix[:, i * rows : (i + 1) * rows])
        for b, key in enumerate(part.view(np.dtype((np.void, part.dtype.itemsize * rows))).ravel().tolist()):
            bucket = buckets.setdefault(key, [])
            for a in bucket:
                seen.add((a, b))
            bucket.append(b)
    for a, b in seen:
        if np.count_nonzero(matrix[a] == matrix[b]) >= threshold * matrix.shape[1]:
            yield a, b


def write(path, ids, pairs):
    with open(path, "w", encoding="utf-8") as out:
        for a, b in pairs:
            out.write(f"{ids[a]}\t{ids[b]}\n")
