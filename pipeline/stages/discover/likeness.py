"""How alike two files of two languages are, without comparing every file with every other in full."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .profile import READ, Profile

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
PASSAGES, PASSAGE = 4, 400  # how many stretches of a text are encoded, and how long they are, in characters
BY_SIGNS, BY_SENSE = 12, 6  # candidates of a file that are looked at: by what they share, by nearness of sense
COMMON = 0.25  # a sign in more than this share of the files says nothing of who belongs to whom
NEIGHBOURS = 5  # of the mean that is taken from a similarity: a file that is near to all is near to none (CSLS)


class Likeness(NamedTuple):
    """Two files, by their places in the two lists; `signs` the share of what they say that both say, weighted by
    rarity (0..1), `sense` the similarity of their embeddings less that of their neighbourhoods, `date` whether they
    bear the same date (1), another (-1), or nothing is known (0)."""

    first: int
    second: int
    signs: float
    sense: float
    date: int

    @property
    def score(self) -> float:
        """Measured on 430 pieces of manuals: true pairs .33 to 1.8 (5 % to 95 %), false candidates -1.1 to .36."""
        return 1.6 * self.signs + 2.5 * self.sense + 0.15 * self.date


def likenesses(first: Sequence[Profile], second: Sequence[Profile], encode: Encode | None) -> list[Likeness]:
    """The candidates, each pair once, in no order that matters."""
    if not first or not second:
        return []
    weights = weights_of([*first, *second])
    totals = [sum(weights.get(s, 0.0) for s in p.signs) for p in (*first, *second)]
    shared = _shared(first, second, weights)
    sense = _sense(first, second, encode)
    out = []
    for i in range(len(first)):
        by_signs = sorted(shared[i], key=lambda j: (-shared[i][j], j))[:BY_SIGNS]
        by_sense = np.argsort(-sense[i], kind="stable")[:BY_SENSE].tolist() if sense is not None else []
        for j in dict.fromkeys([*by_signs, *by_sense]):
            total = totals[i] + totals[len(first) + j]
            signs = 2 * shared[i].get(j, 0.0) / total if total else 0.0
            out.append(
                Likeness(i, j, signs, float(sense[i, j]) if sense is not None else 0.0, _date(first[i], second[j]))
            )
    return out


def weights_of(profiles: Sequence[Profile], longer: Sequence[Profile] = (), size: int = READ) -> dict[str, float]:
    """A sign's rarity: the logarithm of how few files have it; signs of one file only cannot be shared. Of the files in
    `longer` so many characters count, of the others the beginning."""
    seen = Counter(s for p in profiles for s in p.signs)
    for p in longer:
        seen.update(p.signs_within(size) - p.signs)
    most = max(4.0, COMMON * len(profiles))
    return {s: math.log(1 + len(profiles) / n) for s, n in seen.items() if n <= most}


def _shared(first: Sequence[Profile], second: Sequence[Profile], weights: dict[str, float]) -> list[dict[int, float]]:
    """For each file of the first list the weight of what it shares with files of the second; by an inverted index."""
    index: dict[str, list[int]] = defaultdict(list)
    for j, profile in enumerate(second):
        for sign in profile.signs:
            if sign in weights:
                index[sign].append(j)
    out = []
    for profile in first:
        row: dict[int, float] = defaultdict(float)
        for sign in sorted(profile.signs):
            for j in index.get(sign, ()):
                row[j] += weights[sign]
        out.append(dict(row))
    return out


def _sense(first: Sequence[Profile], second: Sequence[Profile], encode: Encode | None) -> NDArray[np.float32] | None:
    """Cosines less the mean of the nearest in either direction; a file is a few passages, a number each."""
    if encode is None:
        return None
    sides = []
    for profiles in (first, second):
        passages = [_passages(p.text) for p in profiles]
        vectors = encode([t for texts in passages for t in texts])
        at, rows = 0, []
        for texts in passages:
            rows.append(vectors[at : at + len(texts)].sum(axis=0))
            at += len(texts)
        table = np.stack(rows)
        sides.append(table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9))
    cosines = sides[0] @ sides[1].T
    rows_mean = np.sort(cosines, axis=1)[:, -NEIGHBOURS:].mean(axis=1, keepdims=True)
    columns_mean = np.sort(cosines, axis=0)[-NEIGHBOURS:].mean(axis=0, keepdims=True)
    found: NDArray[np.float32] = cosines - (rows_mean + columns_mean) / 2
    return found


def _passages(text: str) -> list[str]:
    plain = " ".join(text.split())
    return [plain[i : i + PASSAGE] for i in range(0, min(len(plain), PASSAGES * PASSAGE), PASSAGE)] or [plain]


def _date(a: Profile, b: Profile) -> int:
    mine, theirs = ({s for s in p.signs if s.startswith("=")} for p in (a, b))
    return 0 if not mine or not theirs else 1 if mine & theirs else -1
