"""Lists that each language sorts by its own alphabet: neighbours that say rather what other neighbours say change
partners together, and the last item of a list that was sorted anew faces the last one left.

The chain through both sides (path.py) pairs such items by their place; one swap at a time finds no cycle of three."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from .assignment import assignment
from .beads import Weights, pair_worth
from .path import Bead
from .side import Side

# Measured on the development gold and on four sets of 158 texts made of it, with masthead, contacts and lists sorted by
# either alphabet: of .03 to .12 for _STAY and 0 to .35 for _TOTAL the best for those lists that costs the gold nothing.
_STAY = 0.06  # what a pair that stands is worth beyond its own worth
_TOTAL = 0.15  # what all changes that hang together must bring
_FAR = 60  # units from the partner's place within which another partner is sought; what goes farther was moved
_CROWD = 100  # units that hang together, at most: assigning them costs their cube
_ROWS = 256  # compared at a time with their neighbourhood: 0.5 MB
# The last pair of a list need not be near: among short items of a list that was sorted anew, all others being paired.
_LAST = -0.2  # .15 to .35 below zero give the same F1 within .001; without bounds on length and order it costs .002
_SHORT = 90  # characters of an item
_FEWEST = 4  # items of such a list
_LONGEST = 40

Worths = dict[tuple[int, int], float]


def sorted_anew(beads: Sequence[Bead], a: Side, b: Side, weights: Weights) -> list[Bead]:
    """The beads with pairs (and single units) assigned to each other where that is worth clearly more."""
    if weights.moved is None:
        return list(beads)
    pairs = {p[0]: q[0] for p, q in beads if len(p) == len(q) == 1}
    rows = sorted(p[0] for p, q in beads if len(p) == 1 and len(q) < 2)
    columns = sorted(q[0] for p, q in beads if len(q) == 1 and len(p) < 2)
    worths = _worths(rows, columns, pairs, a, b, weights, weights.moved)
    changed = dict(pairs)
    for own, other in _crowds(worths, pairs, weights.moved):
        changed.update(_assigned(own, other, worths, pairs, weights.moved))
    standing = {i: j for i, j in changed.items() if j >= 0}
    standing |= _last_ones(rows, columns, standing, a, b, weights)
    return _rebuilt(beads, rows, columns, standing)


def _worths(
    rows: Sequence[int], columns: Sequence[int], pairs: dict[int, int], a: Side, b: Side, weights: Weights, alone: float
) -> Worths:
    """What each pair that stands is worth, and each near its place that is worth anything."""
    out: Worths = {}
    places = _places(rows, pairs, len(a), len(b))
    for start in range(0, len(rows), _ROWS):
        some, where = rows[start : start + _ROWS], places[start : start + _ROWS]
        first, end = bisect_left(columns, min(where) - _FAR), bisect_right(columns, max(where) + _FAR)
        near = columns[first:end]
        worth = pair_worth(a, b, some, near, weights)
        column = {j: y for y, j in enumerate(near)}
        for x, y in zip(*np.nonzero(worth > alone), strict=True):
            if abs(near[y] - where[x]) <= _FAR:
                out[some[x], near[y]] = float(worth[x, y])
        for x, i in enumerate(some):
            if i in pairs:
                out[i, pairs[i]] = float(worth[x, column[pairs[i]]])
    return out


def _places(rows: Sequence[int], pairs: dict[int, int], n: int, m: int) -> list[int]:
    """Where on the other side each unit would stand: at its partner's place, or after that of the unit before."""
    out, last = [], 0
    for i in rows:
        last = pairs.get(i, last)
        out.append(min(last, m - 1))
    return out


def _crowds(worths: Worths, pairs: dict[int, int], alone: float) -> Iterable[tuple[list[int], list[int]]]:
    """Units that hang together by pairs worth more than one of the two has now; crowds of one pair apart."""
    own = {i: worths[i, j] for i, j in pairs.items()}
    facing = {j: worths[i, j] for i, j in pairs.items()}
    parent: dict[int, int] = {}

    def head(unit: int) -> int:
        while parent.setdefault(unit, unit) != unit:
            parent[unit] = unit = parent[parent[unit]]
        return unit

    # a unit of the second side goes by its complement, ~j
    for i, j in pairs.items():
        parent[head(i)] = head(~j)
    joined: dict[int, int] = {}
    for (i, j), worth in sorted(worths.items()):
        if 2 * worth > own.get(i, alone) + facing.get(j, alone) and pairs.get(i) != j:
            parent[head(i)] = head(~j)
            joined[i] = j
    crowds: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for unit in sorted(parent):
        crowds[head(unit)][unit < 0].append(unit if unit >= 0 else ~unit)
    busy = {head(i) for i in joined}
    return [(u, sorted(v)) for h, (u, v) in crowds.items() if h in busy and max(len(u), len(v)) <= _CROWD]


def _assigned(
    own: Sequence[int], other: Sequence[int], worths: Worths, pairs: dict[int, int], alone: float
) -> dict[int, int]:
    """New partners for a crowd, -1 for none; {} when they bring too little."""
    table = np.full((len(own), len(other) + len(own)), alone)
    for x, i in enumerate(own):
        for y, j in enumerate(other):
            table[x, y] = worths.get((i, j), alone - 1) + (_STAY if pairs.get(i) == j else 0.0)
    got = assignment(-table)
    fresh = {i: other[y] if y < len(other) else -1 for i, y in zip(own, got, strict=True)}
    was = sum(worths[i, pairs[i]] for i in own if i in pairs)
    now = sum(worths[i, j] for i, j in fresh.items() if j >= 0)
    return fresh if now - was > _TOTAL else {}


def _last_ones(
    rows: Sequence[int], columns: Sequence[int], pairs: dict[int, int], a: Side, b: Side, weights: Weights
) -> dict[int, int]:
    """The last item of each list sorted anew, with the last one left on the other side."""
    pairs, back = dict(pairs), {j: i for i, j in pairs.items()}
    alone_a = [i for i in rows if i not in pairs and len(a.texts[i]) <= _SHORT]
    alone_b = [j for j in columns if j not in back and len(b.texts[j]) <= _SHORT]
    out: dict[int, int] = {}
    for i in alone_a:
        places = sorted(pairs[k] for k in (i - 1, i + 1) if k in pairs)
        near = [j for j in alone_b if places and places[0] - _LONGEST <= j <= places[-1] + _LONGEST]
        closed = [j for j in near if j not in out.values() and _list_closed(i, j, pairs, back, a.texts, b.texts)]
        if len(closed) == 1 and float(pair_worth(a, b, [i], closed, weights)[0, 0]) > _LAST:
            out[i] = closed[0]
    return out


def _list_closed(
    i: int, j: int, pairs: dict[int, int], back: dict[int, int], texts: Sequence[str], others: Sequence[str]
) -> bool:
    """Do i and j with their neighbours make a list: short items, each with its partner inside, in another order?"""
    pairs[i], back[j] = j, i  # for a moment: a copy for each pair tried would cost the square of a long text
    try:
        return any(_closed(i, k, pairs, back, texts, others) for k in (i - 1, i + 1) if k in pairs)
    finally:
        del pairs[i], back[j]


def _closed(
    i: int, k: int, pairs: dict[int, int], back: dict[int, int], texts: Sequence[str], others: Sequence[str]
) -> bool:
    """The same for the list that begins with i and its neighbour k."""
    low, high, down, up = min(i, k), max(i, k), len(others), -1
    while high - low < _LONGEST and all(x in pairs and len(texts[x]) <= _SHORT for x in range(low, high + 1)):
        facing = [pairs[x] for x in range(low, high + 1)]
        down, up = min(down, *facing), max(up, *facing)
        if up - down >= _LONGEST or any(y not in back or len(others[y]) > _SHORT for y in range(down, up + 1)):
            return False
        own = [back[y] for y in range(down, up + 1)]
        if min(own) >= low and max(own) <= high:
            return len(facing) >= _FEWEST and facing != sorted(facing)
        low, high = min(low, *own), max(high, *own)
    return False


def _rebuilt(beads: Sequence[Bead], rows: Sequence[int], columns: Sequence[int], pairs: dict[int, int]) -> list[Bead]:
    facing = set(pairs.values())
    out: list[Bead] = [bead for bead in beads if len(bead[0]) > 1 or len(bead[1]) > 1]
    out += [((i,), (pairs[i],) if i in pairs else ()) for i in rows]
    return out + [((), (j,)) for j in columns if j not in facing]
