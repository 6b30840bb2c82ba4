"""Who goes with whom: the sure pairs by a first look, the others compared closely, each file in one pair at most."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from .closely import Close, closely, lacking
from .likeness import Encode, Likeness, likenesses, weights_of
from .profile import READ, WHOLE, Profile

# Log-odds that two files are translations of each other, by what was looked at: logistic regressions on 13,007
# candidates of 20 piles (pieces of manuals and novels, short releases of one publisher: benchmarks/pairing.py).
FIRST_LOOK = {"signs": 7.9, "sense": 22.7, "date": 0.5, "": -3.8}
CLOSELY = {"signs": 3.9, "sense": 8.0, "date": 0.8, "shared": 12.1, "": -9.2}
SURE = 4.0  # log-odds of a first look from which nothing more is asked, when nobody else comes near:
RIVAL = 0.0  # log-odds of another candidate that is near
HOPELESS = -5.0  # log-odds of a first look under which a candidate is not compared: of 1,000 such pairs 1 was true
COMPARED = 3  # candidates of a file that are compared closely
MASS = 0.6  # log-odds that a point of mass is worth between two candidates of one file
ENOUGH = -2.0  # log-odds from which two files are put together when nothing better is there
# What the odds are worth once a pair has won: the likest of both its files is right more often than any candidate of
# those odds. Of 3,636 pairs that won none was of two releases; this is more careful than a fit to them.
WON = (1.5, 0.75)
DOUBT = 2.0  # between candidates of one file: log-odds under which more than the first page is read
LEAST = 1e-9  # gain under which an exchange of partners is none
BY_NAME = 2.0  # log-odds that a name adds for its own partner when the texts bear it out less
# Log-odds that each clash takes away, up to so many: releases cast in one mould say the same with other numbers. Of the
# true pairs .3 % have one; of 128 true and 7 false pairs in a pile of moulds, half of it bereft, the false ones went.
CLASHES, MANY = 1.5, 4
# Of two files that say the same with other numbers, be it two versions or a slip: how sure a pair can be, at most.
CLASH = (1.0, 0.5, 0.35)

Named = Callable[[Profile, Profile], bool]
Spot = tuple[int, int]


class Pairing(NamedTuple):
    """Two files, by their places in the two lists; `confidence` 0..1, `close` None where a first look was enough."""

    first: int
    second: int
    link: Likeness
    close: Close | None
    confidence: float


class Candidate(NamedTuple):
    """`odds`: log-odds that these are translations. `worth` counts between candidates of one file only."""

    link: Likeness
    odds: float
    worth: float
    close: Close | None = None

    @property
    def spot(self) -> Spot:
        return self.link.first, self.link.second


class Assigned(NamedTuple):
    """The pairs, and all candidates with their log-odds, for who wants to know why a file stayed alone."""

    pairs: list[Pairing]
    candidates: list[Candidate]


def assign(first: Sequence[Profile], second: Sequence[Profile], named: Named, encode: Encode | None) -> Assigned:
    """The pairs of two lists of files in two languages. `named` tells whether names put two files together.

    Full comparisons are few: COMPARED for each file that a first look does not settle, and some of them again in full
    length."""
    looked = []
    for link in likenesses(first, second, encode):
        odds = _odds(FIRST_LOOK, link, 0.0) + BY_NAME * named(first[link.first], second[link.second])
        looked.append(Candidate(link, odds, odds))
    field = Field(looked)
    sure = [c for c in _sure(field) if not _differ(first[c.link.first], second[c.link.second])]
    out = [_paired(c, field.rivals(c)) for c in sure]
    open_ones = _open(looked, sure)

    def compared(some: Sequence[Candidate], size: int) -> list[Candidate]:
        pairs = [(first[c.link.first], second[c.link.second]) for c in some]
        files = {p.file.name: p for pair in pairs for p in pair}
        closer = closely(pairs, weights_of([*first, *second], list(files.values()), size), encode, size)
        return [_closer(c, close, named(*pair)) for c, close, pair in zip(some, closer, pairs, strict=True)]

    field = Field(compared(open_ones, READ))
    field.choose()
    again = _unsettled(field, first, second)
    if again:
        longer = {c.spot: c for c in compared(again, WHOLE)}
        field = Field([longer.get(c.spot, c) for c in field.at.values()])
        field.choose()
    out += [_paired(c, field.rivals(c)) for c in field.chosen.values()]
    return Assigned(out, [*field.at.values(), *(c for c in looked if c.odds > HOPELESS)])


class Field:
    """Candidates by their files, the likest first, and those of them that were chosen."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.at = {c.spot: c for c in candidates}
        self.rows: dict[int, list[Candidate]] = {}
        self.columns: dict[int, list[Candidate]] = {}
        for c in sorted(candidates, key=lambda c: (-c.worth, c.spot)):
            self.rows.setdefault(c.link.first, []).append(c)
            self.columns.setdefault(c.link.second, []).append(c)
        self.chosen: dict[int, Candidate] = {}  # by the place of the first file
        self.taken: dict[int, Candidate] = {}  # by the place of the second

    def choose(self) -> None:
        """One pair a file at most, the most worth first; then partners are exchanged where both together gain by it."""
        likely = sorted((c for c in self.at.values() if c.odds >= ENOUGH), key=lambda c: (-c.worth, c.spot))
        for c in likely:
            if c.link.first not in self.chosen and c.link.second not in self.taken:
                self._put(c)
        while sum(self._exchange(c) for c in likely):
            pass

    def _put(self, c: Candidate) -> None:
        self.chosen[c.link.first] = self.taken[c.link.second] = c

    def _exchange(self, c: Candidate) -> bool:
        """Gives the files of `c` to each other, and those that held them to each other, if that is worth more."""
        here, there = self.chosen.get(c.link.first), self.taken.get(c.link.second)
        if here is None or there is None or here is there:
            return False
        crossed = self.at.get((there.link.first, here.link.second))
        gain = c.worth + crossed.worth - here.worth - there.worth if crossed and crossed.odds >= ENOUGH else 0.0
        if crossed and gain > LEAST:
            self._put(c)
            self._put(crossed)
        return gain > LEAST

    def rivals(self, own: Candidate) -> list[float]:
        """By how much `own` is worth more than each other candidate of its files. Where that one's other file is in a
        pair of its own, both pairs count, as they are and with partners exchanged: that is one rival, seen twice."""
        out: dict[Spot, float] = {}
        for c in (*self.rows[own.link.first], *self.columns[own.link.second]):
            if c.spot == own.spot:
                continue
            mine = c.link.first == own.link.first
            other = self.taken.get(c.link.second) if mine else self.chosen.get(c.link.first)
            crossed = self._crossed(own, other, mine) if other else None
            if other and crossed:
                out[other.spot] = own.worth + other.worth - c.worth - crossed.worth
            else:
                out[c.spot] = own.worth - c.worth
        return list(out.values())

    def _crossed(self, own: Candidate, other: Candidate, mine: bool) -> Candidate | None:
        """What is left for the other two files when one of each pair is put together."""
        one, two = (other, own) if mine else (own, other)
        return self.at.get((one.link.first, two.link.second))


def _odds(weights: Mapping[str, float], link: Likeness, shared: float) -> float:
    seen = {"signs": link.signs, "sense": link.sense, "date": float(link.date), "shared": shared, "": 1.0}
    return sum(weight * seen[name] for name, weight in weights.items())


def _closer(candidate: Candidate, close: Close, named: bool) -> Candidate:
    odds = candidate.odds
    if not math.isnan(close.shared):
        odds = _odds(CLOSELY, candidate.link, close.shared) + BY_NAME * named - CLASHES * min(close.clash, MANY)
    return Candidate(candidate.link, odds, odds + MASS * close.mass, close)


def _sure(field: Field) -> list[Candidate]:
    """Those that a first look settles: likely, and nobody else comes near either file."""
    out = []
    for own in field.rows.values():
        best = own[0]
        others = [*own[1:2], *(c for c in field.columns[best.link.second][:2] if c is not best)]
        if best.odds >= SURE and all(c.odds < RIVAL for c in others):
            out.append(best)
    return out


def _differ(one: Profile, other: Profile) -> bool:
    """Whether each has a number that the other lacks: two versions of one release do."""
    return lacking(one.numbers, other.signs) and lacking(other.numbers, one.signs)


def _open(looked: Sequence[Candidate], sure: Sequence[Candidate]) -> list[Candidate]:
    """What is to be compared: the likest few of each file that is not settled."""
    first, second = {c.link.first for c in sure}, {c.link.second for c in sure}
    left = Field([
        c for c in looked if c.odds > HOPELESS and c.link.first not in first and c.link.second not in second
    ])  # fmt: skip
    kept = {c.spot: c for files in (left.rows, left.columns) for own in files.values() for c in own[:COMPARED]}
    return [kept[spot] for spot in sorted(kept)]


def _unsettled(field: Field, first: Sequence[Profile], second: Sequence[Profile]) -> list[Candidate]:
    """Pairs with a near rival, and those rivals, where there is more to read than the first page."""
    wanted: dict[Spot, Candidate] = {}
    for own in field.chosen.values():
        near = [c for c in (*field.rows[own.link.first], *field.columns[own.link.second]) if c.odds >= RIVAL]
        if min(field.rivals(own), default=math.inf) < DOUBT:
            wanted.update({c.spot: c for c in near})
    long = [c for c in wanted.values() if max(len(first[c.link.first].whole), len(second[c.link.second].whole)) > READ]
    return sorted(long, key=lambda c: c.spot)


def _paired(own: Candidate, before: Sequence[float]) -> Pairing:
    """The share of the odds that is this pair's, beside no partner at all and every rival."""
    against = math.exp(-(WON[0] + WON[1] * own.odds)) + sum(math.exp(min(30.0, -more)) for more in before)
    clash = own.close.clash if own.close else 0
    sure = CLASH[min(clash, len(CLASH) - 1)] / (1 + against)
    return Pairing(own.link.first, own.link.second, own.link, own.close, round(sure, 3))
