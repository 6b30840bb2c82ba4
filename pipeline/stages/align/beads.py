"""What every bead (a run of one side with a run of the other) is worth."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pipeline.encoder import Floats

from .lexical import vectors
from .side import Side

Shape = tuple[int, int]


class Weights(NamedTuple):
    """How much each witness counts; measured by benchmarks/aligning.py on the development gold."""

    shapes: tuple[Shape, ...]
    neighbours: int = 4
    margin: float = 1.0
    words: float = 0.3
    length: float = 0.1
    floor: float = -0.1
    size: float = 0.5
    merge: float = 0.05
    moved: float = 0.1


PARAGRAPHS = Weights(((1, 1), (1, 2), (2, 1), (1, 3), (3, 1)))
SENTENCES = Weights(((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2)))


class Table(NamedTuple):
    """For one shape (p, q), each (n - p + 1, m - q + 1), by where the runs begin."""

    worth: Floats
    similarity: Floats
    words: Floats
    length: Floats


def tables(a: Side, b: Side, weights: Weights) -> dict[Shape, Table]:
    """Every bead of every shape."""
    long_a = np.array([len(t) for t in a.texts], dtype=np.float32)
    long_b = np.array([len(t) for t in b.texts], dtype=np.float32)
    long_b *= np.clip(long_a.sum() / max(1.0, float(long_b.sum())), 0.8, 1.5)
    words_a, words_b = vectors(a.words, b.words)
    one_a, one_b = a.pool.vectors, b.pool.vectors
    k = max(1, min(weights.neighbours, len(a), len(b)))
    out = {}
    for p, q in weights.shapes:
        if p > len(a) or q > len(b):
            continue
        run_a, run_b = a.pool.runs(p), b.pool.runs(q)
        similarity = run_a @ run_b.T
        near_a = np.sort(run_a @ one_b.T, axis=1)[:, -k:].mean(axis=1)
        near_b = np.sort(one_a @ run_b.T, axis=0)[-k:].mean(axis=0)
        common = _unit(_runs(words_a, p)) @ _unit(_runs(words_b, q)).T
        ratio = np.log((_runs(long_a, p)[:, None] + 15) / (_runs(long_b, q)[None, :] + 15))
        each = similarity + weights.words * common - weights.margin * (near_a[:, None] + near_b[None, :]) / 2
        each -= weights.length * ratio * ratio + weights.floor
        worth = ((p + q) / 2) ** weights.size * each - weights.merge * (p + q > 2)
        out[p, q] = Table(worth, similarity, common, np.exp(-np.abs(ratio)))
    return out


def _runs(rows: Floats, length: int) -> Floats:
    count = len(rows) - length + 1
    out = rows[:count].copy()
    for k in range(1, length):
        out += rows[k : k + count]
    return out


def _unit(rows: Floats) -> Floats:
    out: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return out
