"""How alike two names are, and why: each witness gives a score 0..1, the best one counts."""

from __future__ import annotations

import re

from pipeline.languages.names import fold
from pipeline.model.facts import Entity

# Scores order the witnesses; measured on names of 240 parallel texts, by eye: no wrong link at 0.9 and above.
KEY, SPELLING, PART, KIN, GRAMMAR = 1.0, 0.99, 0.93, 0.9, 0.9
CLOSE = 82  # rapidfuzz ratio (0..100) of folded forms from which two spellings are one name: Aristote, Aristotle
SHORTEST = 5  # letters below which nearly the same is not the same
LEAST = 0.8  # below this nothing is a link

_LETTERS = re.compile(r"[^\W_]+")


def likeness(one: Entity, two: Entity) -> tuple[float, str]:
    """(score, witness); (0, "") when nothing speaks for it."""
    if one.key == two.key:
        return KEY, "key"
    a, b = words(one.text), words(two.text)
    if a == b:
        return SPELLING, "spelling"
    if _akin(one.key, two.key) or _akin(two.key, one.key):
        return KIN, "kind"
    if one.label == two.label == "PER" and (set(a) <= set(b) or set(b) <= set(a)) and a and b:
        return PART, "part of the name"
    shared = _grammar(one.key, two.key)
    if shared:
        return GRAMMAR * shared, "parts"
    return _spelling(one, two, a, b)


def words(text: str) -> tuple[str, ...]:
    return tuple(fold(m[0]) for m in _LETTERS.finditer(text))


def _akin(kind: str, member: str) -> bool:
    """A kind of body and one of that kind, or a body and its part: org.x and org.x.paris."""
    return kind.count(".") >= 1 and member.startswith(kind + ".")


def _grammar(one: str, two: str) -> float:
    """The share of parts two composed keys have in common, when they have one head and a part in common; else 0."""
    a, b = one.split("."), two.split(".")
    if len(a) < 3 or len(b) < 3 or a[:2] != b[:2] or a[0] != "org":
        return 0.0
    x, y = set(a[2:]), set(b[2:])
    share = 2 * len(x & y) / (len(x) + len(y))
    return 0.9 + 0.1 * share if share >= 0.5 else 0.0


def _spelling(one: Entity, two: Entity, a: tuple[str, ...], b: tuple[str, ...]) -> tuple[float, str]:
    from rapidfuzz import fuzz

    x, y = " ".join(a), " ".join(b)
    if min(len(x), len(y)) < SHORTEST or x[0] != y[0] or (one.label != two.label and "MISC" not in (one.label, two.label)):
        return 0.0, ""
    ratio = fuzz.ratio(x, y)
    if ratio < CLOSE:
        return 0.0, ""
    return LEAST + (ratio - CLOSE) / (100 - CLOSE) * (0.98 - LEAST), "nearly the same spelling"
