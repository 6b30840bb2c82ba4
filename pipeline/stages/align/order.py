"""What follows the order of the other side, and what was moved."""

from __future__ import annotations

from collections.abc import Sequence


def heaviest_chain(positions: Sequence[int], weights: Sequence[float]) -> list[int]:
    """Indexes of the heaviest subsequence whose positions rise. O(n log n).

    >>> heaviest_chain([0, 5, 1, 2], [1, 1, 1, 1])
    [0, 2, 3]
    """
    ranks = {position: r for r, position in enumerate(sorted(set(positions)), 1)}
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)  # a Fenwick tree of maxima: (weight, last index)
    before = [-1] * len(positions)
    for k, (position, weight) in enumerate(zip(positions, weights, strict=True)):
        best, at = (0.0, -1), ranks[position] - 1
        while at > 0:
            best = max(best, tree[at])
            at -= at & -at
        before[k] = best[1]
        mine, at = (best[0] + weight, k), ranks[position]
        while at < len(tree):
            tree[at] = max(tree[at], mine)
            at += at & -at
    best, at = (0.0, -1), len(tree) - 1
    while at > 0:
        best = max(best, tree[at])
        at -= at & -at
    out, k = [], best[1]
    while k >= 0:
        out.append(k)
        k = before[k]
    return out[::-1]
