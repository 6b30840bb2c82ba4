"""Words, figures and names that stand on both sides, as vectors whose sums are those of the texts joined."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from zlib import crc32

import numpy as np

from pipeline.encoder import Floats

_EXACT = 2048  # different shared words up to which each has a place of its own; above, they share places by hash


def vectors(a: Sequence[Counter[str]], b: Sequence[Counter[str]]) -> tuple[Floats, Floats]:
    """(n, v) and (m, v): each unit's shared words, the rarer the heavier."""
    in_a = Counter(word for words in a for word in words)
    in_b = Counter(word for words in b for word in words)
    both = sorted(word for word in in_a if word in in_b)
    count = len(a) + len(b)
    weight = {word: math.log(count / (in_a[word] + in_b[word])) + 0.1 for word in both}
    if len(both) <= _EXACT:
        place = {word: k for k, word in enumerate(both)}
    else:
        place = {word: crc32(word.encode()) % _EXACT for word in both}
    width = max(1, min(len(both), _EXACT))
    return _matrix(a, place, weight, width), _matrix(b, place, weight, width)


def _matrix(units: Sequence[Counter[str]], place: dict[str, int], weight: dict[str, float], width: int) -> Floats:
    out = np.zeros((len(units), width), dtype=np.float32)
    for i, words in enumerate(units):
        for word, times in words.items():
            if word in place:
                out[i, place[word]] += min(times, 3) * weight[word]
    return out
