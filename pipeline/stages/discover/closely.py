"""Two files compared sentence by sentence: for the few candidates that a first look leaves open."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .likeness import Encode
from .profile import NAME, Profile, numbers

# A stop and what follows it, a line between paragraphs. Torn sentences do no harm here: both halves find their own.
_BORDER = re.compile(r"(?<=[.!?…:;»”])\s+(?=\S)|\n\s*\n")
SHORTEST, LONGEST = 60, 400  # characters of a unit: shorter ones are joined to the next, longer ones cut
NEAR, SAME = 0.3, 0.6  # cosines from which two units have something in common, and say the same
ANSWERS = 0.55  # cosine from which two units that are each other's nearest ought to have the same numbers
AT_ONCE = 4000  # units encoded together
TAIL = 7  # a telephone number is written with another beginning abroad
OF_ONE_SENTENCE = 40.0  # characters of units that find their own and tell as much as numbers and names of weight 1


class Close(NamedTuple):
    """`shared`: the share of all characters (0..1) in units that answer each other in order, weighed by how near they
    are; nan where nothing was encoded. `mass`: what is answered less what is not, in sentences, and numbers and names
    by their weight, not divided by anything: of two versions the right one has more, be it by one sentence. `clash`:
    units that answer each other, and each has a number which the whole of the other file lacks."""

    shared: float
    mass: float
    clash: int


def closely(
    pairs: Sequence[tuple[Profile, Profile]], weights: Mapping[str, float], encode: Encode | None, size: int
) -> list[Close]:
    """Each pair compared in full, up to `size` characters of either; every file is encoded once."""
    files = {p.file.name: p for pair in pairs for p in pair}
    signs = {name: p.signs_within(size) for name, p in files.items()}
    told = [_told(signs[a.file.name], signs[b.file.name], weights) for a, b in pairs]
    if encode is None:
        return [Close(math.nan, mass, 0) for mass in told]
    units = {name: units_of(p.whole[:size]) for name, p in files.items()}
    vectors = _encoded(units, encode)
    out = []
    for (a, b), mass in zip(pairs, told, strict=True):
        one, two = a.file.name, b.file.name
        close = _compared((units[one], units[two]), (vectors[one], vectors[two]), (signs[one], signs[two]))
        out.append(close._replace(mass=close.mass + mass))
    return out


def _told(one: frozenset[str], two: frozenset[str], weights: Mapping[str, float]) -> float:
    """The weight of the signs that both have, less that of numbers and dates which one of them lacks; a name may lack
    for being translated. The factor was fitted on 986 pairs of versions."""
    lacking = (s for s in one ^ two if not s.startswith(NAME))
    return 1.3 * sum(weights.get(s, 0.0) for s in sorted(one & two)) - sum(weights.get(s, 0.0) for s in sorted(lacking))


def units_of(text: str) -> list[str]:
    """Sentences, roughly: nothing shorter than a line and nothing longer than a short paragraph.

    >>> units_of("Un. Deux. " + "Trois " * 12 + ". Quatre")
    ['Un. Deux. Trois Trois Trois Trois Trois Trois Trois Trois Trois Trois Trois Trois .', 'Quatre']
    """
    joined: list[str] = []
    for piece in _BORDER.split(text):
        plain = " ".join(piece.split())
        if plain and joined and len(joined[-1]) < SHORTEST:
            joined[-1] += " " + plain
        elif plain:
            joined.append(plain)
    return [one[k : k + LONGEST] for one in joined for k in range(0, len(one), LONGEST)]


def _encoded(units: Mapping[str, Sequence[str]], encode: Encode) -> dict[str, NDArray[np.float16]]:
    """The vectors of each file's units; what several files say in the same words is encoded once."""
    different = list(dict.fromkeys(text for own in units.values() for text in own))
    place = {text: n for n, text in enumerate(different)}
    parts = [encode(different[k : k + AT_ONCE]).astype(np.float16) for k in range(0, len(different), AT_ONCE)]
    table = np.concatenate(parts) if parts else np.zeros((0, 1), np.float16)
    return {name: table[[place[text] for text in own]] for name, own in units.items()}


def _compared(
    units: tuple[Sequence[str], Sequence[str]],
    vectors: tuple[NDArray[np.float16], NDArray[np.float16]],
    signs: tuple[frozenset[str], frozenset[str]],
) -> Close:
    if not units[0] or not units[1]:
        return Close(0.0, 0.0, 0)
    near = vectors[0].astype(np.float32) @ vectors[1].astype(np.float32).T
    sizes = [np.fromiter(map(len, own), dtype=np.float64, count=len(own)) for own in units]
    total = float(sizes[0].sum() + sizes[1].sum())
    found = _chain(np.clip((near - NEAR) / (SAME - NEAR), 0, 1) * np.add.outer(*sizes))
    best, back, clash = near.argmax(axis=1), near.argmax(axis=0), 0
    for i in np.flatnonzero(back[best] == np.arange(len(best))).tolist():
        j = int(best[i])
        if near[i, j] >= ANSWERS:
            clash += lacking(numbers(units[0][i]), signs[1]) and lacking(numbers(units[1][j]), signs[0])
    return Close(found / total, (2 * found - total) / OF_ONE_SENTENCE, clash)


def lacking(found: frozenset[str], signs: frozenset[str]) -> bool:
    """Whether one of these numbers is not among the signs."""
    ends = {s[-TAIL:] for s in signs if len(s) > TAIL}
    return any(n[-TAIL:] not in ends for n in found - signs)


def _chain(worth: NDArray[np.float64]) -> float:
    """What the best chain of cells is worth that goes on in both directions at every step."""
    best = np.zeros(worth.shape[1] + 1)
    for row in worth:
        best[1:] = np.maximum(best[1:], best[:-1] + row)
        np.maximum.accumulate(best, out=best)
    return float(best[-1])
