"""The best chain of beads through both sides, in order."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pipeline.encoder import Floats

from .beads import Shape

Bead = tuple[tuple[int, ...], tuple[int, ...]]  # indexes of either side; one may be empty


def best_path(n: int, m: int, tables: Mapping[Shape, Floats], gap: float = 0.0) -> list[Bead]:
    """Dynamic programming, a row at a time; `gap` is what a unit left alone is worth."""
    shapes = list(tables)
    sums = np.full((n + 1, m + 1), -np.inf)
    steps = np.zeros((n + 1, m + 1), dtype=np.int8)  # index into shapes; -2 the first side alone, -3 the second
    along = np.arange(m + 1) * gap
    for i in range(n + 1):
        if i == 0:
            best, step = np.full(m + 1, -np.inf), np.full(m + 1, -3, dtype=np.int8)
            best[0] = 0.0
        else:
            best, step = sums[i - 1] + gap, np.full(m + 1, -2, dtype=np.int8)
        for t, (p, q) in enumerate(shapes):
            if i >= p and m >= q:
                came = sums[i - p, : m + 1 - q] + tables[p, q][i - p]
                better = came > best[q:]
                best[q:][better] = came[better]
                step[q:][better] = t
        sums[i] = np.maximum.accumulate(best - along) + along
        step[sums[i] > best + 1e-12] = -3
        steps[i] = step
    beads: list[Bead] = []
    i, j = n, m
    while i or j:
        t = int(steps[i, j])
        p, q = (1, 0) if t == -2 else (0, 1) if t == -3 else shapes[t]
        beads.append((tuple(range(i - p, i)), tuple(range(j - q, j))))
        i, j = i - p, j - q
    return beads[::-1]
