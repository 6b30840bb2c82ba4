"""Ends of merged paragraphs, looked at closely: a short heading beside a long paragraph weighs too little in the
paragraph's vector to tell whether it was merged into its translation or has none. Its own translation would stand at
that end of the translation, so that end is cut off and compared; only what is in doubt is encoded anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pipeline.encoder import Floats, pool

from .beads import ratio
from .path import Bead
from .side import Side

_SPACE = re.compile(r"\s+")
_STOP = re.compile(r"[.!?:;…](?=\s)")
# Logistic regression on 1,883 ends of the development gold (1,100 of them merged), half against half: 99.1 % right.
# What an end brings to the run's similarity and to its length, by themselves 95.6 %: enough where they are clear.
_PLAIN = (22.46, 4.9, -0.31)
_CLEAR = 3.5
_CLOSE = (11.2, 9.1, 5.0, -1.9, 2.7, -6.3, -0.8)
_UNSURE = 1.5  # log-odds within which what remains is encoded, too
_HEADING = 1.0  # log-odds by which a heading is less likely to be part of a paragraph than the gold's bare texts
_REACH = (0.65, 0.8, 1.0, 1.2, 1.5)  # of the expected length, where the cut may lie


class End(NamedTuple):
    """Unit `unit` of side `side`, to be judged as the `front` (or back) end of `rest` against unit `other`."""

    side: int
    unit: int
    rest: tuple[int, ...]
    other: int
    front: bool


def settle(beads: Sequence[Bead], a: Side, b: Side, loose: float) -> list[Bead]:
    """The beads, with ends that do not belong (log-odds under `loose`) taken off and neighbours that do put on."""
    out = list(beads)
    for _ in range(2):  # a run of three may lose both its ends; what was put on may have a neighbour
        ends = _doubtful(out)
        if not ends:
            break
        verdicts = judge(ends, a, b)
        changed = _apply(out, ends, verdicts, loose)
        if changed == out:
            break
        out = changed
    return out


def judge(ends: Sequence[End], a: Side, b: Side) -> list[float]:
    """For each end, the log-odds that it belongs."""
    sides, fair = (a, b), (ratio(a, b), 1 / ratio(a, b))
    rough = _rough(ends, sides, fair)
    plain = [_PLAIN[0] * d + _PLAIN[1] * n + _PLAIN[2] for d, n, _, _ in rough]
    out = list(plain)
    close = [k for k, odds in enumerate(plain) if abs(odds) < _CLEAR]
    cuts = {k: _cuts(ends[k], sides, fair) for k in close}
    close = [k for k in close if cuts[k]]
    if close:
        doubtful, where = [ends[k] for k in close], [cuts[k] for k in close]
        found = _nearest_cut(doubtful, where, sides)
        for k, cut in zip(close, found, strict=True):
            out[k] = _odds(rough[k], cut)
        unsure = [n for n, k in enumerate(close) if abs(out[k]) < _UNSURE]
        exact = _left([doubtful[n] for n in unsure], [found[n].at for n in unsure], sides)
        for n, left in zip(unsure, exact, strict=True):
            out[close[n]] = _odds(rough[close[n]], found[n]._replace(left=left))
    return [o - _HEADING * sides[e.side].heading[e.unit] for o, e in zip(out, ends, strict=True)]


class Cut(NamedTuple):
    """The best place to cut the other unit: `at` in characters, `edge` the similarity of the piece to the end, `left`
    that of what remains to the rest of the run."""

    at: int
    edge: float
    left: float


def _odds(rough: tuple[float, float, float, float], cut: Cut) -> float:
    delta, nearer, rest, own_similarity = rough
    seen = (cut.edge, cut.left - rest, delta, own_similarity, nearer, rest, 1.0)
    return sum(w * x for w, x in zip(_CLOSE, seen, strict=True))


def _rough(
    ends: Sequence[End], sides: tuple[Side, Side], fair: tuple[float, float]
) -> list[tuple[float, float, float, float]]:
    """For each end: what it brings to the similarity and to the length of its run, the similarity of the run without it
    and its own, all to the whole other unit."""
    rests = _stretches([(e.side, min(e.rest), max(e.rest) + 1) for e in ends], sides)
    runs = _stretches([(e.side, min(*e.rest, e.unit), max(*e.rest, e.unit) + 1) for e in ends], sides)
    out = []
    for end, rest, run in zip(ends, rests, runs, strict=True):
        own, other = sides[end.side], sides[1 - end.side]
        y = other.pool.vectors[end.other]
        without = float(rest @ y)
        size = len(other.texts[end.other]) * fair[end.side]
        long_rest = sum(len(own.texts[i]) for i in end.rest)
        nearer = _apart(long_rest, size) - _apart(long_rest + len(own.texts[end.unit]), size)
        out.append((float(run @ y) - without, nearer, without, float(own.pool.vectors[end.unit] @ y)))
    return out


def _stretches(where: Sequence[tuple[int, int, int]], sides: tuple[Side, Side]) -> Floats:
    """The vectors of (side, start, end)s."""
    table = np.array(where, dtype=np.int64).reshape(-1, 3)
    out = np.zeros((len(table), sides[0].pool.vectors.shape[1]), dtype=np.float32)
    for k in (0, 1):
        mine = table[:, 0] == k
        if mine.any():
            out[mine] = sides[k].pool.stretches(table[mine, 1], table[mine, 2])
    return out


def _apart(one: float, other: float) -> float:
    return float(abs(np.log((one + 15) / (other + 15))))


def _cuts(end: End, sides: tuple[Side, Side], fair: tuple[float, float]) -> list[int]:
    """Where the other unit may be cut: word borders near the expected length, ends of sentences around it."""
    text = sides[1 - end.side].texts[end.other]
    want = len(sides[end.side].texts[end.unit]) / fair[end.side]
    spaces = np.array([m.start() for m in _SPACE.finditer(text)])
    if not len(spaces):
        return []
    n, found = len(text), set()
    for share in _REACH:
        target = want * share if end.front else n - want * share
        found.add(int(spaces[np.abs(spaces - target).argmin()]))
    for m in _STOP.finditer(text):
        size = m.end() if end.front else n - m.end()
        if 0.5 * want - 5 < size < 2 * want + 5:
            found.add(m.end())
    return sorted(c for c in found if 0 < c < n)


def _nearest_cut(ends: Sequence[End], cuts: Sequence[list[int]], sides: tuple[Side, Side]) -> list[Cut]:
    """For each end the best cut; what remains is not encoded, only the piece is taken out of its sums."""
    pieces, owner = [], []
    for k, (end, where) in enumerate(zip(ends, cuts, strict=True)):
        text = sides[1 - end.side].texts[end.other]
        for c in where:
            pieces.append(text[:c].strip() if end.front else text[c:].strip())
            owner.append((k, c))
    best, at, which = [-1.0] * len(ends), [0] * len(ends), [0] * len(ends)
    cut = pool(pieces)
    for n, (vector, (k, c)) in enumerate(zip(cut.vectors, owner, strict=True)):
        near = float(vector @ sides[ends[k].side].pool.vectors[ends[k].unit])
        if near > best[k]:
            best[k], at[k], which[k] = near, c, n
    rests = _stretches([(e.side, min(e.rest), max(e.rest) + 1) for e in ends], sides)
    left = np.zeros(len(ends), dtype=np.float32)
    for side, front in ((0, True), (0, False), (1, True), (1, False)):
        mine = [k for k, e in enumerate(ends) if e.side == side and e.front == front]
        if mine:
            units, out = np.array([ends[k].other for k in mine]), np.array([which[k] for k in mine])
            remain = sides[1 - side].pool.without(units, cut, out, front=front)
            left[mine] = np.einsum("ij,ij->i", remain, rests[mine])
    return [Cut(c, near, float(x)) for c, near, x in zip(at, best, left, strict=True)]


def _left(ends: Sequence[End], at: Sequence[int], sides: tuple[Side, Side]) -> list[float]:
    """The same for what remains, encoded."""
    remains = []
    for end, c in zip(ends, at, strict=True):
        text = sides[1 - end.side].texts[end.other]
        remains.append(text[c:].strip() if end.front else text[:c].strip())
    rests = _stretches([(e.side, min(e.rest), max(e.rest) + 1) for e in ends], sides)
    return [float(x @ y) for x, y in zip(pool(remains).vectors, rests, strict=True)]


def _doubtful(beads: Sequence[Bead]) -> list[End]:
    """Ends of runs that face one unit, and units alone beside a unit or run that faces one unit."""
    out = []
    for side in (0, 1):
        linked: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {}
        for bead in beads:
            if bead[0] and bead[1]:
                linked.update(dict.fromkeys(bead[side], (bead[side], bead[1 - side])))
        for bead in beads:
            own, other = bead[side], bead[1 - side]
            if len(own) > 1 and len(other) == 1:
                out.append(End(side, own[0], own[1:], other[0], True))
                out.append(End(side, own[-1], own[:-1], other[0], False))
            elif len(own) == 1 and not other:
                for at, front in ((own[0] + 1, True), (own[0] - 1, False)):
                    run, facing = linked.get(at, ((), ()))
                    if len(facing) == 1 and run[0 if front else -1] == at:
                        out.append(End(side, own[0], run, facing[0], front))
    return out


def _apply(beads: Sequence[Bead], ends: Sequence[End], verdicts: Sequence[float], loose: float) -> list[Bead]:
    """Take off the worst end of a run, put on the best neighbour of it; one change a run and unit."""
    out = list(beads)
    touched: set[tuple[int, int]] = set()
    for k in sorted(range(len(ends)), key=lambda k: -abs(verdicts[k])):
        end, odds = ends[k], verdicts[k]
        run = tuple(sorted((*end.rest, end.unit)))
        units = {(end.side, i) for i in run} | {(1 - end.side, end.other)}
        joined, apart = _bead(end.side, run, (end.other,)), _bead(end.side, end.rest, (end.other,))
        alone = _bead(end.side, (end.unit,), ())
        if units & touched:
            continue
        if odds < loose and joined in out:
            out[out.index(joined) : out.index(joined) + 1] = [alone, apart] if end.front else [apart, alone]
            touched |= units
        elif odds > 0 and apart in out and alone in out:
            out.remove(alone)
            out[out.index(apart)] = joined
            touched |= units
    return out


def _bead(side: int, own: tuple[int, ...], other: tuple[int, ...]) -> Bead:
    return (own, other) if side == 0 else (other, own)
