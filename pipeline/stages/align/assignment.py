"""The best partners for all at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def assignment(cost: NDArray[np.float64]) -> list[int]:
    """The column of each row, all different, with the least sum of costs: the Hungarian method with shortest augmenting
    paths (Jonker & Volgenant 1987), O(rows**2 * columns). There are at least as many columns as rows.

    >>> assignment(np.array([[4.0, 1.0, 3.0], [2.0, 0.0, 5.0], [3.0, 2.0, 2.0]]))
    [1, 0, 2]
    """
    rows, columns = cost.shape
    row_price, price = np.zeros(rows), np.zeros(columns)
    owner = np.full(columns, -1)
    for start in range(rows):
        least, came = np.full(columns, np.inf), np.full(columns, -1)
        done = np.zeros(columns, dtype=bool)
        seen: list[tuple[int, float]] = []  # rows on the way, with the price at which each was reached
        row, column, reached = start, -1, 0.0
        while True:
            seen.append((row, reached))
            here = reached + cost[row] - row_price[row] - price
            better = ~done & (here < least)
            least[better], came[better] = here[better], column
            column = int(np.where(done, np.inf, least).argmin())
            reached = float(least[column])
            if owner[column] < 0:
                break
            done[column] = True
            row = int(owner[column])
        for passed, at in seen:
            row_price[passed] += reached - at
        price[done] += least[done] - reached
        while column >= 0:
            before = int(came[column])
            owner[column] = start if before < 0 else owner[before]
            column = before
    where = np.flatnonzero(owner >= 0)
    return [int(k) for k in where[np.argsort(owner[where])]]
