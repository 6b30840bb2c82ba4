"""Both sides to beads: a chain through each section, ends settled, then what stands elsewhere."""

from __future__ import annotations

import numpy as np

from .beads import Weights, pair_worth, tables
from .edges import settle
from .order import heaviest_chain
from .path import Bead, best_path
from .sections import sections
from .side import Side

_AT_ONCE = 1000  # units alone on one side that are compared with those of the other at once: 4 MB a table
_WEAKEST = 3000  # units up to which pairs are asked to give way
_GIVES_WAY = 0.2  # by which a rival must be worth more than the partner; .1 to .3 give the same F1 within .001
_ONE_FOR_ALL = 0.55  # cosine from which a text in one piece faces all pieces of the other side


def link(a: Side, b: Side, weights: Weights, *, close: bool) -> list[Bead]:
    """The beads of two sides, in no order; every unit is in exactly one. `close`: look closely at ends, and for what
    was moved."""
    if not len(a) or not len(b):
        return [((i,), ()) for i in range(len(a))] + [((), (j,)) for j in range(len(b))]
    whole = _in_one_piece(a, b)
    if whole:
        return whole
    beads: list[Bead] = []
    for own, other in sections(a, b):
        x, y = a.part(own), b.part(other)
        for p, q in best_path(len(x), len(y), tables(x, y, weights), weights.gap):
            beads.append((tuple(i + own.start for i in p), tuple(j + other.start for j in q)))
    if close:
        beads = _paired(beads, a, b, weights)
        beads = _paired(settle(beads, a, b, weights.loose), a, b, weights)
    return beads


def moved(beads: list[Bead], a: Side) -> set[Bead]:
    """Those that cross the heaviest chain of the others."""
    linked = sorted((bead for bead in beads if bead[0] and bead[1]), key=lambda bead: bead[0][0])
    weights = [float(sum(len(a.texts[i]) + 1 for i in bead[0])) for bead in linked]
    chain = set(heaviest_chain([bead[1][0] for bead in linked], weights))
    return {bead for k, bead in enumerate(linked) if k not in chain}


def _in_one_piece(a: Side, b: Side) -> list[Bead]:
    """A side of one unit against many that together say the same: one bead; [] when it is not so."""
    if min(len(a), len(b)) != 1 or max(len(a), len(b)) < 3:
        return []
    many = a if len(a) > len(b) else b
    one = b if many is a else a
    long_one, long_many = len(one.texts[0]), sum(map(len, many.texts))
    starts, ends = np.array([0]), np.array([len(many)])
    near = float(one.pool.vectors[0] @ many.pool.stretches(starts, ends)[0])
    if near < _ONE_FOR_ALL or not 0.6 < (long_one + 15) / (long_many + 15) < 1.7:
        return []
    return [(tuple(range(len(a))), tuple(range(len(b))))]


def _paired(beads: list[Bead], a: Side, b: Side, weights: Weights) -> list[Bead]:
    """The beads with units that were left alone paired where they can be, the best first; a pair of the chain gives way
    when one of its units says much rather the same as one that was left alone (lists in two alphabets)."""
    alone_a = [p[0] for p, q in beads if not q]
    alone_b = [q[0] for p, q in beads if not p]
    if not alone_a or not alone_b or weights.moved is None:
        return beads
    weak = _weak(beads, alone_a, alone_b, a, b, weights)
    if weak:
        beads = [bead for bead in beads if bead not in weak]
        beads += [((p[0],), ()) for p, _ in weak] + [((), (q[0],)) for _, q in weak]
        alone_a, alone_b = sorted([*alone_a, *(p[0] for p, _ in weak)]), sorted([*alone_b, *(q[0] for _, q in weak)])
    found: list[tuple[float, int, int]] = []
    for start in range(0, len(alone_a), _AT_ONCE):
        rows = alone_a[start : start + _AT_ONCE]
        for left in range(0, len(alone_b), _AT_ONCE):
            columns = alone_b[left : left + _AT_ONCE]
            worth = pair_worth(a, b, rows, columns, weights)
            for x, y in zip(*np.nonzero(worth >= weights.moved), strict=True):
                found.append((-float(worth[x, y]), rows[x], columns[y]))
    taken_a: dict[int, int] = {}
    taken_b: set[int] = set()
    for _, i, j in sorted(found):
        if i not in taken_a and j not in taken_b:
            taken_a[i] = j
            taken_b.add(j)
    kept = [(p, q) for p, q in beads if (p and q) or (p and p[0] not in taken_a) or (q and q[0] not in taken_b)]
    return kept + [((i,), (j,)) for i, j in taken_a.items()]


def _weak(beads: list[Bead], alone_a: list[int], alone_b: list[int], a: Side, b: Side, weights: Weights) -> list[Bead]:
    """Pairs of which one unit is by far nearer to a unit that stands alone."""
    pairs = [(p, q) for p, q in beads if len(p) == len(q) == 1]
    if len(pairs) + max(len(alone_a), len(alone_b)) > _WEAKEST or not pairs:
        return []
    rows, columns = [*alone_a, *(p[0] for p, _ in pairs)], [*alone_b, *(q[0] for _, q in pairs)]
    worth = pair_worth(a, b, rows, columns, weights)
    n, m = len(alone_a), len(alone_b)
    own = worth[np.arange(n, len(rows)), np.arange(m, len(columns))]
    rival = np.maximum(worth[n:, :m].max(axis=1), worth[:n, m:].max(axis=0))
    return [pairs[k] for k in np.flatnonzero(rival > own + _GIVES_WAY)]
