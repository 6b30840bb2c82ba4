"""Long texts are cut at places that are surely the same on both sides, so that cost and memory grow with the length
and not with its square."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .order import heaviest_chain
from .side import Side

_WHOLE = 600  # units a side up to which nothing is cut
_PIECE = 250  # units after which the next sure border is taken
_FORCED = 1200  # units after which a border is taken though none is sure
_SURE = 0.5  # cosine of an anchor; with its margin: 3 wrong in 10,000 on the development gold's texts laid end to end
_MARGIN = 0.08  # by which an anchor's similarity exceeds the second best of its row
_ROWS = 512  # rows compared at a time: 40 MB against 20,000 units
_TURNED = 4096  # vectors that are narrowed at a time
_NARROW = 128  # numbers of a vector that the search for anchors looks at

Section = tuple[range, range]


def sections(a: Side, b: Side) -> list[Section]:
    """Stretches of both sides that follow each other and cover them."""
    if max(len(a), len(b)) <= _WHOLE:
        return [(range(len(a)), range(len(b)))]
    found = _anchors(a, b)
    borders = [(0, 0)]
    for (i, j), after in pairwise(found):
        far = max(i + 1 - borders[-1][0], j + 1 - borders[-1][1])
        if after == (i + 1, j + 1) and far >= _PIECE:
            borders.append(after)
    borders.append((len(a), len(b)))
    out: list[Section] = []
    for (i, j), (to_i, to_j) in pairwise(borders):
        pieces = max(1, -(-max(to_i - i, to_j - j) // _FORCED))
        cuts = [(i + (to_i - i) * p // pieces, j + (to_j - j) * p // pieces) for p in range(pieces + 1)]
        out += [(range(x, u), range(y, v)) for (x, y), (u, v) in pairwise(cuts)]
    return out


def _anchors(a: Side, b: Side) -> list[tuple[int, int]]:
    """Pairs that are each other's nearest by far, in order on both sides."""
    one, other = _narrow(a), _narrow(b)
    best_b = np.full(len(b), -1, dtype=np.int64)
    near_b = np.full(len(b), -np.inf, dtype=np.float32)
    best_a = np.zeros(len(a), dtype=np.int64)
    near_a, second_a = np.zeros(len(a), dtype=np.float32), np.zeros(len(a), dtype=np.float32)
    for start in range(0, len(a), _ROWS):
        rows = one[start : start + _ROWS] @ other.T
        here = np.arange(start, start + len(rows))
        best_a[here] = rows.argmax(axis=1)
        near_a[here] = rows[here - start, best_a[here]]
        better = rows.max(axis=0)
        won = better > near_b
        best_b[won], near_b[won] = start + rows.argmax(axis=0)[won], better[won]
        rows[here - start, best_a[here]] = -np.inf
        second_a[here] = rows.max(axis=1)
    mutual = best_b[best_a] == np.arange(len(a))
    sure = np.flatnonzero(mutual & (near_a > _SURE) & (near_a - second_a > _MARGIN))
    full = np.einsum("ij,ij->i", a.pool.vectors[sure], b.pool.vectors[best_a[sure]])
    sure = sure[full > _SURE]
    pairs = [(int(i), int(best_a[i])) for i in sure]
    kept = heaviest_chain([j for _, j in pairs], [1.0] * len(pairs))
    return [pairs[k] for k in kept]


def _narrow(side: Side) -> NDArray[np.float32]:
    """Fewer numbers a vector, by a fixed random projection."""
    vectors = side.pool.vectors
    turn = np.random.default_rng(1).standard_normal((vectors.shape[1], _NARROW)).astype(np.float32)
    common = vectors.mean(axis=0) * 0.5
    rows = np.concatenate([(vectors[k : k + _TURNED] - common) @ turn for k in range(0, len(vectors), _TURNED)])
    out: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return out
