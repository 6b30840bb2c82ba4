"""Mentions linked one to one: the best score first, then what stands in the same sentence and at the same height."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipeline.model.facts import Entity

from .likeness import LEAST, hollow, likeness
from .mentions import Mention, Sides
from .rendering import elsewhere, same_kind

# Cosine of the encoder from which two long names translate each other. Measured on the 441 bodies and measures of the
# table whose names differ, three a side of which two are pairs, mutual best wanted (3,000 draws): at 0.50 recall 0.982
# and precision 0.995, at 0.60 0.958 and 0.998, at 0.70 0.883 and 1.000.
MEANING = 0.6
AKIN = 0.5  # the same for the only two that are left, when one noun heads both: loi Climat, Climate Act
MOST = 200  # mentions of one side that are compared with one of the other; a release page has 60
AGAIN = 0.95  # the score of a link that follows from other links


class Pair(NamedTuple):
    left: Mention
    right: Mention
    score: float
    why: str


def paired(both: Sides) -> list[Pair]:
    """The links of an alignment."""
    left, right = both.mentions
    scored, heights = [], [y.at for y in right]
    turns = _turns(left), _turns(right)
    told: dict[tuple[str, ...], tuple[float, str]] = {}  # a name that comes a hundred times is weighed once
    for i, x in enumerate(left):
        for j in _within(heights, x.at):
            y = right[j]
            names = (*x.entity[2:], *y.entity[2:])  # all but id and span
            if names not in told:
                told[names] = likeness(x.entity, y.entity, (both.first, both.second))
            score, why = told[names]
            if score >= LEAST:
                apart = x.entity.text.isupper() != y.entity.text.isupper()  # an acronym goes with an acronym
                crossed = turns[0][i][1] == turns[1][j][1] and turns[0][i][0] != turns[1][j][0]
                scored.append((-score, apart, x.sentence != y.sentence, crossed, abs(x.at - y.at), i, j, why))
    pairs, one, two = [], set(), set()
    for score, _, _, _, _, i, j, why in sorted(scored):
        if i not in one and j not in two:
            one.add(i)
            two.add(j)
            pairs.append(Pair(left[i], right[j], -score, why))
    pairs += _by_meaning(
        [m for i, m in enumerate(left) if i not in one],
        [m for j, m in enumerate(right) if j not in two],
        (both.first, both.second),
    )
    return pairs


def _turns(mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """For each mention which time (0, 1, ...) its name stands in its sentence, and how often it does: where both sides
    have it as often, the second goes with the second."""
    often: Counter[tuple[str, bool, int]] = Counter()
    names = [(m.entity.key, m.entity.text.isupper(), m.sentence) for m in mentions]
    turns = []
    for name in names:
        turns.append(often[name])
        often[name] += 1
    return [(turn, often[name]) for turn, name in zip(turns, names, strict=True)]


def _within(heights: Sequence[float], at: float) -> range:
    """Which of the mentions, in the order in which they stand, are near enough to be the same: all but in a text of
    thousands."""
    if len(heights) <= MOST:
        return range(len(heights))
    start = min(max(0, bisect_left(heights, at) - MOST // 2), len(heights) - MOST)
    return range(start, start + MOST)


def paired_again(both: Sides, pairs: Sequence[Pair], key: Callable[[Entity], str]) -> list[Pair]:
    """What is still unlinked and has, by links elsewhere in the release, one key on both sides: OMS, WHO."""
    done = [{m.place for m in side} for side in zip(*((p.left, p.right) for p in pairs), strict=True)]
    left, right = ([m for m in both.mentions[n] if not done or m.place not in done[n]] for n in (0, 1))
    out = []
    for x in left:
        same = [y for y in right if key(x.entity) == key(y.entity) and not hollow(x.entity) and not hollow(y.entity)]
        if same:
            y = min(same, key=lambda m: (m.entity.text.isupper() != x.entity.text.isupper(), abs(m.at - x.at)))
            right.remove(y)
            out.append(Pair(x, y, AGAIN, "key elsewhere"))
    return out


def _by_meaning(left: list[Mention], right: list[Mention], tongues: tuple[str, str]) -> list[Pair]:
    """Long names of bodies and measures that nothing else links, by the encoder: mutual best, alike enough."""
    left = [m for m in left if _long(m)]
    right = [m for m in right if _long(m)]
    if not left or not right:
        return []
    from pipeline.encoder import encode

    vectors = encode([m.entity.text for m in (*left, *right)])
    cosine = vectors[: len(left)] @ vectors[len(left) :].T
    out = []
    for i, x in enumerate(left):
        j = int(cosine[i].argmax())
        y = right[j]
        if elsewhere(x.entity.text, tongues[0], y.entity.text, tongues[1]):
            continue
        near = x.sentence == y.sentence and abs(x.at - y.at) < 0.25
        if cosine[i, j] >= MEANING and int(cosine[:, j].argmax()) == i and x.entity.label == y.entity.label and near:
            out.append(Pair(x, y, LEAST + 0.1 * float(cosine[i, j]), "meaning"))
    if not out and len(left) == len(right) == 1 and cosine[0, 0] >= AKIN:
        x, y = left[0], right[0]
        apart = elsewhere(x.entity.text, tongues[0], y.entity.text, tongues[1])
        explained = all("expansion" in m.entity.found_by for m in (x, y))  # each with its acronym beside it
        if not apart and (explained or same_kind(x.entity.text, tongues[0], y.entity.text, tongues[1])):
            out.append(Pair(x, y, LEAST, "the only ones left of a kind"))
    return out


def _long(mention: Mention) -> bool:
    return mention.entity.label in ("ORG", "MISC") and " " in mention.entity.text.strip()
