"""Both sides to beads: a chain through each section, ends settled, then what stands elsewhere and lists sorted anew."""

from __future__ import annotations

import numpy as np

from .beads import Weights, pair_worth, tables
from .edges import settle
from .lists import sorted_anew
from .order import heaviest_chain
from .path import Bead, best_path
from .sections import sections
from .side import Side

_AT_ONCE = 1000  # units alone on one side that are compared with those of the other at once: 4 MB a table
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
        beads = sorted_anew(beads, a, b, weights)
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
    """The beads with units that were left alone paired where they can be, the best first."""
    alone_a = [p[0] for p, q in beads if not q]
    alone_b = [q[0] for p, q in beads if not p]
    if not alone_a or not alone_b or weights.moved is None:
        return beads
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
