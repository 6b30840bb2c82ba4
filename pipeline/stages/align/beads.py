"""What every bead (a run of one side with a run of the other) is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.encoder import Floats

from .lexical import vectors
from .seams import Seams, seams
from .side import Side

Shape = tuple[int, int]


class Weights(NamedTuple):
    """How much each witness counts.

    Found by random search on the development gold (half of the texts, checked on the other half, which came out within
    half a point of F1); benchmarks/aligning.py measures what they give."""

    shapes: tuple[Shape, ...]
    centre: float  # how much of a side's mean vector is taken away: what all its texts share says nothing
    neighbours: int  # of a unit on the other side, whose mean similarity is what is usual there
    margin: float  # how much of what is usual is taken away (CSLS)
    words: float  # shared words, figures, names
    length: float
    length_power: float
    floor: float  # what a bead must exceed
    size: float  # beads of more units weigh more, but less than in proportion: ((p + q) / 2) ** size
    merge: float  # what each unit over two costs
    gain: float  # a unit more must bring the run nearer to the other side
    gain_cap: float
    part: float  # and be near it itself
    gap: float  # what a unit left alone is worth
    moved: float | None  # what a pair must be worth that stands out of order; None: nothing is sought out of order
    loose: float  # log-odds below which the end of a run is taken off
    seams: Seams | None = None  # what is worth where a bead begins; None: nothing is asked of how units are written


PARAGRAPHS = Weights(
    ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1)),
    0.5, 7, 0.603, 0.142, 0.197, 1, 0.127, 0.545, 0.12, 1.511, 0.17, 0.186, -0.008, 0.104, 0.0,
)  # fmt: skip
SENTENCES = Weights(
    (
        (1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2), (1, 4), (4, 1), (2, 3), (3, 2), (3, 3), (5, 1), (1, 5), (4, 2),
        (2, 4), (5, 2), (4, 3), (3, 4),
    ),
    0.7, 33, 0.129, 0.032, 0.585, 2, -0.084, 0.495, 0.088, 0.474, 0.765, 0.059, -0.041, None, -4.0,
    # On ten chapters of novels that were aligned by hand for it F1 is .953 without and .963 with; on the three of the
    # development gold .951 and .950. Of .05 to .15 the middle; weights fitted to all do worse on those left out.
    Seams(goes_on=0.1, turn=0.05, announced=0.05),
)  # fmt: skip


def tables(a: Side, b: Side, weights: Weights) -> dict[Shape, Floats]:
    """The worth of every bead of every shape, for two sides of a few hundred units at most; for the shape (p, q) they
    are (n - p + 1, m - q + 1), by where the runs begin."""
    shapes = [(p, q) for p, q in weights.shapes if p <= len(a) and q <= len(b)]
    if not shapes:
        return {}
    long_a, long_b = lengths(a), lengths(b)
    long_b = long_b * ratio(a, b)
    words_a, words_b = vectors(a.words, b.words)
    a.pool.ready([p for p, _ in shapes])
    b.pool.ready([q for _, q in shapes])
    runs_a = {p: a.pool.runs(p) for p in {1, *(p for p, _ in shapes)}}
    runs_b = {q: b.pool.runs(q) for q in {1, *(q for _, q in shapes)}}
    near_a = {p: a.pool.stretched(_centred(rows, runs_a[1], weights.centre)) for p, rows in runs_a.items()}
    near_b = {q: _centred(rows, runs_b[1], weights.centre) for q, rows in runs_b.items()}
    usual_a = {p: _usual(rows @ near_b[1].T, weights) for p, rows in near_a.items()}
    usual_b = {q: _usual(rows @ near_a[1].T, weights) for q, rows in near_b.items()}
    near = {(p, q): near_a[p] @ near_b[q].T for p, q in shapes}
    begins_a, begins_b = (seams(side.texts, weights.seams) for side in (a, b))
    out = {}
    for p, q in shapes:
        usual = (usual_a[p][:, None] + usual_b[q][None, :]) / 2
        common = _unit(_runs(words_a, p)) @ _unit(_runs(words_b, q)).T
        apart = np.log((_runs(long_a, p)[:, None] + 15) / (_runs(long_b, q)[None, :] + 15))
        each = near[p, q] + weights.words * common - weights.margin * usual
        each -= weights.length * np.abs(apart) ** weights.length_power + weights.floor
        worth = ((p + q) / 2) ** weights.size * each
        if p + q > 2:
            gain, part = _ends(near, p, q)
            worth += weights.gain * np.minimum(gain, weights.gain_cap) + weights.part * (part - usual)
            worth -= weights.merge * (p + q - 2)
        worth += begins_a[: len(worth), None] + begins_b[None, : worth.shape[1]]
        out[p, q] = worth.astype(np.float32, copy=False)
    return out


def pair_worth(a: Side, b: Side, some_a: Sequence[int], some_b: Sequence[int], weights: Weights) -> Floats:
    """The worth of every pair of these units, wherever they stand, (len(some_a), len(some_b)).

    What is usual for a unit is measured against up to 600 units spread over the other side."""
    if not some_a or not some_b:
        return np.zeros((len(some_a), len(some_b)), dtype=np.float32)
    all_a, all_b = a.pool.vectors, b.pool.vectors
    near_a, near_b = (_centred(v[list(k)], v, weights.centre) for v, k in ((all_a, some_a), (all_b, some_b)))
    spread_a, spread_b = (_centred(v[:: 1 + len(v) // 600], v, weights.centre) for v in (all_a, all_b))
    near_a, spread_a = a.pool.stretched(near_a), a.pool.stretched(spread_a)
    usual = (_usual(near_a @ spread_b.T, weights)[:, None] + _usual(near_b @ spread_a.T, weights)[None, :]) / 2
    words_a, words_b = vectors([a.words[i] for i in some_a], [b.words[j] for j in some_b])
    apart = np.log((lengths(a)[list(some_a)][:, None] + 15) / ((lengths(b)[list(some_b)] * ratio(a, b))[None, :] + 15))
    worth = near_a @ near_b.T + weights.words * (_unit(words_a) @ _unit(words_b).T) - weights.margin * usual
    worth -= weights.length * np.abs(apart) ** weights.length_power + weights.floor
    return worth.astype(np.float32)


def lengths(side: Side) -> Floats:
    """Characters of each unit."""
    return side.lengths


def ratio(a: Side, b: Side) -> float:
    """Characters of the first side for one of the second, kept within reason where much stands on one side only."""
    return float(np.clip(lengths(a).sum() / max(1.0, float(lengths(b).sum())), 0.8, 1.5))


def _ends(near: Mapping[Shape, Floats], p: int, q: int) -> tuple[Floats, Floats]:
    """For each bead of this shape: the least that an end of it brings, and its least part's own similarity."""
    here = near[p, q]
    n, m = here.shape
    gains, parts = [], []
    if p > 1:
        less = near[p - 1, q]
        gains += [here - less[1 : 1 + n, :m], here - less[:n, :m]]
        parts += [near[1, q][k : k + n, :m] for k in range(p)]
    if q > 1:
        less = near[p, q - 1]
        gains += [here - less[:n, 1 : 1 + m], here - less[:n, :m]]
        parts += [near[p, 1][:n, k : k + m] for k in range(q)]
    return np.minimum.reduce(gains), np.minimum.reduce(parts)


def _usual(similarity: Floats, weights: Weights) -> Floats:
    """The mean of the nearest few of each row."""
    k = min(weights.neighbours, similarity.shape[1])
    out: Floats = np.partition(similarity, similarity.shape[1] - k, axis=1)[:, similarity.shape[1] - k :].mean(axis=1)
    return out


def _centred(rows: Floats, ones: Floats, share: float) -> Floats:
    return _unit(rows - share * ones.mean(axis=0)) if share else rows


def _runs(rows: Floats, length: int) -> Floats:
    count = len(rows) - length + 1
    out = rows[:count].copy()
    for k in range(1, length):
        out += rows[k : k + count]
    return out


def _unit(rows: Floats) -> Floats:
    out: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return out
